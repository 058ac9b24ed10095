"""An evaluation, made in a thread of its own -> how it stands, again and again until it has ended.

Left out: what it looks like (see `evaluation_view`) and what an evaluation is (`rag`).
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from rag import Finished, WenbaoError

Progress = Callable[[str, int, int], None]
Making = Callable[[Progress, Callable[[], bool]], Finished]
"""What evaluates, telling how far it is and asking whether it shall stop."""

PAUSE_SECONDS: Final = 0.15
"""Between two looks at how it stands: as often as a bar can be seen to move."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Evaluating:
    """How an evaluation stands: `stage` is the wording key of what is done, `done` of `total`.

    At the end there is `finished`, or else `error`, None for a mistake of ours.
    """

    stage: str = "page-eval-waiting"
    done: int = 0
    total: int = 0
    seconds: float = 0.0
    stopping: bool = False
    ended: bool = False
    finished: Finished | None = None
    error: WenbaoError | None = None


def evaluating(making: Making, is_stopping: Callable[[], bool], pause: float = PAUSE_SECONDS) -> Iterator[Evaluating]:
    """How the evaluation stands, at last ended. Never raises for what goes wrong in it.

    It stops as well when nobody looks any more and this iterator is closed.
    """
    given_up = threading.Event()
    present = Evaluating()
    ended: list[Evaluating] = []

    def told(stage: str, done: int, total: int) -> None:
        nonlocal present
        present = Evaluating(stage, done, total)

    def make() -> None:
        try:
            ended.append(Evaluating(finished=making(told, lambda: given_up.is_set() or is_stopping())))
        except WenbaoError as error:
            ended.append(replace(present, error=error))
        except Exception:
            _log.exception("the evaluation failed")
            ended.append(Evaluating())

    begun = time.monotonic()
    worker = threading.Thread(target=make, daemon=True)
    worker.start()
    try:
        while worker.is_alive():
            yield replace(present, stopping=is_stopping(), seconds=time.monotonic() - begun)
            worker.join(pause)
        yield replace(ended[0], ended=True, seconds=time.monotonic() - begun)
    finally:
        given_up.set()
