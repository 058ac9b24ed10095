"""Cited sentences of a passage with the neighbouring ones: enough to see what they are about."""

from collections.abc import Sequence
from typing import Final

from rag import Fragment, Passage, Sentence
from ui.cutting import opening_of
from ui.markup import Stretches, cited_ranges, stretches

NEIGHBOUR_CHARACTERS: Final = 80
"""Shown on each side of a cited sentence in its card: two or three lines, enough to see what it is about."""


def cut_short(text: str, characters: int) -> str:
    """At most so many of its first characters, up to where a sentence ends, or at least a clause; with "…" where more
    follows.
    """
    cut = opening_of(text, characters)
    return cut if cut == text else cut + "…"


def excerpt_around(passage: Passage, cited: Sequence[Fragment]) -> Stretches:
    """The cited sentences of a passage with their neighbours, the cited characters marked; () where none is cited.

    A sentence broken by the page is one mark to a reader, as it is one quote.
    """
    holding = [index for index, sentence in enumerate(passage.sentences) if _holds(sentence, cited)]
    if not holding:
        return ()
    first = _reach(passage.sentences, holding[0], -1)
    last = _reach(passage.sentences, holding[-1], 1)
    text = "…" if first > 0 else ""
    ranges: list[tuple[int, int]] = []
    for place, sentence in enumerate(passage.sentences[first : last + 1]):
        if sentence.opens_paragraph and place > 0:
            text += "\n"
        for piece in sentence.fragments:
            before = len(text) - piece.start
            ranges += [
                (before + max(start, piece.start), before + min(end, piece.end))
                for start, end in cited_ranges(piece.source, piece.line, cited)
                if start < piece.end and piece.start < end
            ]
            text += piece.text
    text += "…" if last < len(passage.sentences) - 1 else ""
    return stretches(text, ranges)


def _holds(sentence: Sentence, cited: Sequence[Fragment]) -> bool:
    return any(
        piece.source == quoted.source
        and piece.line == quoted.line
        and piece.start < quoted.end
        and quoted.start < piece.end
        for piece in sentence.fragments
        for quoted in cited
    )


def _reach(sentences: Sequence[Sentence], index: int, step: int) -> int:
    """The furthest sentence shown from `index` on in one direction; at least the next one."""
    room = NEIGHBOUR_CHARACTERS
    while room > 0 and 0 <= index + step < len(sentences):
        index += step
        room -= len(sentences[index].text)
    return index
