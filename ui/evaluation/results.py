"""The results of an evaluation: in sum, as files to be taken along, and question by question.

A question is opened from the list, and can be asked again. Left out: what is seen (the report's parts in `rag`). No
visitor's data is kept.
"""

from pathlib import Path
from typing import Any, Final

from markupsafe import Markup

from rag import Language
from rag.evaluation import (
    EvaluationSession,
    Finished,
    report_choices,
    report_lines,
    report_question,
    report_results,
    report_styles,
)
from ui.gradio_setup import LOOKING, PRESSED, gr
from ui.scripts import script
from ui.templating import render
from ui.wording import say

ASKED_AT_ONCE: Final = 2
"""Questions asked again at the same time."""

_SCRIPT: Final = Path(__file__).parent / "evaluation.js"

Shown = dict[Any, Any]
"""What components show next."""


class EvaluationResults:
    """The components and handlers, for one session and one language. `finished` is what the visitor looks at."""

    def __init__(self, session: EvaluationSession, language: Language) -> None:
        self._session = session
        self._language = language
        self._drawn: tuple[Finished, str] | None = None  # drawing takes a second; many may look at the same results

    def build(self) -> None:
        """Put the components where gradio stands: the results in sum, then the questions as a list, or one of them."""
        self.finished = gr.State(None)
        self.opened = gr.State(-1)
        self._html(render("evaluation/styles", self._language, styles=Markup(report_styles())), "eval-styles")
        self.whole = self._html(
            render("paragraph", self._language, look="eval-empty", text=self._say("page-eval-empty")), "eval-results"
        )
        self.downloads = self._html("", "eval-downloads")
        self._build_list()
        self._build_question()
        self._connect()

    def _build_list(self) -> None:
        """The questions, and what narrows them."""
        with gr.Column(visible=False, elem_id="eval-list") as self.list:
            self._html(render("evaluation/heading", self._language), "eval-list-head")
            with gr.Row(elem_id="eval-filters"):
                self.kind = gr.Dropdown(
                    label=self._say("eval-type"), choices=[("", "")], value="", min_width=120, filterable=False
                )
                self.state = gr.Dropdown(
                    label=self._say("report-state"),
                    choices=[("", "")],
                    value="",
                    min_width=120,
                    filterable=False,
                    elem_id="eval-state",
                )
                self.words = gr.Textbox(label=self._say("report-search"), max_lines=1, min_width=120)
            self.lines = self._html("", "eval-lines", script(_SCRIPT))

    def _build_question(self) -> None:
        """One of the questions."""
        with gr.Column(visible=False, elem_id="eval-question") as self.question:
            with gr.Row(elem_id="eval-question-bar"):
                self.back = gr.Button(
                    self._say("page-eval-back"), scale=0, min_width=0, elem_id="eval-back", elem_classes="plain"
                )
                self.again = gr.Button(
                    self._say("page-eval-again"), scale=0, min_width=0, elem_id="eval-again", elem_classes="plain"
                )
            self.detail = self._html("", "eval-detail")

    def _connect(self) -> None:
        for narrowing in (self.kind.input, self.state.input, self.words.input):
            narrowing(
                self.narrow,
                [self.finished, self.kind, self.state, self.words],
                [self.lines],
                **PRESSED,
            )
        self.lines.open_question(
            self.open_question,
            [self.finished],  # raised by evaluation.js
            [self.detail, self.opened, self.list, self.question],
            **PRESSED,
        )
        self.back.click(self.leave_question, [], [self.list, self.question], **PRESSED)
        self.again.click(
            self.ask_again,
            [self.finished, self.opened],
            [self.detail],
            trigger_mode="once",
            **{**LOOKING, "show_progress": "minimal", "concurrency_limit": ASKED_AT_ONCE},
        )

    @property
    def components(self) -> list[gr.blocks.Block]:
        """The components that `shown` gives."""
        return [
            self.whole,
            self.downloads,
            self.kind,
            self.state,
            self.words,
            self.lines,
            self.list,
            self.question,
            self.again,
            self.finished,
        ]

    def shown(self, finished: Finished) -> Shown:
        """Everything that shows an evaluation."""
        drawn = self._drawn
        if drawn is None or drawn[0] is not finished:
            self._drawn = drawn = finished, report_results(finished.report, self._language)
        kinds, states = report_choices(finished.report, self._language)
        return {
            self.whole: drawn[1],
            self.downloads: downloads_view(finished.token, self._language),
            self.kind: gr.update(choices=kinds, value=""),
            self.state: gr.update(choices=states, value=""),
            self.words: "",
            self.lines: report_lines(finished.report, self._language),
            self.list: gr.update(visible=True),
            self.question: gr.update(visible=False),
            self.again: gr.update(visible=finished.askable),
            self.finished: finished,
        }

    # ---- handlers

    def narrow(self, finished: Finished | None, kind: object, state: object, words: object) -> str:
        """The list of the questions asked for."""
        return report_lines(finished.report, self._language, *map(_text, (kind, state, words))) if finished else ""

    def open_question(self, finished: Finished | None, event: gr.EventData) -> tuple[Any, ...]:
        """One question in the place of the list; nothing for whatever else a browser may send."""
        number = event._data.get("number")
        question = finished.question(number) if finished else None
        if question is None:
            return gr.skip(), gr.skip(), gr.skip(), gr.skip()
        return report_question(question, self._language), number, gr.update(visible=False), gr.update(visible=True)

    def leave_question(self) -> tuple[Any, Any]:
        """The list again."""
        return gr.update(visible=True), gr.update(visible=False)

    def ask_again(self, finished: Finished | None, number: object) -> Any:
        """The opened question with what is answered now."""
        question = finished.question(number) if finished else None
        if finished is None or question is None or not finished.askable:
            return gr.skip()
        again = self._session.ask_again(finished, question, self._language)
        return report_question(question, self._language, again)

    def _say(self, key: str) -> str:
        return say(key, self._language)

    def _html(self, value: str, id: str, script: str | None = None) -> gr.HTML:
        """HTML of our own."""
        return gr.HTML(value, elem_id=id, apply_default_css=False, js_on_load=script)


def downloads_view(token: str, language: Language) -> str:
    """The links to an evaluation as files; `site` serves them, and makes them when they are first asked for."""
    up = "../" if language == "en" else ""  # the English page is in a folder of its own
    return render("evaluation/downloads", language, folder=f"{up}results/{token}/{language}")


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
