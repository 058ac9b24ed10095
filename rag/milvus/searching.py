"""The vectors and terms of an index in Milvus, and the search for candidates there.

They are asked as those of an index on this machine are, but that not all rows are compared: the nearest passages by
their vectors and by their terms are candidates, and the sentences of those have scores. Left out: how such an index is
opened (see `reading`).
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from rag.answering.candidate_search import Candidates
from rag.answering.scope import Scope
from rag.answering.shortlist import SHORTLISTED
from rag.index.tables import Rows
from rag.index.term_index import TermIndex
from rag.index.vector_index import RowScores, VectorIndex, Vectors
from rag.milvus.facets import filter_of
from rag.milvus.rows import SegmentRows
from rag.milvus.server import MOST_FOUND, Server, rows_among
from rag.milvus.terms import dimension_of, question_weights

_NAMED: Final = 2_000
"""Passages to look among up to which they are named one by one, and not by what a scope says of them."""
_COMPARED: Final = 8_192
"""Rows whose scores are asked for at once: an expression of some 60,000 characters."""
_REMEMBERED: Final = 4_096
"""Passages whose terms are kept, and terms whose passages are."""


@dataclass(frozen=True, slots=True)
class Place:
    """The collections of the rows of an index, one a segment, and of each the expression that its live rows fulfil."""

    server: Server
    collections: Sequence[str]
    rows: SegmentRows
    live: Sequence[str]

    def scores(self, field: str, vector: Any, rows: Rows, missing: float) -> Vectors:
        """The inner product of `vector` with the `field` of these rows; `missing` for those that are not told."""
        found = np.full(len(rows), missing, np.float32)
        for number, here, local in self.rows.by_segment(rows):
            for start in range(0, len(local), _COMPARED):
                some = local[start : start + _COMPARED]
                limit = len(some)
                told, scores = self.server.search(
                    self.collections[number], field, vector, limit, rows_among(some.tolist()), 2 * limit
                )
                order = np.argsort(some, kind="stable")
                places = order[np.searchsorted(some[order], told)]
                found[here[start + places]] = scores
        return found

    def nearest(self, field: str, vector: Any, count: int, among: Sequence[str]) -> tuple[Rows, Vectors]:
        """The `count` rows of the index whose `field` is nearest to `vector`, with their inner products, best first.

        `among` has an expression for each segment that its rows must fulfil.
        """
        rows, scores = [np.zeros(0, np.int64)], [np.zeros(0, np.float32)]
        for number, collection in enumerate(self.collections):
            only = " and ".join(f"({each})" for each in (self.live[number], among[number]) if each)
            found, told = self.server.search(collection, field, vector, count, only, 2 * count)
            here = self.rows.of_segment(number, found)
            rows.append(here[here >= 0])
            scores.append(told[here >= 0])
        together, all_scores = np.concatenate(rows), np.concatenate(scores)
        order = np.argsort(-all_scores, kind="stable")[:count]
        return together[order], all_scores[order]

    def values(self, field: str, rows: Rows) -> dict[int, Any]:
        """The values of `field` in these rows of the index."""
        found: dict[int, Any] = {}
        for number, here, local in self.rows.by_segment(rows):
            told = self.server.rows(self.collections[number], local, field)
            found.update((int(rows[place]), told[row]) for place, row in zip(here, local.tolist(), strict=True))
        return found


class MilvusVectors(VectorIndex):
    """Vectors that Milvus has. Whatever is asked of them is asked there."""

    def __init__(self, place: Place, dimensions: int) -> None:
        self._place, self.size, self.width = place, place.rows.size, dimensions

    def all(self) -> Vectors:
        """All rows, fetched: for a small index."""
        return self.rows(np.arange(self.size))

    def rows(self, numbers: Rows | Sequence[int]) -> Vectors:
        """As those of an index here."""
        asked = np.asarray(numbers, np.int64)
        told = self._place.values("vector", asked)
        found = np.array([told[row] for row in asked.tolist()], np.float32)
        return found.reshape(len(asked), -1)[:, : self.width] if len(asked) else np.zeros((0, self.width), np.float32)

    def scores(self, vector: Vectors, rows: Rows | None = None) -> Vectors:
        """As those of an index here; of all rows it takes long."""
        asked = np.arange(self.size) if rows is None else np.asarray(rows, np.int64)
        return self._place.scores("vector", vector, asked, -1.0)

    def compared(self, vector: Vectors) -> RowScores:
        """The scores for `vector`, each asked for once; `all` has -1 for those not asked for."""
        return _KnownScores(self, vector)


class _KnownScores(RowScores):
    """Scores that are kept once they are asked for."""

    def __init__(self, index: VectorIndex, vector: Vectors) -> None:
        super().__init__(index, vector)
        self._known: dict[int, float] = {}

    @property
    def all(self) -> Vectors:
        """The scores that are known by now, -1 elsewhere: of the sentences of candidates."""
        scores = np.full(len(self), -1, np.float32)
        scores[list(self._known)] = list(self._known.values())
        return scores

    def of(self, rows: NDArray[np.int64]) -> Vectors:
        """The scores of these rows, in their order."""
        asked = rows.tolist()
        new = np.array([row for row in dict.fromkeys(asked) if row not in self._known], np.int64)
        if len(new):
            self._known.update(zip(new.tolist(), self._index.scores(self._vector, new).tolist(), strict=True))
        return np.array([self._known[row] for row in asked], np.float32)


class MilvusTerms(TermIndex):
    """Terms whose passages Milvus tells; how many passages hold a term is known here."""

    def __init__(self, place: Place, counts: Mapping[str, int]) -> None:
        self._place, self._counts, self._size = place, counts, place.rows.size
        self._held: dict[str, NDArray[np.int32]] = {}
        self._dimensions: dict[int, frozenset[int]] = {}

    def counted(self) -> Iterator[tuple[str, int]]:
        """Every term with the number of passages that hold it."""
        return iter(self._counts.items())

    def knows(self, term: str) -> bool:
        """Whether any passage holds `term`."""
        return self._counts.get(term, 0) > 0

    def inverse_document_frequency(self, term: str) -> float:
        """As that of an index here."""
        passages = self._counts.get(term, 0)
        return math.log(1 + (self._size - passages + 0.5) / (passages + 0.5))

    def passages_with(self, term: str) -> NDArray[np.int32]:
        """The rows of the passages that hold `term`, rising."""
        if not self.knows(term):
            return np.zeros(0, np.int32)
        found = self._held.get(term)
        if found is None:
            if len(self._held) >= _REMEMBERED:
                self._held.clear()
            found = self._held[term] = self._passages_with(term)
        return found

    def _passages_with(self, term: str) -> NDArray[np.int32]:
        place, vector = self._place, {dimension_of(term): 1.0}
        rows = [np.zeros(0, np.int64)]
        for number, collection in enumerate(place.collections):
            size = place.rows.sizes[number]
            # so many are given at once; a term that fewer passages hold needs no parts
            step = MOST_FOUND if self._counts[term] >= MOST_FOUND else max(1, size)
            for start in range(0, size, step):
                part = f"row >= {start} and row < {start + step}" if step < size else ""
                only = " and ".join(filter(None, (place.live[number], part)))
                found, _ = place.server.search(collection, "terms", vector, MOST_FOUND, only)
                rows.append(place.rows.of_segment(number, found))
        together = np.concatenate(rows)
        return np.sort(together[together >= 0]).astype(np.int32)

    def holding(self, terms: Sequence[str], rows: Sequence[int]) -> NDArray[np.bool_]:
        """Whether each of the terms is held by each of the passages in these rows, shape (terms, rows)."""
        asked = np.asarray(rows, np.int64)
        kept = self._dimensions if len(self._dimensions) < _REMEMBERED else {}
        new = np.array([row for row in dict.fromkeys(asked.tolist()) if row not in kept], np.int64)
        dimensions = {**kept, **{row: frozenset(told) for row, told in self._place.values("terms", new).items()}}
        self._dimensions = dimensions
        wanted = [dimension_of(term) for term in terms]
        held = [[dimension in dimensions[row] for row in asked.tolist()] for dimension in wanted]
        return np.array(held, np.bool_).reshape(len(terms), len(asked))

    def scores(self, terms: Sequence[str]) -> Vectors:
        """As those of an index here; it takes long."""
        weights: dict[str, float] = {}
        for term in terms:
            weights[term] = weights.get(term, 0.0) + self.inverse_document_frequency(term)
        return self._place.scores("terms", question_weights(weights), np.arange(self._size), 0.0)


def candidates(
    passages: Place,
    vector: Vectors,
    weights: Mapping[str, float],
    within: NDArray[np.bool_] | None,
    scope: Scope | None,
    besides: NDArray[np.bool_] | None,
) -> Candidates:
    """As `CandidateSearch.candidates`."""
    among = _among(passages.rows, within, scope, len(passages.collections))
    terms = question_weights(weights)
    near, _ = passages.nearest("vector", vector, SHORTLISTED, among)
    holding = passages.nearest("terms", terms, SHORTLISTED, among)[0] if terms else near[:0]
    rows = np.union1d(near, holding)
    if within is not None:
        rows = rows[within[rows]]
    if besides is not None:
        rows = np.union1d(rows, np.flatnonzero(besides))
    dense = passages.scores("vector", vector, rows, -1.0)
    covered = passages.scores("terms", terms, rows, 0.0) if terms else np.zeros(len(rows), np.float32)
    return Candidates(rows, dense, covered)


def _among(rows: SegmentRows, within: NDArray[np.bool_] | None, scope: Scope | None, segments: int) -> Sequence[str]:
    """For each segment the expression of the passages to look among: named where they are few, else of the scope."""
    if within is None:
        return [""] * segments
    inside = np.flatnonzero(within)
    if len(inside) > _NAMED and scope is not None and scope.narrows:
        return [filter_of(scope)] * segments
    named = {number: rows_among(local.tolist()) for number, _, local in rows.by_segment(inside)}
    return [named.get(number, "row < 0") for number in range(segments)]
