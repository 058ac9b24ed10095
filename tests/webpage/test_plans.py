"""Chips of a plan, the dialog that changes one, links that carry a plan, and lists that are gone on with."""

import dataclasses
import json

import pytest
from fastapi.datastructures import QueryParams
from hypothesis import given
from hypothesis import strategies as st
from support.archive import archive
from support.events import clicked
from support.newspaper import ANSWER, FakeNewspaper, Reader

from rag import FIRST, Answer, Plan, QuestionError, Scope, csv_text, plan_object, plan_of
from rag.planning.plan import Window
from ui.ask import lists, responding
from ui.ask.conversations import Conversation, Shelf
from ui.ask.events import Events
from ui.ask.exporting import as_markdown, as_printout
from ui.ask.links import LINKED_QUESTIONS, address_of, questions_of_link
from ui.ask.lists import further, listed_further, table, with_every_article
from ui.ask.plans import CONTINUED, changed, chips, editor
from ui.ask.referencing import answer_as_text
from ui.ask.rendering import conversation, replied
from ui.ask.replies import ReplyEvents
from ui.ask.responding import Turn, respond
from ui.ask.restoring import restored
from ui.ask.storage import kept
from ui.gradio_setup import gr
from ui.newspaper import FixedCorpus
from ui.wording import say

PLAN = Plan(
    "count",
    Window("2022-01-20", "2022-02-01", "printed"),
    ("渡口", "停航"),
    Scope(papers=("江州晚报",), numbers=(1, 3), reporters=("林知远",), kinds=("news",)),
)
BOATS = {
    f"m{number:02}.txt": f"""江州晚报 2022年3月{number}日 第1版
渡口第{number}班船准点开出
本报讯(记者 林知远) 3月{number}日,东门渡口第{number}班船准点开出,乘客{100 + number}人,航务中心说秩序很好。
"""
    for number in range(1, 13)
}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=6,
)
PARTS = ("operation", "window", "subject", "papers", "sections", "reporters", "numbers", "kinds")


def asked_by(plan, **fields):
    answer = Answer("问?", False, "共 3 篇", (), (), 1.0, "", {}, kind="count", count=3, plan=plan_object(plan))
    return Turn("问?", "done", answer.text, dataclasses.replace(answer, **fields))


@pytest.fixture(scope="module")
def boats(tmp_path_factory):
    return archive(tmp_path_factory.mktemp("boats"), BOATS)


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch):
    monkeypatch.setattr(responding.time, "sleep", lambda seconds: None)


def listed(assistant, question="提到渡口的报道有哪些"):
    return list(respond(assistant, question, ()))[-1]


# ---- chips and what they are changed into


def test_each_part_is_a_chip_that_can_be_changed():
    found = chips(asked_by(PLAN), "zh")
    assert [chip.part for chip in found] == [
        "operation",
        "window",
        "subject",
        "papers",
        "reporters",
        "numbers",
        "kinds",
    ]
    assert all(chip.changeable for chip in found)
    assert chips(asked_by(Plan()), "zh") == []


def test_what_a_question_goes_on_from_is_a_chip_that_can_only_be_taken_off():
    turn = dataclasses.replace(asked_by(Plan(), continued_from="a1"), continued="渡口停航")
    assert [(chip.part, chip.label, chip.changeable) for chip in chips(turn, "zh")] == [
        (CONTINUED, "接着问：渡口停航", False)
    ]


