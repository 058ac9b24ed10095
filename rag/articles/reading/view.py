"""What the signals of a page look at: its rows with their forms, its habits, what stands above and below each row."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rag.articles.layout.bylines import byline_of
from rag.articles.layout.cohesion import word_across
from rag.articles.layout.columns import Row
from rag.articles.reading.forms import Form, form_of, plain
from rag.articles.reading.habits import Habits, habits_of
from rag.articles.reading.stretches import short_above, stops_around, units_below
from rag.articles.reading.widths import ENDED, columns_of
from rag.text.characters import simplified
from rag.text.similarity import bigrams

APART = 0.8
"""Share of rows with a blank line above from which a page's paragraphs stand apart."""
STRETCH = 260
"""Characters above and below a row that are held against each other: two or three paragraphs."""
MOST_STRETCH = 10
"""And so many rows of them at most."""
HEADISH = frozenset(
    {Form.HEAD, Form.COLON, Form.ASKS, Form.GENRE, Form.ITEM, Form.OFFICE, Form.NAME, Form.CLAUSES, Form.NUMBERED}
)
"""Forms that lines of headlines, labels and lists have."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One row as the signals see it.

    `gap` are the blank lines above it beyond what the page has between any two rows. `width` is the column's around it
    where paragraphs are wrapped, else 0, `size` the row's in the same measure; `full` tells that the row reaches it.
    `run` is where the row stands in a run of short lines, from 0, and `rest` how many of the run come after it;
    `siblings` are short lines of the page that are built like it. `rare` are its character pairs that few rows hold.
    """

    row: Row
    text: str
    form: Form
    gap: int
    width: int
    full: bool
    run: int
    rest: int
    siblings: int
    pairs: frozenset[str]
    rare: frozenset[str]
    size: int


@dataclass(frozen=True, slots=True)
class View:
    """The rows of a page and its habits: `blanks` is how it uses blank lines, `wraps` whether most of it is wrapped,
    `plain` whether a reader line by line goes right: paragraphs stand apart, or wrapped reports open with 本报讯.

    `signed`: pieces close with a byline; `leads`: reports open with 本报讯 or the like; both by what the page shows.
    `waiting` are the rows that stop in mid-sentence before something else.
    `resumed` tells of rows that may go on with an end that waits for its other half: the length of the word across (1
    where a mark that is open there is closed here), how much more they share with what is above that end than with what
    is above them, and whether another row does so better (0), none (1), or none by far (2).
    `units` counts the reports and the signed rows from each row to the next short line, `stopped` tells whether the
    text around a row has stops, `under` where the nearest short line above it is (see `stretches`). `habits` are of the
    page's headlines, bylines and openings. `first` says of each row what a reader took it for who read from top to
    bottom, a line at a time.
    """

    rows: Sequence[Seen]
    blanks: str
    plain: bool
    wraps: bool
    signed: bool
    leads: bool
    waiting: frozenset[int]
    resumed: Mapping[int, tuple[int, float, int]]
    units: Sequence[tuple[int, int]]
    stopped: Sequence[str]
    under: Sequence[int]
    habits: Habits
    first: Sequence[str] = ()

    def form(self, place: int) -> str:
        """The form of the row there, "edge" beyond the page."""
        return self.rows[place].form if 0 <= place < len(self.rows) else "edge"


