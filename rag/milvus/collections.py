"""The collections of an index in Milvus: their names, their fields, and how files lie in one.

A segment has three, named by what it holds, so that they are written once and shared by the versions of an index that
have it: its passages, its sentences, and the files of its records. A version of the index has one, `state`, which names
its segments. The alias, whose name is that of the index, leads to the state of the present version: whoever reads
switches by it in one step.
"""

import base64
import importlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from rag.milvus.server import Schema, Server

FORM: Final = 1
"""Raised by one whenever the collections change what they hold."""

PASSAGES: Final = "passages"
SENTENCES: Final = "sentences"
FILES: Final = "files"
STATE: Final = "state"
OF_SEGMENT: Final = (PASSAGES, SENTENCES, FILES)

EXACT_ROWS: Final = 200_000
"""Rows of a segment up to which Milvus compares all; above, it has a graph (HNSW), which may miss some."""

_MOST_FACETS: Final = 4_096  # of an array, Milvus's own bound
_BLOCK: Final = 45_000  # bytes of a file in a row: 60,000 characters, where 65,535 are the most
_BLOCKS_AT_ONCE: Final = 64


@dataclass(frozen=True, slots=True)
class Names:
    """The names of the collections of the index `index`, a name that Milvus takes."""

    index: str

    def of(self, kind: str, version: str) -> str:
        """The collection of that kind of a segment or a version, named g- and 16 digits."""
        return f"{self.index}_{kind}_{version.removeprefix('g-')}"

    def of_index(self, collection: str) -> bool:
        """Whether the collection is one of this index."""
        kinds = (f"{self.index}_{kind}_" for kind in (*OF_SEGMENT, STATE))
        return any(
            collection.startswith(kind) and len(collection) == len(kind) + _DIGITS and _is_hexadecimal(collection)
            for kind in kinds
        )


_DIGITS: Final = 16


def _is_hexadecimal(collection: str) -> bool:
    return set(collection[-_DIGITS:]) <= set("0123456789abcdef")


def passages_schema(dimensions: int, rows: int) -> Schema:
    """The passages of a segment: vector, terms, and what is filtered by. `row` is their row in the segment."""
    kinds = _types()

    def add(fields: Any, indexes: Any) -> None:
        fields.add_field("row", kinds.INT64, is_primary=True)
        fields.add_field("page", kinds.INT64)  # the row in the segment of the page where the article begins
        fields.add_field("first_day", kinds.INT64)
        fields.add_field("last_day", kinds.INT64)
        fields.add_field("facets", kinds.ARRAY, element_type=kinds.INT64, max_capacity=_MOST_FACETS)
        fields.add_field("vector", kinds.FLOAT_VECTOR, dim=max(2, dimensions))
        fields.add_field("terms", kinds.SPARSE_FLOAT_VECTOR)
        _add_vector_index(indexes, rows)
        indexes.add_index("terms", index_type="SPARSE_INVERTED_INDEX", metric_type="IP")

    return add


def sentences_schema(dimensions: int, rows: int) -> Schema:
    """The vectors of the sentences of a segment."""
    kinds = _types()

    def add(fields: Any, indexes: Any) -> None:
        fields.add_field("row", kinds.INT64, is_primary=True)
        fields.add_field("vector", kinds.FLOAT_VECTOR, dim=max(2, dimensions))
        _add_vector_index(indexes, rows)

    return add


def _add_vector_index(indexes: Any, rows: int) -> None:
    if rows <= EXACT_ROWS:
        indexes.add_index("vector", index_type="FLAT", metric_type="IP")
    else:
        indexes.add_index(
            "vector", index_type="HNSW", metric_type="IP", params={"M": 16, "efConstruction": 200}
        )  # Milvus's usual values


def files_schema(fields: Any, indexes: Any) -> None:
    """Files in blocks, in the order of their rows; Milvus has no collection without a vector."""
    kinds = _types()
    fields.add_field("row", kinds.INT64, is_primary=True)
    fields.add_field("name", kinds.VARCHAR, max_length=256)
    fields.add_field("content", kinds.VARCHAR, max_length=65_535)
    fields.add_field("vector", kinds.FLOAT_VECTOR, dim=2)
    indexes.add_index("vector", index_type="FLAT", metric_type="IP")


def _types() -> Any:
    return importlib.import_module("pymilvus").DataType  # by whoever has a server


def write_files(server: Server, collection: str, files: Iterator[tuple[str, bytes]]) -> None:
    """Make `collection` one of these files, by their names."""
    server.create(collection, files_schema)
    batch: list[dict[str, Any]] = []
    row = 0
    for name, raw in files:
        for start in range(0, max(1, len(raw)), _BLOCK):
            block = base64.b64encode(raw[start : start + _BLOCK]).decode("ascii")
            batch.append({"row": row, "name": name, "content": block, "vector": [0.0, 0.0]})
            row += 1
            if len(batch) == _BLOCKS_AT_ONCE:
                server.insert(collection, batch)
                batch = []
    if batch:
        server.insert(collection, batch)
    server.flush(collection)


def read_files(server: Server, collection: str) -> Iterator[tuple[str, bytes]]:
    """The files of a collection with their content. Raises StoreError, and ValueError for what was not written here."""
    server.load(collection)
    total = server.count(collection)
    name, blocks = "", list[bytes]()
    for start in range(0, total, _BLOCKS_AT_ONCE):
        rows = range(start, min(start + _BLOCKS_AT_ONCE, total))
        names, contents = (server.rows(collection, list(rows), field) for field in ("name", "content"))
        for row in rows:
            if row not in names:
                raise ValueError(f"{collection} has no row {row}")
            if names[row] != name:
                if blocks:
                    yield name, b"".join(blocks)
                name, blocks = names[row], []
            blocks.append(base64.b64decode(contents[row], validate=True))
    if blocks:
        yield name, b"".join(blocks)
