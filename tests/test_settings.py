"""Settings: read from files and words, refused with a reason, and all of them in the README."""

import dataclasses
from pathlib import Path

import pytest
from support.locations import ROOT

from rag.errors import SettingsError
from rag.settings import LARGEST_NUMBER, Settings

README = (ROOT / "README.md").read_text("utf-8")


@pytest.mark.parametrize("field", dataclasses.fields(Settings), ids=lambda field: field.name)
def test_the_readme_names_every_setting_with_its_default_and_tells_which_are_stored(field: dataclasses.Field) -> None:
    star = " *" if field.metadata["build"] else ""
    assert f"| `{field.name}`{star} | `{field.default}` |" in README
    assert len(field.metadata["help"]) > 20


def test_a_settings_file_changes_what_it_names_and_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "wenbao.toml"
    file.write_text('encoder = "some/model"\nanswer_sentences = 2\n', "utf-8")
    assert Settings.load(file) == Settings(encoder="some/model", answer_sentences=2)


@pytest.mark.parametrize(
    ("values", "key"),
    [
        ({"no_such": 1}, "settings-unknown"),
        ({"answer_sentences": "many"}, "settings-value"),
        ({"term_weight": -1}, "settings-value"),
        ({"term_weight": float("nan")}, "settings-value"),
        ({"encoder": "  "}, "settings-value"),
    ],
)
def test_unknown_names_and_unfit_values_are_refused_by_name(values: dict[str, object], key: str) -> None:
    with pytest.raises(SettingsError) as caught:
        Settings().with_values(values)
    assert caught.value.key == key
    assert next(iter(values)) in str(caught.value)


@pytest.mark.parametrize("content", [b"= broken", b"\xff\xfe"])
def test_an_unreadable_settings_file_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "wenbao.toml"
    file.write_bytes(content)
    with pytest.raises(SettingsError) as caught:
        Settings.load(file)
    assert caught.value.key == "settings-unreadable"


def test_words_from_the_command_line_become_the_settings_type() -> None:
    assert Settings().with_values({"answer_margin": "0.5", "passages_shown": "3"}) == Settings(
        answer_margin=0.5, passages_shown=3
    )


def test_an_index_depends_on_the_build_settings_alone() -> None:
    assert set(Settings().build_values()) == {"encoder", "passage_characters"}


def test_without_hurry_reading_takes_its_time_unless_a_time_was_set() -> None:
    assert Settings().unhurried().reader_milliseconds == LARGEST_NUMBER
    assert Settings(reader_milliseconds=50).unhurried() == Settings(reader_milliseconds=50)
