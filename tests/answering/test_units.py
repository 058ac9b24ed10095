"""What belongs together in print: questions with their answers, rows with their headings."""

from pathlib import Path

import pytest
from support.fakes import FakeEncoder, FakeReader

from rag.answering.refusal import FEATURES
from rag.answering.units import (
    answered_with,
    asked_cell,
    asked_of,
    needed_after,
    needed_before,
    rows_named,
    similarities,
    time_above,
    told_cells,
    told_with_units,
)
from rag.assistant import Assistant
from rag.index.build import build_index
from rag.records import Fragment, Passage, Sentence
from rag.settings import Settings

LENIENT = Settings(refusal_score=0.3, refusal_score_foreign=0.3)
ASKED = (
    "问：水表坏了找谁？",
    "（南街李女士）",
    "答：不用急。",
    "打热线会有人上门换表。",
    "问：水费怎么交？",
    "答：到窗口交。",
)
TABLE = ("水情", "站名 水位 流量", "上河站 3.2 410", "下河站 2.8 395")


def passage(*sentences: str) -> Passage:
    made = tuple(Sentence((Fragment("a.txt", n, 0, text),), True) for n, text in enumerate(sentences, 1))
    return Passage("p", "a", "a.txt", "", None, ((1, len(made)),), made)


def test_an_answer_has_the_likeness_of_its_question_and_the_question_is_not_said() -> None:
    scores = similarities(passage(*ASKED), [0.9, 0.1, 0.3, 0.5, 0.4, 0.2])
    assert scores == [None, None, pytest.approx(0.7), pytest.approx(0.9), None, pytest.approx(0.4)]


def test_in_an_interview_the_question_finds_and_the_answer_is_said_with_the_name_of_who_gives_it() -> None:
    told = passage(
        "本报记者：渡口停几天？", "陶小满：停三天。", "检修由县里做。", "本报记者：票价变吗？", "陶小满：不变。"
    )
    assert similarities(told, [0.9, 0.4, 0.1, 0.3, 0.2]) == [
        None,
        pytest.approx(0.9),
        pytest.approx(0.6),
        None,
        pytest.approx(0.3),
    ]


def test_a_question_without_its_answer_and_an_answer_alone_stay_as_they_are() -> None:
    assert similarities(passage(ASKED[0]), [0.9]) == [0.9]
    assert similarities(passage(ASKED[2], ASKED[3]), [0.3, 0.5]) == [0.3, 0.5]


def test_a_row_needs_its_headings_and_an_answer_the_short_word_before_it() -> None:
    assert [needed_before(passage(*TABLE), number) for number in range(4)] == [None, None, 1, 1]
    assert [needed_before(passage(*ASKED), number) for number in range(6)] == [None, None, None, 2, None, None]


def test_a_short_sentence_that_points_back_needs_the_one_before_it_in_its_paragraph() -> None:
    told = (
        "商贩出价三百元买瓷瓶。",
        "她没有卖。",
        "这只瓷瓶是外祖母留给她的，在柜子里放了四十年，谁也不许碰。",
        "瓷瓶完好。",
    )
    sentences = tuple(
        Sentence((Fragment("a.txt", number, 0, text),), number == 1) for number, text in enumerate(told, 1)
    )
    one = Passage("p", "a", "a.txt", "", None, ((1, 4),), sentences)
    assert [needed_before(one, number) for number in range(4)] == [None, 0, None, None]
    apart = passage(*told)  # each opens a paragraph
    assert needed_before(apart, 1) is None


@pytest.mark.parametrize(
    ("texts", "after"),
    [
        (("报名条件如下：", "1.年满十八岁。", "2.会游泳。", "名额二十个。"), [1, 2]),
        (("报名条件：", "（一）年满十八岁；", "（二）会游泳。", "3.另附照片。"), [1, 2]),
        (("船长说：", "渡口停三天。", "票价不变。"), [1]),
        (("停航的渡口：", "柳湾", "石桥、北渡", "船长说票价不变。"), [1, 2]),
        (("停航的渡口：", "柳湾", "恢复时间：周五"), [1]),
        (("停航的村有以下三个。", "①柳湾", "②石桥", "③北渡"), [1, 2, 3]),
        (("渡口停三天。", "1.柳湾", "2.石桥"), []),
        (("报名条件：",), []),
        (("报名条件：1.年满十八岁；", "2.会游泳。", "名额二十个。"), [1]),
    ],
)
def test_what_a_sentence_announces_belongs_to_it(texts: tuple[str, ...], after: list[int]) -> None:
    assert needed_after(passage(*texts), 0) == after