@pytest.mark.parametrize(
    ("part", "given", "expected"),
    [
        ("operation", {"operation": ["list"]}, dataclasses.replace(PLAN, operation="list")),
        ("operation", {"operation": ["answer"]}, Plan()),
        ("operation", {"operation": ["talk"]}, PLAN),
        (
            "window",
            {"first": ["2022-03-01"], "last": ["2022-02-01"], "of": ["event"]},
            dataclasses.replace(PLAN, window=Window("2022-02-01", "2022-03-01")),
        ),
        (
            "window",
            {"first": ["2022-03-01"], "last": [""], "of": ["event"]},
            dataclasses.replace(PLAN, window=Window("2022-03-01", "2022-03-01")),
        ),
        ("window", {"first": [""], "of": ["event"]}, dataclasses.replace(PLAN, window=None)),
        ("window", {"first": ["2022-02-30"], "last": ["2022-03-01"], "of": ["event"]}, PLAN),
        ("window", {"first": ["2022-03-01"], "last": ["2022-03-01"], "of": ["x"]}, PLAN),
        ("subject", {"words": ["渡轮、 浮桥，渡轮"]}, dataclasses.replace(PLAN, subject=("渡轮", "浮桥"))),
        ("subject", {"words": [" ， "]}, dataclasses.replace(PLAN, subject=())),
        ("subject", {"words": ["x" * 301]}, PLAN),
        ("numbers", {"numbers": ["2", "x"]}, dataclasses.replace(PLAN, scope=dataclasses.replace(PLAN.scope, numbers=(2,)))),
        ("numbers", {}, dataclasses.replace(PLAN, scope=dataclasses.replace(PLAN.scope, numbers=()))),
        ("kinds", {"kinds": ["poem"]}, PLAN),
        ("reporters", {"words": ["甲一；乙二"]}, dataclasses.replace(PLAN, scope=dataclasses.replace(PLAN.scope, reporters=("甲一", "乙二")))),
        ("articles", {"articles": ["a1"]}, PLAN),
        ("window", None, PLAN),
    ],
)  # fmt: skip
def test_a_part_is_what_the_browser_gives_or_stays(part, given, expected):
    assert changed(PLAN, part, given) == expected


@given(
    st.sampled_from(PARTS) | JSON,
    JSON | st.dictionaries(st.sampled_from(["words", "first", "last", "of", *PARTS]), JSON),
)
@pytest.mark.slow
def test_whatever_a_browser_gives_it_stays_a_plan(part, given):
    plan = changed(PLAN, part, given)
    assert plan_of(plan_object(plan)) == plan


def test_the_dialog_offers_what_the_corpus_has_and_what_is_chosen(boats):
    inputs = inputs_of(editor(boats, asked_by(PLAN), 2, "numbers", "zh"))
    assert [(each["value"], "checked" in each) for each in inputs] == [("3", True), ("1", True)]
    words = editor(boats, asked_by(PLAN), 2, "reporters", "zh")
    assert "<datalist" in words and "林知远" in words
    assert editor(boats, asked_by(PLAN), 2, "articles", "zh") == editor(boats, asked_by(Plan()), 0, ["x"], "zh") == ""


def test_a_window_of_every_year_is_changed_into_days_of_its_own(boats):
    yearly = asked_by(Plan("timeline", Window("--01-20", "--01-20")))
    inputs = inputs_of(editor(boats, yearly, 0, "window", "zh"))
    assert [each["value"] for each in inputs if each["type"] == "date"] == ["", ""]


def inputs_of(html):
    """The inputs of a dialog."""
    return [given for tag, given in Reader(html).tags if tag == "input"]


# ---- asking anew


def events_of(assistant):
    return Events(FixedCorpus(assistant), "zh")


def test_a_changed_part_is_asked_as_a_new_turn_with_its_plan(boats):
    events = events_of(boats)
    shelf = list(events.ask("提到渡口的报道有几篇", Shelf()))[-1][2]
    values = {"operation": ["first"]}
    *_, last = events.ask_changed(shelf, clicked(turn=0, part="operation", values=values))
    assert [turn.question for turn in last[2].turns] == ["提到渡口的报道有几篇"] * 2
    assert last[2].turns[1].plan == Plan("first", subject=("渡口",))
    (nothing,) = events.ask_changed(shelf, clicked(turn=0, part="operation", values={"operation": ["count"]}))
    assert nothing == (gr.skip(),) * 6


