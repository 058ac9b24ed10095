"""Every sentence that a person reads, in Chinese and in English, in one place; those of the page alone are with it.

A sentence is looked up by key with `say`; the values in braces are filled in by the caller. Nothing else in the
project spells out user-facing text. These files import nothing of ours, so that errors, answers and the page can all
use them.
"""

from collections.abc import Mapping
from string import Formatter
from typing import Any, Final, Literal

from rag.wording import answers, commands, errors, planning, report, stores

Language = Literal["zh", "en"]

WORDING: Final = {
    **errors.WORDING,
    **stores.WORDING,
    **answers.WORDING,
    **planning.WORDING,
    **commands.WORDING,
    **report.WORDING,
}
"""Key -> the sentence in Chinese and in English."""


class _Counting(Formatter):
    """Fills in values as `str.format` does; `{count:page|pages}` is the first word for one, the second for all else."""

    def format_field(self, value: Any, format_spec: str) -> str:
        one, split, other = format_spec.partition("|")
        if split:
            return one if str(value) == "1" else other
        return str(super().format_field(value, format_spec))


_FILLED: Final = _Counting()


def filled(sentence: str, values: Mapping[str, object]) -> str:
    """The sentence with its braces filled. Raises KeyError for a value that is missing."""
    return _FILLED.vformat(sentence, (), values)


def say(key: str, language: Language = "zh", **values: object) -> str:
    """The sentence named `key` in `language`, its braces filled from `values`.

    Raises KeyError for a key or a value that is missing.
    """
    return filled(WORDING[key][0 if language == "zh" else 1], values)
