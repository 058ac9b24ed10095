"""The report's figures in words and tables: those that decide, every measure, each type, and the comparisons."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from markupsafe import Markup

from rag.evaluation.report.html.formatting import figure, interval, is_share, known, meaning, probability, signed
from rag.evaluation.report.html.templating import render
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
    "answers": (
        "answer_correct",
        "answer_exact",
        "answer_contains",
        "answer_f1",
        "items_found",
        "list_f1",
        "count_exact",
    ),
    "refusals": ("false_refusal", "unanswerable_refused"),
    "citations": ("citation_verbatim", "citation_supports", "citation_precision"),
    "confidence": ("AURC", "ECE"),
}


@dataclass(frozen=True)
class Tile:
    """One of the figures that decide: its number, whether that is in percent, and the other runs' figures."""

    measure: str
    number: str
    percent: bool
    interval: str
    count: int
    others: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Mean:
    """A mean in a table. `drawn`, for shares alone, has its `low`, `high` and `mean` on a line from 0 to 100."""

    figure: str
    interval: str
    drawn: Mapping[str, float] | None


@dataclass(frozen=True)
class MeasureRow:
    """A measure's mean in each run, None where a run does not have it; `counts` are all that differ."""

    measure: str
    lower: bool
    means: Sequence[Mean | None]
    counts: Sequence[int]
    meaning: str


@dataclass(frozen=True)
class ComparisonRow:
    """Two runs compared on a measure; `verdict` is better, worse, chance or same, of the one on the right."""

    measure: str
    lower: bool
    share: bool
    verdict: str
    difference: str
    low: str
    high: str
    p: str
    wins: int
    losses: int
    ties: int


def key_figures(report: Report, language: Language) -> Markup:
    """The four or five figures that decide, large: the last run's, named above each; those of the others below."""
    *others, run = report["runs"]
    wanted = DECIDING if "answer_correct" in run["measures"] else RETRIEVAL_ALONE
    tiles = [_tile(name, run, others) for name in wanted if name in run["measures"]]
    return render("tiles", language, run=run["name"], tiles=tiles)


def _tile(name: str, run: Mapping[str, Any], others: Sequence[Mapping[str, Any]]) -> Tile:
    values = run["measures"][name]
    number, percent, _ = figure(name, values["mean"]).partition("%")
    besides = [
        (other["name"], figure(name, other["measures"][name]["mean"])) for other in others if name in other["measures"]
    ]
    return Tile(name, number, bool(percent), interval(name, values), values["count"], besides)


def figures_table(report: Report, language: Language) -> Markup:
    """Every measure of every run, with interval, count and meaning, as an HTML fragment."""
    runs = report["runs"]
    return render(
        "figures",
        language,
        runs=[run["name"] for run in runs],
        groups=[(group, [_measure_row(name, report, language) for name in names]) for group, names in _grouped(runs)],
    )


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


def _measure_row(name: str, report: Report, language: Language) -> MeasureRow:
    found = [run["measures"].get(name) for run in report["runs"]]
    counts = list(dict.fromkeys(values["count"] for values in found if values))
    return MeasureRow(
        name, _lower(name, report), [_mean(name, values) for values in found], counts, meaning(name, language)
    )


def _lower(name: str, report: Report) -> bool:
    """Whether a lower value of this measure is better."""
    return name in report.get("lower_is_better", ())


def _mean(name: str, values: Mapping[str, float] | None) -> Mean | None:
    if values is None:
        return None
    drawn = {part: round(100 * min(1.0, max(0.0, values[part])), 1) for part in ("low", "high", "mean")}
    return Mean(figure(name, values["mean"]), interval(name, values), drawn if is_share(name) else None)


def type_name(kind: str, language: Language) -> str:
    """What a type of question is called; the file's own word where the wording has none."""
    return known("report-type-", kind, language) if kind else say("report-type-none", language)


def types_table(report: Report, language: Language) -> Markup:
    """The main measures of the last run for each type of question, as an HTML fragment."""
    by_type: Mapping[str, Mapping[str, Any]] = report["runs"][-1]["by_type"]
    names = [name for name in BY_TYPE if any(name in sums for sums in by_type.values())]
    counts = Counter(question["type"] for question in report["questions"])
    return render(
        "types",
        language,
        measures=[(name, _lower(name, report)) for name in names],
        rows=[
            (type_name(kind, language), counts[kind], [_mean(name, sums.get(name)) for name in names])
            for kind, sums in by_type.items()
        ],
    )


def comparison_table(report: Report, language: Language) -> Markup:
    """Each pair of runs on each measure compared: difference, interval, p, wins, and a sentence; "" without any."""
    pairs: dict[tuple[str, str], list[ComparisonRow]] = {}
    for row in report.get("comparisons") or ():
        pairs.setdefault((row["left"], row["right"]), []).append(_comparison_row(row, _lower(row["measure"], report)))
    return render("comparison", language, pairs=[(*pair, rows) for pair, rows in pairs.items()]) if pairs else Markup()


def _comparison_row(row: Mapping[str, Any], lower: bool) -> ComparisonRow:
    name = row["measure"]
    better = row["difference"] * (-1 if lower else 1)
    verdict = "chance" if row["p"] >= CHANCE else "better" if better > 0 else "worse"
    if not row["wins"] and not row["losses"]:
        verdict = "same"
    difference, low, high = (signed(name, row[part]) for part in ("difference", "low", "high"))
    return ComparisonRow(
        name,
        lower,
        is_share(name),
        verdict,
        difference,
        low,
        high,
        probability(row["p"]),
        row["wins"],
        row["losses"],
        row["ties"],
    )
