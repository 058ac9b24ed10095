"""Question files: what is read from them, and which line is named when one is wrong."""

import datetime
import json
from pathlib import Path

import pytest

from rag.errors import QuestionError
from rag.evaluation.questions import Question, QuestionFile, parse_questions, read_questions

GOOD = {
    "id": "q1",
    "question": "几家？",
    "type": "number",
    "answers": ["11家"],
    "evidence": ["共11家"],
    "articles": ["a-1"],
    "history": [["哪里？", "太原"]],
    "items": ["甲"],
    "note": "ignored",
}


def written(path, *lines, start=b"", end=b"\n"):
    path.write_bytes(
        start
        + end.join(line if isinstance(line, bytes) else json.dumps(line, ensure_ascii=False).encode() for line in lines)
        + end
    )
    return path


def test_a_line_is_read_in_the_contracts_form(tmp_path):
    assert read_questions(written(tmp_path / "q.jsonl", GOOD), judged=True) == QuestionFile(
        (Question("q1", "几家？", (("哪里？", "太原"),), "number", ("11家",), ("甲",), ("共11家",), ("a-1",)),)
    )


def test_an_id_and_a_question_are_enough_to_ask(tmp_path):
    assert read_questions(written(tmp_path / "q.jsonl", {"id": "a", "question": ""})).questions == (Question("a", ""),)


def test_a_byte_order_mark_crlf_blank_lines_and_a_missing_last_newline_are_accepted(tmp_path):
    lines = GOOD, b"", b"  ", {"id": "q2", "question": "?"}
    path = written(tmp_path / "q.jsonl", *lines, start=b"\xef\xbb\xbf", end=b"\r\n")
    assert [question.id for question in read_questions(path).questions] == ["q1", "q2"]
    path.write_bytes(path.read_bytes().rstrip())
    assert [question.id for question in read_questions(path).questions] == ["q1", "q2"]


def test_separators_inside_a_string_do_not_break_its_line(tmp_path):
    text = "一\u2028二\x85三"
    assert read_questions(written(tmp_path / "q.jsonl", {"id": "a", "question": text})).questions[0].question == text


@pytest.mark.parametrize(
    ("line", "reason", "values"),
    [
        (b"{", "question-not-json", {}),
        (b"[1]", "question-not-json", {}),
        (b"[" * 100_000, "question-not-json", {}),
        ('{"id": "甲"}'.encode("gb18030"), "question-not-text", {}),
        ({"id": [7], "question": "?"}, "question-no-field", {"field": "id"}),
        ({"id": 7.5, "question": "?"}, "question-no-field", {"field": "id"}),
        ({"id": " ", "question": "?"}, "question-bad-field", {"field": "id"}),
        ({"id": "a"}, "question-no-field", {"field": "question"}),
        ({"id": "a", "question": "?", "type": 1}, "question-bad-field", {"field": "type"}),
        ({"id": "a", "question": "?", "answers": True}, "question-bad-field", {"field": "answers"}),
        ({"id": "a", "question": "?", "answers": [""]}, "question-bad-field", {"field": "answers"}),
        ({"id": "a", "question": "?", "evidence": [1]}, "question-bad-field", {"field": "evidence"}),
        ({"id": "a", "question": "?", "history": [["only a question"]]}, "question-bad-field", {"field": "history"}),
        ({"id": "a", "question": "?", "question_date": "some day"}, "question-bad-field", {"field": "question_date"}),
        ({"id": "a", "question": "?", "question_date": 2022}, "question-bad-field", {"field": "question_date"}),
        ({"id": "a", "question": "?", "history": {"a": 1}}, "question-bad-field", {"field": "history"}),
        ({"id": "a", "question": "?", "relevant": ["d"]}, "question-bad-field", {"field": "relevant"}),
        ({"id": "a", "question": "?", "relevant": {" ": 1}}, "question-bad-field", {"field": "relevant"}),
        ({"id": "a", "question": "?", "relevant": {"d": True}}, "question-bad-field", {"field": "relevant"}),
    ],
)
def test_a_wrong_line_is_named_with_its_number_and_reason_and_the_others_are_read(tmp_path, line, reason, values):
    read = read_questions(written(tmp_path / "q.jsonl", GOOD, b"", line, {"id": "z", "question": "?"}))
    assert [question.id for question in read.questions] == ["q1", "z"]
    (problem,) = read.problems
    assert (problem.key, problem.values["line"]) == ("questions-malformed", 3)
    assert (problem.values["reason"].key, problem.values["reason"].values) == (reason, values)


def test_an_id_used_twice_is_named_with_both_lines_and_the_first_is_kept(tmp_path):
    read = read_questions(written(tmp_path / "q.jsonl", GOOD, b"", GOOD | {"question": "?"}))
    assert [question.question for question in read.questions] == ["几家？"]
    (problem,) = read.problems
    assert problem.key == "questions-duplicate"
    assert (problem.values["id"], problem.values["first"], problem.values["line"]) == ("q1", 1, 3)


