"""Question sets kept as tables: in every encoding and with every separator, and wrong rows are named."""

import pytest
from support.questions import named

from rag.evaluation.datasets import QuestionSet, read_set
from rag.evaluation.questions import Question

TABLE = '编号,问题,答案,证据,类型\r\na,几家？,11家｜11 家；十一家,"共11家\n。|二",number\r\nb,谁？,,,无答案\r\n'


@pytest.mark.parametrize(
    "raw",
    [
        TABLE.encode("utf-8-sig"),
        TABLE.encode("gb18030"),
        TABLE.replace(",", "\t").encode(),
        TABLE.replace(",", ";").encode(),
    ],
)
@pytest.mark.parametrize("name", ["q.csv", "q.tsv", "q.txt"])
def test_a_table_is_read_whatever_its_encoding_and_separator(tmp_path, raw, name):
    (tmp_path / name).write_bytes(raw)
    assert read_set(tmp_path / name) == QuestionSet(
        "q",
        (
            Question("a", "几家？", type="number", answers=("11家", "11 家", "十一家"), evidence=("共11家\n。", "二")),
            Question("b", "谁？", type="无答案"),
        ),
    )


def test_a_table_in_english_needs_neither_ids_nor_evidence(tmp_path):
    (tmp_path / "q.csv").write_text("Query,Answers\nhow many?,11|eleven\nwhere?,Taiyuan\n", "utf-8")
    first = read_set(tmp_path / "q.csv").questions
    assert [(question.question, question.answers) for question in first] == [
        ("how many?", ("11", "eleven")),
        ("where?", ("Taiyuan",)),
    ]
    (tmp_path / "q.csv").write_text("question,answer\nwhere?,Taiyuan\n", "utf-8")
    assert read_set(tmp_path / "q.csv").questions == first[1:]


def test_wrong_rows_of_a_table_are_named_by_their_lines(tmp_path):
    (tmp_path / "q.csv").write_text(
        'id,question,answer\na,"two\nlines",x\n,,\nb,,x\nc,?,\na,?,x\nd,?,x,more\n,?,x\n,?,y\n', "utf-8"
    )
    read = read_set(tmp_path / "q.csv")
    assert [question.question for question in read.questions] == ["two lines", "?"]
    assert [named(problem) for problem in read.problems] == [
        (5, "set-no-text"),
        (6, "set-no-answers"),
        (7, "set-id-twice"),
        (8, "set-no-columns"),
        (10, "set-id-twice"),
    ]


def test_rows_whose_quotes_do_not_match_are_named(tmp_path):
    (tmp_path / "q.csv").write_text('question,answer\n"甲"乙,x\n丙？,"y"\n"丁？,x\n戊？,x\n', "utf-8")
    read = read_set(tmp_path / "q.csv")
    assert [(question.question, question.answers) for question in read.questions] == [("丙？", ("y",))]
    assert [named(problem) for problem in read.problems] == [(2, "set-csv-broken"), (4, "set-csv-broken")]
