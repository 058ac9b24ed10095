"""An answer being written in a real Chromium: nothing jumps, the first words come at once; and what a phone shows."""

import time
from types import SimpleNamespace

import pytest
from playwright.sync_api import expect
from support.chromium import (
    CHROMIUM,
    PHONE,
    WIDE,
    by_day_and_by_night,
    in_sight,
)
from support.newspaper import ANSWER, LIBRARY, REFUSAL, FakeNewspaper
from support.serving import free_port

from ui.wording import say

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is not installed")]
SIZES = pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
SEARCHING_SECONDS = 0.4
STILL = 0.02  # of layout shift; Chromium's own bound for a good page is 0.1
FIRST_WORDS_SECONDS = 3.0  # after they are found; a loaded machine draws late

WATCH = """() => {
  window.shift = 0;
  window.moved = [];
  new PerformanceObserver((list) => list.getEntries().filter((entry) => !entry.hadRecentInput).forEach((entry) => {
    window.shift += entry.value;
    window.moved.push(entry.sources.map((source) => [source.node?.id || source.node?.className, source.previousRect.y, source.currentRect.y]));
  })).observe({ type: "layout-shift" });
  const places = () => [...document.querySelectorAll("#question, .message-row:nth-child(-n+2)")].map((each) => {
    const box = each.getBoundingClientRect();
    // The conversation may be scrolled to its end: what counts is the place within it.
    return Math.round(box.y + (each.closest(".bubble-wrap")?.scrollTop ?? 0) + (each.id ? 0 : scrollY));
  }).join();
  window.places = new Set();
  const look = () => {
    const last = [...document.querySelectorAll(".reply")].pop();
    if (last && !last.querySelector(".take.copy")) window.places.add(places());
    requestAnimationFrame(look);
  };
  look();
}"""


class Slow(FakeNewspaper):
    """Searches a while, and remembers the scopes and when it had the last answer."""

    found = 0.0

    def __init__(self):
        super().__init__()
        self.scopes = []

    def ask(self, question, history=(), scope=None, plan=None):
        time.sleep(SEARCHING_SECONDS)
        self.scopes.append(scope)
        answer = super().ask(question, history)
        self.found = time.time()
        return answer


@pytest.fixture(scope="module")
def newspaper():
    from ui.app import build_site

    assistant = Slow()
    site = build_site(assistant, [ANSWER.question])
    yield SimpleNamespace(address=site.start("127.0.0.1", free_port()), assistant=assistant)
    site.close()


def ask(page, question):
    replies = page.locator(".reply .take.copy").count()
    page.fill("#question textarea", question)
    page.press("#question textarea", "Enter")
    page.wait_for_function("count => document.querySelectorAll('.reply .take.copy').length > count", arg=replies)


def wait_until_in_sight(page, selector):
    """The page is scrolled smoothly."""
    ends = time.monotonic() + 10
    while not in_sight(page, selector):
        assert time.monotonic() < ends
        page.wait_for_timeout(50)


@SIZES
def test_nothing_jumps_while_an_answer_is_written(visit, size):
    page = visit(size)
    ask(page, ANSWER.question)
    page.evaluate(WATCH)
    ask(page, "每周哪几天开放?")
    assert len(page.evaluate("[...window.places]")) == 1
    assert page.evaluate("window.shift") < STILL, page.evaluate("window.moved")


def test_the_first_words_come_as_soon_as_they_are_found(visit, newspaper):
    page = visit()
    page.evaluate("""() => new MutationObserver(() => {
        if (document.querySelector(".reply .words")?.innerText) window.first ??= Date.now() / 1000;
    }).observe(document.body, { childList: true, subtree: true, characterData: true })""")
    ask(page, ANSWER.question)
    assert 0 < page.evaluate("window.first") - newspaper.assistant.found < FIRST_WORDS_SECONDS


# ---- on a phone


