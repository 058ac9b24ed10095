"""The corpus tab in a real Chromium: a page is dropped, read, asked about and removed again."""

import pytest
from playwright.sync_api import expect
from support.chromium import (
    PHONE,
    WIDE,
    by_day_and_by_night,
    contrast,
    in_chromium,
    in_sight,
    two_sites,
    watched,
)
from support.corpus_page import drop, names, outcome, remove
from support.shelving import BOOKS, FERRY, FERRY_QUESTION, HOSPITAL, LIGHTS

from ui.wording import say

pytestmark = in_chromium

LONG = (
    "江滨通讯\n\n本报讯 "
    + "".join(
        f"第{number}号码头的灯由第{number * 7}班的值夜人照看。" for number in range(1, 2000)
    )  # seconds to encode, however fast the rest of a build is
    + "\n"
)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    """Serves a corpus of three pages with the real encoder; `read_only` serves the same one so."""
    folder = tmp_path_factory.mktemp("corpus")
    source = folder / "pages"
    source.mkdir()
    for name, text in {"001.txt": BOOKS, "20220121_02版.txt": LIGHTS, "003.txt": HOSPITAL}.items():
        (source / name).write_text(text, "utf-8")
    with two_sites(source, folder / "index") as addresses:
        yield source, *addresses


@pytest.fixture
def visit(browser, corpus):
    """Opens the tab as a new visitor, watched."""
    with watched(browser, *corpus[1:]) as opened:

        def visited(viewport=WIDE, scheme="light", read_only=False):
            page = opened(corpus[2 if read_only else 1], viewport, scheme)
            page.get_by_role("tab", name=say("page-tab-corpus")).click()
            page.wait_for_selector(".corpus-pages tbody tr")
            return page

        yield visited


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["desktop", "phone"])
def test_a_dropped_page_is_read_asked_about_and_removed_again(visit, corpus, viewport):
    page = visit(viewport)
    before = names(page)
    figures = page.locator("#masthead .figures").inner_text()
    drop(page, 渡口=FERRY, 空白="")
    assert outcome(page) == say("page-corpus-added", count=1)
    expect(page.locator("#corpus-work .failed")).to_contain_text(
        say("page-empty", name="空白.txt"), use_inner_text=True
    )
    assert sorted(names(page)) == sorted([*before, "渡口.txt"])
    expect(page.locator("#corpus-figures .pages dd")).to_have_text(str(len(before) + 1), use_inner_text=True)
    page.wait_for_function("before => document.querySelector('#masthead .figures').innerText !== before", arg=figures)
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]

    page.get_by_role("tab", name=say("page-tab-browse")).click()
    page.click("#shelf button[data-page='渡口.txt']")  # at once, without the page being loaded again
    page.wait_for_selector(".paper[data-page='渡口.txt'] .run")

    page.get_by_role("tab", name=say("page-tab-ask")).click()
    page.fill("#question textarea", FERRY_QUESTION)
    page.press("#question textarea", "Enter")
    page.wait_for_selector("#conversation .reply .onward")
    expect(page.locator("#conversation .reply")).to_contain_text("四十人", use_inner_text=True)

    page.get_by_role("tab", name=say("page-tab-corpus")).click()
    remove(page, "渡口.txt")
    assert outcome(page) == say("page-corpus-removed", count=1)
    assert names(page) == before
    assert not (corpus[0] / "渡口.txt").exists()
    page.get_by_role("tab", name=say("page-tab-browse")).click()
    page.wait_for_selector("#shelf button[data-page='渡口.txt']", state="detached")
    page.wait_for_selector(".paper:not([data-page='渡口.txt']) .run")
    assert "渡口.txt" not in page.locator("#choice input").input_value()
    page.get_by_role("tab", name=say("page-tab-corpus")).click()
    expect(page.locator("button.remove")).to_be_disabled()
    page.wait_for_function("before => document.querySelector('#masthead .figures').innerText === before", arg=figures)


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["desktop", "phone"])
def test_the_sources_of_an_answer_say_at_once_that_their_page_was_removed(visit, viewport):
    page = visit(viewport)
    drop(page, 码头=FERRY)
    assert outcome(page) == say("page-corpus-added", count=1)
    page.get_by_role("tab", name=say("page-tab-ask")).click()
    page.fill("#question textarea", FERRY_QUESTION)
    page.press("#question textarea", "Enter")
    page.wait_for_selector("#conversation .reply .onward")
    expect(page.locator("#sources .gone")).to_have_count(0)
    page.get_by_role("tab", name=say("page-tab-corpus")).click()
    remove(page, "码头.txt")
    page.get_by_role("tab", name=say("page-tab-ask")).click()
    if viewport == PHONE:
        page.locator("#conversation a.all").click()
    expect(page.locator("#sources .card .gone").first).to_have_text(say("page-gone-note"), use_inner_text=True)
    expect(page.locator("#sources button.whole")).to_have_count(0)
    expect(page.locator("#conversation .reply")).to_contain_text("四十人", use_inner_text=True)


