"""A segment of an index as it lies on the disk, opened: what it holds is read when it is asked for.

A segment is written once and never changed, so that whoever has one open goes on reading it whatever is written beside
it. Left out: what several of them hold together (see `saved`), and writing one (see `writing`).
"""

import functools
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from tokenize import TokenError
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from rag.errors import IndexDamaged
from rag.index import postings
from rag.index.arrays import map_array, map_flat
from rag.index.checksum import checksum_of_file
from rag.index.codec import article_of, page_of, passage_of
from rag.index.columns import Columns
from rag.index.facets import PageFacets, PieceFacets, read_facets
from rag.index.manifest import MANIFEST, Segment, StoredFile
from rag.index.neighbours import Neighbours
from rag.index.postings import Postings
from rag.index.stored_records import (
    PAGES_REMEMBERED,
    PASSAGES_REMEMBERED,
    PIECES_REMEMBERED,
    UNREADABLE,
    StoredRecords,
)
from rag.index.texts import StoredTexts
from rag.index.vector_index import Vectors, check_vectors
from rag.pages.dictionary import entries_of
from rag.records import Fragment, Page, Passage, Piece

PAGES: Final = "pages.jsonl"
ARTICLES: Final = "articles.jsonl"
PASSAGES: Final = "passages.jsonl"
PAGE_STARTS: Final = "page-starts.npy"
ARTICLE_STARTS: Final = "article-starts.npy"
PASSAGE_STARTS: Final = "passage-starts.npy"
COLUMNS: Final = "columns.json"
FACETS: Final = "facets.json"
PAGE_FACETS: Final = "page-facets.npy"
PIECE_FACETS: Final = "piece-facets.npy"
TITLES: Final = "titles.txt"
TITLE_STARTS: Final = "title-starts.npy"
BODIES: Final = "bodies.txt"
BODY_STARTS: Final = "body-starts.npy"
NAMED_DAYS: Final = "named-days.txt"
NAMED_DAY_STARTS: Final = "named-day-starts.npy"
PASSAGE_VECTORS: Final = "passage-vectors.faiss"
SENTENCE_VECTORS: Final = "sentence-vectors.faiss"
PASSAGE_KEYS: Final = "passage-keys.npy"
SENTENCE_KEYS: Final = "sentence-keys.npy"
NEIGHBOURS: Final = "passage-neighbours.faiss"
DICTIONARY: Final = "dictionary.txt"
TERMS: Final = "terms"
RECORD_FILES: Final = (
    PAGES,
    PAGE_STARTS,
    ARTICLES,
    ARTICLE_STARTS,
    PASSAGES,
    PASSAGE_STARTS,
    COLUMNS,
    FACETS,
    PAGE_FACETS,
    PIECE_FACETS,
    TITLES,
    TITLE_STARTS,
    BODIES,
    BODY_STARTS,
    NAMED_DAYS,
    NAMED_DAY_STARTS,
    DICTIONARY,
)
"""Those of its pages, pieces and passages, which are read without its vectors and its terms."""

FILES: Final = frozenset(
    {
        *RECORD_FILES,
        PASSAGE_VECTORS,
        SENTENCE_VECTORS,
        PASSAGE_KEYS,
        SENTENCE_KEYS,
        *(f"{TERMS}/{name}" for name in postings.FILES),
    }
)
"""The files of a segment, all of them and no other, but that a large one has `NEIGHBOURS` beside them."""


