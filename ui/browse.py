"""The tab for reading the paper itself: an issue and a page are chosen, its pieces are listed, each opens whole.

A search shows pieces of any page in the page's place. Left out: what a page looks like (see `paper_view`), what was
found (see `found_view`), the shelf (see `issues_view`), and what narrows all three (see `narrowing`).
"""

from pathlib import Path
from typing import Any, Final

from rag import Language, Scope, say
from ui.article_view import whole_view
from ui.direct import gr
from ui.found_view import found_view
from ui.issues_view import issues_view
from ui.narrowing import Narrowing
from ui.newspaper import Newspaper
from ui.paper_view import page_choices, paper_view

_HERE: Final = Path(__file__).parent


class BrowseTab:
    """The tab's components and handlers, for one assistant and one language. It keeps no visitor's data."""

    def __init__(self, assistant: Newspaper, language: Language) -> None:
        self._assistant = assistant
        self._language = language

    def build(self, page: gr.Blocks, whole: gr.HTML, narrowing: Narrowing) -> None:
        """Put the components where gradio stands on `page`.

        `whole` is where a piece is opened, `narrowing` what part of the paper is looked at.
        """
        first = next((name for _, name in page_choices(self._assistant, self._language)), None)
        looked = gr.State("")  # what was searched for; "" while a page is shown
        seek = gr.Textbox(label=say("page-seek", self._language), placeholder=say("page-seek", self._language),
                          show_label=False, container=False, lines=1, max_lines=1, elem_id="seek",
                          submit_btn=say("page-seek-send", self._language))
        narrowing.build(whole)
        with gr.Row(elem_id="library"):
            shelf = gr.HTML(issues_view(self._assistant, Scope(), self._language), elem_id="shelf",
                            apply_default_css=False, js_on_load=(_HERE / "issues.js").read_text("utf-8"))
            with gr.Column(elem_id="reading"):
                with gr.Row(elem_id="choosing"):
                    choice = self._choice(Scope(), first)
                    back, on = self._turners(Scope(), first)
                paper = gr.HTML(paper_view(self._assistant, first, self._language), elem_id="paper",
                                apply_default_css=False, js_on_load=(_HERE / "browse.js").read_text("utf-8"))
        looking: dict[str, Any] = {"show_progress": "hidden", "concurrency_limit": None, "api_visibility": "private"}
        # Input, not change: turning the page sets the choice too. Leaving the box raises it as well, and a click on a
        # button may be what left it: hence one after the other, each a matter of milliseconds.
        turning = {**looking, "concurrency_id": "turn", "concurrency_limit": 1}
        scope, shown = narrowing.scope, [choice, paper, back, on, looked]
        choice.input(self.show_page, [scope, choice], shown, **turning)
        back.click(self.page_before, [scope, choice], shown, **turning)
        on.click(self.page_after, [scope, choice], shown, **turning)
        shelf.choose_page(self.choose_page, [scope], shown, **turning)  # raised by issues.js
        paper.leave(self.show_page, [scope, choice], shown, **turning)  # raised by browse.js
        seek.submit(self.seek, [scope, seek, choice], shown, **looking)
        paper.open_piece(self.open_piece, [], [whole], **looking)  # raised by browse.js
        scope.change(self.show, [scope, looked, choice], [shelf, *shown], **turning)
        # The corpus may have changed since the page was built.
        page.load(narrowing.show, [scope], narrowing.shown, **looking)
        page.load(self.show, [scope, looked, choice], [shelf, *shown], **turning)

    def show(self, scope: Scope, looked: str, name: object) -> tuple[Any, ...]:
        """The shelf and what was last looked at, a search or a page, as they are within the scope."""
        names = self._names(scope)
        kept = name if name in names else next(iter(names), None)
        page = self.seek(scope, looked, kept) if looked else self.show_page(scope, kept)
        return (issues_view(self._assistant, scope, self._language), *page)

    def show_page(self, scope: Scope, name: object) -> tuple[Any, ...]:
        """A page: the choice, its view, whether one can turn back and on from there, and that nothing is searched."""
        return (self._choice(scope, name), paper_view(self._assistant, name, self._language, scope),
                *self._turners(scope, name), "")

    def page_before(self, scope: Scope, name: object) -> tuple[Any, ...]:
        """The page before `name` in the list, as `show_page` gives it."""
        return self.show_page(scope, self._neighbour(scope, name, -1))

    def page_after(self, scope: Scope, name: object) -> tuple[Any, ...]:
        """The page after `name` in the list, as `show_page` gives it."""
        return self.show_page(scope, self._neighbour(scope, name, 1))

    def choose_page(self, scope: Scope, event: gr.EventData) -> tuple[Any, ...]:
        """The page whose button on the shelf was clicked, as `show_page` gives it."""
        return self.show_page(scope, event._data.get("name"))

    def seek(self, scope: Scope, query: str, name: object) -> tuple[Any, ...]:
        """What is found within the scope, in the place of the page `name`; that page where nothing is asked."""
        if not query.strip():
            return self.show_page(scope, name)
        found = found_view(self._assistant, query, scope, self._language)
        return (self._choice(scope, name), found, *self._turners(scope, name), query)

    def open_piece(self, event: gr.EventData) -> Any:
        """The whole piece whose headline was clicked; nothing for whatever else a browser may send."""
        asked = event._data.get("id")
        try:
            return whole_view(self._assistant, asked if isinstance(asked, str) else "", (), self._language)
        except KeyError:
            return gr.skip()

    def _names(self, scope: Scope) -> list[str]:
        """The pages that one can turn to, in the order of the list."""
        return [name for _, name in page_choices(self._assistant, self._language, scope)]

    def _neighbour(self, scope: Scope, name: object, step: int) -> object:
        """The page `step` further on; the same one at either end."""
        names = self._names(scope)
        place = names.index(name) + step if name in names else 0
        return names[place] if 0 <= place < len(names) else name

    def _choice(self, scope: Scope, name: object) -> gr.Dropdown:
        """The menu of pages, `name` chosen."""
        listed = page_choices(self._assistant, self._language, scope)
        return gr.Dropdown(
            listed, value=name if any(name == each for _, each in listed) else None,
            label=say("page-choose", self._language), show_label=False, container=False, interactive=True, scale=1,
            elem_id="choice", num_choices_shown=None)  # gradio would say in English that there are more

    def _turners(self, scope: Scope, name: object) -> tuple[gr.Button, gr.Button]:
        """The two buttons, as they are when the page `name` is shown."""
        back, on = (gr.Button(say(key, self._language), elem_classes="turner", size="sm", scale=0, min_width=0,
                              interactive=self._neighbour(scope, name, step) != name)
                    for key, step in (("page-back", -1), ("page-on", 1)))
        return back, on
