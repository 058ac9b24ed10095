"""Ask every question through the assistant that answers readers, judge each answer, and sum up.

Nothing is asked of the assistant but answers, pages and articles: what is measured is what a reader gets.
"""

import statistics
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np

from rag.errors import EvaluationCancelled, QuestionError
from rag.evaluation.measures.curves import SET_MEASURES, confidence_and_right, set_statistic, told_apart
from rag.evaluation.measures.measures import MEASURES, Judged, figures, judge
from rag.evaluation.measures.sources import Newspaper, Sources
from rag.evaluation.questions import Question
from rag.evaluation.significance import Values, bootstrap, weighted_means, wilson
from rag.json_form import answer_object, refusal_object
from rag.progress import Progress, silent
from rag.records import Answer
from rag.wording import Language


class Answering(Newspaper, Protocol):
    """What is evaluated: an Assistant, or a stand-in in tests."""

    def ask(self, question: str, history: Sequence[tuple[str, str]] = ()) -> Answer:
        """Answer or refuse; raises QuestionError for text that cannot be asked."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure's mean and the weight it was taken over: questions, or citations where the measure counts those."""

    mean: float
    count: int


@dataclass(frozen=True, slots=True)
class Estimate:
    """The same with its 95 % interval over questions: by resampling them, Wilson's where the mean is 0 or 1.

    NaN where no sample of questions gives a figure.
    """

    mean: float
    low: float
    high: float
    count: int


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds that one stage took."""

    median: float
    p95: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Every question judged, in the file's order, with its figures computed from there.

    `name` and `settings` are those of the run; `changes` are the settings that are not the defaults.
    """

    rows: tuple[Judged, ...]
    name: str = ""
    settings: Mapping[str, Any] = field(default_factory=dict)
    changes: Mapping[str, Any] = field(default_factory=dict)

    def sums(self) -> dict[str, Figure]:
        """Every measure over all questions that it is about, those of all questions together last."""
        return means(self.rows) | set_figures(self.rows)

    def estimates(self) -> dict[str, Estimate]:
        """The same with intervals."""
        told = estimated(self.rows)
        rows, together = told_apart(self.rows), set_figures(self.rows)
        if together:
            bounds = bootstrap(set_statistic(*confidence_and_right(rows)), len(rows))
            told |= {
                name: Estimate(figure.mean, float(low), float(high), figure.count)
                for (name, figure), (low, high) in zip(together.items(), bounds, strict=True)
            }
        return told

    def by_type(self) -> dict[str, dict[str, Figure]]:
        """The means for each type of question, types by name."""
        return {kind: means(rows) for kind, rows in self.types().items()}

    def types(self) -> dict[str, list[Judged]]:
        """The rows of each type of question, types by name."""
        kinds = sorted({row.question.type for row in self.rows})
        return {kind: [row for row in self.rows if row.question.type == kind] for kind in kinds}

    def timings(self) -> dict[str, Timing]:
        """Median and 95th percentile of each stage, over the questions that could be asked."""
        taken: dict[str, list[float]] = {}
        for row in self.rows:
            for stage, value in row.answer["timings_ms"].items():
                if row.answer["timings_ms"].get("total"):
                    taken.setdefault(stage, []).append(value)
        return {stage: _timing(values) for stage, values in taken.items()}


def never() -> bool:
    """Not cancelled."""
    return False


def evaluate(
    assistant: Answering,
    questions: Sequence[Question],
    progress: Progress = silent,
    language: Language = "zh",
    cancelled: Callable[[], bool] = never,
) -> Evaluation:
    """Ask and judge `questions`; `progress` hears of each one answered.

    `cancelled` is asked before each question; raises EvaluationCancelled where it says so.
    """
    sources = Sources(assistant)
    rows: list[Judged] = []
    for question in questions:
        if cancelled():
            raise EvaluationCancelled("eval-cancelled", done=len(rows), total=len(questions))
        rows.append(judge(question, _ask(assistant, question, language), sources))
        progress("progress-ask", len(rows), len(questions))
    return Evaluation(tuple(rows))


def ask_all(
    assistant: Answering, questions: Sequence[Question], progress: Progress = silent, language: Language = "zh"
) -> Iterator[tuple[Question, dict[str, Any]]]:
    """Each question with its answer in the JSON form (`json_form`), as soon as it is there.

    A question that cannot be asked becomes a refusal whose answer is the error's sentence.
    """
    for number, question in enumerate(questions, start=1):
        yield question, _ask(assistant, question, language)
        progress("progress-ask", number, len(questions))


def _ask(assistant: Answering, question: Question, language: Language) -> dict[str, Any]:
    try:
        asked_on = {} if question.asked_on is None else {"today": question.asked_on}
        return answer_object(assistant.ask(question.question, question.history, **asked_on), question.id)
    except QuestionError as error:
        return refusal_object(question.question, error.sentence(language, public=True), error.key, question.id)


def means(rows: Sequence[Judged]) -> dict[str, Figure]:
    """Each measure's mean over `rows`, without the measures that are about none of them."""
    values, weights = _columns(rows)
    counts = weights.sum(axis=0)
    totals = (values * weights).sum(axis=0)
    return {
        measure.name: Figure(float(total / count), int(count))
        for measure, total, count in zip(MEASURES, totals, counts, strict=True)
        if count
    }


def set_figures(rows: Sequence[Judged]) -> dict[str, Figure]:
    """The measures of all questions together, {} where none has answers to be right or wrong about."""
    known = told_apart(rows)
    if not known:
        return {}
    once = np.ones((1, len(known)), np.int64)
    told = set_statistic(*confidence_and_right(known))(once)[0]
    return {name: Figure(float(value), len(known)) for name, value in zip(SET_MEASURES, told, strict=True)}


def estimated(rows: Sequence[Judged]) -> dict[str, Estimate]:
    """The figures of `means` with their intervals."""
    if not rows:
        return {}
    values, weights = _columns(rows)
    bounds = bootstrap(weighted_means(values, weights), len(rows))
    intervals = {measure.name: (float(low), float(high)) for measure, (low, high) in zip(MEASURES, bounds, strict=True)}
    asked = {
        measure.name: int(count) for measure, count in zip(MEASURES, np.count_nonzero(weights, axis=0), strict=True)
    }
    return {
        # All of one value: then each question has it, so that the share of those that have it tells how sure that is.
        # Counted by questions where the mean is over citations, since those of one answer depend on each other.
        name: Estimate(
            figure.mean,
            *(wilson(figure.mean, asked[name]) if figure.mean in (0, 1) else intervals[name]),
            figure.count,
        )
        for name, figure in means(rows).items()
    }


def _columns(rows: Sequence[Judged]) -> tuple[Values, Values]:
    """Value and weight of every measure for every row, both (rows, measures); 0 and 0 where it is not about the row."""
    values = np.zeros((len(rows), len(MEASURES)))
    weights = np.zeros_like(values)
    for place, row in enumerate(rows):
        told = figures(row)
        for column, measure in enumerate(MEASURES):
            if measure.name in told:
                values[place, column], weights[place, column] = told[measure.name], measure.weight(row)
    return values, weights


def _timing(values: Sequence[float]) -> Timing:
    """Percentiles between neighbours by linear interpolation, as numpy has them."""
    if len(values) == 1:
        return Timing(values[0], values[0])
    return Timing(statistics.median(values), statistics.quantiles(values, n=20, method="inclusive")[-1])
