"""A question that lists or counts articles -> its plan: days, place, subject, what is unwanted, what was not read.

Left out: by what wording it is told that articles are asked for (see `read`).
"""

import datetime
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from rag.planning import rules
from rag.planning.catalogue import Catalogue
from rag.planning.joining import counted_apart, joining_of, unread_words
from rag.planning.names import Names, names_small_pieces
from rag.planning.plan import COUNTED_APART, HeldIn, Operation, Plan, Window
from rag.planning.spellings import EITHER
from rag.planning.windows import window_of
from rag.text.lazy_regex import lazy_regex

_ON_WHICH_DAY: Final = lazy_regex(
    r"(?:是|在|登在)?(?:哪一?[天期日号张]|几月几[日号]|什么时候|何时)(?:的|那)?(?:一?[期张])?的?报?纸?上?[^\w]*$"
)
"""What asks for the day of a first or last mention, which its reply tells."""

_ISSUE: Final = lazy_regex(
    r"(?P<before>[上前]一?期)|最新(?:的?(?:一期|那期))?(?!的?[一\d])|最近(?:的?(?:一期|那期))?(?!的?[一\d])|近期|近来"
)
"""Which issue is meant where nothing else is named: 最近有什么新闻, 上一期有什么."""
_KIND_OF_PAPER: Final = lazy_regex(
    r"(?:^|[\s,，有是看查的])(?P<kind>(?:日|晚|早|晨|周|都市|商|画|青年|农民|工人)报)(?![道名告])"
)
"""A kind of papers where nothing else is named: 晚报的新闻."""


def listing_plan(
    operation: Operation,
    text: str,
    names: Names,
    catalogue: Catalogue,
    history: Sequence[tuple[str, str]],
    today: datetime.date,
) -> Plan:
    """The plan of `text`, in NFKC and lower case, asked on the day `today` after `history`.

    Raises QuestionError for a day that no calendar has.
    """
    joining = joining_of(text)
    window, rest = window_of(joining.rest, catalogue, today)
    turn = names.turn(rest)
    scope, rest = names.scope(rules.TURN.sub(" ", rest))
    if turn:
        return Plan(operation, window, (turn,), scope)
    if not scope.reporters and re.search(rf"[他她](?=\s*(?:都|一共|还|最近|{rules.WRITTEN}))", rest) and history:
        reporters = names.known_reporters(history[-1][0]) or names.known_reporters(history[-1][1])
        scope = replace(scope, reporters=reporters)
        rest = re.sub("[他她]", " ", rest)
    if joining.best and operation in ("first", "last"):
        operation = "list"
    rest = _ON_WHICH_DAY.sub(" ", rest) if operation in ("first", "last") else rest
    apart = [names.words_of(clause) for clause in counted_apart(rest)]
    ordered = rules.ORDERS.match(rest) if operation == "list" else None
    subject = names.subject(ordered["what"] if ordered and not rules.LIST.search(rest) else rest)
    if apart and all(apart):
        subject = tuple(dict.fromkeys(" ".join(words) for words in apart))
    held_in: HeldIn = "name" if names_small_pieces(subject, rest) else "text"
    if joining.in_title and subject:
        held_in = "title"
    days = tuple(word for word in subject if window and _is_day(word, catalogue, today))
    subject = tuple(word for word in subject if word not in days)
    plan = Plan(operation, window, subject, scope, held_in=held_in, left_out=days)
    plan = _without(plan, joining.unwanted, names, catalogue, today)
    plan = replace(plan, left_out=(*plan.left_out, *joining.best))
    if joining.each or (apart and all(apart)):
        return _each(plan)
    if plan.narrows:
        return plan
    kind = _KIND_OF_PAPER.search(rest)
    if kind:  # where there is none of the kind, its name is that of no paper
        papers = tuple(paper for paper, _ in catalogue.choices.papers if paper.endswith(kind["kind"]))
        return replace(plan, scope=replace(plan.scope, papers=papers or (kind["kind"],)))
    plan, rest = _of_issue(plan, rest, catalogue)
    return replace(plan, left_out=(*plan.left_out, *unread_words(rest)))


def _of_issue(plan: Plan, text: str, catalogue: Catalogue) -> tuple[Plan, str]:
    """The plan over the newest issue or the one before it where the text names that, and the text without the words."""
    days = sorted(catalogue.printed_days)
    match = _ISSUE.search(text) if plan.operation in ("list", "count") else None
    if match is None or len(days) < 1 + bool(match["before"]):
        return plan, text
    day = days[-2] if match["before"] else days[-1]
    return replace(plan, window=Window(day, day, "printed")), text.replace(match.group(), " ")


def _without(plan: Plan, unwanted: Sequence[str], names: Names, catalogue: Catalogue, today: datetime.date) -> Plan:
    """The plan without articles that hold the words; days, pages and people cannot be told so, which it says."""
    for what in unwanted:
        window, rest = window_of(what, catalogue, today)
        scope, rest = names.scope(rest)
        words = () if window or scope.narrows else names.words_of(rest)
        plan = replace(plan, without=(*plan.without, *words))
        if not words:
            plan = replace(plan, left_out=(*plan.left_out, what))
    return plan


def _is_day(word: str, catalogue: Catalogue, today: datetime.date) -> bool:
    """Whether a word is nothing but a day, month or year, of which a plan has but one."""
    window, rest = window_of(word, catalogue, today)
    return window is not None and not rest.strip()


def _each(plan: Plan) -> Plan:
    """The plan with every word counted by itself, or every page, reporter or paper; as it is where there is but one."""
    subject = tuple(word for words in plan.subject for word in words.split(EITHER))
    scope = plan.scope
    several = len(subject) > 1 or any(len(getattr(scope, field)) > 1 for field in COUNTED_APART)
    if not several:
        return plan
    return replace(plan, operation="count", subject=subject, each=True, held_in="text")
