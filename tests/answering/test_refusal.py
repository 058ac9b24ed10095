"""Reading what was found, its new order, the probability of an answer, and the reasons for a refusal."""

import math
from dataclasses import replace
from pathlib import Path

import pytest
from support.fakes import FakeEncoder, FakeReader, no_sentences

from rag.answering.candidates import Candidate
from rag.answering.refusal import FEATURES, FOUND_NONE, above, confidence_of, features, refusal_of, threshold_of
from rag.answering.reranking import HIGHEST_FUSED, asked, probability, read_passages, reread
from rag.answering.retriever import Retrieval
from rag.assistant import Assistant
from rag.index.build import build_index
from rag.models.reader.windows import PassageReading, SentenceSpan
from rag.records import Fragment, Hit, Passage, Sentence
from rag.settings import Settings

WEIGHTS = {**dict.fromkeys(FEATURES, 0.0), "intercept": 0.0}


def passage(number: int, *sentences: str) -> Passage:
    said = tuple(
        Sentence((Fragment("p.txt", place, 0, text),), opens_paragraph=True) for place, text in enumerate(sentences, 1)
    )
    return Passage(f"p{number}", f"a{number}", "p.txt", "", None, ((1, len(said)),), said)


def found(question: str, *scored: tuple[float, str], conversation: bool = False) -> Retrieval:
    hits = tuple(Hit(passage(place, text), score, place) for place, (score, text) in enumerate(scored, 1))
    return Retrieval(question, conversation, (), hits, tuple(range(len(hits))), no_sentences())


# ---- order


def test_a_passage_that_answers_passes_one_that_is_a_little_nearer() -> None:
    settings = Settings(reader_weight=0.2)
    reader = FakeReader({"水库": 4.0, "水厂": -4.0})
    read = reread(found("水库多大?", (0.95, "水厂建成。"), (0.90, "水库建成。")), (), reader, settings)
    assert [hit.passage.text for hit in read.hits] == ["水库建成。", "水厂建成。"]
    assert [hit.rank for hit in read.hits] == [1, 2]
    assert read.positions == (1, 0)
    assert read.hits[0].score == pytest.approx(0.90 + 0.2 / (1 + math.exp(-4)))
    assert read.fused == (0.90, 0.95)
    assert [reading.relevance for reading in read.readings if reading] == [4.0, -4.0]


def test_a_reader_without_spans_orders_alone() -> None:
    reader = FakeReader({"水库": 0.2, "水厂": 0.1}, spans=False)
    read = reread(found("水库?", (0.99, "水厂建成。"), (0.10, "水库建成。")), (), reader, Settings())
    assert [hit.passage.text for hit in read.hits] == ["水库建成。", "水厂建成。"]
    assert read.hits[0].score == pytest.approx(HIGHEST_FUSED + probability(0.2))


def test_what_the_time_does_not_reach_comes_last_in_the_order_of_the_search() -> None:
    reader = FakeReader({"甲": -3.0}, at_most=1)
    read = reread(found("甲?", (0.9, "甲事。"), (0.8, "乙事。"), (0.7, "丙事。")), (), reader, Settings())
    assert [hit.passage.text for hit in read.hits] == ["甲事。", "乙事。", "丙事。"]
    assert [reading is None for reading in read.readings] == [False, True, True]
    scores = [hit.score for hit in read.hits]
    assert scores == sorted(scores, reverse=True)


def test_only_so_many_passages_are_read() -> None:
    reader = FakeReader({})
    readings = read_passages(
        found("甲?", (0.9, "甲。"), (0.8, "乙。"), (0.7, "丙。")), (), reader, Settings(reader_passages=2)
    )
    assert len(readings) == 2
    assert reader.texts == ["甲。", "乙。"]


def test_a_follow_up_is_read_with_the_question_before_it() -> None:
    assert asked("多大?", [("水库在哪?", "在城北。"), ("谁建的?", "甲局。")]) == "谁建的? 多大?"
    assert asked("多大?", ()) == "多大?"


