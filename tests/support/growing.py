"""How the work of something grows with its input: told on any machine, slow or busy, where seconds are not."""

import time
from collections.abc import Callable

SMALLEST_SECONDS = 0.01  # what is quicker is not measured well enough to be compared
TRIES = 3  # a neighbour on the machine can slow one measurement, seldom three


def seconds(work: Callable[[], object]) -> float:
    """The processor's time that `work` takes."""
    started = time.process_time()
    work()
    return time.process_time() - started


def grows_in_proportion(work: Callable[[int], object], size: int, times: int = 4) -> bool:
    """Whether `work(times * size)` takes about `times` as long as `work(size)`, and not the square of that.

    The limit is halfway between the two on a scale of ratios: `times ** 1.5`.
    """
    work(size // 10 + 1)  # loads what is loaded once
    return any(
        seconds(lambda: work(times * size)) < times**1.5 * max(SMALLEST_SECONDS, seconds(lambda: work(size)))
        for _ in range(TRIES)
    )
