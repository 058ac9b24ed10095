"""What answers are judged against: the lines of pages and the text of whole articles, each made ready once."""

from dataclasses import dataclass
from typing import Protocol

from rag.records import Page, Piece
from rag.text.similarity import squeeze


class Newspaper(Protocol):
    """Pages and articles by their names: an Assistant, or a stand-in in tests."""

    def page(self, name: str) -> Page:
        """The page with this file name. Raises KeyError."""

    def parts(self, id: str) -> tuple[Piece, ...]:
        """All pieces of the article that the piece of that id belongs to, in reading order. Raises KeyError."""


@dataclass(frozen=True, slots=True)
class WholeText:
    """A whole article: the id of its first piece, its title and text squeezed, and its document's id, "" for none."""

    id: str
    text: str
    document: str


class Sources:
    """Pages and articles of one newspaper, kept in the form in which they are compared."""

    def __init__(self, newspaper: Newspaper) -> None:
        self._newspaper = newspaper
        self._lines: dict[str, tuple[str, ...]] = {}
        self._articles: dict[str, WholeText] = {}

    def lines(self, page: str) -> tuple[str, ...]:
        """The lines of a page; none where it is not there, so that no citation of it is verbatim."""
        if page not in self._lines:
            try:
                self._lines[page] = self._newspaper.page(page).lines
            except KeyError:
                self._lines[page] = ()
        return self._lines[page]

    def article(self, id: str) -> WholeText:
        """The whole article that the piece of that id belongs to; one without text where it is not there."""
        if id not in self._articles:
            try:
                parts = self._newspaper.parts(id)
            except KeyError:
                parts = ()
            self._articles[id] = _whole(parts) if parts else WholeText(id, "", "")
        return self._articles[id]


def _whole(parts: tuple[Piece, ...]) -> WholeText:
    from rag.evaluation.datasets.index import (
        document_of,  # brings all of index building: not for commands that judge nothing
    )

    first = parts[0]
    text = squeeze(first.title) + "".join(squeeze(part.text) for part in parts)
    return WholeText(first.id, text, document_of(first))
