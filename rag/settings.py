"""Every tunable of the product as one flat, frozen record: its default, what it is, its unit and why it is so.

A settings file is TOML with these names at its top level. Settings marked `build` are written into the index's
manifest, and an index built with other values is refused. Values tuned by measurement say on what.
"""

import dataclasses
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rag.errors import SettingsError


def _setting(default: Any, help: str, *, build: bool = False) -> Any:
    return field(default=default, metadata={"help": help, "build": build})


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings. Build one with keyword arguments, `Settings.load`, or `with_values`."""

    encoder: str = _setting(
        "bundled", "The embedding model: 'bundled', a sentence-transformers name, or a local folder.", build=True)
    encoder_batch: int = _setting(
        16, "Texts encoded at once. Larger batches gain nothing on two cores and need more memory.")
    passage_characters: int = _setting(
        450, "Target length of a passage in characters; larger ones no longer fit 512 tokens with their title.",
        build=True)
    page_megabytes: float = _setting(
        2.0, "Largest file taken as one page, in MB. A printed page is under 0.1 MB; more is not a page.")
    question_characters: int = _setting(
        300, "Longest question answered, in characters; longer text is rarely one question.")
    passages_shown: int = _setting(10, "Passages returned with an answer; the contract asks for ten.")
    candidates: int = _setting(
        50, "Passages that each retriever hands to the fusion. Deeper candidates never reached the first ten.")

    def with_values(self, values: Mapping[str, Any]) -> "Settings":
        """A copy with `values` set. Text is converted to the setting's type.

        Raises SettingsError for an unknown name or a value that does not fit.
        """
        known = {f.name: f for f in dataclasses.fields(self)}
        changes: dict[str, Any] = {}
        for name, value in values.items():
            if name not in known:
                raise SettingsError("settings-unknown", name=name, known=", ".join(known))
            changes[name] = _converted(name, value, type(getattr(self, name)))
        return dataclasses.replace(self, **changes)

    @classmethod
    def load(cls, path: Path) -> "Settings":
        """Settings from a TOML file. Raises SettingsError where it is unreadable or a name or value is wrong."""
        try:
            values = tomllib.loads(path.read_text("utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise SettingsError("settings-unreadable", path=path, reason=error) from error
        return cls().with_values(values)

    def build_values(self) -> dict[str, Any]:
        """The settings that an index depends on, by name."""
        return {f.name: getattr(self, f.name) for f in dataclasses.fields(self) if f.metadata["build"]}


def _converted(name: str, value: Any, kind: type) -> Any:
    """`value` as `kind`; numbers must be positive, text must not be empty."""
    try:
        if kind is bool:
            converted: Any = {"true": True, "false": False, "1": True, "0": False}[str(value).lower()]
        else:
            converted = kind(value)
    except (KeyError, TypeError, ValueError) as error:
        raise SettingsError("settings-value", name=name, value=value, expected=kind.__name__) from error
    if kind in (int, float) and not converted >= 0:
        raise SettingsError("settings-value", name=name, value=value, expected=f"{kind.__name__} >= 0")
    if kind is str and not converted.strip():
        raise SettingsError("settings-value", name=name, value=repr(value), expected="str")
    return converted
