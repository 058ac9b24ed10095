"""Rows of a table by their rank: the dearest, the second highest, the third in order, what fell most."""

from pathlib import Path

import pytest
from support.fakes import FakeEncoder

from rag.answering.ranked_rows import rank_of
from rag.assistant import Assistant
from rag.index.build import build_index
from rag.records import Answer
from rag.settings import Settings

WORDS = ("鱼", "水站", "剧", "矿", "猫")
LENIENT = Settings(refusal_score=0.2, refusal_score_foreign=0.2)
FISH = """鲜鱼行情

水产公司昨天公布今年六月的鲜鱼行情(单位:元/斤):
鱼名 批发均价 零售
青鱼 6.20 8.10
鲢鱼 3.10 3.90
鳊鱼 7.40 10.80
鲤鱼 4.00 5.50
买鱼的人比往年少,鱼行的老板说天热,等入秋再看。
"""
AIR = """各水站空气

监测中心昨天公布了各水站的空气。
水站 AQI 级别
上河口 88 良
下河口 41 优
中河滩 126 轻度污染
"""
PLAYS = """戏剧周榜

上周各剧院上演的戏剧,名次如下。
名次 剧名 场次 上座率
1 山里人 12 52%
2 灯市口 9 81%
3 老渡船 7 64%
"""
ORES = """矿石报价

交易所昨天公布了本周各矿的矿石报价。
矿名 本周 涨跌
东矿 520 -15
西矿 395 平
北矿 1130 +20
南矿 760 -40
"""


def opened(folder: Path, *pages: str) -> Assistant:
    (folder / "pages").mkdir()
    for number, page in enumerate(pages):
        (folder / "pages" / f"page{number}.txt").write_text(page, "utf-8")
    encoder = FakeEncoder(WORDS)
    build_index(folder / "pages", folder / "index", LENIENT, encoder, encoder.name)
    return Assistant.open(folder / "index", LENIENT, encoder)


@pytest.fixture
def assistant(tmp_path: Path) -> Assistant:
    return opened(tmp_path, FISH, AIR, PLAYS, ORES)


def said(answer: Answer) -> list[str]:
    return [citation.quote for citation in answer.citations]


@pytest.mark.parametrize(
    ("question", "row", "exact"),
    [
        ("哪种鱼最贵?", "鳊鱼 7.40 10.80", "鳊鱼"),
        ("最便宜的是什么鱼?", "鲢鱼 3.10 3.90", "鲢鱼"),
        ("零售价最高的鱼是哪种?", "鳊鱼 7.40 10.80", "鳊鱼"),
        ("批发价第二高的鱼", "青鱼 6.20 8.10", "青鱼"),
        ("批发和零售差得最多的是哪种鱼?", "鳊鱼 7.40 10.80", "鳊鱼"),
        ("青鱼和鲤鱼哪个贵?", "青鱼 6.20 8.10", "青鱼"),
        ("零售最贵的鱼多少钱?", "鳊鱼 7.40 10.80", "10.80"),
        ("空气最好的水站是哪个?", "下河口 41 优", "下河口"),
        ("空气最差的是哪个水站?", "中河滩 126 轻度污染", "中河滩"),
        ("上座率最高的剧是哪部?", "2 灯市口 9 81%", "灯市口"),
        ("戏剧周榜第三名是哪部剧?", "3 老渡船 7 64%", "老渡船"),
        ("哪个矿跌得最狠?", "南矿 760 -40", "南矿"),
        ("涨得最多的是哪个矿?", "北矿 1130 +20", "北矿"),
    ],
)
def test_a_row_is_found_by_its_rank_and_said_with_its_headings(
    assistant: Assistant, question: str, row: str, exact: str
) -> None:
    answer = assistant.ask(question)
    assert not answer.refused
    assert said(answer)[1:] == [row]
    assert len(said(answer)[0].split()) == len(row.split())  # the headings
    assert answer.span == exact


@pytest.mark.parametrize("question", ["哪个水站最长?", "鱼最多的是哪个码头?", "哪种鱼涨得最多?", "哪部剧最好?"])
def test_what_no_column_tells_is_not_worked_out(assistant: Assistant, question: str) -> None:
    assert not assistant.ask(question).span


def test_where_several_columns_may_be_meant_they_have_to_agree(tmp_path: Path) -> None:
    assistant = opened(
        tmp_path, "鲜鱼行情\n\n水产公司公布了鲜鱼行情(单位:元/斤)。\n鱼名 批发 零售\n青鱼 6.20 8.10\n鳊鱼 7.40 8.00\n"
    )
    assert assistant.ask("批发最贵的是哪种鱼?").span == "鳊鱼"
    assert not assistant.ask("哪种鱼最贵?").span


@pytest.mark.parametrize(
    "question",
    ["最多能借几本?", "鱼为什么最贵?", "第三次会议谁去了?", "鱼价怎么样?", "最近的鱼价是多少?", "哪种鱼好吃?"],
)
def test_other_questions_ask_for_no_rank(question: str) -> None:
    assert rank_of(question) is None
