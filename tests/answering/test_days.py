"""Days in questions: those that they name, those of events that they compare, and those that they ask for."""

import datetime
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.fakes import FakeEncoder, FakeReader

from rag.answering.anchor import anchor_of
from rag.answering.asked_days import AROUND, AskedDays
from rag.answering.event_question import event_question_of
from rag.answering.sentence_days import SentenceDays, most_exact
from rag.assistant import Assistant
from rag.errors import QuestionError
from rag.evaluation.questions import Question
from rag.evaluation.run import ask_all
from rag.index.build import build_index
from rag.index.saved import read_index
from rag.models.lazy import Lazy
from rag.planning.reported_days import as_asked_of_reports
from rag.settings import Settings

WORDS = ("渡口", "运送", "乘客", "南桥", "北桥", "通车", "水塔", "完工")
LENIENT = Settings(refusal_score=0.1, refusal_score_foreign=0.1)
RECORDS = (
    ("2022-05-02", "渡口加开班次", "渡口昨日加开班次，运送乘客三百人。"),
    ("2022-05-03", "渡口班次不减", "渡口昨日班次不减，运送乘客五百人。"),
    ("2022-05-04", "渡口恢复班次", "渡口昨日恢复班次，运送乘客二百人。"),
    ("2022-05-04", "南桥通车", "南桥昨日通车，桥长四百米，两岸居民前来观看。"),
    ("2022-06-10", "北桥通车", "北桥昨日通车，桥长三百米，两岸居民前来观看。"),
    ("2022-06-10", "水塔完工", "城西水塔昨日完工，高三十米。"),
)


def opened(folder: Path, records: tuple[tuple[str, str, str], ...] = RECORDS) -> Assistant:
    (folder / "pages").mkdir()
    lines = [json.dumps({"日期": day, "标题": title, "正文": text}, ensure_ascii=False) for day, title, text in records]
    (folder / "pages" / "gazette.jsonl").write_text("\n".join(lines), "utf-8")
    encoder = FakeEncoder(WORDS)
    build_index(folder / "pages", folder / "index", LENIENT, encoder, encoder.name)
    return Assistant.open(folder / "index", LENIENT, encoder)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return opened(tmp_path_factory.mktemp("gazette"))


def read_by(assistant: Assistant, *answers: str) -> Assistant:
    """The assistant with a reader that finds these words."""
    one = assistant.narrowed(None)
    one._reader = Lazy(lambda: FakeReader({}, answers))
    return one


ASKED = (
    AskedDays("2022-05-02", "2022-05-02"),
    AskedDays("2022-05-01", "2022-05-31"),
    AskedDays("2022-01-01", "2022-12-31"),
    AskedDays("--05-03", "--05-03"),
    AskedDays("2022-05-04", "2022-05-04", "printed"),
    AskedDays("1999-05-04", "1999-05-04"),
)


@pytest.mark.parametrize("asked", ASKED)
def test_how_well_some_passages_fit_is_how_well_they_fit_among_all(assistant: Assistant, asked: AskedDays) -> None:
    days, rows = SentenceDays(assistant.index), np.array([4, 0, 3])
    assert days.best_fits_of(rows, asked).tolist() == days.best_fits(asked)[rows].tolist()


