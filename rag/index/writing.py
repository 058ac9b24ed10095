"""Writing an index whole or not at all.

A new segment is written into a staging folder, flushed to the disk, renamed to the name that its content gives, read
back and compared with what was meant. The index becomes another one when `manifest.json` is replaced, which the file
system does in one step: it names the new segment beside those that stay. Until then the old index stays as it is;
whatever a crash leaves is removed by the next run. Only names that an index writes are ever touched in the folder.
"""

import hashlib
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from filelock import FileLock, Timeout

from rag.errors import IndexBusy, IndexDamaged, StoredIndexError
from rag.index import segments
from rag.index.arrays import array_bytes, flat_bytes
from rag.index.checksum import checksum_of
from rag.index.codec import article_of, page_of, passage_of, reads_back
from rag.index.columns import Columns
from rag.index.facets import PageFacets, PieceFacets, numbers_of_values, values_bytes
from rag.index.manifest import MANIFEST, Manifest, Recipe, Segment, StoredFile, is_segment
from rag.index.neighbours import LEAST, neighbour_bytes
from rag.index.saved import IndexContent, read_manifest
from rag.index.segments import StoredSegment, check_segment, is_printed, lines_named, stands
from rag.index.stored_records import lines_and_starts, new_of
from rag.index.texts import texts_and_starts
from rag.pages.dictionary import text_of
from rag.records import Page, Piece
from rag.storage.files import flush, write_checked, write_flushed
from rag.text.similarity import folded

LOCK_SECONDS: Final = 1.0
"""How long to wait for another writer. A build takes longer than anyone would wait without a word."""

_LOCK: Final = ".lock"
_STAGING: Final = "g-staging"
_NEW_MANIFEST: Final = "manifest.json.new"


