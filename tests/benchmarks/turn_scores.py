"""Scores the joining of continued pieces on composed issues."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from benchmarks.stories import GoldPiece
from benchmarks.turning import ComposedIssues, Turned
from rag.articles import join_continued
from rag.records import Piece


@dataclass
class TurnScore:
    """Counts of continuations by outcome.

    With their beginning there: `right`, `wrong` (joined with a piece that has nothing of the story), `missed`. Without
    it: `left` alone, or `invented`. Pieces that continue nothing and were joined are `invented` as well.
    """

    sums: Counter[str] = field(default_factory=Counter)
    by_tag: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def add(self, made: ComposedIssues) -> list[tuple[str, Turned]]:
        """Join and count the composed issues; what was not as it was made."""
        pages, articles = made.read()
        joined = {article.id: article.continues for article in join_continued(articles, pages)}
        found = []
        for turned in made.turned:
            got = joined.pop(_continuation(made, articles, turned), "")
            fitting = _owners(articles, *turned.beginning) if turned.beginning else set()
            if turned.beginning:
                outcome = "missed" if not got else "right" if got in fitting else "wrong"
            else:
                outcome = "invented" if got else "left"
            self.sums[outcome] += 1
            for tag in turned.tags:
                self.by_tag[tag][outcome] += 1
            found += [(outcome, turned)] if outcome not in ("right", "left") else []
        self.sums["invented"] += sum(map(bool, joined.values()))
        return found


def _continuation(made: ComposedIssues, articles: list[Piece], turned: Turned) -> str:
    """The id of the piece that the splitter found where the continuation has its mark."""
    name, piece = turned.continuation
    line = next(n for n in sorted(piece.lines) if re.search("上接|紧接", made.pages[name].lines[n - 1]))
    return next(article.id for article in articles if article.source == name and line in _lines(article))


def _owners(articles: list[Piece], name: str, piece: GoldPiece) -> set[str]:
    """The pieces that the splitter found with lines of a composed piece in them."""
    return {article.id for article in articles if article.source == name and piece.lines & _lines(article)}


def _lines(article: Piece) -> set[int]:
    return {line for first, last in article.spans for line in range(first, last + 1)}
