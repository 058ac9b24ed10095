"""A scope <-> the part of an address that names it: ?q=…&from=2022-01-01&number=3. No gradio here.

An address may come from anywhere: what names no scope is left out. Left out: the questions of an address.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Final, Protocol

from rag import QuestionError, Scope
from ui.wording import is_known

# Not "page": gradio takes that for one of its own.
PARAMETERS: Final = {
    "from": "first",
    "to": "last",
    "paper": "papers",
    "file": "pages",
    "number": "numbers",
    "section": "sections",
    "reporter": "reporters",
    "kind": "kinds",
    "piece": "articles",
}
"""What the fields of a scope are called in an address."""

VALUES: Final = 50
"""Read of one field, several times what anyone chooses by hand."""

CHARACTERS: Final = 1000
"""Of one value: no path of a page, section or id is longer."""

_DAYS: Final = ("first", "last")


class Given(Protocol):
    """The parameters of an address, as servers hand them over."""

    def getlist(self, key: Any, /) -> Sequence[str]:
        """All values of one name, in their order."""


def scope_parameters(scope: Scope) -> list[tuple[str, str]]:
    """The scope as names and values of an address; [] where it asks nothing."""
    found = []
    for name, field in PARAMETERS.items():
        value = getattr(scope, field)
        values: Iterable[object] = filter(None, [value]) if field in _DAYS else value
        found += [(name, str(each)) for each in values]
    return found


def scope_of_link(given: Given) -> Scope:
    """The scope that an address names; what it is not well formed in is left out, all days where they make none."""
    fields: dict[str, Any] = {}
    for name, field in PARAMETERS.items():
        values = [value.strip() for value in given.getlist(name)[:VALUES] if 0 < len(value.strip()) <= CHARACTERS]
        if field == "numbers":
            fields[field] = tuple(
                int(value) for value in values if value.isascii() and value.isdigit() and len(value) < 10
            )
        elif field == "kinds":
            fields[field] = tuple(value for value in values if is_known(f"kind-{value}"))
        else:
            fields[field] = tuple(dict.fromkeys(values))
    days: dict[str, Any] = {field: next(iter(fields.pop(field)), "") for field in _DAYS}
    try:
        return Scope(**days, **fields)
    except QuestionError:
        return Scope(**fields)
