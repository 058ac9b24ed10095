"""Forms of a date that count from the day of the issue: 三天后, 两周前, 近三年来, and whatever goes on until then.

Rows like those of `days`. A story counts from its own days: 三天后 is read only of what is planned, and neither of
them after another date of the paragraph. Round numbers of years, 十年前, mean no year.
"""

import calendar
import datetime
import re
from typing import Final

from rag.articles.dating.reckoning import Form, Found, is_planned, tells_of_another_time
from rag.text.dates import iso_of_period, number_of

SINCE: Final = re.compile(r"份?(?:以来|至今)")
"""What stands behind a date from which something goes on until the day of the issue: 去年10月以来, 1998年至今."""
_HALVES: Final = {"年": (6, 0), "月": (0, 15)}
"""Months and days of half a year and of half a month."""


def until_today(date: tuple[datetime.date, datetime.date], today: datetime.date | None) -> str | None:
    """From the first day of a date to the day of the issue; None where that is not known, or the date is to come."""
    return iso_of_period(date[0], today) if today and date[0] < today else None


# ---- one function a form


def _lately(found: Found) -> str | None:
    """近三年来, 过去两周: from so long before the day of the issue until then."""
    first = None if found.reckoning.keeps_year or tells_of_another_time(found) else _moved(found, -1)
    return iso_of_period(first, found.today) if first and found.today else None


def _apart(found: Found) -> str | None:
    """The day that is so many days or weeks off, the month that is so many months off, or else the year."""
    ahead = found.match["side"] == "后"
    elsewhere = found.said.paragraph_year or found.reckoning.keeps_year
    if elsewhere or (ahead and not is_planned(found)):
        return None
    day = _moved(found, 1 if ahead else -1)
    if day is None:
        return None
    unit = found.match["unit"][-1]
    if unit == "年":
        return f"{day.year:04}" if number_of(found.match["count"]) % 10 else None
    return f"{day.year:04}-{day.month:02}" if unit == "月" else day.isoformat()


def _moved(found: Found, sign: int) -> datetime.date | None:
    """The day that is as far from that of the issue as the match says, later where `sign` is 1, earlier where -1."""
    today, unit = found.today, found.match["unit"][-1]
    if found.match["count"] == "半":
        months, days = _HALVES.get(unit, (0, 0))
    else:
        number = number_of(found.match["count"])
        months = {"年": 12 * number, "月": number}.get(unit, 0)
        days = 0 if months else number if unit == "天" else 7 * number
    if today is None or not (months or days):
        return None
    year, month = divmod(today.year * 12 + today.month - 1 + sign * months, 12)
    day = min(today.day, calendar.monthrange(year, month + 1)[1])
    return datetime.date(year, month + 1, day) + datetime.timedelta(days=sign * days)


_NUMBER = r"\d{1,2}|[一二三四五六七八九]?十[一二三四五六七八九]?|[一两二三四五六七八九]"
_SPELT = r"天|周|个?星期|个?礼拜|个月|年"
_SO_LONG = rf"(?P<count>{_NUMBER})(?P<unit>{_SPELT})"
# 附近三天, 接近三年, 历时近三年, 过去三年了, 三天前往 and 一天后来 are other words; 10日前 is the day before the tenth.
_LATELY = (
    r"(?:最近|(?<![已都又就度走])过去"
    rf"|(?<![附靠接最将亲临邻])近(?=(?:{_NUMBER}|半)(?:{_SPELT})(?:以?来|间))"
    rf"|(?:^|(?<=[,，。;；:：、]))近(?=(?:{_NUMBER}|半)(?:{_SPELT})[,，、]))"
    rf"(?P<count>{_NUMBER}|半)(?P<unit>{_SPELT})(?![了前后多代级度初底末])(?:以?来|里|间|内)?"
)
_APART = (
    rf"(?<![\d第近前后每几数多半.·一二三四五六七八九十百千万两]){_SO_LONG}(?:之|以)?"
    r"(?P<side>前(?![往后来行去夕程期沿景任台身进瞻者半线列排几一二三四五六七八九十])|后(?![来备续者期台卫勤面半天几]))"
)
DISTANCES: Final = (
    Form("lately", re.compile(_LATELY), _lately, marks="近去", writers_own=True),
    Form("apart", re.compile(_APART), _apart, marks="前后", writers_own=True),
)
