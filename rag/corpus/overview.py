"""What the corpus holds: its pages one by one, and its figures in sum."""

from dataclasses import dataclass

import numpy as np

from rag.answering.holdings import Holdings
from rag.articles.issue.printed import order_by_issue
from rag.index.columns import Columns
from rag.index.saved import SavedIndex
from rag.records import DateSource, PageHead, PrintedDay


@dataclass(frozen=True, slots=True)
class HeldPage:
    """A page with how many pieces it was split into and how many passages stand on it."""

    page: PageHead
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


def held_pages_of(holdings: Holdings, columns: Columns) -> tuple[HeldPage, ...]:
    """Every page of the index with these columns: dated ones first, by issue and page, then the others by name."""
    pieces = np.bincount(columns.piece_pages, minlength=len(columns.pages)).tolist()
    found = [HeldPage(*held) for held in zip(holdings.heads.values(), pieces, columns.standing.tolist(), strict=True)]
    return tuple(sorted(found, key=lambda held: order_by_issue(held.page)))


def figures_of(holdings: Holdings, index: SavedIndex) -> CorpusFigures:
    """The figures of the index that holds these."""
    first, last = holdings.period or (PrintedDay(), PrintedDay())
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
