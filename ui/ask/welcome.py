"""What a visitor sees before anything is asked: what can be asked, how much there is to ask about, and questions.

Left out: questions that came with the corpus, which are shown as they are.
"""

import threading
import time
from collections.abc import Iterator, Sequence
from itertools import chain, zip_longest
from typing import Final

from rag import Language, Piece
from rag.corpus import Library
from ui.markup import period_label
from ui.newspaper import Corpus, Newspaper
from ui.templating import render
from ui.wording import say

EXAMPLES: Final = 4
"""Questions offered: two rows of two."""

TRIED: Final = 10
"""Headlines tried at most; one takes half a second."""

SECONDS: Final = 6.0
"""After which no further headline is tried; the page is there meanwhile, and can be used."""

HEADLINE_CHARACTERS: Final = (6, 26)
"""Of a headline that a question can be made of: a shorter one names nothing, a longer one fills the line."""


def welcome(corpus: Corpus, language: Language) -> str:
    """What stands in the empty conversation."""
    assistant = corpus.assistant
    if not assistant.pages:
        return render(
            "ask/welcome", language, heading=say("page-corpus-none", language), lines=_begin(corpus, language)
        )
    lines = [
        ("about", say("page-can-ask", language)),
        ("corpus", corpus_line(assistant, language)),
        ("hint", say("page-welcome-hint", language)),
    ]
    return render("ask/welcome", language, heading=say("page-welcome", language), lines=lines)


def _begin(corpus: Corpus, language: Language) -> list[tuple[str, str]]:
    """Where pages are to be put while there is none; nothing where visitors may put none."""
    if not isinstance(corpus, Library) or corpus.obstacle:
        return []
    return [
        ("about", say("page-ask-none", language, tab=say("page-tab-corpus", language), forms=" ".join(corpus.forms)))
    ]


def corpus_line(assistant: Newspaper, language: Language) -> str:
    """The papers by name, how many pages and pieces, and from when to when, as far as that is known."""
    printed: dict[str, int] = {}
    for page in assistant.pages:
        if page.issue.paper:
            printed[page.issue.paper] = printed.get(page.issue.paper, 0) + 1
    papers = ""
    if printed:
        most = max(printed, key=lambda paper: printed[paper])
        papers = say(
            "page-ask-paper" if len(printed) == 1 else "page-ask-papers", language, paper=most, count=len(printed)
        )
    figures = say(
        "page-ask-corpus", language, papers=papers, pages=len(assistant.pages), articles=len(assistant.articles)
    )
    period = period_label(assistant.articles, assistant.pages, language)
    return figures + (say("page-ask-period", language, period=period) if period else say("page-ask-end", language))


class Examples:
    """Questions to start with: those given, or else some made of the corpus's own headlines. Threads may share it."""

    def __init__(self, corpus: Corpus, given: Sequence[str] = ()) -> None:
        self._corpus = corpus
        self._given = list(given)
        self._lock = threading.Lock()
        self._made: tuple[list[str], list[str]] | None = None  # of which pages, and what

    def questions(self) -> list[str]:
        """At most EXAMPLES questions that the assistant answers; found at the first call, which may take seconds."""
        if self._given:
            return self._given
        with self._lock:
            assistant = self._corpus.assistant
            digests = [page.digest for page in assistant.pages]
            if self._made is None or self._made[0] != digests:
                self._made = (digests, list(_answered(assistant)))
            return self._made[1]


def _answered(assistant: Newspaper) -> Iterator[str]:
    """Questions that are answered out of the very piece whose headline they name."""
    ends, found = time.monotonic() + SECONDS, 0
    for article in headlined(assistant.articles)[:TRIED]:
        if found == EXAMPLES or time.monotonic() > ends:
            return
        question = say("page-ask-example", title=article.title)
        answer = assistant.ask(question)
        pieces = {part.id for part in assistant.parts(article.id)}
        if not answer.refused and answer.citations[0].article in pieces:
            found += 1
            yield question


def headlined(articles: Sequence[Piece]) -> list[Piece]:
    """Reports with a headline that a question can be made of: the longest of each page, then the next longest."""
    least, most = HEADLINE_CHARACTERS
    pages: dict[str, list[Piece]] = {}
    for article in sorted(articles, key=lambda article: -len(article.text)):
        if article.kind in ("news", "feature") and least <= len(article.title) <= most and " " not in article.title:
            pages.setdefault(article.source, []).append(article)
    in_turn = zip_longest(*(pages[name] for name in sorted(pages)))
    return [article for article in chain.from_iterable(in_turn) if article is not None]
