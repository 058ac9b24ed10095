"""Which issue a page is of: told by the sidecar, the path of the file or the masthead, else inferred from the text.

An issue that is told is known to the day. From the text comes the day that the paper was printed on or soon after:
the day of a history column ("on this day") where it fits the news, else that of the latest news.
"""

import datetime
import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import reduce
from pathlib import Path
from typing import Final

from rag.articles.dating.dates import year_of_page
from rag.articles.dating.mentions import as_printed
from rag.articles.issue.filing import issue_of_name
from rag.articles.issue.mastheads import read_masthead
from rag.articles.layout.lines import is_date_head, is_lead
from rag.pages.companions import folder_of
from rag.records import DateMention, Issue, KnownPiece, Page
from rag.text.characters import legible_lines
from rag.text.dates import MONTH_DAY, YEAR, day_of, number_of

_LEAD_CHARACTERS: Final = 60
"""A report names its day in its first sentence."""
_NEWS_APART: Final = 3
"""Days between the news of one page; a day further on is a plan."""
_COLUMN_AHEAD: Final = 7
"""A history column is of the issue's day, or of its week."""

_MONTH_DAY = re.compile(rf"(?<![\d年])\s*{MONTH_DAY}")
_PLAN = re.compile(r"[将至到于~～]\s*$")
_PLAN_AFTER = re.compile(r"^\s*(?:前|起|至|到|之前|以前|[~～])")


def with_issue(page: Page, folder: str = "") -> Page:
    """`page` with all that can be known of its issue; masthead lines become sections, so that no article holds them.

    What the page's issue says already stays. Doing it again changes nothing. `folder` is the path of the folder that
    the page's name is a path from: where nothing printed tells the day, its name may. The digest then covers it, so
    that an index notices when the folder gets another name.
    """
    legible = legible_lines(page.lines)
    lines = [line.text for line in legible]
    masthead = read_masthead(lines)
    printed = replace(masthead.issue, seen=as_printed(masthead.issue.seen, legible))
    known = reduce(_filled, (issue_of_name(page.name), printed), page.issue)
    filed = issue_of_name(page.name, folder) if folder else Issue()
    issue = _filled(known, filed) if known.date in (None, filed.date) else known
    if issue.date is None:
        inferred = inferred_issue(lines)
        issue = _filled(issue, replace(inferred, seen=as_printed(inferred.seen, legible)))
    taken = {number for section in page.sections for first, last in section.spans for number in range(first, last + 1)}
    added = tuple(
        KnownPiece(spans=tuple((number, number) for number in run), title_lines=run, kind="slogan")
        for run in masthead.runs
        if not taken.intersection(run)
    )
    digest = page.digest
    if filed.date and issue != known:
        digest = hashlib.sha256(f"{page.digest}\0{issue.date}\0{issue.page}".encode()).hexdigest()
    return replace(page, digest=digest, issue=issue, sections=page.sections + added)


def with_issues(pages: Sequence[Page], source: Path) -> list[Page]:
    """The pages of `source`, a folder or a file, each with what can be known of its issue."""
    folder = folder_of(source).resolve().as_posix()
    return [with_issue(page, folder) for page in pages]


def _filled(known: Issue, more: Issue) -> Issue:
    """`known`, and of what it lacks what `more` has."""
    earlier = known.date is not None or (more.date is None and known.told != "")
    return Issue(
        date=known.date or more.date,
        page=known.page or more.page,
        told=known.told if earlier else more.told,
        seen=known.seen if known.date else more.seen,
        paper=known.paper or more.paper,
        section=known.section or more.section,
    )


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
        if match and not _PLAN.search(line[: match.start("month")]) and not _PLAN_AFTER.search(line[match.end() :]):
            day = day_of(year, number_of(match["month"]), number_of(match["day"]))
            if day:
                start = match.start("month")
                yield DateMention(number, start, line[start : match.end()], day.isoformat())


def _latest_news(days: Sequence[DateMention]) -> list[DateMention]:
    """The latest of the days, as the only entry, among those near the commonest."""
    if not days:
        return []
    counts = Counter(mention.date for mention in days)
    common = datetime.date.fromisoformat(max(counts, key=lambda date: (counts[date], date)))
    near = [mention for mention in days if (datetime.date.fromisoformat(mention.date) - common).days <= _NEWS_APART]
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
