"""Exact search by inner product over unit vectors, kept and compared by FAISS.

Nothing is approximated. The rows are held once, and no more of them are compared than are asked for. Left out: making
vectors, and what a row stands for.
"""

from functools import cached_property
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from rag.index.arrays import check_flat

Vectors = NDArray[np.float32]


class VectorIndex:
    """Unit vectors in rows. Build one with `build` or `load`."""

    def __init__(self, index: faiss.IndexFlatIP) -> None:
        """Raises ValueError for values that are not finite."""
        self._index = index
        self.size: int = index.ntotal
        self.dimensions: int = index.d
        self.vectors: Vectors = _rows_of(index)
        """All rows, shape (size, dimensions): those that FAISS holds, not to be written to."""
        if not _all_finite(self.vectors):
            raise ValueError("expected finite vectors")

    @classmethod
    def build(cls, vectors: Vectors) -> "VectorIndex":
        """An index over `vectors`, shape (size, dimensions); size may be 0.

        Raises ValueError for another shape or for values that are not finite.
        """
        if vectors.ndim != 2 or vectors.shape[1] == 0:
            raise ValueError(f"expected finite vectors in rows, got shape {vectors.shape}")
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors, np.float32))
        return cls(index)

    def __len__(self) -> int:
        return self.size

    def scores(self, vector: Vectors, rows: NDArray[np.int64] | None = None) -> Vectors:
        """The inner product of `vector`, shape (dimensions,), with every row, or with those of `rows` in their order.

        Higher is better. Equal rows get equal scores, bit by bit, whichever others are asked for: FAISS compares them
        one by one. numpy's matrix product does not promise it. Raises IndexError for a row that there is not, and
        ValueError for a vector of another length.
        """
        asked = np.ascontiguousarray(vector, np.float32)
        if asked.shape != (self.dimensions,):
            raise ValueError(f"expected a vector of {self.dimensions} numbers, got shape {asked.shape}")
        if rows is None:
            table = self.vectors
        elif len(rows) and not 0 <= rows.min() <= rows.max() < self.size:
            raise IndexError(f"rows from {rows.min()} to {rows.max()} of {self.size}")
        else:
            table = self.vectors[rows]
        return _inner_products(asked, table)

    def to_bytes(self) -> bytes:
        """The file that `load` reads. FAISS itself would write one without noticing that its last part is lost."""
        return bytes(faiss.serialize_index(self._index))

    @classmethod
    def load(cls, path: Path) -> "VectorIndex":
        """The index that `to_bytes` gave. Raises ValueError where the file holds something else, or is missing."""
        try:
            check_flat(path)
            index = faiss.read_index(str(path))
        except (OSError, RuntimeError, ValueError) as error:
            raise ValueError(f"{path} cannot be read: {error}") from error
        if not isinstance(index, faiss.IndexFlatIP):
            raise ValueError(f"{path} holds an index of another kind")
        return cls(index)


class _Rows:
    """The rows of a FAISS index where they are, for numpy to see; the index is kept as long as they are seen."""

    def __init__(self, index: faiss.IndexFlatIP) -> None:
        self._index = index
        place = faiss.rev_swig_ptr(index.get_xb(), index.ntotal * index.d).__array_interface__["data"][0]
        shape = (index.ntotal, index.d)
        self.__array_interface__ = {"shape": shape, "typestr": "<f4", "data": (place, True), "version": 3}


def _rows_of(index: faiss.IndexFlatIP) -> Vectors:
    """The rows of the index where it holds them, read-only."""
    return np.asarray(_Rows(index)) if index.ntotal else np.zeros((0, index.d), np.float32)


class RowScores:
    """The scores of the rows of an index for one vector, worked out as far as they are asked for.

    Whichever are asked for together, a row's score is the same, bit by bit.
    """

    def __init__(self, index: VectorIndex, vector: Vectors) -> None:
        self._index = index
        self._vector = vector

    def __len__(self) -> int:
        return len(self._index)

    @cached_property
    def all(self) -> Vectors:
        """The scores of all rows; they are kept."""
        return self._index.scores(self._vector)

    def of(self, rows: NDArray[np.int64]) -> Vectors:
        """The scores of these rows, in their order."""
        return self.all[rows] if "all" in self.__dict__ else self._index.scores(self._vector, rows)

    def between(self, first: int, end: int) -> Vectors:
        """The scores of the rows from `first` up to, not including, `end`."""
        return self.of(np.arange(first, end))


_FEW = 12
"""Dimensions up to which FAISS compares several rows at once, the last ones otherwise, with other rounding."""


def _inner_products(vector: Vectors, table: Vectors) -> Vectors:
    """The inner product of `vector` with each row of `table`, both contiguous.

    FAISS's loop in one thread: with its threads a search of 5,000 rows took 0.3 ms on two idle cores, and 19 ms on two
    that were busy with other work, for the first thread waits for the last.
    """
    size, dimensions = table.shape
    scores = np.empty(size, np.float32)
    pointers = tuple(faiss.swig_ptr(array) for array in (scores, vector, table))
    if dimensions > _FEW:
        faiss.fvec_inner_products_ny(*pointers, dimensions, size)  # type: ignore[attr-defined]  # not in its stubs
    else:
        numbers = np.arange(size)
        compare = faiss.fvec_inner_products_by_idx  # type: ignore[attr-defined]  # not in its stubs
        compare(*pointers, faiss.swig_ptr(numbers), dimensions, 1, size)
    return scores


_AT_ONCE = 1 << 14  # rows: what is made of so many and thrown away again takes little memory


def _all_finite(vectors: Vectors) -> bool:
    return all(np.isfinite(vectors[place : place + _AT_ONCE]).all() for place in range(0, len(vectors), _AT_ONCE))
