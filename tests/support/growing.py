"""How the work of something grows with its input: told on any machine, slow or busy, where seconds are not."""

import gc
import time
from collections.abc import Callable

SMALLEST_SECONDS = 0.01  # what is quicker is not measured well enough to be compared
TRIES = 5  # whatever else the machine does makes a measurement longer, never shorter: the shortest of several counts


def seconds(work: Callable[[], object]) -> float:
    """The processor's time that `work` takes, without looking through what other tests have left in memory."""
    collects = gc.isenabled()
    gc.disable()
    try:
        started = time.process_time()
        work()
        return time.process_time() - started
    finally:
        if collects:
            gc.enable()


def grows_in_proportion(work: Callable[[int], object], size: int, times: int = 4) -> bool:
    """Whether `work(times * size)` takes about `times` as long as `work(size)`, and not the square of that.

    The limit is halfway between the two on a scale of ratios: `times ** 1.5`.
    """
    work(size // 10 + 1)  # loads what is loaded once
    few, many = float("inf"), float("inf")
    for _ in range(TRIES):
        few = min(few, seconds(lambda: work(size)))
        many = min(many, seconds(lambda: work(times * size)))
        if many < times**1.5 * max(SMALLEST_SECONDS, few):
            return True
    return False
