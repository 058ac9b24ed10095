"""What the path of a page tells of its issue: how files are named, and in which folders they are filed.

The file's own name is asked first, then the nearest folder, then the one around it. A day may be one name, 2023-03-05,
or be told by several folders together, 2023/03/05.
"""

import datetime
import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final

from rag.records import Issue
from rag.text.dates import FULL_DATE, day_of, full_date_of, number_of

_HEXADECIMAL = re.compile(r"(?<![0-9a-z])(?=[0-9a-f]*[a-f])(?=[0-9a-f]*[0-9])[0-9a-f]{10,}(?![0-9a-z])")
_NAME_DATE = (
    re.compile(r"(?<!\d)(?P<year>(?:19|20)\d{2})(?P<mark>[-_.]?)(?P<month>\d{2})(?P=mark)(?P<day>\d{2})(?![0-9a-z])"),
    re.compile(
        r"(?<!\d)(?P<year>(?:19|20)\d{2})(?P<mark>[-_.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})(?![0-9a-z])"
    ),
    re.compile(FULL_DATE),
)
_PRINTED_PAGE = (
    re.compile(r"第?\s*[A-Da-d]?0*(\d{1,3})\s*版"),
    re.compile(r"第\s*([一二三四五六七八九十]{1,3})\s*版"),
)
_NAME_PAGE = (*_PRINTED_PAGE, re.compile(r"(?:^|[-_. ])(?:[A-D]|[Pp](?:age)?[-_]?)0*(\d{1,3})(?!\d)"))
_AFTER_DATE = re.compile(r"^\s*[-_.]?\s*[A-Da-d]?(\d{1,2})(?![0-9a-zA-Z])")

_BARE_PAGE = re.compile(r"[\s\-_.]*[A-Da-d]?0*(\d{1,2})(?:[-_.、 ]?[^\d\s]{1,4})?\s*")
"""A number below the folder of a day, alone or with a label such as 要闻; a longer text is a headline, which may be
numbered as well."""

_RANGE = re.compile(r"\s*(?:[至到~～—–]|[-_ ]\s*\d{1,2}[-.月]\d)")
"""What follows the first day of a week's folder: 2023-03-05至03-11."""

_YEAR_MONTH = (
    re.compile(r"\D*(?P<year>(?:19|20)\d{2})(?:[-_. ]|\s*年\s*)(?P<month>\d{1,2})\s*(?:月\D*)?"),
    re.compile(r"\D*(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?:月?\D*)"),
)
_YEAR = re.compile(r"\D*(?P<year>(?:19|20)\d{2})\D*")
_MONTH = re.compile(r"(?P<month>\d{1,2})\s*(?:月份?)?|(?P<spoken>[一二三四五六七八九十]{1,3})月份?")
_MONTH_DAY = (
    re.compile(r"(?P<month>\d{1,2})(?:[-_. ]|\s*月\s*)(?P<day>\d{1,2})\s*[日号]?"),
    re.compile(r"(?P<month>\d{2})(?P<day>\d{2})"),
    re.compile(r"(?P<month>[一二三四五六七八九十]{1,3})月(?P<day>[一二三四五六七八九十]{1,3})[日号]?"),
)
_DAY = re.compile(r"(?P<day>\d{1,2})\s*[日号]?|(?P<spoken>[一二三四五六七八九十]{1,3})[日号]")

_AROUND: Final = 4
"""Folders looked at above the one of the day: its month, its year, and the paper's or an edition's between them."""


def issue_of_name(name: str, above: str = "") -> Issue:
    """What the path of a page tells: 20220121, 2022-01-21, 2022年1月21日; _02版, -A03, or a number after the date.

    `above` is the path of the folder that `name` is a path from; of its parts the last may tell the day too, with what
    lies around it. Hexadecimal digests and a running number at the front tell nothing.
    """
    around = [unicodedata.normalize("NFKC", part) for part in above.split("/") if part]
    *folders, last = name.split("/")
    folders = [unicodedata.normalize("NFKC", part) for part in folders]
    whole = unicodedata.normalize("NFKC", last.rpartition(".")[0] or last)
    stem = _HEXADECIMAL.sub(" ", whole)
    day, rest, after = _day_in_stem(stem)
    below: list[str] = []
    if day is None:
        filed = _filed_day([*around, *folders], stem, max(0, len(around) - 1))
        if filed:
            day, place, beside = filed
            below = [beside, *[*around, *folders, *([stem] if stem == whole else [])][place + 1 :]]
    number = _number_named(rest, folders, below) or after or _number_below(below) or None
    return Issue(date=day.isoformat() if day else None, page=number, told="file-name" if day or number else "")


