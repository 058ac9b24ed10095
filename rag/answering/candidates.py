"""Sentences of the passages that may answer, each with what speaks for it, and the score that comes of it.

Left out: which of them are said together, and how (see `compose`).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from rag.answering.answer_type import answers_form, asks_author, asks_once, expectation_of, fit, names_channel
from rag.answering.needed import tells_needed
from rag.answering.retriever import Retrieval
from rag.answering.stated import prints_other
from rag.answering.under_heads import stands_under
from rag.answering.units import asked_of, similarities, told_cells, told_with_units
from rag.articles.jumps.marks import without_turns
from rag.articles.layout.bylines import is_byline_line
from rag.articles.layout.lines import Look, is_date_head, look_of
from rag.index.saved import SavedIndex
from rag.models.reader.windows import PassageReading, SentenceSpan
from rag.records import Hit, Passage, Sentence
from rag.settings import Settings
from rag.text.characters import closed_up, legible, normalise
from rag.text.figures import figures_in
from rag.text.similarity import near_duplicate, squeeze
from rag.text.tables import WRITTEN, cells_of, heading_rows, is_figure, row_cells
from rag.text.terms import Terms, is_pair
from rag.text.values import is_value

WEIGHTS: Final[Mapping[str, float]] = {
    # its own likeness to the question, a cosine: the scale of all others
    "similarity": 1.0,
    # the fused score of its passage
    "passage": 0.5,
    # the share of the question's terms that it holds, or the printed question that it answers, rare ones weighing more
    "terms": 0.1,
    # whether it has the form that is asked for: see `fit`, which has weights of its own
    "form": 1.0,
    # whether it is a row of which the question names label and heading, where a number is asked for: chosen, so that it
    # stands above a sentence with a number of the measure asked for, since 47次 of something else has that as well
    "crossing": 0.25,
    # whether it names a counter, an office or a program, where it is asked at which something is done: chosen, twice
    # what saying by what means counts
    "channel": 0.1,
    # whether it prints another figure in place of the question's: chosen, above what a reader can add, which cannot
    # tell records apart that differ in a figure alone. A sentence that prints the question's figure gains nothing: in
    # reports the day and the number often stand in the first sentence and what is asked in the next (with such a gain
    # of 0.08 dev answers are right for 0.78 instead of 0.87).
    "other": -0.08,
    # the log probability of the best span in it among those of all sentences read. On 315 answerable news questions
    # that no reader was trained on 0.005 / 0.006 / 0.0065 give answers right for 0.81 / 0.83 / 0.83 with the reader
    # before this one, 0.80 / 0.82 / 0.83 with this one; of the dev questions for 0.90 / 0.90 / 0.89 with either.
    "span": 0.006,
    # of telling of the day that the question names. On 80 other questions of the half of ChronoQA that `day_weight`
    # was tuned on 0.02 / 0.05 / 0.1 give answers right for 0.80 / 0.81 / 0.81; reports of one event on several days
    # differ by up to 0.05 without it.
    "day": 0.1,
}
"""What each signal of a sentence counts. Tuned on the dev and sample questions, where the best single sentence is right
for 0.63 and 0.76 of them."""

_ENTRY: Final = re.compile(r"[（(]?[\u3400-\u9fff]{2,8}[)）]?\s*[:：]\s*\S{2,}")
_SEVERAL: Final = re.compile(r"[^、，。,:：;；!?！？]+(?:、[^、，。,:：;；!?！？]+){2,}")
_FULL_ROW: Final = 4
"""Cells from which on a line is a row whatever is in them: a headline has fewer blanks, or one after each character."""
_CELL: Final = 2.0
"""Characters that the cells of such a row have on average, at least."""
_FEWEST_LINES: Final = 4
_MOST_OF: Final = 0.6
"""Lines without a stop that make a passage a notice, and their share of it: a few are the subheads of prose."""
SPAN_FLOOR: Final = -12.0
"""Below it a span is as good as none."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may answer: its passage's hit, its place in the passage, its score.

    `span` is the exact answer that a reader found in it; `signals` are what the score is the weighted sum of, by the
    names of WEIGHTS; `unsaid` is the share, rare ones weighing more, of the question's words that its passage and its
    title do not print.
    """

    hit: Hit
    number: int
    score: float
    sentence: Sentence
    span: SentenceSpan | None = None
    signals: Mapping[str, float] = field(default_factory=dict, compare=False)
    unsaid: float = field(default=0.0, compare=False)


def candidates(retrieval: Retrieval, index: SavedIndex, terms: Terms, settings: Settings) -> list[Candidate]:
    """The sentences of the best passages with their scores, best first; headings and bylines left out, and articles
    that do not name what the question and the nearest one name.
    """
    question = normalise(retrieval.question)
    expected = expectation_of(question)
    weights = {
        term: index.terms.inverse_document_frequency(term) for term in set(retrieval.terms) if not is_value(term)
    }
    stated = list(figures_in(question))
    by_whom = asks_author(question)
    amount = expected.amount or expected.form is not None
    strict = expected.needed if all(each.strict for each in expected.needed) and asks_once(question) else ()
    of_person = bool(retrieval.told) and (expected.form is not None or bool(expected.needed))
    total = sum(weights.values()) or 1.0
    found: list[Candidate] = []
    readings = retrieval.readings or (None,) * len(retrieval.hits)
    whole = _log_sum(readings[: settings.answer_passages])
    rows = zip(retrieval.hits, retrieval.fused, retrieval.positions, readings, strict=True)
    others = retrieval.strangers | retrieval.unasked
    for hit, fused, position, reading in list(rows)[: settings.answer_passages]:
        if hit.passage.article in others:
            continue
        first = int(index.sentence_offsets[position])
        told_of = retrieval.told.get(hit.passage.id, frozenset())
        fits = retrieval.day_fits.get(hit.passage.id, ())
        texts = [normalise(sentence.text) for sentence in hit.passage.sentences]
        told, asked = told_with_units(hit.passage), asked_of(hit.passage)
        crossings = told_cells(hit.passage, question) if amount else ()
        under = stands_under(hit.passage) if fits else ()
        unsaid = _unsaid(weights, normalise(f"{hit.passage.title}\n{hit.passage.text}"))
        own = retrieval.sentence_scores.between(first, first + len(hit.passage.sentences)).tolist()
        for number, (sentence, similar) in enumerate(
            zip(hit.passage.sentences, similarities(hit.passage, own), strict=True)
        ):
            text = texts[number]
            names_author = by_whom and is_byline_line(text)
            if similar is None or not (names_author or says_something(sentence, hit.passage)):
                continue
            if of_person and number not in told_of:
                continue
            if fits and _is_under_other_day(fits, under, number):
                continue
            if strict and not tells_needed(strict, question, texts, number):
                continue
            held = weights.keys() & set(terms.cut(sentence.text + asked[number]))
            span = reading.spans[number] if reading else None
            crossing = bool(crossings and crossings[number])
            signals = {
                "similarity": similar,
                "passage": fused,
                "terms": sum(weights[term] for term in held) / total,
                "form": fit(expected, told[number], question),
                "crossing": float(crossing),
                "channel": names_channel(question, text),
                "other": float(prints_other(stated, question, text)),
                "span": _span_signal(span, sentence, question, whole, told[number])
                if reading and reading.knows_spans and not crossing
                else 0.0,
                "day": _day_fit(fits, under, number) if fits else 0.0,
            }
            score = sum(WEIGHTS[name] * value for name, value in signals.items())
            found.append(Candidate(hit, number, score, sentence, span, signals, unsaid))
    return sorted(found, key=lambda candidate: -candidate.score)


def _is_under_other_day(fits: Sequence[float], under: Sequence[int | None], number: int) -> bool:
    """Whether the sentence stands in a list under another day than the asked one, which the list has as well."""
    own = under[number]
    return own is not None and fits[own] == fits[number] == 0 and any(fits[head] for head in under if head is not None)


def _day_fit(fits: Sequence[float], under: Sequence[int | None], number: int) -> float:
    """How well the sentence tells of the day, or the line does that it stands under."""
    head = under[number]
    return fits[number] if head is None else max(fits[number], fits[head])


def _unsaid(weights: Mapping[str, float], text: str) -> float:
    """The share of the words among the terms of `weights`, by these, that the normalised `text` does not print."""
    words = {term: weight for term, weight in weights.items() if not is_pair(term)}
    missing = sum(weight for word, weight in words.items() if word not in text)
    return missing / (sum(words.values()) or 1.0)


def fitting(span: SentenceSpan | None, sentence: Sentence, question: str) -> SentenceSpan | None:
    """The span of the sentence, None where its form is not the one that the normalised `question` asks for."""
    text = normalise(printed(span, sentence)) if span else ""
    return span if span and answers_form(text, question) else None


def printed(span: SentenceSpan, sentence: Sentence) -> str:
    """The span's characters."""
    return closed_up(sentence.text)[span.start : span.end].strip()


