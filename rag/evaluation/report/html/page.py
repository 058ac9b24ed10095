"""The whole evaluation as one HTML file: from the headline to the settings, nothing fetched.

A report object is plain JSON: `runs` with their measures, intervals, curves and timings, `comparisons` between them,
and `questions` with their gold and each run's answer in the JSON form (`json_form`).
"""

import base64
import hashlib
from collections.abc import Mapping
from importlib.resources import files
from typing import Any, Final

from markupsafe import Markup

from rag.evaluation.measures.printed import first_ids
from rag.evaluation.report.html.formatting import figure
from rag.evaluation.report.html.listing import questions_list
from rag.evaluation.report.html.plots import plots
from rag.evaluation.report.html.settings import settings_view
from rag.evaluation.report.html.tables import comparison_table, figures_table, key_figures, types_table
from rag.evaluation.report.html.templating import render
from rag.text.labels import date_label
from rag.wording import Language, say

Report = Mapping[str, Any]

SECTIONS: Final = ("key", "measures", "comparison", "plots", "questions", "settings")
"""The parts of the page, in order; without figures for them there are neither a comparison nor plots."""


def html_report(report: Report, language: Language = "zh") -> str:
    """The report object as one HTML file, as text to be written in UTF-8. The same object gives the same text."""
    script = _resource("report.js")
    last = report["runs"][-1]
    optional = {"comparison": comparison_table(report, language), "plots": plots(report, language)}
    page = render(
        "page",
        language,
        html_language="zh-CN" if language == "zh" else "en",
        policy=_policy(script),
        styles=Markup(stylesheet()),
        script=Markup(script),
        file=report["questions_file"],
        headline=headline(report, language),
        lede=lede(report, language),
        sections=[name for name in SECTIONS if optional.get(name, True)],
        key_figures=key_figures(report, language),
        measures=figures_table(report, language),
        types=types_table(report, language) if any(last["by_type"]) else "",
        last_run=last["name"],
        unprinted=unprinted(report, language),
        questions=questions_list(report, language),
        settings=settings_view(report, language),
        **optional,
    )
    return f"{page}\n"


def stylesheet() -> str:
    """The report's CSS, for a page of ours that shows parts of it."""
    return _resource("report.css")


def _resource(name: str) -> str:
    return files("rag.evaluation.report.html").joinpath(name).read_text("utf-8")


def _policy(script: str) -> str:
    """Nothing may be fetched or sent, and no script runs but the page's own, known by its digest."""
    digest = base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")
    return (
        f"default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline'; "
        "base-uri 'none'; form-action 'none'"
    )


def headline(report: Report, language: Language) -> str:
    """The result in one sentence, with the setting that it is of: the last run's."""
    return say("report-headline-of", language, headline=_result(report, language), run=report["runs"][-1]["name"])


def _result(report: Report, language: Language) -> str:
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


def lede(report: Report, language: Language) -> str:
    """What was evaluated and when, and with which settings."""
    corpus = report["corpus"]
    what = say(
        "report-what",
        language,
        file=report["questions_file"],
        when=date_label(report["created"], language),
        **{name: corpus[name] for name in ("pages", "articles", "passages")},
    )
    names = [run["name"] for run in report["runs"]]
    if len(names) == 1:
        which = say("report-what-one", language, run=names[0])
    else:
        which = say(
            "report-what-many", language, count=len(names), run=names[-1], runs=say("list-comma", language).join(names)
        )
    return f"{what} {which}" if language == "en" else what + which


def unprinted(report: Report, language: Language) -> str:
    """A sentence on the questions with evidence that no page holds; "" for none and where an older report is silent."""
    ids = tuple(report.get("unprinted") or ())
    return say("eval-unprinted", language, count=len(ids), ids=first_ids(ids, language)) if ids else ""
