"""Sentences of an article as a reply says them: verbatim, shortened to a clause where they are long, with citations."""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from rag.answering.candidates import says_something
from rag.answering.compose import cite, shorten
from rag.answering.markers import free_numbers
from rag.planning.catalogue import Catalogue, Entry
from rag.planning.spellings import alternatives, spellings
from rag.planning.summary import Placed, leans, tells_alone
from rag.records import Citation, Fragment, Hit, Passage
from rag.text.characters import closed_up
from rag.text.similarity import folded
from rag.text.terms import Terms

SENTENCE_CHARACTERS: Final = 90
"""Of a sentence cited from a list: two lines on the page."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """A sentence as it is said, with its markers, and what it is cited from; "" where an article has no passage."""

    text: str = ""
    citations: tuple[Citation, ...] = ()
    passage: Passage | None = None

    @property
    def marker(self) -> int:
        """The first of its markers, 0 where it has none."""
        return self.citations[0].marker if self.citations else 0


class Quoting:
    """Quotes articles of one catalogue for one reply, whose markers are numbered from 1 on.

    `texts` are whatever the reply may say, so that no marker is a number that they print in brackets.
    """

    def __init__(self, catalogue: Catalogue, terms: Terms, texts: Iterable[str]) -> None:
        self._catalogue = catalogue
        self._terms = terms
        self._numbers = free_numbers(texts)

    def about(self, entry: Entry, subject: Sequence[str]) -> Quoted:
        """The first sentence of the article that holds a word of the subject, else the first that says something."""
        placed = sentences_of(entry, self._catalogue)
        if not placed:
            return Quoted()
        words = [form for word in subject for one in alternatives(word) for form in spellings(one)]
        saying = (each for each in placed if says_something(each.sentence, each.passage))
        first = next(saying, None)  # one after another, as a list of thousands looks at each article
        candidates = placed if first is None else itertools.chain([first], saying)
        holding = (each for each in candidates if any(word in folded(each.sentence.text) for word in words))
        return self.sentence(next(holding, first or placed[0]), subject)

    def leading(self, entry: Entry) -> Quoted:
        """The first sentence of the article that tells something and leans on none before it, else its first."""
        placed = sentences_of(entry, self._catalogue)
        saying = (
            each
            for each in placed
            if says_something(each.sentence, each.passage) and tells_alone(each) and not leans(each)
        )
        first = next(saying, placed[0] if placed else None)
        return self.sentence(first) if first else Quoted()

    def sentence(self, placed: Placed, subject: Sequence[str] = (), limit: int = SENTENCE_CHARACTERS) -> Quoted:
        """The sentence itself; beyond `limit` characters, the clauses of it that hold most of the subject."""
        wanted = [term for word in subject for one in alternatives(word) for term in self._terms.cut(one)]
        sentence = shorten(placed.sentence, wanted, self._terms, limit, clause=limit)
        citations = tuple(replace(each, marker=next(self._numbers)) for each in cite(sentence, placed.passage, 1))
        text = closed_up(sentence.text) + "".join(f"[{citation.marker}]" for citation in citations)
        return Quoted(text, citations, placed.passage)

    def printed(self, entry: Entry, fragments: Sequence[Fragment]) -> Citation:
        """The citation of what a page prints on lines of the article that follow each other, be they of no passage."""
        first, last = fragments[0], fragments[-1]
        passages = [self._catalogue.index.passages[position] for position in self._catalogue.passages(entry)]
        standing = (
            passage
            for passage in passages
            if passage.source == first.source and any(a <= first.line <= b for a, b in passage.spans)
        )
        passage = next(standing, passages[0] if passages else None)
        return Citation(
            marker=next(self._numbers),
            source=first.source,
            lines=(first.line, last.line),
            article=entry.article.id,
            title=entry.article.title,
            date=entry.article.date,
            quote="".join(fragment.text for fragment in fragments),
            passage=passage.id if passage else "",
            fragments=tuple(fragments),
        )


def rows_of(entry: Entry, catalogue: Catalogue) -> Iterator[tuple[int, Placed]]:
    """Each sentence of the article with its row among all sentences of the index, in reading order."""
    index = catalogue.index
    for position in catalogue.passages(entry):
        passage, first = index.passages[position], int(index.sentence_offsets[position])
        for number, sentence in enumerate(passage.sentences):
            yield first + number, Placed(sentence, passage)


def sentences_of(entry: Entry, catalogue: Catalogue) -> list[Placed]:
    """The sentences of the article, in reading order."""
    return [placed for _, placed in rows_of(entry, catalogue)]


def texts_of(entries: Iterable[Entry]) -> Iterator[str]:
    """Everything that the articles print."""
    for entry in entries:
        yield entry.article.title
        yield from (part.text for part in entry.article.parts)


def hits_of(quoted: Iterable[Quoted]) -> tuple[Hit, ...]:
    """The passages that were quoted from, each once; all of them prove what was found, so that all score 1."""
    passages = {quote.passage.id: quote.passage for quote in quoted if quote.passage}
    return tuple(Hit(passage, 1.0, rank) for rank, passage in enumerate(passages.values(), 1))
