"""The passages of a large index that may come first, found without comparing all: by lists of vectors and by terms.

An index of up to `COMPARED` passages is compared whole, and answers what it always did; of a larger one some hundred
passages are found, whose scores are then worked out exactly. Left out: the lists themselves (see `rag.index`), and what
is made of the candidates (see `retriever`).
"""

from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rag.answering.candidate_search import Candidates, CandidateSearch
from rag.answering.scope import Scope
from rag.answering.shortlist import SHORTLISTED, shortlist
from rag.index.saved import SavedIndex
from rag.index.vector_index import Vectors

COMPARED: Final = 50_000
"""Passages of an index up to which all vectors are compared: 7 ms."""
NARROW: Final = 20_000
"""Passages of a scope up to which all of them are compared: 3 ms for their vectors."""


class LargeSearch(CandidateSearch):
    """The search of one index. Threads may share it."""

    def __init__(self, index: SavedIndex) -> None:
        self._index = index

    def candidates(
        self,
        vector: Vectors,
        weights: Mapping[str, float],
        within: NDArray[np.bool_] | None = None,
        scope: Scope | None = None,  # noqa: ARG002  # others ask for what is within by it
        besides: NDArray[np.bool_] | None = None,
    ) -> Candidates:
        """As `CandidateSearch` says; `within` tells all that the `scope` does."""
        vectors, terms = self._index.passage_vectors, self._index.terms
        if within is not None and np.count_nonzero(within) <= NARROW:
            rows = np.flatnonzero(within)
            dense, covered = vectors.scores(vector, rows), terms.covered(weights, rows)
            best = shortlist((dense, covered, dense + covered), None, SHORTLISTED)
            if besides is not None:
                best = np.union1d(best, np.flatnonzero(besides[rows]))
            return Candidates(rows[best], dense[best], covered[best])
        rows = np.union1d(
            vectors.nearest(vector, SHORTLISTED, within),
            terms.best(weights, SHORTLISTED, within),
        )
        if besides is not None:
            rows = np.union1d(rows, np.flatnonzero(besides if within is None else besides & within))
        return Candidates(rows, vectors.scores(vector, rows), terms.covered(weights, rows))


def candidate_search(index: SavedIndex) -> CandidateSearch | None:
    """What finds the candidates of the index where it is so large that not all its passages are compared, else None."""
    if isinstance(index, CandidateSearch):
        return index
    if len(index.passages) > COMPARED and index.passage_vectors.has_neighbours:
        return LargeSearch(index)
    return None
