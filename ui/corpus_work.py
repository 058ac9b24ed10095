"""A change of the corpus, made in a thread of its own -> how it stands, again and again until it has ended.

The thread goes on although nobody listens any more: whoever closes the page in the middle finds the change made. Left
out: what it looks like (see `corpus_view`).
"""

import logging
import queue
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal

from rag import CorpusChange, GivenFile, WenbaoError

Kind = Literal["add", "remove", "rebuild"]
Heard = Callable[[GivenFile], None]
Progress = Callable[[str, int, int], None]
Making = Callable[[Progress, Heard], CorpusChange]

PAUSE_SECONDS: Final = 0.1
"""Between two looks at how it stands: as often as a bar can be seen to move."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Work:
    """How a change stands.

    `names` are the files given or the pages to remove; `files` are those read so far. `stage` is the wording key of
    what is being done, `done` of `total`. At the end there is a `change`, or else `error`, None for a mistake of ours.
    """

    kind: Kind
    names: tuple[str, ...] = ()
    files: tuple[GivenFile, ...] = ()
    stage: str = "progress-read"
    done: int = 0
    total: int = 0
    stopping: bool = False
    ended: bool = False
    change: CorpusChange | None = None
    error: WenbaoError | None = None


def updates(work: Work, making: Making, is_stopping: Callable[[], bool] = lambda: False) -> Iterator[Work]:
    """`work` as it goes on, at last ended; `making` makes the change. Never raises for what goes wrong in it."""
    told: queue.SimpleQueue[Callable[[Work], Work]] = queue.SimpleQueue()
    worker = threading.Thread(target=_make, args=(making, told.put), daemon=True)
    worker.start()
    yield work
    while not work.ended:
        steps = [told.get()]
        worker.join(PAUSE_SECONDS)
        while not told.empty():
            steps.append(told.get())
        for step in steps:
            work = step(work)
        work = replace(work, stopping=is_stopping() and not work.ended)
        yield work


def _make(making: Making, tell: Callable[[Callable[[Work], Work]], None]) -> None:
    """Make the change, telling each step as what it does to the Work."""
    def progress(stage: str, done: int, total: int) -> None:
        tell(lambda work: replace(work, stage=stage, done=done, total=total))

    def heard(file: GivenFile) -> None:
        tell(lambda work: replace(work, files=(*work.files, file)))

    try:
        change = making(progress, heard)
        tell(lambda work: replace(work, ended=True, change=change, files=change.files))
    except WenbaoError as error:
        failure = error
        tell(lambda work: replace(work, ended=True, error=failure))
    except Exception:
        _log.exception("the corpus could not be changed")
        tell(lambda work: replace(work, ended=True))