def test_the_cell_under_the_heading_that_the_question_names_is_the_exact_answer() -> None:
    rows = passage(TABLE[0], "站名 水位（米） 流量", *TABLE[2:])
    assert asked_cell(rows, 2, "上河站的水位是多少?") == "3.2"
    assert asked_cell(rows, 3, "下河站的流量是多少?") == "395"
    assert asked_cell(rows, 3, "下河站怎么样?") == ""
    assert asked_cell(rows, 0, "水情") is None


def test_a_question_that_a_page_prints_is_answered_however_unsure_the_reader_is(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "a.txt").write_text("热线问答\n\n" + "\n\n".join(ASKED) + "\n", "utf-8")
    encoder = FakeEncoder(("水表", "坏", "水费"))
    build_index(tmp_path / "pages", tmp_path / "index", LENIENT, encoder, encoder.name)
    unsure = FakeReader({}, calibration={name: 0.0 for name in FEATURES} | {"intercept": -9.0})
    opened = Assistant.open(tmp_path / "index", LENIENT, encoder)
    assistant = Assistant(opened.index, encoder, LENIENT, unsure)
    assert not assistant.ask("水表坏了找谁?").refused
    assert assistant.ask("水表的厂家在什么地方?").refused


SAILINGS = """渡口开船时刻

本报讯 渡口客船四月起按新时刻开船。乘客凭票上船。

船名 开船 票价

渡轮 7:30 12

海灯 9:20 15

飞鱼 9:40 15
"""


@pytest.mark.parametrize(
    ("question", "refused"),
    [
        ("海灯几点开船?", False),
        ("鲸鱼几点开船?", True),  # no line has it
        ("几点开船?", True),  # which of three
        ("海灯的船长几点开饭?", True),  # of neither is anything printed
        ("海灯好看吗?", True),  # asks for no figure
    ],
)
def test_a_line_of_figures_answers_however_unsure_the_reader_is(tmp_path: Path, question: str, refused: bool) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "a.txt").write_text(SAILINGS, "utf-8")
    encoder = FakeEncoder(("渡轮", "海灯", "飞鱼", "开船"))
    build_index(tmp_path / "pages", tmp_path / "index", LENIENT, encoder, encoder.name)
    unsure = FakeReader({}, calibration={name: 0.0 for name in FEATURES} | {"intercept": -9.0})
    opened = Assistant.open(tmp_path / "index", LENIENT, encoder)
    answer = Assistant(opened.index, encoder, LENIENT, unsure).ask(question)
    assert answer.refused is refused
    assert refused or "海灯 9:20 15" in answer.text


def test_a_short_printed_answer_is_one_whole_and_a_long_one_is_not() -> None:
    assert [answered_with(passage(*ASKED), number) for number in range(6)] == [[], [], [2, 3], [2, 3], [], []]
    long = passage("问：渡口怎么了？", "答：停了。", "水大。", "船旧。", "人少。")
    assert [answered_with(long, number) for number in range(1, 5)] == [[], [], [], []]


def test_each_sentence_of_a_printed_answer_is_known_by_its_question() -> None:
    first, second = ASKED[0] + ASKED[1], ASKED[4]
    assert asked_of(passage(*ASKED)) == ["", "", first, first, "", second]


def test_the_figures_of_a_table_are_told_with_the_unit_of_their_heading_or_of_the_line_above() -> None:
    headed = passage("排名 片名 票房(万元) 上座率", "1 渡口 61.4 48%")
    assert told_with_units(headed)[1] == "1 渡口 61.4万元 48%"
    above = passage("（单位：元／斤）", "品名 市价 平价", "豆角 4.5 3.6")
    assert told_with_units(above) == ["(单位:元/斤)", "品名 市价 平价", "豆角 4.5元 3.6元"]
    assert told_with_units(passage(*TABLE)) == ["水情", "站名 水位 流量", "上河站 3.2 410", "下河站 2.8 395"]


