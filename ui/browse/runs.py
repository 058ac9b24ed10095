"""A page's lines and its pieces -> runs: consecutive lines of one piece, in the order of the page.

An interrupted piece has several runs, other pieces standing between. Left out: what a run looks like (see
`paper_view`).
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rag import Page, Piece

ROW_CHARACTERS: Final = 25
"""Characters in one printed row of a newspaper's column: what the height of a run is reckoned in."""


@dataclass(frozen=True, slots=True)
class Run:
    """Lines that stand together on the page and belong to one piece.

    `lines` are the numbers of the printed lines, blank ones left out. `number` counts the pieces of the page from 1,
    as the command line does; `opens` tells a piece's first run on the page. Where no piece holds the lines, `article`
    is None and `number` 0.
    """

    article: Piece | None
    number: int
    lines: tuple[int, ...]
    opens: bool


def runs_of(page: Page, articles: Sequence[Piece]) -> list[Run]:
    """All printed lines of `page`, cut into runs of its `articles`."""
    owners: dict[int, int] = {}
    for number, article in enumerate(articles, start=1):
        for first, last in article.spans:
            for line in range(max(first, 1), min(last, len(page.lines)) + 1):
                owners.setdefault(line, number)
    printed = [line for line, text in enumerate(page.lines, start=1) if text.strip()]
    runs: list[Run] = []
    begun: set[int] = set()
    for number, lines in itertools.groupby(printed, key=lambda line: owners.get(line, 0)):
        runs.append(Run(articles[number - 1] if number else None, number, tuple(lines), number not in begun))
        begun.add(number)
    return runs


def threads(runs: Sequence[Run]) -> dict[int, int]:
    """The numbers of the interrupted pieces, each with its place among them: they share a colour by it."""
    interrupted = dict.fromkeys(run.number for run in runs if run.article and not run.opens)
    return {number: place for place, number in enumerate(sorted(interrupted))}


def rows(page: Page, run: Run) -> int:
    """About how many rows of a column the run fills in print."""
    return sum(1 + len(page.lines[line - 1].strip()) // ROW_CHARACTERS for line in run.lines)


def words(page: Page, run: Run) -> str:
    """What the run prints apart from its piece's headline."""
    headline = run.article.title_lines if run.article else ()
    return " ".join(page.lines[line - 1].strip() for line in run.lines if line not in headline)
