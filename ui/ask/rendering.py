"""Turns -> chat bubbles and source cards, as HTML that is safe to show. No gradio here.

A marker in a bubble links to `#source-TURN-MARKER`, the id of its card in the panel; the page's scripts follow it, and
show what `peeks` holds where it is hovered. Left out: the whole article (see `article_view`), and what is copied.
"""

from collections.abc import Sequence
from typing import Final
from urllib.parse import urlencode

from rag import Answer, Citation, Language, Passage, marker_places, span_place
from ui.ask.excerpts import excerpt_around
from ui.ask.referencing import NEAREST_SHOWN, answer_as_text
from ui.ask.responding import Turn, answer_text
from ui.ask.thumbs import thumbs
from ui.browse.scope_links import scope_parameters
from ui.markup import date_label, escaped, line_label, period_label, span_label
from ui.newspaper import Imprint, Newspaper
from ui.wording import say

EXCERPT_CHARACTERS: Final = 160
"""Shown of a passage that only lies near the question."""

HEADLINE_CHARACTERS: Final = 24
"""Shown of a piece without a headline in its place."""

QUESTION_CHARACTERS: Final = 300
"""Shown of a question: the longest that is answered. What is longer was not asked, and would bury the hint."""


def conversation(turns: Sequence[Turn], language: Language) -> list[dict[str, str]]:
    """The messages of a gradio Chatbot; an empty message has no bubble of its own."""
    messages: list[dict[str, str]] = []
    for number, turn in enumerate(turns):
        if turn.question:
            messages.append({"role": "user", "content": asked(turn.question, language)})
        thread = [earlier.question for earlier in turns[:number + 1] if earlier.question]
        messages.append({"role": "assistant", "content": replied(turn, number, language, thread)})
    return messages


def asked(question: str, language: Language) -> str:
    """A visitor's message, cut where it is far longer than a question."""
    shown = escaped(question[:QUESTION_CHARACTERS])
    if len(question) > QUESTION_CHARACTERS:
        shown += f'<span class="cut">{escaped(say("page-cut", language, length=len(question)))}</span>'
    return f'<div class="asked">{shown}</div>'


def replied(turn: Turn, number: int, language: Language, thread: Sequence[str] = ()) -> str:
    """What there is of the answer to turn `number` of the conversation; `thread` are the questions up to it."""
    if turn.stage == "searching":
        return f'<div class="reply searching">{escaped(say("page-searching", language))}</div>'
    if turn.answer is None:
        return f'<div class="reply notice">{escaped(turn.text)}</div>'
    writing = " writing" if turn.stage == "writing" else ""
    body = f'<div class="words">{_linked(turn, turn.answer, number, language)}</div>'
    if turn.answer.refused:
        head = f'<div class="verdict">{escaped(say("page-refused", language))}</div>'
        return f'<div class="reply refusal{writing}">{head}{body}{_near_links(turn, number, language, thread)}</div>'
    return (f'<div class="reply{writing}">{body}{_peeks(turn, number, language)}'
            f'{_onward(turn, number, language, thread)}</div>')


def sources_panel(turn: Turn | None, number: int, language: Language) -> str:
    """The panel beside the conversation: the sources of one turn, or what will be shown there."""
    if turn is None or turn.answer is None:
        return (f'<section class="sources empty"><h2>{escaped(say("ask-sources", language))}</h2>'
                f'<p>{escaped(say("page-sources-empty", language))}</p></section>')
    answer = turn.answer
    if answer.refused:
        heading, cards = "ask-nearest", _nearest_cards(turn, answer, number, language)
    else:
        passages = {hit.passage.id: hit.passage for hit in answer.hits}
        heading = "ask-sources"
        cards = [_source_card(citation, passages.get(citation.passage), number, language,
                              turn.imprints.get(citation.marker, Imprint())) for citation in answer.citations]
    return (f'<section class="sources{" near" if answer.refused else ""}" data-turn="{number}">'
            f'<h2>{escaped(say(heading, language))}</h2>'
            f'<p class="for">{escaped(turn.question[:QUESTION_CHARACTERS])}</p>'
            f'<ol>{"".join(cards) or _no_card(language)}</ol></section>')


