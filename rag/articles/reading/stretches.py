"""What stands around each row of a page, counted once for all rows: reports and signed ends below it, stops nearby."""

from collections.abc import Sequence
from typing import Final

from rag.articles.reading.forms import Form


def units_below(forms: Sequence[Form], signed: Sequence[bool], short: Sequence[bool]) -> list[tuple[int, int]]:
    """For each row how many reports open, and how many rows are signed, from it to the next short line."""
    found = [(0, 0)] * (len(forms) + 1)
    for place in range(len(forms) - 1, -1, -1):
        if not short[place]:
            leads, ends = found[place + 1]
            found[place] = (leads + (forms[place] is Form.LEAD), ends + signed[place])
    return found[:-1]


def short_above(short: Sequence[bool]) -> list[int]:
    """For each row the place of the nearest short line above it, -1 where there is none near it."""
    found, last = [], -1
    for place, is_short in enumerate(short):
        found.append(last if place - last <= NEAR else -1)
        last = place if is_short else last
    return found


NEAR: Final = 24
"""Rows below a column's name that are looked at: the briefs of a page."""


def stops_around(texts: Sequence[str], sizes: Sequence[int]) -> list[str]:
    """For each row whether the text around it has stops: "none", "few", "many"; "" where there is little text."""
    text = [size >= LEAST_TEXT for size in sizes]
    stopped = [is_text and "。" in each for is_text, each in zip(text, texts, strict=True)]
    found = []
    for place in range(len(texts)):
        window = slice(max(0, place - AROUND), place + AROUND + 1)
        count, of = sum(stopped[window]), sum(text[window])
        found.append("" if of < LEAST_AROUND else "none" if not count else "few" if count < 0.12 * of else "many")
    return found


LEAST_TEXT: Final = 9
"""Characters of a row of text."""
AROUND: Final = 12
"""Rows on either side in which stops are counted."""
LEAST_AROUND: Final = 6
"""Rows of text among them at least, or they tell nothing."""
