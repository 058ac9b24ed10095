"""How long work reports its progress: a callable that is told a stage, how much is done, and of how much."""

from collections.abc import Callable

Progress = Callable[[str, int, int], None]
"""Called with the stage's wording key, the units done, and the units in all."""


def silent(stage: str, done: int, total: int) -> None:
    """Report nothing."""
