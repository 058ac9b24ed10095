"""Several settings over the same questions: named, run with shared encodings, and compared in pairs."""

import dataclasses

import numpy as np
import pytest
from support.fakes import FakeEncoder
from support.newsroom import QUESTION, WORDS

from rag.errors import EvaluationCancelled, ReaderError, SettingsError
from rag.evaluation.compare import MAIN_MEASURES, changes, compare, compared, named_settings, neighbours, opener
from rag.evaluation.measures.measures import Judged
from rag.evaluation.questions import Question
from rag.evaluation.run import Evaluation
from rag.models.encoder import CachingEncoder
from rag.settings import LARGEST_NUMBER, Settings


class CountingEncoder(FakeEncoder):
    """Keeps the questions that it was given."""

    asked: list[str]

    def __init__(self) -> None:
        super().__init__(("水", "火"))
        self.asked = []

    def encode_questions(self, texts):
        self.asked += texts
        return super().encode_questions(texts)


# ---- encodings


def test_a_text_is_encoded_once_and_its_vector_is_the_encoders():
    encoder = CountingEncoder()
    kept = CachingEncoder(encoder)
    texts = ["水", "火", "水"]
    first = kept.encode_questions(texts)
    again = kept.encode_questions(["火", "水火"])
    assert encoder.asked == ["水", "火", "水火"]
    assert np.array_equal(first, FakeEncoder(("水", "火")).encode_questions(texts))
    assert np.array_equal(again[0], first[1])
    assert (kept.name, kept.dimensions) == ("fake", 3)
    assert kept.encode_questions([]).shape == (0, 3)


def test_questions_and_passages_are_kept_apart():
    encoder = CountingEncoder()
    kept = CachingEncoder(encoder)
    kept.encode_questions(["水"])
    assert np.array_equal(kept.encode_passages(["水", "水"]), FakeEncoder(("水", "火")).encode_passages(["水", "水"]))
    assert encoder.encoded == ["水"]


# ---- settings


def test_names_change_the_settings_in_force():
    base = Settings(answer_sentences=1)
    found = dict(named_settings(" bm25, dense,hybrid ,hybrid+reader", base))
    assert list(found) == ["bm25", "dense", "hybrid", "hybrid+reader"]
    assert found["hybrid+reader"] == base
    assert found["hybrid"] == dataclasses.replace(base, reader="none")
    for name in ("bm25", "dense"):
        assert (found[name].refusal_score, found[name].refusal_score_foreign, found[name].reader) == (0, 0, "none")
        assert changes(found[name])["refusal_score"] == 0
    assert (found["bm25"].similarity_weight, found["dense"].term_weight) == (0, 0)
    assert changes(found["hybrid+reader"]) == {"answer_sentences": 1}


def test_a_file_stands_for_itself_and_is_named_by_its_stem(tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text("term_weight = 0.5\n", "utf-8")
    assert named_settings(str(file), Settings(answer_sentences=1)) == [("mine", Settings(term_weight=0.5))]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("hybrid,hybrid", "compare-twice"),
        ("bm26", "compare-unknown"),
        ("", "compare-unknown"),
        (" , ", "compare-unknown"),
        ("no/such.toml", "compare-unknown"),
    ],
)
def test_what_cannot_be_compared_is_said_in_a_sentence(text, key):
    with pytest.raises(SettingsError) as caught:
        named_settings(text, Settings())
    assert caught.value.key == key
    assert caught.value.sentence("en")


@pytest.mark.parametrize(
    ("content", "key"),
    [
        ("passage_characters = 100", "compare-build"),
        ("nonsense = 1", "settings-unknown"),
        ("= broken", "settings-unreadable"),
    ],
)
def test_a_settings_file_that_is_wrong_or_of_another_index_is_refused(tmp_path, content, key):
    (tmp_path / "other.toml").write_text(content, "utf-8")
    with pytest.raises(SettingsError) as caught:
        named_settings(str(tmp_path / "other.toml"), Settings())
    assert caught.value.key == key


# ---- running

QUESTIONS = [
    Question("q1", "水在哪里?", answers=("山",), evidence=("水在山上",)),
    Question("q2", "火在哪里?", answers=("炉",), evidence=("火在炉里",)),
]


