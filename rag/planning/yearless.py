"""Stretches of days that a question names without their year, or by the lunar calendar: 9月中旬, 腊月十九, 1月第二周.

Of the years that they may be of, the newest is meant in which the corpus has anything: whoever asks has its papers in
mind. Left out: single days without a year, which may be of all years (see `windows`), and how newspapers print dates
(see `articles.dating`).
"""

import bisect
import calendar
import datetime
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Final

from rag.articles.dating.mentions import dates_named
from rag.articles.dating.reckoning import YEARS_OFF, Reckoning
from rag.text.dates import (
    HAN_NUMERALS,
    MONTH_DAY,
    REPUBLIC_YEAR,
    SMALL_NUMBER,
    YEAR,
    day_of,
    month_period,
    number_of,
    period_of_iso,
    year_of,
)
from rag.text.lazy_regex import lazy_regex
from rag.text.lunar import lunar_day, lunar_month, new_years_eve

Days = tuple[datetime.date, datetime.date]
"""The first and the last day of a stretch."""

_FEAST_AROUND: Final = 7
"""Days before and after a feast that 前后 is taken for, as in `dating.feasts`."""
_WEEK: Final = 7
"""Days. 第二周 of a month is taken for its eighth to its fourteenth day, 最后一周 for its last seven: a convention."""
_LUNAR_MONTHS: Final = {"正": 1, "冬": 11, "腊": 12}
_OVER_NEW_YEAR: Final = 6
"""Months between those of a stretch over the new year at most: 12月到1月 is one, 9月到8月 a slip."""
_LATE_MONTHS: Final = 10
"""The months of a lunar year after this one may lie in the next year of ours."""
_FIXED_FEASTS: Final = {
    "妇女节": (3, 8),
    "三八": (3, 8),
    "植树节": (3, 12),
    "消费者权益日": (3, 15),
    "三一五": (3, 15),
    "3·15": (3, 15),
    "劳动节": (5, 1),
    "青年节": (5, 4),
    "五四": (5, 4),
    "护士节": (5, 12),
    "儿童节": (6, 1),
    "六一": (6, 1),
    "七一": (7, 1),
    "建军节": (8, 1),
    "八一": (8, 1),
    "教师节": (9, 10),
    "记者节": (11, 8),
    "平安夜": (12, 24),
    "圣诞": (12, 25),
}
"""Feasts of our calendar that articles name for themselves rather than for their day -> month and day."""


