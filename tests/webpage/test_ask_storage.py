"""Conversations: begun, named, left and deleted; kept in the browser and read again, whatever the browser gives back."""

import copy
import dataclasses
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.newspaper import ANSWER, HITS, REFUSAL, FakeNewspaper, Reader

from rag.records import PrintedDay
from ui.ask import restoring, store
from ui.ask import storage as keeping
from ui.ask.conversations import TITLE_CHARACTERS, Conversation, Shelf
from ui.ask.rendering import replied, sources_panel
from ui.ask.responding import Turn, left
from ui.ask.restoring import deletions, restored
from ui.ask.storage import kept
from ui.newspaper import Imprint, imprints_of
from ui.wording import say

NEWSPAPER = FakeNewspaper()
ANSWERED = Turn(ANSWER.question, "done", ANSWER.text, ANSWER, imprints_of(NEWSPAPER, ANSWER))
REFUSED = Turn(REFUSAL.question, "done", say("refusal-no-number"), REFUSAL, imprints_of(NEWSPAPER, REFUSAL))
HINT = Turn("asdf", "done", say("question-nonsense"))
SHELF = Shelf((Conversation("0123456789ab", "", (ANSWERED, REFUSED, HINT)),), "0123456789ab")
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=8,
)


def plainly(*questions):
    return [(question, None) for question in questions]


class Emptied(FakeNewspaper):
    """The newspaper after all its pages were taken away."""

    articles = ()
    pages = ()
    passages = ()


def brought_back(shelf, assistant=NEWSPAPER, language="zh"):
    return restored(json.loads(json.dumps(kept(shelf))), assistant, language)


def shown(shelf, language="zh"):
    return [
        html
        for number, turn in enumerate(shelf.turns)
        for html in (replied(turn, number, language), sources_panel(turn, number, language))
    ]


# ---- the shelf


def test_a_conversation_begins_with_its_first_turn_and_goes_on():
    first = Shelf().with_turns([ANSWERED])
    assert [each.title for each in first.conversations] == [ANSWER.question]
    gone_on = first.with_turns([ANSWERED, REFUSED])
    assert (len(gone_on.conversations), gone_on.current) == (1, first.current)
    begun = gone_on.with_new().with_turns([HINT])
    assert [each.title for each in begun.conversations] == ["asdf", ANSWER.question]
    assert begun.with_open(first.current).turns == (ANSWERED, REFUSED)
    assert begun.without_one(begun.current).conversations == gone_on.conversations


def test_a_conversation_is_called_as_the_visitor_says():
    id = SHELF.current
    assert SHELF.with_name(id, "  图书\n角 ").open.title == "图书 角"
    assert SHELF.with_name(id, "长" * 500).open.title == "长" * TITLE_CHARACTERS
    assert SHELF.with_name(id, " ").open.title == ANSWER.question
    assert SHELF.with_name("nowhere", "名") == SHELF


@pytest.mark.parametrize("id", [None, 7, "nowhere", ["0123456789ab"]])
def test_a_conversation_that_is_not_there_is_a_new_one(id):
    assert SHELF.with_open(id).open is None


def test_a_thread_that_was_asked_before_is_found():
    assert SHELF.asking(plainly(ANSWER.question, REFUSAL.question, "asdf")) == "0123456789ab"
    assert SHELF.asking(plainly(ANSWER.question)) == ""


# ---- kept and read again


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_was_kept_is_shown_as_before(language):
    speaking = dataclasses.replace(REFUSED, text=say("refusal-no-number", language))
    before = SHELF.with_turns([ANSWERED, speaking, HINT])
    assert shown(brought_back(before, language=language), language) == shown(before, language)


def test_a_refusal_speaks_the_language_of_the_page_it_is_read_on():
    assert brought_back(SHELF, language="en").turns[1].text == say("refusal-no-number", "en")


def refused_for(reason, **values):
    answer = dataclasses.replace(REFUSAL, reason=reason, reason_values=values)
    return Shelf().with_turns([dataclasses.replace(REFUSED, text="?", answer=answer)])


def test_a_refusal_keeps_what_the_pages_say_instead():
    (again,) = brought_back(
        refused_for("refusal-other-value", stated="2018年", printed="<2021年>"), language="en"
    ).turns
    assert again.text == say("refusal-other-value", "en", stated="2018年", printed="<2021年>")
    assert "<2021" not in replied(again, 0, "en")


@pytest.mark.parametrize("values", [{}, {"stated": "2018年"}, {"stated": "1", "printed": "2", "more": "3"}])
def test_a_refusal_without_the_values_of_its_sentence_is_shown_as_it_was_kept(values):
    (again,) = brought_back(refused_for("refusal-other-value", **values)).turns
    assert (again.text, again.answer.reason) == ("?", "")


