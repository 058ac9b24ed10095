"""The `wenbao` command keeps the forms that shared/contract.md promises."""

import csv
import datetime
import json
from itertools import pairwise

import pytest
from support.newsroom import PAGE, PAGE_NAME, QUESTION, Newsroom, wenbao

from rag.answering.refusal import NONE_NEAR
from rag.assistant import Assistant
from rag.commands.terminal import width

ANSWER = {
    "id": str,
    "question": str,
    "refused": bool,
    "answer": str,
    "citations": list,
    "passages": list,
    "timings_ms": dict,
}
CITATION = {
    "marker": int,
    "source": str,
    "lines": list,
    "article": str,
    "title": str,
    "date": (str, type(None)),
    "quote": str,
}
PASSAGE = {"rank": int, "score": float, "source": str, "lines": list, "article": str, "title": str, "text": str}
ARTICLE = {
    "id": str,
    "source": str,
    "title": str,
    "kind": str,
    "byline": str,
    "date": (str, type(None)),
    "spans": list,
    "text": str,
}
LINES = PAGE.split("\n")


def assert_form(value: dict, form: dict) -> None:
    for name, kind in form.items():
        assert isinstance(value[name], kind), name


def assert_answer_form(answer: dict) -> None:
    assert_form(answer, ANSWER)
    assert len(answer["answer"]) <= 260
    assert len(answer["passages"]) <= 10
    assert [passage["rank"] for passage in answer["passages"]] == list(range(1, len(answer["passages"]) + 1))
    assert all(better["score"] >= worse["score"] for better, worse in pairwise(answer["passages"]))
    for passage in answer["passages"]:
        assert_form(passage, PASSAGE)
        assert len(passage["text"]) <= 600
    for citation in answer["citations"]:
        assert_form(citation, CITATION)
        first, last = citation["lines"]
        printed = "".join(LINES[first - 1 : last])
        assert "".join(citation["quote"].split()) in "".join(printed.split())
    if answer["refused"]:
        assert answer["citations"] == []


# ---- ask


def test_ask_prints_one_json_object_in_the_contracts_form(stored: Newsroom):
    result = stored.ask(QUESTION, "--json")
    assert (result.status, result.err) == (0, "")
    assert result.out.count("\n") == 1
    answer = json.loads(result.out)
    assert_answer_form(answer)
    assert answer["question"] == QUESTION
    assert answer["passages"][0]["source"] == PAGE_NAME
    assert {"encode", "search", "read", "total"} <= set(answer["timings_ms"])


def test_ask_for_a_person_names_the_page_and_quotes_it(stored: Newsroom):
    given = json.loads(stored.ask(QUESTION, "--json").out)
    text = stored.ask(QUESTION).out
    if given["refused"]:
        assert given["answer"] in text
        near = given["reason"] not in NONE_NEAR
        assert ("最接近的报道" in text) is near and (PAGE_NAME in text) is near
    else:
        assert given["answer"] in text and PAGE_NAME in text
        for citation in given["citations"]:
            assert " ".join(citation["quote"].split()) in text


def test_ask_answers_a_file_in_its_order_with_one_model_load(stored: Newsroom):
    ids = ["c", "a", "长", "b"]
    path = stored.questions(
        *(
            {"id": id, "question": question}
            for id, question in zip(ids, [QUESTION, "牡丹有几株?", "长" * 301, "公园里有什么?"], strict=True)
        )
    )
    before = stored.loaded
    result = stored.ask("--questions", path, "--json")
    assert result.status == 0
    answers = [json.loads(line) for line in result.out.splitlines()]
    assert [answer["id"] for answer in answers] == ids
    assert stored.loaded - before <= 1
    for answer in answers:
        assert_answer_form(answer)


