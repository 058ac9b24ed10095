"""Articles and answers for a person at a terminal. Scripts use the JSON forms of `rag.json_form` instead."""

import itertools
from collections.abc import Mapping, Sequence
from typing import Any, Final

from rag.answering.refusal import NONE_NEAR
from rag.articles.issue.printed import event_day, issue_day, printed_day
from rag.commands.terminal import shortened, table
from rag.records import Issue, Page, Piece, PrintedDay
from rag.text.labels import doubts_label
from rag.text.visible import visible_line
from rag.wording import WORDING, Language, say

TITLE_COLUMNS: Final = 40
"""Columns of a terminal that a title may take in a table: twenty Chinese characters."""

OPENING_COLUMNS: Final = 32
"""Columns for an article's first words: enough to recognise it beside its title."""

NEAREST: Final = 3
"""Passages shown with a refusal."""


def articles_text(articles: Sequence[Piece], pages: Mapping[str, Page], language: Language) -> str:
    """Each page's issue, and its articles as a table in the order in which they were cut; `pages` by their names."""
    parts = []
    turns = _turns(articles, pages, language)
    for source, group in itertools.groupby(articles, key=lambda article: article.source):
        pieces, page = list(group), pages[source]
        names = ("number", "kind", *_days_told(pieces, page), "title", "byline", "lines", "confidence", "opening")
        rows = [_names(names, language)]
        for number, article in enumerate(pieces, start=1):
            cells = _cells(number, article, page, turns.get(article.id, ""), language)
            rows.append([cells[name] for name in names])
        count = say("articles-count", language, source=visible_line(source), count=len(pieces))
        issue = _issue_line(page.issue, language)
        parts.append("\n".join([count, *([issue] if issue else []), table(rows, right=(0,))]))
    return "\n\n".join(parts)


def _names(columns: Sequence[str], language: Language) -> list[str]:
    return [say(f"column-{name}", language) for name in columns]


def doubtful_text(
    articles: Sequence[Piece],
    worst: Mapping[str, Sequence[Piece]],
    most: int,
    pages: Mapping[str, Page],
    language: Language,
) -> str:
    """The pieces of the `worst` pages that are doubtful, each as a row that says what is, of `most` pages at most."""
    counts: dict[str, Any] = {"pages": len(pages), "pieces": len(articles)}
    if not worst:
        return say("doubtful-none", language, **counts)
    on_page: dict[str, list[Piece]] = {}
    for article in articles:
        on_page.setdefault(article.source, []).append(article)
    doubtful = sum(map(len, worst.values()))
    shown = min(most, len(worst))
    parts = [say("doubtful-sum", language, **counts, doubtful=doubtful, count=len(worst), shown=shown)]
    columns = ("number", "confidence", "doubt", "title", "lines", "opening")
    for source, pieces in list(worst.items())[:most]:
        rows = [_names(columns, language)]
        numbers = {article.id: number for number, article in enumerate(on_page[source], start=1)}
        for piece in pieces:
            cells = _cells(numbers[piece.id], piece, pages[source], "", language)
            rows.append([cells[name] for name in columns])
        said = say(
            "doubtful-page",
            language,
            source=visible_line(source),
            count=len(on_page[source]),
            doubtful=len(pieces),
        )
        parts.append("\n".join([said, table(rows, right=(0,))]))
    return "\n\n".join(parts)


def _days_told(pieces: Sequence[Piece], page: Page) -> list[str]:
    """The columns for days: the days printed where they are not the page's own, and those that the pieces tell of."""
    days = [printed_day(piece, page) for piece in pieces]
    printed = ["printed"] if any(day != issue_day(page.issue) for day in days) else []
    told = any(event_day(piece, day) for piece, day in zip(pieces, days, strict=True))
    return [*printed, *(["event"] if told or not printed else [])]


def _issue_line(issue: Issue, language: Language) -> str:
    """Paper, day, page and section, with what told the day; "" where nothing is known."""
    date = ""
    if issue.date:
        seen = issue.seen[0] if issue.seen else None
        date = say(
            f"issue-{issue.told}",
            language,
            date=issue.date,
            line=seen.line if seen else "",
            text=seen.text if seen else "",
        )
    number = say("issue-page", language, page=issue.page) if issue.page else ""
    return "  ".join(part for part in (issue.paper, date, number, issue.section) if part)


