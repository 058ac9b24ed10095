"""PDF with a text layer: a raw page, to be split like one of text.

What viewers show on the page is read, filled-in forms and typed notes too; comments and files attached are not. A line
of the page is a paragraph: printed lines are put together where the upper one fills its column and the lower
one goes straight on below it in the same type size. What a column end or another piece breaks apart is left to the
splitter. A blank line stands between printed pages.
"""

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rag.errors import PageError
from rag.pages.formats.document import Document
from rag.text.decoding import clean_lines

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage, PdfTextPage

_SAME_SIZE: Final = 0.12
"""Type sizes that differ by less than this share are one size."""
_NEXT_LINE: Final = 2.0
"""The line below is at most this many type sizes lower; newspapers set 1.2 to 1.8."""
_HYPHEN: Final = 0xFFFE
"""What PDFium gives for a hyphen at the end of a line; the word is put together without it."""
_NEAR: Final = 60
"""Lines before and after that are looked at to find how wide a column is."""
_MOST_PAGES: Final = 3_000
"""Printed pages in one file: a year of a daily paper of eight."""
_MOST_CHARACTERS: Final = 3_000_000
"""Characters in one file: a hundred dense pages have half a million, and no more is read in the time for one."""
_NAMED: Final = 10
"""Pages that are named one by one where nothing on them could be read."""
_EMPTY: Final = 2
"""Bytes of a text that is empty, as PDFium gives it."""

_Character = tuple[str, float, float, float, float]
"""One character: itself, where it begins and ends, its base, its type size."""


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
        return _document(name, file)
    except pypdfium2.PdfiumError as error:
        raise PageError("document-damaged", name=name, form="PDF") from error
    finally:
        file.close()


def paragraphs(lines: Sequence[PrintedLine]) -> list[str]:
    """Printed lines -> paragraphs, in their order."""
    found: list[str] = []
    for place, line in enumerate(lines):
        above = lines[place - 1] if place else None
        near = lines[max(place - _NEAR, 0) : place + _NEAR]
        if above is not None and _follows(above, line) and _fills_column(above, near):
            found[-1] += ("" if _is_wide(above.text[-1]) or _is_wide(line.text[0]) else " ") + line.text
        else:
            found.append(line.text)
    return found


def _follows(above: PrintedLine, line: PrintedLine) -> bool:
    """Whether `line` is set straight below the line above in the same size, without an indent."""
    return (
        _same_size(above, line)
        and 0 < above.base - line.base <= _NEXT_LINE * above.size
        and line.left <= above.left + 0.8 * above.size
    )


def _fills_column(line: PrintedLine, near: Sequence[PrintedLine]) -> bool:
    """Whether the line reaches where lines near it that begin at the same side end, a punctuation mark aside."""
    ends = [other.right for other in near if _same_size(line, other) and abs(other.left - line.left) <= 4 * line.size]
    return line.right >= max(ends) - 1.5 * line.size


def _same_size(line: PrintedLine, other: PrintedLine) -> bool:
    return abs(line.size - other.size) <= _SAME_SIZE * line.size


def _is_wide(character: str) -> bool:
    return character > "\u2e7f"


def _document(name: str, file: "PdfDocument") -> Document:
    """The lines of all pages. Raises PageError where there are none, or more than in any volume of a paper."""
    if len(file) > _MOST_PAGES:
        raise PageError("document-too-much", name=name)
    lines: list[str] = []
    unread: list[int] = []
    characters = 0
    for number in range(len(file)):
        page, laid_upon = _as_shown(file, number)
        text = page.get_textpage()
        characters += text.count_chars()
        if characters > _MOST_CHARACTERS:
            raise PageError("document-too-much", name=name)
        found = [line for paragraph in paragraphs(_printed_lines(text)) for line in clean_lines(paragraph)]
        found += laid_upon
        if not found and _holds_objects(page):
            unread.append(number + 1)
        lines += [*([""] if number else []), *found]
        text.close()
        page.close()
    if not any(lines):
        raise PageError("pdf-no-text", name=name)
    pages = "、".join(map(str, unread[:_NAMED])) + ("……" if len(unread) > _NAMED else "")
    return Document(tuple(lines), notices=(PageError("pdf-pages-no-text", name=name, pages=pages),) if unread else ())


