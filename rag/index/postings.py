"""The terms of some passages, as files that are looked into and not read: which passages hold a term, and how often.

The terms are sorted, so that one is found by halving, and the same passages give the same bytes in every process. The
terms of each passage are kept as they were cut, too, so that a later build need not cut them again. Left out: what a
term is worth, which depends on all passages of an index (see `term_index`).
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from rag.index.arrays import array_bytes, map_array

FILES: Final = (
    "words.npy",
    "word-starts.npy",
    "postings.npy",
    "posting-starts.npy",
    "frequencies.npy",
    "cut.npy",
    "cut-starts.npy",
)
"""The terms in UTF-8, one after the other in rising order, and where each begins; the rows of the passages that hold
each, where those of each begin, and how often each passage holds it; then the numbers of all passages' terms, one
passage after the other, and where each passage begins. What begins somewhere has the end of the last one, too."""


class Postings:
    """The terms of the passages of one segment. Build them with `build` or `load`."""

    def __init__(self, arrays: Sequence[NDArray[Any]]) -> None:
        """`arrays` are those of `FILES`."""
        self._arrays = tuple(arrays)
        self._words, self._word_starts, self._rows, self._row_starts, self._counts, self._cut, self._starts = arrays
        self.size: int = len(self._starts) - 1
        self.lengths: NDArray[np.int64] = np.diff(self._starts)
        """How many terms each passage was cut into."""

    @classmethod
    def build(cls, passages: Iterable[Sequence[str]]) -> "Postings":
        """The postings of the terms of each passage, in the passages' order."""
        met: dict[str, int] = {}
        cut = [np.array([met.setdefault(term, len(met)) for term in terms], np.int32) for terms in passages]
        starts = np.cumsum([0, *map(len, cut)], dtype=np.int64)
        terms = sorted(met)
        numbers = np.empty(len(terms), np.int32)  # of each term as it was met
        numbers[[met[term] for term in terms]] = np.arange(len(terms), dtype=np.int32)
        together = numbers[np.concatenate([np.zeros(0, np.int32), *cut])]
        return cls([*_word_arrays(terms), *_posting_arrays(together, starts, len(terms)), together, starts])

    @classmethod
    def load(cls, folder: Path) -> "Postings":
        """The postings of the files that `to_files` gave.

        Raises OSError, or ValueError where they do not fit together.
        """
        arrays = [map_array(folder / name) for name in FILES]
        wrong = _inconsistency(arrays)
        if wrong:
            raise ValueError(f"the terms in {folder}: {wrong}")
        return cls(arrays)

    def to_files(self) -> dict[str, bytes]:
        """The `FILES` that `load` reads."""
        return {name: array_bytes(array) for name, array in zip(FILES, self._arrays, strict=True)}

    def __len__(self) -> int:
        return self.size

    def of(self, term: str) -> tuple[NDArray[np.int32], NDArray[Any]]:
        """The rows of the passages that hold `term`, rising, and how often each does."""
        number = self._number(term)
        if number is None:
            return self._rows[:0], self._counts[:0]
        first, end = self._row_starts[number], self._row_starts[number + 1]
        return self._rows[first:end], self._counts[first:end]

    def counted(self) -> Iterator[tuple[str, NDArray[np.int32]]]:
        """Every term, in rising order, with the rows of the passages that hold it."""
        for number in range(len(self._word_starts) - 1):
            yield self._word(number), self._rows[self._row_starts[number] : self._row_starts[number + 1]]

    def terms_of(self, row: int) -> list[str]:
        """The terms that the passage of that row was cut into, in their order."""
        return [self._word(number) for number in self._cut[self._starts[row] : self._starts[row + 1]].tolist()]

    def _word(self, number: int) -> str:
        return self._bytes(number).decode("utf-8", "surrogatepass")

    def _bytes(self, number: int) -> bytes:
        return self._words[self._word_starts[number] : self._word_starts[number + 1]].tobytes()

    def _number(self, term: str) -> int | None:
        """The number of the term, None where there is none; in UTF-8 terms are in the order of their characters."""
        wanted = term.encode("utf-8", "surrogatepass")
        low, high = 0, len(self._word_starts) - 1
        while low < high:
            middle = (low + high) // 2
            if self._bytes(middle) < wanted:
                low = middle + 1
            else:
                high = middle
        return low if low < len(self._word_starts) - 1 and self._bytes(low) == wanted else None


def _word_arrays(terms: Sequence[str]) -> list[NDArray[Any]]:
    """The terms as bytes, and where each begins."""
    written = [term.encode("utf-8", "surrogatepass") for term in terms]
    return [np.frombuffer(b"".join(written), np.uint8), np.cumsum([0, *map(len, written)], dtype=np.int64)]


def _posting_arrays(cut: NDArray[np.int32], starts: NDArray[np.int64], terms: int) -> list[NDArray[Any]]:
    """The rows that hold each term, where those of each term begin, and how often each row holds it."""
    size = len(starts) - 1
    owners = np.repeat(np.arange(size, dtype=np.int64), np.diff(starts))
    found, counts = np.unique(cut.astype(np.int64) * max(size, 1) + owners, return_counts=True)
    rows = (found % max(size, 1)).astype(np.int32)
    row_starts = np.searchsorted(found, np.arange(terms + 1, dtype=np.int64) * max(size, 1))
    smallest = np.uint16 if counts.max(initial=0) < 1 << 16 else np.uint32
    return [rows, row_starts.astype(np.int64), counts.astype(smallest)]


def _inconsistency(arrays: Sequence[NDArray[Any]]) -> str:
    """What of the arrays cannot be, "" where all fits: rows would be read that are others' or none."""
    words, word_starts, rows, row_starts, counts, cut, starts = arrays
    if words.dtype != np.uint8 or not all(array.ndim == 1 and array.dtype.kind in "iu" for array in arrays):
        return "terms or rows that are no numbers"
    if not all(map(_begin, (word_starts, row_starts, starts), (words, rows, cut))):
        return "what begins elsewhere"
    if len(word_starts) != len(row_starts) or len(counts) != len(rows):
        return (
            f"{len(word_starts) - 1} terms, those of {len(row_starts) - 1} with {len(rows)} rows, {len(counts)} counts"
        )
    if len(rows) and not 0 <= rows.min() <= rows.max() < len(starts) - 1:
        return f"rows beyond {len(starts) - 1} passages"
    if len(cut) and not 0 <= cut.min() <= cut.max() < len(word_starts) - 1:
        return f"terms of passages beyond {len(word_starts) - 1}"
    if len(counts) and counts.min() < 1:
        return "terms that are held no times"
    return ""


def _begin(starts: NDArray[Any], values: NDArray[Any]) -> bool:
    """Whether the starts divide the values."""
    return bool(len(starts) and starts[0] == 0 and starts[-1] == len(values) and (starts[1:] >= starts[:-1]).all())
