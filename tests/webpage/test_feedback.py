"""Thumbs and notes on the page: what is kept, listed and made a question, and what a hostile browser can do about it."""

import base64
import json

import pytest
from support.events import clicked
from support.newspaper import ANSWER, REFUSAL, Reader

from rag.corpus.feedback import FeedbackFile, draft_object
from rag.evaluation.session import EvaluationSession
from rag.json_form import answer_object
from ui.ask.conversations import Shelf
from ui.ask.feedback import FeedbackBox
from ui.ask.rendering import replied
from ui.ask.responding import Turn
from ui.evaluation.feedback_list import ANSWER_CHARACTERS, LISTED, FeedbackList
from ui.evaluation.form import QuestionForm
from ui.evaluation.tab import EvaluationTab
from ui.gradio_setup import gr
from ui.wording import say

TURNS = (
    Turn(ANSWER.question, "done", ANSWER.text, ANSWER),
    Turn(REFUSAL.question, "done", REFUSAL.text, REFUSAL),
    Turn("还在写", "writing", "街坊", ANSWER),
    Turn("asdf", "done", "不像一个问题。"),
)


@pytest.fixture
def kept(tmp_path):
    return FeedbackFile(tmp_path)


@pytest.fixture
def box(kept):
    return FeedbackBox(kept, "zh")


@pytest.fixture
def shelf():
    return Shelf().with_new().with_turns(TURNS)


@pytest.fixture
def form(place):
    return built(QuestionForm(EvaluationSession(place.library()), "zh"))


@pytest.fixture
def listing(kept, form):
    return FeedbackList(kept, form, "zh")


def built(part):
    with gr.Blocks():
        part.build()
    return part


def leading(box, form):
    """The box on a page where `form` is in a tab of its own."""
    with gr.Blocks():
        box.build(gr.State(Shelf()))
        with gr.Tabs() as tabs, gr.Tab(id="evaluation") as tab:
            pass
        box.lead_to(form, tabs, tab)
    return box


def test_a_thumb_is_kept_with_the_answer_and_the_turns_before_it(box, kept, shelf):
    shown, judged = box.judge(shelf, {}, clicked(turn=1, thumb="down"))
    [entry] = kept.read()
    assert (entry.question, entry.thumb, entry.note) == (REFUSAL.question, "down", "")
    assert entry.answer == answer_object(REFUSAL)
    assert entry.history == ((ANSWER.question, "街坊捐书八百三十六册。每周二至周日开放。"),)
    assert list(judged.values()) == [entry]
    assert say("feedback-kept", thumb=say("feedback-down")) in Reader(shown).text()


def test_a_note_and_a_change_of_mind_belong_to_the_same_entry(box, kept, shelf):
    _, judged = box.judge(shelf, {}, clicked(turn=0, thumb="up"))
    shown, judged = box.annotate(shelf, judged, clicked(turn=0, thumb="up", note="  说得清楚 "))
    assert Reader(shown).text() == say("feedback-note-kept")
    box.judge(shelf, judged, clicked(turn=0, thumb="down"))
    [entry] = kept.read()
    assert (entry.thumb, entry.note) == ("down", "说得清楚")


def test_visitors_do_not_share_entries(box, kept, shelf):
    box.judge(shelf, {}, clicked(turn=0, thumb="up"))
    box.judge(shelf, {}, clicked(turn=0, thumb="down"))
    assert [entry.thumb for entry in kept.read()] == ["up", "down"]


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"turn": 0},
        {"turn": 0, "thumb": "sideways"},
        {"turn": 0, "thumb": ["up"]},
        {"turn": 9, "thumb": "up"},
        {"turn": -1, "thumb": "up"},
        {"turn": "0", "thumb": "up"},
        {"turn": True, "thumb": "up"},
        {"turn": 2, "thumb": "up"},
        {"turn": 3, "thumb": "up"},
    ],
)
def test_whatever_else_a_browser_sends_changes_nothing(box, kept, shelf, data):
    assert box.judge(shelf, {}, clicked(**data)) == (gr.skip(), gr.skip())
    assert box.annotate(shelf, {}, clicked(**data, note="x")) == (gr.skip(), gr.skip())
    assert kept.read() == []


