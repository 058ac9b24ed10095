"""Ask every question through the assistant that answers readers, judge each answer, and sum up.

Nothing is asked of the assistant but `ask` and `page`: what is measured is what a reader gets.
"""

import statistics
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from rag.contract import answer_object, refusal_object
from rag.errors import QuestionError
from rag.evaluation.measures import MEASURES, Judged, figures, judge
from rag.evaluation.questions import Question
from rag.progress import Progress, silent
from rag.records import Answer, Page
from rag.wording import Language


class Answering(Protocol):
    """What is evaluated: an Assistant, or a stand-in in tests."""

    def ask(self, question: str, history: Sequence[tuple[str, str]] = ()) -> Answer:
        """Answer or refuse; raises QuestionError for text that cannot be asked."""

    def page(self, name: str) -> Page:
        """The page with this file name. Raises KeyError."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure's mean and the weight it was taken over: questions, or citations where the measure counts those."""

    mean: float
    count: int


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds that one stage took."""

    median: float
    p95: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Every question judged, in the file's order, with its figures computed from there."""

    rows: tuple[Judged, ...]

    def sums(self) -> dict[str, Figure]:
        """The mean of every measure over all questions that it is about."""
        return means(self.rows)

    def by_type(self) -> dict[str, dict[str, Figure]]:
        """The same for each type of question, types by name."""
        types = sorted({row.question.type for row in self.rows})
        return {kind: means([row for row in self.rows if row.question.type == kind]) for kind in types}

    def timings(self) -> dict[str, Timing]:
        """Median and 95th percentile of each stage, over the questions that could be asked."""
        taken: dict[str, list[float]] = {}
        for row in self.rows:
            for stage, value in row.answer["timings_ms"].items():
                if row.answer["timings_ms"].get("total"):
                    taken.setdefault(stage, []).append(value)
        return {stage: _timing(values) for stage, values in taken.items()}


def evaluate(assistant: Answering, questions: Sequence[Question], progress: Progress = silent,
             language: Language = "zh") -> Evaluation:
    """Ask and judge `questions`; `progress` hears of each one answered."""
    pages: dict[str, tuple[str, ...]] = {}

    def page_lines(name: str) -> tuple[str, ...]:
        if name not in pages:
            try:
                pages[name] = assistant.page(name).lines
            except KeyError:  # a citation of a page that is not there is not verbatim
                pages[name] = ()
        return pages[name]

    rows = [judge(question, answer, page_lines)
            for question, answer in ask_all(assistant, questions, progress, language)]
    return Evaluation(tuple(rows))


def ask_all(assistant: Answering, questions: Sequence[Question], progress: Progress = silent,
            language: Language = "zh") -> Iterator[tuple[Question, dict[str, Any]]]:
    """Each question with its answer in the contract's form, as soon as it is there.

    A question that cannot be asked becomes a refusal whose answer is the error's sentence.
    """
    for number, question in enumerate(questions, start=1):
        try:
            answer = answer_object(assistant.ask(question.question, question.history), question.id)
        except QuestionError as error:
            answer = refusal_object(question.question, error.sentence(language), error.key, question.id)
        yield question, answer
        progress("progress-ask", number, len(questions))


def means(rows: Sequence[Judged]) -> dict[str, Figure]:
    """Each measure's mean over `rows`, without the measures that are about none of them."""
    weights: dict[str, int] = {}
    totals: dict[str, float] = {}
    weigh: Mapping[str, Any] = {measure.name: measure.weight for measure in MEASURES}
    for row in rows:
        for name, value in figures(row).items():
            weight = weigh[name](row)
            weights[name] = weights.get(name, 0) + weight
            totals[name] = totals.get(name, 0.0) + weight * value
    return {name: Figure(totals[name] / weights[name], weights[name]) for name in weigh if weights.get(name)}


def _timing(values: Sequence[float]) -> Timing:
    """Percentiles between neighbours by linear interpolation, as numpy has them."""
    if len(values) == 1:
        return Timing(values[0], values[0])
    return Timing(statistics.median(values), statistics.quantiles(values, n=20, method="inclusive")[-1])
