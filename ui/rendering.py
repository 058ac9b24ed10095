"""Turns -> chat bubbles and source cards, as HTML that is safe to show. No gradio here.

A marker in a bubble links to `#source-TURN-MARKER`, the id of its card in the panel; the page's script follows it.
Left out: the whole article (see `article_view`).
"""

from collections.abc import Sequence
from typing import Final

from rag import Answer, Citation, Fragment, Language, Passage, Sentence, say
from ui.markup import cited_ranges, date_label, escaped, line_label, marked, span_label
from ui.responding import MARKER, Newspaper, Turn

NEIGHBOUR_CHARACTERS: Final = 80
"""Shown on each side of a cited sentence in its card: two or three lines, enough to see what it is about."""

NEAREST_SHOWN: Final = 5
"""Passages shown with a refusal; further ones are rarely near anything."""

EXCERPT_CHARACTERS: Final = 160
"""Shown of a passage that only lies near the question."""

QUESTION_CHARACTERS: Final = 300
"""Shown of a question: the longest that is answered. What is longer was not asked, and would bury the hint."""


def conversation(turns: Sequence[Turn], language: Language) -> list[dict[str, str]]:
    """The messages of a gradio Chatbot; an empty message has no bubble of its own."""
    messages: list[dict[str, str]] = []
    for number, turn in enumerate(turns):
        if turn.question:
            messages.append({"role": "user", "content": asked(turn.question, language)})
        messages.append({"role": "assistant", "content": replied(turn, number, language)})
    return messages


def asked(question: str, language: Language) -> str:
    """A visitor's message, cut where it is far longer than a question."""
    shown = escaped(question[:QUESTION_CHARACTERS])
    if len(question) > QUESTION_CHARACTERS:
        shown += f'<span class="cut">{escaped(say("page-cut", language, length=len(question)))}</span>'
    return f'<div class="asked">{shown}</div>'


def replied(turn: Turn, number: int, language: Language) -> str:
    """What there is of the answer to turn `number` of the conversation."""
    if turn.stage == "searching":
        return f'<div class="reply searching">{escaped(say("page-searching", language))}</div>'
    if turn.answer is None:
        return f'<div class="reply notice">{escaped(turn.text)}</div>'
    body = f'<div class="words">{_linked(turn.text, turn.answer, number, language)}</div>'
    if turn.answer.refused:
        head = f'<div class="verdict">{escaped(say("page-refused", language))}</div>'
        return f'<div class="reply refusal">{head}{body}{_sources_link(turn, number, language)}</div>'
    return f'<div class="reply">{body}{_sources_link(turn, number, language)}</div>'


def sources_panel(turn: Turn | None, number: int, language: Language) -> str:
    """The panel beside the conversation: the sources of one turn, or what will be shown there."""
    if turn is None or turn.answer is None:
        return (f'<section class="sources empty"><h2>{escaped(say("ask-sources", language))}</h2>'
                f'<p>{escaped(say("page-sources-empty", language))}</p></section>')
    answer = turn.answer
    if answer.refused:
        heading, cards = "ask-nearest", _nearest_cards(answer, number, language)
    else:
        passages = {hit.passage.id: hit.passage for hit in answer.hits}
        heading = "ask-sources"
        cards = [_source_card(citation, passages.get(citation.passage), number, language)
                 for citation in answer.citations]
    return (f'<section class="sources{" near" if answer.refused else ""}" data-turn="{number}">'
            f'<h2>{escaped(say(heading, language))}</h2>'
            f'<p class="for">{escaped(turn.question[:QUESTION_CHARACTERS])}</p>'
            f'<ol>{"".join(cards) or _no_card(language)}</ol></section>')


def corpus_figures(assistant: Newspaper, language: Language) -> str:
    """How much there is to ask about, and from when to when."""
    figures = say("page-figures", language, pages=len(assistant.pages), articles=len(assistant.articles))
    dates = sorted(article.date for article in assistant.articles if article.date)
    if not dates:
        return escaped(figures)
    if dates[0] == dates[-1]:
        period = date_label(dates[0], language)
    else:
        period = say("page-period", language, first=date_label(dates[0], language),
                     last=date_label(dates[-1], language))
    return f'{escaped(figures)}<span class="dot"> · </span>{escaped(period)}'


def _linked(text: str, answer: Answer, number: int, language: Language) -> str:
    """`text` escaped, the exact answer emphasised, each citation's marker a link that names its source."""
    begin = text.find(answer.span) if answer.span else -1  # while it is being written, not yet
    exact = (begin, begin + len(answer.span)) if begin >= 0 else (0, 0)
    citations = {citation.marker: citation for citation in answer.citations}
    parts: list[str] = []
    position = 0
    for found in MARKER.finditer(text):
        citation = citations.get(int(found[1]))
        if citation is None:
            continue
        hint = escaped(f"{citation.title or say('title-none', language)} · {_place(citation, language)}")
        last = max(position, found.start() - 1)
        parts.append(f'{_spoken(text, position, last, exact)}<span class="end">'
                     f'{_spoken(text, last, found.start(), exact)}'
                     f'<a class="marker" href="#source-{number}-{citation.marker}" title="{hint}">'
                     f'{citation.marker}</a></span>')
        position = found.end()
    parts.append(_spoken(text, position, len(text), exact))
    return "".join(parts)


