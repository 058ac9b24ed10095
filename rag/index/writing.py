"""Writing an index whole or not at all.

A new generation is written into a staging folder, flushed to the disk, renamed to the name that its content gives,
read back and compared with what was meant, and becomes the index when `manifest.json` is replaced, which the file
system does in one step. Until then the old generation stays as it is; whatever a crash leaves is removed by the next
run. Only names that an index writes are ever touched in the folder.
"""

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from rag.errors import IndexBusy, IndexDamaged, StoredIndexError
from rag.index import saved
from rag.index.codec import article_of, lines_of, page_of, passage_of, reads_back
from rag.index.manifest import MANIFEST, Manifest, Recipe, StoredFile, is_generation
from rag.index.saved import (
    IndexContent,
    check_files,
    count_content,
    inconsistent_file,
    read_manifest,
)
from rag.index.term_index import array_bytes
from rag.pages.dictionary import text_of
from rag.storage.files import flush, write_checked, write_flushed

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


def write_index(folder: Path, recipe: Recipe, content: IndexContent, former: IndexContent | None = None) -> Manifest:
    """Make `content` the index in `folder`. The caller holds `writer_lock(folder)`.

    Records that are the very ones of `former` came from an index, and are not read back again. Whatever happens, the
    folder holds the old index or the new one. Raises StoredIndexError where it cannot be written or is not there as it
    was written, ValueError for content whose parts do not fit together.
    """
    staging = folder / _STAGING
    try:
        shutil.rmtree(staging, ignore_errors=True)
        manifest = _write_content(staging, recipe, content)
        _publish_generation(folder, staging, manifest)
        _check_generation(folder, manifest, content, former)
        _replace_manifest(folder, manifest)
    except OSError as error:
        shutil.rmtree(staging, ignore_errors=True)
        raise _unwritable(folder, error) from error
    _remove_leftovers(folder, manifest)
    return manifest


def remove_leftovers(folder: Path) -> None:
    """Remove what killed runs left beside the index in `folder`: nothing where it is being written, or cannot be."""
    try:
        manifest = read_manifest(folder)
        if _leftovers(folder, manifest):
            with FileLock(folder / _LOCK, timeout=0):
                _remove_leftovers(folder, read_manifest(folder))
    except (OSError, StoredIndexError):  # Timeout is an OSError
        pass


def _write_content(place: Path, recipe: Recipe, content: IndexContent) -> Manifest:
    """All files of a generation, flushed to the disk; their manifest tells what was meant to be written."""
    place.mkdir()
    (place / saved.TERMS).mkdir()
    files: dict[str, StoredFile] = {}
    for name, raw in _files(content):
        write_flushed(place / name, raw)
        files[name] = StoredFile(hashlib.sha256(raw).hexdigest(), len(raw))
    for path in (place / saved.TERMS, place):
        flush(path)
    return _described(recipe, content, files)


def _files(content: IndexContent) -> Iterator[tuple[str, bytes]]:
    """Every file of a generation with its bytes, one after the other: together they may be large."""
    yield saved.PAGES, lines_of(content.pages)
    yield saved.ARTICLES, lines_of(content.articles)
    yield saved.PASSAGES, lines_of(content.passages)
    yield saved.PASSAGE_VECTORS, content.passage_vectors.to_bytes()
    yield saved.SENTENCE_VECTORS, content.sentence_vectors.to_bytes()
    yield saved.PASSAGE_KEYS, array_bytes(content.passage_keys)
    yield saved.SENTENCE_KEYS, array_bytes(content.sentence_keys)
    yield from ((f"{saved.TERMS}/{name}", raw) for name, raw in content.terms.to_files().items())
    yield saved.DICTIONARY, text_of(content.dictionary).encode("utf-8")


def _described(recipe: Recipe, content: IndexContent, files: dict[str, StoredFile]) -> Manifest:
    """The manifest for `content`, stored in these files."""
    manifest = Manifest(
        recipe=recipe,
        dimensions=content.passage_vectors.dimensions,
        pages={page.name: page.digest for page in content.pages},
        counts=count_content(content),
        files=dict(sorted(files.items())),
    )
    wrong = inconsistent_file(content, manifest)
    if wrong is not None:
        raise ValueError(f"{wrong} does not fit the rest of the index")
    return manifest


def _publish_generation(folder: Path, staging: Path, manifest: Manifest) -> None:
    """Give the staging folder its name, unless the same content lies there already, whole."""
    place = folder / manifest.generation
    if place.exists():
        try:
            check_files(folder, manifest)
        except IndexDamaged:
            shutil.rmtree(place)
        else:
            shutil.rmtree(staging)
            return
    staging.rename(place)


def _check_generation(folder: Path, manifest: Manifest, content: IndexContent, former: IndexContent | None) -> None:
    """Read the files, which are to be as they were meant, and the records as they were written.

    Raises StoredIndexError, the generation then gone, where that fails.
    """
    try:
        check_files(folder, manifest)
        unreadable = _unreadable_file(content, former)
        if unreadable:
            raise IndexDamaged("index-damaged", path=folder, reason=unreadable)
    except IndexDamaged as error:
        shutil.rmtree(folder / manifest.generation, ignore_errors=True)
        raise StoredIndexError("index-not-as-written", path=folder, reason=error.values["reason"]) from error


def _unreadable_file(content: IndexContent, former: IndexContent | None) -> str:
    """The first file of records whose lines say something else than was meant, "" where there is none."""
    known = {id(record) for record in (*former.pages, *former.articles, *former.passages)} if former else set()
    read = {
        saved.PAGES: all(reads_back(page, page_of) for page in content.pages if id(page) not in known),
        saved.ARTICLES: all(reads_back(piece, article_of) for piece in content.articles if id(piece) not in known),
        saved.PASSAGES: all(reads_back(one, passage_of) for one in content.passages if id(one) not in known),
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
    return [
        path
        for path in folder.iterdir()
        if path.name in (_STAGING, _NEW_MANIFEST)
        or (path.is_dir() and is_generation(path.name) and path.name != manifest.generation)
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
