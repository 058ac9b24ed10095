"""The pieces of an index by what a scope asks of them, so that a scope is looked up and no piece is read.

Left out: what a scope asks and what a piece has of it (see `scope`), and where that is kept (see `index.facets`).
"""

from collections.abc import Iterable, Mapping
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from rag.answering.scope import Scope, ScopeChoices, choices_of
from rag.index.article_rows import ArticleRows
from rag.index.columns import Columns
from rag.index.facets import Facet, PageFacets, PieceFacets

Value = TypeVar("Value")


class FacetedPieces(Protocol):
    """What an index must tell of its pages and pieces."""

    @property
    def columns(self) -> Columns:
        """What belongs to which."""

    @property
    def page_facets(self) -> PageFacets:
        """What the pages are looked up by."""

    @property
    def piece_facets(self) -> PieceFacets:
        """What the pieces are looked up by."""

    @property
    def article_rows(self) -> ArticleRows:
        """Which pieces make up which article."""

    @property
    def page_rows(self) -> Mapping[str, int]:
        """The rows of the pages by their names."""

    @property
    def piece_rows(self) -> Mapping[str, int]:
        """The rows of the pieces by their ids."""


class ScopeColumns:
    """What the pieces of one index have of a scope's fields. Threads may share it."""

    def __init__(self, index: FacetedPieces) -> None:
        self._index = index

    def pieces(self, scope: Scope) -> NDArray[np.bool_]:
        """Which pieces are within the scope, shape (pieces,)."""
        index, facets = self._index, self._index.piece_facets
        page_rows = index.columns.piece_pages
        held = np.ones(len(index.columns.pieces), np.bool_)
        if scope.first:
            held &= facets.printed.where(lambda day: day >= scope.first)
        if scope.last:
            held &= facets.printed.where(lambda day: "" < day <= scope.last)
        if scope.papers:
            held &= index.page_facets.paper.where(lambda paper: paper in scope.papers)[page_rows]
        if scope.pages:
            held &= _chosen(len(index.page_rows), map(index.page_rows.get, scope.pages))[page_rows]
        if scope.numbers:
            held &= _having(facets.numbers, scope.numbers)
        if scope.sections:
            held &= _having(facets.sections, scope.sections)
        if scope.reporters:
            held &= _having(facets.reporters, scope.reporters)
        if scope.kinds:
            held &= facets.kind.where(lambda kind: kind in scope.kinds)
        if scope.articles:
            held &= _chosen(len(held), map(index.piece_rows.get, scope.articles))
        return held

    def passages(self, scope: Scope) -> NDArray[np.bool_]:
        """Which passages are of articles of which any piece is within the scope, shape (passages,)."""
        articles = self._index.article_rows
        held = articles.with_any(self.pieces(scope))
        passages: NDArray[np.bool_] = held[articles.article_of[self._index.columns.passage_pieces]]
        return passages

    def choices(self, held: NDArray[np.bool_] | None = None) -> ScopeChoices:
        """What a scope can be made of for the pieces of the index, or for those that are `held`, shape (pieces,)."""
        index, facets = self._index, self._index.piece_facets
        rows = np.arange(len(index.columns.pieces)) if held is None else np.flatnonzero(held)
        certain = facets.printed_told.where(lambda told: told != "text")
        return choices_of(
            printed=facets.printed.at(rows).counts(),
            certain=facets.printed.at(rows[certain[rows]]).counts(),
            papers=index.page_facets.paper.at(index.columns.piece_pages[rows]).counts(),
            numbers=facets.numbers.at(rows).counts(),
            sections=facets.sections.at(rows).counts(),
            reporters=facets.reporters.at(rows).counts(),
            kinds=facets.kind.at(rows).counts(),
        )


def _having(facet: Facet[tuple[Value, ...]], wanted: Iterable[Value]) -> NDArray[np.bool_]:
    """Which rows have any of the wanted values."""
    return facet.where(lambda values: any(value in wanted for value in values))


def _chosen(size: int, rows: Iterable[int | None]) -> NDArray[np.bool_]:
    chosen = np.zeros(size, np.bool_)
    chosen[[row for row in rows if row is not None]] = True
    return chosen
