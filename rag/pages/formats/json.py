"""JSON: one object, a list of objects, or such a list within an answer or export; JSON Lines: one object a line.

The lines of the page are, record after record, its title and then the lines of its text: what the file's escapes
stand for, so that a citation shows what a reader would see. They are not lines of the file. A line or record that is
wrong is named and the others are read.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from rag.errors import PageError
from rag.pages.formats.document import Document, Notices, Sheet, check_size
from rag.pages.formats.records.content import StructureError
from rag.pages.formats.records.fields import read_record, unread_date
from rag.pages.formats.records.listing import records_in
from rag.pages.formats.records.names import TEXT_NAMES, first_names
from rag.text.decoding import decode, decoded_lines


def read_json(name: str, raw: bytes) -> Document:
    """The articles of a JSON file. Raises PageError where it is malformed or holds none."""
    text = decode(raw, name)
    check_size(name, text, "[{")
    try:
        value = _parsed(name, text, 1)
    except PageError:
        if _is_one_a_line(text):
            return read_json_lines(name, raw)
        raise
    return _document(name, value, [(0, value)], Notices(name))


def read_json_lines(name: str, raw: bytes) -> Document:
    """The articles of a file with one JSON object a line. Raises PageError where no line holds one."""
    check_size(name, raw, "[{")
    notices = Notices(name)
    entries: list[tuple[int, Any]] = []
    broken: PageError | None = None
    for number, line in enumerate(decoded_lines(raw, name), 1):
        if not line.strip():
            continue
        try:
            entries.append((number, _parsed(name, line, number)))
        except PageError as error:
            broken = broken or error
            notices.add("json-line-skipped", line=number)
    if not entries or not any(isinstance(value, dict | list) for _, value in entries):
        if broken:
            return _whole(name, raw, broken)
        if not entries:
            raise PageError("page-empty", name=name)
    return _document(name, [value for _, value in entries], entries, notices)


def _whole(name: str, raw: bytes, broken: PageError) -> Document:
    """A file that is one JSON text under the other name. Raises `broken` where it is none."""
    try:
        value = _parsed(name, decode(raw, name), 1)
    except PageError as error:
        raise broken from error
    return _document(name, value, [(0, value)], Notices(name))


def _is_one_a_line(text: str) -> bool:
    """Whether most lines are objects by themselves: JSON Lines under the other name, a bad line among them or not."""
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) < 2 or not text.lstrip().startswith("{"):
        return False
    return 2 * sum(map(_is_object, lines)) >= len(lines)


def _is_object(line: str) -> bool:
    try:
        return line.lstrip().startswith("{") and isinstance(json.loads(line), dict)
    except (RecursionError, ValueError):
        return False


def _parsed(name: str, text: str, line: int) -> Any:
    """`text` parsed; `line` is the number of its first line."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        if not text.strip():
            raise PageError("page-empty", name=name) from error
        raise PageError("json-malformed", name=name, line=line + error.lineno - 1) from error
    except (RecursionError, ValueError) as error:  # brackets without end, or a number of thousands of digits
        raise PageError("json-malformed", name=name, line=line) from error


def _document(name: str, value: Any, entries: Sequence[tuple[int, Any]], notices: Notices) -> Document:
    """The articles of `entries`, each parsed JSON with the number of its line, 0 where the file is a whole.

    `value` is all of it. Raises PageError where no record has a text.
    """
    sheet = Sheet()
    count = 0
    for line, entry in entries:
        records = records_in(entry)
        if line and not isinstance(entry, dict | list):
            notices.add("json-line-skipped", line=line)
        for record in records:
            count += 1
            try:
                facts, said = read_record(record.items())
            except StructureError:
                if line:
                    notices.add("record-structure", line=line)
                else:
                    notices.add("record-structure-number", number=count)
                continue
            sheet.add(facts, said)
            notices.undated += filter(None, [unread_date(facts)])
    if isinstance(value, list) and not entries[0][0]:
        _name_strangers(value, notices)
    if count:
        return sheet.document(notices)
    raise _no_records(name, value)


def _name_strangers(entries: Sequence[Any], notices: Notices) -> None:
    """A notice for each entry of the file's list that is no object, where others are."""
    if any(isinstance(entry, dict) for entry in entries):
        for number, entry in enumerate(entries, 1):
            if not isinstance(entry, dict):
                notices.add("json-entry-skipped", number=number)


def _no_records(name: str, value: Any) -> PageError:
    """Why there is no record in parsed JSON."""
    if value in ([], {"articles": []}):
        return PageError("page-empty", name=name)
    first = value[0] if isinstance(value, list) else value
    if not isinstance(first, dict):
        return PageError("json-no-articles", name=name)
    seen = first
    while len(seen) == 1 and isinstance(inner := next(iter(seen.values())), Mapping):
        seen = dict(inner)
    return PageError("records-no-text", name=name, known="、".join(TEXT_NAMES[:6]), seen=first_names(list(seen)))
