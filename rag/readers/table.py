"""CSV: the first row names the columns, every other row is one article.

Separated by commas, semicolons or tabs. The lines of the page are, row after row, its title and then the lines of its
text; they are not lines of the file.
"""

import csv
import io
from collections.abc import Iterator
from typing import Final

from rag.errors import PageError
from rag.readers.decoding import decode
from rag.readers.document import Document, Sheet, check_size
from rag.readers.fields import TEXT_NAMES, has_text, read_fields

_SEPARATORS: Final = ",;\t"
_LARGEST_CELL: Final = 2**31 - 1
"""A whole book in one cell; Python's own limit of 131,072 characters is less than some articles with markup."""


def read_csv(name: str, raw: bytes) -> Document:
    """The articles of a table. Raises PageError where no column is the text, or a row has more cells than the first."""
    text = decode(raw, name)
    check_size(name, text)
    if not text.strip():
        raise PageError("page-empty", name=name)
    rows = _rows(name, text, _separator(name, text))
    _, names = next(rows)
    sheet = Sheet()
    for line, row in rows:
        if any(cell.strip() for cell in row[len(names):]):
            raise PageError("csv-row-too-long", name=name, line=line, cells=len(row), columns=len(names))
        sheet.add(*read_fields(list(zip(names, row, strict=False))))
    if not sheet.lines:
        raise PageError("page-empty", name=name)
    return sheet.document()


def _separator(name: str, text: str) -> str:
    """The separator with which the first row names a text."""
    for separator in _SEPARATORS:
        _, names = next(_rows(name, text, separator), (0, []))
        if has_text(names):
            return separator
    raise PageError("records-no-text", name=name, known="、".join(TEXT_NAMES[:6]))


def _rows(name: str, text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold anything, each with the number of its last line in the file."""
    csv.field_size_limit(_LARGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield reader.line_num, row
    except csv.Error as error:
        raise PageError("csv-malformed", name=name, line=reader.line_num) from error
