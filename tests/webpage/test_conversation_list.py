"""The list of conversations without a browser: what it tells, and what is done with its rows."""

import json

import pytest
from support.events import clicked
from support.newspaper import ANSWER, FakeNewspaper, Reader

from ui.ask.conversation_list import DELETED, UNCHANGED, ConversationList, Deletions, listed
from ui.ask.conversations import Conversation, Shelf
from ui.ask.events import Events
from ui.ask.responding import Turn
from ui.ask.restoring import restored
from ui.ask.storage import kept
from ui.ask.store import version
from ui.gradio_setup import gr
from ui.newspaper import FixedCorpus
from ui.wording import say


def asked_at(milliseconds, question=ANSWER.question):
    return Turn(question, "done", "甲", id=f"{milliseconds:013}-000000")


OLD = Conversation("0" * 12, "", (asked_at(1_700_000_000_000, "旧问?"), asked_at(1_800_000_000_000, "又问?")), 5)
NEW = Conversation("1" * 12, "<b>新</b>", (asked_at(1_790_000_000_000),), 9, 9)
SHELF = Shelf((NEW, OLD), NEW.id)
EVENTS = Events(FixedCorpus(FakeNewspaper()), "zh")


@pytest.fixture
def conversations():
    return ConversationList("zh", EVENTS.shown)


def rows(html):
    return [attributes for tag, attributes in Reader(html).tags if tag == "li"]


def told(update):
    return json.loads(update)


def test_the_list_has_what_was_asked_last_first_and_says_which_is_open():
    html = listed(SHELF, "zh")
    assert [(row["data-id"], row["data-asked"]) for row in rows(html)] == [
        (OLD.id, "1800000000000"),
        (NEW.id, "1790000000000"),
    ]
    assert [row.get("data-current") for row in rows(html)] == [None, "yes"]
    assert Reader(html).text("span", class_="title") == "旧问?<b>新</b>"


def test_a_conversation_without_times_is_as_old_as_when_it_was_begun():
    assert Conversation("2" * 12, "", (Turn("问", "done", "甲"),), 7).asked == 7


def test_another_conversation_is_opened_and_what_is_not_there_is_not(conversations):
    assert conversations.open(SHELF, clicked(id=OLD.id))[1].current == OLD.id
    for id in (None, 7, "nowhere", [OLD.id], {}):
        assert conversations.open(SHELF, clicked(id=id)) == UNCHANGED


def test_a_conversation_that_is_not_open_is_named_and_pinned_and_kept_so(conversations):
    chat, named, panel, list_, stored = conversations.rename(SHELF, clicked(id=OLD.id, name=" 别名\n"))
    assert (chat, panel) == (gr.skip(), gr.skip()) and named.current == NEW.id
    assert Reader(list_).text("span", class_="title") == "别名<b>新</b>"
    assert {each["id"]: each["name"] for each in told(stored)["conversations"]}[OLD.id] == "别名"
    pinned = conversations.pin(named, clicked(id=OLD.id, pinned=True))
    assert [row.get("data-pinned") for row in rows(pinned[3])] == ["yes", None]
    assert {each["id"]: each["pinned"] for each in told(pinned[4])["conversations"]} == {NEW.id: False, OLD.id: True}
    assert [each.pinned for each in restored(kept(pinned[1]), FakeNewspaper(), "zh").conversations] == [False, True]
    assert version(pinned[1].conversation(OLD.id)) != version(named.conversation(OLD.id))  # other tabs hear of it
    down = conversations.pin(pinned[1], clicked(id=OLD.id, pinned=False))
    assert not down[1].conversation(OLD.id).pinned
    for sent in (
        {"id": OLD.id},
        {"id": OLD.id, "name": 7, "pinned": "yes"},
        {"id": "none", "name": "x", "pinned": True},
    ):
        assert conversations.rename(SHELF, clicked(**sent)) == UNCHANGED
        assert conversations.pin(SHELF, clicked(**sent)) == UNCHANGED


def test_a_deletion_leaves_the_open_one_alone_and_is_undone_under_another_id(conversations):
    deletions = Deletions()
    chat, left, _, list_, stored = conversations.delete(SHELF, deletions, clicked(id=OLD.id))
    assert chat == gr.skip() and left.current == NEW.id
    assert list(told(stored)["deleted"]) == [OLD.id] and len(rows(list_)) == 1
    _, back, *_, stored = conversations.undo(left, deletions, clicked(id=OLD.id))
    assert [each.turns for each in back.conversations] == [NEW.turns, OLD.turns]
    assert OLD.id not in {each.id for each in back.conversations}  # whatever was deleted stays so
    assert {each["id"] for each in told(stored)["conversations"]} == {each.id for each in back.conversations}
    assert conversations.undo(back, deletions, clicked(id=OLD.id)) == UNCHANGED  # once
    assert conversations.undo(back, deletions, clicked(id=[7])) == UNCHANGED


def test_the_open_one_is_deleted_and_comes_back_open_unless_another_was_opened(conversations):
    deletions = Deletions()
    left = conversations.delete(SHELF, deletions, clicked(id=NEW.id))[1]
    assert left.open is None
    back = conversations.undo(left, deletions, clicked(id=NEW.id))[1]
    assert back.open.name == NEW.name
    gone = conversations.delete(back, deletions, clicked(id=back.current))[1]
    elsewhere = gone.with_open(OLD.id)
    assert conversations.undo(elsewhere, deletions, clicked(id=back.current))[1].current == OLD.id


def test_only_the_last_deletions_are_remembered():
    deletions = Deletions()
    for number in range(DELETED + 1):
        deletions.remember(Conversation(f"{number:012x}", "", ()), False)
    assert deletions.take(f"{0:012x}") is None
    assert deletions.take(f"{DELETED:012x}")[0].id == f"{DELETED:012x}"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_conversation_without_a_question_has_a_name_all_the_same(language):
    nameless = Shelf((Conversation("3" * 12, "", ()),))
    assert Reader(listed(nameless, language)).text("span", class_="title") == say(
        "page-untitled-conversation", language
    )
