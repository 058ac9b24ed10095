"""Days as newspapers print them: in figures or Chinese numerals, with gaps, and their ISO forms where they are real."""

import calendar
import datetime
import re
import unicodedata
from typing import Final

_GAP: Final = r"[ \t\u3000]{0,2}"
_SMALL: Final = r"\d{1,2}|[一二三四五六七八九十]{1,3}"

YEAR: Final = r"(?<!\d)(?P<year>(?:1[5-9]|20)\d{2}|[一二][〇○零一二三四五六七八九]{3})" + _GAP + "年"
MONTH: Final = rf"(?P<month>{_SMALL}){_GAP}月"
DAY: Final = rf"(?P<day>{_SMALL}){_GAP}日"
MONTH_DAY: Final = MONTH + _GAP + DAY
FULL_DATE: Final = (
    rf"(?:{YEAR}{_GAP}{MONTH_DAY}"
    r"|(?<![\d.\-/])(?P<year2>(?:19|20)\d{2})(?P<mark>[.\-/])(?P<month2>\d{1,2})(?P=mark)(?P<day2>\d{1,2})"
    r"(?![\d.\-/]))"
)
"""2022年1月21日, 2022 年 1 月 21 日, 二〇二二年一月二十一日, 2022.1.21, 2022-01-21; read it with `full_date_of`."""

_PERIOD: Final = re.compile(
    r"(?P<year>\d{4})(?:[-/.](?P<month>\d{1,2})(?:[-/.](?P<day>\d{1,2}))?)?"
    r"|(?P<year2>\d{4})(?P<month2>\d\d)(?P<day2>\d\d)"
    rf"|(?P<year3>\d{{4}}|[一二][〇○零一二三四五六七八九]{{3}}){_GAP}年"
    rf"(?:{_GAP}(?P<month3>{_SMALL}){_GAP}月(?:{_GAP}(?P<day3>{_SMALL}){_GAP}[日号]?)?)?"
)
_DIGITS: Final = {character: value for value, character in enumerate("〇一二三四五六七八九")} | {"○": 0, "零": 0}


def number_of(text: str) -> int:
    """The number that figures or Chinese numerals print: 21, 二十一, 十, 二〇二二. 0 where they print none."""
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.partition("十")
    if any(character not in _DIGITS for character in tens + ones):
        return 0
    if ten:
        return 10 * (_positional(tens) if tens else 1) + _positional(ones)
    return _positional(text)


def _positional(text: str) -> int:
    return int("".join(str(_DIGITS[character]) for character in text) or "0")


def day_of(year: int, month: int, day: int) -> datetime.date | None:
    """That day, or None where the calendar has no such day."""
    try:
        return datetime.date(year, month, day)
    except (ValueError, OverflowError):
        return None


def full_date_of(match: re.Match[str]) -> datetime.date | None:
    """The day that a match of `FULL_DATE` prints."""
    fields = match.groupdict()
    return day_of(*(number_of(fields[name] or fields[f"{name}2"] or "") for name in ("year", "month", "day")))


def period_of(text: str) -> tuple[datetime.date, datetime.date] | None:
    """The first and the last day of the day, month or year that `text` names and nothing else; None where it does not.

    2022-01-20, 2022/1/20, 20220120, 2022年1月20日, 二〇二二年一月二十日, 2022-01, 2022年1月, 2022, 2022年.
    """
    match = _PERIOD.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if match is None:
        return None
    fields = [[match[name + form] for form in ("", "2", "3")] for name in ("year", "month", "day")]
    year, month, day = (next((number_of(printed) for printed in forms if printed), None) for forms in fields)
    if not year or month == 0 or day == 0:
        return None
    first = day_of(year, month or 1, day or 1)
    if first is None or day:
        return (first, first) if first else None
    last_month = month or 12
    return first, datetime.date(year, last_month, calendar.monthrange(year, last_month)[1])
