"""Pages that keep the lines of their printed columns: every paragraph is cut into lines of one width.

Such lines are put together into paragraphs before anything else looks at them. A page is taken for wrapped when a
large share of its lines is equally wide and stops in mid-sentence.
"""

import re
import statistics
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rag.articles.layout.bylines import byline_of, is_byline_line
from rag.articles.layout.cohesion import share, word_across

# A page of whole paragraphs has next to no two lines of one width; a wrapped page has 40 % of them and more.
_NARROWEST, _WIDEST = 10, 50
"""Width of a column in Chinese characters."""
_MEASURED = 4 * _WIDEST
"""Characters of a row that are measured: what is longer is wider than any column in any measure."""
_SLACK = "文" * 2
"""By so much a full line may miss the column's width: a mark that may not open a line, a Latin word, a digit."""
_FULL_LINES = 8
"""So many lines of one width are no chance."""
_FULL_SHARE = 0.25
_GAPS = 0.1
"""Share of rows with a blank line above from which blank lines stand between paragraphs, and none within."""
_AHEAD = 8
_BEHIND = 100
"""Rows of a paragraph that are looked back at; a printed one has fifty at most."""
_REPEATED = 0.3
"""Share of its character pairs that the eight rows below a headline repeat; rests of sentences have 0.1."""
_OPEN_SHARE = 0.6
"""Share of full lines that stop in mid-sentence: 0.8 on wrapped pages, as sentences end anywhere in a line."""


# Characters of the words that cues are made of (本報訊, 記者, 電, 圖為, 評論員 …): a page in traditional characters
# shows the same cues. One for one, so that places in a line stay; titles and texts are shown as printed.
_CUES = str.maketrans(
    "報訊記員華電圖攝評論聯專欄轉緊續據實習見駐網臺啟聲問號熱線預氣彩開獎徵調觀點視聞關義會檔館",
    "报讯记员华电图摄评论联专栏转紧续据实习见驻网台启声问号热线预气彩开奖征调观点视闻关义会档馆",
)


@dataclass(frozen=True, slots=True)
class Row:
    """A printed line that is not blank: its number, its text, the blank lines above it, whether it is indented."""

    number: int
    text: str
    blank_before: int
    indented: bool


def rows_of(lines: Sequence[str]) -> list[Row]:
    """The lines that are not blank."""
    rows: list[Row] = []
    blank = 0
    for number, raw in enumerate(lines, 1):
        text = raw.strip().strip("\ufeff\u3000")
        if not text:
            blank += 1
            continue
        indented = bool(re.match(r"\ufeff?(?:\u3000|[ \u00a0]{2}|\t)", raw))
        rows.append(Row(number, text.translate(_CUES), blank, indented))
        blank = 0
    return rows


@dataclass(frozen=True, slots=True)
class Column:
    """The width of a page's columns, and the measure that it is given in: characters, or cells of half a character."""

    width: int
    measure: Callable[[str], int]

    def holds(self, row: Row) -> int:
        """How much of the column the row takes, its indent included."""
        return self.measure(row.text[:_MEASURED]) + self.measure("\u3000\u3000") * row.indented

    def is_full(self, row: Row) -> bool:
        """Whether the row reaches the column's end."""
        return self.holds(row) >= self.width - self.slack

    @property
    def slack(self) -> int:
        """By how much a full line may miss the width."""
        return self.measure(_SLACK)


def column_of(rows: Sequence[Row], ends: Callable[[str], bool]) -> Column | None:
    """The columns of the page where its paragraphs are wrapped; None where they are whole.

    Lines are counted in characters or in cells, whichever makes more of them equal: a page whose digits were full-width
    before it was cleaned up has lines of equally many characters.
    """
    found = [(count, column) for measure in (len, _cells) for count, column in [_column(rows, measure)] if column]
    if not found:
        return None
    column = max(found, key=lambda item: item[0])[1]
    full = [row for row in rows if abs(column.holds(row) - column.width) <= column.slack]
    wider = sum(column.holds(row) > column.width + 2 * column.slack for row in rows)
    still_open = sum(not ends(row.text) for row in full)
    wrapped = (
        len(full) >= max(_FULL_LINES, _FULL_SHARE * len(rows))
        and still_open >= _OPEN_SHARE * len(full)
        and wider <= 0.1 * len(rows)
    )
    return column if wrapped else None


def _column(rows: Sequence[Row], measure: Callable[[str], int]) -> tuple[int, Column | None]:
    """The width that most rows have in this measure, give or take a character, and how many have it."""
    unit = measure("\u3000")
    widths = [Column(0, measure).holds(row) for row in rows]
    counts = Counter(width for width in widths if _NARROWEST * unit <= width <= _WIDEST * unit)
    if not counts:
        return 0, None
    near = {width: sum(counts[width + k] for k in range(-unit, unit + 1)) for width in counts}
    width = max(near, key=lambda w: (near[w], w))
    return near[width], Column(width, measure)


def join_rows(
    rows: Sequence[Row], column: Column, *, opens: Callable[[str], bool], ends: Callable[[str], bool]
) -> list[list[Row]]:
    """Rows grouped into paragraphs. `opens` tells a row that begins anew, `ends` one that ends with a sentence."""
    indents = sum(row.indented for row in rows) >= max(2, 0.05 * len(rows))
    usual_gap = statistics.median_low([row.blank_before for row in rows[1:]] or [0])
    gaps_tell = usual_gap == 0 and sum(row.blank_before > 0 for row in rows) >= _GAPS * len(rows)
    groups: list[list[Row]] = []
    for place, row in enumerate(rows):
        group = groups[-1] if groups else []
        after = "".join(each.text for each in rows[place + 1 : place + 1 + _AHEAD])
        anew = (
            not group
            or opens(row.text)
            or row.blank_before > usual_gap
            or row.indented
            or not column.is_full(group[-1])
            or (indents and _stands_alone(group, row, column, ends))
        )
        goes_on = not anew and (
            (gaps_tell and not ends(group[-1].text))
            or column.is_full(row)
            or ends(row.text)
            or _is_rest(group, row, after, ends)
        )
        if goes_on:
            group.append(row)
        else:
            groups.append([row])
    return groups


def _stands_alone(group: Sequence[Row], row: Row, column: Column, ends: Callable[[str], bool]) -> bool:
    """Whether two rows without an indent, on a page that has indents, are two headings."""
    return len(group) == 1 and not group[0].indented and not column.is_full(row) and not ends(row.text)


def _is_rest(group: Sequence[Row], row: Row, after: str, ends: Callable[[str], bool]) -> bool:
    """Whether a short row without an end is the rest of a broken paragraph and not a headline below it.

    A bracket or a byline that the column's end cut goes on in it, or a word does; or the text below does not repeat it
    as it would repeat its headline.
    """
    last = group[-1].text
    text = "".join(each.text for each in group[-_BEHIND:])
    if (byline_of(text + row.text) and not is_byline_line(row.text)) or any(
        text.count(left) > text.count(right) for left, right in ("()", "（）", "“”", "《》")
    ):
        return True
    return not ends(last) and (
        bool(word_across(last, row.text)) or (" " not in row.text and share(row.text, after) < _REPEATED)
    )


def _cells(text: str) -> int:
    """Width in half-width cells: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)
