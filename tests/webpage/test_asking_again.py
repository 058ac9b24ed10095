"""Answers that are stopped, questions that are edited, and ways to ask again, as the page's handlers have them."""

import dataclasses
import threading

import pytest
from support.events import clicked
from support.newspaper import ANSWER, FakeNewspaper

from rag import Scope
from rag.settings import Settings
from ui.ask import responding
from ui.ask.conversations import Conversation, Shelf
from ui.ask.desk import Desk
from ui.ask.events import Events
from ui.ask.rendering import conversation
from ui.ask.responding import Turn
from ui.ask.restoring import restored
from ui.ask.storage import kept
from ui.gradio_setup import gr
from ui.newspaper import FixedCorpus
from ui.server.fair_turns import Turns, Visitor
from ui.wording import say


class Waiting(FakeNewspaper):
    """Answers when it is told to, and remembers what it was asked and how."""

    def __init__(self):
        super().__init__()
        self.asked, self.begun, self.ready = [], threading.Event(), threading.Event()
        self.ready.set()

    def ask(self, question, history=(), scope=None, plan=None):
        self.begun.set()
        assert self.ready.wait(60)
        self.asked.append((question, scope))
        return super().ask(question, history)

    def thorough(self):
        self.asked.append("thorough")
        return self


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch):
    monkeypatch.setattr(responding.time, "sleep", lambda seconds: None)


def events_of(assistant, turns=None):
    return Events(FixedCorpus(assistant), "zh", (), turns)


def last(updates):
    return list(updates)[-1]


def asked(events, *questions):
    shelf = Shelf()
    for question in questions:
        shelf = last(events.ask_typed(question, shelf, Scope(), Desk()))[2]
    return shelf


def test_an_answer_that_is_being_found_is_stopped_and_its_question_kept():
    assistant, desk = Waiting(), Desk()
    assistant.ready.clear()
    updates = events_of(assistant).ask_typed("图书角收到多少捐书?", Shelf(), Scope(), desk)
    next(updates)
    threading.Thread(target=lambda: (assistant.begun.wait(60), desk.stop())).start()
    shelf = last(updates)[2]
    (turn,) = shelf.turns
    assistant.ready.set()
    assert (turn.question, turn.stage, turn.stopped, turn.answer) == ("图书角收到多少捐书?", "done", True, None)
    assert turn.text == say("page-stopped-early")


def test_the_server_does_not_look_for_an_answer_that_was_stopped_before_its_turn():
    assistant, desk, turns, busy = Waiting(), Desk(), Turns(at_once=1), threading.Event()
    turns.take(Visitor("another"), busy.wait)
    updates = events_of(assistant, turns).ask_typed("图书角收到多少捐书?", Shelf(), Scope(), desk)
    next(updates)
    stopper = threading.Timer(0.1, desk.stop)
    stopper.start()
    assert last(updates)[2].turns[0].stopped
    assert turns.waiting == 0
    busy.set()
    turns.take(Visitor("another"), lambda: None).result()
    assert assistant.asked == []


def test_what_was_written_stays_with_the_sources_of_what_it_says():
    desk, shelf = Desk(), Shelf()
    for update in events_of(FakeNewspaper()).ask_typed(ANSWER.question, shelf, Scope(), desk):
        if "八百三十六册" in update[1][-1]["content"]:
            desk.stop()
        shelf = update[2] if isinstance(update[2], Shelf) else shelf
    turn = shelf.turns[0]
    assert turn.stopped and ANSWER.text.startswith(turn.text) and 0 < len(turn.text) < len(ANSWER.text)
    assert len(turn.answer.citations) < len(ANSWER.citations)
    assert say("page-stopped") in conversation([turn], "zh")[-1]["content"]


def test_what_was_stopped_is_kept_as_stopped():
    desk, shelf = Desk(), Shelf()
    for update in events_of(FakeNewspaper()).ask_typed(ANSWER.question, shelf, Scope(), desk):
        desk.stop()
        shelf = update[2] if isinstance(update[2], Shelf) else shelf
    again = restored(kept(shelf), FakeNewspaper(), "zh")
    assert [(turn.stopped, turn.text) for turn in again.turns] == [(turn.stopped, turn.text) for turn in shelf.turns]
    assert again.turns[0].stopped


