"""What the corpus holds: its pages one by one, and its figures in sum."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rag.articles.issue.printed import period_of
from rag.index.saved import SavedIndex
from rag.records import DateSource, Page, Passage, PrintedDay


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
    pieces = Counter(article.source for article in index.articles)
    passages = Counter(source for passage in index.passages for source in _sources(passage))
    ordered = sorted(
        index.pages, key=lambda page: (not page.issue.date, page.issue.date or "", page.issue.page or 0, page.name)
    )
    return tuple(Holding(page, pieces[page.name], passages[page.name]) for page in ordered)


def figures_of(index: SavedIndex) -> CorpusFigures:
    """The figures of the index."""
    first, last = period_of(index.articles, index.pages) or (PrintedDay(), PrintedDay())
    return CorpusFigures(
        pages=len(index.pages),
        pieces=len(index.articles),
        passages=len(index.passages),
        characters=_characters(index.pages),
        first=first.date,
        last=last.date,
        index_bytes=sum(file.bytes for file in index.manifest.files.values()),
        encoder=index.manifest.recipe.encoder,
        first_told=first.told,
        last_told=last.told,
    )


def _sources(passage: Passage) -> set[str]:
    """The pages that a passage stands on."""
    return {piece.source for sentence in passage.sentences for piece in sentence.fragments}


def _characters(pages: Sequence[Page]) -> int:
    return sum(len("".join(line.split())) for page in pages for line in page.lines)
