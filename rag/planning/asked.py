"""A plain question -> the days that it names, for the search to prefer what tells of them.

2023年3月5日石桥镇放水多少 names a day, 3月6日的报纸 that of an issue. A day or month without a year is that of any
year, and 去年 is reckoned from a day only where it is told on which the question is asked: pages of many years have no
common 今年. Left out: what a list or a count takes for its days (see `windows`).
"""

import datetime
import re
import unicodedata
from typing import Final, Literal

from rag.answering.asked_days import AskedDays
from rag.errors import QuestionError
from rag.planning.catalogue import Catalogue
from rag.planning.windows import window_of

_FIRST_YEAR, _LAST_YEAR = 1500, 2200
"""Of days on which a question may be asked, as of issues: the ends of the calendar are out of reach of both."""
_LONGEST: Final = 366
"""Days of the longest time that a question is about: a year."""
_MONTH: Final = 28
"""Days of the shortest month."""
_YEAR: Final = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)|[一二][〇○零一二三四五六七八九]{3}\s?年|民国")
_NAMED: Final = re.compile(rf"{_YEAR.pattern}|(?:\d{{1,2}}|[一二三四五六七八九十]{{1,2}})\s?月")
"""What names a year, a month or a day by itself."""
_PRINTED: Final = re.compile(
    r"(?:[\d一二三四五六七八九十][年月日号]|[昨今前]天)(?:当天|这天|那天|那一天)?(?:的|出的|出版的?|印的|这|那)?(?:一?[期张份]的?)?(?:报纸|报上|报里|报(?![道告名刊])|[日晚早晨周]报|见报"
    r"|出版|刊登|登报)"
)
"""What means the day of an issue right behind the day; 人民日报 further on is somebody."""


def asked_days_of(question: str, catalogue: Catalogue, today: datetime.date, *, told: bool) -> AskedDays | None:
    """The days that `question` names; None where it names none, more than a year of them, or none of the calendar.

    `today` is the day on which it is asked, `told` whether somebody told it, or it is only the day of the computer.
    """
    text = unicodedata.normalize("NFKC", question)
    if not _NAMED.search(text) and not told:
        return None
    try:
        window, rest = window_of(text, catalogue, today)
    except QuestionError:
        return None
    if window is None or not re.search(r"\w", rest):
        return None
    of: Literal["event", "printed"] = "printed" if _PRINTED.search(text) else "event"
    if window.yearly:
        return AskedDays(window.first, window.last, of)
    if told or _YEAR.search(text):
        asked = AskedDays(window.first, window.last, of)
        return asked if asked.days <= _LONGEST else None
    first, last = (datetime.date.fromisoformat(day) for day in (window.first, window.last))
    if first == last:
        return AskedDays(f"--{first:%m-%d}", f"--{first:%m-%d}", of)
    whole = first.day == 1 and first.month == last.month and (last - first).days + 1 >= _MONTH
    return AskedDays(f"--{first:%m}", f"--{first:%m}", of) if whole else None


def check_day_of_asking(today: datetime.date | None) -> None:
    """Raise QuestionError for a day of asking from which nothing can be counted within the calendar."""
    if today and not _FIRST_YEAR <= today.year <= _LAST_YEAR:
        raise QuestionError("scope-date", text=today.isoformat())
