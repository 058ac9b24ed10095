"""Rows of a table as a page prints them: cells with blanks, tabs or bars between them.

For lines that are read already. Left out: cells that are empty in the print, which no blank tells.
"""

import re
from collections.abc import Sequence
from typing import Final

from rag.text.numerals import NUMERALS

FEWEST_CELLS: Final = 3
"""Two words with a blank between them are a name or a headline."""
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


def cells_of(line: str) -> tuple[str, ...]:
    """The cells of a row, () for a line that is none."""
    bars = _BARRED.fullmatch(line)
    cells = tuple(cell.strip() for cell in bars[1].split("|")) if bars else tuple(line.split())
    fewest = 2 if bars else FEWEST_CELLS
    if len(cells) < fewest or max(map(len, cells)) > _LONGEST_CELL or _PROSE.search(line):
        return ()
    return cells


def is_figure(cell: str) -> bool:
    """Whether the cell holds a figure, or is a number or an amount in words, as papers print them without figures."""
    return bool(_FIGURE.search(cell) or _IN_WORDS.fullmatch(cell))


def heading_rows(lines: Sequence[str]) -> list[int | None]:
    """For each line the place of the row with the headings of its columns; None where it is no row under headings.

    Headings hold no figures, and the rows below them as many cells as they have, one of them a figure.
    """
    rows = [cells_of(line) for line in lines]
    found: list[int | None] = []
    heading: int | None = None
    for place, cells in enumerate(rows):
        if not cells or (heading is not None and len(cells) != len(rows[heading])):
            heading = None
        if not cells:
            found.append(None)
            continue
        figures = any(map(is_figure, cells))
        if not figures and heading is None:
            heading = place
        below = heading is not None and heading < place
        found.append(heading if below and (figures or _holds_figures(rows, heading)) else None)
    return found


def _holds_figures(rows: Sequence[tuple[str, ...]], heading: int | None) -> bool:
    """Whether the row below the headings has a figure, so that one without them is of the table as well."""
    following = rows[heading + 1] if heading is not None and heading + 1 < len(rows) else ()
    return any(map(is_figure, following))


def under_headings(row: Sequence[str], headings: Sequence[str]) -> str:
    """A row as it is read, each cell behind its heading: 学校南河小学,图书15345册."""
    return ",".join(f"{heading}{cell}" for heading, cell in zip(headings, row, strict=True) if cell)
