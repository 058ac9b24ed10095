"""The corpus at one moment, as the tab for reading it shows it: a page, the shelf, what was found.

Everything that one event shows comes from the same corpus, so that a page taken out in between makes no trouble. Left
out: the tab's components and events (see `tab`).
"""

from typing import Any

from rag import Language, Scope
from ui.browse.found_view import ORDERS, found_view
from ui.browse.issues_view import issues_of, issues_view
from ui.browse.paper_view import page_choices, paper_view
from ui.gradio_setup import gr
from ui.newspaper import Newspaper
from ui.wording import say


class Reading:
    """What can be read within `scope` of a corpus that does not change."""

    def __init__(self, paper: Newspaper, language: Language, scope: Scope, *, editable: bool = False) -> None:
        """`editable` tells whether its pages can be mended here."""
        self._paper = paper
        self._language = language
        self._scope = scope
        self._editable = editable
        known = paper.holdings
        counts = known.within(scope).counts
        self._pages = known.heads
        self._doubtful = known.doubts.keys()
        self.names = [page.name for page in known.order if page.name in counts]
        """The pages that one can turn to, in the order of the list."""

    @property
    def first(self) -> str | None:
        """The page that is opened where none was: the first of the newest issue."""
        issues = issues_of([self._pages[name] for name in self.names])
        return issues[0][0].name if issues else None

    def page(self, name: object) -> tuple[Any, ...]:
        """A page: the choice, its view, whether one can turn back and on from there, and that nothing is searched."""
        view = paper_view(
            self._paper,
            name,
            self._language,
            self._scope,
            editable=self._editable,
            doubts=not self._doubtful.isdisjoint(self.names),
        )
        return (self._choice(name), view, *self._turners(name), "")

    def turned(self, name: object, step: int) -> tuple[Any, ...]:
        """The page `step` further on than `name`, as `page` gives it; the same one at either end."""
        return self.page(self._neighbour(name, step))

    def next_doubtful(self, name: object) -> tuple[Any, ...]:
        """The next page that has something doubtful, as `page` gives it; after the last one the first."""
        place = self.names.index(name) + 1 if name in self.names else 0
        after = [each for each in (*self.names[place:], *self.names[:place]) if each in self._doubtful]
        return self.page(after[0] if after else name)

    def found(self, looked: str, name: object) -> tuple[Any, ...]:
        """What is found, in the place of the page `name`; the rest as `page` gives it.

        `looked` is what is looked for and, in a line of its own, the order in which it is shown.
        """
        query, _, order = looked.partition("\n")
        view = found_view(self._paper, query, self._scope, self._language, order or ORDERS[0])
        return (self._choice(name), view, *self._turners(name), looked)

    def shelf(self, month: object = "") -> str:
        """The calendar and the issues, at `month` or the last one that has any."""
        return issues_view(self._paper, self._scope, self._language, month)

    def shelf_with(self, name: object) -> str:
        """The same at the month of the page `name`."""
        page = self._pages.get(name) if isinstance(name, str) else None
        return self.shelf((page.issue.date or "")[:7] if page else "")

    def _neighbour(self, name: object, step: int) -> object:
        place = self.names.index(name) + step if name in self.names else 0
        return self.names[place] if 0 <= place < len(self.names) else name

    def _choice(self, name: object) -> gr.Dropdown:
        """The menu of pages, `name` chosen."""
        return gr.Dropdown(
            page_choices(self._paper, self._language, self._scope, name),
            value=name if name in self.names else None,
            label=say("page-choose", self._language),
            show_label=False,
            container=False,
            interactive=True,
            scale=1,
            elem_id="choice",
            num_choices_shown=None,
        )  # gradio would say in English that there are more

    def _turners(self, name: object) -> tuple[gr.Button, gr.Button]:
        """The two buttons, as they are when the page `name` is shown."""
        back, on = (
            gr.Button(
                say(key, self._language),
                elem_classes="turner",
                size="sm",
                scale=0,
                min_width=0,
                interactive=self._neighbour(name, step) != name,
            )
            for key, step in (("page-back", -1), ("page-on", 1))
        )
        return back, on
