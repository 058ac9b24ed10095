"""The report's figures in words and tables: those that decide, every measure, each type, and the comparisons."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from rag.evaluation.report.html.markup import (
    escaped,
    figure,
    interval,
    is_share,
    known,
    meaning,
    probability,
    said,
    scrolling,
    signed,
)
from rag.wording import Language, say

Report = Mapping[str, Any]
"""A report object: see `rag.evaluation.report.html.page`."""

DECIDING: Final = ("Success@1", "answer_correct", "citation_supports", "unanswerable_refused", "false_refusal")
"""The figures that decide, in the order in which a reader meets them: search, answer, proof, refusal."""

RETRIEVAL_ALONE: Final = ("Success@1", "R@5", "nDCG@10", "RR@10")
"""What decides where only search was judged."""

BY_TYPE: Final = ("Success@1", "RR@10", "answer_correct", "citation_supports", "unanswerable_refused", "false_refusal")
CHANCE: Final = 0.05
"""The p value from which on a difference is called chance: the convention."""

_GROUPS: Final = {
    "passages": ("Success", "all_evidence", "R", "RR", "nDCG"),
    "articles": ("article:Success", "article:all_evidence", "article:R", "article:RR", "article:nDCG"),
    "answers": ("answer_correct", "answer_exact", "answer_contains", "answer_f1", "items_found"),
    "refusals": ("false_refusal", "unanswerable_refused"),
    "citations": ("citation_verbatim", "citation_supports", "citation_precision"),
    "confidence": ("AURC", "ECE"),
}


def key_figures(report: Report, language: Language) -> str:
    """The four or five figures that decide, large: the last run's, with those of the others below."""
    *others, run = report["runs"]
    wanted = DECIDING if "answer_correct" in run["measures"] else RETRIEVAL_ALONE
    tiles = [_tile(name, run, others, language) for name in wanted if name in run["measures"]]
    return f'<ul class="tiles">{"".join(tiles)}</ul>'


def _tile(name: str, run: Mapping[str, Any], others: Sequence[Mapping[str, Any]], language: Language) -> str:
    values = run["measures"][name]
    shown = escaped(figure(name, values["mean"])).replace("%", "<small>%</small>")
    besides = "".join(f'<li><span>{escaped(other["name"])}</span> '
                      f'<b>{figure(name, other["measures"][name]["mean"])}</b></li>'
                      for other in others if name in other["measures"])
    return (f'<li class="tile"><h3>{said(f"report-key-{name}", language)}</h3><p class="big">{shown}</p>'
            f'<p class="range">{said("report-range", language, range=interval(name, values))} · '
            f'{said("report-of", language, count=values["count"])}</p>'
            f'<p class="plain">{said(f"report-words-{name}", language)}</p>'
            f'{f"<ul>{besides}</ul>" if besides else ""}</li>')


def figures_table(report: Report, language: Language) -> str:
    """Every measure of every run, with interval, count and meaning, as an HTML fragment."""
    runs = report["runs"]
    heads = "".join(f'<th scope="col" class="figure">{escaped(run["name"])}</th>' for run in runs)
    bodies = "".join(_group(group, names, report, language) for group, names in _grouped(runs))
    table = (f'<table class="figures"><thead><tr><th scope="col">{said("eval-measure", language)}</th>{heads}'
             f'<th scope="col" class="figure">{said("eval-count", language)}</th>'
             f'<th scope="col">{said("eval-meaning", language)}</th></tr></thead>{bodies}</table>')
    return scrolling(table, say("report-measures", language))


def _grouped(runs: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, list[str]]]:
    """The names of all measures that any run has, by what they are about."""
    names = list(dict.fromkeys(name for run in runs for name in run["measures"]))
    for group, bases in _GROUPS.items():
        held = [name for name in names if name.partition("@")[0] in bases]
        if held:
            yield group, held
    grouped = {base for bases in _GROUPS.values() for base in bases}
    rest = [name for name in names if name.partition("@")[0] not in grouped]
    if rest:
        yield "others", rest


def _group(group: str, names: Sequence[str], report: Report, language: Language) -> str:
    width = len(report["runs"]) + 3
    rows = "".join(_measure_row(name, report, language) for name in names)
    return (f'<tbody><tr class="group"><th scope="rowgroup" colspan="{width}">{said(f"report-group-{group}", language)}'
            f"</th></tr>{rows}</tbody>")


def _measure_row(name: str, report: Report, language: Language) -> str:
    found = [run["measures"].get(name) for run in report["runs"]]
    counts = list(dict.fromkeys(str(values["count"]) for values in found if values))
    lower = lower_mark(name, report, language)
    return (f'<tr><th scope="row"><code>{escaped(name)}</code>{lower}</th>'
            f'{"".join(_cell(name, values) for values in found)}'
            f'<td class="figure">{" / ".join(counts)}</td>'
            f'<td class="meaning">{escaped(meaning(name, language))}</td></tr>')


