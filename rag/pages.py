"""A file or a folder -> Pages: which files are pages, and their lines. What a page says is left to the splitter.

A .txt file is a raw page; the forms that keep articles apart are read in `readers`.
"""

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from rag.errors import PageError, SourceError
from rag.readers import READERS, reader_of
from rag.readers.decoding import decode, decoded_lines, lost_lines
from rag.readers.document import Document
from rag.records import Page
from rag.settings import Settings

__all__ = ["DICTIONARY", "SUFFIXES", "decode", "names_page", "read_page", "read_pages"]

DICTIONARY: Final = "dictionary.txt"
"""The user's own words may lie among the pages under this name; it is not a page."""

SUFFIXES: Final = (".txt", *READERS)
"""How the names of pages end, in lower case."""

_NO_PAGES: Final = re.compile(r"dictionary\.txt|questions\.jsonl|(readme|licen[cs]e)(\.[\w-]+)*|[.~].*", re.IGNORECASE)
"""Names of what may lie beside pages: the user's words, example questions, a note, and files that programs hide."""


MOST_LINES: Final = 30_000
"""Lines with text in a raw page: a wrapped one has two thousand, and splitting more would take many seconds."""


UNSTOPPED_CHARACTERS: Final = 80
"""Characters from which lines without a single stop are text as older papers print it, and not some headings."""


def read_pages(path: Path, settings: Settings) -> tuple[list[Page], list[PageError]]:
    """All usable pages of `path` in order of their names, and one error for each file that is not usable.

    `path` is a file or a folder of them; in a folder, files of other forms are ignored. Raises SourceError where the
    path is missing, holds no page, or none of its files can be used.
    """
    if path.is_dir():
        files = sorted(file for file in path.iterdir() if names_page(file.name) and file.is_file())
    elif path.is_file():
        files = [path]
    else:
        raise SourceError("source-missing", path=path)
    if not files:
        raise SourceError("source-empty", path=path)
    pages: list[Page] = []
    skipped: list[PageError] = []
    for file in files:
        try:
            pages.append(read_page(file, settings))
        except PageError as error:
            skipped.append(error)
    if not pages:
        raise skipped[0] if len(skipped) == 1 else SourceError("source-unusable", path=path, reason=skipped[0])
    return pages, skipped


def notices_of(pages: Iterable[Page]) -> list[PageError]:
    """One notice for each page with a character that could not be read; such a page is used all the same."""
    lost = [(page.name, lost_lines(page.lines)) for page in pages]
    return [PageError("page-characters-lost" if len(lines) == 1 else "page-many-characters-lost", name=name,
                      line=lines[0], count=len(lines)) for name, lines in lost if lines]


def names_page(name: str) -> bool:
    """Whether a file of this name is taken as a page where it lies in a folder of pages."""
    return Path(name).suffix.lower() in SUFFIXES and not _NO_PAGES.fullmatch(name)


def read_page(file: Path, settings: Settings) -> Page:
    """One page. Raises PageError where the file is unreadable, damaged, empty, too large, or holds nothing to search.

    A file of an unknown form is taken as a raw page.
    """
    reader = reader_of(file)
    limit = settings.document_megabytes if reader else settings.page_megabytes
    try:
        size = file.stat().st_size
        if size > limit * 1e6:
            raise PageError("page-too-large", name=file.name, megabytes=size / 1e6, limit=limit)
        raw = file.read_bytes()
    except OSError as error:
        raise PageError("page-unreadable", name=file.name, reason=error.strerror or error) from error
    if not raw.strip():
        raise PageError("page-empty", name=file.name)
    document = reader(file.name, raw) if reader else Document(tuple(decoded_lines(raw, file.name)))
    if not any(line.strip() for line in document.lines):
        raise PageError("page-empty", name=file.name)
    if not document.sections and (count := sum(not line.isspace() for line in document.lines if line)) > MOST_LINES:
        raise PageError("page-too-many-lines", name=file.name, count=count, limit=MOST_LINES)
    if not _holds_text(document):
        raise PageError("page-no-sentence", name=file.name)
    return Page(file.name, document.lines, hashlib.sha256(raw).hexdigest(), sections=document.sections)


def _holds_text(document: Document) -> bool:
    """Whether there is something to search: a sentence, an article with more than its title, or text without stops."""
    if document.sections:
        return any(number not in section.title_lines and document.lines[number - 1].strip()
                   for section in document.sections for first, last in section.spans
                   for number in range(first, last + 1))
    return any(_holds_sentence(line) for line in document.lines) \
        or sum(len(line.strip()) for line in document.lines) >= UNSTOPPED_CHARACTERS


def _holds_sentence(line: str) -> bool:
    """Whether the line holds something to search: a sentence end, or a run longer than any headline."""
    return bool(re.search(r"[。!?！？;；…]", line)) or len(line.strip()) > 40


def read_companion(path: Path, wording: str) -> str:
    """The text of a file that lies beside the pages, UTF-8 or GB18030.

    Raises SourceError with the sentence named `wording`, which tells path and reason, where it cannot be read.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise SourceError(wording, path=path, reason=error.strerror or error) from error
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError as error:
            reason = error.reason
    raise SourceError(wording, path=path, reason=reason)
