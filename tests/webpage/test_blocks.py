"""What an answer says as it is shown: prose, tables of rows under their headings, lists of items."""

from ui.ask.blocks import Statement, blocks_of


def said(text: str, marker: int = 0, exact: str = "") -> Statement:
    start = text.index(exact) if exact else 0
    words = ((text[:start], False), (exact, True), (text[start + len(exact) :], False)) if exact else ((text, False),)
    return Statement(words, (), marker, f"hint {marker}")


def test_rows_under_their_headings_are_a_table_each_with_its_marker() -> None:
    statements = [said("站名 水位 流量", 1), said("上河站 3.2 410", 2, exact="410"), said("", 0)]
    table, rest = blocks_of(statements)
    assert table.look == "table"
    assert [[cell for cell, _ in row.cells] for row in table.rows] == [
        ["站名", "水位", "流量"],
        ["上河站", "3.2", "410"],
    ]
    assert [row.marker for row in table.rows] == [1, 2]
    assert table.rows[1].cells[2] == ("410", True)
    assert rest.look == "prose"


def test_rows_without_headings_and_rows_of_other_lengths_are_prose() -> None:
    assert [block.look for block in blocks_of([said("上河站 3.2 410", 1), said("下河站 2.8 395", 2)])] == ["prose"]
    assert [block.look for block in blocks_of([said("站名 水位 流量", 1), said("上河站 3.2", 2)])] == ["prose"]


def test_short_items_are_a_list_and_sentences_are_not() -> None:
    items = [said("- 带身份证", 1), said("- 带照片两张", 2)]
    assert [(block.look, len(block.statements)) for block in blocks_of(items)] == [("list", 2)]
    assert [block.look for block in blocks_of([said("带身份证。", 1), said("带照片两张。", 2)])] == ["prose"]
    assert [block.look for block in blocks_of([said("- 带身份证", 1), said("窗口下午关门。", 2)])] == ["prose"]


def test_every_statement_is_shown_once_in_its_order() -> None:
    statements = [said("说明。", 1), said("① 上午", 2), said("② 下午", 3), said("完。", 4)]
    shown = [statement for block in blocks_of(statements) for statement in block.statements]
    assert shown == statements
    assert blocks_of([]) == []
