"""The chat function: how a turn grows, what follow-ups see, and that nothing a visitor types ends in a traceback."""

import itertools
import re
import time

import pytest
from support.newspaper import ANSWER, REFUSAL, FakeNewspaper, Reader

from rag.answering.scope import Scope
from rag.records import PrintedDay
from ui.ask.rendering import replied
from ui.ask.responding import Turn, question_pairs, respond, without_blank
from ui.newspaper import Imprint
from ui.wording import say


def turns_of(message, history=(), language="zh", assistant=None):
    return list(respond(assistant or FakeNewspaper(), message, history, language, pause=0))


def test_an_answer_is_searched_written_and_done():
    turns = turns_of("图书角收到多少捐书?")
    assert [stage for stage, _ in itertools.groupby(turn.stage for turn in turns)] == ["searching", "writing", "done"]
    assert turns[0].answer is None
    assert turns[-1] == Turn(
        "图书角收到多少捐书?",
        "done",
        ANSWER.text,
        ANSWER,
        dict.fromkeys(
            (1, 2), Imprint(byline="记者 方远", printed=PrintedDay("2024-03-06", "sidecar"), event="2024-03-05")
        ),
    )


def test_the_first_question_after_a_start_says_that_it_waits_for_the_models():
    late = FakeNewspaper()
    late.is_loaded = False
    waiting, *_, done = turns_of("图书角收到多少捐书?", assistant=late)
    assert Reader(replied(waiting, 0, "en")).text() == say("page-loading", "en") and not done.loading
    assert Reader(replied(turns_of("图书角收到多少捐书?")[0], 0, "zh")).text() == say("page-searching")


def test_the_text_only_ever_grows():
    texts = [turn.text for turn in turns_of("图书角收到多少捐书?")]
    assert len(texts) > 4
    assert all(later.startswith(earlier) for earlier, later in itertools.pairwise(texts))


def test_a_marker_is_never_cut():
    for turn in turns_of("图书角收到多少捐书?"):
        rest = re.sub(r"\[\d+\]", "", turn.text)
        assert "[" not in rest and "]" not in rest


def test_follow_ups_see_earlier_questions_and_answers_without_markers():
    assistant = FakeNewspaper()
    first = turns_of("图书角收到多少捐书?", assistant=assistant)[-1]
    turns_of("什么时候开放?", [first], assistant=assistant)
    assert assistant.histories[-1] == [("图书角收到多少捐书?", "街坊捐书八百三十六册。每周二至周日开放。")]


def test_follow_ups_do_not_see_what_was_not_a_question():
    hint = turns_of("asdf")[-1]
    unfinished = Turn("图书角?", "writing", "街坊", ANSWER)
    assert question_pairs([hint, unfinished]) == []


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    ("message", "key", "values"),
    [
        ("", "question-empty", {}),
        (" \n\t ", "question-empty", {}),
        ("长" * 10_000, "question-too-long", {"length": 10_000, "limit": 300}),
        ("asdf", "question-nonsense", {}),
    ],
)
def test_what_is_not_a_question_gets_a_sentence(message, key, values, language):
    last = turns_of(message, language=language)[-1]
    assert last.stage == "done"
    assert last.answer is None
    assert last.text == say(key, language, **values)


def test_a_mistake_of_ours_is_logged_and_told_in_a_sentence(caplog):
    last = turns_of("boom")[-1]
    assert last.text == say("page-failed")
    assert "RuntimeError: a mistake" in caplog.text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_refusal_speaks_the_readers_language(language):
    last = turns_of("地铁几点停运?", language=language)[-1]
    assert last.answer is REFUSAL
    assert last.text == say("refusal-no-number", language)


def test_hints_for_empty_messages_go_when_something_is_asked():
    hint, answered = turns_of("")[-1], turns_of("图书角收到多少捐书?")[-1]
    assert without_blank([answered, hint]) == (answered,)


def test_the_scope_that_was_asked_stays_with_the_turn():
    asked = list(respond(FakeNewspaper(), ANSWER.question, (), pause=0, scope=Scope(numbers=(3,))))
    assert {turn.scope for turn in asked} == {Scope(numbers=(3,))}
    assert turns_of(ANSWER.question)[-1].scope == Scope()


def test_the_first_words_come_as_soon_as_they_are_found(monkeypatch):
    pauses: list[float] = []
    monkeypatch.setattr(time, "sleep", pauses.append)
    turns = respond(FakeNewspaper(), ANSWER.question, ())
    first = next(turn for turn in turns if turn.stage == "writing")
    assert pauses == []
    assert ANSWER.text.startswith(first.text) and first.text
    list(turns)
    assert 0 < sum(pauses) < 1  # all of it, too