def test_a_question_that_was_edited_takes_the_place_of_the_last():
    assistant, desk = Waiting(), Desk()
    events = events_of(assistant)
    shelf = asked(events, "图书角收到多少捐书?", "几点开门?")
    line = events.edit(shelf, desk, clicked(turn=1))
    assert "data-question" in line
    edited = last(events.ask_typed("几点关门?", shelf, Scope(), desk))[2]
    assert [turn.question for turn in edited.turns] == ["图书角收到多少捐书?", "几点关门?"]
    assert edited.turns[1].id == shelf.turns[1].id
    assert assistant.histories[-1] == assistant.histories[-2]  # it is asked after what the former one was asked after
    further = last(events.ask_typed("周几开门?", edited, Scope(), desk))[2]
    assert len(further.turns) == 3


def test_an_edit_that_was_left_or_is_of_another_turn_replaces_nothing():
    events, desk = events_of(FakeNewspaper()), Desk()
    shelf = asked(events, "图书角收到多少捐书?", "几点开门?")
    assert events.edit(shelf, desk, clicked(turn=0)) == gr.skip()
    events.edit(shelf, desk, clicked(turn=1))
    assert events.leave_edit(desk) == ""
    assert len(last(events.ask_typed("几点关门?", shelf, Scope(), desk))[2].turns) == 3
    events.edit(shelf, desk, clicked(turn=1))
    assert len(last(events.ask_typed("几点关门?", shelf.with_new(), Scope(), desk))[2].turns) == 1


def test_two_tabs_agree_on_the_question_that_was_edited_last():
    former = Turn("旧", "done", "旧", id="0000000000001-00000a")
    newer = dataclasses.replace(former, question="新", revised=5)
    unanswered = dataclasses.replace(newer, question="最新", stage="left", revised=9)
    for one, other in ((former, newer), (newer, former)):
        joined = Conversation("a", "", (one,)).joined(Conversation("a", "", (other,)))
        assert [turn.question for turn in joined.turns] == ["新"]
    for one, other in ((newer, unanswered), (unanswered, newer)):
        joined = Conversation("a", "", (one,)).joined(Conversation("a", "", (other,)))
        assert [turn.question for turn in joined.turns] == ["最新"]


def test_a_question_is_asked_again_reading_more_and_without_its_scope():
    assistant = Waiting()
    events, scope = events_of(assistant), Scope(numbers=(3,))
    shelf = last(events.ask_typed(ANSWER.question, Shelf(), scope, Desk()))[2]
    shelf = last(events.ask_again(shelf, clicked(turn=0, part="more")))[2]
    assert assistant.asked[-2:] == ["thorough", (ANSWER.question, scope)]
    shelf = last(events.ask_again(shelf, clicked(turn=1, part="whole")))[2]
    assert assistant.asked[-2:] == ["thorough", (ANSWER.question, Scope())]
    assert [turn.thorough for turn in shelf.turns] == [False, True, True]


@pytest.mark.parametrize("data", [{}, {"turn": 0, "part": "all"}, {"turn": 5, "part": "more"}, {"turn": "0"}])
def test_whatever_else_a_browser_sends_asks_nothing_again(data):
    events = events_of(FakeNewspaper())
    shelf = asked(events, ANSWER.question)
    assert list(events.ask_again(shelf, clicked(**data))) == [(gr.skip(),) * 6]
    assert events.edit(shelf, Desk(), clicked(**{"turn": 7} | data | {"turn": data.get("turn") or 7})) == gr.skip()


def test_a_question_that_could_not_be_asked_goes_back_into_the_box_and_looks_like_an_error():
    *_, update = events_of(FakeNewspaper()).ask_typed("问" * 301, Shelf(), Scope(), Desk())
    assert '"back": "' in update[5] and '"back": ""' not in update[5]
    assert 'class="reply notice error"' in update[1][-1]["content"]
    *_, update = events_of(FakeNewspaper()).ask_typed(ANSWER.question, Shelf(), Scope(), Desk())
    assert '"back": ""' in update[5]


def test_only_below_the_last_reply_stands_how_it_is_asked_again():
    events = events_of(FakeNewspaper())
    shelf = asked(events, "图书角收到多少捐书?", "几点开门?")
    first, second = (message["content"] for message in conversation(shelf.turns, "zh")[1::2])
    assert "#edit-" not in first and "#again-" not in first
    assert (
        'href="#edit-1"' in second and 'href="#again-1-more"' in second and "whole" not in second.split("again-1-")[1]
    )


def test_thorough_settings_read_twice_as_many_passages():
    thorough = Settings().thorough()
    assert thorough.reader_passages == 2 * Settings().reader_passages
    assert thorough.reader_milliseconds == 2 * Settings().reader_milliseconds
    assert Settings(reader_passages=0).thorough().reader_passages == 0
