"""The whole evaluation as one HTML file: from the headline to the settings, nothing fetched.

A report object is plain JSON: `runs` with their measures, intervals, curves and timings, `comparisons` between them,
and `questions` with their gold and each run's answer in the JSON form (`json_form`).
"""

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any

from rag.evaluation.measures.printed import first_ids
from rag.evaluation.report.html.listing import questions_list
from rag.evaluation.report.html.markup import date_text, escaped, figure, said, scrolling
from rag.evaluation.report.html.plots import plots
from rag.evaluation.report.html.tables import comparison_table, figures_table, key_figures, types_table
from rag.wording import Language, say

Report = Mapping[str, Any]


def html_report(report: Report, language: Language = "zh") -> str:
    """The report object as one HTML file, as text to be written in UTF-8. The same object gives the same text."""
    script = _resource("report.js")
    sections = {"key": _key(report, language), "measures": _measures(report, language),
                "comparison": _comparison(report, language), "plots": _plots(report, language),
                "questions": _questions(report, language), "settings": _settings(report, language)}
    shown = {name: inner for name, inner in sections.items() if inner}
    links = "".join(f'<a href="#{name}">{said(f"report-{name}", language)}</a>' for name in shown)
    body = "".join(f'<section id="{name}"><h2>{said(f"report-{name}", language)}</h2>{inner}</section>'
                   for name, inner in shown.items())
    return (f'<!DOCTYPE html>\n<html lang="{"zh-CN" if language == "zh" else "en"}">\n<head>\n<meta charset="utf-8">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{_policy(script)}">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            '<meta name="color-scheme" content="light dark">\n'
            f"<title>{said('report-title', language)} · {escaped(report['questions_file'])}</title>\n"
            f"<style>\n{_resource('report.css')}</style>\n</head>\n<body>\n<main>\n{_head(report, language)}"
            f'<nav aria-label="{said("report-sections", language)}">{links}</nav>\n{body}\n</main>\n'
            f"<script>{script}</script>\n</body>\n</html>\n")


def stylesheet() -> str:
    """The report's CSS, for a page of ours that shows parts of it."""
    return _resource("report.css")


def _resource(name: str) -> str:
    return files("rag.evaluation.report.html").joinpath(name).read_text("utf-8")


def _policy(script: str) -> str:
    """Nothing may be fetched or sent, and no script runs but the page's own, known by its digest."""
    digest = base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")
    return (f"default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline'; "
            "base-uri 'none'; form-action 'none'")


def _head(report: Report, language: Language) -> str:
    """What was evaluated and when, its result in the headline."""
    corpus = report["corpus"]
    what = say("report-what", language, file=report["questions_file"], when=date_text(report["created"], language),
               **{name: corpus[name] for name in ("pages", "articles", "passages")})
    names = [run["name"] for run in report["runs"]]
    if len(names) == 1:
        which = say("report-what-one", language, run=names[0])
    else:
        which = say("report-what-many", language, count=len(names), run=names[-1],
                    runs=say("list-comma", language).join(names))
    return (f'<header><p class="kicker">{said("report-title", language)}</p>'
            f"<h1>{escaped(headline(report, language))}</h1>"
            f'<p class="lede">{escaped(what)}{" " if language == "en" else ""}{escaped(which)}</p></header>\n')


def headline(report: Report, language: Language) -> str:
    """The result in one sentence: the last run's, not yet escaped."""
    measures = report["runs"][-1]["measures"]
    count = len(report["questions"])
    named = {"correct": "answer_correct", "refused": "unanswerable_refused", "found": "Success@1"}
    told = {name: figure(measure, measures[measure]["mean"]) for name, measure in named.items() if measure in measures}
    if "correct" in told and "refused" in told:
        return say("report-headline-both", language, count=count, correct=told["correct"], refused=told["refused"])
    for name in ("correct", "found"):
        if name in told:
            return say(f"report-headline-{name}", language, count=count, **{name: told[name]})
    return say("report-headline", language, count=count)


def _key(report: Report, language: Language) -> str:
    return f'{key_figures(report, language)}{_note("report-key-note", language)}'


def _measures(report: Report, language: Language) -> str:
    types = ""
    if any(kind for kind in report["runs"][-1]["by_type"]):
        note = said("report-types-note", language, run=report["runs"][-1]["name"])
        types = f'<h3>{said("report-types", language)}</h3><p class="note">{note}</p>{types_table(report, language)}'
    return f'{_note("report-measures-note", language)}{figures_table(report, language)}{types}'


def _comparison(report: Report, language: Language) -> str:
    table = comparison_table(report, language)
    return f'{_note("report-comparison-note", language)}{table}' if table else ""


def _plots(report: Report, language: Language) -> str:
    shown = []
    for name, svg in plots(report, language).items():
        words = "type" if name.startswith("type-") else name
        shown.append(f'<figure><figcaption><b>{said(f"plot-{name}", language)}</b> '
                     f'{said(f"plot-words-{words}", language)}</figcaption>{svg}</figure>')
    return f'<div class="plots">{"".join(shown)}</div>' if shown else ""


def _questions(report: Report, language: Language) -> str:
    return (f'{unprinted_note(report, language)}{_note("report-questions-note", language)}'
            f"{questions_list(report, language)}")


def unprinted_note(report: Report, language: Language) -> str:
    """The questions with evidence that no page holds; "" where there are none, or an older report does not say."""
    ids = tuple(report.get("unprinted") or ())
    if not ids:
        return ""
    return (f'<p class="note unprinted" role="note">'
            f'{said("eval-unprinted", language, count=len(ids), ids=first_ids(ids, language))}</p>')


def _settings(report: Report, language: Language) -> str:
    """What differs from the defaults in each run, all settings, and what else makes the figures come out again."""
    corpus = report["corpus"]
    items = {say("report-questions-digest", language): report["questions_digest"],
             say("report-corpus-digest", language): corpus["digest"],
             "wenbao": report["wenbao"], **report["versions"]}
    rows = [(name, [value]) for name, value in items.items()]
    versions = _table([say("report-component", language), say("report-version", language)], rows,
                      say("report-settings", language))
    wholes = "".join(
        f'<details class="all"><summary>{said("report-all-settings", language, run=run["name"])}</summary>'
        + _table([say("report-setting", language), say("report-version", language)],
                 [(name, [_value(value)]) for name, value in run["settings"].items()],
                 say("report-all-settings", language, run=run["name"])) + "</details>" for run in report["runs"])
    return f'<h3>{said("report-changes", language)}</h3>{_changes(report["runs"], language)}{wholes}{versions}'


def _changes(runs: Sequence[Mapping[str, Any]], language: Language) -> str:
    names = list(dict.fromkeys(name for run in runs for name in run["changes"]))
    if not names:
        return f'<p>{said("report-changes-none", language)}</p>'
    default = say("report-default", language)
    rows = [(name, [_value(run["changes"][name]) if name in run["changes"] else default for run in runs])
            for name in names]
    return _table([say("report-setting", language), *(run["name"] for run in runs)], rows,
                  say("report-changes", language))


def _table(heads: Sequence[str], rows: Sequence[tuple[str, Sequence[str]]], label: str) -> str:
    head = "".join(f'<th scope="col">{escaped(name)}</th>' for name in heads)
    body = "".join(f'<tr><th scope="row"><code>{escaped(name)}</code></th>'
                   + "".join(f"<td>{escaped(value)}</td>" for value in values) + "</tr>" for name, values in rows)
    return scrolling(f'<table class="plain"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>', label)


def _value(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def _note(key: str, language: Language) -> str:
    return f'<p class="note">{said(key, language)}</p>'
