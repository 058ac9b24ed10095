"""Word (.docx): one paragraph or table row a line; a file is one article, or one for each first-level heading."""

import io
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from rag.errors import PageError
from rag.readers.document import Document, Facts, Heading, by_headings, clean_lines

if TYPE_CHECKING:
    from docx.document import Document as WordFile
    from docx.table import Table
    from docx.text.paragraph import Paragraph

_MOST_UNPACKED: Final = 200_000_000
"""Bytes of XML in one file; a newspaper's year has less, and a small archive can be made to unpack to any size."""
_TITLE_CHARACTERS: Final = 45
"""A first paragraph of at most this length that is no sentence is the title where no style tells one."""
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")


def read_word(name: str, raw: bytes) -> Document:
    """The articles of a .docx file. Raises PageError where it is damaged or encrypted, or the library is missing."""
    try:
        import docx
    except ImportError as error:
        raise PageError("document-extra-missing", name=name, library="python-docx") from error
    if _ENCRYPTED in raw:
        raise PageError("document-encrypted", name=name)
    try:
        _check_size(raw)
        blocks = list(_blocks(docx.Document(io.BytesIO(raw))))
    except Exception as error:  # a broken archive or XML raises whatever its layer raises
        raise PageError("document-damaged", name=name, form="Word (.docx)") from error
    lines = [line for line, _ in blocks]
    return by_headings(lines, _headings(blocks), Facts())


def _check_size(raw: bytes) -> None:
    """Raises ValueError for an archive that unpacks to more XML than any article has."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        if sum(part.file_size for part in archive.infolist() if part.filename.endswith(".xml")) > _MOST_UNPACKED:
            raise ValueError("unpacks to too much")


def _blocks(file: "WordFile") -> Iterator[tuple[str, str]]:
    """The lines of the file in order, each with the name of its style."""
    from docx.table import Table

    for part in file.iter_inner_content():
        if isinstance(part, Table):
            yield from ((line, "") for line in _rows(part))
        else:
            yield from ((line, _style(part)) for line in clean_lines(part.text))


def _rows(table: "Table") -> Iterator[str]:
    for row in table.rows:
        cells: dict[int, str] = {}  # a merged cell is met once for every column it spans
        for cell in row.cells:
            cells[id(cell._tc)] = " ".join(clean_lines(cell.text))
        if line := " ".join(filter(None, cells.values())):
            yield line


def _style(paragraph: "Paragraph") -> str:
    style = paragraph.style
    return (style.name or "") if style is not None else ""


def _headings(blocks: list[tuple[str, str]]) -> list[Heading]:
    """Paragraphs in the style of a title or first heading; else the first paragraph if it looks like a headline."""
    styles = ("Heading 1",) if any(style == "Heading 1" for _, style in blocks) else ("Title",)
    found: list[list[int]] = []
    for number, (_, style) in enumerate(blocks, 1):
        if style in styles and found and found[-1][-1] == number - 1:
            found[-1].append(number)  # a headline of two lines
        elif style in styles:
            found.append([number])
    if not found and len(blocks) > 1 and _looks_like_title(blocks[0][0]):
        found = [[1]]
    return [Heading(tuple(numbers), " ".join(blocks[number - 1][0] for number in numbers)) for numbers in found]


def _looks_like_title(line: str) -> bool:
    return len(line) <= _TITLE_CHARACTERS and not line.endswith(tuple("。！？!?；;…，,"))
