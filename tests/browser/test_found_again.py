"""In a real Chromium: work is found again after a reload, a removal is undone, and an empty corpus is begun."""

import contextlib
import threading

import pytest
from playwright.sync_api import expect
from support.chromium import (
    PHONE,
    WIDE,
    by_day_and_by_night,
    contrast,
    in_sight,
    watched,
)
from support.corpus_page import drop, names, outcome, remove
from support.fakes import FakeEncoder
from support.questions import GOOD
from support.serving import free_port
from support.shelving import BOOKS, FERRY, FERRY_QUESTION, HOSPITAL, LIGHTS, SETTINGS, WORDS

from rag.assistant import Assistant
from rag.corpus.library import Library
from rag.index.build import build_index
from ui.wording import say

pytestmark = [pytest.mark.browser]

PATHS = {"zh": "", "en": "en/"}


class GatedEncoder(FakeEncoder):
    """Encodes while `gate` is open, and waits while it is shut."""

    def __init__(self):
        super().__init__(WORDS)
        self.gate = threading.Event()
        self.gate.set()

    def _vectors(self, texts):
        self.gate.wait(60)
        return super()._vectors(texts)


@contextlib.contextmanager
def served(folder, encoder, **named):
    """The address of a library of the pages in `folder`, and the library."""
    from ui.app import build_site

    source, index = folder / "pages", folder / "index"
    build_index(source, index, SETTINGS, encoder, "fake", empty=True)
    library = Library(Assistant.open(index, SETTINGS, encoder), source, index, encoder, **named)
    site = build_site(library)
    try:
        yield site.start("127.0.0.1", free_port()), library
    finally:
        site.close()


@pytest.fixture
def encoder():
    encoder = GatedEncoder()
    yield encoder
    encoder.gate.set()


@pytest.fixture
def folder(tmp_path):
    """A folder with three pages."""
    (tmp_path / "pages").mkdir()
    for name, text in {"001.txt": BOOKS, "20220121_02版.txt": LIGHTS, "003.txt": HOSPITAL}.items():
        (tmp_path / "pages" / name).write_text(text, "utf-8")
    return tmp_path


@contextlib.contextmanager
def visiting(browser, address):
    """Opens tabs of the page: a new visitor's, or, with the page of an earlier visitor, another of theirs."""
    with watched(browser, address) as opened:

        def visited(tab="page-tab-corpus", language="zh", viewport=WIDE, scheme="light"):
            page = opened(address + PATHS[language], viewport, scheme, "zh-CN" if language == "zh" else "en")
            show(page, tab, language)
            return page

        yield visited


def show(page, tab="page-tab-corpus", language="zh"):
    page.get_by_role("tab", name=say(tab, language)).click()


def reloaded(page, tab="page-tab-corpus"):
    page.reload()
    page.wait_for_selector("#question textarea", state="attached")
    show(page, tab)


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["desktop", "phone"])
def test_an_upload_is_found_again_with_its_progress_and_ends(browser, folder, encoder, viewport):
    with served(folder, encoder) as (address, _), visiting(browser, address) as visit:
        page = visit(viewport=viewport)
        page.wait_for_selector(".corpus-pages tbody tr")
        encoder.gate.clear()
        drop(page, 渡口=FERRY)
        page.wait_for_selector("#corpus-work .stages .present")
        for _ in range(2):
            reloaded(page)
            page.wait_for_selector("#corpus-stop")
            expect(page.locator("#corpus-work h3")).to_contain_text(
                say("page-corpus-adding", count=1), use_inner_text=True
            )
            expect(page.locator("#corpus-work .files")).to_contain_text("渡口.txt", use_inner_text=True)
            expect(page.locator("#corpus-work .stages")).to_be_visible()
            assert in_sight(page, "#corpus-stop")
            page.wait_for_selector("button.remove", state="detached")
            expect(page.locator("#corpus-files")).to_be_hidden()
        encoder.gate.set()
        assert outcome(page) == say("page-corpus-added", count=1)
        assert "渡口.txt" in names(page)
        expect(page.locator("#corpus-stop")).to_be_hidden()
        page.wait_for_function("() => document.querySelector('#masthead .figures').innerText.startsWith('4')")
        reloaded(page)
        assert outcome(page) == say("page-corpus-added", count=1)  # whoever looked away at the end is told all the same


