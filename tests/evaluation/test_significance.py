"""Intervals, the paired test and the measures of confidence: against scipy, plain loops and values worked out by hand."""

import itertools

import numpy as np
import pytest
from scipy import stats
from support.growing import grows_in_proportion

from rag.evaluation import significance as statistics
from rag.evaluation.measures import curves
from rag.evaluation.measures.curves import confidence_and_right, set_statistic
from rag.evaluation.measures.measures import Judged
from rag.evaluation.questions import Question


def row(confidence: float, right: bool) -> Judged:
    answer = {"answer": "甲", "refused": False, "confidence": confidence}
    return Judged(Question("q", "?", answers=("甲" if right else "乙",)), answer, (), (), ())


def interval_of_mean(values: list[float]) -> list[float]:
    columns = np.array(values)[:, None]
    return statistics.bootstrap(statistics.weighted_means(columns, np.ones_like(columns)), len(values))[0].tolist()


# ---- intervals


def test_the_interval_is_scipys_percentile_bootstrap():
    values = np.random.default_rng(7).random(40)
    theirs = stats.bootstrap((values,), np.mean, method="percentile", n_resamples=2000, rng=1).confidence_interval
    assert interval_of_mean(values.tolist()) == pytest.approx([theirs.low, theirs.high], abs=0.01)


@pytest.mark.parametrize(("share", "count"), [(0, 1), (1, 1), (0, 15), (1, 80), (0.25, 20)])
def test_wilsons_interval_is_scipys(share, count):
    theirs = stats.binomtest(round(share * count), count).proportion_ci(method="wilson")
    assert statistics.wilson(share, count) == pytest.approx((theirs.low, theirs.high), abs=1e-6)


def test_an_interval_of_equal_values_is_a_point_and_the_same_data_give_the_same_interval():
    assert interval_of_mean([0.5] * 7) == [0.5, 0.5]
    assert interval_of_mean([0.0, 1.0, 1.0]) == interval_of_mean([0.0, 1.0, 1.0])


def test_weights_of_zero_leave_a_question_out_and_others_weigh():
    values = np.array([[0.0, 1.0], [1.0, 1.0], [1.0, 0.0]])
    weights = np.array([[1.0, 0.0], [3.0, 1.0], [0.0, 1.0]])
    means = statistics.weighted_means(values, weights)
    assert means(np.array([[1, 1, 1], [2, 1, 0], [0, 0, 3]])) == pytest.approx(
        np.array([[3 / 4, 1 / 2], [3 / 5, 1.0], [np.nan, 0.0]]), nan_ok=True
    )


def test_a_figure_that_no_sample_has_is_unknown_and_hinders_no_other():
    values = weights = np.array([[0.0, 1.0], [0.0, 1.0]])
    bounds = statistics.bootstrap(statistics.weighted_means(values, weights), 2)
    assert np.isnan(bounds[0]).all()
    assert bounds[1].tolist() == [1, 1]


def test_many_samples_are_drawn_in_pieces_of_the_same_interval(monkeypatch):
    values = np.random.default_rng(3).random(30).tolist()
    whole = interval_of_mean(values)
    monkeypatch.setattr(statistics, "_CELLS", 30 * 7)
    assert interval_of_mean(values) == pytest.approx(whole, abs=1e-12)


def test_intervals_of_ten_times_as_many_measures_take_no_longer_than_in_proportion():
    values = np.random.default_rng(1).random((95, 400))

    def interval(measures: int) -> None:
        some = values[:, :measures]
        statistics.bootstrap(statistics.weighted_means(some, np.ones_like(some)), 95)

    assert grows_in_proportion(interval, 40, times=10)


@pytest.mark.slow
def test_intervals_of_ten_times_as_many_questions_take_no_longer_than_in_proportion():
    values = np.random.default_rng(1).random((950, 2))

    def interval(questions: int) -> None:
        some = values[:questions]
        statistics.bootstrap(set_statistic(some[:, 0], some[:, 1].round()), questions)

    assert grows_in_proportion(interval, 95, times=10)


# ---- paired test


def plain_p(differences: list[float]) -> float:
    observed = abs(sum(differences))
    sums = [
        abs(sum(sign * value for sign, value in zip(signs, differences, strict=True)))
        for signs in itertools.product((1, -1), repeat=len(differences))
    ]
    return sum(value >= observed - 1e-12 for value in sums) / len(sums)


@pytest.mark.parametrize(
    "differences", [[1.0, 1.0, 1.0], [1.0, -1.0], [0.5, 0.25, -0.1, 1.0, 0.3], [0.0, 0.0], [0.1, 0.2, -0.3, 0.0]]
)
def test_few_differences_are_tested_with_all_signs(differences):
    assert statistics.randomisation_test(np.array(differences)) == pytest.approx(plain_p(differences))


