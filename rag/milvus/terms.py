"""Terms as Milvus compares them: a passage is a sparse vector whose inner product with that of a question is BM25.

A term's dimension is a number made of its characters, the same everywhere. A passage's weight is what BM25 counts an
occurrence for in a passage of that length; how rare a term is belongs to the question, and is that of the whole index.
Two of 300,000 terms share a dimension with a probability of one in 14,000 for each term asked. Left out: how terms are
cut, and what BM25 is (see `term_index`).
"""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

import numpy as np

from rag.index.term_index import held_back

NOTHING: Final = 0
"""The dimension of a passage without a term, which no term has: Milvus takes no vector without a weight."""

_DIMENSIONS: Final = 2**32 - 2


@lru_cache(maxsize=1 << 18)
def dimension_of(term: str) -> int:
    """The dimension of the term, from 1."""
    digest = hashlib.blake2b(term.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return 1 + int.from_bytes(digest, "big") % (_DIMENSIONS - 1)


def passage_weights(terms: Sequence[str], mean: float) -> dict[int, float]:
    """The sparse vector of a passage that was cut into `terms`, where one is cut into `mean` terms on average."""
    added = float(held_back(np.array([len(terms)]), mean)[0])
    weights = {dimension_of(term): count / (added + count) for term, count in Counter(terms).items()}
    return weights or {NOTHING: 1.0}


def question_weights(weights: Mapping[str, float]) -> dict[int, float]:
    """The sparse vector of a question whose terms count these weights."""
    found: dict[int, float] = {}
    for term, weight in weights.items():
        found[dimension_of(term)] = found.get(dimension_of(term), 0.0) + weight
    return found
