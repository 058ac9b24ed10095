"""The sparse vectors of terms, held against BM25 as it is worked out for an index here."""

import numpy as np
import pytest

from rag.index.term_index import TermIndex
from rag.milvus.rows import SegmentRows
from rag.milvus.terms import NOTHING, dimension_of, passage_weights, question_weights

PASSAGES = [["桥", "桥", "灯"], ["灯"], [], ["桥", "河", "河", "河", "船"]]


def product(passage, question):
    return sum(weight * passage.get(dimension, 0) for dimension, weight in question.items())


def test_the_inner_product_of_a_passage_and_a_question_is_its_bm25():
    index = TermIndex.build(PASSAGES)
    asked = ["桥", "河", "桥", "山"]
    weights: dict[str, float] = {}
    for term in asked:
        weights[term] = weights.get(term, 0) + index.inverse_document_frequency(term)
    question = question_weights(weights)
    found = [product(passage_weights(terms, index.mean_length), question) for terms in PASSAGES]
    assert found == pytest.approx(index.scores(asked).tolist(), abs=1e-6)
    assert found[0] > 0 and found[3] > 0


def test_a_passage_without_terms_has_a_weight_that_no_question_asks_for():
    assert passage_weights([], 3.0) == {NOTHING: 1.0}
    assert NOTHING not in {dimension_of(term) for terms in PASSAGES for term in terms}


def test_a_term_has_the_same_dimension_everywhere_which_milvus_takes():
    assert dimension_of("桥") == dimension_of("桥") != dimension_of("河")
    assert all(1 <= dimension_of(term) < 2**32 - 1 for term in ("", "桥", "\udce4", "x" * 1000))


@pytest.mark.parametrize("places", [None, np.array([4, 0, 2])])
def test_rows_are_found_in_their_segments_and_back(places):
    rows = SegmentRows([2, 0, 3], places)
    slow = [(0, 0), (0, 1), (2, 0), (2, 1), (2, 2)]
    live = range(5) if places is None else places.tolist()
    asked = np.array([2, 0, 1])
    found = {}
    for number, here, local in rows.by_segment(asked):
        found |= {int(asked[place]): (number, int(row)) for place, row in zip(here, local, strict=True)}
        assert rows.of_segment(number, local).tolist() == asked[here].tolist()
    assert found == {row: slow[live[row]] for row in asked.tolist()}


def test_a_row_of_a_dead_page_is_no_row_of_the_index_and_one_beyond_the_end_is_an_error():
    rows = SegmentRows([2, 3], np.array([4, 0, 2]))
    assert rows.of_segment(1, np.array([1, 2])).tolist() == [-1, 0]
    with pytest.raises(IndexError):
        list(rows.by_segment(np.array([3])))
