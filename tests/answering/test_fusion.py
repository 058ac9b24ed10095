"""Fusing scores: against the formula written out."""

import itertools
import math

import numpy as np
import pytest
from numpy.typing import NDArray

from rag.answering.fusion import best_of_groups, covered_share, fuse


def row(*values: float) -> NDArray[np.float32]:
    return np.array(values, np.float32)


def test_fusing_is_the_written_out_sum() -> None:
    dense, sentence, terms = ([0.8, 0.9], [0.95, 0.7], [0.5, 0.0])
    fused = fuse(row(*dense), row(*sentence), row(*terms), sentence_weight=0.3, term_weight=0.25)
    assert fused == pytest.approx(
        [0.7 * d + 0.3 * s + 0.25 * t for d, s, t in zip(dense, sentence, terms, strict=True)]
    )


def test_a_weight_of_nothing_leaves_the_terms_alone() -> None:
    fused = fuse(row(0.8), row(0.9), row(0.5), sentence_weight=0.3, term_weight=1.0, similarity_weight=0.0)
    assert fused.tolist() == [0.5]


def test_terms_that_no_passage_knows_make_the_words_count_less() -> None:
    bm25 = row(2.0, 1.0)
    assert covered_share(bm25, 4.0).tolist() == [0.5, 0.25]
    assert covered_share(bm25, 4.0 + math.log(16)).max() < 0.5


def test_a_question_without_terms_is_covered_by_nothing() -> None:
    assert covered_share(row(0.0, 0.0), 0.0).tolist() == [0.0, 0.0]


def test_the_best_of_each_group_matches_a_plain_loop_even_with_empty_groups() -> None:
    scores = row(0.1, 0.5, 0.3, 0.9, 0.2)
    offsets = np.array([0, 2, 2, 5, 5])
    plain = [max(scores[a:b].tolist(), default=-1.0) for a, b in itertools.pairwise(offsets)]
    assert best_of_groups(scores, offsets).tolist() == pytest.approx(plain)


def test_no_passages_give_no_scores() -> None:
    assert best_of_groups(np.zeros(0, np.float32), np.array([0])).shape == (0,)