def test_a_question_of_a_file_that_cannot_be_asked_is_a_refusal_with_its_sentence(stored: Newsroom):
    path = stored.questions(
        {"id": "long", "question": "长" * 301}, {"id": "empty", "question": ""}, {"id": "good", "question": QUESTION}
    )
    long, empty, good = map(json.loads, stored.ask("--questions", path, "--json").out.splitlines())
    assert long["refused"]
    assert "301" in long["answer"]
    assert empty["refused"]
    assert empty["passages"] == []
    assert good["passages"]


def test_ask_for_a_person_answers_a_file_too(stored: Newsroom):
    path = stored.questions({"id": "a", "question": QUESTION}, {"id": "b", "question": "牡丹有几株?"})
    text = stored.ask("--questions", path).out
    assert text.index(QUESTION) < text.index("牡丹有几株?")


def test_ask_prints_what_is_found_as_a_table(stored: Newsroom):
    result = stored.ask("提到牡丹的报道有哪些", "--csv")
    assert (result.status, result.err) == (0, "")
    head, *rows = csv.reader(result.out.removeprefix("\ufeff").splitlines())
    assert result.out.startswith("\ufeff标题,") and [row[head.index("版面文件")] for row in rows] == [PAGE_NAME]
    assert "牡丹" in rows[0][-1]


def test_a_question_that_asks_for_no_list_makes_no_table(stored: Newsroom):
    result = stored.ask("你好", "--csv")
    assert (result.status, result.out, result.err.count("\n")) == (1, "", 1)


def test_earlier_turns_of_a_question_reach_the_assistant(stored: Newsroom, monkeypatch):
    heard, ask = [], Assistant.ask

    def hearing(self, question, history=()):
        heard.append(tuple(map(tuple, history)))
        return ask(self, question, history)

    monkeypatch.setattr(Assistant, "ask", hearing)
    stored.ask(
        "--json",
        "--questions",
        stored.questions({"id": "a", "question": "那有几株?", "history": [["公园里有什么?", "牡丹"]]}),
    )
    assert heard == [(("公园里有什么?", "牡丹"),)]


# ---- articles


def test_the_day_of_asking_reaches_the_assistant_and_the_files_own_goes_before(stored: Newsroom, monkeypatch):
    days = []
    ask = Assistant.ask

    def heard(assistant, question, history=(), **options):
        days.append(options.get("today"))
        return ask(assistant, question, history, **options)

    monkeypatch.setattr(Assistant, "ask", heard)
    file = stored.questions({"question": QUESTION}, {"question": "公园?", "question_date": "2021-05-06"})
    assert stored.ask("--questions", file, "--json", "--today", "2022-01-20").status == 0
    assert stored.ask(QUESTION, "--today", "2022-01-20").status == 0
    assert stored.ask(QUESTION).status == 0
    assert days == [
        datetime.date(2022, 1, 20),
        datetime.date(2021, 5, 6),
        datetime.date(2022, 1, 20),
        None,
    ]


def test_a_day_of_asking_that_is_none_is_said_in_a_sentence(stored: Newsroom):
    result = stored.ask(QUESTION, "--today", "someday")
    assert result.status == 1
    assert "someday" in result.err


def test_articles_prints_one_json_list_in_the_contracts_form(newsroom: Newsroom):
    result = newsroom.run("articles", "--source", newsroom.pages, "--json")
    assert (result.status, result.err) == (0, "")
    pieces = json.loads(result.out)
    for piece in pieces:
        assert_form(piece, ARTICLE)
        assert piece["source"] == PAGE_NAME
        assert all(1 <= first <= last <= len(LINES) for first, last in piece["spans"])
    assert [piece["title"] for piece in pieces] == ["我市新增两家社区医院", "迎泽公园牡丹盛开"]


def test_articles_takes_one_file_and_leaves_the_users_dictionary_out(newsroom: Newsroom):
    one = newsroom.run("articles", "--source", newsroom.pages / PAGE_NAME, "--json")
    (newsroom.pages / "dictionary.txt").write_text("社区医院 10\n", "utf-8")
    folder = newsroom.run("articles", "--source", newsroom.pages, "--json")
    assert folder == one


