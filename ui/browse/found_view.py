"""Pieces that were searched for, as cards: what they are, and the sentence that is nearest. No gradio here."""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from rag import Language, Passage, QuestionError, Scope, Sentence, day_on, event_day, printed_label, whole_of
from ui.markup import Stretches, error_sentence, event_label, span_label, stretches
from ui.newspaper import Newspaper
from ui.templating import render
from ui.wording import say

SENTENCE_CHARACTERS: Final = 120
"""Shown of a sentence: three or four lines of a phone, enough to see what it says."""

_LONGEST_QUERY: Final = 60
"""Characters of a query that its heading repeats."""


class FoundPiece(NamedTuple):
    """A piece that was found: what it is, its headline and best sentence with the words sought marked, its file."""

    id: str
    kind: str
    facts: list[str]
    title: Stretches
    titled: bool
    sentence: Stretches
    file: str


def found_view(assistant: Newspaper, query: str, scope: Scope, language: Language) -> str:
    """The pieces within `scope` that are nearest to `query`, or why there are none.

    Those that hold a word of it come first, the best of them first, then those that are only near in meaning.
    """
    heading = say("page-found", language, text=query.strip()[:_LONGEST_QUERY])
    try:
        hits = assistant.search(query, (), scope)
    except QuestionError as error:
        return render("browse/found", language, heading=heading, nothing=error_sentence(error, language))
    if not hits:
        return render("browse/found", language, heading=heading, nothing=say("refusal-out-of-scope", language))
    terms = words_of(assistant, query)
    nearest: dict[str, Passage] = {}
    for hit in hits:
        nearest.setdefault(hit.passage.article, hit.passage)
    held = [passage for passage in nearest.values() if places(passage.title + passage.text, terms)]
    near = [passage for passage in nearest.values() if passage not in held]
    further = say("page-found-further" if held else "page-found-near", language) if terms and near else ""
    return render(
        "browse/found",
        language,
        heading=heading,
        nothing="",
        further=further,
        held=[_piece(assistant, passage, terms, language) for passage in held],
        near=[_piece(assistant, passage, terms, language) for passage in near],
    )


def words_of(assistant: Newspaper, query: str) -> tuple[str, ...]:
    """The words of the query that are marked, longest first; pairs of characters only where it has no word."""
    terms = dict.fromkeys(assistant.terms.cut(query))
    words = [term for term in terms if not term.startswith(":") and (len(term) > 1 or term.isdigit())]
    return tuple(sorted(words or [term.removeprefix(":") for term in terms], key=len, reverse=True))


def places(text: str, terms: Sequence[str]) -> list[tuple[int, int]]:
    """Where `terms` stand in `text`, whatever their case, as offsets."""
    return [found.span() for term in terms for found in re.finditer(re.escape(term), text, re.IGNORECASE)]


def best_sentence(passage: Passage, terms: Sequence[str]) -> Sentence | None:
    """The sentence that holds most of `terms`, by their length; the first of equal ones."""

    def held(sentence: Sentence) -> int:
        return sum(len(term) for term in terms if places(sentence.text, [term]))

    return max(passage.sentences, key=held, default=None)


def _piece(assistant: Newspaper, passage: Passage, terms: Sequence[str], language: Language) -> FoundPiece:
    """One piece: its kind, day, page and lines, its headline, and its best sentence."""
    article, page = assistant.article(passage.article), assistant.page(passage.source)
    number = "" if page.issue.page is None else say("page-number", language, number=page.issue.page)
    parts = assistant.parts(passage.article)
    day = day_on(parts, page)
    facts = (
        printed_label(day, language),
        number,
        page.issue.section,
        event_label(event_day(whole_of(parts), day), language),
        article.byline,
        span_label(passage.spans, language),
    )
    title = passage.title or say("title-none", language)
    return FoundPiece(
        passage.article,
        article.kind,
        [fact for fact in facts if fact],
        stretches(title, places(title, terms)),
        bool(passage.title),
        _sentence(passage, terms),
        passage.source,
    )


def _sentence(passage: Passage, terms: Sequence[str]) -> Stretches:
    """The best sentence with the query's words marked, cut around the first of them where it is long."""
    sentence = best_sentence(passage, terms)
    if sentence is None:
        return ()
    text = sentence.text.strip()
    first = min((start for start, _ in places(text, terms)), default=0)
    start = 0 if len(text) <= SENTENCE_CHARACTERS else max(0, min(first - 20, len(text) - SENTENCE_CHARACTERS))
    shown = text[start : start + SENTENCE_CHARACTERS]
    before, after = "…" * (start > 0), "…" * (start + SENTENCE_CHARACTERS < len(text))
    return ((before, False), *stretches(shown, places(shown, terms)), (after, False))
