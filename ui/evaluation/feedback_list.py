"""Readers' feedback in the tab for evaluation: what they thought of answers, to be read, made into questions, or taken.

Left out: how it comes to be kept (see `feedback`).
"""

import base64
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from markupsafe import Markup

from rag import Language, WenbaoError
from rag.corpus import Feedback, FeedbackFile, draft_object
from ui.evaluation.form import EARLIER, QuestionForm
from ui.evaluation.view import error_view, note_view
from ui.gradio_setup import LOOKING, PRESSED, gr
from ui.scripts import script
from ui.templating import render
from ui.wording import say

LISTED: Final = 200
"""Most entries that are listed: an afternoon's reading."""

ANSWER_CHARACTERS: Final = 600
"""Listed of an answer."""

FILE: Final = "feedback.jsonl"
"""What the download is called."""

_SCRIPT: Final = Path(__file__).parent / "feedback_list.js"


class ListedEntry(NamedTuple):
    """An entry as it is listed: what was asked before and then, what was answered, and what was thought of it."""

    id: str
    time: str
    thumb: str
    earlier: list[str]
    question: str
    answer: str
    note: str


class FeedbackList:
    """The list, for one file of feedback and one language; `form` is what an entry is made a question with."""

    def __init__(self, kept: FeedbackFile, form: QuestionForm, language: Language) -> None:
        self._kept = kept
        self._form = form
        self._language = language

    def build(self, tab: gr.Tab) -> None:
        """Put the components where gradio stands; the list is read anew when `tab` is selected."""
        with gr.Accordion(self._say("page-feedback"), open=False, elem_id="feedback-listed"):
            with gr.Row(elem_id="feedback-tools"):
                thumb = gr.Radio(
                    [
                        (self._say("page-feedback-all"), ""),
                        *((self._say(f"feedback-{each}"), each) for each in ("up", "down")),
                    ],
                    value="",
                    label=self._say("feedback-column-thumb"),
                    show_label=False,
                    container=False,
                    elem_id="feedback-thumb",
                )
                take = gr.Button(
                    self._say("page-feedback-take"), scale=0, min_width=0, elem_id="feedback-take", elem_classes="plain"
                )
            entries = gr.HTML("", elem_id="feedback-entries", apply_default_css=False, js_on_load=script(_SCRIPT))
            taken = gr.HTML("", elem_id="feedback-taken", apply_default_css=False, js_on_load=script(_SCRIPT))
        tab.select(self.listed, [thumb], [entries], **PRESSED)
        thumb.input(self.listed, [thumb], [entries], **PRESSED)
        take.click(self.taken, [], [taken], trigger_mode="once", **LOOKING)
        asked = entries.make_question(self.make_question, [], self._form.prefilled, **PRESSED)  # by feedback_list.js
        asked.success(None, js=self._form.looked_at)

    def listed(self, thumb: object) -> str:
        """The newest entries, of one thumb or, for anything else, of both."""
        try:
            kept = self._kept.read()
        except WenbaoError as error:
            return error_view(error, self._language)
        if not kept:
            return note_view(self._say("page-feedback-none"), self._language)
        useful = sum(entry.thumb == "up" for entry in kept)
        told = self._say("page-feedback-count", count=len(kept), useful=useful, useless=len(kept) - useful)
        chosen = newest([entry for entry in kept if thumb not in ("up", "down") or entry.thumb == thumb])
        if len(chosen) > LISTED:
            told += self._say("page-feedback-newest", limit=LISTED)
        return note_view(told, self._language) + entries_view(chosen[:LISTED], self._language)

    def make_question(self, event: gr.EventData) -> tuple[Any, ...]:
        """The form with an entry's question; nothing for whatever else a browser may send."""
        id = event._data.get("entry")
        try:
            entry = next((each for each in self._kept.read() if each.id == id), None)
        except WenbaoError:
            entry = None  # the list tells why when it is read next
        if entry is None:
            return (gr.skip(),) * len(self._form.prefilled)
        return self._form.prefill(entry.question, entry.answer["answer"], [question for question, _ in entry.history])

    def taken(self) -> str:
        """All of it as `wenbao feedback --json` gives it, for feedback_list.js to save as a file."""
        try:
            lines = [json.dumps(draft_object(entry), ensure_ascii=False) + "\n" for entry in self._kept.read()]
        except WenbaoError as error:
            return error_view(error, self._language)
        content = base64.b64encode("".join(lines).encode("utf-8", "replace")).decode("ascii")
        return render("evaluation/taken", self._language, name=FILE, content=Markup(content)) if lines else ""

    def _say(self, key: str, **values: object) -> str:
        return say(key, self._language, **values)


def newest(entries: Sequence[Feedback]) -> list[Feedback]:
    """`entries`, the one last changed first."""
    return sorted(reversed(entries), key=lambda entry: entry.time, reverse=True)


def entries_view(entries: Sequence[Feedback], language: Language) -> str:
    """Entries as a list, each with a button that feedback_list.js follows."""
    if not entries:
        return note_view(say("page-feedback-no-match", language), language)
    return render("evaluation/feedback", language, entries=[_listed(entry) for entry in entries])


def _listed(entry: Feedback) -> ListedEntry:
    answer = entry.answer["answer"]
    shown = answer if len(answer) <= ANSWER_CHARACTERS else answer[:ANSWER_CHARACTERS] + "…"
    return ListedEntry(
        entry.id,
        entry.time[:16].replace("T", " "),
        entry.thumb,
        [question for question, _ in entry.history[-EARLIER:]],
        entry.question,
        shown,
        entry.note,
    )
