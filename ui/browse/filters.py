"""What a visitor looks at: the chosen part of the paper, its filters, and the line of chips that says so.

The scope is one for the whole page: it narrows the list of papers, the search and the question box alike. Left out:
what is shown of the paper within it (see `tab`).
"""

import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from rag import Language, PrintedDay, Scope, ScopeChoices, date_label, printed_label
from ui.browse.issue_choice import issue_label, issue_with
from ui.browse.paper_view import page_label
from ui.browse.scope_links import scope_of_link
from ui.gradio_setup import LOOKING, PRESSED, gr
from ui.newspaper import Corpus, Newspaper
from ui.scripts import script
from ui.templating import render
from ui.wording import say

_SCRIPT: Final = Path(__file__).parent / "chips.js"

FIELDS: Final = ("first", "last", "papers", "numbers", "sections", "reporters", "kinds")
"""The fields of a scope that have a filter, in the order of the filters."""

CHOICES_SHOWN: Final = 100
"""Values that a menu lists at once; more of them are found by typing."""

ALL: Final = ""
"""What a filter has chosen that asks nothing."""

DAY: Final = "day"
"""What the chip of a single day takes away: both ends of it."""


class Chip(NamedTuple):
    """One thing that the scope asks: value number `place` of a field, and what the chip says."""

    field: str
    place: int
    label: str


class Narrowing:
    """The chosen scope of each visitor, and the components that choose and show it. It keeps no visitor's data.

    Made where gradio stands; `scope` is the state, `chips` is for the tab where questions are asked, to be rendered
    there.
    """

    def __init__(self, corpus: Corpus, language: Language) -> None:
        self._corpus = corpus
        self._language = language
        self.scope = gr.State(Scope())
        self.chips = self._line("ask-chips")
        self._own_chips = self._line("browse-chips")
        self._filters: list[gr.Dropdown] = []

    def build(self, page: gr.Blocks, whole: gr.HTML) -> None:
        """Put the filters and the line of chips where gradio stands on `page`; `whole` is where a piece is opened."""
        with gr.Accordion(say("page-narrow", self._language), open=False, elem_id="narrow"), gr.Row(elem_id="filters"):
            self._filters = [self._filter(Scope(), field) for field in FIELDS]
        self._own_chips.render()
        for each in self._filters:
            each.input(self.narrow, [self.scope, *self._filters], [self.scope], **LOOKING)
        for line in (self.chips, self._own_chips):
            line.drop(self.drop, [self.scope], [self.scope], **LOOKING)  # raised by chips.js
        whole.ask_about(self.ask_about, [], [self.scope], **PRESSED)  # raised by article.js
        self.scope.change(self.show, [self.scope], self.shown, **LOOKING)
        page.load(self.linked, [], [self.scope], **LOOKING)

    def narrow(self, scope: Scope, first: str | None, last: str | None, *chosen: Sequence[Any]) -> Scope:
        """The scope with what the filters say; days that were given in the wrong order change places."""
        days = (first or "", last or "")
        early, late = sorted(days) if all(days) else days
        values = dict(zip(FIELDS[2:], map(_chosen, chosen), strict=True))
        return dataclasses.replace(scope, first=early, last=late, **values)

    def drop(self, scope: Scope, event: gr.EventData) -> Scope:
        """The scope without the chip that was clicked."""
        field, place = event._data.get("field"), event._data.get("place")
        if field == "pages" and isinstance(place, int) and 0 <= place < len(scope.pages):
            issue = issue_with(self._corpus.assistant.holdings.heads.values(), scope.pages, scope.pages[place])
            if issue:
                gone = {page.name for page in issue}
                return dataclasses.replace(scope, pages=tuple(name for name in scope.pages if name not in gone))
        return without(scope, field, place)

    def linked(self, request: gr.Request) -> Any:
        """The scope that the page's address names; nothing where it names none."""
        scope = scope_of_link(request.query_params)
        return scope if scope.narrows else gr.skip()

    def pick_day(self, scope: Scope, event: gr.EventData) -> Any:
        """The scope of the day of the calendar that was pressed alone; of all days where it was that one already."""
        day = event._data.get("day")
        if not isinstance(day, str) or day not in dict(self._corpus.assistant.holdings.choices.dates):
            return gr.skip()
        chosen = "" if scope.first == scope.last == day else day
        return dataclasses.replace(scope, first=chosen, last=chosen)

    def ask_about(self, event: gr.EventData) -> Any:
        """The scope of the piece alone whose view says so; nothing for whatever else a browser may send."""
        asked = event._data.get("id")
        try:
            return Scope(articles=(self._corpus.assistant.article(asked if isinstance(asked, str) else "").id,))
        except KeyError:
            return gr.skip()

    def show(self, scope: Scope) -> tuple[Any, ...]:
        """The lines of chips and the filters, as they are for the scope; the corpus may have changed meanwhile."""
        assistant = self._corpus.assistant
        line = chips_view(assistant, scope, self._language)
        return (line, line, *(self._filter(scope, field) for field in FIELDS))

    @property
    def shown(self) -> list[Any]:
        """The components that `show` gives values for."""
        return [self.chips, self._own_chips, *self._filters]

    def _line(self, name: str) -> gr.HTML:
        return gr.HTML(
            "",
            elem_id=name,
            elem_classes="chips-place",
            apply_default_css=False,
            render=False,
            js_on_load=script(_SCRIPT),
        )

    def _filter(self, scope: Scope, field: str) -> gr.Dropdown:
        """A menu of the values that exist beside what the other filters ask, with their pieces counted; hidden where
        the corpus has nothing to choose.
        """
        holdings = self._corpus.assistant.holdings
        found, total = holdings.choices_beside(scope, *(("first", "last") if field in ("first", "last") else (field,)))
        several, chosen = field not in ("first", "last"), getattr(scope, field)
        values = _values(found, field, chosen if several else tuple(filter(None, [chosen])))
        options = [
            (say("page-counted", self._language, name=_named(found, field, value, self._language), count=count), value)
            for value, count in values
        ]
        whole = say("page-counted", self._language, name=say("page-filter-all", self._language), count=total)
        return gr.Dropdown(
            [(whole, ALL), *options],
            value=(list(chosen) or [ALL]) if several else chosen or ALL,
            multiselect=several,
            label=say(f"page-by-{field}", self._language),
            visible=len(_values(holdings.choices, field, ())) > 1 or bool(chosen),
            interactive=True,
            min_width=150,
            num_choices_shown=CHOICES_SHOWN if several else None,  # without a number, gradio would show none of several
            elem_id=f"by-{field}",
            elem_classes=["filter"] if chosen else ["filter", "whole"],
        )


