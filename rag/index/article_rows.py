"""Which pieces of an index make up an article, by their rows: most articles are one piece, and cost nothing here.

Articles are numbered in the order of their beginnings, as `articles.chains` has them. Left out: what an article is
called and when it was printed (see `facets`).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rag.articles import chains
from rag.index.columns import Columns

Rows = NDArray[np.int64]
Chosen = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _Link:
    """What stands for a piece where articles are put together."""

    id: str
    continues: str
    row: int


class ArticleRows:
    """The rows of the pieces of each article, in reading order. Threads may share it.

    `heads` are the rows of the articles' first pieces, shape (articles,), rising; `article_of` is the number of each
    piece's article, shape (pieces,).
    """

    def __init__(self, columns: Columns, rows: Mapping[str, int]) -> None:
        """`rows` are those of the pieces by their ids."""
        going_on = [row for row, id in enumerate(columns.continues) if id]
        others = (rows.get(columns.continues[row]) for row in going_on)
        linked = sorted({*going_on, *(row for row in others if row is not None)})
        links = [_Link(columns.pieces[row], columns.continues[row], row) for row in linked]
        found = [tuple(link.row for link in chain) for chain in chains(links)]
        alone = np.ones(len(columns.pieces), np.bool_)
        alone[linked] = False
        self.heads: Rows = np.sort(np.concatenate([np.flatnonzero(alone), np.array([c[0] for c in found], np.int64)]))
        self.article_of: Rows = np.searchsorted(self.heads, np.arange(len(columns.pieces)))
        self._several: dict[int, tuple[int, ...]] = {}
        for chain in found:
            number = int(np.searchsorted(self.heads, chain[0]))
            self.article_of[list(chain)] = number
            if len(chain) > 1:
                self._several[number] = chain

    def __len__(self) -> int:
        return len(self.heads)

    def __getitem__(self, number: int) -> tuple[int, ...]:
        """The rows of the pieces of the article of that number."""
        return self._several.get(number) or (int(self.heads[number]),)

    @property
    def several(self) -> Mapping[int, Sequence[int]]:
        """The articles of more than one piece, by their numbers."""
        return self._several

    def with_any(self, pieces: Chosen) -> Chosen:
        """Which articles have any of the chosen pieces, shape (articles,)."""
        chosen = np.zeros(len(self.heads), np.bool_)
        chosen[self.article_of[pieces]] = True
        return chosen

    def first_of(self, pieces: Chosen) -> Rows:
        """The row of the first of the chosen pieces in each article, of its first piece where none is chosen."""
        rows = self.heads.copy()
        for number, parts in self._several.items():
            rows[number] = next((row for row in parts if pieces[row]), parts[0])
        return rows


class RowsOfArticles(Mapping[str, Sequence[int]]):
    """The rows of all pieces of the article that a piece belongs to, in reading order, by the piece's id."""

    def __init__(self, rows: Mapping[str, int], articles: ArticleRows) -> None:
        self._rows, self._articles = rows, articles

    def __getitem__(self, id: str) -> Sequence[int]:
        return self._articles[int(self._articles.article_of[self._rows[id]])]

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)
