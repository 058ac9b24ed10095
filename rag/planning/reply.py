"""A plan carried out -> the reply, one function an operation.

Lists, counts, timelines and summaries cite sentences of the pages, verbatim; talk and what the collection is cite
nothing. Left out: which articles a plan names (see `find`) and how they are listed (see `listing`).
"""

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from rag.answering.candidates import says_something
from rag.answering.scope import Scope
from rag.planning.catalogue import Catalogue, Entry
from rag.planning.collection import collection_reply
from rag.planning.conditions import conditions_label
from rag.planning.find import Found, day_of_entry, find, of_word
from rag.planning.listing import CITED, FIRST, Listing, Shown, apart_label, ends_of_papers, listed_article, replied
from rag.planning.onward import calls
from rag.planning.plan import Plan, Window
from rag.planning.quoting import Quoted, Quoting, hits_of, rows_of, sentences_of, texts_of
from rag.planning.recorded import record_reply, writers_reply
from rag.planning.summary import SENTENCES, Placed, carrying, other_number
from rag.records import Answer
from rag.settings import Settings
from rag.text.labels import date_label, in_a_row, printed_label
from rag.text.terms import Terms
from rag.wording import Language, say

_MARKER_CHARACTERS: Final = 6  # room for "[1][2]" behind a sentence
_TITLE_CHARACTERS: Final = (6, 22)
"""Of a headline that a question can be made of."""
_TALK_ALONE: Final = frozenset({"thanks", "goodbye"})
"""Talk after which nothing is offered: the visitor is done."""


