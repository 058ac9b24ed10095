"""The pieces of a page -> how sure each of their cuts and joins is, and each piece as a whole."""

import math
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Final

from rag.articles.confidence.evidence import Boundary, Evidence, Found, evidence_of
from rag.articles.confidence.model import learnt, probability
from rag.articles.confidence.signals import names_of
from rag.articles.layout.drafts import Draft
from rag.articles.reading.drafting import Reading
from rag.records import Joint, JointKind

DECIMALS: Final = 3
"""Of a confidence: what is beyond them differs from machine to machine."""
BESIDE: Final = 2
"""Rows beside a mark that get none of their own: a reader who looks there sees them, too."""
_KINDS: Final[dict[str, JointKind]] = {
    "cut": "begins",
    "within": "runs-on",
    "glued": "runs-on",
    "resumes": "resumes",
    "bottom": "ends",
}


@dataclass(frozen=True, slots=True)
class Assessment:
    """How sure a piece is: see the fields of `records.Piece`."""

    confidence: float = 1.0
    joints: tuple[Joint, ...] = ()


CERTAIN: Final = Assessment()
"""Of a piece that a file or a person keeps apart."""


def assess(reading: Reading, drafts: Sequence[Draft]) -> list[Assessment]:
    """How sure each of the `drafts` is, in their order, which were made of the page's reading."""
    evidence, weights = evidence_of(reading, drafts), learnt()
    boundaries = {boundary.place: boundary for boundary in evidence.boundaries()}
    sure = {place: probability(names_of(evidence, each), weights.names) for place, each in boundaries.items()}
    marked = marked_of(sure, weights.doubtful)
    return [
        Assessment(
            round(_whole(piece, sure), DECIMALS),
            tuple(_joints(evidence, piece, boundaries, sure, marked)),
        )
        for piece in evidence.pieces
    ]


def _whole(piece: Found, sure: Mapping[int, float]) -> float:
    """How sure all cuts and joins of the piece together are."""
    return math.prod(sure[place] for place in touched_by(piece) if place in sure)


def marked_of(sure: Mapping[int, float], doubtful: float) -> set[int]:
    """The places that are marked: those that are doubtful, but for what lies beside a more doubtful one."""
    marked: set[int] = set()
    for place in sorted((place for place, value in sure.items() if value < doubtful), key=lambda place: sure[place]):
        if marked.isdisjoint(range(place - BESIDE, place + BESIDE + 1)):
            marked.add(place)
    return marked


def touched_by(piece: Found) -> Iterator[int]:
    """The places of the boundaries around and within the piece, the page's top among them."""
    ends = {first - 1 for first, _ in piece.parts}
    for first, last in piece.parts:
        yield from range(first, last + 1)
        if last not in ends:  # not counted twice where the next part begins right below
            yield last + 1


def _joints(
    evidence: Evidence, piece: Found, boundaries: Mapping[int, Boundary], sure: Mapping[int, float], marked: Set[int]
) -> Iterator[Joint]:
    """The cuts and joins of the piece in reading order: of the rows that run on, the least sure and the marked.

    Each boundary is marked once: with the row below it, if there is one.
    """
    rows = evidence.view.rows
    for first, last in piece.parts:
        inner = range(first + 1, last + 1)
        weakest = min(inner, key=sure.__getitem__, default=-1)
        if first == 0:
            yield Joint(rows[first].row.number, "begins", 1.0, False)
        for place in (first, *inner) if first else inner:
            if place in (first, weakest) or place in marked:
                kind = _KINDS[boundaries[place].decision]
                yield Joint(rows[place].row.number, kind, round(sure[place], DECIMALS), place in marked)
    last = piece.parts[-1][1]
    bottom = last + 1 == len(rows)
    yield Joint(rows[last].row.number, "ends", round(sure[last + 1], DECIMALS), bottom and last + 1 in marked)
