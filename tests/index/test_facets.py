"""Facets: what each row has, kept once; and what of them cannot be."""

import json

import numpy as np
import pytest

from rag.index.facets import (
    Facet,
    PageFacets,
    PieceFacets,
    numbers_of_values,
    read_facets,
    together,
    values_bytes,
)
from rag.records import Issue, Page, Piece, PrintedDay

DAYS = Facet.of(["2022-01-20", "", "2022-01-20", "2021-11-05"])
PAGES = [
    Page("a.txt", ("水",), "1", Issue("2022-01-20", 3, "masthead", (), "江州晚报", "要闻")),
    Page("b.txt", ("火",), "2"),
]


def piece(id, source, **fields):
    known = {"title": "", "kind": "news", "byline": "", "date": None, "spans": ((1, 1),), "text": ""}
    lines = {"title_lines": (), "paragraphs": ((1,),), "repeats": ()}
    return Piece(id=id, source=source, **{**known, **lines, **fields})


PIECES = [
    piece("1", "a.txt", kind="slogan", text="读者来信"),
    piece("2", "a.txt", byline="记者 林知远 周以宁", date="2022-01-19", date_told="text", spans=((2, 3),)),
    piece("3", "b.txt", columns=(("版次", "A7版"), ("栏目", "副刊")), text="编辑同志:你好。", spans=()),
]


def test_a_value_stands_once_and_each_row_has_its_own():
    assert DAYS.values == ("2022-01-20", "", "2021-11-05")
    assert (
        [DAYS[row] for row in range(len(DAYS))]
        == [*DAYS.row_by_row()]
        == ["2022-01-20", "", "2022-01-20", "2021-11-05"]
    )
    assert DAYS.counts() == {"2022-01-20": 2, "": 1, "2021-11-05": 1}
    assert DAYS.where(lambda day: day > "2022").tolist() == [True, False, True, False]
    assert DAYS.numbers_by(lambda day: day[:4]).tolist() == [2, 0, 2, 1]
    assert DAYS.numbers_by(len).tolist() == [1, 0, 1, 1]


def test_of_some_rows_the_values_that_none_has_are_not_counted():
    some = DAYS.at(np.array([3, 0, 0]))
    assert [*some.row_by_row()] == ["2021-11-05", "2022-01-20", "2022-01-20"]
    assert some.counts() == {"2022-01-20": 2, "2021-11-05": 1}


def test_without_a_row_there_is_nothing():
    none = Facet.of([])
    assert (none.counts(), none.where(bool).tolist(), none.numbers_by(str).tolist()) == ({}, [], [])


def test_pages_and_pieces_are_told_by_their_facets():
    pages, pieces = PageFacets.of(PAGES), PieceFacets.of(PIECES, PAGES)
    assert [pages.issue(row) for row in (0, 1)] == [page.issue for page in PAGES]
    assert [*pieces.kind.row_by_row()] == ["slogan", "news", "news"]
    assert [*pieces.numbers.row_by_row()] == [(3,), (3,), (7,)]
    assert [*pieces.sections.row_by_row()] == [("要闻",), ("要闻",), ("副刊",)]
    assert pieces.reporters[1] == ("林知远", "周以宁")
    printed = zip(pieces.printed.row_by_row(), pieces.printed_told.row_by_row(), strict=True)
    assert [PrintedDay(*day) for day in printed] == [PrintedDay("2022-01-20", "masthead")] * 2 + [PrintedDay()]
    assert [*pieces.date.row_by_row()] == ["", "2022-01-19", ""]
    assert [*pieces.called.row_by_row()] == ["", "读者来信", "读者来信"]  # by the label above it, by its salutation
    assert [*pieces.line.row_by_row()] == [1, 2, 0]


def rows_of(table):
    return [
        [*getattr(table, name).row_by_row()]
        for name in (PageFacets if isinstance(table, PageFacets) else PieceFacets).__slots__
    ]


def test_what_is_written_is_read():
    written = PageFacets.of(PAGES), PieceFacets.of(PIECES, PAGES)
    read = read_facets(values_bytes(*written), *map(numbers_of_values, written))
    assert [rows_of(table) for table in read] == [rows_of(table) for table in written]
    none = PageFacets.of([]), PieceFacets.of([], [])
    read = read_facets(values_bytes(*none), *map(numbers_of_values, none))
    assert [len(read[0].date), len(read[1].kind)] == [0, 0]


def test_segments_together_are_as_one_in_any_order():
    one, other = PageFacets.of(PAGES[:1]), PageFacets.of([PAGES[1], PAGES[0]])
    all_of_them = together([one, other], None)
    assert [all_of_them.issue(row) for row in range(3)] == [page.issue for page in (PAGES[0], PAGES[1], PAGES[0])]
    chosen = together([one, other], np.array([1, 0]))
    assert [chosen.issue(row) for row in range(2)] == [page.issue for page in (PAGES[1], PAGES[0])]
    assert len(set(all_of_them.paper.values)) == len(all_of_them.paper.values)
    assert together([one], None) is one


def changed(told, **fields):
    return json.dumps({**told, "pages": {**told["pages"], **fields}}).encode()


def test_what_nothing_wrote_is_refused():
    written = PageFacets.of(PAGES), PieceFacets.of(PIECES, PAGES)
    values, numbers = values_bytes(*written), [*map(numbers_of_values, written)]
    told = json.loads(values)
    wrong = [
        (b"{}", numbers),
        (json.dumps({**told, "pages": {}}).encode(), numbers),
        (changed(told, paper=["江州晚报"]), numbers),  # a page has the second
        (changed(told, paper=["江州晚报", 7]), numbers),
        (changed(told, number=[3, "4"]), numbers),
        (changed(told, number=[3, True]), numbers),
        (changed(told, paper=["", ""]), numbers),
        (values, [numbers[0].astype(np.int64), numbers[1]]),
        (values, [numbers[0][:, :2], numbers[1]]),
        (values, [numbers[0].ravel(), numbers[1]]),
        (values, [numbers[0] - 1, numbers[1]]),
    ]
    for content, rows in wrong:
        with pytest.raises((ValueError, KeyError, TypeError)):
            read_facets(content, *rows)
