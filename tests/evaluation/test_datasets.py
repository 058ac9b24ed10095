"""Question sets in other people's forms: what is read, and what is named."""

import gzip
import json

import pytest
from support.questions import named

from rag.errors import QuestionError
from rag.evaluation.datasets import Document, QuestionSet, read_set
from rag.evaluation.questions import Question

BINARY = b"\x89PNG\r\n\x1a\n" + bytes(range(256))


def jsonl(*entries) -> str:
    return "".join(
        (entry if isinstance(entry, str) else json.dumps(entry, ensure_ascii=False)) + "\n" for entry in entries
    )


def folder(path, **files):
    """Files by name, `/` written as __ and `.` as _DOT_; text or bytes."""
    for name, content in files.items():
        file = path / name.replace("__", "/").replace("_DOT_", ".")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def refused(path, **options) -> str:
    with pytest.raises(QuestionError) as caught:
        read_set(path, **options)
    assert "Traceback" not in caught.value.sentence("zh") + caught.value.sentence("en")
    return caught.value.key


# ---- the contract's form


@pytest.mark.parametrize("name", ["q.jsonl", "q.json", "questions", "q.jsonl.gz"])
def test_the_contracts_form_is_told_by_name_or_content(tmp_path, name):
    raw = jsonl(
        {"id": "a", "question": "几家？", "answers": ["11家"], "evidence": ["共11家"]},
        "{",
        {"id": "b", "question": "谁？", "answers": []},
    ).encode()
    (tmp_path / name).write_bytes(gzip.compress(raw) if name.endswith(".gz") else raw)
    read = read_set(tmp_path / name)
    assert read.questions == (Question("a", "几家？", answers=("11家",), evidence=("共11家",)), Question("b", "谁？"))
    assert read.documents == ()
    assert [named(problem) for problem in read.problems] == [(2, "question-not-json")]


def test_the_contracts_form_under_another_name_is_told_by_any_good_line(tmp_path):
    (tmp_path / "q.json").write_text('{\n{"id": "b", "question": "谁？", "answers": []}\n', "utf-8")
    read = read_set(tmp_path / "q.json")
    assert [question.id for question in read.questions] == ["b"]
    assert [named(problem) for problem in read.problems] == [(1, "question-not-json")]


# ---- SQuAD

PARAGRAPH = {
    "id": "p1",
    "context": "医院有11家。",
    "qas": [
        {
            "id": "a",
            "question": "几家？",
            "answers": [
                {"text": "11家", "answer_start": 3},
                {"text": "11家", "answer_start": 3},
                {"text": "11", "answer_start": 3},
            ],
        },
        {"id": "b", "question": "谁？", "answers": [], "is_impossible": True},
    ],
}


def squad(tmp_path, value):
    (tmp_path / "set.json").write_text(json.dumps(value), "utf-8")
    return tmp_path / "set.json"


def test_squads_paragraphs_are_documents_and_relevant_to_their_own_questions(tmp_path):
    again = {"context": "医院有11家。", "qas": [{"question": "多少？", "answers": [{"text": "11家"}]}]}
    other = {
        "id": "p1",
        "context": "公园有3座。",
        "qas": [{"id": 7, "question": "几座？", "answers": [{"text": "3座"}]}],
    }
    read = read_set(
        squad(
            tmp_path,
            {"version": "v2.0", "data": [{"title": "太原", "paragraphs": [PARAGRAPH, again]}, {"paragraphs": [other]}]},
        )
    )
    assert read.name == "set"
    assert read.documents == (Document("p1", "", "医院有11家。"), Document("paragraph-2", "", "公园有3座。"))
    assert [
        (q.id, q.answers, q.relevant, q.evidence, q.answerable) for q in read.questions if q.question != "多少？"
    ] == [
        ("a", ("11家", "11"), (("p1", 1),), (), True),
        ("b", (), (), (), False),
        ("7", ("3座",), (("paragraph-2", 1),), (), True),
    ]
    assert [q.relevant for q in read.questions if q.question == "多少？"] == [(("p1", 1),)]
    assert read.problems == ()


def test_cmrcs_older_list_is_read_too(tmp_path):
    read = read_set(
        squad(
            tmp_path,
            [
                {
                    "context_id": "T_0",
                    "context_text": "公园有3座。",
                    "title": "公园",
                    "qas": [{"query_id": "T_0_0", "query_text": "几座？", "answers": ["3座", "三座", "3座"]}],
                }
            ],
        )
    )
    assert read == QuestionSet(
        "set",
        (Question("T_0_0", "几座？", answers=("3座", "三座"), relevant=(("T_0", 1),)),),
        (Document("T_0", "", "公园有3座。"),),
    )


