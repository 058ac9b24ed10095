"""The page in the browser, built with gradio: its masthead and its tabs. `serve` shows it in both languages.

A tab is a class whose `build` puts its components where gradio stands. Left out: the server (see `site`).
"""

import sys
import threading
import webbrowser
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from rag import Language, without_collections
from rag.corpus import Library
from rag.evaluation import EvaluationSession
from ui.api import Machine
from ui.api_arguments import ARGUMENTS
from ui.ask.tab import AskTab
from ui.background import Background
from ui.browse.filters import Narrowing
from ui.browse.mending import Mending
from ui.browse.tab import BrowseTab
from ui.clippings.shown import Clippings
from ui.corpus.tab import CorpusTab
from ui.corpus.work import Work, upload_bytes
from ui.evaluation.tab import EvaluationTab
from ui.evaluation.work import Evaluating
from ui.extras import NOTHING, Extras
from ui.gradio_setup import gr, without_servers
from ui.masthead import masthead as head_of
from ui.newspaper import Corpus, FixedCorpus, Newspaper
from ui.scripts import script
from ui.server.address import check_address
from ui.server.fair_turns import Turns
from ui.server.hosts import is_loopback
from ui.server.sessions import attend
from ui.server.site import Site
from ui.tour.bar import Warmth, build_tour, warmth_of
from ui.wording import say

CACHE_SECONDS: Final = (3600, 86400)
"""How often files that were uploaded or downloaded are looked through, and how old one is when it is deleted."""

LANGUAGES: Final[tuple[Language, ...]] = ("zh", "en")

FIRST_VISITOR_SECONDS: Final = 4.0
"""Waited for a browser to show the page: loading models beside it would cost it half a second (two cores)."""

VISITOR: Final = {"storage_key": "wenbao-visitor", "secret": "wenbao"}
"""Where a browser keeps the word by which its visitor's own work is known again. The secret hides nothing: it is fixed,
so that the page in the other language reads the same word."""

_WORD: Final = """(kept) => kept ||
    Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("")"""
"""Such a word, made in the browser, so that it is there before anything can be begun."""

_UNSEEN: Final = {"show_progress": "hidden", "api_visibility": "private"}
"""Of an event that the page raises by itself: no visitor waits for it, no program calls it."""

_HERE: Final = Path(__file__).parent


@dataclass(frozen=True)
class Works:
    """What goes on beside the pages of one library, so that it is found again from any of them."""

    changes: Background[Work] = field(default_factory=Background)
    evaluations: Background[Evaluating] = field(default_factory=Background)
    warmth: Warmth | None = None


def build_page(
    corpus: Corpus,
    language: Language = "zh",
    examples: Sequence[str] = (),
    extras: Extras = NOTHING,
    evaluations: EvaluationSession | None = None,
    arrived: Callable[[], None] = lambda: None,
    turns: Turns | None = None,
    works: Works | None = None,
) -> gr.Blocks:
    """The page for a corpus; `examples` are questions to start with, asked when clicked.

    `evaluations` are those of a library and `works` what goes on there, which the page in each language shares, as it
    does the `turns` in which questions are answered. `arrived` is called whenever the page has come up in a browser.
    """
    turns = turns or Turns()
    works = works or Works()
    with (
        gr.Blocks(
            title=say("page-title", language), analytics_enabled=False, fill_width=True, delete_cache=CACHE_SECONDS
        ) as page,
        gr.Column(elem_id="page"),
    ):
        Machine(corpus, language, turns).expose()  # first, so that no event of the page takes the endpoints' names
        masthead = _build_masthead(page, corpus, language, arrived)
        whole = gr.HTML(
            "",
            elem_id="whole",
            apply_default_css=False,
            js_on_load=script(_HERE / "browse" / "article.js"),
        )
        visitor = _build_visitor(page)  # beside the tabs: what is in one is not there before it is opened
        narrowing = Narrowing(corpus, language)
        clippings = Clippings(corpus, language)
        clippings.build(whole)
        asking = AskTab(corpus, language, turns, examples, extras.feedback, clippings)
        with gr.Tabs(elem_id="tabs") as tabs:
            with gr.Tab(say("page-tab-ask", language), elem_id="ask", id="ask"):
                asking.build(page, whole, narrowing)
            with gr.Tab(say("page-tab-browse", language), elem_id="browse", id="browse"):
                mending = None
                if isinstance(corpus, Library) and corpus.obstacle is None:
                    mending = Mending(corpus, language, works.changes)
                browsing = BrowseTab(corpus, language, mending)
                browsing.build(page, whole, narrowing)
            if isinstance(corpus, Library):
                with gr.Tab(say("page-tab-corpus", language), elem_id="corpus", id="corpus"):
                    keeping = CorpusTab(corpus, language, works.changes)
                    version = keeping.build(page, visitor)
                    if mending:
                        mending.connect(browsing.paper, visitor, keeping)
                    version.change(lambda: head_of(corpus, language), None, [masthead], **_UNSEEN)
                    browsing.follow(version.change)
                    asking.follow(version.change)
                with gr.Tab(say("page-tab-evaluation", language), elem_id="evaluation", id="evaluation") as tab:
                    evaluation = EvaluationTab(
                        evaluations or EvaluationSession(corpus), language, extras.feedback, works.evaluations
                    )
                    evaluation.build(page, tab, visitor)
                asking.lead_to(evaluation.form, tabs, tab)
        if extras.tour:
            warmth = works.warmth or warmth_of(corpus, extras.tour)
            build_tour(extras.tour, language, page, warmth, isinstance(corpus, Library))
    _hide_events(page)
    attend(page, turns, language)
    return page


