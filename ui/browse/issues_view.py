"""The shelf: the calendar and the issues of the paper, each with its pages, to choose one from. No gradio here."""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from markupsafe import Markup

from rag import (
    Language,
    Page,
    PageHead,
    Scope,
    issue_day,
    printed_label,
)
from ui.browse.calendar_view import calendar_view, month_of, nearest_month
from ui.newspaper import Newspaper
from ui.templating import render
from ui.wording import say

PAGES_LISTED: Final = 100
"""Pages that the shelf lists; where there are more, it has those of the month at which the calendar stands."""


class ListedPage(NamedTuple):
    """A page of an issue: what it is called there, and how many pieces are looked at."""

    file: str
    name: str
    pieces: int


class ListedIssue(NamedTuple):
    """An issue with its pages."""

    date: str
    paper: str
    figures: str
    pages: list[ListedPage]


def pages_within(assistant: Newspaper, scope: Scope) -> Mapping[str, int]:
    """The pages that hold a piece within `scope`, by name, each with how many; without a scope every page."""
    return assistant.holdings.within(scope).counts


def issues_of(pages: Iterable[PageHead]) -> list[list[PageHead]]:
    """The pages of each issue, by number and name; the latest issue first, pages without a date last, all together.

    Pages of a day that is only inferred stand apart from those whose day is told.
    """
    ordered = sorted(pages, key=lambda page: (page.issue.paper, page.issue.page or 0, page.name))
    ordered.sort(key=lambda page: (page.issue.date or "", not issue_day(page.issue).is_inferred), reverse=True)

    def issue_of(page: PageHead) -> tuple[str, bool, str]:
        day = issue_day(page.issue)
        return day.date, day.is_inferred, page.issue.paper

    return [list(group) for _, group in itertools.groupby(ordered, key=issue_of)]


def issues_view(assistant: Newspaper, scope: Scope, language: Language, month: object = "") -> str:
    """The calendar at `month` and all issues that hold a piece within `scope`, each page a button; those of the month
    where there are many. A sentence where there is none.
    """
    known = assistant.holdings
    within = known.within(scope)
    pages = [page for name, page in known.heads.items() if name in within.counts]
    if not pages:
        none = "page-no-issue" if known.heads else "page-corpus-none"
        return render("paragraph", language, look="no-issue", text=say(none, language))
    shown = nearest_month(within.days, scope.first[:7] if scope.first and scope.first == scope.last else month)
    if len(pages) > PAGES_LISTED and shown:
        pages = [page for page in pages if month_of(page.issue.date or "") == shown] or pages
    listed: list[list[PageHead]] = []
    left = PAGES_LISTED
    for issue in issues_of(pages):
        if left > 0:
            listed.append(issue[:left])
        left -= len(issue)
    return render(
        "browse/issues",
        language,
        calendar=Markup(calendar_view(known, scope, shown, language)),
        issues=[_issue(issue, within.counts, known.headlines, language) for issue in listed],
        unlisted=max(0, -left),
    )


def headlines_of(assistant: Newspaper) -> Mapping[str, str]:
    """The first headline of each page that prints one."""
    return assistant.holdings.headlines


def name_in_issue(page: PageHead | Page, headlines: Mapping[str, str], language: Language) -> str:
    """The number and section of a page in its issue; where neither is known its first headline, or its file's name
    where it has none.
    """
    number = "" if page.issue.page is None else say("page-number", language, number=page.issue.page)
    known = " · ".join(filter(None, (number, page.issue.section)))
    if known:
        return known
    headline = headlines.get(page.name, "")
    return say("page-quoted", language, text=headline) if headline else page.name


def _issue(
    pages: Sequence[PageHead], counts: Mapping[str, int], headlines: Mapping[str, str], language: Language
) -> ListedIssue:
    issue = pages[0].issue
    figures = say("page-issue-figures", language, pages=len(pages), count=sum(counts[page.name] for page in pages))
    return ListedIssue(
        printed_label(issue_day(issue), language),
        issue.paper,
        figures,
        [ListedPage(page.name, name_in_issue(page, headlines, language), counts[page.name]) for page in pages],
    )
