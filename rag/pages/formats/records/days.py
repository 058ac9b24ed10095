"""The day that a field of a record says: printed, as a program counts days, or as an instant.

What is no day for certain (1/2/2023, a month, a word) is none. A day of China begins at 16:00 of the day before in UTC.
"""

import datetime
import re
import unicodedata
from typing import Final

from rag.text.dates import FULL_DATE, full_date_of
from rag.text.lazy_regex import lazy_regex

_DATE: Final = lazy_regex(r"\s*(\d{4})\s*(?:-|/|\.|年)\s*(\d{1,2})\s*(?:-|/|\.|月)\s*(\d{1,2})(?!\d)\s*日?")
_COMPACT: Final = lazy_regex(r"\s*(\d{4})(\d{2})(\d{2})(?:\d{4}|\d{6})?(?!\d)")
_PRINTED: Final = lazy_regex(rf"\s*{FULL_DATE}")
_MIDNIGHT: Final = lazy_regex(r"\s*T?16:00(?::00(?:\.0+)?)?\s*(?:Z|\+00:?00|UTC|GMT)\s*$", re.IGNORECASE)
_NUMBER: Final = lazy_regex(r"\s*(\d{5}|\d{10}|\d{13})(\.\d*)?\s*$")

_FIRST_SERIAL: Final = 10_000
"""1927-05-18 in a spreadsheet, which counts days from 1899-12-30; the last one taken is of 2099."""
_LAST_SERIAL: Final = 73_050
_ZERO: Final = datetime.date(1899, 12, 30)
_EPOCH: Final = datetime.datetime(1970, 1, 1)
_CHINA: Final = datetime.timedelta(hours=8)
_LAST_SECOND: Final = 4_102_444_800
"""Seconds from 1970 to 2100."""


def iso_date(text: str) -> str | None:
    """The ISO date that `text` opens with, a time of day after it or not; None for anything else."""
    return read_day(text)[0]


def read_day(text: str) -> tuple[str | None, str]:
    """The ISO date that `text` says, and what else it says: a time of day, or all of it where it counts."""
    plain = unicodedata.normalize("NFKC", text)
    if number := _NUMBER.match(plain):
        return _counted(number, plain)
    match = _DATE.match(plain) or _COMPACT.match(plain)
    if match:
        try:
            day = datetime.date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            return None, plain
        rest = plain[match.end() :].strip()
        if match.re is _COMPACT and len(match[0].strip()) > len("20220120"):
            rest = plain
        return (_next(day) if _MIDNIGHT.match(rest) else day).isoformat(), rest
    printed = _PRINTED.match(plain)
    found = full_date_of(printed) if printed else None
    return (found.isoformat(), plain[printed.end() :].strip()) if printed and found else (None, plain)


def _counted(number: re.Match[str], plain: str) -> tuple[str | None, str]:
    """The day of a spreadsheet's serial number, or of seconds or milliseconds since 1970."""
    count = int(number[1])
    if len(number[1]) == 5:
        if not _FIRST_SERIAL <= count <= _LAST_SERIAL:
            return None, plain
        return (_ZERO + datetime.timedelta(days=count)).isoformat(), (number[2] or "").strip(".0")
    seconds = count if len(number[1]) == 10 else count // 1000
    if seconds >= _LAST_SECOND:
        return None, plain
    return (_EPOCH + datetime.timedelta(seconds=seconds) + _CHINA).date().isoformat(), plain


def _next(day: datetime.date) -> datetime.date:
    return day + datetime.timedelta(days=1) if day < datetime.date.max else day
