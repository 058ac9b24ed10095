"""The folder of pages, changed as a whole or not at all: files come in and go out, and all of it can be undone.

Left out: what a change means for the index (see `library`).
"""

import contextlib
import itertools
import os
import re
import shutil
import tempfile
import unicodedata
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import Final, Self

from rag.errors import LibraryError, PageError, WenbaoError
from rag.pages import SUFFIXES, names_page, read_page
from rag.removed import make_place, pages_in, place_of
from rag.settings import Settings

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
    visible = "".join(" " if unicodedata.category(character) in ("Zl", "Zp", "Cc") else character
                      for character in unicodedata.normalize("NFC", last)
                      if unicodedata.category(character) not in ("Cf", "Co", "Cn"))
    name = " ".join(_NO_NAME.sub("_", visible).split()).lstrip(".~ ").rstrip(". ")
    if _DEVICES.fullmatch(name):
        name = f"_{name}"
    form = Path(name).suffix if Path(name).suffix.lower() in SUFFIXES else ""
    return _shortened(name.removesuffix(form).rstrip(), NAME_BYTES - len(form)) + form


def numbered(stem: str, suffix: str) -> Iterator[str]:
    """NAME, NAME (2), NAME (3) … without end, for whoever looks for a name that is free."""
    yield stem + suffix
    yield from (f"{stem} ({number}){suffix}" for number in itertools.count(2))


def _made(file: Path) -> bool:
    """Whether the file was made just now, empty, and so is nobody else's."""
    try:
        file.open("xb").close()
    except FileExistsError:
        return False
    return True


def _shortened(text: str, size: int) -> str:
    """The first characters of `text`, at most `size` bytes of UTF-8."""
    return text.encode()[:size].decode("utf-8", "ignore").rstrip()


class Draft:
    """Changes to the folder `folder`, undone when the `with` block ends unless `keep` was called.

    What comes in is copied to a hidden place first and then takes its name in one step; what goes out is moved to a
    place from which it can be brought back. Raises LibraryError where the folder cannot be written.
    """

    def __init__(self, folder: Path, settings: Settings) -> None:
        self._folder = folder
        self._settings = settings
        self._put: list[str] = []
        self._moved: list[tuple[Path, Path]] = []  # from where to where, in order
        self._removed: Path | None = None  # where pages that are taken out go
        self._emptied: Path | None = None  # where pages came from that are brought back
        self._kept = False

    def __enter__(self) -> Self:
        try:
            self._place = Path(tempfile.mkdtemp(prefix=".wenbao-", dir=self._folder))
        except OSError as error:
            raise self._unwritable(error) from error
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        if not self._kept:
            for before, after in reversed(self._moved):
                after.replace(before)
            for name in self._put:
                (self._folder / name).unlink(missing_ok=True)
        undone = self._emptied if self._kept else self._removed
        if undone is not None:
            shutil.rmtree(undone, ignore_errors=True)
            with contextlib.suppress(OSError):  # where other removals are left
                undone.parent.rmdir()
        shutil.rmtree(self._place, ignore_errors=True)

    def keep(self) -> None:
        """Let the folder be as it is now."""
        self._kept = True

    def put(self, file: Path) -> str:
        """Copy a page into the folder and give its name there, a free one like its own.

        Raises PageError where it cannot be used as a page, and PageError("library-present") with the name `present`
        where a page of this content is there.
        """
        self._check(file)
        try:
            present = self._twin(file)
            if present:
                raise PageError("library-present", name=file.name, present=present)
            draft = self._place / "page"
            shutil.copyfile(file, draft)
            with draft.open("rb+") as copied:
                os.fsync(copied.fileno())
            name = self._reserved(safe_name(file.name))
            self._put.append(name)
            draft.replace(self._folder / name)
        except OSError as error:
            raise self._unwritable(error) from error
        return name

    def drop(self, name: str) -> None:
        """Take out again a page that was put in."""
        self._put.remove(name)
        (self._folder / name).unlink(missing_ok=True)

    def take_out(self, name: str) -> None:
        """Take a page of this name out of the folder; one that is gone already is no error."""
        try:
            self._removed = self._removed or make_place(self._folder)
            self._move(self._folder / name, self._removed / name)
        except FileNotFoundError:
            return
        except OSError as error:
            raise self._unwritable(error) from error

    def bring_back(self, id: str) -> list[tuple[str, str | PageError]]:
        """Put the pages of that removal back, under their names or free ones like them: each name, and what it is now.

        In the place of the latter stands PageError("library-present") where the content of a page is there already.
        """
        self._emptied = place_of(self._folder, id)
        try:
            return [(name, self._brought_back(self._emptied / name, name)) for name in pages_in(self._emptied)]
        except OSError as error:
            raise self._unwritable(error) from error

    def _brought_back(self, file: Path, name: str) -> str | PageError:
        present = self._twin(file)
        if present:
            return PageError("library-present", name=name, present=present)
        (self._folder / name).parent.mkdir(parents=True, exist_ok=True)
        free = self._reserved(name)
        try:
            self._move(file, self._folder / free)
        except OSError:
            (self._folder / free).unlink(missing_ok=True)
            raise
        return free

    def _move(self, before: Path, after: Path) -> None:
        after.parent.mkdir(parents=True, exist_ok=True)
        before.replace(after)
        self._moved.append((before, after))

    def _check(self, file: Path) -> None:
        """Raise PageError where the file is none that a folder of pages takes, or cannot be read as one."""
        name = safe_name(file.name)
        if not names_page(name):
            known = Path(name).suffix.lower() in SUFFIXES
            raise PageError("library-reserved" if known else "library-form", name=file.name,
                            **({} if known else {"known": " ".join(SUFFIXES)}))
        read_page(file, self._settings)

    def _twin(self, file: Path) -> str:
        """The name of the page in the folder with the same content; "" where there is none."""
        size, content = file.stat().st_size, None
        for other in sorted(self._folder.iterdir()):
            if names_page(other.name) and other.is_file() and other.stat().st_size == size:
                content = content or file.read_bytes()
                if other.read_bytes() == content:
                    return other.name
        return ""

    def _reserved(self, name: str) -> str:
        """The first free one of NAME, NAME (2), NAME (3) …, which nobody else can take from now on."""
        path = PurePosixPath(name)
        taken = {other.name.casefold() for other in (self._folder / path.parent).iterdir()}
        return next((path.parent / free).as_posix() for free in numbered(path.stem, path.suffix)
                    if free.casefold() not in taken and _made(self._folder / path.parent / free))

    def _unwritable(self, error: OSError) -> WenbaoError:
        return LibraryError("library-unwritable", path=self._folder, reason=error.strerror or error)