def build_site(
    shown: Corpus | Newspaper,
    examples: Sequence[str] = (),
    extras: Extras = NOTHING,
    arrived: Callable[[], None] = lambda: None,
) -> Site:
    """The page in both languages, ready to be started; an assistant is one whose corpus does not change."""
    corpus = shown if isinstance(shown, Corpus) else FixedCorpus(shown)
    evaluations = EvaluationSession(corpus) if isinstance(corpus, Library) else None
    turns, works = Turns(), Works(warmth=warmth_of(corpus, extras.tour))
    with without_servers():
        pages = {
            language: build_page(corpus, language, examples, extras, evaluations, arrived, turns, works)
            for language in LANGUAGES
        }
    return Site(
        pages,
        extras,
        upload_bytes(corpus),
        evaluations.finished if evaluations else lambda _: None,
    )


def serve(
    shown: Corpus | Newspaper,
    host: str = "127.0.0.1",
    port: int = 7860,
    open_browser: bool = True,
    *,
    language: Language = "zh",
    examples: Sequence[str] = (),
    extras: Extras = NOTHING,
    load: Callable[[], None] = lambda: None,
) -> None:
    """Show the page at `host` and `port` until interrupted; with English as `language`, visitors start in English.

    `load` is called once the first visitor sees the page, or soon anyway: for what only questions need. Raises
    ServeError where the address cannot be used, and what `load` raises.
    """
    check_address(host, port)
    arrived = threading.Event()
    with without_collections():
        site = build_site(shown, examples, extras, arrived.set)
    address = site.start(host, port, "en" if language == "en" else None)
    print(say("page-serving", language, address=address), file=sys.stderr)
    changeable = isinstance(shown, Library) and not shown.read_only
    if changeable and not is_loopback(host.strip("[]")) and not extras.login:
        print(say("serve-open", language), file=sys.stderr)
    if open_browser:
        webbrowser.open(address)
    try:
        arrived.wait(FIRST_VISITOR_SECONDS)
        load()
        threading.Event().wait()
    except KeyboardInterrupt:
        pass
    finally:
        site.close()


def _build_masthead(page: gr.Blocks, corpus: Corpus, language: Language, arrived: Callable[[], None]) -> gr.HTML:
    """Put the masthead where gradio stands; `arrived` is called whenever the page has come up in a browser."""
    masthead = gr.HTML(head_of(corpus, language), elem_id="masthead", js_on_load=None, apply_default_css=False)

    def present_masthead() -> str:
        arrived()
        return head_of(corpus, language)

    # The corpus may have changed since the page was built.
    page.load(present_masthead, None, [masthead], **_UNSEEN)
    return masthead


def _build_visitor(page: gr.Blocks) -> gr.BrowserState:
    """The word by which a visitor's own work is known again; a browser without one makes it when the page is loaded."""
    visitor = gr.BrowserState("", **VISITOR)
    page.load(None, [visitor], [visitor], js=_WORD, api_visibility="private")
    return visitor


def _hide_events(page: gr.Blocks) -> None:
    """Leave the endpoints for programs public, and no other event.

    gradio makes an event public unless told otherwise, those too that it makes for values that are functions.
    """
    for event in page.fns.values():
        if event.api_name not in ARGUMENTS:
            event.api_visibility = "private"
