"""An index in Milvus, opened: its records from files, its vectors and terms asked for there.

The files of the records are those of the index's folder where it has them; else they are fetched once, into a folder
`milvus` within it. So a machine that only reads needs the address and the settings, and has on its disk what answers
quote, without a vector. Left out: searching (see `searching`).
"""

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rag.answering.candidate_search import Candidates, CandidateSearch
from rag.answering.scope import Scope
from rag.errors import IndexDamaged, StoredIndexError
from rag.index.manifest import Segment, check_recipe, is_segment
from rag.index.recipe import current_recipe
from rag.index.saved import SavedIndex, check_manifest
from rag.index.segments import RECORD_FILES, SegmentRecords, check_some_files
from rag.index.vector_index import Vectors
from rag.milvus.collections import FILES, OF_SEGMENT, PASSAGES, SENTENCES, Names, read_files
from rag.milvus.rows import SegmentRows
from rag.milvus.searching import MilvusTerms, MilvusVectors, Place, candidates
from rag.milvus.server import Server, shown_uri
from rag.milvus.state import State, present_version, read_state
from rag.settings import Settings
from rag.storage.files import write_flushed

_FETCHED: Final = "milvus"
_STAGING: Final = "g-staging"


class MilvusIndex(SavedIndex, CandidateSearch):
    """An index that Milvus has, as it was opened. Threads may share it."""

    def __init__(self, server: Server, names: Names, state: State, segments: Sequence[SegmentRecords]) -> None:
        """`segments` are those of the manifest of the state; there is at least one."""
        self.hold_records(state.manifest, segments)
        self.segments = ()  # of them nothing is here that a build takes over
        live = [_live(segment, told) for segment, told in zip(segments, state.manifest.segments, strict=True)]

        def place(kind: str, sizes: list[int], rows: NDArray[np.int64] | None) -> Place:
            collections = [names.of(kind, segment.name) for segment in segments]
            return Place(server, collections, SegmentRows(sizes, rows), live)

        self._passages = place(
            PASSAGES, [len(segment.columns.passage_pieces) for segment in segments], self.places.passages
        )
        sentences = place(
            SENTENCES, [int(segment.columns.sentences.sum()) for segment in segments], self.places.sentences
        )
        self.passage_vectors = MilvusVectors(self._passages, state.manifest.dimensions)
        self.sentence_vectors = MilvusVectors(sentences, state.manifest.dimensions)
        self.terms = MilvusTerms(self._passages, state.counts)

    def candidates(
        self,
        vector: Vectors,
        weights: Mapping[str, float],
        within: NDArray[np.bool_] | None = None,
        scope: Scope | None = None,
        besides: NDArray[np.bool_] | None = None,
    ) -> Candidates:
        """As `CandidateSearch` says."""
        return candidates(self._passages, vector, weights, within, scope, besides)


def open_milvus(server: Server, names: Names, folder: Path, settings: Settings, encoder_name: str) -> MilvusIndex:
    """The present version of the index of that name, checked against the settings and the encoder's name.

    Records are read from `folder` or fetched into it. Raises StoreError, IndexMissing, IndexMismatch, IndexDamaged, and
    StoredIndexError where the folder cannot be written.
    """
    state = read_state(server, names, present_version(server, names))
    place = shown_uri(server.uri)
    check_recipe(state.manifest, current_recipe(settings, encoder_name), Path(place))
    segments = []
    for told in state.manifest.segments:
        for kind in OF_SEGMENT:
            server.load(names.of(kind, told.name))
        segments.append(SegmentRecords(folder, told, _records(server, names, folder, told)))
    if not segments:
        raise IndexDamaged("index-damaged", path=place, reason="state.json")
    index = MilvusIndex(server, names, state, segments)
    check_manifest(index, place)
    _forget(folder, state)
    return index


def _live(segment: SegmentRecords, told: Segment) -> str:
    """The expression of the passages of a segment's live pages, "" where all are live."""
    dead = np.flatnonzero(~segment.live_pages(told)).tolist()
    return f"page not in {dead}" if dead else ""


def _records(server: Server, names: Names, folder: Path, told: Segment) -> Path:
    """The folder with the files of the segment's records; they are fetched where they are not whole on this machine."""
    fetched = folder / _FETCHED / told.name
    for place in (folder / told.name, fetched):
        try:
            check_some_files(folder, place, told.files, RECORD_FILES)
        except IndexDamaged:
            continue
        return place
    staging = fetched.with_name(_STAGING)
    try:
        shutil.rmtree(staging, ignore_errors=True)
        shutil.rmtree(fetched, ignore_errors=True)
        staging.mkdir(parents=True)
        for name, content in read_files(server, names.of(FILES, told.name)):
            if name in RECORD_FILES:
                write_flushed(staging / name, content)
        staging.rename(fetched)
    except ValueError as error:
        raise IndexDamaged("index-damaged", path=shown_uri(server.uri), reason=told.name) from error
    except OSError as error:
        raise StoredIndexError("index-unwritable", path=folder, reason=error.strerror or error) from error
    check_some_files(folder, fetched, told.files, RECORD_FILES)
    return fetched


def _forget(folder: Path, state: State) -> None:
    """Remove what was fetched of segments that are no longer in the index."""
    place = folder / _FETCHED
    for path in place.iterdir() if place.is_dir() else ():
        if is_segment(path.name) and path.name not in state.segments:
            shutil.rmtree(path, ignore_errors=True)
