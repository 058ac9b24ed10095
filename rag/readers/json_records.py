"""JSON: one object, a list of objects, or {"articles": […]}; JSON Lines: one object a line.

The lines of the page are, record after record, its title and then the lines of its text: what the file's escapes
stand for, so that a citation shows what a reader would see. They are not lines of the file.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from rag.errors import PageError
from rag.readers.decoding import decode, decoded_lines
from rag.readers.document import Document, Sheet, check_size
from rag.readers.fields import TEXT_NAMES, has_text, read_fields

_LISTS: Final = ("articles", "文章", "records", "items", "data")
"""Names under which an object without a text of its own may hold the list of articles."""


def read_json(name: str, raw: bytes) -> Document:
    """The articles of a JSON file. Raises PageError where it is malformed or holds none."""
    text = decode(raw, name)
    check_size(name, text, "[{")
    if _is_one_a_line(text):
        return read_json_lines(name, raw)
    return _document(name, _records(name, _parsed(name, text, 1)))


def read_json_lines(name: str, raw: bytes) -> Document:
    """The articles of a file with one JSON object a line. Raises PageError as `read_json` does."""
    check_size(name, raw, "[{")
    values = [_parsed(name, line, number) for number, line in enumerate(decoded_lines(raw, name), 1) if line.strip()]
    return _document(name, _records(name, values))


def _is_one_a_line(text: str) -> bool:
    """Whether the first line is an object by itself with more below: JSON Lines under the other name."""
    first, _, rest = text.strip().partition("\n")
    try:
        return bool(rest.strip()) and first.startswith("{") and isinstance(json.loads(first), dict)
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


def _records(name: str, value: Any) -> list[Mapping[str, Any]]:
    if isinstance(value, dict) and not has_text(list(value)):
        value = next((value[key] for key in _LISTS if isinstance(value.get(key), list)), value)
    records = value if isinstance(value, list) else [value]
    if not all(isinstance(record, dict) for record in records):
        raise PageError("json-no-articles", name=name)
    return records


def _document(name: str, records: Sequence[Mapping[str, Any]]) -> Document:
    if not records:
        raise PageError("page-empty", name=name)
    if not any(has_text(list(record)) for record in records):
        raise PageError("records-no-text", name=name, known="、".join(TEXT_NAMES[:6]))
    sheet = Sheet()
    for record in records:
        sheet.add(*read_fields([(key, _as_text(value)) for key, value in record.items()]))
    return sheet.document()


def _as_text(value: Any) -> str:
    """A value as text: a list of texts is one a line, anything nested is JSON again."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return "\n".join(value)
    return json.dumps(value, ensure_ascii=False)
