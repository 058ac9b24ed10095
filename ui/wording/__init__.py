"""Every sentence of the page that the rest of the program does not say too, in Chinese and in English."""

from string import Formatter
from typing import Final

import rag
from rag import Language
from ui.wording import asking, clippings, evaluation, mending, reading

WORDING: Final = {**asking.WORDING, **reading.WORDING, **mending.WORDING, **clippings.WORDING, **evaluation.WORDING}
"""Key -> the sentence in Chinese and in English."""


def is_known(key: str) -> bool:
    """Whether `say` has a sentence of this name."""
    return key in WORDING or key in rag.WORDING


def values_of(key: str) -> frozenset[str]:
    """The names in braces of the sentence of this name. Raises KeyError as `say` does."""
    sentence = (WORDING if key in WORDING else rag.WORDING)[key][0]
    return frozenset(name for _, name, _, _ in Formatter().parse(sentence) if name)


def say(key: str, language: Language = "zh", **values: object) -> str:
    """The sentence named `key`: the page's own, or one of `rag.say`. Raises KeyError as that does."""
    if key not in WORDING:
        return rag.say(key, language, **values)
    return rag.filled(WORDING[key][0 if language == "zh" else 1], values)
