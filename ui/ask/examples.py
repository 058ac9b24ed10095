"""Questions to start with, in the reader's language: those that came with the corpus, or else some made of it.

Those that are made are of several kinds: when or where something was, how many there were, why, what a report says,
what there was on a day, what somebody wrote. Each was answered once before it is offered. Left out: how they are shown
(see `tab`), and how a piece's own words are asked (see `example_forms`).
"""

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice, zip_longest
from typing import Final

from rag import Answer, Holdings, Language, Piece, date_label, is_chinese, issue_day
from ui.ask.example_forms import (
    Made,
    day_and_place_questions,
    figure_questions,
    fits_a_line,
    reason_questions,
    says_figure,
)
from ui.newspaper import Corpus, Newspaper
from ui.wording import say

EXAMPLES: Final = 6
"""Questions offered: three rows of two; a phone shows the first four."""

TRIED: Final = 10
"""Headlines tried at most, and pages whose pieces are looked through; trying one takes half a second."""

FORM_TRIED: Final = 4
"""Questions tried of each form that asks a piece's own words."""

SECONDS: Final = 12.0
"""After which no further question is tried; the page is there meanwhile, and can be used."""

FORM_SECONDS: Final = 3.0
"""After which no further one of a form is tried."""

HEADLINE_CHARACTERS: Final = (6, 26)
"""Of a headline that a question can be made of: a shorter one names nothing, a longer one fills the line."""

WRITTEN: Final = 2
"""Pieces from which on somebody wrote enough to be asked about."""

Tried = tuple[str, Callable[[Answer], bool]]
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
                self._made = (digests, _answered(assistant, self._language))
            return self._made[1]


def _answered(assistant: Newspaper, language: Language) -> list[str]:
    """Questions that are answered as they ask: as far as there are any, one of each kind, then others of reports."""
    began = time.monotonic()
    reports = _of_reports(assistant, language)
    found: list[str] = []
    if language == "zh":
        used: set[str] = set()
        for form in (day_and_place_questions, figure_questions, reason_questions):
            tried = islice(_of_form(assistant, form, used), FORM_TRIED)
            found += _first_right(assistant, tried, time.monotonic() + FORM_SECONDS, 1)
    # A report first, then the other kinds, then reports again: the kinds that there are not leave their place to them.
    others = chain(reports[:1], _of_days(assistant, language), _of_writers(assistant, language), reports[1:])
    return found + _first_right(assistant, others, began + SECONDS, EXAMPLES - len(found))


def _first_right(assistant: Newspaper, tried: Iterable[Tried], ends: float, most: int) -> list[str]:
    """The first `most` of the questions that are answered as they ask, as far as that is found out before `ends`."""
    found: list[str] = []
    for question, fits in tried:
        if len(found) == most or time.monotonic() > ends:
            break
        if fits(assistant.ask(question)):
            found.append(question)
    return found


def _of_form(assistant: Newspaper, form: Callable[[Piece], Iterable[Made]], used: set[str]) -> Iterator[Tried]:
    """What pieces say, asked by a form: to be answered by that very piece, with those very words. A piece that answers
    one is `used`, and not asked again.
    """
    for article in _first_pieces(assistant.holdings):
        for made in form(article):
            if fits_a_line(made) and article.id not in used:
                yield made.question, _says(assistant, article, made, used)


def _says(assistant: Newspaper, article: Piece, made: Made, used: set[str]) -> Callable[[Answer], bool]:
    def fits(answer: Answer) -> bool:
        if answer.refused or answer.kind != "answer" or not answer.citations:
            return False
        said = answer.span or ("" if made.to_the_point else answer.text)
        right = made.said in said if made.figure is None else says_figure(said, made.figure)
        if right and answer.citations[0].article in {part.id for part in assistant.parts(article.id)}:
            used.add(article.id)
            return True
        return False

    return fits


def _of_reports(assistant: Newspaper, language: Language) -> list[Tried]:
    """What a report says, asked by its headline; to be answered out of that very piece."""

    def of(article: Piece) -> Tried:
        pieces = {part.id for part in assistant.parts(article.id)}
        question = say("page-ask-example", language, title=_line(article))
        return question, lambda answer: not answer.refused and answer.citations[0].article in pieces

    return [of(article) for article in islice(headlined(assistant.holdings), TRIED)]


def _of_days(assistant: Newspaper, language: Language) -> list[Tried]:
    """What there was on the last day that a paper tells as its own."""
    printed = [issue_day(head.issue) for head in assistant.holdings.heads.values()]
    days = [day.date for day in printed if day.date and not day.is_inferred]
    if not days:
        return []
    last = max(days)
    named = date_label(last, "zh") if language == "zh" else _in_words(last)
    return [(say("page-ask-example-day", language, date=named), _lists)]


def _of_writers(assistant: Newspaper, language: Language) -> list[Tried]:
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
    return _in_turn(known, _headlined_on)


def _first_pieces(known: Holdings) -> Iterator[Piece]:
    """Reports of the same pages, with any headline: the first of each page, then the next."""
    return _in_turn(known, _reports)


def _in_turn(known: Holdings, chosen: Callable[[Sequence[Piece]], list[Piece]]) -> Iterator[Piece]:
    """What is chosen of each of the first pages, one of each page at a time."""
    with_any = (found for name in sorted(known.heads) if (found := chosen(known.pieces(name))))
    in_turn = zip_longest(*islice(with_any, TRIED))
    return (article for article in chain.from_iterable(in_turn) if article is not None)


def _reports(pieces: Sequence[Piece]) -> list[Piece]:
    return [each for each in pieces if each.kind in ("news", "feature")]


def _headlined_on(pieces: Sequence[Piece]) -> list[Piece]:
    least, most = HEADLINE_CHARACTERS
    found = [each for each in _reports(pieces) if least <= len(_line(each)) <= most and _line(each)[0] not in "—-"]
    return sorted(found, key=lambda article: -len(article.text))


def _line(article: Piece) -> str:
    """The first line of a headline, of which a question can be made though the whole of it is long."""
    return article.title.partition(" ")[0]
