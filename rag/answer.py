"""Question + passages -> the sentences that answer, each with the place that proves it; or the refusal.

Extractive: an answer is one to three sentences of the pages, verbatim. A sentence is chosen by its similarity to the
question, its passage's score, the terms of the question that it holds, and whether it has the form asked for.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rag.articles.bylines import is_byline_line
from rag.articles.lines import Look, look_of
from rag.articles.turns import without_turns
from rag.expectations import expectation_of, fit, holds_form, required_form
from rag.index.saved import SavedIndex
from rag.passages import clause_bounds
from rag.records import Citation, Fragment, Hit, Passage, Sentence
from rag.search import Retrieval, near_duplicate
from rag.settings import Settings
from rag.terms import Terms, is_chinese, normalise

# Tuned on the dev and sample questions, where the best single sentence is right for 0.63 and 0.76 of them.
PASSAGE_WEIGHT = 0.5
COVERAGE_WEIGHT = 0.1
RIVAL_MARGIN = 0.02
"""Passages of other articles that score within this of the best may hold the number asked for as well. With it no
answerable dev or sample question is refused, and 18 of 32 that ask a reported event for a missing number are."""
CONFIDENCE_SLOPE = 80.0
"""Steepness of confidence around the refusal score: 0.03 above it is 0.92, 0.03 below 0.08, the spread seen between
answerable questions and questions about other things."""

_LEAD = re.compile(r"(?:本报讯\s*|[(（]上接[^()（）]*[)）]\s*)+")
_MARKER_CHARACTERS = 6  # room for "[1][2]" behind a sentence


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may answer: its passage's hit, its place in the passage, its score."""

    hit: Hit
    number: int
    score: float
    sentence: Sentence


def confidence_of(retrieval: Retrieval, settings: Settings) -> float:
    """How surely the pages answer, in [0, 1]; from 0.5 on the question is answered.

    A logistic function of the best passage's score over the refusal score for the question's script.
    """
    if not retrieval.hits:
        return 0.0
    threshold = settings.refusal_score if is_chinese(retrieval.question) else settings.refusal_score_foreign
    threshold -= settings.refusal_discount * retrieval.in_conversation
    return 1 / (1 + math.exp(-CONFIDENCE_SLOPE * (retrieval.hits[0].score - threshold)))


def refusal_of(retrieval: Retrieval, settings: Settings) -> str:
    """The wording key of the reason why the question is refused; "" where it is answered."""
    if confidence_of(retrieval, settings) < 0.5:
        return "refusal-nothing-near"
    question = normalise(retrieval.question)
    form = required_form(question)
    best = retrieval.hits[0]
    about = [hit for hit in retrieval.hits[:settings.answer_passages]
             if hit.passage.article == best.passage.article or hit.score > best.score - RIVAL_MARGIN]
    if form and not holds_form(form, [normalise(hit.passage.text) for hit in about], question):
        return "refusal-no-number"
    return ""


def compose(retrieval: Retrieval, index: SavedIndex, terms: Terms, settings: Settings) -> tuple[str, list[Citation]]:
    """The answer's text and its citations, marker by marker; ("", []) where no passage holds a sentence."""
    chosen = choose(candidates(retrieval, index, terms, settings), settings)
    text = ""
    citations: list[Citation] = []
    for candidate in chosen:
        sentence = shorten(candidate.sentence, retrieval.terms, terms, settings.answer_characters - _MARKER_CHARACTERS)
        cited = cite(sentence, candidate.hit.passage, len(citations) + 1)
        citations += cited
        text += sentence.text + "".join(f"[{citation.marker}]" for citation in cited)
    return text, citations


def candidates(retrieval: Retrieval, index: SavedIndex, terms: Terms, settings: Settings) -> list[Candidate]:
    """The sentences of the best passages with their scores, best first; headings and bylines left out."""
    question = normalise(retrieval.question)
    expected = expectation_of(question)
    weights = {term: index.terms.inverse_document_frequency(term) for term in set(retrieval.terms)}
    total = sum(weights.values()) or 1.0
    found: list[Candidate] = []
    for hit, position in list(zip(retrieval.hits, retrieval.positions, strict=True))[:settings.answer_passages]:
        first = int(index.sentence_offsets[position])
        for number, sentence in enumerate(hit.passage.sentences):
            if not _says_something(sentence, hit.passage):
                continue
            held = weights.keys() & set(terms.cut(sentence.text))
            score = (float(retrieval.sentence_scores[first + number]) + PASSAGE_WEIGHT * hit.score
                     + COVERAGE_WEIGHT * sum(weights[term] for term in held) / total
                     + fit(expected, normalise(sentence.text), question))
            found.append(Candidate(hit, number, score, sentence))
    return sorted(found, key=lambda candidate: -candidate.score)


