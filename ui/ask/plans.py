"""How a question was understood, as chips below its reply: each part can be taken off, changed or added, and is asked
anew.

What comes back from a browser may be anything: `changed` takes what is a plan, and nothing else. No gradio here.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final, NamedTuple

from rag import (
    Language,
    Operation,
    Plan,
    QuestionError,
    ScopeChoices,
    as_operation,
    conditions,
    done_label,
    plan_object,
    plan_of,
)
from ui.ask.responding import Turn
from ui.newspaper import Newspaper
from ui.templating import render
from ui.wording import say

CONTINUED: Final = "continued"
"""The part that is no part of the plan: which piece the question goes on from."""
ADDED: Final = "add"
"""The part that is none yet: which condition is added."""
OPERATIONS: Final[tuple[Operation, ...]] = ("list", "count", "first", "last", "timeline", "answer")
"""What a reply can be made into."""
CHOICES_SHOWN: Final = 200
"""Values of one field that are offered to be ticked; what is chosen is there in any case."""
NAMES_SHOWN: Final = 1000
"""Names of reporters that are offered while one is typed."""

_PLAIN: Final = frozenset({"answer", "talk", "collection"})
_OF_ARTICLES: Final = frozenset({"list", "count", "first", "last", "timeline", "compare"})
"""What is done with all articles that meet the conditions; a summary is of one."""
_TICKED: Final = ("papers", "sections", "numbers", "kinds")
_CONDITIONS: Final = ("window", "subject", "reporters", *_TICKED)
_CHANGEABLE: Final = frozenset({"operation", *_CONDITIONS})
_COMMAS: Final = str.maketrans("，,；;\n", "、、、、、")


class Chip(NamedTuple):
    """A part of how a question was understood, by its name, in words; whether it can be changed, not only taken off."""

    part: str
    label: str
    changeable: bool = False


class Choice(NamedTuple):
    """A value that can be chosen, as the browser sends it and as it is read."""

    value: str
    label: str
    chosen: bool


def plan_in(turn: Turn | None) -> Plan | None:
    """The plan that the turn's answer was made by; None where there is none, as in answers kept before plans were."""
    try:
        return plan_of(turn.answer.plan) if turn and turn.answer else None
    except QuestionError:
        return None


def chips(turn: Turn, language: Language) -> list[Chip]:
    """How the question was understood: which piece it goes on from, and where it was to list, count or sum up, each
    part of that.
    """
    found = []
    if turn.answer is not None and turn.answer.continued_from:
        title = turn.continued or say("title-none", language)
        found.append(Chip(CONTINUED, say("page-plan-continued", language, title=title)))
    plan = plan_in(turn)
    if plan is None or plan.operation in _PLAIN:
        return found
    return [
        *found,
        Chip("operation", done_label(plan, language), changeable=True),
        *(Chip(part, label, part in _CHANGEABLE) for part, label in conditions(plan, language)),
    ]


def addable(turn: Turn, assistant: Newspaper | None = None) -> tuple[str, ...]:
    """The conditions that the turn's plan has not and can be given; with an `assistant`, those that its corpus has
    values of.
    """
    plan = plan_in(turn)
    if plan is None or plan.operation not in _OF_ARTICLES:
        return ()
    given = {part for part, _ in conditions(plan, "zh")}
    found = assistant.holdings.choices if assistant else None
    offered = (part for part in _CONDITIONS if part not in given)
    return tuple(part for part in offered if found is None or getattr(found, part, True))


def editor(assistant: Newspaper, turn: Turn, number: int, part: object, language: Language) -> str:
    """The dialog in which one part of a turn's plan is changed or added, or chosen to be; "" for whatever cannot be."""
    plan = plan_in(turn)
    if part == ADDED:
        offered = addable(turn, assistant)
        return render("ask/plan", language, number=number, part=ADDED, label="", offered=offered) if offered else ""
    if plan is None or not isinstance(part, str) or part not in _CHANGEABLE:
        return ""
    label = next((chip.label for chip in chips(turn, language) if chip.part == part), "")
    values: dict[str, Any] = {}
    if part == "operation":
        values["options"] = [Choice(each, _done(each, language), each == plan.operation) for each in OPERATIONS]
    elif part == "window":
        window = plan.window
        days = (window.first, window.last) if window and not window.yearly else ("", "")
        values |= {"first": days[0], "last": days[1], "of": window.of if window else "event"}
    elif part == "subject":
        values |= {"words": "、".join(plan.subject), "names": []}
    else:
        found = assistant.holdings.choices
        if part == "reporters":
            values["words"] = "、".join(plan.scope.reporters)
            values["names"] = [name for name, _ in found.reporters[:NAMES_SHOWN]]
        else:
            values["options"] = _ticked(plan, found, part, language)
    return render("ask/plan", language, number=number, part=part, label=label, offered=(), **values)


def changed(plan: Plan, part: object, given: object) -> Plan:
    """The plan with one part as the browser gives it, a list of texts by each name; as it is for whatever is none.

    A part that is left empty is taken off. Days in the wrong order change places.
    """
    if not isinstance(given, Mapping) or not isinstance(part, str) or part not in _CHANGEABLE:
        return plan
    values = {
        name: [text.strip() for text in texts if isinstance(text, str)]
        for name, texts in given.items()
        if isinstance(texts, list)
    }
    if part == "operation":
        chosen = next((each for each in OPERATIONS if [each] == values.get("operation")), plan.operation)
        return plan if chosen == plan.operation else as_operation(plan, chosen)
    written = plan_object(replace(plan, window=None) if part == "window" else plan)
    if part == "window":
        days = sorted(filter(None, [*values.get("first", [""])[:1], *values.get("last", [""])[:1]]))
        if days:
            written["window"] = {"first": days[0], "last": days[-1], "of": (values.get("of") or [""])[0]}
    elif part == "subject":
        written["subject"] = _words(values)
    else:
        named: list[Any] = _words(values) if part == "reporters" else values.get(part, [])
        if part == "numbers":
            named = [int(text) for text in named if text.isascii() and text.isdigit() and len(text) < 10]
        written["scope"] = {**written.get("scope", {}), part: named}
    try:
        return plan_of(written)
    except QuestionError:
        return plan


def _words(values: Mapping[str, list[str]]) -> list[str]:
    texts = "、".join(values.get("words", [])).translate(_COMMAS).split("、")
    return list(dict.fromkeys(filter(None, map(str.strip, texts))))


def _done(operation: Operation, language: Language) -> str:
    return say("page-plan-plain" if operation == "answer" else f"plan-do-{operation}", language)


def _ticked(plan: Plan, found: ScopeChoices, part: str, language: Language) -> list[Choice]:
    """The values that the corpus has of one field, those that the plan has first ticked; of many the most frequent."""
    chosen = [str(value) for value in getattr(plan.scope, part)]
    known = [str(value) for value, _ in getattr(found, part)][:CHOICES_SHOWN]
    values = [*(value for value in chosen if value not in known), *known]
    return [Choice(value, _value_label(part, value, language), value in chosen) for value in values]


def _value_label(part: str, value: str, language: Language) -> str:
    if part == "numbers":
        return say("page-number", language, number=value)
    return say(f"plan-kind-{value}", language) if part == "kinds" else value
