"""How the splitter's weights are learnt: on a few composed pages, which is no measure of how well they split others."""

from collections.abc import Sequence

import numpy as np
import pytest
from benchmarks.composing import ComposedPage
from benchmarks.excerpts import excerpt
from benchmarks.labelled import Example, of_composed
from benchmarks.learning import learn, taught
from benchmarks.misreading import misread
from benchmarks.stories import GoldPiece
from benchmarks.varied import compose_varied

from rag.articles.reading.chain import COUNT, Label, Weights, barred, best_labels

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def pages() -> list[Example]:
    return [of_composed(compose_varied(seed)) for seed in (30_101, 30_102, 30_103)]


@pytest.fixture(scope="module")
def weights(pages: list[Example]) -> Weights:
    return learn(pages, passes=4, rounds=25)


def labels_by(weights: Weights, page: Example) -> list[Label]:
    """The best labels of a page by its names alone."""
    rows = np.array([_sum(weights.signals, names, (COUNT,)) for names in page.names])
    steps = np.array([barred() + _sum(weights.steps, names, (COUNT, COUNT)) for names in page.steps])
    rows[0, [Label.MORE_TITLE, Label.WITHIN]] = -1e4
    return best_labels(rows, steps)


def _sum(table: dict[str, np.ndarray], names: Sequence[str], shape: tuple[int, ...]) -> np.ndarray:
    return sum((table[name] for name in names if name in table), np.zeros(shape))


def test_the_pages_that_are_learnt_from_are_read_rightly(pages: list[Example], weights: Weights) -> None:
    for page in pages:
        read = labels_by(weights, page)
        assert np.mean([own is right for own, right in zip(read, page.labels, strict=True)]) > 0.97


def test_learning_goes_on_from_the_weights_given(pages: list[Example], weights: Weights) -> None:
    same = learn(pages, passes=0, rounds=0, begin=weights)
    assert all(np.array_equal(same.signals[name], row) for name, row in weights.signals.items())
    assert all(np.array_equal(same.steps[name], table) for name, table in weights.steps.items())


def test_passes_over_the_pages_lead_near_to_what_rounds_over_all_of_them_find(pages: list[Example]) -> None:
    passed = learn(pages, passes=30, rounds=0)
    wrong = sum(
        own is not right for page in pages for own, right in zip(labels_by(passed, page), page.labels, strict=True)
    )
    assert wrong <= 0.05 * sum(len(page.labels) for page in pages)


def test_some_of_the_pages_that_are_learnt_from_have_characters_misread() -> None:
    whole, misprinted = (taught(0, count)[-1] for count in (1, 2))
    page = compose_varied(1)
    assert whole.labels != misprinted.labels
    assert misprinted.names != of_composed(page).names
    assert misread(page, 0.04, 1).lines != page.lines
    assert misprinted.labels == of_composed(page).labels


def test_a_headline_is_labelled_where_it_stands_though_a_part_of_its_text_stands_above_it() -> None:
    lines = [
        "桥头的栏杆也一并换成了石的，夜里有灯。",
        "渡口新桥昨日通车",
        "昨日上午，渡口新桥正式通车，两岸来往不再绕行，",
    ]
    piece = GoldPiece("news", title=[lines[1]], lines={1, 2, 3}, heading={2})
    labels = of_composed(ComposedPage(lines, [piece], set())).labels
    assert labels == [Label.OPENS, Label.TITLE, Label.WITHIN]


def test_headlines_of_composed_pages_are_as_they_are_printed_in_excerpts_too() -> None:
    for seed in range(30_110, 30_130):
        for page in (compose_varied(seed), excerpt(compose_varied(seed), seed)):
            for piece in page.pieces:
                assert [page.lines[number - 1].strip() for number in piece.headline()] == [
                    text.strip() for text in piece.title
                ]