def view_of(rows: Sequence[Row], first: Sequence[str] = ()) -> View:
    """The rows as the signals see them, with what a first reading took them for."""
    texts = _plain_texts(rows)
    forms = [form_of(text) for text in texts]
    sizes, widths = columns_of(rows, texts, [form is Form.ITEM for form in forms])
    forms = _in_columns(forms, sizes, widths)
    gaps = _gaps(rows)
    pairs = [bigrams(text) for text in texts]
    held = Counter(pair for each in pairs for pair in each)
    common = max(3.0, 0.12 * len(rows))
    runs = _runs(forms, sizes, widths, gaps)
    alike = _siblings(forms, texts, runs)
    seen = [
        Seen(
            row,
            text,
            form,
            gap,
            width,
            bool(width) and size >= width - 2,
            run[0],
            run[1],
            same,
            each,
            _rare(each, held, common),
            size,
        )
        for row, text, form, gap, width, run, same, each, size in zip(
            rows, texts, forms, gaps, widths, runs, alike, pairs, sizes, strict=True
        )
    ]
    signed = [
        form is Form.BYLINE or bool(re.search(r"[。!?”]\([^()。]{2,24}\)$", text))
        for form, text in zip(forms, texts, strict=True)
    ]
    leads = sum(form is Form.LEAD for form in forms) >= max(2, 0.02 * len(rows))
    short = [each.form in HEADISH and not each.full for each in seen]
    wraps = sum(map(bool, widths)) > len(rows) / 2
    waiting = _waiting(seen)
    apart = sum(row.blank_before > 0 for row in rows) >= APART * len(rows)
    return View(
        rows=seen,
        blanks=_blanks(gaps, sizes, runs, widths),
        plain=apart or (wraps and leads),
        wraps=wraps,
        signed=sum(signed) >= max(2, 0.02 * len(rows)),
        leads=leads,
        waiting=frozenset(waiting),
        resumed=_resumed(seen, waiting),
        units=units_below(forms, signed, short),
        under=short_above(short),
        stopped=stops_around(texts, sizes),
        habits=habits_of(seen, short.__getitem__),
        first=first,
    )


def _in_columns(forms: Sequence[Form], sizes: Sequence[int], widths: Sequence[int]) -> list[Form]:
    """The forms, COLUMN for lines as wide as their column that by themselves look like parts of sentences or lists."""
    slack = [size - width if width else -9 for size, width in zip(sizes, widths, strict=True)]
    found = list(forms)
    for place, form in enumerate(forms):
        beside = max(slack[place - 1] if place else -9, slack[place + 1] if place + 1 < len(slack) else -9) >= -2
        whole = form in (Form.CLAUSES, Form.OPEN) and slack[place] >= -2
        if form is Form.COLON and slack[place] >= -1:
            found[place] = Form.SPEAKER
        elif whole or (form in (Form.HEAD, Form.ITEM, Form.GENRE, Form.OFFICE) and slack[place] >= -1 and beside):
            found[place] = Form.COLUMN
    return found


_TRADITIONAL = frozenset(
    "報訊記員華電圖攝評論聯專欄轉緊續據實習見駐網臺啟聲問號熱線預氣彩開獎徵調觀點視聞關義會檔館國內發東車長門說時間們這過還對學"
)
"""Common characters that only pages in traditional characters have."""


def _plain_texts(rows: Sequence[Row]) -> list[str]:
    """The rows' texts as forms are told by; those of a page in traditional characters simplified."""
    texts = [row.text for row in rows]
    if any(not _TRADITIONAL.isdisjoint(text) for text in texts):
        texts = simplified("\n".join(texts)).split("\n")
    return [plain(text) for text in texts]


def _siblings(forms: Sequence[Form], texts: Sequence[str], runs: Sequence[tuple[int, int]]) -> list[int]:
    """For each short line that stands by itself, how many others of the page are built alike."""
    short = [
        place
        for place, form in enumerate(forms)
        if form in HEADISH and sum(runs[place]) <= 1 and len(texts[place]) <= 20
    ]
    shapes = {place: _shapes(texts[place]) for place in short}
    counts = Counter(shape for each in shapes.values() for shape in each)
    return [max((counts[shape] - 1 for shape in shapes.get(place, ())), default=0) for place in range(len(forms))]


def _shapes(text: str) -> set[str]:
    """What lines that are built alike have in common: the length with the first, the last or a middle character."""
    if re.match(r"[^:]{1,4}:.", text):
        return {f"colon {text.index(':')}"}
    if re.search(r"\d", text):
        return set()
    size = len(text)
    return {f"{size + more} first {text[0]}" for more in (0, 1)} | {
        f"{size} last {text[-1]}",
        f"{size} gap {text.find(' ')}" if " " in text else f"{size} second {text[1:2]}",
    }


