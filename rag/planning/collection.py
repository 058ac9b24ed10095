"""What the corpus is: which papers, days, pages and sections there are, and which of it is only inferred."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from rag.articles.issue.printed import issue_day
from rag.planning.catalogue import Catalogue
from rag.planning.conditions import window_label
from rag.planning.plan import Facet, Plan, Window
from rag.records import Issue, Page
from rag.text.labels import date_label, in_a_row, printed_label
from rag.wording import Language, say

DAYS_SHOWN: Final = 12
"""Days that are named one by one; of more the first, the last and their number are told."""


def collection_reply(plan: Plan, catalogue: Catalogue, language: Language) -> str:
    """What is asked of the collection, in a sentence or a few."""
    pages = _of_papers(catalogue.index.pages, plan.scope.papers)
    facet: Facet = plan.facet or "all"
    sentences: list[str] = []
    for paper in plan.subject:
        sentences.append(say("collection-no-paper", language, paper=paper))
    if plan.window:
        sentences.append(_in_window(plan.window, pages, language))
    elif facet in ("first", "last"):
        sentences += _end(facet, pages, language)
    elif facet == "sections":
        sentences.append(_sections(pages, language))
    elif facet == "pages":
        sentences.append(_figures(catalogue, pages, language))
    elif plan.scope.papers and facet == "papers":
        papers = say("list-comma", language).join(_papers(pages, language))
        sentences.append(say("collection-has-paper", language, paper=papers))
    if facet in ("papers", "all") and not plan.scope.papers:
        sentences.append(_named(pages, language))
    if facet in ("papers", "days", "all") and not plan.window and (facet != "papers" or not plan.scope.papers):
        sentences += _days(pages, language, counted=facet == "papers")
    if facet == "all":
        sentences.append(_figures(catalogue, pages, language))
    if any(issue_day(page.issue).is_inferred for page in pages) and facet not in ("pages", "sections"):
        sentences.append(say("collection-guessed", language))
    stop = say("plan-stop", language)
    return in_a_row((f"{sentence}{stop}" for sentence in sentences), language)


def _of_papers(pages: Iterable[Page], papers: Sequence[str]) -> list[Page]:
    return [page for page in pages if not papers or page.issue.paper in papers]


def _named(pages: Sequence[Page], language: Language) -> str:
    papers = _papers(pages, language)
    if not papers:
        return say("collection-no-names", language)
    return say("collection-papers", language, papers=say("list-comma", language).join(papers))


def _papers(pages: Sequence[Page], language: Language) -> list[str]:
    """Each printed name with its days."""
    names = Counter(page.issue.paper for page in pages if page.issue.paper)
    return [
        say(
            "collection-paper",
            language,
            paper=name,
            days=_day_list([page.issue for page in pages if page.issue.paper == name], language),
        )
        for name, _ in names.most_common()
    ]


def _days(pages: Sequence[Page], language: Language, *, counted: bool) -> list[str]:
    """The days of the pages, those without a paper's name alone where the others were told already."""
    rest = [page for page in pages if not page.issue.paper] if counted else list(pages)
    sentences: list[str] = []
    if counted and rest and len(rest) < len(pages):
        sentences.append(say("collection-others", language, pages=len(rest)))
    dated = [page.issue for page in rest if page.issue.date]
    if dated:
        sentences.append(say("collection-days", language, days=_day_list(dated, language)))
    undated = sum(not page.issue.date for page in rest)
    if undated:
        sentences.append(say("collection-undated", language, pages=undated))
    return sentences


def _day_list(issues: Sequence[Issue], language: Language) -> str:
    """The days one by one, or the first, the last and how many."""
    days = {issue.date: issue for issue in sorted(issues, key=_is_told) if issue.date}
    ordered = [days[day] for day in sorted(days)]
    if not ordered:
        return date_label(None, language)
    if len(ordered) <= DAYS_SHOWN:
        return say("list-comma", language).join(printed_label(issue_day(issue), language) for issue in ordered)
    first, last = (printed_label(issue_day(issue), language) for issue in (ordered[0], ordered[-1]))
    return say("collection-days-many", language, first=first, last=last, count=len(ordered))


def _in_window(window: Window, pages: Sequence[Page], language: Language) -> str:
    days = window_label(window, language)
    found = [page.issue for page in pages if page.issue.date and window.holds(page.issue.date)]
    if not found:
        return say("collection-no-days", language, days=days)
    return say("collection-has-days", language, days=days, found=_day_list(found, language))


def _end(facet: Facet, pages: Sequence[Page], language: Language) -> list[str]:
    """The oldest or the newest issue, and the oldest or newest whose date is printed where that is another."""
    choose = min if facet == "first" else max
    dated = [page.issue for page in pages if page.issue.date]
    if not dated:
        return [say("collection-undated", language, pages=len(pages))]
    end = choose(dated, key=lambda issue: (issue.date or "", _is_told(issue)))
    sentences = [say(f"collection-{facet}", language, days=printed_label(issue_day(end), language))]
    printed = [issue for issue in dated if _is_told(issue)]
    if printed and not _is_told(end):
        day = date_label(choose(printed, key=lambda issue: issue.date or "").date, language)
        sentences.append(say(f"collection-told-{facet}", language, day=day))
    return sentences


def _figures(catalogue: Catalogue, pages: Sequence[Page], language: Language) -> str:
    names = {page.name for page in pages}
    articles = sum(entry.article.parts[0].source in names for entry in catalogue.entries)
    return say("collection-pages", language, pages=len(pages), articles=articles)


def _sections(pages: Sequence[Page], language: Language) -> str:
    counted = Counter(
        (page.issue.page, page.issue.section) for page in pages if page.issue.page is not None or page.issue.section
    )
    if not counted:
        return say("collection-no-sections", language)
    labels = [
        say(
            "collection-section",
            language,
            number="" if number is None else say("plan-page", language, number=number) + (" " if section else ""),
            section=section,
            count=count,
        )
        for (number, section), count in sorted(counted.items(), key=lambda pair: (pair[0][0] or 0, pair[0][1]))
    ]
    return say("collection-sections", language, sections=say("list-comma", language).join(labels))


def _is_told(issue: Issue) -> bool:
    """Whether the day of the issue is printed or given, and not inferred."""
    return not issue_day(issue).is_inferred
