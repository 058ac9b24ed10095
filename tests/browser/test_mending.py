"""A page is mended in a real Chromium: how many presses it takes, what is in sight, and two tabs at one split."""

import contextlib
import threading
from types import SimpleNamespace

import pytest
from playwright.sync_api import expect
from support.chromium import CHROMIUM, PHONE, WIDE, by_day_and_by_night, contrast, watched
from support.serving import free_port
from support.shelving import BOOKS, FERRY, HOSPITAL, Place, share_terms

from ui.app import build_site
from ui.wording import say

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is not installed")]
CALLED = "2023年9月14日 · 《南街图书角开门迎客》"
TITLES = "[...document.querySelectorAll('#paper .run h3')].map((each) => each.textContent.trim())"


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    share_terms()
    place = Place(tmp_path_factory.mktemp("mending"))
    (place.source / "002.txt").write_text("\n".join((BOOKS, FERRY, HOSPITAL)), "utf-8")
    library = place.library()
    library.rebuild()
    library.remove(["001.txt"])
    site = build_site(library)
    yield SimpleNamespace(address=site.start("127.0.0.1", free_port()), library=library)
    site.close()


@pytest.fixture
def presses(browser, served):
    """A visitor whose presses are counted: the page and the count."""
    with contextlib.ExitStack() as visits:

        def visited(viewport=WIDE):
            page = visits.enter_context(watched(browser, served.address))(served.address, viewport)
            page.wait_for_selector("#question textarea")
            page.evaluate("window.presses = 0; addEventListener('click', (e) => { presses += e.isTrusted; }, true)")
            page.wait_for_timeout(300)  # the tab is ready to be pressed
            page.get_by_role("tab", name=say("page-tab-browse")).click()
            page.wait_for_selector("#paper button.mend")
            return page

        yield visited


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["desktop", "phone"])
def test_two_pieces_are_joined_with_three_presses_seen_as_mended_and_undone_with_one(presses, viewport):
    page = presses(viewport)
    before = page.evaluate(TITLES)
    page.locator("button.mend").nth(1).click()
    page.wait_for_selector("dialog.mending[open] .rows button:focus")
    assert page.locator(":focus").get_attribute("data-cut")  # the arrows go on from here
    page.keyboard.press("ArrowUp")
    assert page.locator(":focus").get_attribute("data-join")
    for _ in by_day_and_by_night(page):
        parts = ("label.title", ".hint", ".line .words", ".other .words", ".other .place", ".cut", ".join")
        assert min(contrast(page, f"dialog.mending {part}") for part in parts) >= 4.5
    assert page.evaluate("document.querySelector('dialog.mending').scrollWidth") <= viewport["width"]
    page.locator("dialog.mending button.join").first.click()
    page.wait_for_selector("#mended .mended.done")
    page.wait_for_function(f"count => {TITLES}.length === count", arg=len(before) - 1)
    page.wait_for_selector(".run.just-mended button.mend:focus")  # the mended piece is in sight and in hand
    assert page.evaluate("presses") == 3  # the tab, the piece, the other piece
    page.locator("#mended button").click()
    page.wait_for_function(f"former => JSON.stringify({TITLES}) === JSON.stringify(former)", arg=before)
    expect(page.locator("#mended")).to_have_text(say("page-mended-undone"), use_inner_text=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]


def test_a_day_is_set_with_three_presses_and_the_later_of_two_tabs_is_told(presses, served):
    page, other = presses(), presses()
    page.locator(".tools [data-edit]").click()
    page.wait_for_selector("#facts-here input:focus")
    page.keyboard.type("2023-09-14")
    page.locator("#facts-here button.save").click()
    page.wait_for_function("document.querySelector('#paper h2')?.innerText.includes('2023年9月14日')")
    assert page.evaluate("presses") == 3  # the tab, the form, saving
    other.locator("button.mend").first.click()
    other.wait_for_selector("#mended .mended.failed")
    expect(other.locator("#mended")).to_contain_text(say("library-mend-changed", name=CALLED), use_inner_text=True)
    other.wait_for_function("document.querySelector('#paper h2')?.innerText.includes('2023年9月14日')")
    other.locator("button.mend").first.click()  # with the page as it is now, it can be done
    other.wait_for_selector("dialog.mending[open]")
    page.locator("button.mend").first.click()
    page.wait_for_selector("dialog.mending[open]")
    page.locator("dialog.mending input").fill("先到")
    page.keyboard.press("Enter")
    page.wait_for_selector("#mended .mended.done")
    other.locator("dialog.mending input").fill("后到")
    other.keyboard.press("Enter")
    other.wait_for_function("document.querySelector('dialog[open] .problem')?.innerText")
    expect(other.locator("dialog.mending .problem")).to_have_text(
        say("library-mend-changed", name="2023年9月14日 · 《先到》"), use_inner_text=True
    )
    expect(other.locator("dialog.mending input")).to_have_value("后到")
    assert "先到" in [piece.title for piece in served.library.assistant.articles]


