"""What a reader says of a passage, and the protocol that every reader fulfils.

Left out: the network (see `network`), and what an answer is made of (see `rag.answering.compose`).
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

Logits = NDArray[np.float32]

LONGEST_SPAN: Final = 60
"""Tokens of an answer's span; the longest of cmrc2018_dev in a hundred has about as many."""


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` to `end` of a text, `end` not included; `score` is the sum of two logits."""

    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """A reader's opinion of one text under one question.

    `relevance` is a logit that orders texts, higher for those that answer. `null` is the score of having no span.
    `starts` and `ends` are the logits of the tokens, whose characters are the rows of `offsets`; all three are empty
    for a reader that knows no spans.
    """

    relevance: float
    null: float
    starts: Logits
    ends: Logits
    offsets: NDArray[np.int64]

    @property
    def knows_spans(self) -> bool:
        """Whether there are spans to ask for."""
        return len(self.starts) > 0

    def best(self, start: int = 0, end: int | None = None) -> Span | None:
        """The span with the highest score within characters `start` to `end` of the text; None where there is none."""
        high = math.inf if end is None else end
        places = np.flatnonzero((self.offsets[:, 0] >= start) & (self.offsets[:, 1] <= high))
        if not len(places):
            return None
        first, count = int(places[0]), len(places)
        sums = self.starts[first : first + count, None] + self.ends[None, first : first + count]
        allowed = np.triu(np.ones((count, count), bool)) & ~np.triu(np.ones((count, count), bool), LONGEST_SPAN)
        row, column = divmod(int(np.where(allowed, sums, -np.inf).argmax()), count)
        return Span(int(self.offsets[first + row, 0]), int(self.offsets[first + column, 1]), float(sums[row, column]))


class Reader(Protocol):
    """Reads question and text together. `name` identifies model and version.

    `calibration` holds the weights that turn what it finds into a probability, {} where nobody has measured them.
    """

    name: str
    calibration: Mapping[str, float]

    def read(self, question: str, texts: Sequence[str], seconds: float = ...) -> list[Reading]:
        """One reading for each text, in their order, as far as `seconds` reach; for some at least."""
