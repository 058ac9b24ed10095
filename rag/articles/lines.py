"""What one line of a page looks like by itself: the cues that a reader takes in before reading.

Every cue is a small function of one line. What a line means among its neighbours is decided in `pieces`.
"""

import itertools
import re
from dataclasses import dataclass, replace
from enum import Enum, auto

HEADING_CHARACTERS = 45
"""A headline line is at most this long; the longest on real pages has 34 characters, a column line of body more."""

_SENTENCE_END = re.compile(r"[。!?！？…][”’』」)）》]*$|[。!?！？]\s*[(（][^()（）]*[)）]$")
_LEAD = re.compile(r"^\s*(本报讯|本报[^,，。]{1,12}[电讯]|新华社[^,，。]{1,14}电|[(（]?记者[^,，。]{2,14}报道[)）])")
_CONTINUED = re.compile(r"^\s*[(（]\s*上接[^()（）]{0,12}[)）]")
_TURNED = re.compile(r"[(（]\s*下转[^()（）]{0,12}[)）]\s*$")
_DATE_HEAD = re.compile(
    r"^\s*\d{3,4}\s*年\s*\d{1,2}\s*月(\s*\d{1,2}\s*日)?(\s*[~～—\-至]+\s*(\d{1,2}\s*月\s*)?\d{1,2}\s*日)?\s*$")
_SUPPLIER = re.compile(r"^[(（]?[\w、 ]{2,30}供稿[)）]?$")


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

    `blank_before` counts the blank lines above it.
    """

    number: int
    text: str
    look: Look
    blank_before: int


def read_lines(lines: tuple[str, ...]) -> list[Line]:
    """The non-blank lines of a page with their looks."""
    found: list[Line] = []
    blank = 0
    for number, raw in enumerate(lines, 1):
        text = raw.strip().strip("\ufeff\u3000")
        if not text:
            blank += 1
            continue
        found.append(Line(number, text, look_of(text), blank))
        blank = 0
    return [_as_headline(line) if _is_headline_with_comma(line, follower) else line
            for line, follower in itertools.zip_longest(found, found[1:])]


def _is_headline_with_comma(line: Line, follower: Line | None) -> bool:
    """Headlines hardly ever hold a comma, broken bodies mostly do; one right before 本报讯 is a headline even so."""
    return (line.look is Look.BODY and len(line.text) <= HEADING_CHARACTERS and not ends_sentence(line.text)
            and not is_lead(line.text) and follower is not None and is_lead(follower.text))


def _as_headline(line: Line) -> Line:
    return replace(line, look=Look.HEADING)


def look_of(text: str) -> Look:
    """The look of one stripped, non-empty line."""
    if _CONTINUED.fullmatch(text):
        return Look.MARK
    if _DATE_HEAD.match(text):
        return Look.DATE_HEAD
    if _SUPPLIER.match(text):
        return Look.SUPPLIER
    if is_lead(text) or is_continued(text) or ends_sentence(text) or "。" in text:  # no headline holds a full stop
        return Look.BODY
    if len(text) <= HEADING_CHARACTERS and not re.search(r"[,，;；]", text):
        return Look.HEADING
    return Look.BODY


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


def is_subtitle(text: str) -> bool:
    """Whether the line is a second headline line set off by a dash: ——小店区探访记."""
    return bool(re.match(r"^(——|--|—)\S", text))
