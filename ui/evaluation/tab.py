"""The tab for evaluation: judged questions are chosen or uploaded, asked with chosen settings, and the results shown.

Left out: the results themselves (see `results`), adding questions (`form`), readers' feedback to
make questions of (`feedback_list`), and how an evaluation is made beside the page (`work`). No visitor's
data is kept; question files are everyone's.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any, Final

from rag import EvaluationError, Language, WenbaoError
from rag.corpus import FeedbackFile
from rag.evaluation import EvaluationSession, Finished
from ui.background import OTHERS_SECONDS, PAUSE_SECONDS, Background, Job, followed, own_word
from ui.evaluation.feedback_list import FeedbackList
from ui.evaluation.form import QuestionForm
from ui.evaluation.results import EvaluationResults, Shown
from ui.evaluation.view import (
    error_view,
    failed_view,
    file_view,
    note_view,
    notes_view,
    others_view,
    work_view,
)
from ui.evaluation.work import Evaluating, Progress, evaluating
from ui.gradio_setup import gr
from ui.wording import say

MOST_SKIPPED: Final = 1000
"""Largest N where every N-th question is asked."""

_LOOKING: Final[dict[str, Any]] = {"show_progress": "hidden", "concurrency_limit": None, "api_visibility": "private"}
_WORKING: Final[dict[str, Any]] = {**_LOOKING, "trigger_mode": "once"}
# Every press is heard: with "once" gradio drops those that come while the page still puts the former run away.
_RUNNING: Final[dict[str, Any]] = {**_LOOKING, "trigger_mode": "multiple"}


class EvaluationTab:
    """The tab's components and handlers, for one session and one language. `form` is where questions are added."""

    def __init__(
        self,
        session: EvaluationSession,
        language: Language,
        feedback: FeedbackFile | None = None,
        running: Background[Evaluating] | None = None,
    ) -> None:
        """`feedback` is that of readers, which is listed for whoever may add questions, and for nobody else.

        `running` is what goes on in the session, which the page in each language shares.
        """
        self._session = session
        self._language = language
        self._running = running or Background()
        self.form = QuestionForm(session, language)
        self.results = EvaluationResults(session, language)
        self.feedback = (
            FeedbackList(feedback, self.form, language)
            if feedback is not None and not session.files.read_only
            else None
        )

    def build(self, page: gr.Blocks, tab: gr.Tab, visitor: gr.BrowserState) -> None:
        """Put the components where gradio stands, in `tab` of `page`.

        `visitor` holds the word by which a visitor's own evaluation is known again.
        """
        with gr.Row(elem_id="eval-room"):
            with gr.Column(scale=2, min_width=320, elem_id="eval-side"):
                self._build_choice()
                self.form.build()
            with gr.Column(scale=5, min_width=320, elem_id="eval-main"):
                if self.feedback is not None:
                    self.feedback.build(tab)
                self.results.build()
        self._connect(page, visitor)

    def _build_choice(self) -> None:
        """Which questions and which settings; the evaluation's beginning, bar and end."""
        self.chosen = gr.Dropdown(
            label=self._say("page-eval-choose"),
            choices=self._files(),
            value=self._first(),
            elem_id="eval-file",
            filterable=False,
        )
        self.told = self._html(self._file(self._first()), "eval-told")
        self.upload = gr.UploadButton(
            self._say("page-eval-upload"),
            visible=not self._session.files.read_only,
            elem_id="eval-upload",
            elem_classes="plain",
        )
        if not self._session.files.read_only:
            hint = say("page-eval-upload-hint", self._language, limit=self._session.files.megabytes)
            self._html(note_view(hint, self._language), "eval-upload-hint")
        self.settings = gr.CheckboxGroup(
            list(self._session.settings_known),
            label=self._say("page-eval-settings"),
            info=self._say("page-eval-settings-hint"),
            elem_id="eval-settings",
        )
        self.every = gr.Number(
            1, label=self._say("page-eval-every"), precision=0, minimum=1, maximum=MOST_SKIPPED, elem_id="eval-every"
        )
        with gr.Column(elem_id="eval-going"):
            self.work = self._html("", "eval-work")
            with gr.Row(elem_id="eval-buttons"):
                self.run = gr.Button(
                    self._say("page-eval-run"), variant="primary", scale=0, min_width=0, elem_id="eval-run"
                )
                self.stop = gr.Button(
                    self._say("page-eval-stop"),
                    visible=False,
                    scale=0,
                    min_width=0,
                    elem_id="eval-stop",
                    elem_classes="plain",
                )

    def _connect(self, page: gr.Blocks, visitor: gr.BrowserState) -> None:
        """Tie the components to the handlers; where nothing may be kept, none that keeps anything."""
        results = self.results.components
        page.load(self.open, [], [self.chosen, self.told, *results], **_LOOKING)
        self.chosen.input(self.choose, [self.chosen], [self.told], **_LOOKING)
        going = [self.work, self.run, self.stop, *results]
        page.load(self.find, [visitor], going, **_LOOKING)
        self.run.click(self.evaluate, [self.chosen, self.settings, self.every, visitor], going, **_RUNNING)
        self.stop.click(self.cancel, [visitor], [], **_LOOKING)
        if not self._session.files.read_only:
            self.upload.upload(self.keep, [self.upload], [self.chosen, self.told], **_WORKING)
            self.form.connect(self.chosen, self.told, self.choices_and_file)

    # ---- handlers

    def open(self) -> Shown:
        """The question files and the last results, whoever has come."""
        shown = {
            self.chosen: gr.update(choices=self._files(), value=self._first()),
            self.told: self._file(self._first()),
        }
        return {**shown, **(self.results.shown(self._session.last) if self._session.last else {})}

    def choose(self, name: object) -> str:
        """What a question file holds."""
        return self._file(name)

    def keep(self, given: str | None) -> tuple[Any, Any]:
        """Keep an uploaded file and choose it."""
        if not given:
            return gr.skip(), gr.skip()
        try:
            name = self._session.files.put(Path(given))
        except WenbaoError as error:
            return gr.skip(), error_view(error, self._language)
        kept = notes_view([self._say("page-eval-kept", name=self._session.files.shown(name))], self._language)
        return gr.update(choices=self._files(), value=name), kept + self._file(name)

    async def find(self, visitor: object) -> AsyncIterator[Shown]:
        """Where an evaluation is under way, how it stands, until it has ended.

        Whoever began it can stop it, and finds its outcome even where it ended while the page was loaded.
        """
        job = self._running.last
        if job is None or not job.concerns(visitor):
            yield {self.work: ""}  # where an event gives nothing at all, gradio empties what it might have given
            return
        async for shown in self._followed(job, own=job.is_of(visitor)):
            yield shown

    async def evaluate(
        self, name: object, settings: Sequence[str], every: object, visitor: object
    ) -> AsyncIterator[Shown]:
        """Evaluate, showing how it stands and at last the results; the former ones stand where it is stopped."""
        if not isinstance(name, str) or name not in self._session.files.names:
            yield {self.work: failed_view(self._say(self._none()), self._language)}
            return
        step = min(every, MOST_SKIPPED) if isinstance(every, int) else 1

        def making(progress: Progress, cancelled: Any) -> Finished:
            return self._session.run(name, settings, step, progress, cancelled, self._language)

        task = (name, tuple(settings), step)
        job = self._running.begin(own_word(visitor), Evaluating(task=task), evaluating(making))
        if job is None:
            busy = Evaluating(ended=True, error=EvaluationError("eval-busy"))
            yield {self.work: work_view(busy, self._language)}
            return
        async for shown in self._followed(job, own=True):
            yield shown

    def cancel(self, visitor: object) -> None:
        """Stop the evaluation that this visitor began, after the question that is being asked."""
        self._running.stop(visitor)

    def choices_and_file(self, name: object) -> tuple[Any, str]:
        """The choice of question files as it is now, and what the chosen one holds."""
        name = name or self._first()
        return gr.update(choices=self._files(), value=name), self._file(name)

    # ---- parts

    async def _followed(self, job: Job[Evaluating], *, own: bool) -> AsyncIterator[Shown]:
        """What the components show of an evaluation, for whoever began it or, less of it, for others."""
        buttons = {self.run: gr.update(interactive=False), self.stop: gr.update(visible=own)}
        async for present in followed(job, PAUSE_SECONDS if own else OTHERS_SECONDS):
            yield {
                self.work: (work_view if own else others_view)(present, self._language),
                **({} if present.ended else buttons),
            }
        finished = job.state.finished
        shown = await asyncio.to_thread(self.results.shown, finished) if finished else {}  # drawing takes a second
        yield {self.run: gr.update(interactive=True), self.stop: gr.update(visible=False), **shown}

    def _files(self) -> list[tuple[str, str]]:
        """The question files as choices."""
        files = self._session.files
        return [
            (name if files.shown(name) == name else self._say("page-eval-beside", name=files.shown(name)), name)
            for name in files.names
        ]

    def _first(self) -> str | None:
        return next(iter(self._session.files.names), None)

    def _file(self, name: object) -> str:
        """What a question file holds, or why that cannot be told."""
        if not isinstance(name, str):
            return note_view(self._say(self._none()), self._language)
        try:
            return file_view(self._session.files.shown(name), self._session.files.read(name), self._language)
        except WenbaoError as error:
            return error_view(error, self._language)

    def _none(self) -> str:
        return "page-eval-no-file-read-only" if self._session.files.read_only else "page-eval-no-file"

    def _say(self, key: str, **values: object) -> str:
        return say(key, self._language, **values)

    def _html(self, value: str, id: str, script: str | None = None) -> gr.HTML:
        """HTML of our own."""
        return gr.HTML(value, elem_id=id, apply_default_css=False, js_on_load=script)
