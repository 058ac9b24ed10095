"""What a question compares."""

import pytest

from rag.answering.comparison import Comparison, comparison_of
from rag.text.characters import normalise
from rag.text.figures import TIMES
from rag.text.terms import Terms

TERMS = Terms()


def read(question: str) -> Comparison | None:
    return comparison_of(normalise(question), TERMS)


@pytest.mark.parametrize(
    ("question", "word", "highest"),
    [
        ("哪个仓库的粮食最多？", "粮食", True),
        ("粮食最少的是哪个仓库？", "粮食", False),
        ("哪条隧道最长？", "长", True),
        ("最短的隧道是哪条？", "长", False),
        ("哪座塔建成得最早？", "建成", False),
        ("最晚建成的是哪座塔？", "建成", True),
        ("哪个仓库的粮食更多？", "粮食", True),
    ],
)
def test_the_most_and_the_least_of_a_word(question: str, word: str, highest: bool) -> None:
    comparison = read(question)
    assert comparison is not None
    assert (comparison.words[0][0], comparison.highest, comparison.is_sum) == (word, highest, False)


def test_early_and_late_compare_times_and_nothing_else_does() -> None:
    early, many = read("哪座塔建成得最早？"), read("哪个仓库的粮食最多？")
    assert early is not None and many is not None
    assert early.measures == TIMES and early.allows(TIMES[0]) and not early.allows("吨")
    assert many.allows("吨") and not many.allows(TIMES[0])


def test_two_things_are_known_by_their_names() -> None:
    comparison = read("北仓和南仓哪个存粮多？")
    assert comparison is not None
    assert (comparison.names, comparison.highest) == (("北仓", "南仓"), True)
    assert comparison.names_one("北仓存粮三吨") and not comparison.names_one("西仓存粮三吨")


def test_the_oldest_is_the_earliest_thing_and_the_person_of_most_years() -> None:
    tower, person = read("哪座塔最老？"), read("谁年纪最大？")
    assert tower is not None and person is not None
    assert (tower.measures, tower.highest) == (TIMES, False)
    assert (person.measures, person.highest) == (("岁",), True)


def test_a_sum_is_of_several_things_that_the_question_counts_or_names() -> None:
    three, two = read("三个仓库一共存粮多少吨？"), read("北仓和南仓一共存粮多少吨？")
    assert three is not None and two is not None
    assert (three.is_sum, three.count, three.measures) == (True, 3, ("斤",))
    assert (two.is_sum, two.count, two.names) == (True, 2, ("北仓", "南仓"))


@pytest.mark.parametrize(
    "question",
    [
        "一次最多能借几本？",
        "最迟哪天得用掉？",
        "最近的一期是哪天",
        "最后是在哪一站等到的？",
        "粮仓一共存粮多少吨？",  # one thing, whose sum is printed
        "第三次大会一共有多少人出席？",
        "两家医院升级以后,全县总共有几家医院？",
        "更多消息在哪里看？",
        "粮仓在哪里？",
        "",
    ],
)
def test_limits_and_other_questions_compare_nothing(question: str) -> None:
    assert read(question) is None
