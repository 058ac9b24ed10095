"""Articles that go on from page to page: their pieces in reading order, and what they say of the article as a whole."""

from collections.abc import Sequence
from typing import Protocol, TypeVar

from rag.records import Article, Piece


class Linked(Protocol):
    """A piece, or what stands for one: its id, and that of the one that it continues."""

    @property
    def id(self) -> str:
        """Its own."""

    @property
    def continues(self) -> str:
        """The other's, "" for none."""


Part = TypeVar("Part", bound=Linked)


def chains(articles: Sequence[Part]) -> list[tuple[Part, ...]]:
    """Every piece in exactly one chain: the pieces of one article in reading order, in the order of their beginnings.

    A piece that continues none of `articles`, and is continued by none, is a chain of one.
    """
    following = {article.continues: article for article in articles if article.continues}
    known = {article.id for article in articles}
    found: list[tuple[Part, ...]] = []
    taken: set[str] = set()
    heads = [article for article in articles if article.continues not in known]
    for head in (*heads, *articles):  # the second time over, pieces that a damaged index has go round in a circle
        chain = []
        part: Part | None = head
        while part is not None and part.id not in taken:
            taken.add(part.id)
            chain.append(part)
            part = following.get(part.id)
        if chain:
            found.append(tuple(chain))
    place = {article.id: number for number, article in enumerate(articles)}
    return sorted(found, key=lambda chain: place[chain[0].id])


def whole_of(parts: Sequence[Piece]) -> Article:
    """What the pieces of one article, in reading order, say of it together.

    Title and date are those of the beginning, the byline that of the last piece that has one: it stands at the end.
    What the beginning lacks is taken from the first piece that has it.
    """
    head = parts[0]
    dated = next((part for part in parts if part.date), head)
    return Article(
        id=head.id,
        title=next((part.title for part in parts if part.title), ""),
        kind=head.kind,
        byline=next((part.byline for part in reversed(parts) if part.byline), ""),
        date=dated.date,
        date_told=dated.date_told,
        parts=tuple(parts),
    )