def test_scipys_permutation_test_gives_the_same():
    before, after = np.random.default_rng(5).random((2, 9)).round(1)
    theirs = stats.permutation_test(
        (after, before),
        lambda a, b: np.mean(a - b),
        permutation_type="samples",
        n_resamples=np.inf,
        alternative="two-sided",
    )
    assert statistics.randomisation_test(after - before) == pytest.approx(theirs.pvalue)


def test_many_differences_are_tested_with_random_signs():
    differences = np.random.default_rng(5).choice([-1.0, 0.0, 1.0], size=60, p=[0.1, 0.6, 0.3])
    theirs = stats.permutation_test(
        (differences, np.zeros(60)), lambda a, b: np.mean(a - b), rng=2, permutation_type="samples", n_resamples=9999
    )
    assert statistics.randomisation_test(differences) == pytest.approx(theirs.pvalue, abs=0.015)
    assert statistics.randomisation_test(np.ones(60)) == pytest.approx(1 / 10_001)


# ---- confidence


def plain_area(confidence, right) -> float:
    """The mean risk over all coverages, the order of ties averaged over all orders."""
    areas = []
    for order in itertools.permutations(range(len(right))):
        if all(confidence[a] >= confidence[b] for a, b in itertools.pairwise(order)):
            wrong = [1 - right[place] for place in order]
            areas.append(sum(sum(wrong[:n]) / n for n in range(1, len(wrong) + 1)) / len(wrong))
    return sum(areas) / len(areas)


@pytest.mark.parametrize(
    ("confidence", "right"),
    [
        ([0.9, 0.8, 0.1], [1, 1, 0]),
        ([0.9, 0.8, 0.1], [0, 1, 1]),
        ([0.5, 0.5, 0.5, 0.2], [1, 0, 0, 1]),
        ([0.3], [0]),
        ([0.7, 0.2, 0.7, 0.2, 0.7], [1, 0, 0, 1, 1]),
    ],
)
def test_the_area_under_the_risk_coverage_curve_whatever_the_order_of_ties(confidence, right):
    once = np.ones((1, len(right)), np.int64)
    area, _ = set_statistic(np.array(confidence), np.array(right, float))(once)[0]
    assert area == pytest.approx(plain_area(confidence, right))


def test_a_sample_is_judged_as_if_its_questions_were_the_set():
    generator = np.random.default_rng(11)
    confidence, right = generator.random(6).round(1), generator.integers(0, 2, 6).astype(float)
    counts = generator.multinomial(6, np.full(6, 1 / 6), size=5)
    told = set_statistic(confidence, right)(counts)
    for figures, count in zip(told, counts, strict=True):
        drawn = np.repeat(np.arange(6), count)
        alone = set_statistic(confidence[drawn], right[drawn])(np.ones((1, 6), np.int64))[0]
        assert figures == pytest.approx(alone)


def test_the_calibration_error_is_the_weighed_gap_of_ten_bins():
    # bins: 0.1 with one wrong; 0.9 with 0.92 right and 0.98 wrong; 1.0 counts to the last bin
    rows = [row(0.15, False), row(0.92, True), row(0.98, False), row(1.0, True)]
    _, error = set_statistic(*confidence_and_right(rows))(np.ones((1, 4), np.int64))[0]
    assert error == pytest.approx((0.15 + abs(0.92 + 0.98 + 1.0 - 2)) / 4)
    bins = curves.reliability(rows)
    assert [(bin.low, bin.high, bin.count) for bin in bins] == [(0.1, 0.2, 1), (0.9, 1.0, 3)]
    assert (bins[1].confidence, bins[1].correct) == (pytest.approx(2.9 / 3), pytest.approx(2 / 3))


def test_risk_is_told_for_each_confidence_and_thinned_where_there_are_many():
    rows = [row(0.5, False), row(0.9, True), row(0.5, True), row(0.1, False)]
    assert curves.risk_coverage(rows) == [(0.25, 0), (0.75, pytest.approx(1 / 3)), (1, 0.5)]
    many = curves.risk_coverage([row(place / 1000, place % 2 == 0) for place in range(1000)])
    assert len(many) == curves.POINTS
    assert many[-1] == (1, 0.5)


def test_questions_without_accepted_answers_are_no_matter_of_confidence():
    found = Judged(
        Question("q", "?", relevant=(("d", 1),)),
        {"answer": "甲", "refused": False, "confidence": 1.0},
        (2,),
        (),
        (),
        retrieval={"Success@1": 0.0},
    )
    assert curves.risk_coverage([found]) == curves.reliability([found]) == []
    assert curves.success_at_k([found])[:3] == [(1, 0), (2, 1), (3, 1)]
    assert curves.success_at_k([row(0.5, True)]) == []
