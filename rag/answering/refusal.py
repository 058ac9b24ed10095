"""How surely the pages answer a question, and why it is refused where they do not.

Gates that need no model come first: nothing near, or a number that none of the near passages gives. Then the
probability of an answer decides, calibrated over what the search and the reader found.
"""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from rag.answering.answer_type import asks_time, holds_form, is_nonfactoid, required_form
from rag.answering.asked_person import name_lacking
from rag.answering.candidates import Candidate
from rag.answering.close_reading import CloseReading
from rag.answering.needed import lacks_needed
from rag.answering.reranking import probability
from rag.answering.retriever import Retrieval, least_score
from rag.answering.units import told_with_units
from rag.models.reader.windows import PassageReading
from rag.records import Hit
from rag.settings import Settings
from rag.text.characters import is_chinese, normalise

RIVAL_MARGIN: Final = 0.02
"""Passages of other articles that score within this of the best may hold the number asked for as well. With it no
answerable dev or sample question is refused, and 18 of 32 that ask a reported event for a missing number are."""
NONE_NEAR: Final = frozenset(
    {"refusal-nothing-near", "refusal-out-of-scope", "refusal-place-lacking", "refusal-person-lacking"}
)
"""Reasons of a refusal for which no piece is near, whatever the search ranked first."""
CONFIDENCE_SLOPE: Final = 80.0
"""Steepness of confidence around the refusal score: 0.03 above it is 0.92, 0.03 below 0.08, the spread seen between
answerable questions and questions about other things."""
_LOOKED_AT: Final = 5
"""Passages of which the most promising one counts. On the dev and sample questions 3 / 5 give an area under the ROC
curve of 0.915 / 0.917."""
FINDS_NONE: Final = -5.0
"""Margin below which the reader finds no answer to a question that goes on from the piece just cited. What else the
probability weighs says little there: whoever asks on names little, so that the piece lacks what words there are. Of 75
such questions (dev, other, news, as people ask) the 70 that are answered have -2.4 and more but for one whose number is
in the piece and one 然后呢, which is not read; four of the other five have -6.3 and less."""
READ_BELOW: Final = 0.03
"""How far below the refusal score a question in another script than the pages is answered where the reader finds the
answer: its words are in no passage, so that its score tells less."""
READ_SURELY: Final = 2.0
"""Margin from which the reader finds it there. Of 11 English questions below the score (dev, other, news, as people
ask) two of six answerable ones have 4.6 and more, the five others at most 0.7."""
FOUND_NONE: Final = -12.0
"""Margin below which a span is as good as none, and of a passage in which nothing tells of the person asked of."""
_GAP_SCALE: Final = 30.0
"""By what a gap between two scores is multiplied, so that it is about as large as the other features."""

FEATURES: Final = (
    "relevance",
    "margin",
    "second_margin",
    "gap",
    "foreign",
    "conversation",
    "lacking",
    "nonfactoid",
    "similarity",
    "form",
    "passage_margin",
    "unsaid",
    "close_relevance",
    "close_margin",
)
"""What the probability of an answer is a logistic function of, in this order, by the names of its weights.

Not the score of the search itself: near misses lie nearer than answers do, since they are asked of what a headline
says. For the same reason they single out one passage, which the gap between the nearest one and the next tells, and
they use its words, while who knows it only by hearsay uses others. Where a list, a reason or a manner is asked for the
reader finds no short span that it is sure of, answered or not. The last six are of the sentence that would be said
first: its likeness to the question, whether it has the form asked for, how far the reader finds an answer in its
passage, and what that passage does not print of the question, and how the best sentences were read by themselves (see
`close_reading`). The weights were fitted on 871 questions that no gate refuses (news and written ones held back from
training, dev, other), with `WEIGHT` 0.005 there. In ten folds by question their area under the ROC curve is 0.911 and
the expected calibration error 0.031. On the 410 news questions among them, 97 of them not answered, it is 0.911 without
the last two and 0.927 with them, and of those not answered 0.59 and 0.68 are refused, on average over false refusals of
0.02 to 0.05.
"""


