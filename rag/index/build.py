"""Pages -> a saved index, doing again only what changed.

The build is one function of named steps. Whether anything changed is told by the pages' digests (which cover the
sidecar), the user's dictionary, and the recipe (encoder, settings, versions). What is new is written as a segment of
its own beside those that hold the rest; their files are neither read nor written again.
"""

import hashlib
import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np

from rag.errors import IndexDamaged, Notice, PageError, SourceError, StoredIndexError
from rag.index.encoding import Encoded, known_vectors, vectors_of_former_format
from rag.index.kept_vectors import KeptVectors, discard_kept, holds_kept
from rag.index.manifest import Manifest, Recipe
from rag.index.parts import Parts
from rag.index.recipe import current_recipe
from rag.index.reuse import SegmentPassages, chosen, cut_segment, terms_of, vectors_of
from rag.index.revision import NEW, Revision, revise
from rag.index.saved import IndexContent, SavedIndex, check_files, read_manifest, read_segments, written_at
from rag.index.segments import DICTIONARY, StoredSegment, check_segment
from rag.index.sources import Source, look
from rag.index.splitting import split_pages
from rag.index.term_index import TermIndex
from rag.index.unfinished import settle
from rag.index.vector_index import VectorIndex, Vectors
from rag.index.writing import publish, published_or_removed, remove_leftovers, write_segment, writer_lock
from rag.models.encoder import Encoder
from rag.pages.dictionary import read_dictionary, text_of
from rag.pages.folder import passed_over
from rag.passages import cut_passages
from rag.progress import Progress, silent
from rag.records import Page
from rag.settings import Settings
from rag.text.terms import Terms

PAGES_AT_ONCE: Final = 2_000
"""Of a large build, which makes a segment of so many: of 10,000 pages at once, all that is made of them takes 3 GB."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did. `pages` are those with at least one passage; `skipped` says why each other file is not one.

    `encoded` and `reused` count distinct texts. `changed` is False where the old index was kept as it is. `notices` say
    what of the pages' files could not be read, though they are pages; `passed` what was passed over in the folder and
    which pages say the same, neither of which is a failure.
    """

    pages: int
    articles: int
    passages: int
    sentences: int
    encoded: int
    reused: int
    skipped: tuple[PageError, ...]
    changed: bool
    notices: tuple[PageError, ...] = ()
    passed: tuple[Notice, ...] = ()


def build_index(
    source: Path,
    folder: Path,
    settings: Settings,
    encoder: Callable[[], Encoder] | Encoder,
    encoder_name: str,
    progress: Progress = silent,
    *,
    anew: bool = False,
    empty: bool = False,
) -> BuildReport:
    """Make the index in `folder` one of the pages in `source`; with `anew`, every vector is computed again.

    With `empty`, a folder may hold no page. What is encoded is kept in `folder` until the build is done: one that is
    stopped, by whatever `progress` raises too, goes on from there when it is made again.

    What killed runs left in either folder is settled first. `encoder` is called, if it is a callable, when there is a
    text to encode. An index in `folder` that is damaged or of another recipe is replaced; of one of another recipe or
    of a former format the vectors are taken over. Raises SourceError for pages that cannot be used, EncoderError from
    the encoder, IndexBusy, and StoredIndexError where the folder cannot be written; the old index is then as it was.
    """
    report = None
    while report is None:
        report = _built(source, folder, settings, encoder, encoder_name, progress, anew=anew, empty=empty)
    return report


def _built(
    source: Path,
    folder: Path,
    settings: Settings,
    encoder: Callable[[], Encoder] | Encoder,
    encoder_name: str,
    progress: Progress,
    *,
    anew: bool,
    empty: bool,
) -> BuildReport | None:
    """As `build_index`; None, with nothing done, where another process wrote the index while this one looked."""
    _settle(source, folder)
    recipe = current_recipe(settings, encoder_name)
    written = written_at(folder)
    old = _old_index(folder)
    former = old if old is not None and not anew and old.manifest.recipe == recipe else None
    found = look(source, folder, former.digests if former else {}, settings, recipe, progress, empty=empty)
    dictionary = read_dictionary(source)
    progress("progress-read", len(found.digests), len(found.digests))
    passed = passed_over(source, found.digests)
    same = former is not None and _describes(former.manifest, found, dictionary, recipe)
    if former is not None and same and _is_whole(folder, former):
        _tidy(folder)
        return _report(former, found, passed, None)

    with writer_lock(folder), published_or_removed(folder):
        if written_at(folder) != written:
            return None
        grown: _Grown | None = None
        if former is not None and not same:
            encoding = _Encoding(folder, encoder, encoder_name)
            with suppress(IndexDamaged):  # where what would be taken over of the index is
                grown = _grown(former, found, dictionary, settings, recipe, encoding, progress)
        if grown is None:  # there is no index of that recipe, or a part of it that is needed is damaged
            found = look(source, folder, {}, settings, recipe, progress, empty=empty) if former else found
            whole = old if old is not None and not anew and _is_whole(folder, old) else None
            encoding = _Encoding(
                folder,
                encoder,
                encoder_name,
                whole.segments if whole else (),
                anew=anew,
                former_format=old is None and not anew,
            )
            grown = _grown(None, found, dictionary, settings, recipe, encoding, progress)
        if not empty and not grown.index.manifest.counts["passages"] and not grown.index.manifest.segments[1:]:
            raise SourceError("source-unusable", path=source, reason=_without_passages(found.digests, ())[0])
        publish(folder, grown.index.manifest)
        found.keep(folder)
        discard_kept(folder)
        progress("progress-write", 1, 1)
    return _report(grown.index, found, passed, grown.encoded)


