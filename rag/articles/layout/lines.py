"""What one line of a page looks like by itself: the cues that a reader takes in before reading.

Every cue is a small function of one line. What a line means among its neighbours is decided in `pieces`.
"""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto

from rag.articles.layout.bylines import is_byline_line
from rag.articles.layout.columns import Row, column_of, join_rows, rows_of
from rag.text.lazy_regex import lazy_regex

HEADING_CHARACTERS = 45
"""A headline line is at most this long; the longest on real pages has 34 characters, a column line of body more."""

UNSTOPPED = 16
"""On a page without a single stop, lines of so many characters are its text; its headlines are shorter."""

HEADLINE_SHARE = 0.6
"""And a line above another is its headline where it is shorter than by this."""

QUESTION_CHARACTERS = 22
"""A headline that asks or calls is at most this long."""

_SENTENCE_END = lazy_regex(r"[。!?！？…][”’』」)）》]*$|[。!?！？]\s*[(（][^()（）]*[)）]$")
_LEAD = lazy_regex(
    r"^\s*[【\[]?(本[报刊台网]讯|[木末未]报讯|本报[汛迅训](?=[\s(（])|[本晚日]报[^,，。:：]{1,14}[电讯](?=[\s(（】\]]|\S{6})"
    r"|(?:据\s*)?(?:新华社|中新社|中新网|新华网|人民网|央视网)[^,，。:：]{0,14}[电讯]"
    r"|[(（]?记者[^,，。]{2,14}报道[)）])"
)
_FIGURES = r"\dlIOoSB"
"""Figures, and the letters that they are misread as."""
_CONTINUED = lazy_regex(
    r"^\s*+[(（【\[]?\s*+(?:上接|紧接|接自|承接)[^()（）【】\]]{0,14}[版页面]"
    r"[^()（）【】\]]{0,8}[)）】\]]?"
    r"|^\s*[(（]\s*(?:上接|紧接)[^()（）]{0,12}[)）]"
    rf"|^\s*[(（]\s*(?:上\S|\S接)第?[{_FIGURES}一二三四五六七八九十A-Z]{{1,3}}[版页][)）]"
)
"""With one character of 上接 misread at most."""
# What makes a short line an item of a list or table: a time, a price, a telephone number, label and value.
_ITEM = lazy_regex(
    r"^\d{1,2}[:：]\d{2}|\s\d[\d.]*(?:元|%|℃|分|级)(?:/\S{1,3})?$|\d{7,}$|^[^:：]{1,8}[:：]\s*[\d(（+-]"
    r"|^\S{1,6}(?:\s+\d\S*)+$"
)
_SUBHEAD_MARK = lazy_regex(
    r"^(?:[一二三四五六七八九十]{1,2}[、.．]|[(（][一二三四五六七八九十\d]{1,2}[)）]"
    r"|[■◆●▲★◎▶△□]\s*|\d{1,2}[、.．](?!\d)"
    r"|[①-⑩]|【[^】]{2,16}】$|第[一二三四五六七八九十]+[章节部])"
)
_TURNED = lazy_regex(r"[(（]\s*下转[^()（）]{0,12}[)）]\s*$")
_TURN_ALONE = lazy_regex(r"[(（【]?\s*下转[^()（）【】,，。]{1,8}[版页面]\s*[)）】]?")
_BYLINE_ROWS = 60
"""Rows that a byline of 50 characters may have at most, each one character, with some to spare."""
_DATE_HEAD = lazy_regex(
    r"^\s*\d{3,4}\s*年\s*\d{1,2}\s*月(\s*\d{1,2}\s*日)?(\s*[~～—\-至]+\s*(\d{1,2}\s*月\s*)?\d{1,2}\s*日)?\s*$"
    rf"|^\s*[{_FIGURES}]{{3,4}}(?:\S[{_FIGURES}]{{1,2}}月[{_FIGURES}]{{1,2}}日|年[{_FIGURES}]{{1,2}}(?:\S[{_FIGURES}]{{1,2}}日|月[{_FIGURES}]{{1,2}}\S))\s*$"
)
"""In full, with one of 年, 月 and 日 misread at most."""
_SUPPLIER = lazy_regex(r"^[(（]?[\w、 ]{2,30}供稿[)）]?$")


