"""The manifest of a saved index: what it was built with and from, and which files it is made of.

It is the one file that is replaced when an index is rebuilt; everything else lies in the generation folder that it
names. It holds no time and no path, so that the same pages give the same bytes. Its own content gives the generation
its name, so that a changed manifest is noticed as well as a changed file.
"""

import dataclasses
import hashlib
import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import UnionType
from typing import Any, Final

from rag.errors import IndexDamaged, IndexMismatch
from rag.pages.names import is_page_name

FORMAT: Final = 7
"""Raised by one whenever a file of the index or a field of a stored record changes its form."""

MANIFEST: Final = "manifest.json"

_GENERATION = re.compile(r"g-[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class Recipe:
    """What an index is built with, known before any page is read and any model is loaded.

    `settings` are those marked `build`; `versions` name the program and the libraries that shape what is stored.
    """

    encoder: str
    settings: Mapping[str, Any]
    versions: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class StoredFile:
    """SHA-256 in hexadecimal and the size in bytes."""

    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """`pages`: file name -> SHA-256 of its bytes. `files`: path inside the generation -> what it must hold.

    `counts`: pages, articles, passages, sentences. `dimensions` is the length of a vector.
    """

    recipe: Recipe
    dimensions: int
    pages: Mapping[str, str]
    counts: Mapping[str, int]
    files: Mapping[str, StoredFile]
    format: int = FORMAT

    @property
    def generation(self) -> str:
        """The folder that holds the files: the first 64 bits of the content's SHA-256."""
        return f"g-{hashlib.sha256(_canonical(dataclasses.asdict(self))).hexdigest()[:16]}"

    def to_json(self) -> bytes:
        """The manifest as it is stored."""
        return _canonical({**dataclasses.asdict(self), "generation": self.generation})

    @classmethod
    def from_json(cls, content: bytes, folder: Path, formats: Collection[int] = (FORMAT,)) -> "Manifest":
        """The manifest that `to_json` gave; `folder` is named in errors.

        Raises IndexMismatch for a format that is none of `formats` and IndexDamaged for anything that `to_json` does
        not give.
        """
        try:
            fields = json.loads(content.decode("utf-8", "surrogatepass"))
            found = fields["format"]
            if isinstance(found, int) and found not in formats:
                raise IndexMismatch("index-mismatch", path=folder, name="format", stored=found, current=FORMAT)
            generation = fields.pop("generation")
            files = {name: StoredFile(**file) for name, file in fields["files"].items()}
            manifest = cls(**{**fields, "recipe": Recipe(**fields["recipe"]), "files": files})
            if manifest.generation != generation or not _well_formed(manifest):
                raise ValueError("the manifest was changed")
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError, MemoryError) as error:
            raise IndexDamaged("index-damaged", path=folder, reason=MANIFEST) from error
        return manifest


def is_generation(name: str) -> bool:
    """Whether a folder of this name is one that an index wrote."""
    return bool(_GENERATION.fullmatch(name))


def check_recipe(manifest: Manifest, recipe: Recipe, folder: Path) -> None:
    """Raise IndexMismatch, naming the first difference, where the encoder or a build setting is another.

    Other versions of the program are no mismatch while the format is the same; a build takes them for a change.
    """
    pairs = [("encoder", manifest.recipe.encoder, recipe.encoder)]
    stored, current = manifest.recipe.settings, recipe.settings
    pairs += [(name, stored.get(name, "—"), current.get(name, "—")) for name in sorted({*stored, *current})]
    for name, before, now in pairs:
        if before != now:
            raise IndexMismatch("index-mismatch", path=folder, name=name, stored=before, current=now)


def _canonical(fields: dict[str, Any]) -> bytes:
    """JSON with sorted names, so that equal content gives equal bytes."""
    return (json.dumps(fields, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode("utf-8", "surrogatepass")


def _well_formed(manifest: Manifest) -> bool:
    """Whether the fields have their types, as far as anything relies on them."""
    recipe = manifest.recipe
    return (
        isinstance(recipe.encoder, str)
        and _maps(recipe.settings, str | int | float)
        and isinstance(recipe.versions, dict)
        and isinstance(manifest.dimensions, int)
        and _maps(manifest.pages, str)
        and all(map(is_page_name, manifest.pages))
        and _maps(manifest.counts, int)
        and all(isinstance(file.sha256, str) and isinstance(file.bytes, int) for file in manifest.files.values())
    )


def _maps(value: object, kind: "type | UnionType") -> bool:
    return isinstance(value, dict) and all(isinstance(entry, kind) for entry in value.values())
