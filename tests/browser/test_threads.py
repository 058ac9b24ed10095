"""The Ask tab in a real Chromium on a newspaper made by hand: languages, threads, hover cards, what is taken along, keys."""

import dataclasses
import threading
from types import SimpleNamespace

import pytest
from playwright.sync_api import expect
from support.chromium import CHROMIUM, PHONE, WIDE, by_day_and_by_night, contrast, in_sight
from support.conversing import ask, choose, delete, is_named, rename, row, send
from support.newspaper import ANSWER, REFUSAL, FakeNewspaper
from support.serving import free_port

from rag import FIRST
from ui.wording import say

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is not installed")]
SIZES = pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
LINK = "?q=" + ANSWER.question


ASKED = threading.Event()
"""Set where the slow question is to be answered."""
SLOW = "很慢的问题?"


class GoingOn(FakeNewspaper):
    """Goes on from the first piece where there was a question before; takes its time for one question."""

    def ask(self, question, history=(), scope=None, plan=None, shown=FIRST):
        if question == SLOW:
            ASKED.wait(90)
        answer = super().ask(question, history, scope, plan)
        return dataclasses.replace(answer, continued_from="a1") if history and "那" in question else answer


@pytest.fixture(scope="module")
def newspaper():
    from ui.app import build_site

    site = build_site(GoingOn(), [ANSWER.question])
    yield SimpleNamespace(address=site.start("127.0.0.1", free_port()))
    site.close()


# ---- languages


def test_a_visitor_is_led_to_the_browsers_language_and_may_choose(visit):
    page = visit(locale="en-US", path=LINK)
    page.wait_for_url("**/en/**")
    assert page.title() == say("page-title", "en")
    assert page.evaluate("document.documentElement.lang") == "en"
    page.wait_for_selector(".take.copy")
    page.click("a.language")
    page.wait_for_url(lambda url: "/en/" not in url)
    page.wait_for_selector(".take.copy")
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    expect(page.locator(".asked")).to_have_text([ANSWER.question], use_inner_text=True)
    page.reload()  # the choice is kept
    page.wait_for_selector("#question textarea")
    assert "/en/" not in page.url


# ---- threads


@SIZES
def test_conversations_survive_a_reload_and_are_named_left_and_deleted(visit, size):
    page = visit(size)
    ask(page, ANSWER.question)
    page.reload()
    page.wait_for_selector(".take.copy")
    expect(page.locator(".asked")).to_have_text([ANSWER.question], use_inner_text=True)
    expect(page.locator(".sources mark")).to_have_count(2)
    page.click("#page-new")
    page.wait_for_selector(".welcome")
    ask(page, REFUSAL.question)
    rename(page, "<b>夜班</b>")
    choose(page, ANSWER.question)
    delete(page)
    page.reload()
    page.wait_for_selector(".welcome")
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_naming_pinning_and_deleting_others_cancel_nothing_and_opening_another_does(visit):
    page = visit()
    ask(page, REFUSAL.question)
    page.click("#page-new")
    page.wait_for_selector(".welcome")
    ask(page, ANSWER.question)
    page.click("#page-new")
    page.wait_for_selector(".welcome")
    ASKED.clear()
    send(page, SLOW)
    page.wait_for_selector(".reply.searching")
    row(page, REFUSAL.question).hover()
    row(page, REFUSAL.question).locator(".pin").click()
    page.wait_for_selector(".conversation-row[data-pinned]")
    row(page, ANSWER.question).hover()
    row(page, ANSWER.question).locator(".delete").click()
    page.wait_for_selector(".undo", state="visible")
    ASKED.set()
    page.wait_for_selector(".take.copy")
    expect(page.locator(".asked")).to_have_text([SLOW], use_inner_text=True)
    page.wait_for_function("document.querySelectorAll('.conversation-row').length === 2")
    expect(page.locator(".conversation-row[data-pinned]")).to_have_count(1)  # what was done meanwhile stands
    ASKED.clear()
    send(page, SLOW)
    page.wait_for_selector(".reply.searching")
    choose(page, REFUSAL.question)
    ASKED.set()
    page.wait_for_timeout(500)
    expect(page.locator(".asked")).to_have_text([REFUSAL.question], use_inner_text=True)


# ---- what a question goes on from


@SIZES
def test_what_a_question_goes_on_from_is_taken_off_and_asked_as_a_first_one(visit, size):
    page = visit(size)
    ask(page, ANSWER.question)
    ask(page, "那几点开门?")
    chip = page.locator(".plan .part")
    expect(chip).to_have_count(1)
    assert chip.inner_text().startswith("接着问：南街图书角开门迎客")
    page.reload()
    page.wait_for_selector(".plan .part")
    page.locator(".plan .off").click()
    page.wait_for_function("document.querySelectorAll('.reply .take.copy').length === 3")
    expect(page.locator(".asked")).to_have_text([ANSWER.question, "那几点开门?", "那几点开门?"], use_inner_text=True)
    expect(page.locator(".plan .part")).to_have_count(1)  # that of the one before
    link = page.locator(".take.link").last.get_attribute("href")
    assert link.count("q=") == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


# ---- citations