def test_passages_of_papers_of_the_asked_days_are_told_by_their_pages(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    for day, number in (("20220502", 1), ("20220502", 2), ("20220503", 1)):
        (tmp_path / "pages" / f"{day}_0{number}版.txt").write_text(f"渡口班次{number}\n渡口运送乘客。", "utf-8")
    encoder = FakeEncoder(WORDS)
    build_index(tmp_path / "pages", tmp_path / "index", LENIENT, encoder, encoder.name)
    days = SentenceDays(read_index(tmp_path / "index"))
    assert days.of_pages_of(AskedDays("2022-05-02", "2022-05-02")).tolist() == [True, True, False]
    assert days.of_pages_of(AskedDays("--05-03", "--05-03")).tolist() == [False, False, True]
    assert not days.of_pages_of(AskedDays("2021-05-02", "2021-05-02")).any()


# ---- records


def test_yesterday_in_a_record_is_the_day_before_its_date(assistant: Assistant) -> None:
    assert [piece.mentions[0].date for piece in assistant.articles][:3] == ["2022-05-01", "2022-05-02", "2022-05-03"]


def test_a_record_of_one_year_tells_nothing_of_the_year_of_another(tmp_path: Path) -> None:
    texts = ("2019年3月2日，渡口开放。4月5日，渡口关闭。", "2021年6月7日，水塔动工。", "8月9日，水塔完工。")
    pieces = opened(tmp_path, tuple(("", f"第{n}件", text) for n, text in enumerate(texts))).articles
    assert [[mention.date for mention in piece.mentions] for piece in pieces] == [
        ["2019-03-02", "2019-04-05"],
        ["2021-06-07"],
        [],
    ]


# ---- days that a question names


@pytest.mark.parametrize(
    ("question", "printed"),
    [
        ("2022年5月1日渡口运送了多少乘客？", "三百人"),
        ("5月2日渡口运送了多少乘客？", "五百人"),
        ("五月三日渡口运送了多少乘客？", "二百人"),
        ("5月2号渡口运送了多少乘客？", "五百人"),
        ("2022-05-02渡口运送了多少乘客？", "五百人"),
        ("5月3日的报纸说渡口运送了多少乘客？", "五百人"),
        ("5月4日出版的报纸说渡口运送了多少乘客？", "二百人"),
    ],
)
def test_the_report_of_the_day_asked_for_answers_alone(assistant: Assistant, question: str, printed: str) -> None:
    answer = assistant.ask(question)
    assert printed in answer.text
    assert len(answer.citations) == 1


def test_days_change_the_order_and_not_how_near_a_passage_is(assistant: Assistant) -> None:
    with_day = assistant.retrieve("2022年5月1日渡口运送了多少乘客？")
    assert with_day.hits[0].parts["day"] == 1
    assert with_day.hits[0].score == pytest.approx(with_day.fused[0] + LENIENT.day_weight)


def test_a_question_without_days_is_searched_as_if_there_were_none(assistant: Assistant) -> None:
    found = assistant.retrieve("渡口运送了多少乘客？")
    assert found.asked is None
    assert not found.day_fits
    assert all("day" not in hit.parts for hit in found.hits)


@pytest.mark.parametrize("question", ["2022年9月9日渡口运送了多少乘客？", "9月9日渡口运送了多少乘客？"])
def test_a_day_of_which_nothing_found_tells_is_refused(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.refused
    assert "9月9日" in answer.text


def test_a_day_soon_before_a_paper_is_not_contradicted(assistant: Assistant) -> None:
    assert not assistant.ask("5月5日渡口运送了多少乘客？").refused


def test_last_month_is_counted_from_the_day_of_asking(assistant: Assistant) -> None:
    today = datetime.date(2022, 6, 20)
    assert "南桥" in assistant.ask("上个月通车的是哪座桥？", today=today).citations[0].quote
    assert "北桥" in assistant.ask("本月通车的是哪座桥？", today=today).citations[0].quote


def test_a_question_file_tells_the_day_of_asking(assistant: Assistant) -> None:
    question = Question("a", "上个月通车的是哪座桥？", asked_on=datetime.date(2022, 6, 20))
    [(_, answered)] = ask_all(assistant, [question])
    assert "南桥" in answered["citations"][0]["quote"]


@pytest.mark.parametrize("day", [datetime.date.min, datetime.date.max])
def test_the_ends_of_the_calendar_are_no_days_of_asking(assistant: Assistant, day: datetime.date) -> None:
    with pytest.raises(QuestionError):
        assistant.ask("昨天的报纸登了什么？", today=day)


@given(
    st.text(st.sampled_from("南桥北通车和与、，比早晚哪个最更先同一天月年是吗从到隔多少几0123日当的？"), max_size=60)
)
def test_any_question_is_read_and_what_is_read_stands_in_it(question: str) -> None:
    compared = event_question_of(question)
    for events in compared.partings if compared else ():
        assert len(events) > 1 and all(event.label in question for event in events)
    anchor = anchor_of(question)
    assert anchor is None or (anchor.event.label in question and anchor.question in question)
    asked = as_asked_of_reports(question)
    assert asked == question or asked.startswith("关于") or "报道" in asked


def test_the_latest_of_several_reports_is_meant_by_the_last_time(assistant: Assistant) -> None:
    answer = assistant.ask("最近一次渡口运送了多少乘客？")
    assert "二百人" in answer.text
    assert len(answer.citations) == 1


# ---- the day that is asked for


def test_the_day_is_said_where_the_page_prints_yesterday(assistant: Assistant) -> None:
    answer = read_by(assistant, "昨日").ask("水塔几月几日完工？")
    assert answer.text.startswith("2022年6月9日：城西水塔昨日完工")
    assert answer.span == "2022年6月9日"


def test_no_day_is_said_where_none_is_asked_for(assistant: Assistant) -> None:
    answer = read_by(assistant, "昨日").ask("完工的水塔有多高？")
    assert answer.text.startswith("城西水塔")


# ---- events compared


def test_the_earlier_of_two_events_is_said_first_with_both_sentences(assistant: Assistant) -> None:
    answer = assistant.ask("北桥通车和南桥通车哪个更早？")
    assert answer.text.startswith("更早的是南桥通车（2022年5月3日）：南桥昨日通车")
    assert [citation.title for citation in answer.citations] == ["南桥通车", "北桥通车"]
    assert answer.span == "南桥通车"
    assert answer.kind == "answer"


def test_days_between_two_events_are_counted(assistant: Assistant) -> None:
    assert assistant.ask("南桥通车和北桥通车相隔多少天？").text.startswith("相隔37天（2022年5月3日至2022年6月9日）：")
    assert assistant.ask("北桥通车比南桥通车晚几个月？").text.startswith("相隔1个月")


@pytest.mark.parametrize(
    ("question", "start"),
    [
        ("北桥通车和水塔完工是在同一天吗？", "是的，在同一天（2022年6月9日）："),
        ("南桥通车和水塔完工是在同一个月吗？", "不是，不在同一个月（2022年5月3日、2022年6月9日）："),
        ("南桥通车和水塔完工是在同一年吗？", "是的，在同一年（2022年5月3日、2022年6月9日）："),
        ("北桥通车和水塔完工哪个更早？", "都在2022年6月9日："),
    ],
)
def test_whether_events_are_of_the_same_time_is_said(assistant: Assistant, question: str, start: str) -> None:
    assert assistant.ask(question).text.startswith(start)


def test_all_of_a_comparison_fits_and_every_sentence_is_cited(assistant: Assistant) -> None:
    answer = assistant.ask("南桥通车、北桥通车和水塔完工的先后顺序是怎样的？")
    assert len(answer.text) <= LENIENT.answer_characters
    assert [citation.marker for citation in answer.citations] == [1, 2, 3]
    assert all(f"[{marker}]" in answer.text for marker in (1, 2, 3))


def test_events_that_state_another_day_than_the_pages_are_not_compared(assistant: Assistant) -> None:
    answer = assistant.ask("2019年南桥通车和北桥通车哪个更早？")
    assert "更早的是" not in answer.text


def test_the_day_of_an_event_is_asked_about(assistant: Assistant) -> None:
    assert "二百人" in assistant.ask("南桥通车当天，渡口运送了多少乘客？").text


def test_days_of_reports_are_listed(assistant: Assistant) -> None:
    answer = assistant.ask("哪几天报道了渡口？")
    assert answer.kind == "list"
    assert answer.count == 3
    assert "2022年5月2日" in assistant.ask("最早报道渡口的是哪一天？").text


# ---- how well a day fits


@pytest.mark.parametrize(
    ("date", "fit"),
    [
        ("2022-05-03", 1),
        ("2022-05-04", 0),
        ("2022-05", AROUND),
        ("2022-05-01/2022-05-10", AROUND),
        ("2022", 0),
        ("", 0),
    ],
)
def test_a_day_fits_itself_and_what_it_lies_in_a_little(date: str, fit: float) -> None:
    assert AskedDays("2022-05-03", "2022-05-03").fit(date) == fit


@pytest.mark.parametrize(
    ("asked", "date", "fit"),
    [
        (AskedDays("--05-03", "--05-03"), "2019-05-03", 1),
        (AskedDays("--05-03", "--05-03"), "2019-05-30", 0),
        (AskedDays("--05-03", "--05-03"), "2019-05", 0),
        (AskedDays("--05", "--05"), "2019-05-30", 1),
        (AskedDays("--05", "--05"), "2019-05", 1),
        (AskedDays("--05", "--05"), "2019", 0),
        (AskedDays("2022-01-01", "2022-12-31"), "2022-05", 1),
    ],
)
def test_days_without_a_year_are_those_of_any_year(asked: AskedDays, date: str, fit: float) -> None:
    assert asked.fit(date) == fit


def test_the_distance_to_asked_days_is_none_within_them() -> None:
    asked = AskedDays("2022-05-03", "2022-05-05")
    assert [asked.distance(day) for day in ("2022-05-01", "2022-05-04", "2022-05-09")] == [2, 0, 4]
    assert AskedDays("--02-29", "--02-29").distance("2023-03-01") == 1


def test_the_most_exact_of_several_dates_is_a_day() -> None:
    assert most_exact(["2022", "2022-05-01/2022-05-10", "2022-05", "2022-05-03", "2022-05-04"]) == "2022-05-03"
    assert most_exact([]) == ""
