"""The tab for reading the paper itself: an issue and a page are chosen, its pieces are listed, each opens whole.

A search shows pieces of any page in the page's place. Left out: what there is to read (see `shown`), and what narrows
it (see `filters`).
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from rag import Language, Scope
from ui.browse.article_view import missing_view, whole_view
from ui.browse.filters import Narrowing
from ui.browse.found_view import ORDERS
from ui.browse.mending import Mending
from ui.browse.shown import Reading
from ui.gradio_setup import LOOKING, PRESSED, gr
from ui.newspaper import Corpus
from ui.scripts import script
from ui.wording import say

_HERE: Final = Path(__file__).parent

UNLESS_SHOWN: Final = """(scope, name) =>
  [scope, name === document.querySelector('#paper .paper')?.dataset.page ? null : name]"""
"""Sends no choice where it is of the page that the visitor looks at."""


class BrowseTab:
    """The tab's components and handlers, for one corpus and one language. It keeps no visitor's data."""

    def __init__(self, corpus: Corpus, language: Language, mending: Mending | None = None) -> None:
        """`mending` is what mends the pages, where that is allowed; it is put beside them and tied to `paper` later."""
        self._corpus = corpus
        self._language = language
        self._mending = mending

    def build(self, page: gr.Blocks, whole: gr.HTML, narrowing: Narrowing) -> None:
        """Put the components where gradio stands on `page`.

        `whole` is where a piece is opened, `narrowing` what part of the paper is looked at.
        """
        reading = self._reading(Scope())
        looked = gr.State("")  # what was searched for; "" while a page is shown
        seek = gr.Textbox(
            label=say("page-seek", self._language),
            placeholder=say("page-seek", self._language),
            show_label=False,
            container=False,
            lines=1,
            max_lines=1,
            elem_id="seek",
            submit_btn=say("page-seek-send", self._language),
        )
        narrowing.build(page, whole)
        with gr.Row(elem_id="library"):
            shelf = gr.HTML(
                reading.shelf(),
                elem_id="shelf",
                apply_default_css=False,
                js_on_load=script(_HERE / "issues.js"),
            )
            with gr.Column(elem_id="reading"):
                with gr.Row(elem_id="choosing"):
                    choice, view, back, on, _ = reading.page(reading.first)
                if self._mending:
                    self._mending.build()
                self.paper = paper = gr.HTML(
                    view, elem_id="paper", apply_default_css=False, js_on_load=script(_HERE / "browse.js")
                )
        # Input, not change: turning the page sets the choice too. Leaving the box raises it as well, and a press of a
        # button may be what left it: that choice, of the page which is shown, must turn nothing back. The rest goes one
        # after the other, each a matter of milliseconds.
        turning = {**PRESSED, "concurrency_id": "turn", "concurrency_limit": 1}
        scope, shown = narrowing.scope, [choice, paper, back, on, looked]
        choice.input(self.choose_from_list, [scope, choice], shown, js=UNLESS_SHOWN, **turning)
        back.click(self.page_before, [scope, choice], shown, **turning)
        on.click(self.page_after, [scope, choice], shown, **turning)
        shelf.choose_page(self.choose_page, [scope], shown, **turning)  # raised by issues.js
        shelf.turn_calendar(self.turn_calendar, [scope], [shelf], **turning)
        shelf.pick_day(narrowing.pick_day, [scope], [scope], **PRESSED)
        paper.follow_shelf(self.follow_shelf, [scope], [shelf], **turning)  # raised by browse.js
        paper.go_back(self.go_back, [scope], shown, **turning)
        paper.sort_found(self.sort, [scope, looked, choice], shown, **PRESSED)
        paper.leave(self.show_page, [scope, choice], shown, **turning)  # raised by browse.js
        paper.next_doubtful(self.next_doubtful, [scope, choice], shown, **turning)  # raised by browse.js
        seek.submit(self.seek, [scope, seek, choice], shown, **PRESSED)
        paper.open_piece(self.open_piece, [], [whole], **PRESSED)  # raised by browse.js
        scope.change(self.show, [scope, looked, choice], [shelf, *shown], **turning)

        def follow(event: Callable[..., Any]) -> None:
            event(narrowing.show, [scope], narrowing.shown, **LOOKING)
            event(self.show, [scope, looked, choice], [shelf, *shown], **turning)

        self._follow = follow
        self.follow(page.load)  # the corpus may have changed since the page was built

    def follow(self, event: Callable[..., Any]) -> None:
        """Have the tab, once it is built, show the corpus anew at `event` of a gradio component."""
        self._follow(event)

    def show(self, scope: Scope, looked: str, name: object) -> tuple[Any, ...]:
        """The shelf and what was last looked at, a search or a page, as they are within the scope."""
        reading = self._reading(scope)
        kept = name if name in reading.names else reading.first
        page = reading.found(looked, kept) if looked else reading.page(kept)
        return (reading.shelf_with(kept), *page)

    def turn_calendar(self, scope: Scope, event: gr.EventData) -> str:
        """The shelf at the month that the calendar was turned to."""
        return self._reading(scope).shelf(event._data.get("month"))

    def follow_shelf(self, scope: Scope, event: gr.EventData) -> str:
        """The shelf at the month of the page that is shown."""
        return self._reading(scope).shelf_with(event._data.get("name"))

    def go_back(self, scope: Scope, event: gr.EventData) -> Any:
        """The page where a visitor was, as `show_page` gives it; nothing where it is not there any more."""
        reading, name = self._reading(scope), event._data.get("name")
        return reading.page(name) if name in reading.names else gr.skip()

    def show_page(self, scope: Scope, name: object) -> tuple[Any, ...]:
        """A page: the choice, its view, whether one can turn back and on from there, and that nothing is searched."""
        return self._reading(scope).page(name)

    def page_before(self, scope: Scope, name: object) -> tuple[Any, ...]:
        """The page before `name` in the list, as `show_page` gives it."""
        return self._reading(scope).turned(name, -1)

    def page_after(self, scope: Scope, name: object) -> tuple[Any, ...]:
        """The page after `name` in the list, as `show_page` gives it."""
        return self._reading(scope).turned(name, 1)

    def choose_from_list(self, scope: Scope, name: object) -> Any:
        """The page chosen from the list, as `show_page` gives it; nothing anew where none was."""
        return gr.skip() if name is None else self.show_page(scope, name)

    def choose_page(self, scope: Scope, event: gr.EventData) -> tuple[Any, ...]:
        """The page whose button on the shelf was clicked, as `show_page` gives it."""
        return self.show_page(scope, event._data.get("name"))

    def next_doubtful(self, scope: Scope, name: object) -> tuple[Any, ...]:
        """The next page that has something doubtful, after the last one the first, as `show_page` gives it."""
        return self._reading(scope).next_doubtful(name)

    def seek(self, scope: Scope, query: str, name: object) -> tuple[Any, ...]:
        """What is found within the scope, in the place of the page `name`; that page where nothing is asked."""
        reading = self._reading(scope)
        query = " ".join(query.split())
        return reading.found(query, name) if query else reading.page(name)

    def sort(self, scope: Scope, looked: str, name: object, event: gr.EventData) -> Any:
        """What was found, in the order that was pressed; nothing for whatever else a browser may send."""
        order = event._data.get("order")
        if not looked or order not in ORDERS:
            return gr.skip()
        query, _, _ = looked.partition("\n")
        return self._reading(scope).found(f"{query}\n{order}", name)

    def open_piece(self, event: gr.EventData) -> Any:
        """The whole piece whose headline was clicked, or that it is gone; nothing for whatever else is sent."""
        asked = event._data.get("id")
        if not isinstance(asked, str):
            return gr.skip()
        try:
            return whole_view(self._corpus.assistant, asked, (), self._language)
        except KeyError:
            return missing_view(self._language)

    def _reading(self, scope: Scope) -> Reading:
        return Reading(self._corpus.assistant, self._language, scope, editable=self._mending is not None)
