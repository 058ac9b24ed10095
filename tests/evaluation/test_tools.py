"""Question files as other tools write them: the right answers are taken, another system's never, and doubt is told."""

import csv
import io
import json

import pytest
from support.newsroom import PAGE, PAGE_NAME, Newsroom

from rag.articles import split_page
from rag.errors import QuestionError
from rag.evaluation.columns import columns_of, own_fields
from rag.evaluation.datasets import read_set
from rag.evaluation.measures.printed import unprinted
from rag.evaluation.questions import Question, read_questions
from rag.records import Page

ASKED = [
    ("夜校设在哪里？", "文化站二楼", "夜校教室设在镇文化站二楼，由农技中心派人讲课。"),
    ("西关桥封路几天？", "二十天", "施工期间西关桥封路二十天。"),
]
WRONG, FOUND = "（别的系统的回答）", "（别的系统检索到的）"
TAKEN = [(question, (answer,), (proof,)) for question, answer, proof in ASKED]


def taken(path) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    read = read_set(path)
    assert read.problems == ()
    assert len({question.id for question in read.questions}) == len(ASKED)
    return [(question.question, question.answers, question.evidence) for question in read.questions]


def written(path, name: str, value) -> object:
    file = path / name
    if isinstance(value, bytes):
        file.write_bytes(value)
    else:
        file.write_text(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False), "utf-8")
    return file


def table(head: list[str], separator: str = ",") -> str:
    made = io.StringIO()
    writer = csv.writer(made, delimiter=separator)
    writer.writerow(head)
    cells = {"Q": 0, "A": 1, "E": 2}
    for row in ASKED:
        writer.writerow(
            [
                WRONG
                if name.startswith("!")
                else FOUND
                if name.startswith("?")
                else str([row[2]])
                if name.startswith("[")
                else row[cells[name[0]]]
                for name in KINDS[tuple(head)]
            ]
        )
    return made.getvalue()


# For each head of a table, what its columns hold: question, answer, evidence, [evidence as a list], !wrong answer, ?found
KINDS = {
    ("question", "contexts", "ground_truth"): "Q[A",
    ("user_input", "reference_contexts", "reference"): "Q[A",
    ("问题", "正确答案", "出处"): "QAE",
    ("问题", "标准答案", "依据"): "QAE",
    ("提问", "参考答案", "证据"): "QAE",
    ("input", "actual_output", "expected_output", "context", "retrieval_context"): "Q!A[?",
    ("user_input", "response", "retrieved_contexts", "reference", "reference_contexts"): "Q!?A[",
    ("query", "expected_response", "expected_chunks"): "QA[",
    ("Question", "Answer", "Evidence"): "QAE",
    ("问题", "模型回答", "标准答案", "原文"): "Q!AE",
    ("question", "prediction", "gold_answer", "context"): "Q!AE",
    ("question", "answer", "ground_truth", "evidence"): "Q!AE",
    ("问题", "答案", "正确答案", "证据"): "Q!AE",
    ("query", "output", "ideal", "positive_passages"): "Q!A[",
    ("query", "reference_answer", "reference_contexts"): "QA[",
}


@pytest.mark.parametrize("head", KINDS)
@pytest.mark.parametrize("separator", [",", "\t", "|"])
def test_a_table_of_another_tool_gives_its_right_answers_and_evidence(tmp_path, head, separator):
    assert taken(written(tmp_path, "q.csv", table(list(head), separator))) == TAKEN


@pytest.mark.parametrize("encoding", ["utf-16", "gb18030", "utf-8-sig"])
def test_a_table_in_the_encodings_of_spreadsheets(tmp_path, encoding):
    assert taken(written(tmp_path, "q.csv", table(["问题", "正确答案", "出处"]).encode(encoding))) == TAKEN