def test_a_card_shows_the_source_at_its_marker_and_opens_the_piece(visit):
    page = visit(path=LINK)
    page.wait_for_selector(".take.copy")
    page.hover("a.marker >> nth=1")
    page.wait_for_selector("#peek .quote")
    expect(page.locator("#peek .quote")).to_have_text(ANSWER.citations[1].quote, use_inner_text=True)
    expect(page.locator("#peek .headline")).to_have_text(ANSWER.citations[1].title, use_inner_text=True)
    assert min(contrast(page, where) for where in ("#peek .headline", "#peek .issue", "#peek .quote")) >= 4.5
    page.keyboard.press("Escape")
    page.wait_for_selector("#peek", state="hidden")
    page.hover("a.marker >> nth=0")
    page.click("#peek button.whole")
    page.wait_for_selector("dialog[open] mark")
    page.click(".neighbours button")
    page.wait_for_selector("dialog[open] [data-line='11']")
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog.article", state="detached")


def test_a_second_click_on_a_marker_opens_the_whole_piece(visit):
    page = visit(path=LINK)
    page.wait_for_selector(".take.copy")
    page.click("a.marker >> nth=0")
    page.wait_for_selector("#source-0-1.chosen")
    page.click("a.marker >> nth=0")
    page.wait_for_selector("dialog[open] mark")


def test_on_a_phone_the_sources_come_from_below_and_lead_back_to_the_answer(visit):
    page = visit(PHONE, path=LINK)
    page.wait_for_selector(".take.copy")
    expect(page.locator("#side")).to_be_hidden()  # nor is the answer followed by what it was made of
    page.click("a.marker >> nth=1")
    page.wait_for_selector("#source-0-2.chosen")
    page.wait_for_function("Math.round(document.querySelector('#side').getBoundingClientRect().bottom) === innerHeight")
    assert in_sight(page, "#source-0-2 h3") and in_sight(page, ".sources .back")
    page.wait_for_function("document.activeElement.id === 'source-0-2'")
    for _ in by_day_and_by_night(page):
        assert contrast(page, ".sources .back") >= 4.5
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.querySelector('#side').contains(document.activeElement)")  # the rest waits
    page.click("#source-0-2 button.whole")
    page.wait_for_selector("dialog.article[open] mark")
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog.article", state="detached")
    expect(page.locator("#side")).to_be_visible()
    page.click(".sources .back")
    page.wait_for_selector("#side", state="hidden")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#source-0-2"
    page.click("a.all")
    page.wait_for_selector("#side", state="visible")
    page.mouse.click(195, 60)  # beside the sheet
    page.wait_for_selector("#side", state="hidden")
    page.click("a.marker >> nth=0")
    page.wait_for_selector("#source-0-1.chosen")
    page.keyboard.press("Escape")
    page.wait_for_selector("#side", state="hidden")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_on_a_phone_a_source_is_focused_before_the_sheet_is_drawn_however_long_that_takes(visit):
    page = visit(PHONE, path=LINK)
    page.wait_for_selector(".take.copy")
    focused = page.evaluate(
        "() => { document.querySelectorAll('a.marker')[1].click(); return document.activeElement.id; }"
    )
    assert focused == "source-0-2"


def test_the_keyboard_reaches_the_question_box_and_every_citation(visit):
    page = visit(path=LINK)
    page.wait_for_selector(".take.copy")
    page.focus("a.marker >> nth=0")
    page.keyboard.press("ArrowRight")
    page.wait_for_selector("#peek .quote")
    expect(page.locator("#peek .quote")).to_have_text(ANSWER.citations[1].quote, use_inner_text=True)
    page.keyboard.press("Enter")
    page.wait_for_selector("#source-0-2.chosen")
    page.keyboard.press("ArrowUp")
    page.wait_for_selector("#source-0-1.chosen")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.className") == "marker"
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.tagName") == "TEXTAREA"


# ---- taken along


def test_an_answer_is_copied_linked_saved_and_printed(visit):
    page = visit()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    ask(page, ANSWER.question)
    page.click(".take.copy")
    page.wait_for_function("text => document.querySelector('.take.copy').innerText === text", arg=say("page-copied"))
    assert page.evaluate("navigator.clipboard.readText()").startswith(f"{ANSWER.text}\n\n[1] 方远. ")
    page.click(".take.link")
    page.wait_for_url("**/?q=*")
    assert page.evaluate("navigator.clipboard.readText()") == page.url
    with page.expect_download() as saved:
        page.click("#page-markdown")
    assert ANSWER.citations[0].quote in saved.value.path().read_text("utf-8")
    page.click("#page-print")
    page.wait_for_selector("#taken iframe", state="attached")
    printed = page.frame_locator("#taken iframe").locator("body")
    assert ANSWER.citations[0].quote in printed.text_content()
    page.reload()
    page.wait_for_selector(".take.copy")
    expect(page.locator(".asked")).to_have_text([ANSWER.question], use_inner_text=True)
    is_named(page, ANSWER.question)


# ---- on paper


def test_what_is_printed_at_night_is_on_white(visit):
    page = visit(scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    behind = page.evaluate(
        "['body', 'gradio-app'].map(name => getComputedStyle(document.querySelector(name)).backgroundColor)"
    )
    assert set(behind) <= {"rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"}