def says_the_same(one: Sentence, other: Sentence) -> bool:
    """Whether two sentences are one printed twice, or the one is all in the other."""
    texts = sorted((squeeze(closed_up(each.text)).rstrip("。.") for each in (one, other)), key=len)
    return texts[0] in texts[1] or near_duplicate(one.text, other.text)


def says_something(sentence: Sentence, passage: Passage) -> bool:
    """Whether the sentence can be an answer: not a byline, a subhead, a date alone, a scrap, or (上接第1版)."""
    whole = legible(sentence.text).text
    text = whole[slice(*without_turns(whole))]
    if not text.strip():
        return False
    if len(passage.sentences) == 1:
        return True
    if is_date_head(text):  # 1956 年 1 月 21 日 has the blanks of a row
        return False
    if _is_under_headings(text, sentence, passage):  # 黄牌 2-4, which is short
        return True
    if len(re.findall(r"\w", text)) < 6 or _heads_rows(text, sentence, passage):
        return False
    return (
        not _is_label(text)
        or (_is_row(text) and not _is_heading_row(sentence, passage))
        or _is_entry(text)
        or (_is_in_lines(passage) and not is_byline_line(text))
    )


def _span_signal(span: SentenceSpan | None, sentence: Sentence, question: str, whole: float, told: str) -> float:
    """What a reader says of a sentence: the log probability of its span, where that fits, among those of all.

    A cell of a table fits where the row does with its units, as it is `told`.
    """
    in_row = told != normalise(sentence.text) and answers_form(told, question)
    found = span if in_row else fitting(span, sentence, question)
    return max(SPAN_FLOOR, found.score - whole) if found else SPAN_FLOOR


