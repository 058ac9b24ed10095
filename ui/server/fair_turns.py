"""Whose question is answered next: visitors take turns, and whoever finds too many waiting is told so.

As many questions are answered at a time as there are cores, one of each visitor. Next is that of the address which was
served longest ago, and of its visitors that which was: who puts many questions, or comes as many visitors, keeps only
themselves waiting. Left out: how a question is answered, and how it is known that nobody listens (see `sessions`).
"""

import itertools
import os
import threading
from collections import Counter, OrderedDict
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from rag import QuestionError

WAITING: Final = 100
"""Questions that wait at most: fifty people who all ask at once, twice. On two cores the last waits half a minute."""

WAITING_EACH: Final = 4
"""Of one visitor, beside the one that is answered: the page sends one at a time, an agent some at once."""

REMEMBERED: Final = 4096
"""Addresses and visitors of whom it is known when they had their last turn; more would be served as if new."""

_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks: the address that a request came from, and the session it belongs to, "" where it names none."""

    address: str = ""
    session: str = ""


def visitor_of(request: object) -> Visitor:
    """Who sent a request of gradio's, or of its MCP server; nobody in particular where there is none."""
    client = getattr(request, "client", None)
    return Visitor(str(getattr(client, "host", "")), str(getattr(request, "session_hash", None) or ""))


@dataclass(frozen=True, slots=True, eq=False)
class _Question:
    """One that waits or is answered; `number` tells who came first."""

    visitor: Visitor
    work: Callable[[], Any]
    result: "Future[Any]"
    number: int


class Turns:
    """Bounded waiting and fair turns. Threads may share it; what it does runs in threads of its own."""

    def __init__(self, at_once: int = 0, waiting: int = WAITING, waiting_each: int = WAITING_EACH) -> None:
        """`at_once` are answered at a time, without it one for each core."""
        self._at_once = at_once or os.cpu_count() or 1
        self._bound, self._bound_each = waiting, waiting_each
        self._lock = threading.Lock()
        self._waiting: list[_Question] = []
        self._answering: list[_Question] = []
        self._served: OrderedDict[Visitor | str, int] = OrderedDict()
        self._numbers = itertools.count(1)
        self._threads = ThreadPoolExecutor(self._at_once, "asking")

    def take(self, visitor: Visitor, work: Callable[[], _Result]) -> "Future[_Result]":
        """What `work` gives, done when it is the visitor's turn; cancelled before that, it is not done at all.

        Raises QuestionError where too many wait already, of this visitor or of all. Where all are too many, the latest
        of the address that most of them come from has to go, and its result is that error.
        """
        question = _Question(visitor, work, Future(), next(self._numbers))
        with self._lock:
            if sum(each.visitor == visitor for each in self._waiting) >= self._bound_each:
                raise QuestionError("question-waiting", count=self._bound_each)
            gone = self._room_for(visitor)
            self._waiting.append(question)
        if gone:
            gone.result.set_exception(QuestionError("question-crowded"))
        question.result.add_done_callback(lambda result: self._forget(question) if result.cancelled() else None)
        self._go_on()
        return question.result

    def leave(self, session: str) -> None:
        """Drop what waits of this session, since nobody listens any more."""
        with self._lock:
            gone = [each for each in self._waiting if session and each.visitor.session == session]
            self._waiting = [each for each in self._waiting if each not in gone]
        for each in gone:
            each.result.set_exception(QuestionError("question-left"))

    @property
    def waiting(self) -> int:
        """How many questions wait."""
        with self._lock:
            return len(self._waiting)

    def _room_for(self, visitor: Visitor) -> _Question | None:
        """The question that has to go for one more of this visitor, None where there is room. Raises QuestionError."""
        if len(self._waiting) < self._bound:
            return None
        address, most = Counter(each.visitor.address for each in self._waiting).most_common(1)[0]
        if sum(each.visitor.address == visitor.address for each in self._waiting) + 1 >= most:
            raise QuestionError("question-crowded")
        gone = max((each for each in self._waiting if each.visitor.address == address), key=lambda each: each.number)
        self._waiting.remove(gone)
        return gone

    def _go_on(self) -> None:
        """Begin with the next ones, as many as may be answered now."""
        with self._lock:
            while len(self._answering) < self._at_once and (question := self._next()):
                self._waiting.remove(question)
                self._answering.append(question)
                self._remember(question.visitor)
                self._threads.submit(self._answer, question)

    def _next(self) -> _Question | None:
        busy = {each.visitor for each in self._answering}
        return min(
            (each for each in self._waiting if each.visitor not in busy),
            default=None,
            key=lambda each: (
                self._served.get(each.visitor.address, 0),
                self._served.get(each.visitor, 0),
                each.number,
            ),
        )

    def _remember(self, visitor: Visitor) -> None:
        """That this visitor has had a turn, and the address too."""
        for who in (visitor.address, visitor):
            self._served[who] = next(self._numbers)
            self._served.move_to_end(who)
        while len(self._served) > REMEMBERED:
            self._served.popitem(last=False)

    def _answer(self, question: _Question) -> None:
        try:
            if question.result.set_running_or_notify_cancel():
                question.result.set_result(question.work())
        except BaseException as error:  # whatever it is, it belongs to whoever waits for the result
            question.result.set_exception(error)
        finally:
            with self._lock:
                self._answering.remove(question)
            self._go_on()

    def _forget(self, question: _Question) -> None:
        with self._lock:
            if question in self._waiting:
                self._waiting.remove(question)
