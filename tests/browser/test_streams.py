"""In a real Chromium: an event that begins while gradio's stream of answers is being closed is answered all the same."""

import pytest
from support.chromium import CHROMIUM
from support.locations import ROOT
from support.serving import served

from ui.gradio_setup import gr

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is not installed")]
BUSY = """const fetched = window.fetch;
window.fetch = async (...given) => {
  if (!String(given[0].url ?? given[0]).includes("/queue/data")) return fetched(...given);
  if (window.refused) {
    window.refused = false;
    throw new TypeError("refused");
  }
  const response = await fetched(...given);
  return new Response(response.body.pipeThrough(new TransformStream({ async transform(chunk, controller) {
    if (new TextDecoder().decode(chunk).includes("close_stream")) {
      window.closing = true;
      await new Promise((wait) => setTimeout(wait, 800));
    }
    controller.enqueue(chunk);
  } })), response);
};"""
"""A browser that is too busy to hear at once that a stream is closed."""


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
    page.goto(address)
    yield page
    context.close()


def begin_amid_closing(page, *, refused: bool = False) -> None:
    """Press the second button after the server has closed the stream of the first, and before the page hears of it."""
    page.fill("#first-said textarea", "")
    page.fill("#second-said textarea", "")
    page.evaluate("window.closing = false")
    page.click("#first")
    page.wait_for_function("window.closing")
    page.evaluate("refused => { window.refused = refused; }", refused)
    page.click("#second")
    page.wait_for_function(SAID, arg="first", timeout=5000)


def test_an_event_that_begins_while_the_stream_is_closed_is_answered(page):
    for _ in range(3):
        begin_amid_closing(page)
        page.wait_for_function(SAID, arg="second", timeout=5000)


def test_where_the_stream_cannot_be_read_on_the_next_event_brings_the_answer(page):
    begin_amid_closing(page, refused=True)
    page.wait_for_function("window.refused === false")
    page.wait_for_timeout(500)  # the closing has come to gradio by now
    assert page.input_value("#second-said textarea") == ""
    page.click("#first")
    page.wait_for_function(SAID, arg="second", timeout=5000)
