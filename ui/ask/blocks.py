"""The statements of an answer -> what is shown of them: prose, the rows of a table, or the items of a list.

No gradio here. Left out: finding rows and items in the pages; what an answer says is looked at alone.
"""

import re
from collections.abc import Sequence
from typing import Final, Literal, NamedTuple

from rag import cells_of, is_figure
from ui.markup import Stretches

_ITEM: Final = re.compile(
    r"\s*(?:[-*•·●■◆▪]|[①-⑳]|[(（]?\d{1,2}[)）]|\d{1,2}[.．、](?!\d)|[一二三四五六七八九十]、)\s*(?=\S)"
)
_LONGEST_ITEM: Final = 60
"""Characters; beyond it an item is a paragraph."""


class Statement(NamedTuple):
    """Words of an answer up to a marker, the exact answer told from the others; `end` is the last character of them.

    Where the answer goes on after its last marker, the last statement has none.
    """

    words: Stretches
    end: Stretches = ()
    marker: int = 0
    hint: str = ""


class Row(NamedTuple):
    """A row of a table: its cells, each with whether it holds the exact answer, and the marker behind the last."""

    cells: tuple[tuple[str, bool], ...]
    marker: int
    hint: str


class Block(NamedTuple):
    """Statements that are shown together; `rows` are those of a table, the first with the headings."""

    look: Literal["prose", "table", "list"]
    statements: tuple[Statement, ...] = ()
    rows: tuple[Row, ...] = ()


def blocks_of(statements: Sequence[Statement]) -> list[Block]:
    """The statements in their order: rows of as many cells each are a table, two items or more a list."""
    blocks: list[Block] = []
    place = 0
    while place < len(statements):
        count = _table_length(statements[place:])
        if count > 1:
            blocks.append(Block("table", rows=tuple(map(_row, statements[place : place + count]))))
            place += count
            continue
        count = _list_length(statements[place:])
        if count > 1:
            blocks.append(Block("list", tuple(statements[place : place + count])))
            place += count
            continue
        if blocks and blocks[-1].look == "prose":
            blocks[-1] = Block("prose", (*blocks[-1].statements, statements[place]))
        else:
            blocks.append(Block("prose", (statements[place],)))
        place += 1
    return blocks


def _text(statement: Statement) -> str:
    return "".join(piece for piece, _ in (*statement.words, *statement.end))


def _table_length(statements: Sequence[Statement]) -> int:
    """How many of the first statements are rows of one table; 0 where the first holds figures."""
    cells = [cells_of(_text(statement)) for statement in statements]
    if not cells[0] or any(map(is_figure, cells[0])):
        return 0
    same = [
        statement.marker > 0 and len(row) == len(cells[0]) for statement, row in zip(statements, cells, strict=True)
    ]
    return same.index(False) if False in same else len(same)


def _list_length(statements: Sequence[Statement]) -> int:
    items = [
        statement.marker > 0 and bool(_ITEM.match(_text(statement))) and len(_text(statement)) <= _LONGEST_ITEM
        for statement in statements
    ]
    return items.index(False) if False in items else len(items)


def _row(statement: Statement) -> Row:
    exact = "".join(piece for piece, is_exact in (*statement.words, *statement.end) if is_exact)
    cells = tuple((cell, bool(exact) and exact in cell) for cell in cells_of(_text(statement)))
    return Row(cells, statement.marker, statement.hint)
