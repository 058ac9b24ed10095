"""A value that is made when it is first needed, for what takes seconds to load."""

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Lazy(Generic[Value]):
    """What `make` gives, made by whoever calls this first; threads that call meanwhile wait for it.

    What `make` raises is raised to the caller, and the next one tries again.
    """

    def __init__(self, make: Callable[[], Value]) -> None:
        self._make = make
        self._lock = threading.Lock()
        self._made: list[Value] = []

    @property
    def is_made(self) -> bool:
        """Whether it is there already."""
        return bool(self._made)

    def __call__(self) -> Value:
        """The value; see the class."""
        with self._lock:
            if not self._made:
                self._made.append(self._make())
            return self._made[0]
