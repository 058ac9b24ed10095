"""The shelf: the issues of the paper by date, each with its pages, to choose one from. No gradio here."""

import itertools
from collections.abc import Sequence

from rag import Language, Page, Scope
from ui.markup import date_label, escaped, path_label
from ui.newspaper import Newspaper
from ui.wording import say


def pages_within(assistant: Newspaper, scope: Scope) -> dict[str, int]:
    """The pages that hold a piece within `scope`, by name, each with how many; without a scope every page."""
    pages = {page.name: page for page in assistant.pages}
    counts = {} if scope.narrows else dict.fromkeys(pages, 0)
    for article in assistant.articles:
        if scope.holds(article, pages[article.source]):
            counts[article.source] = counts.get(article.source, 0) + 1
    return counts


def issues_of(pages: Sequence[Page]) -> list[list[Page]]:
    """The pages of each issue, by number and name; the latest issue first, pages without a date last, all together."""
    ordered = sorted(pages, key=lambda page: (page.issue.paper, page.issue.page or 0, page.name))
    ordered.sort(key=lambda page: page.issue.date or "", reverse=True)
    return [list(group) for _, group in itertools.groupby(
        ordered, key=lambda page: (page.issue.date, page.issue.paper))]


def issues_view(assistant: Newspaper, scope: Scope, language: Language) -> str:
    """All issues that hold a piece within `scope`, each page a button; a sentence where there is none."""
    counts = pages_within(assistant, scope)
    issues = issues_of([page for page in assistant.pages if page.name in counts])
    if not issues:
        none = "page-no-issue" if assistant.pages else "page-corpus-none"
        return f'<p class="no-issue">{escaped(say(none, language))}</p>'
    listed = "".join(_issue(pages, counts, language) for pages in issues)
    return (f'<nav class="issues" aria-label="{escaped(say("page-issues", language))}">'
            f'<h2>{escaped(say("page-issues", language))}</h2><ol>{listed}</ol></nav>')


def _issue(pages: Sequence[Page], counts: dict[str, int], language: Language) -> str:
    issue = pages[0].issue
    paper = f'<span class="title" lang="zh-CN">{escaped(issue.paper)}</span>' if issue.paper else ""
    figures = say("page-issue-figures", language, pages=len(pages), count=sum(counts[page.name] for page in pages))
    buttons = "".join(f"<li>{_page(page, counts[page.name], language)}</li>" for page in pages)
    return (f'<li class="issue"><h3>{escaped(date_label(issue.date, language))}{paper}</h3>'
            f'<p class="figures">{escaped(figures)}</p><ol class="pages">{buttons}</ol></li>')


def _page(page: Page, count: int, language: Language) -> str:
    """The way to a page: its number and section, or its file's name where nothing tells the number."""
    number = "" if page.issue.page is None else say("page-number", language, number=page.issue.page)
    name = " ".join(filter(None, (number, page.issue.section))) or page.name
    return (f'<button type="button" data-page="{escaped(page.name)}" title="{escaped(page.name)}">'
            f'<span class="name">{path_label(name)}</span>'
            f'<span class="count">{escaped(say("page-pieces", language, count=count))}</span></button>')