class Replies:
    """Carries plans out over one catalogue. Threads may share it."""

    def __init__(
        self, catalogue: Catalogue, terms: Terms, settings: Settings, near: Callable[[str], Sequence[str]] | None = None
    ) -> None:
        """`near` tells of a word that no article holds those nearest in meaning that some do; None for no such help."""
        self._near = near
        self._catalogue = catalogue
        self._terms = terms
        self._settings = settings

    def reply(
        self, question: str, plan: Plan, language: Language, scope: Scope | None = None, shown: Shown = FIRST
    ) -> Answer:
        """The reply to a plan that is not "answer", as far as pieces are within `scope`; a list names those `shown`."""
        started = time.perf_counter()
        answer = self._reply(plan, language, scope, shown)
        spent = round(1000 * (time.perf_counter() - started), 3)
        stages = {"encode": 0.0, "search": spent, "read": 0.0, "compose": 0.0, "total": spent}
        return replace(answer, question=question, timings_ms=stages)

    def _reply(self, plan: Plan, language: Language, scope: Scope | None, shown: Shown) -> Answer:
        if plan.operation == "talk":
            return replied(plan, "talk", self._talk(plan, language))
        if plan.operation == "collection":
            return replied(plan, "collection", collection_reply(plan, self._catalogue, language))
        if plan.operation == "summary":
            return self._of_place(plan, language, scope, shown) if plan.of_place else self._summary(plan, language)
        if plan.operation == "record":
            return self._record(plan, language)
        if plan.operation == "compare":
            return self._comparison(plan, language, scope, shown)
        if plan.operation == "timeline" and plan.window and plan.window.yearly:
            return self._of_every_year(plan, plan.window, language, scope)
        if plan.left_out and not plan.narrows:
            return self._unread(plan, language)
        found = find(plan, self._catalogue, self._terms, scope)
        found = self._proposing(found)
        if plan.operation in ("first", "last"):
            return self._end(found, language)
        if plan.operation == "list" and plan.facet == "reporters":
            return writers_reply(found, self._catalogue, self._terms, language, shown)
        listing = Listing(found.plan, self._catalogue, self._terms, language, shown)
        if plan.operation == "timeline":
            entries = sorted(found.entries, key=lambda entry: day_of_entry(entry) or "9999")
            return listing.answer("timeline", entries, found.counts)
        head = apart_label(found.plan, found.entries, self._catalogue, language) if plan.each else ""
        return listing.answer("count" if plan.operation == "count" else "list", found.entries, found.counts, head)

    def _proposing(self, found: Found) -> Found:
        """What was found, with words near to the only one of its subject where no article at all holds it."""
        subject = found.plan.subject
        near: Sequence[str] = ()
        if self._near and len(subject) == 1 and not found.entries and not self._catalogue.prints(subject[0]):
            near = [word for word in self._near(subject[0]) if self._catalogue.prints(word)]
        return replace(found, plan=replace(found.plan, proposed=tuple(near)))

    def _unread(self, plan: Plan, language: Language) -> Answer:
        """That nothing is listed by the words of the question, instead of everything there is."""
        words = say("list-comma", language).join(say("plan-word", language, word=word) for word in plan.left_out)
        text = say("plan-no-condition", language, words=words)
        return replied(plan, "refusal", text, reason="plan-no-condition")

    def _talk(self, plan: Plan, language: Language) -> str:
        reply = say(f"talk-{plan.talk}", language)
        if plan.talk in _TALK_ALONE or not self._catalogue.held.any():
            return reply
        offered = say("talk-try", language, questions=in_a_row(self._offered(language), language))
        return in_a_row((reply, offered), language)

    def _offered(self, language: Language) -> list[str]:
        """Two questions that the corpus surely answers: an article by its headline, and which papers there are."""
        shortest, longest = _TITLE_CHARACTERS
        named = (
            (say("talk-try-title", language, title=entry.article.title), entry)
            for entry in self._catalogue.entries()
            if entry.article.kind == "news" and shortest <= len(entry.article.title) <= longest
        )
        titled = next((question for question, entry in named if calls(question, entry, self._catalogue)), "")
        return [*filter(None, [titled]), say("talk-try-papers", language)]

    def _end(self, found: Found, language: Language) -> Answer:
        """The first or the last that was printed of what was found, and from when to when there is anything."""
        dated = sorted((entry for entry in found.entries if day_of_entry(entry)), key=_order_printed)
        if not dated:
            return Listing(found.plan, self._catalogue, self._terms, language).answer("list", (), found.counts)
        entry = dated[0] if found.plan.operation == "first" else dated[-1]
        quoted = Quoting(self._catalogue, self._terms, texts_of([entry])).about(entry, found.plan.subject)
        printed = entry.printed
        apart = entry.day if printed.date and entry.day != printed.date else ""
        event = say("date-event", language, date=date_label(apart, language))
        first, last = ends_of_papers(self._catalogue, language)
        text = say(
            f"plan-{found.plan.operation}",
            language,
            date=printed_label(printed, language) if printed.date else date_label(entry.day, language),
            title=entry.article.title or say("plan-untitled", language),
            event=say("plan-event-of", language, event=event) if apart else "",
            sentence=quoted.text,
            first=first,
            last=last,
        )
        return replied(
            found.plan,
            "answer",
            text,
            citations=quoted.citations,
            hits=hits_of([quoted]),
            articles=(listed_article(entry, quoted.marker),),
            count=1,
        )

    def _comparison(self, plan: Plan, language: Language, scope: Scope | None, shown: Shown) -> Answer:
        """Two subjects side by side: how many articles hold each, and how many both."""
        everything = find(replace(plan, subject=()), self._catalogue, self._terms, scope).entries
        one, other = (of_word(word, everything, self._catalogue) for word in plan.subject)
        words = [say("plan-word", language, word=word) for word in plan.subject]
        compared = say("plan-compared", language, one=words[0], count=len(one), other=words[1], others=len(other))
        both = say("plan-both", language, count=len({*one} & {*other}))
        entries = tuple(dict.fromkeys((*one, *other)))
        listing = Listing(plan, self._catalogue, self._terms, language, shown)
        return listing.answer("list", entries, head=say("plan-and", language).join((compared, both)))

    def _of_every_year(self, plan: Plan, window: Window, language: Language, scope: Scope | None) -> Answer:
        """What happened on a day of any year, by year; from history columns alone where there is any."""
        entries = find(replace(plan, window=None), self._catalogue, self._terms, scope).entries
        naming = self._catalogue.naming(window.holds)
        events = [event for entry in entries if naming[entry.place] for event in self._events(entry, window)]
        events = [event for event in events if event[1].article.kind == "almanac"] or events
        events = sorted(events, key=lambda event: event[0])[:CITED]
        listing = Listing(plan, self._catalogue, self._terms, language)
        if not events:
            return listing.answer("timeline", ())
        quoting = Quoting(self._catalogue, self._terms, texts_of(entry for _, entry, _ in events))
        quoted: list[Quoted] = []
        markers: dict[Entry, int] = {}
        lines = [say("plan-events", language, days=listing.conditions, count=len(events))]
        for day, entry, placed in events:
            quote = quoting.sentence(placed, plan.subject)
            quoted.append(quote)
            markers.setdefault(entry, quote.marker)
            lines.append(say("plan-timeline-item", language, date=date_label(day, language), sentence=quote.text))
        return replied(
            plan,
            "timeline",
            "\n".join(lines),
            citations=[citation for quote in quoted for citation in quote.citations],
            hits=hits_of(quoted),
            articles=tuple(listed_article(entry, marker) for entry, marker in markers.items()),
            count=len(markers),
        )

    def _events(self, entry: Entry, window: Window) -> list[tuple[str, Entry, Placed]]:
        """What the article tells of the window's days: the day, and the sentence in the line that names it.

        Where that line holds nothing but the day, as in history columns, it is the sentence after it.
        """
        named = {
            (part.source, mention.line): (mention.date, mention.text)
            for part in entry.article.parts
            for mention in part.mentions
            if window.holds(mention.date)
        }
        if not named:
            return []
        events: list[tuple[str, Entry, Placed]] = []
        waiting = ""
        for placed in sentences_of(entry, self._catalogue):
            first = placed.sentence.fragments[0]
            day, printed = named.pop((first.source, first.line), ("", ""))
            waiting = day or waiting
            if waiting and len(placed.sentence.text.strip(" \u3000,，:：")) > len(printed.strip()):
                events.append((waiting, entry, placed))
                waiting = ""
        return events

    def _record(self, plan: Plan, language: Language) -> Answer:
        """What the record of the plan's piece tells."""
        entry = self._catalogue.entry(plan.piece)
        if entry is None:
            return replied(plan, "refusal", say("refusal-no-piece", language), reason="refusal-no-piece")
        return record_reply(plan, entry, self._catalogue, self._terms, language)

    def _of_place(self, plan: Plan, language: Language, scope: Scope | None, shown: Shown) -> Answer:
        """The headlines of a page, a day or whatever else the plan names, each with its leading sentence.

        Where that is one article, its summary.
        """
        found = find(plan, self._catalogue, self._terms, scope)
        if len(found.entries) == 1:
            return self._summary(replace(plan, piece=found.entries[0].article.id), language)
        listing = Listing(found.plan, self._catalogue, self._terms, language, shown)
        wider = replace(plan, scope=replace(plan.scope, numbers=()))
        if found.entries or not plan.scope.numbers or not wider.of_place:
            return listing.answer("summary", found.entries)
        besides = find(wider, self._catalogue, self._terms, scope)
        unnumbered = tuple(entry for entry in besides.entries if entry.number is None)
        pages = say("plan-numbers", language, names=say("list-comma", language).join(map(str, plan.scope.numbers)))
        conditions = conditions_label(besides.plan, language)
        head = say("plan-unnumbered", language, pages=pages, count=len(unnumbered), conditions=conditions)
        return listing.answer("summary", unnumbered, head=head if unnumbered else "")

    def _summary(self, plan: Plan, language: Language) -> Answer:
        """The headline of the plan's piece and the sentences that carry it."""
        entry = self._catalogue.entry(plan.piece)
        if entry is None:
            return replied(plan, "refusal", say("refusal-no-article", language), reason="refusal-no-article")
        rows = [
            (row, placed)
            for row, placed in rows_of(entry, self._catalogue)
            if says_something(placed.sentence, placed.passage)
        ]
        title = entry.article.title
        head = other_number(plan.subject, title, language)
        most = plan.sentences or SENTENCES
        frame = len(head) + len(say("plan-summary", language, title=title, sentences=""))
        room = self._settings.answer_characters - frame - most * _MARKER_CHARACTERS
        vectors = self._catalogue.index.sentence_vectors.rows([row for row, _ in rows])
        taken = sys.maxsize if plan.sentences else room  # as many as are asked for are cut to what there is room for
        concludes = entry.article.kind == "commentary"
        chosen = carrying([placed for _, placed in rows], vectors, title, taken, most, concludes=concludes)
        quoting = Quoting(self._catalogue, self._terms, texts_of([entry]))
        quoted = [quoting.sentence(placed, (title,), room // len(chosen)) for placed in chosen]
        sentences = "".join(quote.text for quote in quoted)
        return replied(
            plan,
            "summary",
            head + (say("plan-summary", language, title=title, sentences=sentences) if title else sentences),
            citations=[citation for quote in quoted for citation in quote.citations],
            hits=hits_of(quoted),
            articles=(listed_article(entry, quoted[0].marker if quoted else 0),),
            count=1,
        )


def _order_printed(entry: Entry) -> tuple[str, str]:
    """What a first and a last piece are told by: the day of the paper, then that of what is reported."""
    return entry.printed.date or entry.day, entry.day
