"""The process that reads documents for another: bytes come in by a pipe, a document or an error goes out by another.

    python -m rag.pages.isolation.worker SECONDS MEGABYTES

It bounds itself where the system lets it, for whoever started it may be gone: memory, the time of one file, no file
written. It ends when no more comes in. Left out: the bounds that the other side keeps (see `process`).
"""

import contextlib
import os
import signal
import sys
from pathlib import Path
from typing import IO, Final

from rag.errors import PageError
from rag.pages.formats import READERS
from rag.pages.isolation.wire import packed

_SIZE: Final = 8
"""Bytes of the number that tells how long what follows is."""
_LATER: Final = 5
"""Seconds after which the process ends itself where nobody ended it at the end of its time."""


def send(pipe: IO[bytes], *parts: bytes) -> None:
    """Write `parts`, each with its length before it. Raises OSError where nobody reads."""
    for part in parts:
        pipe.write(len(part).to_bytes(_SIZE, "big"))
        pipe.write(part)
    pipe.flush()


def receive(pipe: IO[bytes], most: int | None = None) -> bytes:
    """The next part that was sent. Raises EOFError where it breaks off and OverflowError for more than `most` bytes."""
    told = pipe.read(_SIZE)
    size = int.from_bytes(told, "big")
    if most is not None and size > most:
        raise OverflowError(size)
    part = pipe.read(size)
    if len(told) < _SIZE or len(part) < size:
        raise EOFError
    return part


def main(seconds: float, megabytes: float) -> None:
    """Read one document after another until no more comes in, or the memory for one does not suffice."""
    _bound(megabytes)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who presses Ctrl+C means the program, which ends this process
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # a library that prints must not print into answers
    with contextlib.suppress(EOFError, BrokenPipeError):
        while True:
            name = receive(sys.stdin.buffer).decode("utf-8", "surrogatepass")
            raw = receive(sys.stdin.buffer)
            if hasattr(signal, "alarm"):
                signal.alarm(int(seconds) + _LATER)
            answer, is_last = _answer(name, raw)
            send(answers, answer)
            if is_last:
                return
            if hasattr(signal, "alarm"):
                signal.alarm(0)


def _answer(name: str, raw: bytes) -> tuple[bytes, bool]:
    """What is said of one file, and whether the process cannot read another one after it."""
    try:
        try:
            return packed(name, READERS[Path(name).suffix.lower()](name, raw)), False
        except PageError as error:
            # A reader that lacks memory may say that the file is damaged, whatever it was that failed.
            if _lacked_memory(error):
                raise MemoryError from error
            return packed(name, error), False
    except MemoryError:
        return packed(name, PageError("document-memory", name=name)), True


def _lacked_memory(error: BaseException | None) -> bool:
    """Whether `error` came of one that says so."""
    while error is not None:
        if isinstance(error, MemoryError):
            return True
        error = error.__cause__ or error.__context__
    return False


def _bound(megabytes: float) -> None:
    """Bound what this process takes, where the system knows such bounds."""
    try:
        import resource
    except ImportError:
        return
    for kind, most in (
        (resource.RLIMIT_AS, int(megabytes * 1e6)),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(kind, (most, most))


if __name__ == "__main__":
    main(float(sys.argv[1]), float(sys.argv[2]))
