"""A file or a folder -> Pages: decoding and lines. What a page says is left to the splitter."""

import hashlib
import re
from pathlib import Path
from typing import Final

from rag.errors import PageError, SourceError
from rag.records import Page
from rag.settings import Settings

DICTIONARY: Final = "dictionary.txt"
"""The user's own words may lie among the pages under this name; it is not a page."""

# NUL and control characters that no text file holds (tab, line feed, carriage return and form feed do occur).
_BINARY = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")


def read_pages(path: Path, settings: Settings) -> tuple[list[Page], list[PageError]]:
    """All usable pages of `path` in order of their names, and one error for each file that is not usable.

    `path` is a .txt file or a folder of them; other files are ignored. Raises SourceError where the path is missing,
    holds no .txt file, or none of its files can be used.
    """
    if path.is_dir():
        files = sorted(file for file in path.iterdir()
                       if file.suffix.lower() == ".txt" and file.name != DICTIONARY and file.is_file())
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


def read_page(file: Path, settings: Settings) -> Page:
    """One page. Raises PageError where the file is unreadable, binary, empty, too large, or holds no sentence."""
    try:
        size = file.stat().st_size
        if size > settings.page_megabytes * 1e6:
            raise PageError("page-too-large", name=file.name, megabytes=size / 1e6, limit=settings.page_megabytes)
        raw = file.read_bytes()
    except OSError as error:
        raise PageError("page-unreadable", name=file.name, reason=error.strerror or error) from error
    lines = tuple(line.removesuffix("\r") for line in decode(raw, file.name).split("\n"))
    text = "".join(lines).strip()
    if not text:
        raise PageError("page-empty", name=file.name)
    if not any(_holds_sentence(line) for line in lines):
        raise PageError("page-no-sentence", name=file.name)
    return Page(file.name, lines, hashlib.sha256(raw).hexdigest())


def decode(raw: bytes, name: str) -> str:
    """The text of `raw`: UTF-8 with or without a mark, else GB18030. Raises PageError where neither fits."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _BINARY.search(text):
            raise PageError("page-binary", name=name)
        return text
    # Bytes that are no text in either encoding and hold zeros are a picture or an archive rather than a third encoding.
    raise PageError("page-binary" if b"\x00" in raw else "page-encoding", name=name)


def _holds_sentence(line: str) -> bool:
    """Whether the line holds something to search: a sentence end, or a run longer than any headline."""
    return bool(re.search(r"[。!?！？;；…]", line)) or len(line.strip()) > 40
