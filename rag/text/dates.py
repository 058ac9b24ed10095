"""Days as newspapers print them: in figures or Chinese numerals, with gaps, and their ISO forms where they are real.

A stretch of days has an ISO form of its own: a month, a year, or the interval of its first and its last day.
"""

import calendar
import datetime
import functools
import re
import unicodedata
from typing import Final

_GAP: Final = r"[ \t\u3000]{0,2}"
HAN_NUMERALS: Final = "一二三四五六七八九十廿卅"
SMALL_NUMBER: Final = rf"\d{{1,2}}|[{HAN_NUMERALS}]{{1,3}}"
"""A number of a month or of a day."""

YEAR: Final = r"(?<!\d)(?P<year>(?:1[5-9]|20)\d{2}|[一二][〇○零一二三四五六七八九]{3})" + _GAP + "年"
MONTH: Final = rf"(?P<month>{SMALL_NUMBER}){_GAP}月"
DAY: Final = rf"(?P<day>{SMALL_NUMBER}){_GAP}日"
MONTH_DAY: Final = MONTH + _GAP + DAY
REPUBLIC_YEAR: Final = (
    rf"(?:中{_GAP}[华華]{_GAP})?民{_GAP}[国國]{_GAP}"
    rf"(?P<republic>1?\d{{1,2}}|元|[〇○零{HAN_NUMERALS}]{{1,4}}){_GAP}年(?!代)"
)
"""民国二十三年, 中華民國廿三年: counted from 1912 on, which is 元年; read it with `year_of`."""
FULL_DATE: Final = (
    rf"(?:(?:{YEAR}|{REPUBLIC_YEAR}){_GAP}{MONTH_DAY}"
    r"|(?<![\d.\-/])(?P<year2>(?:19|20)\d{2})(?P<mark>[.\-/])(?P<month2>\d{1,2})(?P=mark)(?P<day2>\d{1,2})"
    r"(?![\d.\-/]))"
)
"""2022年1月21日, 2022 年 1 月 21 日, 二〇二二年一月二十一日, 民国二十三年五月六日, 2022.1.21, 2022-01-21; read it with
`full_date_of`."""

_PERIOD: Final = re.compile(
    r"(?P<year>\d{4})(?:[-/.](?P<month>\d{1,2})(?:[-/.](?P<day>\d{1,2}))?)?"
    r"|(?P<year2>\d{4})(?P<month2>\d\d)(?P<day2>\d\d)"
    rf"|(?P<year3>\d{{4}}|[一二][〇○零一二三四五六七八九]{{3}}){_GAP}年"
    rf"(?:{_GAP}(?P<month3>{SMALL_NUMBER}){_GAP}月(?:{_GAP}(?P<day3>{SMALL_NUMBER}){_GAP}[日号]?)?)?"
)
_ISO: Final = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?", re.ASCII)
_DIGITS: Final = {
    **{character: value for value, character in enumerate("〇一二三四五六七八九")},
    **{"○": 0, "零": 0, "两": 2},
}
_TENS: Final = str.maketrans({"廿": "二十", "卅": "三十"})
_BEFORE_REPUBLIC: Final = 1911
"""The year before the first one of the Republic."""


def number_of(text: str) -> int:
    """The number that figures or Chinese numerals print: 21, 二十一, 廿一, 两, 二〇二二; 0 where they print none."""
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.translate(_TENS).partition("十")
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


def year_of(match: re.Match[str]) -> int | None:
    """The year that a match holding `YEAR` or `REPUBLIC_YEAR` prints, None where it prints none."""
    fields = match.groupdict()
    if fields.get("republic"):
        number = 1 if fields["republic"] == "元" else number_of(fields["republic"])
        return _BEFORE_REPUBLIC + number if number else None
    return number_of(fields["year"]) if fields.get("year") else None


def full_date_of(match: re.Match[str]) -> datetime.date | None:
    """The day that a match of `FULL_DATE` prints."""
    if match["mark"]:
        return day_of(int(match["year2"]), int(match["month2"]), int(match["day2"]))
    return day_of(year_of(match) or 0, number_of(match["month"]), number_of(match["day"]))


def leaves_year_open(text: str) -> bool:
    """Whether the printed date names no year by its number: 昨日, 去年4月, 1月20日."""
    return not re.search(rf"{YEAR}|{REPUBLIC_YEAR}|(?<!\d)(?:1[5-9]|20)\d\d(?!\d)", text)


def month_period(year: int, month: int, months: int = 1) -> tuple[datetime.date, datetime.date]:
    """The first and the last day of so many months from the month `month` on; 13 is January of the next year.

    Raises ValueError for a year outside of the calendar.
    """
    (first_year, first_month), (last_year, last_month) = (
        divmod(year * 12 + each - 1, 12) for each in (month, month + months - 1)
    )
    first = datetime.date(first_year, first_month + 1, 1)
    return first, datetime.date(last_year, last_month + 1, calendar.monthrange(last_year, last_month + 1)[1])


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
    return month_period(year, month) if month else month_period(year, 1, 12)


def iso_of_period(first: datetime.date, last: datetime.date) -> str:
    """The ISO form of the days from `first` to `last`, both included: a day, a month, a year, or else an interval.

    2022-01-11/2022-01-20 is an interval. Raises ValueError where the last day is before the first.
    """
    if first > last:
        raise ValueError(f"{last} is before {first}")
    if first == last:
        return first.isoformat()
    if (first, last) == month_period(first.year, first.month):
        return f"{first.year:04}-{first.month:02}"
    if (first, last) == month_period(first.year, 1, 12):
        return f"{first.year:04}"
    return f"{first.isoformat()}/{last.isoformat()}"


@functools.lru_cache(maxsize=1 << 14)  # a question by its days asks it of every day that the pages name
def period_of_iso(date: str) -> tuple[datetime.date, datetime.date]:
    """The first and the last day of an ISO day, month, year or interval: what the date of a mention means.

    2022-01-20, 2022-01, 2022, 2022-01-11/2022-01-20. Raises ValueError for anything else.
    """
    ends = [period_of(end) if _ISO.fullmatch(end) else None for end in date.split("/")]
    first, last = ends[0], ends[-1]
    if first is None or last is None or len(ends) > 2 or first[0] > last[1]:
        raise ValueError(f"not an ISO date: {date}")
    return first[0], last[1]
