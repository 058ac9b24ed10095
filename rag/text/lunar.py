"""Days of the lunar calendar -> days of ours: 正月十五, 除夕, the whole of 腊月; and 清明, a term of the sun.

The calendar is that of cnlunar, which has the tables of the Hong Kong Observatory for 1901 to 2100. Left out: how such
days are printed, which is for `articles.dating.feasts`.
"""

import datetime
from functools import cache
from typing import Any, Final

FIRST_YEAR: Final = 1902
LAST_YEAR: Final = 2098
"""Lunar years that lie whole within the tables, with the day before and the day after."""
_EARLIEST_NEW_YEAR: Final = (1, 21)
"""Month and day of our calendar; the latest is a month later."""
_LONG_MONTH: Final = 30
"""Days; a month has as many or one less."""


def lunar_day(year: int, month: int, day: int, *, leap: bool = False) -> datetime.date | None:
    """The day `day` of the month `month`, 1 to 12, of the lunar year that begins in `year`; None where there is none.

    `leap` asks for the leap month of that number, which follows the plain one and only some years have.
    """
    period = lunar_month(year, month, leap=leap)
    if period is None or not 1 <= day <= (period[1] - period[0]).days + 1:
        return None
    return period[0] + datetime.timedelta(days=day - 1)


def lunar_month(year: int, month: int, *, leap: bool = False) -> tuple[datetime.date, datetime.date] | None:
    """The first and the last day of a month of the lunar year that begins in `year`; None where there is none."""
    return _months(year).get((month, leap))


def new_years_eve(year: int) -> datetime.date | None:
    """除夕 in the year `year` of our calendar: the last day of the lunar year that ends then."""
    first = lunar_day(year, 1, 1)
    return first - datetime.timedelta(days=1) if first else None


@cache
def solar_term(year: int, name: str) -> datetime.date | None:
    """The day in `year` on which a term of the sun begins, 清明 or 冬至; None where no such term is known."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    term = _in_lunar(datetime.date(year, 1, 1)).thisYearSolarTermsDic.get(name)
    return datetime.date(year, *term) if term else None


@cache
def _months(year: int) -> dict[tuple[int, bool], tuple[datetime.date, datetime.date]]:
    """The months of a lunar year, by number and whether it is the leap one; {} for a year outside of the tables."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return {}
    first = datetime.date(year, *_EARLIEST_NEW_YEAR)
    while (day := _in_lunar(first)).lunarYear != year:
        first += datetime.timedelta(days=1)
    months: dict[tuple[int, bool], tuple[datetime.date, datetime.date]] = {}
    while day.lunarYear == year:
        following = first + datetime.timedelta(days=_LONG_MONTH)
        if _in_lunar(following).lunarDay != 1:
            following -= datetime.timedelta(days=1)
        months[day.lunarMonth, day.isLunarLeapMonth] = (first, following - datetime.timedelta(days=1))
        first, day = following, _in_lunar(following)
    return months


def _in_lunar(day: datetime.date) -> Any:
    from cnlunar import Lunar

    return Lunar(datetime.datetime(day.year, day.month, day.day))
