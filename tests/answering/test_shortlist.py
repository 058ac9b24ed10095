"""Sentences compared for a shortlist alone, held against comparing all."""

from itertools import pairwise

import numpy as np
import pytest
from benchmarks.issues import PAGES_A_DAY, PairEncoder, write_archive

from rag.answering import retriever, shortlist
from rag.assistant import Assistant
from rag.index.build import build_index
from rag.index.vector_index import RowScores, VectorIndex
from rag.settings import Settings


@pytest.fixture(scope="module")
def assistant(tmp_path_factory):
    place, encoder = tmp_path_factory.mktemp("archive"), PairEncoder()
    write_archive(place / "pages", 5 * PAGES_A_DAY)
    build_index(place / "pages", place / "index", Settings(), encoder, encoder.name)
    return Assistant.open(place / "index", Settings(reader="none"), encoder)


def questions(assistant):
    titles = sorted({article.title for article in assistant.articles if len(article.title) > 5})
    return [f"{title}是怎么回事?" for title in titles[::3]]


@pytest.mark.slow
def test_the_first_ten_are_those_of_comparing_all_bit_for_bit(assistant, monkeypatch):
    asked = questions(assistant)
    whole = [assistant.search(question) for question in asked]
    monkeypatch.setattr(retriever, "SENTENCES_COMPARED", 0)
    monkeypatch.setattr(retriever, "SHORTLISTED", 100)
    assert len(assistant.passages) > 300
    assert [assistant.search(question) for question in asked] == whole


@pytest.mark.slow
def test_where_repeated_texts_fill_the_shortlist_all_are_compared(assistant, monkeypatch):
    asked = questions(assistant)[:10]
    whole = [assistant.search(question) for question in asked]
    monkeypatch.setattr(retriever, "SENTENCES_COMPARED", 0)
    monkeypatch.setattr(retriever, "SHORTLISTED", 1)
    assert [assistant.search(question) for question in asked] == whole


def test_a_shortlist_has_the_best_by_each_opinion_within():
    one, other = np.arange(10, dtype=np.float32), -np.arange(10, dtype=np.float32)
    assert shortlist.shortlist((one, other), None, 2).tolist() == [0, 1, 8, 9]
    within = np.arange(10) % 2 == 0
    assert shortlist.shortlist((one, other), within, 2).tolist() == [0, 2, 6, 8]
    assert shortlist.shortlist((one, other), within, 5).tolist() == [0, 2, 4, 6, 8]
    assert shortlist.shortlist((one,), np.zeros(10, np.bool_), 5).tolist() == []


def test_the_best_sentence_of_the_passages_asked_for_is_that_among_all():
    chance = np.random.default_rng(3)
    index = VectorIndex.build(chance.standard_normal((60, 16), np.float32))
    offsets = np.array([0, 4, 4, 9, 30, 31, 31, 60])  # passages without a sentence among them
    scores = RowScores(index, index.vectors[5])
    slowly = [max(scores.all[first:end], default=-1.0) for first, end in pairwise(offsets)]
    assert shortlist.best_sentences(scores, offsets, None).tolist() == slowly
    for rows in ([], [0], [1], [1, 5], [2, 3, 6], list(range(7))):
        found = shortlist.best_sentences(RowScores(index, index.vectors[5]), offsets, np.array(rows, np.int64))
        assert found.tolist() == [slowly[row] if row in rows else -1.0 for row in range(7)]
