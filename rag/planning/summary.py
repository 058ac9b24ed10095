"""The two or three sentences that carry an article, verbatim, in the order in which they are printed.

A sentence carries the more, the earlier it stands, the more of the headline it says, and the nearer it is to what all
sentences say together (centrality: Radev and others, "Centroid-based summarization of multiple documents", 2004). What
says the same again is left out (maximal marginal relevance: Carbonell and Goldstein, SIGIR 1998).
"""

import math
import re
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from rag.records import Passage, Sentence
from rag.text.characters import closed_up
from rag.text.similarity import bigrams

SENTENCES: Final = 3
"""Sentences of a summary at most: what 260 characters have room for."""
_POSITION: Final = 0.5
_TITLE: Final = 0.7
_SAME: Final = 0.5
"""Weights of position, of the headline and of what was said already, beside centrality with 1. By eye on the sample
pages: leads first, then what tells most; not tuned on summaries."""
_LEAST: Final = 8
"""Characters of a sentence that says something by itself."""
_OPEN: Final = re.compile(r"(?:[?？]|…+|\.{3,})[。”’」』\"]*$")
"""What asks, or leaves off."""


class Placed(NamedTuple):
    """A sentence with the passage that it stands in."""

    sentence: Sentence
    passage: Passage


def carrying(
    placed: Sequence[Placed], vectors: NDArray[np.float32], title: str, characters: int, most: int = SENTENCES
) -> list[Placed]:
    """The sentences that carry an article, in reading order; `most` at most and no more than `characters` together.

    `vectors`, shape (sentences, dimension) and of length one, are those of `placed`. The first one chosen is taken
    however long it is.
    """
    usable = [place for place, each in enumerate(placed) if _tells(each)] or list(range(len(placed)))
    if not usable:
        return []
    centre = vectors[usable].mean(axis=0)
    centre /= float(np.linalg.norm(centre)) or 1.0
    headline = bigrams(title)
    worth = {
        place: float(vectors[place] @ centre)
        + _POSITION / (1 + math.sqrt(order))
        + _TITLE * _share(headline, placed[place].sentence.text)
        for order, place in enumerate(usable)
    }
    chosen: list[int] = []
    room = characters
    while worth and len(chosen) < most:
        best = max(worth, key=lambda place: worth[place] - _SAME * _nearness(vectors, place, chosen))
        del worth[best]
        length = len(closed_up(placed[best].sentence.text))
        if not chosen or length <= room:
            chosen.append(best)
            room -= length
    return [placed[place] for place in sorted(chosen)]


def _tells(placed: Placed) -> bool:
    """Whether the sentence tells something by itself: it is no scrap, and neither asks nor leaves off."""
    text = closed_up(placed.sentence.text).strip()
    return len(text) >= _LEAST and not _OPEN.search(text)


def _nearness(vectors: NDArray[np.float32], place: int, chosen: Sequence[int]) -> float:
    return max((float(vectors[place] @ vectors[other]) for other in chosen), default=0.0)


def _share(headline: frozenset[str], text: str) -> float:
    return len(headline & bigrams(text)) / len(headline) if headline else 0.0
