"""Forms of a date that are days of the lunar calendar or feasts: 腊月二十三, 五月廿三, 除夕, 春节前后, 国庆期间.

Rows like those of `days`. One that is printed without a year is the nearest to the day of the issue; what is far from
it may be either year's, and is None unless it is planned. A feast that only lends its name, 春节联欢晚会, is no date.
"""

import datetime
from collections.abc import Callable
from typing import Final

from rag.articles.dating.days import prints_in_figures
from rag.articles.dating.reckoning import (
    Form,
    Found,
    has_year,
    is_of_another_year,
    is_of_every_year,
    is_planned,
    tells_of_another_time,
    year_printed,
)
from rag.articles.dating.stretches import OF_YEAR
from rag.text.dates import HAN_NUMERALS, day_of, iso_of_period, number_of
from rag.text.lazy_regex import lazy_regex
from rag.text.lunar import lunar_day, lunar_month, new_years_eve, solar_term

_NEAR: Final = 60
"""Days; of a feast further off a sentence says which year's it is, or it is told of as one of every year."""
_AROUND: Final = 7
"""Days before a feast that 前夕 and 前后 are taken for, and after it for 前后."""
_ONE_DAY_HOLIDAYS: Final = ((-2, 0), (-2, 0), (0, 0), (0, 2), (0, 2), (0, 2), (-1, 1))
"""From Monday on: the days off around a holiday of one day, as the State Council set them from 2018 to 2024, but where
two met."""

DayOfYear = Callable[[int], datetime.date | None]


def _of_lunar_year(month: int, day: int, *, leap: bool = False) -> DayOfYear:
    """The lunar day in a year of our calendar; of the last two months it is that of the lunar year before."""
    return lambda year: lunar_day(year - (month > 10), month, day, leap=leap)


_FEASTS: Final[dict[str, tuple[DayOfYear, tuple[int, int] | None]]] = {
    "元旦": (lambda year: day_of(year, 1, 1), None),
    "腊八": (_of_lunar_year(12, 8), (0, 0)),
    "除夕": (new_years_eve, (0, 0)),
    "年三十": (new_years_eve, (0, 0)),
    "春节": (_of_lunar_year(1, 1), (-1, 5)),
    "元宵": (_of_lunar_year(1, 15), (0, 0)),
    "清明": (lambda year: solar_term(year, "清明"), None),
    "五一": (lambda year: day_of(year, 5, 1), (0, 4)),
    "端午": (_of_lunar_year(5, 5), None),
    "七夕": (_of_lunar_year(7, 7), (0, 0)),
    "中秋": (_of_lunar_year(8, 15), None),
    "重阳": (_of_lunar_year(9, 9), (0, 0)),
    "国庆": (lambda year: day_of(year, 10, 1), (0, 6)),
    "十一": (lambda year: day_of(year, 10, 1), (0, 6)),
}
"""A feast -> its day in a year, and the days from it on that 期间 means; None: those off for a holiday of one day."""
_LUNAR_MONTHS: Final = {"正": 1, "冬": 11, "腊": 12}
_STEMS: Final = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES: Final = "子丑寅卯辰巳午未申酉戌亥"
_CYCLE: Final = 60
"""Years until 甲子年 comes again; the first after Christ was the year 4."""


# ---- one function a form


def _feast(found: Found) -> str | None:
    day_of_year, holidays = _FEASTS[found.match["feast"]]
    day = _day_meant(found, day_of_year)
    if day is None:
        return None
    match found.match["width"]:
        case None:
            first, last = 0, 0
        case "前夕":
            first, last = -_AROUND, -1
        case "前后":
            first, last = -_AROUND, _AROUND
        case "七天":
            first = holidays[0] if holidays else 0
            last = first + 6
        case _:
            first, last = holidays or _ONE_DAY_HOLIDAYS[day.weekday()]
    return iso_of_period(day + datetime.timedelta(days=first), day + datetime.timedelta(days=last))


def _first_days(found: Found) -> str | None:
    """大年初一 to 大年初十, of the first month."""
    day = _day_meant(found, _of_lunar_year(1, number_of(found.match["lunar_day"])))
    return day.isoformat() if day else None


def _lunar_day(found: Found) -> str | None:
    """A day of the lunar calendar; 五月廿三日 is one only in a time that prints its own days in figures."""
    month, leap = _lunar_month(found)
    printed, fields = found.match["lunar_day"], found.match.groupdict()
    number = number_of(printed.removeprefix("初"))
    if fields["stem"]:
        day = lunar_day(_cycle_year(found), month, number, leap=leap) if found.this_year else None
        return day.isoformat() if day else None
    is_plain = not fields.get("calendar") and found.match["lunar"][0] in HAN_NUMERALS and not printed.startswith("初")
    if is_plain and not prints_in_figures(found):
        return None
    if month > 10 and _is_of_that_year(found):
        return None
    day = _day_meant(found, _of_lunar_year(month, number, leap=leap))
    return day.isoformat() if day else None


def _cycle_year(found: Found) -> int:
    """The last year, up to the one after the page's, that has the printed name: 己酉年 is 1909 or 1969."""
    names = range(_CYCLE)
    stem, branch = _STEMS.index(found.match["stem"]), _BRANCHES.index(found.match["branch"])
    place = next((name for name in names if (name % len(_STEMS), name % len(_BRANCHES)) == (stem, branch)), None)
    latest = (found.this_year or 0) + 1
    return 0 if place is None else latest - (latest - 4 - place) % _CYCLE


