"""What belongs together in print: questions with their answers, rows with their headings."""

from pathlib import Path

import pytest
from support.fakes import FakeEncoder, FakeReader

from rag.answering.refusal import FEATURES
from rag.answering.units import asked_cell, needed_before, similarities
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


def test_a_question_without_its_answer_and_an_answer_alone_stay_as_they_are() -> None:
    assert similarities(passage(ASKED[0]), [0.9]) == [0.9]
    assert similarities(passage(ASKED[2], ASKED[3]), [0.3, 0.5]) == [0.3, 0.5]


def test_a_row_needs_its_headings_and_an_answer_the_short_word_before_it() -> None:
    assert [needed_before(passage(*TABLE), number) for number in range(4)] == [None, None, 1, 1]
    assert [needed_before(passage(*ASKED), number) for number in range(6)] == [None, None, None, 2, None, None]


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
