"""The sentences that may answer, read once more: each alone with its neighbours, under its headline.

A window of a passage has several sentences beside the one that matters, and whether they answer is one opinion of all
of them. Of three sentences the reader tells better what they lack. They are few and short, so they are read whatever
time the passages took: an answer does not depend on it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from rag.answering.candidates import SPAN_FLOOR, Candidate
from rag.answering.reranking import History, question_read
from rag.answering.retriever import Retrieval
from rag.models.reader.protocol import Reader
from rag.models.reader.windows import put_together, window_around

SENTENCES: Final = 3
"""How many of the best sentences are read so."""
WEIGHT: Final = 0.004
"""What a unit of a sentence's margin counts beside its score, when the best are put in order. With 0 / 0.002 / 0.004 /
0.008 / 0.02 the first sentence proves the answer of 118 / 123 / 125 / 123 / 121 of 142 dev and other questions, of
249 / 257 / 261 / 259 / 258 of 313 news questions that no reader was trained on, of 265 / 273 / 275 / 276 / 278 of 351
written ones."""
MOST: Final = -SPAN_FLOOR
"""Margins beyond it count as it, either way."""


@dataclass(frozen=True, slots=True)
class CloseReading:
    """The highest relevance of the sentences read closely, and the margin of each in their order, at least one, as
    `PassageReading` has them.
    """

    relevance: float
    margins: tuple[float, ...]

    @property
    def margin(self) -> float:
        """The highest."""
        return max(self.margins)


def read_closely(
    retrieval: Retrieval, ranked: Sequence[Candidate], history: History, reader: Reader
) -> CloseReading | None:
    """What the reader says of the best of the `ranked` sentences; None without any, or where it finds no spans."""
    windows = [window_around(each.hit.passage, each.number) for each in ranked[:SENTENCES]]
    if not windows:
        return None
    different = list(dict.fromkeys(windows))  # a sentence that is printed twice is read once
    found = reader.read(question_read(retrieval, history), [window.text for window in different])
    read = {window: put_together([window], [reading]) for window, reading in zip(different, found, strict=True)}
    if not any(each.knows_spans for each in read.values()):
        return None
    return CloseReading(max(each.relevance for each in read.values()), tuple(read[window].margin for window in windows))


def in_close_order(retrieval: Retrieval, ranked: Sequence[Candidate], close: CloseReading | None) -> list[Candidate]:
    """The sentences with those that were read closely in the order of their scores and margins together.

    Their scores stay where they are, so that what may be said beside the first depends on the same distances. A
    question that goes on from another leaves out too much: of 54 the first sentence proves the answer of 43 either way.
    """
    if close is None or retrieval.in_conversation or retrieval.continued_from:
        return list(ranked)
    read = ranked[: len(close.margins)]
    worth = [
        each.score + WEIGHT * max(-MOST, min(MOST, margin)) for each, margin in zip(read, close.margins, strict=True)
    ]
    order = sorted(range(len(read)), key=lambda place: -worth[place])
    moved = [replace(read[place], score=there.score) for there, place in zip(read, order, strict=True)]
    return [*moved, *ranked[len(read) :]]