class SegmentRecords:
    """The pages, pieces and passages of one segment. Threads may share it."""

    def __init__(self, folder: Path, told: Segment, place: Path | None = None) -> None:
        """The segment that the manifest of the index in `folder` tells of, whose files lie in `place`.

        Without it they lie in the folder of the segment's name. Raises IndexDamaged, naming the file.
        """
        self.name, self.told = told.name, told
        place = place or folder / self.name
        reading = functools.partial(_reading, folder)
        if not _are_files(told.files):
            raise IndexDamaged("index-damaged", path=folder, reason=MANIFEST)
        check_some_files(folder, place, told.files, [COLUMNS, FACETS])
        self.columns: Columns = reading(COLUMNS, lambda: Columns.read((place / COLUMNS).read_bytes()))
        self._rows = {name: row for row, name in enumerate(self.columns.pages)}

        def records(name: str, starts: str, read: Callable[[dict[str, Any]], Any], at_most: int) -> StoredRecords[Any]:
            found: StoredRecords[Any] = reading(
                name, lambda: StoredRecords(place / name, place / starts, read, folder, at_most)
            )
            return found

        self.pages: StoredRecords[Page] = records(PAGES, PAGE_STARTS, page_of, PAGES_REMEMBERED)
        self.articles: StoredRecords[Piece] = records(ARTICLES, ARTICLE_STARTS, self._article, PIECES_REMEMBERED)
        self.passages: StoredRecords[Passage] = records(PASSAGES, PASSAGE_STARTS, self._passage, PASSAGES_REMEMBERED)
        facets: tuple[PageFacets, PieceFacets] = reading(
            FACETS,
            lambda: read_facets(
                (place / FACETS).read_bytes(), map_array(place / PAGE_FACETS), map_array(place / PIECE_FACETS)
            ),
        )
        self.page_facets, self.piece_facets = facets
        self.titles: StoredTexts = reading(TITLES, lambda: StoredTexts(place / TITLES, place / TITLE_STARTS))
        self.bodies: StoredTexts = reading(BODIES, lambda: StoredTexts(place / BODIES, place / BODY_STARTS))
        self.named_days: StoredTexts = reading(
            NAMED_DAYS, lambda: StoredTexts(place / NAMED_DAYS, place / NAMED_DAY_STARTS)
        )
        self.dictionary: tuple[str, ...] = reading(
            DICTIONARY, lambda: entries_of((place / DICTIONARY).read_text("utf-8"))
        )
        wrong = self._inconsistent_record_file()
        if wrong:
            raise IndexDamaged("index-damaged", path=folder, reason=wrong)

    @functools.cached_property
    def sentence_offsets(self) -> NDArray[np.int64]:
        """The row of each passage's first sentence, and the end of the last."""
        return np.cumsum([0, *self.columns.sentences.tolist()], dtype=np.int64)

    def live_pages(self, told: Segment) -> NDArray[np.bool_]:
        """Which of its pages are live where a manifest tells this of the segment."""
        dead = set(told.dead)
        return np.array([name not in dead for name in self.columns.pages], np.bool_)

    def _inconsistent_record_file(self) -> str:
        """The first file of records whose rows do not fit the others, "" where all fit."""
        columns, counts = self.columns, self.told.counts
        passages, sentences = len(columns.passage_pieces), int(columns.sentences.sum())
        fits = {
            MANIFEST: {
                "pages": len(columns.pages),
                "articles": len(columns.pieces),
                "passages": passages,
                "sentences": sentences,
            }.items()
            <= dict(counts).items(),
            PAGES: len(self.pages) == len(columns.pages) == len(self._rows),
            ARTICLES: len(self.articles) == len(columns.pieces),
            PASSAGES: len(self.passages) == passages,
            PAGE_FACETS: len(self.page_facets.date) == len(columns.pages),
            PIECE_FACETS: len(self.piece_facets.kind) == len(columns.pieces),
            TITLES: len(self.titles) == len(columns.pieces),
            BODIES: len(self.bodies) == len(columns.pieces),
            NAMED_DAYS: len(self.named_days) == len(columns.pieces),
        }
        return next((name for name, fit in fits.items() if not fit), "")

    # ---- records, read with a look at the lines that they name

    def _article(self, fields: dict[str, Any]) -> Piece:
        piece = article_of(fields)
        if not stands(piece.source, lines_named(piece), self._lines):
            raise ValueError(f"{piece.source} has no such lines")
        return piece

    def _passage(self, fields: dict[str, Any]) -> Passage:
        passage = passage_of(fields)
        if not is_printed(passage, self._lines):
            raise ValueError(f"{passage.source} does not print that")
        return passage

    def _lines(self, name: str) -> tuple[str, ...]:
        return self.pages[self._rows[name]].lines if name in self._rows else ()


