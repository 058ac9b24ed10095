"""How a question was understood: what is to be done, over which days, about what, in which part of the newspaper.

A plan is plain data: it can be shown, changed, put into a link and read back (`plan_object`, `plan_of`). Left out:
reading it from a question (see `read`) and carrying it out (see `find` and `reply`).
"""

import dataclasses
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal, get_args

from rag.answering.scope import Scope, day_of
from rag.articles.issue.placing import LARGEST_PAGE
from rag.errors import QuestionError
from rag.planning.talk import TALKS, Talk
from rag.records import Kind

Operation = Literal[
    "answer", "talk", "collection", "list", "count", "first", "last", "timeline", "compare", "summary", "record"
]
Facet = Literal["papers", "days", "first", "last", "pages", "sections", "all", "reporters"]
"""What is asked of the collection, or of the record of a piece; "reporters" of a list makes it one of who wrote."""
HeldIn = Literal["text", "name", "title"]
"""Where the words of a subject must stand."""

OPERATIONS: Final[tuple[Operation, ...]] = get_args(Operation)
SUBJECTS: Final = 50
"""Values that a field of a plan from outside may have at most."""
CHARACTERS: Final = 300
"""Of one of them, as many as a question has."""
_WRITTEN: Final = ("talk", "facet", "piece", "sentences")
_NAMES: Final = ("papers", "pages", "sections", "reporters", "articles")
PARTS: Final = (
    "window",
    "subject",
    "without",
    "left_out",
    "proposed",
    "papers",
    "sections",
    "reporters",
    "numbers",
    "kinds",
)
"""Parts of a plan that can be taken off it, by their names."""
SENTENCES: Final = 5
"""Of a summary, as many as can be asked for: more would be cut to scraps."""
COUNTED_APART: Final = ("numbers", "reporters", "papers", "sections", "kinds")
"""Fields of a scope of which every value may be counted by itself."""
_WORDS: Final = ("without", "left_out", "proposed")
_EVERY_YEAR = re.compile(r"--(\d\d-\d\d)")


