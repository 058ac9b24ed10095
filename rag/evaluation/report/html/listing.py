"""The list of questions with its filters, and what the page's script needs to open and filter them.

A question is one line until it is opened. What is inside stands in a JSON block, packed with gzip some questions at a
time, and each passage once however many questions found it: thousands of questions stay a page that opens at once.
"""

import base64
import gzip
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

from markupsafe import Markup

from rag.evaluation.report.html.formatting import embedded_json, known, one_figure
from rag.evaluation.report.html.questions import question_view, state_mark, state_of
from rag.evaluation.report.html.sources import Head
from rag.evaluation.report.html.tables import type_name
from rag.evaluation.report.html.templating import render
from rag.evaluation.report.passages import whole_question
from rag.wording import Language, say

PACKED: Final = 16
"""Questions packed together: so few that one is opened in no time, so many that they pack well."""

STATES: Final = ("right", "partly", "wrong", "refused-rightly", "refused-wrongly", "unjudged")

Options = list[tuple[str, str]]
"""What can be chosen: each with its value and what it is called."""


@dataclass(frozen=True)
class QuestionLine:
    """A question closed: its id, type and text, and a mark of what became of it in each run."""

    number: int
    id: str
    kind: str
    asked: str
    outcomes: Sequence[tuple[str, Markup]]

    @property
    def link(self) -> str:
        """The id as a part of an address."""
        return quote(self.id, safe="")


def question_line(number: int, question: Mapping[str, Any], language: Language) -> QuestionLine:
    """The line of the question with this number in its report."""
    return QuestionLine(
        number,
        question["id"],
        type_name(question["type"], language),
        question["question"],
        [(name, state_mark(state_of(result), language)) for name, result in question["runs"].items()],
    )


def questions_list(report: Mapping[str, Any], language: Language) -> Markup:
    """The filters, a line for each question, and the JSON block that the script opens them from."""
    types, states = type_options(report, language), state_options(report, language)
    lines = [question_line(number, question, language) for number, question in enumerate(report["questions"])]
    return render(
        "listing",
        language,
        types=types,
        states=states,
        orders=_orders(report, language),
        runs=[(run["name"], run["name"]) for run in reversed(report["runs"])],
        questions=lines,
        data=Markup(embedded_json(_data(report, language))),
    )


def type_options(report: Mapping[str, Any], language: Language) -> Options:
    """All types of question, and each that there is."""
    kinds = dict.fromkeys(question["type"] for question in report["questions"])
    return [("", say("report-all-types", language)), *((f"={kind}", type_name(kind, language)) for kind in kinds)]


def state_options(report: Mapping[str, Any], language: Language) -> Options:
    """Whatever became of a question, and each that became of any."""
    states = {state_of(result) for question in report["questions"] for result in question["runs"].values()}
    return [
        ("", say("report-all-states", language)),
        *((state, say(f"report-state-{state}", language)) for state in STATES if state in states),
    ]


def _orders(report: Mapping[str, Any], language: Language) -> Options:
    """The file's order, and each figure that single questions have, both ways."""
    names = dict.fromkeys(
        name for question in report["questions"] for result in question["runs"].values() for name in result["figures"]
    )
    orders = [("", say("report-sort-file", language))]
    for name in names:
        orders += [
            (f"+{name}", say("report-sort-low", language, name=known("report-key-", name, language))),
            (f"-{name}", say("report-sort-high", language, name=known("report-key-", name, language))),
        ]
    return orders


def _data(report: Mapping[str, Any], language: Language) -> dict[str, Any]:
    """What is packed: `index`, what to filter and sort each question by; `inside`, the HTML of PACKED questions each;
    `passages`, their headlines as HTML and their texts as text.
    """
    numbers: dict[tuple[Head, str], int] = {}

    def numbering(head: Head, text: str) -> int:
        return numbers.setdefault((head, text), len(numbers))

    questions = report["questions"]
    index = [
        {
            "type": question["type"],
            "words": " ".join(dict.fromkeys(_words(question))).lower(),
            "states": {name: state_of(result) for name, result in question["runs"].items()},
            "figures": {
                name: {measure: float(one_figure(value)) for measure, value in result["figures"].items()}
                for name, result in question["runs"].items()
            },
        }
        for question in questions
    ]
    inside = [
        _packed(
            [
                question_view(whole_question(report, question), language, numbering)
                for question in questions[start : start + PACKED]
            ]
        )
        for start in range(0, len(questions), PACKED)
    ]
    passages = [(render("passage_head", language, head=head), text) for head, text in numbers]
    return {"packed": PACKED, "index": _packed(index), "inside": inside, "passages": _packed(passages)}


def _packed(value: Any) -> str:
    """`value` as JSON, packed with gzip, in base64; the same value gives the same text."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return base64.b64encode(gzip.compress(text.encode("utf-8", "backslashreplace"), 9, mtime=0)).decode("ascii")


def _words(question: Mapping[str, Any]) -> Iterable[str]:
    """What the search looks through: the question, its gold, the answers and the quotations; not the passages."""
    yield from (question["id"], question["question"])
    for field in ("answers", "items", "evidence"):
        yield from question["gold"].get(field) or ()
    for result in question["runs"].values():
        yield result["answer"]
        yield from (citation["quote"] for citation in result["citations"])
