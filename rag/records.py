"""The records that flow from pages to answers, frozen and without behaviour beyond reading their own fields.

Data flows one way: Page -> Piece -> Passage -> Hit -> Answer. Every piece of text keeps the place it was read from
(`Fragment`), so that a quote is always cut from the page and never composed. Line numbers are 1-based and count the
decoded file split on newlines; offsets count characters of one line, from 0. Scores: higher is better.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["news", "feature", "caption", "almanac", "commentary", "continuation", "slogan"]
Span = tuple[int, int]
"""First and last line, both included."""


DateSource = Literal["sidecar", "file-name", "masthead", "file", "text", ""]
"""Where a date was read: the sidecar beside the pages, the file's name, the page's masthead, a date field of the file
itself, its text, or nowhere."""


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date that the text names, resolved: 昨日 -> 2022-01-19, 去年4月 -> 2021-04. Kept beside the text, never in it.

    `text` is what is printed at `start` of `line`; `date` an ISO date, month or year.
    """

    line: int
    start: int
    text: str
    date: str


@dataclass(frozen=True, slots=True)
class Issue:
    """The issue that a page belongs to: its ISO date and the number of the page in it, None where nothing tells.

    `told` says where the date was read, or the number where there is no date. One told by the text is inferred from
    the days in `seen`: the paper came out on that day or soon after. `paper` and `section` are printed names.
    """

    date: str | None = None
    page: int | None = None
    told: DateSource = ""
    seen: tuple[DateMention, ...] = ()
    paper: str = ""
    section: str = ""


@dataclass(frozen=True, slots=True)
class KnownPiece:
    """An article that a file or a person keeps apart already, so that it need not be found by splitting.

    `spans` are all its lines in reading order, `title_lines` among them those of the headline. `kind` is "" where
    nothing says it. `columns` are further fields of the file, by name. `date_told` says who told `date`.
    """

    spans: tuple[Span, ...]
    title_lines: tuple[int, ...] = ()
    title: str = ""
    kind: Kind | Literal[""] = ""
    byline: str = ""
    date: str | None = None
    columns: tuple[tuple[str, str], ...] = ()
    date_told: DateSource = "file"


@dataclass(frozen=True, slots=True)
class Page:
    """One decoded page. `name` is the file's name; `digest` the SHA-256 of its bytes in hexadecimal, or of them and
    of what the sidecar says of the page.

    `sections` are the articles known beforehand; the lines outside them are still to be split. `notices`, PageErrors,
    say what of the file could not be read though the rest is here; they belong to this reading and are not stored.
    """

    name: str
    lines: tuple[str, ...]
    digest: str
    issue: Issue = Issue()
    sections: tuple[KnownPiece, ...] = ()
    notices: tuple[Exception, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Fragment:
    """A run of characters of one line of one page, exactly as printed there."""

    source: str
    line: int
    start: int
    text: str

    @property
    def end(self) -> int:
        """Offset after the last character."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of a page.

    `paragraphs` are the body's lines in reading order, each paragraph the numbers of the lines that make it up
    (several where the page broke it). `repeats` are lines that print an earlier paragraph again. `date_told` says
    where `date` was read, `mentions` are the dates that its lines name, `columns` further fields of its file.
    `continues` is the id of the piece on another page that goes on in this one, "" where none does.
    """

    id: str
    source: str
    title: str
    kind: Kind
    byline: str
    date: str | None
    spans: tuple[Span, ...]
    title_lines: tuple[int, ...]
    paragraphs: tuple[tuple[int, ...], ...]
    repeats: tuple[int, ...]
    text: str
    date_told: DateSource = ""
    mentions: tuple[DateMention, ...] = ()
    columns: tuple[tuple[str, str], ...] = ()
    continues: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """An article with all its pieces: one, or several where it goes on on other pages.

    `parts` are the pieces in reading order, `id` is the first one's. The other fields are those of the whole article.
    """

    id: str
    title: str
    kind: Kind
    byline: str
    date: str | None
    date_told: DateSource
    parts: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence as printed: one fragment, or several where lines break it, or the end of a page."""

    fragments: tuple[Fragment, ...]
    opens_paragraph: bool

    @property
    def text(self) -> str:
        """The printed characters, line breaks left out."""
        return "".join(fragment.text for fragment in self.fragments)


@dataclass(frozen=True, slots=True)
class Passage:
    """Consecutive sentences of one article: the unit that is searched and shown.

    `article` is the id of the article's first piece, `title` and `date` (ISO, or None) are those of the whole article.
    `source` is the page of the first fragment and `spans` its lines there in reading order: only a last sentence that
    the end of the page broke goes on in another file, and its fragments say where.
    """

    id: str
    article: str
    source: str
    title: str
    date: str | None
    spans: tuple[Span, ...]
    sentences: tuple[Sentence, ...]

    @property
    def text(self) -> str:
        """What the page prints here, a newline between paragraphs."""
        parts: list[str] = []
        for sentence in self.sentences:
            if parts and sentence.opens_paragraph:
                parts.append("\n")
            parts.append(sentence.text)
        return "".join(parts)


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a question; `parts` holds the scores that `score` was mixed from, by name.

    `matched` are the question's words that the passage holds, in the question's order.
    """

    passage: Passage
    score: float
    rank: int
    parts: Mapping[str, float] = field(default_factory=dict)
    matched: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """The place that proves a sentence of an answer.

    `quote` is what the page prints at `lines` of `source`; `fragments` are the same characters with their offsets.
    `page` is the number of the page in its issue, None where nothing tells it.
    """

    marker: int
    source: str
    lines: Span
    article: str
    title: str
    date: str | None
    quote: str
    passage: str
    fragments: tuple[Fragment, ...]
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a question, or the refusal to give one.

    `text` carries a marker such as [1] after each sentence; when `refused`, it says so in one sentence and
    `citations` is empty. `hits` are the nearest passages either way. `confidence` is the probability of an answer, in
    [0, 1]; `span` is the exact answer within `text`, "" where no reader found one; `reason` names the wording of a
    refusal, "" otherwise. `timings_ms` are wall-clock milliseconds by stage. `continued_from` is the id of the piece
    that an earlier answer cites and this question goes on from, "" where it stands by itself. `reason_values` fill the
    braces of the wording that `reason` names.
    """

    question: str
    refused: bool
    text: str
    citations: tuple[Citation, ...]
    hits: tuple[Hit, ...]
    confidence: float
    reason: str
    timings_ms: Mapping[str, float]
    span: str = ""
    continued_from: str = ""
    reason_values: Mapping[str, str] = field(default_factory=dict)
