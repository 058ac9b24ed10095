"""Scores what becomes of the lines at the head and foot of composed pages: paper, day, page number, editors, prices."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from benchmarks.composing import ComposedPage
from rag.passages import cut_passages
from rag.records import Page, Piece
from rag.settings import Settings


@dataclass
class FurnitureScore:
    """Sums over pages."""

    sums: Counter[str] = field(default_factory=Counter)

    def add(self, page: ComposedPage, found: Sequence[Piece]) -> None:
        """Count one page: its head and foot lines, those that are objects of their own, those in a passage."""
        lines = set().union(*(piece.lines for piece in page.pieces if "furniture" in piece.tags))
        printed = Page("composed.txt", tuple(page.lines), "0" * 64)
        apart = {n for piece in found if piece.kind == "slogan" for a, b in piece.spans for n in range(a, b + 1)}
        passages = [passage for piece in found for passage in cut_passages([piece], [printed], Settings())]
        searched = {
            fragment.line for passage in passages for sentence in passage.sentences for fragment in sentence.fragments
        }
        self.sums.update(lines=len(lines), apart=len(lines & apart), searched=len(lines & searched))

    def told(self) -> str:
        """All of it in one line."""
        count = max(1, self.sums["lines"])
        return (
            f"of {self.sums['lines']} lines {self.sums['apart'] / count:.3f} are told apart from pieces;  "
            f"{self.sums['searched']} are in a passage"
        )
