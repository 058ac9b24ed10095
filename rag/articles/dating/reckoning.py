"""What the forms of a date are read by: the days and years that they are reckoned from, and what was named before.

Left out: the forms themselves (`days`, `stretches`, `feasts`, `distances`) and finding them in a text (`mentions`).
"""

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from rag.text.dates import year_of

LONGEST_SENTENCE: Final = 500
"""Characters; what stands further off says nothing of a date."""
SENTENCE_END: Final = re.compile(r"[。!?！？]")
YEARS_OFF: Final = {"前": -2, "去": -1, "今": 0, "本": 0, "明": 1, "后": 2}
MONTHS_OFF: Final = {"上": -1, "本": 0, "这": 0, "下": 1}
WEEKS_OFF: Final = MONTHS_OFF
_LAST_MONTHS: Final = 11
"""November and December read in January or February are those of the year before; January and February announced in
them, 将于1月5日, are those of the year after."""
_TWO_SIDED: Final = 2
"""In January and February what has not begun yet is a plan or a look back at the year before."""

_CLAUSE_END = re.compile(r"[，,。;；!?！？]")
_BOUND_AFTER = re.compile(r"^\s*(?:之前|以前|前|底|止)")
_SET = re.compile(r"(?:[将拟]于?|定于)\s*$")
_PLANNED = re.compile(r"[将至到]\s*[^。!?！？]{0,4}$|定于\s*$")
_UNTIL = re.compile(r"[至到~～—\-]\s*$")
_PLAN = re.compile(
    r"将(?![军领士近信心错])|力争|争取|确保|预计|预期|计划(?![生经书])|有望|定于|拟(?![人声态])|就要|打算"
)
_BOUND_BEFORE = re.compile(r"(?<!截)[至到]\s*$")
_OTHER_YEAR = re.compile(r"年的?\s*$")
_EVERY_YEAR = re.compile(r"[每逢]|年年|[历往]年|一年[只都总要]")


@dataclass(frozen=True, slots=True)
class Reckoning:
    """What dates are reckoned from, as far as it is known.

    `today` is the day that 今日 means: that of the issue where it is told, or that of a telegram's date line. `year`
    is that of the page. `keeps_year`: a year holds until the next one is named, as in a history column.
    """

    year: int | None = None
    today: datetime.date | None = None
    keeps_year: bool = False