class Look(Enum):
    """What a line looks like by itself."""

    BODY = auto()
    HEADING = auto()
    DATE_HEAD = auto()
    SUPPLIER = auto()
    MARK = auto()


@dataclass(frozen=True, slots=True)
class Line:
    """One non-blank line: its number in the page, its text without outer white space, its look.

    `blank_before` counts the blank lines above it. `more` are the further lines of a paragraph that a column wrapped.
    """

    number: int
    text: str
    look: Look
    blank_before: int
    more: tuple[int, ...] = ()
    indented: bool = False

    @property
    def numbers(self) -> tuple[int, ...]:
        """All printed lines of it."""
        return (self.number, *self.more)


def read_lines(lines: tuple[str, ...]) -> list[Line]:
    """The non-blank lines of a page as printed, with their looks."""
    return _look_at([[row] for row in rows_of(lines)])


def read_paragraphs(lines: tuple[str, ...]) -> list[Line]:
    """The non-blank lines of a page, those of a wrapped paragraph put together, with their looks."""
    rows = rows_of(lines)
    column = column_of(rows, ends_sentence)
    groups = join_rows(rows, column, opens=_opens, ends=ends_sentence) if column else [[row] for row in rows]
    return _look_at(_with_turns(groups))


def _with_turns(groups: Sequence[Sequence[Row]]) -> list[list[Row]]:
    """The paragraphs, (下转第2版) on a line of its own put to the paragraph above, unless that is a byline."""
    joined: list[list[Row]] = []
    for group in groups:
        alone = len(group) == 1 and _TURN_ALONE.fullmatch(group[0].text)
        # A byline is short: what has many rows is none.
        if alone and joined and not is_byline_line("".join(row.text for row in joined[-1][:_BYLINE_ROWS])):
            joined[-1] = [*joined[-1], *group]
        else:
            joined.append(list(group))
    return joined


def _opens(text: str) -> bool:
    """Whether a printed line begins anew whatever stands above it."""
    return (
        is_lead(text) or is_continued(text) or is_byline_line(text) or is_date_head(text) or bool(_SUPPLIER.match(text))
    )


def _look_at(groups: Sequence[Sequence[Row]]) -> list[Line]:
    found: list[Line] = []
    for group in groups:
        text = "".join(row.text for row in group)
        found.append(
            Line(
                group[0].number,
                text,
                look_of(text),
                group[0].blank_before,
                tuple(row.number for row in group[1:]),
                group[0].indented,
            )
        )
    found = [
        _as_headline(line) if _is_headline_with_comma(line, follower) else line
        for line, follower in itertools.zip_longest(found, found[1:])
    ]
    found = [
        replace(line, look=Look.BODY) if _is_listed(found, place) or _only_exclaims(found, place) else line
        for place, line in enumerate(found)
    ]
    return found if any(line.look is Look.BODY for line in found) else _unstopped(found)


def _unstopped(lines: Sequence[Line]) -> list[Line]:
    """The lines of a page on which nothing looks like a body: older papers print no stops, or blanks for them.

    Long lines are text, and so is a block of lines without a blank between, but for a shorter first one: its headline.
    """
    read: list[Line] = []
    for place, line in enumerate(lines):
        opens = place == 0 or line.blank_before > 0
        follows = place + 1 < len(lines) and lines[place + 1].blank_before == 0
        below = len(lines[place + 1].text) if follows else 0
        in_block = not opens or (follows and len(line.text) >= HEADLINE_SHARE * below)
        in_block = in_block and not is_byline_line(line.text)
        is_text = line.look is Look.HEADING and (in_block or len(line.text) >= UNSTOPPED)
        read.append(replace(line, look=Look.BODY) if is_text else line)
    return read


def _only_exclaims(lines: Sequence[Line], place: int) -> bool:
    """Whether the line is a sentence with ! or ? at its end and not a headline: nothing that headlines have follows."""
    follower = lines[place + 1].text if place + 1 < len(lines) else ""
    return (
        lines[place].look is Look.HEADING
        and ends_sentence(lines[place].text)
        and not (is_lead(follower) or is_continued(follower) or is_subtitle(follower) or is_byline_line(follower))
    )