def lower_mark(name: str, report: Report, language: Language) -> str:
    """The sign that a lower value of this measure is better, "" where a higher one is."""
    if name not in report.get("lower_is_better", ()):
        return ""
    hint = said("report-lower", language)
    return f' <span class="lower" role="img" aria-label="{hint}" title="{hint}">▼</span>'


def _cell(name: str, values: Mapping[str, float] | None) -> str:
    """A mean, its interval, and for shares the two drawn on a line from 0 to 1."""
    if values is None:
        return '<td class="figure">–</td>'
    drawn = ""
    if is_share(name):
        low, high, mean = (round(100 * min(1.0, max(0.0, values[part])), 1) for part in ("low", "high", "mean"))
        drawn = (f'<svg class="whisker" viewBox="-4 0 108 8" aria-hidden="true"><path class="scale" d="M0 4H100"/>'
                 f'<path class="reach" d="M{low} 4H{high}"/><circle cx="{mean}" cy="4" r="3"/></svg>')
    return (f'<td class="figure"><b>{figure(name, values["mean"])}</b>'
            f'<span class="range">{interval(name, values)}</span>{drawn}</td>')


def type_name(kind: str, language: Language) -> str:
    """What a type of question is called; the file's own word where the wording has none; not yet escaped."""
    return known("report-type-", kind, language) if kind else say("report-type-none", language)


def types_table(report: Report, language: Language) -> str:
    """The main measures of the last run for each type of question, as an HTML fragment."""
    run = report["runs"][-1]
    names = [name for name in BY_TYPE if any(name in sums for sums in run["by_type"].values())]
    heads = "".join(f'<th scope="col" class="figure"><code>{escaped(name)}</code>'
                    f"{lower_mark(name, report, language)}</th>" for name in names)
    counts: dict[str, int] = {}
    for question in report["questions"]:
        counts[question["type"]] = counts.get(question["type"], 0) + 1
    rows = "".join(
        f'<tr><th scope="row">{escaped(type_name(kind, language))}</th><td class="figure">{counts.get(kind, "–")}</td>'
        f'{"".join(_cell(name, sums.get(name)) for name in names)}</tr>' for kind, sums in run["by_type"].items())
    table = (f'<table class="types"><thead><tr><th scope="col">{said("eval-type", language)}</th>'
             f'<th scope="col" class="figure">{said("eval-count", language)}</th>{heads}</tr></thead>'
             f"<tbody>{rows}</tbody></table>")
    return scrolling(table, say("report-types", language))


def comparison_table(report: Report, language: Language) -> str:
    """Each pair of runs on each measure compared: difference, interval, p, wins, and a sentence; "" without any."""
    comparisons = report.get("comparisons") or ()
    if not comparisons:
        return ""
    pairs = dict.fromkeys((row["left"], row["right"]) for row in comparisons)
    bodies = ""
    for left, right in pairs:
        rows = "".join(_comparison_row(row, report, language) for row in comparisons
                       if (row["left"], row["right"]) == (left, right))
        bodies += (f'<tbody><tr class="group"><th scope="rowgroup" colspan="6">'
                   f'{said("report-pair", language, left=left, right=right)}</th></tr>{rows}</tbody>')
    heads = "".join(f'<th scope="col"{numeric}>{said(key, language)}</th>' for key, numeric in (
        ("eval-measure", ""), ("report-difference", ' class="figure"'), ("report-interval", ' class="figure"')))
    table = (f'<table class="comparison"><thead><tr>{heads}<th scope="col" class="figure">p</th>'
             f'<th scope="col" class="figure">{said("report-wins", language)}</th>'
             f'<th scope="col">{said("report-in-words", language)}</th></tr></thead>{bodies}</table>')
    return scrolling(table, say("report-comparison", language))


def _comparison_row(row: Mapping[str, Any], report: Report, language: Language) -> str:
    name = row["measure"]
    better = row["difference"] * (-1 if name in report.get("lower_is_better", ()) else 1)
    verdict = "chance" if row["p"] >= CHANCE else "better" if better > 0 else "worse"
    if not row["wins"] and not row["losses"]:
        verdict = "same"
    difference, low, high = (signed(name, row[part]) for part in ("difference", "low", "high"))
    shown = say("report-points", language, value=difference) if is_share(name) else difference
    return (f'<tr class="{verdict}"><th scope="row"><code>{escaped(name)}</code>'
            f"{lower_mark(name, report, language)}</th>"
            f'<td class="figure"><b>{escaped(shown)}</b></td>'
            f'<td class="figure">{said("period", language, first=low, last=high)}</td>'
            f'<td class="figure">{probability(row["p"]).removeprefix("p = ").removeprefix("p ")}</td>'
            f'<td class="figure">{row["wins"]} / {row["losses"]} / {row["ties"]}</td>'
            f'<td class="meaning">{said(f"report-sentence-{verdict}", language, **_named(row))}</td></tr>')


def _named(row: Mapping[str, Any]) -> dict[str, Any]:
    return {part: row[part] for part in ("left", "right", "wins", "losses")}
