"""Text of pages, file names, settings and visitors as a terminal may be given it: what it would obey is shown instead.

A terminal acts on control characters (it moves the cursor, renames its window, hides a link) and turns the order of
what follows directional marks. They are shown as symbols. JSON and TOML hold them as escapes, so that whoever reads
them gets the same value.
"""

import json
import re
from collections.abc import Iterable
from typing import Any, Final

_OBEYED: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufff9-\ufffb]")
"""Control characters but for tabs and line ends, other ends of lines, and marks of direction and annotation."""

_PICTURES: Final = 0x2400
"""Where Unicode has a picture of each of the first 32 control characters, as ␛ for ESC; ␡ comes after them."""


def visible(text: str) -> str:
    """`text` with a symbol for each character that a terminal would obey; tabs and line ends stay."""
    return _OBEYED.sub(lambda found: _symbol(found[0]), text)


def visible_line(text: str) -> str:
    """The same on one line, as names have to be: tabs and line ends are symbols, too."""
    return visible(text).replace("\n", "␊").replace("\t", "␉")


def json_text(value: Any, indent: int | None = None) -> str:
    """`value` as JSON that a terminal may be given; it is the same value once it is read."""
    written = json.dumps(value, ensure_ascii=False, indent=indent)
    return _OBEYED.sub(lambda found: f"\\u{ord(found[0]):04x}", written)


def _symbol(character: str) -> str:
    code = ord(character)
    if code < 0x20:
        return chr(_PICTURES + code)
    return "␡" if code == 0x7F else f"‹U+{code:04X}›"


class ShownStream:
    """A stream on which everything that is written is visible. It is no terminal to others: they would colour it."""

    def __init__(self, plain: Any) -> None:
        self.plain = plain

    def write(self, text: str) -> int:
        """Write it visibly, and say that all of it was."""
        self.plain.write(visible(text))
        return len(text)

    def writelines(self, lines: Iterable[str]) -> None:
        """Write one after the other."""
        for line in lines:
            self.write(line)

    def isatty(self) -> bool:
        """Never: whoever asks would write colours."""
        return False

    def __getattr__(self, name: str) -> Any:
        return getattr(self.plain, name)
