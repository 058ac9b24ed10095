"""What the signals of a sentence should count, learned from judged questions."""

import json

import numpy as np
import pytest
from support.fakes import FakeEncoder, FakeReader

from rag.answering.candidates import WEIGHTS
from rag.assistant import Assistant
from rag.index.build import build_index
from rag.settings import Settings
from rag.training.sentences import LEARNED, JudgedSentences, fit, in_folds, judged_sentences

PAGE = """渡口停航三天

本报讯 渡口从周二起停航三天。三十名旅客改乘客车前往县城。船长陶小满说水位比往年低了两米。
"""


def judged(*rows: tuple[float, float, bool]) -> JudgedSentences:
    """Sentences of this similarity and span signal, all else alike."""
    signals = np.zeros((len(rows), len(LEARNED)))
    signals[:, LEARNED.index("similarity")] = [row[0] for row in rows]
    signals[:, LEARNED.index("span")] = [row[1] for row in rows]
    return JudgedSentences(signals, np.zeros(len(rows)), np.array([row[2] for row in rows]))


def test_a_signal_that_tells_the_right_sentence_counts_more_than_one_that_misleads():
    draw = np.random.default_rng(0)
    some = [
        judged((0.8 + draw.normal() / 100, -1, True), (0.8 + draw.normal() / 100, -6, False), (0.7, -5, False))
        for _ in range(40)
    ]
    weights = dict(zip(LEARNED, fit(some), strict=True))
    assert weights["similarity"] == 1 and weights["span"] > 0
    told = in_folds(some)
    assert told["questions"] == 40 and told["right_in_folds"] == 1.0


def test_the_first_sentence_counts_as_right_where_it_proves_the_answer():
    one = judged((0.9, -3, False), (0.8, -1, True))
    assert not one.is_right(np.array([1.0, 0, 0, 0, 0]))
    assert one.is_right(np.array([1.0, 0, 0, 0, 0.1]))


def test_what_the_chosen_weights_add_counts_as_well():
    one = judged((0.9, -3, False), (0.8, -3, True))
    ahead = JudgedSentences(one.signals, np.array([-0.2, 0.0]), one.proves)
    assert ahead.is_right(np.array([1.0, 0, 0, 0, 0]))


def test_questions_without_an_answer_or_without_a_right_sentence_teach_nothing(tmp_path):
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "page.txt").write_text(PAGE, "utf-8")
    rows = [
        {"id": "a", "question": "几名旅客改乘客车?", "answers": ["三十名"], "evidence": ["三十名旅客改乘客车"]},
        {"id": "b", "question": "船长多大?", "answers": [], "evidence": []},
        {"id": "c", "question": "客车几点开?", "answers": ["八点"], "evidence": ["客车每天早上八点从南门开出"]},
    ]
    questions = tmp_path / "questions.jsonl"
    questions.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    settings, encoder = Settings(refusal_score=0.0), FakeEncoder(("渡口", "旅客", "船长"))
    build_index(tmp_path / "pages", tmp_path / "index", settings, encoder, encoder.name)
    reader = FakeReader({}, ["三十名"])
    assistant = Assistant(Assistant.open(tmp_path / "index", settings, encoder).index, encoder, settings, reader)
    (one,) = judged_sentences(assistant, questions)
    assert one.proves.sum() == 1
    used = np.array([WEIGHTS[name] for name in LEARNED])
    best = int(np.argmax(one.signals @ used + one.rest))
    assert one.signals[best][LEARNED.index("span")] == pytest.approx(max(one.signals[:, LEARNED.index("span")]))
    assert one.is_right(used)
