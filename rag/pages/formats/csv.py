"""CSV: one of the first rows names the columns, every other row below it is one article.

Separated by commas, semicolons, tabs or upright lines. The lines of the page are, row after row, its title and then the
lines of its text; they are not lines of the file. A row that is wrong is named and the others are read.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from rag.errors import PageError
from rag.pages.formats.document import Document, Notices, Sheet, check_size
from rag.pages.formats.records.content import StructureError
from rag.pages.formats.records.days import iso_date
from rag.pages.formats.records.fields import read_record, unread_date
from rag.pages.formats.records.names import TEXT_NAMES, first_names, has_text, places_of
from rag.pages.formats.records.rows import SEPARATORS, Row, named_separator, read_rows
from rag.text.decoding import decode

_ABOVE: Final = 10
"""Rows that a title, a unit or a note may take above the one that names the columns."""


def read_csv(name: str, raw: bytes) -> Document:
    """The articles of a table, with a notice for each row that is wrong.

    Raises PageError where no column is the text, no row can be read, or a quote is open over several lines: where rows
    begin below it is not sure.
    """
    text = decode(raw, name)
    check_size(name, text)
    if not text.strip():
        raise PageError("page-empty", name=name)
    names, rows = _table(name, text)
    sheet, notices = Sheet(), Notices(name)
    for row in rows:
        if row.opened and not _is_last_line(text, row.opened):
            raise PageError("csv-quote-open", name=name, line=row.opened)
        problem = _problem(row, names)
        if problem == "csv-quote-swallows":
            raise PageError("csv-quote-open", name=name, line=row.line)
        if problem:
            notices.add(problem, line=row.line, cells=len(row.cells or ()), columns=len(names))
            continue
        try:
            facts, said = read_record(zip(names, row.cells or (), strict=False))
        except StructureError:
            notices.add("record-structure", line=row.line)
            continue
        sheet.add(facts, said)
        notices.undated += filter(None, [unread_date(facts)])
    if not sheet.lines and not notices.told:
        raise PageError("page-empty", name=name)
    return sheet.document(notices)


def _table(name: str, text: str) -> tuple[list[str], Iterator[Row]]:
    """The names of the columns and the rows below them. Raises PageError where no row names a text."""
    separator, start = named_separator(text)
    first: list[str] = []
    for candidate in dict.fromkeys([separator, *SEPARATORS] if separator else SEPARATORS):
        rows = read_rows(text, candidate, start)
        for row in islice(rows, _ABOVE):
            if row.cells and has_text(row.cells):
                return row.cells, rows
            first = max(first, row.cells or [], key=len)
    raise PageError("records-no-text", name=name, known="、".join(TEXT_NAMES[:6]), seen=first_names(first))


def _problem(row: Row, names: Sequence[str]) -> str:
    """What is wrong with the row, as the name of a sentence; "" where nothing is."""
    cells = row.cells
    if cells is None:
        return "csv-row-quotes"
    if any(cell.strip() for cell in cells[len(names) :]):
        return "csv-row-too-long"
    if not row.whole and _swallows(cells, names):
        return "csv-quote-swallows"
    if len(cells) < len(names) and min(places_of(tuple(names))["text"]) >= len(cells):
        return "csv-row-too-short"
    return ""


def _swallows(cells: Sequence[str], names: Sequence[str]) -> bool:
    """Whether a cell holds lines that are rows themselves: as many cells, with a day where the day belongs."""
    days = places_of(tuple(names))["date"]
    if not days or len(names) < 3:
        return False
    return any(
        len(parts) == len(names) and any(iso_date(parts[place]) for place in days)
        for cell in cells
        if "\n" in cell or "\r" in cell
        for line in cell.splitlines()[1:]
        for separator in SEPARATORS
        if (parts := line.split(separator))
    )


def _is_last_line(text: str, line: int) -> bool:
    """Whether nothing stands below the line that could have been taken into its cell."""
    return len(re.split(r"\r\n|\r|\n", text.rstrip())) <= line
