"""`wenbao build --watch`: the index of a folder, kept as the folder is, until Ctrl+C.

A line on standard output tells each page that came, changed or went. What goes wrong is told once, and tried again: a
watch is left alone for weeks. Left out: when a folder is still, and what became of its pages (see `corpus.watching`).
"""

import time
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from rag.commands.call import Call, built
from rag.commands.stopping import Stopped, stoppable
from rag.commands.terminal import tell
from rag.corpus.watching import STILL_SECONDS, PageChange, State, Watch, changes
from rag.errors import IndexBusy, Notice, SourceError, StoredIndexError, WenbaoError
from rag.index.saved import read_manifest, read_segments
from rag.index.unfinished import is_changing
from rag.text.visible import visible_line
from rag.wording import say

if TYPE_CHECKING:  # it loads the model's libraries
    from rag.index.build import BuildReport
    from rag.models.encoder import Encoder

BUSY_SECONDS: Final = 5.0
"""Until the next try where another program writes the index: an addition on the page takes as long."""

AGAIN_SECONDS: Final = 60.0
"""The same where the index cannot be written: someone has to make room on the disk."""

RESTLESS_SECONDS: Final = 60.0
"""After which it is said that a file keeps changing, for nothing is taken in before it is still."""


class Watcher:
    """The index of one call, kept as its pages are; `model` encodes what is new."""

    def __init__(self, call: Call, model: "Encoder") -> None:
        self._call, self._model = call, model
        self._source, self._folder = call.arguments.source, call.arguments.index
        self._watch = Watch(self._source)
        self._not_before = 0.0
        self._told: frozenset[str] = frozenset()
        self._failure = self._restless = ""

    def begin(self) -> "BuildReport | None":
        """Build as the command does without a watch; None, after a word, where a folder has no page that can be used.

        Raises WenbaoError.
        """
        try:
            self._watch.take()
            report = built(self._call, lambda: self._model)
        except SourceError as error:
            if not self._source.is_dir():
                raise
            self._fail(error.sentence(self._call.language))
            return None
        self._told = frozenset(self._sentences(report))
        return report

    def go_on(self) -> int:
        """Follow the pages until Ctrl+C or SIGTERM; the exit status."""
        language = self._call.language
        try:
            with stoppable():
                tell(say("watch-begun", language, path=self._source, seconds=STILL_SECONDS))
                while True:
                    time.sleep(self._watch.pause)
                    self.step()
        except KeyboardInterrupt as stop:
            if isinstance(stop, Stopped):
                tell(say(stop.key, language, **stop.values))
            tell(say("watch-ended", language, path=self._source))
            return 0

    def step(self) -> None:
        """Look at the pages once, and build where they have changed and are still."""
        try:
            state = self._watch.look()
        except SourceError as error:
            self._fail(error.sentence(self._call.language))
            return
        if state is None:
            self._tell_restless()
        elif time.monotonic() >= self._not_before and not is_changing(self._source):
            self._build(state)

    def _build(self, state: State) -> None:
        """Take in what changed up to that state of the files."""
        before = self._digests()
        try:
            report = built(self._call, lambda: self._model, brief=True)
        except SourceError as error:  # until the pages change again, nothing else will come of it
            self._watch.take(state)
            self._fail(error.sentence(self._call.language))
        except WenbaoError as error:
            self._try_again(error.sentence(self._call.language), BUSY_SECONDS if isinstance(error, IndexBusy) else None)
        except OSError as error:
            self._try_again(say("cli-system", self._call.language, reason=error.strerror or error))
        else:
            self._watch.take(state)
            self._failure = ""
            self._tell(report, before)

    def _try_again(self, sentence: str, seconds: float | None = None) -> None:
        """Say so, and build again after so many seconds."""
        self._not_before = time.monotonic() + (AGAIN_SECONDS if seconds is None else seconds)
        self._fail(sentence)

    def _tell(self, report: "BuildReport", before: dict[str, str]) -> None:
        """A line for each page that is another one than `before`, and what was not told of pages yet."""
        language, now = self._call.language, time.strftime("%H:%M:%S")
        if report.changed:
            lines = [_line(change, now, self._call) for change in self._changes(before)]
            print("\n".join(lines or [say("watch-other", language, time=now)]), flush=True)
        sentences = self._sentences(report)
        for sentence in sentences:
            if sentence not in self._told:
                tell(sentence)
        self._told = frozenset(sentences)

    def _changes(self, before: dict[str, str]) -> list[PageChange]:
        """What became of pages; nothing where the index has been replaced meanwhile."""
        try:
            return list(changes(before, read_segments(self._folder, read_manifest(self._folder), checked=False)))
        except StoredIndexError:
            return []

    def _digests(self) -> dict[str, str]:
        try:
            return dict(read_manifest(self._folder).pages)
        except StoredIndexError:
            return {}

    def _sentences(self, report: "BuildReport") -> list[str]:
        told: Iterable[Notice | WenbaoError] = (*report.passed, *report.notices, *report.skipped)
        return [one.sentence(self._call.language) for one in told]

    def _fail(self, sentence: str) -> None:
        if sentence != self._failure:
            tell(sentence)
        self._failure = sentence

    def _tell_restless(self) -> None:
        if self._watch.unrest < RESTLESS_SECONDS:
            self._restless = ""
        elif not self._restless:
            self._restless = self._watch.moving[0]
            tell(say("watch-restless", self._call.language, name=visible_line(self._restless)))


def _line(change: PageChange, now: str, call: Call) -> str:
    return say(
        f"watch-{change.kind}",
        call.language,
        time=now,
        name=visible_line(change.name),
        former=visible_line(change.former),
        pieces=change.pieces,
        passages=change.passages,
    )