@dataclass(slots=True)
class Said:
    """What was named before: the last year and month of the same sentence, the last year of the same paragraph.

    `dated_year` is the year of the last month or day of the piece that was printed with one.
    """

    year: int | None = None
    month: int | None = None
    paragraph_year: int | None = None
    dated_year: int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A match of a form with all that it is read by."""

    match: re.Match[str]
    reckoning: Reckoning
    said: Said

    @property
    def today(self) -> datetime.date | None:
        """The day that 今日 means, if it is known."""
        return self.reckoning.today

    @property
    def this_year(self) -> int | None:
        """The year that 今年 means, if it is known."""
        return self.today.year if self.today else self.reckoning.year

    @property
    def before(self) -> str:
        """The line up to the match, as far back as a sentence may begin."""
        return self.match.string[max(0, self.match.start() - LONGEST_SENTENCE) : self.match.start()]

    @property
    def after(self) -> str:
        """What stands right behind the match."""
        return self.match.string[self.match.end() : self.match.end() + LONGEST_SENTENCE]


@dataclass(frozen=True, slots=True)
class Form:
    """One form of a date.

    `resolve` gives the ISO form of what a match means, a day, a month, a year or an interval, or None where that
    cannot be told. Every match has one of the characters `marks`, so that most lines need no look at the pattern; ""
    where that would not tell. `writers_own` ones mean the writer's day and are not read in another's words;
    `dates_piece` ones tell the time that the piece is in.
    """

    name: str
    pattern: re.Pattern[str]
    resolve: Callable[[Found], str | None]
    marks: str = ""
    writers_own: bool = False
    dates_piece: bool = False

    def may_match(self, line: str) -> bool:
        """Whether the line has one of the marks."""
        return not self.marks or any(map(line.__contains__, self.marks))


def year_printed(found: Found) -> int | None:
    """The year that is printed with a date, 2021年, 民国二十五年 or 去年; None where none is, or none is known."""
    spoken = found.match.groupdict().get("spoken")
    if spoken:
        return found.this_year + YEARS_OFF[spoken] if found.this_year else None
    return year_of(found.match)


def has_year(found: Found) -> bool:
    """Whether a year is printed with the date."""
    fields = found.match.groupdict()
    return any(fields.get(name) for name in ("year", "republic", "spoken"))


def year_meant(found: Found, month: int) -> int | None:
    """The year of a day printed without one: the last date's in the sentence, else the page's.

    None where the sentence names another year by itself, or the piece tells of another time.
    """
    said, year, today = found.said, found.reckoning.year, found.today
    if said.year and said.month:  # 2021年12月30日至1月2日 ends in the next year
        return said.year + (month < said.month and bool(_UNTIL.search(found.before)))
    if found.reckoning.keeps_year:
        return said.paragraph_year
    if year and tells_of_another_time(found):
        return None
    planned = _PLANNED.search(found.before) or _BOUND_AFTER.search(found.after)
    if today and today.month <= 2 and month >= _LAST_MONTHS and not planned:
        return today.year - 1
    if today and today.month >= _LAST_MONTHS and month <= _TWO_SIDED and _SET.search(found.before):
        return today.year + 1
    return year


def year_of_month(found: Found, month: int) -> int | None:
    """The year of a month: the printed one, or else the one that is meant; None where neither is known."""
    if has_year(found):
        return year_printed(found)
    return None if is_of_another_year(found) else year_meant(found, month)


def year_of_stretch(found: Found, first: int, last: int, *, summed_up: bool = False) -> int | None:
    """The year of a stretch from the month `first` to `last`: the printed one, the sentence's, or else this one.

    None where another year may be meant: in January 下半年 looks ahead or back. `summed_up` stretches, 前三季度, are
    spoken of when they end, unless they are planned.
    """
    if has_year(found):
        return year_printed(found)
    if is_of_another_year(found):
        return None
    if found.reckoning.keeps_year:
        return found.said.paragraph_year
    if found.said.year:
        return found.said.year
    if tells_of_another_time(found):
        return None
    if found.today is None:
        return found.reckoning.year if first == 1 and not summed_up else None
    month = found.today.month
    in_time = month >= last if summed_up else month >= first or month > _TWO_SIDED
    planned = is_planned(found) or _BOUND_BEFORE.search(found.before[-4:])
    return found.today.year if in_time or planned else None


def tells_of_another_time(found: Found) -> bool:
    """Whether the sentence names another year than the page's, or the piece is in one, or the paragraph in history."""
    said, year = found.said, found.reckoning.year
    elsewhere = said.year or said.dated_year
    return year is not None and bool(
        (elsewhere and elsewhere != year) or (said.paragraph_year and said.paragraph_year < year - 1)
    )


def is_of_another_year(found: Found) -> bool:
    """Whether a year stands before the match that is none of the calendar: 每年, 当年, 光绪二十五年."""
    return bool(_OTHER_YEAR.search(found.before[-4:]))


def is_of_every_year(found: Found) -> bool:
    """Whether the clause tells of what happens each year: 每逢重阳, 一年只歇正月初一."""
    return bool(_EVERY_YEAR.search(_CLAUSE_END.split(found.before)[-1]))


def is_planned(found: Found) -> bool:
    """Whether the sentence tells of something to come."""
    sentence = SENTENCE_END.split(found.before)[-1], SENTENCE_END.split(found.after)[0]
    return any(map(_PLAN.search, sentence)) or bool(_BOUND_AFTER.search(found.after))
