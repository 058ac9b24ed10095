"""Rows of a table as a page prints them: cells with blanks, tabs or bars between them, or a label and two figures with
a dash between them, under a line that names both sides.

For lines that are read already. Left out: cells that are empty in the print, which no blank tells.
"""

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import Final

from rag.text.numerals import NUMERALS

FEWEST_CELLS: Final = 3
"""Two words with a blank between them are a name or a headline."""
_PAIRED: Final = 3
"""Cells of a label and two figures."""
_LONGEST_CELL: Final = 16
"""Characters; beyond it a line is prose."""
_BARRED: Final = re.compile(r"\s*\|(.*)\|\s*")
_PROSE: Final = re.compile(r"[。!?！？;；，,](?!\d)|:$|：$")
_FIGURE: Final = re.compile(r"\d")
WRITTEN: Final = f"{NUMERALS}萬億兩半"
"""What numbers are written with on pages that print no figures, traditional characters among it."""
_UNITS: Final = (
    "元圆圓角分厘釐占毛文枚块塊钱錢斤担擔石斗升尺寸丈匹疋里米亩畝顷吨噸磅打箱袋包盒瓶只隻件"
    "人名位户戶个個头頭匹辆輛艘班次座间間岁歲年月日天时時点點秒度成折倍胜勝负負平票株"
)
"""What such pages count in. Not all of `numerals.MEASURES`: 四版, 二期 and 八路 close headlines."""
_IN_WORDS: Final = re.compile(
    rf"(?:每.{{1,2}}|约|約|共)?(?=.*[{_UNITS}])[{WRITTEN}][{WRITTEN}{_UNITS}]+|[{WRITTEN}]+(?:・[{WRITTEN}]+)?"
)
"""三千元, 八占二五, 六・八."""
_DASH: Final = r"(?:[-—–－―]{1,2}|\s[-—–－―]{1,2}\s|∶)"
"""Not one with a blank before it alone, which is the sign of a figure below 0."""
_PAIR: Final = re.compile(rf"([\u3400-\u9fff]{{1,8}})\s+(\d{{1,3}}%?){_DASH}(\d{{1,3}}%?)")
"""射门 14-9. No colon: 开门 8:30 is a time."""
_SIDES: Final = re.compile(
    rf"[■●◆▲★□○]?\s*([\u3400-\u9fff]{{0,8}}?)\s*[(（]?([\u3400-\u9fff]{{1,8}}){_DASH}([\u3400-\u9fff]{{1,8}})[)）]?"
)
"""技术统计(东队-西队)."""


def cells_of(line: str) -> tuple[str, ...]:
    """The cells of a row, () for a line that is none."""
    bars = _BARRED.fullmatch(line)
    cells = tuple(cell.strip() for cell in bars[1].split("|")) if bars else tuple(line.split())
    fewest = 2 if bars else FEWEST_CELLS
    if len(cells) < fewest or max(map(len, cells)) > _LONGEST_CELL or _PROSE.search(line):
        return ()
    return cells


def row_cells(line: str) -> tuple[str, ...]:
    """The cells of a row, a label and its two figures among them (射门 14-9), () for a line that is none."""
    pair = _PAIR.fullmatch(line.strip())
    return pair.groups() if pair else cells_of(line)


def heading_cells(line: str, count: int) -> tuple[str, ...]:
    """The headings that a line has for rows of `count` cells, () where it has none."""
    cells = cells_of(line)
    sides = _SIDES.fullmatch(line.strip()) if count == _PAIRED else None
    return sides.groups() if sides and not cells else cells if len(cells) == count else ()


def row_stretches(lines: Sequence[str]) -> Iterator[tuple[int, int, bool]]:
    """The lines of a paragraph from which to which there are rows of one table, or none (False), in their order.

    Rows amid other lines are at least two, or follow such rows, most of them with a figure; where all lines are rows
    it is a table anyway.
    """
    counts = [len(row_cells(line)) for line in lines]
    if len(counts) > 1 and counts[0] and len(set(counts)) == 1:
        yield 0, len(lines), True
        return
    prose = start = 0
    for count, group in itertools.groupby(counts):
        end = start + len(list(group))
        figures = sum(any(map(is_figure, row_cells(line))) for line in lines[start:end])
        if count and (end - start > 1 or prose == start > 0) and 2 * figures >= end - start:
            if prose < start:
                yield prose, start, False
            yield start, end, True
            prose = end
        start = end
    if prose < len(lines):
        yield prose, len(lines), False


def is_figure(cell: str) -> bool:
    """Whether the cell holds a figure, or is a number or an amount in words, as papers print them without figures."""
    return bool(_FIGURE.search(cell) or _IN_WORDS.fullmatch(cell))


def heading_rows(lines: Sequence[str]) -> list[int | None]:
    """For each line the place of the row with the headings of its columns; None where it is no row under headings.

    Headings hold no figures, and the rows below them as many cells as they have, one of them a figure.
    """
    rows = [row_cells(line) for line in lines]
    found: list[int | None] = []
    heading: int | None = None
    width = 0
    for place, cells in enumerate(rows):
        if heading is not None and len(cells) != width:
            heading = None
        if heading is None and place + 1 < len(rows) and _heads(lines[place], cells, lines[place + 1]):
            heading, width = place, len(rows[place + 1])
            found.append(None)
            continue
        if not cells:
            heading = None
            found.append(None)
            continue
        figures = any(map(is_figure, cells))
        if not figures and heading is None:
            heading, width = place, len(cells)
        below = heading is not None and heading < place
        found.append(heading if below and (figures or _holds_figures(rows, heading)) else None)
    return found


def _heads(line: str, cells: Sequence[str], below: str) -> bool:
    """Whether a line that is no row of cells names both sides of the figures below it."""
    return not cells and bool(_PAIR.fullmatch(below.strip()) and heading_cells(line, _PAIRED))


def _holds_figures(rows: Sequence[tuple[str, ...]], heading: int | None) -> bool:
    """Whether the row below the headings has a figure, so that one without them is of the table as well."""
    following = rows[heading + 1] if heading is not None and heading + 1 < len(rows) else ()
    return any(map(is_figure, following))


def under_headings(row: Sequence[str], headings: Sequence[str]) -> str:
    """A row as it is read, each cell behind its heading: 学校南河小学,图书15345册."""
    return ",".join(f"{heading}{cell}" for heading, cell in zip(headings, row, strict=True) if cell)
