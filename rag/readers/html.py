"""HTML: the text of the main part, one block (paragraph, heading, table row) a line; a file is one article, or several.

Only text is taken: what is not shown (scripts, styles, hidden parts) or is not the article (navigation, footers) is
dropped, and no address in the file is followed. Several headings of the first level open an article each.
"""

import re
import warnings
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from rag.errors import PageError
from rag.readers.decoding import decode
from rag.readers.document import Document, Facts, Heading, by_headings, clean_lines
from rag.readers.fields import read_fields

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

_DROPPED: Final = ("script", "style", "noscript", "template", "nav", "footer", "aside", "form", "button", "select",
                   "textarea", "iframe", "object", "svg", "math", "canvas", "audio", "video")
_BLOCKS: Final = frozenset(
    "address article blockquote body center dd details div dl dt fieldset figcaption figure h1 h2 h3 h4 h5 h6 header "
    "hr li main ol p pre section summary table tbody tfoot thead tr ul caption br".split())
_CELLS: Final = frozenset(("td", "th"))
_HEADINGS: Final = frozenset(("h1", "h2", "h3"))
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_ENCODINGS: Final = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "gb18030": "gb18030",
                     "big5": "big5hkscs", "big5-hkscs": "big5hkscs", "utf-8": "utf-8", "utf8": "utf-8"}
"""The encodings that are taken at their word, as the wider ones that pages declaring a smaller set hold in truth."""
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)

_TOLD: Final = frozenset(
    "author byline source date pubdate publishdate publish_date publishtime publish_time datepublished "
    "publication_date keywords section".split())
"""Names of meta elements that say something of the article."""

Block = tuple[str, "Tag | None"]
"""One line, and the heading of the first to third level that it stands in."""


def read_html(name: str, raw: bytes) -> Document:
    """The articles of an HTML file. Raises PageError where it is no text, or the library that reads it is missing."""
    try:
        from bs4 import BeautifulSoup
    except ImportError as error:
        raise PageError("document-extra-missing", name=name, library="beautifulsoup4") from error
    text = _decoded(raw, name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # advice to programmers, on XML prologues and text without a tag
            soup = BeautifulSoup(text, "html.parser")
        facts = _facts(soup)
        blocks = [block for part in _main_parts(soup) for block in _blocks(part)]
    except Exception as error:  # the parser's own refusals and depth limits: the file is a stranger's
        raise PageError("document-damaged", name=name, form="HTML") from error
    lines = [line for line, _ in blocks]
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


def _facts(soup: "BeautifulSoup") -> Facts:
    """Title, date, author and source as the head tells them."""
    fields: list[tuple[str, str]] = []
    for meta in soup.find_all("meta"):
        key = str(meta.get("property") or meta.get("name") or meta.get("itemprop") or "")
        if key.startswith(("og:title", "article:", "DC.", "dc.")) or key.lower() in _TOLD:
            fields.append((key.removeprefix("og:"), str(meta.get("content") or "")))
    fields += [("time", str(time.get("datetime") or time.get_text())) for time in soup.find_all("time", limit=1)]
    if soup.title:
        fields.append(("title", " ".join(soup.title.get_text().split())))
    facts, _ = read_fields(fields)
    columns = tuple((key, value) for key, value in facts.columns if key not in ("title", "time"))
    byline = "" if facts.byline.startswith("http") else facts.byline
    return Facts(facts.title, facts.date, byline, facts.kind, columns)


def _main_parts(soup: "BeautifulSoup") -> "Sequence[Tag]":
    """The elements named article or main where they hold most of the text; else the whole body."""
    for tag in soup.find_all(_DROPPED):
        tag.decompose()
    for tag in soup.find_all(_is_hidden):
        if not tag.decomposed:
            tag.decompose()
    body: Tag = soup.body or soup
    marked = [tag for tag in body.find_all(["article", "main"]) if not tag.find_parent(["article", "main"])]
    size = sum(len(tag.get_text(strip=True)) for tag in marked)
    return marked if 2 * size >= len(body.get_text(strip=True)) and size else [body]


def _is_hidden(tag: "Tag") -> bool:
    return tag.has_attr("hidden") or tag.get("aria-hidden") == "true" or bool(_HIDDEN.search(str(tag.get("style", ""))))


def _blocks(root: "Tag") -> Iterator[Block]:
    """The lines of `root`, from top to bottom. Without recursion, for a file may nest deeply."""
    from bs4 import Tag
    from bs4.element import CData, NavigableString, PageElement

    words: list[str] = []
    heading: Tag | None = None
    todo: list[tuple[PageElement, bool]] = [(root, False)]
    while todo:
        node, is_left = todo.pop()
        if isinstance(node, Tag):
            if node.name in _BLOCKS:
                yield from _lines_of(words, heading)
                words = []
            elif node.name in _CELLS:
                words.append(" ")
            if node.name in _HEADINGS:
                heading = None if is_left else node
            if not is_left:
                todo.append((node, True))
                todo += [(child, False) for child in reversed(node.contents)]
        elif type(node) in (NavigableString, CData):  # comments and declarations are kinds of their own
            words.append(str(node) if node.parent and node.parent.name == "pre" else re.sub(r"\s+", " ", str(node)))
    yield from _lines_of(words, heading)


def _lines_of(words: Sequence[str], heading: "Tag | None") -> list[Block]:
    return [(" ".join(line.split()), heading) for line in clean_lines("".join(words))]


def _headings(blocks: Sequence[Block]) -> list[Heading]:
    """The headings of the first level; where there is none, the first one of a lower level if it opens the text."""
    found: list[tuple[Tag, list[int]]] = []
    for number, (_, tag) in enumerate(blocks, 1):
        if tag is not None and found and found[-1][0] is tag:
            found[-1][1].append(number)
        elif tag is not None:
            found.append((tag, [number]))
    chosen = [numbers for tag, numbers in found if tag.name == "h1"] \
        or [numbers for _, numbers in found[:1] if numbers[0] == 1]
    return [Heading(tuple(numbers), " ".join(blocks[number - 1][0] for number in numbers)) for numbers in chosen]
