"""Which issue a page is of: told by the sidecar, the file's name or the masthead, else inferred from the text.

An issue that is told is known to the day. From the text comes the day that the paper was printed on or soon after:
the day of a history column ("on this day") where it fits the news, else that of the latest news.
"""

import datetime
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import reduce
from typing import Final

from rag.articles.calendar import FULL_DATE, MONTH_DAY, YEAR, day_of, full_date_of, number_of
from rag.articles.dates import year_of_page
from rag.articles.lines import is_date_head, is_lead
from rag.articles.mastheads import read_masthead
from rag.articles.mentions import as_printed
from rag.characters import legible_lines
from rag.records import DateMention, Issue, Page, Section

_LEAD_CHARACTERS: Final = 60
"""A report names its day in its first sentence."""
_NEWS_APART: Final = 3
"""Days between the news of one page; a day further on is a plan."""
_COLUMN_AHEAD: Final = 7
"""A history column is of the issue's day, or of its week."""

_HEXADECIMAL = re.compile(r"(?<![0-9a-z])(?=[0-9a-f]*[a-f])(?=[0-9a-f]*[0-9])[0-9a-f]{10,}(?![0-9a-z])")
_NAME_DATE = (
    re.compile(r"(?<!\d)(?P<year>(?:19|20)\d{2})(?P<mark>[-_.]?)(?P<month>\d{2})(?P=mark)(?P<day>\d{2})(?![0-9a-z])"),
    re.compile(r"(?<!\d)(?P<year>(?:19|20)\d{2})(?P<mark>[-_.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})(?![0-9a-z])"),
    re.compile(FULL_DATE),
)
_NAME_PAGE = (
    re.compile(r"第?\s*[A-Da-d]?0*(\d{1,3})\s*版"),
    re.compile(r"第\s*([一二三四五六七八九十]{1,3})\s*版"),
    re.compile(r"(?:^|[-_. ])(?:[A-D]|[Pp](?:age)?[-_]?)0*(\d{1,3})(?!\d)"),
)
_AFTER_DATE = re.compile(r"^\s*[-_.]?\s*[A-Da-d]?(\d{1,2})(?![0-9a-zA-Z])")
_MONTH_DAY = re.compile(rf"(?<![\d年])\s*{MONTH_DAY}")
_PLAN = re.compile(r"[将至到于~～]\s*$")
_PLAN_AFTER = re.compile(r"^\s*(?:前|起|至|到|之前|以前|[~～])")


def with_issue(page: Page) -> Page:
    """`page` with all that can be known of its issue; masthead lines become sections, so that no article holds them.

    What the page's issue says already stays. Doing it again changes nothing.
    """
    legible = legible_lines(page.lines)
    lines = [line.text for line in legible]
    masthead = read_masthead(lines)
    read = replace(masthead.issue, seen=as_printed(masthead.issue.seen, legible))
    issue = reduce(_filled, (issue_of_name(page.name), read), page.issue)
    if issue.date is None:
        inferred = inferred_issue(lines)
        issue = _filled(issue, replace(inferred, seen=as_printed(inferred.seen, legible)))
    taken = {number for section in page.sections for first, last in section.spans for number in range(first, last + 1)}
    added = tuple(Section(spans=tuple((number, number) for number in run), title_lines=run, kind="slogan")
                  for run in masthead.runs if not taken.intersection(run))
    return replace(page, issue=issue, sections=page.sections + added)


def _filled(known: Issue, more: Issue) -> Issue:
    """`known`, and of what it lacks what `more` has."""
    earlier = known.date is not None or (more.date is None and known.told != "")
    return Issue(
        date=known.date or more.date,
        page=known.page or more.page,
        told=known.told if earlier else more.told,
        seen=known.seen if known.date else more.seen,
        paper=known.paper or more.paper,
        section=known.section or more.section)


def issue_of_name(name: str) -> Issue:
    """What the name of a file tells: 20220121, 2022-01-21, 2022年1月21日; _02版, -A03, or a number after the date.

    Hexadecimal digests and a running number at the front tell nothing.
    """
    stem = _HEXADECIMAL.sub(" ", name.rpartition("/")[2].rpartition(".")[0] or name)
    found = next(((match, day) for pattern in _NAME_DATE for match in pattern.finditer(stem)
                  if (day := full_date_of(match) if pattern is _NAME_DATE[-1] else _day_in(match))), None)
    after = _AFTER_DATE.search(stem[found[0].end():]) if found else None
    rest = f"{stem[:found[0].start()]} {stem[found[0].end():]}" if found else stem
    named = next((number_of(hit.group(1)) for pattern in _NAME_PAGE if (hit := pattern.search(rest))), None)
    number = named or (int(after.group(1)) if after else None) or None
    return Issue(date=found[1].isoformat() if found else None, page=number, told="file-name" if found or number else "")


def _day_in(match: re.Match[str]) -> datetime.date | None:
    return day_of(int(match["year"]), int(match["month"]), int(match["day"]))


# ---- from the text

def inferred_issue(lines: Sequence[str]) -> Issue:
    """The earliest day on which the page can have been printed, with the places that it was inferred from."""
    year = year_of_page("\n".join(lines))
    if year is None:
        return Issue()
    latest = _latest_news(list(_news_days(lines, year)))
    seen = _column_day(lines, year, latest[0].date if latest else None) + latest
    return Issue(date=seen[0].date, told="text", seen=tuple(seen)) if seen else Issue()


def _news_days(lines: Sequence[str], year: int) -> Iterator[DateMention]:
    """The day that each report of the page opens with."""
    for number, line in enumerate(lines, 1):
        match = _MONTH_DAY.search(line[:_LEAD_CHARACTERS]) if is_lead(line) else None
        if match and not _PLAN.search(line[:match.start("month")]) and not _PLAN_AFTER.search(line[match.end():]):
            day = day_of(year, number_of(match["month"]), number_of(match["day"]))
            if day:
                start = match.start("month")
                yield DateMention(number, start, line[start:match.end()], day.isoformat())


def _latest_news(days: Sequence[DateMention]) -> list[DateMention]:
    """The latest of the days, as the only entry, among those near the commonest."""
    if not days:
        return []
    counts = Counter(mention.date for mention in days)
    common = datetime.date.fromisoformat(max(counts, key=lambda date: (counts[date], date)))
    near = [mention for mention in days
            if (datetime.date.fromisoformat(mention.date) - common).days <= _NEWS_APART]
    return [max(near, key=lambda mention: (mention.date, -mention.line))]


def _column_day(lines: Sequence[str], year: int, latest: str | None) -> list[DateMention]:
    """The day of the history column in `year`, as the only entry, where it is that of the latest news or soon after."""
    for number, line in enumerate(lines, 1):
        match = re.search(YEAR + r"\s*" + MONTH_DAY, line) if is_date_head(line) else None
        if match is None or number_of(match["year"]) >= year:
            continue
        day = day_of(year, number_of(match["month"]), number_of(match["day"]))
        ahead = (day - datetime.date.fromisoformat(latest)).days if day and latest else -1
        if day and 0 <= ahead <= _COLUMN_AHEAD:
            return [DateMention(number, match.start(), match.group(), day.isoformat())]
    return []