def is_current(source: Path, folder: Path, settings: Settings, encoder_name: str, *, empty: bool = False) -> bool:
    """Whether the index in `folder` is whole and a build would keep it. Raises SourceError as `build_index`.

    No model is loaded, and nothing is written where no killed run left anything to be settled.
    """
    _settle(source, folder)
    recipe = current_recipe(settings, encoder_name)
    old = _old_index(folder)
    held = old.digests if old is not None and old.manifest.recipe == recipe else {}
    found = look(source, folder, held, settings, recipe, silent, empty=empty)
    return (
        old is not None and _describes(old.manifest, found, read_dictionary(source), recipe) and _is_whole(folder, old)
    )


def _settle(source: Path, folder: Path) -> None:
    """Have both folders as they are between two runs, whatever a killed one left. Raises SourceError."""
    if source.is_dir():
        settle(source)
    remove_leftovers(folder)


def _tidy(folder: Path) -> None:
    """Remove what a build kept that was stopped, for nothing of it is needed any more, unless one goes on now."""
    if holds_kept(folder):
        with suppress(StoredIndexError), writer_lock(folder):
            discard_kept(folder)


def _old_index(folder: Path) -> SavedIndex | None:
    """The index in `folder` if there is one, whatever it was built with; its files are not held against checksums."""
    try:
        return read_segments(folder, read_manifest(folder), checked=False)
    except StoredIndexError:
        return None


def _is_whole(folder: Path, index: SavedIndex) -> bool:
    """Whether every file of the index is what was written."""
    try:
        check_files(folder, index.manifest)
    except StoredIndexError:
        return False
    return True


def _describes(manifest: Manifest, found: Source, dictionary: tuple[str, ...], recipe: Recipe) -> bool:
    """Whether an index with this manifest is what a build would write."""
    words = hashlib.sha256(text_of(dictionary).encode("utf-8")).hexdigest()
    return (
        manifest.recipe == recipe
        and dict(manifest.pages) == dict(found.digests)
        and all(segment.files[DICTIONARY].sha256 == words for segment in manifest.segments)
    )


@dataclass(frozen=True, slots=True)
class _Encoding:
    """What vectors are made with, and the `segments` whose vectors are known: none of an index that is made `anew`.

    With `former_format`, those of an index of a former format in `folder` are, too.
    """

    folder: Path
    encoder: Callable[[], Encoder] | Encoder
    name: str
    segments: Sequence[StoredSegment] = ()
    anew: bool = False
    former_format: bool = False

    def load(self) -> Encoder:
        return self.encoder() if callable(self.encoder) else self.encoder

    @property
    def kept(self) -> KeptVectors:
        """Where vectors are kept until the build is done, and those that one left which was stopped."""
        return KeptVectors(self.folder, self.name, anew=self.anew)

    def known(self, keys: Sequence[bytes]) -> Mapping[bytes, Vectors]:
        """The vectors that are known of these keys."""
        former = vectors_of_former_format(self.folder) if self.former_format else {}
        return former | known_vectors(self.segments, keys)


@dataclass(frozen=True, slots=True)
class _Grown:
    """An index whose segments are written and that is not published yet, and how many texts were encoded for it."""

    index: SavedIndex
    encoded: int


