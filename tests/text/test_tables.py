"""Rows of tables as lines print them."""

import pytest

from rag.text.tables import (
    cells_of,
    heading_cells,
    heading_rows,
    is_figure,
    row_cells,
    row_stretches,
    under_headings,
)

TABLE = ["站名 水位 流量", "上河站 3.2 410", "下河站 2.8 395"]


def test_a_row_has_its_cells() -> None:
    assert cells_of("上河站 3.2 410") == ("上河站", "3.2", "410")
    assert cells_of("上河站\t3.2\t410") == ("上河站", "3.2", "410")
    assert cells_of("| 上河站 | 3.2 |") == ("上河站", "3.2")


@pytest.mark.parametrize(
    "line",
    [
        "",
        "王 小",
        "上河站水位上涨。",
        "上河站 水位 上涨,下河站 平稳",
        "记者 张三 报道说,水位上涨",
        "a " * 3 + "长" * 17,
    ],
)
def test_prose_names_and_headlines_are_no_rows(line: str) -> None:
    assert cells_of(line) == ()


@pytest.mark.parametrize("cell", ["3.2", "12元", "三千元", "八占二五", "每瓶三角", "五勝〇負", "六・八", "三十"])
def test_a_number_is_a_figure_in_words_too(cell: str) -> None:
    assert is_figure(cell)


@pytest.mark.parametrize("cell", ["品名", "任务（万斤）", "史万金", "一等品率", "第七版", "五常大米", "四版"])
def test_a_numeral_in_a_word_is_no_figure(cell: str) -> None:
    assert not is_figure(cell)


def test_rows_with_amounts_in_words_stand_under_headings() -> None:
    assert heading_rows(["品名 规格 新价", "食盐 海盐 一千四百元", "白糖 机制 七千二百元"]) == [None, 0, 0]


def test_rows_under_headings_know_them() -> None:
    assert heading_rows(["水情如下", *TABLE, "以上数字由水文站提供"]) == [None, None, 1, 1, None]
    assert heading_rows(TABLE[1:]) == [None, None]  # no headings
    assert heading_rows([TABLE[0], "上河站 3.2"]) == [None, None]  # other cells
    assert heading_rows([]) == []


def test_words_in_columns_without_a_figure_are_no_table() -> None:
    assert heading_rows(["东 南 西", "春 夏 秋"]) == [None, None]


def test_a_row_is_read_with_its_headings() -> None:
    assert under_headings(("上河站", "3.2"), ("站名", "水位")) == "站名上河站,水位3.2"


def test_rows_amid_prose_are_rows_and_the_prose_is_prose() -> None:
    before, after = "水文站昨天公布了水情，", "上河站的水位比去年同期高。"
    assert list(row_stretches([before, *TABLE, after])) == [(0, 1, False), (1, 4, True), (4, 5, False)]
    assert list(row_stretches([*TABLE, after])) == [(0, 3, True), (3, 4, False)]
    assert list(row_stretches([before, *TABLE])) == [(0, 1, False), (1, 4, True)]
    assert list(row_stretches([*TABLE, "外河站 缺测 120 夜", after])) == [(0, 3, True), (3, 4, True), (4, 5, False)]


def test_lines_with_blanks_and_without_figures_amid_prose_are_no_rows() -> None:
    assert list(row_stretches(["他念道：", "山 水 云", "风 花 月", "念完就走了。"])) == [(0, 4, False)]
    assert list(row_stretches(["上河站 3.2 410", "河水涨了。"])) == [(0, 2, False)]  # one row is none


def test_a_label_and_two_figures_are_a_row_under_the_names_of_both_sides() -> None:
    block = ["■统计（东队—西队）", "射门 14—9", "犯规 17—21", "赛后两队握手。"]
    assert heading_rows(block) == [None, 0, 0, None]
    assert row_cells(block[1]) == ("射门", "14", "9")
    assert under_headings(row_cells(block[1]), heading_cells(block[0], 3)) == "统计射门,东队14,西队9"
    assert heading_rows(["东队—西队", *block[1:3]]) == [None, 0, 0]
    assert heading_rows(block[1:]) == [None, None, None]  # nothing names the sides


def test_times_and_stretches_of_days_are_no_pair_of_figures() -> None:
    assert row_cells("东矿 520 -15") == ("东矿", "520", "-15")  # below 0
    assert [row_cells(line) for line in ("开门 8:30", "电话 0351-7711234", "5月 3-5日", "比分")] == [()] * 4
