"""Whether the words of an answer are right: against the accepted answers and the items of its question."""

import re
import unicodedata
from collections import Counter
from typing import Final

from rag.evaluation.measures.matching import bigrams
from rag.evaluation.questions import Question
from rag.text.similarity import squeeze

ANSWER_CHARACTERS: Final = 260
"""Longest answer that can be correct, so that reciting the page does not pay."""

LONG_ANSWER: Final = 12
"""Accepted answers above this many characters may be worded differently, if they share enough bigrams."""

BIGRAM_SHARE: Final = 0.6
"""The share of a long accepted answer's bigrams that the answer must hold."""


_NUMBER: Final = re.compile(r"\[\d+\]")


def answer_correct(question: Question, text: str) -> float:
    """The share of `items` named; without items 1 where an accepted answer is contained, or a long one covered.

    Containment follows open-domain question answering (DPR's "has answer"); numbers in brackets do not count,
    neither markers such as [1] nor those of notes that the page prints.
    """
    said = _said(text)
    if not said:
        return 0.0
    if question.items:
        return items_found(question, text)
    return float(any(answer in said or _covered(answer, said) for answer in map(_accepted, question.answers)))


def items_found(question: Question, text: str) -> float:
    """The share of the question's `items`, of which there is one at least, that the answer names."""
    said = _said(text)
    return sum(_accepted(item) in said for item in question.items) / len(question.items)


def answer_contains(question: Question, text: str) -> float:
    """1 where an accepted answer stands in the answer (DPR's "has answer"; Karpukhin et al. 2020), in one piece."""
    said = _said(text)
    return float(any(answer in said for answer in map(_accepted, question.answers)))


def answer_exact(question: Question, text: str, span: str) -> float:
    """1 where the exact answer, or all of the text, is an accepted one (SQuAD's exact match; Rajpurkar et al. 2016).

    Compared without white space, width, case and punctuation, as CMRC 2018's tool does.
    """
    accepted = set(map(_normal, question.answers)) - {""}
    return float(bool(accepted & {_normal(span), _normal(text)}))


def answer_f1(question: Question, text: str, span: str) -> float:
    """The best F1 of characters between the exact answer (without one, all of the text) and an accepted one.

    SQuAD's F1 with characters for words, as usual for Chinese; normalised like `answer_exact`.
    """
    told = _normal(span or text)
    return max((character_f1(told, _normal(answer)) for answer in question.answers), default=0.0)


def character_f1(told: str, accepted: str) -> float:
    """The harmonic mean of precision and recall of two bags of characters."""
    common = sum((Counter(told) & Counter(accepted)).values())
    return 2 * common / (len(told) + len(accepted)) if common else 0.0


def normalised(text: str) -> str:
    """Squeezed, in lower case, without punctuation and symbols."""
    return "".join(character for character in squeeze(text).lower() if unicodedata.category(character)[0] not in "PS")


def _said(text: str) -> str:
    """The answer as it is searched for accepted ones: "" where it is too long to be one."""
    said = squeeze(_NUMBER.sub("", text))
    return said if len(said) <= ANSWER_CHARACTERS else ""


def _accepted(answer: str) -> str:
    """An accepted answer as it is looked for: without the numbers of notes, unless it is nothing else."""
    return squeeze(_NUMBER.sub("", answer)) or squeeze(answer)


def _normal(text: str) -> str:
    return normalised(_NUMBER.sub("", text))


def _covered(answer: str, said: str) -> bool:
    wanted = bigrams(answer)
    return len(answer) > LONG_ANSWER and len(wanted & bigrams(said)) / len(wanted) >= BIGRAM_SHARE
