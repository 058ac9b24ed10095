"""What a visitor's open page is about: questions that are being answered, to be stopped, and the one that is edited.

It belongs to one session and is changed in place: an answer that is under way has to hear of it. Left
out: the conversations, which are kept (see `conversations`).
"""

import threading
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from contextlib import contextmanager
from typing import Any, Final

from rag import Answer

QUESTIONS: Final = 16
"""Answers under way of one page that can be stopped, more than it has; of others the oldest cannot."""


class StoppedError(Exception):
    """The visitor wants the answer no more."""


class Stop:
    """Whether one answer is to be stopped. Threads share it."""

    def __init__(self) -> None:
        self._asked: Future[None] = Future()

    def __call__(self) -> bool:
        """Whether it is."""
        return self._asked.done()

    def ask(self) -> None:
        """Have it stopped; a second time changes nothing."""
        if not self._asked.done():
            self._asked.set_result(None)

    def wait_for(self, found: "Future[Answer]") -> Answer:
        """What is found. Raises StoppedError where it is stopped before, and then it is not looked for if it only waits
        for its turn; raises what finding it raises.
        """
        both: tuple[Future[Any], ...] = (found, self._asked)
        wait(both, return_when=FIRST_COMPLETED)
        if self():
            found.cancel()
            raise StoppedError
        try:
            return found.result()
        except CancelledError as error:
            raise StoppedError from error


class Desk:
    """One page's. `editing` is the id of the turn whose place the next question takes, "" where there is none."""

    def __init__(self) -> None:
        self.editing = ""
        self._lock = threading.Lock()
        self._stops: list[Stop] = []

    def __deepcopy__(self, _: object) -> "Desk":
        return Desk()  # gradio copies the first value of a state for each session

    @contextmanager
    def answering(self) -> Iterator[Stop]:
        """While an answer is under way: what tells whether it is to be stopped."""
        stop = Stop()
        with self._lock:
            self._stops = [*self._stops, stop][-QUESTIONS:]
        try:
            yield stop
        finally:
            with self._lock:
                self._stops = [each for each in self._stops if each is not stop]

    def stop(self) -> None:
        """Stop whatever is being answered."""
        with self._lock:
            stops = list(self._stops)
        for each in stops:
            each.ask()

    def edited(self, last: str) -> str:
        """The id of the turn that was edited, where that is the `last` one; it is edited no more."""
        editing, self.editing = self.editing, ""
        return editing if editing and editing == last else ""
