"""Work that goes on beside the page, one piece at a time, for as long as it takes and whoever looks on.

A piece of work belongs to what it changes, not to the event that began it: its visitor may load the page anew, or come
back in the other language, and finds it again. Whose it is, is told by a word that the browser keeps; everyone else
sees that something is under way. Left out: what is done (`corpus.work`, `evaluation.work`) and what is seen.
"""

import asyncio
import secrets
import threading
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from typing import Final, Generic, TypeVar

PAUSE_SECONDS: Final = 0.5
"""Between two tellings of how it stands. A page on a machine that is ten times slower takes 0.2 s for each: told more
often, it falls behind, and the press on "stop" waits behind all that was told before it, and so does the outcome."""

LOOK_SECONDS: Final = 0.1
"""Between two looks whether it has ended or is to stop, which is told at once."""

OTHERS_SECONDS: Final = 1.0
"""The same for visitors who only look on: there may be many of them."""

AGAIN_SECONDS: Final = 2.0
"""After which it is told again, changed or not: gradio may lose what a page is told while it puts a tab together."""

TOLD_SECONDS: Final = 900.0
"""How long whoever began it is told its outcome when the page is loaded anew: as long as one remembers it."""

WORD_CHARACTERS: Final = 100
"""Longest word that is taken for a visitor's own; ours have 32."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a piece of work stands: whether it was asked to stop, and whether it has ended."""

    stopping: bool = False
    ended: bool = False

    @property
    def task(self) -> tuple[object, ...]:
        """What is to be done: begun twice by one visitor, as by a key that is pressed twice, it is done once."""
        return ()


State = TypeVar("State", bound=Standing)


class Job(Generic[State]):
    """One piece of work: how it stands, and whose it is. Threads may share it."""

    def __init__(self, owner: str, state: State) -> None:
        self.state = state
        self.touched = time.monotonic()
        self._owner = owner
        self._lock = threading.Lock()

    def tell(self, step: Callable[[State], State]) -> None:
        """Have it stand as `step` makes of how it stood."""
        with self._lock:
            self.state = step(self.state)
            self.touched = time.monotonic()

    def is_of(self, visitor: object) -> bool:
        """Whether the visitor with this word began it."""
        return (
            isinstance(visitor, str)
            and bool(visitor)
            and secrets.compare_digest(visitor.encode("utf-8", "replace"), self._owner.encode("utf-8", "replace"))
        )

    def concerns(self, visitor: object) -> bool:
        """Whether this visitor is to be told of it: everyone while it goes on, whoever began it a while longer."""
        return not self.state.ended or (self.is_of(visitor) and time.monotonic() - self.touched < TOLD_SECONDS)


class Background(Generic[State]):
    """The work on one thing, which every language of the page shares: one piece at a time, the last one remembered."""

    def __init__(self) -> None:
        self.last: Job[State] | None = None
        """What was begun last, whether it has ended or not."""
        self._lock = threading.Lock()

    def begin(self, owner: str, state: State, work: Callable[[Job[State]], None]) -> Job[State] | None:
        """Have `work` done in a thread of its own, from `state` on; None where another piece is under way.

        Where that is the same task of the same owner, it is given. `work` tells the job how it stands, at last that it
        has ended, and raises nothing.
        """
        with self._lock:
            going = self.last
            if going is not None and not going.state.ended:
                return going if going.is_of(owner) and going.state.task == state.task else None
            self.last = job = Job(owner, state)
        threading.Thread(target=work, args=(job,), daemon=True).start()
        return job

    def stop(self, visitor: object) -> bool:
        """Ask what is under way to stop, where this visitor began it; whether that was so."""
        job = self.last
        if job is None or job.state.ended or not job.is_of(visitor):
            return False
        job.tell(lambda state: replace(state, stopping=True))
        return True


async def followed(job: Job[State], pause: float = PAUSE_SECONDS) -> AsyncIterator[State]:
    """How the job stands, whenever that has changed and now and then; at last ended.

    The job goes on when nobody follows any more.
    """
    shown, told = None, 0.0
    while True:
        present = job.state
        if present is not shown or time.monotonic() - told >= AGAIN_SECONDS:
            shown, told = present, time.monotonic()
            yield present
        if present.ended:
            return
        until = time.monotonic() + pause
        while time.monotonic() < until and not _turned(present, job.state):
            await asyncio.sleep(min(LOOK_SECONDS, pause))


def _turned(before: Standing, now: Standing) -> bool:
    """Whether it has ended since, or is to stop."""
    return (before.ended, before.stopping) != (now.ended, now.stopping)


def own_word(kept: object) -> str:
    """The word by which a visitor's work is known again: what the browser kept, or a new one that nobody can guess."""
    known = isinstance(kept, str) and 0 < len(kept) <= WORD_CHARACTERS
    return str(kept) if known else secrets.token_urlsafe(16)
