"""What a scope asks of an article, as numbers that Milvus filters by.

An article's passages have the days of its pieces and a number for each value of their fields. A scope's filter lets
through whatever is within it, and of an article of several pieces now and then more: the first piece may have the
reporter and the second the section. Whoever searches drops those. Numbers, and not the values themselves, need no
quoting in an expression and no bound of length. Left out: what a scope holds (see `answering.scope`).
"""

import hashlib
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Final

from rag.answering.scope import Scope, fields_of
from rag.articles.issue.printed import printed_day
from rag.records import Page, Piece

FIELDS: Final = ("papers", "pages", "numbers", "sections", "reporters", "kinds", "articles")
"""Of a scope, but for its days."""


@dataclass(frozen=True, slots=True)
class Facets:
    """The first and last day of an article's pieces, as 20240131, 0 where none has one, and its `values`, rising."""

    first: int
    last: int
    values: tuple[int, ...]


def facets_of(article: Sequence[tuple[Piece, Page]]) -> Facets:
    """The facets of an article, given as its pieces with their pages."""
    days = [day for day in (_number(printed_day(piece, page).date) for piece, page in article) if day]
    values = {
        _value(field, value)
        for piece, page in article
        for field, values in fields_of(piece, page).items()
        for value in values
    }
    return Facets(min(days, default=0), max(days, default=0), tuple(sorted(values)))


def filter_of(scope: Scope) -> str:
    """The expression that the passages within the scope fulfil, "" where the scope holds all."""
    conditions = []
    if scope.first:
        conditions.append(f"last_day >= {_number(scope.first)}")
    if scope.last:
        conditions.append(f"last_day > 0 and first_day <= {_number(scope.last)}")
    for field in FIELDS:
        wanted: Sequence[Hashable] = getattr(scope, field)
        if wanted:
            values = sorted({_value(field, value) for value in wanted})
            conditions.append(f"array_contains_any(facets, {values})")
    return " and ".join(conditions)


def _number(day: str) -> int:
    return int(day.replace("-", "")) if day else 0


def _value(field: str, value: Hashable) -> int:
    """A number of 62 bits, so that it is one of Milvus's whole numbers and not below 0."""
    text = f"{field}\0{value}".encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "big") >> 2