def _lunar_whole_month(found: Found) -> str | None:
    month, leap = _lunar_month(found)
    first = None if month > 10 and _is_of_that_year(found) else _day_meant(found, _of_lunar_year(month, 1, leap=leap))
    if first is None:
        return None
    period = lunar_month(first.year - (month > 10 and first.month < 6), month, leap=leap)
    return iso_of_period(*period) if period else None


def _is_of_that_year(found: Found) -> bool:
    """Whether the year is told: of 腊月 the one that it begins with may be meant then, or the one that it ends with."""
    return has_year(found) or found.said.year not in (None, found.this_year)


def _lunar_month(found: Found) -> tuple[int, bool]:
    """The number of the printed month, and whether it is a leap month."""
    name = found.match["lunar"].removesuffix("月")
    plain = name.removeprefix("闰")
    return _LUNAR_MONTHS.get(plain) or number_of(plain), plain != name


def _day_meant(found: Found, day_of_year: DayOfYear) -> datetime.date | None:
    """The day in the year that is printed or that the sentence tells, else the one near to the day of the issue."""
    if has_year(found):
        year = year_printed(found)
        return day_of_year(year) if year else None
    if is_of_another_year(found) or is_of_every_year(found):
        return None
    if found.reckoning.keeps_year:
        return day_of_year(found.said.paragraph_year) if found.said.paragraph_year else None
    today, year = found.today, found.said.year
    if year and (today is None or year != today.year):
        return day_of_year(year)
    if today is None or tells_of_another_time(found):
        return None
    days = [day for year in (today.year - 1, today.year, today.year + 1) if (day := day_of_year(year))]
    near = [day for day in days if abs(day - today).days <= _NEAR]
    of_year = [day for day in days if day.year == year and not found.said.month]
    coming = [day for day in days if day >= today and is_planned(found)]
    return next(iter(near + of_year + coming), None)


_NUMERAL = r"[一二三四五六七八九]"
_MONTH = rf"(?:十[一二]?|{_NUMERAL})月"
_FIRST_DAY = rf"初(?:{_NUMERAL}|十)"
_LUNAR_DAY = rf"{_FIRST_DAY}|[一二]?十{_NUMERAL}|[二三]十|廿{_NUMERAL}?|卅"
# 十月初三名学生 is the beginning of October.
_NO_COUNT = r"(?![批个名次场位件条家支只台座所天年月万千百亿度期直同些级中])"
_CYCLE_YEAR = rf"(?:(?P<stem>[{_STEMS}])(?P<branch>[{_BRANCHES}])年)"
_NAMED_DAY = (
    rf"(?:{OF_YEAR})?(?P<calendar>[农阴旧夏废]历){_CYCLE_YEAR}?(?P<lunar>闰?(?:{_MONTH}|[正冬腊]月|\d{{1,2}}月))"
    rf"(?P<lunar_day>{_LUNAR_DAY}|{_NUMERAL}|十|\d{{1,2}})日?"
)
_UNNAMED_DAY = (
    rf"(?:{OF_YEAR}|{_CYCLE_YEAR}|(?<![\d{HAN_NUMERALS}]))"
    rf"(?P<lunar>闰{_MONTH}|[正冬腊]月|{_MONTH}(?={_FIRST_DAY}{_NO_COUNT}|[廿卅]))"
    rf"(?P<lunar_day>{_LUNAR_DAY})日?"
)
_WHOLE_MONTH = rf"(?:{OF_YEAR})?(?<![寒冬整])(?P<lunar>闰{_MONTH}|[正腊]月)(?![初{HAN_NUMERALS}])"
_WIDTH = r"期间|假期|小长假|长假|黄金周|七天|前后|前夕"
_FEAST = (
    r"(?P<open>“)?(?P<feast>元旦|腊八|春节|元宵|清明|端午|七夕|中秋|重阳|国庆|除夕|(?<![二三四五六七八九第])十一|五一)"
    r"节?(?(open)”)"
)
# A feast that lends its name to something is no date: 今年春节联欢晚会, 2019年国庆70周年, 今年中秋月饼.
_OF_YEAR = rf"{OF_YEAR}{_FEAST}(?P<width>{_WIDTH})?(?!联欢|晚会|档|电影|月饼|[\d一二三四五六七八九十]+周年)"
_THAT_DAY = rf"{_FEAST}(?:(?P<width>{_WIDTH})|(?=当[天日晚夜]|这天|[上下]午|一早))"
_NEW_YEARS_EVE = r"大?(?P<feast>(?<!大)除夕|(?<=大)年三十)(?P<width>期间|前后|前夕)?"
FEASTS: Final = (
    Form("feast-of-year", lazy_regex(_OF_YEAR), _feast, marks="旦八节宵明午夕秋阳庆一"),
    Form("feast", lazy_regex(_THAT_DAY), _feast, marks="旦八节宵明午夕秋阳庆一"),
    Form("new-years-eve", lazy_regex(_NEW_YEARS_EVE), _feast, marks="夕三"),
    Form("first-days", lazy_regex(rf"(?:{OF_YEAR})?大年初(?P<lunar_day>{_NUMERAL}|十)"), _first_days, marks="初"),
    Form("lunar-day", lazy_regex(_NAMED_DAY), _lunar_day, marks="历"),
    Form("lunar-day-alone", lazy_regex(_UNNAMED_DAY), _lunar_day, marks="初十廿卅"),
    Form("lunar-month", lazy_regex(_WHOLE_MONTH), _lunar_whole_month, marks="正腊闰"),
)
