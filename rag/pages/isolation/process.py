"""Documents are read in a process of their own, so that a file can neither hang the program, nor fill its memory,
nor break it.

The process is started with the first document, reads all that follow, and is replaced after one that broke a bound.
"""

import contextlib
import os
import subprocess
import sys
import time
from concurrent.futures import Future, ThreadPoolExecutor, wait
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from rag.errors import PageError
from rag.pages.formats.document import Document
from rag.pages.isolation.wire import MOST_BYTES, unpacked
from rag.pages.isolation.worker import receive, send
from rag.progress import Waiting, patient

MEGABYTES: Final = 1000.0
"""Memory of the process: twenty times the largest file that is read unless a setting says otherwise."""
_STEP: Final = 0.2
"""Seconds between two looks at whether to wait on."""
_ROOT: Final = Path(__file__).parents[3]
"""The folder that holds the package."""


class DocumentProcess:
    """A process that reads documents, for one `with` block and one thread."""

    def __init__(self, seconds: float, megabytes: float = MEGABYTES) -> None:
        """`seconds` and `megabytes` bound the reading of each file."""
        self._seconds = seconds
        self._megabytes = megabytes
        self._process: subprocess.Popen[bytes] | None = None
        self._thread: ThreadPoolExecutor | None = None
        self._answer: Future[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end()

    def read(self, name: str, raw: bytes, waiting: Waiting = patient) -> Document:
        """The document that the bytes of the file `name` are, in the form that its suffix tells.

        Raises PageError where it cannot be used or reading it breaks a bound, and whatever `waiting` raises.
        """
        if self._thread is None:
            self._thread = ThreadPoolExecutor(1, "document")
        if self._process is None:
            self._process = _started(self._seconds, self._megabytes)
        try:
            self._answer = self._thread.submit(_exchanged, self._process, name, raw)
            return unpacked(self._awaited(name, self._answer, waiting))
        except PageError as error:
            if error.key in ("document-time", "document-memory"):
                self._end()
            raise
        except OverflowError as error:
            self._end()
            raise PageError("document-too-much", name=name) from error
        except (EOFError, OSError, ValueError) as error:
            self._end()
            raise PageError("document-broke", name=name) from error
        except BaseException:
            self._end()
            raise

    def _awaited(self, name: str, answer: "Future[bytes]", waiting: Waiting) -> bytes:
        """The answer when it is there. Raises PageError where that takes too long."""
        end = time.monotonic() + self._seconds
        while True:
            try:
                return answer.result(_STEP)
            except TimeoutError:
                waiting()
                if time.monotonic() > end:
                    raise PageError("document-time", name=name, seconds=self._seconds) from None

    def end(self) -> None:
        """End what was started; the next file starts it anew."""
        self._end()
        if self._thread is not None:
            self._thread.shutdown()
            self._thread = None

    def _end(self) -> None:
        """End the process, if there is one, whatever it does."""
        if self._process is None:
            return
        self._process.kill()
        self._process.wait()
        if self._answer is not None:
            wait([self._answer])  # nobody reads from the pipes any more, so that they can be closed
        for pipe in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError):  # what was not sent yet finds nobody
                pipe.close() if pipe else None
        self._process = None


def _started(seconds: float, megabytes: float) -> "subprocess.Popen[bytes]":
    """A process that imports what this one would, and nothing from the folder that it happens to be started in."""
    places = [place for place in sys.path if place]
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "rag.pages.isolation.worker", str(seconds), str(megabytes)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([*places, str(_ROOT)])},
    )


def _exchanged(process: "subprocess.Popen[bytes]", name: str, raw: bytes) -> bytes:
    """The answer to a file. Raises OSError or EOFError where the process ends before."""
    assert process.stdin is not None and process.stdout is not None
    send(process.stdin, name.encode("utf-8", "surrogatepass"), raw)
    return receive(process.stdout, MOST_BYTES)
