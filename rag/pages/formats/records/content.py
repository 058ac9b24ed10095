"""The text of an article as programs keep it: plain, as HTML, or as a list or tree of parts -> plain lines.

Trees are those of editors (blocks with children, nodes with content, operations, rich text) and of APIs (rendered,
processed, one text a language). A structure in which no text is found is never shown: it is StructureError.
"""

import ast
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from rag.pages.formats.records.fragments import text_of_fragment

DEEPEST: Final = 60
"""Levels of a tree; editors nest a dozen at most."""

_STRUCTURE: Final = re.compile(r"\s*(?:\{\s*[\"'][\w$@:#-]{1,60}[\"']\s*:|\[\s*(?:\{\s*[\"']|[\"']))")
"""How a structure that was put into a field as text begins."""

_TEXTS: Final = (
    "text",
    "正文",
    "内容",
    "文本",
    "文字",
    "段落",
    "plain_text",
    "plainText",
    "rendered",
    "processed",
    "html",
    "innerHTML",
    "value",
    "insert",
    "content",
    "contents",
    "children",
    "innerBlocks",
    "nodes",
    "blocks",
    "ops",
    "root",
    "document",
    "data",
    "paragraph",
    "paragraphs",
    "body",
    "items",
    "rich_text",
    "richText",
    "list",
    "rows",
    "cells",
    "p",
    "para",
    "txt",
    "#text",
    "$t",
    "_",
    "title",
    "heading",
    "小标题",
)
"""Where a node keeps its text or its parts, the surest first; one of them is taken, and what is beside it."""

_HEADINGS: Final = ("heading", "title", "subtitle", "小标题")
_NESTED: Final = ("children", "innerBlocks", "blocks", "items", "paragraphs", "段落")
"""Parts that a node has below its own text."""

_RUNNING: Final = ("children", "spans", "runs", "rich_text", "richText")
"""Where the parts of one line stand."""

_SENTENCE_ENDS: Final = tuple("。！？!?；;…”’）)")

_INLINE: Final = (
    "text",
    "span",
    "link",
    "a",
    "hyperlink",
    "mention",
    "strong",
    "em",
    "b",
    "i",
    "inline",
    "leaf",
    "linebreak",
    "hardbreak",
    "hard_break",
)
_KINDS: Final = ("type", "_type", "nodeType", "object", "tag", "name", "tagName")
_BREAKS: Final = ("br", "linebreak", "hardbreak", "hard_break")
_UNSHOWN: Final = (
    "image",
    "img",
    "video",
    "audio",
    "embed",
    "divider",
    "hr",
    "horizontal-rule",
    "delimiter",
    "asset",
    "embedded-asset-block",
    "break",
    "file",
    "attachment",
)
"""Kinds of parts of which a reader sees no words but a caption."""

_LANGUAGE: Final = re.compile(r"(zh|en|und)(?:[-_][A-Za-z]{2,4})*")


class StructureError(ValueError):
    """A structure in which no text is found."""


def content_text(value: Any) -> str:
    """The lines that `value` shows to a reader. Raises StructureError where no text is found."""
    if value is None:
        return ""
    if isinstance(value, str):
        structure = _structure(value)
        return text_of_fragment(value) if structure is None else content_text(structure)
    if isinstance(value, list | dict):
        found = "\n".join(line for line in "".join(_shown(value, 0, inline=False)).split("\n") if line.strip())
        if not found and value and not _is_empty(value, 0):
            raise StructureError
        return found
    if isinstance(value, bool):
        raise StructureError
    return str(value)


def _structure(text: str) -> Any:
    """The list or object that `text` spells, None where it is a text. Raises StructureError for one cut short."""
    if not _STRUCTURE.match(text):
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        pass
    try:
        found = ast.literal_eval(text.strip()) if len(text) < 1_000_000 and text.count("[") < 1000 else None
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        found = None
    if isinstance(found, list | dict):
        return found
    if text.lstrip().startswith("{") or re.match(r"\s*\[\s*\{", text):
        raise StructureError
    return None  # a bracket and a quotation mark open a sentence, too


