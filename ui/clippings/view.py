"""The list of clippings: each with its place, a box for a note, and ways to move and to remove it. No gradio here."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from rag import Language, printed_label
from ui.ask.excerpts import cut_short
from ui.clippings.clipping import CLIPPINGS, NOTE_CHARACTERS, Clipping, is_there
from ui.markup import span_label
from ui.newspaper import Newspaper
from ui.templating import render
from ui.wording import say

_SHOWN: Final = 240
"""Characters of a text that the list shows: of a sentence all, of a piece its beginning."""

_TOLD_APART: Final = 24
"""Characters of a text that tell clippings of one name apart: a clause."""

_PLACES: Final = 3
"""Places of an answer that the list names."""

TAKEN_AS: Final = ("markdown", "word", "bibtex", "ris", "gbt")
"""The forms in which clippings are taken along, in the order of their buttons."""


class ListedClipping(NamedTuple):
    """A clipping as the list has it: what it is called, its first words, where it stands, and whether that is gone.

    `called` is a name that no other one has, for its buttons.
    """

    id: str
    kind: str
    named: str
    called: str
    text: str
    places: list[str]
    note: str
    gone: bool


def list_view(assistant: Newspaper, clippings: Sequence[Clipping], unread: int, language: Language) -> str:
    """The dialog with all clippings; `unread` of them cannot be read here and are kept as they are."""
    return render(
        "clippings/list",
        language,
        clippings=[
            _listed(each, called, assistant, language)
            for each, called in zip(clippings, _called(clippings, language), strict=True)
        ],
        unread=unread,
        forms=TAKEN_AS,
        note_limit=NOTE_CHARACTERS,
        limit=CLIPPINGS,
    )


def _called(clippings: Sequence[Clipping], language: Language) -> list[str]:
    """What each clipping is called: where several have one name, their kind and first words too, at last a number."""
    names = [clipping.named or say("title-none", language) for clipping in clippings]
    apart = [
        say(
            "page-clipping-told-apart",
            language,
            name=name,
            kind=say(f"page-clipping-{clipping.kind}", language),
            text=text,
        )
        if names.count(name) > 1 and (text := cut_short(" ".join(clipping.text.split()), _TOLD_APART))
        else name
        for name, clipping in zip(names, clippings, strict=True)
    ]
    return [
        f"{name} {apart[:place].count(name) + 1}" if apart.count(name) > 1 else name for place, name in enumerate(apart)
    ]


def _listed(clipping: Clipping, called: str, assistant: Newspaper, language: Language) -> ListedClipping:
    text = clipping.text.strip()
    shown = text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
    places = []
    for place in clipping.places[:_PLACES]:
        imprint = place.imprint
        number = "" if imprint.page is None else say("page-number", language, number=imprint.page)
        day = " ".join(filter(None, (imprint.paper, printed_label(imprint.printed, language))))
        title = say("page-quoted", language, text=place.title) if clipping.kind == "answer" and place.title else ""
        parts = (title, day, number, imprint.section, span_label(place.spans, language))
        places.append(" · ".join(filter(None, parts)))
    if len(clipping.places) > _PLACES:
        places.append(say("page-clipping-places", language, count=len(clipping.places)))
    return ListedClipping(
        clipping.id,
        clipping.kind,
        clipping.named or say("title-none", language),
        called,
        shown,
        places,
        clipping.note,
        not is_there(clipping, assistant),
    )
