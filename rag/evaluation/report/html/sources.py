"""What an answer quotes and what was found for it, each with where it is printed, as the templates lay it out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rag.evaluation.report.html.formatting import Kind, found, in_pieces
from rag.records import PrintedDay
from rag.text.labels import line_label, printed_label
from rag.wording import Language, say


@dataclass(frozen=True)
class Head:
    """The title of a passage or of a quotation, and when and where it was printed."""

    title: str
    date: str
    source: str
    lines: str


@dataclass(frozen=True)
class Quotation:
    """A citation; `checks` are what was judged of it, verbatim and supporting, and whether it holds."""

    marker: int
    quote: str
    head: Head
    checks: Sequence[tuple[str, bool]]


@dataclass(frozen=True)
class FoundPassage:
    """A passage that was found; `carried` are the numbers of the evidence in it, "" for none.

    It is shown with its `head` and its text in `pieces`. One that is told elsewhere has a `number` there instead, and
    in `marks` where terms that were searched for begin and end in its text.
    """

    rank: int
    carried: str
    score: str
    stages: Sequence[tuple[str, str]]
    head: Head
    pieces: Sequence[tuple[str, Kind]] = ()
    number: int | None = None
    marks: str = ""


Numbering = Callable[[Head, str], int]
"""The head and the text of a passage -> its number, where passages are told elsewhere."""


def head_of(printed: Mapping[str, Any], language: Language) -> Head:
    """The head of a passage or of a citation."""
    return Head(
        printed.get("title") or say("title-none", language),
        printed_label(_day(printed), language),
        printed["source"],
        line_label(printed["lines"], language),
    )


def _day(printed: Mapping[str, Any]) -> PrintedDay:
    """The day of the paper; of an older report, which does not tell it, the date of the article."""
    if "issue_date" in printed:
        return PrintedDay(printed["issue_date"] or "", printed.get("issue_told", ""))
    return PrintedDay(printed.get("date") or "")


def quotations(result: Mapping[str, Any], language: Language) -> list[Quotation]:
    """The citations of a result."""
    judged = {kind: result.get(f"citations_{kind}") or () for kind in ("verbatim", "supporting")}
    return [
        Quotation(
            citation["marker"],
            citation["quote"],
            head_of(citation, language),
            [(kind, held[place]) for kind, held in judged.items() if place < len(held)],
        )
        for place, citation in enumerate(result["citations"])
    ]


def found_passage(passage: Mapping[str, Any], language: Language, numbering: Numbering | None) -> FoundPassage:
    """A passage of a result; with `numbering` its head and its text are told elsewhere."""
    text, head = passage["text"], head_of(passage, language)
    ranges = found(text, passage.get("matched") or ())
    numbers = say("list-comma", language).join(str(number + 1) for number in passage.get("evidence") or ())
    stages = [(name, _score(value)) for name, value in (passage.get("scores") or passage.get("parts") or {}).items()]
    about = (passage["rank"], numbers, _score(passage["score"]), stages, head)
    if numbering is None:
        return FoundPassage(*about, in_pieces(text, ((start, end, "found") for start, end in ranges)))
    return FoundPassage(*about, number=numbering(head, text), marks=" ".join(f"{start} {end}" for start, end in ranges))


def _score(value: object) -> str:
    return f"{value:.3f}" if isinstance(value, int | float) else str(value)
