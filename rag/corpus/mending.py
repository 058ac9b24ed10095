"""What a person mends of a page's split: pieces joined, one cut in two, a headline, a kind -> tables of a sidecar.

Every line that the mended pieces had is theirs afterwards, and all other pieces stay as they are: where the splitter
would read those otherwise beside the mended ones, they are written down too. Left out: where it is written (see
`sidecars`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rag.articles import split_page, with_issues
from rag.errors import LibraryError
from rag.pages.sidecar import KINDS, OPENING, Table, piece_table, squeezed, with_table
from rag.parsing import whole_text
from rag.records import Page, Piece
from rag.text.visible import visible_line

TITLE_CHARACTERS: Final = 200
"""In a headline that a person types; the longest printed ones, with all their lines, have half of that."""

PIECE_KINDS: Final = KINDS
"""What a piece can be, in the order in which a person chooses of them."""

HEADING_CHARACTERS: Final = 30
"""In a line that is taken for the headline where a piece is cut: columns of body text are rarely narrower, and a person
sees at once what was taken."""
_HEADING_LINES: Final = 2
_STOPS: Final = "。！？!?；;，,：:"


@dataclass(frozen=True, slots=True)
class Join:
    """The pieces of these ids become one: the one with a headline comes first, of two such the upper one.

    A slogan, which is what a headline by itself is taken for, above the other one is the upper part of its headline.
    """

    piece: str
    other: str


@dataclass(frozen=True, slots=True)
class Cut:
    """The piece of this id ends before `line`; what it has from there on becomes another one."""

    piece: str
    line: int


@dataclass(frozen=True, slots=True)
class Retitle:
    """The piece of this id has this headline: its first lines where those print just that, else what was typed.

    Where `kind` is not "", it is of that kind from now on.
    """

    piece: str
    title: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Rekind:
    """The piece of this id is of this kind."""

    piece: str
    kind: str


Mend = Join | Cut | Retitle | Rekind


def mended_tables(
    printed: Page, told: Sequence[Table], pieces: Sequence[Piece], mend: Mend, source: Path, path: Path
) -> list[Table]:
    """What the sidecar at `path` has to say of the page's pieces so that `mend` is done; what of `told` holds stays.

    `printed` is the page as its file has it, `told` what the sidecar says of its pieces now, `pieces` are those that
    it is split into. Raises LibraryError where the page has no such piece or line, or nothing would change.
    """
    touched = _touched(pieces, mend)
    mended = _mended(printed, told, touched, mend)
    owned = frozenset(line for piece in touched for line in _lines_of_piece(printed, piece))
    tables = [table for table in told if not owned & _lines(table)] + mended
    others = [piece for piece in pieces if piece not in touched]
    while True:
        page = with_issues([with_table(printed, {"file": printed.name, "piece": tables}, path)], source)[0]
        now = {frozenset(_lines_of_piece(printed, piece)) for piece in split_page(page)}
        moved = [piece for piece in others if frozenset(_lines_of_piece(printed, piece)) not in now]
        if not moved:
            return tables
        others = [piece for piece in others if piece not in moved]
        tables += [_of_piece(printed, piece) for piece in moved]


def _touched(pieces: Sequence[Piece], mend: Mend) -> list[Piece]:
    """The pieces that a mend names, in the order in which they are then read."""
    by_id = {piece.id: piece for piece in pieces}
    named = [mend.piece, mend.other] if isinstance(mend, Join) else [mend.piece]
    if not all(id in by_id for id in named):
        raise LibraryError("library-mend-piece")
    if len(set(named)) < len(named):
        raise LibraryError("library-mend-same")
    return sorted(
        (by_id[id] for id in named),
        key=lambda piece: (piece.kind == "slogan", not (piece.title_lines or piece.title), min(piece.spans)),
    )


def _mended(printed: Page, told: Sequence[Table], touched: Sequence[Piece], mend: Mend) -> list[Table]:
    """The tables of what the touched pieces become."""
    head = touched[0]
    table = _told_of(printed, told, head)
    lines = [line for piece in touched for line in _lines_of_piece(printed, piece)]
    if isinstance(mend, Join):
        return [_joined(printed, table, head, touched[1])]
    if isinstance(mend, Cut):
        return _cut(printed, table, lines, head, mend.line)
    if isinstance(mend, Retitle):
        title = _typed_title(mend.title)
        if title == head.title:
            raise LibraryError("library-mend-same")
        kind = {"kind": _typed_kind(mend.kind)} if mend.kind else {}
        return [_retitled(printed, table, lines, head, title) | kind]
    kind = {"kind": _typed_kind(mend.kind)}
    if mend.kind == head.kind:
        raise LibraryError("library-mend-same")
    return [_of_lines(printed, table, lines, head.title_lines) | kind]


def _of_piece(printed: Page, piece: Piece) -> Table:
    """The table of a piece that is to stay as it is."""
    return _of_lines(printed, _as_split(printed, piece), _lines_of_piece(printed, piece), piece.title_lines)


def _told_of(printed: Page, told: Sequence[Table], piece: Piece) -> Table:
    """The table of a piece: as it is told already, else as the split has it."""
    lines = frozenset(_lines_of_piece(printed, piece))
    return next((dict(table) for table in told if _lines(table) >= lines), None) or _as_split(printed, piece)


def _as_split(printed: Page, piece: Piece) -> Table:
    """The table of a piece that nothing was said of. What can be read from its lines is left to be read from them,
    what its file says beside them is said.
    """
    owned = frozenset(_lines_of_piece(printed, piece))
    kept = any(owned & _lines_in(section.spans) for section in printed.sections)
    table = piece_table(printed, piece)
    table["byline"] = piece.byline if kept else ""
    table["date"] = piece.date if kept and piece.date_told == "file" else table["date"]
    return {key: value for key, value in table.items() if value}


def _joined(printed: Page, table: Table, head: Piece, other: Piece) -> Table:
    own, further = _lines_of_piece(printed, head), _lines_of_piece(printed, other)
    if other.kind == "slogan" and min(further) < min(own):
        return _of_lines(printed, table, further + own, [*other.title_lines, *head.title_lines])
    return _of_lines(printed, table, own + further, head.title_lines)


def _cut(printed: Page, table: Table, lines: Sequence[int], piece: Piece, line: int) -> list[Table]:
    if line not in lines:
        raise LibraryError("library-mend-line", line=line)
    place = lines.index(line)
    if not place:
        raise LibraryError("library-mend-first", line=line)
    upper, lower = lines[:place], lines[place:]
    headings = set(piece.title_lines)
    first = _of_lines(printed, table, upper, [number for number in upper if number in headings])
    below = [number for number in lower if number in headings] or _heading(printed, lower)
    return [first, _of_lines(printed, {}, lower, below)]


def _heading(printed: Page, lines: Sequence[int]) -> list[int]:
    """The first lines of a new piece that look like its headline: short, without a stop at their end, a body below."""
    found: list[int] = []
    for number in lines[:_HEADING_LINES]:
        text = printed.lines[number - 1].strip()
        if len(text) > HEADING_CHARACTERS or text.endswith(tuple(_STOPS)):
            break
        found.append(number)
    return found if len(found) < len(lines) else []


def _retitled(printed: Page, table: Table, lines: Sequence[int], piece: Piece, title: str) -> Table:
    """With the first lines as headline where they print it; a headline that none prints stands beside the lines."""
    for count in range(1, min(len(lines), 2 * _HEADING_LINES + 1)):
        if squeezed(printed.lines[number - 1] for number in lines[:count]) == squeezed([title]):
            return _of_lines(printed, {**table, "title": ""}, lines, lines[:count])
    return _of_lines(printed, {**table, "title": title}, lines, piece.title_lines)


def _typed_title(typed: str) -> str:
    title = " ".join(whole_text(typed).split())
    if not title:
        raise LibraryError("library-mend-title-empty")
    if len(title) > TITLE_CHARACTERS or visible_line(title) != title:
        raise LibraryError("library-mend-title", limit=TITLE_CHARACTERS)
    return title


def _typed_kind(typed: str) -> str:
    if typed not in KINDS:
        raise LibraryError("library-mend-kind")
    return typed


def _of_lines(printed: Page, table: Table, lines: Sequence[int], headings: Sequence[int]) -> Table:
    """The table with these lines in reading order, the headings among them, and the words that they open with."""
    body = squeezed(printed.lines[number - 1] for number in lines if number not in set(headings))
    opening = body or squeezed(printed.lines[number - 1] for number in lines)
    said: Table = {"lines": _spans(printed, lines), "title_lines": list(headings)}
    said |= {key: value for key, value in table.items() if key not in ("lines", "title_lines", "text")}
    return {key: value for key, value in (said | {"text": opening[:OPENING]}).items() if value}


def _spans(printed: Page, lines: Sequence[int]) -> list[list[int]]:
    """Lines in reading order as runs, blank lines between them left aside: first and last line of each."""
    spans: list[list[int]] = []
    for line in lines:
        follows = bool(spans) and line > spans[-1][1]
        if follows and not any(text.strip() for text in printed.lines[spans[-1][1] : line - 1]):
            spans[-1][1] = line
        else:
            spans.append([line, line])
    return spans


def _lines_of_piece(printed: Page, piece: Piece) -> list[int]:
    """The printed lines of a piece in reading order; blank ones are nobody's."""
    numbers = (number for first, last in piece.spans for number in range(first, last + 1))
    return [number for number in numbers if printed.lines[number - 1].strip()]


def _lines(table: Table) -> frozenset[int]:
    return _lines_in((entry, entry) if isinstance(entry, int) else entry for entry in table["lines"])


def _lines_in(spans: Iterable[Sequence[int]]) -> frozenset[int]:
    return frozenset(number for first, last in spans for number in range(first, last + 1))