def confidence_of(
    retrieval: Retrieval,
    settings: Settings,
    calibration: Mapping[str, float],
    best: Candidate | None = None,
    close: CloseReading | None = None,
) -> float:
    """How surely the pages answer, in [0, 1]; `best` is the sentence that would be said first, `close` tells how the
    best sentences were read by themselves.

    With a reader's `calibration`, its weights by the names of FEATURES and "intercept", the probability of an answer;
    without ({}), a logistic function of the best passage's score over the refusal score. A question that no passage is
    near to has the lower of the two.
    """
    if not retrieval.hits:
        return 0.0
    near = probability(CONFIDENCE_SLOPE * above(retrieval, settings))
    if retrieval.continued_from or _is_read(retrieval, settings):  # it is about that piece, however little it says
        near = max(near, 0.5)
    if not calibration or not any(retrieval.readings):
        return near
    weighed = sum(calibration.get(name, 0.0) * value for name, value in features(retrieval, best, close).items())
    answered = probability(calibration["intercept"] + weighed)
    return answered if near >= 0.5 else min(near, answered)


def features(
    retrieval: Retrieval, best: Candidate | None = None, close: CloseReading | None = None
) -> dict[str, float]:
    """The values of FEATURES; there is at least one hit that was read. Those of the best sentence are 0 without one;
    where none was read closely, its passages' relevance and margin stand for those of sentences.
    """
    readings = [reading for reading in retrieval.readings[:_LOOKED_AT] if reading]
    margins = sorted(_margins(retrieval), reverse=True)
    relevance, margin = max((reading.relevance for reading in readings), default=0.0), max(margins, default=0.0)
    return {
        "relevance": relevance,
        "margin": margin,
        "second_margin": max(FOUND_NONE, margins[1]) if len(margins) > 1 else FOUND_NONE,
        "gap": _gap(retrieval.fused),
        "foreign": float(not is_chinese(retrieval.question)),
        "conversation": float(retrieval.in_conversation),
        "lacking": _lacking(retrieval),
        "nonfactoid": float(is_nonfactoid(normalise(retrieval.question))),
        "similarity": best.signals["similarity"] if best else 0.0,
        "form": best.signals["form"] if best else 0.0,
        "passage_margin": _passage_margin(retrieval, best),
        "unsaid": best.unsaid if best and is_chinese(retrieval.question) else 0.0,
        "close_relevance": close.relevance if close else relevance,
        "close_margin": close.margin if close else margin,
    }


def _passage_margin(retrieval: Retrieval, best: Candidate | None) -> float:
    """How far the best span of the sentence's passage beats having none; FOUND_NONE where that was not read."""
    if best is None:
        return 0.0
    read = zip(retrieval.hits, retrieval.readings, strict=False)
    own = (reading.margin for hit, reading in read if reading and hit.passage.id == best.hit.passage.id)
    return max(FOUND_NONE, next(own, FOUND_NONE))


def _margins(retrieval: Retrieval) -> Iterator[float]:
    """How far the best span of each of the most promising passages beats having none; where a person is named that the
    pages print, the best one in what tells of that person.

    What another earns is found as surely as what is asked. Of the unanswerable questions as people ask them, news, dev
    and other that were answered 13 have their best span elsewhere, of 417 answerable ones 6.
    """
    for hit, reading in list(zip(retrieval.hits, retrieval.readings, strict=False))[:_LOOKED_AT]:
        if reading is None:
            continue
        if not (retrieval.told and reading.knows_spans):
            yield reading.margin
            continue
        scores = [span.score for span in reading.spans if span]
        told = retrieval.told.get(hit.passage.id, frozenset())
        own = [span.score for number, span in enumerate(reading.spans) if span and number in told]
        yield max(FOUND_NONE, reading.margin - max(scores, default=0.0) + max(own)) if own else FOUND_NONE


def _looked_at(retrieval: Retrieval) -> list[PassageReading]:
    """The readings of the most promising passages, without those of pieces that do not name what is asked of."""
    others = retrieval.strangers
    read = zip(retrieval.hits, retrieval.readings, strict=False)
    near = [reading for hit, reading in read if hit.passage.article not in others][:_LOOKED_AT]
    return [reading for reading in near if reading]


def _lacking(retrieval: Retrieval) -> float:
    """What share of the question's words the nearest article lacks; 0 for a question in another language than it."""
    known = bool(retrieval.hits) and is_chinese(retrieval.question)
    return retrieval.lacking.get(retrieval.hits[0].passage.article, 0.0) if known else 0.0


