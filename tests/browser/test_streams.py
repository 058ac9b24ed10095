"""In a real Chromium: an event that begins while gradio's stream of answers is being closed is answered all the same."""

import pytest
from support.chromium import CHROMIUM
from support.locations import ROOT
from support.serving import served

from ui.gradio_setup import gr

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is not installed")]
BUSY = """const fetched = window.fetch;
window.fetch = async (...given) => {
  const response = await fetched(...given);
  if (!String(given[0].url ?? given[0]).includes("/queue/data")) return response;
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


def test_an_event_that_begins_while_the_stream_is_closed_is_answered(browser, address):
    context = browser.new_context()
    context.add_init_script(BUSY)
    page = context.new_page()
    page.goto(address)
    for _ in range(3):
        page.fill("#first-said textarea", "")
        page.fill("#second-said textarea", "")
        page.evaluate("window.closing = false")
        page.click("#first")
        page.wait_for_function("window.closing")
        page.click("#second")
        for name in ("first", "second"):
            page.wait_for_function(SAID, arg=name, timeout=5000)
    context.close()
