"""Lines under a date, a time or a name: found by it and said with it."""

from pathlib import Path

import pytest
from support.fakes import FakeEncoder

from rag.answering.under_heads import is_time, said_under, stands_under
from rag.assistant import Assistant
from rag.index.build import build_index
from rag.records import Fragment, Passage, Sentence
from rag.settings import Settings

WORDS = ("桑", "蚕", "5月8日", "5月12日", "月", "园")
LENIENT = Settings(refusal_score=0.2, refusal_score_foreign=0.2)
CALENDAR = ("(5月上中旬)", "5月8日 四月初三", "给桑园松土", "拔净沟边的草", "5月12日 四月初七 小满", "头眠的蚕匀筛")
PROGRAMME = ("河州一套", "19:40 电视剧:渡口人家", "21:00 新闻回放", "河州少儿", "17:00 动画:纸船", "18:20 儿歌会")


def passage(*lines: str) -> Passage:
    sentences = tuple(
        Sentence((Fragment("a.txt", number, 0, line),), True) for number, line in enumerate(lines, start=1)
    )
    return Passage("p", "a", "a.txt", "栏目", None, ((1, len(lines)),), sentences)


@pytest.mark.parametrize(
    "line",
    [
        "4月11日",
        "4月11日 二月廿五",
        "4月16曰 三月初一",
        "4月20日 谷雨",
        "十九日",
        "民国二十三年九月十九日",
        "17:00",
        "周三 8:30-9:00",
    ],
)
def test_a_line_with_a_time_alone_is_one(line: str) -> None:
    assert is_time(line)


@pytest.mark.parametrize("line", ["17:00 动画", "4月11日开会", "清明", "十二生肖", "第3期", "上午", "河州少儿"])
def test_other_lines_are_no_times(line: str) -> None:
    assert not is_time(line)


def test_lines_stand_under_their_date_or_the_name_of_their_programme() -> None:
    assert stands_under(passage(*CALENDAR)) == [None, None, 1, 1, None, 4]
    assert stands_under(passage(*PROGRAMME)) == [None, 0, 0, None, 3, 3]


def test_one_date_alone_and_prose_make_no_list() -> None:
    assert stands_under(passage("5月8日", "给桑园松土", "拔净沟边的草")) == [None] * 3
    prose = "那天大家给桑园松了土。后来又拔净了沟边的草,直到天黑才回家去。"
    assert stands_under(passage("5月8日", prose, "5月12日", prose)) == [None] * 4
    assert stands_under(passage("1956年5月8日", "县里的桑园开了。", "1957年5月8日", "桥修好了。")) == [None] * 4


def test_all_that_stands_under_a_date_is_said_and_a_name_where_it_is_asked_for() -> None:
    assert said_under(passage(*CALENDAR), 3, "5月8日做什么?") == [1, 2, 3]
    assert said_under(passage(*PROGRAMME), 4, "河州少儿17:00放什么?") == [3, 4]
    assert said_under(passage(*PROGRAMME), 4, "17:00放什么?") == []


def test_a_name_of_a_programme_finds_its_lines_and_a_date_rules_out_the_others(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    page = "\n".join(("养蚕日历", "", "养蚕的人家近来都忙,今年的日历如下。", *CALENDAR))
    (tmp_path / "pages" / "2021年5月3日.txt").write_text(page, "utf-8")
    encoder = FakeEncoder(("桑", "蚕", "月", "园"))
    build_index(tmp_path / "pages", tmp_path / "index", LENIENT, encoder, encoder.name)
    answer = Assistant.open(tmp_path / "index", LENIENT, encoder).ask("5月12日桑园做什么?")
    said = [citation.quote for citation in answer.citations]
    assert CALENDAR[5] in said and CALENDAR[2] not in said


def test_what_is_under_the_date_answers_with_it(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    page = "\n".join(("养蚕日历", "", "养蚕的人家近来都忙,今年的日历如下。", *CALENDAR))
    (tmp_path / "pages" / "a.txt").write_text(page, "utf-8")
    encoder = FakeEncoder(WORDS)
    build_index(tmp_path / "pages", tmp_path / "index", LENIENT, encoder, encoder.name)
    answer = Assistant.open(tmp_path / "index", LENIENT, encoder).ask("养蚕日历上5月8日做什么?")
    assert [citation.quote for citation in answer.citations] == list(CALENDAR[1:4])
