"""What programs may send to the endpoints, read and checked: anything else is one sentence in the page's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from rag import Language, Plan, QuestionError, Shown, plan_of
from ui.gradio_setup import gr
from ui.markup import error_sentence
from ui.wording import say

HISTORY_TURNS: Final = 20
"""Earlier turns that may be given; a follow-up is understood by the last few."""

HISTORY_CHARACTERS: Final = 2000
"""In one earlier question or answer: several times the longest that the page itself makes."""

LISTED: Final = 100
"""Articles, or pages, that one call gives at most."""

LARGEST: Final = 10**9
"""Number from which on articles are asked for, at most."""

_ASKED: Final = ("question", "history")
_LISTED: Final = ("question", "plan", "history", "offset", "limit")
_COLLECTION: Final = ("offset", "limit")
ARGUMENTS: Final[Mapping[str, tuple[tuple[str, ...], int]]] = {
    "ask": (_ASKED, 1),
    "search": (_ASKED, 1),
    "article": (("id",), 1),
    "list": (_LISTED, 0),
    "count": (_LISTED, 0),
    "collection": (_COLLECTION, 0),
}
"""The endpoints, with the names of their arguments and how many of them must be given."""


class CallError(gr.Error):
    """An error whose text is one sentence for whoever called, without a traceback in the log."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, print_exception=False)

    def __str__(self) -> str:
        return str(self.message)


@dataclass(frozen=True, slots=True)
class Listed:
    """What a list or a count is asked by: a question, a plan, or both, of which the plan counts."""

    question: str
    plan: Plan | None
    history: list[tuple[str, str]]
    shown: Shown


def call_arguments(name: str, given: object, language: Language) -> list[Any]:
    """The arguments of a call of the endpoint `name` by HTTP, those that may be left out put in.

    `given` is a list, or a mapping by their names. Raises ValueError with a sentence for what the endpoint does not
    take.
    """
    known, least = ARGUMENTS[name]
    if isinstance(given, Mapping):
        fits = set(known[:least]) <= set(given) <= set(known)
        given = [given.get(each) for each in known] if fits else None
    if not isinstance(given, list) or not least <= len(given) <= len(known):
        raise ValueError(_form(language))
    arguments = given + [None] * (len(known) - len(given))
    if name == "article" and not isinstance(arguments[0], str):
        raise ValueError(say("machine-no-article", language))
    try:
        if known == _ASKED:
            asked(arguments[0], arguments[1], language)
        elif known == _LISTED:
            listed(language, *arguments)
        elif known == _COLLECTION:
            shown(language, *arguments)
    except CallError as error:
        raise ValueError(str(error)) from error
    return arguments


def asked(question: object, history: object, language: Language) -> tuple[str, list[tuple[str, str]]]:
    """Question and history as the assistant takes them, whatever was sent. Raises CallError."""
    turns = [] if history is None else history
    if not isinstance(question, str) or not isinstance(turns, list) or len(turns) > HISTORY_TURNS:
        raise CallError(_form(language))
    for turn in turns:
        if not (
            isinstance(turn, list)
            and len(turn) == 2
            and all(isinstance(part, str) and len(part) <= HISTORY_CHARACTERS for part in turn)
        ):
            raise CallError(_form(language))
    return question, [(earlier, reply) for earlier, reply in turns]


def listed(
    language: Language, question: object, plan: object, history: object, offset: object, limit: object
) -> Listed:
    """What a list is asked by, whatever was sent. Raises CallError; one of question and plan must be there."""
    if question is None and plan is None:
        raise CallError(_list_form(language))
    text, turns = asked("" if question is None else question, history, language)
    try:
        read = None if plan is None else plan_of(plan)
    except QuestionError as error:
        raise CallError(error_sentence(error, language)) from error
    return Listed(text.strip(), read, turns, shown(language, offset, limit))


def shown(language: Language, offset: object, limit: object) -> Shown:
    """From which one on, and how many at most; the first LISTED where nothing is said. Raises CallError."""
    first, most = 0 if offset is None else offset, LISTED if limit is None else limit
    if not (type(first) is int and type(most) is int and 0 <= first <= LARGEST and 1 <= most <= LISTED):
        raise CallError(_list_form(language))
    return Shown(first, most)


def _form(language: Language) -> str:
    return say("machine-form", language, turns=HISTORY_TURNS, characters=HISTORY_CHARACTERS)


def _list_form(language: Language) -> str:
    return say("machine-list-form", language, limit=LISTED)
