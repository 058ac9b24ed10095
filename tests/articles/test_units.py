"""What stands around a row, counted once for all of them, and the signals that it gives."""

from collections.abc import Sequence

import pytest

from rag.articles import split_page
from rag.articles.layout.columns import rows_of
from rag.articles.reading.stretches import LEAST_AROUND
from rag.articles.reading.units import (
    alike_labels,
    alike_lines,
    below_label,
    byline_within,
    reports_below,
    shape_of,
    stops_nearby,
)
from rag.articles.reading.view import View, view_of
from rag.articles.split import MOST_ROWS, UNREAD
from rag.records import Page

REPORTS = [
    "渡口要闻",
    "本报讯 渡口新桥昨天通车,两岸居民过河不用再绕行十里。",
    "本报讯 山口小学的图书室前天开门,三千册新书摆上了书架。(李四)",
    "石桥镇办夜校",
    "本报讯 石桥镇的夜校上周开课,报名的有六十人。",
]


def view(lines: Sequence[str]) -> View:
    return view_of(rows_of(lines))


def test_the_reports_below_a_short_line_are_counted_up_to_the_next_short_line() -> None:
    seen = view(REPORTS)
    assert seen.units == [(0, 0), (2, 1), (1, 1), (0, 0), (1, 0)]
    assert any(name.startswith("reports below:2 ") for name in reports_below(seen, 0))
    assert any(name.startswith("reports below:1 ") for name in reports_below(seen, 3))
    assert not list(reports_below(seen, 1))


def test_labels_of_one_page_are_known_by_their_equal_length_above_longer_lines() -> None:
    lines = []
    for label, headline in (("民生政策", "城乡居民缴费六个问题一次说清"), ("平安渡口", "外卖封签成了摆设没有人管")):
        lines += [label, headline, "记者昨天走访了三条街,店主说法不一,有人说不知道。"]
    seen = view(lines)
    assert seen.habits.labels == {4: 2}
    assert any(name.startswith("label own, alike:2") for name in alike_labels(seen, 0))
    assert any(name.startswith("label above, alike:2") for name in alike_labels(seen, 1))
    assert not list(alike_labels(seen, 2))


def test_a_line_that_is_built_otherwise_than_the_list_above_it_is_told() -> None:
    seen = view(["今日菜价", "白菜 1.20元", "土豆 1.50元", "茄子 3.00元", "渡口新桥昨天通车了"])
    assert shape_of("白菜 1.20元") == shape_of("土豆 15元") == "字 0字"
    assert any("as above:same" in name and "as below:same" in name for name in alike_lines(seen, 2))
    assert any("as above:no" in name for name in alike_lines(seen, 4))


def test_the_byline_below_a_summary_is_told_by_the_headline_above_it() -> None:
    text = "渡口新桥昨天通车,两岸居民过河不用再绕行十里,县长也来了。"
    seen = view(["渡口新桥昨天通车了", text, "本报记者 王小明", text])
    assert any(name.startswith("byline below a text under:short") for name in byline_within(seen, 3))
    assert not list(byline_within(seen, 1))


def test_paragraphs_below_a_columns_name_are_counted_from_it() -> None:
    seen = view(["一周简讯", "渡口新桥昨天通车,两岸居民过河不用再绕行十里。", "山口小学的图书室前天开门。(李四)"])
    assert list(seen.under) == [-1, 0, 0]
    assert any("under:list line:2 above:stop signed:True" in name for name in below_label(seen, 2))


def test_where_no_text_has_a_stop_a_short_line_below_a_full_one_is_told() -> None:
    columns = ["庙东有写信摊一业者为前清秀", "才年七十余自备笔墨代人作书", "矣"] * LEAST_AROUND
    assert "none" in view(columns).stopped
    assert any(name.startswith("stops nearby:none") for name in stops_nearby(view(columns), 2))


def test_short_lines_of_a_notice_that_are_equally_wide_are_no_column() -> None:
    notice = ["愿来女家者可优先", "信寄半边街邮电所", "电话请转田女士收", "有意者请尽早来信", "家有瓦房四间余地"] * 2
    assert {seen.width for seen in view(notice).rows} == {0}
    column = ["渡口新桥昨天通车,两岸居民过河不", "用再绕行十里。县长说费用由县里出", "以后还要修一条路,今年就要动工。"]
    assert {seen.width for seen in view(column * 3).rows} == {16}


@pytest.mark.slow
def test_a_file_of_more_lines_than_any_issue_is_split_a_line_at_a_time_and_says_so() -> None:
    lines = REPORTS * (MOST_ROWS // len(REPORTS) + 1)
    pieces = split_page(Page("page.txt", tuple(lines), "0" * 64))
    numbers = [n for piece in pieces for first, last in piece.spans for n in range(first, last + 1)]
    assert sorted(numbers) == list(range(1, len(lines) + 1))
    assert {piece.confidence for piece in pieces} == {UNREAD.confidence}
