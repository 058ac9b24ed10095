"""A file or a folder -> Pages: their names and their lines. What a page says is left to the splitter.

A .txt file is a raw page; the forms that keep articles apart are read in `formats`. Which files of a folder are pages
is told in `walking`.
"""

import functools
import hashlib
import os
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from rag.errors import Notice, PageError, SourceError
from rag.pages.formats import PLAIN, reader_of
from rag.pages.formats.document import Document
from rag.pages.isolation.process import DocumentProcess
from rag.pages.walking import find_files
from rag.parsing import whole_text
from rag.progress import Progress, Waiting, patient, silent
from rag.records import Page
from rag.settings import Settings
from rag.text.decoding import decoded_lines, lost_lines

MOST_LINES: Final = 30_000
"""Lines with text in a raw page: a wrapped one has two thousand, and splitting more would take many seconds."""

UNSTOPPED_CHARACTERS: Final = 80
"""Characters from which lines without a single stop are text as older papers print it, and not some headings."""


def read_pages(
    path: Path,
    settings: Settings,
    progress: Progress = silent,
    *,
    empty: bool = False,
    known: Collection[str] = (),
) -> tuple[list[Page], list[PageError]]:
    """All usable pages of `path` in order of their names, and one error for each file or folder that is not usable.

    Those of the names `known` are usable and not read again.

    `path` is a file or a folder; a page in a folder is called by its path from there. What else lies in a folder is
    told by `passed_over`. `progress` is told before each file and several times a second while it is read; what it
    raises ends the reading. Raises SourceError where the path is missing, holds no page, or no file of it can be used;
    with `empty`, such a folder gives no page instead.
    """
    empty = empty and path.is_dir()
    skipped: list[PageError] = []
    if path.is_dir():
        found = find_files(path)
        files, passed = found.pages, found.notices
        skipped += found.problems
    elif path.is_file():
        files, passed = (path.name,), ()
    else:
        raise SourceError("source-missing", path=path)
    if not files and not skipped and not empty:
        raise (
            SourceError("source-none-read", path=path, reason=passed[0])
            if passed
            else SourceError("source-empty", path=path)
        )
    pages: list[Page] = []
    with DocumentProcess(settings.document_seconds) as documents:
        for done, name in enumerate(files):
            told = functools.partial(progress, "progress-read", done, len(files))
            told()
            if name in known:
                continue
            try:
                pages.append(_read_as(name, path / name if path.is_dir() else path, settings, told, documents))
            except PageError as error:
                skipped.append(error)
    if not pages and not known and not empty:
        raise skipped[0] if len(skipped) == 1 else SourceError("source-unusable", path=path, reason=skipped[0])
    return pages, skipped


def notices_of(pages: Iterable[Page]) -> tuple[PageError, ...]:
    """What of the pages' files could not be read, page after page."""
    return tuple(notice for page in pages for notice in page.notices if isinstance(notice, PageError))


def _lost(name: str, lines: Sequence[str]) -> list[PageError]:
    """A notice where characters of a page could not be read; it is used all the same."""
    lost = lost_lines(lines)
    key = "page-characters-lost" if len(lost) == 1 else "page-many-characters-lost"
    return [PageError(key, name=name, line=lost[0], count=len(lost))] if lost else []


def passed_over(path: Path, digests: Mapping[str, str]) -> tuple[Notice, ...]:
    """What a person should be told of the folder `path` and its pages although nothing failed.

    `digests` are those of the pages by their names, in order. These are files that were passed over and pages that say
    the same. Raises SourceError as `find_files`.
    """
    passed = find_files(path).notices if path.is_dir() else ()
    first: dict[str, str] = {}
    doubles = [(name, first[digest]) for name, digest in digests.items() if first.setdefault(digest, name) != name]
    if not doubles:
        return passed
    name, other = doubles[0]
    key = "pages-double" if len(doubles) == 1 else "pages-doubles"
    return (*passed, Notice(key, name=name, other=other, count=len(doubles)))


