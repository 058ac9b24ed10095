"""Where a text that is too long to be shown whole is cut: at the end of a sentence, or at least of a clause.

Left out: what is cut, and how it is said that more follows.
"""

import re
from collections.abc import Iterator
from typing import Final

SHORTEST_SHARE: Final = 0.35
"""Of the characters that there is room for: where the last sentence ends before that, a clause's end is looked for."""

_CLOSING: Final = r"[”’」』》）)]*"
"""Quotation marks that close behind an end belong to it."""

_ENDS: Final = tuple(
    re.compile(mark + _CLOSING) for mark in ("[。！？!?]+", r"(?:[；：]|[;:](?!\d))", r"(?:[，、]|,(?!\d))")
)
"""Where a text may be cut: at the end of a sentence, of a part of one, of a clause; no figure (1,200) is."""


def opening_of(text: str, most: int, least: int = 0) -> str:
    """The first `most` characters at most, up to where a sentence ends, else a part of one, else a clause; nothing that
    is shorter than `least`, or than a third of the room.
    """
    if len(text) <= most:
        return text
    least = max(least, round(SHORTEST_SHARE * most))
    return text[: next(_within(text, least, most, last=True), most)]


def ending_of(text: str, characters: int) -> str:
    """The last words from where a sentence begins, else a part of one, else a clause, up to twice so many `characters`;
    just so many where nothing begins there.
    """
    if len(text) <= characters:
        return text
    nearest = len(text) - round(SHORTEST_SHARE * characters)
    furthest = max(1, len(text) - 2 * characters)
    return text[next(_within(text, furthest, nearest, last=False), len(text) - characters) :]


def beginning_before(text: str, place: int, reach: int) -> int:
    """Where a sentence, a part of one, or a clause begins that reaches `place`, at most `reach` characters before it;
    half as many before it where none does.
    """
    if place <= reach:
        return 0
    return next(_within(text, place - reach, place, last=False), place - reach // 2)


def _within(text: str, least: int, most: int, *, last: bool) -> Iterator[int]:
    """For each kind of end that there is from `least` to `most`, the `last` one or the first."""
    for end in _ENDS:
        found = [each.end() for each in end.finditer(text) if least <= each.end() <= most]
        if found:
            yield found[-1 if last else 0]