def test_a_note_that_is_too_long_or_no_text_does_no_harm(box, kept, shelf):
    box.annotate(shelf, {}, clicked(turn=0, thumb="up", note="字" * 5000))
    box.annotate(shelf, {}, clicked(turn=1, thumb="up", note={"a": 1}))
    assert [entry.note for entry in kept.read()] == ["字" * 2000, ""]


def test_what_could_not_be_kept_is_told(shelf, tmp_path):
    (tmp_path / "file").write_text("", "utf-8")
    shown, judged = FeedbackBox(FeedbackFile(tmp_path / "file"), "zh").judge(shelf, {}, clicked(turn=0, thumb="up"))
    assert 'role="alert"' in shown and "评价没有记下" in Reader(shown).text()
    assert judged == gr.skip()


def test_the_thumbs_are_links_that_say_what_they_mean():
    links = Reader(replied(TURNS[0], 3, "en"))
    assert [attributes["href"] for tag, attributes in links.tags if attributes.get("class") == "thumb"] == [
        "#feedback-3-up",
        "#feedback-3-down",
    ]
    assert links.text("a", class_="thumb") == say("feedback-up", "en") + say("feedback-down", "en")


def test_a_note_belongs_to_its_own_conversation_though_another_is_open(box, kept, shelf):
    _, judged = box.judge(shelf, {}, clicked(turn=1, thumb="down"))
    other = shelf.with_new().with_turns((TURNS[0], TURNS[0]))
    box.annotate(other, judged, clicked(conversation=shelf.current, turn=1, thumb="down", note="答非所问"))
    [entry] = kept.read()
    assert (entry.question, entry.note) == (REFUSAL.question, "答非所问")
    assert (
        box.annotate(
            other.without_one(other.current), judged, clicked(conversation="none", turn=0, thumb="up", note="x")
        )[1]
        == gr.skip()
    )


# ---- from an answer to a question


@pytest.mark.slow
def test_an_answer_of_no_use_leads_to_the_form_for_questions(box, form, shelf):
    leading(box, form)
    shown, _ = box.judge(shelf, {}, clicked(turn=1, thumb="down"))
    assert say("page-feedback-question") in Reader(shown).text("button")
    question, told, *typed, folded, tabs = box.make_question(shelf, clicked(conversation=shelf.current, turn=1))
    assert question == REFUSAL.question and typed == [""] * 4 and folded["open"]
    assert say("page-eval-before", answer=REFUSAL.text) in Reader(told).text("p")
    assert say("page-eval-earlier", questions=ANSWER.question) in Reader(told).text("p")
    assert tabs.selected == "evaluation"
    assert say("page-eval-earlier", questions="") not in Reader(box.make_question(shelf, clicked(turn=0))[1]).text("p")


@pytest.mark.slow
def test_a_useful_answer_leads_nowhere_and_neither_does_a_page_without_the_form(box, form, shelf):
    assert "lead" not in box.judge(shelf, {}, clicked(turn=1, thumb="down"))[0]
    assert box.make_question(shelf, clicked(turn=1)) == ()
    assert "lead" not in leading(box, form).judge(shelf, {}, clicked(turn=0, thumb="up"))[0]


def test_where_nothing_may_be_added_no_answer_leads_to_a_question(box, kept, shelf, place):
    session = EvaluationSession(place.library(read_only=True))
    leading(box, QuestionForm(session, "zh"))
    assert "lead" not in box.judge(shelf, {}, clicked(turn=1, thumb="down"))[0]
    assert EvaluationTab(session, "zh", kept).feedback is None  # nor is shown what strangers asked


@pytest.mark.slow
@pytest.mark.parametrize(
    "data",
    [
        {},
        {"turn": 9},
        {"turn": "1"},
        {"turn": 2},
        {"turn": 3},
        {"turn": 1, "conversation": []},
        {"turn": 1, "conversation": "none"},
    ],
)
def test_whatever_else_a_browser_sends_fills_no_form(box, form, shelf, data):
    assert leading(box, form).make_question(shelf, clicked(**data)) == (gr.skip(),) * (len(form.prefilled) + 1)