def _read_as(name: str, file: Path, settings: Settings, waiting: Waiting, documents: DocumentProcess) -> Page:
    """The page in `file` under the name `name`, which its errors tell too.

    Raises PageError as `read_page`, and where the name is no text: nothing that shows it to a browser could.
    """
    if whole_text(name) != name:  # on the disk it is not UTF-8
        raise PageError("page-misnamed", name=os.fsencode(name).decode("gb18030", "replace"))
    try:
        page = read_page(file, settings, waiting, documents)
    except PageError as error:
        raise _renamed(error, name) from error
    return replace(page, name=name, notices=tuple(_renamed(notice, name) for notice in notices_of([page])))


def _renamed(error: PageError, name: str) -> PageError:
    return PageError(error.key, **{**error.values, "name": name})


def read_page(
    file: Path, settings: Settings, waiting: Waiting = patient, documents: DocumentProcess | None = None
) -> Page:
    """One page. Raises PageError where the file is unreadable, damaged, empty, too large, or holds nothing to search.

    A file of an unknown form is taken as a raw page. What is more than plain text is read by `documents`, a process of
    its own where none is given, and what `waiting` raises meanwhile ends that.
    """
    reader = reader_of(file)
    raw = _content(file, settings.document_megabytes if reader else settings.page_megabytes)
    if not raw.strip():
        raise PageError("page-empty", name=file.name)
    if not reader:
        document = Document(tuple(decoded_lines(raw, file.name)))
    elif file.suffix.lower() in PLAIN and len(raw) <= settings.page_megabytes * 1e6:
        document = reader(file.name, raw)  # as harmless as a raw page, and sooner done than asked for
    elif documents:
        document = documents.read(file.name, raw, waiting)
    else:
        with DocumentProcess(settings.document_seconds) as alone:
            document = alone.read(file.name, raw, waiting)
    if not any(line.strip() for line in document.lines):
        raise PageError("page-empty", name=file.name)
    if not document.sections and (count := sum(not line.isspace() for line in document.lines if line)) > MOST_LINES:
        raise PageError("page-too-many-lines", name=file.name, count=count, limit=MOST_LINES)
    if not _holds_text(document):
        raise PageError("page-no-sentence", name=file.name)
    return Page(
        file.name,
        document.lines,
        hashlib.sha256(raw).hexdigest(),
        sections=document.sections,
        notices=(*document.notices, *_lost(file.name, document.lines)),
    )


def _content(file: Path, megabytes: float) -> bytes:
    """The bytes of `file`. Raises PageError where it cannot be read or has more than `megabytes`."""
    try:
        size = file.stat().st_size
        if size <= megabytes * 1e6:
            with file.open("rb") as opened:
                raw = opened.read(int(megabytes * 1e6) + 1)
            size = max(size, len(raw))  # some files give more than they tell
    except OSError as error:
        raise PageError("page-unreadable", name=file.name, reason=error.strerror or error) from error
    if size > megabytes * 1e6:
        raise PageError("page-too-large", name=file.name, megabytes=size / 1e6, limit=megabytes)
    return raw


def _holds_text(document: Document) -> bool:
    """Whether there is something to search: a sentence, an article with more than its title, or text without stops."""
    if document.sections:
        return any(
            number not in section.title_lines and document.lines[number - 1].strip()
            for section in document.sections
            for first, last in section.spans
            for number in range(first, last + 1)
        )
    return (
        any(_holds_sentence(line) for line in document.lines)
        or sum(len(line.strip()) for line in document.lines) >= UNSTOPPED_CHARACTERS
    )


def _holds_sentence(line: str) -> bool:
    """Whether the line holds something to search: a sentence end, or a run longer than any headline."""
    return bool(re.search(r"[。!?！？;；…]", line)) or len(line.strip()) > 40
