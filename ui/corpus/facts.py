"""The form for what a person says of a page: the day it was printed, its number there, the name of the paper.

Left out: what is done with it (see `tab` and facts.js), and what may be typed (see `rag.corpus`).
"""

import time
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from rag import LARGEST_PAGE, Language, Page, WenbaoError, holds_dated_articles, issue_day, printed_label
from rag.corpus import Library
from ui.corpus.naming import named_in, names_of
from ui.markup import error_sentence
from ui.templating import render
from ui.wording import say

FIELDS: Final = ("date", "number", "paper")
"""Of the form for what a person says of a page."""


class Field(NamedTuple):
    """A field of the form: what was typed, in which form it is to be, what is known now, whether it is refused."""

    name: str
    typed: str
    form: str
    now: str
    refused: bool


def facts_view(
    page: Page,
    typed: Mapping[str, str],
    language: Language,
    error: WenbaoError | None = None,
    place: str = "facts",
    named: str = "",
    said: str = "",
) -> str:
    """The form for what a person says of a page: what was typed of it, what is known of it now, what is wrong with it.

    `typed` are the texts of the fields by their names; `place` opens the ids of the form, which may stand on the page
    twice; `named` is what the page is called, by its file where it is ""; `said` tells what is wrong, in the words of
    the error where it is "".
    """
    number = page.issue.page
    now = (
        printed_label(issue_day(page.issue), language) if page.issue.date else "",
        "" if number is None else say("page-number", language, number=number),
        page.issue.paper,
    )
    fields = [
        Field(
            name,
            typed.get(name, ""),
            say(f"page-facts-{name}-form", language, limit=LARGEST_PAGE),
            say("page-facts-now", language, value=known or say("page-facts-unknown", language)),
            error is not None and error.key == f"library-facts-{name}",
        )
        for name, known in zip(FIELDS, now, strict=True)
    ]
    return render(
        "corpus/facts",
        language,
        place=place,
        page=page.name,
        named=named or page.name,
        fields=fields,
        error=said or (error_sentence(error, language) if error else ""),
        stamp=time.time_ns(),
        dated=holds_dated_articles(page),
    )


def form_of(
    library: Library,
    page: Page,
    typed: Mapping[str, str],
    language: Language,
    error: WenbaoError | None = None,
    place: str = "facts",
    said: str = "",
) -> str:
    """The same for a page of the library, which is called by its day, number or headline, also in the error."""
    labels = names_of(library, [page.name], language)
    error = named_in(error, labels) if error else None
    return facts_view(page, typed, language, error, place, labels.get(page.name, ""), said)


def typed_of(data: Mapping[str, Any]) -> dict[str, str]:
    """What was typed into the fields, as far as a browser sent any of it."""
    return {name: value for name in FIELDS if isinstance(value := data.get(name), str)}
