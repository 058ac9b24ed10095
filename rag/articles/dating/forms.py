"""The forms in which a newspaper names a date, one row of `FORMS` each: a pattern and the function that reads a match.

What cannot be told honestly is None: 今日 without the day of the issue, 5月1日 after a sentence about 1949. Left out:
finding them in a text and keeping track of what was said, which is for `mentions`.
"""

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from rag.text.dates import DAY, FULL_DATE, MONTH, MONTH_DAY, YEAR, day_of, full_date_of, number_of


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
    `writers_own` ones mean the writer's day and are not read in another's words; `dates_piece` ones tell the time that
    the piece is in.
    """

    name: str
    pattern: re.Pattern[str]
    resolve: Callable[[Found], str | None]
    writers_own: bool = False
    dates_piece: bool = False


LONGEST_SENTENCE: Final = 500
"""Characters; what stands further off says nothing of a date."""
SENTENCE_END = re.compile(r"[。!?！？]")
_BOUND_AFTER = re.compile(r"^\s*(?:之前|以前|前|底|止)")
_PLANNED = re.compile(r"[将至到]\s*[^。!?！？]{0,4}$|定于\s*$")
_UNTIL = re.compile(r"[至到~～—\-]\s*$")
_DAYS_OFF = {"前": -2, "昨": -1, "今": 0, "明": 1, "后": 2}
_YEARS_OFF = {"前": -2, "去": -1, "今": 0, "本": 0, "明": 1, "后": 2}
_MONTHS_OFF = {"上": -1, "本": 0, "下": 1}
_WEEKS_OFF = {"上": -1, "本": 0, "这": 0, "下": 1}
_WEEKDAYS = "一二三四五六日"
_LAST_MONTHS = 11
"""November and December read in January or February are those of the year before."""


# ---- one function a form


def _full(found: Found) -> str | None:
    return _iso(full_date_of(found.match))


def _year(found: Found) -> str | None:
    return _with_month(number_of(found.match["year"]), found.match)


def _spoken_year(found: Found) -> str | None:
    year = found.today.year if found.today else found.reckoning.year
    return _with_month(year + _YEARS_OFF[found.match["word"]], found.match) if year else None


def _with_month(year: int, match: re.Match[str]) -> str | None:
    """The year, with the month and the day where they follow it."""
    if match["month"] is None:
        return f"{year:04}"
    month = number_of(match["month"])
    if match["day"] is None:
        return f"{year:04}-{month:02}" if 1 <= month <= 12 else None
    return _iso(day_of(year, month, number_of(match["day"])))


def _spoken_month(found: Found) -> str | None:
    if found.today is None:
        return None
    months = found.today.year * 12 + found.today.month - 1 + _MONTHS_OFF[found.match["word"]]
    year, month = divmod(months, 12)
    if found.match["day"] is None:
        return f"{year:04}-{month + 1:02}"
    return _iso(day_of(year, month + 1, number_of(found.match["day"])))


def _spoken_day(found: Found) -> str | None:
    return _iso(found.today and found.today + datetime.timedelta(days=_DAYS_OFF[found.match["word"]]))


def _weekday(found: Found) -> str | None:
    """The week starts on Monday: 上周六 is the Saturday of the week before."""
    if found.today is None:
        return None
    place = _WEEKDAYS.index(found.match["weekday"].replace("天", "日"))
    monday = found.today - datetime.timedelta(days=found.today.weekday())
    return _iso(monday + datetime.timedelta(days=7 * _WEEKS_OFF[found.match["word"]] + place))


def month_day(found: Found) -> str | None:
    """1月20日 in the year that is meant."""
    month = number_of(found.match["month"])
    year = _year_meant(found, month)
    return _iso(day_of(year, month, number_of(found.match["day"]))) if year else None


def _year_meant(found: Found, month: int) -> int | None:
    """The year of a day printed without one: the last date's in the sentence, else the page's.

    None where the sentence names another year by itself, or the piece tells of another time.
    """
    said, year, today = found.said, found.reckoning.year, found.today
    if said.year and said.month:  # 2021年12月30日至1月2日 ends in the next year
        return said.year + (month < said.month and bool(_UNTIL.search(found.before)))
    if found.reckoning.keeps_year:
        return said.paragraph_year
    elsewhere = said.year or said.dated_year
    if year and ((elsewhere and elsewhere != year) or (said.paragraph_year and said.paragraph_year < year - 1)):
        return None
    planned = _PLANNED.search(found.before) or _BOUND_AFTER.search(found.after)
    if today and today.month <= 2 and month >= _LAST_MONTHS and not planned:
        return today.year - 1
    return year


def _day(found: Found) -> str | None:
    """The day of the month that the sentence named last, else of the issue's; one to come was last month's."""
    day, today, said = number_of(found.match["day"]), found.today, found.said
    if said.year and said.month:
        return _iso(day_of(said.year, said.month, day))
    if today is None:
        return None
    named = day_of(today.year, today.month, day)
    if (named is None or named > today) and "将" not in SENTENCE_END.split(found.before)[-1]:
        last = today.replace(day=1) - datetime.timedelta(days=1)
        named = day_of(last.year, last.month, day)
    return _iso(named)


def _iso(day: datetime.date | None) -> str | None:
    return day.isoformat() if day else None


_TAIL = rf"(?:[ \t\u3000]{{0,2}}{MONTH}(?:[ \t\u3000]{{0,2}}{DAY})?)?"
# Characters around a word that make another of it: 目前年均, 文明年度, 基本年限, 以后天天, 今日头条.
_YEAR_WORD = (
    r"(?P<word>[今去](?=年(?!轻))|(?<![文证声说表])明(?=年)|(?<![基根成资版原])本(?=年(?!级|限|龄))"
    r"|(?<![年月日天目以之此从空提生])前(?=年(?![均产轻度]))|(?<![以之此今先])后(?=年(?![均度轻])))年"
)
_MONTH_WORD = r"(?P<word>(?<!以)上(?=个?月(?!均))|(?<![基根成资])本(?=月(?!均|份数))|(?<![以之])下(?=个?月(?!均)))个?月"
_DAY_WORD = (
    r"(?P<word>今(?=日(?!头条)|天(?!的(?![早上下中晚]))|晚|晨|早(?!已))|昨(?=日|天|晚|夜)"
    r"|(?<![文证声说表的])明(?=日|天(?!的|更|会更|就是)|晚|早|晨)|(?<![年月日天目以之此提])前(?=天(?![气津])|日(?!均))"
    r"|(?<![年月日天以之此今先])后(?=天|日))[日天晚晨早夜]"
)
_WEEK_DAY = r"(?<![上下])(?P<word>[上本这下])(?:周|个?星期)(?P<weekday>[一二三四五六日天])"
_SINGLE_DAY = r"(?<![\d月第几数每半近多.·\-/])(?P<day>\d{1,2}) ?日(?![本均游内间后益期历子元语夜照报程用])"
FORMS: Final = (
    Form("full", re.compile(FULL_DATE), _full, dates_piece=True),
    Form("year", re.compile(rf"{YEAR}(?!的?历史|文明|多年){_TAIL}"), _year, dates_piece=True),
    Form("spoken-year", re.compile(_YEAR_WORD + _TAIL), _spoken_year),
    Form("spoken-month", re.compile(_MONTH_WORD + rf"(?:{DAY})?"), _spoken_month, writers_own=True),
    Form("spoken-day", re.compile(_DAY_WORD), _spoken_day, writers_own=True),
    Form("weekday", re.compile(_WEEK_DAY), _weekday, writers_own=True),
    Form("month-day", re.compile(rf"(?<![\d年历一二三四五六七八九十]){MONTH_DAY}"), month_day),
    Form("day", re.compile(_SINGLE_DAY), _day),
)
