"""Rows of several tables seen as those of one, in any order; what is not asked for is not read."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int64]


class Tables:
    """Tables of one width and kind, each of the shape (rows, width)."""

    def __init__(self, tables: Sequence[NDArray[Any]], places: Rows | None = None) -> None:
        """Row i is number `places[i]` of the rows of all tables, one table after the other; None for all in that order.

        There is at least one table.
        """
        self.tables = tuple(tables)
        self.places = places
        self._starts = np.cumsum([0, *map(len, tables)])
        self.size: int = int(self._starts[-1]) if places is None else len(places)
        self.width: int = tables[0].shape[1]

    def __len__(self) -> int:
        return self.size

    def all(self) -> NDArray[Any]:
        """All rows, not to be written to; of several tables they are put together."""
        if self.places is None and len(self.tables) == 1:
            return self.tables[0]
        return self.rows(np.arange(self.size))

    def rows(self, numbers: Rows | Sequence[int]) -> NDArray[Any]:
        """The rows of these numbers, in their order. Raises IndexError for one that there is not."""
        asked = np.asarray(numbers, np.int64)
        if len(asked) and not 0 <= asked.min() <= asked.max() < self.size:
            raise IndexError(f"rows from {asked.min()} to {asked.max()} of {self.size}")
        places = asked if self.places is None else self.places[asked]
        if len(self.tables) == 1:
            return self.tables[0][places]
        found = np.empty((len(places), self.width), self.tables[0].dtype)
        owners = np.searchsorted(self._starts, places, "right") - 1
        for number in np.unique(owners).tolist():
            here = owners == number
            found[here] = self.tables[number][places[here] - self._starts[number]]
        return found
