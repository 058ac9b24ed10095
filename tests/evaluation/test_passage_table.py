"""Passages told once in a report: what is stored is small, and what is shown of a question is all that was answered."""

import json
import re

import pytest
from benchmarks.report import RUNS, evaluations
from support.reporting import REPORT

from rag.evaluation.report.html.page import html_report
from rag.evaluation.report.passages import DIGITS, whole_question
from rag.evaluation.report.report import FORMAT, report_object, result_object

ABOUT = {
    "questions_file": "q.jsonl",
    "questions_digest": "0",
    "created": "2024-01-01T08:00:00",
    "corpus": {"pages": 1, "articles": 1, "passages": 1, "digest": "0"},
}
JUDGED = evaluations(12)
TOLD = report_object(JUDGED, [], ABOUT)


def test_each_passage_is_told_once():
    assert TOLD["format"] == FORMAT
    texts = [passage["text"] for passage in TOLD["passages"]]
    assert len(texts) == len(set(texts))
    found = {passage["text"] for run in JUDGED for row in run.rows for passage in row.answer["passages"]}
    assert set(texts) == found
    assert all(
        "text" not in passage
        for question in TOLD["questions"]
        for result in question["runs"].values()
        for passage in result["passages"]
    )


def test_a_question_is_made_whole_again_as_it_was_answered():
    for run, name in zip(JUDGED, RUNS, strict=True):
        for row, question in zip(run.rows, TOLD["questions"], strict=True):
            stored = whole_question(TOLD, question)["runs"][name]
            answered = result_object(row)
            assert stored["answer"] == answered["answer"]
            for kept, first in zip(stored["passages"], answered["passages"], strict=True):
                scores = {stage: round(value, DIGITS) for stage, value in first.pop("parts").items()}
                assert kept == {**first, "passage": kept["passage"], "scores": scores}


def test_a_question_of_an_older_report_is_whole_already():
    assert whole_question(REPORT, REPORT["questions"][0]) == REPORT["questions"][0]


@pytest.mark.slow
def test_a_question_more_costs_little():
    """Of the passages, which a larger set finds again and again, nothing is told twice."""
    shared = len(json.dumps(TOLD["passages"], ensure_ascii=False, separators=(",", ":")).encode())
    whole = len(json.dumps(TOLD, ensure_ascii=False, separators=(",", ":")).encode())
    assert (whole - shared) / len(TOLD["questions"]) < 15_000
    page = json.loads(re.search(r'id="report-data">(.*?)</script>', html_report(TOLD), re.DOTALL)[1])
    assert sum(map(len, page["inside"])) / len(TOLD["questions"]) < 4_000
