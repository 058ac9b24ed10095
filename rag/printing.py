"""Articles and answers for a person at a terminal. Scripts use the JSON forms of `rag.contract` instead."""

import itertools
from collections.abc import Sequence
from typing import Final

from rag.console import shortened, table
from rag.records import Answer, Article, Span
from rag.wording import WORDING, Language, say

TITLE_COLUMNS: Final = 40
"""Columns of a terminal that a title may take in a table: twenty Chinese characters."""

OPENING_COLUMNS: Final = 32
"""Columns for an article's first words: enough to recognise it beside its title."""


def articles_text(articles: Sequence[Article], language: Language) -> str:
    """Each page's articles as a table, in the order in which they were cut."""
    parts = []
    for source, group in itertools.groupby(articles, key=lambda article: article.source):
        pieces = list(group)
        rows = [[say(f"column-{name}", language)
                 for name in ("number", "kind", "date", "title", "byline", "lines", "opening")]]
        rows += [_article_row(number, article, language) for number, article in enumerate(pieces, start=1)]
        parts.append(say("articles-count", language, source=source, count=len(pieces)) + "\n" + table(rows, right=(0,)))
    return "\n\n".join(parts)


def _article_row(number: int, article: Article, language: Language) -> list[str]:
    return [
        str(number),
        say(f"kind-{article.kind}", language),
        article.date or "-",
        shortened(article.title, TITLE_COLUMNS) or say("title-none", language),
        shortened(article.byline, TITLE_COLUMNS) or "-",
        ",".join(f"{first}-{last}" if last > first else str(first) for first, last in article.spans),
        shortened(article.text, OPENING_COLUMNS),
    ]


def answer_text(answer: Answer, language: Language) -> str:
    """The answer and the places that prove it; for a refusal the places nearest to the question."""
    if not answer.refused:
        sources = [f"[{cited.marker}] {_place(cited.title, cited.date, cited.source, cited.lines, language)}\n"
                   f"    {say('quoted', language, text=' '.join(cited.quote.split()))}" for cited in answer.citations]
        return "\n".join([answer.text, "", say("ask-sources", language), *sources])
    sentence = say(answer.reason, language) if answer.reason in WORDING else answer.text
    nearest = [f"{hit.rank}. {_place(hit.passage.title, hit.passage.date, hit.passage.source, hit.passage.spans[0], language)}"
               for hit in answer.hits[:3]]
    return "\n".join([sentence, "", say("ask-nearest", language), *nearest] if nearest else [sentence])


def _place(title: str, date: str | None, source: str, lines: Span, language: Language) -> str:
    """Title, date, page and lines on one line."""
    first, last = lines
    where = say("place-lines" if last > first else "place-line", language, source=source, first=first, last=last)
    return "  ".join(part for part in (title or say("title-none", language), date, where) if part)
