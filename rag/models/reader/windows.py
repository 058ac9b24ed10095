"""A passage as a reader takes it: windows of whole sentences under the title, and what was read put back together."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from rag.models.reader.protocol import Reading, Span
from rag.records import Passage
from rag.text.characters import closed_up, unified

WINDOW_CHARACTERS: Final = 260
"""Longest window, its title aside: what the bundled reader was trained on."""


@dataclass(frozen=True, slots=True)
class Window:
    """`text` begins with the title; `bounds` are the places of its sentences in it."""

    text: str
    bounds: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class SentenceSpan:
    """The best span within a sentence: characters of it, blanks without meaning closed up; a higher score is better.

    `share` is the reader's probability of it among all spans of its window, from 0 to 1.
    """

    start: int
    end: int
    score: float
    share: float = field(default=1.0, compare=False)


@dataclass(frozen=True, slots=True)
class PassageReading:
    """A reader's opinion of a passage under one question.

    `relevance` is the highest of its windows', a logit; `margin` says by how much the best span beats having none;
    `spans` holds the best span within each sentence, None where there is none.
    `knows_spans` is False for a reader that finds none, whose `margin` says nothing.
    """

    relevance: float
    margin: float
    spans: tuple[SentenceSpan | None, ...]
    knows_spans: bool


def windows_of(passage: Passage) -> list[Window]:
    """The passage cut into windows of about equal length, as few as hold it; a longer sentence has its own."""
    sentences = [unified(closed_up(sentence.text)) for sentence in passage.sentences]
    total = sum(map(len, sentences))
    target = total / max(1, -(-total // WINDOW_CHARACTERS))
    windows: list[Window] = []
    place = 0
    while place < len(sentences):
        text = f"{passage.title}\n" if passage.title else ""
        begin = len(text)
        bounds: list[tuple[int, int]] = []
        while place < len(sentences):
            length = len(text) - begin + len(sentences[place])
            if bounds and (length > WINDOW_CHARACTERS or length - target > target - (len(text) - begin)):
                break
            bounds.append((len(text), len(text) + len(sentences[place])))
            text += sentences[place]
            place += 1
        windows.append(Window(text, tuple(bounds)))
    return windows


def window_around(passage: Passage, number: int) -> Window:
    """The sentence of that number with the one before and the one after it, under the title; `bounds` are its own."""
    first = max(0, number - 1)
    sentences = [unified(closed_up(sentence.text)) for sentence in passage.sentences[first : number + 2]]
    title = f"{passage.title}\n" if passage.title else ""
    before = len(title) + sum(map(len, sentences[: number - first]))
    return Window(title + "".join(sentences), ((before, before + len(sentences[number - first])),))


def put_together(windows: Sequence[Window], readings: Sequence[Reading]) -> PassageReading:
    """What the readings of a passage's `windows`, one each, say of the passage. There is at least one."""
    spans: list[SentenceSpan | None] = []
    margins: list[float] = []
    for window, reading in zip(windows, readings, strict=True):
        found = [reading.best(start, end) for start, end in window.bounds]
        whole = float(np.logaddexp.reduce(reading.starts) + np.logaddexp.reduce(reading.ends)) if any(found) else 0.0
        spans += [_within(span, start, whole) for span, (start, _) in zip(found, window.bounds, strict=True)]
        margins += [span.score - reading.null for span in found if span]
    return PassageReading(
        max(reading.relevance for reading in readings),
        max(margins, default=0.0),
        tuple(spans),
        any(reading.knows_spans for reading in readings),
    )


def _within(span: Span | None, start: int, whole: float) -> SentenceSpan | None:
    if span is None:
        return None
    return SentenceSpan(span.start - start, span.end - start, span.score, math.exp(min(0.0, span.score - whole)))
