"""When two strings count as the same for scoring: compared without white space and width, and by their common run."""

from collections.abc import Sequence
from typing import Final

from rag.text.similarity import squeeze

COVERING_SHARE: Final = 0.6
"""Share of a piece of evidence that must stand in a text, in one run, for the text to carry it."""

SHORTEST_QUOTE: Final = 8
"""Characters a quote needs to support by standing inside the evidence; shorter ones would be found anywhere."""


def longest_common_run(first: str, second: str) -> int:
    """Length of the longest run of characters that both strings hold.

    A run of n characters holds one of n - 1, so the length is found by halving, with substring search for each step.
    """
    shortest, longest = 0, min(len(first), len(second))
    while shortest < longest:
        length = (shortest + longest + 1) // 2
        if _shares_run(first, second, length):
            shortest = length
        else:
            longest = length - 1
    return shortest


def overlap(evidence: str, text: str) -> float:
    """The longest common run as a share of the evidence; 0 where there is no evidence."""
    return longest_common_run(evidence, text) / len(evidence) if evidence else 0.0


def covers(text: str, evidence: str) -> bool:
    """Whether `text` holds at least COVERING_SHARE of `evidence` in one run; both squeezed."""
    if not evidence:
        return False
    needed = next(length for length in range(1, len(evidence) + 1) if length / len(evidence) >= COVERING_SHARE)
    return _shares_run(evidence, text, needed)


def supports(quote: str, evidence: Sequence[str]) -> bool:
    """Whether a quote proves what one of the pieces of evidence proves: it holds it, is part of it, or covers it."""
    said = squeeze(quote)
    return bool(said) and any(
        piece in said or (said in piece and len(said) >= SHORTEST_QUOTE) or covers(said, piece)
        for piece in map(squeeze, evidence)
    )


def bigrams(text: str) -> set[str]:
    """The pairs of neighbouring characters; the text itself where it is shorter than a pair."""
    return {text[start : start + 2] for start in range(len(text) - 1)} or {text}


def _shares_run(first: str, second: str, length: int) -> bool:
    """Whether some run of `length` characters of `first` stands in `second`."""
    return any(first[start : start + length] in second for start in range(len(first) - length + 1))
