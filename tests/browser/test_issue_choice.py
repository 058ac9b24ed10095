"""Issues are ticked beside the conversation in a real Chromium: chips say so, and the question is asked of them."""

import dataclasses
from types import SimpleNamespace

import pytest
from playwright.sync_api import expect
from support.chromium import CHROMIUM, PHONE, WIDE, by_day_and_by_night, contrast
from support.conversing import ask
from support.newspaper import ANSWER, LIBRARY, LIGHTS, PAGE, FakeNewspaper
from support.serving import free_port

from rag import FIRST
from rag.records import Issue
from ui.wording import say

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is not installed")]


class Printed(FakeNewspaper):
    """One more issue, and the scopes of what was asked."""

    pages = (PAGE, dataclasses.replace(PAGE, name="次.txt", issue=Issue("2024-03-09", told="sidecar", paper="渡口报")))
    articles = (LIBRARY, LIGHTS, dataclasses.replace(LIGHTS, id="b1", source="次.txt"))

    def __init__(self):
        super().__init__()
        self.scopes = []

    def ask(self, question, history=(), scope=None, plan=None, shown=FIRST):
        self.scopes.append(scope)
        return super().ask(question, history, scope, plan)


@pytest.fixture(scope="module")
def newspaper():
    from ui.app import build_site

    paper = Printed()
    site = build_site(paper, [ANSWER.question])
    yield SimpleNamespace(address=site.start("127.0.0.1", free_port()), paper=paper)
    site.close()


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_a_question_is_asked_of_the_issues_that_are_ticked_until_their_chip_is_taken_off(visit, newspaper, size):
    page = visit(size)
    page.wait_for_selector("#conversation .example")
    page.wait_for_timeout(500)
    page.click("#page-scope")
    page.wait_for_selector("#choose-issues dialog[open] input:focus")
    for _ in by_day_and_by_night(page):
        assert (
            min(contrast(page, f"#choose-issues {where}") for where in ("legend", "small", "p.words", "label")) >= 4.5
        )
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_selector("#ask-chips .chip")
    expect(page.locator("#ask-chips .chip")).to_have_text("2024年3月9日 渡口报（1 版）", use_inner_text=True)
    ask(page, ANSWER.question)
    assert newspaper.paper.scopes[-1].pages == ("次.txt",)
    page.click("#page-scope")
    page.wait_for_selector("#choose-issues dialog[open] input:checked")
    page.click("#choose-issues button.all")
    page.wait_for_selector("#ask-chips .chip", state="detached")
    ask(page, ANSWER.question)
    assert newspaper.paper.scopes[-1].pages == ()
    expect(page.get_by_role("button", name=say("page-scope"), exact=True)).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
