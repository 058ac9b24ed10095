"""The folder of pages, changed as a whole or not at all: files come in and go out, and all of it can be undone.

Left out: what a change means for the index (see `library`).
"""

import contextlib
import re
import shutil
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import Final, Self

from rag.corpus.mending import Mend
from rag.corpus.removed import make_place, pages_in, place_of
from rag.corpus.sidecars import SidecarChanges, Split
from rag.errors import LibraryError, PageError, WenbaoError
from rag.index.unfinished import COPY, Change, settle
from rag.pages.folder import read_page
from rag.pages.isolation.process import DocumentProcess
from rag.pages.names import SUFFIXES, names_page
from rag.pages.sidecar_edits import Facts
from rag.pages.walking import find_files
from rag.progress import Waiting, patient
from rag.settings import Settings
from rag.storage.files import numbered, write_checked

NAME_BYTES: Final = 200
"""Longest name of a file that is stored, in UTF-8: file systems take 255, and a number may be added."""

_NO_NAME: Final = re.compile(r'[<>:"|?*\x00-\x1f\x7f]')
_DEVICES: Final = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
"""Names that Windows keeps for devices, whatever follows the dot."""


def safe_name(given: str) -> str:
    """The name under which a file that calls itself `given` can lie in any folder on any system; "" for none.

    No parts of a path, no hidden names, no control or formatting characters, no names of devices, at most NAME_BYTES.
    """
    last = re.split(r"[/\\]", given.encode("utf-8", "replace").decode("utf-8"))[-1]
    visible = "".join(
        " " if unicodedata.category(character) in ("Zl", "Zp", "Cc") else character
        for character in unicodedata.normalize("NFC", last)
        if unicodedata.category(character) not in ("Cf", "Co", "Cn")
    )
    name = " ".join(_NO_NAME.sub("_", visible).split()).lstrip(".~ ").rstrip(". ")
    if _DEVICES.fullmatch(name):
        name = f"_{name}"
    form = Path(name).suffix if Path(name).suffix.lower() in SUFFIXES else ""
    return _shortened(name.removesuffix(form).rstrip(), NAME_BYTES - len(form)) + form


def _shortened(text: str, size: int) -> str:
    """The first characters of `text`, at most `size` bytes of UTF-8."""
    return text.encode()[:size].decode("utf-8", "ignore").rstrip()


