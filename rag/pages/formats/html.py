"""HTML: the text of the main part, one block (paragraph, heading, table row) a line; a file is one article, or several.

Only text that a browser shows is taken: what is not shown (scripts, styles, hidden parts), a control or not the article
(navigation, footers of the page) is left out, and no address in the file is followed. Several headings of the first
level open an article each. Readings set above characters follow them in brackets.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from rag.errors import PageError
from rag.pages.formats.document import Document, Facts, Heading, by_headings, check_size
from rag.pages.formats.records.fields import read_fields
from rag.text.decoding import clean_lines, decode

if TYPE_CHECKING:
    from lxml.etree import _Element

_DROPPED: Final = frozenset(
    "script style noscript template nav button select datalist textarea iframe noframes noembed object canvas audio "
    "video annotation annotation-xml defs metadata desc rp".split()
)
_OF_THE_PAGE: Final = frozenset(("footer", "aside"))
"""Dropped where they are the page's; those of an article are part of it."""
_BLOCKS: Final = frozenset(
    "address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 "
    "h4 h5 h6 header hr legend li main ol p pre section summary svg table tbody text tfoot thead tr ul caption "
    "br".split()
)
_CELLS: Final = frozenset(("td", "th"))
_HEADINGS: Final = frozenset(("h1", "h2", "h3"))
_ARTICLES: Final = frozenset(("article", "main"))
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_ENCODINGS: Final = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
    "utf-8": "utf-8",
    "utf8": "utf-8",
}
"""The encodings that are taken at their word, as the wider ones that pages declaring a smaller set hold in truth."""
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)

_TOLD: Final = frozenset(
    "author byline source date pubdate publishdate publish_date publishtime publish_time datepublished "
    "publication_date keywords section".split()
)
"""Names of meta elements that say something of the article."""


@dataclass(frozen=True, slots=True)
class Block:
    """One line, the heading of the first to third level that it stands in, and whether an article is around it."""

    line: str
    heading: "_Element | None"
    in_article: bool


def read_html(name: str, raw: bytes) -> Document:
    """The articles of an HTML file.

    Raises PageError where it is no text, too large or nested too deeply, or the library that reads it is missing.
    """
    try:
        from lxml import etree
    except ImportError as error:
        raise PageError("document-extra-missing", name=name, library="lxml") from error
    text = _decoded(raw, name)
    check_size(name, text, "<")
    # libxml2 reads any text in time linear to its length; what it leaves unread, it says in its log.
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True)
    try:
        root = etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as error:
        if error.code == etree.ErrorTypes.ERR_NO_MEMORY:
            raise MemoryError from error
        raise PageError("document-damaged", name=name, form="HTML") from error
    if any(entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for entry in parser.error_log):
        raise PageError("document-deep", name=name)
    if root is None:
        return Document(())
    return _document(_facts(root), _main_part(list(_Walk().blocks(root))))


def _document(facts: Facts, blocks: Sequence[Block]) -> Document:
    lines = [block.line for block in blocks]
    headings = _headings(blocks)
    if not headings and facts.title in lines[:5]:
        headings = [Heading((lines.index(facts.title) + 1,), facts.title)]
    if len(headings) == 1:  # the printed headline goes before the browser's, which names the site too
        facts = Facts("", facts.date, facts.byline, facts.kind, facts.columns)
    return by_headings(lines, headings, facts)


def _decoded(raw: bytes, name: str) -> str:
    """The text in the encoding that the file declares, else as any other text."""
    declared = _CHARSET.search(raw[:4096])
    encoding = _ENCODINGS.get(declared[1].decode("ascii").lower()) if declared else None
    try:
        return raw.decode(encoding) if encoding and not raw.startswith(b"\xef\xbb\xbf") else decode(raw, name)
    except UnicodeDecodeError:
        return decode(raw, name)