def corpus_figures(assistant: Newspaper, language: Language) -> str:
    """How much there is to ask about, and from when to when."""
    if not assistant.pages:
        return escaped(say("page-corpus-none", language))
    figures = say("page-figures", language, pages=len(assistant.pages), articles=len(assistant.articles))
    period = period_label(assistant.articles, language)
    if not period:
        return escaped(figures)
    return f'{escaped(figures)}<span class="dot"> · </span>{escaped(period)}'


def _linked(turn: Turn, answer: Answer, number: int, language: Language) -> str:
    """The turn's text escaped, the exact answer emphasised, each citation's marker a link that names its source."""
    text, imprints = turn.text, turn.imprints
    whole = answer_text(answer, language)  # while it is being written, its beginning is there alone
    places = marker_places(whole if whole.startswith(text) else text, answer.citations)
    exact = span_place(text, answer.span, places.values())
    parts: list[str] = []
    position = 0
    for citation in answer.citations:
        start, end = places.get(citation.marker, (0, 0))
        if not position <= start < end <= len(text):
            continue
        title = citation.title or say("title-none", language)
        hint = escaped(f"{title} · {_place(citation, imprints.get(citation.marker, Imprint()), language)}")
        last = max(position, start - 1)
        parts.append(f'{_spoken(text, position, last, exact)}<span class="end">'
                     f'{_spoken(text, last, start, exact)}'
                     f'<a class="marker" href="#source-{number}-{citation.marker}" '
                     f'aria-label="{citation.marker} {hint}">{citation.marker}</a></span>')
        position = end
    parts.append(_spoken(text, position, len(text), exact))
    return "".join(parts)


def _spoken(text: str, start: int, end: int, exact: tuple[int, int]) -> str:
    """Characters `start` to `end` of an answer, those of the exact answer emphasised."""
    low, high = max(start, exact[0]), min(end, exact[1])
    if low >= high:
        return escaped(text[start:end])
    return (f'{escaped(text[start:low])}<strong class="exact">{escaped(text[low:high])}</strong>'
            f'{escaped(text[high:end])}')


def _place(citation: Citation, imprint: Imprint, language: Language) -> str:
    return " · ".join((_issue(citation.date, imprint, language), line_label(*citation.lines, language)))


def _issue(date: str | None, imprint: Imprint, language: Language) -> str:
    """The issue and page that something was printed in, as far as they are known; its own day comes first."""
    number = "" if imprint.page is None else say("page-number", language, number=imprint.page)
    return " ".join(filter(None, (imprint.paper, date_label(date or imprint.day, language), number)))


def _onward(turn: Turn, number: int, language: Language, thread: Sequence[str]) -> str:
    """Below a complete reply: the way to its sources, which on a phone lie further down, and what can be taken."""
    if turn.stage != "done" or turn.answer is None:
        return ""
    label = say("page-sources-link", language, count=len(turn.answer.citations))
    if turn.answer.refused:
        label = say("page-nearest-link", language)
    return (f'<div class="onward"><a class="all" href="#source-{number}">{escaped(label)}</a>'
            f'{_takeaway(turn, language, thread)}{thumbs(number, language)}</div>')


def _takeaway(turn: Turn, language: Language, thread: Sequence[str]) -> str:
    """The ways to copy a reply, and the address that asks the thread again; takeaway.js follows them."""
    text = escaped(answer_as_text(turn, language)).replace("<br>", "&#10;")
    asked_for = [("q", question) for question in thread or [turn.question]]
    address = escaped("?" + urlencode([*asked_for, *scope_parameters(turn.scope)]))
    return (f'<button type="button" class="take copy">{escaped(say("page-copy", language))}</button>'
            f'<span class="done">{escaped(say("page-copied", language))}</span><span class="clip">{text}</span>'
            f'<a class="take link" href="{address}">{escaped(say("page-link", language))}</a>'
            f'<span class="done">{escaped(say("page-link-copied", language))}</span>')


def _near_links(turn: Turn, number: int, language: Language, thread: Sequence[str]) -> str:
    """Below a refusal: the nearest pieces by their headlines, each the way to its card."""
    if turn.stage != "done" or turn.answer is None:
        return ""
    entries = []
    for hit in turn.answer.hits[:NEAREST_SHOWN]:
        passage = hit.passage
        issue = _issue(passage.date, turn.imprints.get(hit.rank, Imprint()), language)
        entries.append(f'<li><a class="near" href="#source-{number}-{hit.rank}" lang="zh-CN">'
                       f'{escaped(passage.title or passage.text[:HEADLINE_CHARACTERS])}</a>'
                       f'<span class="issue">{escaped(issue)}</span></li>')
    listed = f'<ol class="nearest">{"".join(entries)}</ol>' if entries else ""
    return f"{listed}{_onward(turn, number, language, thread)}"


