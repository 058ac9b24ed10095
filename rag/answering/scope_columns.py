"""The pieces of an index by what a scope asks of them, so that a scope is looked up and no piece looked at.

Left out: what a scope asks and what a piece has of it (see `scope`).
"""

from collections.abc import Hashable, Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from rag.answering.scope import Scope, fields_of
from rag.articles.issue.printed import printed_day
from rag.index.saved import SavedIndex
from rag.records import Piece


class ScopeColumns:
    """What the pieces of one index have of a scope's fields. Threads may share it."""

    def __init__(self, index: SavedIndex, articles: Sequence[Sequence[Piece]]) -> None:
        """`articles` are those of the index, each as its pieces in reading order."""
        pieces = list(chain.from_iterable(articles))
        days = [printed_day(piece, index.pages_by_name[piece.source]).date for piece in pieces]
        self._days = np.array(days, "U10")
        self._article_of_piece = np.repeat(np.arange(len(articles)), [len(parts) for parts in articles])
        places: dict[str, dict[Hashable, list[int]]] = {}
        for number, piece in enumerate(pieces):
            for field, values in fields_of(piece, index.pages_by_name[piece.source]).items():
                column = places.setdefault(field, {})
                for value in values:
                    column.setdefault(value, []).append(number)
        self._columns = {
            field: {value: np.array(numbers) for value, numbers in column.items()} for field, column in places.items()
        }
        numbered = {parts[0].id: number for number, parts in enumerate(articles)}
        none = len(articles)  # of a passage whose article is not there
        numbers = np.array([numbered.get(id, none) for id in index.columns.pieces], int)
        self._article_of_passage = numbers[index.columns.passage_pieces]

    def passages(self, scope: Scope) -> NDArray[np.bool_]:
        """Which passages are of articles of which any piece is within the scope, shape (passages,)."""
        held = np.ones(len(self._days), np.bool_)
        if scope.first:
            held &= self._days >= scope.first
        if scope.last:
            held &= (self._days != "") & (self._days <= scope.last)
        for field, column in self._columns.items():
            wanted: Sequence[Hashable] = getattr(scope, field)
            if wanted:
                fits = np.zeros(len(held), np.bool_)
                for value in wanted:
                    fits[column.get(value, [])] = True
                held &= fits
        articles = np.zeros(self._article_of_piece.max(initial=-1) + 2, np.bool_)
        articles[self._article_of_piece[held]] = True
        passages: NDArray[np.bool_] = articles[self._article_of_passage]
        return passages
