"""The texts of an index, searched for runs of characters where they lie in their files.

A run is looked for in the bytes, one file after the other: that takes some milliseconds for a year of a daily, needs no
index of its own, and finds what stands there and nothing else. UTF-8 is made so that a character's bytes are no part of
another's. Left out: what is looked for, and in which form (see `similarity.folded`).
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from rag.index.arrays import map_array

Rows = NDArray[np.int64]

_BYTES: Final = 1 << 22  # looked through at once, so that no more of a file is in memory


class StoredTexts:
    """The texts of one file, row by row. Threads may share it."""

    def __init__(self, path: Path, starts: Path) -> None:
        """`starts` is a file with the place of each text in the file `path`, and the end of the last.

        Raises as `map_array`, and ValueError where the files do not fit together.
        """
        self._starts = map_array(starts)
        size = path.stat().st_size
        self._bytes: NDArray[np.uint8] = np.memmap(path, np.uint8, "r") if size else np.zeros(0, np.uint8)
        if self._starts.ndim != 1 or self._starts.dtype.kind != "i" or not _divide(self._starts, size):
            raise ValueError(f"{starts} does not tell the texts of {path}")

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __getitem__(self, row: int) -> str:
        return self._bytes[self._starts[row] : self._starts[row + 1]].tobytes().decode("utf-8", "surrogatepass")

    @property
    def lengths(self) -> Rows:
        """How many bytes each text takes, shape (texts,)."""
        return np.diff(self._starts)

    def lines(self) -> set[str]:
        """All lines of texts in which each line ends with its own end."""
        return set(self._bytes.tobytes().decode("utf-8", "surrogatepass").split("\n")) - {""}

    def rows_with(self, run: str) -> Rows:
        """The rows of the texts that hold the run, rising. Raises ValueError for an empty one."""
        if not run:
            raise ValueError("nothing is looked for")
        wanted, starts = run.encode("utf-8", "surrogatepass"), self._starts
        found: list[int] = []
        row = 0
        while row < len(self):
            # whole texts, one at least
            end = max(bisect_right(starts, int(starts[row]) + _BYTES) - 1, row + 1)
            begin = int(starts[row])
            content = self._bytes[begin : int(starts[end])].tobytes()
            inner = (starts[row : end + 1] - begin).tolist()
            place = content.find(wanted)
            while place >= 0:
                held = bisect_right(inner, place) - 1
                if place + len(wanted) <= inner[held + 1]:
                    found.append(row + held)
                    place = content.find(wanted, inner[held + 1])
                else:  # half of it is in the next text
                    place = content.find(wanted, place + 1)
            row = end
        return np.array(found, np.int64)


class Texts:
    """The texts of several files as those of one, in any order."""

    def __init__(self, parts: Sequence[StoredTexts], places: Rows | None = None) -> None:
        """Text i is number `places[i]` of the texts of all parts, one part after the other; None for all."""
        self._parts, self._places = tuple(parts), places
        self._starts = np.cumsum([0, *map(len, parts)])

    def __len__(self) -> int:
        return int(self._starts[-1]) if self._places is None else len(self._places)

    def __getitem__(self, row: int) -> str:
        place = int(row if self._places is None else self._places[row])
        part = int(np.searchsorted(self._starts, place, "right")) - 1
        return self._parts[part][place - int(self._starts[part])]

    @property
    def lengths(self) -> Rows:
        """How many bytes each text takes, shape (texts,)."""
        lengths = np.concatenate([part.lengths for part in self._parts])
        return lengths if self._places is None else lengths[self._places]

    def lines(self) -> set[str]:
        """All lines of texts in which each line ends with its own end."""
        return set().union(*(part.lines() for part in self._parts))

    def rows_with(self, run: str) -> Rows:
        """The rows of the texts that hold the run, rising. Raises ValueError for an empty one."""
        parts = zip(self._parts, self._starts[:-1].tolist(), strict=True)
        found = np.concatenate([part.rows_with(run) + start for part, start in parts])
        if self._places is None:
            return found
        rows = self._rows[found]
        return np.sort(rows[rows >= 0])

    @cached_property
    def _rows(self) -> Rows:
        """The row of each text of all parts, -1 where it has none."""
        rows = np.full(int(self._starts[-1]), -1, np.int64)
        if self._places is not None:
            rows[self._places] = np.arange(len(self._places))
        return rows


def texts_and_starts(texts: Iterable[str]) -> tuple[bytes, NDArray[np.int64]]:
    """All texts one after the other, and the place of each, with the end of the last."""
    encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
    return b"".join(encoded), np.cumsum([0, *map(len, encoded)], dtype=np.int64)


def _divide(starts: NDArray[Any], size: int) -> bool:
    return bool(len(starts) and starts[0] == 0 and starts[-1] == size and (starts[1:] >= starts[:-1]).all())