def test_nothing_found_is_nothing_read() -> None:
    assert reread(found("甲?"), (), FakeReader({}), Settings()).hits == ()


# ---- probability


def test_without_a_reader_the_confidence_is_a_logistic_function_of_the_best_score() -> None:
    settings = Settings(refusal_score=0.8)
    assert confidence_of(found("甲?", (0.83, "甲。")), settings, WEIGHTS) == pytest.approx(1 / (1 + math.exp(-2.4)))
    assert confidence_of(found("甲?"), settings, {}) == 0.0


def test_the_probability_of_an_answer_weighs_what_was_found() -> None:
    settings = Settings(refusal_score=0.8)
    read = with_readings(found("甲?", (0.85, "甲。"), (0.82, "乙。")), (1.0, 2.0), (3.0, -1.0))
    assert features(read) == pytest.approx(
        dict.fromkeys(FEATURES, 0.0)
        | {"relevance": 3.0, "margin": 2.0, "second_margin": -1.0, "gap": 30 * 0.03}
        | {"close_relevance": 3.0, "close_margin": 2.0}  # as there is no sentence that was read by itself
    )
    weights = {"relevance": 0.5, "margin": -0.2, "gap": -0.1, "foreign": 9.0, "conversation": 9.0, "intercept": -1.0}
    expected = probability(-1.0 + 0.5 * 3.0 - 0.2 * 2.0 - 0.1 * 0.9)
    assert confidence_of(read, settings, weights) == pytest.approx(expected)


def test_what_the_nearest_article_lacks_counts_in_its_own_language_alone() -> None:
    read = with_readings(found("甲?", (0.85, "甲。"), (0.82, "乙。")), (1.0, 2.0), (3.0, -1.0))
    lacking = {"a1": 0.4, "a2": 0.9}
    assert features(replace(read, lacking=lacking))["lacking"] == 0.4
    assert features(replace(read, question="what?", lacking=lacking))["lacking"] == 0.0


def test_what_speaks_for_the_sentence_that_would_be_said_counts() -> None:
    read = with_readings(found("甲?", (0.85, "甲。"), (0.82, "乙。")), (1.0, 2.0), (3.0, -1.0))
    said = Candidate(
        read.hits[1], 0, 0.9, read.hits[1].passage.sentences[0], None, {"similarity": 0.7, "form": 0.2}, 0.4
    )
    told = {name: features(read, said)[name] for name in ("similarity", "form", "passage_margin", "unsaid")}
    assert told == {"similarity": 0.7, "form": 0.2, "passage_margin": -1.0, "unsaid": 0.4}
    assert features(replace(read, question="what?"), said)["unsaid"] == 0.0  # it has no word in common with any page
    unread = replace(said, hit=Hit(passage(9, "丙。"), 0.1, 3))
    assert features(read, unread)["passage_margin"] == FOUND_NONE
    weights = {"similarity": 2.0, "unsaid": -1.0, "intercept": 0.5}
    assert confidence_of(read, Settings(refusal_score=0.8), weights, said) == pytest.approx(
        probability(0.5 + 1.4 - 0.4)
    )


def test_one_passage_that_was_read_has_no_second() -> None:
    assert features(with_readings(found("甲?", (0.85, "甲。")), (1.0, 2.0)))["second_margin"] == FOUND_NONE


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("有哪些村?", True),
        ("为什么停航?", True),
        ("怎么报名?", True),
        ("how does it work?", True),
        ("why is it closed?", True),
        ("谁来了?", False),
        ("how many came?", False),
        ("哪天停航?", False),
    ],
)
def test_a_question_for_a_list_a_reason_or_a_manner_is_told(question: str, told: bool) -> None:
    read = with_readings(found(question, (0.85, "甲。")), (1.0, 2.0))
    assert features(read)["nonfactoid"] == told


