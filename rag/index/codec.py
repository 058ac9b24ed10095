"""Pages, articles and passages <-> lines of JSON, one record a line, nothing lost.

Reading checks the fields by building the records: a missing or unknown one raises. A change to a record's fields needs
a new `FORMAT` (manifest.py); a test holds that.
"""

import dataclasses
import json
from collections.abc import Callable
from typing import Any, Final, TypeVar

from rag.records import DateMention, Fragment, Issue, Joint, KnownPiece, Page, Passage, Piece, Sentence, Span

Record = TypeVar("Record", Page, Piece, Passage)

_STORED: Final[dict[type, tuple[str, ...]]] = {
    kind: tuple(field.name for field in dataclasses.fields(kind) if field.name != "notices")
    for kind in (Page, Issue, KnownPiece, Piece, Joint, DateMention, Passage, Sentence, Fragment)
}
"""The names of the fields that are stored: all, but for what was said when a page's file was read."""


def line_of(record: Page | Piece | Passage) -> bytes:
    """The record as one line of JSON in UTF-8."""
    # A file's name may hold bytes that are no UTF-8, which Python keeps as lone surrogates.
    return (json.dumps(record, ensure_ascii=False, default=_fields_of) + "\n").encode("utf-8", "surrogatepass")


def read_line(line: bytes, record: Callable[[dict[str, Any]], Record]) -> Record:
    """The record that `line_of` gave the line of. Raises ValueError, KeyError or TypeError for other content."""
    return record(json.loads(line.decode("utf-8", "surrogatepass")))


def reads_back(record: Record, read: Callable[[dict[str, Any]], Record]) -> bool:
    """Whether the record is what is read of its line."""
    try:
        return read_line(line_of(record), read) == record
    except (ValueError, KeyError, TypeError):
        return False


def _fields_of(record: object) -> dict[str, Any]:
    """The fields of a record, or of one within it, that are stored. Raises TypeError for what is no record."""
    if type(record) not in _STORED:
        raise TypeError(f"{type(record)} is not stored")
    return {name: getattr(record, name) for name in _STORED[type(record)]}


def page_of(fields: dict[str, Any]) -> Page:
    """The page with these fields."""
    return Page(
        **{
            **fields,
            "lines": tuple(fields["lines"]),
            "issue": _issue_of(fields["issue"]),
            "sections": tuple(_section_of(section) for section in fields["sections"]),
        }
    )


def article_of(fields: dict[str, Any]) -> Piece:
    """The article with these fields."""
    return Piece(
        **{
            **fields,
            "spans": _spans(fields["spans"]),
            "title_lines": tuple(fields["title_lines"]),
            "paragraphs": tuple(tuple(lines) for lines in fields["paragraphs"]),
            "repeats": tuple(fields["repeats"]),
            "mentions": _mentions(fields["mentions"]),
            "columns": _columns(fields["columns"]),
            "joints": tuple(Joint(**joint) for joint in fields["joints"]),
        }
    )


def passage_of(fields: dict[str, Any]) -> Passage:
    """The passage with these fields."""
    sentences = tuple(
        Sentence(**{**sentence, "fragments": tuple(Fragment(**fragment) for fragment in sentence["fragments"])})
        for sentence in fields["sentences"]
    )
    return Passage(**{**fields, "spans": _spans(fields["spans"]), "sentences": sentences})


def _issue_of(fields: dict[str, Any]) -> Issue:
    return Issue(**{**fields, "seen": _mentions(fields["seen"])})


def _section_of(fields: dict[str, Any]) -> KnownPiece:
    return KnownPiece(
        **{
            **fields,
            "spans": _spans(fields["spans"]),
            "title_lines": tuple(fields["title_lines"]),
            "columns": _columns(fields["columns"]),
        }
    )


def _mentions(values: list[dict[str, Any]]) -> tuple[DateMention, ...]:
    return tuple(DateMention(**mention) for mention in values)


def _columns(values: list[list[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in values)


def _spans(values: list[list[int]]) -> tuple[Span, ...]:
    return tuple((first, last) for first, last in values)