class Held:
    """The days of which a corpus has anything: of its papers, and of those with all that they tell of."""

    def __init__(self, printed: Iterable[str], told: Iterable[str]) -> None:
        self._printed, self._told = printed, told

    @cached_property
    def rows(self) -> tuple[Sequence[str], Sequence[str]]:
        """The ISO days of the papers, and all days, each in their order."""
        return sorted(self._printed), sorted(self._told)

    def choose(self, possible: Sequence[Days]) -> Days | None:
        """The first of which there are papers, or else of which something is told; None where there is none."""
        return next((days for row in self.rows for days in possible if _holds(row, days)), None)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days named in a question: where, and from which to which; `yearless` where no year is named with them."""

    start: int
    end: int
    first: str
    last: str
    yearless: bool


@dataclass(frozen=True, slots=True)
class _Form:
    """A form of such a stretch.

    `days` gives the days that a match means in a year, none or several where the year leaves it open, the likeliest
    first.
    """

    pattern: re.Pattern[str]
    days: Callable[[re.Match[str], int], Sequence[Days]]


def stretches_of(text: str, held: Held, base: datetime.date) -> list[Stretch]:
    """The stretches that `text` names, from left to right; 去年 is counted from `base`."""
    found: list[Stretch] = []
    for form in _FORMS:
        for match in form.pattern.finditer(text):
            if any(match.start() < each.end and each.start < match.end() for each in found):
                continue
            year, days_in = _year_named(match, base), partial(form.days, match)
            if year is None:
                meant = meant_of(days_in, held, base)
            else:
                meant = held.choose(days_in(year)) or next(iter(days_in(year)), None)
            if meant:
                first, last = (day.isoformat() for day in meant)
                found.append(Stretch(match.start(), match.end(), first, last, yearless=year is None))
    return sorted(found, key=lambda each: each.start)


def meant_of(days_in: Callable[[int], Sequence[Days]], held: Held, base: datetime.date) -> Days | None:
    """The newest of the days, given year by year, that the corpus has.

    Where it has none, the newest that had begun by `base`: what is still to come has not been reported.
    """
    printed, told = held.rows
    near = (base.year, base.year - 1)
    years = {int(day[:4]) for day in told}
    only_told: Days | None = None
    for year in sorted({*near, *years, *(year - 1 for year in years)}, reverse=True):
        for days in sorted(days_in(year), reverse=True):
            if _holds(printed, days):
                return days
            only_told = only_told or (days if _holds(told, days) else None)
    recent = sorted({days for year in near for days in days_in(year)}, reverse=True)
    return only_told or next((days for days in recent if days[0] <= base), next(iter(recent), None))


def _holds(held: Sequence[str], days: Days) -> bool:
    """Whether there is anything of the days."""
    first, last = (day.isoformat() for day in days)
    place = bisect.bisect_left(held, first)
    return place < len(held) and held[place] <= last


def _year_named(match: re.Match[str], base: datetime.date) -> int | None:
    fields = match.groupdict()
    if fields.get("spoken"):
        return base.year + YEARS_OFF[fields["spoken"]]
    return year_of(match) if fields.get("year") or fields.get("republic") else None


def dated_in(text: str, year: int) -> Sequence[Days]:
    """The days of the first date that `text`, which prints no year, names in that year."""
    mentions = dates_named([f"{year}年{text}"], [[1]], Reckoning(year=year))
    return [period_of_iso(mentions[0].date)] if mentions else []


# ---- one function a form


def _as_dated(match: re.Match[str], year: int) -> Sequence[Days]:
    return dated_in(match["text"], year)


def _edge(match: re.Match[str], year: int) -> Sequence[Days]:
    return dated_in(match["text"].removeprefix("年"), year)


def _months(match: re.Match[str], year: int) -> Sequence[Days]:
    """1月到3月, and 12月到1月, which goes on over the new year."""
    first, last = (number_of(number) for number in re.findall(rf"{SMALL_NUMBER}", match["text"]))
    if not (1 <= first <= 12 and 1 <= last <= 12):
        return []
    over = 12 if last < first and last + 12 - first <= _OVER_NEW_YEAR else 0
    return [month_period(year, first, last + over - first + 1)] if last + over >= first else []


def _from_day_to_day(match: re.Match[str], year: int) -> Sequence[Days]:
    """9月13日到15日, and 12月30日到1月2日."""
    first = day_of(year, number_of(match["first_month"]), number_of(match["first_day"]))
    month, day = number_of(match["month"]), number_of(match["day"])
    last = day_of(year, month, day)
    if first and last and last < first and last.month + 12 - first.month <= _OVER_NEW_YEAR:
        last = day_of(year + 1, month, day)
    return [(first, last)] if first and last and first <= last else []


def _lunar(match: re.Match[str], year: int) -> Sequence[Days]:
    """A month or a day of the lunar calendar in the year; of its last months either lunar year's may be meant."""
    name, number = match["month"], match["day"]
    month, leap = _LUNAR_MONTHS.get(name) or number_of(name), bool(match["leap"])
    years = (year - 1, year) if month > _LATE_MONTHS else (year,)
    if number is None:
        months = (lunar_month(each, month, leap=leap) for each in years)
        return [each for each in months if each]
    day = number_of(number.removeprefix("初"))
    return _single(lunar_day(each, month, day, leap=leap) for each in years)


def _lunar_or_not(match: re.Match[str], year: int) -> Sequence[Days]:
    """九月廿二, which papers of the Republic print for a day of our calendar as well."""
    days = _lunar(match, year)
    number = match["day"] or ""
    if not number.startswith(("廿", "卅")) or match["leap"] or not match["month"] or match["month"] in _LUNAR_MONTHS:
        return days
    plain = day_of(year, number_of(match["month"]), number_of(number))
    return [*days, (plain, plain)] if plain else days


def _new_year(match: re.Match[str], year: int) -> Sequence[Days]:
    """大年三十 and 大年初一."""
    if match["first_day"] is None:
        return _around(new_years_eve(year), match["width"])
    return _around(lunar_day(year, 1, number_of(match["first_day"])), match["width"])


def _fixed(match: re.Match[str], year: int) -> Sequence[Days]:
    return _around(datetime.date(year, *_FIXED_FEASTS[match["feast"]]), match["width"])


def _around(day: datetime.date | None, width: str | None) -> Sequence[Days]:
    """The day of a feast, with those around it where 前后 or 前夕 stands behind it."""
    if day is None:
        return []
    space = datetime.timedelta(days=_FEAST_AROUND)
    match width:
        case "前后" | "左右":
            return [(day - space, day + space)]
        case "前夕":
            return [(day - space, day - datetime.timedelta(days=1))]
        case _:
            return [(day, day)]


def _week_of_month(match: re.Match[str], year: int) -> Sequence[Days]:
    month = number_of(match["month"])
    if not 1 <= month <= 12:
        return []
    length = calendar.monthrange(year, month)[1]
    first = _WEEK * (number_of(match["count"]) - 1) + 1 if match["count"] else length - _WEEK + 1
    last = min(first + _WEEK - 1, length)
    return [(datetime.date(year, month, first), datetime.date(year, month, last))] if first <= length else []


def _week_of_year(match: re.Match[str], year: int) -> Sequence[Days]:
    """From Monday to Sunday; the first week is the one that has the year's first Thursday."""
    number = number_of(match["count"])
    if not 1 <= number <= datetime.date(year, 12, 28).isocalendar().week:
        return []
    monday = datetime.date.fromisocalendar(year, number, 1)
    return [(monday, monday + datetime.timedelta(days=_WEEK - 1))]