FORMS = {
    "ragas": [
        {"user_input": q, "response": WRONG, "retrieved_contexts": [FOUND], "reference": a, "reference_contexts": [e]}
        for q, a, e in ASKED
    ],
    "deepeval": [
        {"input": q, "actual_output": WRONG, "expected_output": a, "context": [e], "retrieval_context": [FOUND]}
        for q, a, e in ASKED
    ],
    "langsmith": [
        {"id": f"x{place}", "inputs": {"question": q}, "outputs": {"answer": a}, "evidence": e}
        for place, (q, a, e) in enumerate(ASKED)
    ],
    "promptfoo": [
        {
            "vars": {"question": q, "context": e},
            "assert": [{"type": "llm-rubric", "value": WRONG}, {"type": "contains", "value": a}],
        }
        for q, a, e in ASKED
    ],
    "trulens": [
        {"query": q, "expected_response": a, "expected_chunks": [{"text": e, "score": 1}]} for q, a, e in ASKED
    ],
    "llamaindex": [
        {"query": q, "reference_answer": a, "reference_contexts": [e], "query_by": {"type": "human"}}
        for q, a, e in ASKED
    ],
    "dpr": [
        {"question": q, "answers": [a], "positive_ctxs": [{"title": "", "text": e}], "negative_ctxs": []}
        for q, a, e in ASKED
    ],
    "flag": [{"query": q, "answer": a, "pos": [e], "neg": [FOUND]} for q, a, e in ASKED],
    "one text": [{"id": place, "question": q, "answers": a, "evidence": e} for place, (q, a, e) in enumerate(ASKED)],
    "no ids": [{"question": q, "answers": [a], "evidence": [e]} for q, a, e in ASKED],
    "chinese": [{"问题": q, "标准答案": a, "依据": e, "模型回答": WRONG} for q, a, e in ASKED],
    "hugging face": [{"question": q, "context": e, "answers": {"text": [a], "answer_start": [0]}} for q, a, e in ASKED],
}
NAMED_LISTS = ("questions", "examples", "tests", "goldens", "data", "test_cases")


@pytest.mark.parametrize("form", FORMS)
def test_records_of_another_tool_as_lines_a_list_or_a_named_list(tmp_path, form):
    lines = "".join(json.dumps(entry, ensure_ascii=False) + "\n" for entry in FORMS[form])
    assert taken(written(tmp_path, "q.jsonl", lines)) == TAKEN
    assert taken(written(tmp_path, "q.json", FORMS[form])) == TAKEN
    for name in NAMED_LISTS:
        assert taken(written(tmp_path, "q.json", {"version": 1, name: FORMS[form]})) == TAKEN
    assert taken(written(tmp_path, "u.jsonl", lines.encode("utf-16"))) == TAKEN


@pytest.mark.parametrize(
    "names",
    [
        ("question", "answer", "contexts", "ground_truth"),
        ("question", "answer", "contexts", "ground_truths"),
        ("question", "response", "contexts", "reference"),
        ("问题", "答案", "contexts", "标准答案"),
    ],
)
def test_beside_a_systems_answer_neither_it_nor_its_contexts_are_gold_and_that_is_told(tmp_path, names):
    rows = [dict(zip(names, (q, WRONG, [FOUND], a), strict=True)) for q, a, _ in ASKED]
    cells = io.StringIO()
    writer = csv.DictWriter(cells, names)
    writer.writeheader()
    writer.writerows(rows)
    for name, value in (("q.json", rows), ("q.csv", cells.getvalue())):
        read = read_set(written(tmp_path, name, value))
        assert [(one.answers, one.evidence) for one in read.questions] == [((a,), ()) for _, a, _ in ASKED]
        (notice,) = read.notices
        assert all(named in notice.sentence() for named in (names[1], "contexts", names[3]))
        assert "contexts" in notice.sentence("en")


def test_an_answer_that_may_be_a_systems_is_asked_about(tmp_path):
    rows = [{"question": q, "answer": WRONG, "contexts": [FOUND]} for q, _, _ in ASKED]
    for name, value in (("q.json", rows), ("q.csv", f"question,answer,contexts\n?,{WRONG},{FOUND}\n")):
        with pytest.raises(QuestionError) as caught:
            read_set(written(tmp_path, name, value))
        assert "answer" in caught.value.sentence()
        assert "contexts" in caught.value.sentence()


@pytest.mark.parametrize(
    "entry",
    [
        {"question": "?", "response": "x"},
        {"question": "?", "actual_output": "x"},
        {"question": "?", "retrieved_contexts": ["x"]},
        {"question": "?", "reference": ""},
    ],
)
def test_without_a_right_answer_nothing_is_judged(tmp_path, entry):
    with pytest.raises(QuestionError):
        read_set(written(tmp_path, "q.jsonl", json.dumps(entry)))


def test_a_question_that_the_pages_do_not_answer_says_so_in_any_tool(tmp_path):
    rows = [
        {"user_input": "谁？", "reference": "无法回答"},
        {"user_input": "何处？", "reference": "", "type": "unanswerable"},
    ]
    assert [one.answers for one in read_set(written(tmp_path, "q.json", rows)).questions] == [(), ()]
    cells = "问题,正确答案\n谁？,无法回答。\n何处？,镇上\n"
    assert [one.answers for one in read_set(written(tmp_path, "q.csv", cells)).questions] == [(), ("镇上",)]