def test_a_wrong_entry_of_squad_is_named_by_its_place(tmp_path):
    wrong = [
        5,
        {"id": "c", "answers": [{"text": "x"}]},
        {"id": "c", "question": "?", "answers": "x"},
        {"id": "c", "question": "?", "answers": [3]},
        {"id": "c", "question": "?", "answers": []},
        {"id": "a", "question": "?", "answers": [{"text": "x"}]},
        {"id": "c", "question": " ", "answers": ["x"]},
    ]
    read = read_set(
        squad(
            tmp_path,
            {
                "data": [
                    {
                        "paragraphs": [
                            PARAGRAPH,
                            {**PARAGRAPH, "qas": wrong},
                            {"context": 3, "qas": []},
                            {"context": "空。"},
                            4,
                        ]
                    },
                    {"paragraphs": 3},
                    7,
                ]
            },
        )
    )
    assert [question.id for question in read.questions] == ["a", "b"]
    inner = "data[0].paragraphs"
    assert [named(problem) for problem in read.problems] == [
        (f"{inner}[1].qas[0]", "question-not-json"),
        (f"{inner}[1].qas[1]", "question-no-field"),
        (f"{inner}[1].qas[2]", "question-bad-field"),
        (f"{inner}[1].qas[3]", "question-bad-field"),
        (f"{inner}[1].qas[4]", "set-no-answers"),
        (f"{inner}[1].qas[5]", "set-id-twice"),
        (f"{inner}[1].qas[6]", "set-no-text"),
        (f"{inner}[2]", "question-no-field"),
        (f"{inner}[3]", "question-bad-field"),
        (f"{inner}[4]", "question-not-json"),
        ("data[1].paragraphs[0]", "question-not-json"),
        ("data[2]", "question-not-json"),
    ]


# ---- BEIR

CORPUS = jsonl({"_id": "d1", "title": "医院", "text": "有11家。"}, {"_id": "d2", "title": "", "text": "公园。"})
QUERIES = jsonl({"_id": "q1", "text": "几家？"}, {"_id": "q2", "text": "没有判断"}, {"_id": "q3", "text": "公园？"})
HEAD = "query-id\tcorpus-id\tscore\n"


def test_a_beir_folder_is_read_and_a_question_without_judgements_left_out(tmp_path):
    read = read_set(
        folder(
            tmp_path / "beir",
            corpus_DOT_jsonl=CORPUS,
            queries_DOT_jsonl=QUERIES,
            qrels__test_DOT_tsv=f"{HEAD}q1\td1\t2\r\nq1\td2\t0\r\nq3\td2\t1.0\r\n",
        )
    )
    assert read == QuestionSet(
        "beir",
        (Question("q1", "几家？", relevant=(("d1", 2), ("d2", 0))), Question("q3", "公园？", relevant=(("d2", 1),))),
        (Document("d1", "医院", "有11家。"), Document("d2", "", "公园。")),
    )


def test_a_packed_beir_folder_is_the_same_and_a_split_can_be_chosen(tmp_path):
    packed = {
        "corpus_DOT_jsonl_DOT_gz": CORPUS,
        "queries_DOT_jsonl_DOT_gz": QUERIES,
        "qrels__dev_DOT_tsv_DOT_gz": f"{HEAD}q1\td1\t1\n",
        "qrels__train_DOT_tsv_DOT_gz": "q3\td2\t1\n",
    }
    path = folder(tmp_path / "beir", **{name: gzip.compress(text.encode()) for name, text in packed.items()})
    assert [question.id for question in read_set(path).questions] == ["q1"]
    assert [question.id for question in read_set(path, "train").questions] == ["q3"]
    assert refused(path, split="test") == "set-no-judgements"


def test_wrong_lines_of_a_beir_folder_are_named_and_a_missing_document_still_counts(tmp_path):
    read = read_set(
        folder(
            tmp_path / "beir",
            corpus_DOT_jsonl=CORPUS + jsonl({"_id": "d3", "title": "空", "text": ""}, "{", {"text": "x"}),
            queries_DOT_jsonl=QUERIES.encode()
            + b"\xff\xff\n"
            + jsonl({"_id": "q1", "text": "?"}, {"_id": "q9"}).encode(),
            qrels__test_DOT_tsv=f"{HEAD}q1\td1\t1\nq1\td9\t1\nq8\td1\t1\nq1\td1\nq3\td3\t1\nq1\td2\thigh\nq2\td1\tnan\n",
        )
    )
    assert [(question.id, question.relevant) for question in read.questions] == [
        ("q1", (("d1", 1), ("d9", 1))),
        ("q3", (("d3", 1),)),
    ]
    assert [document.id for document in read.documents] == ["d1", "d2"]
    assert [named(problem) for problem in read.problems] == [
        (3, "set-no-text"),
        (4, "question-not-json"),
        (5, "question-no-field"),
        (4, "question-not-text"),
        (5, "set-id-twice"),
        (6, "question-no-field"),
        (3, "set-unknown-document"),
        (4, "set-unknown-question"),
        (5, "set-no-columns"),
        (7, "set-grade"),
        (8, "set-grade"),
    ]