def _spoken(text: str, start: int, end: int, exact: tuple[int, int]) -> str:
    """Characters `start` to `end` of an answer, those of the exact answer emphasised."""
    low, high = max(start, exact[0]), min(end, exact[1])
    if low >= high:
        return escaped(text[start:end])
    return (f'{escaped(text[start:low])}<strong class="exact">{escaped(text[low:high])}</strong>'
            f'{escaped(text[high:end])}')


def _place(citation: Citation, language: Language) -> str:
    return f"{date_label(citation.date, language)} · {line_label(*citation.lines, language)}"


def _sources_link(turn: Turn, number: int, language: Language) -> str:
    """Below a complete reply: the way to its sources, which on a phone lie further down."""
    if turn.stage != "done" or turn.answer is None:
        return ""
    if turn.answer.refused:
        label = say("page-nearest-link", language)
    else:
        label = say("page-sources-link", language, count=len(turn.answer.citations))
    return f'<div class="onward"><a class="all" href="#source-{number}">{escaped(label)}</a></div>'


def _source_card(citation: Citation, passage: Passage | None, number: int, language: Language) -> str:
    quoted = _excerpt_around(passage, citation.fragments) if passage else ""
    # Without the passage, or where it does not hold the quote, the quote stands alone: never a card without proof.
    if "<mark" not in quoted:
        quoted = f'<mark class="cited">{escaped(citation.quote)}</mark>'
    return _card(number, citation.marker, citation.title, citation.date, line_label(*citation.lines, language),
                 citation.source, quoted, language)


def _nearest_cards(answer: Answer, number: int, language: Language) -> list[str]:
    cards: list[str] = []
    for hit in answer.hits[:NEAREST_SHOWN]:
        passage = hit.passage
        excerpt = escaped(passage.text[:EXCERPT_CHARACTERS]) + ("…" if len(passage.text) > EXCERPT_CHARACTERS else "")
        cards.append(_card(number, hit.rank, passage.title, passage.date, span_label(passage.spans, language),
                           passage.source, excerpt, language))
    return cards


def _card(number: int, place: int, title: str, date: str | None, lines: str, source: str, quoted: str,
          language: Language) -> str:
    """One source: number, headline, where it stands, the words, and the way to the whole piece."""
    return (f'<li class="card" id="source-{number}-{place}" data-place="{place}" tabindex="-1">'
            f'<div class="top"><span class="badge">{place}</span>'
            f'<h3 lang="zh-CN">{escaped(title or say("title-none", language))}</h3></div>'
            f'<p class="meta"><span>{escaped(date_label(date, language))}</span>'
            f'<span>{escaped(lines)}</span><span class="file">{escaped(source)}</span></p>'
            f'<blockquote lang="zh-CN">{quoted}</blockquote>'
            f'<button type="button" class="whole" data-turn="{number}" data-place="{place}">'
            f'{escaped(say("page-whole", language))}</button></li>')


def _excerpt_around(passage: Passage, cited: Sequence[Fragment]) -> str:
    """The cited sentences of a passage with their neighbours, the cited characters marked."""
    holding = [index for index, sentence in enumerate(passage.sentences) if _holds(sentence, cited)]
    if not holding:
        return ""
    first = _reach(passage.sentences, holding[0], -1)
    last = _reach(passage.sentences, holding[-1], 1)
    parts = ["…" if first > 0 else ""]
    for sentence in passage.sentences[first:last + 1]:
        if sentence.opens_paragraph and len(parts) > 1:
            parts.append("<br>")
        for piece in sentence.fragments:
            ranges = [(start - piece.start, end - piece.start)
                      for start, end in cited_ranges(piece.source, piece.line, cited)]
            parts.append(marked(piece.text, ranges))
    parts.append("…" if last < len(passage.sentences) - 1 else "")
    # A sentence broken by the page is one mark to a reader, as it is one quote.
    return "".join(parts).replace('</mark><mark class="cited">', "")


def _holds(sentence: Sentence, cited: Sequence[Fragment]) -> bool:
    return any(piece.source == quoted.source and piece.line == quoted.line
               and piece.start < quoted.end and quoted.start < piece.end
               for piece in sentence.fragments for quoted in cited)


def _reach(sentences: Sequence[Sentence], index: int, step: int) -> int:
    """The furthest sentence shown from `index` on in one direction; at least the next one."""
    room = NEIGHBOUR_CHARACTERS
    while room > 0 and 0 <= index + step < len(sentences):
        index += step
        room -= len(sentences[index].text)
    return index


def _no_card(language: Language) -> str:
    return f'<li class="none">{escaped(say("page-nothing-near", language))}</li>'
