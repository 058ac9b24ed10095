"""The width of the column that each row of a page stands in: a page sets pieces in several widths, some in none."""

import re
from collections import Counter
from collections.abc import Callable, Sequence

from rag.articles.layout.cohesion import word_across
from rag.articles.layout.columns import Row

AROUND = 8
"""Rows on either side among which the width of a column is looked for: a page sets its pieces in several widths."""
NARROWEST, WIDEST = 9, 45
"""Characters of a column's line."""
WRAPPED = 0.4
"""Share of the rows around that are equally wide from which paragraphs are wrapped here."""
ENDED = re.compile(r"[。!?…][”’」』)》]*$")
"""The end of a sentence; the text is plain."""


def columns_of(rows: Sequence[Row], texts: Sequence[str], items: Sequence[bool]) -> tuple[list[int], list[int]]:
    """The size of each row and the width of the column that it stands in.

    Sizes are counted in characters or in cells, two figures or Latin letters to one, whichever fills more rows.
    """
    found = []
    listed = [item and bool(re.search(r"\d", text)) for item, text in zip(items, texts, strict=True)]
    torn = _torn(rows, texts)
    for sizes in ([len(text) for text in texts], [_cells(row.text) for row in rows]):
        widths = _widths(sizes, listed, torn)
        filled = sum(bool(width) and abs(size - width) <= 1 for size, width in zip(sizes, widths, strict=True))
        found.append((filled, sizes, widths))
    _, sizes, widths = max(found, key=lambda each: each[0])
    _add_stretches(rows, sizes, widths)
    return sizes, widths


def _add_stretches(rows: Sequence[Row], sizes: Sequence[int], widths: list[int]) -> None:
    """Give a width to wrapped paragraphs among whole ones: rows below each other that are equally wide.

    Lines of verse and of lists may be so, too. That they are a paragraph is told by a word that lies across two of the
    rows, by a shorter row below them that ends a sentence, or by a width that the page has elsewhere.
    """
    known = {width + more for width in set(widths) if width for more in (-1, 0, 1)}
    start = 0
    while start < len(rows):
        end = start + 1
        while end < len(rows) and _as_wide(rows, sizes, widths, start, end):
            end += 1
        fits = sizes[start] in known and not ENDED.search(rows[start].text)
        rest = end < len(rows) and rows[end].blank_before == 0 and sizes[end] < sizes[start]
        if widths[start]:
            pass
        elif end - start == 1:
            rest = rest and fits and bool(ENDED.search(rows[end].text))
            widths[start : end + rest] = [sizes[start] * rest] * (1 + rest)
        elif fits or (end - start >= LEAST_STRETCH and (_is_torn(rows, start, end) or _closes(rows, end, rest=rest))):
            widths[start : end + rest] = [max(sizes[start:end])] * (end + rest - start)
        start = end


def _is_torn(rows: Sequence[Row], start: int, end: int) -> bool:
    """Whether a word lies across two of the rows."""
    return any(word_across(rows[place - 1].text, rows[place].text) for place in range(start + 1, end))


def _closes(rows: Sequence[Row], end: int, *, rest: bool) -> bool:
    """Whether the shorter row below the stretch, if there is one, ends a sentence."""
    return rest and bool(ENDED.search(rows[end].text))


LEAST_STRETCH = 3
"""Equally wide rows that make a wrapped paragraph."""


def _as_wide(rows: Sequence[Row], sizes: Sequence[int], widths: Sequence[int], start: int, place: int) -> bool:
    """Whether the row, in no column yet, is as wide as the one where the stretch starts, without a blank line above."""
    return (
        not widths[start]
        and not widths[place]
        and NARROWEST <= sizes[start] <= WIDEST
        and abs(sizes[place] - sizes[start]) <= 1
        and rows[place].blank_before == 0
    )


def _torn(rows: Sequence[Row], texts: Sequence[str]) -> Callable[[int], bool]:
    """Tells of a row whether it is torn from the next: a sentence ends within it, or a word lies across their joint."""
    known: dict[int, bool] = {}

    def told(place: int) -> bool:
        if place not in known:
            known[place] = bool(_WITHIN.search(texts[place])) or (
                place + 1 < len(rows) and bool(word_across(rows[place].text, rows[place + 1].text))
            )
        return known[place]

    return told


_WITHIN = re.compile(r"[。,;!?]\S")


def _cells(text: str) -> int:
    """The width of the text in Chinese characters, of which a figure or Latin letter has half."""
    narrow = sum(character < "\u0100" for character in text)
    return len(text) - narrow // 2


def _widths(sizes: Sequence[int], listed: Sequence[bool], torn: Callable[[int], bool]) -> list[int]:
    """The width of the column that each row stands in, 0 where paragraphs are whole.

    Rows of tables, which are `listed`, may have one width as well, and tell nothing; lines of verse and of notices are
    told from columns by `torn`: no sentence goes on from one to the next.
    """
    found: list[int] = []
    for place in range(len(sizes)):
        window = slice(max(0, place - AROUND), place + AROUND + 1)
        around = sizes[window]
        told = [0 if row else size for size, row in zip(around, listed[window], strict=True)]
        counts = Counter(size for size in told if NARROWEST <= size <= WIDEST)
        best = max(((counts[size] + counts[size - 1] + counts[size + 1], size) for size in counts), default=(0, 0))
        longest = max(around)
        fits = best[0] >= max(4, WRAPPED * len(around)) and best[1] >= 0.75 * min(longest, WIDEST)
        first = window.start
        fits = fits and any(abs(size - best[1]) <= 1 and torn(first + at) for at, size in enumerate(around))
        found.append(best[1] if fits else 0)
    return found