_NO_TEXT = HEADISH | {Form.BYLINE, Form.PHOTO, Form.DAY, Form.TURN, Form.FURNITURE}
FULL_ENOUGH = 0.7
"""Share of its column that a row takes at least whose sentence another piece breaks off."""
_NO_PROSE = frozenset(
    {Form.FURNITURE, Form.ITEM, Form.BYLINE, Form.PHOTO, Form.EDITOR, Form.NUMBERED, Form.NAME, Form.ANNOUNCES}
)
_ANEW = frozenset({Form.LEAD, Form.BULLET, Form.BRACKETED, Form.PICTURE, Form.CONTINUED, Form.NUMBERED})
"""Forms of rows that begin something."""
_ELSEWHERE = re.compile(r"\d{1,2}月\d{1,2}日|[一二三四五六七八九十]{1,3}、")


def _waiting(rows: Sequence[Seen]) -> list[int]:
    """Rows of running text that stop in mid-sentence before something else than running text."""
    found = []
    for place, seen in enumerate(rows):
        above = rows[place - 1] if place else None
        in_column = above is not None and above.full and seen.gap == 0 and seen.width > 0
        unended = above is not None and not ENDED.search(above.text)
        text = (
            seen.full
            or (in_column and (unended or seen.size >= FULL_ENOUGH * seen.width))
            or (bool(seen.width) and seen.form in (Form.OPEN, Form.CLAUSES))
            or (len(seen.text) > 24 and seen.form in (Form.OPEN, Form.CLAUSES, Form.SPEAKER, Form.LEAD))
        )
        closed = re.search(r"(?:[。!?…:]|\.\.\.)[”’」』)》]*$|版\)$", seen.text) or byline_of(seen.text)
        if not text or closed or seen.form in _NO_PROSE:
            continue
        below = rows[place + 1] if place + 1 < len(rows) else None
        if below is not None and below.form is Form.TURN:
            continue
        goes_on = (
            below is not None
            and (seen.full or not seen.width)
            and below.gap == 0
            and (below.full or below.form in (Form.STOPS, Form.OPEN, Form.COLUMN, Form.CLAUSES))
        )
        if not goes_on or (below is not None and _ELSEWHERE.match(below.text)):
            found.append(place)
    return found if len(found) <= MOST_WAITING else []


def _resumed(rows: Sequence[Seen], waiting: Sequence[int]) -> dict[int, tuple[int, float, int]]:
    """See `View`."""
    starts = [place for place in range(1, len(rows)) if _may_resume(rows, place)] if waiting else []
    if len(starts) * len(waiting) > MOST_PAIRS:
        return {}
    below = {place: stretch(rows, place, 1) for place in starts}
    here = {place: kin_of(stretch(rows, place - 1, -1), below[place]) for place in starts}
    lone = {place: rows[place - 1].form in _NO_TEXT and not rows[place - 1].full for place in starts}
    found: dict[int, tuple[float, int, float]] = {}
    best: dict[int, int] = {}
    for end in waiting:
        wanted = stretch(rows, end, -1)
        scored = []
        for place in starts:
            if place == end + 1 or end - 2 * MOST_STRETCH < place <= end or abs(place - end) > FAR:
                continue  # right below it, in the very text above it, or too far away
            across = word_across(rows[end].row.text, rows[place].row.text)
            gain = max(0.0, kin_of(wanted, below[place])) - max(0.0, here[place])
            closes = closes_open(rows[end].text, rows[place].text)
            if place < end and not across and not closes:
                continue
            score = (1.5 + 0.5 * (across - 2)) * bool(across) + 10 * gain + 2.0 * closes + APART_BONUS * lone[place]
            scored.append((score, place))
            found[place] = max(found.get(place, (-9.0, 0, 0.0)), (score, across or int(closes), gain))
        ranked = sorted(scored, reverse=True)[:2]
        if ranked and ranked[0][0] > 0:
            clear = len(ranked) == 1 or ranked[0][0] - ranked[1][0] >= CLEAR
            best[ranked[0][1]] = max(best.get(ranked[0][1], 0), 1 + clear)
    return {place: (across, gain, best.get(place, 0)) for place, (_, across, gain) in found.items()}


