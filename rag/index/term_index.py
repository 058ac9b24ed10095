"""BM25 over passages that were cut into terms: scores, and how rare a term is.

The scores are those of Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009), in the
form that Lucene uses (Kamphuis et al., ECIR 2020): for a term t of the question and a passage p,

    idf(t) * tf / (tf + k1 * (1 - b + b * length(p) / mean length)),   idf(t) = ln(1 + (N - df + 0.5) / (df + 0.5))

They are worked out when asked, as N, df and the mean length are those of all passages of the index, wherever they are
stored. Every step is done in the precision of the library bm25s, whose scores they are, bit by bit. Left out: cutting
text into terms, how terms are stored (see `postings`), and ranking.
"""

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from rag.index.postings import Postings

TERM_SATURATION: Final = 1.2
"""k1: how soon further occurrences of a term stop counting. Lucene's value; a newspaper passage rarely repeats a word
for emphasis, so the middle of the usual range 1.2 to 2.0 was not needed."""

LENGTH_WEIGHT: Final = 0.75
"""b: how much a long passage is held back, in [0, 1]. Lucene's value; passages are cut to one target length, so
that only short notices and captions differ from the mean."""

_REMEMBERED: Final = 4_096
"""Terms whose passages are kept once they are looked up: those of some hundred questions."""

_SORTED: Final = 16
"""Where a term is held by less than a passage in so many, sorting their rows is sooner done than looking at all."""
_ROUNDED: Final = 1e-5
"""What rounding may take from a share of the terms, which is 1 at most."""

Rows = NDArray[np.int64]


