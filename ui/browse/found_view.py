"""Pieces that were searched for, as cards: what they are, and the sentence that is nearest. No gradio here."""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from rag import (
    Language,
    Passage,
    Plan,
    QuestionError,
    Scope,
    Sentence,
    Shown,
    day_on,
    event_day,
    printed_label,
    whole_of,
)
from ui.cutting import beginning_before, opening_of
from ui.markup import Stretches, error_sentence, event_label, span_label, stretches
from ui.newspaper import Newspaper
from ui.templating import render
from ui.wording import say

SENTENCE_CHARACTERS: Final = 120
"""Shown of a sentence: three or four lines of a phone, enough to see what it says."""

LEAD_CHARACTERS: Final = 40
"""Shown of a long sentence before its first word that was sought, at most: a clause or two."""

LISTED: Final = 100
"""Pieces that are listed at once; how many there are is said all the same."""

ORDERS: Final = ("fit", "newest", "oldest")
"""In which what is found can be sorted: the nearest first, the last day first, the first day first."""

_LONGEST_QUERY: Final = 60
"""Characters of a query that its heading repeats."""


class FoundPiece(NamedTuple):
    """A piece that was found: what it is, its headline and best sentence with the words sought marked."""

    id: str
    kind: str
    facts: list[str]
    title: Stretches
    titled: bool
    sentence: Stretches


def found_view(assistant: Newspaper, query: str, scope: Scope, language: Language, order: str = ORDERS[0]) -> str:
    """The pieces within `scope` that are nearest to `query`, with how many hold its words, or why there are none.

    Those that hold a word of it come first, in one of the ORDERS, then those that are only near in meaning.
    """
    heading = say("page-found", language, text=query.strip()[:_LONGEST_QUERY])
    try:
        hits = assistant.search(query, (), scope)
        listed = _listed(assistant, query, scope)
    except QuestionError as error:
        return render("browse/found", language, heading=heading, nothing=error_sentence(error, language))
    if not hits and not listed:
        return render("browse/found", language, heading=heading, nothing=say("refusal-out-of-scope", language))
    terms = words_of(assistant, query)
    nearest: dict[str, Passage] = {}
    for hit in hits:
        nearest.setdefault(hit.passage.article, hit.passage)
    whole = set(listed or ())
    some = [id for id, one in nearest.items() if id not in whole and places(one.title + one.text, terms)]
    # The best first: those with all words before those with some, and of them those that the search reached. What is a
    # headline alone has no passage to show.
    known = assistant.holdings
    beyond = [id for id in listed or () if id not in nearest and known.has_passages(id)]
    held = [*(id for id in nearest if id in whole), *beyond, *some]
    near = [one for id, one in nearest.items() if id not in whole and id not in some]
    if order in ORDERS[1:]:
        held.sort(key=lambda id: _printed(assistant, id), reverse=order == "newest")
    shown = [nearest.get(id) or _best_passage(known.passages(id), terms) for id in held[:LISTED]]
    further = say("page-found-further" if held else "page-found-near", language) if terms and near else ""
    count = len(listed or held)
    return render(
        "browse/found",
        language,
        heading=heading,
        nothing="",
        count=count,
        all_words=bool(whole),
        orders=ORDERS if len(held) > 1 else (),
        order=order if order in ORDERS else ORDERS[0],
        unlisted=max(0, len(held) - LISTED),
        further=further,
        held=[_piece(assistant, passage, terms, language) for passage in shown],
        near=[_piece(assistant, passage, terms, language) for passage in near],
    )


def _listed(assistant: Newspaper, query: str, scope: Scope) -> list[str] | None:
    """The ids of all articles within `scope` that hold every word of the query as it is spaced; None where the
    assistant tells none. Raises QuestionError.
    """
    plan = Plan("list", subject=tuple(dict.fromkeys(query.split())))
    answer = assistant.ask(query, (), scope, plan, Shown(limit=1))
    return None if answer.kind != "list" else [article.id for article in answer.articles]


def _best_passage(passages: Sequence[Passage], terms: Sequence[str]) -> Passage:
    """The one of an article's passages that holds most of `terms`."""
    return max(passages, key=lambda each: sum(bool(places(each.text, [term])) for term in terms))


def _printed(assistant: Newspaper, article: str) -> str:
    """The day that an article was printed; "" where nothing tells it."""
    parts = assistant.parts(article)
    return day_on(parts, assistant.page(parts[0].source)).date


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
    )


def _sentence(passage: Passage, terms: Sequence[str]) -> Stretches:
    """The best sentence with the query's words marked, cut around the first of them where it is long."""
    sentence = best_sentence(passage, terms)
    if sentence is None:
        return ()
    text = sentence.text.strip()
    if len(text) <= SENTENCE_CHARACTERS:
        return stretches(text, places(text, terms))
    first, end = min(places(text, terms), default=(0, 0))
    furthest = len(text) - SENTENCE_CHARACTERS + LEAD_CHARACTERS  # so that there is no room left over
    start = beginning_before(text, min(first, furthest), LEAD_CHARACTERS)
    shown = opening_of(text[start:], SENTENCE_CHARACTERS, least=end - start)
    before, after = "…" * (start > 0), "…" * (start + len(shown) < len(text))
    return ((before, False), *stretches(shown, places(shown, terms)), (after, False))
