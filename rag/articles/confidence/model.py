"""The probability that a cut or a join is right: a logistic regression over named signals.

Its weights are learnt by `python -m benchmarks.doubting`, which says on what; `weights.json` keeps them beside the
probability below which a cut or a join is marked as doubtful.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

ALWAYS: Final = "always"
"""The name that every boundary has that is looked at."""


@dataclass(frozen=True)
class Weights:
    """What each name speaks for, and the confidence below which a boundary is doubtful."""

    names: Mapping[str, float]
    doubtful: float


@cache
def learnt() -> Weights:
    """The weights that the project was taught."""
    text = resources.files("rag.articles.confidence").joinpath("weights.json").read_text("utf-8")
    return Weights(**json.loads(text))


def probability(names: Sequence[str], weights: Mapping[str, float]) -> float:
    """The probability, in [0, 1], that the decision of these names is right; one that nothing is said of is certain."""
    if not names:
        return 1.0
    total = weights.get(ALWAYS, 0.0) + sum(weights.get(name, 0.0) for name in names)
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, total))))
