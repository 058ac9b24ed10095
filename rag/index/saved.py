"""A saved index, opened as one: pages, articles, passages, their vectors and their terms, of all its segments together.

On disk it is a folder with `manifest.json` and the folders of the segments that the manifest names; other files beside
them are nobody's business here. Every file is checked against the manifest before it is used, nothing is unpickled, and
records are read when they are asked for. Whatever segments hold them, pages are in the order of their paths, pieces in
that of their pages, and passages in that of their articles: an index of many segments is one of a single segment to
whoever asks it. Left out: writing (writing.py), making the content (build.py), and searching it.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from rag.errors import IndexDamaged, IndexMissing
from rag.index.article_rows import ArticleRows, RowsOfArticles
from rag.index.columns import Columns
from rag.index.facets import together
from rag.index.manifest import MANIFEST, Manifest, check_recipe
from rag.index.recipe import current_recipe
from rag.index.segments import FILES as FILES
from rag.index.segments import SegmentRecords, StoredSegment, check_segment
from rag.index.stored_records import ChosenRecords
from rag.index.tables import Rows, Tables
from rag.index.term_index import TermIndex
from rag.index.texts import Texts
from rag.index.vector_index import VectorIndex
from rag.records import Page, Passage, Piece
from rag.settings import Settings

Value = TypeVar("Value")

_ATTEMPTS: Final = 3  # a writer may replace the index while it is read; twice in a row does not happen by chance


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class IndexContent:
    """What an index is made of when it is written.

    Row i of `passage_vectors` and of `terms` is `passages[i]`; the rows of `sentence_vectors` are the sentences of all
    passages, passage by passage. `passage_keys` and `sentence_keys`, shape (rows, 32), are the SHA-256 that name the
    encoded text of each row, so that a later build can tell which vectors it has. `dictionary` are the user's entries,
    `loose` the ids of pieces that go on from elsewhere, which nothing of their issue can be.
    """

    pages: Sequence[Page]
    articles: Sequence[Piece]
    passages: Sequence[Passage]
    passage_vectors: VectorIndex
    sentence_vectors: VectorIndex
    passage_keys: NDArray[np.uint8]
    sentence_keys: NDArray[np.uint8]
    terms: TermIndex
    dictionary: tuple[str, ...]
    loose: Collection[str] = ()


class Named(Mapping[str, Value], Generic[Value]):
    """Records to be looked up by a name; a record is read when it is."""

    def __init__(self, rows: Mapping[str, int], records: Sequence[Value]) -> None:
        self._rows, self._records = rows, records

    def __getitem__(self, name: str) -> Value:
        return self._records[self._rows[name]]

    def __contains__(self, name: object) -> bool:
        return name in self._rows

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


class PassagesOf(Mapping[str, Sequence[int]]):
    """The positions of an article's passages, in reading order, by its id; no id of an article without passages."""

    def __init__(self, pieces: Mapping[str, int], owners: Rows) -> None:
        """`owners` are the rows of the passages' articles in `pieces`."""
        self._pieces = pieces
        self._order = np.argsort(owners, kind="stable")
        self._starts = np.searchsorted(owners[self._order], np.arange(len(pieces) + 1))

    def __getitem__(self, id: str) -> Sequence[int]:
        row = self._pieces[id]
        found: list[int] = self._order[self._starts[row] : self._starts[row + 1]].tolist()
        if not found:
            raise KeyError(id)
        return found

    def __iter__(self) -> Iterator[str]:
        return (id for id, row in self._pieces.items() if self._starts[row] < self._starts[row + 1])

    def __len__(self) -> int:
        return int(np.count_nonzero(np.diff(self._starts)))