class TermIndex:
    """BM25 scores of every passage for the terms of a question. Threads may share it."""

    def __init__(
        self,
        parts: Sequence[Postings],
        places: Rows | None = None,
        k1: float = TERM_SATURATION,
        b: float = LENGTH_WEIGHT,
    ) -> None:
        """Passage i is number `places[i]` of the passages of all parts, one part after the other; None for all."""
        self._parts = tuple(parts)
        self._starts = np.cumsum([0, *map(len, parts)])
        self._is_one = len(parts) == 1 and places is None
        self._places = np.arange(self._starts[-1]) if places is None else places
        self._size = len(self._places)
        self._k1, self._b = k1, b
        self._found: dict[str, tuple[NDArray[np.int32], NDArray[Any]]] = {}

    @classmethod
    def build(
        cls, passages: Sequence[Sequence[str]], k1: float = TERM_SATURATION, b: float = LENGTH_WEIGHT
    ) -> "TermIndex":
        """An index over the terms of each passage, in the passages' order."""
        return cls([Postings.build(passages)], None, k1, b)

    def __len__(self) -> int:
        return self._size

    def knows(self, term: str) -> bool:
        """Whether any passage holds `term`."""
        return len(self._lookup(term)[0]) > 0

    def counted(self) -> Iterator[tuple[str, int]]:
        """Every term with the number of passages that hold it."""
        counts: Counter[str] = Counter()
        for number, part in enumerate(self._parts):
            positions = self._positions[self._starts[number] : self._starts[number + 1]]
            counts.update({term: int(np.count_nonzero(positions[rows] >= 0)) for term, rows in part.counted()})
        return ((term, count) for term, count in counts.items() if term and count)

    def passages_with(self, term: str) -> NDArray[np.int32]:
        """The rows of the passages that hold `term`, rising."""
        return self._lookup(term)[0]

    def holding(self, terms: Sequence[str], rows: Sequence[int]) -> NDArray[np.bool_]:
        """Whether each of the terms is held by each of the passages in these rows, shape (terms, rows)."""
        held = np.zeros((len(terms), len(rows)), np.bool_)
        for number, term in enumerate(terms):
            held[number, _places(self.passages_with(term), np.asarray(rows, np.int64))[1]] = True
        return held

    def terms_of(self, row: int) -> list[str]:
        """The terms that the passage of that row was cut into, in their order."""
        place = int(self._places[row])
        number = int(np.searchsorted(self._starts, place, "right")) - 1
        return self._parts[number].terms_of(place - int(self._starts[number]))

    def inverse_document_frequency(self, term: str) -> float:
        """How rare `term` is, at least 0; natural logarithm.

        A term that no passage holds gets what the formula gives for zero passages, which is the largest value there
        is: a name that the pages never print must weigh most when it is asked how much of a question they cover.
        """
        passages = len(self._lookup(term)[0])
        return math.log(1 + (self._size - passages + 0.5) / (passages + 0.5))

    def scores(self, terms: Sequence[str]) -> NDArray[np.float32]:
        """The score of every passage, shape (passages,), at least 0; higher is better.

        A term that is repeated counts as often as it stands there. All zeros where no term is known.
        """
        scores = np.zeros(self._size, np.float32)
        for term in terms:
            rows, counts = self._lookup(term)
            if len(rows):
                frequencies = counts.astype(np.float32)
                rarity = np.float32(self.inverse_document_frequency(term))
                scores[rows] += (rarity * (frequencies / (self._held_back[rows] + frequencies))).astype(np.float32)
        return scores

    def covered(self, weights: Mapping[str, float], rows: Rows) -> NDArray[np.float32]:
        """What the passages in these rows hold of the terms, shape (rows,), at least 0; higher is better.

        A term that a passage holds without end would count its weight. With how rare it is for a weight that is the
        passage's share of `scores`.
        """
        covered = np.zeros(len(rows), np.float64)
        for term, weight in weights.items():
            held, counts = self._lookup(term)
            places, found = _places(held, rows)
            frequencies = counts[places].astype(np.float64)
            covered[found] += weight * frequencies / (self._held_back[rows[found]] + frequencies)
        return covered.astype(np.float32)

    def best(self, weights: Mapping[str, float], count: int, within: NDArray[np.bool_] | None = None) -> Rows:
        """The rows of the `count` passages that hold most of the terms by `covered`, rising; fewer where few hold any.

        `within`, shape (passages,), tells which may be found, None for all. The passages of a term are not looked at
        one by one once no passage that holds it and none of the weightier terms can be among the best: the MaxScore of
        Turtle and Flood, "Query Evaluation: Strategies and Optimizations", Information Processing & Management 1995.
        """
        ordered = sorted((-weight, term) for term, weight in weights.items() if weight > 0)
        left = -sum(weight for weight, _ in ordered)
        scores = np.zeros(self._size, np.float32)
        rows: Rows = np.zeros(0, np.int64)
        for place, (negative, term) in enumerate(ordered):
            held, counts = self._lookup(term)
            if within is not None:
                inside = within[held]
                held, counts = held[inside], counts[inside]
            frequencies, added = counts.astype(np.float32), self._held_back[held].astype(np.float32)
            scores[held] += np.float32(-negative) * frequencies / (added + frequencies)
            rows = _merged(rows, held) if len(held) * _SORTED < self._size else np.flatnonzero(scores)
            left += negative
            if len(rows) > count:
                least = float(np.partition(scores[rows], -count)[-count])
                rows = rows[scores[rows] + (left + _ROUNDED) >= least]
                if left + _ROUNDED < least:
                    rest = {term: -weight for weight, term in ordered[place + 1 :]}
                    together = scores[rows] + self.covered(rest, rows)
                    return np.sort(rows[np.argpartition(together, -count)[-count:]])
        if len(rows) > count:
            rows = rows[np.argpartition(scores[rows], -count)[-count:]]
        return np.sort(rows)

    def to_files(self) -> dict[str, bytes]:
        """The files of an index that `build` gave, as `Postings.load` reads them. Raises ValueError for any other."""
        if len(self._parts) != 1 or self._size != len(self._parts[0]):
            raise ValueError("terms of several segments are written anew")
        return self._parts[0].to_files()

    def _lookup(self, term: str) -> tuple[NDArray[np.int32], NDArray[Any]]:
        """The rows of the passages that hold `term`, rising, and how often each does."""
        found = self._found.get(term)
        if found is None:
            found = self._parts[0].of(term) if self._is_one else self._together(term)
            if len(self._found) >= _REMEMBERED:
                self._found.clear()
            self._found[term] = found
        return found

    def _together(self, term: str) -> tuple[NDArray[np.int32], NDArray[Any]]:
        """As `_lookup`, of the passages of all parts."""
        held = [(part.of(term), int(start)) for part, start in zip(self._parts, self._starts[:-1], strict=True)]
        rows = np.concatenate([self._positions[start + rows] for (rows, _), start in held])
        counts = np.concatenate([counts for (_, counts), _ in held])
        order = np.argsort(rows, kind="stable")
        order = order[np.searchsorted(rows[order], 0) :]  # dead passages have the row -1
        return rows[order], counts[order]

    @cached_property
    def _positions(self) -> NDArray[np.int32]:
        """The row of each passage of all parts, -1 for one that is dead."""
        positions = np.full(self._starts[-1], -1, np.int32)
        positions[self._places] = np.arange(self._size, dtype=np.int32)
        return positions

    @cached_property
    def _held_back(self) -> NDArray[np.float64]:
        """What is added to the frequency of a term in each passage for its length."""
        return held_back(self._lengths, self.mean_length, self._k1, self._b)

    @cached_property
    def _lengths(self) -> NDArray[np.int64]:
        return np.concatenate([np.zeros(0, np.int64), *(part.lengths for part in self._parts)])[self._places]

    @property
    def mean_length(self) -> float:
        """How many terms a passage was cut into, on average; 1 where there is none."""
        return float(self._lengths.mean()) if self._lengths.any() else 1.0


def _places(held: NDArray[np.int32], rows: Rows) -> tuple[Rows, Rows]:
    """Where in `held`, rising, those of the rows stand that are in it; and which of the rows these are."""
    places = np.searchsorted(held, rows)
    found = np.flatnonzero(held[np.minimum(places, len(held) - 1)] == rows) if len(held) else np.zeros(0, np.int64)
    return places[found], found


def _merged(first: Rows, second: NDArray[np.int32]) -> Rows:
    """All of both, which rise, rising; numpy's union counts them by hash, which takes ten times as long."""
    rows = np.sort(np.concatenate((first, second)), kind="stable")
    return rows[np.append(True, rows[1:] != rows[:-1])] if len(rows) else rows


def held_back(
    lengths: NDArray[np.int64], mean: float, k1: float = TERM_SATURATION, b: float = LENGTH_WEIGHT
) -> NDArray[np.float64]:
    """What is added to the frequency of a term in passages of these lengths, in terms; `mean` is that of all."""
    added: NDArray[np.float64] = k1 * ((1 - b) + b * lengths / np.float64(mean))
    return added
