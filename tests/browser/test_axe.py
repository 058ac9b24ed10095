"""axe-core on the real page: every tab, in both languages, by day and by night, with an answer and a piece opened."""

import contextlib
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from support.chromium import ANSWER_SECONDS, CHROMIUM
from support.fakes import FakeEncoder
from support.newsroom import PAGE, PAGE_NAME, QUESTION, WORDS
from support.serving import free_port

from rag import Assistant, Settings, build_index
from rag.corpus import Library
from rag.corpus.feedback import FeedbackFile
from ui.app import build_site
from ui.extras import Extras
from ui.tour.steps import TourStep

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is not installed")]
STEPS = (TourStep((QUESTION,), {"zh": "看点", "en": "point"}),)


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    site = build_site(
        library(tmp_path_factory.mktemp("axe")),
        [QUESTION],
        Extras(FeedbackFile(tmp_path_factory.mktemp("feedback")), STEPS),
    )
    yield site.start("127.0.0.1", free_port())
    site.close()


def library(folder: Path) -> Library:
    """The small newspaper with the fake encoder, as a library: with all tabs that there are."""
    encoder = FakeEncoder(WORDS)
    settings = Settings(reader="none", refusal_score=0.1, refusal_score_foreign=0.1)  # what is near is answered
    source, index = folder / "pages", folder / "index"
    source.mkdir()
    (source / PAGE_NAME).write_text(PAGE, "utf-8")
    build_index(source, index, settings, lambda: encoder, encoder.name)
    return Library(Assistant.open(index, settings, encoder), source, index, encoder)


def grave(page) -> list[str]:
    """What axe finds that is serious or critical, each with the first places."""
    found = Axe().run(page).response["violations"]
    return [
        f"{each['id']} ({each['impact']}): {[node['html'][:160] for node in each['nodes'][:3]]}"
        for each in found
        if each["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["", "en/"], ids=["zh", "en"])
def test_nothing_serious_stands_in_anyones_way(browser, address, path, scheme):
    problems = {}
    with contextlib.closing(
        browser.new_context(color_scheme=scheme, locale="en" if path else "zh-CN", reduced_motion="reduce")
    ) as context:
        page = context.new_page()
        page.set_default_timeout(ANSWER_SECONDS)

        def see(view: str) -> None:
            problems[view] = grave(page)

        page.goto(address + path)
        page.wait_for_selector("#question textarea")
        see("welcome")
        for shown in (see_looks, see_an_answer, see_a_plan, see_tabs):
            shown(page, see)
    assert {view: found for view, found in problems.items() if found} == {}


def see_looks(page, see):
    page.click("button.look")
    page.wait_for_selector("#look input:focus")
    see("look")
    page.click("#look .keymap")
    page.wait_for_selector("#keymap[open]")
    see("keys")
    page.keyboard.press("Escape")


def see_an_answer(page, see):
    page.locator("#question textarea").fill(QUESTION)
    page.locator("#question textarea").press("Enter")
    page.wait_for_selector("#conversation .onward")
    page.locator("#conversation a.thumb").first.click()
    page.wait_for_selector(".feedback-place form")
    see("answer")
    page.locator("#sources .clip-it").first.click()
    page.wait_for_selector("#clipping-told:not(:empty)")
    page.click(".masthead button.clippings")
    page.wait_for_selector("dialog.clippings[open]")
    see("clippings")
    page.keyboard.press("Escape")
    page.locator("#sources button.whole").first.click()
    page.wait_for_selector("dialog[open]")
    see("piece")
    page.keyboard.press("Escape")


def see_a_plan(page, see):
    page.locator("#question textarea").fill("2024年提到牡丹的报道有几篇")
    page.locator("#question textarea").press("Enter")
    page.wait_for_selector("#conversation .plan .change")
    see("list")
    for place in range(3):
        page.locator("#conversation .plan .change").nth(place).click()
        page.wait_for_selector("dialog.change-plan[open]")
        see(f"dialog {place}")
        page.keyboard.press("Escape")
        page.wait_for_selector("dialog.change-plan", state="detached")
    page.locator("#conversation .plan a.add").click()
    page.wait_for_selector("dialog.change-plan[open] button.add")
    see("dialog of a condition to add")
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog.change-plan", state="detached")


def see_tabs(page, see):
    tabs = page.locator("#tabs [role=tab]")
    for place in range(1, tabs.count()):
        tabs.nth(place).click()
        page.wait_for_timeout(300)
        see(tabs.nth(place).inner_text())
        if page.locator("button.mend").first.is_visible():
            see_mending(page, see)
        if page.locator("button.edit").first.is_visible():
            page.locator("button.edit").first.click()
            page.locator(".corpus-facts input[name=date]").fill("2月30日")
            page.keyboard.press("Enter")
            page.wait_for_selector(".corpus-facts [aria-invalid]")
            see("form of a page")


def see_mending(page, see):
    page.locator("button.mend").first.click()
    page.wait_for_selector("dialog.mending[open]")
    see("piece to be mended")
    page.locator("dialog.mending input").fill("")
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelector('dialog[open] .problem')?.innerText")
    see("mend that is refused")
    page.keyboard.press("Escape")
    page.locator(".tools [data-edit]").click()
    page.wait_for_selector("#facts-here form")
    see("form beside a page")
    page.keyboard.press("Escape")
    page.wait_for_selector("#facts-here form", state="detached")


@pytest.mark.parametrize("path", ["", "en/"], ids=["zh", "en"])
def test_every_tab_has_its_whole_name_on_a_narrow_phone(browser, address, path):
    narrow = {"width": 360, "height": 740}
    with contextlib.closing(browser.new_context(viewport=narrow, locale="en" if path else "zh-CN")) as context:
        page = context.new_page()
        page.goto(address + path)
        page.wait_for_selector("#question textarea")
        tabs = page.locator("#tabs [role=tab]")
        boxes = [tab.bounding_box() for tab in tabs.all()]
        assert len(boxes) == 4
        assert all(box["x"] >= 0 and box["x"] + box["width"] <= 360 for box in boxes)
        assert all(tab.evaluate("tab => tab.scrollWidth <= tab.clientWidth") for tab in tabs.all())  # no name is cut
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
