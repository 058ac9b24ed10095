"""The rows of a table as a spreadsheet saves it -> cells, each row with its line; what is wrong with one stays there.

A row whose quotes are at odds is told from its neighbours, and an open quote is found where it begins instead of
taking the rows below into its cell. Every character is looked at a bounded number of times.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

SEPARATORS: Final = ",;\t|"

_NAMED_SEPARATOR: Final = re.compile(r"\"?sep=(?P<separator>[^\r\n\"]|\\t)\"?[ \t,;|]*(?:\r\n|\r|\n|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the number of its first line, and its cells, None where its quotes are at odds.

    `opened` is the line of a quote that is never closed, or closed amid a later line; nothing below it is sure. `whole`
    says that the row ends on the line it began on.
    """

    line: int
    cells: list[str] | None
    opened: int = 0
    whole: bool = True


def named_separator(text: str) -> tuple[str, int]:
    """The separator that a first line `sep=,` names, and where the table begins; "" and 0 without such a line."""
    match = _NAMED_SEPARATOR.match(text)
    if match is None:
        return "", 0
    separator = match["separator"]
    return "\t" if separator == "\\t" else separator, match.end()


def read_rows(text: str, separator: str, start: int = 0) -> Iterator[Row]:
    """The rows that hold anything, from `start` on; lines are counted from the beginning of `text`."""
    scanner = _Scanner(text, separator, start)
    while scanner.position < len(text):
        row = scanner.row()
        if row.cells is None or any(cell.strip() for cell in row.cells):
            yield row


class _Scanner:
    """A place in the text that moves on, cell by cell."""

    def __init__(self, text: str, separator: str, start: int) -> None:
        self._text = text
        self._separator = separator
        self._plain = re.compile(f"[^{re.escape(separator)}\r\n]*+")
        self._rest = re.compile("[^\r\n]*+")
        self.position = start
        self._line = 1 + _ends(text, 0, start)

    def row(self) -> Row:
        """The row that begins here; the place is then that of the next one."""
        first, cells, broken, opened = self._line, [], False, 0
        while True:
            cell, closed = self._cell()
            if cell is None:
                broken, opened = True, self._line if not closed else 0
                break
            cells.append(cell)
            if self._text[self.position : self.position + 1] != self._separator:
                break
            self.position += 1
        if broken:  # the rest of the line is always found, be it nothing
            self.position = self._rest.match(self._text, self.position).end()  # type: ignore[union-attr]
        whole = self._line == first
        self._end_line()
        return Row(first, None if broken else cells, opened, whole)

    def _cell(self) -> tuple[str | None, bool]:
        """The cell that begins here, None where its quotes are at odds; and False where one is left open."""
        match = self._plain.match(self._text, self.position)
        printed = match[0] if match else ""
        blank = len(printed) - len(printed.lstrip(" "))
        if not printed.startswith('"', blank):
            self.position += len(printed)
            return printed, True
        begin = self.position + blank
        end = self._closing(begin)
        if end >= 0:
            after = re.compile("[ ]*").match(self._text, end + 1)
            stop = after.end() if after else end + 1
            if self._text[stop : stop + 1] in (self._separator, "\r", "\n", ""):
                quoted = self._text[begin + 1 : end]
                self._line += _ends(self._text, begin, end)
                self.position = stop
                return quoted.replace('""', '"'), True
        if end < 0 or _ends(self._text, begin, end):
            return None, False
        if self._separator in self._text[begin:end]:
            return None, True  # closed amid the text, a separator before that: which cells there are is not sure
        self.position += len(printed)
        return printed, True  # the paper's own quotation marks

    def _closing(self, begin: int) -> int:
        """Where the quote that opens at `begin` is closed, -1 where it is not."""
        at = self._text.find('"', begin + 1)
        while at >= 0 and self._text.startswith('"', at + 1):
            at = self._text.find('"', at + 2)
        return at

    def _end_line(self) -> None:
        """Go past the end of the line, if one is here."""
        if self._text.startswith("\r\n", self.position):
            self.position += 2
        elif self.position < len(self._text):
            self.position += 1
        else:
            return
        self._line += 1


def _ends(text: str, start: int, end: int) -> int:
    """Line ends between two places."""
    return text.count("\n", start, end) + text.count("\r", start, end) - text.count("\r\n", start, end)
