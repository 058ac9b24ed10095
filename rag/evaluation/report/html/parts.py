"""Parts of the report for a page that is not a report: its results in one piece, its questions as lines to choose from.

`report_styles` makes them look as they do there, wherever they stand in an element of the class `report`.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from rag.evaluation.report.html.listing import question_line, state_options, type_options
from rag.evaluation.report.html.page import headline, lede, stylesheet, unprinted
from rag.evaluation.report.html.plots import plots
from rag.evaluation.report.html.questions import question_view, state_of
from rag.evaluation.report.html.tables import comparison_table, figures_table, key_figures, types_table
from rag.evaluation.report.html.templating import render
from rag.wording import Language, say

Report = Mapping[str, Any]

ROWS: Final = 300
"""Most questions listed at once; the others are found by the filters."""


def report_styles() -> str:
    """A style sheet for elements of the class `report`; what the report's own says of a whole page fits nothing."""
    return f".report {{\n{stylesheet()}}}\n"


def report_results(report: Report, language: Language) -> str:
    """The headline, what was asked and when, the figures that decide, the comparison, all tables and the plots."""
    return str(
        render(
            "results",
            language,
            headline=headline(report, language),
            lede=lede(report, language),
            key_figures=key_figures(report, language),
            unprinted=unprinted(report, language),
            comparison=comparison_table(report, language),
            plots=plots(report, language),
            measures=figures_table(report, language),
            types=types_table(report, language) if any(report["runs"][-1]["by_type"]) else "",
        )
    )


def report_choices(report: Report, language: Language) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """What `report_lines` can be narrowed to, each as (label, value): types of question, and what became of them."""
    return (
        [(label, value) for value, label in type_options(report, language)],
        [(label, value) for value, label in state_options(report, language)],
    )


def report_lines(report: Report, language: Language, kind: str = "", state: str = "", words: str = "") -> str:
    """The questions as a list of buttons with their numbers, narrowed to a type, to what became of them in any run, and
    to those with all `words`.
    """
    fits = _fitting(kind, state, words)
    found = [(number, question) for number, question in enumerate(report["questions"]) if fits(question)]
    return str(
        render(
            "lines",
            language,
            found=len(found),
            count=len(report["questions"]),
            questions=[question_line(number, question, language) for number, question in found[:ROWS]],
        )
    )


def _fitting(kind: str, state: str, words: str) -> Callable[[Mapping[str, Any]], bool]:
    wanted = words.casefold().split()

    def fits(question: Mapping[str, Any]) -> bool:
        text = f"{question['id']} {question['question']}".casefold()
        return (
            (not kind or kind == f"={question['type']}")
            and (not state or any(state == state_of(result) for result in question["runs"].values()))
            and all(word in text for word in wanted)
        )

    return fits


def report_question(question: Mapping[str, Any], language: Language, again: Mapping[str, Any] | None = None) -> str:
    """One question with its gold beside the answers of each run; first, where given, how it was answered `again`."""
    runs = {say("report-now", language): again, **question["runs"]} if again else question["runs"]
    return str(
        render(
            "one_question",
            language,
            asked=question["question"],
            view=question_view({**question, "runs": runs}, language),
        )
    )
