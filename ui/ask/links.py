"""The address that asks a thread again: ?q=…&plan=…&from=…, a plan for each question that was asked by a changed one.

An address may come from anywhere: a plan that is none is told, and the question asked as it is read. No gradio here.
"""

import json
from collections.abc import Sequence
from typing import Final, NamedTuple
from urllib.parse import urlencode

from rag import Plan, QuestionError, plan_object, plan_of
from ui.ask.responding import Turn
from ui.browse.scope_links import Given, scope_parameters

LINKED_QUESTIONS: Final = 8
"""Asked on the way to the one that an address opens, at most: a thread that is longer is no longer one subject."""

PLAN_CHARACTERS: Final = 8_000
"""Of a plan in an address: no server takes a longer one."""


class LinkedQuestion(NamedTuple):
    """A question of an address, and the plan to carry out for it, None where it is read as usual.

    `malformed` says that there was something in the plan's place, which is none.
    """

    text: str
    plan: Plan | None = None
    malformed: bool = False


def address_of(thread: Sequence[Turn]) -> str:
    """The address that asks the questions of these turns again, from the last on that was asked as a first one."""
    begin = next((place for place in reversed(range(len(thread))) if thread[place].alone), 0)
    turns = [turn for turn in thread[begin:] if turn.question]
    parameters = [("q", turn.question) for turn in turns]
    if any(turn.plan for turn in turns):
        parameters += [("plan", _written(turn.plan) if turn.plan else "") for turn in turns]
    return "?" + urlencode([*parameters, *scope_parameters(thread[-1].scope)])


def questions_of_link(given: Given) -> list[LinkedQuestion]:
    """The questions that an address asks, in their order."""
    texts, plans = given.getlist("q"), given.getlist("plan")
    paired = zip(texts, [*plans[: len(texts)], *[""] * (len(texts) - len(plans))], strict=True)
    return [_question(text.strip(), plan) for text, plan in paired if text.strip()][:LINKED_QUESTIONS]


def _question(text: str, plan: str) -> LinkedQuestion:
    if not plan.strip():
        return LinkedQuestion(text)
    if len(plan) > PLAN_CHARACTERS:
        return LinkedQuestion(text, malformed=True)
    try:
        return LinkedQuestion(text, plan_of(json.loads(plan)))
    except (QuestionError, ValueError, RecursionError):
        return LinkedQuestion(text, malformed=True)


def _written(plan: Plan) -> str:
    return json.dumps(plan_object(plan), ensure_ascii=False, separators=(",", ":"))
