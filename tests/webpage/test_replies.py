"""What is done with replies that are there, once the corpus is another one."""

import dataclasses

import pytest
from support.newspaper import ANSWER, LIBRARY, PAGE, REFUSAL, FakeNewspaper, Paper, Reader

from ui.ask.conversations import Shelf
from ui.ask.replies import ReplyEvents
from ui.ask.responding import Turn
from ui.gradio_setup import gr
from ui.newspaper import FixedCorpus, imprints_of
from ui.wording import say

PAPER = FakeNewspaper()
GONE = ReplyEvents(FixedCorpus(Paper((), ())), "zh")


def turn(answer, stage="done"):
    return Turn(answer.question, stage, answer.text, answer, imprints_of(PAPER, answer))


def shelf_of(*turns):
    return Shelf().with_new().with_turns(turns)


@pytest.mark.parametrize(("answer", "note"), [(ANSWER, "page-gone-note"), (REFUSAL, "page-near-gone")])
def test_sources_whose_page_is_removed_say_so_at_once_and_stay_what_they_were(answer, note):
    before = shelf_of(turn(answer), turn(ANSWER))
    chat, shelf, panel = GONE.follow_corpus(before, "0")
    read = Reader(panel)
    assert say(note) in read.text("p", class_="gone") and not [
        given for _, given in read.tags if given.get("class") == "whole"
    ]
    assert "2024年3月6日" in read.text("div", class_="meta") and 'data-turn="0"' in panel
    assert len(chat) == 4 and not any(each.kept for turn in shelf.turns for each in turn.imprints.values())
    back = ReplyEvents(FixedCorpus(PAPER), "zh").follow_corpus(shelf, "0")  # the removal is undone
    assert back[1].turns == before.turns and say(note) not in back[2]


def test_a_conversation_that_the_change_does_not_concern_is_not_drawn_anew():
    events = ReplyEvents(FixedCorpus(Paper((PAGE,), (LIBRARY,))), "zh")
    nothing = (gr.skip(),) * 3
    assert events.follow_corpus(shelf_of(turn(ANSWER)), "0") == nothing
    assert GONE.follow_corpus(Shelf(), "0") == nothing
    assert GONE.follow_corpus(shelf_of(Turn("asdf", "done", "", None)), "") == nothing
    asked = dataclasses.replace(turn(ANSWER), stage="left")
    assert GONE.follow_corpus(shelf_of(turn(ANSWER), asked), "0") == nothing


@pytest.mark.parametrize("number", ["", None, 7, "9", "x", ["0"]])
def test_whatever_a_browser_sends_for_the_turn_that_is_shown_draws_no_other_sources(number):
    chat, _, panel = GONE.follow_corpus(shelf_of(turn(ANSWER)), number)
    assert panel == gr.skip() and chat != gr.skip()
