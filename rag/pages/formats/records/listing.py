"""The records within what a program answers or exports: a list somewhere below envelopes, each record in wrappers.

hits.hits[]._source, response.docs, data.list, data[].attributes, edges[].node, items[].fields, one list a section: all
lists whose entries have a text are taken, in the file's order. A page's day above its articles is theirs. Tables of
columns (`{"title": […], "text": […]}`, `{"columns": […], "data": […]}`) are turned into records.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from rag.pages.formats.records.names import has_text, places_of

Record = Mapping[str, Any]

_DEEPEST: Final = 12
"""Levels of envelopes around a list of records."""

_WRAPPERS: Final = ("_source", "attributes", "node", "fields", "doc", "source")
"""Where a database keeps the record itself, beside what it knows of it."""
_BESIDE: Final = frozenset(
    "highlight highlighting facets facet_counts aggregations suggest included relationships links _links".split()
)
"""What a search or an API adds to its records: excerpts and references."""

_ANSWER: Final = frozenset(
    "code status statuscode success msg message errno error took timedout total totalcount "
    "count timestamp requestid traceid".split()
)
"""What an API says of its own answer; a date among these is the answer's and nobody's paper."""


def records_in(value: Any) -> list[Record]:
    """Every record with a text in parsed JSON; [] where there is none."""
    return list(_found(value, 0))


def _found(value: Any, depth: int) -> Iterator[Record]:
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        rows = _of_rows(value)
        for entry in value if rows is None else rows:
            yield from _found(entry, depth + 1)
    elif isinstance(value, dict):
        yield from _in_object(value, depth)


def _in_object(value: Mapping[str, Any], depth: int) -> Iterator[Record]:
    """The record that the object is, those of its columns, or those that are somewhere in it."""
    if has_text(value):
        columns = _of_columns(value)
        inner = [] if columns else _articles_within(value, depth)
        yield from columns or inner or [value]
        return
    if isinstance(value.get("columns"), list) and isinstance(value.get("data"), list):  # pandas, orient="split"
        rows = _of_rows([value["columns"], *value["data"]])
        if rows is not None:
            yield from rows
            return
    wrapped = [name for name in _WRAPPERS if isinstance(value.get(name), dict) and has_text(value[name])]
    for name, inner in value.items():
        if name in _BESIDE or (wrapped and name != wrapped[0]):
            continue
        if isinstance(inner, list):
            day = _day_above(value)
            yield from (
                {**day, **record} if day and not _has_day(record) else record for record in _found(inner, depth + 1)
            )
        elif isinstance(inner, dict):
            yield from (_with_outer(value, record, inner) for record in _found(inner, depth + 1))


def _with_outer(outer: Mapping[str, Any], record: Record, inner: Any) -> Record:
    """A record in a wrapper with what stands beside the wrapper: its title, its number; the record's own goes first."""
    if inner is not record and not (isinstance(inner, dict) and set(record) >= set(inner)):
        return record  # it came out of a list further in: the envelope says nothing of a single one
    return {
        **record,
        **{
            name: value
            for name, value in outer.items()
            if name not in record and not isinstance(value, dict | list) and _plain(name) not in _ANSWER
        },
    }


def _articles_within(value: Mapping[str, Any], depth: int) -> list[Record]:
    """The records in a field that is named like a text and holds articles: entries with a title and a text each."""
    if any(str(value[name]).strip() for name in _named(value, "title")):
        return []
    for name in _named(value, "text"):
        held = value[name]
        entries = held if isinstance(held, list) else [held]
        found = [record for entry in entries if isinstance(entry, dict) for record in _found(entry, depth + 1)]
        if (
            found
            and all(_named(record, "title") and _named(record, "text") for record in found)
            and len(found) >= len(entries)
        ):
            return found
    return []


def _of_columns(value: Mapping[str, Any]) -> list[Record]:
    """The records of a table that is kept column by column; [] for anything else."""
    texts, titles = _named(value, "text"), _named(value, "title")
    if not texts or not titles:
        return []
    text, title = value[texts[0]], value[titles[0]]
    if isinstance(text, dict) and isinstance(title, dict) and text and set(text) == set(title):
        keys = list(text)
        if all(key.isdecimal() for key in keys):
            return [
                {name: column.get(key) for name, column in value.items() if isinstance(column, dict)} for key in keys
            ]
    if isinstance(text, list) and isinstance(title, list) and len(text) == len(title) > 1:
        return [
            {
                name: column[place]
                for name, column in value.items()
                if isinstance(column, list) and len(column) == len(text)
            }
            for place in range(len(text))
        ]
    return []


def _of_rows(value: Sequence[Any]) -> list[Record] | None:
    """The records of a list of lists whose first one names a text; None for anything else."""
    names = value[0] if value else None
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names) or not has_text(names):
        return None
    return [dict(zip(names, row, strict=False)) for row in value[1:] if isinstance(row, list)]


def _day_above(value: Mapping[str, Any]) -> Record:
    """The day that an object says for the records in its list; {} where it is an API's answer."""
    if any(_plain(name) in _ANSWER for name in value):
        return {}
    return {name: value[name] for name in _named(value, "date")[:1] if isinstance(value[name], str | int)}


def _has_day(record: Record) -> bool:
    return any(record[name] for name in _named(record, "date"))


def _named(value: Mapping[str, Any], role: str) -> list[str]:
    """The names of the object that have this meaning, the surest first."""
    names = list(value)
    return [names[place] for place in places_of(tuple(names))[role]]


def _plain(name: str) -> str:
    return re.sub(r"[\s_\-]", "", name).lower()
