"""What repeats within a page and tells of its paper: how its headlines stand, where its bylines are, how items open.

Only rows are counted whose part is beyond doubt by their forms: a short run right above 本报讯 is a headline.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from rag.articles.reading.forms import Form

_OPENINGS = (
    ("day", re.compile(r"(?:\d{1,2}月)?\d{1,2}[日曰]|[昨今前]天|日前|近日|最近")),
    ("bracket", re.compile(r"【[^】]{1,8}】")),
    ("number", re.compile(r"\d{1,2}[、.\s]")),
    ("word", re.compile(r"\S{2,4}\s\S{4}")),
)
_SHORT = frozenset(
    {
        *(Form.BYLINE, Form.PHOTO, Form.ITEM, Form.FURNITURE, Form.DAY, Form.HEAD, Form.COLON, Form.ASKS, Form.GENRE),
        *(Form.OFFICE, Form.NAME, Form.CLAUSES, Form.SUBTITLE, Form.TURN, Form.ANNOUNCES),
    }
)
"""Forms of lines that are no paragraph."""
IN_CLAUSE = re.compile("[把被了]")
"""Words that clauses have, and what sections are called has not."""
_MARK = re.compile(r"[■▲●◆□▪◇★☆※▶◎○△]")


class RowLike(Protocol):
    """What is looked at of a row."""

    @property
    def text(self) -> str:
        """Its text, marks and figures plain."""

    @property
    def form(self) -> Form:
        """What it is by its form."""

    @property
    def gap(self) -> int:
        """The blank lines above it."""

    @property
    def run(self) -> int:
        """Where it stands in a run of short lines, from 0."""


@dataclass(frozen=True, slots=True)
class Habits:
    """`gaps` tells whether blank lines stand above headlines, `bylines` whether they stand under headlines or close
    bodies, `lines` how many lines headlines have, `size` how long a line right above a text is: "brief", "usual" or
    "long"; each "few" where the page shows too few to tell.

    `openings` counts the paragraphs that open alike: with a day, a mark, a word set apart. `labels` counts the lines
    that may be labels by their characters: see `label_size`.
    """

    gaps: str
    bylines: str
    lines: str
    size: str
    openings: Counter[str]
    labels: Counter[int]


def habits_of(rows: Sequence[RowLike], short: Callable[[int], bool]) -> Habits:
    """The habits that the rows show; `short` tells whether the row there is of a run of short lines."""
    heads = [place for place in range(1, len(rows)) if _opens(rows, place) and short(place - 1)]
    starts = [place - 1 - rows[place - 1].run for place in heads]
    gaps = [rows[start].gap > 0 for start in starts if start > 0]
    lines = sorted(rows[place - 1].run + 1 for place in heads)
    signed = [place for place, row in enumerate(rows) if row.form is Form.BYLINE]
    under = sum(place > 0 and short(place - 1) for place in signed)
    return Habits(
        gaps=_most(sum(gaps), len(gaps)),
        bylines=_most(under, len(signed)),
        lines="few" if len(lines) < LEAST else str(min(3, lines[len(lines) // 2])),
        size=_size(sorted(_sizes(rows, short))),
        openings=Counter(opening for row in rows if (opening := opening_of(row.text, row.form))),
        labels=Counter(size for place in range(len(rows)) if (size := label_size(rows, place))),
    )


def _sizes(rows: Sequence[RowLike], short: Callable[[int], bool]) -> list[int]:
    """The lengths of the last lines of short runs above texts, most of which are headlines."""
    return [
        len(rows[place - 1].text.replace(" ", ""))
        for place in range(1, len(rows))
        if short(place - 1) and not short(place) and rows[place - 1].run < MOST_LINES and rows[place].form in _TEXT
    ]


def _size(sizes: Sequence[int]) -> str:
    if len(sizes) < LEAST:
        return "few"
    middle = sizes[len(sizes) // 2]
    return "brief" if middle <= BRIEF else "usual" if middle <= LONG else "long"


_TEXT = frozenset({Form.LEAD, Form.STOPS, Form.OPEN, Form.COLUMN, Form.BRACKETED, Form.BYLINE})
MOST_LINES = 5
"""Lines of the longest headline."""
BRIEF, LONG = 7, 13
"""Characters of headline lines on old pages, and on pages of today."""
LEAST = 3
"""Rows of a kind from which on they show a habit."""


def label_size(rows: Sequence[RowLike], place: int) -> int:
    """The characters of a line that may be a label: a few, right above a longer short line, below none; else 0."""
    if not 0 <= place < len(rows) - 1 or rows[place].run or rows[place].form not in _NAMES:
        return 0
    if rows[place + 1].form not in _HEADLINES or IN_CLAUSE.search(rows[place].text):
        return 0
    size = len(rows[place].text.replace(" ", ""))
    longer = len(rows[place + 1].text.replace(" ", "")) >= size + LONGER
    return size if longer and 2 <= size <= LONGEST_LABEL else 0


_NAMES = frozenset({Form.HEAD, Form.GENRE, Form.OFFICE})
_HEADLINES = frozenset({Form.HEAD, Form.COLON, Form.ASKS, Form.GENRE, Form.CLAUSES, Form.OFFICE, Form.NUMBERED})
LONGEST_LABEL = 8
"""Characters of most labels; longer ones are rare, and look like headlines."""
LONGER = 3
"""Characters that a headline has more than the label above it at least."""


def _opens(rows: Sequence[RowLike], place: int) -> bool:
    """Whether the row opens a report, so that what stands above it is its headline."""
    return rows[place].form is Form.LEAD and rows[place].gap <= 1


def _most(count: int, of: int) -> str:
    if of < LEAST:
        return "few"
    return "all" if count >= 0.8 * of else "none" if count <= 0.2 * of else "some"


def opening_of(text: str, form: Form) -> str:
    """How a paragraph opens: a mark, a word set apart, a day, a number; "" for any other."""
    mark = _MARK.match(text)
    if mark:
        return f"mark {mark.group()}"
    if form in _SHORT or len(text) < SHORTEST:
        return ""
    return next((name for name, pattern in _OPENINGS if pattern.match(text)), "")


SHORTEST = 10
"""Characters of the first line of a paragraph at least; shorter ones are items of a list."""