def _turns(articles: Sequence[Piece], pages: Mapping[str, Page], language: Language) -> dict[str, str]:
    """For each piece that goes on from or on another page, by its id, a note that says where."""
    by_id = {article.id: article for article in articles}
    notes: dict[str, str] = {}
    for later in articles:
        if later.continues in by_id:
            earlier = by_id[later.continues]
            for piece, key, other in ((earlier, "piece-onto", later), (later, "piece-from", earlier)):
                number = pages[other.source].issue.page
                place = other.source if number is None else say("issue-page", language, page=number)
                notes[piece.id] = f"{notes.get(piece.id, '')}  {say(key, language, place=place)}"
    return notes


def _cells(number: int, article: Piece, page: Page, turn: str, language: Language) -> dict[str, str]:
    day = printed_day(article, page)
    return {
        "number": str(number),
        "kind": say(f"kind-{article.kind}", language),
        "printed": day.date or "-",
        "event": event_day(article, day) or "-",
        "title": (shortened(article.title, TITLE_COLUMNS) or say("title-none", language)) + turn,
        "byline": shortened(article.byline, TITLE_COLUMNS) or "-",
        "lines": ",".join(f"{first}-{last}" if last > first else str(first) for first, last in article.spans),
        "opening": shortened(article.text, OPENING_COLUMNS),
        "confidence": f"{article.confidence:.2f}" + (f" {say('doubt-mark', language)}" if article.doubts else ""),
        "doubt": doubts_label(article.doubts, language),
    }


def answer_text(answered: Mapping[str, Any], pages: Mapping[str, Page], language: Language) -> str:
    """An answer in the form of `json_form` with the places that prove it; for a refusal the places nearest to it.

    `pages` are looked up by their names: each place says its day, page and section as far as they are known.
    Where the time did not reach for reading all that was to be read, that is said at its end.
    """
    said = _reply_text(answered, pages, language)
    unread = answered["unread"]
    return f"{said}\n\n{say('ask-unread', language, count=unread)}" if unread else said


def _reply_text(answered: Mapping[str, Any], pages: Mapping[str, Page], language: Language) -> str:
    if not answered["refused"]:
        sources = [
            f"[{cited['marker']}] {_place(cited, pages, language)}\n"
            f"    {say('quoted', language, text=' '.join(cited['quote'].split()))}"
            for cited in answered["citations"]
        ]
        listed = ["", say("ask-sources", language), *sources] if sources else []
        return "\n".join([answered["answer"], *listed])
    # A refusal is said in the reader's language; the sentence of an error already is.
    reason = answered["reason"]
    known = reason.startswith("refusal-") and reason in WORDING
    sentence = say(reason, language, **answered["reason_values"]) if known else answered["answer"]
    near: dict[str, Mapping[str, Any]] = {}
    for passage in answered["passages"] if reason not in NONE_NEAR else ():
        near.setdefault(passage["article"], passage)
    nearest = [f"{passage['rank']}. {_place(passage, pages, language)}" for passage in list(near.values())[:NEAREST]]
    return "\n".join([sentence, "", say("ask-nearest", language), *nearest] if nearest else [sentence])


def _place(cited: Mapping[str, Any], pages: Mapping[str, Page], language: Language) -> str:
    """Title, day, page, section, file and lines of a citation or passage on one line."""
    first, last = cited["lines"]
    where = say(
        "place-lines" if last > first else "place-line",
        language,
        source=visible_line(cited["source"]),
        first=first,
        last=last,
    )
    day = PrintedDay(cited["issue_date"] or "", cited["issue_told"])
    date = say("date-inferred", language, date=day.date) if day.is_inferred else day.date
    page = pages.get(cited["source"])
    issue = page.issue if page else Issue()
    number = "" if issue.page is None else say("issue-page", language, page=issue.page)
    title = cited["title"] or say("title-none", language)
    return "  ".join(part for part in (title, date, number, visible_line(issue.section), where) if part)
