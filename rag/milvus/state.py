"""What Milvus holds of a version of an index beside its segments: its manifest, how many passages hold each term."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from rag.errors import IndexDamaged, IndexMismatch, IndexMissing
from rag.index.manifest import Manifest
from rag.milvus.collections import FORM, STATE, Names, read_files, write_files
from rag.milvus.server import Server, shown_uri

_FILE: Final = "state.json"


@dataclass(frozen=True, slots=True)
class State:
    """`counts`: term -> how many passages hold it, of all segments. `former` is the version before, "" for none."""

    manifest: Manifest
    counts: Mapping[str, int]
    former: str = ""

    @property
    def segments(self) -> frozenset[str]:
        """The names of the segments."""
        return frozenset(segment.name for segment in self.manifest.segments)

    def to_json(self) -> bytes:
        """The content of the file in the collection of the state."""
        told = {
            "form": FORM,
            "manifest": self.manifest.to_json().decode("utf-8", "surrogatepass"),
            "counts": dict(self.counts),
            "former": self.former,
        }
        return json.dumps(told).encode("ascii")  # escapes keep what is no UTF-8


def present_version(server: Server, names: Names) -> str:
    """The version that readers are to open, "" where there is none. Raises StoreError."""
    return _version(server.target(names.index), names)


def _version(collection: str, names: Names) -> str:
    prefix = f"{names.index}_{STATE}_"
    return f"g-{collection.removeprefix(prefix)}" if collection.startswith(prefix) else ""


def read_state(server: Server, names: Names, version: str) -> State:
    """The state of that version.

    Raises StoreError, IndexMissing where `version` is "", IndexMismatch for another form, and IndexDamaged for anything
    that was not written here.
    """
    place = shown_uri(server.uri)
    if not version:
        raise IndexMissing("store-missing", uri=place, name=names.index)
    try:
        ((name, content),) = read_files(server, names.of(STATE, version))
        told: dict[str, Any] = json.loads(content)
        if name == _FILE and isinstance(told["form"], int) and told["form"] != FORM:
            raise IndexMismatch("index-mismatch", path=place, name="form", stored=told["form"], current=FORM)
        manifest = Manifest.from_json(told["manifest"].encode("utf-8", "surrogatepass"), Path(place))
        counts = {str(term): int(count) for term, count in told["counts"].items()}
        if manifest.generation != version:
            raise ValueError("another version")
        return State(manifest, counts, str(told["former"]))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise IndexDamaged("index-damaged", path=place, reason=_FILE) from error


def write_state(server: Server, names: Names, state: State) -> str:
    """Write the state and give the name of its collection; readers do not see it yet. Raises StoreError."""
    collection = names.of(STATE, state.manifest.generation)
    write_files(server, collection, iter([(_FILE, state.to_json())]))
    return collection
