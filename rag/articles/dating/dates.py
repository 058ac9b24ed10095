"""When a piece happened, read from the page: the year from what the whole page says, the day from the piece itself."""

import datetime
import re
from collections import Counter

from rag.articles.dating.weekdays import year_by_weekdays
from rag.records import DateSource, Issue

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?:\s*年|年?度)")
_PLAN_BEFORE = re.compile(r"(?:到|至|于|力争|用|瞄准|展望)\s*$")
_PLAN_AFTER = re.compile(r"^[^,，。;；]{0,4}(?:须|要|将|力争|以前|之前|年底前)|^前")
_DAY = re.compile(r"(?:(?<!\d)((?:19|20)\d{2})\s*年)?(?<!\d)(\d{1,2})\s*月\s*(\d{1,2})\s*日")
# The animal of a year, in the order of year modulo twelve.
_ANIMALS = "猴鸡狗猪鼠牛虎兔龙蛇马羊"
_OLDEST_NEWS = 1990
"""Earlier years on a page are history, not its date."""
_MOST_APART = 4
"""A page that names a year nearly always names one of the few years before it, too; plans reach further ahead."""
_NEWS_DAYS = 366
"""A day longer before its issue than a year is what a piece tells of, not when it happened."""


def year_of_page(text: str) -> int | None:
    """The year a page was printed in: the latest year it names that is not a plan, or the one its zodiac animal fits.

    A year named once and far after all others is a plan as well. Where the weekdays that the page prints with its days
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


def date_of_piece(body: str, year: int | None) -> str | None:
    """The first day that the opening of `body` names, as an ISO date in `year`; None where it names none.

    A year printed with the day goes before `year`.
    """
    match = _DAY.search(body[:200])
    if match is None:
        return None
    printed = match.group(1)
    chosen = int(printed) if printed else year
    if chosen is None or chosen < _OLDEST_NEWS:
        return None
    try:
        return datetime.date(chosen, int(match.group(2)), int(match.group(3))).isoformat()
    except ValueError:
        return None


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
    """The day that `body` opens with; None where the issue tells that it is a plan or history instead.

    A day later in the year than the issue is one of last December read in January, or a plan.
    """
    days = [date_of_piece(body, year)]
    if told is None or days[0] is None:
        return days[0]
    days.append(date_of_piece(body, told.year - 1))
    fitting = [day for day in days if day and 0 <= (told - datetime.date.fromisoformat(day)).days < _NEWS_DAYS]
    return fitting[0] if fitting else None
