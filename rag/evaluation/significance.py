"""How far figures can be trusted: intervals by resampling questions, and a test of paired differences."""

import math
from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

RESAMPLES: Final = 2_000
"""Samples of questions drawn for an interval; with more, its bounds move in the third decimal only."""

FLIPS: Final = 10_000
"""Random signs tried where there are too many differences to try all."""

EXACT: Final = 13
"""Differences up to which all signs are tried: 2 ** 13 are fewer than FLIPS."""

SEED: Final = 20220121
"""The same questions give the same intervals."""

_NORMAL: Final = 1.959964  # the quantile of the normal distribution that leaves 2.5 % above it

_CELLS: Final = 4_000_000  # numbers held at once: 32 MB

Values = NDArray[np.float64]

Statistic = Callable[[NDArray[np.int64]], Values]
"""Takes how often each question was drawn, shape (resamples, questions), and gives (resamples, figures)."""


def bootstrap(statistic: Statistic, questions: int, level: float = 0.95) -> Values:
    """The percentile bootstrap interval of each figure, shape (figures, 2) (Efron and Tibshirani 1993, chapter 13).

    Questions are drawn with replacement; a figure that is NaN in a sample, which then holds no question that it is
    about, has its interval from the others, and NaN where there is none.
    """
    generator = np.random.default_rng(SEED)
    chance = np.full(questions, 1 / questions)
    step = max(1, _CELLS // questions)
    drawn = [
        statistic(generator.multinomial(questions, chance, size=min(step, RESAMPLES - start)))
        for start in range(0, RESAMPLES, step)
    ]
    figures = np.concatenate(drawn)
    tail = 100 * (1 - level) / 2
    bounds = np.full((figures.shape[1], 2), np.nan)
    for place, column in enumerate(figures.T):
        known = column[~np.isnan(column)]
        if len(known):
            bounds[place] = np.percentile(known, [tail, 100 - tail])
    return bounds


def weighted_means(values: Values, weights: Values) -> Statistic:
    """The statistic of the columns' weighted means; both of shape (questions, figures), a weight of 0 leaves out."""
    totals = np.where(weights > 0, values, 0.0) * weights

    def means(counts: NDArray[np.int64]) -> Values:
        drawn = counts.astype(np.float64)
        with np.errstate(invalid="ignore", divide="ignore"):
            figures: Values = (drawn @ totals) / (drawn @ weights)
        return figures

    return means


def wilson(share: float, count: int) -> tuple[float, float]:
    """The 95 % score interval of a share of `count` questions, one at least (Wilson 1927).

    For a share of 0 or 1, where resampling gives that one value and an interval without width.
    """
    denominator = 1 + _NORMAL**2 / count
    middle = (share + _NORMAL**2 / (2 * count)) / denominator
    reach = _NORMAL / denominator * math.sqrt(share * (1 - share) / count + _NORMAL**2 / (4 * count**2))
    low = 0.0 if share == 0 else max(0.0, middle - reach)
    high = 1.0 if share == 1 else min(1.0, middle + reach)
    return low, high


def randomisation_test(differences: Values) -> float:
    """The two-sided p-value of paired differences, shape (questions,): how often random signs give a mean as large.

    The paired randomisation test of Fisher, for retrieval Smucker, Allan and Carterette (CIKM 2007). Exact where few
    differences are not zero; else over FLIPS signs, the observed ones counted in, so that it is never 0.
    """
    moved = differences[differences != 0]
    if not len(moved):
        return 1.0
    observed = abs(float(moved.sum())) * (1 - 1e-9)  # sums of the same numbers differ in their last bits
    if len(moved) <= EXACT:
        patterns = np.arange(2 ** len(moved))[:, None] >> np.arange(len(moved)) & 1
        return float(np.mean(np.abs((1 - 2 * patterns) @ moved) >= observed))
    generator = np.random.default_rng(SEED)
    step = max(1, _CELLS // len(moved))
    reached = 0
    for start in range(0, FLIPS, step):
        signs = 1 - 2 * generator.integers(0, 2, size=(min(step, FLIPS - start), len(moved)))
        reached += int(np.count_nonzero(np.abs(signs @ moved) >= observed))
    return (reached + 1) / (FLIPS + 1)
