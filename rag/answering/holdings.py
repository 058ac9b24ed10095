"""What an index holds, page by page, told without reading its pages: for whoever turns them and chooses among them.

Left out: which passages are within a scope (see `scope_columns`), and what a page prints (see `index.saved`).
"""

import contextlib
import dataclasses
import datetime
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Final, Protocol

import numpy as np

from rag.answering.scope import Scope, ScopeChoices
from rag.answering.scope_columns import FacetedPieces, ScopeColumns
from rag.articles.issue.printed import ends_of, order_by_issue
from rag.records import PageHead, Passage, Piece, PrintedDay

_DAY_CHARACTERS: Final = len("2022-01-20")


class ListedIndex(FacetedPieces, Protocol):
    """What an index must tell."""

    @property
    def passages(self) -> Sequence[Passage]:
        """The passages, row by row."""

    def pieces_of(self, name: str) -> Sequence[Piece]:
        """The pieces of the page of this name, in their order."""

    @property
    def passages_of(self) -> Mapping[str, Sequence[int]]:
        """The rows of an article's passages, by its id."""


@dataclasses.dataclass(frozen=True, slots=True)
class Within:
    """What is within a scope: how many pieces of each page that has any, and of each day, whatever days it asks."""

    counts: Mapping[str, int]
    days: Mapping[str, int]


class Holdings:
    """The pages of an index by their names, with what lists and choices need of them. Threads may share it."""

    def __init__(self, index: ListedIndex) -> None:
        self._index = index
        self._columns = ScopeColumns(index)
        heads = (PageHead(name, index.page_facets.issue(row)) for row, name in enumerate(index.columns.pages))
        self.heads: Mapping[str, PageHead] = {head.name: head for head in heads}
        """The heads of all pages by the pages' names."""
        self.piece_count = len(index.columns.pieces)
        self.headlines: Mapping[str, str] = _Headlines(self)
        """The first headline of each page that prints one: what a page is called of which nothing else is known.

        A section's label, which pages of a paper have in common, is taken only where no piece has a headline.
        """

    @property
    def digests(self) -> Sequence[str]:
        """Those of the pages: other ones where any page is another."""
        return self._index.columns.digests

    @cached_property
    def order(self) -> Sequence[PageHead]:
        """All pages, dated ones first, by issue and number, then the others by name."""
        return sorted(self.heads.values(), key=order_by_issue)

    @cached_property
    def choices(self) -> ScopeChoices:
        """What a scope can be made of."""
        return self._columns.choices()

    def choices_beside(self, scope: Scope, *fields: str) -> tuple[ScopeChoices, int]:
        """What a scope can be made of beside the rest of `scope`, which is all of it but the fields that are named; and
        how many pieces that rest holds.
        """
        rest = dataclasses.replace(scope, **{name: getattr(Scope(), name) for name in fields})
        if not rest.narrows:
            return self.choices, self.piece_count
        held = self._columns.pieces(rest)
        return self._columns.choices(held), int(held.sum())

    @cached_property
    def doubts(self) -> Mapping[str, int]:
        """How many cuts and joins of each page are doubtful, of the pages that have any."""
        counts: Counter[int] = Counter()
        facet, pages = self._index.piece_facets.doubts, self._index.columns.piece_pages
        for row in np.flatnonzero(facet.where(bool)).tolist():
            counts[int(pages[row])] += facet[row]
        names = self._index.columns.pages
        return Counter({names[page]: count for page, count in counts.items()})

    def pieces(self, name: str) -> Sequence[Piece]:
        """The pieces of the page of this name, in their order; none of a page that there is not."""
        return self._index.pieces_of(name) if name in self.heads else ()

    def passages(self, article: str) -> Sequence[Passage]:
        """The passages of the article with this id, in reading order; none of one that has none."""
        return [self._index.passages[row] for row in self._index.passages_of.get(article, ())]

    def has_passages(self, article: str) -> bool:
        """Whether the article with this id has any passage: one that is a headline alone has none."""
        return article in self._index.passages_of

    def within(self, scope: Scope) -> Within:
        """What is within `scope`; without one, every page."""
        index = self._index
        undated = dataclasses.replace(scope, first="", last="")
        about = self._columns.pieces(undated)
        days = index.piece_facets.printed.at(np.flatnonzero(about)).counts()
        held = about if scope == undated else self._columns.pieces(scope)
        counts = np.bincount(index.columns.piece_pages[held], minlength=len(index.columns.pages)).tolist()
        named = zip(index.columns.pages, counts, strict=True)
        return Within(
            {name: count for name, count in named if count or not scope.narrows},
            {day: count for day, count in days.items() if _is_day(day)},
        )

    @property
    def period(self) -> tuple[PrintedDay, PrintedDay] | None:
        """The first and the last day on which any piece was printed; None where nothing tells that of one."""
        return ends_of({day for days in self._days.values() for day in days})

    @cached_property
    def periods(self) -> Mapping[str, tuple[PrintedDay, PrintedDay]]:
        """The same of each paper by its name, of those of which any day is known."""
        ends = ((paper, ends_of(days)) for paper, days in self._days.items())
        return {paper: period for paper, period in ends if period}

    @cached_property
    def _days(self) -> Mapping[str, set[PrintedDay]]:
        """On which days pieces were printed, by their paper."""
        index = self._index
        columns = (
            index.page_facets.paper.at(index.columns.piece_pages),
            index.piece_facets.printed,
            index.piece_facets.printed_told,
        )
        days: dict[str, set[PrintedDay]] = {}
        for paper, date, told in set(zip(*(column.row_by_row() for column in columns), strict=True)):
            days.setdefault(paper, set()).update([PrintedDay(date, told)] if date else [])
        return days


class _Headlines(Mapping[str, str]):
    """Looked up on the page when it is asked for."""

    def __init__(self, holdings: Holdings) -> None:
        self._holdings = holdings

    def __getitem__(self, name: str) -> str:
        titled = [piece for piece in self._holdings.pieces(name) if piece.title]
        first = next((piece for piece in titled if piece.kind != "slogan"), next(iter(titled), None))
        if first is None:
            raise KeyError(name)
        return first.title

    def __iter__(self) -> Iterator[str]:
        return (name for name in self._holdings.heads if name in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _is_day(text: str) -> bool:
    """Whether it is a day of the calendar: a file may tell no more of its articles than a month."""
    with contextlib.suppress(ValueError):
        return len(text) == _DAY_CHARACTERS and datetime.date.fromisoformat(text).isoformat() == text
    return False
