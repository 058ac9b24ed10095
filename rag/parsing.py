"""Text from outside -> values: TOML, JSON and numbers, and one error for whatever is wrong with it.

What Python's parsers raise for hostile text is more than they say: brackets within brackets without end, numbers of
thousands of digits, halves of characters. Each reader passes `refused`, which words the reason in its own sentence.
"""

import json
import math
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from rag.errors import Notice, WenbaoError

Refused = Callable[[object], WenbaoError]
"""A reason -> the error to raise. The reason is text, or has a sentence of its own."""

LARGEST: Final = 64 * 10**6
"""Bytes of a file that a person wrote: settings, a dictionary, what is known of pages. jieba's largest has 8 MB."""


def read_limited(path: Path, refused: Refused, limit: int = LARGEST) -> bytes:
    """The bytes of a file, of a device or pipe no more than `limit` and one. Raises what `refused` makes."""
    try:
        with path.open("rb") as file:
            raw = file.read(limit + 1)
    except (OSError, ValueError) as error:  # ValueError: a name with a NUL
        raise refused(getattr(error, "strerror", None) or error) from error
    if len(raw) > limit:
        raise refused(Notice("parse-too-large", limit=limit / 1e6))
    return raw


def decoded(raw: bytes, refused: Refused, *encodings: str) -> str:
    """The text of `raw` in the first of the encodings that fits; a byte order mark is left out of UTF-8's."""
    for encoding in encodings or ("utf-8-sig",):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise refused(Notice("parse-no-text"))


def parse_toml(text: str, refused: Refused) -> dict[str, Any]:
    """The tables of TOML. Raises what `refused` makes of the reason."""
    tables: dict[str, Any] = _parsed(lambda: tomllib.loads(text), refused)
    return tables


def parse_json(text: str | bytes, refused: Refused) -> Any:
    """The value of JSON. Raises what `refused` makes of the reason."""
    return _parsed(lambda: json.loads(text), refused)


def whole_text(text: str) -> str:
    """`text` with a question mark for each half of a surrogate pair, which is no character and no file can hold."""
    return text.encode("utf-8", "replace").decode("utf-8")


def shown(value: object) -> str:
    """A value as a sentence may show it: at most forty characters, whatever it is."""
    try:
        text = str(value)
    except (ValueError, RecursionError):  # a number of thousands of digits, brackets without end
        return f"{type(value).__name__} …"
    return text if len(text) <= 40 else f"{text[:40]}…"


def whole_number(text: str, most: int) -> int | None:
    """The number that plain figures write, from 0 to `most`; None for anything else."""
    text = text.strip()
    if not (text.isascii() and text.isdigit()) or len(text.lstrip("0")) > len(str(most)):
        return None
    number = int(text.lstrip("0") or "0")
    return number if number <= most else None


def finite_number(text: str) -> float | None:
    """The number that `text` writes; None for anything else, infinity and NaN included."""
    try:
        number = float(text)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def _parsed(parse: Callable[[], Any], refused: Refused) -> Any:
    try:
        return parse()
    except (tomllib.TOMLDecodeError, json.JSONDecodeError) as error:
        raise refused(error) from error
    except RecursionError as error:
        raise refused(Notice("parse-too-deep")) from error
    except UnicodeError as error:
        raise refused(Notice("parse-no-text")) from error
    except MemoryError as error:
        raise refused(Notice("parse-too-large", limit=LARGEST / 1e6)) from error
    except (ValueError, OverflowError) as error:  # a number of thousands of digits, or a day that no calendar has
        raise refused(Notice("parse-number")) from error
