"""A message typed on the page -> the turns that show its answer growing, as ordinary Python without gradio.

The assistant answers at once; the text is handed out a few characters at a time so that a reader's eye can follow it.
Left out: what a turn looks like (see `rendering`) and where turns are kept (the page keeps them, one list a visitor).
"""

import logging
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from rag import Answer, Language, Plan, Scope, WenbaoError, marker_places, unmarked
from ui.ask.desk import StoppedError
from ui.markup import error_sentence
from ui.newspaper import Imprint, Newspaper, imprints_of
from ui.wording import say

Stage = Literal["searching", "writing", "done", "left"]
"""`left` is a question whose page was left, or reloaded, before it was answered."""

CHARACTERS_AT_ONCE: Final = 6
"""Small enough to look like writing, large enough that 260 characters are 40 updates and not 260."""

UPDATES: Final = 50
"""Of a text that is being written, at most: those of an answer of 260 characters."""

PAUSE_SECONDS: Final = 0.02
"""Between two updates: the longest answer (260 characters) is complete within a second."""

WHOLE: Final = Scope()
"""Of a question that was asked of the whole corpus."""

Take = Callable[[Callable[[], Answer]], Answer]

_CHUNK: Final = re.compile(rf"\[\d+\]|[^\[]{{1,{CHARACTERS_AT_ONCE}}}|\[", re.DOTALL)

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Turn:
    """One question of a conversation and what there is of its answer.

    `text` is the part written so far, markers included; `answer` is None while searching and where the message could
    not be asked, in which case `text` is the kind sentence that says why. `imprints` are those of the answer's sources,
    by marker, or of a refusal's nearest pieces, by rank. `scope` is what part of the corpus was asked. `id` tells the
    turn from all others of a browser, "" where that is of no matter. `plan` is the one that was to be carried out in
    place of what the question is read as, None where it is read. `alone` says that it was asked as the first of its
    conversation, `continued` is the headline of the piece that the answer goes on from, `notice` a sentence to be shown
    above the reply. `thorough` says that more passages were to be read, `stopped` that no more was wanted
    of the answer. `revised` is when the question was put in the place of a former one, in milliseconds since 1970.
    `loading` says of one that is searched for that it waits for the models first.
    """

    question: str
    stage: Stage
    text: str = ""
    answer: Answer | None = None
    imprints: Mapping[int, Imprint] = field(default_factory=dict)
    scope: Scope = WHOLE
    id: str = ""
    plan: Plan | None = None
    alone: bool = False
    continued: str = ""
    notice: str = ""
    thorough: bool = False
    stopped: bool = False
    revised: int = 0
    loading: bool = False

    @property
    def failed(self) -> bool:
        """Whether the question could not be asked."""
        return self.stage == "done" and self.answer is None and bool(self.question) and not self.stopped


def left(turn: Turn, language: Language) -> Turn:
    """The turn as it is kept until it is answered: a question, and that it was not answered."""
    text = say("page-left", language)
    return Turn(
        turn.question,
        "left",
        text,
        scope=turn.scope,
        id=turn.id,
        plan=turn.plan,
        alone=turn.alone,
        thorough=turn.thorough,
        revised=turn.revised,
    )


def cut_short(turn: Turn) -> Turn:
    """The turn as far as it was written, stopped; its answer no longer than that: what is not said is not cited."""
    answer = turn.answer
    if answer is None or answer.refused:  # a refusal is a sentence that says all or nothing
        return turn
    written = marker_places(answer.text, answer.citations)
    said = tuple(each for each in answer.citations if 0 < written.get(each.marker, (0, 0))[1] <= len(turn.text))
    span = answer.span if answer.span in turn.text else ""
    return replace(turn, stage="done", stopped=True, answer=replace(answer, text=turn.text, citations=said, span=span))


def never() -> bool:
    """Of an answer that nobody stops."""
    return False


def at_once(work: Callable[[], Answer]) -> Answer:
    """What `work` gives, without a turn to be waited for."""
    return work()


def respond(
    assistant: Newspaper,
    message: str,
    history: Sequence[Turn],
    language: Language = "zh",
    pause: float = PAUSE_SECONDS,
    scope: Scope | None = None,
    take: Take = at_once,
    plan: Plan | None = None,
    alone: bool = False,
    thorough: bool = False,
    stopped: Callable[[], bool] = never,
) -> Iterator[Turn]:
    """The turn for `message` as it grows: searching, then longer and longer, at last done; answered within `scope`.

    With a `plan`, that one is carried out instead of what the message is read as; `alone`, it is asked as the first.

    `take` has the answer found when it is the visitor's turn, and may raise WenbaoError instead, or StoppedError. An
    answer that is `thorough` is found by reading more passages; one that is `stopped` while it is written ends there.

    Never raises for anything the visitor typed: a message that is not a question ends in a turn whose text says so.
    """
    turn = Turn(message.strip(), "searching", scope=scope or WHOLE, plan=plan, alone=alone, thorough=thorough)
    yield turn if assistant.is_loaded else replace(turn, loading=True)
    earlier = [] if alone else question_pairs(history)
    try:
        answer = take(
            lambda: (assistant.thorough() if thorough else assistant).ask(turn.question, earlier, scope, plan)
        )
    except StoppedError:
        yield replace(turn, stage="done", text=say("page-stopped-early", language), stopped=True)
        return
    except WenbaoError as error:
        yield replace(turn, stage="done", text=error_sentence(error, language))
        return
    except Exception:
        # A mistake of ours: the reader gets a sentence, the log gets the traceback.
        _log.exception("the question could not be answered")
        yield replace(turn, stage="done", text=say("page-failed", language))
        return
    text = answer_text(answer, language)
    turn = replace(turn, stage="writing", answer=answer, imprints=imprints_of(assistant, answer))
    turn = replace(turn, continued=headline_of(assistant, answer.continued_from))
    written = ""
    chunks = _CHUNK.findall(text)
    step = 1 + len(chunks) // UPDATES  # a list is longer than an answer, and is there as soon
    for place in range(0, len(chunks), step):
        written += "".join(chunks[place : place + step])
        if stopped() and not answer.refused:
            yield cut_short(replace(turn, text=written))
            return
        yield replace(turn, text=written)
        time.sleep(pause)
    yield replace(turn, stage="done", text=text)


def headline_of(assistant: Newspaper, piece: str) -> str:
    """The headline of the article that the piece of this id belongs to; "" where the corpus has none such."""
    try:
        return assistant.parts(piece)[0].title if piece else ""
    except KeyError:
        return ""


def answer_text(answer: Answer, language: Language) -> str:
    """The answer's text; a refusal in the reader's language, since it quotes nothing from a page."""
    return say(answer.reason, language, **answer.reason_values) if answer.refused and answer.reason else answer.text


def question_pairs(history: Sequence[Turn]) -> list[tuple[str, str]]:
    """Earlier questions with their answers, markers removed: what a follow-up question is understood by."""
    return [
        (turn.question, unmarked(turn.text, turn.answer.citations))
        for turn in history
        if turn.answer is not None and turn.stage == "done"
    ]


def without_blank(turns: Sequence[Turn]) -> tuple[Turn, ...]:
    """`turns` less the hints that answered an empty message: once something is asked, they have done their work."""
    return tuple(turn for turn in turns if turn.question)
