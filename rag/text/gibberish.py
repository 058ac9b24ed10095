"""Whether what was typed is no question at all: no words, one key over and over, keys side by side.

What the pages hold is a word whatever it looks like, so whoever asks tells which words they know. Left out: what is
said of it then.
"""

import re
from collections.abc import Callable
from typing import Final

Knows = Callable[[str], bool]
"""Whether any page holds a term."""

_KEYS: Final = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_UNSPEAKABLE: Final = re.compile(r"^[^aeiouy]+$|[^aeiouy]{5}|q[^aeiouy]|(?<!^)(?:jh|jk|vb|wq|xz|zx)")
"""A Latin word without a vowel, with more consonants in a row than languages have, or with some that never stand side
by side."""
_ABBREVIATION: Final = 4
"""Letters that names without vowels have: GDP, CCTV."""


def is_nonsense(text: str, knows: Knows) -> bool:
    """No words at all, one character over and over, or a single Latin string that no page holds."""
    letters = re.findall(r"[^\W\d_]", text)
    words = re.findall(r"[a-z0-9]+", text.lower())
    alone = len(words) == 1 and len(letters) <= len(words[0]) and not re.search(r"[\u3400-\u9fff]", text)
    return len(set(letters)) < 2 or (alone and not knows(words[0]))


def is_typed_at_random(text: str, knows: Knows) -> bool:
    """Nothing but Latin strings that no page holds and nobody could say, or that lie side by side on the keys."""
    words = re.findall(r"[a-z]+", text.lower())
    random = all(_UNSPEAKABLE.search(word) or _beside(word) for word in words)
    strange = not re.search(r"[^\W\da-zA-Z_]", text) and not any(map(knows, words))
    return bool(words) and random and strange and (max(map(len, words)) > _ABBREVIATION or len(words) > 2)


def _beside(word: str) -> bool:
    """Whether the word is a run of neighbouring keys."""
    return len(word) > 2 and any(word in row for row in _KEYS)
