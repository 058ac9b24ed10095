"""What a question asks about, as it is called, and texts that print nothing of it."""

from pathlib import Path

import pytest
from support.fakes import FakeEncoder

from rag.answering.asked_noun import lacking_what_is_asked, nouns_asked
from rag.assistant import Assistant
from rag.index.build import build_index
from rag.settings import Settings

LENIENT = Settings(refusal_score=0.1, refusal_score_foreign=0.1, reader="none")


@pytest.mark.parametrize(
    ("question", "nouns"),
    [
        ("船工的师父是谁?", ["师父"]),
        ("两个年轻人 师父叫什么", ["师父"]),
        ("渡口的基金规模有多少亿元?", ["规模"]),
        ("菊展的门票卖多少钱?", ["门票"]),
        ("船厂的股价涨了几个点", ["股价"]),
        ("船工的职业是什么?", []),  # a text says 船工, and not that it is a profession
        ("大桥的名字叫什么?", []),
        ("船工和船主年纪相差几岁", []),
        ("照片是谁拍的?", []),
        ("大桥哪天通车?", []),
    ],
)
def test_the_noun_of_which_a_number_a_time_or_a_name_is_asked(question: str, nouns: list[str]) -> None:
    assert nouns_asked(question) == nouns


@pytest.mark.parametrize(
    ("question", "text", "lacks"),
    [
        ("船工的师父是谁?", "船工昨天上了新船。", True),
        ("船工的师父是谁?", "船工跟着师傅学了三年。", False),  # one character in common is enough
        ("女子划船赛的冠军是谁?", "男选手夺冠。", True),
        ("女子划船赛的冠军是谁?", "女选手夺冠。", False),
        ("半决赛几点开始?", "小组赛8点开始。", True),
        ("半决赛几点开始?", "四强赛8点开始。", False),
        ("那名女子几点上船?", "乘客8点上船。", False),  # no contest
        ("谁得了银奖?", "他得了金奖。", True),
        ("大桥哪天通车?", "渡口停航。", False),
    ],
)
def test_a_text_that_prints_nothing_of_what_is_asked_tells_nothing_of_it(question: str, text: str, lacks: bool) -> None:
    assert bool(lacking_what_is_asked(question, {"a": text})) is lacks


def test_a_noun_may_stand_in_any_of_the_texts() -> None:
    texts = {"a": "船工上了船。\n他的师父姓陶。", "b": "船工上了船。"}
    assert lacking_what_is_asked("船工的师父是谁?", texts) == {"b"}


def test_a_question_for_what_no_near_piece_speaks_of_is_refused(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "page.txt").write_text(
        "划船赛落幕\n\n本报讯 划船赛昨天落幕,船工陶小满夺得冠军。(张三)\n", "utf-8"
    )
    encoder = FakeEncoder(("划船赛", "冠军", "陶小满"))
    build_index(tmp_path / "pages", tmp_path / "index", LENIENT, encoder, encoder.name)
    assistant = Assistant.open(tmp_path / "index", LENIENT, encoder)
    assert "陶小满" in assistant.ask("划船赛的冠军是谁?").text
    assert assistant.ask("女子划船赛的冠军是谁?").reason == "refusal-no-answer"
    assert assistant.ask("划船赛冠军的师父是谁?").refused
