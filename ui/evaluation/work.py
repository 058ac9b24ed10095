"""An evaluation, made beside the page -> how it stands.

Left out: the thread that it is made in (see `background`), what it looks like (see `view`) and what an
evaluation is (`rag`).
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from rag import PAGES, WenbaoError
from rag.evaluation import Finished
from ui.background import Job, Standing

Progress = Callable[[str, int, int], None]
Making = Callable[[Progress, Callable[[], bool]], Finished]
"""What evaluates, telling how far it is and asking whether it shall stop."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Evaluating(Standing):
    """How an evaluation stands: `stage` is the wording key of what is done, `done` of `total`.

    `seconds` have gone by. `task` are the question file, the settings, and how many questions are asked. At the end
    there is `finished`, or else `error`, None for a mistake of ours.
    """

    stage: str = "page-eval-waiting"
    done: int = 0
    total: int = 0
    seconds: float = 0.0
    finished: Finished | None = None
    error: WenbaoError | None = None
    task: tuple[object, ...] = ()


def evaluating(making: Making) -> Callable[[Job[Evaluating]], None]:
    """What evaluates as a job, telling how far it is."""

    def work(job: Job[Evaluating]) -> None:
        begun = time.monotonic()

        def told(stage: str, done: int, total: int) -> None:
            if stage == PAGES:  # passages tell it more exactly
                return
            seconds = time.monotonic() - begun
            job.tell(lambda work: replace(work, stage=stage, done=done, total=total, seconds=seconds))

        def end(finished: Finished | None = None, error: WenbaoError | None = None) -> None:
            seconds = time.monotonic() - begun
            job.tell(lambda work: replace(work, ended=True, finished=finished, error=error, seconds=seconds))

        try:
            end(making(told, lambda: job.state.stopping))
        except WenbaoError as error:
            end(error=error)
        except Exception:
            _log.exception("the evaluation failed")
            end()

    return work