def test_a_change_that_is_cancelled_leaves_the_corpus_as_it_was(visit, corpus, tmp_path):
    page = visit()
    before = names(page)
    (tmp_path / "码头.txt").write_text(LONG, "utf-8")
    page.set_input_files("#corpus-files input", tmp_path / "码头.txt")
    page.wait_for_selector("#corpus-stop")
    assert page.locator("button.remove").count() == 0
    page.locator("#corpus-stop").click()
    assert outcome(page) == say("library-cancelled")
    assert names(page) == before
    expect(page.locator("#corpus-stop")).to_be_hidden()
    assert not list(corpus[0].glob("码头*"))


def test_nothing_is_removed_without_a_second_word(visit, corpus):
    page = visit()
    before = names(page)
    page.locator("input.all").check()
    expect(page.locator(".chosen")).to_have_text(say("page-corpus-chosen", count=len(before)), use_inner_text=True)
    page.locator("button.remove").click()
    page.wait_for_selector("#corpus-no")
    # By day, number or headline, the file on demand: 001.txt is shown as what it prints.
    expect(page.locator(".corpus-confirm li span")).to_have_text(
        ["2022年1月21日 · 第2版", "《南街图书角开门迎客》", "《我市新增社区医院》"], use_inner_text=True
    )
    page.locator(".corpus-confirm summary").first.click()
    expect(page.locator(".corpus-confirm li").first).to_contain_text(before[0], use_inner_text=True)
    assert in_sight(page, "#corpus-yes")
    page.locator("#corpus-no").click()
    page.wait_for_selector("#corpus-yes", state="hidden")
    assert names(page) == before
    assert all((corpus[0] / name).exists() for name in before)


def test_the_place_to_drop_pages_speaks_the_language_of_the_page(visit):
    page = visit()
    expect(page.locator("#corpus-files button")).to_have_attribute("aria-label", say("page-corpus-drop"))
    assert ".txt" in page.locator("#corpus-files input").get_attribute("accept")
    expect(page.locator("#corpus-adding").get_by_text(say("page-corpus-drop")).last).to_be_visible()


def row(page, name: str) -> str:
    return page.locator(".corpus-pages tbody tr", has=page.locator(f"button[data-edit='{name}']")).inner_text()


