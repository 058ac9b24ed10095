"""A Document or a PageError <-> bytes, for the pipe between the program and the process that reads documents.

What comes in may be anything, for a file can break the library that reads it: every field is checked, and nothing is
unpickled. What goes out is bounded.
"""

import json
from typing import Any, Final, get_args

from rag.errors import PageError
from rag.pages.formats.document import MOST_CHARACTERS, MOST_LINES, Document
from rag.records import Kind, KnownPiece, Span
from rag.wording import WORDING

MOST_BYTES: Final = 4 * MOST_CHARACTERS
"""Bytes in one answer: Chinese characters take three each, and what separates lines and fields takes some more."""

MOST_NOTICES: Final = 1000
"""Notices of one document; each is a sentence that a person reads."""

_KINDS: Final = ("", *get_args(Kind))


def packed(name: str, told: Document | PageError) -> bytes:
    """`told` as bytes. Raises PageError for a document that is larger than any is."""
    if isinstance(told, PageError):
        return _bytes({"error": _said(told)})
    characters = sum(map(len, told.lines)) + sum(
        len(value) for section in told.sections for column in section.columns for value in column
    )
    if len(told.lines) > MOST_LINES or len(told.notices) > MOST_NOTICES or characters > MOST_CHARACTERS:
        raise PageError("document-too-much", name=name)
    return _bytes(
        {
            "lines": told.lines,
            "sections": [_fields(section) for section in told.sections],
            "notices": [_said(notice) for notice in told.notices],
        }
    )


def unpacked(content: bytes) -> Document:
    """The document that was packed. Raises the PageError that was, and ValueError for anything else."""
    try:
        fields = json.loads(content.decode("utf-8", "surrogatepass"))
        if "error" in fields:
            raise _error(*fields["error"])
        lines = tuple(_text(line) for line in fields["lines"])
        return Document(
            lines,
            tuple(_section(section, len(lines)) for section in fields["sections"]),
            tuple(_error(*notice) for notice in fields["notices"]),
        )
    except (AttributeError, KeyError, RecursionError, TypeError) as error:
        raise ValueError("no document") from error


def _bytes(fields: dict[str, Any]) -> bytes:
    return json.dumps(fields, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _said(error: PageError) -> tuple[str, dict[str, Any]]:
    """What the error says; values that are no numbers as the text that they are shown as."""
    return error.key, {
        name: value if isinstance(value, int | float) else str(value) for name, value in error.values.items()
    }


def _error(key: str, values: dict[str, Any]) -> PageError:
    if key not in WORDING:
        raise ValueError("no sentence")
    error = PageError(key, **values)
    error.sentence()  # raises KeyError where a value is missing
    return error


def _fields(section: KnownPiece) -> list[Any]:
    return [
        section.spans,
        section.title_lines,
        section.title,
        section.kind,
        section.byline,
        section.date,
        section.columns,
    ]


def _section(fields: list[Any], count: int) -> KnownPiece:
    """The section with these fields, in a document of `count` lines."""
    spans, title_lines, title, kind, byline, date, columns = fields
    if kind not in _KINDS:
        raise ValueError("no kind")
    return KnownPiece(
        spans=tuple(_span(span, count) for span in spans),
        title_lines=tuple(_line(number, count) for number in title_lines),
        title=_text(title),
        kind=kind,
        byline=_text(byline),
        date=None if date is None else _text(date),
        columns=tuple((_text(name), _text(value)) for name, value in columns),
    )


def _span(span: list[Any], count: int) -> Span:
    first, last = span
    return _line(first, count), _line(last, count)


def _line(number: Any, count: int) -> int:
    if type(number) is not int or not 1 <= number <= count:
        raise ValueError("no line")
    return number


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("no text")
    return value
