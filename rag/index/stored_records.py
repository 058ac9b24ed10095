"""Pages, pieces and passages as sequences of which a record is read from the disk when it is asked for.

So many of those read last stay in memory. Left out: what a line says (see `codec`), and what is told of records that
are not read (see `columns` and `facets`).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final, overload

import numpy as np
from numpy.typing import NDArray

from rag.errors import IndexDamaged
from rag.index.arrays import map_array
from rag.index.codec import Record, line_of, read_line

UNREADABLE: Final = (
    OSError,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    IndexError,
    OverflowError,
    RecursionError,
    MemoryError,
)
"""What reading a file raises that no index wrote, however its bytes were chosen."""

PAGES_REMEMBERED: Final = 1_024
"""Pages kept of those read last: two months of a daily."""
PIECES_REMEMBERED: Final = 16_384
"""Pieces kept: those of the pages, and some 50 MB."""
PASSAGES_REMEMBERED: Final = 1_024
"""Passages kept: those of some fifty questions."""


class Records(Sequence[Record]):
    """Records in rows; two are equal where all of their records are."""

    def line(self, number: int) -> bytes:
        """The line that is stored of the record."""
        raise NotImplementedError

    def record(self, number: int) -> Record:
        """The record of that number, which is within the sequence."""
        raise NotImplementedError

    @overload
    def __getitem__(self, number: int) -> Record: ...
    @overload
    def __getitem__(self, number: slice) -> tuple[Record, ...]: ...
    def __getitem__(self, number: int | slice) -> Record | tuple[Record, ...]:
        if isinstance(number, slice):
            return tuple(self.record(place) for place in range(*number.indices(len(self))))
        place = int(number)
        if not -len(self) <= place < len(self):
            raise IndexError(f"record {place} of {len(self)}")
        return self.record(place % len(self))

    def __iter__(self) -> Iterator[Record]:
        return map(self.record, range(len(self)))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence) or len(self) != len(other):
            return NotImplemented if not isinstance(other, Sequence) else False
        return all(mine == theirs for mine, theirs in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]  # as that of a list


class StoredRecords(Records[Record]):
    """The records of one file. Threads may share it."""

    def __init__(
        self,
        path: Path,
        starts: Path,
        read: Callable[[dict[str, Any]], Record],
        folder: Path,
        at_most: int,
    ) -> None:
        """`starts` is a file with the place of each line in the file `path`, and the end of the last.

        `folder` is that of the index, named where a record cannot be read; `at_most` as many records stay in memory.
        Raises as `map_array`, and ValueError where the files do not fit together.
        """
        self._path, self._folder = path, folder
        self._read: Callable[[dict[str, Any]], Record] = read
        self._starts = map_array(starts)
        size = path.stat().st_size
        self._bytes: NDArray[np.uint8] = np.memmap(path, np.uint8, "r") if size else np.zeros(0, np.uint8)
        if self._starts.ndim != 1 or self._starts.dtype.kind != "i" or not _divide(self._starts, size):
            raise ValueError(f"{starts} does not tell the lines of {path}")
        self._at_most = at_most
        self._kept: dict[int, Record] = {}

    def __len__(self) -> int:
        return len(self._starts) - 1

    def line(self, number: int) -> bytes:
        """As it is stored."""
        return self._bytes[self._starts[number] : self._starts[number + 1]].tobytes()

    def record(self, number: int) -> Record:
        """The record of that number. Raises IndexDamaged where its line is none."""
        found = self._kept.get(number)
        if found is None:
            try:
                found = read_line(self.line(number), self._read)
            except UNREADABLE as error:
                raise IndexDamaged("index-damaged", path=self._folder, reason=self._path.name) from error
            if len(self._kept) >= self._at_most:
                self._kept.clear()
            self._kept[number] = found
        return found


class ChosenRecords(Records[Record]):
    """Records of several sequences, in any order."""

    def __init__(self, parts: Sequence[Sequence[Record]], places: NDArray[np.int64] | None = None) -> None:
        """Record i is number `places[i]` of the records of all parts, one part after the other; None for all."""
        self._parts: tuple[Sequence[Record], ...] = tuple(parts)
        self._starts = np.cumsum([0, *map(len, parts)])
        self._places = np.arange(self._starts[-1]) if places is None else places
        self._only: Sequence[Record] | None = self._parts[0] if places is None and len(self._parts) == 1 else None

    def __len__(self) -> int:
        return len(self._places)

    def line(self, number: int) -> bytes:
        """As it is stored, or would be."""
        part, place = self._found(number)
        return part.line(place) if isinstance(part, Records) else line_of(part[place])

    def record(self, number: int) -> Record:
        """The record of that number, which is within the sequence."""
        part, place = self._found(number)
        return part[place]

    def new(self) -> Iterator[Record]:
        """The records that do not come from an index."""
        for number in range(len(self)):
            part, place = self._found(number)
            if not isinstance(part, Records):
                yield part[place]

    def _found(self, number: int) -> tuple[Sequence[Record], int]:
        if self._only is not None:
            return self._only, number
        place = int(self._places[number])
        part = int(np.searchsorted(self._starts, place, "right")) - 1
        return self._parts[part], place - int(self._starts[part])


def lines_and_starts(records: Sequence[Record]) -> tuple[bytes, NDArray[np.int64]]:
    """All records as lines, and the place of each, with the end of the last."""
    lines: list[bytes]
    if isinstance(records, Records):
        lines = [records.line(number) for number in range(len(records))]
    else:
        lines = [line_of(record) for record in records]
    return b"".join(lines), np.cumsum([0, *map(len, lines)], dtype=np.int64)


def new_of(records: Sequence[Record]) -> Iterable[Record]:
    """The records that do not come from an index, and so were never read back."""
    if isinstance(records, ChosenRecords):
        return records.new()
    return () if isinstance(records, Records) else records


def _divide(starts: NDArray[Any], size: int) -> bool:
    return bool(len(starts) and starts[0] == 0 and starts[-1] == size and (starts[1:] > starts[:-1]).all())