def _peeks(turn: Turn, number: int, language: Language) -> str:
    """What is shown of each source where its marker is hovered; not before the reply is complete.

    The chat keeps no data attributes, so that a class says which source each is of.
    """
    if turn.stage != "done" or turn.answer is None:
        return ""
    shown = "".join(_peek(citation, turn.imprints.get(citation.marker, Imprint()), number, language)
                    for citation in turn.answer.citations)
    return f'<div class="peeks">{shown}</div>'


def _peek(citation: Citation, imprint: Imprint, number: int, language: Language) -> str:
    place = " · ".join((_place(citation, imprint, language), citation.source))
    gone = "" if imprint.kept else f'<div class="gone">{escaped(say("page-gone-note", language))}</div>'
    return (f'<div class="peek at-{number}-{citation.marker}">'
            f'<div class="headline" lang="zh-CN">{escaped(citation.title or say("title-none", language))}</div>'
            f'<div class="issue">{escaped(place)}</div>{gone}'
            f'<div class="quote" lang="zh-CN">{escaped(citation.quote)}</div>'
            f'{_opener(number, citation.marker, language) if imprint.kept else ""}</div>')


def _source_card(citation: Citation, passage: Passage | None, number: int, language: Language,
                 imprint: Imprint) -> str:
    quoted = excerpt_around(passage, citation.fragments) if passage and imprint.kept else ""
    # Without the passage, or where it does not hold the quote, the quote stands alone: never a card without proof.
    if "<mark" not in quoted:
        quoted = f'<mark class="cited">{escaped(citation.quote)}</mark>'
    facts = (_issue(citation.date, imprint, language), line_label(*citation.lines, language))
    gone = "" if imprint.kept else say("page-gone-note", language)
    return _card(number, citation.marker, citation.title, (*facts, citation.source), quoted, gone, language)


def _nearest_cards(turn: Turn, answer: Answer, number: int, language: Language) -> list[str]:
    cards: list[str] = []
    for hit in answer.hits[:NEAREST_SHOWN]:
        passage = hit.passage
        imprint = turn.imprints.get(hit.rank, Imprint())
        excerpt = escaped(passage.text[:EXCERPT_CHARACTERS]) + ("…" if len(passage.text) > EXCERPT_CHARACTERS else "")
        facts = (_issue(passage.date, imprint, language), span_label(passage.spans, language), passage.source)
        gone = "" if imprint.kept else say("page-near-gone", language)
        cards.append(_card(number, hit.rank, passage.title, facts, excerpt, gone, language))
    return cards


def _card(number: int, place: int, title: str, facts: tuple[str, str, str], quoted: str, gone: str,
          language: Language) -> str:
    """One source: number, headline, where it stands (issue, lines, file), the words, and the way to the whole piece.

    `gone` is said in place of that way where the corpus no longer holds the piece.
    """
    issue, lines, source = facts
    way = f'<p class="gone">{escaped(gone)}</p>' if gone else _opener(number, place, language)
    return (f'<li class="card" id="source-{number}-{place}" data-place="{place}" tabindex="-1">'
            f'<div class="top"><span class="badge">{place}</span>'
            f'<h3 lang="zh-CN">{escaped(title or say("title-none", language))}</h3></div>'
            f'<p class="meta"><span>{escaped(issue)}</span>'
            f'<span>{escaped(lines)}</span><span class="file">{escaped(source)}</span></p>'
            f'<blockquote lang="zh-CN">{quoted}</blockquote>{way}</li>')


def _opener(number: int, place: int, language: Language) -> str:
    """The way to the whole piece behind source `place` of turn `number`."""
    return (f'<button type="button" class="whole" data-turn="{number}" data-place="{place}">'
            f'{escaped(say("page-whole", language))}</button>')


def _no_card(language: Language) -> str:
    return f'<li class="none">{escaped(say("page-nothing-near", language))}</li>'
