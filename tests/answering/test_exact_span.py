"""Which of several values side by side a question means."""

import pytest

from rag.answering.exact_span import meant
from rag.models.reader.windows import SentenceSpan


def exact(text: str, span: str, question: str) -> str:
    start = text.index(span)
    found = meant(SentenceSpan(start, start + len(span), 1.0), text, question)
    return text[found.start : found.end]


RANGE = "渡口检修从9月15日至11月30日,每天8时到17时30分停航。"


@pytest.mark.parametrize(
    ("question", "span", "meaning"),
    [
        ("渡口检修到哪天结束", "9月15日", "11月30日"),
        ("渡口检修到哪天结束", "9月15日至11月30日", "11月30日"),
        ("渡口检修从哪天开始", "11月30日", "9月15日"),
        ("渡口检修截止到什么时候", "9月15日", "11月30日"),
        ("渡口什么时候检修", "9月15日至11月30日", "9月15日至11月30日"),
        ("渡口检修从哪天到哪天", "9月15日至11月30日", "9月15日至11月30日"),
        ("每天几点开始停航", "17时30分", "8时"),
    ],
)
def test_the_end_of_a_range_is_the_one_that_is_asked(question: str, span: str, meaning: str) -> None:
    assert exact(RANGE, span, question) == meaning


GROWN = "2012年至2016年,全市粮仓由118座增至203座,船由四十条减少到九条。"


@pytest.mark.parametrize(
    ("question", "span", "meaning"),
    [
        ("2016年粮仓有多少座", "118座", "203座"),
        ("2012年粮仓有多少座", "118座增至203座", "118座"),
        ("粮仓现在有多少座", "118座", "203座"),
        ("原来有多少条船", "九条", "四十条"),
        ("船减少到多少条", "四十条", "九条"),
        ("粮仓有多少座", "118座", "118座"),
    ],
)
def test_what_something_has_grown_to_is_told_from_what_it_was(question: str, span: str, meaning: str) -> None:
    assert exact(GROWN, span, question) == meaning


@pytest.mark.parametrize(
    ("question", "span", "meaning"),
    [
        ("第300张票是几点卖出的", "07:30", "02:47"),
        ("第一张票是几点卖出的", "07:30", "07:30"),  # no figure tells it
        ("票是几点卖完的", "07:30", "07:30"),
    ],
)
def test_the_value_beside_the_number_that_is_stated_is_meant(question: str, span: str, meaning: str) -> None:
    text = "00:35,第一张票卖出;02:47,第300张票卖出;07:30,票全部卖完。"
    assert exact(text, span, question) == meaning


def test_a_sum_beside_the_stated_number_has_the_same_measure() -> None:
    text = "首期投入120万元,修了3座码头;第2期投入80万元,修了5座码头。"
    assert exact(text, "120万元", "第2期投入多少") == "80万元"
