"""Questions, reports and feedback from outside: one sentence for whatever is wrong with them, and nothing is lost."""

from pathlib import Path

import pytest
from support.fakes import FakeEncoder, index_content
from support.outside import BRACKETS, DIGITS, one_sentence

from rag.corpus.feedback import FeedbackFile
from rag.errors import QuestionError, ReportError, SettingsError
from rag.evaluation.datasets import Document, read_set
from rag.evaluation.datasets.form import name_of
from rag.evaluation.datasets.index import build_corpus, corpus_folder
from rag.evaluation.questions import read_questions
from rag.evaluation.regression import read_report, tolerances
from rag.index.manifest import MANIFEST, Recipe
from rag.index.saved import read_index
from rag.index.writing import write_index, writer_lock
from rag.settings import Settings

QUESTIONS = [
    BRACKETS,
    DIGITS,
    '{"id": "a", "question": "甲？", "history": ' + BRACKETS,
    f'{{"id": {DIGITS}, "question": "甲？"}}',
    '{"id": "a"',
    "null",
    "[]",
    "\x00",
    '"a"',
    '{"id": "a", "question": "甲？", "history": 1}',
    '{"id": "a", "question": "甲？", "history": [["a"]]}',
    '{"id": "a", "question": "甲？", "answers": [[[1]]]}',
    '{"id": "a", "question": "甲？", "relevant": {"a": 1000000000000}}',
    '{"id": "a", "question": "甲？", "relevant": {"a": 1e999}}',
    '{"id": "a", "question": "甲？", "relevant": {"a": true}}',
    '{"id": "a", "question": "甲？", "relevant": [1]}',
    '{"id": "a", "question": ["甲？"]}',
    '{"id": "a", "question": "甲？", "history": [[1, 2]]}',
    '{"id": "a", "question": "甲？", "evidence": [[["x"]]]}',
    '{"id": "a", "question": "甲？", "items": [[]]}',
]


@pytest.mark.parametrize("line", QUESTIONS, ids=lambda text: text[:40])
@pytest.mark.parametrize("ending", ["jsonl", "json"])
def test_a_question_that_is_none_is_one_sentence(line, ending, tmp_path):
    (tmp_path / f"q.{ending}").write_text(line + "\n", "utf-8")
    for read in (read_questions, read_set):
        with pytest.raises(QuestionError) as caught:
            read(tmp_path / f"q.{ending}")
        one_sentence(caught.value)


@pytest.mark.parametrize(
    "grade", ["inf", "nan", "1e308", "1e999", DIGITS, "²", "1.5", "", "十", "1001", "-5000", "0x1"]
)
def test_a_grade_that_is_none_is_named(grade, tmp_path):
    (tmp_path / "qrels").mkdir()
    (tmp_path / "queries.jsonl").write_text('{"_id": "1", "text": "甲？"}\n{"_id": "2", "text": "乙？"}\n', "utf-8")
    (tmp_path / "corpus.jsonl").write_text('{"_id": "d", "text": "甲。"}\n', "utf-8")
    (tmp_path / "qrels/test.tsv").write_text(f"2\td\t1\n1\td\t{grade}\n", "utf-8")
    read = read_set(tmp_path)
    assert [question.id for question in read.questions] == ["2"]
    for problem in read.problems:
        one_sentence(problem)
    assert read.problems


REPORTS = [
    BRACKETS,
    DIGITS,
    "",
    "[]",
    "{}",
    "null",
    '{"format": 1}',
    f'{{"format": {"[" * 400}{"]" * 400}}}',
    '{"format": "' + "x" * 10**5 + '"}',
    '{"format": 2, "runs": 1}',
]


@pytest.mark.parametrize("text", REPORTS, ids=lambda text: text[:20])
def test_a_report_that_is_none_is_one_sentence(text, tmp_path):
    (tmp_path / "report.json").write_text(text, "utf-8")
    with pytest.raises(ReportError) as caught:
        read_report(tmp_path / "report.json")
    one_sentence(caught.value)


@pytest.mark.parametrize("mean", ["NaN", "Infinity", "-Infinity", "1e999", "9" * 400, "null", '"0.5"', "[]", "{}"])
def test_a_report_whose_figures_cannot_be_compared_is_one_sentence(mean, tmp_path):
    from rag.evaluation.report.report import FORMAT

    (tmp_path / "report.json").write_text(
        f'{{"format": {FORMAT}, "runs": [{{"measures": {{"mrr": {{"mean": {mean}}}}}}}]}}', "utf-8"
    )
    with pytest.raises(ReportError) as caught:
        read_report(tmp_path / "report.json")
    one_sentence(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "mrr=nan",
        "mrr=inf",
        "mrr=1e999",
        f"mrr={DIGITS}",
        "mrr=²",
        "mrr=",
        "=",
        "mrr",
        "mrr=-1",
        "mrr=2",
        "",
        ",",
        "mrr=0.1=0.1",
        "x=0.1",
    ],
)
def test_what_may_be_lost_is_a_share(text):
    with pytest.raises(SettingsError) as caught:
        tolerances(text, ["mrr"])
    assert caught.value.key in ("against-form", "against-measure")


@pytest.mark.parametrize(
    "line",
    [
        BRACKETS,
        DIGITS,
        "{}",
        "null",
        '{"answer": ' + BRACKETS,
        "\x00",
        '{"id": 1}',
        '{"id": "a", "answer": []}',
        '{"answer": null}',
        "[]",
        '{"id": "a", "history": 5}',
        '"x"',
        "tru",
        '{"id": "a", "answer": {"answer": 1}}',
    ],
)
def test_a_damaged_line_of_feedback_is_passed_over(line, tmp_path):
    (tmp_path / "feedback.jsonl").write_text(line + "\n", "utf-8")
    assert FeedbackFile(tmp_path).read() == []


NAMES = [
    "...json",
    "....json",
    "..jsonl",
    ".json",
    "...csv",
    "..",
    "...",
    " .json",
    "a/../...json".rpartition("/")[2],
    "..\\..json",
    "con.json",
    ". .json",
    "...json.gz",
    "\u202e..json",
    "..\u200b.json",
    "~.json",
    ". . .json",
    "-.json",
    "正常.json",
    "x" * 250 + ".json",
    "..a.json",
]


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_a_question_set_of_any_name_has_its_documents_in_a_folder_of_their_own(name, tmp_path):
    index = tmp_path / "index"
    folder = corpus_folder(index, name_of(Path(name)))
    assert folder.parent == index / "sets"
    assert folder.resolve().parent == (index / "sets").resolve()
    with writer_lock(index):
        write_index(index, Recipe("fake", Settings().build_values(), {}), index_content("水。"))
    before = (index / MANIFEST).read_bytes()
    build_corpus([Document("d", "", "火很旺，烧了三天三夜。")], folder, Settings(), FakeEncoder(("火",)))
    assert (index / MANIFEST).read_bytes() == before
    assert len(read_index(index).passages) == 1
