"""The empty conversation in a real Chromium: questions that are made of the pages come late, and nothing moves then."""

import threading
from types import SimpleNamespace

import pytest
from playwright.sync_api import expect
from support.chromium import CHROMIUM, PHONE, WIDE
from support.newspaper import FakeNewspaper
from support.serving import free_port

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is not installed")]

READY = threading.Event()
"""Set where the questions to begin with are to be found."""


class Waiting(FakeNewspaper):
    """Takes its time."""

    def ask(self, question, *more):
        READY.wait(90)
        return super().ask(question, *more)


@pytest.fixture
def newspaper():
    from ui.app import build_site

    READY.clear()
    site = build_site(Waiting())
    yield SimpleNamespace(address=site.start("127.0.0.1", free_port()))
    READY.set()
    site.close()


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_nothing_moves_where_the_questions_to_begin_with_come_late(visit, size):
    page = visit(size)
    page.wait_for_selector(".welcome.with-room")
    expect(page.locator("#conversation .example")).to_have_count(0)
    places = "[...document.querySelectorAll('.welcome h2, .welcome p')].map((each) => Math.round(each.getBoundingClientRect().y))"
    before = page.evaluate(places)
    READY.set()
    expect(page.locator("#conversation .example").first).to_be_visible()
    assert page.evaluate(places) == before
