"""The days that a question asks about: 去年, 1月20日, 3月3号前后, 2022年1月到3月, 历史上的今天, 昨天的报纸.

What is counted from today is counted from the newest issue, for which the paper's readers would say so, unless the day
is told on which it is asked; 今天的报纸 is the one of the day on which it is asked. Left out: how dates are printed
(see `articles.dating`).
"""

import calendar
import datetime
import re
from dataclasses import dataclass
from typing import Final

from rag.articles.dating.mentions import dates_named
from rag.articles.dating.reckoning import Reckoning
from rag.errors import QuestionError
from rag.planning.catalogue import Catalogue
from rag.planning.day_questions import PAPERS_OWN
from rag.planning.plan import Window
from rag.planning.spoken_days import as_printed, held_by
from rag.planning.yearless import stretches_of
from rag.text.dates import (
    FULL_DATE,
    HAN_NUMERALS,
    MONTH,
    MONTH_DAY,
    day_of,
    full_date_of,
    leaves_year_open,
    number_of,
    period_of_iso,
    year_of,
)
from rag.text.lazy_regex import lazy_regex
from rag.wording import say

AROUND: Final = 3
"""Days before and after a day that 前后 and 左右 mean: a convention. Around a feast it is a week (`dating.feasts`)."""

_YEARLY = lazy_regex(
    rf"(?<![“\"「])历史上的?(?:(?P<today>今天|今日)|{MONTH_DAY})"
    rf"|{MONTH_DAY.replace('P<', 'P<z')}[,，\s]*历史上的?这一?天|(?:历年|每年|往年)的?{MONTH_DAY.replace('P<', 'P<y')}"
)
_YEARLESS_DAY = lazy_regex(rf"(?<![年\d去今前明本{HAN_NUMERALS}])(?<!\d ){MONTH_DAY}")
_YEARLESS_MONTH = lazy_regex(
    rf"(?<![年\d去今前明本上下{HAN_NUMERALS}])(?:{MONTH})(?:份|里)?(?![\d一二三四五六七八九十]{{1,3}}日|大)"
)
_PAPER_OF = lazy_regex(r"(?P<word>今天|今日|昨天|昨日|前天)的?(?=报纸|报上登|晚报|日报|早报|那期|这期|一期)")
_PAPER = lazy_regex(r"报纸|见报|刊登|刊发|登报|登了|登过|[这那每一]期|出版|的报(?!道)|日报|晚报|早报")
_BETWEEN = lazy_regex(r"\s*(?:到|至|[~～—–-]{1,2})\s*")
_AROUND = lazy_regex(r"^\s*(?:前后|左右|那几天|那段时间|上下)")
_SINCE = lazy_regex(r"^\s*(?:以来|至今|之后|以后|起|后)")
_BEFORE = lazy_regex(r"^\s*(?:之前|以前|前)")
_MONTHS: Final = 12
_LEAP_YEAR: Final = 2000
_DAYS_OFF: Final = {"今天": 0, "今日": 0, "昨天": -1, "昨日": -1, "前天": -2}


@dataclass(frozen=True, slots=True)
class _Named:
    """Days named in a question: where, and which; `yearless` where no year is named with them."""

    start: int
    end: int
    first: str
    last: str
    yearless: bool = False


def window_of(question: str, catalogue: Catalogue, today: datetime.date) -> tuple[Window | None, str]:
    """The days that `question` names and the question without the words for them; (None, question) for none.

    `today` is the day on which it is asked. Raises QuestionError for a day that no calendar has, and for a range that
    ends before it begins.
    """
    base = catalogue.asked or catalogue.newest or today
    text = as_printed(question, catalogue, base)
    yearly = _YEARLY.search(text)
    if yearly:
        day = _yearly_day(yearly, base)
        if day:
            return Window(day, day), _without(text, yearly.start(), yearly.end())
    paper = _PAPER_OF.search(text)
    if paper:
        day = (today + datetime.timedelta(days=_DAYS_OFF[paper["word"]])).isoformat()
        return Window(day, day, "printed"), _without(text, paper.start(), paper.end())
    named = _named(text, catalogue, base)
    if not named:
        return None, question
    first, last, start, end = named[0].first, named[0].last, named[0].start, named[0].end
    if len(named) > 1 and _BETWEEN.fullmatch(text[end : named[1].start]):
        first = _newest_of(first, catalogue, base)
        last, end = _ending(named[1], first), named[1].end
    first, last, end = _widened(text, first, last, end, catalogue, base)
    return Window(first, last, "printed" if _PAPER.search(text[end:]) else "event"), _without(text, start, end)


def _newest_of(day: str, catalogue: Catalogue, base: datetime.date) -> str:
    """The day that a range begins with: of one of every year, `--01-20`, the newest that the corpus has."""
    if not day.startswith("--"):
        return day
    return max((each for each in catalogue.days if each.endswith(day[1:])), default=f"{base.year:04}{day[1:]}")


