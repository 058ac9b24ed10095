"""Pages, articles and passages <-> lines of JSON, one record a line, nothing lost.

Reading checks the fields by building the records: a missing or unknown one raises. A change to a record's fields needs
a new `FORMAT` (manifest.py); a test holds that.
"""

import dataclasses
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

from rag.records import DateMention, Fragment, Issue, Joint, KnownPiece, Page, Passage, Piece, Sentence, Span

Record = TypeVar("Record", Page, Piece, Passage)


def lines_of(records: Iterable[Page] | Iterable[Piece] | Iterable[Passage]) -> bytes:
    """One JSON object a line, UTF-8."""
    lines = [json.dumps(_fields_of(record), ensure_ascii=False) + "\n" for record in records]
    # A file's name may hold bytes that are no UTF-8, which Python keeps as lone surrogates.
    return "".join(lines).encode("utf-8", "surrogatepass")


def read_lines(path: Path, record: Callable[[dict[str, Any]], Record]) -> tuple[Record, ...]:
    """The records that `lines_of` gave. Raises OSError, or ValueError, KeyError or TypeError for other content."""
    lines = path.read_bytes().decode("utf-8", "surrogatepass").split("\n")
    return tuple(record(json.loads(line)) for line in lines if line)


def _fields_of(record: Page | Piece | Passage) -> dict[str, Any]:
    """The fields that are stored: all, but for what was said when the page's file was read."""
    if not isinstance(record, Page):
        return dataclasses.asdict(record)
    fields = dataclasses.asdict(dataclasses.replace(record, notices=()))
    del fields["notices"]
    return fields


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
