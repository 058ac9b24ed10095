"""The passages that a search found, read by a reader and put in a new order."""

import dataclasses
import math
from collections.abc import Sequence
from typing import Final

from rag.answering.retriever import Retrieval
from rag.models.reader.protocol import Reader
from rag.models.reader.windows import PassageReading, put_together, windows_of
from rag.records import Hit
from rag.settings import Settings

History = Sequence[tuple[str, str]]

HIGHEST_FUSED: Final = 1.25
"""No fused score is above it: a cosine of 1 and the whole weight of the terms."""


def reread(retrieval: Retrieval, history: History, reader: Reader, settings: Settings) -> Retrieval:
    """The retrieval with its best passages read: in their new order, each with its reading.

    The bundled reader's opinion is mixed with the search's; a reader without spans, which a user chose for its order,
    decides alone. Passages that the time does not reach come after those that were read.
    """
    readings = read_passages(retrieval, history, reader, settings)
    read = [
        (score_of(hit, reading, settings), place)
        for place, (hit, reading) in enumerate(zip(retrieval.hits, readings, strict=False))
        if reading
    ]
    order = [place for _, place in sorted(read, key=lambda scored: (-scored[0], scored[1]))]
    order += [place for place in range(len(retrieval.hits)) if place not in order]
    scores = {place: score for score, place in read}
    hits = tuple(
        _moved(retrieval.hits[place], rank, scores.get(place), readings[place] if place in scores else None)
        for rank, place in enumerate(order, 1)
    )
    return dataclasses.replace(
        retrieval,
        hits=hits,
        positions=tuple(retrieval.positions[place] for place in order),
        readings=tuple(readings[place] if place in scores else None for place in order),
    )


def read_passages(
    retrieval: Retrieval, history: History, reader: Reader, settings: Settings
) -> list[PassageReading | None]:
    """A reading for each of the best `settings.reader_passages` hits, None where the time did not reach."""
    windows = [windows_of(hit.passage) for hit in retrieval.hits[: settings.reader_passages]]
    texts = [window.text for group in windows for window in group]
    found = reader.read(question_read(retrieval, history), texts, settings.reader_milliseconds / 1000) if texts else []
    readings: list[PassageReading | None] = []
    place = 0
    for group in windows:
        some = found[place : place + len(group)]
        place += len(group)
        readings.append(put_together(group, some) if len(some) == len(group) else None)
    return readings


def score_of(hit: Hit, reading: PassageReading, settings: Settings) -> float:
    """What a passage that was read is ordered by, higher is better; never below the fused score."""
    if not reading.knows_spans:
        return HIGHEST_FUSED + probability(reading.relevance)
    return hit.score + settings.reader_weight * probability(reading.relevance)


def probability(logit: float) -> float:
    """The logistic function, from 0 to 1."""
    return 1 / (1 + math.exp(-max(-60.0, min(60.0, logit))))


def question_read(retrieval: Retrieval, history: History) -> str:
    """The question as it is read of what was found.

    Where the piece is known, its text tells what the question leaves out, and an earlier question would only be
    answered again: right for 0.94 of the news follow-ups and 0.89 with it.
    """
    return retrieval.question if retrieval.continued_from else asked(retrieval.question, history)


def asked(question: str, history: History) -> str:
    """The question as it is read: after the one before it in a conversation, which names what it leaves out."""
    return f"{history[-1][0]} {question}" if history else question


def _moved(hit: Hit, rank: int, score: float | None, reading: PassageReading | None) -> Hit:
    parts = dict(hit.parts)
    if reading is not None:
        parts |= {"relevance": reading.relevance}
        if reading.knows_spans:
            parts |= {"margin": reading.margin}
    parts.setdefault("fused", hit.score)  # where days count, the search says what the score is without them
    return dataclasses.replace(hit, rank=rank, score=hit.score if score is None else score, parts=parts)
