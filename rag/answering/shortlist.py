"""The passages whose best sentence is looked for: all of them where they are few, else those that may come first.

What a passage's vector and its terms tell costs little; its sentences are some six times as many as the passages. Left
out: the scores themselves (see `fusion`).
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rag.answering.fusion import Scores, best_of_groups
from rag.index.vector_index import RowScores

SENTENCES_COMPARED: Final = 20_000
"""Sentences of a corpus up to which all are compared: a millisecond or two."""
SHORTLISTED: Final = 400
"""Passages that are the nearest by one opinion, each of which is asked. Over 8,202 passages of a composed archive (see
`make bench-store`) the first ten of 1,758 questions are those of comparing all for 0.91 of them with 50, 0.98 with 100,
all with 200; twice that, for archives that are larger."""

Rows = NDArray[np.int64]


def shortlist(opinions: Sequence[Scores], within: NDArray[np.bool_] | None, count: int) -> Rows:
    """The rows of the `count` best passages by each of the opinions, among those `within`, in rising order.

    All of those, where they are no more. An opinion is a score for each passage, higher is better; of equal scores
    any may be taken.
    """
    rows = np.arange(len(opinions[0])) if within is None else np.flatnonzero(within)
    if len(rows) <= count:
        return rows
    best = [rows[np.argpartition(opinion[rows], -count)[-count:]] for opinion in opinions]
    return np.unique(np.concatenate(best))


def best_sentences(scores: RowScores, offsets: NDArray[np.int64], passages: Rows | None) -> Scores:
    """The score of each passage's best sentence, -1 for a passage without one and for all that are not asked for.

    `passages` are the rows that are asked for, rising, None for all. The sentences of passage p are the rows from
    `offsets[p]` up to, not including, `offsets[p + 1]`.
    """
    if passages is None:
        return best_of_groups(scores.all, offsets)
    lengths = np.diff(offsets)[passages]
    ends = np.cumsum(lengths)
    rows = np.arange(ends[-1] if len(ends) else 0) + np.repeat(offsets[passages] - (ends - lengths), lengths)
    best = np.full(len(offsets) - 1, -1.0, np.float32)
    best[passages] = best_of_groups(scores.of(rows), np.concatenate(([0], ends)))
    return best