def test_weights_that_know_fewer_features_still_weigh_those_that_they_know() -> None:
    read = with_readings(found("为什么?", (0.85, "甲。"), (0.82, "乙。")), (1.0, 2.0), (3.0, -1.0))
    told = confidence_of(read, Settings(refusal_score=0.8), {"relevance": 0.5, "intercept": -1.0})
    assert told == pytest.approx(probability(-1.0 + 0.5 * 3.0))


def test_the_gap_is_between_the_two_nearest_whatever_order_the_reader_made() -> None:
    read = reread(
        found("水库?", (0.90, "水厂。"), (0.86, "水库。"), (0.5, "水池。")),
        (),
        FakeReader({"水库": 9.0}),
        Settings(reader_weight=0.2),
    )
    assert features(read)["gap"] == pytest.approx(30 * 0.04)
    assert features(with_readings(found("甲?", (0.9, "甲。")), (0.0, 0.0)))["gap"] == 0.0


def test_a_question_that_nothing_is_near_to_keeps_the_lower_of_both() -> None:
    read = with_readings(found("甲?", (0.5, "甲。")), (9.0, 9.0))
    confidence = confidence_of(read, Settings(refusal_score=0.8), {**WEIGHTS, "intercept": 5.0})
    assert confidence == pytest.approx(probability(80 * -0.3))


def test_the_score_that_counts_is_the_searchs_own_whatever_order_the_reader_made() -> None:
    settings = Settings(refusal_score=0.8, reader_weight=0.2)
    read = reread(found("水库?", (0.90, "水厂。"), (0.85, "水库。")), (), FakeReader({"水库": 9.0}), settings)
    assert read.hits[0].passage.text == "水库。"
    assert above(read, settings) == pytest.approx(0.10)


@pytest.mark.parametrize(("cost", "threshold"), [(1.0, 0.5), (3.0, 0.75), (0.25, 0.2), (0.0, 0.0)])
def test_the_threshold_is_where_answering_and_refusing_cost_the_same(cost: float, threshold: float) -> None:
    assert threshold_of(Settings(false_answer_cost=cost)) == pytest.approx(threshold)
    # at probability p a needless refusal costs p, a false answer (1 - p) * cost
    assert threshold * 1 == pytest.approx((1 - threshold) * cost)


# ---- reasons


@pytest.mark.parametrize(
    ("question", "text", "intercept", "reason"),
    [
        ("水库是谁建的?", "水库由甲局建成。", 3.0, ""),
        ("水库是谁建的?", "水库已经建成。", -3.0, "refusal-no-answer"),
        ("水库什么时候建成?", "水库已经建成。", -3.0, "refusal-no-time"),
        ("水库花了多少钱?", "水库已经建成。", 3.0, "refusal-no-number"),
    ],
)
def test_a_refusal_names_what_is_missing(question: str, text: str, intercept: float, reason: str) -> None:
    read = with_readings(found(question, (0.95, text)), (0.0, 0.0))
    assert refusal_of(read, Settings(), confidence_of(read, Settings(), {**WEIGHTS, "intercept": intercept})) == reason


@pytest.mark.parametrize(
    ("question", "margin", "on", "reason"),
    [
        ("他家也种桑吗?", -6.0, True, "refusal-no-answer"),
        ("他家也种桑吗?", -4.0, True, ""),
        ("他家也种桑吗?", -6.0, False, ""),  # what stands by itself is weighed with all else
        ("一共种了多少亩?", -6.0, True, ""),  # the number that is asked for is there
    ],
)
def test_a_follow_up_is_refused_where_the_reader_by_far_finds_none(
    question: str, margin: float, on: bool, reason: str
) -> None:
    read = with_readings(found(question, (0.95, "陶家种了300亩枣。")), (0.0, margin))
    read = replace(read, continued_from="a1" if on else "", in_conversation=on)
    assert refusal_of(read, Settings(), 0.9) == reason


