"""Thumbs and notes on the page: what is kept, what is shown, and what a hostile browser can do about it."""

import pytest
from test_ui_shared import ANSWER, REFUSAL, Reader

from rag.contract import answer_object
from rag.feedback import FeedbackFile
from rag.wording import say
from ui.conversations import Shelf
from ui.direct import gr
from ui.feedback import FeedbackBox
from ui.responding import Turn
from ui.thumbs import thumbs

TURNS = (Turn(ANSWER.question, "done", ANSWER.text, ANSWER), Turn(REFUSAL.question, "done", REFUSAL.text, REFUSAL),
         Turn("还在写", "writing", "街坊", ANSWER), Turn("asdf", "done", "不像一个问题。"))


@pytest.fixture
def kept(tmp_path):
    return FeedbackFile(tmp_path)


@pytest.fixture
def box(kept):
    return FeedbackBox(kept, "zh")


@pytest.fixture
def shelf():
    return Shelf().with_new().with_turns(TURNS)


def sent(**data):
    return gr.EventData(None, data)


def test_a_thumb_is_kept_with_the_answer_and_the_turns_before_it(box, kept, shelf):
    shown, judged = box.judge(shelf, {}, sent(turn=1, thumb="down"))
    [entry] = kept.read()
    assert (entry.question, entry.thumb, entry.note) == (REFUSAL.question, "down", "")
    assert entry.answer == answer_object(REFUSAL)
    assert entry.history == ((ANSWER.question, "街坊捐书八百三十六册。每周二至周日开放。"),)
    assert list(judged.values()) == [entry]
    assert say("feedback-kept", thumb=say("feedback-down")) in Reader(shown).text()


def test_a_note_and_a_change_of_mind_belong_to_the_same_entry(box, kept, shelf):
    _, judged = box.judge(shelf, {}, sent(turn=0, thumb="up"))
    shown, judged = box.annotate(shelf, judged, sent(turn=0, thumb="up", note="  说得清楚 "))
    assert Reader(shown).text() == say("feedback-note-kept")
    box.judge(shelf, judged, sent(turn=0, thumb="down"))
    [entry] = kept.read()
    assert (entry.thumb, entry.note) == ("down", "说得清楚")


def test_visitors_do_not_share_entries(box, kept, shelf):
    box.judge(shelf, {}, sent(turn=0, thumb="up"))
    box.judge(shelf, {}, sent(turn=0, thumb="down"))
    assert [entry.thumb for entry in kept.read()] == ["up", "down"]


@pytest.mark.parametrize("data", [
    {}, {"turn": 0}, {"turn": 0, "thumb": "sideways"}, {"turn": 0, "thumb": ["up"]}, {"turn": 9, "thumb": "up"},
    {"turn": -1, "thumb": "up"}, {"turn": "0", "thumb": "up"}, {"turn": True, "thumb": "up"}, {"turn": 2, "thumb": "up"},
    {"turn": 3, "thumb": "up"}])
def test_whatever_else_a_browser_sends_changes_nothing(box, kept, shelf, data):
    assert box.judge(shelf, {}, sent(**data)) == (gr.skip(), gr.skip())
    assert box.annotate(shelf, {}, sent(**data, note="x")) == (gr.skip(), gr.skip())
    assert kept.read() == []


def test_a_note_that_is_too_long_or_no_text_does_no_harm(box, kept, shelf):
    box.annotate(shelf, {}, sent(turn=0, thumb="up", note="字" * 5000))
    box.annotate(shelf, {}, sent(turn=1, thumb="up", note={"a": 1}))
    assert [entry.note for entry in kept.read()] == ["字" * 2000, ""]


def test_what_could_not_be_kept_is_told(shelf, tmp_path):
    (tmp_path / "file").write_text("", "utf-8")
    shown, judged = FeedbackBox(FeedbackFile(tmp_path / "file"), "zh").judge(shelf, {}, sent(turn=0, thumb="up"))
    assert 'role="alert"' in shown and "评价没有记下" in Reader(shown).text()
    assert judged == gr.skip()


def test_the_thumbs_are_links_that_say_what_they_mean():
    links = Reader(thumbs(3, "en"))
    assert [attributes["href"] for tag, attributes in links.tags if tag == "a"] == ["#feedback-3-up", "#feedback-3-down"]
    assert links.text("a") == say("feedback-up", "en") + say("feedback-down", "en")