@pytest.fixture
def assistant(tmp_path: Path) -> Assistant:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "a.txt").write_text("热线问答\n\n" + "\n\n".join(ASKED) + "\n", "utf-8")
    rows = "".join(f"<tr><td>{'</td><td>'.join(row.split())}</td></tr>" for row in TABLE[1:])
    table = f"<html><body><article><h1>水情</h1><p>水文站公布水情。</p><table>{rows}</table></article></body></html>"
    (tmp_path / "pages" / "b.html").write_text(table, "utf-8")
    encoder = FakeEncoder(("水表", "坏", "水费", "上河站", "下河站", "水位", "流量"))
    build_index(tmp_path / "pages", tmp_path / "index", LENIENT, encoder, encoder.name)
    return Assistant.open(tmp_path / "index", LENIENT, encoder)


def test_the_answer_is_said_and_never_the_question(assistant: Assistant) -> None:
    answer = assistant.ask("水表坏了怎么办?")
    assert not answer.refused
    assert "打热线" in answer.text or "不用急" in answer.text
    assert "找谁" not in answer.text and "答：" not in answer.text


def test_a_row_is_said_behind_its_headings_each_with_its_own_line(assistant: Assistant) -> None:
    answer = assistant.ask("下河站的流量是多少?")
    assert answer.text.startswith("站名 水位 流量[1]下河站 2.8 395[2]")
    assert [citation.quote for citation in answer.citations[:2]] == ["站名 水位 流量", "下河站 2.8 395"]
    assert answer.span == "395"
    lines = [citation.lines for citation in answer.citations[:2]]
    assert lines[0][0] + 2 == lines[1][0]


def test_what_is_announced_is_said_behind_it(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    items = "".join(f"{number}.{text}\n\n" for number, text in enumerate(("年满十八岁。", "会游泳，懂急救。"), 1))
    page = f"渡口招水手\n\n本报讯 渡口要招二十名水手。\n\n水手的报名条件如下：\n\n{items}船长说票价不变。\n"
    (tmp_path / "pages" / "a.txt").write_text(page, "utf-8")
    encoder = FakeEncoder(("水手", "条件", "报名"))
    build_index(tmp_path / "pages", tmp_path / "index", LENIENT, encoder, encoder.name)
    answer = Assistant.open(tmp_path / "index", LENIENT, encoder).ask("水手的报名条件是什么?")
    assert [citation.quote.strip() for citation in answer.citations] == [
        "水手的报名条件如下：1.年满十八岁。",
        "2.会游泳，懂急救。",
    ]


def test_a_line_of_a_notice_stands_under_the_time_above_it() -> None:
    notice = passage(
        "6月1日22时至2日5时", "渡口大桥双向封闭。", "行人走北侧便道。", "6月3日起恢复。", "6月5日", "6月6日灯会开幕。"
    )
    assert [time_above(notice, number) for number in range(6)] == [None, 0, None, None, None, None]


def test_a_cell_is_told_where_the_question_names_its_row_and_its_heading() -> None:
    block = passage("统计(东队-西队)", "射门 14-9", "犯规 17-21")
    assert told_cells(block, "东队射门几次?")[1] == "14"
    assert told_cells(block, "西队犯规多少次?")[2] == "21"
    assert (
        told_cells(block, "射门几次?")[1] == told_cells(block, "东队犯规几次?")[1] == told_cells(block, "东队")[0] == ""
    )
    league = passage("名次 队名 胜 平 负 积分", "1 河州东队 5 0 1 15", "2 山里红 4 1 1 13")
    assert told_cells(league, "东队输了几场?")[1] == "1"
    assert told_cells(league, "山里红赢了几场?")[2] == "4"


def test_all_rows_that_the_question_names_are_known() -> None:
    assert rows_named(passage(*TABLE), 2, "上河站和下河站的水位分别是多少?") == [2, 3]
    assert rows_named(passage(*TABLE), 2, "上河站的水位是多少?") == [2]
    assert rows_named(passage(*TABLE), 0, "上河站的水位") == []


def test_both_rows_that_are_asked_for_are_said(assistant: Assistant) -> None:
    answer = assistant.ask("上河站和下河站的水位分别是多少?")
    assert [citation.quote for citation in answer.citations] == list(TABLE[1:])
    assert not answer.span  # one cell is half of what is asked