def _single(days: Iterable[datetime.date | None]) -> Sequence[Days]:
    return [(day, day) for day in days if day]


_NUMERAL: Final = r"[一二三四五六七八九]"
_OF_YEAR: Final = rf"(?:{YEAR}|{REPUBLIC_YEAR}|(?P<spoken>[今去前])年)的?"
_NO_YEAR: Final = rf"(?<![年\d今去前明本上下{HAN_NUMERALS}])(?<!年的)(?<!年 )"
_MONTH: Final = rf"(?P<month>{SMALL_NUMBER})月(?:份|里)?"
_LUNAR_DAY: Final = rf"初(?:{_NUMERAL}|十)|[一二]?十{_NUMERAL}|[二三]十|廿{_NUMERAL}?|卅"
_WIDTH: Final = r"期间|前后|左右|前夕|假期|当[天日]|那[一]?天|这[一]?天|(?=的?(?:报纸|那期|这期))"
_THIRD: Final = r"的?(?:[上中下]旬|[初底末](?![级中审试赛]))"
_FORMS: Final = (
    _Form(
        lazy_regex(
            rf"(?:{_OF_YEAR})?[农阴旧夏]历的?(?P<leap>闰)?(?P<month>[正冬腊]|{SMALL_NUMBER})月(?:份|里)?"
            rf"(?P<day>{_LUNAR_DAY}|{_NUMERAL}|十|\d{{1,2}})?[日号]?"
        ),
        _lunar,
    ),
    _Form(
        lazy_regex(
            rf"(?:{_OF_YEAR}|{_NO_YEAR})(?<![寒冬整])(?P<leap>闰)?"
            rf"(?P<month>(?<=闰)(?:十?[一二]|{_NUMERAL})|[正腊]|冬(?=月(?:{_LUNAR_DAY}))"
            rf"|(?:十[一二]?|{_NUMERAL})(?=月(?:初(?:{_NUMERAL}|十)|廿)))月(?:份|里)?(?P<day>{_LUNAR_DAY})?[日号]?"
        ),
        _lunar_or_not,
    ),
    _Form(
        lazy_regex(
            rf"(?:{_OF_YEAR})?(?:大?年三十|除夕|大年初(?P<first_day>{_NUMERAL}|十))(?:夜)?(?P<width>{_WIDTH})?(?!饭)"
        ),
        _new_year,
    ),
    _Form(
        lazy_regex(
            rf"(?:{_OF_YEAR})?(?:国际)?(?:三八|五一|五四|六一|八一)?(?:国际)?(?:劳动|中国)?[“\"]?"
            rf"(?P<feast>{'|'.join(_FIXED_FEASTS)})[”\"]?节?(?P<width>{_WIDTH})"
        ),
        _fixed,
    ),
    _Form(
        lazy_regex(
            rf"(?:{_OF_YEAR}|{_NO_YEAR}){_MONTH}的?(?:第(?P<count>[一二三四五1-5])个?|最后一?个?)(?:周|星期|礼拜)"
            r"(?![一二三四五六日天末])"
        ),
        _week_of_month,
    ),
    _Form(
        lazy_regex(
            rf"{_OF_YEAR}第(?P<count>\d{{1,2}}|[{HAN_NUMERALS}]{{1,3}})个?(?:周|星期|礼拜)(?![一二三四五六日天])"
        ),
        _week_of_year,
    ),
    _Form(
        lazy_regex(
            rf"{_NO_YEAR}(?P<text>(?:{SMALL_NUMBER})(?:月份?)?\s*[至到~～—–-]\s*(?:{SMALL_NUMBER})月份?"
            rf"(?!\s*(?:{SMALL_NUMBER})\s*[日号]|[上中下]旬|[初底末]))"
        ),
        _months,
    ),
    _Form(
        lazy_regex(
            rf"{_NO_YEAR}(?P<first_month>{SMALL_NUMBER})月(?P<first_day>{SMALL_NUMBER})日\s*[至到~～—–-]\s*{MONTH_DAY}"
        ),
        _from_day_to_day,
    ),
    _Form(lazy_regex(rf"{_NO_YEAR}(?P<text>(?:{SMALL_NUMBER})月份?{_THIRD})"), _as_dated),
    _Form(lazy_regex(rf"{_NO_YEAR}(?P<text>(?:{SMALL_NUMBER})月份)(?![额数量])"), _as_dated),
    _Form(
        lazy_regex(
            rf"{_NO_YEAR}(?P<text>前[二两三23]个?季度|第?(?<![每各几数])[一二三四1-4首]个?季度(?!假)"
            r"|(?<![以之每各近])[上下]半年度?)"
        ),
        _as_dated,
    ),
    _Form(lazy_regex(r"(?:^|(?<=[在从到\s,，、]))(?P<text>年[初底末])(?![级气薪线座])"), _edge),
)
