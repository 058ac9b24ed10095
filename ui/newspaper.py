"""What the page needs of a corpus and its assistant, and what a paper tells of a place that is shown as a source."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol, runtime_checkable

from rag import (
    Answer,
    DateMention,
    Fragment,
    Hit,
    Holdings,
    ListedArticle,
    Operation,
    Page,
    Passage,
    Piece,
    Plan,
    PrintedDay,
    Scope,
    Shown,
    day_on,
    days_meant,
    event_day,
    people_of,
    whole_of,
)


class Cutter(Protocol):
    """What cuts text into terms."""

    def cut(self, text: str) -> Sequence[str]:
        """The terms of `text`; pairs of characters are marked with ":"."""


class Newspaper(Protocol):
    """What the page needs of an assistant."""

    @property
    def holdings(self) -> Holdings:
        """The pages and pieces of the corpus: a corpus that changed has others."""

    @property
    def terms(self) -> Cutter:
        """What cuts a query as the pages were cut."""

    def ask(
        self,
        question: str,
        history: Sequence[tuple[str, str]] = (),
        scope: Scope | None = None,
        plan: Plan | None = None,
        shown: Shown = ...,
    ) -> Answer:
        """The answer from what is within `scope`, by `plan` where one is given; a list names those `shown`. Raises
        QuestionError where the message is not a question.
        """

    @property
    def is_loaded(self) -> bool:
        """Whether the models are there, so that a question waits for none of them."""

    def thorough(self) -> "Newspaper":
        """The same assistant, reading more passages for an answer."""

    def listing(self, question: str, history: Sequence[tuple[str, str]] = (), operation: Operation = "list") -> Plan:
        """The plan of a question as one that lists or counts articles. Raises QuestionError where it names none."""

    def article_counts(self) -> Mapping[str, int]:
        """How many articles begin on each page, by the pages' names."""

    def search(
        self, question: str, history: Sequence[tuple[str, str]] = (), scope: Scope | None = None
    ) -> Sequence[Hit]:
        """The passages of `scope` nearest to `question`, best first. Raises QuestionError as `ask` does."""

    def article(self, id: str) -> Piece:
        """The piece of this id. Raises KeyError."""

    def parts(self, id: str) -> Sequence[Piece]:
        """All pieces of the article that the piece of this id belongs to, in reading order. Raises KeyError."""

    def page(self, name: str) -> Page:
        """The page of this file name. Raises KeyError."""


@runtime_checkable
class Corpus(Protocol):
    """What the page shows: pages that may be others at every event.

    Whoever asks several times at one event takes the `assistant` once, so that what comes back fits together.
    """

    @property
    def assistant(self) -> Newspaper:
        """The assistant of the corpus as it is now; it stays as it is whatever changes."""


@dataclass(frozen=True, slots=True)
class FixedCorpus:
    """A corpus that does not change."""

    assistant: Newspaper


@dataclass(frozen=True, slots=True)
class Imprint:
    """What is known of a source beside its citation: the paper's name, the page's number in its issue, who wrote it,
    what the page is called (`section`).

    What nothing tells is "" or None. `printed` is the day of the paper, be it told or only inferred, `event` the ISO
    day of what the piece tells, where that is known by itself; `days` are what the cited words name without its year,
    with the days that are meant. `kept` says whether the corpus still holds the words
    where they were cited.
    """

    paper: str = ""
    page: int | None = None
    byline: str = ""
    kept: bool = True
    printed: PrintedDay = field(default_factory=PrintedDay)
    event: str = ""
    days: tuple[DateMention, ...] = ()
    section: str = ""

    @property
    def authors(self) -> tuple[str, ...]:
        """The names of the byline, roles left out: 记者 甲 通讯员 乙 -> 甲, 乙. An agency stays as it is printed."""
        return people_of(self.byline) or tuple(filter(None, [self.byline.strip()]))


def page_named(assistant: Newspaper, name: object) -> Page | None:
    """The page of this file name; None for whatever else a browser may send."""
    return assistant.page(name) if isinstance(name, str) and name in assistant.holdings.heads else None


def imprint_of(assistant: Newspaper, article: str, source: str, cited: Sequence[Fragment]) -> Imprint:
    """The imprint of words cited from a piece; not `kept` where the corpus has no such piece, page or words."""
    try:
        parts, page = assistant.parts(article), assistant.page(source)
        kept = all(is_printed(assistant.page(piece.source), piece) for piece in cited)
    except KeyError:
        return Imprint(kept=False)
    whole, day = whole_of(parts), day_on(parts, page)
    return Imprint(
        page.issue.paper,
        page.issue.page,
        whole.byline,
        kept,
        day,
        event_day(whole, day),
        days_meant(parts, cited),
        page.issue.section,
    )


def listed_article(assistant: Newspaper, id: str, marker: int = 0) -> ListedArticle | None:
    """The article of this id as a list has it, with the marker of what is cited from it; None where there is none."""
    try:
        parts = assistant.parts(id)
        page = assistant.page(parts[0].source)
    except (KeyError, IndexError):
        return None
    article, imprint = whole_of(parts), imprint_of(assistant, id, page.name, ())
    return ListedArticle(
        id=article.id,
        source=page.name,
        spans=parts[0].spans,
        title=article.title,
        date=article.date,
        page=imprint.page,
        parts=tuple((part.source, part.spans) for part in parts),
        marker=marker,
        printed=imprint.printed,
        paper=imprint.paper,
        section=page.issue.section,
        byline=article.byline,
        kind=article.kind,
    )


def imprints_of(assistant: Newspaper, answer: Answer) -> dict[int, Imprint]:
    """The imprint of each source of an answer by its marker, of a refusal's nearest pieces by their rank."""
    if not answer.refused:
        return {
            each.marker: imprint_of(assistant, each.article, each.source, each.fragments) for each in answer.citations
        }
    return {
        hit.rank: imprint_of(assistant, hit.passage.article, hit.passage.source, fragments_of(hit.passage))
        for hit in answer.hits
    }


def imprints_now(assistant: Newspaper, answer: Answer, former: Mapping[int, Imprint]) -> dict[int, Imprint]:
    """The same of an answer that was given before, of a corpus that may have changed since: what was known of a place
    that it no longer holds stays known.
    """
    now = imprints_of(assistant, answer)
    return {place: one if one.kept else replace(former.get(place, one), kept=False) for place, one in now.items()}


def fragments_of(passage: Passage) -> tuple[Fragment, ...]:
    """Everything that a passage prints, with its places."""
    return tuple(piece for sentence in passage.sentences for piece in sentence.fragments)


def is_printed(page: Page, piece: Fragment) -> bool:
    """Whether the page prints these characters at this place."""
    return (
        0 < piece.line <= len(page.lines)
        and piece.start >= 0
        and page.lines[piece.line - 1][piece.start : piece.end] == piece.text
    )
