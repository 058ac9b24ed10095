"""What confidence is worth over a whole set of questions: calibration, and risk against coverage."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rag.evaluation.measures.measures import Judged
from rag.evaluation.measures.ranking import DEPTH, found
from rag.evaluation.significance import Statistic, Values

BINS: Final = 10
"""Bins of equal width for calibration, as in Guo et al. (2017)."""

POINTS: Final = 200
"""Most points of a risk-coverage curve: more would not show."""

SET_MEASURES: Final = ("AURC", "ECE")
"""Measures of all questions together; of both, lower is better."""


@dataclass(frozen=True, slots=True)
class Bin:
    """The questions whose confidence is from `low` up to `high`: mean confidence, and the share answered right."""

    low: float
    high: float
    count: int
    confidence: float
    correct: float


def told_apart(rows: Sequence[Judged]) -> list[Judged]:
    """The rows that have right and wrong answers: all but those of sets without accepted answers."""
    return [row for row in rows if row.right is not None]


def confidence_and_right(rows: Sequence[Judged]) -> tuple[Values, Values]:
    """Each row's confidence, and 1 where it was answered right; both of shape (rows,)."""
    return (
        np.array([float(row.answer.get("confidence", 0.0)) for row in rows], np.float64),
        np.array([float(bool(row.right)) for row in rows], np.float64),
    )


def set_statistic(confidence: Values, right: Values) -> Statistic:
    """AURC and ECE of samples of questions, in the order of SET_MEASURES."""
    order = np.argsort(-confidence, kind="stable")
    sorted_confidence, sorted_right = confidence[order], right[order]

    def figures(counts: NDArray[np.int64]) -> Values:
        drawn = counts[:, order]
        return np.column_stack(
            [
                _area(sorted_confidence, 1 - sorted_right, drawn),
                _calibration_error(sorted_confidence, sorted_right, drawn),
            ]
        )

    return figures


def _area(confidence: Values, wrong: Values, counts: NDArray[np.int64]) -> Values:
    """The area under the risk-coverage curve (Geifman and El-Yaniv 2017): the mean risk over all coverages, (samples,).

    Answers of the same confidence have no order: each counts as wrong as they are on average.
    """
    samples, questions = counts.shape
    ties = np.cumsum(np.r_[True, np.diff(confidence) != 0]) - 1
    starts = np.flatnonzero(np.r_[True, np.diff(ties) > 0])
    held = np.add.reduceat(counts, starts, axis=1)
    with np.errstate(invalid="ignore"):
        rate = np.add.reduceat(counts * wrong, starts, axis=1) / held
    places = np.repeat(np.tile(ties, samples), counts.ravel()).reshape(samples, questions)
    risks = np.cumsum(np.take_along_axis(rate, places, axis=1), axis=1) / np.arange(1, questions + 1)
    area: Values = risks.mean(axis=1)
    return area


def _calibration_error(confidence: Values, right: Values, counts: NDArray[np.int64]) -> Values:
    """The expected calibration error (Guo et al. 2017): the gap of each bin, weighed by its questions, (samples,)."""
    inside = _bins(confidence)[:, None] == np.arange(BINS)
    gaps = counts @ (inside * (confidence - right)[:, None])
    error: Values = np.abs(gaps).sum(axis=1) / counts.sum(axis=1)
    return error


def _bins(confidence: Values) -> NDArray[np.int64]:
    numbers: NDArray[np.int64] = np.minimum((confidence * BINS).astype(np.int64), BINS - 1)
    return numbers


def reliability(rows: Sequence[Judged]) -> list[Bin]:
    """The bins that hold a question, by rising confidence."""
    return binned(*confidence_and_right(told_apart(rows)))


def binned(confidence: Values, right: Values) -> list[Bin]:
    """The same for confidences and what became of them, 1 or 0, both of shape (questions,)."""
    numbers = _bins(confidence)
    return [
        Bin(
            number / BINS,
            (number + 1) / BINS,
            int(inside.sum()),
            float(confidence[inside].mean()),
            float(right[inside].mean()),
        )
        for number in range(BINS)
        if (inside := numbers == number).any()
    ]


def risk_coverage(rows: Sequence[Judged]) -> list[tuple[float, float]]:
    """(coverage, risk) with answers by falling confidence: the share given, and the share of those that is wrong.

    A point for each distinct confidence, thinned to POINTS.
    """
    confidence, right = confidence_and_right(told_apart(rows))
    if not len(confidence):
        return []
    order = np.argsort(-confidence, kind="stable")
    given = np.arange(1, len(order) + 1)
    risks = np.cumsum(1 - right[order]) / given
    ends = np.flatnonzero(np.r_[np.diff(confidence[order]) != 0, True])
    if len(ends) > POINTS:
        ends = ends[np.linspace(0, len(ends) - 1, POINTS).round().astype(int)]
    return [(float(given[end] / len(order)), float(risks[end])) for end in ends]


def success_at_k(rows: Sequence[Judged]) -> list[tuple[int, float]]:
    """(k, Success@k) for every k up to the depth that is judged, over the questions that retrieval is judged of."""
    judged = [row for row in rows if row.retrieval]
    return (
        [
            (k, sum(any(found(rank, k) for rank in _relevant_ranks(row)) for row in judged) / len(judged))
            for k in range(1, DEPTH + 1)
        ]
        if judged
        else []
    )


def _relevant_ranks(row: Judged) -> list[int | None]:
    """The ranks of evidence, or of documents that are judged relevant."""
    if row.question.evidence:
        return list(row.ranks)
    return [rank for rank, (_, grade) in zip(row.ranks, row.question.relevant, strict=True) if grade > 0]
