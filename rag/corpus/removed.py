"""Pages that were removed, and what was formerly said of pages, in a hidden folder until that is undone or too old.

Each removal is a folder of its own, named by its time, in which every page lies at the path that it had, and what
sidecars said of pages in sidecars at the paths that those have: of a page that lies there all that was said, of another
one the facts that were changed. Nothing else is written down, so that what is in the folder is what can be brought
back. Left out: taking out and bringing back, which is part of a change of the corpus (see `folder`).
"""

import contextlib
import datetime
import functools
import itertools
import re
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar, Final, NamedTuple

from rag.articles import with_issues
from rag.errors import PageError, SourceError
from rag.pages.folder import read_page
from rag.pages.formats import reader_of
from rag.pages.names import names_page
from rag.pages.sidecar import SIDECAR, entries_in, with_table
from rag.pages.sidecar_edits import SidecarText
from rag.records import Page, PageHead
from rag.settings import Settings

PLACE: Final = ".removed"
"""The folder, in that of the pages. Its name begins with a dot: nothing below it is ever read as a page."""

FORMER_SPLIT: Final = "split-before.toml"
MENDED_SPLIT: Final = "split-after.toml"
"""What a sidecar said of a page's pieces before a mend, and what it said then, each in a sidecar's form."""

KEPT_DAYS: Final = 30
"""A mistake that nobody noticed for a month is hardly undone from memory."""
KEPT_REMOVALS: Final = 50
"""More are not looked through in a list."""
KEPT_MEGABYTES: Final = 1000
"""Of all but the newest removal, which is always kept: the disk had room for it a moment ago."""

_NAME: Final = re.compile(r"\d{8}T\d{6}Z-\d{1,6}")


@dataclass(frozen=True, slots=True)
class Removal:
    """Pages that were removed together: their names as they were, when, and their size. `id` names it.

    `described` are pages that were not removed, but of which something else is said since, `mended` those whose split
    was mended.
    """

    kept_days: ClassVar[int] = KEPT_DAYS
    id: str
    names: tuple[str, ...]
    time: datetime.datetime
    bytes: int
    described: tuple[str, ...] = ()
    mended: tuple[str, ...] = ()

    @property
    def pages(self) -> tuple[str, ...]:
        """The names of all pages that it is about."""
        return self.names or self.described or self.mended

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to bring back."""
        return not self.pages


class KeptTable(NamedTuple):
    """What the sidecar in `folder` said of the page that it calls `file`, as it was written there."""

    folder: str
    file: str
    text: str

    @property
    def name(self) -> str:
        """The page's name."""
        return f"{self.folder}/{self.file}" if self.folder else self.file


class FormerPage(NamedTuple):
    """What a page was listed by that was removed, as far as its file and what was said of it tell, and its first line
    of print.
    """

    head: PageHead
    opening: str


def removals_of(source: Path) -> tuple[Removal, ...]:
    """What can be brought back to the folder of pages `source`, the newest removal first."""
    found = (_removal(place) for place in _places(source))
    return tuple(removal for removal in found if not removal.is_empty)


def place_of(source: Path, id: str) -> Path:
    """The folder in which the pages of that removal lie."""
    return source / PLACE / id


def make_place(source: Path, make: Callable[[Path], bool]) -> Path:
    """A new folder for pages that are removed now, made by `make`, which tells whether it was new. Raises OSError."""
    time = datetime.datetime.now(datetime.UTC).strftime("%Y%m%dT%H%M%SZ")
    places = (place_of(source, f"{time}-{number}") for number in itertools.count(1))
    return next(place for place in places if make(place))


def pages_in(place: Path) -> list[str]:
    """The names of the pages in a removal's folder, in order; links and other things there are none of ours."""
    return sorted(
        file.relative_to(place).as_posix()
        for file in place.rglob("*")
        if names_page(file.name) and file.is_file() and not file.is_symlink()
    )


def tables_in(place: Path, name: str = SIDECAR) -> list[KeptTable]:
    """What sidecars in a removal's folder that are called `name` say of pages, as it is written there; what cannot be
    read there aside.
    """
    found: list[KeptTable] = []
    for path in sorted(place.rglob(name)):
        folder = path.parent.relative_to(place).as_posix().removeprefix(".")
        with contextlib.suppress(SourceError):
            if path.is_file() and not path.is_symlink():
                found += [KeptTable(folder, file, text) for file, text in SidecarText.read(path).tables.items()]
    return found


@functools.lru_cache(maxsize=1000)  # what lies in a removal's folder stays as it is, and lists name it again and again
def former_page(source: Path, id: str, name: str, settings: Settings) -> FormerPage:
    """What the page `name` of that removal was listed by; of a document, which takes long to read, less is told."""
    place, page = place_of(source, id), Page(name, (), "")
    with contextlib.suppress(PageError, OSError):
        if not reader_of(place / name):
            page = replace(read_page(place / name, settings), name=name)
    for kept in tables_in(place):
        if kept.name == name:
            with contextlib.suppress(SourceError):
                (table,) = entries_in(kept.text, place / SIDECAR).values()
                page = with_table(page, table, place / SIDECAR)
    [known] = with_issues([page], source)
    return FormerPage(PageHead(name, known.issue), next((line.strip() for line in page.lines if line.strip()), ""))


def forget_old(source: Path, now: datetime.datetime | None = None) -> None:
    """Delete for good what is beyond the bounds; what cannot be deleted now is left to the next time."""
    oldest = (now or datetime.datetime.now(datetime.UTC)) - datetime.timedelta(days=KEPT_DAYS)
    room = KEPT_MEGABYTES * 1e6
    for number, place in enumerate(_places(source)):
        removal = _removal(place)
        room -= removal.bytes if number else 0
        if removal.is_empty or removal.time < oldest or number >= KEPT_REMOVALS or room < 0:
            shutil.rmtree(place, ignore_errors=True)


def _places(source: Path) -> Sequence[Path]:
    """The folders of all removals, the newest first."""
    try:
        places = [
            place
            for place in (source / PLACE).iterdir()
            if _NAME.fullmatch(place.name) and place.is_dir() and not place.is_symlink()
        ]
    except OSError:  # there is none
        return []
    return sorted(places, key=_age, reverse=True)


def _age(place: Path) -> tuple[str, int]:
    time, _, number = place.name.partition("Z-")
    return time, int(number)


def _removal(place: Path) -> Removal:
    names = pages_in(place)
    size = sum((place / name).stat().st_size for name in names)
    described = tuple(table.name for table in tables_in(place) if table.name not in names)
    mended = tuple(table.name for table in tables_in(place, FORMER_SPLIT))
    return Removal(place.name, tuple(names), _time(place), size, described, mended)


def _time(place: Path) -> datetime.datetime:
    try:
        return datetime.datetime.strptime(_age(place)[0] + "+0000", "%Y%m%dT%H%M%S%z")
    except ValueError:  # the 40th of a month
        return datetime.datetime.min.replace(tzinfo=datetime.UTC)
