"""The tab for evaluation: judged questions are chosen or uploaded, asked with chosen settings, and the results shown.

Left out: the results themselves (see `results`), adding questions (`form`), readers' feedback to make questions of
(`feedback_list`), earlier evaluations (`history`), and how an evaluation is made beside the page (`work`). No visitor's
data is kept; question files and evaluations are everyone's.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from rag import EvaluationError, Language, WenbaoError
from rag.corpus import FeedbackFile
from rag.evaluation import EvaluationSession, Finished
from ui.background import OTHERS_SECONDS, PAUSE_SECONDS, Background, Job, followed, own_word
from ui.evaluation.feedback_list import FeedbackList
from ui.evaluation.form import QuestionForm
from ui.evaluation.history import EvaluationHistory
from ui.evaluation.results import EvaluationResults, Shown
from ui.evaluation.view import (
    error_view,
    failed_view,
    file_view,
    note_view,
    notes_view,
    others_view,
    time_view,
    work_view,
)
from ui.evaluation.work import Evaluating, Progress, evaluating
from ui.gradio_setup import COUNTED, LOOKING, PRESSED, gr
from ui.wording import say

MOST: Final = (15, 50, 200)
"""Numbers of questions that can be chosen beside all of a file: a first look, a sound one, a long one."""

_WORKING: Final[dict[str, Any]] = {**LOOKING, "trigger_mode": "once"}


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
        self.history = EvaluationHistory(session, language, self.results)
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
                self.history.build()
                self.results.build()
        self.history.connect()
        self._connect(page, tab, visitor)

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
            [(self._explained(name), name) for name in self._session.settings_known],
            label=self._say("page-eval-settings"),
            info=self._say("page-eval-settings-hint"),
            interactive=self._askable,
            elem_id="eval-settings",
        )
        self.most = gr.Radio(
            self._counts(self._first()),
            value=0,
            label=self._say("page-eval-most"),
            interactive=self._askable,
            elem_id="eval-most",
        )
        with gr.Column(elem_id="eval-going"):
            self.time = self._html("", "eval-time")
            self.work = self._html("", "eval-work")
            with gr.Row(elem_id="eval-buttons"):
                self.run = gr.Button(
                    self._say("page-eval-run"),
                    variant="primary",
                    interactive=self._askable,
                    scale=0,
                    min_width=0,
                    elem_id="eval-run",
                )
                self.stop = gr.Button(
                    self._say("page-eval-stop"),
                    visible=False,
                    scale=0,
                    min_width=0,
                    elem_id="eval-stop",
                    elem_classes="plain",
                )

    def _connect(self, page: gr.Blocks, tab: gr.Tab, visitor: gr.BrowserState) -> None:
        """Tie the components to the handlers; where nothing may be kept, none that keeps anything."""
        results = [*self.results.components, self.history.list]
        controls = [self.run, self.settings, self.most]
        page.load(self.open, [], [self.chosen, self.told, *controls, *results], **LOOKING)
        asked = [self.chosen, self.settings, self.most]
        self.chosen.input(self.choose, [self.chosen], [self.told, self.most], **LOOKING).then(
            self.take, asked, [self.time], **LOOKING
        )
        for changed in (self.settings.input, self.most.input):
            changed(self.take, asked, [self.time], **PRESSED)
        # Whatever was put down beside this page since it was opened is found when one comes to the tab.
        come = [self.chosen, self.results.finished]
        tab.select(self.come, come, [self.chosen, self.told, *controls, *results], **PRESSED).then(
            self.measure, asked, [self.time], trigger_mode="once", **LOOKING
        )
        self.chosen.change(self.allow, [], [self.run, self.settings, self.most], **LOOKING)
        going = [self.work, self.time, self.run, self.stop, *results]
        page.load(self.find, [visitor], going, **LOOKING)
        tab.select(self.look_on, [visitor], going, **_WORKING)
        self.run.click(self.evaluate, [*asked, visitor], going, **COUNTED)
        self.stop.click(self.cancel, [visitor], [], **LOOKING)
        if not self._session.files.read_only:
            kept = self.upload.upload(self.keep, [self.upload], [self.chosen, self.told, self.most], **_WORKING)
            kept.then(self.take, asked, [self.time], **LOOKING)
            kept.then(self.forget, [], [self.work], **LOOKING)
            self.form.connect(self.chosen, self.told, self.choices_and_file)

    # ---- handlers

    def open(self) -> Shown:
        """The question files and the last results, whoever has come."""
        shown = {
            self.chosen: gr.update(choices=self._files(), value=self._first()),
            self.told: self._file(self._first()),
            **self._allowed(),
            self.most: gr.update(choices=self._counts(self._first()), value=0, interactive=self._askable),
            self.history.list: self.history.listed(self._session.last),
        }
        return {**shown, **(self.results.shown(self._session.last) if self._session.last else {})}

    def come(self, name: object, finished: Finished | None) -> Shown:
        """The question files and the evaluations as they are now; what was chosen stays so as long as it is there.

        The last results come where there were none to look at.
        """
        files = gr.update(choices=self._files())  # without a value: another may have been chosen or uploaded meanwhile
        shown = {
            self.chosen: files,
            **self.allow(),
            self.history.list: self.history.listed(finished or self._session.last),
        }
        first = self._first()
        if name not in self._session.files.names and (name or first):  # else one may be on its way here
            told, counts = self.choose(first)
            files["value"], counts["interactive"] = first, self._askable
            shown |= {self.told: told, self.most: counts}
        new = None if finished else self._session.last
        return {**shown, **(self.results.shown(new) if new else {})}

    def allow(self) -> Shown:
        """What an evaluation begins with, to be used where there is a question file."""
        return {**self._allowed(), self.most: gr.update(interactive=self._askable)}

    def choose(self, name: object) -> tuple[str, Any]:
        """What a question file holds, and how many of it can be asked."""
        return self._file(name), gr.update(choices=self._counts(name), value=0)

    def take(self, name: object, settings: object, most: object) -> str:
        """How long it will take; nothing where that is not known."""
        chosen = [each for each in settings if isinstance(each, str)] if isinstance(settings, list) else []
        pace, count = self._session.pace(chosen), self._count(name)
        if pace is None or not count:
            return ""
        return time_view(min(count, _most(most) or count), pace, self._language)

    def measure(self, name: object, settings: object, most: object) -> Iterator[str]:
        """The same, after a few questions were asked to find out where nothing is known yet."""
        told = self.take(name, settings, most)
        if not told and self._count(name):
            yield note_view(self._say("page-eval-measuring"), self._language)
            with contextlib.suppress(WenbaoError):  # whoever begins the evaluation is told
                self._session.measure(str(name))
            told = self.take(name, settings, most)
        yield told

    def keep(self, given: str | None) -> tuple[Any, Any, Any]:
        """Keep an uploaded file and choose it."""
        if not given:
            return gr.skip(), gr.skip(), gr.skip()
        try:
            name = self._session.files.put(Path(given))
        except WenbaoError as error:
            return gr.skip(), error_view(error, self._language), gr.skip()
        kept = notes_view([self._say("page-eval-kept", name=self._session.files.shown(name))], self._language)
        told, counts = self.choose(name)
        return gr.update(choices=self._files(), value=name), kept + told, counts

    def forget(self) -> Any:
        """Nothing more of what was told of an evaluation before a file came; one that is under way goes on telling."""
        return gr.skip() if self._going else ""

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

    async def look_on(self, visitor: object) -> AsyncIterator[Shown]:
        """An evaluation that was begun beside this page since it was opened, as `find` tells of it."""
        job = self._running.last
        if job is None or not self._going:
            yield {self.work: gr.skip()}
            return
        async for shown in self._followed(job, own=job.is_of(visitor)):
            yield shown

    async def evaluate(
        self, name: object, settings: Sequence[str], most: object, visitor: object
    ) -> AsyncIterator[Shown]:
        """Evaluate, showing how it stands and at last the results; the former ones stand where it is stopped."""
        if not isinstance(name, str) or name not in self._session.files.names:
            yield {self.work: failed_view(self._say(self._none()), self._language)}
            return
        count = _most(most)

        def making(progress: Progress, cancelled: Any) -> Finished:
            return self._session.run(name, settings, count, progress, cancelled, self._language)

        task = (name, tuple(settings), count)
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
                self.time: "",  # what is left of it is told beside the bar
                self.work: (work_view if own else others_view)(present, self._language),
                **({} if present.ended else buttons),
            }
        finished = job.state.finished
        shown = await asyncio.to_thread(self._finished, finished) if finished else {}  # drawing takes a second
        yield {self.run: gr.update(interactive=self._askable), self.stop: gr.update(visible=False), **shown}

    def _finished(self, finished: Finished) -> Shown:
        return {**self.results.shown(finished), self.history.list: self.history.listed(finished)}

    @property
    def _askable(self) -> bool:
        """Whether there is a question file."""
        return bool(self._session.files.names)

    @property
    def _going(self) -> bool:
        """Whether an evaluation is under way."""
        job = self._running.last
        return job is not None and not job.state.ended

    def _allowed(self) -> Shown:
        return {
            self.run: gr.update(interactive=self._askable and not self._going),
            self.settings: gr.update(interactive=self._askable),
        }

    def _explained(self, name: str) -> str:
        """A setting with what it means in a line."""
        return self._say("page-eval-setting", name=name, words=self._say(f"page-eval-setting-{name}"))

    def _count(self, name: object) -> int:
        """How many questions a file has; 0 for what is none."""
        try:
            return len(self._session.files.read(name).questions) if isinstance(name, str) else 0
        except WenbaoError:
            return 0

    def _counts(self, name: object) -> list[tuple[str, int]]:
        """How many questions of a file can be asked, as choices: fewer than all, and all."""
        count = self._count(name)
        fewer = [(self._say("page-eval-questions", count=most), most) for most in MOST if most < count]
        return [*fewer, (self._say("page-eval-questions-all"), 0)]

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


def _most(value: object) -> int:
    """The number of questions that a browser chose; 0, for all, where it sent no such number."""
    return value if isinstance(value, int) and value in MOST else 0
