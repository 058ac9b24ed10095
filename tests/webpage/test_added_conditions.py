"""Conditions that a plan has not yet: which are offered to be added, and what is asked with one more."""

import pytest
from support.archive import archive
from support.events import clicked
from support.newspaper import Reader

from rag import Answer, Plan, Scope, plan_object
from rag.planning.plan import Window
from ui.ask import responding
from ui.ask.conversations import Shelf
from ui.ask.events import Events
from ui.ask.plans import ADDED, addable, editor
from ui.ask.rendering import replied
from ui.ask.responding import Turn
from ui.newspaper import FixedCorpus
from ui.wording import say

BOATS = {
    f"m{number}.txt": f"""江州晚报 2022年3月{number}日 第1版
渡口第{number}班船准点开出
本报讯(记者 林知远) 3月{number}日,东门渡口第{number}班船准点开出,乘客{100 + number}人,航务中心说秩序很好。
"""
    for number in range(1, 6)
}


@pytest.fixture(scope="module")
def boats(tmp_path_factory):
    return archive(tmp_path_factory.mktemp("boats"), BOATS)


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch):
    monkeypatch.setattr(responding.time, "sleep", lambda seconds: None)


def asked_by(plan):
    answer = Answer("问?", False, "共 3 篇", (), (), 1.0, "", {}, kind="count", count=3, plan=plan_object(plan))
    return Turn("问?", "done", answer.text, answer)


def inputs_of(html):
    """The inputs of a dialog."""
    return [given for tag, given in Reader(html).tags if tag == "input"]


def test_only_conditions_that_are_not_there_yet_and_that_the_corpus_has_values_of_are_offered_to_be_added(boats):
    one = asked_by(Plan("list", subject=("渡口",), scope=Scope(numbers=(1,))))
    assert addable(one) == ("window", "reporters", "papers", "sections", "kinds")
    assert addable(one, boats) == ("window", "reporters", "papers", "kinds")  # the boats' pages have no sections
    shown = Reader(editor(boats, one, 3, ADDED, "zh"))
    offered = [given["data-part"] for tag, given in shown.tags if tag == "button" and given.get("class") == "add"]
    assert offered == list(addable(one, boats)) and say("page-plan-add") in shown.text("h2")
    assert all(say(f"page-by-{part}", "en") for part in offered)


@pytest.mark.parametrize("plan", [Plan(), Plan("talk", talk="thanks"), Plan("summary", piece="a1"), Plan("collection")])
def test_nothing_is_added_to_what_is_not_done_with_all_articles(boats, plan):
    assert addable(asked_by(plan)) == () and editor(boats, asked_by(plan), 0, ADDED, "zh") == ""
    assert "#change-0-add" not in replied(asked_by(plan), 0, "zh")


def test_days_that_are_not_there_yet_are_asked_for_from_nothing_and_are_those_of_what_is_reported(boats):
    dialog = editor(boats, asked_by(Plan("list", subject=("渡口",))), 0, "window", "zh")
    given = [(each["type"], each["value"], "checked" in each) for each in inputs_of(dialog)]
    assert given == [("date", "", False), ("date", "", False), ("radio", "event", True), ("radio", "printed", False)]
    assert say("page-plan-added", part=say("page-by-window")) in Reader(dialog).text("h2")


def test_an_added_condition_is_asked_as_a_new_turn(boats):
    events = Events(FixedCorpus(boats), "zh")
    shelf = list(events.ask("提到渡口的报道有几篇", Shelf()))[-1][2]
    values = {"first": ["2022-03-02"], "last": ["2022-03-04"], "of": ["printed"]}
    *_, last = events.ask_changed(shelf, clicked(turn=0, part="window", values=values))
    assert last[2].turns[1].answer.count == 3
    *_, last = events.ask_changed(last[2], clicked(turn=1, part="numbers", values={"numbers": ["1"]}))
    assert last[2].turns[2].plan == Plan(
        "count", Window("2022-03-02", "2022-03-04", "printed"), ("渡口",), Scope(numbers=(1,))
    )
