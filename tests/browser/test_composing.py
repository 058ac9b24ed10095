"""Keys that belong to an input method, in a real Chromium: they change nothing on the page, wherever they are pressed.

The events are those that Chromium, macOS, Safari and older systems send; no real input method is used.
"""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from playwright.sync_api import expect
from support.chromium import CHROMIUM
from support.conversing import ask, asked, is_named, open_name, row
from support.newspaper import ANSWER, FakeNewspaper
from support.serving import free_port

import ui
from ui.tour.steps import TourStep

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is not installed")]
COMPOSING = {  # what tells the key of an input method, and whether the composition has ended before it
    "chromium": ({"key": "Process", "keyCode": 229, "isComposing": True}, False),
    "macos": ({"keyCode": 229, "isComposing": True}, False),
    "composing alone": ({"isComposing": True}, False),
    "safari": ({"keyCode": 229, "isComposing": False}, True),
}
KEYS = ("Enter", "Escape", " ", "ArrowDown", "ArrowRight", "Tab", "/")
NAME, QUESTION = ".new-name", "#question textarea"


@pytest.fixture(scope="module")
def newspaper():
    from ui.app import build_site
    from ui.extras import Extras

    steps = (TourStep((ANSWER.question,), {"zh": "看这里", "en": "look here"}),)
    site = build_site(FakeNewspaper(), [ANSWER.question], Extras(tour=steps))
    yield SimpleNamespace(address=site.start("127.0.0.1", free_port()))
    site.close()


def compose(page, selector, key, told):
    """Presses a key while something is being composed in the element."""
    given, ended = told
    page.locator(selector).first.evaluate(
        """(element, [key, given, ended]) => {
        const composition = (kind) => element.dispatchEvent(new CompositionEvent(kind, { bubbles: true }));
        element.focus();
        composition("compositionstart");
        if (ended) composition("compositionend");
        for (const kind of ["keydown", "keypress", "keyup"])
            element.dispatchEvent(new KeyboardEvent(kind, { key, code: key, bubbles: true, cancelable: true, ...given }));
        if (!ended) composition("compositionend");
    }""",
        [key, given, ended],
    )


@pytest.mark.parametrize("told", COMPOSING.values(), ids=list(COMPOSING))
def test_nothing_is_sent_or_closed_while_composing(visit, told):
    page = visit(path="?q=" + ANSWER.question)
    page.wait_for_selector(".take.copy")
    is_named(page, ANSWER.question)
    page.fill(QUESTION, "xiguanqiao")
    for key in KEYS:
        compose(page, QUESTION, key, told)
    assert "q=" in page.url
    row(page).locator(".rename").click()
    page.locator(NAME).first.fill("xin ming")
    for key in KEYS:
        compose(page, NAME, key, told)
    page.wait_for_timeout(700)
    expect(page.locator(".asked")).to_have_text([ANSWER.question], use_inner_text=True)
    expect(page.locator(QUESTION)).to_have_value("xiguanqiao")
    expect(page.locator(NAME).first).to_be_visible()
    expect(page.locator(NAME).first).to_have_value("xin ming")
    assert open_name(page) == ANSWER.question


@pytest.mark.parametrize("told", COMPOSING.values(), ids=list(COMPOSING))
def test_the_tour_and_the_card_at_a_marker_stay_as_they_are(visit, told):
    page = visit(path="?q=" + ANSWER.question)
    page.wait_for_selector(".take.copy")
    step = page.locator(".tour .step").inner_text()
    for key in KEYS:
        compose(page, QUESTION, key, told)
    page.hover("a.marker >> nth=0")
    page.wait_for_selector("#peek .quote")
    for key in KEYS:
        compose(page, QUESTION if key != "Escape" else "body", key, told)
    page.wait_for_timeout(300)
    expect(page.locator(".tour .step")).to_have_text(step, use_inner_text=True)
    expect(page.locator(".asked")).to_have_text([ANSWER.question], use_inner_text=True)


def test_keys_that_are_no_input_methods_do_what_they_did(visit):
    page = visit()
    ask(page, ANSWER.question)
    row(page).locator(".rename").click()
    page.locator(NAME).first.press("Escape")
    page.wait_for_selector(NAME, state="detached")
    row(page).locator(".rename").click()
    page.locator(NAME).first.fill("新名")
    page.locator(NAME).first.press("Enter")
    is_named(page, "新名")


def test_letters_that_chromium_composes_are_sent_by_the_next_enter_alone(visit):
    page = visit()
    page.click(QUESTION)
    keyboard = page.context.new_cdp_session(page)
    keyboard.send("Input.imeSetComposition", {"text": "tushujiao", "selectionStart": 9, "selectionEnd": 9})
    keyboard.send(
        "Input.dispatchKeyEvent",
        {"type": "rawKeyDown", "key": "Process", "code": "Enter", "windowsVirtualKeyCode": 229},
    )
    keyboard.send("Input.insertText", {"text": "图书角"})
    keyboard.send(
        "Input.dispatchKeyEvent", {"type": "keyUp", "key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13}
    )
    page.wait_for_timeout(500)
    assert (asked(page), page.locator(QUESTION).input_value()) == ([], "图书角")
    page.press(QUESTION, "Enter")
    page.wait_for_selector(".take.copy")
    expect(page.locator(".asked")).to_have_text(["图书角"], use_inner_text=True)


def test_one_script_alone_tells_an_input_methods_keys():
    scripts = {file.name: file.read_text("utf-8") for file in Path(ui.__file__).parent.rglob("*.js")}
    assert [name for name, text in scripts.items() if re.search(r"isComposing|229", text)] == ["composing.js"]
