"""What a question states and the pages contradict: years, issues, numbers."""

from pathlib import Path

import pytest
from support.fakes import FakeEncoder

from rag.answering.premise import Contradiction, contradiction_of, place_lacking, quantities
from rag.assistant import Assistant
from rag.index.build import build_index
from rag.settings import Settings

WORDS = ("水库", "灯会", "学校", "建成", "举办", "新增")
GIVEN = """{name}

水库建成

本报讯 水库去年建成,由十一个村共同管理。水库每年蓄水三成。(张三)


第五届灯会举办

本报讯 2021年第五届灯会在城北举办,展出灯组200组,四天后结束。(李四)
"""
LENIENT = Settings(refusal_score=0.1, refusal_score_foreign=0.1)


def opened(folder: Path, name: str) -> Assistant:
    (folder / "pages").mkdir()
    (folder / "pages" / name).write_text(GIVEN.format(name=""), "utf-8")
    encoder = FakeEncoder(WORDS)
    build_index(folder / "pages", folder / "index", LENIENT, encoder, encoder.name)
    return Assistant.open(folder / "index", LENIENT, encoder)


@pytest.fixture
def dated(tmp_path: Path) -> Assistant:
    """A page that its name dates."""
    return opened(tmp_path, "2022-03-05_01.txt")


def found(assistant: Assistant, question: str) -> Contradiction | None:
    return contradiction_of(assistant.retrieve(question), assistant.index)


@pytest.mark.parametrize(
    ("question", "contradiction"),
    [
        ("2019年水库建成了吗?", Contradiction("2019年")),  # neither this year nor the one before, as 去年 says
        ("二〇一九年水库建成了吗?", Contradiction("二〇一九年")),
        ("2019年灯会在哪里举办?", Contradiction("2019年", "2021年")),
        ("第四届灯会在哪里举办?", Contradiction("第四届", "第五届")),
        ("举办灯会的是哪家?展出灯组50组", None),  # 组 is no measure known here
        ("水库由20个村管理,叫什么名字?", None),  # another word is counted: 村管, 村共
    ],
)
def test_what_the_pages_contradict_is_found(
    dated: Assistant, question: str, contradiction: Contradiction | None
) -> None:
    assert found(dated, question) == contradiction


@pytest.mark.parametrize(
    "question",
    [
        "2022年水库建成了吗?",  # the year of the page
        "2021年水库建成了吗?",  # 去年
        "2021年灯会在哪里举办?",
        "第5届灯会在哪里举办?",
        "11个村管理的水库建成了吗?",
        "水库由哪两个部门建成?",
        "哪一年建成水库?",
        "水库建成了吗?",
    ],
)
def test_what_the_pages_say_in_any_form_is_no_contradiction(dated: Assistant, question: str) -> None:
    assert found(dated, question) is None


def test_another_number_of_the_same_is_a_contradiction_unless_it_rounds_it(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "page.txt").write_text("学校新增\n\n本报讯 学校新增教师98名教师。(张三)\n", "utf-8")
    encoder = FakeEncoder(WORDS)
    build_index(tmp_path / "pages", tmp_path / "index", LENIENT, encoder, encoder.name)
    assistant = Assistant.open(tmp_path / "index", LENIENT, encoder)
    assert found(assistant, "学校新增的50名教师是谁?") == Contradiction("50名", "98名")
    assert found(assistant, "学校新增的100名教师是谁?") is None
    assert found(assistant, "学校新增的2名教师是谁?") is None


def test_without_a_year_of_its_own_a_page_contradicts_no_year(tmp_path: Path) -> None:
    assert found(opened(tmp_path, "page.txt"), "2019年水库建成了吗?") is None


def test_the_refusal_says_what_the_pages_print(dated: Assistant) -> None:
    answer = dated.ask("第四届灯会在哪里举办?")
    assert (answer.refused, answer.reason, answer.citations) == (True, "refusal-other-value", ())
    assert answer.text == "版面里写的是第五届，不是第四届。"
    assert dict(answer.reason_values) == {"stated": "第四届", "printed": "第五届"}
    assert dated.ask("2019年水库建成了吗?").text == "版面里有相近的报道，但说的不是2019年。"


def test_quantities_are_numbers_with_their_measures() -> None:
    assert [
        (each.text, each.figures, each.ordinal, each.counted) for each in quantities("第六轮发放12.67万张消费券")
    ] == [
        ("第六轮", "6", True, "发放"),
        ("12.67万张", "126700", False, "消费"),
    ]