def _is_listed(lines: Sequence[Line], place: int) -> bool:
    """Whether the line is an item beside another: a list has more than one."""
    return (
        lines[place].look is Look.HEADING
        and is_item(lines[place].text)
        and any(0 <= near < len(lines) and is_item(lines[near].text) for near in (place - 1, place + 1))
    )


def _is_headline_with_comma(line: Line, follower: Line | None) -> bool:
    """Headlines hardly ever hold a comma, broken bodies mostly do; one right before 本报讯 is a headline even so."""
    closed = ends_sentence(line.text) and not re.search(r"[!?！？]$", line.text)
    return (
        line.look is Look.BODY
        and len(line.text) <= HEADING_CHARACTERS
        and not closed
        and "。" not in line.text
        and not is_lead(line.text)
        and not is_continued(line.text)
        and follower is not None
        and (
            is_lead(follower.text)
            or (closed is False and is_continued(follower.text) and len(line.text) < 30)
            or is_subtitle(follower.text)
            or (is_byline_line(follower.text) and len(line.text) < 30)
        )
    )


def _as_headline(line: Line) -> Line:
    return replace(line, look=Look.HEADING)


def look_of(text: str) -> Look:
    """The look of one stripped, non-empty line."""
    if _CONTINUED.fullmatch(text):
        return Look.MARK
    if is_date_head(text):
        return Look.DATE_HEAD
    if _SUPPLIER.match(text):
        return Look.SUPPLIER
    # No headline holds a full stop, and none goes on on another page.
    if is_lead(text) or is_continued(text) or turns_page(text) or ends_sentence(text) or "。" in text:
        return Look.HEADING if _asks(text) else Look.BODY
    if re.search(r"[:：,，、]$", text):
        return Look.BODY
    if len(text) <= HEADING_CHARACTERS and not re.search(r"[,，;；]", text):
        return Look.HEADING
    return Look.BODY


def _asks(text: str) -> bool:
    """Whether a short line with nothing but a question or exclamation mark at its end may be a headline."""
    return (
        len(text) <= QUESTION_CHARACTERS
        and bool(re.fullmatch(r"[^。,，:：“”\"]*[^。,，:：“”\"][!?！？]", text))
        and not is_lead(text)
        and not is_continued(text)
    )


def is_date_head(text: str) -> bool:
    """Whether the line is nothing but a date: it opens an entry of a history column."""
    return bool(_DATE_HEAD.match(text))


def is_item(text: str) -> bool:
    """Whether a short line is an item of a list or table."""
    return len(text) <= HEADING_CHARACTERS and bool(_ITEM.search(text))


def marks_subhead(text: str) -> bool:
    """Whether the line is numbered or marked as a part of a longer piece: 一、 ■ 1."""
    return bool(_SUBHEAD_MARK.match(text))


def is_lead(text: str) -> bool:
    """Whether the line opens a report: 本报讯, 本报北京1月5日电, 新华社…电."""
    return bool(_LEAD.match(text))


def is_continued(text: str) -> bool:
    """Whether the line opens with (上接第1版)."""
    return bool(_CONTINUED.match(text))


def turns_page(text: str) -> bool:
    """Whether the line closes with (下转第2版): the piece goes on elsewhere."""
    return bool(_TURNED.search(text))


def ends_sentence(text: str) -> bool:
    """Whether the line ends where a sentence ends, closing quotes and a bracketed byline aside."""
    return bool(_SENTENCE_END.search(text.rstrip()))


def stops_open(line: Line) -> bool:
    """Whether a body line stops in mid-sentence as a column end leaves it: no list item, no line that announces one."""
    return (
        line.look is Look.BODY
        and not ends_sentence(line.text)
        and not is_item(line.text)
        and not turns_page(line.text)
        and not re.search(r"[:：]$|版[)）]$", line.text)
    )


def starts_torn(text: str) -> bool:
    """Whether a line begins in mid-sentence: with a particle, or with a rest too short for a sentence (倾斜。)."""
    return bool(re.match(r"[了的地得们着过等、,，。;；]|[^,，。;；“”\"!?！？]{1,5}[。;；]", text)) and len(text) > 5


def is_subtitle(text: str) -> bool:
    """Whether the line is a second headline line set off by a dash: ——小店区探访记."""
    return bool(re.match(r"^(——|--|—|──|－－)\s*\S", text))