@contextmanager
def writer_lock(folder: Path) -> Iterator[None]:
    """Hold the right to write the index in `folder`, which is created where there is none.

    Raises IndexBusy where another process holds it, StoredIndexError where the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / _LOCK)
        lock.acquire(timeout=LOCK_SECONDS)
    except Timeout as error:
        raise IndexBusy("index-busy", path=folder) from error
    except OSError as error:
        raise _unwritable(folder, error) from error
    try:
        yield
    finally:
        lock.release()


@dataclass(frozen=True, slots=True)
class KeptSegment:
    """A segment that stays as it is, and what the next manifest tells of it."""

    stored: StoredSegment
    told: Segment


def write_index(
    folder: Path, recipe: Recipe, content: IndexContent | None, kept: Sequence[KeptSegment] = ()
) -> Manifest:
    """Make `content`, as a new segment, together with the segments `kept` the index in `folder`.

    The caller holds `writer_lock(folder)`. Records that come from an index are not read back again. Whatever happens,
    the folder holds the old index or the new one. Raises StoredIndexError where it cannot be written or is not there as
    it was written, ValueError for content whose parts do not fit together.
    """
    manifest = write_segment(folder, recipe, content, kept)
    publish(folder, manifest)
    return manifest


def write_segment(
    folder: Path, recipe: Recipe, content: IndexContent | None, kept: Sequence[KeptSegment] = ()
) -> Manifest:
    """The manifest of the index that `content` and the segments `kept` would make; the new segment is written.

    Until it is published, the index is what it was. The rest as in `write_index`.
    """
    staging = folder / _STAGING
    try:
        shutil.rmtree(staging, ignore_errors=True)
        added = None
        if content is not None:
            added = _write_content(staging, content)
            _publish_segment(folder, staging, added)
            _check_segment(folder, added, content)
        return _manifest(recipe, content, added, kept)
    except OSError as error:
        shutil.rmtree(staging, ignore_errors=True)
        raise _unwritable(folder, error) from error


@contextmanager
def published_or_removed(folder: Path) -> Iterator[None]:
    """Have no segment in `folder` that was not there before, where what is done within fails."""
    before = set(_segments_in(folder))
    try:
        yield
    except BaseException:
        for name in set(_segments_in(folder)) - before:
            shutil.rmtree(folder / name, ignore_errors=True)
        raise


def _segments_in(folder: Path) -> Iterator[str]:
    return (path.name for path in folder.iterdir() if is_segment(path.name) and path.is_dir())


def publish(folder: Path, manifest: Manifest) -> None:
    """Make the index in `folder` the one of this manifest, whose segments are there. Raises StoredIndexError."""
    try:
        _replace_manifest(folder, manifest)
    except OSError as error:
        raise _unwritable(folder, error) from error
    _remove_leftovers(folder, manifest)


def remove_leftovers(folder: Path) -> None:
    """Remove what killed runs left beside the index in `folder`: nothing where it is being written, or cannot be."""
    try:
        manifest = read_manifest(folder)
        if _leftovers(folder, manifest):
            with FileLock(folder / _LOCK, timeout=0):
                _remove_leftovers(folder, read_manifest(folder))
    except (OSError, StoredIndexError):  # Timeout is an OSError
        pass


def _write_content(place: Path, content: IndexContent) -> Segment:
    """All files of a segment, flushed to the disk; what is told of them is what was meant to be written."""
    # Read once, for several tables are made of them: more than are remembered would be read again for each.
    pages, articles = tuple(content.pages), tuple(content.articles)
    columns = _columns(content, pages, articles)
    place.mkdir()
    (place / segments.TERMS).mkdir()
    files: dict[str, StoredFile] = {}
    for name, raw in _files(content, columns, pages, articles):
        write_flushed(place / name, raw)
        files[name] = StoredFile(hashlib.sha256(raw).hexdigest(), len(raw), checksum_of(raw))
    for path in (place / segments.TERMS, place):
        flush(path)
    keys = np.concatenate([content.passage_keys, content.sentence_keys])
    counts = {
        "pages": len(columns.pages),
        "articles": len(columns.pieces),
        "passages": len(columns.passage_pieces),
        "sentences": int(columns.sentences.sum()),
        "texts": len({key.tobytes() for key in keys}),
    }
    return Segment(dict(sorted(files.items())), counts)


def _columns(content: IndexContent, pages: Sequence[Page], articles: Sequence[Piece]) -> Columns:
    """The columns of the content, whose pages and pieces these are.

    Raises ValueError where its parts do not fit together.
    """
    try:
        columns = Columns.of(pages, articles, content.passages, content.loose)
    except KeyError as error:
        raise ValueError(f"{error} does not fit the rest of the index") from error
    passages, sentences = len(columns.passage_pieces), int(columns.sentences.sum())
    by_name = {page.name: page.lines for page in new_of(content.pages)}

    def lines(name: str) -> Sequence[str]:
        return by_name.get(name, ())

    fits = {
        segments.ARTICLES: all(
            stands(piece.source, lines_named(piece), lines)
            for piece in new_of(content.articles)
            if piece.source in by_name
        ),
        segments.PASSAGES: all(
            is_printed(passage, lines)
            for passage in new_of(content.passages)
            if {part.source for sentence in passage.sentences for part in sentence.fragments} <= by_name.keys()
        ),
        segments.PASSAGE_VECTORS: len(content.passage_vectors) == passages,
        segments.SENTENCE_VECTORS: len(content.sentence_vectors) == sentences,
        segments.PASSAGE_KEYS: content.passage_keys.shape == (passages, 32),
        segments.SENTENCE_KEYS: content.sentence_keys.shape == (sentences, 32),
        segments.TERMS: len(content.terms) == passages,
    }
    wrong = next((name for name, fit in fits.items() if not fit), None)
    if wrong is not None:
        raise ValueError(f"{wrong} does not fit the rest of the index")
    return columns


def _files(
    content: IndexContent, columns: Columns, pages: Sequence[Page], articles: Sequence[Piece]
) -> Iterator[tuple[str, bytes]]:
    """Every file of a segment with its bytes, one after the other: together they may be large."""
    for names, (lines, starts) in (
        ((segments.PAGES, segments.PAGE_STARTS), lines_and_starts(content.pages)),
        ((segments.ARTICLES, segments.ARTICLE_STARTS), lines_and_starts(content.articles)),
        ((segments.PASSAGES, segments.PASSAGE_STARTS), lines_and_starts(content.passages)),
    ):
        yield names[0], lines
        yield names[1], array_bytes(starts)
    yield segments.COLUMNS, columns.to_bytes()
    page_facets, piece_facets = PageFacets.of(pages), PieceFacets.of(articles, pages)
    yield segments.FACETS, values_bytes(page_facets, piece_facets)
    yield segments.PAGE_FACETS, array_bytes(numbers_of_values(page_facets))
    yield segments.PIECE_FACETS, array_bytes(numbers_of_values(piece_facets))
    for names, texts in (
        ((segments.TITLES, segments.TITLE_STARTS), (folded(piece.title) for piece in articles)),
        ((segments.BODIES, segments.BODY_STARTS), (folded(piece.text) for piece in articles)),
        ((segments.NAMED_DAYS, segments.NAMED_DAY_STARTS), map(named_days, articles)),
    ):
        raw, starts = texts_and_starts(texts)
        yield names[0], raw
        yield names[1], array_bytes(starts)
    yield segments.PASSAGE_VECTORS, flat_bytes(content.passage_vectors.vectors)
    if len(content.passage_vectors) >= LEAST:
        yield segments.NEIGHBOURS, neighbour_bytes(content.passage_vectors.vectors)
    yield segments.SENTENCE_VECTORS, flat_bytes(content.sentence_vectors.vectors)
    yield segments.PASSAGE_KEYS, array_bytes(content.passage_keys)
    yield segments.SENTENCE_KEYS, array_bytes(content.sentence_keys)
    yield from ((f"{segments.TERMS}/{name}", raw) for name, raw in content.terms.to_files().items())
    yield segments.DICTIONARY, text_of(content.dictionary).encode("utf-8")


def named_days(piece: Piece) -> str:
    """The ISO dates that the lines of the piece name, each once, with the end of a line behind each."""
    return "".join(f"{date}\n" for date in dict.fromkeys(mention.date for mention in piece.mentions))


def _manifest(
    recipe: Recipe, content: IndexContent | None, added: Segment | None, kept: Sequence[KeptSegment]
) -> Manifest:
    """The manifest of the segments that are kept and the one that was added."""
    pages: dict[str, str] = {}
    counts = dict.fromkeys(("pages", "articles", "passages", "sentences"), 0)
    for one in kept:
        columns, live = one.stored.columns, one.stored.live_pages(one.told)
        pieces = live[columns.piece_pages]
        passages = pieces[columns.passage_pieces]
        pages |= {columns.pages[row]: columns.digests[row] for row in np.flatnonzero(live).tolist()}
        counts["pages"] += int(live.sum())
        counts["articles"] += int(pieces.sum())
        counts["passages"] += int(passages.sum())
        counts["sentences"] += int(columns.sentences[passages].sum())
    if added is not None and content is not None:
        pages |= {page.name: page.digest for page in content.pages}
        for name in counts:
            counts[name] += added.counts[name]
    told = [one.told for one in kept] + ([added] if added else [])
    dimensions = content.passage_vectors.dimensions if content else kept[0].stored.passage_vectors.shape[1]
    return Manifest(recipe, dimensions, pages, counts, tuple(told))


def _publish_segment(folder: Path, staging: Path, segment: Segment) -> None:
    """Give the staging folder its name, unless the same content lies there already, whole."""
    place = folder / segment.name
    if place.exists():
        try:
            check_segment(folder, segment)
        except IndexDamaged:
            shutil.rmtree(place)
        else:
            shutil.rmtree(staging)
            return
    staging.rename(place)


def _check_segment(folder: Path, segment: Segment, content: IndexContent) -> None:
    """Read the files, which are to be as they were meant, and the records as they were written.

    Raises StoredIndexError, the segment then gone, where that fails.
    """
    try:
        check_segment(folder, segment)
        unreadable = _unreadable_file(content)
        if unreadable:
            raise IndexDamaged("index-damaged", path=folder, reason=unreadable)
    except IndexDamaged as error:
        shutil.rmtree(folder / segment.name, ignore_errors=True)
        raise StoredIndexError("index-not-as-written", path=folder, reason=error.values["reason"]) from error


def _unreadable_file(content: IndexContent) -> str:
    """The first file of records whose lines say something else than was meant, "" where there is none."""
    read = {
        segments.PAGES: all(reads_back(page, page_of) for page in new_of(content.pages)),
        segments.ARTICLES: all(reads_back(piece, article_of) for piece in new_of(content.articles)),
        segments.PASSAGES: all(reads_back(one, passage_of) for one in new_of(content.passages)),
    }
    return next((name for name, is_read in read.items() if not is_read), "")


def _replace_manifest(folder: Path, manifest: Manifest) -> None:
    """The step that makes the new generation the index; where it fails after all, the old one is that again."""
    path, raw = folder / MANIFEST, manifest.to_json()
    before = path.read_bytes() if path.is_file() else None
    _put_manifest(folder, raw)
    try:
        flush(folder)
    except OSError:
        if before is None:
            path.unlink()
        elif before != raw:
            _put_manifest(folder, before)
        raise


def _put_manifest(folder: Path, raw: bytes) -> None:
    new = folder / _NEW_MANIFEST
    write_checked(new, raw)
    flush(folder)
    os.replace(new, folder / MANIFEST)


def _leftovers(folder: Path, manifest: Manifest) -> list[Path]:
    """What an index writes and nobody needs beside the one that `manifest` describes."""
    needed = {segment.name for segment in manifest.segments}
    return [
        path
        for path in folder.iterdir()
        if path.name in (_STAGING, _NEW_MANIFEST)
        or (path.is_dir() and is_segment(path.name) and path.name not in needed)
    ]


def _remove_leftovers(folder: Path, manifest: Manifest) -> None:
    """Remove what earlier builds left; what cannot be removed now is left to the next run."""
    for path in _leftovers(folder, manifest):
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            with suppress(OSError):
                path.unlink()


def _unwritable(folder: Path, error: OSError) -> StoredIndexError:
    return StoredIndexError("index-unwritable", path=folder, reason=error.strerror or error)