def _grown(
    former: SavedIndex | None,
    found: Source,
    dictionary: tuple[str, ...],
    settings: Settings,
    recipe: Recipe,
    encoding: _Encoding,
    progress: Progress,
) -> _Grown:
    """`former` with what was found, some pages after others, so that no more of them are in memory at once.

    Each part of the pages is a segment more. Raises IndexDamaged where what is taken over of `former` is.
    """
    read = [page for page in found.read if former is None or former.pages_by_name.get(page.name) != page]
    still = found.digests.keys() - {page.name for page in read}
    parts = [read[place : place + PAGES_AT_ONCE] for place in range(0, len(read), PAGES_AT_ONCE)] or [[]]
    telling = Parts(progress, [len(part) for part in parts], len(found.digests))
    index, encoded, segments = former, 0, encoding.segments
    for number, part in enumerate(parts):
        still |= {page.name for page in part}
        names = [name for name in found.digests if name in still]
        pages = {page.name: page for page in part}
        added = _added(pages, names, index, dictionary, settings, encoding, telling.next())
        if number == len(parts) - 1:
            progress("progress-write", 0, 1)
        kept = added.revision.kept
        content = added.content if added.revision.written or not kept else None
        manifest = write_segment(encoding.folder, recipe, content, kept)
        index = read_segments(encoding.folder, manifest, [one.stored for one in kept], checked=False)
        encoded += added.encoded.new
        encoding = replace(encoding, segments=(*segments, *index.segments))
    if index is None:
        raise AssertionError("there is a part at least")
    return _Grown(index, encoded)


@dataclass(frozen=True, slots=True)
class _Added:
    """The content of the new segment, which pages it holds and which segments stay, and what was encoded."""

    content: IndexContent
    revision: Revision
    encoded: Encoded


def _added(
    pages: Mapping[str, Page],
    names: Sequence[str],
    former: SavedIndex | None,
    dictionary: tuple[str, ...],
    settings: Settings,
    encoding: _Encoding,
    progress: Progress,
) -> _Added:
    """What makes `former` an index of the pages `names`, of which `pages` are new or were changed.

    Raises IndexDamaged where what is taken over of it is.
    """
    done = itertools.count(1)
    progress("progress-split", 0, len(pages))
    pieces = split_pages(list(pages.values()), lambda: progress("progress-split", next(done), len(pages)))
    recut = former is not None and former.dictionary != dictionary
    revision = revise(former, pages, pieces, names, everything=recut)
    for segment in revision.taken:
        check_segment(encoding.folder, segment.told)
    passages = cut_segment(revision, former, pages, lambda parts, on: cut_passages(parts, on, settings))
    terms = terms_of(passages, former, Terms(dictionary).cut, anew=recut)
    if former is not None:
        # those of the parts before are known already, and what is taken over is in them
        encoding = replace(encoding, segments=encoding.segments or revision.taken)
    vectors = vectors_of(
        passages,
        former,
        encoding.load,
        encoding.name,
        encoding.known,
        encoding.kept,
        settings.encoder_batch,
        progress,
    )
    content = _gathered(revision, former, pages, passages, vectors, terms, dictionary)
    return _Added(content, revision, vectors[0])


def _gathered(
    revision: Revision,
    former: SavedIndex | None,
    pages: Mapping[str, Page],
    passages: SegmentPassages,
    vectors: tuple[Encoded, Encoded],
    terms: TermIndex,
    dictionary: tuple[str, ...],
) -> IndexContent:
    """The parts as one; `vectors` are those of the passages and those of the sentences."""
    of_passages, of_sentences = vectors
    page_rows = [NEW if name in pages or former is None else former.page_rows[name] for name in revision.written]
    new_pages = [pages[name] for name in revision.written if name in pages]
    new_pieces = [part.piece for part in revision.parts if part.piece]
    return IndexContent(
        pages=chosen(former.pages if former else (), new_pages, np.array(page_rows, np.int64)),
        articles=chosen(
            former.articles if former else (), new_pieces, np.array([part.row for part in revision.parts], np.int64)
        ),
        passages=passages.chosen(former),
        passage_vectors=VectorIndex.build(of_passages.vectors),
        sentence_vectors=VectorIndex.build(of_sentences.vectors),
        passage_keys=of_passages.keys,
        sentence_keys=of_sentences.keys,
        terms=terms,
        dictionary=dictionary,
        loose=revision.loose,
    )


def _without_passages(names: Iterable[str], standing: Iterable[int]) -> list[PageError]:
    """One error for each page that has nothing to search; `standing` tells how many passages stand on each."""
    counts = itertools.chain(standing, itertools.repeat(0))
    return [PageError("page-no-sentence", name=name) for name, count in zip(names, counts) if not count]  # noqa: B905


def _report(index: SavedIndex, found: Source, passed: tuple[Notice, ...], encoded: int | None) -> BuildReport:
    """The report on `index`; `encoded` is None where it is the old index."""
    columns = index.columns
    missing = _without_passages(columns.pages, columns.standing.tolist())
    texts = sum(segment.counts["texts"] for segment in index.manifest.segments)
    return BuildReport(
        pages=len(columns.pages) - len(missing),
        articles=len(columns.pieces),
        passages=len(columns.passage_pieces),
        sentences=int(columns.sentences.sum()),
        encoded=encoded or 0,
        # a page that a later part writes again may have texts of its own no longer
        reused=max(0, texts - (encoded or 0)),
        skipped=(*found.skipped, *missing),
        changed=encoded is not None,
        notices=found.notices,
        passed=passed,
    )
