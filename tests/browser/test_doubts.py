"""The marks of doubt in the Browse tab in a real Chromium: seen by day and night, on a phone, and read out."""

import dataclasses

import pytest
from playwright.sync_api import expect
from support.chromium import (
    PHONE,
    WIDE,
    by_day_and_by_night,
    contrast,
    in_chromium,
    watched,
)
from support.newspaper import LIBRARY, LIGHTS, PAGE, Paper
from support.serving import free_port

from rag.records import Joint
from ui.app import build_site
from ui.wording import say

pytestmark = in_chromium[:1] + in_chromium[2:]  # no model is needed: nothing is asked

PIECES = (
    dataclasses.replace(LIBRARY, joints=(Joint(2, "begins", 0.99, False), Joint(13, "resumes", 0.41, True))),
    dataclasses.replace(LIGHTS, joints=(Joint(10, "begins", 0.52, True), Joint(11, "ends", 0.9, False))),
)

UNCOVERED = """mark => {
    const box = mark.getClientRects()[0];
    return mark.closest('.run').contains(document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2));
}"""
"""Whether nothing of another run lies over a mark; its own run's button lies over all of it."""


@pytest.fixture(scope="module")
def doubtful():
    site = build_site(Paper([PAGE], PIECES), [])
    yield site.start("127.0.0.1", free_port())
    site.close()


@pytest.fixture
def paper(browser, doubtful):
    with watched(browser, doubtful) as opened:

        def browsed(viewport=WIDE):
            page = opened(doubtful, viewport)
            page.wait_for_selector("#question textarea")
            page.get_by_role("tab", name=say("page-tab-browse")).click()
            page.wait_for_selector(".paper .run")
            return page

        yield browsed


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["desktop", "phone"])
def test_doubts_are_marked_where_they_lie_so_that_they_can_be_read(paper, viewport):
    page = paper(viewport)
    expect(page.locator(".run:has(.doubt) .number")).to_have_text(["2", "1"], use_inner_text=True)
    expect(page.locator(".run .doubted")).to_have_text(
        [
            "请核对：是否从第10行另起一篇。",
            "请核对：第13行是否接着这篇。",
        ],
        use_inner_text=True,
    )
    expect(page.locator(".map a.doubtful")).to_have_count(2)
    marks = (".run .doubt", ".run .doubted")
    for scheme in by_day_and_by_night(page):
        assert all(contrast(page, mark) >= 4.5 for mark in marks), scheme
    for mark in marks:
        page.locator(mark).first.scroll_into_view_if_needed()
        assert page.locator(mark).first.evaluate(UNCOVERED)
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]


def test_a_mark_is_read_out_and_is_not_of_colour_alone(paper):
    page = paper()
    read_out = page.locator(".runs").aria_snapshot()
    assert read_out.count("存疑") == read_out.count("请核对") == 2
    assert page.locator(".doubt").first.evaluate("mark => getComputedStyle(mark).borderTopStyle") == "dashed"
    slim = page.locator(".map a.doubtful").first
    assert slim.evaluate("run => getComputedStyle(run).borderLeftStyle") == "dashed"
    assert (
        page.locator(".map a:not(.doubtful)").first.evaluate("run => getComputedStyle(run).borderLeftStyle") == "solid"
    )


def test_the_whole_piece_says_what_is_doubtful_of_it(paper):
    page = paper()
    page.locator("button.open").first.click()
    page.wait_for_selector("dialog.article[open]")
    expect(page.locator("dialog .doubted")).to_have_text("存疑 请核对：第13行是否接着这篇。", use_inner_text=True)
    assert contrast(page, "dialog .doubted") >= 4.5
