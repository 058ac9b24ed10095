"""What every reader returns, and the two ways to its sections: piece after piece, or headings that open articles."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from rag.errors import PageError
from rag.records import Kind, KnownPiece
from rag.text.decoding import clean_lines

MOST_NOTICES = 20
"""Entries of one file that are named one by one."""

# Characters that no line holds: controls other than tab, and halves of a surrogate pair.

MOST_LINES: Final = 1_000_000
"""Lines in one document, blank ones too: a year of a daily paper has half as many paragraphs."""
MOST_CHARACTERS: Final = 60_000_000
"""Characters in one document, the fields of its articles included: a file of plain text of the largest size allowed."""
MOST_MARKS: Final = 8_000_000
"""Opening brackets in one file of markup or records: a tree of as many elements takes most of the memory for a file."""


@dataclass(frozen=True, slots=True)
class Document:
    """The lines extracted from a file, the articles that it keeps apart, and what of it could not be read."""

    lines: tuple[str, ...]
    sections: tuple[KnownPiece, ...] = ()
    notices: tuple[PageError, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a file says of an article beside its text. The title is one clean line."""

    title: str = ""
    date: str | None = None
    byline: str = ""
    kind: Kind | None = None
    columns: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading that opens an article: its lines, counted from 1, and its text without markup."""

    lines: tuple[int, ...]
    title: str


@dataclass(slots=True)
class Notices:
    """What of the file `name` could not be read: the first ones in full, and how many more there are.

    `undated` are the dates of entries that no day could be read from.
    """

    name: str
    told: list[PageError] = field(default_factory=list)
    more: int = 0
    undated: list[str] = field(default_factory=list)

    def add(self, key: str, **values: object) -> None:
        """One entry that is left out, for the reason that the wording has under `key`."""
        if len(self.told) < MOST_NOTICES:
            self.told.append(PageError(key, name=self.name, **values))
        else:
            self.more += 1

    def all(self) -> tuple[PageError, ...]:
        """Everything to be said."""
        more = [PageError("records-more-skipped", name=self.name, count=self.more)] if self.more else []
        if self.undated:
            more.append(
                PageError("records-undated", name=self.name, count=len(self.undated), text=self.undated[0][:40])
            )
        return (*self.told, *more)


@dataclass(slots=True)
class Sheet:
    """Lines and sections in the making, one article after another: its title's line, then those of its text."""

    lines: list[str] = field(default_factory=list)
    sections: list[KnownPiece] = field(default_factory=list)

    def add(self, facts: Facts, text: str) -> None:
        """Put one article below the others; nothing where it has neither title nor text."""
        title = facts.title
        added = [*([title] if title else []), *clean_lines(text)]
        if not added:
            return
        first = len(self.lines) + 1
        self.lines += added
        self.sections.append(_section(facts, ((first, len(self.lines)),), (first,) if title else (), title))

    def document(self, notices: Notices) -> Document:
        """What was put together. Raises the first notice where that is nothing."""
        if not self.lines and notices.told:
            raise notices.told[0]
        return Document(tuple(self.lines), tuple(self.sections), notices.all())


def check_size(name: str, text: str | bytes, marks: str = "") -> None:
    """Raises PageError for more lines than a document has, or more of the `marks` that open an element or a record.

    It is told at once, where putting the lines or the tree together would take all the time and memory for a file.
    """

    def counted(mark: str) -> int:
        return text.count(mark) if isinstance(text, str) else text.count(mark.encode())

    if counted("\n") > MOST_LINES or sum(map(counted, marks)) > MOST_MARKS:
        raise PageError("document-too-much", name=name)


def by_headings(lines: Sequence[str], headings: Sequence[Heading], facts: Facts) -> Document:
    """A document whose articles open at `headings`; what stands above the first is an article of its own.

    With one heading or none, all lines are one article. `facts` hold for every article, their title where a single
    article has no heading; a title that differs from the printed one is kept as a column.
    """
    if len(headings) < 2:
        heading = headings[0] if headings else Heading((), facts.title)
        return Document(tuple(lines), _sections(lines, [(1, len(lines), heading)], facts))
    starts = [heading.lines[0] for heading in headings]
    ends = [start - 1 for start in starts[1:]] + [len(lines)]
    parts = [(1, starts[0] - 1, Heading((), "")), *zip(starts, ends, headings, strict=True)]
    return Document(tuple(lines), _sections(lines, parts, facts))


def _sections(lines: Sequence[str], parts: Iterable[tuple[int, int, Heading]], facts: Facts) -> tuple[KnownPiece, ...]:
    return tuple(
        _section(_with_other_title(facts, heading.title), ((first, last),), heading.lines, heading.title)
        for first, last, heading in parts
        if any(line.strip() for line in lines[first - 1 : last])
    )


def _with_other_title(facts: Facts, printed: str) -> Facts:
    if not facts.title or facts.title == printed:
        return facts
    return Facts(facts.title, facts.date, facts.byline, facts.kind, (("title", facts.title), *facts.columns))


def _section(facts: Facts, spans: tuple[tuple[int, int], ...], title_lines: tuple[int, ...], title: str) -> KnownPiece:
    return KnownPiece(
        spans=spans,
        title_lines=title_lines,
        title=title,
        kind=facts.kind or "",
        byline=facts.byline,
        date=facts.date,
        columns=facts.columns,
    )