@pytest.mark.parametrize(
    ("question", "place"),
    [
        ("上海的水库什么时候建成?", "上海"),
        ("南京路的水库建成了吗?", ""),  # a street
        ("城北的灯会在哪里举办?", ""),
        ("When was the reservoir built?", ""),
    ],
)
def test_a_well_known_place_that_no_page_prints_is_told(dated: Assistant, question: str, place: str) -> None:
    assert place_lacking(dated.retrieve(question), dated.index) == place


def test_a_place_that_is_printed_by_another_word_is_not_lacking(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "2022-03-05_01.txt").write_text(
        "水库建成\n\n本报讯 申城新建的水库昨天建成。(张三)\n", "utf-8"
    )
    encoder = FakeEncoder(WORDS)
    build_index(tmp_path / "pages", tmp_path / "index", LENIENT, encoder, encoder.name)
    assistant = Assistant.open(tmp_path / "index", LENIENT, encoder)
    assert place_lacking(assistant.retrieve("上海的水库什么时候建成?"), assistant.index) == ""
    assert place_lacking(assistant.retrieve("广州的水库什么时候建成?"), assistant.index) == "广州"


def test_a_question_about_a_place_that_no_page_prints_is_refused_by_its_name(dated: Assistant) -> None:
    answer = dated.ask("上海的水库什么时候建成?")
    assert answer.refused and answer.text == "找到的报道里没有提到上海。"


def test_an_exact_number_or_share_that_no_page_prints_is_a_contradiction_whatever_it_counts(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    text = "学校新增\n\n本报讯 学校图书有16345册,其中三成是新增的。(张三)\n"
    (tmp_path / "pages" / "page.txt").write_text(text, "utf-8")
    encoder = FakeEncoder(WORDS)
    build_index(tmp_path / "pages", tmp_path / "index", LENIENT, encoder, encoder.name)
    assistant = Assistant.open(tmp_path / "index", LENIENT, encoder)
    assert found(assistant, "学校的18888册图书是谁给的?") == Contradiction("18888册", "16345册")
    assert found(assistant, "学校的一万八千八百八十八册图书是谁给的?") == Contradiction(
        "一万八千八百八十八册", "16345册"
    )
    assert found(assistant, "学校新增了45%的图书,是谁给的?") == Contradiction("45%", "三成")
    assert found(assistant, "学校的16345册图书是谁给的?") is None
    assert found(assistant, "学校的1.63万册图书是谁给的?") is None  # rounded
    assert found(assistant, "学校新增了30%的图书,是谁给的?") is None
    assert found(assistant, "学校有20册图书吗?") == Contradiction("20册", "16345册")


def test_the_year_of_an_entry_of_history_is_the_date_alone_above_it(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    column = "历史上的今天\n\n1958 年 11 月 24 日\n\n水库建成,可以灌溉三万亩田。\n\n1984 年 11 月 24 日\n\n学校新增一座图书馆。\n"
    (tmp_path / "pages" / "2021-11-24_01.txt").write_text(column, "utf-8")
    encoder = FakeEncoder(WORDS)
    build_index(tmp_path / "pages", tmp_path / "index", LENIENT, encoder, encoder.name)
    assistant = Assistant.open(tmp_path / "index", LENIENT, encoder)
    found = contradiction_of(assistant.retrieve("1983年11月24日学校新增了什么?"), assistant.index)
    assert found == Contradiction("1983年", "1984 年")
    assert contradiction_of(assistant.retrieve("1984年11月24日学校新增了什么?"), assistant.index) is None


LINES = """首条地铁开通

本报讯 地铁三号线昨天开通,全长20公里,票价4元。试运营首日,三号线的车票卖出二万张。第四医院站同日启用,第四医院的夜间门诊晚8点开。(张三)
"""


@pytest.mark.parametrize(
    ("question", "contradiction"),
    [
        ("地铁四号线哪天开通", Contradiction("四号线", "三号线")),  # 4元 prints no line
        ("地铁三号线哪天开通", None),
        ("地铁3号线哪天开通", None),
        ("第二医院的夜间门诊几点开", Contradiction("第二医院", "第四医院")),
        ("第四医院的夜间门诊几点开", None),
        ("7号楼离地铁多远", None),  # no such name is printed that this one could be taken for
    ],
)
def test_what_is_named_by_a_number_is_another_thing_by_another_number(
    tmp_path: Path, question: str, contradiction: Contradiction | None
) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "2022-03-05_01.txt").write_text(LINES, "utf-8")
    encoder = FakeEncoder(("地铁", "开通", "票价"))
    build_index(tmp_path / "pages", tmp_path / "index", LENIENT, encoder, encoder.name)
    assert found(Assistant.open(tmp_path / "index", LENIENT, encoder), question) == contradiction
