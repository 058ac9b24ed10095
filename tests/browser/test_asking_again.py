"""An answer stopped, a question edited and asked again, in a real Chromium; and what a failed question leaves behind."""

import threading
from types import SimpleNamespace

import pytest
from playwright.sync_api import expect
from support.chromium import CHROMIUM, PHONE, WIDE, by_day_and_by_night, contrast, in_sight
from support.conversing import ask, send
from support.newspaper import ANSWER, FakeNewspaper
from support.serving import free_port

from rag import FIRST
from ui.wording import say

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is not installed")]

READY = threading.Event()
"""Set where the slow question is to be answered."""
SLOW = "很慢的问题?"


class Waiting(FakeNewspaper):
    """Takes its time for one question."""

    def ask(self, question, history=(), scope=None, plan=None, shown=FIRST):
        if question == SLOW:
            READY.wait(90)
        return super().ask(question, history)


@pytest.fixture(scope="module")
def newspaper():
    from ui.app import build_site

    site = build_site(Waiting(), [ANSWER.question])
    yield SimpleNamespace(address=site.start("127.0.0.1", free_port()))
    READY.set()
    site.close()


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_an_answer_is_stopped_and_its_question_edited_and_asked_again(visit, size):
    READY.clear()
    page = visit(size)
    page.wait_for_selector("#conversation .example")
    page.wait_for_timeout(1000)  # what is pressed while the scripts of a first visit are still being loaded may be lost
    expect(page.locator("#threads button.plain:disabled")).to_have_count(3)  # nor to leave or take along
    expect(page.locator("#question .stop-button")).to_be_hidden()  # nothing to stop
    send(page, SLOW)
    page.wait_for_selector(".reply.searching")
    assert in_sight(page, "#question .stop-button")
    expect(page.locator("#question .submit-button")).to_be_hidden()
    expect(page.get_by_role("button", name=say("page-stop"), exact=True)).to_have_count(1)
    page.click("#question .stop-button")
    page.wait_for_function(
        "said => document.querySelector('.notice .said')?.innerText === said", arg=say("page-stopped-early")
    )
    READY.set()
    expect(page.locator(".asked")).to_have_text([SLOW], use_inner_text=True)
    assert page.locator(".notice.error").count() == 0
    assert page.locator("#threads button.plain:disabled").count() == 0
    page.click("a[href='#edit-0']")
    page.wait_for_selector("#editing .editing")
    page.wait_for_function("text => document.querySelector('#question textarea').value === text", arg=SLOW)
    assert page.evaluate("document.activeElement.tagName") == "TEXTAREA"
    for _ in by_day_and_by_night(page):
        assert min(contrast(page, where) for where in (".editing span", ".editing button", "a.way")) >= 4.5
    page.keyboard.press("Escape")  # it is edited no more
    page.wait_for_selector("#editing .editing", state="detached")
    expect(page.locator("#question textarea")).to_have_value("")
    page.focus("a[href='#edit-0']")
    page.keyboard.press("Space")
    page.wait_for_selector("#editing .editing")
    ask(page, ANSWER.question)
    expect(page.locator(".asked")).to_have_text([ANSWER.question], use_inner_text=True)
    page.wait_for_selector("#editing .editing", state="detached")
    page.wait_for_timeout(300)
    page.reload()
    page.wait_for_selector(".take.copy")
    expect(page.locator(".asked")).to_have_text([ANSWER.question], use_inner_text=True)
    page.click("a[href='#again-0-more']")
    page.wait_for_function("document.querySelectorAll('.reply .take.copy').length === 2")
    expect(page.locator(".asked")).to_have_text([ANSWER.question] * 2, use_inner_text=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_a_question_that_is_too_long_stays_in_the_box_and_is_told_as_an_error_in_sight(visit, size):
    page = visit(size)
    send(page, "问" * 301)
    page.wait_for_selector(".notice.error")
    page.wait_for_function("document.querySelector('#question textarea').value.length === 301")
    assert in_sight(page, ".notice.error .said")  # not behind the box, which has grown
    for _ in by_day_and_by_night(page):
        assert min(contrast(page, where) for where in (".error .said", ".error a.way")) >= 4.5


ALL_IN_SIGHT = """() => {
  const rows = document.querySelectorAll("#conversation .message-row"), log = document.querySelector("#conversation .bubble-wrap");
  const edge = Math.min(log.getBoundingClientRect().bottom, document.querySelector("#question").getBoundingClientRect().top);
  return rows[rows.length - 1].getBoundingClientRect().bottom <= edge + 2;
}"""


@pytest.mark.parametrize("size", [{"width": 1280, "height": 560}, PHONE], ids=["wide", "phone"])
def test_the_end_of_the_conversation_stays_in_sight_where_the_question_box_grows(visit, size):
    page = visit(size)
    ask(page, ANSWER.question)
    send(page, "问" * 400)
    page.wait_for_selector(".notice.error")
    page.wait_for_function("document.querySelector('#question textarea').value.length === 400")
    page.wait_for_function("document.querySelector('#question').offsetHeight > 120")
    page.wait_for_function(ALL_IN_SIGHT)
    page.fill("#question textarea", "")
    page.wait_for_function("document.querySelector('#question').offsetHeight < 100")
    page.fill("#question textarea", "问" * 200)  # as a visitor types on
    page.wait_for_function(ALL_IN_SIGHT)


def test_what_comes_below_an_answer_that_is_stopped_is_in_sight(visit):
    READY.clear()
    page = visit({"width": 1280, "height": 520})
    ask(page, ANSWER.question)
    send(page, SLOW)
    page.wait_for_selector(".reply.searching")
    page.click("#question textarea")
    page.click("#question .stop-button")
    page.wait_for_selector(".notice .said")
    READY.set()
    page.wait_for_function(ALL_IN_SIGHT)
