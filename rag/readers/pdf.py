"""PDF with a text layer: a raw page, to be split like one of text.

A line of the page is a paragraph: printed lines are put together where the upper one fills its column and the lower
one goes straight on below it in the same type size. What a column end or another piece breaks apart is left to the
splitter. A blank line stands between printed pages.
"""

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rag.errors import PageError
from rag.readers.document import Document, clean_lines

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfTextPage

_SAME_SIZE: Final = 0.12
"""Type sizes that differ by less than this share are one size."""
_NEXT_LINE: Final = 2.0
"""The line below is at most this many type sizes lower; newspapers set 1.2 to 1.8."""
_HYPHEN: Final = 0xFFFE
"""What PDFium gives for a hyphen at the end of a line; the word is put together without it."""
_NEAR: Final = 60
"""Lines before and after that are looked at to find how wide a column is."""


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """One printed line: where its characters begin and end, its base, its type size, all in points."""

    text: str
    left: float
    right: float
    base: float
    size: float


def read_pdf(name: str, raw: bytes) -> Document:
    """The page of a PDF. Raises PageError where it is damaged, encrypted or has no text, or the library is missing."""
    try:
        import pypdfium2
    except ImportError as error:
        raise PageError("document-extra-missing", name=name, library="pypdfium2") from error
    try:
        file = pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as error:
        encrypted = "password" in str(error).lower()
        raise PageError("document-encrypted" if encrypted else "document-damaged", name=name, form="PDF") from error
    try:
        lines = list(_lines(file))
    except pypdfium2.PdfiumError as error:
        raise PageError("document-damaged", name=name, form="PDF") from error
    finally:
        file.close()
    if not any(lines):
        raise PageError("pdf-no-text", name=name)
    return Document(tuple(lines))


def paragraphs(lines: Sequence[PrintedLine]) -> list[str]:
    """Printed lines -> paragraphs, in their order."""
    found: list[str] = []
    for place, line in enumerate(lines):
        above = lines[place - 1] if place else None
        near = lines[max(place - _NEAR, 0):place + _NEAR]
        if above is not None and _follows(above, line) and _fills_column(above, near):
            found[-1] += ("" if _is_wide(above.text[-1]) or _is_wide(line.text[0]) else " ") + line.text
        else:
            found.append(line.text)
    return found


def _follows(above: PrintedLine, line: PrintedLine) -> bool:
    """Whether `line` is set straight below the line above in the same size, without an indent."""
    return (_same_size(above, line) and 0 < above.base - line.base <= _NEXT_LINE * above.size
            and line.left <= above.left + 0.8 * above.size)


def _fills_column(line: PrintedLine, near: Sequence[PrintedLine]) -> bool:
    """Whether the line reaches where lines near it that begin at the same side end, a punctuation mark aside."""
    ends = [other.right for other in near if _same_size(line, other) and abs(other.left - line.left) <= 4 * line.size]
    return line.right >= max(ends) - 1.5 * line.size


def _same_size(line: PrintedLine, other: PrintedLine) -> bool:
    return abs(line.size - other.size) <= _SAME_SIZE * line.size


def _is_wide(character: str) -> bool:
    return character > "\u2e7f"


def _lines(file: "PdfDocument") -> Iterator[str]:
    for number in range(len(file)):
        if number:
            yield ""
        page = file[number]
        text = page.get_textpage()
        for paragraph in paragraphs(_printed_lines(text)):
            yield from clean_lines(paragraph)
        text.close()
        page.close()


def _printed_lines(text: "PdfTextPage") -> list[PrintedLine]:
    """The lines of one printed page, in the order of its text layer."""
    from pypdfium2 import raw

    found: list[PrintedLine] = []
    characters: list[PrintedLine] = []
    x, y, box = ctypes.c_double(), ctypes.c_double(), raw.FS_RECTF()
    for place in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text, place)
        if code in (10, 13):
            found += _line_of(characters)
            characters = []
        elif code and code != _HYPHEN:
            raw.FPDFText_GetCharOrigin(text, place, x, y)
            raw.FPDFText_GetLooseCharBox(text, place, box)  # the type's own height, whatever the character's
            characters.append(PrintedLine(chr(code), x.value, box.right, y.value, abs(box.top - box.bottom)))
    return found + _line_of(characters)


def _line_of(characters: Sequence[PrintedLine]) -> list[PrintedLine]:
    """The printed line of these characters, if any shows."""
    shown = [character for character in characters if character.text.strip()]
    if not shown:
        return []
    text = "".join(character.text for character in characters).strip()
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # rare characters come in two halves
    return [PrintedLine(whole,
                        min(character.left for character in shown), max(character.right for character in shown),
                        shown[0].base, max(max(character.size for character in shown), 1.0))]