def test_runs_share_one_index_and_one_encoding_of_each_question(stored):
    encoder = CountingEncoder()
    encoder.words, encoder.dimensions = WORDS, len(WORDS) + 1
    variants = named_settings("dense,bm25,hybrid", Settings())
    told = []
    questions = [Question("a", QUESTION, answers=("11家",), evidence=("社区医院11家",)), Question("b", "公园有牡丹吗?")]
    runs = compare(opener(stored.index, Settings(), encoder), variants, questions, lambda *step: told.append(step))
    assert sorted(encoder.asked) == sorted(set(encoder.asked))
    assert [run.name for run in runs] == ["dense", "bm25", "hybrid"]
    assert told == [("progress-ask", done, 6) for done in range(1, 7)]
    assert runs[1].changes["similarity_weight"] == 0
    assert runs[1].settings["answer_characters"] == 260
    scores = runs[1].rows[0].answer["passages"]
    assert all(passage["score"] == passage["parts"]["terms"] for passage in scores)
    assert scores[0]["matched"]
    assert not any(row.answer["reason"] == "refusal-nothing-near" for run in runs[:2] for row in run.rows)


def test_what_is_measured_is_not_pressed_for_time_unless_a_time_was_set(stored):
    opened = opener(stored.index, Settings(), FakeEncoder(WORDS))
    variants = [("usual", Settings()), ("pressed", Settings(reader_milliseconds=9))]
    runs = compare(opened, variants, QUESTIONS)
    assert [run.settings["reader_milliseconds"] for run in runs] == [LARGEST_NUMBER, 9]
    assert [run.changes for run in runs] == [{}, {"reader_milliseconds": 9}]


def test_a_reader_that_cannot_be_had_is_an_error_when_it_is_compared(stored, monkeypatch):
    def missing(settings, encoder):
        raise ReaderError("reader-missing", path="weights")

    monkeypatch.setattr("rag.models.reader.load_reader", missing)
    opened = opener(stored.index, Settings(), FakeEncoder(("水",)))
    with pytest.raises(ReaderError):
        opened(Settings())


def test_a_comparison_can_be_stopped(stored):
    told = []
    with pytest.raises(EvaluationCancelled) as caught:
        compare(
            opener(stored.index, Settings(), FakeEncoder(WORDS)),
            named_settings("dense,bm25", Settings()),
            QUESTIONS,
            lambda *step: told.append(step),
            cancelled=lambda: len(told) == 3,
        )
    assert [done for _, done, _ in told] == [1, 2, 3]
    assert caught.value.sentence()


# ---- differences


def run(name: str, *confident: tuple[str, bool]) -> Evaluation:
    """Questions answered with the text, or refused; the accepted answer is 甲."""
    return Evaluation(
        tuple(
            Judged(
                Question(f"q{place}", "?", answers=("甲",)),
                {"answer": said, "refused": refused, "confidence": 0.5},
                (),
                (),
                (),
            )
            for place, (said, refused) in enumerate(confident)
        ),
        name,
    )


def test_differences_are_right_less_left_and_wins_are_what_is_better():
    left = run("a", ("甲", False), ("乙", False), ("甲", True), ("乙", False))
    right = run("b", ("甲", False), ("甲", False), ("甲", False), ("甲", True))
    found = {comparison.measure: comparison for comparison in compared(left, right)}
    assert list(found) == ["answer_correct", "false_refusal"]
    correct, refusal = found["answer_correct"], found["false_refusal"]
    assert (correct.difference, correct.wins, correct.losses, correct.ties) == (0.5, 2, 0, 2)
    assert correct.p == 0.5  # two of the four ways to sign two differences
    assert correct.low <= 0.5 <= correct.high
    assert (refusal.difference, refusal.wins, refusal.losses, refusal.ties) == (0, 1, 1, 2)


def test_lower_is_better_turns_wins_and_losses():
    found = compared(run("a", ("甲", True)), run("b", ("甲", False)), ("false_refusal",))[0]
    assert (found.difference, found.wins, found.losses) == (-1, 1, 0)


def test_every_run_is_compared_with_the_one_before_it():
    runs = [run(name, ("甲", False)) for name in "abc"]
    assert {(comparison.left, comparison.right) for comparison in neighbours(runs)} == {("a", "b"), ("b", "c")}
    assert neighbours(runs[:1]) == []
    assert {comparison.measure for comparison in neighbours(runs)} <= set(MAIN_MEASURES)


def test_other_questions_are_no_pair():
    with pytest.raises(ValueError, match="same questions"):
        compared(run("a", ("甲", False)), run("b", ("甲", False), ("甲", False)))
