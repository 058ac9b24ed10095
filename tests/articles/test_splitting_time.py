"""Splitting takes time in proportion to the page: what once took minutes grows with its length and no faster."""

import pytest
from support.crooked_pages import UNITS, page_of
from support.growing import grows_in_proportion

from rag.articles import join_continued, split_page, with_issue
from rag.articles.jumps import marks as turns
from rag.articles.layout import bylines
from rag.articles.layout.lines import is_continued
from rag.errors import PageError
from rag.pages.folder import MOST_LINES, read_page
from rag.passages import cut_passages
from rag.records import Page
from rag.settings import Settings


def page(text: str) -> Page:
    return Page("page.txt", tuple(text.split("\n")), "0")


def cut(text: str) -> None:
    whole = page(text)
    for piece in split_page(whole):
        cut_passages([piece], [whole], Settings())


@pytest.mark.slow
def test_what_looks_at_all_of_a_page_for_each_of_its_lines_is_told_apart():
    assert grows_in_proportion(lambda size: sum(range(1_000 * size)), 600)
    assert not grows_in_proportion(lambda size: sum(1 for _ in range(size) for _ in range(size)), 600)


@pytest.mark.slow
def test_thousands_of_history_columns_are_split_in_proportion():
    def split(count: int) -> None:
        assert len(split_page(page("历史上的今天\n1949年\n一句。\n" * count))) >= count

    assert grows_in_proportion(split, 500)


@pytest.mark.slow
def test_a_masthead_printed_thousands_of_times_is_read_in_proportion():
    assert grows_in_proportion(lambda count: split_page(page("青岩日报 2022年1月21日 星期五 第1版\n" * count)), 2_500)


@pytest.mark.slow
@pytest.mark.parametrize(
    "kind",
    [
        "headings body long",
        "byline plain",
        "numbered",
        "notice",
        "label",
        "subtitle2",
        "supplier",
        "open body heading",
        "turnalone",
        "double",
        "qa head",
        "almanac gap",
        "prices",
        "cont",
        "caption",
    ],
)
def test_one_thing_over_and_over_takes_no_longer_than_it_is(kind: str):
    assert kind in UNITS
    assert grows_in_proportion(lambda size: cut(page_of(kind, size)), 7_500)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("before", "again", "after", "count"),
    [
        ("一句。", " ", "一句", 300_000),
        ("", "记者 王小明 ", "啊", 40_000),
        ("", "1月1日将", "", 20_000),
        ("", "“今日", "", 20_000),
        ("青岩日报 2022年1月21日 星期五 第1版\n\n", "上半年春节前后三天后将", "", 8_000),
        ("", "（", "", 300_000),
        ("", "。（一）", "", 20_000),
        ("上接", " ", "", 100_000),
        ("", "1", "", 300_000),
    ],
)
def test_a_line_without_an_end_is_read_once(before: str, again: str, after: str, count: int):
    assert grows_in_proportion(lambda size: cut(before + again * size + after), count // 4)


@pytest.mark.parametrize(
    "text", ["（" + "记者 王小明 " * 30 + "啊）", "。" + "记者  王小明 " * 30 + "啊", "记者 王小明 " * 30 + "啊"]
)
def test_a_byline_that_fails_at_its_end_is_not_tried_in_a_thousand_million_ways(text: str):
    assert bylines.byline_of(text) == ""  # or this does not end
    cut(text)


def test_a_mark_is_found_at_the_end_of_a_long_line():
    text = "一句话，" * 500 + "（下转第4版）"
    found = turns.closing_turn(text)
    assert found is not None
    assert found.page == 4
    assert turns.without_turns(text) == (0, 2000)
    assert is_continued("（上接第1版）" + text)


def test_a_byline_is_found_at_the_end_of_a_long_line():
    assert bylines.byline_of("一句话，" * 500 + "完了。（记者 王小明）") == "记者 王小明"


@pytest.mark.slow
def test_thousands_of_continuations_on_two_pages_are_joined_in_time():
    def join(count: int) -> None:
        pages = [
            with_issue(
                Page(
                    f"20220121_0{number}版.txt",
                    tuple((f"（上接第1版）他说，这件事情第{number}次说到\n" * count).split("\n")),
                    "0",
                )
            )
            for number in (2, 3)
        ]
        join_continued([piece for each in pages for piece in split_page(each)], pages)

    assert grows_in_proportion(join, 500)


def test_a_file_with_more_lines_than_any_page_is_refused_in_one_sentence(tmp_path):
    file = tmp_path / "page.txt"
    file.write_text("一句话。\n" * (MOST_LINES + 1), "utf-8")
    with pytest.raises(PageError) as caught:
        read_page(file, Settings())
    assert caught.value.key == "page-too-many-lines"
    assert str(MOST_LINES) in caught.value.sentence()


@pytest.mark.slow
def test_blank_lines_do_not_count(tmp_path):
    file = tmp_path / "page.txt"
    file.write_text("一句话。\n" + "\n" * 500_000 + "又一句话。\n", "utf-8")
    found = read_page(file, Settings())
    assert [piece.spans for piece in split_page(found)] == [((1, 1),), ((500_002, 500_002),)]


@pytest.mark.slow
def test_blank_lines_are_passed_over_in_proportion():
    assert grows_in_proportion(lambda count: split_page(page("一句话。\n" + "\n" * count + "又一句话。")), 125_000)