# ---- TREC

CLASSIC = """<top>
<num> Number: 301
<title> Topic: 社区
医院

<desc> Description:
几家？
</top>
<top>
<num>302</num><title>公园</title>
</top>
"""


@pytest.mark.parametrize("topics", [CLASSIC, "301\t社区 医院\n\n302\t公园\n"])
def test_a_trec_folder_without_documents_is_judged_on_those_of_an_index(tmp_path, topics):
    read = read_set(
        folder(tmp_path / "t", topics_DOT_txt=topics, qrels_DOT_txt="301 0 d1 2\n301 0 d2 -1\n302\t0\td1\t1\n")
    )
    assert read == QuestionSet(
        "t",
        (
            Question("301", "社区 医院", relevant=(("d1", 2), ("d2", -1))),
            Question("302", "公园", relevant=(("d1", 1),)),
        ),
    )


def test_a_trec_folder_with_documents_and_splits(tmp_path):
    path = folder(
        tmp_path / "t",
        topics_DOT_dev="1\t甲\n",
        topics_DOT_test="2\t乙\n3\n\t丙\n",
        qrels_DOT_dev="1 0 d1 1\n",
        qrels_DOT_test_DOT_gz=gzip.compress(b"2 0 d1 1\n2 0 d2\n9 0 d1 1\n"),
        documents_DOT_jsonl=jsonl({"id": "d1", "text": "文。"}),
    )
    assert [question.id for question in read_set(path).questions] == ["1", "2"]
    read = read_set(path, "test")
    assert [question.id for question in read.questions] == ["2"]
    assert read.documents == (Document("d1", "", "文。"),)
    assert [named(problem) for problem in read.problems] == [
        (2, "set-no-text"),
        (3, "question-no-field"),
        (2, "set-no-columns"),
        (3, "set-unknown-question"),
    ]
    assert refused(path, split="train") == "set-no-judgements"


# ---- whole files that are wrong


@pytest.mark.parametrize(
    ("name", "content", "key"),
    [
        ("q.json", b'{"data": [{"paragraphs": [{"context": "x', "set-json-malformed"),
        ("q.json", b"[" * 100_000, "set-json-malformed"),
        ("q.json", b'{"rows": []}', "set-form-unknown"),
        ("q.json", b"[1]", "set-form-unknown"),
        ("q.json", b'{"data": []}', "questions-empty"),
        ("q.json", b" ", "questions-empty"),
        ("q.json", BINARY, "set-not-text"),
        ("q.csv", BINARY, "set-not-text"),
        ("q", BINARY, "set-not-text"),
        ("q.jsonl", BINARY, "questions-unusable"),
        ("q.jsonl", b"", "questions-empty"),
        ("q.csv", b"name,value\na,b\n", "set-no-question-column"),
        ("q.csv", b"question\na\n", "set-no-question-column"),
        ("q.csv", b"question,answer\n", "questions-empty"),
        ("q.csv", b"", "questions-empty"),
        ("q.txt", "只是一段话。".encode(), "set-form-unknown"),
        ("q.txt", b"\n", "questions-empty"),
        ("q.json.gz", gzip.compress(b"{}" * 999, mtime=0)[:20], "set-gzip-damaged"),
        ("q.json.gz", b"{}", "set-gzip-damaged"),
    ],
)
def test_a_file_that_is_no_question_set(tmp_path, name, content, key):
    (tmp_path / name).write_bytes(content)
    assert refused(tmp_path / name) == key


def test_a_folder_that_is_no_question_set(tmp_path):
    assert refused(tmp_path) == "set-form-unknown"
    assert refused(tmp_path / "none") == "questions-missing"
    half = folder(tmp_path / "half", queries_DOT_jsonl=QUERIES, qrels__other_DOT_tsv="q1\td1\t1\n")
    assert refused(half) == "set-no-judgements"
    assert [question.id for question in read_set(half, "other").questions] == ["q1"]
    damaged = gzip.compress(CORPUS.encode())[:-9]
    assert refused(folder(half, corpus_DOT_jsonl_DOT_gz=damaged), split="other") == "set-gzip-damaged"
    columns = folder(tmp_path / "columns", queries_DOT_jsonl=QUERIES, qrels__test_DOT_tsv="q1 d1 1\nq3 d2 1\n")
    assert refused(columns) == "questions-unusable"
    nobody = folder(tmp_path / "nobody", topics=b"1\tx\n", qrels=b"2 0 d 1\n")
    assert refused(nobody) == "set-line"