@dataclass(frozen=True, slots=True)
class Window:
    """The days from `first` to `last`, ISO and both included; `--01-20`, in both, is that day of every year.

    `of` says which day of a piece must lie there: that of the issue it is printed in, or that of what it reports.
    Raises QuestionError for a day that is none, and for a last day before the first.
    """

    first: str
    last: str
    of: Literal["printed", "event"] = "event"

    def __post_init__(self) -> None:
        for day in (self.first, self.last):
            yearly = _EVERY_YEAR.fullmatch(day)
            full = f"2000-{yearly[1]}" if yearly else day
            if not re.fullmatch(r"\d{4}-\d\d-\d\d", full) or day_of(full) != full:
                raise QuestionError("scope-date", text=day)
        if self.first > self.last or (self.yearly and self.first != self.last):
            raise QuestionError("scope-dates-crossed", first=self.first, last=self.last)

    @property
    def yearly(self) -> bool:
        """Whether it is one day of every year."""
        return self.first.startswith("--") or self.last.startswith("--")

    def holds(self, day: str) -> bool:
        """Whether the ISO day is within; a month or a year alone, or "", is not."""
        if self.yearly:
            return len(day) == len("2022-01-20") and day[4:] == self.first[1:]
        return self.first <= day <= self.last and len(day) == len(self.first)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is done for a question; `Plan()` answers it from the passages nearest to it.

    `subject` are words that a piece must hold, all of them; of those with a | between them one; for "compare" the two
    things, each by itself. `held_in` "name" tells that a piece must be called so, by its headline, the label above it
    or its form, as a correction or a letter is, "title" that its headline must hold them. `without` are words that it
    must not hold. `each` tells that every word of the subject, or every page or reporter, is counted by itself.
    `left_out` are words of the question that ask nothing of a piece, as none holds them beside the others, or nothing
    here can be asked for them. `proposed` are words near to a subject that no piece holds. `talk` is the kind of talk,
    `facet` what is asked of the collection or of a piece's record, `piece` the id of the piece that a summary or a
    record is of, `sentences` how many a summary is to have, 0 where that is not said. A summary with neither piece nor
    subject is of all that lies in the window and the scope.
    """

    operation: Operation = "answer"
    window: Window | None = None
    subject: tuple[str, ...] = ()
    scope: Scope = field(default_factory=Scope)
    talk: Talk | Literal[""] = ""
    facet: Facet | Literal[""] = ""
    piece: str = ""
    held_in: HeldIn = "text"
    sentences: int = 0
    without: tuple[str, ...] = ()
    each: bool = False
    left_out: tuple[str, ...] = ()
    proposed: tuple[str, ...] = ()

    @property
    def narrows(self) -> bool:
        """Whether anything is asked of a piece at all."""
        return bool(self.window or self.subject or self.without or self.scope.narrows)

    @property
    def of_place(self) -> bool:
        """Whether it is the summary of a page, a day or whatever else holds several pieces."""
        named = self.piece or self.subject
        return self.operation == "summary" and not named and bool(self.window or self.scope.narrows)


def plan_object(plan: Plan) -> dict[str, Any]:
    """The plan as plain data; fields that ask nothing are left out."""
    written: dict[str, Any] = {"operation": plan.operation}
    if plan.window:
        written["window"] = dataclasses.asdict(plan.window)
    if plan.subject:
        written["subject"] = list(plan.subject)
    if plan.held_in != "text":
        written["held_in"] = plan.held_in
    written |= {name: list(words) for name in _WORDS if (words := getattr(plan, name))}
    if plan.each:
        written["each"] = True
    scope = {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in dataclasses.asdict(plan.scope).items()
        if value
    }
    if scope:
        written["scope"] = scope
    return written | {name: value for name in _WRITTEN if (value := getattr(plan, name))}


def without_part(plan: Plan, part: str) -> Plan:
    """The plan without one of its PARTS; with "operation", the plain plan. Any other name changes nothing."""
    if part == "operation":
        return Plan()
    if part == "window":
        return dataclasses.replace(plan, window=None)
    if part == "subject":
        return dataclasses.replace(plan, subject=(), held_in="text", each=False)
    if part in _WORDS:
        words: Any = ()
        return dataclasses.replace(plan, **{part: words})
    if part in PARTS:
        empty: Any = ()
        return dataclasses.replace(plan, scope=dataclasses.replace(plan.scope, **{part: empty}))
    return plan


def as_operation(plan: Plan, operation: Operation) -> Plan:
    """The plan with something else done: over the same days and articles; for "answer", the plain plan."""
    if operation == "answer":
        return Plan()
    return dataclasses.replace(plan, operation=operation, talk="", facet="", piece="", sentences=0)


def listing_of(plan: Plan, operation: Operation = "list") -> Plan:
    """The plan as one that lists articles, or with "count" counts them; timelines and comparisons stay what they are.

    Raises QuestionError for what asks of no articles: talk, what there is, a summary, a plain question.
    """
    if plan.operation in ("timeline", "compare") and (operation == "list" or plan.operation == "compare"):
        return plan
    if plan.operation == operation:
        return plan
    of_none = plan.operation in ("talk", "collection", "record") or (plan.operation == "summary" and not plan.of_place)
    if of_none or (plan.operation == "answer" and not plan.narrows):
        raise QuestionError("plan-no-list")
    return as_operation(plan, operation)


def plan_of(written: object) -> Plan:
    """The plan that `plan_object` gave. Raises QuestionError for whatever else a browser or a program may send."""
    try:
        return _plan_of(_fields(written))
    except (TypeError, ValueError, KeyError) as error:
        raise QuestionError("plan-malformed") from error


def _plan_of(fields: Mapping[str, Any]) -> Plan:
    window = fields.get("window")
    scope = _fields(fields.get("scope", {}))
    return Plan(
        operation=_one_of(fields["operation"], OPERATIONS),
        window=None if window is None else _window(_fields(window)),
        subject=_texts(fields.get("subject", [])),
        scope=Scope(
            first=_text(scope.get("first", "")),
            last=_text(scope.get("last", "")),
            numbers=tuple(_number(number) for number in _listed(scope.get("numbers", []))),
            kinds=tuple(_one_of(kind, get_args(Kind)) for kind in _listed(scope.get("kinds", []))),
            **{name: _texts(scope.get(name, [])) for name in _NAMES},
        ),
        talk=_one_of(fields.get("talk", ""), ("", *TALKS)),
        facet=_one_of(fields.get("facet", ""), ("", *get_args(Facet))),
        piece=_text(fields.get("piece", "")),
        held_in=_one_of(fields.get("held_in", "text"), get_args(HeldIn)),
        sentences=_number(fields.get("sentences", 0), SENTENCES),
        each=_one_of(fields.get("each", False), (False, True)),
        **{name: _texts(fields.get(name, [])) for name in _WORDS},
    )


def _window(fields: Mapping[str, Any]) -> Window:
    return Window(_text(fields["first"]), _text(fields["last"]), _one_of(fields["of"], ("printed", "event")))


def _fields(value: object) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise TypeError("an object is expected")
    return value


def _listed(value: object) -> list[Any]:
    if not isinstance(value, list) or len(value) > SUBJECTS:
        raise TypeError("a short list is expected")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > CHARACTERS:
        raise TypeError("a short text is expected")
    return value


def _texts(value: object) -> tuple[str, ...]:
    texts = tuple(_text(text).strip() for text in _listed(value))
    if not all(texts):
        raise ValueError("a text is blank")
    return texts


def _number(value: object, largest: int = LARGEST_PAGE) -> int:
    if type(value) is not int or not 0 <= value <= largest:
        raise TypeError("a page's number, or a small one, is expected")
    return value


def _one_of(value: object, known: Sequence[Any]) -> Any:
    if value not in known:
        raise ValueError("an unknown name")
    return value
