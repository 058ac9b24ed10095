"""Scores a split of a composed page as ../shared/tools/score.py does, and by irregularity."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from benchmarks.composing import ComposedPage
from benchmarks.stories import GoldPiece
from rag.articles import split_page
from rag.records import Page, Piece


def split(page: ComposedPage) -> list[Piece]:
    return split_page(Page("composed.txt", tuple(page.lines), "0" * 64))


def lines_of(article: Piece, page: ComposedPage) -> set[int]:
    return {n for a, b in article.spans for n in range(a, b + 1) if page.lines[n - 1].strip()}


def squeeze(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


@dataclass
class Score:
    """Sums over pages, `precision` and `recall` over lines; `by_tag` holds how many of the pieces with an irregularity
    were exact.
    """

    sums: Counter[str] = field(default_factory=Counter)
    precision: float = 0
    recall: float = 0
    by_tag: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))

    @property
    def exact(self) -> float:
        return self.sums["exact"] / max(1, self.sums["gold"])

    @property
    def titles(self) -> float:
        return self.sums["titled_exact"] / max(1, self.sums["titled"])

    @property
    def f1(self) -> float:
        p, r = (each / max(1, self.sums["lines"]) for each in (self.precision, self.recall))
        return 2 * p * r / (p + r) if p + r else 0.0

    def add(self, page: ComposedPage, guess: Iterable[tuple[str, set[int]]]) -> list[GoldPiece]:
        """Count one page as ../shared/tools/score.py does; the pieces that are not exact."""
        mine = list(guess)
        slogans: set[int] = set().union(*[p.lines for p in page.pieces if p.kind == "slogan"])
        owner = {n: k for k, (_, lines) in enumerate(mine) for n in lines}
        wrong = []
        for piece in page.pieces:
            if piece.kind == "slogan":
                continue
            best = max(mine, key=lambda x: len(x[1] & piece.lines), default=("", set()))
            exact = best[1] - slogans == piece.lines - slogans
            titled = exact and squeeze(best[0]) == squeeze("".join(piece.title))
            wrong += [] if exact else [piece]
            self.sums.update(gold=1, exact=exact, titled=bool(piece.title), titled_exact=titled and bool(piece.title))
            for tag in [*piece.tags, *page.tags, f"kind:{piece.kind}"]:
                self.by_tag[tag][0] += exact
                self.by_tag[tag][1] += 1
            for n in piece.lines:
                lines = mine[owner[n]][1] - slogans
                self.sums["lines"] += 1
                self.precision += len(lines & piece.lines) / len(lines) if lines else 0
                self.recall += len(lines & piece.lines) / len(piece.lines)
        return wrong
