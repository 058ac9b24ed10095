"""The shelf: the issues of the paper by date, each with its pages, to choose one from. No gradio here."""

import itertools
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from rag import Language, Page, Scope, issue_day, printed_label
from ui.newspaper import Newspaper
from ui.templating import render
from ui.wording import say


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


def pages_within(assistant: Newspaper, scope: Scope) -> dict[str, int]:
    """The pages that hold a piece within `scope`, by name, each with how many; without a scope every page."""
    pages = {page.name: page for page in assistant.pages}
    counts = {} if scope.narrows else dict.fromkeys(pages, 0)
    for article in assistant.articles:
        if scope.holds(article, pages[article.source]):
            counts[article.source] = counts.get(article.source, 0) + 1
    return counts


def issues_of(pages: Sequence[Page]) -> list[list[Page]]:
    """The pages of each issue, by number and name; the latest issue first, pages without a date last, all together.

    Pages of a day that is only inferred stand apart from those whose day is told.
    """
    ordered = sorted(pages, key=lambda page: (page.issue.paper, page.issue.page or 0, page.name))
    ordered.sort(key=lambda page: (page.issue.date or "", not issue_day(page.issue).is_inferred), reverse=True)

    def issue_of(page: Page) -> tuple[str, bool, str]:
        day = issue_day(page.issue)
        return day.date, day.is_inferred, page.issue.paper

    return [list(group) for _, group in itertools.groupby(ordered, key=issue_of)]


def issues_view(assistant: Newspaper, scope: Scope, language: Language) -> str:
    """All issues that hold a piece within `scope`, each page a button; a sentence where there is none."""
    counts = pages_within(assistant, scope)
    issues = issues_of([page for page in assistant.pages if page.name in counts])
    if not issues:
        none = "page-no-issue" if assistant.pages else "page-corpus-none"
        return render("paragraph", language, look="no-issue", text=say(none, language))
    headlines = headlines_of(assistant)
    return render("browse/issues", language, issues=[_issue(pages, counts, headlines, language) for pages in issues])


def headlines_of(assistant: Newspaper) -> dict[str, str]:
    """The first headline of each page that prints one: what a page is called of which nothing else is known.

    A section's label, which pages of a paper have in common, is taken only where no piece has a headline.
    """
    headlines: dict[str, str] = {}
    labels: dict[str, str] = {}
    for article in assistant.articles:
        if article.title:
            (labels if article.kind == "slogan" else headlines).setdefault(article.source, article.title)
    return labels | headlines


def name_in_issue(page: Page, headlines: Mapping[str, str], language: Language) -> str:
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
    pages: Sequence[Page], counts: Mapping[str, int], headlines: Mapping[str, str], language: Language
) -> ListedIssue:
    issue = pages[0].issue
    figures = say("page-issue-figures", language, pages=len(pages), count=sum(counts[page.name] for page in pages))
    return ListedIssue(
        printed_label(issue_day(issue), language),
        issue.paper,
        figures,
        [ListedPage(page.name, name_in_issue(page, headlines, language), counts[page.name]) for page in pages],
    )
