"""How long work reports its progress: a callable that is told a stage, how much is done, and of how much."""

from collections.abc import Callable

Progress = Callable[[str, int, int], None]
"""Called with the stage's wording key, the units done, and the units in all."""

Waiting = Callable[[], None]
"""Called several times a second while one unit is waited for; what it raises ends the wait."""


def silent(stage: str, done: int, total: int) -> None:
    """Report nothing."""


def patient() -> None:
    """Wait on."""