class Draft:
    """Changes to the folder `folder`, undone when the `with` block ends unless `keep` was called.

    `index` is the folder of the index that is built of them, by which a change is judged that is cut off.

    What comes in is copied to a hidden place first and then takes its name in one step; what goes out is moved to a
    place from which it can be brought back. Raises LibraryError where the folder cannot be written.
    """

    def __init__(self, folder: Path, settings: Settings, index: Path) -> None:
        self._folder = folder
        self._settings = settings
        self._index = index
        self._removed: Path | None = None  # where pages that are taken out go
        self._emptied: Path | None = None  # where pages came from that are brought back
        self._kept = False
        self._documents = DocumentProcess(settings.document_seconds)

    def __enter__(self) -> Self:
        settle(self._folder)
        try:
            self._change = Change.begin(self._folder, self._index)
        except OSError as error:
            raise self._unwritable(error) from error
        self._sidecars = SidecarChanges(self._folder, self._change, self._place_of_removed)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._documents.end()
        try:
            if not self._kept:
                self._change.undo()
        except OSError as failed:
            self._change.leave()
            raise self._unwritable(failed) from error
        undone = self._emptied if self._kept else self._removed
        if undone is not None:
            shutil.rmtree(undone, ignore_errors=True)
            with contextlib.suppress(OSError):  # where other removals are left
                undone.parent.rmdir()
        self._change.end()

    def keep(self) -> None:
        """Let the folder be as it is now."""
        self._kept = True

    def put(self, file: Path, waiting: Waiting = patient) -> str:
        """Copy a page into the folder and give its name there, a free one like its own.

        `waiting` is called while the page is read, and what it raises ends that. Raises PageError where it cannot be
        used as a page, and PageError("library-present") with the name `present` where a page of this content is there.
        """
        self._check(file, waiting)
        try:
            present = self._twin(file)
            if present:
                raise PageError("library-present", name=file.name, present=present)
            draft = self._change.place / COPY
            write_checked(draft, file.read_bytes())
            return self._put(draft, safe_name(file.name))
        except OSError as error:
            raise self._unwritable(error) from error

    def drop(self, name: str) -> None:
        """Take out again a page that was put in."""
        self._change.drop(name)

    def take_out(self, name: str) -> None:
        """Take a page of this name out of the folder; one that is gone already is no error."""
        try:
            self._change.move(self._folder / name, self._place_of_removed() / name)
        except FileNotFoundError:
            return
        except OSError as error:
            raise self._unwritable(error) from error

    def describe(self, name: str, facts: Facts, pages: Collection[str]) -> None:
        """Have a sidecar say these facts of the page of this name, one of `pages`, and keep what was said before.

        Raises SourceError for a sidecar that cannot be read or changed, LibraryError where it says so already.
        """
        with self._writing():
            self._sidecars.describe(name, facts, pages)

    def mend(self, split: Split, mend: Mend, pages: Collection[str], waiting: Waiting = patient) -> None:
        """Have a sidecar say of the pieces of a page what `mend` makes of its `split`, and keep what was said before.

        `pages` are all that there are; `waiting` as in `put`. Raises SourceError for a sidecar that cannot be read or
        changed, LibraryError for a mend that does not fit the split, and where the folder holds something else than
        what the split was made of.
        """
        name = split.page.name
        with self._writing():
            try:
                printed = replace(read_page(self._folder / name, self._settings, waiting, self._documents), name=name)
            except PageError as error:
                raise LibraryError("library-mend-folder", name=name) from error
            self._sidecars.mend(printed, split, mend, pages)

    @property
    def removal(self) -> str:
        """The id by which what was taken out or changed can be brought back; "" where nothing was."""
        return self._removed.name if self._removed else ""

    def take_out_tables(self, names: Collection[str], pages: Collection[str]) -> None:
        """Take what sidecars say of the pages of these names along with them; `pages` are all that there were.

        Raises SourceError for a sidecar that cannot be read or changed.
        """
        with self._writing():
            self._sidecars.take_out(names, pages)

    def bring_back(self, id: str, pages: Collection[str]) -> list[tuple[str, str | PageError]]:
        """Put the pages of that removal back, under their names or free ones like them: each name, and what it is now.

        In the place of the latter stands PageError("library-present") where the content of a page is there already.
        What was said of pages is said again; `pages` are all that there are. Raises SourceError for a sidecar that
        cannot be read or changed, LibraryError where a page of which something else was said is no longer there.
        """
        self._emptied = place_of(self._folder, id)
        with self._writing():
            brought = [(name, self._brought_back(self._emptied / name, name)) for name in pages_in(self._emptied)]
            self._sidecars.say_again(self._emptied, dict(brought), pages)
        return brought

    def _brought_back(self, file: Path, name: str) -> str | PageError:
        present = self._twin(file)
        if present:
            return PageError("library-present", name=name, present=present)
        return next(free for free in self._free(name) if self._change.bring(file, self._folder / free))

    def _check(self, file: Path, waiting: Waiting) -> None:
        """Raise PageError where the file is none that a folder of pages takes, or cannot be read as one."""
        name = safe_name(file.name)
        if not names_page(name):
            known = Path(name).suffix.lower() in SUFFIXES
            raise PageError(
                "library-reserved" if known else "library-form",
                name=file.name,
                **({} if known else {"known": " ".join(SUFFIXES)}),
            )
        read_page(file, self._settings, waiting, self._documents)

    def _twin(self, file: Path) -> str:
        """The name of the page in the folder with the same content; "" where there is none."""
        size, content = file.stat().st_size, None
        for name in find_files(self._folder).pages:
            other = self._folder / name
            if other.stat().st_size == size:
                content = content or file.read_bytes()
                if other.read_bytes() == content:
                    return name
        return ""

    def _put(self, draft: Path, name: str) -> str:
        """Give the page at `draft` the first free one of NAME, NAME (2), NAME (3) …, and give that."""
        return next(free for free in self._free(name) if self._change.put(draft, free))

    def _free(self, name: str) -> Iterator[str]:
        """NAME, NAME (2), NAME (3) … in its folder, less those that are taken on any system."""
        path = PurePosixPath(name)
        place = self._folder / path.parent
        taken = {other.name.casefold() for other in place.iterdir()} if place.is_dir() else set()
        return (
            (path.parent / free).as_posix() for free in numbered(path.stem, path.suffix) if free.casefold() not in taken
        )

    def _place_of_removed(self) -> Path:
        """Where what is taken out goes. Raises OSError."""
        self._removed = self._removed or make_place(self._folder, self._change.make)
        return self._removed

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise self._unwritable(error) from error

    def _unwritable(self, error: OSError) -> WenbaoError:
        return LibraryError("library-unwritable", path=self._folder, reason=error.strerror or error)