class SavedIndex:
    """The content of an index as it was opened. Threads may share it.

    The sentences of passage p are the rows from `sentence_offsets[p]` up to, not including, `sentence_offsets[p + 1]`;
    there is one offset more than there are passages. `passages_of` are the positions of an article's passages, in
    reading order, by its id; `pages_by_name` and `pieces_by_id` are the pages and pieces to be looked up. Of each
    piece `titles` and `bodies` are its headline and its text, `folded`, and `named_days` the dates that its lines name,
    a line each, so that what holds a run of characters is found without reading the pieces.
    """

    def __init__(self, manifest: Manifest, segments: Sequence[StoredSegment]) -> None:
        """`segments` are those of the manifest; there is at least one."""
        self.hold_records(manifest, segments)
        self.segments = tuple(segments)
        places = self.places
        self.passage_vectors = VectorIndex(
            [segment.passage_vectors for segment in segments],
            places.passages,
            [segment.neighbours for segment in segments],
        )
        self.sentence_vectors = VectorIndex([segment.sentence_vectors for segment in segments], places.sentences)
        self.passage_key_table = Tables([segment.passage_keys for segment in segments], places.passages)
        self.sentence_key_table = Tables([segment.sentence_keys for segment in segments], places.sentences)
        self.terms = TermIndex([segment.terms for segment in segments], places.passages)

    def hold_records(self, manifest: Manifest, segments: Sequence[SegmentRecords]) -> None:
        """Make the pages, pieces and passages of these segments those of the index."""
        self.manifest = manifest
        self.dictionary: tuple[str, ...] = segments[0].dictionary
        self.places = places = Places(manifest, segments)
        self.pages = ChosenRecords([segment.pages for segment in segments], places.pages)
        self.articles = ChosenRecords([segment.articles for segment in segments], places.pieces)
        self.passages = ChosenRecords([segment.passages for segment in segments], places.passages)
        self.titles = Texts([segment.titles for segment in segments], places.pieces)
        self.bodies = Texts([segment.bodies for segment in segments], places.pieces)
        self.named_days = Texts([segment.named_days for segment in segments], places.pieces)
        self.page_facets = together([segment.page_facets for segment in segments], places.pages)
        self.piece_facets = together([segment.piece_facets for segment in segments], places.pieces)
        self.columns: Columns = places.columns
        self.sentence_offsets: Rows = np.cumsum([0, *self.columns.sentences.tolist()], dtype=np.int64)
        self.page_rows: Mapping[str, int] = {name: row for row, name in enumerate(self.columns.pages)}
        self.piece_rows: Mapping[str, int] = {id: row for row, id in enumerate(self.columns.pieces)}
        self.pages_by_name: Mapping[str, Page] = Named(self.page_rows, self.pages)
        self.pieces_by_id: Mapping[str, Piece] = Named(self.piece_rows, self.articles)

    @property
    def digests(self) -> dict[str, str]:
        """The digest of each page by its name, in the pages' order."""
        return dict(zip(self.columns.pages, self.columns.digests, strict=True))

    def pieces_of(self, name: str) -> tuple[Piece, ...]:
        """The pieces of the page of this name, in their order. Raises KeyError for a name that no page has."""
        rows = np.flatnonzero(self.columns.piece_pages == self.page_rows[name])
        return tuple(self.articles[row] for row in rows.tolist())

    @cached_property
    def article_rows(self) -> ArticleRows:
        """Which pieces make up which article."""
        return ArticleRows(self.columns, self.piece_rows)

    @property
    def articles_of(self) -> Mapping[str, Sequence[int]]:
        """The rows of all pieces of the article that a piece belongs to, in reading order, by the piece's id."""
        return RowsOfArticles(self.piece_rows, self.article_rows)

    @cached_property
    def passages_of(self) -> Mapping[str, Sequence[int]]:
        """The positions of an article's passages, in reading order, by its id."""
        return PassagesOf(self.piece_rows, self.columns.passage_pieces)

    @property
    def passage_keys(self) -> NDArray[np.uint8]:
        """The keys of the passages' texts, shape (passages, 32)."""
        return self.passage_key_table.all()

    @property
    def sentence_keys(self) -> NDArray[np.uint8]:
        """The keys of the sentences' texts, shape (sentences, 32)."""
        return self.sentence_key_table.all()


class Places:
    """Where in the segments the rows of an index lie: of the rows of all segments, one segment after the other.

    None stands for all rows in that order. `columns` are those of the index.
    """

    def __init__(self, manifest: Manifest, segments: Sequence[SegmentRecords]) -> None:
        all_columns = [segment.columns for segment in segments]
        page_starts = np.cumsum([0, *(len(columns.pages) for columns in all_columns)])
        piece_starts = np.cumsum([0, *(len(columns.pieces) for columns in all_columns)])
        live = np.concatenate(
            [segment.live_pages(told) for segment, told in zip(segments, manifest.segments, strict=True)]
        )
        self.pages: Rows | None = None
        self.pieces: Rows | None = None
        self.passages: Rows | None = None
        self.sentences: Rows | None = None
        if len(segments) == 1 and live.all():
            self.columns = all_columns[0]
            return
        together = {
            name: [value for columns in all_columns for value in getattr(columns, name)]
            for name in ("pages", "digests", "days", "pieces", "continues")
        }
        pages = np.flatnonzero(live)
        if len(segments) > 1:
            pages = np.array(sorted(pages.tolist(), key=lambda row: order_of(together["pages"][row])), np.int64)
        rank = np.full(len(live), -1, np.int64)
        rank[pages] = np.arange(len(pages))
        piece_pages = np.concatenate(
            [columns.piece_pages + start for columns, start in zip(all_columns, page_starts[:-1], strict=True)]
        )
        pieces = _ranked(rank[piece_pages], keep=len(segments) == 1)
        owners = np.concatenate(
            [columns.passage_pieces + start for columns, start in zip(all_columns, piece_starts[:-1], strict=True)]
        )
        passages = _ranked(rank[piece_pages[owners]], keep=len(segments) == 1)
        piece_rows = np.full(len(piece_pages), -1, np.int64)
        piece_rows[pieces] = np.arange(len(pieces))
        sentences = np.concatenate([columns.sentences for columns in all_columns])
        self.pages, self.pieces, self.passages = pages, pieces, passages
        self.sentences = _ranges(np.cumsum(sentences)[passages] - sentences[passages], sentences[passages])
        self.columns = Columns(
            pages=_picked(together["pages"], pages),
            digests=_picked(together["digests"], pages),
            days=_picked(together["days"], pages),
            characters=np.concatenate([columns.characters for columns in all_columns])[pages],
            standing=np.concatenate([columns.standing for columns in all_columns])[pages],
            pieces=_picked(together["pieces"], pieces),
            continues=_picked(together["continues"], pieces),
            piece_pages=rank[piece_pages[pieces]],
            loose=np.concatenate([columns.loose for columns in all_columns])[pieces],
            passage_pieces=piece_rows[owners[passages]],
            sentences=sentences[passages],
        )


