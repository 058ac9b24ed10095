"""Word (.docx): one paragraph or table row a line; a file is one article, or one for each first-level heading.

Foot- and endnotes stand at the end of the article that refers to them, what is printed above all pages at the top of
the file and what is printed below them at its end.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from rag.errors import PageError
from rag.pages.formats.document import Document, Facts, Heading, by_headings
from rag.pages.formats.docx.package import WordPackage
from rag.pages.formats.docx.text import Block, WordText

_TITLE_CHARACTERS: Final = 45
"""A first paragraph of at most this length that is no sentence is the title where no style tells one."""
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")


def read_word(name: str, raw: bytes) -> Document:
    """The articles of a .docx file.

    Raises PageError where it is damaged, encrypted or unpacks to too much, or the library is missing.
    """
    try:
        import lxml.etree  # noqa: F401
    except ImportError as error:
        raise PageError("document-extra-missing", name=name, library="lxml") from error
    if _ENCRYPTED in raw:
        raise PageError("document-encrypted", name=name)
    try:
        text = WordText(name, WordPackage(name, raw))
        body = list(text.blocks(text.body))
        above, below = list(text.margins("header")), list(text.margins("footer"))
    except PageError:
        raise
    except Exception as error:  # a broken archive or XML raises whatever its layer raises
        raise PageError("document-damaged", name=name, form="Word (.docx)") from error
    return _document(name, above, body, below, text.has_unread)


def _document(name: str, above: list[str], body: list[Block], below: list[str], has_unread: bool) -> Document:
    opening = "heading 1" if any(block.style == "heading 1" for block in body) else "title"
    blocks = list(_with_notes(body, opening))
    headings = [
        Heading(tuple(number + len(above) for number in heading.lines), heading.title)
        for heading in _headings(blocks, opening)
    ]
    document = by_headings([*above, *(block.line for block in blocks), *below], headings, Facts())
    notices = (PageError("word-unread", name=name),) if has_unread else ()
    return Document(document.lines, document.sections, notices)


def _with_notes(blocks: Iterable[Block], opening: str) -> Iterator[Block]:
    """The blocks, and the notes of each article below it; an article opens with a block in the style `opening`."""
    notes: list[str] = []
    for block in blocks:
        if block.style == opening:
            yield from map(Block, notes)
            notes = []
        yield block
        notes += block.notes
    yield from map(Block, notes)


def _headings(blocks: list[Block], opening: str) -> list[Heading]:
    """Paragraphs in the style `opening`; else the first paragraph if it looks like a headline."""
    found: list[list[int]] = []
    for number, block in enumerate(blocks, 1):
        if block.style == opening and found and found[-1][-1] == number - 1:
            found[-1].append(number)  # a headline of two lines
        elif block.style == opening:
            found.append([number])
    if not found and len(blocks) > 1 and _looks_like_title(blocks[0].line):
        found = [[1]]
    return [Heading(tuple(numbers), " ".join(blocks[number - 1].line for number in numbers)) for numbers in found]


def _looks_like_title(line: str) -> bool:
    return len(line) <= _TITLE_CHARACTERS and not line.endswith(tuple("。！？!?；;…，,"))
