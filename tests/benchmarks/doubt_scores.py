"""Scores the marks of doubt of a split: how many of the pieces that went wrong have one, and what the marks cost."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from benchmarks.composing import ComposedPage
from benchmarks.split_scores import lines_of
from rag.articles import worst_pages
from rag.records import Piece

FIRST = 0.1
"""Share of the pages that a person would look at."""


@dataclass
class DoubtScore:
    """Sums over pages; `pages` holds for each how many of its pieces went wrong, and its found pieces; `sure` how sure
    each found piece is, and whether it is exact.
    """

    sums: Counter[str] = field(default_factory=Counter)
    pages: list[tuple[int, list[Piece]]] = field(default_factory=list)
    sure: list[tuple[float, bool]] = field(default_factory=list)

    @property
    def marked(self) -> float:
        """The share of the pieces that went wrong that have a mark."""
        return self.sums["wrong marked"] / max(1, self.sums["wrong"])

    @property
    def rate(self) -> float:
        """Marks for each piece that was found, labels and mastheads aside."""
        return self.sums["marks"] / max(1, self.sums["found"])

    @property
    def hits(self) -> float:
        """The share of the marks that are at a piece that went wrong."""
        return self.sums["hits"] / max(1, self.sums["marks"])

    @property
    def calibration_error(self) -> float:
        """By how much the confidence of pieces is off from the share that is exact, over tenths of it (ECE)."""
        bins: dict[int, list[tuple[float, bool]]] = {}
        for confidence, exact in self.sure:
            bins.setdefault(min(9, int(10 * confidence)), []).append((confidence, exact))
        off = sum(abs(sum(sure - exact for sure, exact in each)) for each in bins.values())
        return off / max(1, len(self.sure))

    def add(self, page: ComposedPage, found: Sequence[Piece]) -> None:
        """Count one page. A piece of the page's truth has a mark if the piece that holds most of it has: a doubtful cut
        or join of its own, or at the row below one of its parts.
        """
        lines = [lines_of(piece, page) for piece in found]
        slogans: set[int] = set().union(*[piece.lines for piece in page.pieces if piece.kind == "slogan"])
        marks = {joint.line for piece in found for joint in piece.doubts}
        hit: set[int] = set()
        wrong = 0
        for piece in page.pieces:
            if piece.kind == "slogan" or not piece.lines:
                continue
            best = max(range(len(found)), key=lambda k: len(lines[k] & piece.lines))
            if lines[best] - slogans == piece.lines - slogans:
                continue
            touching = marks & _touching(found[best], page)
            hit |= touching
            wrong += 1
            self.sums.update(wrong=1, **{"wrong marked": bool(touching)})
        true = {frozenset(piece.lines - slogans) for piece in page.pieces if piece.kind != "slogan"}
        self.sure += [
            (piece.confidence, bool(own <= slogans or frozenset(own - slogans) in true))
            for piece, own in zip(found, lines, strict=True)
        ]
        self.pages.append((wrong, list(found)))
        self.sums.update(
            found=sum(piece.kind != "slogan" for piece in found),
            marks=sum(len(piece.doubts) for piece in found),
            hits=len(hit),
        )

    def first_pages(self) -> float:
        """The share of the pieces that went wrong that is on the tenth of the pages which is listed first."""
        named = {f"{number}": pieces for number, (_, pieces) in enumerate(self.pages)}
        listed = worst_pages(_renamed(piece, name) for name, pieces in named.items() for piece in pieces)
        first = [int(name) for name in listed][: round(FIRST * len(self.pages))]
        return sum(self.pages[number][0] for number in first) / max(1, self.sums["wrong"])

    def told(self) -> str:
        """All of it in one line."""
        return (
            f"of {self.sums['wrong']} pieces that are not exact {self.marked:.3f} have a mark;  "
            f"{self.rate:.3f} marks a piece, {self.hits:.2f} of them at such a piece;  "
            f"the tenth of the pages listed first holds {self.first_pages():.2f} of them;  "
            f"confidence off by {self.calibration_error:.3f}"
        )


def _touching(piece: Piece, page: ComposedPage) -> set[int]:
    """The lines of the piece, and the printed line below each of its spans."""
    below = {
        next((number for number in range(last + 1, len(page.lines) + 1) if page.lines[number - 1].strip()), 0)
        for _, last in piece.spans
    }
    return lines_of(piece, page) | below


def _renamed(piece: Piece, name: str) -> Piece:
    return replace(piece, source=name)
