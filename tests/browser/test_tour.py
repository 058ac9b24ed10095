"""The guided tour in a real browser: five steps by one key."""

import contextlib
from pathlib import Path

import pytest
from playwright.sync_api import expect
from support.chromium import ANSWER_SECONDS, CHROMIUM, PHONE, in_sight
from support.newspaper import ANSWER, FakeNewspaper
from support.serving import served

import ui
from rag.corpus.feedback import FeedbackFile
from ui.app import build_page
from ui.extras import Extras
from ui.newspaper import FixedCorpus
from ui.tour.steps import TourStep
from ui.wording import say

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is not installed")]
STEPS = tuple(
    TourStep(questions, {"zh": f"看点{number}", "en": f"point {number}"})
    for number, questions in enumerate(
        [
            ("图书角收到多少捐书?",),
            ("图书角哪几天开放?",),
            ("谁管图书角?",),
            ("图书角在哪里?", "几点开放呢?"),
            ("地铁几点停运?",),
        ],
        start=1,
    )
)


SHOWN = (
    TourStep(("图书角收到多少捐书?",), {"zh": "先问", "en": "first"}),
    *(TourStep((), {"zh": show, "en": show}, show) for show in ("source", "article", "page", "evaluation")),
)


@pytest.fixture
def tour(browser, tmp_path, request):
    steps = getattr(request, "param", STEPS)
    page = build_page(FixedCorpus(FakeNewspaper()), "zh", extras=Extras(FeedbackFile(tmp_path), steps))
    failed = []
    with contextlib.ExitStack() as opened:
        address = opened.enter_context(
            served(page, css_paths=sorted(Path(ui.__file__).parent.rglob("*.css"), key=lambda path: path.name))
        )
        context = browser.new_context(viewport={"width": 1280, "height": 800})
        opened.callback(context.close)
        visit = context.new_page()
        visit.set_default_timeout(ANSWER_SECONDS)
        visit.on("pageerror", lambda error: failed.append(str(error)))
        visit.goto(address)
        visit.wait_for_selector("#question textarea")
        visit.wait_for_selector('#tour .tour[data-state="ready"]')
        yield visit
        assert not failed


@pytest.mark.parametrize("key", ["ArrowRight", "Enter", " "])
def test_one_key_leads_through_all_five_steps(tour, key):
    expect(tour.locator("#tour .notice")).to_contain_text(say("tour-begin"), use_inner_text=True)
    for number, step in enumerate(STEPS if key == "ArrowRight" else STEPS[:2], start=1):
        tour.keyboard.press(key)
        tour.wait_for_selector(f'#tour .tour[data-state="answered"]:has-text("{number}/5")')
        expect(tour.locator("#tour .notice")).to_have_text(f"看点{number}", use_inner_text=True)
        expect(tour.locator("#conversation .asked")).to_have_text(list(step.questions), use_inner_text=True)
    if key == "ArrowRight":
        expect(tour.locator("#tour .on")).to_have_text(say("tour-again"), use_inner_text=True)
        expect(tour.locator("#conversation .reply.refusal")).to_have_count(1)


@pytest.mark.parametrize("tour", [SHOWN], indirect=True)
def test_a_tour_shows_the_source_the_whole_piece_and_the_paper_and_leaves_out_what_the_page_has_not(tour):
    def on(number):
        tour.keyboard.press("ArrowRight")
        tour.wait_for_selector(f'#tour .tour[data-state="answered"]:has-text("{number}/4")')

    on(1)
    on(2)
    expect(tour.locator("#sources .card.chosen")).to_have_count(1)
    on(3)
    expect(tour.locator("dialog.article .cited").first).to_be_visible()
    bar, dialog = tour.locator("#tour .tour").bounding_box(), tour.locator("dialog.article").bounding_box()
    assert dialog["y"] + dialog["height"] <= bar["y"]
    on(4)
    expect(tour.locator("#library .paper")).to_be_visible()
    assert not tour.locator("dialog[open]").count()


def test_a_question_whose_click_was_dropped_is_asked_all_the_same_and_once(tour):
    tour.evaluate("""() => {
        let left = 2;  // as gradio drops a click while it is still busy with the one before
        document.addEventListener("click", event => {
            if (event.target.closest("#question button") && left-- > 0) event.stopImmediatePropagation();
        }, true);
    }""")
    tour.keyboard.press("ArrowRight")
    tour.wait_for_selector('#tour .tour[data-state="answered"]')
    expect(tour.locator("#conversation .asked")).to_have_text(list(STEPS[0].questions), use_inner_text=True)


def test_the_answer_is_large_enough_for_a_projector_and_the_question_box_is_not_covered(tour):
    tour.keyboard.press("ArrowRight")
    tour.wait_for_selector('#tour .tour[data-state="answered"]')
    pixels = tour.locator(".reply .words").evaluate("element => parseFloat(getComputedStyle(element).fontSize)")
    assert pixels >= 24
    assert in_sight(tour, "#question textarea")
    bar, box = tour.locator("#tour .tour").bounding_box(), tour.locator("#question").bounding_box()
    assert box["y"] + box["height"] <= bar["y"]
    tour.set_viewport_size(PHONE)
    assert tour.locator(".reply .words").evaluate("element => parseFloat(getComputedStyle(element).fontSize)") == 18


def test_a_key_that_is_typed_into_a_question_is_left_alone(tour):
    tour.locator("#question textarea").fill("图书角 收到多少捐书?")
    tour.locator("#question textarea").press("ArrowRight")
    expect(tour.locator("#tour .step")).to_have_text("0/5", use_inner_text=True)
    tour.locator("#question textarea").press("Enter")
    tour.wait_for_selector("#conversation .reply .onward")
    expect(tour.locator("#tour .step")).to_have_text("0/5", use_inner_text=True)
    expect(tour.locator("#conversation .reply")).to_contain_text(ANSWER.text[:4], use_inner_text=True)


def test_a_thumb_and_a_note_are_kept(tour, tmp_path):
    tour.locator("#question textarea").fill("图书角收到多少捐书?")
    tour.locator("#question textarea").press("Enter")
    tour.locator("#conversation a.thumb", has_text=say("feedback-down")).click()
    tour.locator(".feedback-place textarea").fill("<b>数目</b>不对")
    tour.locator(".feedback-place button[type=submit]").click()
    tour.wait_for_selector(f'.feedback-place .note:has-text("{say("feedback-note-kept")}")')
    [entry] = FeedbackFile(tmp_path).read()
    assert (entry.question, entry.thumb, entry.note) == ("图书角收到多少捐书?", "down", "<b>数目</b>不对")
