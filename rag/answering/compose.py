"""Question + passages -> the sentences that answer, each with the place that proves it; or the refusal.

Extractive: an answer is one to three sentences of the pages, verbatim. A sentence is chosen by its similarity to the
question, its passage's score, the terms of the question that it holds, and whether it has the form asked for.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from rag.answering.answer_type import asks_day, asks_time, forms_lacking, holds_form
from rag.answering.candidates import Candidate, fitting, printed, says_something, says_the_same
from rag.answering.exact_span import meant
from rag.answering.markers import free_numbers, unmarked
from rag.answering.retriever import Retrieval
from rag.answering.sentence_days import SentenceDays
from rag.answering.under_heads import said_under
from rag.answering.units import answered_with, asked_cell, needed_after, needed_before, rows_named, time_above
from rag.articles.jumps.marks import without_turns
from rag.index.saved import SavedIndex
from rag.passages import clause_bounds
from rag.records import Citation, Fragment, Hit, Passage, Sentence
from rag.settings import Settings
from rag.text.characters import Legible, closed_up, is_chinese, legible, normalise
from rag.text.dates import MONTH
from rag.text.labels import date_label
from rag.text.printed_questions import ANSWER_LEAD
from rag.text.similarity import squeeze
from rag.text.terms import Terms
from rag.wording import Language, say

FORM_MARGIN = 0.1
"""How much less than the best sentence another may score that alone has a form which is asked for as well. Chosen: a
little less than having the form is worth (`REQUIRED` in `answer_type`)."""
SURE_SPAN = 0.5
"""Probability from which a span is more likely the exact answer than all others together; a wrong emphasis misleads."""

_MONTH_AT_START: Final = re.compile(MONTH)
_LEAD = re.compile(rf"(?:本报讯\s*|[(（]上接[^()（）]*[)）]\s*)+|{ANSWER_LEAD}")
_MARKER_CHARACTERS = 6  # room for "[1][2]" behind a sentence


def compose(
    retrieval: Retrieval, ranked: Sequence[Candidate], terms: Terms, settings: Settings, days: SentenceDays
) -> tuple[str, list[Citation], str]:
    """The answer's text, its citations, marker by marker, and the exact answer within the text; `ranked` are the
    `candidates` of the retrieval.

    ("", [], "") where no passage holds a sentence; the last is "" where no reader found it. Where a day is asked for
    that the sentence prints as 昨日 or without its year, the day itself is said before it.
    """
    question, language = normalise(retrieval.question), language_of(retrieval.question)
    ranked = [*(_with_meant(best, question) for best in ranked[:1]), *ranked[1:]]
    chosen = with_answers(choose(ranked, settings), ranked, settings)
    chosen = with_all_forms(chosen, ranked, question, settings)
    chosen = with_named_rows(chosen, ranked, question, settings)
    wanted = [(candidate, retrieval.terms) for candidate in _completed(chosen, question, settings.answer_characters)]
    day = _day_told(ranked[0], question, days, language) if chosen and chosen[0] is ranked[0] else ""
    opening = say("answer-day", language, date=day) if day else ""
    text, citations = with_markers(wanted, terms, settings.answer_characters, opening)
    return text, citations, day or _exact(ranked, unmarked(text, citations), question)


def _with_meant(best: Candidate, question: str) -> Candidate:
    """The candidate with the span that the normalised `question` means, where the reader took a value beside it."""
    return replace(best, span=meant(best.span, closed_up(best.sentence.text), question)) if best.span else best


def _day_told(best: Candidate, question: str, days: SentenceDays, language: Language) -> str:
    """The day that the exact answer in the sentence means; "" where none is asked for, or it is printed in full."""
    if best.span is None or not asks_day(question):
        return ""
    text = closed_up(best.sentence.text)
    for mention in days.mentions(best.sentence):
        place = text.find(mention.text)
        if place < 0 or place >= best.span.end or best.span.start >= place + len(mention.text):
            continue
        if "/" in mention.date and not _MONTH_AT_START.match(mention.text):
            continue
        if "/" in mention.date:  # 3月底 is said so, with its year
            return say("date-year", language, year=int(mention.date[:4])) + mention.text
        label = date_label(mention.date, language)
        return "" if squeeze(label) in squeeze(text) else label
    return ""


def language_of(question: str) -> Language:
    """The language to answer in: Chinese where the question has no letter, such as a sign alone."""
    return "zh" if is_chinese(question) or not any(map(str.isalpha, question)) else "en"


def compose_parts(
    retrievals: Sequence[Retrieval], found: Sequence[Sequence[Candidate]], terms: Terms, settings: Settings
) -> tuple[str, list[Citation], str]:
    """The same for a question of several parts, a retrieval and its candidates each: the best sentence for every part,
    said once.
    """
    best: list[tuple[Candidate, Sequence[str]]] = []
    for retrieval, ranked in zip(retrievals, found, strict=True):
        if ranked and not any(says_the_same(ranked[0].sentence, other.sentence) for other, _ in best):
            best.append((ranked[0], retrieval.terms))
    text, citations = with_markers(best, terms, settings.answer_characters)
    return text, citations, ""


def compose_onwards(sentence: int, index: SavedIndex, terms: Terms, settings: Settings) -> tuple[str, list[Citation]]:
    """What the article says after its sentence in that row of the index: as many sentences as an answer has room for.

    ("", []) where it ends there.
    """
    position = int(np.searchsorted(index.sentence_offsets, sentence, side="right")) - 1
    article = index.passages[position].article
    wanted: list[tuple[Candidate, Sequence[str]]] = []
    room = settings.answer_characters
    for place in range(position, len(index.passages)):
        passage = index.passages[place]
        if passage.article != article:
            break
        first = int(index.sentence_offsets[place])
        for number, following in enumerate(passage.sentences):
            if first + number <= sentence or not says_something(following, passage):
                continue
            room -= len(closed_up(following.text)) + _MARKER_CHARACTERS
            if len(wanted) == settings.answer_sentences or (wanted and room < 0):
                return with_markers(wanted, terms, settings.answer_characters)
            wanted.append((Candidate(Hit(passage, 0.0, 1), number, 0.0, following), ()))
    return with_markers(wanted, terms, settings.answer_characters)


def with_markers(
    wanted: Sequence[tuple[Candidate, Sequence[str]]], terms: Terms, limit: int, opening: str = ""
) -> tuple[str, list[Citation]]:
    """The candidates' sentences in their order, each as long as there is room for it, and their citations.

    `opening` is said before them; all of it has up to `limit` characters, markers included.
    """
    text = opening
    citations: list[Citation] = []
    numbers = free_numbers([opening, *(candidate.sentence.text for candidate, _ in wanted)])
    share = (limit - len(opening)) // max(1, len(wanted))
    taken = [min(share, len(closed_up(candidate.sentence.text)) + _MARKER_CHARACTERS) for candidate, _ in wanted]
    for place, (candidate, asked) in enumerate(wanted):
        room = limit - len(text) - sum(taken[place + 1 :]) - _MARKER_CHARACTERS
        sentence = shorten(candidate.sentence, asked, terms, room)
        cited = [replace(each, marker=next(numbers)) for each in cite(sentence, candidate.hit.passage, 1)]
        citations += cited
        text += closed_up(sentence.text) + "".join(f"[{citation.marker}]" for citation in cited)
    return text, citations


def exact_in(candidate: Candidate, question: str) -> str:
    """The span that the reader found in the candidate, "" where its form is not what the normalised `question` asks."""
    found = fitting(candidate.span, candidate.sentence, question)
    return printed(found, candidate.sentence) if found else ""


def _exact(ranked: Sequence[Candidate], said: str, question: str) -> str:
    """The span of the best candidate, where the reader is sure of it, its form is right and the answer still holds it.

    `said` is the answer's text without markers, `question` is normalised.
    """
    best = ranked[0] if ranked else None
    if best and len(rows_named(best.hit.passage, best.number, question)) > 1:
        return ""  # the cell of one row alone is half of what is asked
    cell = asked_cell(best.hit.passage, best.number, question) if best else None
    if cell is not None:
        return cell if cell in said else ""
    if best is None or best.span is None or best.span.share < SURE_SPAN:
        return ""
    exact = printed(best.span, best.sentence)
    return exact if exact in said and fitting(best.span, best.sentence, question) else ""


def choose(ranked: Sequence[Candidate], settings: Settings) -> list[Candidate]:
    """The candidates to say, in reading order: the best, and others nearly as good while there is room."""
    if not ranked:
        return []
    chosen = [ranked[0]]
    room = settings.answer_characters - len(closed_up(ranked[0].sentence.text)) - _MARKER_CHARACTERS
    for candidate in ranked[1:]:
        near = candidate.score >= ranked[0].score - settings.answer_margin
        if len(chosen) == settings.answer_sentences or not near:
            break
        length = len(closed_up(candidate.sentence.text)) + _MARKER_CHARACTERS
        if length <= room and not any(says_the_same(candidate.sentence, c.sentence) for c in chosen):
            chosen.append(candidate)
            room -= length
    return sorted(chosen, key=lambda candidate: (candidate.hit.rank, candidate.number))


def with_all_forms(
    chosen: Sequence[Candidate], ranked: Sequence[Candidate], question: str, settings: Settings
) -> list[Candidate]:
    """The chosen candidates, and for each form that the normalised `question` asks for and they lack (哪天, 几点 and
    多少钱 in one breath) the best of the same article that has it, while there is room; in reading order.
    """
    found = list(chosen)
    if not found:
        return found
    article, least = ranked[0].hit.passage.article, ranked[0].score - FORM_MARGIN
    for form in forms_lacking(question, [normalise(each.sentence.text) for each in found]):
        room = settings.answer_characters - sum(
            len(closed_up(each.sentence.text)) + _MARKER_CHARACTERS for each in found
        )
        for candidate in ranked:
            if candidate.score < least or len(found) == settings.answer_sentences:
                break
            fits = len(closed_up(candidate.sentence.text)) + _MARKER_CHARACTERS <= room
            if (
                fits
                and candidate.hit.passage.article == article
                and holds_form(form, [normalise(candidate.sentence.text)], question)
            ):
                found.append(candidate)
                break
    return sorted(found, key=lambda candidate: (candidate.hit.rank, candidate.number))


def with_answers(chosen: Sequence[Candidate], ranked: Sequence[Candidate], settings: Settings) -> list[Candidate]:
    """The chosen candidates, and for one of a printed answer the others of it that are at least as near to the
    question, while there is room: 每人380元。 before 低保对象缴190元。, in reading order.
    """
    found = list(chosen)
    for candidate in chosen:
        answered = answered_with(candidate.hit.passage, candidate.number)
        for other in ranked:
            near = other.signals["similarity"] >= candidate.signals["similarity"]
            same = other.hit.passage.id == candidate.hit.passage.id and other.number in answered
            said = sum(len(closed_up(each.sentence.text)) + _MARKER_CHARACTERS for each in (*found, other))
            full = len(found) == settings.answer_sentences or said > settings.answer_characters
            if near and same and not full and other not in found:
                found.append(other)
    return sorted(found, key=lambda candidate: (candidate.hit.rank, candidate.number))


def with_named_rows(
    chosen: Sequence[Candidate], ranked: Sequence[Candidate], question: str, settings: Settings
) -> list[Candidate]:
    """The chosen candidates, and for a row of a table the others of it that the normalised `question` names as well."""
    found = list(chosen)
    if not found:
        return found
    best = ranked[0]
    named = rows_named(best.hit.passage, best.number, question)
    if best.number not in named or len(named) > settings.answer_sentences:
        return found
    rows = [each for each in ranked if each.hit.passage.id == best.hit.passage.id and each.number in named]
    others = [each for each in found if each not in rows]
    kept = [*rows, *others[: settings.answer_sentences - len(rows)]] if len(rows) > 1 else found
    return sorted(kept, key=lambda candidate: (candidate.hit.rank, candidate.number))


def _completed(chosen: Sequence[Candidate], question: str, limit: int) -> list[Candidate]:
    """The chosen sentences, each behind the one that it is not understood without, and before what it announces while
    there is room.
    """
    found: list[Candidate] = []
    places = {(candidate.hit.passage.id, candidate.number) for candidate in chosen}

    def say_also(candidate: Candidate, number: int, *, room: bool = True) -> bool:
        following = candidate.hit.passage.sentences[number]
        said = sum(len(closed_up(each.sentence.text)) + _MARKER_CHARACTERS for each in found)
        fits = said + len(closed_up(following.text)) + _MARKER_CHARACTERS <= limit
        if (candidate.hit.passage.id, number) in places or (room and not fits):
            return False
        places.add((candidate.hit.passage.id, number))
        found.append(replace(candidate, number=number, sentence=following, span=None))
        return True

    for candidate in chosen:
        passage, number = candidate.hit.passage, candidate.number
        under = said_under(passage, number, question)
        before = needed_before(passage, number)
        if before is None and not under and asks_time(question):
            before = time_above(passage, number)
        for place in (*(each for each in under if each < number), *([] if before is None else [before])):
            say_also(candidate, place, room=False)
        found.append(candidate)
        for place in (*(each for each in under if each > number), *needed_after(passage, number)):
            if not say_also(candidate, place):
                break
    return found


def shorten(sentence: Sentence, wanted: Sequence[str], terms: Terms, limit: int, clause: int = 0) -> Sentence:
    """The sentence without 本报讯 or (上接第1版) before it and (下转第4版) behind it.

    Beyond `limit` characters, the clauses that hold most of `wanted`; a clause is cut where it is longer than `clause`
    characters, a quarter of the limit where that is 0.
    """
    line = legible(sentence.text)
    start, end = without_turns(line.text)
    lead = _LEAD.match(line.text, start, end)
    sentence = _read_part(sentence, line, lead.end() if lead else start, end)
    line = legible(sentence.text)
    text = line.text
    if len(text) <= limit:
        return sentence
    clauses = clause_bounds(text, clause or limit // 4)
    windows = [(a, b) for i, (a, _) in enumerate(clauses) for _, b in clauses[i:] if b - a <= limit] or clauses[:1]
    held = {window: len(set(terms.cut(text[slice(*window)])) & set(wanted)) for window in windows}
    start, end = max(windows, key=lambda window: (held[window], window[1] - window[0]))
    return _read_part(sentence, line, start, end)


def cite(sentence: Sentence, passage: Passage, marker: int) -> list[Citation]:
    """The citations of a sentence, from `marker` on: one, or one for each stretch of lines that it is printed on."""
    stretches: list[list[Fragment]] = []
    for fragment in sentence.fragments:
        last = stretches[-1][-1] if stretches else None
        if last and last.source == fragment.source and _together(last.line, fragment.line, fragment.source, passage):
            stretches[-1].append(fragment)
        else:
            stretches.append([fragment])
    return [
        Citation(
            marker=marker + number,
            source=stretch[0].source,
            lines=(stretch[0].line, stretch[-1].line),
            article=passage.article,
            title=passage.title,
            date=passage.date,
            quote="".join(fragment.text for fragment in stretch),
            passage=passage.id,
            fragments=tuple(stretch),
        )
        for number, stretch in enumerate(stretches)
    ]


def _together(first: int, last: int, source: str, passage: Passage) -> bool:
    """Whether two lines of a sentence are of one stretch; of another file than the passage's, whether they are next."""
    if source != passage.source:
        return first <= last <= first + 1
    return any(a <= first <= last <= b for a, b in passage.spans)


def _read_part(sentence: Sentence, line: Legible, start: int, end: int) -> Sentence:
    """Characters `start` to `end` of the sentence as `line` reads it, as a sentence."""
    return _part(sentence, *(line.printed(start, end) if start < end else (0, 0)))


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
