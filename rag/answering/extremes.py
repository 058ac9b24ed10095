"""Questions for the most, the least, the earliest, or for a sum: the figures of all near sentences compared.

What is compared is printed, and the sentence with the extreme figure answers; a sum is never worked out. A comparison
counts where at least two figures of one measure are said of different things; every other question is left alone.
Figures in the columns of a table are compared by `ranked_rows`.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from rag.answering.candidates import Candidate, says_something
from rag.answering.comparison import Comparison, comparison_of
from rag.answering.compose import exact_in, with_markers
from rag.answering.follow_up import Within
from rag.answering.ranked_rows import RankedRows, ranked_rows
from rag.answering.retriever import Retrieval
from rag.index.saved import SavedIndex
from rag.records import Citation, Hit
from rag.settings import Settings
from rag.text.characters import closed_up, normalise
from rag.text.figures import TIMES, Figure, figures_in
from rag.text.terms import Terms

NEAR: Final = 0.045
"""How much less similar to the question than the nearest sentence another may be and still be compared. In invented
records those to be compared lie within 0.02, and most others beyond 0.04."""
MOST_COMPARED: Final = 60
"""Sentences that are looked at. Where all of them are compared there may be more, and the comparison proves nothing."""
NEARLY: Final = 0.03
"""How far below the refusal score the nearest passage may be where figures of what is asked can be compared;
chosen, as the shortest questions (哪座桥最早) lie so low."""
_ALIKE: Final = 0.5
"""Share of the best fit of a measure's figures that another figure must have to be compared with them."""

LEAST_SHARE: Final = 0.02
"""Probability below which the reader's words in the extreme sentence are none that it means; chosen."""
_MARKER_CHARACTERS: Final = 6
"""Room for "[1][2]" behind a sentence."""

_PASSING: Final = re.compile(r"[今去前当本]年|目前|现在|现有|截至|已经?|\d{4}年|共有?|[\W_]")
"""What may differ before two figures of the same thing."""


@dataclass(frozen=True, slots=True)
class Found:
    """A sentence with a figure that was compared: the passage's row in the index, the sentence's number in it.

    `figure` is None where the sentence says itself what is the most.
    """

    position: int
    number: int
    figure: Figure | None = None


@dataclass(frozen=True, slots=True)
class Extremes:
    """The sentences that answer, the extreme one first; of a sum all, in the order of the pages, () where some lack.

    Of a table the row with the extreme figure behind its headings; `ranked` then tells what answers.
    """

    comparison: Comparison | None
    found: tuple[Found, ...]
    ranked: RankedRows | None = None

    @property
    def is_sum(self) -> bool:
        """Whether a sum was asked for."""
        return self.comparison is not None and self.comparison.is_sum


@dataclass(frozen=True, slots=True)
class _Item:
    """A figure in its place, what it is said of, and how well it fits what is asked, in [0, 1]."""

    place: Found
    figure: Figure
    subject: str
    fit: float


def extremes_of(retrieval: Retrieval, index: SavedIndex, terms: Terms, within: Within) -> Extremes | None:
    """What the comparison that the question asks for finds; None where it asks for none or nothing can be compared."""
    comparison = comparison_of(normalise(retrieval.question), terms)
    if comparison is None:
        return _of_table(ranked_rows(retrieval, index))
    sentences = list(_near(retrieval, index, within))
    said = [place for place, _, text in sentences if _says_itself(comparison, text)]
    if comparison.is_sum and len(said) == 1:
        return None
    if said and not comparison.is_sum:
        return Extremes(comparison, (max(said, key=lambda place: _score(retrieval, index, place)),))
    table = None if comparison.is_sum else ranked_rows(retrieval, index, comparison.names, comparison.highest)
    if table:
        return _of_table(table)
    items = _comparable(comparison, [item for each in sentences for item in _items(comparison, *each)])
    if len(items) < 2 or len(items) >= MOST_COMPARED:
        return None
    if comparison.is_sum:
        whole = len(items) == comparison.count
        return Extremes(comparison, tuple(item.place for item in items) if whole else ())
    ordered = sorted(items, key=lambda item: item.figure.value, reverse=comparison.highest)
    places = {(item.place.position, item.place.number): item.place for item in reversed(ordered)}
    return Extremes(comparison, tuple(reversed(places.values())))


