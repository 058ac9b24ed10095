"""Questions about the days of events, told by their wording alone."""

import pytest

from rag.answering.anchor import anchor_of
from rag.answering.event_question import Event, event_question_of


def labels(question: str) -> list[tuple[str, ...]]:
    found = event_question_of(question)
    return [tuple(event.label for event in parting) for parting in found.partings] if found else []


@pytest.mark.parametrize(
    ("question", "measure", "unit"),
    [
        ("南桥通车和北桥通车哪个更早？", "first", ""),
        ("南桥通车、北桥通车、渡口关闭，哪件事最晚？", "last", ""),
        ("最早发生的是哪个：南桥通车，北桥通车，还是渡口关闭？", "first", ""),
        ("南桥和北桥是不是同一天通车的？", "same", "day"),
        ("南桥通车与渡口关闭是在同一个月吗？", "same", "month"),
        ("南桥通车与渡口关闭是同一年发生的吗？", "same", "year"),
        ("南桥通车和北桥通车相隔多少天？", "apart", "day"),
        ("南桥通车比北桥通车早几个月？", "apart", "month"),
        ("南桥通车和北桥通车隔了多久？", "apart", ""),
        ("南桥通车和北桥通车分别是哪天？", "each", ""),
        ("南桥通车、北桥通车、渡口关闭的先后顺序是怎样的？", "order", ""),
    ],
)
def test_what_is_asked_of_the_days_is_told(question: str, measure: str, unit: str) -> None:
    found = event_question_of(question)
    assert found is not None
    assert (found.measure, found.unit) == (measure, unit)
    assert found.partings[0][0].label == "南桥" if "不是同一天" in question else "南桥通车"


@pytest.mark.parametrize(
    "question",
    [
        "南桥和北桥哪座更宽？",
        "哪个先进集体得了奖？",
        "哪个村没有通水？",
        "最早报道渡口的是哪一天？",
        "南桥是哪天通车的？同一天还发生了什么？",
        "两座桥加宽用了几吨水泥？",
        "",
        "哪个更早？",
        "学生票和成人票的有效期差几天",
        "南桥和北桥的使用年限相差多少年？",
        "两位船长年龄相差几年",
    ],
)
def test_other_questions_compare_no_events(question: str) -> None:
    assert event_question_of(question) is None


def test_what_all_events_do_is_among_the_words_of_each() -> None:
    found = event_question_of("南桥和北桥哪个先通车？")
    assert found is not None
    assert found.partings == ((Event("南桥", "南桥通车"), Event("北桥", "北桥通车")),)


def test_the_whole_of_a_way_is_among_the_words_of_its_ends() -> None:
    found = event_question_of("南桥从开工到通车用了多久？")
    assert found is not None
    assert found.partings == ((Event("开工", "南桥开工"), Event("通车", "南桥通车")),)


def test_a_word_that_may_stand_within_an_event_parts_in_every_way() -> None:
    assert labels("老王和平儿结婚和南桥通车哪个更早？") == [
        ("老王和平儿结婚", "南桥通车"),
        ("老王", "平儿结婚和南桥通车"),
        ("老王", "平儿结婚", "南桥通车"),
    ]
    assert labels("王和平卸任和南桥通车哪个更早？") == [("王和平卸任", "南桥通车")]  # 王 alone is no event


def test_titles_and_numbers_are_not_parted() -> None:
    assert labels("《山与水》首演和南桥通车哪个更早？") == [("《山与水》首演", "南桥通车")]
    assert labels("游客达1,200人、南桥通车，哪个更早？") == [("游客达1,200人", "南桥通车")]


def test_a_day_alone_belongs_to_the_event_after_it() -> None:
    question = "2022年5月，南桥通车，2022年6月3日，渡口关闭，这两件事哪个更早？"
    assert labels(question) == [("南桥通车", "2022年6月3日，渡口关闭")]


def test_a_day_may_be_told_by_an_event() -> None:
    anchor = anchor_of("南桥通车当天，渡口运送了多少乘客？")
    assert anchor is not None
    assert (anchor.event.label, anchor.question) == ("南桥通车", "渡口运送了多少乘客？")
    days = anchor.days("2022-05-03")
    assert (days.first, days.last) == ("2022-05-03", "2022-05-03")


@pytest.mark.parametrize(
    ("unit", "first", "last"), [("当月", "2022-05-01", "2022-05-31"), ("那一年", "2022-01-01", "2022-12-31")]
)
def test_the_month_or_the_year_of_an_event_may_be_meant(unit: str, first: str, last: str) -> None:
    anchor = anchor_of(f"南桥通车{unit}，渡口运送了多少乘客？")
    assert anchor is not None
    assert (anchor.days("2022-05-03").first, anchor.days("2022-05-03").last) == (first, last)


@pytest.mark.parametrize(
    "question",
    ["2022年5月3日当天，渡口运送了多少乘客？", "南桥通车当天很热闹。", "南桥通车当天，谁？", "渡口当年运送多少人？"],
)
def test_a_bare_day_or_nothing_asked_tells_no_day_by_an_event(question: str) -> None:
    assert anchor_of(question) is None
