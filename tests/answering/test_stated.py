"""The figures of a question: respelled as printed, asked for openly, told from others."""

import pytest

from rag.answering.stated import as_printed, asked_openly, prints_other
from rag.text.characters import normalise
from rag.text.figures import figures_in


@pytest.mark.parametrize(
    ("question", "text", "respelled"),
    [
        ("哪座塔高三十六米？", "灯塔高36米。", "哪座塔高36米?"),
        ("捐款占30%的是谁？", "老厂捐款占三成。", "捐款占三成的是谁?"),
        ("5月23日开工的是什么？", "码头五月廿三日开工。", "五月廿三日开工的是什么?"),
    ],
)
def test_a_figure_is_spelled_as_the_pages_print_it(question: str, text: str, respelled: str) -> None:
    assert as_printed(question, [text]) == respelled


@pytest.mark.parametrize(
    ("question", "texts"),
    [
        ("哪座塔高36米？", ["灯塔高三十六米。", "水塔高36米。"]),  # one page prints it so
        ("哪座塔高36米？", ["灯塔高四十米。"]),
        ("哪座塔最新？", ["灯塔高三十六米。"]),
        ("", []),
    ],
)
def test_other_questions_stay_as_they_are(question: str, texts: list[str]) -> None:
    assert as_printed(question, texts) == question


@pytest.mark.parametrize(
    ("question", "opened"),
    [
        ("灯塔有36米吗？", "灯塔有多少米?"),
        ("灯塔是1989年建成的吗？", "灯塔是哪年建成的?"),
        ("码头是5月23日开工的吗？", "码头是哪天开工的?"),
        ("捐款是不是占三成？", "捐款是占百分之多少?"),
        ("这是第五届吗？", "这是第几届?"),
    ],
)
def test_whether_a_figure_is_so_is_asked_for_the_figure(question: str, opened: str) -> None:
    assert asked_openly(question) == opened


@pytest.mark.parametrize(
    "question",
    ["1989年灯塔建成了吗？", "11个村管理的水库建成了吗？", "灯塔建成了吗？", "灯塔高36米,谁建的？", "灯塔高多少米？"],
)
def test_what_is_not_asked_about_a_figure_stays(question: str) -> None:
    assert asked_openly(question) == question


@pytest.mark.parametrize(
    ("question", "sentence", "other"),
    [
        ("2018年建成的是哪座塔?", "灯塔2019年建成。", True),
        ("2018年建成的是哪座塔?", "灯塔二〇一八年建成。", False),
        ("2018年建成的是哪座塔?", "灯塔2018年5月6日建成。", False),
        ("2018年建成的是哪座塔?", "灯塔高36米。", False),  # says nothing of a year
        ("2018年建成的是哪座塔?", "灯塔2019年刷漆。", False),  # another matter
        ("哪座塔最新?", "灯塔2019年建成。", False),
    ],
)
def test_another_figure_in_place_of_the_stated_one_is_told(question: str, sentence: str, other: bool) -> None:
    question = normalise(question)
    assert prints_other(list(figures_in(question)), question, normalise(sentence)) is other
