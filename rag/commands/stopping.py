"""A command that is stopped: by Ctrl+C or by SIGTERM, as a service manager does, with a sentence of its own.

Python ends at SIGTERM without a word; here what is being done is ended as by Ctrl+C.
"""

import contextlib
import signal
import threading
from collections.abc import Iterator
from typing import Final

INTERRUPTED: Final = 130
"""The exit status after Ctrl+C: 128 and the number of SIGINT, as shells have it."""

TERMINATED: Final = 143
"""The same after SIGTERM."""


class Terminated(KeyboardInterrupt):
    """SIGTERM came."""


class Stopped(KeyboardInterrupt):
    """What was done was stopped, and there is more to say of that: `key` names the sentence, `values` fill it in."""

    def __init__(self, by: KeyboardInterrupt, key: str, **values: object) -> None:
        super().__init__(key, values)
        self.status = status_after(by)
        self.key, self.values = key, values


def status_after(stop: KeyboardInterrupt) -> int:
    """The exit status of a command that was stopped by that."""
    if isinstance(stop, Stopped):
        return stop.status
    return TERMINATED if isinstance(stop, Terminated) else INTERRUPTED


@contextlib.contextmanager
def stoppable() -> Iterator[None]:
    """Have SIGTERM raise Terminated until the `with` block ends; in a thread beside the first one, nothing."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, _terminate)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _terminate(*_: object) -> None:
    raise Terminated
