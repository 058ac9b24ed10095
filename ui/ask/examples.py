"""Questions to start with, in the reader's language: those that came with the corpus, or else some made of it.

Those that are made are of several kinds: what a report says, what there was on a day, what somebody wrote. Each was
answered once before it is offered. Left out: how they are shown (see `tab`).
"""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice, zip_longest
from typing import Final

from rag import Answer, Holdings, Language, Piece, date_label, is_chinese, issue_day
from ui.newspaper import Corpus, Newspaper
from ui.wording import say

EXAMPLES: Final = 4
"""Questions offered: two rows of two."""

TRIED: Final = 10
"""Headlines tried at most; one takes half a second."""

SECONDS: Final = 6.0
"""After which no further question is tried; the page is there meanwhile, and can be used."""

HEADLINE_CHARACTERS: Final = (6, 26)
"""Of a headline that a question can be made of: a shorter one names nothing, a longer one fills the line."""

WRITTEN: Final = 2
"""Pieces from which on somebody wrote enough to be asked about."""

Made = tuple[str, Callable[[Answer], bool]]
"""A question, and whether an answer is what it asks for."""


class Examples:
    """Questions to start with: those given in this language, or else some made of the corpus. Threads may share it."""

    def __init__(self, corpus: Corpus, given: Sequence[str] = (), language: Language = "zh") -> None:
        self._corpus = corpus
        self._language = language
        self.given = [question for question in given if is_chinese(question) == (language == "zh")][:EXAMPLES]
        """Those that came with the corpus in this language; there at once."""
        self._lock = threading.Lock()
        self._made: tuple[list[str], list[str]] | None = None  # of which pages, and what

    def questions(self) -> list[str]:
        """At most EXAMPLES questions that the assistant answers; found at the first call, which may take seconds."""
        if self.given:
            return self.given
        with self._lock:
            assistant = self._corpus.assistant
            digests = list(assistant.holdings.digests)
            if self._made is None or self._made[0] != digests:
                self._made = (digests, list(_answered(assistant, self._language)))
            return self._made[1]


def _answered(assistant: Newspaper, language: Language) -> Iterator[str]:
    """Questions that are answered as they ask: one of a day, one of a reporter, the others of reports."""
    ends, found = time.monotonic() + SECONDS, 0
    reports = _of_reports(assistant, language)
    # A report first, then the other kinds, then reports again: the kinds that there are not leave their place to them.
    for question, fits in chain(
        reports[:1], _of_days(assistant, language), _of_writers(assistant, language), reports[1:]
    ):
        if found == EXAMPLES or time.monotonic() > ends:
            return
        if fits(assistant.ask(question)):
            found += 1
            yield question


def _of_reports(assistant: Newspaper, language: Language) -> list[Made]:
    """What a report says, asked by its headline; to be answered out of that very piece."""

    def of(article: Piece) -> Made:
        pieces = {part.id for part in assistant.parts(article.id)}
        question = say("page-ask-example", language, title=_line(article))
        return question, lambda answer: not answer.refused and answer.citations[0].article in pieces

    return [of(article) for article in islice(headlined(assistant.holdings), TRIED)]


def _of_days(assistant: Newspaper, language: Language) -> list[Made]:
    """What there was on the last day that a paper tells as its own."""
    printed = [issue_day(head.issue) for head in assistant.holdings.heads.values()]
    days = [day.date for day in printed if day.date and not day.is_inferred]
    if not days:
        return []
    last = max(days)
    named = date_label(last, "zh") if language == "zh" else _in_words(last)
    return [(say("page-ask-example-day", language, date=named), _lists)]


def _of_writers(assistant: Newspaper, language: Language) -> list[Made]:
    """What the one wrote whose name stands over most pieces."""
    name, count = next(iter(assistant.holdings.choices.reporters), ("", 0))
    return [(say("page-ask-example-writer", language, name=name), _lists)] if count >= WRITTEN else []


def _lists(answer: Answer) -> bool:
    return answer.kind == "list" and bool(answer.count)


def _in_words(day: str) -> str:
    """An ISO day as an English question names it: January 21, 2022."""
    year, month, number = map(int, day.split("-"))
    return f"{_MONTHS[month - 1]} {number}, {year}"


_MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def headlined(known: Holdings) -> Iterator[Piece]:
    """Reports with a headline that a question can be made of: the longest of each page, then the next longest.

    No more pages are read than there are questions to be tried.
    """
    with_any = (found for name in sorted(known.heads) if (found := _headlined_on(known.pieces(name))))
    in_turn = zip_longest(*islice(with_any, TRIED))
    return (article for article in chain.from_iterable(in_turn) if article is not None)


def _headlined_on(pieces: Sequence[Piece]) -> list[Piece]:
    least, most = HEADLINE_CHARACTERS
    found = [each for each in pieces if each.kind in ("news", "feature") and least <= len(_line(each)) <= most]
    return sorted(found, key=lambda article: -len(article.text))


def _line(article: Piece) -> str:
    """The first line of a headline, of which a question can be made though the whole of it is long."""
    return article.title.partition(" ")[0]