def test_a_file_without_a_good_line_is_an_error_that_names_the_first(tmp_path):
    with pytest.raises(QuestionError) as caught:
        read_questions(written(tmp_path / "q.jsonl", b"{"))
    assert (caught.value.key, caught.value.values["line"]) == ("questions-malformed", 1)
    with pytest.raises(QuestionError) as caught:
        read_questions(written(tmp_path / "q.jsonl", b"{", b"["))
    assert (caught.value.key, caught.value.values["count"]) == ("questions-unusable", 2)
    assert caught.value.values["reason"].values["line"] == 1


def test_judged_documents_come_with_their_grades_and_stand_for_evidence(tmp_path):
    path = written(
        tmp_path / "q.jsonl",
        {"id": "a", "question": "?", "relevant": {"d1": 2, "d2": 0}},
        {"id": "b", "question": "?", "answers": ["x"], "relevant": {"d1": 0}},
        {"id": "c", "question": "?", "answers": []},
    )
    read = read_questions(path, judged=True)
    assert read.problems == ()
    assert [question.relevant for question in read.questions] == [(("d1", 2), ("d2", 0)), (("d1", 0),), ()]
    assert [question.answerable for question in read.questions] == [True, True, False]


@pytest.mark.parametrize(
    "draft", [{"draft": True}, {"question": "〔请改写〕……在哪里？"}, {"question": "[REWRITE] where?"}]
)
def test_a_draft_is_not_judged(tmp_path, draft):
    path = written(
        tmp_path / "q.jsonl", GOOD, {"id": "d", "question": "?", "answers": ["x"], "evidence": ["x"], **draft}
    )
    read = read_questions(path, judged=True)
    assert [question.id for question in read.questions] == ["q1"]
    assert [problem.values["reason"].key for problem in read.problems] == ["question-draft"]
    assert read_questions(path).problems == ()


@pytest.mark.parametrize(("missing", "field"), [("answers", "answers"), ("evidence", "evidence")])
def test_evaluation_needs_answers_and_their_evidence(tmp_path, missing, field):
    path = written(tmp_path / "q.jsonl", {name: value for name, value in GOOD.items() if name != missing})
    assert read_questions(path).problems == ()
    with pytest.raises(QuestionError) as caught:
        read_questions(path, judged=True)
    assert caught.value.values["reason"].values == {"field": field}


def test_an_unanswerable_question_needs_no_evidence(tmp_path):
    path = written(tmp_path / "q.jsonl", {"id": "a", "question": "?", "answers": []})
    assert read_questions(path, judged=True).questions[0].answers == ()


@pytest.mark.parametrize(
    ("make", "key"),
    [
        (lambda path: None, "questions-missing"),
        (lambda path: path.mkdir(), "questions-unreadable"),
        (lambda path: path.write_bytes(b""), "questions-empty"),
        (lambda path: path.write_bytes(b"\n \r\n"), "questions-empty"),
    ],
)
def test_a_file_that_is_missing_unreadable_or_empty_is_said(tmp_path, make, key):
    make(tmp_path / "q.jsonl")
    with pytest.raises(QuestionError) as caught:
        read_questions(tmp_path / "q.jsonl")
    assert caught.value.key == key


def test_what_a_list_must_consist_of_is_read_from_either_form(tmp_path):
    path = tmp_path / "q.jsonl"
    path.write_text(
        '{"question": "一?", "articles": [{"source": "a.txt", "line": 3}], "count": 1}\n'
        '{"question": "二?", "expect_articles": [], "expect_count": 0}\n'
        '{"question": "三?", "articles": ["x1"]}\n'
        '{"question": "四?", "expect_articles": [{"source": "a.txt", "line": 0}]}\n'
        '{"question": "五?", "expect_count": "2"}\n',
        "utf-8",
    )
    read = read_questions(path)
    assert [(question.expect_articles, question.expect_count) for question in read.questions] == [
        ((("a.txt", 3),), 1),
        ((), 0),
        (None, None),
    ]
    assert read.questions[2].articles == ("x1",) and len(read.problems) == 2
    assert [question.question for question in read_questions(path, judged=True).questions] == ["一?", "二?"]


@pytest.mark.parametrize(
    ("told", "day"),
    [("2022-01-20", datetime.date(2022, 1, 20)), ("2022-1-5", datetime.date(2022, 1, 5)), ("", None), (None, None)],
)
def test_a_question_may_tell_the_day_on_which_it_is_asked(told: str | None, day: datetime.date | None) -> None:
    line = json.dumps({"id": "a", "question": "去年如何?", "question_date": told}).encode()
    [question] = parse_questions(line, Path("q.jsonl")).questions
    assert question.asked_on == day
