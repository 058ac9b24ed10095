"""A look through a folder and the folders in it, bounded, that never leaves the folder and never goes in circles.

Links between folders are not followed: what they lead to is read where it lies, or lies outside.
"""

import os
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Final

from rag.errors import Notice, PageError, SourceError
from rag.pages.names import is_hidden, lies_beside, names_page, of_an_index
from rag.pages.passed_over import PassedOver

DEPTH: Final = 16
"""Folders within each other: an archive by paper, year, month, day and page has five."""

ENTRIES: Final = 500_000
"""Files and folders looked at: sixty years of a daily of twenty pages are 440,000; more is a disk, no archive."""


@dataclass(frozen=True, slots=True)
class FoundFiles:
    """What lies in a folder of pages. All names are paths from it with forward slashes, in order of their parts.

    `pages` are the files that are pages, `beside` those that belong beside them. `problems` are the folders that
    cannot be looked into, `notices` what was passed over and why.
    """

    pages: tuple[str, ...]
    beside: tuple[str, ...]
    problems: tuple[PageError, ...]
    notices: tuple[Notice, ...]


def find_files(folder: Path) -> FoundFiles:
    """What lies in `folder`.

    Raises SourceError where it cannot be looked into, or holds more files and folders than any archive of pages.
    """
    walk = _Walk(folder)
    walk.look_into("", 0)
    return FoundFiles(tuple(walk.pages), tuple(walk.beside), tuple(walk.problems), walk.passed.notices())


@dataclass
class _Walk:
    """A look through `root` in the making."""

    root: Path
    pages: list[str] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)
    problems: list[PageError] = field(default_factory=list)
    passed: PassedOver = field(default_factory=PassedOver)
    seen: int = 0

    def __post_init__(self) -> None:
        self.real = Path(os.path.realpath(self.root))

    def look_into(self, name: str, depth: int) -> None:
        """Take what lies in the folder `name` of the root, `depth` folders below it."""
        try:
            with os.scandir(self.root / name) as entries:
                found = sorted(islice(entries, ENTRIES + 1), key=lambda entry: entry.name)
        except OSError as error:
            reason = error.strerror or error
            if not name:
                raise SourceError("source-unreadable", path=self.root, reason=reason) from error
            self.problems.append(PageError("folder-unreadable", name=name, reason=reason))
            return
        self.seen += len(found)
        if self.seen > ENTRIES:
            raise SourceError("source-too-many", path=self.root, limit=ENTRIES)
        stored = of_an_index({entry.name for entry in found})
        for entry in found:
            if entry.name not in stored:
                self._take(entry, f"{name}/{entry.name}" if name else entry.name, depth)

    def _take(self, entry: "os.DirEntry[str]", name: str, depth: int) -> None:
        if entry.is_symlink():
            self._take_link(entry, name)
        elif entry.is_dir():
            self._take_folder(entry, name, depth)
        elif entry.is_file():
            self._take_file(entry.name, name)
        elif not lies_beside(entry.name):
            self.passed.add("passed-special", name)

    def _take_folder(self, entry: "os.DirEntry[str]", name: str, depth: int) -> None:
        if is_hidden(entry.name):
            return
        if os.path.realpath(entry.path) != str(self.real / name):  # a link that does not call itself one: a junction
            self.passed.add("passed-link-folder" if self._is_inside(entry) else "passed-link-outside", name)
        elif depth == DEPTH:
            self.passed.add("passed-deep", name)
        else:
            self.look_into(name, depth + 1)

    def _take_file(self, last: str, name: str) -> None:
        if names_page(last):
            self.pages.append(name)
        elif lies_beside(last):
            self.beside.append(name)
        else:
            self.passed.add_form(name)

    def _take_link(self, entry: "os.DirEntry[str]", name: str) -> None:
        """A link is taken where it leads to a file within the root; what lies beside pages may come from anywhere."""
        is_file, is_folder = os.path.isfile(entry.path), os.path.isdir(entry.path)
        if lies_beside(entry.name) or (is_folder and is_hidden(entry.name)):
            if is_file:
                self.beside.append(name)
        elif not self._is_inside(entry):
            self.passed.add("passed-link-outside", name)
        elif is_file:
            self._take_file(entry.name, name)
        else:
            self.passed.add("passed-link-folder" if is_folder else "passed-link-broken", name)

    def _is_inside(self, entry: "os.DirEntry[str]") -> bool:
        return Path(os.path.realpath(entry.path)).is_relative_to(self.real)