class StoredSegment(SegmentRecords):
    """The content of one segment. Threads may share it."""

    def __init__(self, folder: Path, told: Segment, dimensions: int) -> None:
        """The segment that the manifest of the index in `folder` tells of. Raises IndexDamaged, naming the file."""
        super().__init__(folder, told)
        place = folder / self.name
        reading = functools.partial(_reading, folder)
        self.passage_vectors: Vectors = reading(PASSAGE_VECTORS, lambda: _vectors(place / PASSAGE_VECTORS))
        self.neighbours: Neighbours | None = None
        if NEIGHBOURS in told.files:
            self.neighbours = reading(NEIGHBOURS, lambda: Neighbours.load(place / NEIGHBOURS))
        self.sentence_vectors: Vectors = reading(SENTENCE_VECTORS, lambda: _vectors(place / SENTENCE_VECTORS))
        self.passage_keys: NDArray[np.uint8] = reading(PASSAGE_KEYS, lambda: map_array(place / PASSAGE_KEYS))
        self.sentence_keys: NDArray[np.uint8] = reading(SENTENCE_KEYS, lambda: map_array(place / SENTENCE_KEYS))
        self.terms: Postings = reading(TERMS, lambda: Postings.load(place / TERMS))
        wrong = self._inconsistent_file(dimensions)
        if wrong:
            raise IndexDamaged("index-damaged", path=folder, reason=wrong)

    def _inconsistent_file(self, dimensions: int) -> str:
        """The first file of vectors or terms whose rows do not fit the records, "" where all fit."""
        passages, sentences = len(self.columns.passage_pieces), int(self.columns.sentences.sum())
        fits = {
            PASSAGE_VECTORS: self.passage_vectors.shape == (passages, dimensions),
            NEIGHBOURS: self.neighbours is None
            or (self.neighbours.size, self.neighbours.dimensions) == (passages, dimensions),
            SENTENCE_VECTORS: self.sentence_vectors.shape == (sentences, dimensions),
            PASSAGE_KEYS: self.passage_keys.shape == (passages, 32) and self.passage_keys.dtype == np.uint8,
            SENTENCE_KEYS: self.sentence_keys.shape == (sentences, 32) and self.sentence_keys.dtype == np.uint8,
            TERMS: len(self.terms) == passages,
        }
        return next((name for name, fit in fits.items() if not fit), "")


Lines = Callable[[str], Sequence[str]]
"""The lines of the page of that name, none for a page that there is not."""


def lines_named(article: Piece) -> list[int]:
    """The numbers of the lines that the article names."""
    return [
        *(number for span in article.spans for number in span),
        *article.title_lines,
        *article.repeats,
        *(number for paragraph in article.paragraphs for number in paragraph),
    ]


def stands(source: str, numbers: Sequence[int], lines: Lines) -> bool:
    """Whether there is such a page, and it has the lines of these numbers."""
    there = len(lines(source))
    return bool(there) and (not numbers or 1 <= min(numbers) <= max(numbers) <= there)


def is_printed(passage: Passage, lines: Lines) -> bool:
    """Whether the pages print all of the passage where it says: an answer quotes it."""
    return all(_prints(fragment, lines) for sentence in passage.sentences for fragment in sentence.fragments)


def _prints(piece: Fragment, lines: Lines) -> bool:
    return (
        stands(piece.source, [piece.line], lines)
        and piece.start >= 0
        and lines(piece.source)[piece.line - 1].startswith(piece.text, piece.start)
    )


def check_segment(folder: Path, segment: Segment) -> None:
    """Raise IndexDamaged, naming the file, unless every file of the segment holds what is told of it."""
    if not _are_files(segment.files):
        raise IndexDamaged("index-damaged", path=folder, reason=MANIFEST)
    check_some_files(folder, folder / segment.name, segment.files, segment.files)


def _are_files(names: Collection[str]) -> bool:
    """Whether a segment has files of these names."""
    return set(names) - {NEIGHBOURS} == FILES


def check_some_files(folder: Path, place: Path, files: Mapping[str, StoredFile], names: Iterable[str]) -> None:
    """As `check_segment`, of the files of these names in `place` alone."""
    for name in names:
        expected = files[name]
        try:
            size, checksum = (place / name).stat().st_size, -1
            if size == expected.bytes:
                checksum = checksum_of_file(place / name)
        except OSError as error:
            raise IndexDamaged("index-damaged", path=folder, reason=name) from error
        if checksum != expected.checksum:
            raise IndexDamaged("index-damaged", path=folder, reason=name)


def _vectors(path: Path) -> Vectors:
    table = map_flat(path)
    check_vectors(table[:0])
    return table


def _reading(folder: Path, name: str, read: Callable[[], Any]) -> Any:
    """What `read` gives. Raises IndexDamaged, naming the file, where that raises what a file's content can cause."""
    try:
        return read()
    except (*UNREADABLE, TokenError) as error:
        raise IndexDamaged("index-damaged", path=folder, reason=name) from error
