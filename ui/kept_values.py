"""What a browser kept, read back value by value: it may be anything, and nothing but the form is believed of it.

Left out: what the values are of (see `ask.restoring` and `clippings.clipping`), and the browser's side.
"""

from collections.abc import Mapping
from typing import Any

from rag import Fragment, Span


class UnreadableError(Exception):
    """What a browser gave back has not the form that it was written in."""


def read_object(given: object) -> Mapping[str, Any]:
    """An object. Raises UnreadableError, as all here do for whatever is none."""
    if not isinstance(given, dict):
        raise UnreadableError
    return given


def read_text(given: object, most: int) -> str:
    """A text of at most `most` characters; half a surrogate pair is no character."""
    if not isinstance(given, str) or len(given) > most:
        raise UnreadableError
    return given.encode("utf-8", "replace").decode("utf-8")


def read_number(given: object, least: int = 1, below: int = 10**9) -> int:
    """A whole number, at least `least`, less than `below`."""
    if not isinstance(given, int) or isinstance(given, bool) or not least <= given < below:
        raise UnreadableError
    return given


def read_span(given: object) -> Span:
    """The first and the last line of something."""
    if not isinstance(given, list) or len(given) != 2:
        raise UnreadableError
    return read_number(given[0]), read_number(given[1])


def read_fragment(given: object, most: int) -> Fragment:
    """Printed characters with their place, as `fragment_values` gives them; texts of at most `most` characters."""
    if not isinstance(given, list) or len(given) != 4:
        raise UnreadableError
    return Fragment(
        read_text(given[0], most), read_number(given[1]), read_number(given[2], least=0), read_text(given[3], most)
    )


def fragment_values(given: Fragment) -> list[Any]:
    """Printed characters with their place as JSON values."""
    return [given.source, given.line, given.start, given.text]