def order_of(name: str) -> tuple[str, ...]:
    """What a page's name is ordered by among others: its path's parts."""
    return tuple(name.split("/"))


def open_index(folder: Path, settings: Settings, encoder_name: str, known: Sequence[StoredSegment] = ()) -> SavedIndex:
    """The index in `folder`, checked against its manifest, the settings and the encoder's name.

    No model is loaded. Segments that are `known` were opened before and are taken as they are. Raises IndexMissing;
    IndexMismatch, which names the setting, its stored and its current value; or IndexDamaged, which names the file.
    """
    check_recipe(read_manifest(folder), current_recipe(settings, encoder_name), folder)
    return read_index(folder, known)


def read_index(folder: Path, known: Sequence[StoredSegment] = ()) -> SavedIndex:
    """The index in `folder` whatever it was built with. Raises as `open_index`, IndexMismatch for the format alone."""
    for attempt in range(_ATTEMPTS):
        manifest = read_manifest(folder)
        try:
            return read_segments(folder, manifest, known)
        except IndexDamaged:
            replaced = read_manifest(folder).generation != manifest.generation
            if not replaced or attempt == _ATTEMPTS - 1:
                raise
    raise AssertionError("unreachable")


def read_manifest(folder: Path) -> Manifest:
    """The manifest in `folder`. Raises IndexMissing, IndexDamaged, or IndexMismatch for another format."""
    try:
        content = (folder / MANIFEST).read_bytes()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise IndexMissing("index-missing", path=folder) from error
    except OSError as error:
        raise IndexDamaged("index-damaged", path=folder, reason=MANIFEST) from error
    return Manifest.from_json(content, folder)


def written_at(folder: Path) -> tuple[int, ...]:
    """What tells one writing of the manifest in `folder` from another, without reading it; () where there is none."""
    try:
        found = (folder / MANIFEST).stat()
    except OSError:
        return ()
    return found.st_ino, found.st_size, found.st_mtime_ns


def check_files(folder: Path, manifest: Manifest) -> None:
    """Raise IndexDamaged, naming the file, unless every file holds what the manifest says."""
    for segment in manifest.segments:
        check_segment(folder, segment)


def read_segments(
    folder: Path, manifest: Manifest, known: Sequence[StoredSegment] = (), *, checked: bool = True
) -> SavedIndex:
    """The content of the segments that `manifest` names. Raises IndexDamaged.

    Where `checked` is False what the files hold is not held against their checksums, which takes as long as reading
    them.
    """
    opened = {segment.name: segment for segment in known}
    segments = []
    for told in manifest.segments:
        if told.name not in opened and checked:
            check_segment(folder, told)
        segments.append(opened.get(told.name) or StoredSegment(folder, told, manifest.dimensions))
    if not segments:
        raise IndexDamaged("index-damaged", path=folder, reason=MANIFEST)
    index = SavedIndex(manifest, segments)
    check_manifest(index, folder)
    return index


def check_manifest(index: SavedIndex, place: Path | str) -> None:
    """Raise IndexDamaged, naming the `place`, unless the index holds what its manifest says."""
    if _counts(index) != dict(index.manifest.counts) or index.digests != dict(index.manifest.pages):
        raise IndexDamaged("index-damaged", path=place, reason=MANIFEST)


def _counts(index: SavedIndex) -> dict[str, int]:
    columns = index.columns
    return {
        "pages": len(columns.pages),
        "articles": len(columns.pieces),
        "passages": len(columns.passage_pieces),
        "sentences": int(columns.sentences.sum()),
    }


def _ranked(ranks: Rows, *, keep: bool) -> Rows:
    """The rows that have a rank, in the order of their ranks or, where `keep` says so, as they are."""
    rows = np.flatnonzero(ranks >= 0)
    return rows if keep else rows[np.argsort(ranks[rows], kind="stable")]


def _ranges(starts: Rows, lengths: Rows) -> Rows:
    """All numbers of the ranges that begin at `starts`, one range after the other."""
    ends = np.cumsum(lengths)
    numbers: Rows = np.arange(ends[-1] if len(ends) else 0) + np.repeat(starts - (ends - lengths), lengths)
    return numbers


def _picked(values: Sequence[str], rows: Rows) -> list[str]:
    return [values[row] for row in rows.tolist()]