def test_what_it_goes_on_from_is_taken_off_and_it_is_asked_without_what_was_before():
    class GoingOn(FakeNewspaper):
        def ask(self, question, history=(), scope=None, plan=None):
            return dataclasses.replace(super().ask(question, history), continued_from="a1" if history else "")

    paper = GoingOn()
    events = events_of(paper)
    shelf = list(events.ask(ANSWER.question, Shelf()))[-1][2]
    shelf = list(events.ask("几点开门?", shelf))[-1][2]
    assert shelf.turns[1].continued == "南街图书角开门迎客 街坊捐书八百余册"
    *_, last = events.ask_without(shelf, clicked(turn=1, part=CONTINUED))
    assert paper.histories[-1] == [] and last[2].turns[2].alone
    assert address_of(last[2].turns) == address_of(last[2].turns[2:])


def replies_of(assistant):
    return ReplyEvents(FixedCorpus(assistant), "zh")


@pytest.mark.parametrize("data", [{}, {"turn": 7, "part": "window"}, {"turn": 0, "part": 3}, {"turn": "0"}])
def test_whatever_else_is_clicked_changes_nothing(boats, data):
    events = events_of(boats)
    shelf = Shelf().with_turns([asked_by(PLAN)])
    assert list(events.ask_without(shelf, clicked(**data))) == [(gr.skip(),) * 6]
    assert list(events.ask_changed(shelf, clicked(**data))) == [(gr.skip(),) * 6]
    assert replies_of(boats).change_plan(shelf, clicked(**data)) == gr.skip()


# ---- links


def test_a_link_gives_back_the_questions_with_their_plans():
    turns = [Turn("一?", "done"), Turn("二?", "done", plan=PLAN), Turn("三?", "done")]
    linked = questions_of_link(QueryParams(address_of(turns)[1:]))
    assert [(each.text, each.plan, each.malformed) for each in linked] == [
        ("一?", None, False),
        ("二?", PLAN, False),
        ("三?", None, False),
    ]
    assert "plan" not in address_of(turns[:1])


@pytest.mark.parametrize(
    "plan", ["x", "{", "[]", "7", '{"operation": "drop"}', "[" * 5000, '{"operation":"list"}' + " " * 9000]
)
def test_a_plan_that_is_none_is_malformed_and_the_question_stays(plan):
    linked = questions_of_link(QueryParams([("q", "一?"), ("plan", plan), ("plan", "zu viel")]))
    assert [(each.text, each.plan) for each in linked] == [("一?", None)]
    assert linked[0].malformed


def test_a_link_asks_no_more_than_a_thread():
    assert len(questions_of_link(QueryParams([("q", "一?")] * 50))) == LINKED_QUESTIONS


def test_a_thread_with_a_plan_that_was_asked_before_is_found():
    turns = (Turn("一?", "done", plan=PLAN, id="0000000000001-000001"),)
    shelf = Shelf((Conversation("0123456789ab", "", turns),))
    assert shelf.asking([("一?", PLAN)]) == "0123456789ab"
    assert shelf.asking([("一?", None)]) == ""


def test_a_sentence_stands_above_the_reply_to_a_link_whose_plan_is_none():
    events = events_of(FakeNewspaper())

    class Opened:
        query_params = QueryParams([("q", ANSWER.question), ("plan", "{")])

    updates = list(events.open({}, json.dumps({"format": 2, "conversations": []}), Opened()))
    messages = [update[1] for update in updates if isinstance(update[1], list)][-1]
    assert say("page-plan-malformed") in Reader(messages[1]["content"]).text()
    assert ANSWER.text[:5] in Reader(messages[2]["content"]).text()


# ---- lists


