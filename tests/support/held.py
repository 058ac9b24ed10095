"""The `wenbao` command as a process of its own whose encoder waits at one batch, to be stopped or killed there.

`python -m support.held MARK AT WORDS…` runs the command with WORDS; at its batch number AT, from 1, the encoder writes
the file MARK and waits without end. Every batch before is kept at once.
"""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import rag.models.encoder
from rag.commands.main import main
from rag.index import kept_vectors
from rag.models.encoder import Vectors
from rag.progress import Progress, silent
from support.fakes import FakeEncoder
from support.locations import ROOT, TESTS
from support.newsroom import WORDS

SECONDS = 300
"""Until a process that does nothing is given up, on a machine with much else to do."""


class HeldEncoder(FakeEncoder):
    """Waits at its batch number `at`."""

    def __init__(self, mark: Path, at: int) -> None:
        super().__init__(WORDS)
        self._mark, self._ahead = mark, at

    def encode_passages(self, texts: Any, progress: Progress = silent) -> Vectors:
        self._ahead -= 1
        if not self._ahead:
            self._mark.write_text("here")
            time.sleep(SECONDS)
        return super().encode_passages(texts, progress)


def started(mark: Path, at: int, *words: object) -> "subprocess.Popen[str]":
    """The command with these words, with the pipes `stdout` and `stderr`; with `at` of 0 it never waits."""
    return subprocess.Popen(
        [sys.executable, "-m", "support.held", str(mark), str(at), *map(str, words)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{TESTS}", "LC_ALL": "", "LANG": "zh_CN.UTF-8"},
    )


def held(mark: Path, at: int, *words: object) -> "subprocess.Popen[str]":
    """As `started`, when it waits."""
    process = started(mark, at, *words)
    until = time.monotonic() + SECONDS
    while not mark.exists():
        assert process.poll() is None and time.monotonic() < until, process.communicate()
        time.sleep(0.02)
    return process


if __name__ == "__main__":
    # a shell has what it starts in the background ignore Ctrl+C, and so would all programs that such tests start
    signal.signal(signal.SIGINT, signal.default_int_handler)
    kept_vectors.KEEP_SECONDS = 0.0  # type: ignore[misc]
    rag.models.encoder.load_encoder = lambda settings: HeldEncoder(Path(sys.argv[1]), int(sys.argv[2]))  # type: ignore
    rag.models.encoder.encoder_name = lambda settings: "fake"
    sys.exit(main(sys.argv[3:]))
