"""The form for what a person says of a page: the day it was printed, its number there, the name of the paper.

Left out: what is done with it (see `tab` and facts.js), and what may be typed (see `rag.corpus`).
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

from rag import LARGEST_PAGE, Language, Page, WenbaoError, holds_dated_articles, issue_day, printed_label
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
) -> str:
    """The form for what a person says of a page: what was typed of it, what is known of it now, what is wrong with it.

    `typed` are the texts of the fields by their names; `place` opens the ids of the form, which may stand on the page
    twice; `named` is what the page is called, by its file where it is "".
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
        error=error_sentence(error, language) if error else "",
        dated=holds_dated_articles(page),
    )
