"""Pieces that were searched for, as cards: what they are, and the sentence that is nearest. No gradio here."""

import re
from collections.abc import Sequence
from typing import Final

from rag import Language, Passage, QuestionError, Scope, Sentence, day_printed
from ui.markup import date_label, error_sentence, escaped, marked, span_label
from ui.newspaper import Newspaper
from ui.wording import say

SENTENCE_CHARACTERS: Final = 120
"""Shown of a sentence: three or four lines of a phone, enough to see what it says."""

_LONGEST_QUERY: Final = 60
"""Characters of a query that its heading repeats."""


def found_view(assistant: Newspaper, query: str, scope: Scope, language: Language) -> str:
    """The pieces within `scope` that are nearest to `query`, or why there are none.

    Those that hold a word of it come first, the best of them first, then those that are only near in meaning.
    """
    try:
        hits = assistant.search(query, (), scope)
    except QuestionError as error:
        return _frame(query, f'<p class="no-paper">{escaped(error_sentence(error, language))}</p>', language)
    if not hits:
        return _frame(query, f'<p class="no-paper">{escaped(say("refusal-out-of-scope", language))}</p>', language)
    terms = words_of(assistant, query)
    nearest: dict[str, Passage] = {}
    for hit in hits:
        nearest.setdefault(hit.passage.article, hit.passage)
    held = [passage for passage in nearest.values() if places(passage.title + passage.text, terms)]
    near = [passage for passage in nearest.values() if passage not in held]
    cards = [_card(assistant, passage, terms, language) for passage in (*held, *near)]
    if terms and near:
        note = say("page-found-further" if held else "page-found-near", language)
        cards.insert(len(held), f'<li class="hint">{escaped(note)}</li>')
    return _frame(query, f'<ol class="found">{"".join(cards)}</ol>', language)


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


def _frame(query: str, body: str, language: Language) -> str:
    heading = say("page-found", language, text=query.strip()[:_LONGEST_QUERY])
    return (f'<section class="paper results"><header><h2>{escaped(heading)}</h2>'
            f'<button type="button" class="leave" data-leave>{escaped(say("page-found-leave", language))}</button>'
            f'</header>{body}</section>')


def _card(assistant: Newspaper, passage: Passage, terms: Sequence[str], language: Language) -> str:
    """One piece: its kind, day, page and lines, its headline, and its best sentence."""
    article, page = assistant.article(passage.article), assistant.page(passage.source)
    number = "" if page.issue.page is None else say("page-number", language, number=page.issue.page)
    facts = [date_label(passage.date or day_printed(article, page), language), number, page.issue.section,
             article.byline, span_label(passage.spans, language), passage.source]
    told = "".join(f"<span>{escaped(fact)}</span>" for fact in facts if fact)
    title = passage.title or say("title-none", language)
    return (f'<li class="run {escaped(article.kind)}"><div class="told"><p class="facts">'
            f'<span class="kind">{escaped(say(f"kind-{article.kind}", language))}</span>{told}</p>'
            f'<h3><button type="button" class="open{"" if passage.title else " untitled"}" '
            f'data-piece="{escaped(passage.article)}" lang="zh-CN">{marked(title, places(title, terms))}</button></h3>'
            f'{_sentence(passage, terms)}</div></li>')


def _sentence(passage: Passage, terms: Sequence[str]) -> str:
    """The best sentence with the query's words marked, cut around the first of them where it is long."""
    sentence = best_sentence(passage, terms)
    if sentence is None:
        return ""
    text = sentence.text.strip()
    first = min((start for start, _ in places(text, terms)), default=0)
    start = 0 if len(text) <= SENTENCE_CHARACTERS else max(0, min(first - 20, len(text) - SENTENCE_CHARACTERS))
    shown = text[start:start + SENTENCE_CHARACTERS]
    before, after = "…" * (start > 0), "…" * (start + SENTENCE_CHARACTERS < len(text))
    return f'<p class="extract" lang="zh-CN">{before}{marked(shown, places(shown, terms))}{after}</p>'
