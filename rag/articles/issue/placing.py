"""The number of the page and the sections that a piece stands in, as its page and its file tell them."""

import re
import unicodedata
from typing import Final

from rag.parsing import whole_number
from rag.records import Page, Piece

SECTION_COLUMNS: Final = frozenset(
    "section sectionname 版名 版面名称 版块 栏目 栏目名称 column columnname 频道 category 类别 分类".split()
)
"""Further fields of a file that name the section of a piece, without case, spaces, hyphens and underscores."""

NUMBER_COLUMNS: Final = frozenset("page pagenumber pageno 版次 版号 版面 版".split())
"""Further fields that give the number of its page."""

LARGEST_PAGE: Final = 9999
"""Of an issue; a longer number is something else."""


def numbers_of(piece: Piece, page: Page) -> tuple[int, ...]:
    """The number of the page in its issue, as the page has it or else as the piece's file says: A3版 is 3."""
    if page.issue.page is not None:
        return (page.issue.page,)
    found = (re.search(r"\d+", unicodedata.normalize("NFKC", value)) for value in _columns(piece, NUMBER_COLUMNS))
    numbers = (whole_number(match[0], LARGEST_PAGE) for match in found if match)
    return tuple(number for number in numbers if number is not None)


def sections_of(piece: Piece, page: Page) -> tuple[str, ...]:
    """The names of the sections that the piece stands in, by its page and by its file."""
    return tuple(dict.fromkeys(filter(None, (page.issue.section, *_columns(piece, SECTION_COLUMNS)))))


def _columns(piece: Piece, names: frozenset[str]) -> list[str]:
    """The values of the piece's further fields of these names."""
    return [
        value.strip()
        for name, value in piece.columns
        if value.strip() and re.sub(r"[\s_:.\-]", "", unicodedata.normalize("NFKC", name)).lower() in names
    ]