def test_an_upload_is_cancelled_after_a_reload_and_from_the_page_in_the_other_language(browser, folder, encoder):
    with served(folder, encoder) as (address, library), visiting(browser, address) as visit:
        page = visit()
        # another page the second time: the vectors of what was cancelled are kept, and nothing would be left to stop
        for language, ferry in (("zh", FERRY), ("en", FERRY.replace("渡", "摆渡"))):
            page.wait_for_selector(".corpus-pages tbody tr")
            encoder.gate.clear()
            drop(page, 渡口=ferry)
            page.wait_for_selector("#corpus-stop")
            page.goto(address + PATHS[language])
            show(page, language=language)
            page.locator("#corpus-stop").click()
            page.wait_for_function(
                "said => document.querySelector('#corpus-work .count').innerText === said",
                arg=say("page-corpus-stopping", language),
            )
            encoder.gate.set()
            assert outcome(page) == say("library-cancelled", language)
            assert len(library.assistant.pages) == len(names(page)) == 3
            page.goto(address)
            show(page)


def test_others_see_that_a_change_is_under_way_and_go_on_asking(browser, folder, encoder):
    with served(folder, encoder) as (address, _), visiting(browser, address) as visit:
        page = visit()
        page.wait_for_selector(".corpus-pages tbody tr")
        encoder.gate.clear()
        drop(page, 渡口=FERRY)
        page.wait_for_selector("#corpus-stop")
        other = visit()
        other.wait_for_selector("#corpus-work .outcome")
        expect(other.locator("#corpus-work .outcome")).to_have_text(say("page-corpus-others"), use_inner_text=True)
        expect(other.locator("#corpus-stop")).to_be_hidden()
        expect(other.locator("#corpus-files")).to_be_hidden()
        expect(other.locator("#corpus")).not_to_contain_text("渡口", use_inner_text=True)
        encoder.gate.set()
        other.wait_for_selector("#corpus-files button")
        assert "渡口.txt" in names(other)
        expect(other.locator("#corpus-work section")).to_be_hidden()
        show(other, "page-tab-ask")
        other.fill("#question textarea", FERRY_QUESTION)
        other.press("#question textarea", "Enter")
        other.wait_for_selector("#conversation .reply .onward")


def test_an_evaluation_is_found_again_stopped_and_ended(browser, folder, encoder):
    (folder / "pages" / "questions.jsonl").write_text(GOOD, "utf-8")
    with served(folder, encoder) as (address, _), visiting(browser, address) as visit:
        page = visit("page-tab-evaluation")
        for stopped in (True, False):
            encoder.gate.clear()
            page.locator("#eval-run").click()
            page.wait_for_selector("#eval-stop")
            reloaded(page, "page-tab-evaluation")
            page.wait_for_selector("#eval-work .bar", state="attached")
            page.wait_for_selector("#eval-run[disabled]")
            page.wait_for_selector("#eval-stop")
            assert in_sight(page, "#eval-stop")
            other = visit("page-tab-evaluation", "en")
            other.wait_for_selector("#eval-work .eval-note")
            expect(other.locator("#eval-work .eval-note")).to_have_text(
                say("page-eval-others", "en"), use_inner_text=True
            )
            other.wait_for_selector("#eval-run[disabled]")
            expect(other.locator("#eval-stop")).to_be_hidden()
            if stopped:
                page.locator("#eval-stop").click()
                page.wait_for_function(
                    "said => document.querySelector('#eval-work .stage').innerText.includes(said)",
                    arg=say("page-eval-stopping"),
                )
            encoder.gate.set()
            page.wait_for_selector("#eval-work .outcome")
            told = page.locator("#eval-work .outcome").inner_text()
            assert told == say("page-eval-stopped", done=0, total=3) if stopped else "秒" in told
            other.wait_for_selector("#eval-run:not([disabled])")
            if not stopped:
                for each in (page, other):
                    each.wait_for_selector("#eval-results .tiles")
                    expect(each.locator("#eval-lines button")).to_have_count(3)


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["desktop", "phone"])
def test_a_removal_is_undone_after_a_reload_and_after_a_restart(browser, folder, encoder, viewport):
    with served(folder, encoder) as (address, _), visiting(browser, address) as visit:
        page = visit(viewport=viewport)
        page.wait_for_selector(".corpus-pages tbody tr")
        remove(page, "001.txt")
        assert outcome(page) == say("page-corpus-removed", count=1)
        page.wait_for_selector(".corpus-removals button")
        reloaded(page)
        page.locator(".corpus-removals button").click()
        page.wait_for_selector(".corpus-removals", state="detached")
        assert outcome(page) == say("page-corpus-restored", count=1)
        assert sorted(names(page)) == ["001.txt", "003.txt", "20220121_02版.txt"]
        assert (folder / "pages" / "001.txt").read_text("utf-8") == BOOKS
        remove(page, "003.txt")
        page.wait_for_selector(".corpus-removals button")
        remove(page, "001.txt")
        page.wait_for_selector(".corpus-removals details")
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    with served(folder, encoder) as (address, _), visiting(browser, address) as visit:
        page = visit(viewport=viewport)
        page.locator(".corpus-removals summary").click()
        page.locator(".corpus-removals details button").click()
        page.wait_for_selector(".corpus-pages tbody tr:nth-child(2)")
        assert sorted(names(page)) == ["003.txt", "20220121_02版.txt"]
        page.locator(".corpus-removals button").click()
        page.wait_for_selector(".corpus-pages tbody tr:nth-child(3)")
        assert page.locator(".corpus-removals").count() == 0


