"""Earlier evaluations in the tab for evaluation: a list to open one from, or to compare two of the same questions.

Left out: how they are kept (see `rag`), and what their results look like (`results`).
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

from rag import Language, WenbaoError
from rag.evaluation import EvaluationSession, Finished, PastEvaluation
from ui.evaluation.results import EvaluationResults, Shown
from ui.evaluation.view import error_view
from ui.gradio_setup import PRESSED, gr
from ui.scripts import script
from ui.templating import render
from ui.wording import say

_SCRIPT: Final = Path(__file__).parent / "history.js"
_FIGURES: Final = (("answer_correct", "correct"), ("unanswerable_refused", "refused"), ("Success@1", "found"))
_MOST_FIGURES: Final = 2


class Line(NamedTuple):
    """An evaluation as it is listed: when it was made, of what, and for each setting what came of it."""

    id: str
    when: str
    of: str
    runs: Sequence[tuple[str, str]]
    shown: bool


class EvaluationHistory:
    """The list, for one session and one language; `results` show what is opened."""

    def __init__(self, session: EvaluationSession, language: Language, results: EvaluationResults) -> None:
        self._session = session
        self._language = language
        self._results = results

    def build(self) -> None:
        """Put the components where gradio stands."""
        with gr.Accordion(say("page-history", self._language), open=False, elem_id="eval-history"):
            self.list = gr.HTML(
                self.listed(None), elem_id="eval-past", apply_default_css=False, js_on_load=script(_SCRIPT)
            )
            self.told = gr.HTML("", elem_id="eval-past-told", apply_default_css=False, js_on_load=None)

    def connect(self) -> None:
        """Tie them to the results; raised by history.js."""
        outputs = [self.told, self.list, *self._results.components]
        self.list.open_run(self.open, [], outputs, **PRESSED)
        self.list.compare_runs(self.compare, [], outputs, **PRESSED)

    def listed(self, shown: Finished | None) -> str:
        """The evaluations, the newest first; what is `shown` of them is marked."""
        lines = [_line(entry, shown, self._language) for entry in self._session.history]
        read_only = self._session.files.read_only
        return render("evaluation/history", self._language, lines=lines, read_only=read_only)

    def open(self, event: gr.EventData) -> Shown:
        """The results of one; a sentence for whatever else a browser may send."""
        try:
            return self._shown(self._session.open(event._data.get("run")))
        except WenbaoError as error:
            return {self.told: error_view(error, self._language)}

    def compare(self, event: gr.EventData) -> Shown:
        """Two side by side; a sentence where they cannot be compared."""
        try:
            return self._shown(self._session.open_two(event._data.get("first"), event._data.get("second")))
        except WenbaoError as error:
            return {self.told: error_view(error, self._language)}

    def _shown(self, finished: Finished) -> Shown:
        return {**self._results.shown(finished), self.told: "", self.list: self.listed(finished)}


def _line(entry: PastEvaluation, shown: Finished | None, language: Language) -> Line:
    runs = [
        (
            run.name,
            " · ".join(
                say(f"page-history-{word}", language, value=f"{100 * run.means[measure]:.1f}%")
                for measure, word in [pair for pair in _FIGURES if pair[0] in run.means][:_MOST_FIGURES]
            ),
        )
        for run in entry.runs
    ]
    of = say("page-history-of", language, file=entry.file, count=entry.questions)
    when = entry.created[:16].replace("T", " ")
    return Line(entry.id, when, of, runs, shown is not None and entry.id in shown.past.split())
