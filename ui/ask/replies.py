"""What is done with a reply that is there: its sources, the dialog for its plan, more of its list, a table of it.

Left out: whatever asks again (see `events`). It keeps no visitor's data, since all visitors share it.
"""

from dataclasses import replace
from typing import Any, Final

from rag import Language, WenbaoError
from ui.ask.conversation_bar import file_name
from ui.ask.conversations import Conversation, Shelf
from ui.ask.lists import listed_further, table, with_every_article
from ui.ask.plans import editor
from ui.ask.rendering import conversation, sources_panel
from ui.ask.store import note
from ui.browse.article_view import opened_piece, whole_view
from ui.gradio_setup import gr
from ui.markup import error_sentence
from ui.newspaper import Corpus, imprints_now
from ui.server.fair_turns import Turns, visitor_of
from ui.templating import render

SHOWN_TURN: Final = """(shelf, panel) => [shelf, document.querySelector("#sources .sources")?.dataset.turn ?? ""]"""
"""Sends of the panel whose sources it shows."""

_SHOWN: Final = 5
"""Components that show a shelf."""


class ReplyEvents:
    """The handlers, for one corpus and one language of the page; lists are gone on with when it is a visitor's turn."""

    def __init__(self, corpus: Corpus, language: Language, turns: Turns | None = None) -> None:
        self._corpus = corpus
        self._language = language
        self._turns = turns or Turns()

    def show_turn(self, shelf: Shelf, event: gr.EventData) -> Any:
        """The sources of an earlier turn, one of whose markers was clicked."""
        number = event._data.get("turn")
        turn = shelf.turn(number)
        return gr.skip() if turn is None else sources_panel(turn, number, self._language)

    def follow_corpus(self, shelf: Shelf, number: object) -> tuple[Any, ...]:
        """The conversation, the shelf and the sources of the turn `number`, as they are now that the corpus has
        changed; nothing where that changes none of them. A conversation that is being answered is drawn by that.
        """
        assistant = self._corpus.assistant
        turns = [
            turn if turn.answer is None else replace(turn, imprints=imprints_now(assistant, turn.answer, turn.imprints))
            for turn in shelf.turns
        ]
        if turns == list(shelf.turns) or turns[-1].stage == "left":
            return (gr.skip(),) * 3
        shelf, place = shelf.with_turns(turns), int(number) if isinstance(number, str) and number.isdecimal() else None
        turn = shelf.turn(place)
        panel = gr.skip() if turn is None or place is None else sources_panel(turn, place, self._language)
        return conversation(shelf.turns, self._language), shelf, panel

    def open_article(self, shelf: Shelf, event: gr.EventData) -> Any:
        """The whole piece behind a source card."""
        turn = shelf.turn(event._data.get("turn"))
        if turn is None or turn.answer is None:
            return gr.skip()
        view = opened_piece(self._corpus.assistant, turn.answer, event._data.get("place"), self._language)
        return gr.skip() if view is None else view

    def open_piece(self, event: gr.EventData) -> Any:
        """The whole piece whose name was clicked in another's view; nothing for whatever else a browser may send."""
        asked = event._data.get("id")
        try:
            return whole_view(self._corpus.assistant, asked if isinstance(asked, str) else "", (), self._language)
        except KeyError:
            return gr.skip()

    def change_plan(self, shelf: Shelf, event: gr.EventData) -> Any:
        """The dialog for a part of a turn's plan; nothing for whatever else comes."""
        number = event._data.get("turn")
        turn = shelf.turn(number)
        if turn is None:
            return gr.skip()
        return editor(self._corpus.assistant, turn, number, event._data.get("part"), self._language) or gr.skip()

    def list_more(self, shelf: Shelf, event: gr.EventData, request: gr.Request = None) -> tuple[Any, ...]:
        """The reply with more of its articles, as `shown` gives it; nothing while an answer is being written."""
        number = event._data.get("turn")
        turn = shelf.turn(number)
        if turn is None or shelf.turns[-1].stage == "left":
            return (gr.skip(),) * _SHOWN
        assistant = self._corpus.assistant
        try:
            longer = self._turns.take(
                visitor_of(request), lambda: listed_further(assistant, turn, self._language)
            ).result()
        except WenbaoError as error:
            longer = replace(turn, notice=error_sentence(error, self._language))
        shelf = shelf.with_turns([longer if each is turn else each for each in shelf.turns])
        panel = sources_panel(longer, number, self._language)
        return conversation(shelf.turns, self._language), shelf, panel, gr.skip(), note(shelf)

    def take_table(self, shelf: Shelf, event: gr.EventData, request: gr.Request = None) -> Any:
        """All articles of a reply as a table, for the browser to save; nothing where there are none."""
        turn = shelf.turn(event._data.get("turn"))
        if turn is None:
            return gr.skip()
        assistant = self._corpus.assistant
        try:
            text = self._turns.take(visitor_of(request), lambda: table(assistant, turn, self._language)).result()
        except WenbaoError:
            return gr.skip()
        name = f"{file_name(turn.question, self._language)}.csv"
        return render("ask/saved", self._language, name=name, type="text/csv", text=text) if text else gr.skip()

    def completed(self, conversation: Conversation) -> Conversation:
        """The conversation whose lists hold all their articles, to be taken along."""
        assistant = self._corpus.assistant
        turns = tuple(with_every_article(assistant, turn) for turn in conversation.turns)
        return replace(conversation, turns=turns)
