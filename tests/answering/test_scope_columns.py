"""Scopes by look-up, held against looking at every piece."""

import random
from dataclasses import replace

import pytest
from benchmarks.issues import PAGES_A_DAY, PairEncoder, write_archive

from rag.answering.scope import Scope
from rag.answering.scope_columns import ScopeColumns
from rag.articles import chains
from rag.articles.issue.placing import numbers_of, sections_of
from rag.articles.layout.bylines import people_of
from rag.index.build import build_index
from rag.index.saved import read_index
from rag.settings import Settings

TABLE = """date,page,section,byline,title,text
2019-01-02,A3版,副刊,记者 林知远 周以宁,桥上的灯,江州新桥的灯昨晚亮了。市民纷纷前来观看。
,B7,,通讯员 沈未央,没有日期的消息,渡口的老船工撑船过河。他撑了四十年。
2019-01-05,,副刊,,远处的山,山里的茶园开始采茶。今年的茶比去年早了十天。
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    place = tmp_path_factory.mktemp("archive")
    write_archive(place / "pages", 3 * PAGES_A_DAY)
    (place / "pages" / "表格.csv").write_text(TABLE, "utf-8")
    encoder = PairEncoder()
    build_index(place / "pages", place / "index", Settings(), encoder, encoder.name)
    return read_index(place / "index")


def slowly(index, scope):
    """Every piece of every article looked at."""
    held = {
        parts[0].id
        for parts in chains(index.articles)
        if any(scope.holds(part, index.pages_by_name[part.source]) for part in parts)
    }
    return [passage.article in held for passage in index.passages]


def drawn_scope(index, chance):
    """Some fields with values that pieces have, and now and then one that none has."""
    pieces = [chance.choice(index.articles) for _ in range(3)]
    pages = [index.pages_by_name[piece.source] for piece in pieces]
    fields = {
        "papers": tuple(page.issue.paper for page in pages),
        "pages": tuple(page.name for page in pages),
        "numbers": tuple(n for piece, page in zip(pieces, pages, strict=True) for n in numbers_of(piece, page)),
        "sections": tuple(s for piece, page in zip(pieces, pages, strict=True) for s in sections_of(piece, page)),
        "reporters": tuple(name for piece in pieces for name in people_of(piece.byline)),
        "kinds": tuple(piece.kind for piece in pieces),
        "articles": tuple(piece.id for piece in pieces),
        "first": chance.choice(["2019-01-01", "2019-01-02", "2019-01-03", "2020-01-01"]),
    }
    names = chance.sample(sorted(fields), chance.choice([1, 1, 2, 3]))
    scope = Scope(**{name: fields[name] for name in names})
    return replace(scope, last=chance.choice(["", scope.first or "2019-01-02", "2021-01-01"]))


@pytest.mark.slow
def test_what_is_looked_up_is_what_every_piece_says(index):
    columns, chance = ScopeColumns(index), random.Random(7)
    sizes = set()
    for _ in range(300):
        scope = drawn_scope(index, chance)
        held = columns.passages(scope)
        assert held.tolist() == slowly(index, scope), scope
        sizes.add(int(held.sum()))
    assert len(sizes) > 50  # scopes of all sizes were drawn


@pytest.mark.slow
def test_a_continuation_within_brings_the_whole_article(index):
    joined = [parts for parts in chains(index.articles) if len(parts) > 1]
    assert joined
    columns = ScopeColumns(index)
    for parts in joined:
        held = columns.passages(Scope(articles=(parts[-1].id,)))
        assert {index.passages[row].article for row in held.nonzero()[0]} == {parts[0].id}


def test_no_piece_is_within_what_none_has(index):
    columns = ScopeColumns(index)
    assert not columns.passages(Scope(reporters=("查无此人",))).any()
    assert not columns.passages(Scope(numbers=(9999,), first="2019-01-01")).any()