def focused(page) -> str:
    """What has the keyboard: the name of a field, or what a button is called."""
    return page.evaluate("document.activeElement.name || document.activeElement.ariaLabel || ''")


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["desktop", "phone"])
def test_a_pages_day_number_and_paper_are_set_by_keyboard_alone_shown_and_undone(visit, corpus, viewport):
    page = visit(viewport)
    name = "001.txt"
    edit = page.locator(f"button[data-edit='{name}']")
    edit.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("form.corpus-facts")
    page.wait_for_function("document.activeElement.name === 'date'")
    assert in_sight(page, "form.corpus-facts input[name=date]")
    for typed in ("2月30日", "5", "朔原晚报"):
        page.keyboard.type(typed)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # the button that the keyboard has come to: to save
    page.wait_for_selector("form.corpus-facts [aria-invalid]")
    expect(page.locator(".corpus-facts .problem")).to_have_text(
        say("library-facts-date", text="2月30日"), use_inner_text=True
    )
    page.wait_for_function("document.activeElement.name === 'date'")
    expect(page.locator(".corpus-facts input[name=paper]")).to_have_value("朔原晚报")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("2023年9月14日")
    page.keyboard.press("Enter")
    assert outcome(page) == say("page-corpus-described", name="2023年9月14日 · 第5版")
    assert "2023年9月14日" in row(page, name) and "朔原晚报" in row(page, name)
    assert (corpus[0] / "pages.toml").read_text("utf-8") == (
        f'[[page]]\nfile = "{name}"\ndate = 2023-09-14\nnumber = 5\npaper = "朔原晚报"\n'
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]

    page.get_by_role("tab", name=say("page-tab-browse")).click()
    page.click(f"#shelf button[data-page='{name}']")
    page.wait_for_selector(f".paper[data-page='{name}'] h2:has-text('2023年9月14日 · 第5版')")

    page.get_by_role("tab", name=say("page-tab-corpus")).click()
    told = "2023年9月14日 · 第5版"
    page.get_by_role("button", name=say("page-corpus-undo-description", names=told)).click()
    page.wait_for_selector(
        f".corpus-work .done:has-text('{say('page-corpus-undescribed', name='《南街图书角开门迎客》')}')"
    )
    page.wait_for_selector("#corpus-files button")
    assert "2023" not in row(page, name)
    assert not (corpus[0] / "pages.toml").exists()


def test_the_form_of_a_page_is_left_with_escape_and_the_keyboard_goes_back(visit, corpus):
    page = visit()
    page.locator("button[data-edit='003.txt']").focus()
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.name === 'date'")
    page.keyboard.type("2023-09-14")
    page.keyboard.press("Escape")
    page.wait_for_selector("form.corpus-facts", state="detached")
    page.wait_for_function("document.activeElement.dataset.edit === '003.txt'")
    assert focused(page) == page.get_attribute("button[data-edit='003.txt']", "aria-label")
    page.keyboard.press("Enter")
    page.wait_for_selector("form.corpus-facts")
    expect(page.locator(".corpus-facts input[name=date]")).to_have_value("")
    page.locator(".corpus-facts button.leave").click()
    page.wait_for_selector("form.corpus-facts", state="detached")
    assert not (corpus[0] / "pages.toml").exists()


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["desktop", "phone"])
def test_the_form_of_a_page_is_readable_by_day_and_by_night(visit, viewport):
    page = visit(viewport)
    page.locator("button[data-edit='003.txt']").click()
    page.locator(".corpus-facts input[name=number]").fill("0")
    page.keyboard.press("Enter")
    page.wait_for_selector(".corpus-facts [aria-invalid]")
    for scheme in by_day_and_by_night(page):
        for selector in ("h3", "label", "input", ".now", ".corpus-note", ".problem", "button.save", "button.leave"):
            assert contrast(page, f".corpus-facts {selector}") >= 4.5, (scheme, selector)
        assert contrast(page, "button.edit") >= 4.5
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]


def test_the_tab_is_readable_by_day_and_by_night(visit):
    page = visit()
    for scheme in by_day_and_by_night(page):
        for selector in (".corpus-pages .file summary", ".corpus-pages .period", ".corpus-figures dt", ".corpus-drop"):
            assert contrast(page, selector) >= 4.5, (scheme, selector)


def test_read_only_there_is_the_table_and_nothing_to_change_it(visit):
    page = visit(read_only=True)
    assert len(names(page)) == 3
    expect(page.locator("#corpus-obstacle")).to_have_text(say("library-read-only"), use_inner_text=True)
    for selector in (
        "#corpus-files",
        "#corpus-rebuild",
        "#corpus-stop",
        "#corpus-yes",
        "#corpus-table input",
        "button.remove",
        "button.edit",
    ):
        assert not page.locator(selector).is_visible(), selector
