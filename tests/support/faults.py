"""A disk that fails for a moment, or loses what was written to it, at one step of many."""

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

STEPS = (
    (os, "fsync"),
    (os, "replace"),
    (os, "rename"),
    (os, "mkdir"),
    (os, "write"),
    (os, "link"),
    (Path, "write_bytes"),
)
"""What touches the disk; a file is opened, read and closed besides."""


class Disk:
    """Counts the steps that touch the disk; at the step `at`, `failing` happens in its place, once."""

    def __init__(self, at: int, failing: Callable[..., Any], names: tuple[str, ...]) -> None:
        self.at, self.failing, self.names = at, failing, names
        self.steps = 0

    @property
    def failed(self) -> bool:
        return self.steps > self.at

    @contextmanager
    def watched(self) -> Iterator["Disk"]:
        with pytest.MonkeyPatch.context() as patch:
            for owner, name in STEPS:
                if name in self.names:
                    patch.setattr(owner, name, self._step(getattr(owner, name)))
            yield self

    def _step(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def done(*values: Any, **named: Any) -> Any:
            self.steps += 1
            return self.failing(real, *values, **named) if self.steps == self.at + 1 else real(*values, **named)

        return done


def failing_once(at: int, number: int = errno.EIO) -> Disk:
    """The step says that it failed: no space, or an error of the device."""

    def fail(real: Callable[..., Any], *values: Any, **named: Any) -> Any:
        raise OSError(number, os.strerror(number))

    return Disk(at, fail, tuple(name for _, name in STEPS))


def losing_once(at: int) -> Disk:
    """The step says that it was done, and the last byte of what it wrote is lost, as where a flush goes wrong unseen."""

    def lose(real: Callable[..., Any], path: Path, content: bytes) -> int:
        real(path, content[:-1] if content else b"x")
        return len(content)

    return Disk(at, lose, ("write_bytes",))


def changing_once(at: int) -> Disk:
    """The step says that it was done, and a byte of what it wrote is another."""

    def change(real: Callable[..., Any], path: Path, content: bytes) -> int:
        middle = len(content) // 2
        real(path, content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :] if content else b"x")
        return len(content)

    return Disk(at, change, ("write_bytes",))