def _chosen(values: Sequence[Any] | None) -> tuple[Any, ...]:
    """What a filter of several values says: nothing where all was chosen last, what else is chosen then."""
    given = tuple(values or ())
    return () if given[-1:] == (ALL,) else tuple(each for each in given if each != ALL)


def without(scope: Scope, field: object, place: object) -> Scope:
    """`scope` without value number `place` of one field, or without all; as it is for whatever else is named."""
    if field == "all":
        return Scope()
    if field == DAY:
        return dataclasses.replace(scope, first="", last="")
    names = {each.name: getattr(scope, each.name) for each in dataclasses.fields(scope)}
    if not isinstance(field, str) or field not in names:
        return scope
    value = names[field]
    left: dict[str, Any] = {
        field: "" if isinstance(value, str) else tuple(each for number, each in enumerate(value) if number != place)
    }
    return dataclasses.replace(scope, **left)


def chips_view(assistant: Newspaper, scope: Scope, language: Language) -> str:
    """One button for each thing that the scope asks, which takes it away; "" where it asks nothing."""
    if not scope.narrows:
        return ""
    day = scope.first if scope.first == scope.last else ""
    chips = [Chip(DAY, 0, date_label(day, language))] if day else []
    for field in dataclasses.fields(scope):
        value = getattr(scope, field.name)
        if day and field.name in ("first", "last"):
            continue
        if field.name == "pages":
            chips += _page_chips(assistant, value, language)
            continue
        for place, each in enumerate(value if isinstance(value, tuple) else filter(None, [value])):
            chips.append(Chip(field.name, place, chip_label(assistant, field.name, each, language)))
    return render("browse/chips", language, chips=chips)


def _page_chips(assistant: Newspaper, names: Sequence[str], language: Language) -> list[Chip]:
    """One chip for each issue all of whose pages are named, and for each other page."""
    chips, told = [], set[str]()
    for place, name in enumerate(names):
        if name in told:
            continue
        issue = issue_with(assistant.holdings.heads.values(), names, name)
        told |= {page.name for page in issue}
        head = assistant.holdings.heads.get(name)
        if issue:
            label = say("page-chip-issue", language, issue=issue_label(issue, language), count=len(issue))
        else:
            label = (
                page_label(head, assistant.holdings.headlines, language)
                if head
                else say("page-chip-gone-page", language)
            )
        chips.append(Chip("pages", place, label))
    return chips


def chip_label(assistant: Newspaper, field: str, value: Any, language: Language) -> str:
    """What a chip says: 2022年1月20日起, 第3版, the headline of a piece."""
    if field in ("first", "last"):
        return say(f"page-chip-{field}", language, date=date_label(value, language))
    if field != "articles":
        return value_label(field, value, language)
    try:
        return say("page-quoted", language, text=assistant.article(value).title or say("title-none", language))
    except KeyError:
        return say("page-chip-gone", language)


def value_label(field: str, value: Any, language: Language) -> str:
    """A value of one field as a reader writes it."""
    if field in ("first", "last"):
        return date_label(value, language)
    if field == "numbers":
        return say("page-number", language, number=value)
    return say(f"kind-{value}", language) if field == "kinds" else str(value)


def _named(found: ScopeChoices, field: str, value: Any, language: Language) -> str:
    """A value as a menu names it: of a day that no paper tells for certain, that it is inferred."""
    if field in ("first", "last"):
        return printed_label(PrintedDay(value, "text" if value in found.inferred else ""), language)
    return value_label(field, value, language)


def _values(found: ScopeChoices, field: str, chosen: Sequence[Any]) -> Sequence[tuple[Any, int]]:
    """The values of a field with their pieces counted; last what is chosen and no piece has."""
    values: Sequence[tuple[Any, int]] = found.dates if field in ("first", "last") else getattr(found, field)
    known = {value for value, _ in values}
    return (*values, *((value, 0) for value in chosen if value not in known))