def _as_shown(file: "PdfDocument", number: int) -> tuple["PdfPage", list[str]]:
    """A page with what is laid upon it and belongs to its text: forms, typed notes, stamps.

    What has a drawing is made part of the page; the words of the others are given beside it.
    """
    from pypdfium2 import raw

    page, drawn, words = file[number], False, []
    for place in range(raw.FPDFPage_GetAnnotCount(page)):
        laid = raw.FPDFPage_GetAnnot(page, place)
        key = {raw.FPDF_ANNOT_WIDGET: "V", raw.FPDF_ANNOT_FREETEXT: "Contents", raw.FPDF_ANNOT_STAMP: ""}.get(
            raw.FPDFAnnot_GetSubtype(laid)
        )
        if key is not None and raw.FPDFAnnot_GetAP(laid, raw.FPDF_ANNOT_APPEARANCEMODE_NORMAL, None, 0) > _EMPTY:
            drawn = True
        elif (
            key
            and not raw.FPDFAnnot_GetFlags(laid) & (raw.FPDF_ANNOT_FLAG_HIDDEN | raw.FPDF_ANNOT_FLAG_NOVIEW)
            and _told(laid, "FT") in ("Tx", "Ch", "")
        ):
            words.append(_told(laid, key))
        raw.FPDFPage_CloseAnnot(laid)
    if drawn:
        raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)
        page.close()
        page = file[number]
    return page, [line for text in words for line in clean_lines(text)]


def _told(laid: object, key: str) -> str:
    """What stands under a name in something that is laid upon a page; "" where nothing does."""
    from pypdfium2 import raw

    size = raw.FPDFAnnot_GetStringValue(laid, key.encode(), None, 0)
    text = (ctypes.c_ushort * (size // 2))()
    raw.FPDFAnnot_GetStringValue(laid, key.encode(), text, size)
    return bytes(text).decode("utf-16-le", "replace").rstrip("\0")


def _holds_objects(page: "PdfPage") -> bool:
    """Whether anything is drawn on the page."""
    from pypdfium2 import raw

    return bool(raw.FPDFPage_CountObjects(page) > 0)


def _printed_lines(text: "PdfTextPage") -> list[PrintedLine]:
    """The lines of one printed page, in the order of its text layer."""
    from pypdfium2 import raw

    found: list[PrintedLine] = []
    characters: list[_Character] = []
    x, y, box = ctypes.c_double(), ctypes.c_double(), raw.FS_RECTF()
    handle, to_x, to_y, to_box = text.raw, ctypes.byref(x), ctypes.byref(y), ctypes.byref(box)
    for place in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(handle, place)
        if code in (10, 13):
            found += _line_of(characters)
            characters = []
        elif code and code != _HYPHEN:
            raw.FPDFText_GetCharOrigin(handle, place, to_x, to_y)
            raw.FPDFText_GetLooseCharBox(handle, place, to_box)  # the type's own height, whatever the character's
            characters.append((chr(code), x.value, box.right, y.value, abs(box.top - box.bottom)))
    return found + _line_of(characters)


def _line_of(characters: Sequence[_Character]) -> list[PrintedLine]:
    """The printed line of these characters, if any shows."""
    shown = [character for character in characters if character[0].strip()]
    if not shown:
        return []
    text = "".join(character[0] for character in characters).strip()
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # rare characters come in two halves
    _, left, right, base, size = zip(*shown, strict=True)
    return [PrintedLine(whole, min(left), max(right), base[0], max(*size, 1.0))]
