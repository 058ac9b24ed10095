"""Candidates of a large index, held against comparing all passages."""

import numpy as np
import pytest
from benchmarks.issues import PAGES_A_DAY, PairEncoder, write_archive

from rag.answering import large_search
from rag.answering.asked_days import AskedDays
from rag.answering.large_search import LargeSearch, candidate_search
from rag.answering.retriever import Retriever
from rag.answering.scope import Scope
from rag.assistant import Assistant
from rag.index import merging, neighbours, writing
from rag.index.build import build_index
from rag.index.saved import read_index
from rag.settings import Settings


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    """An index of two segments, one of them with lists, the pages of one day gone."""
    folder, encoder = tmp_path_factory.mktemp("archive"), PairEncoder()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(writing, "LEAST", 200)
        patch.setattr(merging, "SMALL", 10)
        write_archive(folder / "pages", 8 * PAGES_A_DAY)
        build_index(folder / "pages", folder / "index", Settings(), encoder, encoder.name)
        write_archive(folder / "pages", 9 * PAGES_A_DAY, 8 * PAGES_A_DAY)
        next(iter((folder / "pages").glob("*2019-01-02*"))).unlink()
        build_index(folder / "pages", folder / "index", Settings(), encoder, encoder.name)
    return folder / "index"


def opened(archive):
    return Assistant.open(archive, Settings(reader="none"), PairEncoder())


def questions(assistant):
    titles = sorted({article.title for article in assistant.articles if len(article.title) > 5})
    return [f"{title}是怎么回事?" for title in titles[::4]]


SCOPES = (None, Scope(first="2019-01-02", last="2019-01-04"), Scope(sections=("社会",)))


def found(assistant, question, scope):
    return [(hit.passage.id, round(hit.score, 5)) for hit in assistant.search(question, scope=scope)]


@pytest.mark.parametrize("narrow", [0, 20_000])
@pytest.mark.slow
def test_what_is_found_among_candidates_is_what_is_found_among_all(archive, monkeypatch, narrow):
    whole = opened(archive)
    assert candidate_search(whole.index) is None
    assert len(whole.index.segments) == 2
    monkeypatch.setattr(large_search, "COMPARED", 0)
    monkeypatch.setattr(large_search, "NARROW", narrow)
    monkeypatch.setattr(large_search, "SHORTLISTED", 150)
    monkeypatch.setattr(neighbours, "_LOOKED_INTO", 60)
    large = opened(archive)
    assert isinstance(candidate_search(large.index), LargeSearch)
    asked = questions(whole)
    assert len(asked) > 30
    for scope in SCOPES:
        same = [found(large, question, scope) == found(whole, question, scope) for question in asked]
        assert sum(same) >= 0.95 * len(same)


@pytest.mark.slow
def test_a_passage_that_is_asked_for_besides_is_a_candidate_within_the_scope_alone(archive):
    assistant = opened(archive)
    search, size = LargeSearch(assistant.index), len(assistant.passages)
    within = np.arange(size) < size // 2
    besides = np.isin(np.arange(size), [3, size - 1])
    vector = assistant.index.passage_vectors.vectors[7]
    rows = search.candidates(vector, {"新桥": 1.0}, within, None, besides).rows
    assert 3 in rows
    assert 7 in rows
    assert rows.max() < size // 2
    assert {3, size - 1} <= set(search.candidates(vector, {"新桥": 1.0}, None, None, besides).rows.tolist())


def test_what_a_days_papers_print_is_found_by_the_day_that_is_asked(archive, monkeypatch):
    question = "2019年1月4日的报上说了什么？"  # words that most passages are as near to
    whole = Retriever(read_index(archive), Settings())
    asked = AskedDays("2019-01-04", "2019-01-04", "printed")

    def best(retriever):
        vector = retriever.encode(PairEncoder(), question, [])
        return [hit.passage.id for hit in retriever.search(question, [], vector, asked=asked).hits[:5]]

    monkeypatch.setattr(large_search, "COMPARED", 0)
    monkeypatch.setattr(large_search, "SHORTLISTED", 60)
    assert best(Retriever(whole.index, Settings())) == best(whole)
