"""Turns -> chat bubbles and source cards. No gradio here.

A marker in a bubble links to `#source-TURN-MARKER`, the id of its card in the panel; the page's scripts follow it, and
show what `peeks` holds where it is hovered. Left out: the whole article (see `article_view`), and what is copied.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

from rag import (
    Answer,
    Citation,
    Language,
    date_label,
    line_label,
    marker_places,
    printed_label,
    span_place,
)
from ui.ask.blocks import Statement, blocks_of
from ui.ask.excerpts import cut_short, excerpt_around
from ui.ask.links import address_of
from ui.ask.lists import MOST, further, is_list
from ui.ask.plans import addable, chips
from ui.ask.referencing import answer_as_text, nearest
from ui.ask.responding import Turn, answer_text
from ui.markup import Stretches, event_label, period_label, span_label, stretches
from ui.newspaper import Imprint, Newspaper
from ui.templating import render
from ui.wording import say

EXCERPT_CHARACTERS: Final = 160
"""Shown of a passage that only lies near the question."""

QUESTION_CHARACTERS: Final = 300
"""Shown of a question: the longest that is answered."""

TOO_LONG_CHARACTERS: Final = 60
"""Shown of one that is longer, three lines on a phone: it was not asked, is still in the box, and all of it would bury
what is said of it."""


class Source(NamedTuple):
    """A source as a bubble shows it: `facts` say where it stands, `kept` whether the corpus still holds it."""

    place: int
    title: str
    facts: str
    quote: str = ""
    kept: bool = True


class Card(NamedTuple):
    """A source as the panel shows it: `event` says of which day it tells, where that is not the paper's, `days` which
    days the cited words mean.

    `gone` is said in place of the way to a piece that the corpus no longer holds.
    """

    place: int
    title: str
    issue: str
    event: list[str]
    lines: str
    file: str
    words: Stretches
    gone: str
    days: Sequence[str] = ()


def conversation(turns: Sequence[Turn], language: Language) -> list[dict[str, str]]:
    """The messages of a gradio Chatbot; an empty message has no bubble of its own."""
    messages: list[dict[str, str]] = []
    for number, turn in enumerate(turns):
        if turn.question:
            messages.append({"role": "user", "content": asked(turn.question, language)})
        if turn.notice:
            notice = render("ask/notice", language, look="notice", text=turn.notice)
            messages.append({"role": "assistant", "content": notice})
        told = replied(turn, number, language, turns[: number + 1], number == len(turns) - 1)
        messages.append({"role": "assistant", "content": told})
    return messages


def asked(question: str, language: Language) -> str:
    """A visitor's message, cut where it is far longer than a question."""
    cut = len(question) > QUESTION_CHARACTERS
    return render(
        "ask/asked",
        language,
        question=question[:TOO_LONG_CHARACTERS] if cut else question,
        length=len(question),
        cut=cut,
    )


def replied(turn: Turn, number: int, language: Language, thread: Sequence[Turn] = (), last: bool = False) -> str:
    """What there is of the answer to turn `number` of the conversation; `thread` are the turns up to it, and it. Below
    the `last` one stands how it can be asked again.
    """
    if turn.stage == "searching":
        waits = "page-loading" if turn.loading else "page-searching"
        return render("ask/notice", language, look="searching", text=say(waits, language))
    answer = turn.answer
    if answer is None:
        look = "notice error" if turn.failed else "notice"
        return render("ask/notice", language, look=look, text=turn.text, number=number, again=_again(turn, last))
    complete = turn.stage == "done"
    whole = (
        {
            "sources": [] if answer.refused else _peeks(turn, answer, language),
            "near": answer.refused and bool(nearest(answer)),
            "copied": answer_as_text(turn, language),
            "address": address_of(thread or [turn]),
            "chips": chips(turn, language),
            "addable": bool(addable(turn)),
            "more": further(turn),
            "table": is_list(turn),
            "onward": answer.onward,
            "again": _again(turn, last),
            "stopped": turn.stopped,
            "unlisted": answer.count if MOST <= answer.shown < (answer.count or 0) else 0,
        }
        if complete
        else {}
    )
    return render(
        "ask/reply",
        language,
        number=number,
        refused=answer.refused,
        writing=turn.stage == "writing",
        complete=complete,
        blocks=blocks_of(_statements(turn, answer, language)),
        read_as=answer.read_as,
        **whole,
    )


def _again(turn: Turn, last: bool) -> list[str]:
    """How a turn can be asked again, by the names that `Events.ask_again` knows; "edit" first. Nothing for an earlier
    turn, or for a hint that answered no question.
    """
    if not last or not turn.question or turn.stage == "left":
        return []
    plain = turn.answer is not None and turn.answer.kind in ("answer", "refusal") and not turn.thorough
    return [
        "edit",
        *["same"] * turn.stopped,
        *["more"] * (plain and not turn.stopped),
        *["whole"] * (turn.scope.narrows and not turn.failed),
    ]