def _shown(value: Any, depth: int, *, inline: bool, place: str = "") -> Iterator[str]:
    """The pieces of text of a part, each block opened and closed by a line end. `place` is the name it stands under."""
    if depth > DEEPEST:
        raise StructureError
    if isinstance(value, str):
        yield text_of_fragment(value) if inline else f"\n{content_text(value)}\n"
    elif isinstance(value, list):
        run_on = _run_on(value, place, inline=inline)
        for part in value:
            yield from _shown(part, depth + 1, inline=run_on and not _is_block(part))
    elif isinstance(value, Mapping):
        yield from _node(value, depth, inline=inline)


def _run_on(parts: list[Any], place: str, *, inline: bool) -> bool:
    """Whether the parts of a list are one line: set text, below a node that holds such, and no paragraphs."""
    nodes = [part for part in parts if isinstance(part, Mapping)]
    if inline:
        return True
    if not nodes or any(map(_is_block, nodes)):
        return False
    if any("insert" in node for node in nodes):
        return True
    typed = all(_kind(node) for node in nodes)
    if place in _RUNNING or (typed and place):
        return True
    texts = [str(node.get("text", node.get("value", ""))).rstrip() for node in nodes[:-1]]
    return typed and not all(text.endswith(_SENTENCE_ENDS) for text in texts)


def _kind(node: Mapping[str, Any]) -> str:
    """What the node says that it is, in lower case; "" where it does not."""
    return str(next((node[name] for name in _KINDS if isinstance(node.get(name), str)), "")).lower()


def _is_block(part: Any) -> bool:
    """Whether a part says that it is a paragraph, a heading, a list or the like."""
    return isinstance(part, Mapping) and _kind(part) not in ("", *_INLINE)


def _node(node: Mapping[str, Any], depth: int, *, inline: bool) -> Iterator[str]:
    """The text of one node with its parts."""
    kind = _kind(node)
    if kind in _BREAKS:
        yield "\n"
        return
    end = "" if inline else "\n"
    yield end
    if kind not in _UNSHOWN:
        yield from _inside(node, kind, depth, inline=inline)
    data = node.get("data")
    for holder in (node, data if isinstance(data, Mapping) else {}):
        caption = holder.get("caption")
        if isinstance(caption, str | list) and caption:
            yield "\n"
            yield from _shown(caption, depth + 1, inline=True)
            yield "\n"
            break
    yield end


def _inside(node: Mapping[str, Any], kind: str, depth: int, *, inline: bool) -> Iterator[str]:
    """The heading of the node, the text of the first of its places that has one, and the parts nested below."""
    taken = ""
    for place, part in _places(node, kind):
        pieces = list(_shown(part, depth + 1, inline=inline or isinstance(part, str), place=place))
        if "".join(pieces).strip():
            taken = place
            heading = next((node[name] for name in _HEADINGS if isinstance(node.get(name), str)), "")
            if heading and not inline and taken not in _HEADINGS:
                yield f"{text_of_fragment(heading)}\n"
            yield from pieces
            break
    for name in _NESTED:
        nested = node.get(name)
        if taken and name != taken and isinstance(nested, list) and nested:
            yield "\n"
            yield from _shown(nested, depth + 1, inline=False, place=name)


def _places(node: Mapping[str, Any], kind: str) -> Iterable[tuple[str, Any]]:
    """Where the text of the node may be, the likeliest first, each with its name."""
    if node and all(name.isdecimal() for name in node):  # a list as PHP and pandas spell it
        return [("", [node[name] for name in sorted(node, key=int)])]
    languages = [name for name in node if _LANGUAGE.fullmatch(name)]
    if languages and len(languages) == len(node):
        return [("", node[name]) for name in sorted(languages, key=lambda name: not name.startswith("zh"))]
    names = [*([kind] if kind in node else []), *_TEXTS]  # {"type": "paragraph", "paragraph": {…}}
    return [
        (name, node[name])
        for name in dict.fromkeys(names)
        if isinstance(node.get(name), str | list | Mapping) and node[name]
    ]


def _is_empty(value: Any, depth: int) -> bool:
    """Whether no text is anywhere in `value` but in names, kinds and pictures."""
    if depth > DEEPEST:
        return False
    if isinstance(value, list):
        return all(_is_empty(part, depth + 1) for part in value)
    if isinstance(value, Mapping):
        kind = str(next((value[name] for name in _KINDS if isinstance(value.get(name), str)), "")).lower()
        return kind in _UNSHOWN or all(
            _is_empty(part, depth + 1) for name, part in value.items() if name not in (*_KINDS, "key", "id", "_key")
        )
    return not isinstance(value, str) or not value.strip()
