"""The list of questions with its filters, and what the page's script needs to open and filter them.

A question is one line until it is opened. What is inside stands in a JSON block, packed with gzip some questions at a
time, and each passage once however many questions found it: thousands of questions stay a page that opens at once.
"""

import base64
import gzip
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final
from urllib.parse import quote

from rag.evaluation.report.html.markup import embedded_json, escaped, known, one_figure, said
from rag.evaluation.report.html.questions import passage_head, question_body, state_mark, state_of
from rag.evaluation.report.html.tables import type_name
from rag.evaluation.report.passages import whole_question
from rag.wording import Language, say

PACKED: Final = 16
"""Questions packed together: so few that one is opened in no time, so many that they pack well."""

STATES = ("right", "partly", "wrong", "refused-rightly", "refused-wrongly", "unjudged")


def questions_list(report: Mapping[str, Any], language: Language) -> str:
    """The filters, a line for each question, and the JSON block that the script opens them from."""
    questions: Sequence[Mapping[str, Any]] = report["questions"]
    rows = "".join(_row(question, number, language) for number, question in enumerate(questions))
    shown = escaped(say("report-shown", language, shown="{shown}", count=len(questions)))
    return (f'{_filters(report, language)}<p id="shown" role="status" data-words="{shown}"></p>'
            f'<noscript><p class="note">{said("report-no-script", language)}</p></noscript>'
            f'<p class="note" id="old-browser" hidden>{said("report-old-browser", language)}</p>'
            f'<div id="entries">{rows}</div>'
            f'<script type="application/json" id="report-data">{embedded_json(_data(report, language))}</script>')


def _row(question: Mapping[str, Any], number: int, language: Language) -> str:
    """One question closed: its link, type, text, and what became of it in each run."""
    runs = question["runs"]
    marks = "".join(
        f'<span class="outcome">{f"<i>{escaped(name)}</i> " if len(runs) > 1 else ""}'
        f"{state_mark(state_of(result), language)}</span>" for name, result in runs.items())
    place = escaped(quote(question["id"], safe=""))
    return (f'<details class="entry" id="q-{escaped(question["id"])}" data-number="{number}"><summary>'
            f'<a class="id" href="#q-{place}" title="{said("report-link", language)}">{escaped(question["id"])}</a>'
            f'<span class="kind">{escaped(type_name(question["type"], language))}</span>'
            f'<span class="asked" lang="zh-CN">{escaped(question["question"])}</span>'
            f'<span class="outcomes">{marks}</span></summary><div class="inside"></div></details>')


def _data(report: Mapping[str, Any], language: Language) -> dict[str, Any]:
    """What is packed: `index`, what to filter and sort each question by; `inside`, the HTML of PACKED questions each;
    `passages`, their headlines as HTML and their texts as text.
    """
    numbers: dict[tuple[str, str], int] = {}

    def body(passage: Mapping[str, Any], ranges: Sequence[tuple[int, int]]) -> str:
        number = numbers.setdefault((passage_head(passage, language), passage["text"]), len(numbers))
        places = " ".join(f"{start} {end}" for start, end in ranges)
        return f'<div class="held" data-passage="{number}" data-marks="{places}"></div>'

    questions = report["questions"]
    index = [{
        "type": question["type"],
        "words": " ".join(dict.fromkeys(_words(question))).lower(),
        "states": {name: state_of(result) for name, result in question["runs"].items()},
        "figures": {name: {measure: float(one_figure(value)) for measure, value in result["figures"].items()}
                    for name, result in question["runs"].items()},
    } for question in questions]
    inside = [_packed([question_body(whole_question(report, question), language, body)
                       for question in questions[start:start + PACKED]])
              for start in range(0, len(questions), PACKED)]
    return {"packed": PACKED, "index": _packed(index), "inside": inside,
            "passages": _packed([list(passage) for passage in numbers])}


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


def _filters(report: Mapping[str, Any], language: Language) -> str:
    runs = [run["name"] for run in report["runs"]]
    kinds = list(dict.fromkeys(question["type"] for question in report["questions"]))
    states = {state_of(result) for question in report["questions"] for result in question["runs"].values()}
    types = [("", say("report-all-types", language)), *((f"={kind}", type_name(kind, language)) for kind in kinds)]
    outcomes = [("", say("report-all-states", language)),
                *((state, say(f"report-state-{state}", language)) for state in STATES if state in states)]
    fields = [
        _field("type", "eval-type", _choice("type", types), language),
        _field("state", "report-state", _choice("state", outcomes), language),
        _field("words", "report-search", '<input id="filter-words" type="search" autocomplete="off">', language),
        _field("sort", "report-sort", _choice("sort", _orders(report, language)), language),
    ]
    if len(runs) > 1:
        named = [(name, name) for name in reversed(runs)]
        fields.append(_field("run", "report-run", _choice("run", named), language))
        fields.append('<label class="tick"><input id="filter-differ" type="checkbox"> '
                      f'{said("report-differ", language)}</label>')
    return f'<form id="filters" aria-label="{said("report-filter", language)}">{"".join(fields)}</form>'


def _orders(report: Mapping[str, Any], language: Language) -> list[tuple[str, str]]:
    """The file's order, and each figure that single questions have, both ways."""
    names = dict.fromkeys(name for question in report["questions"] for result in question["runs"].values()
                          for name in result["figures"])
    orders = [("", say("report-sort-file", language))]
    for name in names:
        orders += [(f"+{name}", say("report-sort-low", language, name=known("report-key-", name, language))),
                   (f"-{name}", say("report-sort-high", language, name=known("report-key-", name, language)))]
    return orders


def _field(name: str, key: str, control: str, language: Language) -> str:
    return f'<label for="filter-{name}"><span>{said(key, language)}</span>{control}</label>'


def _choice(name: str, options: Sequence[tuple[str, str]]) -> str:
    inner = "".join(f'<option value="{escaped(value)}">{escaped(label)}</option>' for value, label in options)
    return f'<select id="filter-{name}">{inner}</select>'