def _log_sum(readings: Sequence[PassageReading | None]) -> float:
    """The logarithm of the sum of exponentials of all spans' scores."""
    scores = [span.score for reading in readings if reading for span in reading.spans if span]
    return float(np.logaddexp.reduce(scores)) if scores else 0.0


def _is_in_lines(passage: Passage) -> bool:
    """Whether the passage is a notice in lines without stops, each of which says something: 4月1日赶集走失."""
    looks = [look_of(legible(sentence.text).text) for sentence in passage.sentences]
    lines = sum(look is Look.HEADING for look in looks)
    return lines >= _FEWEST_LINES and lines >= _MOST_OF * len(looks)


def _is_row(text: str) -> bool:
    """Whether the line is a row of a table: with figures in it, with an amount in words at its end, or long enough."""
    cells = row_cells(text)
    if any(re.search(r"\d", cell) for cell in cells):
        return True
    if is_byline_line(text):
        return False
    *named, last = text.split()
    in_words = bool(named) and is_figure(last) and not re.search(r"\d", last)
    return in_words or (len(cells) >= _FULL_ROW and sum(map(len, cells)) >= _CELL * len(cells))


def _is_heading_row(sentence: Sentence, passage: Passage) -> bool:
    """Whether the line names the columns below it: nothing is counted in it, and the next has as many cells."""
    text = legible(sentence.text).text
    if re.search(rf"[\d{WRITTEN}]", re.sub(r"[（(].*?[)）]", "", text)):  # 任务（万斤）
        return False
    below = passage.sentences[passage.sentences.index(sentence) + 1 :][:1]
    return any(len(cells_of(legible(each.text).text)) == len(cells_of(text)) for each in below)


def _heads_rows(text: str, sentence: Sentence, passage: Passage) -> bool:
    """Whether the line holds the headings of a table's rows, which tell nothing by themselves."""
    cells = cells_of(text)
    return (
        bool(cells)
        and not any(re.search(r"\d", cell) for cell in cells)
        and _place(sentence, passage) in _rows(passage)
    )


def _is_under_headings(text: str, sentence: Sentence, passage: Passage) -> bool:
    """Whether the line is a row with a figure under the headings of a table."""
    cells = row_cells(text)
    return any(re.search(r"\d", cell) for cell in cells) and _rows(passage)[_place(sentence, passage)] is not None


def _rows(passage: Passage) -> list[int | None]:
    return heading_rows([legible(each.text).text for each in passage.sentences])


def _place(sentence: Sentence, passage: Passage) -> int:
    return passage.sentences.index(sentence)


def _is_entry(text: str) -> bool:
    """Whether the line is an entry of a notice, which says something of what it names (停水时间：9月16日22时起), or
    several things in a row.
    """
    return bool(_ENTRY.match(text) or _SEVERAL.fullmatch(text)) and not is_byline_line(text)


def _is_label(text: str) -> bool:
    """Whether the line names what is beside it: a byline, a subhead."""
    return is_byline_line(text) or look_of(text) is Look.HEADING
