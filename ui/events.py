"""What happens when a visitor does something on the page: gradio's events -> what its components show next.

Left out: what a turn says and looks like; this file only carries it to the page. It keeps no visitor's data, since
all visitors share it: a conversation comes in with each event and goes out again.
"""

from collections.abc import Iterator
from typing import Any, Final

from rag import Language
from ui.article_view import opened_piece
from ui.direct import gr
from ui.rendering import conversation, sources_panel
from ui.responding import Newspaper, Turn, respond, without_blank

ASKED_AT_ONCE: Final = 8
"""Questions answered at the same time; most of a turn is waiting while its text is written out."""


class Events:
    """The handlers, for one assistant and one language of the page."""

    def __init__(self, assistant: Newspaper, language: Language) -> None:
        self._assistant = assistant
        self._language = language

    def connect(self, question: gr.Textbox, chat: gr.Chatbot, turns: gr.State, panel: gr.HTML,
                whole: gr.HTML) -> None:
        """Tie the page's components to the handlers."""
        # One question at a time for each visitor ("once"), several visitors at a time.
        asking: dict[str, Any] = {"outputs": [question, chat, turns, panel], "show_progress": "hidden",
                                  "trigger_mode": "once", "concurrency_limit": ASKED_AT_ONCE,
                                  "concurrency_id": "ask", "api_visibility": "private"}
        looking: dict[str, Any] = {"show_progress": "hidden", "concurrency_limit": None, "api_visibility": "private"}
        question.submit(self.ask, [question, turns], **asking)
        chat.example_select(self.ask_example, [turns], **asking)
        # Raised by panel.js.
        panel.show_turn(self.show_turn, [turns], [panel], **looking)
        panel.open_article(self.open_article, [turns], [whole], **looking)

    def ask(self, message: str, turns: tuple[Turn, ...]) -> Iterator[tuple[Any, ...]]:
        """Answer a typed question: question box, conversation, turns and panel as they change."""
        earlier = without_blank(turns)
        for turn in respond(self._assistant, message, earlier, self._language):
            present = (*earlier, turn)
            # The box is emptied once, so that what is typed meanwhile stays.
            box = "" if turn.stage == "searching" else gr.skip()
            answered = turn.stage == "done" and turn.answer is not None
            panel = sources_panel(turn, len(earlier), self._language) if answered else gr.skip()
            yield box, conversation(present, self._language), present, panel

    def ask_example(self, turns: tuple[Turn, ...], event: gr.SelectData) -> Iterator[tuple[Any, ...]]:
        """Answer an example question that was clicked."""
        yield from self.ask(event.value["text"], turns)

    def show_turn(self, turns: tuple[Turn, ...], event: gr.EventData) -> Any:
        """The sources of an earlier turn, one of whose markers was clicked."""
        number = event._data.get("turn")
        turn = _chosen(turns, number)
        return gr.skip() if turn is None else sources_panel(turn, number, self._language)

    def open_article(self, turns: tuple[Turn, ...], event: gr.EventData) -> Any:
        """The whole piece behind a source card."""
        turn = _chosen(turns, event._data.get("turn"))
        if turn is None or turn.answer is None:
            return gr.skip()
        view = opened_piece(self._assistant, turn.answer, event._data.get("place"), self._language)
        return gr.skip() if view is None else view


def _chosen(turns: tuple[Turn, ...], number: object) -> Turn | None:
    """The turn of this number; None for whatever else a browser may send."""
    if isinstance(number, int) and 0 <= number < len(turns):
        return turns[number]
    return None
