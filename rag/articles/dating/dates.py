"""When a piece happened, read from the page: the year from what the whole page says, the day from the piece itself."""

import datetime
import re
from collections import Counter

from rag.articles.dating.reckoning import SENTENCE_END, YEARS_OFF
from rag.articles.dating.weekdays import year_by_weekdays
from rag.records import DateSource, Issue
from rag.text.dates import day_of, number_of

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?:\s*年|年?度)")
_PLAN_BEFORE = re.compile(r"(?:到|至|于|力争|用|瞄准|展望)\s*$")
_PLAN_AFTER = re.compile(r"^[^,，。;；]{0,4}(?:须|要|将|力争|以前|之前|年底前)|^前")
_SINCE_YEAR = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d{2})\s*年(?:\d{1,2}月(?:份|\d{1,2}日)?)?(?:起|以来|以后|之后|开始)"
    r"(?P<meanwhile>[^。!?！？;；]{0,80}?)(?:到|至|截至|截止)今年"
)
"""Something that began in a year and went on until this one, which then is a later year."""
_SO_MANY_YEARS = re.compile(r"(?:分|用了?|历时|历经|连续|经过)(?P<count>\d|[一二两三四五六七八九十])(?:个?年度?|载)")
_DAY = re.compile(
    r"(?:(?<!\d)(?P<year>(?:19|20)\d{2})\s*年|(?P<spoken>[去今明])年|(?P<other>[那当同次翌每逢]年)的?)?"
    r"(?<!\d)(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*日"
)
_OPENING = 200
"""Characters of a piece in which it tells its day."""
# The animal of a year, in the order of year modulo twelve.
_ANIMALS = "猴鸡狗猪鼠牛虎兔龙蛇马羊"
_OLDEST_NEWS = 1990
"""Earlier years on a page are history, not its date."""
_MOST_APART = 4
"""A page that names a year nearly always names one of the few years before it, too; plans reach further ahead."""
_NEWS_DAYS = 366
"""A day longer before its issue than a year is what a piece tells of, not when it happened."""
_AHEAD = 31
"""Days; what is announced is told of within a month before it. A day further on is a plan, whose piece is of its issue.
On the pages that we have it is up to two weeks."""
_TURN_OF_YEAR = {1: (11, 12), 2: (11, 12)}
"""Months of an issue -> months which, read in them without a year, are those of the year before."""
_BEGUN = re.compile(r"已经?(?:于|在|从|自)?\s*$")
_SET = re.compile(r"(?:将|定|拟|订)(?:于|在|从|自)?\s*$")
"""What stands before a day that is past, and before one to come."""
_TO_COME = re.compile(r"将(?![军领士近信心错])|定于|拟(?![人声态])|预计|计划|有望|届时|[日时]\s*(?:起|至|前|之前|止)")
_GOING_ON = re.compile(r"截至|截止|目前|以来|已|今年")
"""Words of a sentence that tell of a day to come, and those that tell that the day is past though 起 follows it."""


def year_of_page(text: str) -> int | None:
    """The year a page was printed in: the latest year it names that is not a plan, or the one its zodiac animal fits.

    A year named once and far after all others is a plan as well, and one since which something has gone on until 今年
    is past. Where the weekdays that the page prints with its days
    are not of that year, it is the one near it of which they all are: one that the page names more often, or a later
    one. None where the page names no year.
    """
    times = Counter(
        int(match.group(1))
        for match in _YEAR.finditer(text)
        if int(match.group(1)) >= _OLDEST_NEWS
        and not _PLAN_BEFORE.search(text[max(0, match.start() - 3) : match.start()])
        and not _PLAN_AFTER.search(text[match.end() : match.end() + 8])
    )
    for year in map(_year_since, _SINCE_YEAR.finditer(text)):
        times[year] += 1
    years = sorted(times)
    while len(years) > 1 and years[-1] - years[-2] > _MOST_APART and times[years[-1]] == 1:
        years.pop()
    if not years:
        return None
    latest = years[-1]
    animals = re.findall(rf"([{_ANIMALS}])年(?:春节|新春|大吉|吉祥|文创|到来|来临)", text)
    if animals and _ANIMALS.index(animals[0]) == (latest + 1) % 12:
        latest += 1
    oftener = [other for other in years if latest - other <= _MOST_APART and times[other] > times[latest]]
    later = range(latest + 1, latest + _MOST_APART + 1)  # too few for a day to be of one weekday in two of them
    return year_by_weekdays(text, [latest, *oftener[::-1], *later])


