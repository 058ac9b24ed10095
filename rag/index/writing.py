"""Writing an index whole or not at all.

A new generation is written into a staging folder, flushed to the disk, renamed to the name that its content gives,
and becomes the index when `manifest.json` is replaced, which the file system does in one step. Until then the old
generation stays as it is; whatever a crash leaves is removed by the next build. Only names that an index writes are
ever touched in the folder.
"""

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import numpy as np
from filelock import FileLock, Timeout

from rag.errors import IndexBusy, IndexDamaged, StoredIndexError
from rag.index import saved
from rag.index.codec import write_lines
from rag.index.dictionary import text_of
from rag.index.manifest import MANIFEST, Manifest, Recipe, StoredFile, is_generation
from rag.index.saved import IndexContent, check_files, count_content, inconsistent_file

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


def write_index(folder: Path, recipe: Recipe, content: IndexContent) -> Manifest:
    """Make `content` the index in `folder`. The caller holds `writer_lock(folder)`.

    Whatever happens, the folder holds the old index or the new one. Raises StoredIndexError where it cannot be
    written, ValueError for content whose parts do not fit together.
    """
    staging = folder / _STAGING
    try:
        shutil.rmtree(staging, ignore_errors=True)
        _write_content(staging, content)
        manifest = _describe(recipe, content, staging)
        _publish_generation(folder, staging, manifest)
        _replace_manifest(folder, manifest)
    except OSError as error:
        shutil.rmtree(staging, ignore_errors=True)
        raise _unwritable(folder, error) from error
    _remove_other_generations(folder, manifest)
    return manifest


def _write_content(place: Path, content: IndexContent) -> None:
    """All files of a generation, flushed to the disk."""
    place.mkdir()
    write_lines(place / saved.PAGES, content.pages)
    write_lines(place / saved.ARTICLES, content.articles)
    write_lines(place / saved.PASSAGES, content.passages)
    content.passage_vectors.save(place / saved.PASSAGE_VECTORS)
    content.sentence_vectors.save(place / saved.SENTENCE_VECTORS)
    np.save(place / saved.PASSAGE_KEYS, content.passage_keys, allow_pickle=False)
    np.save(place / saved.SENTENCE_KEYS, content.sentence_keys, allow_pickle=False)
    content.terms.save(place / saved.TERMS)
    (place / saved.DICTIONARY).write_bytes(text_of(content.dictionary).encode("utf-8"))
    for path in (*place.rglob("*"), place):
        _flush(path)


def _describe(recipe: Recipe, content: IndexContent, place: Path) -> Manifest:
    """The manifest for `content`, whose files lie in `place`."""
    manifest = Manifest(
        recipe=recipe,
        dimensions=content.passage_vectors.dimensions,
        pages={page.name: page.digest for page in content.pages},
        counts=count_content(content),
        files={name: _described(place / name) for name in sorted(saved.FILES)},
    )
    wrong = inconsistent_file(content, manifest)
    if wrong is not None:
        raise ValueError(f"{wrong} does not fit the rest of the index")
    return manifest


def _described(file: Path) -> StoredFile:
    content = file.read_bytes()
    return StoredFile(hashlib.sha256(content).hexdigest(), len(content))


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


def _replace_manifest(folder: Path, manifest: Manifest) -> None:
    """The step that makes the new generation the index."""
    new = folder / _NEW_MANIFEST
    new.write_bytes(manifest.to_json())
    _flush(new)
    _flush(folder)
    os.replace(new, folder / MANIFEST)
    _flush(folder)


def _remove_other_generations(folder: Path, manifest: Manifest) -> None:
    """Remove what earlier builds left; a folder that cannot be removed now is left to the next build."""
    for path in folder.iterdir():
        if path.is_dir() and is_generation(path.name) and path.name != manifest.generation:
            shutil.rmtree(path, ignore_errors=True)


def _flush(path: Path) -> None:
    """Have the disk hold what was written to `path`; a folder can be opened for that on POSIX systems only."""
    if path.is_dir() and os.name != "posix":
        return
    descriptor = os.open(path, os.O_RDONLY if os.name == "posix" else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _unwritable(folder: Path, error: OSError) -> StoredIndexError:
    return StoredIndexError("index-unwritable", path=folder, reason=error.strerror or error)
