"""In a real Chromium: an event that begins while gradio's stream of answers is being closed is answered all the same."""

import pytest
from playwright.sync_api import expect
from support.chromium import ANSWER_SECONDS, CHROMIUM
from support.locations import ROOT
from support.serving import served

from ui.gradio_setup import gr

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is not installed")]
BUSY = """const fetched = window.fetch;
window.fetch = async (...given) => {
  const address = String(given[0].url ?? given[0]);
  if (address.includes("/queue/join")) {
    const response = await fetched(...given);
    window.begun = (window.begun ?? 0) + 1;
    return response;
  }
  if (!address.includes("/queue/data")) return fetched(...given);
  if (window.refused) {
    window.refused = false;
    throw new TypeError("refused");
  }
  const response = await fetched(...given);
  return new Response(response.body.pipeThrough(new TransformStream({ async transform(chunk, controller) {
    if (window.busy && new TextDecoder().decode(chunk).includes("close_stream")) {
      await new Promise((heard) => { window.hear = heard; });
    }
    controller.enqueue(chunk);
  } })), response);
};"""
"""A browser that is too busy to hear that a stream is closed, until it is made to; it counts the events that began."""


SAID = "name => document.querySelector(`#${name}-said textarea`).value === `${name} answered`"


@pytest.fixture(scope="module")
def address():
    with gr.Blocks() as page:
        for name in ("first", "second"):
            button, said = gr.Button(name, elem_id=name), gr.Textbox(elem_id=f"{name}-said", interactive=True)
            button.click(lambda name=name: f"{name} answered", None, said)
    script = (ROOT / "ui" / "streams.js").read_text("utf-8")
    with served(page, head=f"<script>{script}</script>") as found:
        yield found


@pytest.fixture
def page(browser, address):
    context = browser.new_context()
    context.add_init_script(BUSY)
    page = context.new_page()
    page.set_default_timeout(ANSWER_SECONDS)
    page.goto(address)
    yield page
    context.close()


def begin_amid_closing(page, *, refused: bool = False) -> None:
    """Press the second button after the server has closed the stream of the first, and before the page hears of it."""
    page.fill("#first-said textarea", "")
    page.fill("#second-said textarea", "")
    page.evaluate("window.hear = null; window.busy = true")
    page.click("#first")
    page.wait_for_function("window.hear !== null")
    page.evaluate("refused => { window.refused = refused; window.begun = 0; }", refused)
    page.click("#second")
    page.wait_for_function("window.begun === 1")
    page.evaluate("window.busy = false; window.hear()")
    page.wait_for_function(SAID, arg="first")


def test_an_event_that_begins_while_the_stream_is_closed_is_answered(page):
    for _ in range(3):
        begin_amid_closing(page)
        page.wait_for_function(SAID, arg="second")


def test_where_the_stream_cannot_be_read_on_the_next_event_brings_the_answer(page):
    begin_amid_closing(page, refused=True)
    page.wait_for_function("window.refused === false")
    page.wait_for_timeout(500)  # the closing has come to gradio by now
    expect(page.locator("#second-said textarea")).to_have_value("")
    page.click("#first")
    page.wait_for_function(SAID, arg="second")
