"""The tab for reading the paper itself: a page is chosen, its pieces are listed, each opens whole.

Left out: what a page looks like (see `paper_view`).
"""

from pathlib import Path
from typing import Any, Final

from rag import Language, say
from ui.article_view import whole_view
from ui.direct import gr
from ui.paper_view import page_choices, paper_view
from ui.responding import Newspaper

_SCRIPT: Final = Path(__file__).parent / "browse.js"


class BrowseTab:
    """The tab's components and handlers, for one assistant and one language. It keeps no visitor's data."""

    def __init__(self, assistant: Newspaper, language: Language) -> None:
        self._assistant = assistant
        self._language = language
        self._choices = page_choices(assistant, language)

    def build(self, whole: gr.HTML) -> None:
        """Put the components where gradio stands; `whole` is where a piece is opened."""
        first = self._choices[0][1] if self._choices else None
        with gr.Row(elem_id="choosing"):
            choice = gr.Dropdown(self._choices, value=first, label=say("page-choose", self._language),
                                 show_label=False, container=False, interactive=True, scale=1, elem_id="choice",
                                 num_choices_shown=None)  # gradio would say in English that there are more
            back, on = self._turners(first)
        paper = gr.HTML(paper_view(self._assistant, first, self._language), elem_id="paper", apply_default_css=False,
                        js_on_load=_SCRIPT.read_text("utf-8"))
        looking: dict[str, Any] = {"show_progress": "hidden", "concurrency_limit": None, "api_visibility": "private"}
        # Input, not change: turning the page sets the choice too. Leaving the box raises it as well, and a click on a
        # button may be what left it: hence one after the other, each a matter of milliseconds.
        turning = {**looking, "concurrency_id": "turn", "concurrency_limit": 1}
        choice.input(self.show_page, [choice], [paper, back, on], **turning)
        back.click(self.page_before, [choice], [choice, paper, back, on], **turning)
        on.click(self.page_after, [choice], [choice, paper, back, on], **turning)
        paper.open_piece(self.open_piece, [], [whole], **looking)  # raised by browse.js

    def show_page(self, name: object) -> tuple[Any, ...]:
        """A page: its view, and whether one can turn back and on from there."""
        return (paper_view(self._assistant, name, self._language), *self._turners(name))

    def page_before(self, name: object) -> tuple[Any, ...]:
        """The page before `name` in the list, as the choice and as `show_page` gives it."""
        before = self._neighbour(name, -1)
        return (before, *self.show_page(before))

    def page_after(self, name: object) -> tuple[Any, ...]:
        """The page after `name` in the list, as the choice and as `show_page` gives it."""
        after = self._neighbour(name, 1)
        return (after, *self.show_page(after))

    def open_piece(self, event: gr.EventData) -> Any:
        """The whole piece whose headline was clicked; nothing for whatever else a browser may send."""
        asked = event._data.get("id")
        try:
            return whole_view(self._assistant, asked if isinstance(asked, str) else "", (), self._language)
        except KeyError:
            return gr.skip()

    def _neighbour(self, name: object, step: int) -> object:
        """The page `step` further on; the same one at either end."""
        names = [each for _, each in self._choices]
        place = names.index(name) + step if name in names else 0
        return names[place] if 0 <= place < len(names) else name

    def _turners(self, name: object) -> tuple[gr.Button, gr.Button]:
        """The two buttons, as they are when the page `name` is shown."""
        back, on = (gr.Button(say(key, self._language), elem_classes="turner", size="sm", scale=0, min_width=0,
                              interactive=self._neighbour(name, step) != name)
                    for key, step in (("page-back", -1), ("page-on", 1)))
        return back, on
