"""What is looked up of a newspaper while it is read: gone through once for each corpus, not at each press.

An assistant stays as it is, so that what is known of it holds as long as it lives. Left out: what is shown (see the
views), and what a scope is (see `rag.Scope`).
"""

import contextlib
import dataclasses
import datetime
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Final
from weakref import WeakKeyDictionary

from rag import Page, Passage, Piece, Scope, ScopeChoices, choices, order_by_issue, printed_day
from ui.newspaper import Newspaper

SCOPES_KEPT: Final = 8
"""Scopes whose counts are kept: those of a few visitors, who change theirs step by step."""


@dataclasses.dataclass(frozen=True)
class Within:
    """What is within a scope: how many pieces of each page that has any, and of each day, whatever days it asks."""

    counts: Mapping[str, int]
    days: Mapping[str, int]


class Catalogue:
    """The pages and pieces of a newspaper by their names; what is costly is made when it is first asked for."""

    def __init__(self, paper: Newspaper) -> None:
        self.source = (paper.articles, paper.pages)
        self.pages: dict[str, Page] = {page.name: page for page in paper.pages}
        self.pieces: dict[str, list[Piece]] = {}
        headlines: dict[str, str] = {}
        labels: dict[str, str] = {}
        self.doubts: Counter[str] = Counter()
        """How many cuts and joins of each page are doubtful."""
        for piece in paper.articles:
            self.pieces.setdefault(piece.source, []).append(piece)
            if piece.title:
                (labels if piece.kind == "slogan" else headlines).setdefault(piece.source, piece.title)
            if piece.doubts:
                self.doubts[piece.source] += len(piece.doubts)
        self.headlines: dict[str, str] = labels | headlines
        """The first headline of each page that prints one: what a page is called of which nothing else is known.

        A section's label, which pages of a paper have in common, is taken only where no piece has a headline.
        """
        self._passages = paper.passages
        self._within: dict[Scope, Within] = {}

    @cached_property
    def choices(self) -> ScopeChoices:
        """What a scope can be made of."""
        return choices(*self.source)

    @cached_property
    def passages(self) -> Mapping[str, Sequence[Passage]]:
        """The passages of each article, by the id of its first piece."""
        found: dict[str, list[Passage]] = {}
        for passage in self._passages:
            found.setdefault(passage.article, []).append(passage)
        return found

    @cached_property
    def order(self) -> Sequence[Page]:
        """All pages, dated ones first, by issue and page, then the others by name."""
        return sorted(self.pages.values(), key=order_by_issue)

    def within(self, scope: Scope) -> Within:
        """What is within `scope`; without one, every page."""
        known = self._within.get(scope)
        if known is None:
            while len(self._within) >= SCOPES_KEPT:  # another visitor may take one away at the same time
                self._within.pop(next(iter(self._within)), None)
            known = self._within[scope] = self._counted(scope)
        return known

    def _counted(self, scope: Scope) -> Within:
        if not scope.narrows:
            counts = {name: len(self.pieces.get(name, ())) for name in self.pages}
            return Within(counts, _whole_days(dict(self.choices.dates)))
        undated = dataclasses.replace(scope, first="", last="")
        counted, days = Counter[str](), Counter[str]()
        for name, pieces in self.pieces.items():
            page = self.pages[name]
            for piece in pieces:
                if not undated.holds(piece, page):
                    continue
                day = printed_day(piece, page).date
                days.update(filter(None, [day]))
                if undated == scope or scope.holds(piece, page):
                    counted[name] += 1
        return Within(counted, _whole_days(days))


def _whole_days(days: Mapping[str, int]) -> Mapping[str, int]:
    """Those that are days of the calendar: a file may tell no more of its articles than a month."""
    return {day: count for day, count in days.items() if _is_day(day)}


def _is_day(text: str) -> bool:
    with contextlib.suppress(ValueError):
        return len(text) == len("2022-01-20") and datetime.date.fromisoformat(text).isoformat() == text
    return False


_known: WeakKeyDictionary[Newspaper, Catalogue] = WeakKeyDictionary()


def catalogue_of(paper: Newspaper) -> Catalogue:
    """The catalogue of this newspaper."""
    known = _known.get(paper)
    if known is None or known.source[0] is not paper.articles or known.source[1] is not paper.pages:
        known = _known[paper] = Catalogue(paper)
    return known