def _of_table(ranked: RankedRows | None) -> Extremes | None:
    if ranked is None:
        return None
    rows = (ranked.headings, *ranked.rows)
    return Extremes(None, tuple(Found(row.position, row.number) for row in rows), ranked)


def without_rank(retrieval: Retrieval, extremes: Extremes | None) -> Retrieval:
    """The retrieval with its question as it states facts: 第三名, which a row was found for, states none."""
    if extremes is None or extremes.ranked is None:
        return retrieval
    return replace(retrieval, question=normalise(retrieval.question).replace(extremes.ranked.by, ""))


def _near(retrieval: Retrieval, index: SavedIndex, within: Within) -> Iterator[tuple[Found, str, str]]:
    """The sentences nearest to the question with its headline and its text, both normalised, in the pages' order.

    Where the question names something that some of the articles found do not, they are those of the others alone.
    """
    known = {hit.passage.article for hit in retrieval.hits} - retrieval.strangers
    scores = retrieval.sentence_scores.all
    if within is not None:
        scores = np.where(np.repeat(within, np.diff(index.sentence_offsets)), scores, -1.0)
    found: dict[int, tuple[Found, str, str]] = {}
    best = -1.0
    for row in map(int, np.argsort(-scores, kind="stable")):
        if len(found) == MOST_COMPARED or scores[row] <= max(best - NEAR, -1.0):
            break
        position = int(np.searchsorted(index.sentence_offsets, row, side="right")) - 1
        passage, number = index.passages[position], row - int(index.sentence_offsets[position])
        if retrieval.strangers and passage.article not in known:
            continue
        if says_something(passage.sentences[number], passage):
            best = max(best, float(scores[row]))
            place = Found(position, number)
            found[row] = place, normalise(passage.title), normalise(passage.sentences[number].text)
    yield from (found[row] for row in sorted(found))


def _says_itself(comparison: Comparison, text: str) -> bool:
    """Whether the sentence prints the answer as such: 最多的是…, 一共…, with the nearest word of the question."""
    for match in comparison.printed.finditer(text):
        clause = re.split(r"[,;。、]", text[: match.start()])[-1] + re.split(r"[,;。、]", text[match.start() :])[0]
        if all(word in clause for word, _ in comparison.words[:1]) and comparison.is_of_kind(text):
            return True
    return False


def _items(comparison: Comparison, place: Found, title: str, text: str) -> list[_Item]:
    """The figures of a sentence that the comparison can be about, those that fit best of each measure."""
    by_measure: dict[str, list[_Item]] = defaultdict(list)
    for figure in figures_in(text):
        if comparison.allows(figure.measure):
            fit = comparison.fit(figure.clause)
            own = Found(place.position, place.number, figure)
            by_measure[figure.measure].append(_Item(own, figure, _subject(comparison, figure, title), fit))
    found: list[_Item] = []
    for items in by_measure.values():
        best = max(item.fit for item in items)
        fitting = [item for item in items if item.fit == best]
        apart = [item for item in fitting if comparison.names_one(item.figure.before)]
        found += apart if len(apart) > 1 else fitting[:1]
    return [item for item in found if comparison.is_of_kind(f"{title} {text}")]


def _score(retrieval: Retrieval, index: SavedIndex, place: Found) -> float:
    """How similar the sentence is to the question."""
    row = int(index.sentence_offsets[place.position]) + place.number
    return float(retrieval.sentence_scores.between(row, row + 1)[0])


def _subject(comparison: Comparison, figure: Figure, title: str) -> str:
    """What the figure is said of: a name of the question, else the words that open the sentence, else the headline."""
    for text in (figure.before, figure.opening, title):
        for name in comparison.names:
            if name in text:
                return name
    if comparison.names:
        return ""
    kind = comparison.kind
    words = figure.before if kind and kind in figure.before else figure.opening
    words = words if comparison.measures == TIMES or comparison.asks_day else _PASSING.sub("", words)
    return words.replace(figure.clause[len(figure.before) :], "") or title


