"""The calendar in a real Chromium, by keyboard, of a corpus of 2,000 pages: what it narrows, what stays short."""

import dataclasses
import datetime
from types import SimpleNamespace

import pytest
from playwright.sync_api import expect
from support.chromium import CHROMIUM, PHONE, WIDE, by_day_and_by_night, contrast, watched
from support.newspaper import LIGHTS, PAGE, Paper
from support.serving import free_port

from rag.records import Issue
from ui.app import build_site
from ui.wording import say

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is not installed")]
FIRST = datetime.date(2022, 1, 1)
FOCUS = "document.activeElement.dataset.day ?? document.activeElement.tagName"


@pytest.fixture(scope="module")
def address():
    days = [(FIRST + datetime.timedelta(days=place // 4)).isoformat() for place in range(2000)]
    pages = tuple(
        dataclasses.replace(PAGE, name=f"{day}_{place % 4}.txt", issue=Issue(day, place % 4 + 1, told="sidecar"))
        for place, day in enumerate(days)
    )
    site = build_site(
        Paper(pages, tuple(dataclasses.replace(LIGHTS, id=page.name, source=page.name) for page in pages))
    )
    yield site.start("127.0.0.1", free_port())
    site.close()


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["desktop", "phone"])
def test_a_day_is_found_by_keyboard_and_narrows_all_while_lists_stay_short(browser, address, viewport):
    with watched(browser, address) as opened:
        page = opened(address, viewport)
        page.wait_for_selector("#question textarea")
        page.get_by_role("tab", name=say("page-tab-browse")).click()
        page.wait_for_selector("#paper .run")
        if viewport == PHONE:  # folded until it is asked for
            expect(page.locator(".calendar table")).to_be_hidden()
            page.locator(".calendar summary").click()
        last = (FIRST + datetime.timedelta(days=499)).isoformat()
        assert page.locator("#shelf button[data-page]").count() <= 100
        page.locator(f"button[data-day='{last}']").focus()
        page.keyboard.press("PageUp")
        page.wait_for_function(f"/2023-04/.test({FOCUS})")
        page.keyboard.press("End")
        page.keyboard.press("ArrowUp")
        assert page.evaluate(FOCUS) == "2023-04-23"
        for _ in by_day_and_by_night(page):
            parts = (".calendar th", ".calendar [data-day]", ".calendar small", ".calendar select")
            assert min(contrast(page, part) for part in parts) >= 4.5
        page.keyboard.press("Enter")
        page.wait_for_selector(".paper[data-page='2023-04-23_0.txt']")
        page.wait_for_selector("button[data-day='2023-04-23'][aria-pressed='true']:focus")
        expect(page.locator("#browse-chips .chip")).to_have_text(["2023年4月23日"], use_inner_text=True)
        expect(page.locator("#shelf button[data-page]")).to_have_count(4)
        page.keyboard.press("Enter")  # again: all days
        page.wait_for_selector("#browse-chips .chip", state="detached")
        page.locator(".calendar select").first.focus()
        page.locator(".calendar select").first.select_option(index=0)
        page.wait_for_selector("button[data-day='2022-12-31']")
        page.wait_for_function(f"{FOCUS} === 'SELECT'")  # the keyboard stays where it was
        expect(page.locator(".paper")).to_have_attribute("data-page", "2023-04-23_0.txt")
        page.locator("#choosing button").first.click()  # the shelf follows the page that is turned to
        page.wait_for_selector("#shelf [aria-current][data-page='2023-04-22_3.txt']")
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]


@pytest.fixture(scope="module")
def few():
    """An address with so few pages that the shelf lists all of them, whatever the month."""
    days = [(FIRST + datetime.timedelta(days=31 * place)).isoformat() for place in range(40)]
    pages = tuple(dataclasses.replace(PAGE, name=f"{day}.txt", issue=Issue(day, 1, told="sidecar")) for day in days)
    site = build_site(
        Paper(pages, tuple(dataclasses.replace(LIGHTS, id=page.name, source=page.name) for page in pages))
    )
    yield SimpleNamespace(address=site.start("127.0.0.1", free_port()), days=days)
    site.close()


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["desktop", "phone"])
def test_the_calendar_and_the_list_of_issues_follow_the_page_however_it_is_come_to(browser, few, viewport):
    with watched(browser, few.address) as opened:
        page = opened(few.address, viewport)
        page.wait_for_selector("#question textarea")
        page.get_by_role("tab", name=say("page-tab-browse")).click()
        expect(page.locator("#shelf [aria-current]")).to_have_attribute("data-page", f"{few.days[-1]}.txt")
        page.wait_for_timeout(500)  # all that is asked when a page is loaded has come
        page.locator(f"#shelf button[data-page='{few.days[0]}.txt']").evaluate(
            "button => button.click()"
        )  # as the tour
        calendar = page.locator(".calendar")
        expect(calendar).to_have_attribute("data-shown", few.days[0][:7])
        expect(page.locator("#shelf [aria-current]")).to_have_attribute("data-page", f"{few.days[0]}.txt")
        expect(page.locator("#shelf [aria-current]")).to_be_in_viewport(ratio=0.9)
        page.get_by_role("button", name=say("page-on")).click()
        expect(page.locator(".paper")).to_have_attribute("data-page", f"{few.days[1]}.txt")
        expect(calendar).to_have_attribute("data-shown", few.days[1][:7])
        expect(page.locator(f".calendar [data-day='{few.days[1]}']")).to_have_count(1)
        if viewport == PHONE:
            expect(page.locator(".calendar table")).to_be_hidden()
            page.locator(".calendar summary").click()
        page.locator(".calendar .turn button").first.click()  # by hand it is turned alone
        expect(calendar).to_have_attribute("data-shown", few.days[0][:7])
        page.wait_for_timeout(500)
        expect(calendar).to_have_attribute("data-shown", few.days[0][:7])
        expect(page.locator(".paper")).to_have_attribute("data-page", f"{few.days[1]}.txt")
        page.reload()
        page.wait_for_selector("#question textarea")
        page.get_by_role("tab", name=say("page-tab-browse")).click()
        expect(page.locator(".paper")).to_have_attribute("data-page", f"{few.days[1]}.txt")
        expect(calendar).to_have_attribute("data-shown", few.days[1][:7])
