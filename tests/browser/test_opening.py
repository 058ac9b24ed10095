"""In a real Chromium: what is asked before the opened page has its conversations is neither lost nor asked twice."""

import pytest
from playwright.sync_api import expect
from support.chromium import in_chromium, watched
from support.conversing import send

pytestmark = in_chromium

LATE = """const fetched = window.fetch;
window.fetch = async (...given) => {
  if (String(given[0].url ?? given[0]).includes("/queue/join")) {
    const data = JSON.parse(given[1].body).data.map(String);
    if (data.some((each) => each.includes('"conversations"'))) {
      window.opening = true;
      if (await new Promise((go) => { window.go = go; }) === "fail") return new Response("{}", { status: 500 });
    }
    if (data.includes("asdf")) window.sent = (window.sent ?? 0) + 1;
  }
  return fetched(...given);
};"""
"""What the browser kept reaches the server when `go` is called, or fails to; it is counted how often "asdf" is sent."""

EXAMPLE = "#conversation .example"


@pytest.fixture
def page(browser, newspaper):
    """A page that is being opened, until it is let go on."""
    with watched(browser, newspaper.address) as opened:
        page = opened("about:blank")
        page.add_init_script(LATE)
        page.goto(newspaper.address)
        page.wait_for_selector("#question textarea")
        page.wait_for_function("window.opening")
        yield page


def test_a_question_typed_while_the_page_is_opened_is_asked_once_and_stays(page):
    send(page, "asdf")
    page.press("#question textarea", "Enter")
    page.click("#question button")
    page.wait_for_timeout(500)
    assert page.evaluate("[window.sent ?? 0, document.querySelectorAll('.reply').length]") == [0, 0]
    expect(page.locator("#question textarea")).to_have_value("asdf")
    page.evaluate("window.go()")
    page.wait_for_selector(".reply.notice.error .said")
    page.wait_for_timeout(1000)
    expect(page.locator(".asked")).to_have_text(["asdf"], use_inner_text=True)
    assert page.evaluate("window.sent") == 1


def test_an_example_chosen_while_the_page_is_opened_is_asked_once_and_stays(page):
    question = page.locator(EXAMPLE).nth(1).inner_text().strip()
    page.locator(EXAMPLE).first.click()
    page.locator(EXAMPLE).nth(1).click()  # the visitor thinks better of it
    page.evaluate("window.go()")
    page.wait_for_selector(".reply .onward")
    expect(page.locator(".asked")).to_have_text([question], use_inner_text=True)


def test_a_question_is_asked_though_what_the_browser_kept_cannot_be_told(page):
    send(page, "asdf")
    page.evaluate("window.go('fail')")
    page.wait_for_selector(".reply.notice.error .said")
    expect(page.locator(".asked")).to_have_text(["asdf"], use_inner_text=True)
