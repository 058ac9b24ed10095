"""Every sentence that a person reads, in Chinese and in English, in one place; those of the page alone are with it.

A sentence is looked up by key with `say`; the values in braces are filled in by the caller. Nothing else in the
project spells out user-facing text. These files import nothing of ours, so that errors, answers and the page can all
use them.
"""

from typing import Final, Literal

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


def say(key: str, language: Language = "zh", **values: object) -> str:
    """The sentence named `key` in `language`, its braces filled from `values`.

    Raises KeyError for a key or a value that is missing.
    """
    return WORDING[key][0 if language == "zh" else 1].format(**values)