def test_promptfoos_expectations_are_answers_without_their_kind(tmp_path):
    cells = (
        "question,__expected\n几天？,contains: 二十天\n何处？,equals:文化站\n多少？,11\n如何？,llm-rubric: 说得清楚\n"
    )
    read = read_set(written(tmp_path, "q.csv", cells))
    assert [one.answers for one in read.questions] == [("二十天",), ("文化站",), ("11",)]
    assert [problem.values["line"] for problem in read.problems] == [5]


def test_questions_and_passages_by_their_ids_are_a_set_with_documents(tmp_path):
    value = {
        "queries": {"q1": "几天？", "q2": "何处？"},
        "corpus": {"d1": "封路二十天。", "d2": {"title": "夜校", "text": "二楼。"}},
        "relevant_docs": {"q1": ["d1"], "q2": ["d9"]},
        "mode": "text",
    }
    read = read_set(written(tmp_path, "q.json", value))
    assert [(one.id, one.relevant) for one in read.questions] == [("q1", (("d1", 1),))]
    assert [(one.id, one.text) for one in read.documents] == [("d1", "封路二十天。"), ("d2", "二楼。")]
    assert [problem.values["place"] for problem in read.problems] == ["queries.q2"]


def test_a_wrong_entry_of_a_list_is_named_by_its_number(tmp_path):
    read = read_set(written(tmp_path, "q.json", [FORMS["no ids"][0], 3, {"question": "?", "answers": True}]))
    assert [(problem.key, problem.values["line"]) for problem in read.problems] == [
        ("questions-entry", 2),
        ("questions-entry", 3),
    ]


def test_ids_made_of_questions_are_the_same_every_time_and_asking_takes_them_too(tmp_path):
    lines = "".join(json.dumps({"question": q}, ensure_ascii=False) + "\n" for q, _, _ in ASKED)
    first, again = (read_questions(written(tmp_path, "q.jsonl", lines)).questions for _ in range(2))
    assert first == again
    assert len({one.id for one in first}) == 2


def test_a_record_of_ours_stays_as_it_is():
    ours = {
        "id": "a",
        "question": "?",
        "answers": ["x"],
        "evidence": ["y"],
        "type": "fact",
        "items": ["z"],
        "history": [],
    }
    assert own_fields(ours)[0] == ours
    assert columns_of(tuple(ours)).left == ()


# ---- evidence that no page holds


def paper(*texts: str):
    pages = [Page(f"{place}.txt", tuple(text.split("\n")), "0" * 64) for place, text in enumerate(texts)]
    return [article for page in pages for article in split_page(page)]


def test_evidence_that_no_article_holds_is_told_by_its_question():
    asked = [
        Question("held", "?", answers=("x",), evidence=("我市共有社区医院11家",)),
        Question("spaced", "?", answers=("x",), evidence=("我市共有 社区医院 １１家。",)),
        Question("mostly", "?", answers=("x",), evidence=("记者从市卫健委获悉,我市新增两家社区诊所",)),
        Question("nowhere", "?", answers=("x",), evidence=("我市共有社区医院11家", "报上没有的一句话")),
        Question("none", "?"),
    ]
    assert unprinted(paper(PAGE), asked) == {"nowhere": ("报上没有的一句话",)}


@pytest.mark.slow
def test_eval_names_the_questions_in_the_terminal_the_report_and_the_page(stored: Newsroom):
    rows = [
        {"id": "slip", "question": "我市共有社区医院几家?", "answers": ["11家"], "evidence": ["报上没有的一句话"]},
        {"id": "good", "question": "牡丹有几株?", "answers": ["3000余株"], "evidence": ["共栽种牡丹3000余株"]},
    ]
    out = stored.folder / "out"
    result = stored.run("eval", "--questions", stored.questions(*rows), "--index", stored.index, "--out", out)
    assert result.status == 0
    (told,) = result.told
    assert "slip" in told
    assert "good" not in told
    report = json.loads((out / "report.json").read_text("utf-8"))
    assert report["unprinted"] == {"slip": ["报上没有的一句话"]}
    assert [question["gold"]["unprinted"] for question in report["questions"]] == [["报上没有的一句话"], []]
    assert told in (out / "report.html").read_text("utf-8")
    assert PAGE_NAME in {passage["source"] for passage in report["passages"]}
