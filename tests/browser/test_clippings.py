"""Clippings in a real Chromium: kept with one press, listed, noted, moved, removed, taken along; and what may go wrong."""

import json
from types import SimpleNamespace

import pytest
from playwright.sync_api import expect
from support.chromium import CHROMIUM, PHONE, WIDE, by_day_and_by_night, contrast
from support.conversing import ask
from support.newspaper import ANSWER, LIBRARY, FakeNewspaper
from support.serving import free_port

from ui.wording import say

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is not installed")]
KEPT = """() => Object.keys(localStorage).filter((key) => key.startsWith("wenbao-clipping-"))
  .map((key) => JSON.parse(localStorage.getItem(key))).sort((one, other) => one.order - other.order)"""
KINDS = "[...document.querySelectorAll('.clipping .kind')].map((each) => each.textContent.trim())"


@pytest.fixture(scope="module")
def newspaper():
    from ui.app import build_site

    site = build_site(FakeNewspaper(), [ANSWER.question])
    yield SimpleNamespace(address=site.start("127.0.0.1", free_port()))
    site.close()


def told(page, key, **values):
    page.wait_for_function(
        "text => [...document.querySelectorAll('#clipping-told, .clippings .told span')]"
        ".some((each) => each.textContent.trim() === text)",
        arg=say(key, **values),
    )


def opened(page):
    page.click(".masthead button.clippings")
    page.wait_for_selector("dialog.clippings[open]")


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_a_sentence_is_kept_and_taken_along_with_three_presses_and_the_list_is_put_in_order(visit, size):
    page = visit(size)
    page.wait_for_timeout(500)
    expect(page.locator(".masthead button.clippings")).to_be_disabled()  # nothing to list
    ask(page, ANSWER.question)
    if size == PHONE:
        page.locator("#conversation a.all").click()
        page.wait_for_selector("#sources .clip-it", state="visible")
    page.evaluate("window.presses = 0; addEventListener('click', (e) => { presses += e.isTrusted; }, true)")
    page.locator("#sources .clip-it").first.click()
    told(page, "page-clipping-kept")
    if size == PHONE:
        page.locator("#sources button.back").click()
        page.evaluate("presses -= 1")  # the sheet had covered the head
    opened(page)
    with page.expect_download() as download:
        page.click("dialog.clippings [data-form=gbt]")
    assert page.evaluate("presses") == 3 and download.value.suggested_filename == "剪报.txt"
    assert LIBRARY.title in download.value.path().read_text("utf-8")
    page.keyboard.press("Escape")
    page.locator("#conversation a.clip-it").click()
    page.wait_for_function("document.querySelector('.masthead .clippings').textContent.trim().endsWith('2')")
    page.locator("#conversation a.clip-it").click()
    told(page, "page-clipping-present")
    opened(page)
    kinds = [say(f"page-clipping-{kind}") for kind in ("sentence", "answer")]
    assert page.evaluate(KINDS) == kinds
    for _ in by_day_and_by_night(page):
        parts = (".kind", "h3", "blockquote", ".place", "label", "textarea", ".down", ".remove")
        assert min(contrast(page, f".clipping {part}") for part in parts) >= 4.5
    page.locator(".clipping .down").first.click()
    assert page.evaluate(KINDS) == kinds[::-1]
    assert [each["kind"] for each in page.evaluate(KEPT)] == ["answer", "sentence"]
    page.locator(".clipping textarea").first.fill("核对\n原报")
    page.locator(".clipping .remove").first.click()
    told(page, "page-clipping-removed")
    assert len(page.evaluate(KEPT)) == 1
    page.wait_for_selector(".clippings .undo:focus")
    page.keyboard.press("Enter")
    page.wait_for_function(f"{KINDS}.length === 2")
    expect(page.locator(".clipping textarea").first).to_have_value("核对\n原报")
    assert page.evaluate("document.querySelector('dialog.clippings').scrollWidth") <= size["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_nothing_is_lost_to_another_tab_a_full_store_or_a_later_version(visit, newspaper):
    page = visit()
    ask(page, ANSWER.question)
    page.locator("#sources .clip-it").nth(0).click()
    told(page, "page-clipping-kept")
    page.locator("#sources .clip-it").nth(1).click()
    page.wait_for_function(f"({KEPT})().length === 2")
    page.evaluate(
        "localStorage.setItem('wenbao-clipping-later', JSON.stringify({ format: 99, new: 'form' }));"
        "localStorage.setItem('wenbao-clipping-broken', '{')"
    )
    opened(page)
    expect(page.locator(".clippings .unread")).to_have_text(say("page-clippings-unread", count=2), use_inner_text=True)
    other = page.context.new_page()
    other.goto(newspaper.address)
    keys = [
        f"wenbao-clipping-{each['id']}"
        for each in page.evaluate(
            KEPT.replace("JSON.parse", "(text => { try { return JSON.parse(text); } catch { return {}; } })")
        )
        if "id" in each
    ]
    # The other tab changes the note of the first and removes the second while both are written here.
    page.locator(".clipping textarea").first.focus()
    page.keyboard.type("这里写的")
    other.evaluate(
        "([first, second]) => { const value = JSON.parse(localStorage.getItem(first)); value.note = '那里写的';"
        "localStorage.setItem(first, JSON.stringify(value)); localStorage.removeItem(second); }",
        keys,
    )
    page.wait_for_timeout(400)
    page.locator(".clipping textarea").nth(1).focus()  # leaves the first
    told(page, "page-clipping-both")
    page.keyboard.type("留着")
    page.locator(".clipping .up").nth(1).focus()
    told(page, "page-clipping-elsewhere")
    notes = {
        each.get("id"): each.get("note")
        for each in map(
            json.loads,
            page.evaluate(
                "Object.keys(localStorage).filter((key) => /clipping-[0-9a-f]{16}/.test(key)).map((key) => localStorage.getItem(key))"
            ),
        )
    }
    assert sorted(notes.values()) == ["留着", "那里写的\n这里写的"]
    other.close()
    page.keyboard.press("Escape")
    page.evaluate(
        """() => { Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); }; }"""
    )
    page.locator("#conversation a.clip-it").click()
    told(page, "page-clippings-denied")
    assert page.evaluate("localStorage.getItem('wenbao-clipping-broken')") == "{"
    assert "99" in page.evaluate("localStorage.getItem('wenbao-clipping-later')")