# ---- the list


def keep(kept, *questions, thumb="down", note=""):
    return [kept.add(question, (), answer_object(ANSWER), thumb, note) for question in questions]


def asked(shown):
    read = Reader(shown)
    return read.text("p", class_="asked")


@pytest.mark.slow
def test_the_newest_entry_is_listed_first_and_a_change_makes_it_new(kept, listing, monkeypatch):
    clock = iter(range(10, 20))
    monkeypatch.setattr("rag.corpus.feedback._now", lambda: f"2030-06-18T08:{next(clock)}:00+08:00")
    first, _ = keep(kept, "甲?", "乙?")
    assert asked(listing.listed("")) == "乙?甲?"
    kept.change(first, "up", "又想了想")
    shown = listing.listed("")
    assert asked(shown) == "甲?乙?"
    read = Reader(shown)
    assert read.text("time") == "2030-06-18 08:122030-06-18 08:11"
    assert read.text("p", class_="said") == "又想了想"
    assert say("page-feedback-count", count=2, useful=1, useless=1) in read.text("p")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("thumb", "questions"),
    [("up", "甲?"), ("down", "丙?乙?"), ("", "丙?乙?甲?"), (None, "丙?乙?甲?"), (["up"], "丙?乙?甲?")],
)
def test_entries_are_narrowed_by_their_thumb(kept, listing, thumb, questions):
    keep(kept, "甲?", thumb="up")
    keep(kept, "乙?", "丙?")
    assert asked(listing.listed(thumb)) == questions


@pytest.mark.slow
def test_no_more_are_listed_than_can_be_read(kept, listing):
    keep(kept, *(f"第{number}个?" for number in range(LISTED + 3)))
    shown = Reader(listing.listed(""))
    assert len([tag for tag, _ in shown.tags if tag == "li"]) == LISTED
    assert say("page-feedback-newest", limit=LISTED) in shown.text("p", class_="eval-note")
    assert say("page-feedback-no-match") in listing.listed("up")


def test_nothing_that_a_stranger_wrote_is_markup(kept, listing):
    hostile = '<script>window.hacked=1</script><img src=x onerror="window.hacked=1">${window.hacked=1}'
    answer = {**answer_object(ANSWER), "answer": hostile * ANSWER_CHARACTERS}
    kept.add(hostile, ((hostile, hostile),), answer, "down", hostile)
    shown = listing.listed("")
    read = Reader(shown)
    assert (
        read.text("p", class_="asked") == read.text("p", class_="said") == read.text("p", class_="earlier") == hostile
    )
    assert not {"script", "img"} & {tag for tag, _ in read.tags} and "${" not in shown
    assert read.text("p", class_="answered").endswith("…")


def test_an_entry_becomes_a_question(kept, listing, form):
    [entry] = keep(kept, "图书角在哪?")
    question, told, *_, folded = listing.make_question(clicked(entry=entry.id))
    assert question == "图书角在哪?" and folded["open"] and ANSWER.text in Reader(told).text("p")
    for data in ({}, {"entry": "none"}, {"entry": [entry.id]}, {"entry": None}):
        assert listing.make_question(clicked(**data)) == (gr.skip(),) * len(form.prefilled)


def test_all_of_it_is_taken_along_as_the_command_gives_it(kept, listing):
    keep(kept, "甲?", "乙?", note="不对")
    [content] = [attributes["data-content"] for tag, attributes in Reader(listing.taken()).tags if tag == "p"]
    lines = base64.b64decode(content).decode("utf-8").splitlines()
    assert [json.loads(line) for line in lines] == [draft_object(entry) for entry in kept.read()]


def test_no_feedback_and_a_file_that_cannot_be_read_are_told(listing, form, tmp_path):
    assert say("page-feedback-none") in listing.listed("") and listing.taken() == ""
    (tmp_path / "feedback.jsonl").mkdir()
    assert 'role="alert"' in listing.listed("") and 'role="alert"' in listing.taken()
    assert listing.make_question(clicked(entry="x")) == (gr.skip(),) * len(form.prefilled)