def _facts(root: "_Element") -> Facts:
    """Title, date, author and source as the head tells them."""
    fields: list[tuple[str, str]] = []
    for meta in root.iter("meta"):
        key = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        if key.startswith(("og:title", "article:", "DC.", "dc.")) or key.lower() in _TOLD:
            fields.append((key.removeprefix("og:"), meta.get("content") or ""))
    fields += [("time", time.get("datetime") or _words(time)) for time in list(root.iter("time"))[:1]]
    fields += [("title", _words(title)) for title in list(root.iter("title"))[:1]]
    facts, _ = read_fields(fields)
    columns = tuple((key, value) for key, value in facts.columns if key not in ("title", "time"))
    byline = "" if facts.byline.startswith("http") else facts.byline
    return Facts(facts.title, facts.date, byline, facts.kind, columns)


def _words(element: "_Element") -> str:
    return " ".join("".join(element.itertext()).split())


def _main_part(blocks: Sequence[Block]) -> Sequence[Block]:
    """What stands in the elements named article or main where they hold most of the text; else all of it."""
    marked = [block for block in blocks if block.in_article]
    size = sum(len(block.line) for block in marked)
    return marked if size and 2 * size >= sum(len(block.line) for block in blocks) else blocks


@dataclass(slots=True)
class _Walk:
    """A walk through a tree from top to bottom, without recursion, and what was met on the way to where it is."""

    words: list[str] = field(default_factory=list)
    readings: list[str] = field(default_factory=list)
    heading: "_Element | None" = None
    articles: int = 0
    preformatted: int = 0
    reading: int = 0

    def blocks(self, root: "_Element") -> Iterator[Block]:
        """The lines of what is shown of `root`."""
        todo = [(root, False)]
        while todo:
            element, is_left = todo.pop()
            if element.tag in _BLOCKS:
                yield from self._finished()
            if is_left:
                self._leave(element)
            elif not self._is_dropped(element):
                self._enter(element)
                todo.append((element, True))
                todo += [(child, False) for child in reversed(element)]
                continue
            if element is not root:
                self._add(element.tail)
        yield from self._finished()

    def _is_dropped(self, element: "_Element") -> bool:
        """Whether the element shows nothing, or is not of the article."""
        return (
            element.tag in _DROPPED
            or element.tag in ("head", "title")
            or (element.tag in _OF_THE_PAGE and not self.articles)
            or (element.tag == "dialog" and "open" not in element.attrib)
            or "hidden" in element.attrib
            or element.get("aria-hidden") == "true"
            or bool(_HIDDEN.search(element.get("style") or ""))
        )

    def _enter(self, element: "_Element") -> None:
        self._count(element, 1)
        if element.tag in _HEADINGS:
            self.heading = element
        if element.tag in _CELLS:
            self.words.append(" ")
        self._add(element.text)

    def _leave(self, element: "_Element") -> None:
        self._count(element, -1)
        if element.tag in _HEADINGS:
            self.heading = None
        if element.tag in _CELLS:
            self.words.append(" ")
        if element.tag == "ruby" and self.readings:
            self.words.append(f"（{''.join(self.readings)}）")
            self.readings = []

    def _count(self, element: "_Element", step: int) -> None:
        self.articles += step * (element.tag in _ARTICLES)
        self.preformatted += step * (element.tag == "pre")
        self.reading += step * (element.tag == "rt")

    def _add(self, text: str | None) -> None:
        if not text:
            return
        if self.reading:
            self.readings.append(" ".join(text.split()))
        else:
            self.words.append(text if self.preformatted else re.sub(r"\s+", " ", text))

    def _finished(self) -> list[Block]:
        """The lines of the block that ends here."""
        text = "".join(self.words).replace("\N{SOFT HYPHEN}", "")
        self.words = []
        return [Block(" ".join(line.split()), self.heading, self.articles > 0) for line in clean_lines(text)]


def _headings(blocks: Sequence[Block]) -> list[Heading]:
    """The headings of the first level; where there is none, the first one of a lower level if it opens the text."""
    found: list[tuple[_Element, list[int]]] = []
    for number, block in enumerate(blocks, 1):
        if block.heading is not None and found and found[-1][0] is block.heading:
            found[-1][1].append(number)
        elif block.heading is not None:
            found.append((block.heading, [number]))
    chosen = [numbers for element, numbers in found if element.tag == "h1"] or [
        numbers for _, numbers in found[:1] if numbers[0] == 1
    ]
    return [Heading(tuple(numbers), " ".join(blocks[number - 1].line for number in numbers)) for numbers in chosen]
