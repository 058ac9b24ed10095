"""What a terminal needs: streams in UTF-8, quiet libraries, and columns that line up.

Standard output is for results; everything here that speaks does so on standard error.
"""

import contextlib
import io
import logging
import os
import sys
import unicodedata
import warnings
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from rag.text.visible import ShownStream, visible, visible_line
from rag.wording import Language

_QUIET: Final[Mapping[str, str]] = {
    "TRANSFORMERS_VERBOSITY": "error",
    "TRANSFORMERS_NO_ADVISORY_WARNINGS": "1",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "TOKENIZERS_PARALLELISM": "false",  # no warning about forks, and two cores gain nothing
    "GRADIO_ANALYTICS_ENABLED": "False",
}
"""What the libraries read from the environment; a value that the user has set is kept."""


def language_of(environment: Mapping[str, str]) -> Language:
    """The language of a POSIX environment: English where it says so, Chinese otherwise."""
    locale = environment.get("LC_ALL") or environment.get("LANG") or ""
    return "en" if locale.lower().startswith("en") else "zh"


def use_console() -> None:
    """Write UTF-8 whatever the locale says, and nothing that a terminal would obey: see `visible`.

    Half a surrogate pair is written as JSON escapes it. This holds for whatever is written from now on, by libraries
    and in tracebacks, too.
    """
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
        if stream is not None and not isinstance(stream, ShownStream):
            setattr(sys, name, ShownStream(stream))


@contextlib.contextmanager
def quiet_libraries() -> Iterator[None]:
    """Keep libraries' notes and warnings off standard error; errors are raised and said by us."""
    for name, value in _QUIET.items():
        os.environ.setdefault(name, value)
    formerly_disabled = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        with warnings.catch_warnings():
            if not sys.warnoptions:
                warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(formerly_disabled)


def tell(sentence: str) -> None:
    """One line on standard error, whatever breaks the sentence holds."""
    print(" ".join(sentence.split()), file=sys.stderr, flush=True)


# ---- columns


def width(text: str) -> int:
    """Columns that `text` takes on a terminal: two for a full-width character, none for a combining one."""
    return sum(
        0 if unicodedata.combining(character) else 2 if unicodedata.east_asian_width(character) in "WF" else 1
        for character in text
    )


def shortened(text: str, columns: int) -> str:
    """`text` on one line in at most `columns` columns, with … where something is left out."""
    text = visible(" ".join(text.split()))
    if width(text) <= columns:
        return text
    while width(text) > columns - 1:
        text = text[:-1]
    return text + "…"


def table(rows: Sequence[Sequence[str]], right: Sequence[int] = ()) -> str:
    """`rows` as lines with aligned columns, those numbered in `right` flush right. All rows are of one length."""
    rows = [[visible_line(cell) for cell in row] for row in rows]
    widths = [max(width(cell) for cell in column) for column in zip(*rows, strict=True)]

    def padded(place: int, cell: str) -> str:
        space = " " * (widths[place] - width(cell))
        return space + cell if place in right else cell + space

    return "\n".join("  ".join(padded(place, cell) for place, cell in enumerate(row)).rstrip() for row in rows)
