"""A piece being mended: its lines with a way to cut at each, the page's other pieces with a way to join each to it.

All stands in the order of the page. Left out: what a mend does (see `rag.corpus`), and what happens on a click (see
`mending`, mending.js). No gradio here.
"""

import time
from collections.abc import Sequence
from typing import Final, NamedTuple

from rag import Language, Page, Piece, doubts_label, line_label
from rag.corpus import PIECE_KINDS, TITLE_CHARACTERS
from ui.browse.runs import Run, runs_of, words
from ui.templating import render
from ui.wording import say

LINES_SHOWN: Final = 300
"""Lines of a piece that are listed: the longest articles of a page have half of that. What is beyond is reached by
cutting first."""

OTHERS_SHOWN: Final = 60
"""Runs of other pieces that are listed, the nearest: a page has rarely that many."""

_OPENING: Final = 40
"""First characters of another piece: one line of a phone, enough to know it again."""


class MendedLine(NamedTuple):
    """A line of the piece: `cuts` tells whether another piece can begin there, `doubt` what of it is to be checked."""

    number: int
    text: str
    cuts: bool
    doubt: str


class OtherRun(NamedTuple):
    """Lines of another piece: whose they are, which, and their first words."""

    id: str
    lines: str
    title: str
    opening: str


class Row(NamedTuple):
    """What stands in a place of the page: a line of the piece, or lines of another one."""

    line: MendedLine | None = None
    other: OtherRun | None = None


class Typed(NamedTuple):
    """What was typed of a piece and is not said yet: None where nothing was."""

    title: str | None = None
    kind: str | None = None


NOTHING: Final = Typed()


def mending_view(
    page: Page,
    pieces: Sequence[Piece],
    piece: Piece,
    language: Language,
    error: str = "",
    typed: Typed = NOTHING,
) -> str:
    """The dialog in which `piece`, one of the `pieces` of `page`, is mended; with what was typed and what is wrong."""
    runs = runs_of(page, pieces)
    own = [place for place, run in enumerate(runs) if run.article is piece]
    near = sorted(
        (place for place, run in enumerate(runs) if run.article is not piece and run.article),
        key=lambda place: min((abs(place - each) for each in own), default=0),
    )[:OTHERS_SHOWN]
    shown = sorted([*own, *near])
    lines = [line for place in own for line in runs[place].lines]
    return render(
        "browse/mending",
        language,
        stamp=time.time_ns(),
        page=page.name,
        seen=page.digest,
        piece=piece.id,
        first=lines[0] if lines else 0,
        title=piece.title if typed.title is None else typed.title,
        named=piece.title or say("title-none", language),
        limit=TITLE_CHARACTERS,
        kind=piece.kind if typed.kind is None else typed.kind,
        kinds=PIECE_KINDS,
        error=error,
        rows=[row for place in shown for row in _rows(page, runs[place], piece, lines, language)],
        beyond=max(0, len(lines) - LINES_SHOWN),
        unlisted=len({run.article.id for place, run in enumerate(runs) if run.article and place not in shown}),
    )


def piece_at(pieces: Sequence[Piece], id: object, line: object) -> Piece | None:
    """The piece of this id, else the one that has this line now; None where there is neither."""
    found = next((piece for piece in pieces if piece.id == id), None)
    if found is None and isinstance(line, int):
        found = next((piece for piece in pieces if any(first <= line <= last for first, last in piece.spans)), None)
    return found


def _rows(page: Page, run: Run, piece: Piece, lines: Sequence[int], language: Language) -> list[Row]:
    """The rows of a run."""
    if run.article is None:
        return []
    if run.article is piece:
        listed = set(lines[:LINES_SHOWN])
        return [Row(line=_line(page, number, piece, language)) for number in run.lines if number in listed]
    opening = words(page, run)[:_OPENING]
    title = run.article.title or say("title-none", language)
    return [Row(other=OtherRun(run.article.id, line_label((run.lines[0], run.lines[-1]), language), title, opening))]


def _line(page: Page, number: int, piece: Piece, language: Language) -> MendedLine:
    doubts = [joint for joint in piece.doubts if joint.line == number]
    return MendedLine(
        number,
        page.lines[number - 1].strip(),
        number != piece.spans[0][0],
        say("page-doubt", language, doubt=doubts_label(doubts, language)) if doubts else "",
    )