def test_articles_for_a_person_are_columns_that_line_up(newsroom: Newsroom):
    lines = newsroom.run("articles", "--source", newsroom.pages).out.splitlines()
    assert lines[0] == f"{PAGE_NAME}：2 篇"
    assert width(lines[1].split("开头")[0]) == width(lines[2].split("本报讯")[0]) == width(lines[3].split("本报讯")[0])


# ---- build


def test_build_says_what_it_did_and_does_nothing_twice(newsroom: Newsroom):
    first, second = newsroom.build(), newsroom.build()
    assert (first.status, second.status) == (0, 0)
    assert first.told == second.told == []
    assert "版面 1 个" in first.out
    assert "已是最新" in second.out
    assert newsroom.loaded == 1


def test_build_reports_its_progress_on_standard_error(newsroom: Newsroom):
    err = newsroom.build().err.splitlines()
    assert [line.split(" ")[0] for line in err] == ["读取版面", "拆分文章", "计算向量", "写入索引"]


# ---- eval

GOLD = [
    {"id": "a", "question": QUESTION, "type": "number", "answers": ["11家"], "evidence": ["我市共有社区医院11家"]},
    {"id": "b", "question": "谁是馆长?", "type": "unanswerable", "answers": []},
]


@pytest.mark.slow
def test_eval_prints_figures_and_writes_each_question(stored: Newsroom):
    out = stored.folder / "out"
    result = stored.run("eval", "--questions", stored.questions(*GOLD), "--index", stored.index, "--out", out)
    assert (result.status, result.told) == (0, [])
    assert "Success@1" in result.out
    rows = [json.loads(line) for line in (out / "questions.jsonl").read_text("utf-8").splitlines()]
    for row in rows:
        assert_answer_form(row)
    assert rows[0]["figures"]["Success@1"] == 1
    summary = json.loads((out / "summary.json").read_text("utf-8"))
    assert summary["measures"]["Success@1"] == {"mean": 1.0, "count": 1}
    assert summary["passages"] == 2
    assert summary["settings"]["encoder"] == "bundled"


@pytest.mark.slow
def test_eval_compares_settings_side_by_side_and_keeps_a_run_file_of_each(stored: Newsroom):
    out = stored.folder / "out"
    result = stored.run(
        "eval",
        "--questions",
        stored.questions(*GOLD),
        "--index",
        stored.index,
        "--out",
        out,
        "--compare",
        "bm25,dense,hybrid",
    )
    assert (result.status, result.told) == (0, [])
    assert stored.loaded == 2  # once to build, once for all three
    report = json.loads((out / "report.json").read_text("utf-8"))
    assert [run["name"] for run in report["runs"]] == ["bm25", "dense", "hybrid"]
    assert {(told["left"], told["right"]) for told in report["comparisons"]} == {("bm25", "dense"), ("dense", "hybrid")}
    assert sorted(path.name for path in out.glob("*.run")) == ["bm25.run", "dense.run", "hybrid.run"]
    assert (report["corpus"]["passages"], report["questions_file"]) == (2, "questions.jsonl")
    assert "dense 比 bm25" in result.out


@pytest.mark.slow
def test_eval_fails_where_figures_fell_against_an_earlier_report(stored: Newsroom):
    out = stored.folder / "out"
    words = ("eval", "--questions", stored.questions(*GOLD), "--index", stored.index)
    assert stored.run(*words, "--out", out).status == 0
    same = stored.run(*words, "--against", out / "report.json")
    assert (same.status, same.told) == (0, [])
    told = json.loads((out / "report.json").read_text("utf-8"))
    told["runs"][-1]["measures"]["citation_supports"]["mean"] += 0.5
    told["questions_digest"] = "other"
    (out / "report.json").write_text(json.dumps(told), "utf-8")
    fell = stored.run(*words, "--against", out / "report.json")
    assert (fell.status, len(fell.told)) == (1, 1)
    assert "citation_supports" in fell.out
    tolerated = stored.run(*words, "--against", out / "report.json", "--fail-on", "citation_supports=0.5")
    assert tolerated.status == 0


