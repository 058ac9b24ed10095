"""Bytes -> text, for every form that is text.

The encoding is chosen by what the bytes say in it: of several readings the one whose characters are common ones. A
character that cannot be read is U+FFFD in the text, so that a page is not lost for one bad byte; `lost_lines` finds it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from rag.errors import PageError

LOST: Final = "\ufffd"
"""Stands where a character could not be read."""

_MARKS: Final = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_OTHERS: Final = ("gb18030", "big5hkscs", "utf-16-le", "utf-16-be")
# NUL and control characters that no text file holds (tab, line feed, carriage return and form feed do occur).
_BINARY = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
_NO_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_LOOKED_AT: Final = 20_000
"""Characters at the beginning by which a reading is judged."""
_LIKELY: Final = 0.7
"""Share of common characters from which a reading is believed. Right ones have 0.9 and more, wrong ones 0.6 at most."""
_LIKELY_WHOLE: Final = 0.5
"""The same for one in which nothing is lost: a list of rare names. Wrong ones of that kind have 0.4 at most."""
_MOST_LOST: Final = 0.05
"""Share of characters beyond which the text is not worth keeping; one may always be lost."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """The text that one encoding makes of the bytes, how many characters are lost in it, and how likely it is."""

    text: str
    lost: int
    likelihood: float


def decode(raw: bytes, name: str) -> str:
    """The text of `raw`: UTF-8, UTF-16, GB18030 or Big5, U+FFFD where a character cannot be read.

    Raises PageError where it is no text, or none of these encodings.
    """
    reading = _marked(raw) or _chosen(raw)
    # Bytes that are no text in any encoding and hold zeros are a picture or an archive rather than a further encoding.
    if reading is None or reading.lost > max(1, _MOST_LOST * len(reading.text)):
        raise PageError("page-binary" if b"\x00" in raw else "page-encoding", name=name)
    text = reading.text.rstrip("\x00\x1a")  # old systems fill a file up, or end it with Control-Z
    text, controls = _BINARY.subn(LOST, text)
    if controls > max(1, _MOST_LOST * len(text)):
        raise PageError("page-binary", name=name)
    return text


def decoded_lines(raw: bytes, name: str) -> list[str]:
    """The lines of `raw`, which end at newlines alone. Raises PageError as `decode` does.

    A file that has none ends its lines as old Macintoshes did.
    """
    text = decode(raw, name)
    if "\n" not in text:
        return text.split("\r")
    return [line.removesuffix("\r") for line in text.split("\n")]


def lost_lines(lines: Sequence[str]) -> list[int]:
    """The numbers of the lines in which a character could not be read."""
    return [number for number, line in enumerate(lines, 1) if LOST in line]


def clean_lines(text: str) -> list[str]:
    """The non-blank lines of `text` without outer white space and without characters that are none."""
    return [clean for line in re.split(r"\r\n|\r|\n", text) if (clean := _NO_TEXT.sub(" ", line).strip())]


def _marked(raw: bytes) -> _Reading | None:
    """The text after a byte order mark, where there is one and text follows it."""
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            reading = _read(raw[len(mark) :], encoding)
            return reading if reading.likelihood >= _LIKELY or not reading.lost else None
    return None


def _chosen(raw: bytes) -> _Reading | None:
    """The likeliest text of bytes without a mark; None where nothing is likely.

    Valid UTF-8 is UTF-8, as hardly any other text is by chance. What else is valid GB18030 may be full of rare
    characters, but another encoding must be likely.
    """
    utf8 = _read(raw, "utf-8")
    if not utf8.lost and not _BINARY.search(utf8.text):
        return utf8
    readings = [utf8, *(_read(raw, encoding) for encoding in _OTHERS)]
    best = max(readings, key=lambda reading: reading.likelihood)
    if best.likelihood >= (_LIKELY if best.lost else _LIKELY_WHOLE):
        return best
    return next((reading for reading in readings[:2] if not reading.lost), None)


def _read(raw: bytes, encoding: str) -> _Reading:
    text = raw.decode(encoding, "replace")
    lost = text.count(LOST)
    lost -= raw.decode(encoding, "ignore").count(LOST) if lost else 0  # a file may print U+FFFD itself
    looked_at = text[:_LOOKED_AT]
    common = sum(character in _common() for character in looked_at)
    return _Reading(text, lost, (common - looked_at.count(LOST)) / max(1, len(looked_at)))


@cache
def _common() -> frozenset[str]:
    """The characters that newspapers are printed with.

    ASCII, punctuation, and the more frequent half of Chinese ones: what GB2312 and Big5 put first, as level 1.
    """
    level_one = [
        bytes((row, cell)).decode("gb2312", "ignore") for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF)
    ]
    level_one += [
        bytes((row, cell)).decode("big5", "ignore")
        for row in range(0xA4, 0xC7)
        for cell in (*range(0x40, 0x7F), *range(0xA1, 0xFF))
    ]
    marks = [
        *map(chr, range(0x20, 0x7F)),
        *map(chr, range(0x3000, 0x3018)),
        *map(chr, range(0xFF01, 0xFF5F)),
        *"\t\n\r\f\u00a0·—―…‘’“”※℃①②③④⑤⑥⑦⑧⑨⑩○●◎△▲□■◇◆★☆",
    ]
    return frozenset(level_one + marks) - {""}
