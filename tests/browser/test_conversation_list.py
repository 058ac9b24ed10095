"""The list of conversations in a real Chromium: days, search, what is done with its rows by mouse and by keyboard."""

import time
from types import SimpleNamespace

import pytest
from playwright.sync_api import expect
from support.chromium import CHROMIUM, PHONE, WIDE, by_day_and_by_night, contrast, in_sight
from support.conversing import ask, is_named
from support.newspaper import ANSWER, FakeNewspaper
from support.serving import free_port

from ui.wording import say

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is not installed")]
DAY = 86_400_000  # milliseconds
KEEP = """([name, begun, text, place]) => {
  const id = place.toString(16).padStart(12, "0"), turn = { id: `${begun}-000000`, question: name, text };
  localStorage.setItem(`wenbao-conversation-${id}`, JSON.stringify({ id, begun, name, named: 1, turns: [turn] }));
}"""
TITLES = "[...document.querySelectorAll('.conversation-row .title')].map((each) => each.textContent)"


@pytest.fixture(scope="module")
def newspaper():
    from ui.app import build_site

    site = build_site(FakeNewspaper(), [ANSWER.question])
    yield SimpleNamespace(address=site.start("127.0.0.1", free_port()))
    site.close()


def with_kept(page, *conversations):
    """The page loaded again, with these conversations kept: name, days ago, text of the answer."""
    now = int(time.time() * 1000)
    for place, (name, days, text) in enumerate(conversations):
        page.evaluate(KEEP, [name, now - days * DAY, text, place])
    page.reload()
    page.wait_for_function(f"count => {TITLES}.length === count", arg=min(len(conversations), 100))


def test_an_earlier_conversation_is_found_by_its_day_and_by_its_words_within_two_clicks(visit):
    page = visit()
    expect(page.locator("#conversation-list")).to_be_hidden()  # nothing in it yet, nor in the column of sources
    expect(page.locator("#side")).to_be_hidden()
    expect(page.locator(".to-list")).to_be_disabled()
    with_kept(page, ("渡口", 0, "新船"), ("<b>集市</b>", 1, "改在清晨"), ("步道", 400, "灯亮了"))
    heads = page.locator(".conversations h3").all_inner_texts()
    assert heads[:2] == [say("page-today"), say("page-yesterday")] and "年" in heads[2]
    page.fill(".conversations input", "清晨")
    assert page.evaluate(TITLES) == ["<b>集市</b>"]
    expect(page.locator(".conversation-row .found")).to_have_text("<b>集市</b> 改在清晨", use_inner_text=True)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    is_named(page, "<b>集市</b>")
    expect(page.locator(".asked")).to_have_text(["<b>集市</b>"], use_inner_text=True)
    page.fill(".conversations input", "没有")
    expect(page.locator(".conversations .none")).to_have_text(say("page-conversations-none"), use_inner_text=True)
    for _ in by_day_and_by_night(page):
        assert min(contrast(page, where) for where in (".conversations .none", "#open-conversation .name")) >= 4.5
    page.fill(".conversations input", "")
    page.click(".conversation-row:has-text('步道') .open")  # one click
    is_named(page, "步道")
    page.click(".to-list")
    page.wait_for_selector("#conversation-list", state="hidden")
    page.reload()
    page.wait_for_selector(".asked")
    expect(page.locator("#conversation-list")).to_be_hidden()  # that is kept
    page.click(".to-list")
    page.wait_for_selector("#conversation-list", state="visible")


def test_rows_are_named_pinned_and_deleted_by_the_keyboard_and_a_deletion_is_undone(visit):
    page = visit()
    with_kept(page, *((f"对话{place}", place, "甲") for place in range(120)))
    assert len(page.evaluate(TITLES)) == 100
    page.click(".conversations .more")
    assert len(page.evaluate(TITLES)) == 120
    page.focus(".conversations input")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("F2")
    page.keyboard.type("新名<i>")
    page.keyboard.press("Enter")
    page.wait_for_function(f"{TITLES}[1] === '新名<i>'")
    assert page.evaluate("document.activeElement.innerText") == "新名<i>"  # the keyboard stays with the row
    page.keyboard.press("F2")
    page.keyboard.type("不要")
    page.keyboard.press("Escape")
    assert page.evaluate(TITLES)[1] == "新名<i>"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # pins it
    page.wait_for_selector(".conversation-row[data-pinned]")
    assert page.evaluate(TITLES)[:2] == ["新名<i>", "对话0"]
    assert page.evaluate("document.activeElement.ariaLabel") == f"{say('page-unpin')}：新名<i>"
    page.keyboard.press("Delete")
    page.wait_for_function(f"{TITLES}[0] === '对话0'")
    expect(page.locator(".undoing")).to_have_text(say("page-deleted", title="新名<i>"), use_inner_text=True)
    for _ in by_day_and_by_night(page):
        assert min(contrast(page, where) for where in (".undoing", ".undo", ".conversations h3")) >= 4.5
    page.keyboard.press("Enter")  # has the keyboard: undoes it
    page.wait_for_function(f"{TITLES}[0] === '新名<i>'")
    expect(page.locator(".undo")).to_be_hidden()
    page.reload()
    page.wait_for_function(f"{TITLES}[0] === '新名<i>'")
    expect(page.locator(".conversation-row[data-pinned]")).to_have_count(1)


def test_on_a_phone_the_list_slides_in_and_goes_when_a_conversation_is_chosen(visit):
    page = visit(PHONE)
    ask(page, ANSWER.question)
    page.click("#page-new")
    page.wait_for_selector(".welcome")
    page.click(".to-list")
    page.wait_for_selector("dialog.conversations-sheet[open]")
    page.wait_for_function("document.querySelector('dialog[open]').getBoundingClientRect().x === 0")  # it has slid in
    assert in_sight(page, ".conversation-row .delete")  # a finger hovers over nothing
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog.conversations-sheet", state="hidden")
    assert page.evaluate("document.activeElement.className") == "to-list"
    page.click(".to-list")
    page.click(".conversation-row .open")  # the second click
    is_named(page, ANSWER.question)
    page.wait_for_selector("dialog.conversations-sheet", state="hidden")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.click(".to-list")
    page.set_viewport_size(WIDE)  # as a tablet that is turned
    page.wait_for_selector("dialog.conversations-sheet", state="hidden")
    page.wait_for_selector("#conversation-list .home .conversation-row", state="visible")
