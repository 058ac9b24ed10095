"""A corpus that changes while it is read: pages come in and go out, and everyone goes on asking meanwhile.

The folder of pages is the truth: what is added lies there, and what is taken out is gone from there. A change is made
as a whole or not at all; while it is made, questions are answered from the pages as they were before. An index that
another process has written is taken up within seconds. Left out: how
files lie in the folder (`folder`), how an index is built (`index`), what is told of a change (`changes`), and what is
asked of the corpus, which is asked of its assistant.
"""

import threading
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from rag.assistant import Assistant
from rag.corpus.changes import CorpusChange, GivenFile, Heard
from rag.corpus.facts import PageFacts
from rag.corpus.folder import Draft
from rag.corpus.mending import Mend
from rag.corpus.overview import CorpusFigures, HeldPage, figures_of, held_pages_of
from rag.corpus.removed import FormerPage, Removal, forget_old, former_page, removals_of
from rag.corpus.sidecars import Split
from rag.errors import LibraryCancelled, LibraryError, Notice, PageError, SourceError, StoredIndexError
from rag.index.build import BuildReport
from rag.index.saved import read_manifest, written_at
from rag.models.encoder import Encoder
from rag.pages.folder import passed_over
from rag.pages.names import SUFFIXES
from rag.pages.sidecar import page_tables
from rag.pages.sidecar_edits import facts_of
from rag.parsing import shown, whole_number
from rag.progress import Progress, silent
from rag.records import Page, Piece
from rag.stores import build_index, open_index

LOOK_SECONDS: Final = 2.0
"""After which it is looked whether another process has written the index."""