def _day_in_stem(stem: str) -> tuple[datetime.date | None, str, int | None]:
    """The first day that the name of a file tells, what else stands there, and a number right after the day."""
    match, day = next(_days(stem), (None, None))
    if match is None:
        return None, stem, None
    after = _AFTER_DATE.search(stem[match.end() :])
    return day, f"{stem[: match.start()]} {stem[match.end() :]}", int(after.group(1)) if after else None


def _days(text: str) -> Iterator[tuple[re.Match[str], datetime.date]]:
    for pattern in _NAME_DATE:
        for match in pattern.finditer(text):
            day = (
                full_date_of(match)
                if pattern is _NAME_DATE[-1]
                else day_of(int(match["year"]), int(match["month"]), int(match["day"]))
            )
            if day:
                yield match, day


# ---- the folders


def _filed_day(folders: Sequence[str], stem: str, lowest: int) -> tuple[datetime.date, int, str] | None:
    """The day of the nearest folder that tells one, that folder's place, and what else stands in its name.

    `lowest` is the place of the first folder that counts; those before it only complete a day: 2023/03 around 05.
    """
    day = _day_together([*folders, stem], len(folders), gaps=False)
    if day:
        return day, len(folders), ""
    for place in range(len(folders) - 1, lowest - 1, -1):
        named = _day_of_folder(folders[place])
        if named:
            return named[0], place, named[1]
        day = _day_together(folders, place)
        if day:
            return day, place, ""
    return None


def _day_of_folder(name: str) -> tuple[datetime.date, str] | None:
    """The day that a folder's name tells and what stands after it; None where it tells several."""
    found = list(_days(name))
    if len({day for _, day in found}) != 1 or any(_RANGE.match(name[match.end() :]) for match, _ in found):
        return None
    match, day = found[0]
    return day, name[match.end() :]


def _day_together(parts: Sequence[str], place: int, *, gaps: bool = True) -> datetime.date | None:
    """The day that the part at `place` tells with those above it: 2023/03/05, 2023-03/05, 2023/3月5日.

    With `gaps`, names without a number may stand between them: 2023/太原日报/0305.
    """
    month, day = _month_and_day(parts[place])
    if not day:
        return None
    complete = bool(month)  # 0305 under 03 says the month twice; 05 under 03 under 02 is no day
    for part in reversed(parts[max(0, place - _AROUND) : place]):
        year, own = _year_and_month(part)
        if own and month and (own != month or not (year or complete)):
            return None
        month, complete = month or own, complete and not (own and not year)
        if year:
            return day_of(year, month, day) if month else None
        if not own and (not gaps or re.search(r"\d|[一二三四五六七八九十][月日号]", part)):
            return None
    return None


def _month_and_day(part: str) -> tuple[int, int]:
    """3月5日, 03-05, 0305: the month and the day; 05, 5日: 0 and the day; else zeros."""
    text = part.strip()
    for pattern in _MONTH_DAY:
        match = pattern.fullmatch(text)
        if match and 1 <= number_of(match["month"]) <= 12:
            return number_of(match["month"]), number_of(match["day"])
    match = _DAY.fullmatch(text)
    return (0, number_of(match["day"] or match["spoken"])) if match else (0, 0)


def _year_and_month(part: str) -> tuple[int, int]:
    """2023-03, 202303, 2023年3月: the year and the month; 2023: the year and 0; 03, 三月: 0 and the month."""
    text = part.strip()
    for pattern in _YEAR_MONTH:
        match = pattern.fullmatch(text)
        if match and 1 <= int(match["month"]) <= 12:
            return int(match["year"]), int(match["month"])
    match = _YEAR.fullmatch(text)
    if match:
        return int(match["year"]), 0
    match = _MONTH.fullmatch(text)
    month = number_of(match["month"] or match["spoken"]) if match else 0
    return (0, month) if 1 <= month <= 12 else (0, 0)


# ---- the number of the page


def _number_named(rest: str, folders: Sequence[str], below: Sequence[str]) -> int | None:
    """A number that is called a page's: in the file's name, or else in the nearest folder."""
    for text, patterns in (
        (rest, _NAME_PAGE),
        *((text, _NAME_PAGE) for text in reversed(below)),
        *((text, _PRINTED_PAGE) for text in reversed(folders)),
    ):
        found = next((number_of(hit.group(1)) for pattern in patterns if (hit := pattern.search(text))), None)
        if found:
            return found
    return None


def _number_below(below: Sequence[str]) -> int | None:
    """The first number by itself below the folder of the day."""
    found = (_BARE_PAGE.fullmatch(part) for part in below)
    return next((number for match in found if match and (number := int(match[1]))), None)