def choose(ranked: Sequence[Candidate], settings: Settings) -> list[Candidate]:
    """The candidates to say, in reading order: the best, and others nearly as good while there is room."""
    if not ranked:
        return []
    chosen = [ranked[0]]
    room = settings.answer_characters - len(ranked[0].sentence.text) - _MARKER_CHARACTERS
    for candidate in ranked[1:]:
        near = candidate.score >= ranked[0].score - settings.answer_margin
        if len(chosen) == settings.answer_sentences or not near:
            break
        length = len(candidate.sentence.text) + _MARKER_CHARACTERS
        if length <= room and not any(near_duplicate(candidate.sentence.text, c.sentence.text) for c in chosen):
            chosen.append(candidate)
            room -= length
    return sorted(chosen, key=lambda candidate: (candidate.hit.rank, candidate.number))


def shorten(sentence: Sentence, wanted: Sequence[str], terms: Terms, limit: int) -> Sentence:
    """The sentence without 本报讯 or (上接第1版) before it and (下转第4版) behind it.

    Beyond `limit` characters, the clauses that hold most of `wanted`.
    """
    start, end = without_turns(sentence.text)
    lead = _LEAD.match(sentence.text, start, end)
    sentence = _part(sentence, lead.end() if lead else start, end)
    text = sentence.text
    if len(text) <= limit:
        return sentence
    clauses = clause_bounds(text, limit // 4)
    windows = [(a, b) for i, (a, _) in enumerate(clauses) for _, b in clauses[i:] if b - a <= limit]
    held = {window: len(set(terms.cut(text[slice(*window)])) & set(wanted)) for window in windows}
    start, end = max(windows, key=lambda window: (held[window], window[1] - window[0]))
    return _part(sentence, start, end)


def cite(sentence: Sentence, passage: Passage, marker: int) -> list[Citation]:
    """The citations of a sentence, from `marker` on: one, or one for each stretch of lines that it is printed on."""
    stretches: list[list[Fragment]] = []
    for fragment in sentence.fragments:
        last = stretches[-1][-1] if stretches else None
        if last and last.source == fragment.source and _together(last.line, fragment.line, fragment.source, passage):
            stretches[-1].append(fragment)
        else:
            stretches.append([fragment])
    return [Citation(
        marker=marker + number, source=stretch[0].source, lines=(stretch[0].line, stretch[-1].line),
        article=passage.article, title=passage.title, date=passage.date,
        quote="".join(fragment.text for fragment in stretch), passage=passage.id, fragments=tuple(stretch))
        for number, stretch in enumerate(stretches)]


def _together(first: int, last: int, source: str, passage: Passage) -> bool:
    """Whether two lines of a sentence are of one stretch; of another file than the passage's, whether they are next."""
    if source != passage.source:
        return first <= last <= first + 1
    return any(a <= first <= last <= b for a, b in passage.spans)


def _part(sentence: Sentence, start: int, end: int) -> Sentence:
    """Characters `start` to `end` of the sentence, as a sentence."""
    fragments: list[Fragment] = []
    offset = 0
    for fragment in sentence.fragments:
        low, high = max(start - offset, 0), min(end - offset, len(fragment.text))
        if low < high:
            fragments.append(replace(fragment, start=fragment.start + low, text=fragment.text[low:high]))
        offset += len(fragment.text)
    return Sentence(tuple(fragments), sentence.opens_paragraph)


def _says_something(sentence: Sentence, passage: Passage) -> bool:
    """Whether the sentence can be an answer: not a byline, not a subhead, not a scrap, not (上接第1版) alone."""
    text = sentence.text[slice(*without_turns(sentence.text))]
    if not text.strip():
        return False
    if len(passage.sentences) == 1:
        return True
    return len(re.findall(r"\w", text)) >= 6 and not is_byline_line(text) and look_of(text) is not Look.HEADING
