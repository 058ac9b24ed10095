"""How far long work is, on standard error: a bar where that is a terminal, lines for a log where it is none."""

import contextlib
import sys
import time
from collections.abc import Iterator
from typing import Any, Final

from rag.commands.terminal import tell
from rag.progress import ENCODING, PAGES, Pace, Progress
from rag.text.pace import encoding_label
from rag.text.visible import ShownStream
from rag.wording import Language, say

_BAR: Final = "{desc} {percentage:3.0f}%|{bar}| {n_fmt}/{total_fmt} [{elapsed}<{remaining}]"
"""Without tqdm's rate, whose unit would be a different one for each stage."""

_BAR_OF_ENCODING: Final = "{desc} {percentage:3.0f}%|{bar}| "
"""What follows is ours: tqdm counts on from the start, and time left by that is far off when texts grow shorter."""

LINE_SECONDS: Final = 30.0
"""Between lines about a stage that takes long: some hundred an hour, for a log."""


@contextlib.contextmanager
def progress_bar(language: Language, *, brief: bool = False) -> Iterator[Progress]:
    """A bar for each stage where standard error is a terminal; where it is not, a line for each finished stage, and for
    one that takes long a line now and then. With `brief`, no bar stays, and a stage that is quick has no line.
    """
    # A bar draws itself again and again, with characters that a terminal obeys; its words are ours.
    plain = sys.stderr.plain if isinstance(sys.stderr, ShownStream) else sys.stderr
    shown = _Bars(language, plain, brief) if plain.isatty() else _Lines(language, brief)
    try:
        yield shown.show
    finally:
        shown.close()


class _Stages:
    """How far the stages of some work are, as it is said."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self._pages = (0, 0)
        self._pace = Pace()

    def show(self, stage: str, done: int, total: int) -> None:
        """Be told how far a stage is."""
        if stage == PAGES:
            self._pages = done, total
        else:
            if stage == ENCODING:
                self._pace.hear(done)
            self.draw(stage, done, total)

    def label(self, stage: str, done: int, total: int) -> str:
        """How far the stage is."""
        if stage != ENCODING:
            return f"{done}/{total}"
        return encoding_label((done, total), self._pages, self._pace.rate, self._pace.left(total), self.language)

    def draw(self, stage: str, done: int, total: int) -> None:
        """Show it."""
        raise NotImplementedError

    def close(self) -> None:
        """Nothing follows."""


class _Lines(_Stages):
    """A line on standard error for each finished stage, and now and then for one that goes on."""

    def __init__(self, language: Language, brief: bool) -> None:
        super().__init__(language)
        self._brief = brief
        self._stage, self._since = "", 0.0

    def draw(self, stage: str, done: int, total: int) -> None:
        """A line where one is due."""
        now = time.monotonic()
        if stage != self._stage:
            self._stage, self._since = stage, now
        due = now - self._since >= LINE_SECONDS
        if due or (done >= total and not self._brief):
            self._since = now
            tell(f"{say(stage, self.language)} {self.label(stage, done, total)}")


class _Bars(_Stages):
    """A bar for each stage, drawn anew in its line on `stream`, which is a terminal."""

    def __init__(self, language: Language, stream: Any, brief: bool) -> None:
        super().__init__(language)
        self._stream, self._brief = stream, brief
        self._stage = ""
        self._bar: Any = None

    def draw(self, stage: str, done: int, total: int) -> None:
        """The bar as it is now."""
        form = f"{_BAR_OF_ENCODING}{self.label(stage, done, total)}" if stage == ENCODING else _BAR
        if stage != self._stage or self._bar is None:
            from tqdm import tqdm

            self.close()
            name = say(stage, self.language)
            self._stage = stage
            self._bar = tqdm(desc=name, total=total, file=self._stream, bar_format=form, leave=not self._brief)
        self._bar.bar_format = form
        self._bar.total = total
        self._bar.update(done - self._bar.n)

    def close(self) -> None:
        """The last bar is done."""
        if self._bar is not None:
            self._bar.close()
            self._bar = None
