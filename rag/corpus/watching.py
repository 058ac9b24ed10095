"""A folder of pages that is followed: when it has changed and is still again, and what became of its pages.

The folder is looked at again and again, by the sizes and times of its files. A system's notices of changes would be
sooner, but say nothing of what other machines write to a shared disk, which is where an archive is likely to lie; and
a look at thousands of files takes a fraction of a second. Left out: building (see `index.build`), and what is said.
"""

import contextlib
import os
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import numpy as np

from rag.index.saved import SavedIndex
from rag.pages.companions import folder_of
from rag.pages.dictionary import NAME as DICTIONARY
from rag.pages.sidecar import SIDECAR
from rag.pages.walking import find_files

STILL_SECONDS: Final = 2.0
"""A file is whole when it has not changed for so long: whoever copies one writes more often than that."""

PAUSE_SECONDS: Final = 0.5
"""Between two looks, where a look is quick."""

SHARE: Final = 0.1
"""Of the time may go by with looking: where a look takes long, the next one comes later."""

State = Mapping[str, tuple[int, int, int]]
"""The files by their names, each with its size, its time and its number on the disk."""

Kind = Literal["added", "changed", "renamed", "removed"]


@dataclass(frozen=True, slots=True)
class PageChange:
    """What became of the page `name`: `former` is its name before where it was renamed.

    `pieces` and `passages` are how many it has now, 0 of one that was removed.
    """

    kind: Kind
    name: str
    former: str = ""
    pieces: int = 0
    passages: int = 0


class Watch:
    """The pages in `source`, a folder or one file, with what lies beside them, looked at whenever `look` is called."""

    def __init__(self, source: Path, clock: Callable[[], float] = time.monotonic) -> None:
        self._source, self._clock = source, clock
        self._taken: State = {}
        self._seen: State = {}
        self._changed = self._restless = 0.0
        self.moving: tuple[str, ...] = ()
        """The files that were others when it was last looked than when it was looked before, in order."""
        self.pause = PAUSE_SECONDS
        """Seconds until it is worth looking again."""

    @property
    def unrest(self) -> float:
        """For how many seconds something has been changing, without a moment of stillness; 0 where nothing is."""
        return self._clock() - self._restless if self._seen != self._taken else 0.0

    def take(self, state: State | None = None) -> None:
        """The files in that state are dealt with, or will be at once: None for as they are now. Raises as `look`."""
        self._taken = self._seen = _state(self._source) if state is None else state

    def look(self) -> State | None:
        """The files as they are now, where they are others than were taken and have not changed for a moment.

        Raises SourceError where the folder cannot be looked into.
        """
        begun = self._clock()
        now, before = _state(self._source), self._seen
        ended = self._clock()
        self.pause = max(PAUSE_SECONDS, (ended - begun) * (1 - SHARE) / SHARE)
        if now != before:
            self._restless = begun if before == self._taken else self._restless
            self._seen, self._changed = now, ended
            names = before.keys() | now.keys()
            self.moving = tuple(sorted(name for name in names if before.get(name) != now.get(name)))
            return None
        return now if now != self._taken and begun - self._changed >= STILL_SECONDS else None


def _state(source: Path) -> State:
    """Raises SourceError."""
    if source.is_dir():
        found, place = find_files(source), source
        names = [*found.pages, *(name for name in found.beside if name.rpartition("/")[2] in (SIDECAR, DICTIONARY))]
    else:
        names, place = [source.name, SIDECAR, DICTIONARY], folder_of(source)
    state: dict[str, tuple[int, int, int]] = {}
    for name in names:
        with contextlib.suppress(OSError):  # gone since
            told = os.stat(os.path.join(place, name))
            state[name] = told.st_size, told.st_mtime_ns, told.st_ino
    return state


def changes(before: Mapping[str, str], index: SavedIndex) -> Iterator[PageChange]:
    """What became of pages between an index with the digests `before`, by their names, and `index`, in the order of
    their names; those that are gone come last.
    """
    columns = index.columns
    pieces = np.bincount(columns.piece_pages, minlength=len(columns.pages)).tolist()
    passages = columns.standing.tolist()
    now = index.digests
    gone: dict[str, list[str]] = {}
    for name in sorted(before.keys() - now.keys(), reverse=True):
        gone.setdefault(before[name], []).append(name)
    for row, name in enumerate(columns.pages):
        if before.get(name) == now[name]:
            continue
        same = gone.get(now[name]) if name not in before else None
        former = same.pop() if same else ""
        kind: Kind = "renamed" if former else "changed" if name in before else "added"
        yield PageChange(kind, name, former, pieces[row], passages[row])
    for name in sorted(name for names in gone.values() for name in names):
        yield PageChange("removed", name)
