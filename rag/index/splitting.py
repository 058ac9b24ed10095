"""Many pages split at once, each in one of as many processes as there are processors.

A page takes a processor some 60 ms, so that ten thousand take one ten minutes. The processes are told pages and tell
their pieces as an index stores them, a line of JSON each; whatever one of them cannot do is done here. Left out:
splitting a page (see `rag.articles`).
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from queue import SimpleQueue
from typing import BinaryIO, Final, cast

from rag.articles import split_page
from rag.index.codec import article_of, line_of, page_of, read_line
from rag.records import Page, Piece

ALONE: Final = 100
"""Pages up to which they are split here: processes of their own take a second or two to begin."""

_PROGRAM: Final = "from rag.index.splitting import serve; serve()"


def split_pages(pages: Sequence[Page], done: Callable[[], None]) -> Mapping[str, Sequence[Piece]]:
    """The pieces of each page by its name; `done` is called for each page, in this thread.

    What `done` raises ends the work at once.
    """
    count = min(_processors(), len(pages) // ALONE + 1)
    if len(pages) <= ALONE or count == 1:
        return dict(_split_here(pages, done))
    found: dict[str, Sequence[Piece]] = {}
    with ExitStack() as ending:
        pool = ThreadPoolExecutor(count)
        ending.callback(pool.shutdown, cancel_futures=True)
        idle: SimpleQueue[_Splitter] = SimpleQueue()
        for _ in range(count):
            idle.put(ending.enter_context(closing(_Splitter())))

        def split(page: Page) -> Sequence[Piece]:
            splitter = idle.get()
            try:
                return splitter.split(page)
            finally:
                idle.put(splitter)

        waiting = {pool.submit(split, page): page.name for page in pages}
        for future in as_completed(waiting):
            found[waiting[future]] = future.result()
            done()
    return found


def _split_here(pages: Iterable[Page], done: Callable[[], None]) -> Iterable[tuple[str, Sequence[Piece]]]:
    for page in pages:
        yield page.name, split_page(page)
        done()


class _Splitter:
    """A process that splits pages one after the other, until it is closed or whoever began it is gone."""

    def __init__(self) -> None:
        around = os.pathsep.join(filter(None, (str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH"))))
        self._process: subprocess.Popen[bytes] | None = None
        with suppress(OSError):  # no more processes may be begun, as like as not
            # In a session of its own, so that Ctrl+C reaches the one that ends the others.
            self._process = subprocess.Popen(
                [sys.executable, "-c", _PROGRAM],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={**os.environ, "PYTHONPATH": around},
                start_new_session=True,
            )

    def split(self, page: Page) -> Sequence[Piece]:
        """The pieces of the page; they are found here where the process is gone."""
        if self._process is not None:
            told, telling = cast(BinaryIO, self._process.stdin), cast(BinaryIO, self._process.stdout)
            try:
                told.write(line_of(page))
                told.flush()
                return [read_line(telling.readline(), article_of) for _ in range(int(telling.readline()))]
            except (OSError, ValueError):
                self.close()
        return split_page(page)

    def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            with suppress(OSError), process:  # closes the pipes and waits
                pass


def serve() -> None:
    """Split the pages of standard input, a line each; of each tell how many pieces it has, and each in a line."""
    for line in sys.stdin.buffer:
        pieces = split_page(read_line(line, page_of))
        sys.stdout.buffer.write(b"%d\n" % len(pieces) + b"".join(map(line_of, pieces)))
        sys.stdout.buffer.flush()


def _processors() -> int:
    """How many processors this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not Linux
        return os.cpu_count() or 1
