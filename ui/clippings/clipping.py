"""A clipping: what was kept, and where it is printed; as JSON values for the browser, and read back from there.

What comes back from a browser may be anything. It is read field by field; what has not the form that it was written in
is no clipping. Left out: how clippings are made of answers and pieces (see `making`), and the browser's side (see
clippings.js).
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal, get_args

from rag import DateSource, Fragment, PrintedDay, Span
from ui.kept_values import (
    UnreadableError,
    fragment_values,
    read_fragment,
    read_number,
    read_object,
    read_span,
    read_text,
)
from ui.newspaper import Imprint, Newspaper, is_printed

FORMAT: Final = 1

CLIPPINGS: Final = 100
"""Kept at once: what a list shows without being turned. Each has a key of its own in the browser."""

CHARACTERS: Final = 20_000
"""Of one text: the longest pieces have half as many."""
NOTE_CHARACTERS: Final = 4_000
SOURCES: Final = 100
"""Of one answer: a list cites fewer."""
_SHORT: Final = 500
"""Of a name: of a headline, a paper, a file, a byline."""
_OPENING: Final = 20
"""First characters of a piece by which it is known to be there still."""

Kind = Literal["sentence", "piece", "answer"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is printed: in which piece of which file, on which lines, with what is known of the issue.

    `fragments` are the very characters, `quote` their words; of a piece as a whole there are none.
    """

    article: str
    source: str
    title: str
    spans: tuple[Span, ...]
    quote: str = ""
    fragments: tuple[Fragment, ...] = ()
    imprint: Imprint = field(default_factory=Imprint)


@dataclass(frozen=True, slots=True)
class Clipping:
    """What was kept: a sentence, a piece or an answer, its text and its places; of an answer the `question` too.

    `note` is what the visitor wrote beside it, `id` the same for the same thing kept twice.
    """

    kind: Kind
    text: str
    places: tuple[Place, ...]
    question: str = ""
    note: str = ""
    id: str = ""

    @property
    def named(self) -> str:
        """What it is called: the question, or the headline of its piece; "" where there is neither."""
        return self.question or (self.places[0].title if self.places else "")


def is_there(clipping: Clipping, assistant: Newspaper) -> bool:
    """Whether the corpus still prints all that was kept where it was, whatever pieces it is split into by now."""
    return all(_is_printed(each, clipping, assistant) for each in clipping.places)


def _is_printed(place: Place, clipping: Clipping, assistant: Newspaper) -> bool:
    try:
        assistant.page(place.source)
        if place.fragments:
            return all(is_printed(assistant.page(each.source), each) for each in place.fragments)
        lines = assistant.page(place.source).lines
    except KeyError:
        return False
    printed = "".join("".join(lines[max(0, first - 1) : last]) for first, last in place.spans)
    opening = "".join(clipping.text.split())[:_OPENING] if place is clipping.places[0] else ""
    return opening in "".join(printed.split())


def as_values(clipping: Clipping) -> dict[str, Any]:
    """The clipping as JSON values, to be kept; a text that is too long is cut."""
    text = clipping.text[:CHARACTERS]
    known = "\0".join([clipping.kind, clipping.question, text, *(each.source for each in clipping.places)])
    return {
        "format": FORMAT,
        "id": hashlib.sha256(known.encode("utf-8", "replace")).hexdigest()[:16],
        "kind": clipping.kind,
        "text": text,
        "question": clipping.question[:_SHORT],
        "note": clipping.note[:NOTE_CHARACTERS],
        "places": [_place_values(each) for each in clipping.places[:SOURCES]],
    }


def _place_values(place: Place) -> dict[str, Any]:
    imprint = place.imprint
    return {
        "article": place.article,
        "source": place.source,
        "title": place.title[:_SHORT],
        "spans": [list(span) for span in place.spans],
        "quote": place.quote[:CHARACTERS],
        "fragments": list(map(fragment_values, place.fragments)),
        "paper": imprint.paper,
        "page": imprint.page,
        "section": imprint.section,
        "byline": imprint.byline[:_SHORT],
        "day": imprint.printed.date,
        "told": imprint.printed.told,
    }


def clippings_of(value: object) -> list[Clipping]:
    """The clippings that a browser sent, in its order, as far as they are any. Never raises."""
    found = []
    for written in (value if isinstance(value, list) else [])[:CLIPPINGS]:
        try:
            found.append(_clipping(written))
        except UnreadableError:
            continue
    return found


def _clipping(value: object) -> Clipping:
    given = read_object(value)
    kind = given.get("kind")
    if given.get("format") != FORMAT or kind not in KINDS:
        raise UnreadableError
    id = read_text(given.get("id"), _SHORT)
    if not re.fullmatch(r"[0-9a-f]{16}", id):
        raise UnreadableError
    places = given.get("places")
    return Clipping(
        kind=kind,
        text=read_text(given.get("text"), CHARACTERS),
        places=tuple(_place(each) for each in _values(places, SOURCES)),
        question=read_text(given.get("question", ""), _SHORT),
        note=read_text(given.get("note", ""), NOTE_CHARACTERS),
        id=id,
    )


def _place(value: object) -> Place:
    given = read_object(value)
    spans = tuple(map(read_span, _values(given.get("spans"), _SHORT)))
    told, page = given.get("told", ""), given.get("page")
    if told not in get_args(DateSource) or not spans:
        raise UnreadableError
    return Place(
        article=read_text(given.get("article"), _SHORT),
        source=read_text(given.get("source"), 2 * _SHORT),
        title=read_text(given.get("title", ""), _SHORT),
        spans=spans,
        quote=read_text(given.get("quote", ""), CHARACTERS),
        fragments=tuple(read_fragment(each, CHARACTERS) for each in _values(given.get("fragments"), CHARACTERS)),
        imprint=Imprint(
            paper=read_text(given.get("paper", ""), _SHORT),
            page=None if page is None else read_number(page, least=0),
            byline=read_text(given.get("byline", ""), _SHORT),
            printed=PrintedDay(_day(given.get("day", "")), told),
            section=read_text(given.get("section", ""), _SHORT),
        ),
    )


def _day(value: object) -> str:
    text = read_text(value, 10)
    if text and not re.fullmatch(r"\d{4}(-\d\d){0,2}", text):
        raise UnreadableError
    return text


def _values(value: object, most: int) -> Sequence[Any]:
    if not isinstance(value, list) or len(value) > most:
        raise UnreadableError
    return value
