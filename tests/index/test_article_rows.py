"""Which pieces make up an article, held against going through all of them."""

import random
from types import SimpleNamespace

import numpy as np
import pytest

from rag.articles import chains
from rag.index.article_rows import ArticleRows, RowsOfArticles


def linked(*continues):
    """Pieces 0, 1, 2 … of which each continues the one that is told, None for none."""
    names = [str(number) for number in range(len(continues))]
    columns = SimpleNamespace(pieces=names, continues=["" if one is None else str(one) for one in continues])
    rows = {name: row for row, name in enumerate(names)}
    return ArticleRows(columns, rows), rows


def test_pieces_that_go_on_are_one_article_in_reading_order():
    articles, rows = linked(None, 3, None, 0, None)
    assert [articles[number] for number in range(len(articles))] == [(0, 3, 1), (2,), (4,)]
    assert articles.heads.tolist() == [0, 2, 4]
    assert articles.article_of.tolist() == [0, 0, 1, 0, 2]
    assert dict(articles.several) == {0: (0, 3, 1)}
    assert RowsOfArticles(rows, articles)["1"] == (0, 3, 1)
    assert RowsOfArticles(rows, articles)["4"] == (4,)
    with pytest.raises(KeyError):
        RowsOfArticles(rows, articles)["5"]


def test_an_article_has_what_any_of_its_pieces_has():
    articles, _ = linked(None, 3, None, 0, None)
    assert articles.with_any(np.array([False, True, False, False, True])).tolist() == [True, False, True]
    assert articles.first_of(np.array([False, True, False, True, False])).tolist() == [3, 2, 4]
    assert articles.first_of(np.zeros(5, bool)).tolist() == [0, 2, 4]


def test_without_a_piece_there_is_no_article():
    articles, _ = linked()
    assert len(articles) == 0
    assert articles.with_any(np.zeros(0, bool)).tolist() == []


def test_any_links_give_the_chains_of_all_pieces():
    chance = random.Random(3)
    for _ in range(300):
        size = chance.randrange(1, 9)  # a damaged index may have them go round in a circle
        continues = [chance.choice([None, None, 99, *range(size)]) for _ in range(size)]
        articles, rows = linked(*continues)
        links = [
            SimpleNamespace(id=name, continues="" if one is None else str(one))
            for name, one in zip(rows, continues, strict=True)
        ]
        expected = [tuple(int(part.id) for part in chain) for chain in chains(links)]
        assert [articles[number] for number in range(len(articles))] == expected
        assert articles.article_of.tolist() == [
            number for row in range(size) for number, chain in enumerate(expected) if row in chain
        ]
