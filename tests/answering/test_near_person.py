"""Which persons a question names, and which sentences tell of them."""

from pathlib import Path

import pytest
from support.fakes import FakeEncoder

from rag.answering.near_person import persons_in, telling
from rag.assistant import Assistant
from rag.index.build import build_index
from rag.settings import Settings

LENIENT = Settings(refusal_score=0.1, refusal_score_foreign=0.1, reader="none")
PAGES = {
    "ferry.txt": (
        "渡口换了新船\n\n本报讯 渡口昨天换了新船。船工丁十三头一个开了上去。他说新船比旧船稳得多。新船漆成蓝色。"
        "码头也修了。栏杆换过。灯也亮了。票价还是2元。(张三)\n"
    ),
    "choir.txt": "合唱团招新\n\n本报讯 合唱团昨天招新,指挥何少梅一个月工资挣3000元。(李四)\n",
}


@pytest.mark.parametrize(
    ("question", "persons"),
    [
        ("丁十三一个月挣多少工资", ["丁十三"]),
        ("船工何少梅今年几岁", ["何少梅"]),
        ("陶青老师今年多大", ["陶青"]),  # two characters are a name before what somebody is
        ("田女士住在哪里", ["田女士"]),
        ("石桥村有多少户", []),  # a village
        ("渡口票价多少钱", []),
        ("老师傅从哪里来", []),
        ("船是从哪里开的", []),
        ("how much does he earn", []),
    ],
)
def test_a_person_is_known_by_place_and_form(question: str, persons: list[str]) -> None:
    assert persons_in(question) == persons


def test_what_a_longer_word_runs_out_of_is_no_name() -> None:
    question = "高考志愿填报会几点开始"
    assert persons_in(question, ["高考", "志愿", "填报会"]) == []
    assert persons_in("丁十三几岁", ["丁", "十三"]) == ["丁十三"]
    assert persons_in("金戒指少了几克", ["戒指"]) == []
    assert persons_in("姚石榴几岁", ["石榴"]) == ["姚石榴"]


def test_a_sentence_tells_of_whoever_is_named_shortly_before_or_goes_on_as_he() -> None:
    sentences = ["丁十三来了。", "船是新的。", "灯亮了。", "漆是蓝的。", "栏杆换了。", "他很高兴。", "票价2元。"]
    assert telling(["丁十三"], sentences) == {0, 1, 2, 3, 5}
    assert telling(["丁十三"], ["他来了。", "丁 十三来了。"]) == {1}  # a name with a gap, and nobody before it
    assert telling(["何少梅"], sentences) == set()


@pytest.fixture
def assistant(tmp_path: Path) -> Assistant:
    (tmp_path / "pages").mkdir()
    for name, text in PAGES.items():
        (tmp_path / "pages" / name).write_text(text, "utf-8")
    encoder = FakeEncoder(("渡口", "工资", "一个月", "挣"))
    build_index(tmp_path / "pages", tmp_path / "index", LENIENT, encoder, encoder.name)
    return Assistant.open(tmp_path / "index", LENIENT, encoder)


def test_what_another_earns_is_no_answer_and_what_the_person_earns_is_one(assistant: Assistant) -> None:
    assert assistant.ask("丁十三一个月挣多少工资?").refused
    assert "3000元" in assistant.ask("何少梅一个月挣多少工资?").text


def test_a_number_far_behind_the_name_is_told_of_something_else(assistant: Assistant) -> None:
    assert assistant.ask("丁十三花了多少钱?").reason == "refusal-no-number"
    assert "2元" in assistant.ask("渡口票价多少钱?").text


def test_lines_of_a_notice_and_a_letter_signed_at_its_end_tell_of_the_one_who_is_named() -> None:
    notice = ["寻人 何少梅", "右眉有痣", "四月一日走失", "上穿蓝布衣", "脚穿布鞋", "酬谢谷子三百斤"]
    assert telling(["何少梅"], notice) == set(range(6))
    letter = ["我去坐船。", "船很稳。", "有个小伙子扶了我。", "我要谢谢他。", "乘客 何少梅"]
    assert telling(["何少梅"], letter) == {0, 2, 3, 4}
    assert telling(["何少梅"], ["我去坐船。", "何少梅来了。", "船稳。", "船快。", "船新。"]) == {1, 2, 3, 4}
