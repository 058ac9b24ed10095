"""Articles as a reply lists them: how many there are and how they were counted, then each with a sentence of it."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from rag.answering.scope import Scope
from rag.planning.catalogue import Catalogue, Chosen, Entry
from rag.planning.conditions import conditions_label, word_label
from rag.planning.plan import COUNTED_APART, Plan, plan_object
from rag.planning.quoting import Quoted, Quoting, hits_of, texts_of
from rag.records import Answer, AnswerKind, Citation, Hit, ListedArticle, PrintedDay
from rag.text.labels import date_label, in_a_row, printed_label
from rag.text.terms import Terms
from rag.wording import Language, say

CITED: Final = 10
"""Articles of a list of which a sentence is cited: as many as a reader looks through at once."""

NUMBERS_SHOWN: Final = 12
"""Page numbers that are named one by one where none of them was meant."""


@dataclass(frozen=True, slots=True)
class Shown:
    """Which articles of a list its text names and cites: at most `limit` of them, from number `offset` on, from 0."""

    offset: int = 0
    limit: int = CITED


FIRST: Final = Shown()
EVERY: Final = Shown(limit=sys.maxsize)


class Listing:
    """Lists articles for one plan, in one language, as many at once as `shown` says."""

    def __init__(
        self, plan: Plan, catalogue: Catalogue, terms: Terms, language: Language, shown: Shown = FIRST
    ) -> None:
        self._plan = plan
        self._catalogue = catalogue
        self._terms = terms
        self._language = language
        self._shown = shown

    @property
    def conditions(self) -> str:
        """How the articles were counted, in words."""
        return conditions_label(self._plan, self._language)

    def answer(
        self, kind: AnswerKind, entries: Sequence[Entry], counts: Sequence[tuple[str, int]] = (), head: str = ""
    ) -> Answer:
        """How many there are, then, a line each, what is cited from those that are shown.

        `head` is said in place of how many and how they were counted. `counts` are the subject's words with the number
        of articles that hold each, told where no article holds all.
        """
        head = head or self._head(kind, len(entries))
        if not entries:
            return replied(self._plan, kind, self._nothing(head, counts), count=0)
        offset = self._shown.offset
        shown = entries[offset : offset + self._shown.limit]
        quoting = Quoting(self._catalogue, self._terms, texts_of(shown))
        quoted = [
            quoting.leading(entry) if kind == "summary" else quoting.about(entry, self._plan.subject) for entry in shown
        ]
        items = [self._item(place, *pair) for place, pair in enumerate(zip(shown, quoted, strict=True), offset + 1)]
        markers = [quote.marker for quote in quoted]
        markers = [0] * offset + markers + [0] * (len(entries) - offset - len(markers))
        listed = zip(entries, markers[: len(entries)], strict=True)
        return replied(
            self._plan,
            kind,
            "\n".join([head + self._which(len(shown), len(entries)), *items]),
            citations=[citation for quote in quoted for citation in quote.citations],
            hits=hits_of(quoted),
            articles=tuple(listed_article(entry, marker) for entry, marker in listed),
            count=len(entries),
            shown=len(shown),
        )

    def _which(self, shown: int, count: int) -> str:
        """Which of them are listed, where that is not all, and the colon before them; a stop before none."""
        offset = self._shown.offset
        if not shown:
            return say("plan-stop", self._language)
        key = "" if shown == count else "plan-from-to" if offset else "plan-more"
        which = say(key, self._language, shown=shown, first=offset + 1, last=offset + shown) if key else ""
        return which + say("plan-colon", self._language)

    def _head(self, kind: AnswerKind, count: int) -> str:
        key = "plan-none" if not count else "plan-found-one" if count == 1 else "plan-found"
        found = say("plan-how", self._language, found=say(key, self._language, count=count), conditions=self.conditions)
        return say("plan-timeline", self._language, found=found) if kind == "timeline" and count else found

    def _nothing(self, head: str, counts: Sequence[tuple[str, int]]) -> str:
        """That there is none, with the words that do occur, and from when to when there is anything."""
        sentences = [head]
        held = [(word, count) for word, count in counts if count]
        if held and len(counts) > 1:
            words = (say("plan-word-found", self._language, word=word, count=count) for word, count in held)
            joined = say("list-comma", self._language).join(words)
            sentences.append(say("plan-words-found", self._language, words=joined))
        if self._plan.proposed:
            near = (self._near(word) for word in self._plan.proposed)
            sentences.append(say("plan-near", self._language, words=say("list-comma", self._language).join(near)))
        choices = self._catalogue.choices
        if self._plan.scope.numbers and choices.numbers:
            numbers = [str(number) for number, _ in choices.numbers]
            shown = [*numbers[:NUMBERS_SHOWN], *(["…", numbers[-1]] if len(numbers) > NUMBERS_SHOWN else [])]
            joined = say("list-comma", self._language).join(shown)
            sentences.append(say("plan-numbers-held", self._language, numbers=joined))
        if self._plan.window and choices.first:
            first, last = ends_of_papers(self._catalogue, self._language)
            sentences.append(say("plan-outside", self._language, first=first, last=last))
        stop = say("plan-stop", self._language)
        return in_a_row((f"{sentence}{stop}" for sentence in sentences), self._language)

    def _near(self, word: str) -> str:
        """A word that is proposed, with the number of articles that hold it."""
        count = int((self._catalogue.held & self._catalogue.holding([word])).sum())
        return say("plan-near-word", self._language, word=word, count=count)

    def _item(self, place: int, entry: Entry, quoted: Quoted) -> str:
        key = "plan-item" if entry.article.title else "plan-item-untitled"
        facts = say("list-comma", self._language).join(self._facts(entry))
        return say(key, self._language, number=place, title=entry.article.title, facts=facts, sentence=quoted.text)

    def _facts(self, entry: Entry) -> list[str]:
        """The paper, the day of the issue, the page, and the day of what is reported where it is another."""
        facts = [entry.issue.paper] if entry.issue.paper else []
        facts.append(printed_label(entry.printed, self._language))
        if entry.number is not None:
            facts.append(say("plan-page", self._language, number=entry.number))
        if entry.day and entry.day != entry.printed.date:
            facts.append(say("date-event", self._language, date=date_label(entry.day, self._language)))
        return facts


def ends_of_papers(catalogue: Catalogue, language: Language) -> tuple[str, str]:
    """The days of the first and of the last paper in words, which say so where they are only inferred."""
    choices = catalogue.choices
    first, last = (
        printed_label(PrintedDay(day, "text" if day in choices.inferred else ""), language)
        for day in (choices.first, choices.last)
    )
    return first, last


def apart_label(plan: Plan, entries: Sequence[Entry], catalogue: Catalogue, language: Language) -> str:
    """How many of the articles hold each word of the subject, or stand on each page, in each paper or by each reporter
    of the plan; and how many there are together.
    """
    counted: list[tuple[str, Chosen]] = [
        (word_label(word, language), catalogue.holding([word])) for word in plan.subject
    ]
    for field in COUNTED_APART:
        values: Any = getattr(plan.scope, field)
        if len(counted) > 1 or len(values) < 2:
            continue
        for value in values:
            name = say(f"plan-kind-{value}", language) if field == "kinds" else value
            one: Any = {field: (value,)}
            chosen = catalogue.within(Scope(**one))
            counted.append((say(f"plan-{field}", language, names=name), chosen))
    counts = (
        say("plan-counted", language, word=label, count=sum(bool(chosen[entry.place]) for entry in entries))
        for label, chosen in counted
    )
    joined = say("list-comma", language).join(counts)
    return say("plan-together", language, counts=joined, count=len(entries))


def listed_article(entry: Entry, marker: int) -> ListedArticle:
    """The article of an entry as a reply carries it, with the marker of the sentence cited from it."""
    article = entry.article
    head, sections = article.parts[0], entry.sections
    return ListedArticle(
        id=article.id,
        source=head.source,
        spans=head.spans,
        title=article.title,
        date=article.date,
        page=entry.number,
        parts=tuple((part.source, part.spans) for part in article.parts),
        marker=marker,
        printed=entry.printed,
        paper=entry.issue.paper,
        section=sections[0] if sections else "",
        byline=article.byline,
        kind=article.kind,
    )


def replied(
    plan: Plan,
    kind: AnswerKind,
    text: str,
    *,
    citations: Sequence[Citation] = (),
    hits: tuple[Hit, ...] = (),
    articles: tuple[ListedArticle, ...] = (),
    count: int | None = None,
    shown: int = 0,
    reason: str = "",
    span: str = "",
) -> Answer:
    """A reply to a plan, its question and its time still to be put in. What was looked up is sure."""
    return Answer(
        question="",
        refused=kind == "refusal",
        text=text,
        citations=tuple(citations),
        hits=hits,
        confidence=0.0 if kind == "refusal" else 1.0,
        reason=reason,
        timings_ms={},
        kind=kind,
        articles=articles,
        count=count,
        plan=plan_object(plan),
        shown=shown,
        span=span,
    )
