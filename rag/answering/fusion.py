"""The scores of several retrievers -> one score per passage.

A convex combination with fixed, theoretical bounds instead of the scores' spread in this corpus (Bruch, Gai and
Ingber, "An Analysis of Fusion Functions for Hybrid Retrieval", ACM TOIS 2023, the TM2C2 function): BM25 is divided by
the most that a passage could reach for this question. So the question decides how much words count: terms the corpus
does not know (an English question, another wording) stay in the divisor and make BM25 small, and the mix does not
shift with the size of the corpus as z-scores do.
"""

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]


def fuse(
    dense: Scores,
    sentence: Scores,
    terms: Scores,
    *,
    sentence_weight: float,
    term_weight: float,
    similarity_weight: float = 1.0,
) -> Scores:
    """One score for each passage, shape (passages,); higher is better.

    `dense` is the cosine of question and passage, `sentence` that of question and the passage's best sentence, both in
    [-1, 1]; `terms` is the covered share of the question's terms, in [0, 1]. `sentence_weight`, in [0, 1], is the part
    of the cosine taken from the sentence; `term_weight` is what full coverage adds, `similarity_weight` what the cosine
    counts, 0 for terms alone.
    """
    similarity = (1 - sentence_weight) * dense + sentence_weight * sentence
    mixed: Scores = similarity_weight * similarity + term_weight * terms
    return mixed


def covered_share(bm25: Scores, most: float) -> Scores:
    """BM25 scores as a share of `most`, the sum of the inverse document frequencies of the question's terms.

    That is what a passage would reach that held every term without end; all zeros where `most` is 0.
    """
    return (bm25 / most).astype(np.float32) if most > 0 else np.zeros_like(bm25)


def best_of_groups(scores: Scores, offsets: NDArray[np.int64]) -> Scores:
    """The best score of each group of rows, shape (groups,): rows `offsets[g]` up to `offsets[g + 1]` are group g.

    An empty group gets -1, the least cosine there is.
    """
    best = np.full(len(offsets) - 1, -1.0, np.float32)
    filled = np.flatnonzero(np.diff(offsets))
    if len(filled):
        best[filled] = np.maximum.reduceat(scores, offsets[:-1][filled])
    return best