def _gap(fused: Sequence[float]) -> float:
    """How far the nearest passage is before the next; 0 where there is no other."""
    ordered = sorted(fused, reverse=True)
    return _GAP_SCALE * (ordered[0] - ordered[1]) if len(ordered) > 1 else 0.0


def above(retrieval: Retrieval, settings: Settings) -> float:
    """How far the nearest passage's fused score is above the refusal score for the question's script."""
    threshold = least_score(retrieval.question, settings) - settings.refusal_discount * retrieval.in_conversation
    return max(retrieval.fused) - threshold


def _is_near(retrieval: Retrieval, settings: Settings) -> bool:
    """Whether there is a passage near to the question. What it goes on from is, however little the question says."""
    if not retrieval.hits:
        return False
    return bool(retrieval.continued_from) or above(retrieval, settings) >= 0 or _is_read(retrieval, settings)


def _is_read(retrieval: Retrieval, settings: Settings) -> bool:
    """Whether the reader finds what a question in another script asks, though the search alone says too little."""
    if is_chinese(retrieval.question) or above(retrieval, settings) < -READ_BELOW:
        return False
    readings = [reading for reading in retrieval.readings[:_LOOKED_AT] if reading and reading.knows_spans]
    return max((reading.margin for reading in readings), default=-READ_SURELY) >= READ_SURELY


def refusal_of(retrieval: Retrieval, settings: Settings, confidence: float | None) -> str:
    """The wording key of the reason why the question is refused; "" where it is answered.

    `confidence` is the calibrated one, None where nothing is calibrated: it then decides nothing.
    """
    if not _is_near(retrieval, settings):
        return "refusal-nothing-near"
    question = normalise(retrieval.question)
    form = required_form(question)
    if form and not holds_form(form, _near_texts(retrieval, settings), question):
        return "refusal-no-number"
    title = normalise(retrieval.hits[0].passage.title)
    if {hit.passage.article for hit in _near_hits(retrieval, settings)} <= retrieval.unasked:
        return "refusal-no-answer"
    if lacks_needed(question, itertools.chain([title], _near_texts(retrieval, settings))):
        return "refusal-no-answer"
    if name_lacking(question, itertools.chain([title], _near_texts(retrieval, settings))):
        return "refusal-no-answer"
    none_found = bool(retrieval.continued_from) and form is None and _finds_none(retrieval)
    if confidence is not None and (none_found or confidence < threshold_of(settings)):
        return "refusal-no-time" if asks_time(question) else "refusal-no-answer"
    return ""


def _finds_none(retrieval: Retrieval) -> bool:
    """Whether a reader that finds spans finds far better that there is none in any of the passages."""
    readings = [reading for reading in _looked_at(retrieval) if reading.knows_spans]
    return bool(readings) and max(reading.margin for reading in readings) < FINDS_NONE


def threshold_of(settings: Settings) -> float:
    """The probability of an answer from which answering costs less than refusing, on average."""
    return settings.false_answer_cost / (1 + settings.false_answer_cost)


def _near_texts(retrieval: Retrieval, settings: Settings) -> Iterator[str]:
    """The sentences that a missing number may stand in: those of the passages near, and of a person who is named only
    those that tell of that one.
    """
    for hit in _near_hits(retrieval, settings):
        texts = [normalise(sentence.text) for sentence in hit.passage.sentences]
        if retrieval.told:
            numbers = sorted(retrieval.told.get(hit.passage.id, ()))
            rows = told_with_units(hit.passage)
            yield from (text for number in numbers for text in (texts[number], rows[number]))
            continue
        yield normalise(hit.passage.text)
        yield from told_with_units(hit.passage)


def _near_hits(retrieval: Retrieval, settings: Settings) -> Iterator[Hit]:
    """The passages of the best one's article that were found, and its near rivals."""
    best = retrieval.hits[0]
    highest = max(retrieval.fused)
    near = list(zip(retrieval.hits, retrieval.fused, strict=True))[: settings.answer_passages]
    others = retrieval.strangers
    for hit, fused in near:
        if hit.passage.article in others:
            continue
        if hit.passage.article == best.passage.article or fused > highest - RIVAL_MARGIN:
            yield hit
