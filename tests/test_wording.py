"""The wording: complete in both languages, and nothing said anywhere else."""

import string

import pytest

from rag.wording import WORDING, say


def braces(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("key", WORDING)
def test_every_sentence_exists_in_both_languages_with_the_same_values(key: str) -> None:
    chinese, english = WORDING[key]
    assert chinese.strip()
    assert english.strip()
    assert braces(chinese) == braces(english)
    assert not any("\u4e00" <= character <= "\u9fff" for character in english.replace("问报", ""))


def test_a_sentence_is_filled_in_and_a_missing_value_is_an_error() -> None:
    assert "9000" in say("port-busy", "zh", port=9000)
    assert "9000" in say("port-busy", "en", port=9000)
    with pytest.raises(KeyError):
        say("port-busy")