def _may_resume(rows: Sequence[Seen], place: int) -> bool:
    """Whether the row is text, and not the next line of a column's sentence."""
    seen, above = rows[place], rows[place - 1]
    in_column = above.full and bool(seen.width) and seen.gap == 0 and not ENDED.search(above.text)
    anew = seen.form in _ANEW or _ELSEWHERE.match(seen.text)
    return (
        not in_column
        and not anew
        and (
            seen.full
            or seen.form in (Form.STOPS, Form.OPEN, Form.COLUMN, Form.SPEAKER)
            or (seen.form is Form.CLAUSES and seen.width > 0)
        )
    )


_PAIRS = (("“", "”"), ("《", "》"), ("(", ")"))


def closes_open(above: str, below: str) -> bool:
    """Whether a mark that is open at the end of one text is closed in the other, before any opens there."""
    for left, right in _PAIRS:
        closed = below.find(right)
        if closed >= 0 and left not in below[:closed] and above.rfind(left) > above.rfind(right):
            return True
    return False


APART_BONUS = 0.8
"""For a start below a short line or a byline: below text, most rows go on with that."""
CLEAR = 0.8
"""By how much the best start of an end is better than the next one where it is so clearly."""
FAR = 120
"""Rows between the halves of a broken body at most: a page's column or two."""
MOST_PAIRS = 1500
"""Ends and starts that are held against each other at most; a page has some hundred."""
MOST_WAITING = 30
"""Open ends of a page beyond which they tell nothing: it lacks its stops."""


def _rare(pairs: frozenset[str], held: Counter[str], common: float) -> frozenset[str]:
    return frozenset(pair for pair in pairs if 2 <= held[pair] <= common)


def _gaps(rows: Sequence[Row]) -> list[int]:
    """The blank lines above each row beyond those above any row."""
    above = [row.blank_before for row in rows[1:]]
    base = 1 if above and sum(blank >= 1 for blank in above) >= 0.9 * len(above) else 0
    gaps = [max(0, row.blank_before - base) for row in rows]
    if gaps:
        gaps[0] = 1
    return gaps


def _blanks(gaps: Sequence[int], sizes: Sequence[int], runs: Sequence[tuple[int, int]], widths: Sequence[int]) -> str:
    """How the page uses blank lines: "none", "pieces" (above few paragraphs), "most" (above many).

    Lists have none within, and neither has a column: only what is above a headline or a paragraph counts.
    """
    joints = [
        gaps[place] > 0
        for place in range(1, len(gaps))
        if runs[place][0] == 0 and not (widths[place - 1] and sizes[place - 1] >= widths[place - 1] - 2)
    ]
    share = sum(joints) / max(1, len(joints))
    return "none" if share < 0.05 else "pieces" if share < 0.5 else "most"


def _runs(
    forms: Sequence[Form], sizes: Sequence[int], widths: Sequence[int], gaps: Sequence[int]
) -> list[tuple[int, int]]:
    """For each row its place in a run of short lines without a blank between, and how many of the run come after it."""
    short = [
        form in HEADISH and not (width and size >= width - 2)
        for form, size, width in zip(forms, sizes, widths, strict=True)
    ]
    found = [(0, 0)] * len(forms)
    start = 0
    while start < len(forms):
        end = start + 1
        while short[start] and end < len(forms) and short[end] and gaps[end] == 0:
            end += 1
        for place in range(start, end):
            found[place] = (place - start, end - 1 - place)
        start = end
    return found


def stretch(rows: Sequence[Seen], place: int, step: int) -> frozenset[str]:
    """The rare character pairs of the rows from `place` on, upwards or downwards, up to a stretch of text."""
    found: set[str] = set()
    length = count = 0
    while 0 <= place < len(rows) and length < STRETCH and count < MOST_STRETCH:
        found |= rows[place].rare
        length += len(rows[place].text)
        count += 1
        place += step
    return frozenset(found)


def kin_of(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of the smaller stretch's rare pairs that the other holds; -1 where there are too few to tell."""
    smaller = min(len(one), len(other))
    return len(one & other) / smaller if smaller >= 4 else -1.0


def broken_word(view: View, place: int) -> int:
    """The length of the word that lies across the joint of this row and the one above, 0 where none does."""
    above = view.rows[place - 1]
    if re.search(r"[。!?…”」』)》,、;:]$", above.text):
        return 0
    return word_across(above.row.text, view.rows[place].row.text)
