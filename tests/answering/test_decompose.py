"""Questions that ask two things: how they are taken apart, and what is answered to them."""

from pathlib import Path

import pytest
from support.fakes import FakeEncoder, FakeReader

from rag.answering.decompose import parts_of
from rag.answering.refusal import FEATURES
from rag.assistant import Assistant
from rag.index.build import build_index
from rag.settings import Settings


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("水库由谁建成?公园里种了什么?", ("水库由谁建成?", "公园里种了什么?")),
        ("水库由谁建成;公园里种了多少牡丹", ("水库由谁建成;", "公园里种了多少牡丹")),
        ("4月开了会。由谁主持会议?会上讲了什么?请简要说", ("4月开了会。由谁主持会议?", "会上讲了什么?请简要说")),
        ("水库由谁建成?", ()),
        ("两个会分别叫什么名字?", ()),
        ("水库由谁建成?为什么?", ()),  # no subject of its own
        ("水库建成了没有?还是说哪一年才能建成?", ()),  # a choice
        ("水库由谁建成的?对吗?", ()),
        ("甲由谁建成的?乙由谁建成的?丙由谁建成的?丁由谁建成的?", ()),  # a list
        ("驿站在哪条街上啊,收不收钱", ("驿站在哪条街上啊", "收不收钱")),
        ("想去图书馆当志愿者 啥条件 报名到哪天", ("想去图书馆当志愿者 啥条件", "报名到哪天")),
        ("被问到水库由谁修时,他怎么说?", ()),  # tells when
        ("大水之后,水库由谁修?", ()),
        ("二十几万元,她为什么不卖?", ()),
        ("什么时候,在哪里开会?", ()),
        ("", ()),
        ("?????", ()),
    ],
)
def test_a_question_is_taken_apart_where_each_part_asks(question: str, parts: tuple[str, ...]) -> None:
    assert parts_of(question) == parts


def test_nothing_of_a_question_is_lost_in_its_parts() -> None:
    question = "今年的事。水库由谁建成?公园里种了什么?请说明"
    assert "".join(parts_of(question)) == question


def test_each_part_is_answered_from_its_own_article(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "page.txt").write_text(
        "水库建成\n\n本报讯 水库由城北建设局建成。这里风景好。(张三)\n\n\n牡丹盛开\n\n本报讯 公园种了牡丹三千株。游客很多。(李四)\n",
        "utf-8",
    )
    settings = Settings(refusal_score=0.1, refusal_score_foreign=0.1)
    encoder = FakeEncoder(("水库", "建成", "公园", "种了"))
    build_index(tmp_path / "pages", tmp_path / "index", settings, encoder, encoder.name)
    answer = Assistant.open(tmp_path / "index", settings, encoder).ask("水库由谁建成?公园里种了什么?")
    assert answer.text == "水库由城北建设局建成。[1]公园种了牡丹三千株。[2]"
    assert [citation.title for citation in answer.citations] == ["水库建成", "牡丹盛开"]
    assert len(answer.text) <= settings.answer_characters


def test_one_part_that_is_answered_is_said_though_another_is_not(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    page = "水库建成\n\n本报讯 水库由城北建设局建成。这里风景好。(张三)\n\n\n牡丹盛开\n\n本报讯 公园种了牡丹。游客很多。(李四)\n"
    (tmp_path / "pages" / "page.txt").write_text(page, "utf-8")
    settings = Settings(refusal_score=0.1, refusal_score_foreign=0.1)
    encoder = FakeEncoder(("水库", "建成", "公园", "种了"))
    build_index(tmp_path / "pages", tmp_path / "index", settings, encoder, encoder.name)
    index = Assistant.open(tmp_path / "index", settings, encoder).index
    # sure of what holds 建设局 alone
    weights = dict.fromkeys(FEATURES, 0.0) | {"relevance": 1.0, "intercept": -2.0}
    sure = Assistant(index, encoder, settings, FakeReader({"建设局": 6.0}, ["城北建设局"], calibration=weights))
    answer = sure.ask("水库由谁建成?公园里种了什么?")
    assert not answer.refused and "城北建设局" in answer.text
    unsure = Assistant(index, encoder, settings, FakeReader({}, ["城北建设局"], calibration=weights))
    assert unsure.ask("水库由谁建成?公园里种了什么?").refused
