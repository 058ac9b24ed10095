"""What a question quotes: the outermost quotation marks of it, which may hold further ones.

A headline that prints quotation marks is quoted with them: 《渡口停航“三天”》. Left out: what is done with the words.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

LONGEST: Final = 120
"""Characters of what is quoted: a headline of three lines."""
_CLOSING: Final = {"《": "》", "“": "”", "「": "」", "『": "』", '"': '"'}
_ANY_CLOSING: Final = re.compile(r"[》”」』\"]")
_TITLE: Final = "《"


@dataclass(frozen=True, slots=True)
class Quotation:
    """The quoted `words` and where they stand with their marks, from `start` to before `end`."""

    start: int
    end: int
    words: str
    is_title: bool
    """Whether it is marked as headlines and works are."""


def quotations(text: str) -> list[Quotation]:
    """What the text quotes, from left to right; what is quoted within a quotation is part of it."""
    found: list[Quotation] = []
    place = 0
    while place < len(text):
        end = _closing(text, place) if text[place] in _CLOSING else -1
        words = text[place + 1 : end].strip() if end > 0 else ""
        if words and len(words) <= LONGEST:
            found.append(Quotation(place, end + 1, words, text[place] == _TITLE))
            place = end
        place += 1
    return found


def quoted_words(text: str) -> tuple[str, ...]:
    """The words that the text quotes, each once."""
    return tuple(dict.fromkeys(each.words for each in quotations(text)))


def without_quotations(text: str, found: Sequence[Quotation]) -> str:
    """The text with a blank in the place of each quotation that was found in it."""
    for each in reversed(found):
        text = f"{text[: each.start]} {text[each.end :]}"
    return text


def _closing(text: str, start: int) -> int:
    """Where the quotation that opens at `start` closes, -1 where nothing closes it.

    Marks of its own kind within it are counted. Where they do not come out even, as in a headline that prints one of
    a pair, the last one closes it; where there is none of its kind, the first of any kind.
    """
    opening, closing = text[start], _CLOSING[text[start]]
    end = text.find(closing, start + 1)
    if opening == closing:
        return end
    if end < 0:
        other = _ANY_CLOSING.search(text, start + 1)
        return other.start() if other else -1
    depth = 0
    for place in range(start, len(text)):
        depth += (text[place] == opening) - (text[place] == closing)
        if depth == 0:
            end = place
            break
    else:
        return text.rfind(closing)
    rest = text[end + 1 :]
    lone = opening == _TITLE and rest.count(closing) > rest.count(opening)
    return text.rfind(closing) if lone else end