def test_read_only_nothing_can_be_undone(browser, folder, encoder):
    with served(folder, encoder) as (_, library):
        library.remove(["001.txt"])
    with served(folder, encoder, read_only=True) as (address, _), visiting(browser, address) as visit:
        page = visit()
        page.wait_for_selector(".corpus-pages tbody tr")
        assert page.locator(".corpus-removals").count() == 0


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["desktop", "phone"])
def test_an_empty_corpus_says_where_to_drop_files_and_is_begun_emptied_and_brought_back(
    browser, tmp_path, encoder, viewport
):
    (tmp_path / "pages").mkdir()
    with served(tmp_path, encoder) as (address, library), visiting(browser, address) as visit:
        page = visit("page-tab-ask", viewport=viewport)
        told = page.locator("#conversation .welcome").inner_text()
        assert say("page-corpus-none") in told and ".docx" in told
        show(page, "page-tab-browse")
        page.wait_for_selector(".no-paper")
        expect(page.locator(".no-paper")).to_have_text(say("page-read-none"), use_inner_text=True)
        show(page)
        expect(page.locator(".corpus-empty")).to_contain_text(
            say("page-corpus-none-drop", drop=say("page-corpus-drop")), use_inner_text=True
        )
        assert in_sight(page, "#corpus-files button")
        expect(page.locator("#corpus-filter")).to_be_hidden()
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
        show(
            page, "page-tab-ask"
        )  # last: what the browser had kept is shown by then, and does not take the reply's place
        page.fill("#question textarea", FERRY_QUESTION)
        page.press("#question textarea", "Enter")
        page.wait_for_function(
            "said => document.querySelector('#conversation').innerText.includes(said)", arg=say("corpus-empty")
        )
        show(page)
        drop(page, 渡口=FERRY)
        assert outcome(page) == say("page-corpus-added", count=1)
        show(page, "page-tab-browse")
        page.wait_for_selector(".paper[data-page='渡口.txt']")
        show(page)
        remove(page, "渡口.txt")
        page.wait_for_selector(".corpus-empty")
        assert library.assistant.pages == ()
        page.wait_for_function(
            "said => document.querySelector('#masthead .figures').innerText === said", arg=say("page-corpus-none")
        )
        page.locator(".corpus-removals button").click()
        page.wait_for_selector(".corpus-pages tbody tr")
        assert names(page) == ["渡口.txt"]


def test_what_is_new_is_readable_by_day_and_by_night(browser, folder, encoder):
    with served(folder, encoder) as (address, library), visiting(browser, address) as visit:
        library.remove(["001.txt"])
        page = visit()
        page.wait_for_selector(".corpus-removals")
        for scheme in by_day_and_by_night(page):
            for selector in (".corpus-removals .said", ".corpus-removals button", ".corpus-removals h3"):
                assert contrast(page, selector) >= 4.5, (scheme, selector)
        library.remove([each.name for each in library.assistant.pages])
        reloaded(page)
        page.wait_for_selector(".corpus-empty")
        for scheme in by_day_and_by_night(page):
            for selector in (".corpus-empty p", ".corpus-empty .corpus-note", ".corpus-removals summary"):
                assert contrast(page, selector) >= 4.5, (scheme, selector)
