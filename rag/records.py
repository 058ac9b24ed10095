"""The records that flow from pages to answers, frozen and without behaviour beyond reading their own fields.

Data flows one way: Page -> Piece -> Passage -> Hit -> Answer. Every piece of text keeps the place it was read from
(`Fragment`), so that a quote is always cut from the page and never composed. Line numbers are 1-based and count the
decoded file split on newlines; offsets count characters of one line, from 0. Scores: higher is better.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal, get_args

Kind = Literal["news", "feature", "caption", "almanac", "commentary", "continuation", "slogan"]
Span = tuple[int, int]
"""First and last line, both included."""


DateSource = Literal["sidecar", "file-name", "masthead", "file", "text", ""]
"""Where a date was read: the sidecar beside the pages, the file's name, the page's masthead, a date field of the file
itself, its text, or nowhere."""


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date that the text names, resolved: 昨日 -> 2022-01-19, 去年4月 -> 2021-04. Kept beside the text, never in it.

    `text` is what is printed at `start` of `line`; `date` an ISO day, month, year, or the interval of its first and
    its last day, 一月中旬 -> 2022-01-11/2022-01-20 (`text.dates.period_of_iso` reads them all).
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
class PrintedDay:
    """The day of the paper that something was printed in: its ISO date, "" where nothing tells it, and who told it."""

    date: str = ""
    told: DateSource = ""

    @property
    def is_inferred(self) -> bool:
        """Whether it is only inferred from the text, so that the paper may have come out some days later."""
        return self.told == "text"


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
class PageHead:
    """What a page is listed by: the name of its file, and its issue without the days that this was inferred from."""

    name: str
    issue: Issue


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


JointKind = Literal["begins", "runs-on", "resumes", "ends"]
"""What was decided at a line of a piece: that it begins there, that what could be another piece belongs to it, that it
goes on there after other pieces, that it ends there."""


@dataclass(frozen=True, slots=True)
class Joint:
    """A cut or a join of a split at `line`, with the probability that it is right, in [0, 1].

    `doubtful` marks one that is worth a person's look. What parts two pieces is marked once, with the lower one.
    """

    line: int
    kind: JointKind
    confidence: float
    doubtful: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of a page.

    `paragraphs` are the body's lines in reading order, each paragraph the numbers of the lines that make it up
    (several where the page broke it). `repeats` are lines that print an earlier paragraph again. `date` is the day of
    what it tells where its text says that (`date_told`: "text"), else the day it was printed, which `printed_day` tells
    of every piece. `mentions` are the dates that its lines name, `columns` further fields of its file.
    `continues` is the id of the piece on another page that goes on in this one, "" where none does.

    `confidence` is the probability, in [0, 1], that the piece holds exactly its lines; 1 where a file or a person keeps
    it apart. `joints` are its cuts and joins in reading order; of all lines that could open another piece and were
    given to it, the likeliest in each part and the doubtful ones.
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
    confidence: float = 1.0
    joints: tuple[Joint, ...] = ()

    @property
    def doubts(self) -> tuple[Joint, ...]:
        """Its doubtful cuts and joins."""
        return tuple(joint for joint in self.joints if joint.doubtful)


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

    `matched` are the question's words that the passage holds, in the question's order. `printed` is the day of the
    paper that it stands in.
    """

    passage: Passage
    score: float
    rank: int
    parts: Mapping[str, float] = field(default_factory=dict)
    matched: tuple[str, ...] = ()
    printed: PrintedDay = PrintedDay()


@dataclass(frozen=True, slots=True)
class Citation:
    """The place that proves a sentence of an answer.

    `quote` is what the page prints at `lines` of `source`; `fragments` are the same characters with their offsets.
    `date` is that of the article (see `Piece`), `printed` the day of the paper that the quote stands in, `page` the
    number of the page in its issue, None where nothing tells it. `days` are what the quote names without their year,
    去年4月 or 昨日, with the days that are meant.
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
    printed: PrintedDay = PrintedDay()
    days: tuple[DateMention, ...] = ()


AnswerKind = Literal["answer", "refusal", "talk", "collection", "list", "count", "timeline", "summary"]
"""What a reply is: an answer from passages, none, a word said back, what the corpus is, or what a plan found."""
ANSWER_KINDS: Final[tuple[AnswerKind, ...]] = get_args(AnswerKind)


@dataclass(frozen=True, slots=True)
class ListedArticle:
    """An article that a reply lists, counts or sums up.

    `date` is the ISO day of what it reports, None where nothing tells; `page` the number of its page in its issue.
    `parts` are its pieces in reading order, each the page's name and the lines. `marker` is that of the sentence cited
    from it, 0 where none is. `printed` is the day of the paper that it stands in, `paper` that paper's printed name,
    `section` the name of its section, `byline` who wrote it; "" where nothing tells.
    """

    id: str
    source: str
    spans: tuple[Span, ...]
    title: str
    date: str | None
    page: int | None
    parts: tuple[tuple[str, tuple[Span, ...]], ...]
    marker: int = 0
    printed: PrintedDay = PrintedDay()
    paper: str = ""
    section: str = ""
    byline: str = ""
    kind: Kind = "news"


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a question, or the refusal to give one.

    `text` carries a marker such as [1] after each sentence; when `refused`, it says so in one sentence and
    `citations` is empty. `hits` are the nearest passages either way. `confidence` is the probability of an answer, in
    [0, 1]; `span` is the exact answer within `text`, "" where no reader found one; `reason` names the wording of a
    refusal, "" otherwise. `timings_ms` are wall-clock milliseconds by stage. `continued_from` is the id of the piece
    that an earlier answer cites and this question goes on from, "" where it stands by itself. `reason_values` fill the
    braces of the wording that `reason` names. `read_as` is the question in characters where it was typed in pinyin, ""
    otherwise. `onward` are questions to go on with, which the corpus answers. `unread` is how many of the nearest
    passages the time for reading did not reach: with more time they might have answered otherwise.

    `kind` says what it is. `articles` are those that a list, a count, a timeline or a summary is about, each once;
    `count` is their number, None where nothing was counted, and `shown` how many of them `text` names. `plan` is how
    the question was understood, as plain data (see `planning.plan`).
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
    kind: AnswerKind = "answer"
    articles: tuple[ListedArticle, ...] = ()
    count: int | None = None
    plan: Mapping[str, Any] = field(default_factory=dict)
    continued_from: str = ""
    reason_values: Mapping[str, str] = field(default_factory=dict)
    read_as: str = ""
    onward: tuple[str, ...] = ()
    unread: int = 0
    shown: int = 0
