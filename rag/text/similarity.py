"""Forms in which texts are compared, and what two texts have in common."""

import functools
import itertools
import re
import unicodedata
from typing import Final

from rag.text.characters import closed_up, normalise

HAN_RUN: Final = re.compile(r"[\u4e00-\u9fff]+|[A-Za-z0-9]+")
"""Han characters, or Latin letters and figures, without anything between."""
NEAR_DUPLICATE: Final = 0.9
"""Share of common character pairs from which two passages are one text printed twice (OCR slips differ in a few)."""


@functools.lru_cache(maxsize=1024)  # the bodies of one page, over and over
def bigrams(text: str) -> frozenset[str]:
    """Character pairs within runs of Han characters, and whole Latin words and numbers."""
    pairs: set[str] = set()
    for run in HAN_RUN.findall(text):
        if run.isascii() or len(run) == 1:
            pairs.add(run)
        else:
            pairs.update(map("".join, itertools.pairwise(run)))
    return frozenset(pairs)


def near_duplicate(one: str, other: str) -> bool:
    """Whether two texts are the same but for slips: the Jaccard index of their character pairs."""
    left, right = bigrams(closed_up(one)), bigrams(closed_up(other))
    return len(left & right) >= NEAR_DUPLICATE * len(left | right)


def squeeze(text: str | None) -> str:
    """The form in which strings are compared: NFKC, without white space."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text or ""))


def folded(text: str) -> str:
    """The form in which texts and subjects meet: searched, without any blank."""
    return "".join(normalise(text).split())
