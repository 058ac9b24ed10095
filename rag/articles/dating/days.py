"""Forms of a date that name a day, a month or a year, one row of `DAYS` each: 昨日, 3月5日, 去年4月, 民国二十五年三月.

A row is a pattern and the function that reads a match. What cannot be told honestly is None: 今日 without the day of
the issue, 5月1日 after a sentence about 1949.
"""

import datetime
from typing import Final

from rag.articles.dating.reckoning import (
    MONTHS_OFF,
    SENTENCE_END,
    WEEKS_OFF,
    Form,
    Found,
    year_meant,
    year_of_month,
    year_printed,
)
from rag.text.dates import (
    DAY,
    FULL_DATE,
    HAN_NUMERALS,
    MONTH,
    MONTH_DAY,
    REPUBLIC_YEAR,
    YEAR,
    day_of,
    full_date_of,
    number_of,
)
from rag.text.lazy_regex import lazy_regex

_DAYS_OFF = {"前": -2, "昨": -1, "今": 0, "明": 1, "后": 2}
_WEEKDAYS = "一二三四五六日"
_LUNAR_NUMERALS = lazy_regex("[廿卅]")
_FIGURES_SINCE: Final = 1987
"""From then on papers print the days of our calendar in figures, by a rule of the state; 五月廿三日 is a lunar day."""


# ---- one function a form


def _full(found: Found) -> str | None:
    """A lunar day under a year in figures, 2022年五月廿三日, is none of our calendar; 二〇二二年五月廿三日 is one."""
    year = found.match["year"]
    return None if year and year.isdecimal() and _is_lunar(found) else _iso(full_date_of(found.match))


def _year(found: Found) -> str | None:
    """The year, with the month and the day where they follow it; 民国元年 is 1912."""
    year, month = year_printed(found), number_of(found.match["month"] or "")
    if year is None or (found.match["day"] and not found.match.groupdict().get("republic") and _is_lunar(found)):
        return None
    if found.match["month"] is None:
        return f"{year:04}"
    if found.match["day"] is None:
        return f"{year:04}-{month:02}" if 1 <= month <= 12 else None
    return _iso(day_of(year, month, number_of(found.match["day"])))


def _is_lunar(found: Found) -> bool:
    """Whether the numerals of a day are printed for the lunar calendar alone in the time of the page."""
    printed = (found.match["month"] or "") + (found.match["day"] or "")
    return bool(_LUNAR_NUMERALS.search(printed)) and prints_in_figures(found)


def prints_in_figures(found: Found) -> bool:
    """Whether the page is of a time whose papers print the days of our calendar in figures."""
    return found.this_year is None or found.this_year >= _FIGURES_SINCE


def month_spoken(found: Found) -> tuple[int, int] | None:
    """The year and the month that 上月, 本月 or 下月 mean, if the day of the issue is known."""
    if found.today is None:
        return None
    months = found.today.year * 12 + found.today.month - 1 + MONTHS_OFF[found.match["word"]]
    return months // 12, months % 12 + 1


def _spoken_month(found: Found) -> str | None:
    spoken = month_spoken(found)
    if spoken is None:
        return None
    year, month = spoken
    if found.match["day"] is None:
        return f"{year:04}-{month:02}"
    return _iso(day_of(year, month, number_of(found.match["day"])))


def _spoken_day(found: Found) -> str | None:
    return _iso(found.today and found.today + datetime.timedelta(days=_DAYS_OFF[found.match["word"]]))


def _weekday(found: Found) -> str | None:
    """The week starts on Monday: 上周六 is the Saturday of the week before."""
    if found.today is None:
        return None
    place = _WEEKDAYS.index(found.match["weekday"].replace("天", "日"))
    monday = found.today - datetime.timedelta(days=found.today.weekday())
    return _iso(monday + datetime.timedelta(days=7 * WEEKS_OFF[found.match["word"]] + place))


def month_day(found: Found) -> str | None:
    """1月20日 in the year that is meant."""
    month = number_of(found.match["month"])
    year = None if _is_lunar(found) else year_meant(found, month)
    return _iso(day_of(year, month, number_of(found.match["day"]))) if year else None


def _month(found: Found) -> str | None:
    """3月份, and 3月 in 3月以来, in the year that is meant."""
    month = number_of(found.match["month"])
    year = year_of_month(found, month)
    return f"{year:04}-{month:02}" if year and 1 <= month <= 12 else None


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


_TAIL = rf"(?:[ \t\u3000]{{0,2}}{MONTH}(?!初[{HAN_NUMERALS}])(?:[ \t\u3000]{{0,2}}{DAY})?)?"
ALONE: Final = rf"(?<![\d年闰{HAN_NUMERALS}])(?<![农阴旧夏废黄藏傣]历)"
"""What stands before no month of our calendar that is printed without its year."""
# Characters around a word that make another of it: 目前年均, 文明年度, 基本年限, 以后天天, 今日头条, 今日之中国.
YEAR_WORD: Final = (
    r"(?P<spoken>[今去](?=年(?!轻))|(?<![文证声说表])明(?=年)|(?<![基根成资版原])本(?=年(?!级|限|龄))"
    r"|(?<![年月日天目以之此从空提生])前(?=年(?![均产轻度]))|(?<![以之此今先])后(?=年(?![均度轻])))年"
)
MONTH_WORD: Final = (
    r"(?P<word>(?<!以)上(?=个?月(?!均))|(?<![基根成资])本(?=月(?!均|份数))|(?<![以之])下(?=个?月(?!均)))个?月"
)
_DAY_WORD = (
    r"(?P<word>今(?=日(?!头条|之)|天(?!的(?![早上下中晚]))|晚|晨|早(?!已))|昨(?=日|天|晚|夜)"
    r"|(?<![文证声说表的])明(?=日|天(?!的|更|会更|就是)|晚|早|晨)|(?<![年月日天目以之此提])前(?=天(?![气津])|日(?!均))"
    r"|(?<![年月日天以之此今先])后(?=天|日))[日天晚晨早夜]"
)
_WEEK_DAY = r"(?<![上下])(?P<word>[上本这下])(?:周|个?星期)(?P<weekday>[一二三四五六日天])"
_SINGLE_DAY = r"(?<![\d月第几数每半近多.·\-/])(?P<day>\d{1,2}) ?日(?![本均游内间后益期历子元语夜照报程用])"
DAYS: Final = (
    Form("full", lazy_regex(FULL_DATE), _full, dates_piece=True),
    Form("year", lazy_regex(rf"{YEAR}(?!的?历史|文明|多年){_TAIL}"), _year, dates_piece=True),
    Form("republic", lazy_regex(REPUBLIC_YEAR + _TAIL), _year, dates_piece=True),
    Form("spoken-year", lazy_regex(YEAR_WORD + _TAIL), _year),
    Form("spoken-month", lazy_regex(MONTH_WORD + rf"(?:{DAY})?"), _spoken_month, writers_own=True),
    Form("spoken-day", lazy_regex(_DAY_WORD), _spoken_day, writers_own=True),
    Form("weekday", lazy_regex(_WEEK_DAY), _weekday, writers_own=True),
    Form("month-day", lazy_regex(rf"{ALONE}{MONTH_DAY}"), month_day),
    Form("month", lazy_regex(rf"{ALONE}{MONTH}(?=份(?![额数量])|以来|至今)份?"), _month),
    Form("day", lazy_regex(_SINGLE_DAY), _day),
)
