"""The page in the browser, built with gradio, and the server that shows it.

Each visitor's conversation is a tuple of turns in a gr.State, so that visitors never see one another's. What a turn
says is decided in `responding`, what it looks like in `rendering`, `article_view` and style.css.
"""

import sys
import threading
import webbrowser
from collections.abc import Sequence
from pathlib import Path
from typing import Final
from urllib.parse import quote

from rag import Language, ServeError, check_address, say
from ui.browse import BrowseTab
from ui.direct import gr, without_proxies
from ui.events import Events
from ui.markup import escaped
from ui.rendering import corpus_figures, sources_panel
from ui.responding import Newspaper
from ui.theme import SEAL, newspaper_theme

_HERE: Final = Path(__file__).parent


def build_page(assistant: Newspaper, language: Language = "zh", examples: Sequence[str] = ()) -> gr.Blocks:
    """The page for an opened assistant; `examples` are questions to start with, asked when clicked."""
    with gr.Blocks(title=say("page-title", language), analytics_enabled=False, fill_width=True) as page, \
            gr.Column(elem_id="page"):
        gr.HTML(_masthead(assistant, language), elem_id="masthead", js_on_load=None, apply_default_css=False)
        whole = gr.HTML("", elem_id="whole", apply_default_css=False, js_on_load=_script("article.js"))
        with gr.Tabs(elem_id="tabs"):
            with gr.Tab(say("page-tab-ask", language), elem_id="ask"):
                _ask_tab(Events(assistant, language), whole, language, examples)
            with gr.Tab(say("page-tab-browse", language), elem_id="browse"):
                BrowseTab(assistant, language).build(whole)
    return page


def start(page: gr.Blocks, host: str, port: int, language: Language = "zh") -> str:
    """Start serving `page` in threads of its own and give its address; `page.close()` ends it.

    Raises ServeError where the address cannot be used.
    """
    check_address(host, port)
    tag = "zh-CN" if language == "zh" else "en"
    try:
        with without_proxies():
            _, address, _ = page.launch(
                server_name=host, server_port=port, prevent_thread_lock=True, quiet=True, inbrowser=False,
                theme=newspaper_theme(), css_paths=[_HERE / "style.css", _HERE / "browse.css"], head=_icon(),
                js=f"() => {{ document.documentElement.lang = '{tag}'; }}",
                # Nothing of gradio's that reaches outside, records what is asked, or has no place on this page.
                share=False, footer_links=[], run_history=False, enable_monitoring=False, ssr_mode=False, pwa=False,
                mcp_server=False)
    except OSError as error:
        # Taken in the moment since the check.
        raise ServeError("port-busy", port=port) from error
    return str(address)


def serve(assistant: Newspaper, host: str = "127.0.0.1", port: int = 7860, open_browser: bool = True, *,
          language: Language = "zh", examples: Sequence[str] = ()) -> None:
    """Show the page at `host` and `port` until interrupted.

    Raises ServeError where the address cannot be used.
    """
    check_address(host, port)
    page = build_page(assistant, language, examples)
    address = start(page, host, port, language)
    print(say("page-serving", language, address=address), file=sys.stderr)
    if open_browser:
        webbrowser.open(address)
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        pass
    finally:
        page.close(verbose=False)


def _masthead(assistant: Newspaper, language: Language) -> str:
    """The newspaper's name, what it does and how much of it there is."""
    return (f'<header class="masthead"><div class="name"><h1>{escaped(say("page-name", language))}</h1>'
            f'<span class="motto">{escaped(say("page-motto", language))}</span></div>'
            f'<p class="figures">{corpus_figures(assistant, language)}</p></header>')


def _ask_tab(events: Events, whole: gr.HTML, language: Language, examples: Sequence[str]) -> None:
    """Conversation and question box, the sources beside them; `whole` is where a piece is opened."""
    turns = gr.State(())
    with gr.Row(elem_id="room"):
        with gr.Column(scale=3, min_width=320, elem_id="desk"):
            chat = _chat(language, examples)
            question = gr.Textbox(
                label=say("page-question", language), placeholder=say("page-placeholder", language),
                show_label=False, container=False, lines=1, max_lines=6, autofocus=True,
                submit_btn=say("page-send", language), elem_id="question")
        with gr.Column(scale=2, min_width=320, elem_id="side"):
            panel = gr.HTML(sources_panel(None, 0, language), elem_id="sources", apply_default_css=False,
                            js_on_load=_script("panel.js"))
    events.connect(question, chat, turns, panel, whole)


def _chat(language: Language, examples: Sequence[str]) -> gr.Chatbot:
    """The conversation. Its messages are HTML of our own making: see `markup.escaped` for what makes that safe."""
    welcome = (f'<div class="welcome"><h2>{escaped(say("page-welcome", language))}</h2>'
               f'<p>{escaped(say("page-welcome-hint", language))}</p></div>')
    return gr.Chatbot(
        label=say("page-conversation", language), show_label=False, elem_id="conversation", container=False,
        height=None, placeholder=welcome, examples=[{"text": text} for text in examples], buttons=[],
        sanitize_html=True, latex_delimiters=[], allow_tags=False, layout="bubble", feedback_options=None)


def _script(name: str) -> str:
    return (_HERE / name).read_text("utf-8")


def _icon() -> str:
    """The tab's icon: the product's first character as a seal."""
    drawing = (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect width="64" height="64" rx="10" '
               f'fill="{SEAL[0]}"/><text x="32" y="46" font-size="40" text-anchor="middle" fill="#fff" '
               f'font-family="serif">{say("page-name")[0]}</text></svg>')
    return f'<link rel="icon" type="image/svg+xml" href="data:image/svg+xml,{quote(drawing)}">'
