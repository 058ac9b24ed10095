"""What a visitor chooses of the page's look, the map of the keys, and the page's head on a phone, in a real Chromium."""

from types import SimpleNamespace

import pytest
from playwright.sync_api import expect
from support.chromium import CHROMIUM, PHONE, by_day_and_by_night, contrast
from support.newspaper import ANSWER, FakeNewspaper
from support.serving import free_port

from ui.masthead import KEYS
from ui.wording import say

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is not installed")]
SIZE = "parseFloat(getComputedStyle(document.querySelector('#conversation .welcome h2')).fontSize)"
DARK = "dark => document.body.classList.contains('dark') === dark"


@pytest.fixture(scope="module")
def newspaper():
    from ui.app import build_site

    site = build_site(FakeNewspaper(), [ANSWER.question])
    yield SimpleNamespace(address=site.start("127.0.0.1", free_port()))
    site.close()


def test_light_or_dark_and_the_size_of_text_are_chosen_kept_and_the_same_in_every_tab(visit):
    page = visit()
    page.wait_for_selector("#conversation .welcome h2")
    other = page.context.new_page()
    other.goto(page.url)
    other.wait_for_selector("#conversation .welcome h2")
    usual = page.evaluate(SIZE)
    page.focus("button.look")
    page.keyboard.press("Enter")
    page.wait_for_selector("#look input[value=system]:focus")  # what is chosen has the keyboard
    for _ in by_day_and_by_night(page):  # of the system
        assert min(contrast(page, where) for where in ("#look legend", "#look label span", "#look .keymap")) >= 4.5
    page.emulate_media(color_scheme="light")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#look input[name=theme]:checked")).to_have_value("dark")
    for each in (page, other):
        each.wait_for_function(DARK, arg=True)
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    assert page.evaluate(SIZE) == pytest.approx(1.125 * usual)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Escape")
    page.wait_for_selector("#look", state="hidden")
    page.emulate_media(color_scheme="dark")
    page.emulate_media(color_scheme="light")  # whatever the system says meanwhile
    page.reload()
    page.wait_for_selector("#conversation .welcome h2")
    assert page.evaluate(DARK, True) and page.evaluate(SIZE) == pytest.approx(1.3 * usual)
    page.evaluate('localStorage.setItem(\'wenbao-look\', \'{"theme": [], "text": "<b>"}\')')  # not written by this page
    page.reload()
    page.wait_for_function(DARK, arg=False)


def test_a_question_mark_opens_the_map_of_the_keys_but_not_while_one_writes(visit):
    page = visit()
    page.focus("#question textarea")
    page.keyboard.press("?")
    expect(page.locator("#question textarea")).to_have_value("?")
    expect(page.locator("#keymap")).to_be_hidden()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    page.wait_for_selector("#keymap[open]")
    expect(page.locator("#keymap dd")).to_have_text([say(what) for _, what in KEYS], use_inner_text=True)
    for _ in by_day_and_by_night(page):
        assert min(contrast(page, where) for where in ("#keymap h2", "#keymap kbd", "#keymap dd")) >= 4.5
    page.keyboard.press("Escape")
    page.wait_for_selector("#keymap", state="hidden")
    page.click("button.look")
    page.click("#look .keymap")
    page.wait_for_selector("#keymap[open]")
    page.emulate_media(reduced_motion="reduce")
    moved = """() => { const bar = document.querySelector('#keymap');
        bar.style.maxHeight = '6rem';
        bar.scrollTo({ top: 40, behavior: 'smooth' });
        return bar.scrollTop; }"""
    assert page.evaluate(moved) == 40  # at once
    assert page.evaluate("getComputedStyle(document.querySelector('#tabs button')).transitionDuration") == "0s"


def test_on_a_phone_the_largest_text_leaves_the_head_an_eighth_and_the_conversation_its_name(visit):
    page = visit(PHONE)
    page.evaluate('localStorage.setItem(\'wenbao-look\', \'{"theme": "light", "text": "larger"}\')')
    page.reload()
    page.wait_for_selector("#conversation .welcome")
    end = page.evaluate("document.querySelector('#tabs .tab-wrapper').getBoundingClientRect().bottom")
    assert end <= PHONE["height"] / 8
    name = page.locator("#open-conversation .name")
    expect(name).to_have_text(say("page-new-open"))
    assert name.evaluate("each => each.scrollWidth <= each.clientWidth")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.mark.parametrize("locale", ["zh-CN", "en-US"])
def test_the_head_takes_at_most_an_eighth_of_a_phones_height(visit, locale):
    page = visit(PHONE, locale=locale, path="en/" if locale == "en-US" else "")
    page.wait_for_selector("#conversation .welcome")
    end = page.evaluate("document.querySelector('#tabs .tab-wrapper').getBoundingClientRect().bottom")
    assert end <= PHONE["height"] / 8
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.click("button.look")
    box = page.locator("#look").bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= PHONE["width"]