def test_words_that_left_the_corpus_are_shown_as_they_were_kept_and_said_to_be_gone():
    answered, refused, _ = brought_back(SHELF, Emptied()).turns
    panel = Reader(sources_panel(answered, 0, "zh"))
    assert panel.text("mark") == "".join(citation.quote for citation in ANSWER.citations)
    assert panel.text("p", class_="gone") == 2 * say("page-gone-note")
    # the words can be clipped, and there is no way to the whole piece
    assert panel.text("button") == say("page-back-to-answer") + 2 * say("page-clip")
    near = Reader(sources_panel(refused, 1, "zh"))
    assert near.text("h3") == "".join(hit.passage.title for hit in HITS)
    assert near.text("p", class_="gone") == 2 * say("page-near-gone")


@pytest.mark.parametrize("day", [PrintedDay("2024-03-07", "masthead"), PrintedDay("2024-03-07", "text"), PrintedDay()])
def test_the_day_of_an_issue_that_left_the_corpus_is_kept(day):
    answered = dataclasses.replace(ANSWERED, imprints={1: Imprint("河岸报", 2, printed=day, event="2024-03-05")})
    (again,) = brought_back(Shelf().with_turns([answered]), Emptied()).turns
    assert again.imprints[1] == Imprint("河岸报", 2, kept=False, printed=day, event="2024-03-05")


@pytest.mark.parametrize("told", [None, 7, "", "somebody", ["masthead"], "x" * 9999])
def test_a_day_of_which_it_was_not_kept_who_told_it_is_shown_as_inferred(told):
    value = kept(SHELF)
    citation = value["conversations"][0]["turns"][0]["answer"]["citations"][0]
    if told is None:
        del citation["told"]
    elif told:
        citation["told"] = told
    imprint = restored(value, Emptied(), "zh").turns[0].imprints[1]
    assert imprint.printed == PrintedDay("2024-03-06", "text" if told != "" else "sidecar")


def test_words_that_the_page_no_longer_prints_are_said_to_be_gone():
    value = kept(SHELF)
    value["conversations"][0]["turns"][0]["answer"]["citations"][0]["fragments"][0][3] = "别的话"
    imprints = restored(value, NEWSPAPER, "zh").turns[0].imprints
    assert [imprints[marker].kept for marker in (1, 2)] == [False, True]


def test_the_oldest_conversations_go_when_there_are_too_many(monkeypatch):
    shelf = SHELF.with_new().with_turns([HINT])
    monkeypatch.setattr(keeping, "KEPT_BYTES", 300)
    assert [each["id"] for each in kept(shelf)["conversations"]] == [shelf.current]


def test_what_is_still_being_written_is_not_kept():
    writing = dataclasses.replace(ANSWERED, stage="writing")
    assert kept(SHELF.with_turns([writing]))["conversations"][0]["turns"] == []


@pytest.mark.parametrize(
    "value",
    [
        None,
        7,
        "x",
        [],
        {},
        {"format": 2},
        {"format": 1, "conversations": "x"},
        {"format": 1, "conversations": [None, {}, {"id": "0123456789ab", "turns": 9}]},
    ],
)
def test_what_was_never_kept_is_an_empty_shelf(value):
    assert restored(value, NEWSPAPER, "zh") == Shelf()


def places(value, path=()):
    """Every place within JSON values."""
    yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in inner:
        yield from places(each, (*path, key))


PLACES = [path for path in places(kept(SHELF)) if path]


@pytest.mark.slow
@given(st.sampled_from(PLACES), JSON)
def test_nothing_that_a_browser_gives_back_breaks_the_page(path, other):
    value = copy.deepcopy(kept(SHELF))
    within = value
    for key in path[:-1]:
        within = within[key]
    within[path[-1]] = other
    for html in shown(restored(value, NEWSPAPER, "zh")):
        assert not {tag for tag, _ in Reader(html).tags} & {"script", "img", "style", "iframe"}


def with_field(other, *path):
    """What is kept of SHELF, with another value at one place of its first conversation."""
    value = copy.deepcopy(kept(SHELF))
    within = value["conversations"][0]
    for key in path[:-1]:
        within = within[key]
    within[path[-1]] = other
    return value


NUMBERS = [
    ("turns", 0, "answer", "citations", 0, "place"),
    ("turns", 0, "answer", "citations", 0, "lines", 0),
    ("turns", 0, "answer", "citations", 0, "fragments", 0, 1),
    ("turns", 1, "answer", "near", 0, "place"),
]
TEXTS = [
    ("turns", 2, "question"),
    ("turns", 2, "text"),
    ("turns", 0, "answer", "citations", 0, "title"),
    ("turns", 0, "answer", "citations", 0, "fragments", 0, 3),
    ("turns", 1, "answer", "near", 0, "passage"),
]


@pytest.mark.parametrize(
    "path, other",
    [
        *((path, other) for path in NUMBERS for other in ("1", True, 1.0, 0, None, 10**9, [1])),
        *((path, other) for path in TEXTS for other in (7, None, ["x"], "x" * (restoring.REPLY_CHARACTERS + 1))),
    ],
)
def test_a_turn_with_a_value_of_another_form_is_left_out_and_the_others_stay(path, other):
    (conversation,) = restored(with_field(other, *path), NEWSPAPER, "zh").conversations
    whole = [turn.question for turn in SHELF.turns]
    assert [turn.question for turn in conversation.turns] == whole[: path[1]] + whole[path[1] + 1 :]