def _comparable(comparison: Comparison, items: Sequence[_Item]) -> list[_Item]:
    """The figures of the measure that fits best, one for each subject; [] where nothing fits."""
    by_measure: dict[str, list[_Item]] = defaultdict(list)
    for item in items:
        if item.subject and (item.fit > 0 or comparison.measures):
            by_measure[item.figure.measure].append(item)
    ranked: list[tuple[float, list[_Item]]] = []
    for group in by_measure.values():
        best = max(item.fit for item in group)
        named = [item for item in group if comparison.words and comparison.words[0][0] in item.figure.clause]
        several = len({item.subject for item in named}) > 1  # else the pages say it in other words
        alike = named if several else [item for item in group if item.fit >= _ALIKE * best]
        first: dict[str, _Item] = {}
        for item in alike:
            first.setdefault(item.subject, item)
        if len(first) > 1:
            ranked.append((sum(item.fit for item in first.values()), list(first.values())))
    return max(ranked, key=lambda each: each[0])[1] if ranked else []


def compose_extremes(
    extremes: Extremes, retrieval: Retrieval, index: SavedIndex, terms: Terms, settings: Settings
) -> tuple[str, list[Citation], str]:
    """The answer's text, its citations and the exact answer: ("", [], "") for a sum whose parts are not all printed.

    The extreme sentence first and others compared with it while there is room; of a sum every part, none of them in
    bold.
    """
    candidates = [_candidate(place, retrieval, index) for place in extremes.found]
    chosen: list[tuple[Candidate, Sequence[str]]] = []
    room = settings.answer_characters
    for place, candidate in zip(extremes.found, candidates, strict=True):
        figure = place.figure
        asked = terms.cut(f"{figure.opening} {figure.clause}") if figure else retrieval.terms
        room -= len(closed_up(candidate.sentence.text)) + _MARKER_CHARACTERS
        full = len(chosen) == settings.answer_sentences or (chosen and room < 0)
        if full and not extremes.is_sum:
            break
        chosen.append((candidate, asked))
    text, citations = with_markers(chosen, terms, settings.answer_characters)
    if extremes.ranked:
        return text, citations, extremes.ranked.exact if extremes.ranked.exact in text else ""
    if extremes.is_sum:
        whole = len(text) <= settings.answer_characters and all(
            any(_prints(place, citation) for citation in citations) for place in extremes.found
        )
        return (text, citations, "") if whole else ("", [], "")
    best = candidates[0]
    exact = exact_in(best, normalise(retrieval.question)) if best.span and best.span.share >= LEAST_SHARE else ""
    return text, citations, exact if _is_beside(exact, extremes.found[0]) and exact in text else ""


def _candidate(place: Found, retrieval: Retrieval, index: SavedIndex) -> Candidate:
    """The sentence as a candidate, with the span of the reader where it was read."""
    passage = index.passages[place.position]
    sentence = passage.sentences[place.number]
    readings = retrieval.readings or (None,) * len(retrieval.hits)
    for hit, position, reading in zip(retrieval.hits, retrieval.positions, readings, strict=True):
        if position == place.position:
            return Candidate(hit, place.number, hit.score, sentence, reading.spans[place.number] if reading else None)
    return Candidate(Hit(passage, 0.0, len(retrieval.hits) + 1), place.number, 0.0, sentence)


def _prints(place: Found, citation: Citation) -> bool:
    """Whether the citation prints the figure that was found there."""
    figure = place.figure
    if figure is None:
        return False
    printed = ((each.value, each.measure) for each in figures_in(normalise(citation.quote)))
    return (figure.value, figure.measure) in printed


def _is_beside(exact: str, place: Found) -> bool:
    """Whether the exact answer stands beside the figure: in its clause, or in the words that open the sentence."""
    figure = place.figure
    return figure is None or normalise(exact) in f"{figure.opening}\n{figure.clause}"