def _year_since(match: re.Match[str]) -> int:
    """The earliest year that 今年 can be after 2019年起,分三年…到今年: 2021, and 2020 where nothing tells how long."""
    years = _SO_MANY_YEARS.search(match["meanwhile"])
    return int(match["year"]) + max(1, number_of(years["count"]) - 1 if years else 1)


def date_of_piece(body: str, year: int | None) -> str | None:
    """The first day that the opening of `body` names, as an ISO date in `year`; None where it names none.

    A year printed with the day goes before `year`; 去年 and 明年 are counted from it. A day of 那年 or 每年 is none.
    """
    match = _DAY.search(body[:_OPENING])
    return _iso(_day_in(match, year)) if match else None


def _day_in(match: re.Match[str], year: int | None) -> datetime.date | None:
    """The day that a match of `_DAY` names, in `year` where it prints no other."""
    chosen = int(match["year"]) if match["year"] else year
    if chosen is None or match["other"]:
        return None
    if match["spoken"]:
        chosen += YEARS_OFF[match["spoken"]]
    return day_of(chosen, int(match["month"]), int(match["day"])) if chosen >= _OLDEST_NEWS else None


def _iso(day: datetime.date | None) -> str | None:
    return day.isoformat() if day else None


def told_day(issue: Issue) -> datetime.date | None:
    """The day of the issue where it is told; what was only inferred from the text is nothing to reckon from."""
    told = issue.date is not None and issue.told in ("sidecar", "file-name", "masthead")
    return datetime.date.fromisoformat(issue.date) if issue.date and told else None


def date_of_article(body: str | None, issue: Issue, year: int | None) -> tuple[str | None, DateSource]:
    """The date of an article and where it was read: in `body`, else that of the issue where it is told.

    `body` is None for a piece whose own dates are not its date: a history column, a section label.
    """
    told = told_day(issue)
    read = _news_day(body, told, year) if body is not None else None
    if read:
        return read, "text"
    return (issue.date, issue.told) if told else (None, "")


def _news_day(body: str, told: datetime.date | None, year: int | None) -> str | None:
    """The day that `body` opens with; None where the issue tells that it is a far plan or history instead."""
    match = _DAY.search(body[:_OPENING])
    if match is None or told is None:
        return _iso(_day_in(match, year)) if match else None
    named = match["year"] or match["spoken"]
    day = _day_in(match, year if named else _year_meant(match, told, body[:_OPENING]))
    return _iso(day) if day and -_AHEAD <= (told - day).days < _NEWS_DAYS else None


def _year_meant(match: re.Match[str], told: datetime.date, opening: str) -> int:
    """The year of a day that is printed without one, in the issue of the day `told`.

    It is the issue's, be the day before or after it: whoever means another says 去年. But December read in January is
    last year's, as is a day to come that is said to be past, and January announced in December is next year's.
    """
    month, day = int(match["month"]), day_of(told.year, int(match["month"]), int(match["day"]))
    before, sentence = opening[: match.start()], _sentence(opening, match)
    if month in _TURN_OF_YEAR.get(told.month, ()) and not _SET.search(before):
        return told.year - 1
    if day and day > told and _BEGUN.search(before):
        return told.year - 1
    following = day_of(told.year + 1, month, int(match["day"]))
    soon = following is not None and (following - told).days <= _AHEAD
    announced = _TO_COME.search(sentence) and not _GOING_ON.search(sentence)
    return told.year + 1 if soon and announced else told.year


def _sentence(text: str, match: re.Match[str]) -> str:
    """The sentence that the match stands in."""
    return SENTENCE_END.split(text[: match.start()])[-1] + SENTENCE_END.split(text[match.start() :])[0]
