"""A few pieces of a composed page as a page by themselves: short files, which show no habits of their own."""

import random
from dataclasses import replace

from benchmarks.composing import ComposedPage

LEAST, MOST = 4, 24
"""Printed lines of an excerpt."""


def excerpt(page: ComposedPage, seed: int) -> ComposedPage:
    """Some lines of the page, from where a piece or a part of one opens to where another does."""
    rng = random.Random(f"excerpt {seed}")
    owner = {number: place for place, piece in enumerate(page.pieces) for number in piece.lines}
    printed = sorted(owner)
    opens = [place for place, number in enumerate(printed) if not place or owner[number] != owner[printed[place - 1]]]
    first = rng.choice(opens)
    wanted = rng.randint(LEAST, MOST)
    ends = [place for place in [*opens, len(printed)] if place > first]
    last = next((place for place in ends if place - first >= wanted), ends[-1])
    top, bottom = printed[first], printed[last - 1]
    pieces = []
    for piece in page.pieces:
        head = piece.headline()
        inside = {number for number in piece.lines if top <= number <= bottom}
        if inside:
            title = [text for text, number in zip(piece.title, head, strict=False) if number in inside]
            heading = {number - top + 1 for number in inside & piece.heading}
            pieces.append(replace(piece, title=title, lines={number - top + 1 for number in inside}, heading=heading))
    return ComposedPage(page.lines[top - 1 : bottom], pieces, page.tags)
