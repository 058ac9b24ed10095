"""How long work reports its progress: a callable that is told a stage, how much is done, and of how much.

Also how fast it goes on. Left out: how that is said (see `text.pace`).
"""

import time
from collections import deque
from collections.abc import Callable
from typing import Final

Progress = Callable[[str, int, int], None]
"""Called with the stage's wording key, the units done, and the units in all."""

ENCODING: Final = "progress-encode"
"""The stage that takes longest, in passages."""

PAGES: Final = "progress-pages"
"""No stage of its own: told before `ENCODING`, of the pages of those passages."""

Waiting = Callable[[], None]
"""Called several times a second while one unit is waited for; what it raises ends the wait."""


def silent(stage: str, done: int, total: int) -> None:
    """Report nothing."""


def patient() -> None:
    """Wait on."""


class Pace:
    """How fast work goes on, by what was done in its last seconds."""

    WINDOW: Final = 20.0
    """Seconds looked back on: texts of all lengths come in such a time."""

    LEAST: Final = 3.0
    """Seconds before anything is said."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._heard: deque[tuple[float, int]] = deque()

    def hear(self, done: int) -> None:
        """So much is done now; less than before is other work."""
        now = self._clock()
        if self._heard and done < self._heard[-1][1]:
            self._heard.clear()
        self._heard.append((now, done))
        while len(self._heard) > 1 and self._heard[1][0] <= now - self.WINDOW:
            self._heard.popleft()

    @property
    def rate(self) -> float | None:
        """Units a second; None where nothing is known yet, or nothing was done."""
        if len(self._heard) < 2:
            return None
        (since, before), (now, done) = self._heard[0], self._heard[-1]
        return (done - before) / (now - since) if now - since >= self.LEAST and done > before else None

    def left(self, total: int) -> float | None:
        """Seconds until `total` units are done; None where nothing is known yet."""
        rate = self.rate
        return (total - self._heard[-1][1]) / rate if rate else None
