"""Thumbs below each answer, and a note: what a reader thinks of it, kept where the program runs.

A thumb is a link in the bubble (see `thumbs`), which feedback.js follows; what was kept, and the place for a note, are
shown below the conversation. Left out: where it is kept (see `rag`).
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, Literal

from rag import Feedback, FeedbackFile, Language, WenbaoError, answer_object, say
from ui.conversations import Shelf
from ui.direct import gr
from ui.markup import escaped
from ui.responding import Turn, question_pairs

Thumb = Literal["up", "down"]
Judged = Mapping[str, Feedback]
"""A visitor's entries by conversation and turn, so that a change of mind replaces what was said before."""

_SCRIPT: Final = Path(__file__).parent / "feedback.js"


class FeedbackBox:
    """The place below the conversation, for one language. It keeps no visitor's data itself."""

    def __init__(self, kept: FeedbackFile, language: Language) -> None:
        self._kept = kept
        self._language = language

    def build(self, shelf: gr.State) -> None:
        """Put the component where gradio stands; `shelf` holds the visitor's conversations."""
        judged = gr.State({})
        box = gr.HTML("", elem_id="feedback", apply_default_css=False, js_on_load=_SCRIPT.read_text("utf-8"))
        keeping: dict[str, Any] = {"inputs": [shelf, judged], "outputs": [box, judged], "show_progress": "hidden",
                                   "concurrency_limit": 1, "concurrency_id": "feedback", "api_visibility": "private"}
        box.judge(self.judge, **keeping)  # raised by feedback.js
        box.annotate(self.annotate, **keeping)

    def judge(self, shelf: Shelf, judged: Judged, event: gr.EventData) -> tuple[Any, Any]:
        """Keep a thumb: the place for a note, and the visitor's entries."""
        return self._keep(shelf, judged, event, "")

    def annotate(self, shelf: Shelf, judged: Judged, event: gr.EventData) -> tuple[Any, Any]:
        """Keep a note beside the thumb."""
        note = event._data.get("note")
        return self._keep(shelf, judged, event, note.strip() if isinstance(note, str) else "")

    def _keep(self, shelf: Shelf, judged: Judged, event: gr.EventData, note: str) -> tuple[Any, Any]:
        """Nothing changes for whatever else a browser may send."""
        number, thumb = event._data.get("turn"), event._data.get("thumb")
        turn = _answered(shelf, number)
        if turn is None or turn.answer is None or thumb not in ("up", "down"):
            return gr.skip(), gr.skip()
        key = f"{shelf.open.id if shelf.open else ''}-{number}"
        try:
            if key in judged:
                entry = self._kept.change(judged[key], thumb, note or judged[key].note)
            else:
                entry = self._kept.add(turn.question, question_pairs(shelf.turns[:number]), answer_object(turn.answer),
                                       thumb, note)
        except WenbaoError as error:
            return _told(error.sentence(self._language), "alert"), gr.skip()
        if note:
            return _told(say("feedback-note-kept", self._language), "status"), {**judged, key: entry}
        return _form(number, thumb, self._language), {**judged, key: entry}


def _answered(shelf: Shelf, number: object) -> Turn | None:
    """The turn of this number, once it is answered."""
    if isinstance(number, int) and not isinstance(number, bool) and 0 <= number < len(shelf.turns):
        turn = shelf.turns[number]
        return turn if turn.stage == "done" else None
    return None


def _form(number: int, thumb: Thumb, language: Language) -> str:
    """What was kept, and the place for a note."""
    def words(key: str) -> str:
        return escaped(say(key, language))

    return (f'<form class="note" data-turn="{number}" data-thumb="{thumb}">'
            f'<p role="status">{escaped(say("feedback-kept", language, thumb=say(f"feedback-{thumb}", language)))}</p>'
            f'<label>{words("feedback-note")}'
            f'<textarea rows="2" maxlength="{FeedbackFile.note_characters}"></textarea></label>'
            f'<div><button type="submit">{words("feedback-send")}</button>'
            f'<button type="button" class="close">{words("feedback-no-note")}</button></div></form>')


def _told(sentence: str, role: str) -> str:
    return f'<p class="note" role="{role}">{escaped(sentence)}</p>'