def held(monkeypatch, library, name):
    """Have a change of the library wait until what comes back is set."""
    going, make = threading.Event(), getattr(library, name)

    def slow(*given):
        assert going.wait(60)
        return make(*given)

    monkeypatch.setattr(library, name, slow)
    return going


def test_what_is_mended_while_an_undo_goes_on_stays_open_and_is_kept_until_it_is_made(presses, served, monkeypatch):
    page = presses()
    dialog, told = page.locator("dialog.mending[open]"), page.locator("#mended .mended")
    page.locator("button.mend").first.click()
    dialog.locator("input").fill("甲题")
    page.keyboard.press("Enter")
    expect(told).to_contain_text(say("page-mended-say"), use_inner_text=True)
    going = held(monkeypatch, served.library, "restore")
    told.locator("button").click()
    expect(told).to_have_text(say("page-mend-undoing"), use_inner_text=True)
    page.locator("button.mend").last.click()
    dialog.locator("input").fill("乙题")
    going.set()
    expect(told).to_contain_text(say("page-mended-undone"), use_inner_text=True)
    page.wait_for_function("!document.querySelector('#paper').innerText.includes('甲题')")
    expect(dialog.locator("input")).to_have_value("乙题")
    page.keyboard.press("Enter")  # the undo has changed the page: that is said, and the next press makes it
    expect(dialog.locator(".problem")).not_to_be_empty()
    expect(dialog.locator("input")).to_have_value("乙题")
    page.keyboard.press("Enter")
    expect(told).to_contain_text(say("page-mended-say"), use_inner_text=True)
    expect(dialog).to_have_count(0)
    assert "乙题" in [piece.title for piece in served.library.assistant.articles]


def test_a_dialog_that_is_left_while_its_mend_goes_on_comes_back_in_place_of_the_next(presses, served, monkeypatch):
    page = presses()
    dialog = page.locator("dialog.mending[open]")
    going = held(monkeypatch, served.library, "mend")
    page.locator("button.mend").first.click()
    dialog.locator("input").fill("丙题")
    page.keyboard.press("Enter")
    expect(dialog.locator(".busy")).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    page.locator("button.mend").last.click()
    expect(dialog.locator(".busy")).to_be_visible()
    expect(dialog.locator("input")).to_have_value("丙题")
    going.set()
    expect(page.locator("#mended .mended")).to_contain_text(say("page-mended-say"), use_inner_text=True)
    expect(dialog).to_have_count(0)
    expect(page.locator("#paper .paper")).to_contain_text("丙题")
    page.locator("button.mend").last.click()
    expect(dialog.locator("input")).not_to_have_value("丙题")


def test_saving_what_is_said_of_a_page_shows_that_it_goes_on_and_nothing_of_what_was_wrong(
    presses, served, monkeypatch
):
    page = presses()
    form = page.locator("#facts-here form")
    page.locator(".tools [data-edit]").click()
    for _ in range(2):  # wrong once more is said once more
        form.locator("input[name=date]").fill("2024-13-45")
        form.locator("button.save").click()
        expect(form.locator(".problem")).to_have_text(say("library-facts-date", text="2024-13-45"), use_inner_text=True)
        expect(form.locator("button.save")).to_be_enabled()
    going = held(monkeypatch, served.library, "describe")
    form.locator("input[name=date]").fill("2024-01-05")
    form.locator("button.save").click()
    expect(form.locator(".busy")).to_have_text(say("page-facts-busy"), use_inner_text=True)
    expect(form.locator(".problem")).to_be_empty()
    expect(form.locator("button.save")).to_be_disabled()
    expect(form.locator("[aria-invalid]")).to_have_count(0)
    for _ in by_day_and_by_night(page):
        assert contrast(page, "#facts-here .busy") >= 4.5
    going.set()
    expect(form).to_have_count(0)
    expect(page.locator("#paper h2")).to_contain_text("2024年1月5日", use_inner_text=True)