def test_on_a_phone_a_refusal_is_taken_along_and_leads_on(visit):
    page = visit(PHONE)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    ask(page, REFUSAL.question)
    expect(page.locator(".refusal .verdict")).to_have_text(say("page-refused"), use_inner_text=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.click(".take.copy")
    page.wait_for_function("text => document.querySelector('.take.copy').innerText === text", arg=say("page-copied"))
    assert page.evaluate("navigator.clipboard.readText()").startswith(say("refusal-no-number"))
    page.click(".take.link")
    page.wait_for_url("**/?q=*")
    assert page.evaluate("navigator.clipboard.readText()") == page.url
    page.click(".refusal a.all")
    wait_until_in_sight(page, ".sources h2")


def test_on_a_phone_the_keyboard_goes_the_same_ways(visit):
    page = visit(PHONE)
    ask(page, ANSWER.question)
    page.focus("a.marker >> nth=0")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.wait_for_selector("#source-0-2.chosen")
    wait_until_in_sight(page, "#source-0-2 h3")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.className") == "marker"
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.tagName") == "TEXTAREA"


@SIZES
def test_a_question_of_several_lines_leaves_the_chips_in_sight(visit, size):
    page = visit(size, path="?number=3&section=要闻")
    page.wait_for_selector("#ask-chips .chip")
    for lines in ("一行", "一行\n两行\n三行\n四行\n五行", "一行"):
        page.fill("#question textarea", lines)
        page.wait_for_function("""() => { const [chips, box] = ["#ask-chips .chips", "#question"].map(
            (name) => document.querySelector(name).getBoundingClientRect());
            return chips.height && chips.bottom <= box.top + 1 && box.top - chips.bottom < 40; }""")
        assert in_sight(page, "#ask-chips .chip span")
        assert in_sight(page, "#question textarea")


# ---- from a link


def test_a_link_of_a_narrowed_answer_is_asked_the_same_and_shows_it(visit, newspaper):
    page = visit(path=f"?q={ANSWER.question}&number=3&from=2022-01-20")
    page.wait_for_selector(".take.copy")
    page.wait_for_selector("#ask-chips .chip >> nth=1")
    assert newspaper.assistant.scopes[-1].numbers == (3,)
    expect(page.locator("#ask-chips .chip span")).to_have_text(
        [
            say("page-chip-first", date="2022年1月20日"),
            say("page-number", number=3),
        ],
        use_inner_text=True,
    )
    link = page.locator(".take.link").get_attribute("href")
    assert link.endswith("&from=2022-01-20&number=3")
    page.goto(newspaper.address + f"?q={ANSWER.question}")
    page.wait_for_selector(".take.copy")
    assert not (newspaper.assistant.scopes[-1] and newspaper.assistant.scopes[-1].narrows)
    assert page.locator("#ask-chips .chip").count() == 0


# ---- on paper


def is_printed_in_black(page):
    assert [
        page.locator(name).first.is_visible() for name in ("#question", "#tabs .tab-wrapper", "#side", ".take.copy")
    ] == [False] * 4
    expect(page.locator(".peek .quote")).to_have_text([each.quote for each in ANSWER.citations], use_inner_text=True)
    expect(page.locator(".peek .quote").first).to_be_visible()
    for name in (".asked", ".reply .words", ".peek .quote", ".refusal .words"):
        assert page.locator(name).first.evaluate("each => getComputedStyle(each).color") == "rgb(0, 0, 0)", name


def test_what_is_printed_is_the_answers_with_their_sources_in_black(visit):
    page = visit()
    ask(page, ANSWER.question)
    ask(page, REFUSAL.question)
    for _ in by_day_and_by_night(page):
        page.emulate_media(media="print")
        is_printed_in_black(page)
        page.emulate_media(media="screen")
    page.click("a.marker >> nth=0")
    page.click(".sources button.whole")
    page.wait_for_selector("dialog[open]")
    page.emulate_media(media="print")
    expect(page.locator("#conversation")).to_be_hidden()
    expect(page.locator("dialog[open] h2")).to_contain_text(LIBRARY.title.split()[0], use_inner_text=True)
