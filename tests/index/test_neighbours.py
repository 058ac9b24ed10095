"""Lists of the nearest rows, held against comparing all."""

import numpy as np
import pytest
from support.fakes import FakeEncoder
from support.newsroom import WORDS

from rag.errors import IndexDamaged
from rag.index import neighbours, segments, writing
from rag.index.build import build_index
from rag.index.neighbours import Neighbours, neighbour_bytes
from rag.index.saved import read_index
from rag.index.vector_index import VectorIndex
from rag.settings import Settings


def unit(rows, dimensions=32, seed=0):
    table = np.random.default_rng(seed).standard_normal((rows, dimensions), np.float32)
    return table / np.linalg.norm(table, axis=1, keepdims=True)


@pytest.fixture
def lists(tmp_path):
    def made(table):
        path = tmp_path / "lists.faiss"
        path.write_bytes(neighbour_bytes(table))
        return Neighbours.load(path)

    return made


def test_most_of_the_nearest_rows_are_found_and_none_that_may_not_be(lists, monkeypatch):
    monkeypatch.setattr(neighbours, "_SHARE", 0.5)  # what is drawn at random lies nowhere near
    table = unit(3_000)
    found = lists(table)
    within = np.arange(len(table)) % 3 == 0
    everywhere, inside = [], []
    for vector in unit(20, seed=1):
        order = np.argsort(-(table @ vector))
        everywhere.append(len(np.intersect1d(found.nearest(vector, 40), order[:10])))
        chosen = found.nearest(vector, 40, within)
        assert within[chosen].all()
        assert len(chosen) == 40
        inside.append(len(np.intersect1d(chosen, order[within[order]][:10])))
    assert min(sum(everywhere), sum(inside)) >= 0.9 * 200


def test_where_few_rows_may_be_found_they_are_no_more(lists):
    table = unit(500)
    found = lists(table)
    assert sorted(found.nearest(table[0], 1_000).tolist()) == list(range(500))
    within = np.zeros(500, np.bool_)
    assert found.nearest(table[0], 10, within).tolist() == []
    within[[3, 77]] = True
    assert sorted(found.nearest(table[0], 10, within).tolist()) == [3, 77]


def test_the_same_rows_give_the_same_file():
    assert neighbour_bytes(unit(2_000)) == neighbour_bytes(unit(2_000))


@pytest.mark.parametrize("content", [b"", b"IxFI", b"IwSq", b"IwSq" + 40 * b"\xff"])
def test_a_file_that_is_none_is_said_to_be_none(tmp_path, content):
    (tmp_path / "lists.faiss").write_bytes(content)
    with pytest.raises(ValueError):
        Neighbours.load(tmp_path / "lists.faiss")


def test_tables_with_lists_and_without_are_searched_as_one(lists, monkeypatch):
    monkeypatch.setattr(neighbours, "_SHARE", 1.0)
    first, second = unit(600), unit(50, seed=2)
    places = np.random.default_rng(3).permutation(650)[:400]  # the other rows are dead
    index = VectorIndex([first, second], places, [lists(first), None])
    within = np.arange(400) % 2 == 1
    for vector in unit(10, seed=4):
        scores = index.scores(vector)
        nearest = index.nearest(vector, 20)
        assert (np.diff(nearest) > 0).all()
        assert len(set(nearest.tolist()) & set(np.argsort(-scores)[:20].tolist())) >= 19
        inside = index.nearest(vector, 20, within)
        assert within[inside].all()
        order = np.argsort(-scores)
        assert len(set(inside.tolist()) & set(order[within[order]][:20].tolist())) >= 19


def test_a_large_segment_has_lists_and_a_damaged_one_is_told(newsroom, tmp_path, monkeypatch):
    encoder = FakeEncoder(WORDS)

    def built(name):
        build_index(newsroom.pages, tmp_path / name, Settings(), encoder, encoder.name)
        return read_index(tmp_path / name)

    assert not built("small").passage_vectors.has_neighbours
    monkeypatch.setattr(writing, "LEAST", 1)
    index = built("large")
    assert index.passage_vectors.has_neighbours
    path = tmp_path / "large" / index.segments[0].name / segments.NEIGHBOURS
    raw = path.read_bytes()
    path.write_bytes(raw[:-1] + bytes([raw[-1] ^ 1]))
    with pytest.raises(IndexDamaged) as caught:
        read_index(tmp_path / "large")
    assert segments.NEIGHBOURS in caught.value.sentence("zh")
    path.unlink()
    with pytest.raises(IndexDamaged):
        read_index(tmp_path / "large")


@pytest.mark.parametrize("rows", [1, 3, 20])
def test_few_rows_have_lists_in_which_all_are_found(lists, rows):
    table = unit(rows)
    assert sorted(lists(table).nearest(table[0], rows).tolist()) == list(range(rows))
