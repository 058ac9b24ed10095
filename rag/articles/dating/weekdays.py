"""Weekdays that a page prints with a day but without a year: they tell in which years it can have been printed.

6月19日(星期日) is of a year in which 19 June is a Sunday. Left out: which years the page names (see `dates`).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from rag.articles.layout.lines import HEADING_CHARACTERS, is_lead
from rag.text.dates import MONTH_DAY, day_of, number_of
from rag.text.lazy_regex import lazy_regex

_DAYS: Final = "一二三四五六日"
_NAMED: Final = rf"(?:星期|礼拜|禮拜|周|週)(?P<weekday>[{_DAYS}天])"
# 周一 may also begin a name, or 周一至周五: neither says anything of the day before it.
_ALONE: Final = r"(?![至到～~—\-、和及与])(?=[^\u4e00-\u9fff]|$|[上下晚早凌傍中夜清全在将举召开起的])"
_UNDATED: Final = rf"(?<![\d年]){MONTH_DAY}"
_PRINTED: Final = (
    lazy_regex(rf"{_UNDATED}[ \t\u3000]{{0,2}}(?:[(（【][ \t\u3000]?)?[本这下上]?{_NAMED}{_ALONE}"),
    lazy_regex(rf"{_UNDATED}[,，][ \t\u3000]?{_NAMED}(?=[,，。;；]|$)"),
    lazy_regex(rf"{_NAMED}[ \t\u3000]?[(（][ \t\u3000]?{MONTH_DAY}[ \t\u3000]?[)）]"),
)
"""6月19日(星期日), 6月19日 周日, 6月19日,星期日, and 本周日(6月19日)."""

_MONTH_DAY: Final = lazy_regex(_UNDATED)
_THIS_WEEK: Final = lazy_regex(rf"[本这]{_NAMED}{_ALONE}")
_TO_COME: Final = lazy_regex(r"[^月]{0,20}将")
_SENTENCE_END: Final = lazy_regex(r"[。!?！？;；]")
_BELOW: Final = 3
"""Lines with text from one of a headline down to the report: what is left of the headline, and a byline."""

_TURN_OF_YEAR: Final = ({1, 2}, {11, 12})
"""Months of which a page that names days of both is printed at the turn of a year: its days are of either year."""


@dataclass(frozen=True, slots=True)
class NamedWeekday:
    """A day that is printed without a year, and the weekday that it is, from 0 for Monday."""

    month: int
    day: int
    weekday: int

    def is_of(self, year: int) -> bool:
        """Whether it is that weekday in that year."""
        day = day_of(year, self.month, self.day)
        return day is not None and day.weekday() == self.weekday


def year_by_weekdays(text: str, years: Sequence[int]) -> int:
    """The first of `years` of which all the weekdays are that the page prints with a day.

    The first of all where they are of none, and where they tell nothing: there are none, or they may be of two years.
    """
    named = weekdays_named(text)
    if not named or _is_at_turn_of_year(text):
        return years[0]
    return next((year for year in years if all(weekday.is_of(year) for weekday in named)), years[0])


def weekdays_named(text: str) -> frozenset[NamedWeekday]:
    """The days that a page prints with their weekday and without a year."""
    printed = (_named(match, match["weekday"]) for pattern in _PRINTED for match in pattern.finditer(text))
    return frozenset([*printed, *_announced([line for line in text.split("\n") if line.strip()])])


def _announced(lines: Sequence[str]) -> Iterator[NamedWeekday]:
    """本周日 in a headline is the day on which the report below it says that something will be: 6月19日将…

    Where that day is not of the week in which the report's own day is, it is another one.
    """
    for place, line in enumerate(lines):
        match = _THIS_WEEK.search(line) if len(line) <= HEADING_CHARACTERS and not is_lead(line) else None
        report = next(filter(is_lead, islice(lines, place + 1, place + 1 + _BELOW)), None) if match else None
        found = _day_to_come(report) if report else None
        if match and found:
            told, to_come = found
            named = _named(to_come, match["weekday"])
            if told is None or 0 <= _days_between(told, to_come) <= named.weekday:
                yield named


def _day_to_come(report: str) -> tuple[re.Match[str] | None, re.Match[str]] | None:
    """The one day on which a report says that something will be, after the day of the report itself if it names one."""
    found = []
    told: re.Match[str] | None = None
    for sentence in _SENTENCE_END.split(report):
        for match in _MONTH_DAY.finditer(sentence):
            if _TO_COME.match(sentence, match.end()):
                found.append((told, match))
            told = told or match
    return found[0] if len(found) == 1 else None


def _days_between(first: re.Match[str], second: re.Match[str]) -> int:
    """Days from one to the other, both without a year; -1 where one of them is no day."""
    days = [day_of(2000, number_of(match["month"]), number_of(match["day"])) for match in (first, second)]
    return (days[1] - days[0]).days if days[0] and days[1] else -1


def _named(match: re.Match[str], weekday: str) -> NamedWeekday:
    return NamedWeekday(number_of(match["month"]), number_of(match["day"]), _DAYS.index(weekday.replace("天", "日")))


def _is_at_turn_of_year(text: str) -> bool:
    months = {number_of(match["month"]) for match in _MONTH_DAY.finditer(text)}
    return all(months & around for around in _TURN_OF_YEAR)
