"""The form that adds a question to a question file, by hand or from a turn of the chat.

Left out: what a line of the file is, and where the files lie (see `rag`).
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from rag import Language, WenbaoError
from rag.evaluation import EvaluationSession, NewQuestion
from ui.evaluation.view import error_view, note_view, notes_view
from ui.gradio_setup import gr
from ui.wording import say

TYPES: Final = ("fact", "number", "date", "paraphrase", "multi", "unanswerable")
"""Types that can be chosen: those of a question that stands by itself and asks for no list."""

ANSWER_CHARACTERS: Final = 600
"""Shown of what was answered in the chat."""

EARLIER: Final = 3
"""Shown of what was asked before a question: as much as it can refer to."""

_SCRIPT: Final = Path(__file__).parent / "form.js"


class QuestionForm:
    """The form, for one session and one language; nothing at all where nothing may be added."""

    def __init__(self, session: EvaluationSession, language: Language) -> None:
        self._files = session.files
        self._session = session
        self._language = language

    def build(self) -> None:
        """Put the components where gradio stands."""
        if self._files.read_only:
            return
        with gr.Accordion(self._say("page-eval-add"), open=False, elem_id="eval-add") as self.folded:
            hint = note_view(say("page-eval-add-hint", self._language), self._language)
            gr.HTML(hint, apply_default_css=False, js_on_load=None)
            self.before = gr.HTML("", elem_id="eval-before", apply_default_css=False, js_on_load=None)
            self.question = gr.Textbox(
                label=self._say("page-eval-question"), lines=1, max_lines=4, elem_id="eval-new-question"
            )
            self.answers = gr.Textbox(
                label=self._say("page-eval-answers"), lines=2, max_lines=8, elem_id="eval-new-answers"
            )
            self.evidence = gr.Textbox(
                label=self._say("page-eval-evidence"), lines=2, max_lines=8, elem_id="eval-new-evidence"
            )
            self.kind = gr.Dropdown(
                [("", ""), *((say(f"report-type-{kind}", self._language), kind) for kind in TYPES)],
                value="",
                label=self._say("page-eval-type"),
                filterable=False,
                elem_id="eval-new-type",
            )
            self.target = gr.Dropdown(
                list(self._files.extendable),
                value=None,
                allow_custom_value=True,
                label=self._say("page-eval-target"),
                elem_id="eval-target",
            )
            self.save = gr.Button(
                self._say("page-eval-save"), scale=0, min_width=0, elem_id="eval-save", elem_classes="plain"
            )
            self.outcome = gr.HTML("", elem_id="eval-added", apply_default_css=False, js_on_load=None)

    @property
    def prefilled(self) -> list[gr.blocks.Block]:
        """The components that `prefill` fills, in its order; [] where nothing may be added."""
        return (
            []
            if self._files.read_only
            else [self.question, self.before, self.answers, self.evidence, self.kind, self.outcome, self.folded]
        )

    @property
    def looked_at(self) -> str:
        """JavaScript that shows the form once it was filled."""
        return _SCRIPT.read_text("utf-8")

    def prefill(self, question: str, answer: str, earlier: Sequence[str] = ()) -> tuple[Any, ...]:
        """The form unfolded, with a question of the chat.

        Beside it is what was answered, as it may be wrong, and what was asked `earlier`: in a file it stands alone.
        What was typed for another question goes, since it is not of this one.
        """
        if self._files.read_only:
            return ()
        told = [self._say("page-eval-earlier", questions=" / ".join(earlier[-EARLIER:]))] if earlier else []
        told += [self._say("page-eval-before", answer=answer[:ANSWER_CHARACTERS])] if answer else []
        return question, notes_view(told, self._language), "", "", "", "", gr.update(open=True)

    def connect(self, chosen: gr.Dropdown, told: gr.HTML, refreshed: Callable[[object], tuple[Any, Any]]) -> None:
        """Have the button add the question; `refreshed` tells what `chosen` and `told` show then."""

        def add(
            question: object, answers: object, evidence: object, kind: object, target: object, name: object
        ) -> tuple[Any, ...]:
            outcome, added = self.add(question, answers, evidence, kind, target)
            if not added:
                return (*(gr.skip(),) * 7, outcome)
            choices = gr.update(choices=list(self._files.extendable), value=added)
            return (*refreshed(name), "", "", "", "", choices, outcome)

        fields = [self.question, self.answers, self.evidence]
        self.save.click(
            add,
            [*fields, self.kind, self.target, chosen],
            [chosen, told, *fields, self.before, self.target, self.outcome],
            show_progress="hidden",
            trigger_mode="once",
            api_visibility="private",
        )

    def add(self, question: object, answers: object, evidence: object, kind: object, target: object) -> tuple[str, str]:
        """Add the question to the file of that name: what to say of it, and the file's name, "" where it was not."""
        new = NewQuestion(
            " ".join(_lines(question)),
            kind if kind in TYPES and isinstance(kind, str) else "",
            _lines(answers),
            _lines(evidence),
        )
        try:
            name, draft = self._files.add(target if isinstance(target, str) else "", new)
        except WenbaoError as error:
            return error_view(error, self._language), ""
        told = [self._say("page-eval-added-draft" if draft else "page-eval-added", name=name)]
        told += [self._say("page-eval-unprinted", text=piece) for piece in self._session.unprinted(new.evidence)]
        return notes_view(told, self._language), name

    def _say(self, key: str, **values: object) -> str:
        return say(key, self._language, **values)


def _lines(text: object) -> tuple[str, ...]:
    """The lines that a person typed, without blank ones and without white space around them."""
    lines = text.splitlines() if isinstance(text, str) else []
    return tuple(line.strip() for line in lines if line.strip())
