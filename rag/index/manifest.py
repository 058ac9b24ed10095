"""The manifest of a saved index: what it was built with and from, and which files it is made of.

It is the one file that is replaced when an index is rebuilt; everything else lies in the folders of the segments that
it names. It holds no time and no path, so that the same pages give the same bytes. Its own content gives the generation
its name, so that a changed manifest is noticed as well as a changed file; that of its files gives a segment its name.
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

FORMAT: Final = 9
"""Raised by one whenever a file of the index or a field of a stored record changes its form."""

MANIFEST: Final = "manifest.json"

_SEGMENT = re.compile(r"g-[0-9a-f]{16}")


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
    """SHA-256 in hexadecimal, the size in bytes, and a `checksum` that is told faster than the SHA-256 is."""

    sha256: str
    bytes: int
    checksum: int = 0


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of an index that is written once and never changed: some pages with all that is made of them.

    `files`: path inside its folder -> what it must hold. `counts`: pages, articles, passages, sentences and distinct
    texts in its files. `dead` are the names of its pages that are no longer in the index, or lie in another segment.
    """

    files: Mapping[str, StoredFile]
    counts: Mapping[str, int]
    dead: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The folder that holds the files: the first 64 bits of the SHA-256 of what they are."""
        files = {name: dataclasses.asdict(file) for name, file in self.files.items()}
        return f"g-{hashlib.sha256(_canonical(files)).hexdigest()[:16]}"


@dataclass(frozen=True, slots=True)
class Manifest:
    """`pages`: file name -> SHA-256 of its bytes. `segments` hold the pages, each of which is live in one of them.

    `counts`: pages, articles, passages, sentences, without those of dead pages. `dimensions` is the length of a vector.
    """

    recipe: Recipe
    dimensions: int
    pages: Mapping[str, str]
    counts: Mapping[str, int]
    segments: tuple[Segment, ...]
    format: int = FORMAT

    @property
    def generation(self) -> str:
        """A name for all that the index holds: the first 64 bits of the content's SHA-256."""
        return _name_of(self)

    @property
    def size(self) -> int:
        """Of all files, in bytes."""
        return sum(file.bytes for segment in self.segments for file in segment.files.values())

    def to_json(self) -> bytes:
        """The manifest as it is stored."""
        return _canonical({**dataclasses.asdict(self), "generation": self.generation})

    @classmethod
    def from_json(cls, content: bytes, folder: Path) -> "Manifest":
        """The manifest that `to_json` gave; `folder` is named in errors.

        Raises IndexMismatch for another format and IndexDamaged for anything that `to_json` does not give.
        """
        try:
            fields = json.loads(content.decode("utf-8", "surrogatepass"))
            found = fields["format"]
            if isinstance(found, int) and found != FORMAT:
                raise IndexMismatch("index-mismatch", path=folder, name="format", stored=found, current=FORMAT)
            generation = fields.pop("generation")
            recipe, segments = Recipe(**fields["recipe"]), tuple(map(_segment_of, fields["segments"]))
            manifest = cls(**{**fields, "recipe": recipe, "segments": segments})
            if manifest.generation != generation or not _well_formed(manifest):
                raise ValueError("the manifest was changed")
        except _NO_MANIFEST as error:
            raise IndexDamaged("index-damaged", path=folder, reason=MANIFEST) from error
        return manifest


Files = Mapping[str, StoredFile]


def former_folders(content: bytes, formats: Collection[int]) -> Mapping[str, Files]:
    """The folders of an index of one of `formats` with the files in each, of its manifest; one folder before segments.

    Raises ValueError for a manifest of another format, and for what is none.
    """
    try:
        fields = json.loads(content.decode("utf-8", "surrogatepass"))
        generation = fields.pop("generation")
        if fields["format"] not in formats or generation != _named(fields):
            raise ValueError("a manifest of another format, or changed")
        if "segments" in fields:
            return {segment.name: segment.files for segment in map(_segment_of, fields["segments"])}
        return {generation: {str(name): StoredFile(**file) for name, file in fields["files"].items()}}
    except _NO_MANIFEST as error:
        raise ValueError("no manifest") from error


_NO_MANIFEST: Final = (
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    RecursionError,
    OverflowError,
    MemoryError,
)
"""What reading a manifest raises that no index wrote."""


def is_segment(name: str) -> bool:
    """Whether a folder of this name is one that an index wrote."""
    return bool(_SEGMENT.fullmatch(name))


def _segment_of(fields: dict[str, Any]) -> Segment:
    files = {name: StoredFile(**file) for name, file in fields["files"].items()}
    return Segment(**{**fields, "files": files, "dead": tuple(fields["dead"])})


def _name_of(manifest: Manifest) -> str:
    return _named(dataclasses.asdict(manifest))


def _named(fields: dict[str, Any]) -> str:
    return f"g-{hashlib.sha256(_canonical(fields)).hexdigest()[:16]}"


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
        and all(map(_is_segment, manifest.segments))
    )


def _is_segment(segment: Segment) -> bool:
    return (
        _maps(segment.counts, int)
        and all(isinstance(name, str) for name in segment.dead)
        and all(
            isinstance(file.sha256, str) and isinstance(file.bytes, int) and isinstance(file.checksum, int)
            for file in segment.files.values()
        )
    )


def _maps(value: object, kind: "type | UnionType") -> bool:
    return isinstance(value, dict) and all(isinstance(entry, kind) for entry in value.values())
