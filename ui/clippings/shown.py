"""Clippings on the page: what is clipped goes to the browser, which keeps it; what it keeps is listed and taken along.

No visitor's data is kept here: the clippings come in with each event. Left out: what the browser does (see
clippings.js), and where clippings come from (see `making`).
"""

import base64
import json
import time
from pathlib import Path
from typing import Any, Final

from rag import Language
from ui.ask.conversations import Shelf
from ui.browse.article_view import missing_view, whole_view
from ui.clippings.clipping import CLIPPINGS, FORMAT, Clipping, as_values, clippings_of
from ui.clippings.exporting import FORMS
from ui.clippings.making import of_answer, of_piece, of_source
from ui.clippings.view import list_view
from ui.clippings.word import as_word
from ui.gradio_setup import COUNTED, PRESSED, gr
from ui.newspaper import Corpus
from ui.scripts import script
from ui.templating import render
from ui.wording import say

_HERE: Final = Path(__file__).parent

_WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_SAID: Final = {
    "kept": "page-clipping-kept",
    "present": "page-clipping-present",
    "full": "page-clippings-full",
    "denied": "page-clippings-denied",
}
"""What the browser may have to say of what is clipped, by the names that clippings.js knows."""


class Clippings:
    """The components and handlers, for one corpus and one language."""

    def __init__(self, corpus: Corpus, language: Language) -> None:
        self._corpus = corpus
        self._language = language
        self.message = gr.HTML(
            "",
            html_template="",
            elem_id="clipping-message",
            visible="hidden",
            apply_default_css=False,
            render=False,
            js_on_load=script(_HERE / "message.js"),
        )

    def build(self, whole: gr.HTML) -> None:
        """Put the components where gradio stands; `whole` is where a piece is opened."""
        self.message.render()
        self.list = self._html("clippings", "clippings.js")
        self.file = self._html("clippings-file", "file.js")
        whole.clip_piece(self.clip_piece, [], [self.message], **COUNTED)  # raised by article.js
        self.list.list_clippings(self.show, [], [self.list], **PRESSED)  # raised by clippings.js
        self.list.take_clippings(self.take, [], [self.file], **COUNTED)
        self.list.open_clipping(self.open, [], [whole], **PRESSED)

    # ---- handlers

    def clip(self, shelf: Shelf, event: gr.EventData) -> Any:
        """The source of an answer, or without a place the answer, for the browser to keep; nothing for whatever else
        comes.
        """
        turn, place = shelf.turn(event._data.get("turn")), event._data.get("place")
        clipping = None if turn is None else of_answer(turn) if place is None else of_source(turn, place)
        return gr.skip() if clipping is None else self._told(clipping)

    def clip_piece(self, event: gr.EventData) -> Any:
        """The whole piece of this id, for the browser to keep; nothing for whatever else comes."""
        id = event._data.get("id")
        try:
            return self._told(of_piece(self._corpus.assistant, id if isinstance(id, str) else ""))
        except (KeyError, IndexError):
            return gr.skip()

    def show(self, event: gr.EventData) -> str:
        """The list of what the browser keeps; what of it cannot be read here is counted and left as it is."""
        kept = event._data.get("clippings")
        clippings = clippings_of(kept)
        unread = len(kept) - len(clippings) if isinstance(kept, list) else 0
        return list_view(self._corpus.assistant, clippings, unread, self._language)

    def take(self, event: gr.EventData) -> Any:
        """What the browser keeps as a file of the form that was asked for; nothing for whatever else comes."""
        form, clippings = event._data.get("form"), clippings_of(event._data.get("clippings"))
        name = say("page-clippings", self._language)
        if not clippings:
            return gr.skip()
        if form == "word":
            try:
                written = base64.b64encode(as_word(clippings, self._language)).decode("ascii")
            except ImportError:
                return self._file("", say("page-clippings-no-word", self._language))
            return self._file(f"{name}.docx", written, _WORD, coded=True)
        if not isinstance(form, str) or form not in FORMS:
            return gr.skip()
        ending, type, make = FORMS[form]
        return self._file(f"{name}.{ending}", make(clippings, self._language), type)

    def open(self, event: gr.EventData) -> str:
        """The whole piece in which a clipping stands, what was clipped in sight; or that it is gone."""
        assistant = self._corpus.assistant
        for clipping in clippings_of([event._data.get("clipping")]):
            for place in clipping.places[:1]:
                pieces = assistant.holdings.pieces(place.source)
                line = place.fragments[0].line if place.fragments else place.spans[0][0]
                found = next((piece for piece in pieces if piece.id == place.article), None) or next(
                    (piece for piece in pieces if any(first <= line <= last for first, last in piece.spans)), None
                )
                if found:
                    return whole_view(assistant, found.id, place.fragments, self._language)
        return missing_view(self._language)

    # ---- parts

    def _told(self, clipping: Clipping) -> str:
        """A clipping for the browser, with the sentences that it may say of it."""
        said = {name: say(key, self._language, limit=CLIPPINGS) for name, key in _SAID.items()}
        told = {"stamp": time.time_ns(), "clipping": as_values(clipping), "said": said, "most": CLIPPINGS}
        return json.dumps(told | {"format": FORMAT})

    def _file(self, name: str, text: str, type: str = "", *, coded: bool = False) -> str:
        return render(
            "clippings/file", self._language, stamp=time.time_ns(), name=name, type=type, text=text, coded=coded
        )

    def _html(self, id: str, file: str) -> gr.HTML:
        return gr.HTML("", elem_id=id, apply_default_css=False, js_on_load=script(_HERE / file))
