"""Questions on news texts as training takes them: those that a text answers, and those that it does not."""

import json
import random

import pytest
from support.fakes import FakeReader

from rag.evaluation.questions import read_questions
from rag.training.examples import Composer, Paragraph, Question
from rag.training.measure import news_figures
from rag.training.news import is_held_back, read_news, write_corpus

TEXT = (
    "渡口昨天停航，三十名旅客改乘客车。船长陶小满说，水位比往年低了两米。检修要到月底才完。"
    "客运站加开了六班车，票价不变。沿江的三个村也通了便桥。"
)
OTHER = "食堂新开了面食窗口，一碗面八元。学生说比校外便宜。窗口每天开到晚上九点。"
TRAINED, HELD = [
    next(f"t{number}" for number in range(99) if is_held_back(f"t{number}") is held) for held in (False, True)
]


@pytest.fixture
def folder(tmp_path):
    texts = [{"id": TRAINED, "text": TEXT}, {"id": HELD, "text": OTHER}]
    questions = [
        {"doc": TRAINED, "question": "停航时旅客有多少?", "answers": ["三十名"], "evidence": ["三十名旅客改乘客车"]},
        {"doc": TRAINED, "question": "船长多大年纪?", "answers": [], "near": "船长陶小满说，水位比往年低了两米"},
        {
            "doc": TRAINED,
            "question": "那票价呢?",
            "answers": ["没有变"],
            "evidence": ["票价不变"],
            "history": [["加开了几班车?", "六班。"]],
        },
        {"doc": HELD, "question": "一碗面多少钱?", "answers": ["八元"], "evidence": ["一碗面八元"]},
        {"doc": TRAINED, "question": "没有印的?", "answers": ["无"], "evidence": ["别处的话"]},
    ]
    for name, rows in (("news_texts.jsonl", texts), ("news_questions.jsonl", questions)):
        lines = [json.dumps(row, ensure_ascii=False) for row in rows]
        (tmp_path / name).write_text("\n".join(lines) + "\n", "utf-8")
    return tmp_path


def test_a_fifth_of_the_texts_is_held_back_with_its_questions(folder):
    assert sum(is_held_back(f"n{number}") for number in range(1000)) == pytest.approx(200, abs=40)
    assert [question.text for question in read_news(folder, held_back=True)[1]] == ["一碗面多少钱?"]


def test_a_question_has_the_place_of_its_answer_or_of_what_comes_nearest(folder):
    paragraphs, questions = read_news(folder)
    assert paragraphs[0].text == TEXT and paragraphs[0].title == "渡口昨天停航"
    counted, missing, alone, after = questions  # what is not printed in its text is left out
    assert TEXT[counted.start :].startswith("三十名") and counted.answer == "三十名"
    assert missing.answer == "" and TEXT[slice(*missing.evidence)].startswith("船长陶小满")
    assert alone.text == "那票价呢?" and after.text == "加开了几班车? 那票价呢?"
    assert alone.answer == "票价不变"  # said in other words: what proves it stands for it


def test_a_question_without_an_answer_makes_two_passages_that_do_not_answer(folder):
    paragraphs, questions = read_news(folder)
    composer = Composer(paragraphs, questions, [[1]] * len(questions))
    for seed in range(20):
        group = composer.group(1, random.Random(seed))
        assert [example.kind for example in group] in (["near", "beside"], ["near", "wrong"])
        assert "船长陶小满" in group[0].passage and all(example.span is None for example in group)


def test_figures_of_the_news_say_how_well_what_is_answered_is_told_from_what_is_not():
    paragraphs = [Paragraph("a", "", TEXT), Paragraph("b", "", OTHER)]
    asked = [
        Question("停航时旅客有多少?", 0, "三十名", TEXT.index("三十名")),
        Question("面条是谁做的?", 1, "", -1, evidence=(0, 5)),
    ]
    reader = FakeReader({"渡口": 2.0}, ["三十名"])  # surer of the first text, in which alone it finds a span
    assert news_figures(reader, paragraphs, asked) == {"relevance": 1.0, "margin": 1.0, "f1": 1.0, "questions": 2}
    assert news_figures(FakeReader({"面": 2.0}), paragraphs, asked)["relevance"] == 0.0


def test_texts_and_questions_become_a_corpus_and_question_files(folder, tmp_path):
    write_corpus(folder, tmp_path / "out")
    texts = (tmp_path / "out" / "texts.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["id"] for line in texts] == [TRAINED, HELD]
    trained, held = (
        read_questions(tmp_path / "out" / f"{name}.jsonl", judged=True) for name in ("trained", "held-back")
    )
    assert [question.question for question in held.questions] == ["一碗面多少钱?"]
    assert [(question.answerable, bool(question.history)) for question in trained.questions] == [
        (True, False),
        (False, False),
        (True, True),
        (True, False),
    ]
