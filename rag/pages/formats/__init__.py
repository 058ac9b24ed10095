"""A file's bytes -> the lines that a citation points at, and the articles that the file keeps apart.

One reader a form. Libraries that are heavy are imported when a file asks for them, and are an extra of their own.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from rag.pages.formats import csv as table
from rag.pages.formats import html, markdown, pdf
from rag.pages.formats import json as json_records
from rag.pages.formats.document import Document
from rag.pages.formats.docx import reader as word

Reader = Callable[[str, bytes], Document]

READERS: Final[dict[str, Reader]] = {
    **{suffix: markdown.read_markdown for suffix in markdown.SUFFIXES},
    ".html": html.read_html,
    ".htm": html.read_html,
    ".docx": word.read_word,
    ".pdf": pdf.read_pdf,
    ".json": json_records.read_json,
    ".jsonl": json_records.read_json_lines,
    ".ndjson": json_records.read_json_lines,
    ".csv": table.read_csv,
    ".tsv": table.read_csv,
}
"""Readers by suffix. Each takes the file's name and bytes and raises PageError where it cannot be used."""

PLAIN: Final = frozenset(markdown.SUFFIXES)
"""Forms that are read as they stand, in time and memory that their length bounds."""


def reader_of(file: Path) -> Reader | None:
    """The reader of the file's form; None for raw pages and forms that are not known."""
    return READERS.get(file.suffix.lower())