def test_a_list_is_gone_on_with_ten_at_a_time_to_its_end(boats):
    turn = listed(boats)
    assert (turn.answer.count, turn.answer.shown, further(turn)) == (12, 10, 2)
    longer = listed_further(boats, turn, "zh")
    assert (longer.answer.shown, further(longer)) == (12, 0)
    assert "\n12. 《渡口第12班船准点开出》" in longer.text and set(longer.imprints) == set(range(1, 13))
    assert listed_further(boats, longer, "zh") is longer
    assert 'href="#more-0"' in replied(turn, 0, "zh") and "#more-0" not in replied(longer, 0, "zh")


def test_a_page_lists_only_so_many_and_says_where_the_rest_is(boats, monkeypatch):
    monkeypatch.setattr(lists, "MOST", 10)
    monkeypatch.setattr("ui.ask.rendering.MOST", 10)
    shown = Reader(replied(listed(boats), 0, "zh"))
    assert shown.text("p", class_="unlisted") == say("page-more-table", count=12)


def test_more_of_a_list_changes_its_turn_alone(boats):
    events = events_of(boats)
    shelf = list(events.ask("提到渡口的报道有哪些", Shelf()))[-1][2]
    shelf = list(events.ask("你好", shelf))[-1][2]
    _, longer, panel, *_ = replies_of(boats).list_more(shelf, clicked(turn=0))
    assert [turn.answer.shown for turn in longer.turns] == [12, 0] and longer.turns[0].id == shelf.turns[0].id
    assert 'data-turn="0"' in panel
    assert replies_of(boats).list_more(shelf, clicked(turn=9)) == (gr.skip(),) * 5
    left = shelf.with_turns([*shelf.turns, Turn("?", "left")])
    assert replies_of(boats).list_more(left, clicked(turn=0)) == (gr.skip(),) * 5  # an answer is being written


def test_a_list_that_cannot_be_gone_on_with_says_why(boats):
    shelf = list(events_of(boats).ask("提到渡口的报道有哪些", Shelf()))[-1][2]

    class Crowded(FakeNewspaper):
        def ask(self, question, history=(), scope=None, plan=None, shown=FIRST):
            raise QuestionError("question-crowded")

    _, same, *_ = replies_of(Crowded()).list_more(shelf, clicked(turn=0))
    assert same.turns[0].notice == say("question-crowded") and same.turns[0].answer == shelf.turns[0].answer


def test_the_table_has_every_article_and_is_named_by_the_question(boats):
    events = events_of(boats)
    shelf = list(events.ask("提到渡口的报道有哪些", Shelf()))[-1][2]
    saved = replies_of(boats).take_table(shelf, clicked(turn=0))
    assert saved.startswith("<div") and "提到渡口的报道有哪些" in saved
    assert table(boats, shelf.turns[0], "zh").count("\n") == 13
    assert replies_of(boats).take_table(shelf, clicked(turn=3)) == gr.skip()
    assert table(boats, list(respond(boats, "你好", ()))[-1], "zh") == ""
    with pytest.raises(QuestionError):
        csv_text(ANSWER, "zh")


def test_a_list_and_how_it_was_asked_survive_the_browser(boats):
    turn = dataclasses.replace(
        listed(boats), plan=Plan("list", subject=("渡口",)), alone=True, id="0000000000001-000001"
    )
    shelf = Shelf((Conversation("0123456789ab", "", (turn,)),), "0123456789ab")
    (again,) = restored(json.loads(json.dumps(kept(shelf))), boats, "zh").turns
    assert (again.plan, again.alone) == (turn.plan, True)
    assert (again.answer.count, again.answer.shown, again.answer.kind) == (12, 10, "list")
    assert again.answer.articles == turn.answer.articles
    assert replied(again, 0, "zh") == replied(turn, 0, "zh")


