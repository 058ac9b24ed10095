"""What the corpus is: which papers, days, pages and sections there are, and which of it is only inferred."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

import numpy as np

from rag.articles.issue.printed import issue_day
from rag.planning.catalogue import Catalogue
from rag.planning.conditions import window_label
from rag.planning.plan import Facet, Plan, Window
from rag.records import Issue
from rag.text.labels import date_label, in_a_row, printed_label
from rag.wording import Language, say

DAYS_SHOWN: Final = 12
"""Days that are named one by one; of more the first, the last and their number are told."""


def collection_reply(plan: Plan, catalogue: Catalogue, language: Language) -> str:
    """What is asked of the collection, in a sentence or a few."""
    rows = [
        row for row, issue in enumerate(catalogue.issues) if not plan.scope.papers or issue.paper in plan.scope.papers
    ]
    issues = [catalogue.issues[row] for row in rows]
    facet: Facet = plan.facet or "all"
    sentences: list[str] = []
    for paper in plan.subject:
        sentences.append(say("collection-no-paper", language, paper=paper))
    if plan.left_out:
        words = say("list-comma", language).join(say("plan-word", language, word=word) for word in plan.left_out)
        sentences.append(say("collection-left-out", language, words=words))
    if plan.window:
        sentences.append(_in_window(plan.window, issues, language))
        within = [row for row in rows if plan.window.holds(catalogue.issues[row].date or "")]
        if facet == "pages" and within:
            sentences.append(_figures(catalogue, within, language))
        issues = [catalogue.issues[row] for row in within] or issues  # those asked for, and where there are none all
    elif facet in ("first", "last"):
        sentences += _end(facet, issues, language)
    elif facet == "sections":
        sentences.append(_sections(issues, language))
    elif facet == "pages":
        sentences.append(_figures(catalogue, rows, language))
    elif plan.scope.papers and facet == "papers":
        papers = say("list-comma", language).join(_papers(issues, language))
        sentences.append(say("collection-has-paper", language, paper=papers))
    if facet in ("papers", "all") and not plan.scope.papers:
        sentences.append(_named(issues, language))
    if facet in ("papers", "days", "all") and not plan.window and (facet != "papers" or not plan.scope.papers):
        sentences += _days(issues, language, counted=facet == "papers")
    if facet == "all":
        sentences.append(_figures(catalogue, rows, language))
    if _shows_inferred("".join(sentences), issues, language):
        sentences.append(say("collection-guessed", language))
    stop = say("plan-stop", language)
    return in_a_row((f"{sentence}{stop}" for sentence in sentences), language)


def _shows_inferred(text: str, issues: Sequence[Issue], language: Language) -> bool:
    """Whether the text names a day that is only inferred."""
    inferred = {issue.date: issue_day(issue) for issue in issues if not _is_told(issue)}
    return any(printed_label(day, language) in text for day in inferred.values() if day.date)


def _named(issues: Sequence[Issue], language: Language) -> str:
    papers = _papers(issues, language)
    if not papers:
        return say("collection-no-names", language)
    return say("collection-papers", language, papers=say("list-comma", language).join(papers))


def _papers(issues: Sequence[Issue], language: Language) -> list[str]:
    """Each printed name with its days."""
    names = Counter(issue.paper for issue in issues if issue.paper)
    return [
        say(
            "collection-paper",
            language,
            paper=name,
            days=_day_list([issue for issue in issues if issue.paper == name], language),
        )
        for name, _ in names.most_common()
    ]


def _days(issues: Sequence[Issue], language: Language, *, counted: bool) -> list[str]:
    """The days of the pages, those without a paper's name alone where the others were told already."""
    rest = [issue for issue in issues if not issue.paper] if counted else list(issues)
    sentences: list[str] = []
    if counted and rest and len(rest) < len(issues):
        sentences.append(say("collection-others", language, pages=len(rest)))
    dated = [issue for issue in rest if issue.date]
    if dated:
        days = _day_list(dated, language)
        many = len({issue.date for issue in dated}) > DAYS_SHOWN  # these are a sentence by themselves
        sentences.append(days if many else say("collection-days", language, days=days))
    undated = sum(not issue.date for issue in rest)
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


def _in_window(window: Window, issues: Sequence[Issue], language: Language) -> str:
    days = window_label(window, language)
    found = [issue for issue in issues if issue.date and window.holds(issue.date)]
    if not found:
        return say("collection-no-days", language, days=days)
    return say("collection-has-days", language, days=days, found=_day_list(found, language))


def _end(facet: Facet, issues: Sequence[Issue], language: Language) -> list[str]:
    """The oldest or the newest issue, and the oldest or newest whose date is printed where that is another."""
    choose = min if facet == "first" else max
    dated = [issue for issue in issues if issue.date]
    if not dated:
        return [say("collection-undated", language, pages=len(issues))]
    end = choose(dated, key=lambda issue: (issue.date or "", _is_told(issue)))
    sentences = [say(f"collection-{facet}", language, days=printed_label(issue_day(end), language))]
    printed = [issue for issue in dated if _is_told(issue)]
    if printed and not _is_told(end):
        day = date_label(choose(printed, key=lambda issue: issue.date or "").date, language)
        sentences.append(say(f"collection-told-{facet}", language, day=day))
    return sentences


def _figures(catalogue: Catalogue, rows: Sequence[int], language: Language) -> str:
    """How many pages there are in these rows, how many articles begin on them, and of how many pieces these are."""
    columns, counts = catalogue.index.columns, catalogue.article_counts
    articles = sum(counts.get(columns.pages[row], 0) for row in rows)
    pieces = int(np.isin(columns.piece_pages, rows).sum())
    explained = "" if pieces == articles else say("collection-pieces", language, pieces=pieces)
    return say("collection-pages", language, pages=len(rows), articles=articles) + explained


def _sections(issues: Sequence[Issue], language: Language) -> str:
    counted = Counter((issue.page, issue.section) for issue in issues if issue.page is not None or issue.section)
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
