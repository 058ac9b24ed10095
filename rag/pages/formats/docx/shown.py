"""Which elements of a Word file are shown, with tracked changes accepted, and the words of what is drawn."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from rag.pages.formats.docx.package import child, is_on, known
from rag.text.decoding import clean_lines

if TYPE_CHECKING:
    from lxml.etree import _Element

_THROUGH: Final = frozenset(
    "w:sdt w:sdtContent w:customXml w:smartTag w:hyperlink w:fldSimple w:ins w:moveTo w:dir w:bdo "
    "mc:Choice mc:Fallback".split()
)
"""Elements that hold what they are around."""
_GONE: Final = frozenset(
    "w:del w:moveFrom w:sdtPr w:sdtEndPr w:customXmlPr w:smartTagPr w:fldData w:pPr w:rPr w:tblPr "
    "w:tblGrid w:tcPr w:trPr w:tblPrEx w:sectPr".split()
)
_WINGDINGS: Final = {
    "\uf06c": "●",
    "\uf06e": "■",
    "\uf075": "◆",
    "\uf0a7": "▪",
    "\uf0a8": "□",
    "\uf0e0": "→",
    "\uf0fc": "✓",
    "\uf0fe": "☑",
    "\uf052": "☑",
    "\uf0fd": "☒",
    "\uf0d8": "➢",
    "\uf0b7": "•",
}
"""Characters of the fonts that Word takes symbols from, which no other font has at their places."""


def shown(element: "_Element") -> "Iterator[_Element]":
    """What `element` holds, through elements that only wrap it, without what is deleted."""
    for inner in element:
        kind = known(inner)
        if kind in _THROUGH:
            yield from shown(inner)
        elif kind == "mc:AlternateContent":
            yield from shown(_chosen(inner))
        elif kind not in _GONE:
            yield inner


def _chosen(alternatives: "_Element") -> "_Element":
    """The first of several ways to show the same that holds words; the elements themselves where none does."""
    return next(
        (
            way
            for way in alternatives
            if next(way.iter("{*}t", "{*}chart", "{*}relIds", "{*}textpath"), None) is not None
        ),
        next(iter(alternatives), alternatives),
    )


def goes_on(paragraph: "_Element") -> bool:
    """Whether the end of the paragraph is deleted, so that it goes on in the next."""
    properties = child(paragraph, "w:pPr", "w:rPr")
    return child(properties, "w:del") is not None or child(properties, "w:moveFrom") is not None


def is_gone(element: "_Element", properties: str, *names: str) -> bool:
    """Whether one of these properties takes a row or a cell away."""
    return any(is_on(child(element, properties, name)) for name in names)


def symbol(code: str) -> str:
    """The character of a symbol font; "" where it has no place in any other font."""
    try:
        character = chr(int(code, 16))
    except (OverflowError, ValueError):
        return ""
    return _WINGDINGS.get(character, "" if "\ue000" <= character <= "\uf8ff" else character)


def drawn_paragraphs(root: "_Element | None") -> Iterator[str]:
    """The lines of a diagram: one for each paragraph of its words."""
    for paragraph in root.iter("{*}p") if root is not None else ():
        yield from clean_lines("".join(text.text or "" for text in paragraph.iter("{*}t")))


def chart_lines(root: "_Element | None") -> Iterator[str]:
    """The lines of a chart: its titles, then for each of its series the name and what is set at the axis."""
    yield from drawn_paragraphs(root)
    for series in root.iter("{*}ser") if root is not None else ():
        words = [
            text.text or "" for named in series if known(named) in ("c:tx", "c:cat") for text in named.iter("{*}v")
        ]
        yield from clean_lines(" ".join(words))