class Library:
    """A folder of pages with its index, and the assistant that answers from it. Threads may share it.

    One change is made at a time. It puts another assistant in the place of the former one: whoever needs two things of
    the same moment takes the `assistant` once and asks that.
    """

    def __init__(
        self, assistant: Assistant, source: Path, folder: Path, encoder: Encoder, *, read_only: bool = False
    ) -> None:
        self._assistant = assistant
        self._version = 0
        self._source = source
        self._folder = folder
        self._encoder = encoder
        self._read_only = read_only
        self._changing = threading.Lock()
        self._opening = threading.Lock()
        self._cancelled = threading.Event()
        self._passed: tuple[int, tuple[Notice, ...]] = (-1, ())
        self._opened = written_at(folder)
        self._look_again = 0.0

    @property
    def assistant(self) -> Assistant:
        """The assistant of the corpus as it is now; it stays as it is whatever changes."""
        self._follow()
        return self._assistant

    @property
    def version(self) -> int:
        """How often the corpus has changed since it was opened."""
        self._follow()
        return self._version

    @property
    def held_pages(self) -> tuple[HeldPage, ...]:
        """Every page with its pieces and passages."""
        return held_pages_of(self._assistant.holdings, self._assistant.index.columns)

    @property
    def figures(self) -> CorpusFigures:
        """The corpus in sum."""
        return figures_of(self._assistant.holdings, self._assistant.index)

    @property
    def source(self) -> Path:
        """The folder of pages, or the one file."""
        return self._source

    @property
    def folder(self) -> Path:
        """The folder of the index."""
        return self._folder

    @property
    def encoder(self) -> Encoder:
        """What its vectors are made with."""
        return self._encoder

    @property
    def read_only(self) -> bool:
        """Whether visitors may add nothing here."""
        return self._read_only

    @property
    def forms(self) -> tuple[str, ...]:
        """How the names of files end that can be added."""
        return SUFFIXES

    @property
    def passed_over(self) -> tuple[Notice, ...]:
        """What was passed over in the folder and which pages say the same, as of the last change that was made here.

        Never an error: where the folder can no longer be looked through there is nothing to tell.
        """
        version, passed = self._passed
        if version != self.version:
            try:
                passed = passed_over(self._source, self._assistant.index.digests)
            except SourceError:
                passed = ()
            self._passed = self.version, passed
        return passed

    @property
    def obstacle(self) -> LibraryError | None:
        """Why pages can be neither added nor taken out here; None where they can."""
        if self._read_only:
            return LibraryError("library-read-only")
        return None if self._source.is_dir() else LibraryError("library-one-file", path=self._source)

    # ---- changes

    def add(self, files: Sequence[Path], progress: Progress = silent, heard: Heard = lambda _: None) -> CorpusChange:
        """Copy `files` into the folder and make them part of the corpus; one that cannot be used is left out.

        `heard` is told of each file when it has been read. Raises LibraryError, and what `build_index` raises;
        everything is then as it was before.
        """
        with self._change(), self._draft() as draft:
            given: list[GivenFile] = []
            for done, file in enumerate(files, 1):
                try:
                    given.append(GivenFile(file.name, draft.put(file, self._stop_if_cancelled)))
                except PageError as error:
                    given.append(GivenFile(file.name, error=error))
                progress("progress-read", done, len(files))
                heard(given[-1])
                self._stop_if_cancelled()
            report = None
            if any(file.name for file in given):
                report = self._build(progress)
                given, dropped = _without_text(given, report)
                for name in dropped:
                    draft.drop(name)
                report = self._build(progress) if dropped else report
                draft.keep()
                self._open()
            return CorpusChange(tuple(given), report=report)

    def remove(self, names: Collection[str], progress: Progress = silent) -> CorpusChange:
        """Take the pages of these names out of the corpus; `restore` brings them back.

        Raises LibraryError, for a name that no page has too, and what `build_index` raises; everything is then as it
        was before.
        """
        with self._change(), self._draft() as draft:
            known = self._names
            unknown = sorted(set(names) - known)
            if unknown:
                raise LibraryError("library-no-page", name=unknown[0])
            removed = tuple(sorted(set(names)))
            draft.take_out_tables(removed, known)
            for name in removed:
                draft.take_out(name)
            report = self._build(progress)
            draft.keep()
            self._open()
            return CorpusChange(removed=removed, report=report)

    @property
    def removals(self) -> tuple[Removal, ...]:
        """What was removed and can be brought back, the newest first; nothing where the corpus may not be changed."""
        return () if self.obstacle else removals_of(self._source)

    def former_pages(self, names: Collection[str]) -> Mapping[str, FormerPage]:
        """Those of `names` that were removed and can be brought back, each as it was when it was removed last."""
        settings, found = self._assistant.settings, dict[str, FormerPage]()
        for removal in self.removals:
            for name in removal.names:
                if name in names and name not in found:
                    found[name] = former_page(self._source, removal.id, name, settings)
        return found

    def restore(self, id: str, progress: Progress = silent) -> CorpusChange:
        """Bring back the pages of that removal, under their names or, where those are taken, free ones like them.

        One whose content is in the corpus already is left out. What was said of pages before is said again. Raises
        LibraryError, for a removal that is not there too, SourceError for a sidecar that cannot be changed, and what
        `build_index` raises; everything is then as it was before.
        """
        with self._change(), self._draft() as draft:
            removal = next((removal for removal in self.removals if removal.id == id), None)
            if removal is None:
                raise LibraryError("library-no-removal")
            files = [
                GivenFile(name, error=now) if isinstance(now, PageError) else GivenFile(name, now)
                for name, now in draft.bring_back(id, self._names)
            ]
            report = self._build(progress)
            draft.keep()
            self._open()
            return CorpusChange(tuple(files), report=report, described=removal.described, mended=removal.mended)

    def page_named(self, name: str) -> Page:
        """The page of this name. Raises LibraryError where no page has it."""
        self._check_named(name)
        return self._assistant.page(name)

    def pieces(self, name: str) -> tuple[Piece, ...]:
        """The pieces of the page of this name. Raises LibraryError where no page has it."""
        self._check_named(name)
        return self._assistant.index.pieces_of(name)

    def piece(self, name: str, number: object) -> str:
        """The id of piece `number` of the page of this name, as they are counted where a page is listed, from 1.

        Raises LibraryError where there is none.
        """
        pieces = self.pieces(name)
        place = whole_number(str(number), len(pieces))
        if not place:
            raise LibraryError("library-mend-number", number=shown(str(number)), count=len(pieces))
        return pieces[place - 1].id

    def facts(self, name: str) -> PageFacts:
        """What a person says of the page of this name, in the sidecar beside it or in one further up.

        Raises LibraryError where no page has that name, SourceError where a sidecar cannot be read.
        """
        self._check_named(name)
        told = page_tables(self._names, self._source).get(name)
        return PageFacts.told(facts_of(told.table)) if told else PageFacts()

    def describe(self, name: str, facts: PageFacts, progress: Progress = silent) -> CorpusChange:
        """Have a sidecar say these facts, and no others of their kind, of the page of this name; `restore` undoes it.

        Raises LibraryError, for a name that no page has too and where nothing would change, SourceError for a sidecar
        that cannot be read or changed, and what `build_index` raises; everything is then as it was before.
        """
        with self._change(), self._draft() as draft:
            self._check_named(name)
            draft.describe(name, facts.as_told, self._names)
            report = self._build(progress)
            draft.keep()
            self._open()
            return CorpusChange(report=report, described=(name,), undo=draft.removal)

    def mend(self, name: str, seen: str, mend: Mend, progress: Progress = silent) -> CorpusChange:
        """Have a sidecar say of the pieces of the page of this name what `mend` makes of them; `restore` undoes it.

        `seen` is the digest of the page whose split the mend is of. Raises LibraryError, for a name that no page has,
        a page that is another one than was seen, and a mend that does not fit it too, SourceError for a sidecar that
        cannot be read or changed, and what `build_index` raises; everything is then as it was before.
        """
        with self._change(), self._draft() as draft:
            self._check_named(name)
            page = self._assistant.page(name)
            if page.digest != seen:
                raise LibraryError("library-mend-changed", name=name)
            draft.mend(Split(page, self.pieces(name)), mend, self._names, self._stop_if_cancelled)
            report = self._build(progress)
            draft.keep()
            self._open()
            return CorpusChange(report=report, mended=(name,), undo=draft.removal)

    def rebuild(self, everything: bool = False, progress: Progress = silent) -> CorpusChange:
        """Make the corpus what the folder holds now; with `everything`, its vectors too are computed anew.

        Raises LibraryError and what `build_index` raises; everything is then as it was before.
        """
        with self._change():
            report = self._build(progress, anew=everything)
            self._open()
            return CorpusChange(report=report)

    def cancel(self) -> None:
        """Have the change that is being made stop at the next step and raise LibraryCancelled; else nothing."""
        self._cancelled.set()

    # ---- parts of changes

    @property
    def _names(self) -> frozenset[str]:
        return frozenset(self._assistant.holdings.heads)

    def _check_named(self, name: str) -> None:
        if name not in self._names:
            raise LibraryError("library-facts-no-page", name=name)

    @contextmanager
    def _change(self) -> Iterator[None]:
        """The right to change the corpus. Raises LibraryError where it may not be changed or someone else does."""
        if self._read_only:
            raise LibraryError("library-read-only")
        if not self._changing.acquire(blocking=False):
            raise LibraryError("library-busy")
        try:
            self._cancelled.clear()
            yield
            forget_old(self._source)
        finally:
            self._changing.release()

    def _draft(self) -> Draft:
        if self.obstacle:
            raise self.obstacle
        return Draft(self._source, self._assistant.settings, self._folder)

    def _build(self, progress: Progress, *, anew: bool = False) -> BuildReport:
        def told(stage: str, done: int, total: int) -> None:
            progress(stage, done, total)
            if not (stage == "progress-write" and done):  # by then the new index is the index
                self._stop_if_cancelled()

        self._passed = -1, ()  # other files may have come into the folder
        return build_index(
            self._source,
            self._folder,
            self._assistant.settings,
            self._encoder,
            self._encoder.name,
            told,
            anew=anew,
            empty=True,
        )

    def _follow(self) -> None:
        """Have an index that another process wrote opened, beside whatever is asked meanwhile."""
        now = time.monotonic()
        if now < self._look_again:
            return
        self._look_again = now + LOOK_SECONDS
        written = written_at(self._folder)
        if written != self._opened and not self._changing.locked():  # a change of its own opens what it has written
            self._opened = written
            threading.Thread(target=self._take_up, name="following", daemon=True).start()

    def _take_up(self) -> None:
        with suppress(StoredIndexError):  # built with other settings, as like as not: the former one goes on answering
            self._open()

    def _open(self) -> None:
        """Answer from the index that is in the folder now; what is being answered is answered by the former one."""
        with self._opening:
            self._opened = written_at(self._folder)
            former = self._assistant
            if read_manifest(self._folder) != former.index.manifest:
                index = open_index(self._folder, former.settings, self._encoder.name, former.index.segments)
                self._assistant = Assistant.open(index, former.settings, self._encoder)
                self._version += 1

    def _stop_if_cancelled(self) -> None:
        if self._cancelled.is_set():
            raise LibraryCancelled("library-cancelled")


def _without_text(given: Sequence[GivenFile], report: BuildReport) -> tuple[list[GivenFile], list[str]]:
    """The files with the errors that the build found in them, and the names of those that had been put in."""
    errors = {error.values["name"]: error for error in report.skipped}
    dropped = [file.name for file in given if file.name in errors]
    return [GivenFile(file.given, error=errors[file.name]) if file.name in errors else file for file in given], dropped
