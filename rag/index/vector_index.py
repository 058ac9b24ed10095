"""Search by inner product over unit vectors, which stay where they lie: in FAISS's flat indexes, one or several.

No more rows are compared than are asked for, and nothing is approximated but which rows are the nearest of a table that
has lists of them (see `neighbours`). Left out: making vectors, and what a row stands for.
"""

from collections.abc import Sequence
from functools import cached_property

import faiss
import numpy as np
from numpy.typing import NDArray

from rag.index.neighbours import Neighbours
from rag.index.tables import Rows, Tables

Vectors = NDArray[np.float32]


class VectorIndex(Tables):
    """Unit vectors in rows. Build one with `build`, or of tables that lie on the disk."""

    @classmethod
    def build(cls, vectors: Vectors) -> "VectorIndex":
        """An index over `vectors`, shape (size, dimensions); size may be 0.

        Raises ValueError for another shape or for values that are not finite.
        """
        check_vectors(vectors)
        return cls([np.ascontiguousarray(vectors, np.float32)])

    def __init__(
        self,
        tables: Sequence[Vectors],
        places: Rows | None = None,
        neighbours: Sequence[Neighbours | None] = (),
    ) -> None:
        """As `Tables`; `neighbours` are the lists of each table, None for one without, () where none has any."""
        super().__init__(tables, places)
        self._neighbours = tuple(neighbours) or (None,) * len(self.tables)

    @property
    def has_neighbours(self) -> bool:
        """Whether the nearest rows of any table are found without comparing all."""
        return any(self._neighbours)

    @property
    def dimensions(self) -> int:
        """The length of a vector."""
        return self.width

    @property
    def vectors(self) -> Vectors:
        """All rows, shape (size, dimensions), not to be written to; of several tables they are put together."""
        return self.all()

    def scores(self, vector: Vectors, rows: Rows | None = None) -> Vectors:
        """The inner product of `vector`, shape (dimensions,), with every row, or with those of `rows` in their order.

        Higher is better. Equal rows get equal scores, bit by bit, whichever others are asked for and whatever table
        they lie in: FAISS compares them one by one. numpy's matrix product does not promise it. Raises IndexError for
        a row that there is not, and ValueError for a vector of another length.
        """
        asked = np.ascontiguousarray(vector, np.float32)
        if asked.shape != (self.dimensions,):
            raise ValueError(f"expected a vector of {self.dimensions} numbers, got shape {asked.shape}")
        if rows is not None:
            return _inner_products(asked, self.rows(rows))
        scores = [_inner_products(asked, table) for table in self.tables]
        together = scores[0] if len(scores) == 1 else np.concatenate(scores)
        return together if self.places is None else together[self.places]

    def nearest(self, vector: Vectors, count: int, within: NDArray[np.bool_] | None = None) -> Rows:
        """The rows of the `count` nearest to `vector`, rising; of a table with lists, about those.

        `within`, shape (size,), tells which rows may be found, None for all.
        """
        found: list[Rows] = []
        for number, (table, neighbours) in enumerate(zip(self.tables, self._neighbours, strict=True)):
            first, end = int(self._starts[number]), int(self._starts[number + 1])
            rows = None if self._owners is None else self._owners[first:end]
            chosen = within if rows is None else (rows >= 0) if within is None else (rows >= 0) & within[rows]
            if neighbours is not None:
                near = neighbours.nearest(vector, count, chosen)
            else:
                scores = _inner_products(np.ascontiguousarray(vector, np.float32), table)
                near = np.arange(end - first) if chosen is None else np.flatnonzero(chosen)
                near = near[np.argsort(-scores[near], kind="stable")[:count]]
            found.append(near if rows is None else rows[near])
        together = np.concatenate(found)
        if len(together) > count:  # of several tables
            together = together[np.argsort(-self.scores(vector, together), kind="stable")[:count]]
        return np.sort(together)

    @cached_property
    def _owners(self) -> Rows | None:
        """The row of each row of all tables, -1 for none; None where they are the same."""
        if self.places is None:
            return None
        owners = np.full(int(self._starts[-1]), -1, np.int64)
        owners[self.places] = np.arange(self.size)
        return owners

    def compared(self, vector: Vectors) -> "RowScores":
        """The scores of the rows for `vector`, worked out as far as they are asked for."""
        return RowScores(self, vector)


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
    if not size:
        return scores
    pointers = tuple(faiss.swig_ptr(array) for array in (scores, vector, table))
    if dimensions > _FEW:
        faiss.fvec_inner_products_ny(*pointers, dimensions, size)  # type: ignore[attr-defined]  # not in its stubs
    else:
        numbers = np.arange(size)
        compare = faiss.fvec_inner_products_by_idx  # type: ignore[attr-defined]  # not in its stubs
        compare(*pointers, faiss.swig_ptr(numbers), dimensions, 1, size)
    return scores


_AT_ONCE = 1 << 14  # rows: what is made of so many and thrown away again takes little memory


def check_vectors(table: NDArray[np.generic]) -> None:
    """Raise ValueError unless `table` is one of finite vectors, shape (rows, dimensions)."""
    if table.ndim != 2 or table.shape[1] == 0 or table.dtype.kind != "f":
        raise ValueError(f"expected finite vectors in rows, got {table.dtype} of shape {table.shape}")
    if not all(np.isfinite(table[place : place + _AT_ONCE]).all() for place in range(0, len(table), _AT_ONCE)):
        raise ValueError("expected finite vectors")
