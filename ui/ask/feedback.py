"""Thumbs below each answer, and a note: what a reader thinks of it, kept where the program runs.

A thumb is a link in the bubble, which feedback.js follows; it shows what was kept, and the place for a note, below
that answer. Left out: where it is kept (see `rag`), and the list of all of it (`feedback_list`).
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, Literal

from rag import Answer, Language, WenbaoError, answer_object
from rag.corpus import Feedback, FeedbackFile
from ui.ask.conversations import Conversation, Shelf
from ui.ask.responding import question_pairs
from ui.evaluation.form import QuestionForm
from ui.gradio_setup import COUNTED, PRESSED, gr
from ui.markup import error_sentence
from ui.scripts import script
from ui.templating import render
from ui.wording import say

Thumb = Literal["up", "down"]
Judged = Mapping[str, Feedback]
"""A visitor's entries by conversation and turn, so that a change of mind replaces what was said before."""

_SCRIPT: Final = Path(__file__).parent / "feedback.js"


class FeedbackBox:
    """What is told of thumbs, for one language. It keeps no visitor's data itself."""

    def __init__(self, kept: FeedbackFile, language: Language) -> None:
        self._kept = kept
        self._language = language
        self._form: QuestionForm | None = None

    def build(self, shelf: gr.State) -> None:
        """Put the component where gradio stands; `shelf` holds the visitor's conversations."""
        self._shelf = shelf
        judged = gr.State({})
        self._box = gr.HTML("", elem_id="feedback", apply_default_css=False, js_on_load=script(_SCRIPT))
        keeping: dict[str, Any] = {
            "inputs": [shelf, judged],
            "outputs": [self._box, judged],
            **COUNTED,
            "concurrency_limit": 1,
            "concurrency_id": "feedback",
        }
        self._box.judge(self.judge, **keeping)  # raised by feedback.js
        self._box.annotate(self.annotate, **keeping)

    def lead_to(self, form: QuestionForm, tabs: gr.Tabs, tab: gr.Tab) -> None:
        """Let an answer of no use become a question with `form`, in `tab` of `tabs`; not where none may be added."""
        if not form.prefilled:
            return
        self._form, self._tab = form, tab
        made = self._box.make_question(self.make_question, [self._shelf], [*form.prefilled, tabs], **PRESSED)
        made.success(None, js=form.looked_at)

    def judge(self, shelf: Shelf, judged: Judged, event: gr.EventData) -> tuple[Any, Any]:
        """Keep a thumb: the place for a note, and the visitor's entries."""
        return self._keep(shelf, judged, event, "")

    def annotate(self, shelf: Shelf, judged: Judged, event: gr.EventData) -> tuple[Any, Any]:
        """Keep a note beside the thumb."""
        note = event._data.get("note")
        return self._keep(shelf, judged, event, note.strip() if isinstance(note, str) else "")

    def make_question(self, shelf: Shelf, event: gr.EventData) -> tuple[Any, ...]:
        """The form with the question of a judged answer, and its tab; nothing where a browser sends anything else."""
        if self._form is None:
            return ()
        place = _place(shelf, event)
        if place is None:
            return (gr.skip(),) * (len(self._form.prefilled) + 1)
        conversation, number, _ = place
        turn = conversation.turns[number]
        earlier = [question for question, _ in question_pairs(conversation.turns[:number])]
        return *self._form.prefill(turn.question, turn.text, earlier), gr.Tabs(selected=self._tab.id)

    def _keep(self, shelf: Shelf, judged: Judged, event: gr.EventData, note: str) -> tuple[Any, Any]:
        """Nothing changes for whatever else a browser may send."""
        thumb, place = event._data.get("thumb"), _place(shelf, event)
        if place is None or thumb not in ("up", "down"):
            return gr.skip(), gr.skip()
        conversation, number, answer = place
        key = f"{conversation.id}-{conversation.turns[number].id or number}"  # another tab may add turns before it
        try:
            if key in judged:
                entry = self._kept.change(judged[key], thumb, note or judged[key].note)
            else:
                entry = self._kept.add(
                    conversation.turns[number].question,
                    question_pairs(conversation.turns[:number]),
                    answer_object(answer),
                    thumb,
                    note,
                )
        except WenbaoError as error:
            return self._told(place, error_sentence(error, self._language), "alert"), gr.skip()
        if note:
            return self._told(place, say("feedback-note-kept", self._language), "status"), {**judged, key: entry}
        form = render(
            "ask/note",
            self._language,
            conversation=conversation.id,
            number=number,
            thumb=thumb,
            leading=thumb == "down" and self._form is not None,
            limit=FeedbackFile.note_characters,
        )
        return form, {**judged, key: entry}

    def _told(self, place: tuple[Conversation, int, Answer], sentence: str, role: str) -> str:
        conversation, number, _ = place
        return render(
            "ask/judged", self._language, conversation=conversation.id, number=number, text=sentence, role=role
        )


def _place(shelf: Shelf, event: gr.EventData) -> tuple[Conversation, int, Answer] | None:
    """The answer that an event is about, and where it stands; None where there is none, whatever a browser may send.

    A thumb is one of the open conversation. The form for a note names its own: another may have been opened since.
    """
    named, number = event._data.get("conversation", shelf.current), event._data.get("turn")
    conversation = next((each for each in shelf.conversations if each.id == named), None)
    if conversation is None or isinstance(number, bool) or not isinstance(number, int):
        return None
    turn = conversation.turns[number] if 0 <= number < len(conversation.turns) else None
    return (conversation, number, turn.answer) if turn and turn.answer and turn.stage == "done" else None