def test_nothing_near_is_refused_however_sure_the_reader_is() -> None:
    read = with_readings(found("水库是谁建的?", (0.2, "水库由甲局建成。")), (50.0, 50.0))
    assert (
        refusal_of(read, Settings(), confidence_of(read, Settings(), {**WEIGHTS, "intercept": 50.0}))
        == "refusal-nothing-near"
    )
    assert refusal_of(found("甲?"), Settings(), None) == "refusal-nothing-near"


def test_of_a_person_that_is_named_only_what_is_told_of_that_one_counts() -> None:
    spans = (SentenceSpan(0, 2, 4.0, 0.9), SentenceSpan(0, 2, -3.0, 0.1))
    read = replace(
        found("丁十三几岁?", (0.9, "何少梅78岁。丁十三来了。")),
        readings=(PassageReading(2.0, 5.0, spans, knows_spans=True),),
    )
    assert features(read)["margin"] == 5.0
    assert features(replace(read, told={"p1": frozenset({1})}))["margin"] == -2.0
    assert features(replace(read, told={"p2": frozenset({0})}))["margin"] == FOUND_NONE


@pytest.mark.parametrize(
    ("question", "score", "margin", "reason"),
    [
        ("When was the reservoir built?", 0.76, 5.0, ""),  # the reader finds what the search tells too little of
        ("When was the reservoir built?", 0.76, 1.0, "refusal-nothing-near"),
        ("When was the reservoir built?", 0.70, 5.0, "refusal-nothing-near"),
        ("水库是哪年建的?", 0.87, 5.0, "refusal-nothing-near"),  # its words are in the pages
    ],
)
def test_a_question_in_another_script_is_answered_a_little_below_the_score_where_the_reader_finds_it(
    question: str, score: float, margin: float, reason: str
) -> None:
    read = with_readings(found(question, (score, "水库1958年由甲局建成。")), (2.0, margin))
    confidence = confidence_of(read, Settings(), {**WEIGHTS, "intercept": 50.0})
    assert refusal_of(read, Settings(), confidence) == reason


# ---- through the assistant

LENIENT = Settings(refusal_score=0.1)


def opened(folder: Path, reader: FakeReader) -> Assistant:
    (folder / "pages").mkdir()
    (folder / "pages" / "page.txt").write_text("水库建成\n\n本报讯 水库今年建成。水库由城北甲局建成。(张三)\n", "utf-8")
    encoder = FakeEncoder(("水库", "公园"))
    build_index(folder / "pages", folder / "index", LENIENT, encoder, encoder.name)
    return Assistant(Assistant.open(folder / "index", LENIENT, encoder).index, encoder, LENIENT, reader)


def test_the_answer_carries_the_exact_span_and_the_sentence_that_holds_it(tmp_path: Path) -> None:
    answer = opened(tmp_path, FakeReader({"甲局": 5.0}, answers=["城北甲局"])).ask("水库是谁建的?")
    assert answer.span == "城北甲局"
    assert "水库由城北甲局建成。" in answer.text


def test_the_readers_calibration_can_refuse(tmp_path: Path) -> None:
    answer = opened(tmp_path, FakeReader({}, calibration={**WEIGHTS, "intercept": -9.0})).ask("水库是谁建的?")
    assert (answer.refused, answer.reason, answer.span) == (True, "refusal-no-answer", "")
    assert answer.confidence == pytest.approx(probability(-9.0))
    assert answer.hits


def with_readings(retrieval: Retrieval, *told: tuple[float, float]) -> Retrieval:
    return replace(
        retrieval, readings=tuple(PassageReading(relevance, margin, (None,), True) for relevance, margin in told)
    )


def test_a_span_that_the_reader_is_unsure_of_is_not_said_to_be_the_answer(tmp_path: Path) -> None:
    unsure = FakeReader({}, answers=["城北甲局"], strength=0.5)
    assert opened(tmp_path, unsure).ask("水库是谁建成的?").span == ""