def test_a_question_in_pinyin_says_how_it_was_read_after_a_reload_too():
    answer = dataclasses.replace(ANSWER, read_as="图书角几点开门")
    turn = Turn("tushujiao jidian kaimen", "done", ANSWER.text, answer, id="0000000000001-000001")
    written = json.loads(json.dumps(kept(Shelf((Conversation("0123456789ab", "", (turn,)),), "0123456789ab"))))
    for each in (turn, restored(written, FakeNewspaper(), "zh").turns[0]):
        shown = Reader(replied(each, 0, "zh")).text("p", class_="read-as")
        assert shown == say("page-read-as", question="图书角几点开门")
    assert "read-as" not in replied(dataclasses.replace(turn, answer=ANSWER), 0, "zh")


def test_what_can_be_asked_next_stands_below_a_reply_after_a_reload_too():
    answer = dataclasses.replace(ANSWER, onward=("《甲》讲了什么？", "<b>还写过哪些报道？"))
    turn = Turn(ANSWER.question, "done", ANSWER.text, answer, id="0000000000001-000001")
    written = json.loads(json.dumps(kept(Shelf((Conversation("0123456789ab", "", (turn,)),), "0123456789ab"))))
    for each in (turn, restored(written, FakeNewspaper(), "zh").turns[0]):
        shown = replied(each, 2, "zh")
        assert Reader(shown).text("a", class_="next") == "《甲》讲了什么？<b>还写过哪些报道？"
        assert 'href="#onward-2-1"' in shown and "<b>" not in shown
    assert "onward-questions" not in replied(dataclasses.replace(turn, answer=ANSWER), 0, "zh")


def test_what_it_goes_on_from_survives_the_browser_and_the_piece():
    answer = dataclasses.replace(ANSWER, continued_from="a1")
    turn = Turn(ANSWER.question, "done", ANSWER.text, answer, continued="旧标题", id="0000000000001-000001")
    written = json.loads(json.dumps(kept(Shelf((Conversation("0123456789ab", "", (turn,)),), "0123456789ab"))))
    assert restored(written, FakeNewspaper(), "zh").turns[0].continued == "南街图书角开门迎客 街坊捐书八百余册"
    gone = FakeNewspaper()
    gone.articles, gone.passages, gone.pages = (), (), ()
    assert restored(written, gone, "zh").turns[0].continued == "旧标题"


def printed(talk):
    document = as_printout(talk, "zh")
    return Reader(document.replace("<!DOCTYPE html>", "").replace('<meta charset="utf-8">', "")).text()


def test_what_is_taken_along_names_every_article_and_how_it_was_understood(boats):
    turn = listed(boats)
    talk = Conversation("0123456789ab", "", (turn,))
    for text in (answer_as_text(turn, "zh"), as_markdown(talk, "zh"), printed(talk)):
        assert "问题的读法：列出文章 · 标题或正文含“渡口”" in text
        assert all(f"渡口第{number}班船准点开出" in text for number in range(1, 13))
        assert "林知远. 渡口第12班船准点开出" in text and "m12.txt" in text


def test_a_copy_of_a_very_long_list_says_how_many_more_there_are(boats, monkeypatch):
    monkeypatch.setattr("ui.ask.referencing.FURTHER_COPIED", 1)
    copied = answer_as_text(listed(boats), "zh")
    assert say("page-copy-more", count=1) in copied and "第12班" not in copied


def test_articles_that_a_browser_did_not_keep_are_looked_up_for_what_is_taken_along(boats):
    turn = listed(boats)
    short = dataclasses.replace(turn, answer=dataclasses.replace(turn.answer, articles=turn.answer.articles[:10]))
    assert [each.id for each in with_every_article(boats, short).answer.articles] == [
        each.id for each in turn.answer.articles
    ]
    other = dataclasses.replace(short, answer=dataclasses.replace(short.answer, count=99))
    assert with_every_article(boats, other) is other  # the corpus has become another one


def test_a_conversation_shows_a_notice_as_a_message_of_its_own():
    turn = Turn(ANSWER.question, "done", ANSWER.text, ANSWER, notice="请注意")
    assert [message["role"] for message in conversation([turn], "zh")] == ["user", "assistant", "assistant"]
