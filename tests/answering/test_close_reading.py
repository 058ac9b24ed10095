"""The best sentences read by themselves, with their neighbours."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from support.fakes import FakeEncoder, FakeReader, no_sentences

from rag.answering.candidates import Candidate
from rag.answering.close_reading import MOST, SENTENCES, WEIGHT, CloseReading, in_close_order, read_closely
from rag.answering.refusal import FEATURES, features
from rag.answering.retriever import Retrieval
from rag.assistant import Assistant
from rag.index.build import build_index
from rag.index.saved import open_index
from rag.models.reader.protocol import Reading
from rag.models.reader.windows import PassageReading, window_around
from rag.records import Fragment, Hit, Passage, Sentence
from rag.settings import Settings

TOLD = ("渡口在城北。", "新船能坐四十人。", "票价两元。", "灯亮到末班。", "船工姓方。")


class Heard(FakeReader):
    """Keeps what it was asked, and the time it was given."""

    def __init__(self, relevance: Mapping[str, float]) -> None:
        super().__init__(relevance)
        self.questions: list[str] = []
        self.seconds: list[float] = []

    def read(self, question: str, texts: Sequence[str], seconds: float = float("inf")) -> list[Reading]:
        self.questions.append(question)
        self.seconds.append(seconds)
        return super().read(question, texts, seconds)


def passage(title: str = "渡口添新船") -> Passage:
    said = tuple(
        Sentence((Fragment("p.txt", place, 0, text),), opens_paragraph=False) for place, text in enumerate(TOLD, 1)
    )
    return Passage("p1", "a1", "p.txt", title, None, ((1, len(said)),), said)


def sentence(number: int, title: str = "渡口添新船") -> Candidate:
    whole = passage(title)
    return Candidate(Hit(whole, 0.9, 1), number, 0.9, whole.sentences[number])


def found(question: str, **more) -> Retrieval:
    return replace(Retrieval(question, False, (), (Hit(passage(), 0.9, 1),), (0,), no_sentences()), **more)


def test_a_sentence_stands_between_its_neighbours_under_the_headline():
    window = window_around(passage(), 2)
    assert window.text == "渡口添新船\n新船能坐四十人。票价两元。灯亮到末班。"
    [(start, end)] = window.bounds
    assert window.text[start:end] == TOLD[2]


@pytest.mark.parametrize(("number", "text"), [(0, TOLD[0] + TOLD[1]), (4, TOLD[3] + TOLD[4])])
def test_at_the_ends_of_a_passage_there_is_one_neighbour(number: int, text: str):
    window = window_around(passage(""), number)
    assert window.text == text
    [(start, end)] = window.bounds
    assert window.text[start:end] == TOLD[number]


def test_the_best_of_the_best_sentences_counts_and_further_ones_are_not_read():
    reader = FakeReader({"票价": 2.0, "船工": 9.0}, ["两元"], strength=4)
    ranked = [sentence(0), sentence(1), sentence(2), sentence(4)]
    assert len(ranked) > SENTENCES
    close = read_closely(found("票价多少?"), ranked, (), reader)
    assert close == CloseReading(2.0, (0.0, 0.0, 8.0))
    assert close.margin == 8.0
    assert reader.texts == [window_around(passage(), number).text for number in (0, 1, 2)]


def test_a_span_in_a_neighbour_is_none_of_the_sentence():
    reader = FakeReader({}, ["两元"], strength=4)
    assert read_closely(found("票价多少?"), [sentence(1)], (), reader) == CloseReading(0, (0.0,))


def test_what_is_printed_twice_is_read_once():
    reader = FakeReader({})
    read_closely(found("票价多少?"), [sentence(2), sentence(2)], (), reader)
    assert len(reader.texts) == 1


def test_the_time_for_reading_passages_is_none_of_theirs():
    reader = Heard({})
    read_closely(found("票价多少?"), [sentence(0), sentence(2)], (), reader)
    assert reader.seconds == [float("inf")]


def test_a_follow_up_is_read_after_the_question_before_it_but_where_its_piece_is_known():
    reader, history = Heard({}), [("渡口在哪?", "在城北。")]
    read_closely(found("票价呢?"), [sentence(2)], history, reader)
    read_closely(found("票价呢?", continued_from="a1"), [sentence(2)], history, reader)
    assert reader.questions == ["渡口在哪? 票价呢?", "票价呢?"]


def test_where_there_is_no_sentence_or_no_span_nothing_is_told():
    assert read_closely(found("票价?"), [], (), FakeReader({})) is None
    assert read_closely(found("票价?"), [sentence(2)], (), FakeReader({}, spans=False)) is None


def test_sentences_go_by_score_and_margin_together_and_the_scores_stay_in_their_places():
    first, second, third, fourth = (
        replace(sentence(number), score=score) for number, score in ((0, 0.9), (1, 0.89), (2, 0.7), (3, 0.6))
    )
    close = CloseReading(1.0, (-2.0, -2.0 + 0.02 / WEIGHT, 1000.0))
    assert 2 * MOST * WEIGHT < 0.9 - 0.7  # however sure the reader is, what is far behind stays so
    told = in_close_order(found("票价?"), [first, second, third, fourth], close)
    assert [(each.number, each.score) for each in told] == [(1, 0.9), (0, 0.89), (2, 0.7), (3, 0.6)]


def test_equal_ones_and_those_that_were_not_read_stay_where_they_are():
    ranked = [replace(sentence(number), score=0.9 - number / 1000) for number in range(4)]
    assert in_close_order(found("票价?"), ranked, None) == ranked
    assert in_close_order(found("票价?"), ranked, CloseReading(0.0, (1.0,))) == ranked
    assert in_close_order(found("票价?"), ranked, CloseReading(0.0, (1.0, 1.0))) == ranked
    assert in_close_order(found("票价?"), [], None) == []


@pytest.mark.parametrize("more", [{"in_conversation": True}, {"continued_from": "a1"}])
def test_what_goes_on_from_another_question_keeps_its_order(more: dict):
    ranked = [replace(sentence(number), score=0.9) for number in range(2)]
    close = CloseReading(0.0, (-9.0, 9.0))
    assert (
        in_close_order(found("票价呢?", **more), ranked, close)
        == ranked
        != in_close_order(found("票价?"), ranked, close)
    )


def test_what_was_read_closely_is_weighed_and_the_passages_stand_for_it_where_nothing_was():
    read = found("票价?", readings=(PassageReading(1.5, 2.5, (None,) * 5, True),))
    assert features(read, None, CloseReading(3.0, (-9.0, -4.0)))["close_relevance"] == 3.0
    assert features(read, None, CloseReading(3.0, (-9.0, -4.0)))["close_margin"] == -4.0
    assert [features(read)[name] for name in ("close_relevance", "close_margin")] == [1.5, 2.5]


def test_who_finds_the_answer_in_a_sentence_by_itself_is_surer(tmp_path: Path):
    """One finds the answer in the sentence, the other finds none; nothing else is weighed."""
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "p.txt").write_text("渡口添新船\n" + "".join(TOLD), "utf-8")
    weights = dict.fromkeys(FEATURES, 0.0) | {"close_margin": 1.0, "intercept": -2.0}
    settings, encoder = Settings(), FakeEncoder(("渡口", "票价", "船工"))
    build_index(tmp_path / "pages", tmp_path / "index", settings, encoder, encoder.name)
    index = open_index(tmp_path / "index", settings, encoder.name)
    sure, unsure = (
        Assistant(index, encoder, settings, FakeReader({}, [word], strength=2, calibration=weights))
        for word in ("两元", "三元")
    )
    assert sure.ask("渡口的票价多少元?").confidence > 0.5 > unsure.ask("渡口的票价多少元?").confidence
