"""The exact answer in a paragraph that was read in windows: the span that overlaps most with what may be the answer.

The likeliest span is short and often one piece of a longer answer, whose other pieces are spans of their own. So every
likely span is weighed by how well the others would agree with it: minimum Bayes risk decoding (Kumar and Byrne, 2004)
with the F1 of characters as the gain. Left out: what is shown in an answer, which is the likeliest span of a sentence.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rag.models.reader.protocol import Reading

CANDIDATES: Final = 100
"""Likeliest spans of a window that are weighed; the others hold next to nothing of the probability."""

LONGEST: Final = 120
"""Tokens of a span; one in fifty answers of cmrc2018_dev is longer than 40 characters."""

TEMPERATURE: Final = 2.0
"""By what the logits are divided: a network that saw its training questions six times is too sure of itself. Tuned on
cmrc2018_trial: 1 / 1.5 / 2 / 2.5 give an F1 of 0.648 / 0.660 / 0.668 / 0.644 on every third question."""

Places = NDArray[np.int64]


def likely_answer(windows: Sequence[tuple[int, str]], readings: Sequence[Reading]) -> tuple[int, int] | None:
    """First character of the answer and the one after, in the text that `windows` (offset and text) were cut from.

    A window's spans are weighed by how much they beat having none there. None where no reading knows a span.
    """
    found = [
        (offset, *_spans(reading))
        for (offset, _), reading in zip(windows, readings, strict=True)
        if reading.knows_spans
    ]
    if not found:
        return None
    starts = np.concatenate([starts + offset for offset, starts, _, _ in found])
    ends = np.concatenate([ends + offset for offset, _, ends, _ in found])
    scores = np.concatenate([scores for _, _, _, scores in found]) / TEMPERATURE
    shares = np.exp(scores - scores.max())
    best = int((overlaps(starts, ends) @ shares).argmax())
    return int(starts[best]), int(ends[best])


def overlaps(starts: Places, ends: Places) -> NDArray[np.float64]:
    """The F1 of each span's characters with each other span's, shape (spans, spans), from 0 to 1."""
    common = np.minimum(ends[:, None], ends) - np.maximum(starts[:, None], starts)
    lengths = ends - starts
    figures: NDArray[np.float64] = 2 * np.maximum(common, 0) / np.maximum(lengths[:, None] + lengths, 1)
    return figures


def _spans(reading: Reading) -> tuple[Places, Places, NDArray[np.float64]]:
    """The likeliest spans of one window: their first characters, those after the last, and what they beat none by."""
    count = len(reading.starts)
    sums = reading.starts[:, None].astype(float) + reading.ends[None, :]
    allowed = np.triu(np.ones((count, count), bool)) & ~np.triu(np.ones((count, count), bool), LONGEST)
    flat = np.where(allowed, sums, -np.inf).ravel()
    best = np.argsort(-flat, kind="stable")[: min(CANDIDATES, int(allowed.sum()))]
    rows, columns = np.divmod(best, count)
    return reading.offsets[rows, 0], reading.offsets[columns, 1], flat[best] - reading.null
