"""Every sentence of the page that the rest of the program does not say too, in Chinese and in English."""

from string import Formatter
from typing import Any, Final

import rag
from rag import Language
from ui.wording import asking, clippings, evaluation, mending, reading

WORDING: Final = {**asking.WORDING, **reading.WORDING, **mending.WORDING, **clippings.WORDING, **evaluation.WORDING}
"""Key -> the sentence in Chinese and in English."""


class _Counting(Formatter):
    """Fills in values as `str.format` does; `{count:page|pages}` is the first word for one, the second for all else."""

    def format_field(self, value: Any, format_spec: str) -> str:
        one, split, other = format_spec.partition("|")
        if split:
            return one if str(value) == "1" else other
        return str(super().format_field(value, format_spec))


_FILLED: Final = _Counting()


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
    return _FILLED.format(WORDING[key][0 if language == "zh" else 1], **values)
