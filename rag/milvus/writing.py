"""An index of a folder -> the same in Milvus, writing only what is not there.

What a segment holds is written in batches into collections of its own; the state that names the segments comes last,
and readers switch to it when the alias does, in one step. Until then they read the version before. Whatever a killed
run left is named by no state: it is written anew where it is needed, and removed else. The version before stays until
the next one, for whoever is reading it. One program at a time may write an index of one name; the folder's lock sees to
that where they write from one folder.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from rag.articles import chains
from rag.errors import IndexDamaged, IndexMismatch, StoreError
from rag.index.saved import SavedIndex
from rag.index.segments import RECORD_FILES, SegmentRecords, StoredSegment
from rag.milvus.collections import (
    FILES,
    OF_SEGMENT,
    PASSAGES,
    SENTENCES,
    STATE,
    Names,
    passages_schema,
    sentences_schema,
    write_files,
)
from rag.milvus.facets import Facets, facets_of
from rag.milvus.server import Server
from rag.milvus.state import State, present_version, read_state, write_state
from rag.milvus.terms import passage_weights
from rag.progress import Progress

_BATCH: Final = 1_000
"""Rows written at once: some two megabytes, where Milvus takes 64."""


def is_published(server: Server, names: Names, index: SavedIndex) -> bool:
    """Whether readers of Milvus open just this index, whole. Raises StoreError."""
    version = present_version(server, names)
    return version == index.manifest.generation and not _lacking(server, names, index, _state(server, names, version))


def publish(server: Server, names: Names, folder: Path, index: SavedIndex, progress: Progress) -> bool:
    """Make `index`, of the folder, the one that readers of Milvus open; False where it was so already.

    The caller holds the lock of the folder. Raises StoreError: readers then go on with the version before, and the next
    call does what is left.
    """
    former = _state(server, names, present_version(server, names))
    lacking = _lacking(server, names, index, former)
    changed = former is None or former.manifest.generation != index.manifest.generation
    total, done = sum(map(_rows, lacking)), 0
    for segment in lacking:
        for rows in _write_segment(server, names, folder, index, segment):
            done += rows
            progress("progress-write", done, total)
    if changed:
        counts = dict(index.terms.counted())
        state = State(index.manifest, counts, former.manifest.generation if former else "")
        server.point(names.index, write_state(server, names, state))
    _remove_leftovers(server, names)
    return changed or bool(lacking)


def _state(server: Server, names: Names, version: str) -> State | None:
    """The state of that version; None where there is none that this program reads."""
    if not version:
        return None
    try:
        return read_state(server, names, version)
    except (IndexDamaged, IndexMismatch):
        return None


def _lacking(server: Server, names: Names, index: SavedIndex, former: State | None) -> list[StoredSegment]:
    """The segments of which anything is not in Milvus, or not surely whole."""
    known = former.segments if former else frozenset()
    return [
        segment
        for segment in index.segments
        if segment.name not in known
        or server.count(names.of(PASSAGES, segment.name)) != segment.told.counts["passages"]
        or server.count(names.of(SENTENCES, segment.name)) != segment.told.counts["sentences"]
        or server.count(names.of(FILES, segment.name)) < len(RECORD_FILES)
    ]


def _rows(segment: StoredSegment) -> int:
    return segment.told.counts["passages"] + segment.told.counts["sentences"]


def _write_segment(
    server: Server, names: Names, folder: Path, index: SavedIndex, segment: StoredSegment
) -> Iterator[int]:
    """Write what Milvus holds of a segment, and tell the rows of each batch."""
    place = folder / segment.name
    files = ((name, (place / name).read_bytes()) for name in RECORD_FILES)
    write_files(server, names.of(FILES, segment.name), files)
    passages, sentences = (names.of(kind, segment.name) for kind in (PASSAGES, SENTENCES))
    dimensions = index.manifest.dimensions
    server.create(passages, passages_schema(dimensions, segment.told.counts["passages"]))
    yield from _insert(server, passages, _passage_rows(segment, index.terms.mean_length))
    server.create(sentences, sentences_schema(dimensions, segment.told.counts["sentences"]))
    rows = ({"row": row, "vector": vector} for row, vector in enumerate(segment.sentence_vectors))
    yield from _insert(server, sentences, rows)


def _insert(server: Server, collection: str, rows: Iterator[Mapping[str, Any]]) -> Iterator[int]:
    """Write the rows in batches, and tell the size of each."""
    while batch := [row for _, row in zip(range(_BATCH), rows, strict=False)]:
        server.insert(collection, batch)
        yield len(batch)
    server.flush(collection)


def _passage_rows(segment: StoredSegment, mean: float) -> Iterator[Mapping[str, Any]]:
    """The passages of a segment as Milvus has them; `mean` is how many terms one has in the whole index."""
    facets = _facets_of_pieces(segment)
    columns = segment.columns
    for row, piece in enumerate(columns.passage_pieces.tolist()):
        yield {
            "row": row,
            "page": int(columns.piece_pages[piece]),
            "first_day": facets[piece].first,
            "last_day": facets[piece].last,
            "facets": list(facets[piece].values),
            "vector": np.asarray(segment.passage_vectors[row], np.float32),
            "terms": passage_weights(segment.terms.terms_of(row), mean),
        }


@dataclass(frozen=True, slots=True)
class _Link:
    """What stands for a piece where articles are put together."""

    id: str
    continues: str
    row: int


def _facets_of_pieces(segment: SegmentRecords) -> Mapping[int, Facets]:
    """The facets of each article, by the row of its first piece; all its pieces are in the segment."""
    columns = segment.columns
    links = [_Link(id, columns.continues[row], row) for row, id in enumerate(columns.pieces)]
    return {chain[0].row: facets_of(_with_pages(segment, chain)) for chain in chains(links)}


def _with_pages(segment: SegmentRecords, chain: Sequence[_Link]) -> list[Any]:
    return [(segment.articles[link.row], segment.pages[int(segment.columns.piece_pages[link.row])]) for link in chain]


def _remove_leftovers(server: Server, names: Names) -> None:
    """Remove the collections of this index that neither the present version nor the one before has."""
    version = present_version(server, names)
    present = read_state(server, names, version)
    before = _before(server, names, present)
    needed = {names.of(STATE, version)}
    for state in filter(None, (present, before)):
        needed.add(names.of(STATE, state.manifest.generation))
        needed |= {names.of(kind, segment) for segment in state.segments for kind in OF_SEGMENT}
    for collection in server.collections():
        if names.of_index(collection) and collection not in needed:
            server.drop(collection)


def _before(server: Server, names: Names, present: State) -> State | None:
    """The state of the version before the present one; None where it is gone."""
    try:
        return _state(server, names, present.former)
    except StoreError:
        return None