def test_half_a_character_is_a_question_mark():
    assert (
        restored(with_field("半\ud800", "turns", 2, "question"), NEWSPAPER, "zh").conversations[0].turns[2].question
        == "半?"
    )


# ---- tabs of one browser


def turn(number, stage="done"):
    return dataclasses.replace(HINT, id=f"{number:013}-00000a", question=f"{number}?", stage=stage)


TURNS = st.lists(
    st.builds(turn, st.integers(1, 9), st.sampled_from(["done", "left"])),
    min_size=1,
    max_size=5,
    unique_by=lambda each: each.id,
).map(lambda turns: tuple(sorted(turns, key=lambda each: each.id)))
CONVERSATIONS = st.builds(
    Conversation,
    st.just("0123456789ab"),
    st.text(max_size=3),
    TURNS,
    st.integers(1, 9),
    st.integers(0, 9),
    st.booleans(),
    st.integers(0, 9),
)


@pytest.mark.slow
@given(CONVERSATIONS, CONVERSATIONS)
def test_two_tabs_lose_no_turn_whoever_comes_first(one, two):
    both = one.joined(two)
    wanted = {each.id for each in (*one.turns, *two.turns)}
    assert [each.id for each in both.turns] == sorted(wanted)
    answered = {each.id for each in (*one.turns, *two.turns) if each.stage == "done"}
    assert {each.id for each in both.turns if each.stage == "done"} == answered
    assert (both.named, both.name) == max((one.named, one.name), (two.named, two.name))
    assert (both.pinned_at, both.pinned) == max((one.pinned_at, one.pinned), (two.pinned_at, two.pinned))
    assert both.joined(two) == both.joined(one) == both
    again = two.joined(one)
    assert (again.name, again.begun, again.pinned, [each.id for each in again.turns]) == (
        both.name,
        both.begun,
        both.pinned,
        [each.id for each in both.turns],
    )


def test_what_was_deleted_does_not_come_back():
    shelf = SHELF.without_one(SHELF.current)
    assert shelf.open is None and list(shelf.deleted) == ["0123456789ab"]
    assert shelf.joined(SHELF.conversations).conversations == ()
    assert brought_back(shelf).deleted == shelf.deleted


def test_what_is_asked_after_a_deletion_goes_on_as_a_conversation_of_its_own():
    shelf = Shelf((Conversation("0123456789ab", "名", (turn(3), turn(8))),), "0123456789ab")
    (left_over,) = shelf.without({"0123456789ab": 5}).conversations
    assert left_over.id != "0123456789ab" and left_over.turns == (turn(8),)
    assert shelf.without({"0123456789ab": 9}).conversations == ()
    assert shelf.without({"0123456789ac": 9}) == dataclasses.replace(shelf, deleted={"0123456789ac": 9})


def test_deletions_that_are_remembered_are_bounded():
    shelf = SHELF.without({f"{number:012x}": number for number in range(1, 500)})
    assert len(shelf.deleted) == 200 and max(shelf.deleted.values()) == 499


@pytest.mark.parametrize(
    "value",
    [
        None,
        7,
        [],
        {"x": 1},
        {"0123456789ab": -1},
        {"0123456789ab": "x"},
        {"0123456789ab": True},
        {"0123456789ab": 10**13},
        {"0123456789ab": None},
    ],
)
def test_what_is_no_deletion_is_none(value):
    assert deletions(value) == {}


def test_a_question_that_is_not_answered_yet_is_kept():
    (again,) = brought_back(Shelf().with_turns([left(turn(4), "zh")])).turns
    assert (again.stage, again.question, again.id, again.text) == ("left", "4?", turn(4).id, say("page-left"))


def test_conversations_of_the_former_form_keep_their_order():
    value = {
        "format": 1,
        "current": "0123456789ac",
        "conversations": [
            {"id": f"0123456789a{letter}", "name": "", "turns": [{"question": q, "text": "甲"} for q in "乙丙"]}
            for letter in "cab"
        ],
    }
    shelf = restored(value, NEWSPAPER, "zh")
    assert [each.id[-1] for each in shelf.conversations] == ["c", "a", "b"]
    assert [each.question for each in shelf.turns] == ["乙", "丙"] and len({each.id for each in shelf.turns}) == 2
    assert restored(json.loads(json.dumps(kept(shelf))), NEWSPAPER, "zh") == shelf
    assert shelf.joined(restored(value, NEWSPAPER, "zh").conversations) == shelf


@pytest.mark.parametrize("value", [None, 7, "", "x", "[]", "null", "{", "[" * 100_000, '"' + "x" * 9_000_000 + '"'])
def test_what_a_browser_never_told_is_nothing(value):
    assert store.told(value) == {}
