"""Printed characters as they are shown: escaped, the cited ones told from the others, places and dates in words.

Everything that comes from a page or from a visitor passes through `escaped` on its way into a template. Left out: how
it is laid out (see `templating`).
"""

import re
from collections.abc import Iterable, Sequence
from typing import Final, Literal

from markupsafe import Markup

from rag import (
    Fragment,
    Language,
    Notice,
    PrintedDay,
    Span,
    WenbaoError,
    date_label,
    line_label,
    printed_label,
)
from ui.wording import say

MarkTag = Literal["mark", "span"]
"""`mark` for characters that prove an answer, `span` for a place that is only near the question."""

Stretches = tuple[tuple[str, bool], ...]
"""A text in pieces, each with whether it is marked."""

_TOLD: Final = {
    "sidecar": "page-told-sidecar",
    "file-name": "page-told-file-name",
    "masthead": "page-told-masthead",
    "file": "page-told-file",
}
"""Of a day that is told; one that is inferred says so in its label."""
_SPECIAL: Final = re.compile(r"[\x00-\x08\x0a-\x1f!-/:-@\[-`{-~\x7f\ufffe\uffff]")
_LINE_BREAK: Final = "<br>"  # a tag in Python: no template sees the characters of a text
_SHOWN_AS: Final = {
    **dict.fromkeys(map(chr, (*range(32), 127, 0xFFFE, 0xFFFF)), "\ufffd"),
    "\n": _LINE_BREAK,
    **{chr(code): f"&#{code};" for code in range(33, 127)},
}
"""What stands for each character that is special."""


def escaped(text: str) -> Markup:
    """`text` as HTML that reads as the same characters wherever it is put.

    Every ASCII punctuation mark becomes a character reference, not only the five that html.escape handles: chat
    bubbles are read as Markdown with LaTeX, and neither sees structure in a reference. Line breaks become <br>, so
    that no blank line ends the surrounding HTML block.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    # What Markup(...) does, in a third of the time: it would look first whether the text is Markup already.
    return str.__new__(Markup, _SPECIAL.sub(_shown_as, text))


def _shown_as(found: re.Match[str]) -> str:
    return _SHOWN_AS[found[0]]


def with_line_ends(text: str) -> Markup:
    """`text` as `escaped`, but with its line breaks: where it is kept as it is, to be taken along."""
    return Markup(escaped(text).replace(Markup(_LINE_BREAK), Markup("&#10;")))


def error_sentence(error: WenbaoError | Notice, language: Language) -> str:
    """What went wrong in a sentence for visitors, to be escaped; every error that they see passes through here."""
    return error.sentence(language, public=True)


def stretches(text: str, ranges: Iterable[tuple[int, int]]) -> Stretches:
    """`text` in pieces, each with whether it lies from start to end (not included) of one of the ranges."""
    pieces: list[tuple[str, bool]] = []
    position = 0
    for start, end in _joined(ranges, len(text)):
        if start > position:
            pieces.append((text[position:start], False))
        pieces.append((text[start:end], True))
        position = end
    if position < len(text):
        pieces.append((text[position:], False))
    return tuple(pieces)


def cited_ranges(source: str, line: int, cited: Sequence[Fragment]) -> list[tuple[int, int]]:
    """Where `cited` lies on one line of a page, as offsets of that line."""
    return [(piece.start, piece.end) for piece in cited if piece.source == source and piece.line == line]


def span_label(spans: Sequence[Span], language: Language) -> str:
    """The lines of a piece, an interrupted one's in reading order."""
    return say("list-comma", language).join(line_label(span, language) for span in spans)


def period_label(period: tuple[PrintedDay, PrintedDay] | None, language: Language) -> str:
    """From when to when papers are; "" where that is not known of any."""
    if period is None:
        return ""
    first, last = (printed_label(day, language) for day in period)
    return first if first == last else say("period", language, first=first, last=last)


def printed_on(day: PrintedDay, language: Language) -> str:
    """The day of a paper, and where it was read or that it is only inferred."""
    told = _TOLD.get(day.told) if day.date else None
    label = printed_label(day, language)
    return say("page-dated", language, date=label, told=say(told, language)) if told else label


def event_label(date: str, language: Language) -> str:
    """The day of what a piece tells, said to be that; "" where it is not known."""
    return say("date-event", language, date=date_label(date, language)) if date else ""


def _joined(ranges: Iterable[tuple[int, int]], length: int) -> list[tuple[int, int]]:
    """`ranges` in order, cut to the line and joined where they touch."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        start, end = max(0, start), min(length, end)
        if start >= end:
            continue
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined
