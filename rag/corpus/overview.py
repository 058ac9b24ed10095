"""What the corpus holds: its pages one by one, and its figures in sum."""

from dataclasses import dataclass

import numpy as np

from rag.articles.issue.printed import order_by_issue, period_of
from rag.index.saved import SavedIndex
from rag.records import DateSource, Page, PrintedDay


@dataclass(frozen=True, slots=True)
class Holding:
    """A page with how many pieces it was split into and how many passages stand on it."""

    page: Page
    pieces: int
    passages: int


@dataclass(frozen=True, slots=True)
class CorpusFigures:
    """Counts of the corpus. `characters` are those of the pages' lines, white space aside.

    `first` and `last` are the ISO days of its oldest and newest paper, "" where no day is known, `first_told` and
    `last_told` who told them; `index_bytes` is the size of the index on the disk; `encoder` names the model that its
    vectors are of.
    """

    pages: int
    pieces: int
    passages: int
    characters: int
    first: str
    last: str
    index_bytes: int
    encoder: str
    first_told: DateSource = ""
    last_told: DateSource = ""


def holdings_of(index: SavedIndex) -> tuple[Holding, ...]:
    """Every page of the index: dated ones first, by issue and page, then the others by name."""
    columns = index.columns
    pieces = np.bincount(columns.piece_pages, minlength=len(columns.pages)).tolist()
    holdings = [Holding(*held) for held in zip(index.pages, pieces, columns.standing.tolist(), strict=True)]
    return tuple(sorted(holdings, key=lambda held: order_by_issue(held.page)))


def figures_of(index: SavedIndex) -> CorpusFigures:
    """The figures of the index."""
    first, last = period_of(index.articles, index.pages) or (PrintedDay(), PrintedDay())
    return CorpusFigures(
        pages=len(index.pages),
        pieces=len(index.articles),
        passages=len(index.passages),
        characters=int(index.columns.characters.sum()),
        first=first.date,
        last=last.date,
        index_bytes=index.manifest.size,
        encoder=index.manifest.recipe.encoder,
        first_told=first.told,
        last_told=last.told,
    )
