"""Parts of the report for a page that is not a report: its results in one piece, its questions as lines to choose from.

`styles` makes them look as they do there, wherever they stand in an element of the class `report`.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from rag.evaluation.report.html.listing import STATES
from rag.evaluation.report.html.markup import escaped, said
from rag.evaluation.report.html.page import headline, stylesheet, unprinted_note
from rag.evaluation.report.html.plots import plots
from rag.evaluation.report.html.questions import question_view, state_mark, state_of
from rag.evaluation.report.html.tables import comparison_table, figures_table, key_figures, type_name, types_table
from rag.wording import Language, say

Report = Mapping[str, Any]

ROWS: Final = 300
"""Most questions listed at once; the others are found by the filters."""


def report_styles() -> str:
    """A style sheet for elements of the class `report`; what the report's own says of a whole page fits nothing."""
    return f".report {{\n{stylesheet()}}}\n"


def report_results(report: Report, language: Language) -> str:
    """The headline, the figures that decide, the comparison, all tables and the plots."""
    sections = [f'<h2>{escaped(headline(report, language))}</h2>{key_figures(report, language)}'
                f'<p class="note">{said("report-key-note", language)}</p>']
    sections.append(unprinted_note(report, language))
    comparison = comparison_table(report, language)
    if comparison:
        sections.append(_section("comparison", comparison, language)
                        + f'<p class="note">{said("report-timings", language)}</p>')
    sections.append(_section("plots", f'<div class="plots">{_plots(report, language)}</div>', language))
    if any(report["runs"][-1]["by_type"]):
        sections.append(_section("types", types_table(report, language), language))
    sections.append(_section("measures", figures_table(report, language), language))
    return f'<div class="report results">{"".join(sections)}</div>'


def _section(name: str, inner: str, language: Language) -> str:
    """A part with its heading, to be folded; the tables that only some will read are folded at first."""
    opened = "" if name in ("types", "measures") else " open"
    return f'<details class="part"{opened}><summary>{said(f"report-{name}", language)}</summary>{inner}</details>'


def _plots(report: Report, language: Language) -> str:
    return "".join(f'<figure><figcaption><b>{said(f"plot-{name}", language)}</b> '
                   f'{said(f"plot-words-{_words(name)}", language)}</figcaption>{svg}</figure>'
                   for name, svg in plots(report, language).items())


def _words(plot: str) -> str:
    return "type" if plot.startswith("type-") else plot


def report_choices(report: Report, language: Language) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """What `report_lines` can be narrowed to, each as (label, value): types of question, and what became of them."""
    questions: Sequence[Mapping[str, Any]] = report["questions"]
    kinds = dict.fromkeys(question["type"] for question in questions)
    states = {state_of(result) for question in questions for result in question["runs"].values()}
    return ([(say("report-all-types", language), ""), *((type_name(kind, language), f"={kind}") for kind in kinds)],
            [(say("report-all-states", language), ""),
             *((say(f"report-state-{state}", language), state) for state in STATES if state in states)])


def report_lines(report: Report, language: Language, kind: str = "", state: str = "", words: str = "") -> str:
    """The questions as a list of buttons with their numbers, narrowed to a type, to what became of them in any run, and
    to those with all `words`.
    """
    fits = _fitting(kind, state, words)
    found = [(number, question) for number, question in enumerate(report["questions"]) if fits(question)]
    rows = "".join(_line(number, question, language) for number, question in found[:ROWS])
    told = said("report-shown", language, shown=len(found), count=len(report["questions"]))
    more = (f'<p class="note">{said("report-unlisted", language, count=len(found) - ROWS)}</p>'
            if len(found) > ROWS else "")
    return f'<div class="report"><p class="note" role="status">{told}</p><ol class="lines">{rows}</ol>{more}</div>'


def _fitting(kind: str, state: str, words: str) -> Callable[[Mapping[str, Any]], bool]:
    wanted = words.casefold().split()

    def fits(question: Mapping[str, Any]) -> bool:
        text = f'{question["id"]} {question["question"]}'.casefold()
        return ((not kind or kind == f'={question["type"]}')
                and (not state or any(state == state_of(result) for result in question["runs"].values()))
                and all(word in text for word in wanted))

    return fits


def _line(number: int, question: Mapping[str, Any], language: Language) -> str:
    runs = question["runs"]
    marks = "".join(f'<span class="outcome">{f"<i>{escaped(name)}</i> " if len(runs) > 1 else ""}'
                    f"{state_mark(state_of(result), language)}</span>" for name, result in runs.items())
    return (f'<li><button type="button" data-number="{number}"><span class="kind">'
            f'{escaped(type_name(question["type"], language))}</span><span class="asked" lang="zh-CN">'
            f'{escaped(question["question"])}</span><span class="outcomes">{marks}</span></button></li>')


def report_question(question: Mapping[str, Any], language: Language, again: Mapping[str, Any] | None = None) -> str:
    """One question with its gold beside the answers of each run; first, where given, how it was answered `again`."""
    runs = {say("report-now", language): again, **question["runs"]} if again else question["runs"]
    return (f'<article class="report asked-again" tabindex="-1"><h3 lang="zh-CN">{escaped(question["question"])}</h3>'
            f'{question_view({**question, "runs": runs}, language)}</article>')
