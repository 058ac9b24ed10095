"""Named fields of a record -> what they say of an article: which one is the title, the text, the date.

Where several names fit, the surest that has a value is taken and the others stay columns.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from rag.pages.formats.document import Facts
from rag.pages.formats.records.content import StructureError, content_text
from rag.pages.formats.records.days import read_day
from rag.pages.formats.records.fragments import text_of_fragment
from rag.pages.formats.records.names import places_of
from rag.records import Kind
from rag.text.decoding import clean_lines

_WRAPPED: Final = 4
"""Levels that a title, a byline or a date may be wrapped in."""
_DAY_NAMES: Final = (
    "$date",
    "$numberLong",
    "iso",
    "value",
    "date",
    "start",
    "seconds",
    "_seconds",
    "timestamp",
    "rendered",
)
_WORD_NAMES: Final = (
    "rendered",
    "name",
    "姓名",
    "text",
    "value",
    "title",
    "display_name",
    "full_name",
    "zh-CN",
    "zh_CN",
    "zh",
    "zh-Hans",
    "raw",
)

Fields = Sequence[tuple[str, str]]
"""Names with their values, in the file's order."""

_KINDS: Final[dict[str, Kind]] = {
    "news": "news",
    "新闻": "news",
    "消息": "news",
    "feature": "feature",
    "特写": "feature",
    "通讯": "feature",
    "caption": "caption",
    "图注": "caption",
    "图片说明": "caption",
    "almanac": "almanac",
    "史历": "almanac",
    "史料": "almanac",
    "commentary": "commentary",
    "评论": "commentary",
    "社论": "commentary",
    "短评": "commentary",
    "时评": "commentary",
    "continuation": "continuation",
    "转版": "continuation",
    "slogan": "slogan",
    "标语": "slogan",
}


def read_record(record: Iterable[tuple[str, Any]]) -> tuple[Facts, str]:
    """What a record of a table or a list says, and its text; its values are whatever a program put there.

    Raises StructureError where what should be the text is a structure in which none is found.
    """
    named = list(record)
    places = places_of(tuple(name for name, _ in named))
    roles = {place: role for role in ("kind", "byline", "date", "title") for place in places[role]}
    fields = [(name, _value(value, roles.get(place, ""))) for place, (name, value) in enumerate(named)]
    unknown = False
    for place in places["text"]:
        try:
            text = content_text(named[place][1])
        except StructureError:
            unknown, text = True, ""
        fields[place] = (named[place][0], text)
        if text.strip():
            return read_fields(fields)
    if unknown:
        raise StructureError
    return read_fields(fields)


def unread_date(facts: Facts) -> str:
    """What stands where a record without a date should have one; "" where nothing does."""
    if facts.date is not None:
        return ""
    places = places_of(tuple(name for name, _ in facts.columns))["date"]
    return next((facts.columns[place][1] for place in places), "")


def _value(value: Any, role: str) -> str:
    """A value as the text that its field should have: words for a title or a byline, a day for a date."""
    if role == "date":
        return _day(value)
    if role in ("title", "byline") and value is not None:
        return (" " if role == "title" else "、").join(_words(value, 0))
    return as_text(value)


def as_text(value: Any) -> str:
    """A value as text: a list of texts is one a line, anything nested is JSON again."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return "\n".join(value)
    return json.dumps(value, ensure_ascii=False)


def _day(value: Any) -> str:
    """A date as programs keep it: text, a number, [2023, 3, 5], {"$date": …}, or the first of a list."""
    for _ in range(_WRAPPED):
        if isinstance(value, dict):
            value = next((value[name] for name in _DAY_NAMES if name in value), None)
        elif isinstance(value, list) and len(value) >= 3 and all(type(part) is int for part in value[:3]):
            return "-".join(map(str, value[:3]))
        elif isinstance(value, list):
            value = value[0] if value else None
    return as_text(value)


def _words(value: Any, depth: int) -> Iterator[str]:
    """The names or words in a title or byline, however they are wrapped."""
    if isinstance(value, list) and depth < _WRAPPED:
        for part in value:
            yield from _words(part, depth + 1)
    elif isinstance(value, dict) and depth < _WRAPPED:
        named = [value[name] for name in _WORD_NAMES if isinstance(value.get(name), str | dict | list) and value[name]]
        yield from _words(named[0] if named else None, depth + 1)
    elif isinstance(value, str):
        yield from clean_lines(text_of_fragment(value))
    elif type(value) in (int, float):
        yield str(value)


def read_fields(fields: Fields) -> tuple[Facts, str]:
    """What the fields say, and the text. Fields without a value are left out of the columns.

    A date that cannot be read, or is printed with more than the day, and a kind that is none of ours stay columns too.
    """
    places = places_of(tuple(name for name, _ in fields))

    def first(role: str) -> int | None:
        return next((place for place in places[role] if fields[place][1].strip()), None)

    title, text, byline = first("title"), first("text"), first("byline")
    dates = [place for place in places["date"] if read_day(fields[place][1])[0]]
    kinds = [place for place in places["kind"] if fields[place][1].strip().lower() in _KINDS]
    whole_date = [place for place in dates[:1] if not read_day(fields[place][1])[1]]
    used = {title, text, byline, *whole_date, *kinds[:1]}
    columns = tuple(
        (_clean(name, " "), _clean(value, "\n"))
        for place, (name, value) in enumerate(fields)
        if place not in used and value.strip()
    )
    value = ["" if place is None else fields[place][1] for place in (title, text, byline)]
    facts = Facts(
        title=_clean(value[0], " "),
        byline=_clean(value[2], "、"),
        columns=columns,
        date=read_day(fields[dates[0]][1])[0] if dates else None,
        kind=_KINDS[fields[kinds[0]][1].strip().lower()] if kinds else None,
    )
    return facts, value[1]


def _clean(text: str, between: str) -> str:
    return between.join(clean_lines(text))
