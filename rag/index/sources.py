"""The files that an index was made of, so that a later build reads those alone that are new or were changed.

A file is the one that was read where its size and its time are the same, or else its content; git tells changed files
in the same way. One that was written in the seconds before it was read is never told by its time, for it may be written
again within the same tick of a clock. What is kept lies beside the manifest and is of this machine alone; without it,
and wherever it does not fit, files are read. Left out: reading pages (see `rag.pages`).
"""

import contextlib
import hashlib
import json
import os
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from rag.articles import with_issues
from rag.errors import PageError, SourceError
from rag.index.manifest import Recipe
from rag.pages.companions import folder_of
from rag.pages.folder import notices_of, read_pages
from rag.pages.sidecar import PageTable, page_tables, with_tables
from rag.pages.walking import find_files
from rag.progress import Progress
from rag.records import Page
from rag.settings import Settings
from rag.storage.files import replace_file

NAME: Final = ".sources.json"
"""In the folder of the index."""

_SETTLED: Final = 2 * 10**9
"""Nanoseconds after which a file's time tells it: FAT counts two seconds as one."""

_AT_ONCE: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class _Seen:
    """A file as it was read: its size, its time, its SHA-256, that of what sidecars say of it, and its page's digest.

    `notices` are what was said of it when it was read: keys of the wording with their values.
    """

    size: int
    time: int
    sha256: str
    told: str
    digest: str
    notices: tuple[tuple[str, dict[str, Any]], ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """The pages of a folder as they are now.

    `digests` are those of all pages by their names, in order. `read` are the pages that were read: all but those that
    the index holds as they are. `skipped` and `notices` say what could not be read of which file.
    """

    digests: Mapping[str, str]
    read: Sequence[Page]
    skipped: Sequence[PageError]
    notices: tuple[PageError, ...]
    _seen: Mapping[str, _Seen]
    _key: str

    def keep(self, folder: Path) -> None:
        """Keep what the next build needs to tell which files changed, in the index's folder; where it can be kept."""
        kept = {
            name: (one.size, one.time, one.sha256, one.told, one.digest, one.notices)
            for name, one in self._seen.items()
        }
        with contextlib.suppress(OSError, TypeError, ValueError):  # it is not needed
            replace_file(folder / NAME, json.dumps({"key": self._key, "files": kept}).encode())


def look(
    source: Path,
    folder: Path,
    held: Mapping[str, str],
    settings: Settings,
    recipe: Recipe,
    progress: Progress,
    *,
    empty: bool,
) -> Source:
    """The pages in `source`, mended as the sidecars say and with their issues.

    `held` are the digests of the pages of the index in `folder`, which are not read again where their files and what is
    told of them are the same. Raises SourceError as `read_pages` and `page_tables`.
    """
    key = _key(source, settings, recipe)
    now = time.time_ns()
    seen = _unchanged(source, {n: one for n, one in _kept(folder, key).items() if held.get(n) == one.digest})
    pages, skipped = read_pages(source, settings, progress, empty=empty, known=seen.keys())
    files = _files(source)
    usable = {*seen, *(page.name for page in pages)}
    tables = page_tables([name for name in files if name in usable], source)
    retold = [name for name, one in seen.items() if one.told != _told(tables.get(name))]
    if retold:
        seen = {name: one for name, one in seen.items() if name not in set(retold)}
        pages, skipped = read_pages(source, settings, progress, empty=empty, known=seen.keys())
    read = {page.name: page for page in with_issues(with_tables(pages, tables), source)}
    digests = {
        name: read[name].digest if name in read else seen[name].digest for name in files if name in read or name in seen
    }
    notices = tuple(
        notice
        for name in digests
        for notice in (
            notices_of([read[name]])
            if name in read
            else [PageError(key, **values) for key, values in seen[name].notices]
        )
    )
    return Source(digests, list(read.values()), skipped, notices, seen | _new(source, read, tables, now), key)


def _files(source: Path) -> Sequence[str]:
    return find_files(source).pages if source.is_dir() else (source.name,)


def _path(source: Path, name: str) -> Path:
    return source / name if source.is_dir() else source


def _key(source: Path, settings: Settings, recipe: Recipe) -> str:
    """What else a page depends on than its file and sidecars: where it lies, how files are read."""
    place = folder_of(source).resolve().as_posix()
    told = json.dumps([place, asdict(settings), asdict(recipe)], sort_keys=True, default=str)
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()


def _told(table: PageTable | None) -> str:
    if table is None:
        return ""
    written = json.dumps(table.table, sort_keys=True, default=str)  # TOML has days of its own
    return hashlib.sha256(written.encode()).hexdigest()


def _kept(folder: Path, key: str) -> dict[str, _Seen]:
    """The files as they were kept; nothing where there is nothing whole, or it is of other circumstances."""
    try:
        told = json.loads((folder / NAME).read_bytes())
        if told["key"] != key:
            return {}
        seen = {
            name: _Seen(size, stamp, sha256, table, digest, tuple((text, values) for text, values in notices))
            for name, (size, stamp, sha256, table, digest, notices) in told["files"].items()
        }
        return {name: one for name, one in seen.items() if _is_whole(one)}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError, MemoryError):
        return {}


def _is_whole(one: _Seen) -> bool:
    texts = (one.sha256, one.told, one.digest, *(key for key, _ in one.notices))
    maps = all(isinstance(values, dict) for _, values in one.notices)
    return maps and all(isinstance(text, str) for text in texts) and type(one.size) is int and type(one.time) is int


def _unchanged(source: Path, kept: Mapping[str, _Seen]) -> dict[str, _Seen]:
    """Those of the files that are still what was read."""
    found: dict[str, _Seen] = {}
    there = set(_files(source)) if kept and source.exists() else set()
    root = str(source) if source.is_dir() else str(source.parent)
    for name, one in kept.items():
        if name not in there:
            continue
        try:
            stat = os.stat(os.path.join(root, name))
            same = stat.st_size == one.size and (
                stat.st_mtime_ns == one.time or _sha256(_path(source, name)) == one.sha256
            )
        except (OSError, SourceError):
            continue
        if same:
            found[name] = one
    return found


def _new(source: Path, read: Mapping[str, Page], tables: Mapping[str, PageTable], now: int) -> dict[str, _Seen]:
    """What is to be kept of the pages that were read, where their time tells them."""
    found: dict[str, _Seen] = {}
    for name, page in read.items():
        path = _path(source, name)
        try:
            stat, digest = path.stat(), _sha256(path)
        except OSError:
            continue
        notices = tuple((notice.key, dict(notice.values)) for notice in notices_of([page]))
        if now - stat.st_mtime_ns > _SETTLED and _is_plain(value for _, values in notices for value in values.values()):
            found[name] = _Seen(stat.st_size, stat.st_mtime_ns, digest, _told(tables.get(name)), page.digest, notices)
    return found


def _is_plain(values: Iterable[object]) -> bool:
    """Whether the values come back from JSON as they were."""
    return all(isinstance(value, str | int | float) for value in values)


def _sha256(path: Path) -> str:
    """The SHA-256 of a file in hexadecimal. Raises OSError."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while content := file.read(_AT_ONCE):
            digest.update(content)
    return digest.hexdigest()
