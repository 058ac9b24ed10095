"""Issues are ticked beside the conversation: what is offered, the scope that comes of it, and its chips."""

import dataclasses

import pytest
from support.events import clicked
from support.newspaper import LIGHTS, PAGE, FakeNewspaper, Reader

from rag import Scope
from rag.records import Issue
from ui.browse import issue_choice
from ui.browse.filters import Narrowing, chips_view
from ui.browse.issue_choice import IssueChoice
from ui.gradio_setup import gr
from ui.newspaper import FixedCorpus
from ui.wording import say


class Printed(FakeNewspaper):
    """Two issues of two pages and of one, and a page of which nothing is told."""

    pages = tuple(
        dataclasses.replace(PAGE, name=name, issue=issue)
        for name, issue in (
            ("a1.txt", Issue("2024-03-06", 1, told="sidecar", paper="河岸报")),
            ("a2.txt", Issue("2024-03-06", 2, told="sidecar", paper="河岸报")),
            ("b1.txt", Issue("2024-03-09", 1, told="sidecar", paper="<b>渡口报")),
            ("c.txt", Issue()),
        )
    )
    articles = tuple(dataclasses.replace(LIGHTS, id=page.name, source=page.name) for page in pages)


PAPER = Printed()
CHOICE = IssueChoice(FixedCorpus(PAPER), "zh")


def boxes(html):
    return {given["value"]: "checked" in given for tag, given in Reader(html).tags if tag == "input"}


def chips(scope):
    buttons = [given for tag, given in Reader(chips_view(PAPER, scope, "zh")).tags if tag == "button"]
    return [given["aria-label"] for given in buttons[:-1]]


def test_issues_are_offered_newest_first_and_those_of_the_scope_are_ticked():
    assert boxes(CHOICE.offer(Scope(pages=("a1.txt", "a2.txt", "c.txt")))) == {
        "b1.txt": False,
        "a1.txt": True,
        "c.txt": True,
    }
    assert boxes(CHOICE.offer(Scope(pages=("a1.txt",))))["a1.txt"] is False  # a part of an issue is not the issue
    assert "2024年3月9日 <b>渡口报1 版 · 1 篇" in Reader(CHOICE.offer(Scope())).text("label")


def test_ticked_issues_are_the_scope_and_leave_all_else_of_it():
    scope = CHOICE.choose(Scope(kinds=("news",)), clicked(pages=["a1.txt", "gone", 7]))
    assert scope == Scope(kinds=("news",), pages=("a1.txt", "a2.txt"))
    assert CHOICE.choose(scope, clicked(pages=[])) == Scope(kinds=("news",))
    for sent in ({}, {"pages": "a1.txt"}, {"pages": None}):
        assert CHOICE.choose(scope, clicked(**sent)) == gr.skip()


def test_an_issue_has_one_chip_which_takes_all_its_pages_away():
    scope = Scope(pages=("b1.txt", "a1.txt", "a2.txt"))
    assert chips(scope) == ["去掉：2024年3月9日 <b>渡口报（1 版）", "去掉：2024年3月6日 河岸报（2 版）"]
    assert chips(Scope(pages=("a2.txt", "gone.txt"))) == [
        "去掉：2024年3月6日 · 第2版",
        f"去掉：{say('page-chip-gone-page')}",
    ]
    with gr.Blocks():
        narrowing = Narrowing(FixedCorpus(PAPER), "zh")
    assert narrowing.drop(scope, clicked(field="pages", place=1)).pages == ("b1.txt",)
    assert narrowing.drop(Scope(pages=("a2.txt", "b1.txt")), clicked(field="pages", place=0)).pages == ("b1.txt",)
    assert narrowing.drop(scope, clicked(field="pages", place="x")).pages == scope.pages


@pytest.mark.parametrize(("limit", "pages"), [(1, ("b1.txt",)), (2, ("b1.txt",)), (3, ("b1.txt", "a1.txt", "a2.txt"))])
def test_only_whole_issues_are_taken_and_as_many_pages_as_a_link_names(monkeypatch, limit, pages):
    monkeypatch.setattr(issue_choice, "VALUES", limit)
    assert CHOICE.choose(Scope(), clicked(pages=["a1.txt", "b1.txt"])).pages == pages


def test_older_issues_than_are_listed_are_counted(monkeypatch):
    monkeypatch.setattr(issue_choice, "LISTED", 1)
    html = CHOICE.offer(Scope())
    assert list(boxes(html)) == ["b1.txt"] and "更早的 2 期" in Reader(html).text("p")