def _widened(
    text: str, first: str, last: str, end: int, catalogue: Catalogue, base: datetime.date
) -> tuple[str, str, int]:
    """The days with what follows them: 前后, 以来, 之前."""
    around = _AROUND.search(text[end:])
    if around and not first.startswith("--"):
        space = datetime.timedelta(days=AROUND)
        first = (datetime.date.fromisoformat(first) - space).isoformat()
        last = (datetime.date.fromisoformat(last) + space).isoformat()
        return first, last, end + around.end()
    since, before = _SINCE.search(text[end:]), _BEFORE.search(text[end:])
    if since and not first.startswith("--"):
        return first, max(last, base.isoformat(), catalogue.choices.last), end + since.end()
    if before and not first.startswith("--") and catalogue.choices.first:
        return min(first, catalogue.choices.first), last, end + before.end()
    return first, last, end


def _ending(named: _Named, first: str) -> str:
    """The last day of a range from `first` on: without a year of its own, it is in that of `first` or the next.

    In the next where that is near: 12月到1月 goes on over the new year, 1月31日到1月1日 is a slip.
    """
    if not named.yearless or first.startswith("--"):
        return named.last
    year, ending = int(first[:4]), named.last[-5:]
    in_next = ending < first[5:] and int(ending[:2]) + _MONTHS - int(first[5:7]) <= _MONTHS // 2
    return f"{year + in_next:04}-{ending}"


def _named(text: str, catalogue: Catalogue, base: datetime.date) -> list[_Named]:
    """The days, months and years that the text names, from left to right."""
    found: list[_Named] = []
    for match in re.finditer(FULL_DATE, text):
        if full_date_of(match) is None:
            raise _no_day(match.group(), number_of(match["month"] or match["month2"]), year_of(match) or match["year2"])
    stretches = stretches_of(text, held_by(catalogue), base)
    for mention in dates_named([text], [[1]], Reckoning(year=base.year, today=base)):
        end = mention.start + len(mention.text)
        papers_own = leaves_year_open(mention.text) and PAPERS_OWN.search(text[: mention.start])
        if not papers_own and all(end <= each.start or mention.start >= each.end for each in stretches):
            found.append(_Named(mention.start, end, *_bounds(mention.date)))
    found += (_Named(each.start, each.end, each.first, each.last, each.yearless) for each in stretches)
    for match in _YEARLESS_DAY.finditer(text):
        if any(each.start < match.end() and match.start() < each.end for each in stretches):
            continue
        day = _in_its_year(number_of(match["month"]), number_of(match["day"]), catalogue, base)
        found = [each for each in found if each.end <= match.start() or each.start >= match.end()]
        found.append(_Named(match.start(), match.end(), day, day, yearless=True))
    for match in _YEARLESS_MONTH.finditer(text):
        if all(each.end <= match.start() or each.start >= match.end() for each in found):
            month = number_of(match["month"])
            if 1 <= month <= _MONTHS:
                bounds = _month_in_its_year(month, catalogue, base)
                found.append(_Named(match.start(), match.end(), *bounds, yearless=True))
    return sorted(found, key=lambda each: each.start)


def _no_day(text: str, month: int, year: int | str | None = None) -> QuestionError:
    """What is raised for a day that no calendar has: 2月30日, 13月1日."""
    if not 1 <= month <= _MONTHS:
        return QuestionError("scope-no-day", text=text)
    days = calendar.monthrange(int(year or _LEAP_YEAR), month)[1]
    return QuestionError(f"scope-no-day-of-{'month' if year else 'any-month'}", text=text, month=month, days=days)


def _bounds(date: str) -> tuple[str, str]:
    """The first and the last day of an ISO day, month, year or interval."""
    first, last = period_of_iso(date)
    return first.isoformat(), last.isoformat()


def _in_its_year(month: int, day: int, catalogue: Catalogue, base: datetime.date) -> str:
    """A day printed without a year: in the one year that the corpus has it in, or in every year where it has several.

    In the year of the newest issue where it has none. Raises QuestionError where the calendar has no such day.
    """
    if day_of(_LEAP_YEAR, month, day) is None:
        raise _no_day(say("month-day", month=month, day=day), month)
    ending = f"-{month:02}-{day:02}"
    years = sorted(day for day in catalogue.days if day.endswith(ending))
    if len(years) > 1:
        return f"-{ending}"
    if years:
        return years[0]
    return f"{base.year:04}{ending}" if day_of(base.year, month, day) else f"-{ending}"


def _month_in_its_year(month: int, catalogue: Catalogue, base: datetime.date) -> tuple[str, str]:
    """A month printed without a year: in the newest year in which the corpus has papers of it, or else tells of it."""
    held = (catalogue.printed_days, catalogue.days)
    years = next(filter(None, ([int(day[:4]) for day in days if day[5:7] == f"{month:02}"] for days in held)), [])
    return _bounds(f"{max(years, default=base.year):04}-{month:02}")


def _yearly_day(match: re.Match[str], base: datetime.date) -> str:
    if match["today"]:
        return f"--{base:%m-%d}"
    month, day = (number_of(match[name] or match[f"y{name}"] or match[f"z{name}"]) for name in ("month", "day"))
    return f"--{month:02}-{day:02}" if day_of(2000, month, day) else ""


def _without(text: str, start: int, end: int) -> str:
    return f"{text[:start]} {text[end:]}"
