"""What pages are called where the corpus is changed: by day, number, section or headline, not by their files.

A page that was removed is called by what is kept of it. Left out: what is said of them (see `view` and `ui.browse`).
"""

from collections.abc import Collection, Mapping
from typing import Final

from rag import Language, LibraryError, WenbaoError
from rag.corpus import Library
from ui.browse.issues_view import headlines_of
from ui.browse.paper_view import page_label
from ui.cutting import opening_of
from ui.markup import error_sentence

_OPENING: Final = 24
"""Characters of its first line by which a page is called that was removed and of which nothing else is known."""


def names_of(library: Library, names: Collection[str], language: Language) -> Mapping[str, str]:
    """What the pages of these names are called, by their names; those of which nothing is known are left out."""
    assistant = library.assistant
    heads, headlines = assistant.holdings.heads, headlines_of(assistant)
    found = {name: page_label(heads[name], headlines, language) for name in names if name in heads}
    gone = {name for name in names if name not in heads}
    for name, former in (library.former_pages(gone) if gone else {}).items():
        found[name] = page_label(former.head, {name: opening_of(former.opening, _OPENING)}, language)
    return found


def named_in(error: WenbaoError, labels: Mapping[str, str]) -> WenbaoError:
    """The error, in which a page of the corpus is called as `labels` do; files that were given keep their names."""
    name = error.values.get("name")
    if not isinstance(error, LibraryError) or not isinstance(name, str) or name not in labels:
        return error
    return type(error)(error.key, **{**error.values, "name": labels[name]})


def told(library: Library, error: WenbaoError, language: Language) -> str:
    """What went wrong in a sentence, in which a page of the corpus is not called by its file."""
    name = error.values.get("name")
    labels = names_of(library, [name], language) if isinstance(name, str) else {}
    return error_sentence(named_in(error, labels), language)