def test_eval_asks_every_second_question(stored: Newsroom):
    result = stored.run("eval", "--questions", stored.questions(*GOLD), "--index", stored.index, "--every", 2)
    assert result.out.startswith("评测 1 个问题")
    with pytest.raises(SystemExit) as caught:
        stored.run("eval", "--questions", stored.questions(*GOLD), "--every", 0)
    assert caught.value.code == 2


@pytest.mark.slow
def test_eval_builds_an_index_of_the_documents_that_a_set_brings(stored: Newsroom, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("rag.evaluation.datasets.index.encoder_name", lambda settings: "fake")
    path = stored.folder / "squad.json"
    path.write_text(
        json.dumps(
            {
                "version": "1",
                "data": [
                    {
                        "title": "",
                        "paragraphs": [
                            {
                                "id": f"p{number}",
                                "context": text,
                                "qas": [
                                    {
                                        "id": f"q{number}",
                                        "question": question,
                                        "answers": [{"text": text[:2], "answer_start": 0}],
                                    }
                                ],
                            }
                            for number, (text, question) in enumerate(
                                (
                                    ("牡丹在公园里开放，游客前来观赏。", "公园里有什么牡丹？"),
                                    ("社区医院今天新增两家。", "社区医院几家？"),
                                )
                            )
                        ],
                    }
                ],
            }
        ),
        "utf-8",
    )
    out = stored.folder / "out"
    result = stored.run("eval", "--questions", path, "--index", stored.index, "--out", out)
    assert (result.status, result.told) == (0, [])
    report = json.loads((out / "report.json").read_text("utf-8"))
    assert report["corpus"]["articles"] == 2
    assert report["runs"][0]["measures"]["article:Success@1"]["mean"] == 1
    assert (stored.index / "sets").is_dir()
    assert stored.ask(QUESTION).status == 0  # the newspaper's own index is as it was


@pytest.mark.parametrize(
    "words",
    [("--compare", "nothing"), ("--against", "none.json"), ("--fail-on", "Success@1"), ("--compare", "hybrid,hybrid")],
)
def test_eval_says_what_is_wrong_with_its_arguments_before_it_loads_anything(stored: Newsroom, words):
    loaded = stored.loaded
    result = stored.run("eval", "--questions", stored.questions(*GOLD), "--index", stored.index, *words)
    assert (result.status, result.out, len(result.told)) == (1, "", 1)
    assert stored.loaded == loaded


# ---- with the real model


@pytest.mark.model
def test_a_fresh_copy_builds_and_answers_with_nothing_but_its_result_on_standard_output(newsroom: Newsroom):
    built = wenbao("build", "--source", newsroom.pages, "--index", newsroom.index)
    assert built.returncode == 0, built.stderr.decode("utf-8")
    assert [line.split(" ")[0] for line in built.stderr.decode("utf-8").splitlines()] == [
        "读取版面",
        "拆分文章",
        *["计算向量"] * (built.stderr.decode("utf-8").count("计算向量")),
        "写入索引",
    ]
    path = newsroom.questions({"id": "a", "question": QUESTION}, {"id": "b", "question": "迎泽公园栽了多少牡丹?"})
    asked = wenbao("ask", "--questions", path, "--json", "--index", newsroom.index)
    assert asked.returncode == 0, asked.stderr.decode("utf-8")
    assert asked.stderr.decode("utf-8").splitlines() == ["回答问题 2/2"]
    answers = [json.loads(line) for line in asked.stdout.decode("utf-8").splitlines()]
    for answer in answers:
        assert_answer_form(answer)
    assert "11家" in answers[0]["passages"][0]["text"]
    assert "3000" in answers[1]["passages"][0]["text"]