def sources_panel(turn: Turn | None, number: int, language: Language) -> str:
    """The panel beside the conversation: the sources of one turn, or what will be shown there."""
    if turn is None or turn.answer is None or not (turn.answer.refused or turn.answer.citations):
        return render("ask/no_sources", language)
    answer = turn.answer
    cards = _nearest_cards(turn, answer, language) if answer.refused else _source_cards(turn, answer, language)
    return render(
        "ask/sources",
        language,
        number=number,
        refused=answer.refused,
        question=turn.question[:QUESTION_CHARACTERS],
        cards=cards,
    )


def corpus_figures(assistant: Newspaper, language: Language) -> str:
    """How much there is to ask about, and from when to when."""
    known = assistant.holdings
    if not known.heads:
        return render("ask/figures", language, figures=say("page-corpus-none", language), period="")
    figures = say("page-figures", language, pages=len(known.heads), articles=known.piece_count)
    return render("ask/figures", language, figures=figures, period=period_label(known.period, language))


def _statements(turn: Turn, answer: Answer, language: Language) -> list[Statement]:
    """The turn's text cut at the markers of its citations, which links take the place of."""
    text, imprints = turn.text, turn.imprints
    whole = answer_text(answer, language)  # while it is being written, its beginning is there alone
    places = marker_places(whole if whole.startswith(text) else text, answer.citations)
    exact = span_place(text, answer.span, places.values())

    def spoken(start: int, end: int) -> Stretches:
        return stretches(text[start:end], [(exact[0] - start, exact[1] - start)])

    statements: list[Statement] = []
    position = 0
    for citation in answer.citations:
        start, end = places.get(citation.marker, (0, 0))
        if not position <= start < end <= len(text):
            continue
        last = max(position, start - 1)
        imprint = imprints.get(citation.marker, Imprint())
        hint = f"{citation.title or say('title-none', language)} · {_place(citation, imprint, language)}"
        statements.append(Statement(spoken(position, last), spoken(last, start), citation.marker, hint))
        position = end
    return [*statements, Statement(spoken(position, len(text)))]


def _place(citation: Citation, imprint: Imprint, language: Language) -> str:
    return " · ".join((_issue(imprint, language), line_label(citation.lines, language)))


def _issue(imprint: Imprint, language: Language) -> str:
    """The issue, page and section that something was printed in, as far as they are known."""
    number = "" if imprint.page is None else say("page-number", language, number=imprint.page)
    day = " ".join(filter(None, (imprint.paper, printed_label(imprint.printed, language))))
    return " · ".join(filter(None, (day, number, imprint.section)))


def _event(imprint: Imprint, language: Language) -> list[str]:
    """The day of what is told, where that is another one than the paper's."""
    return [event_label(imprint.event, language)] if imprint.event not in ("", imprint.printed.date) else []


def _peeks(turn: Turn, answer: Answer, language: Language) -> list[Source]:
    """The sources as they are shown where their markers are hovered."""
    sources = []
    for citation in answer.citations:
        imprint = turn.imprints.get(citation.marker, Imprint())
        facts = " · ".join((_place(citation, imprint, language), *_event(imprint, language), citation.source))
        sources.append(
            Source(citation.marker, citation.title or say("title-none", language), facts, citation.quote, imprint.kept)
        )
    return sources


def _source_cards(turn: Turn, answer: Answer, language: Language) -> list[Card]:
    passages = {hit.passage.id: hit.passage for hit in answer.hits}
    cards = []
    for citation in answer.citations:
        imprint, passage = turn.imprints.get(citation.marker, Imprint()), passages.get(citation.passage)
        quoted = excerpt_around(passage, citation.fragments) if passage and imprint.kept else ()
        # Without the passage, or where it does not hold the quote, the quote stands alone: never a card without proof.
        if not any(cited for _, cited in quoted):
            quoted = ((citation.quote, True),)
        cards.append(
            Card(
                place=citation.marker,
                title=citation.title or say("title-none", language),
                issue=_issue(imprint, language),
                event=_event(imprint, language),
                lines=line_label(citation.lines, language),
                file=citation.source,
                words=quoted,
                gone="" if imprint.kept else say("page-gone-note", language),
                days=[
                    say("page-day-meant", language, text=day.text, date=date_label(day.date, language))
                    for day in imprint.days
                ],
            )
        )
    return cards


def _nearest_cards(turn: Turn, answer: Answer, language: Language) -> list[Card]:
    cards = []
    for hit in nearest(answer):
        passage, imprint = hit.passage, turn.imprints.get(hit.rank, Imprint())
        excerpt = cut_short(passage.text, EXCERPT_CHARACTERS)
        cards.append(
            Card(
                place=hit.rank,
                title=passage.title or say("title-none", language),
                issue=_issue(imprint, language),
                event=_event(imprint, language),
                lines=span_label(passage.spans, language),
                file=passage.source,
                words=((excerpt, False),),
                gone="" if imprint.kept else say("page-near-gone", language),
            )
        )
    return cards
