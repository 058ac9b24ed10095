"""Markdown: headings of the first level open articles; with one of them or none, the file is one article.

The lines of the page are the file's own lines with their markup, so that a citation points into the file. Lines that
are markup alone (rules, fences, the front matter) are left blank there; what the front matter says goes to every
article of the file.
"""

import re
from collections.abc import Sequence
from typing import Final

from rag.pages.formats.document import Document, Facts, Heading, by_headings, check_size
from rag.pages.formats.records.fields import read_fields
from rag.text.decoding import decoded_lines

SUFFIXES: Final = (".md", ".markdown")

_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(\S.*)$")
_FENCE = re.compile(r" {0,3}(```+|~~~+)")
_UNDERLINE = re.compile(r" {0,3}=+\s*$")
_MARKUP_ALONE = re.compile(r"[\s=*_|:+>#\-]*$")
_FRONT_FIELD = re.compile(r"([^\s:：#\-][^:：]{0,40}?)\s*[:：]\s*(.*)$")
_FRONT_ITEM = re.compile(r"\s*-\s+(.*)$")

_INLINE: Final = (
    (re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*(?:\s+\"[^\"]*\")?\)"), r"\1"),  # links and pictures: their words
    (re.compile(r"^\s*(?:#{1,6}\s+|>\s*|[-*+]\s+)+"), ""),  # what opens a heading, quote or item
    (re.compile(r"\*\*|__|~~|`+"), ""),
    (re.compile(r"\*(?=\S)([^*]+)(?<=\S)\*"), r"\1"),
    (re.compile(r"\\([\\`*_{}\[\]()#+\-.!>|])"), r"\1"),
)


def read_markdown(name: str, raw: bytes) -> Document:
    """The articles of a Markdown file. Raises PageError where it is no text."""
    check_size(name, raw)
    lines = decoded_lines(raw, name)
    facts, start = _front_matter(lines)
    headings, unprinted = _outline(lines, start)
    kept = ["" if number <= start or number in unprinted else line for number, line in enumerate(lines, 1)]
    first_level = [heading for level, heading in headings if level == 1]
    if not first_level and headings and not facts.title:
        opening = next((number for number, line in enumerate(kept, 1) if line.strip()), 0)
        first_level = [heading for _, heading in headings[:1] if heading.lines == (opening,)]
    return by_headings(kept, first_level, facts)


def is_markdown(name: str) -> bool:
    """Whether a file of this name is Markdown."""
    return name.lower().endswith(SUFFIXES)


def without_markup(text: str) -> str:
    """A line or sentence as a reader sees it, for search: without the characters that set headings, links, emphasis."""
    for pattern, seen in _INLINE:
        text = pattern.sub(seen, text)
    return text.strip()


def _outline(lines: Sequence[str], start: int) -> tuple[list[tuple[int, Heading]], set[int]]:
    """The headings below line `start` with their levels, and the numbers of the lines that are markup alone."""
    headings: list[tuple[int, Heading]] = []
    unprinted: set[int] = set()
    fence = ""
    for number, line in enumerate(lines[start:], start + 1):
        mark = _FENCE.match(line)
        if mark and (not fence or mark[1].startswith(fence)):
            fence = "" if fence else mark[1]
            unprinted.add(number)
        elif fence:
            continue
        elif _UNDERLINE.match(line) and number - 1 > start and _may_be_title(lines[number - 2]):
            headings.append((1, Heading((number - 1,), without_markup(lines[number - 2]))))
            unprinted.add(number)
        elif (heading := _HEADING.match(line)) and (title := without_markup(_unclosed(heading[2]))):
            headings.append((len(heading[1]), Heading((number,), title)))
        elif _MARKUP_ALONE.match(line):
            unprinted.add(number)
    return headings, unprinted


def _unclosed(heading: str) -> str:
    """The heading without the number signs that may close it, which a space sets off."""
    rest = heading.rstrip().rstrip("#")
    return rest.rstrip() if rest != rest.rstrip() or not rest else heading


def _may_be_title(line: str) -> bool:
    """Whether an underline below makes the line a heading: it is text, and no heading already."""
    return not _MARKUP_ALONE.match(line) and not _HEADING.match(line) and bool(without_markup(line))


def _front_matter(lines: Sequence[str]) -> tuple[Facts, int]:
    """What the front matter says, and the number of its last line; 0 where there is none.

    Plain `name: value` lines are read, and lists of `- value` below a name.
    """
    end = next((number for number, line in enumerate(lines[1:200], 2) if line.rstrip() in ("---", "...")), 0)
    if not end or lines[0].rstrip() != "---":
        return Facts(), 0
    fields: list[tuple[str, str]] = []
    for line in lines[1 : end - 1]:
        if match := _FRONT_FIELD.match(line):
            fields.append((match[1], _unquoted(match[2])))
        elif fields and (item := _FRONT_ITEM.match(line)):
            name, value = fields[-1]
            fields[-1] = (name, f"{value}、{_unquoted(item[1])}".removeprefix("、"))
        elif line.strip() and not line.lstrip().startswith("#"):
            return Facts(), 0  # a rule above text, then another one
    if not fields:
        return Facts(), 0
    facts, text = read_fields(fields)
    columns = (*facts.columns, ("text", text)) if text else facts.columns
    return Facts(facts.title, facts.date, facts.byline, facts.kind, columns), end


def _unquoted(value: str) -> str:
    value = value.strip()
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value
