"""The guided tour walked through on a real site, in odd ways too: no response and no message of a script is an error."""

import json
import time
from types import SimpleNamespace

import pytest
from playwright.sync_api import expect
from support.archive import WORDS, archive
from support.chromium import CHROMIUM, PHONE, WIDE, watched
from support.fakes import FakeEncoder
from support.serving import free_port

from rag.corpus.feedback import FeedbackFile
from rag.corpus.library import Library
from ui.extras import Extras
from ui.tour.steps import TourStep

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is not installed")]
QUESTION = "东门渡口停航几天?"
STEPS = tuple(
    TourStep(questions, {"zh": f"看点{number}", "en": f"point {number}"}, show)
    for number, (questions, show) in enumerate(
        [
            ((QUESTION,), ""),
            ((), "source"),
            ((), "article"),
            ((), "page"),
            (("社区食堂添了几个窗口?", "供应什么?"), ""),
            ((), "evaluation"),
        ],
        start=1,
    )
)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    from ui.app import build_site

    folder = tmp_path_factory.mktemp("walk")
    assistant = archive(folder)
    line = {"id": "1", "question": QUESTION, "answers": ["三天"], "evidence": ["东门渡口停航三天"]}
    (folder / "pages" / "questions.jsonl").write_text(json.dumps(line, ensure_ascii=False) + "\n", "utf-8")
    library = Library(assistant, folder / "pages", folder / "index", FakeEncoder(WORDS))
    served = build_site(library, [QUESTION], Extras(FeedbackFile(folder / "index"), STEPS))
    yield SimpleNamespace(address=served.start("127.0.0.1", free_port()), assistant=assistant)
    served.close()


@pytest.fixture
def walk(browser, site):
    """Opens the tour; at the end, no script has said that something failed, and no response was an error."""
    refused = []
    with watched(browser, site.address) as opened:

        def started(viewport=WIDE, path=""):
            page = opened("about:blank", viewport)
            page.on("response", lambda response: refused.append((response.status, response.url)))
            page.goto(site.address + path)
            page.wait_for_selector('#tour .tour[data-state="ready"]')
            return page

        yield started
    assert len(refused) > 10  # they were recorded
    assert [each for each in refused if each[0] >= 400] == []


def reached(page, number):
    page.wait_for_selector(f'#tour .tour[data-state="answered"]:has-text("{number}/{len(STEPS)}")')


def through(page, first=1):
    for number in range(first, len(STEPS) + 1):
        page.keyboard.press("ArrowRight")
        reached(page, number)
        if STEPS[number - 1].show == "page":  # that of the source, which is not the newest issue's
            expect(page.locator("#library .paper")).to_have_attribute("data-page", "a.txt")


def test_the_last_step_waits_for_an_evaluation_that_takes_longer_than_an_answer_may(walk, site, monkeypatch):
    """It comes first: where there are results already, none is made."""
    page, ask = walk(), site.assistant.ask
    for number in range(1, len(STEPS)):
        page.keyboard.press("ArrowRight")
        reached(page, number)

    def slow(*given, **named):
        time.sleep(4)
        return ask(*given, **named)

    monkeypatch.setattr(site.assistant, "ask", slow)
    page.evaluate("const now = Date.now, begun = now(); Date.now = () => begun + 30 * (now() - begun);")
    page.keyboard.press("ArrowRight")
    reached(page, len(STEPS))
    expect(page.locator("#eval-results .tiles")).to_be_visible(timeout=1000)


@pytest.mark.parametrize(("viewport", "path"), [(WIDE, ""), (PHONE, "en/")], ids=["wide", "phone, English"])
def test_all_steps_one_after_the_other(walk, viewport, path):
    page = walk(viewport, path)
    through(page)
    expect(page.locator("#eval-results .tiles")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]


def test_keys_pressed_quickly_and_a_tour_that_is_begun_anew(walk):
    page = walk()
    for _ in range(12):
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(30)
    page.wait_for_selector('#tour .tour[data-state="answered"]')
    at = int(page.locator("#tour .step").inner_text().partition("/")[0])
    through(page, at + 1)
    page.keyboard.press("ArrowRight")
    reached(page, 1)


def test_a_reload_in_the_middle_of_an_answer_and_of_a_walk(walk):
    page = walk()
    page.keyboard.press("ArrowRight")
    page.wait_for_selector("#conversation .reply")
    page.reload()
    page.wait_for_selector('#tour .tour[data-state="ready"]')
    through(page)
    page.reload()
    page.wait_for_selector('#tour .tour[data-state="ready"]')
    page.keyboard.press("ArrowRight")
    reached(page, 1)
