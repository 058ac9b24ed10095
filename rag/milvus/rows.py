"""The rows of an index by the segments that Milvus has them in."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from rag.index.tables import Rows


class SegmentRows:
    """The rows of an index and where they lie in its segments. Threads may share it."""

    def __init__(self, sizes: Sequence[int], places: Rows | None) -> None:
        """`sizes` are those of the segments; row i is number `places[i]` of all rows of them, None for all in order."""
        self.sizes = tuple(sizes)
        self._starts = np.cumsum([0, *sizes])
        self._places = places
        self.size: int = int(self._starts[-1]) if places is None else len(places)
        self._rows: NDArray[np.int64] | None = None
        if places is not None:
            self._rows = np.full(self._starts[-1], -1, np.int64)
            self._rows[places] = np.arange(len(places))

    def by_segment(self, rows: Rows) -> Iterator[tuple[int, Rows, Rows]]:
        """For each segment that holds any of the rows: its number, where among `rows` they stand, and their rows there.

        Raises IndexError for a row that there is not.
        """
        if len(rows) and not 0 <= rows.min() <= rows.max() < self.size:
            raise IndexError(f"rows from {rows.min()} to {rows.max()} of {self.size}")
        places = rows if self._places is None else self._places[rows]
        owners = np.searchsorted(self._starts, places, "right") - 1
        for number in np.unique(owners).tolist():
            here = np.flatnonzero(owners == number)
            yield number, here, places[here] - self._starts[number]

    def of_segment(self, number: int, rows: Rows) -> Rows:
        """The rows of the index that are these rows of a segment, -1 for those that are dead."""
        places: Rows = rows + self._starts[number]
        return places if self._rows is None else self._rows[places]
