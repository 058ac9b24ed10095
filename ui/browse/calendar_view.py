"""The calendar: a month with the pieces of each day, the years and months that have any. No gradio here."""

import calendar
import datetime
from collections import Counter
from collections.abc import Mapping
from typing import Final, NamedTuple

from rag import (
    Holdings,
    Language,
    PrintedDay,
    Scope,
    date_label,
    printed_label,
)
from ui.templating import render
from ui.wording import say

YEARS_SHOWN: Final = 100
"""Years that can be chosen, the latest: no newspaper that is asked about has more with an issue."""


class Day(NamedTuple):
    """A day of the month: how many `pieces` its papers have, what it is called, whether it is the one looked at."""

    day: str
    number: int
    pieces: int
    label: str
    chosen: bool


class Choice(NamedTuple):
    """A year or a month to turn to: `value` is the month that is then shown."""

    value: str
    label: str
    chosen: bool


def month_of(day: str) -> str:
    """The month of an ISO day."""
    return day[:7]


def nearest_month(days: Mapping[str, int], month: object) -> str:
    """`month`, an ISO month, where a paper of `days` is in it, else the last one that has any; "" where none has."""
    months = {month_of(day) for day in days}
    return month if isinstance(month, str) and month in months else max(months, default="")


def calendar_view(known: Holdings, scope: Scope, month: str, language: Language) -> str:
    """The calendar at `month`, one that has papers; "" where nothing tells a day of any."""
    days = known.within(scope).days
    if not month or not days:
        return ""
    months = sorted({month_of(day) for day in days})
    place = months.index(month)
    return render(
        "browse/calendar",
        language,
        month=month,
        before=months[place - 1] if place else "",
        after=months[place + 1] if place < len(months) - 1 else "",
        years=_years(days, months, month, language),
        months=_months(days, months, month, language),
        weekdays=say("page-calendar-weekdays", language).split(),
        title=date_label(month, language),
        weeks=[[_day(known, day, days, scope, language) if day else None for day in week] for week in _weeks(month)],
    )


def _weeks(month: str) -> list[list[str]]:
    """The days of a month by weeks from Monday on; "" where a week begins before it or ends after it."""
    year, number = map(int, month.split("-"))
    return [
        [datetime.date(year, number, day).isoformat() if day else "" for day in week]
        for week in calendar.monthcalendar(year, number)
    ]


def _day(known: Holdings, day: str, days: Mapping[str, int], scope: Scope, language: Language) -> Day:
    count = days.get(day, 0)
    printed = PrintedDay(day, "text" if day in known.choices.inferred else "")
    label = say("page-calendar-day", language, day=printed_label(printed, language), count=count)
    return Day(day, int(day[8:]), count, label, scope.first == scope.last == day)


def _years(days: Mapping[str, int], months: list[str], month: str, language: Language) -> list[Choice]:
    """The years that have papers; turning to one shows its last month, unless it is the year that is shown."""
    counts = _summed(days, len("2022"))
    last = {each[:4]: each for each in months} | {month[:4]: month}
    return [
        Choice(last[year], _counted(date_label(year, language), counts[year], language), year == month[:4])
        for year in sorted(counts)[-YEARS_SHOWN:]
    ]


def _months(days: Mapping[str, int], months: list[str], month: str, language: Language) -> list[Choice]:
    """The months of the year that is shown that have papers."""
    counts = _summed(days, len("2022-01"))
    names = say("page-calendar-months", language).split()
    return [
        Choice(each, _counted(names[int(each[5:]) - 1], counts[each], language), each == month)
        for each in months
        if each[:4] == month[:4]
    ]


def _summed(days: Mapping[str, int], length: int) -> Counter[str]:
    """The pieces of all days that have their first characters in common, by those."""
    counts: Counter[str] = Counter()
    for day, count in days.items():
        counts[day[:length]] += count
    return counts


def _counted(name: str, count: int, language: Language) -> str:
    return say("page-calendar-counted", language, name=name, count=count)
