"""The pages that are most worth a person's look: those with most that is probably wrong."""

from collections import defaultdict
from collections.abc import Iterable

from rag.records import Piece


def worst_pages(pieces: Iterable[Piece]) -> dict[str, list[Piece]]:
    """The pages that hold doubtful cuts or joins, by name, with the pieces that have them in the order given; the worst
    page first.

    A page is as bad as the number of its doubtful cuts and joins that are to be expected wrong.
    """
    doubtful: dict[str, list[Piece]] = defaultdict(list)
    for piece in pieces:
        if piece.doubts:
            doubtful[piece.source].append(piece)
    return dict(sorted(doubtful.items(), key=lambda page: -sum(map(_expected, page[1]))))


def _expected(piece: Piece) -> float:
    """How many of the piece's doubtful cuts and joins are to be expected wrong."""
    return sum(1 - joint.confidence for joint in piece.doubts)
