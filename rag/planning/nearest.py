"""The words nearest in meaning to one that no article holds, of those that the passages nearest to it are made of.

They are only proposed: nothing is counted by them. Left out: finding the passages.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from rag.models.encoder import Encoder
from rag.planning.words import FILLERS
from rag.records import Passage
from rag.text.similarity import HAN_RUN
from rag.text.terms import STOP_WORDS, Terms

MOST: Final = 3
"""Words that are proposed."""
_LOOKED_AT: Final = 120
"""Words that are compared: encoding them takes 0.1 s on two cores."""
_NEAR: Final = 0.9
"""Cosine of two words that mean something alike: 水灾 and 灾民 have 0.93, 外星人 and what is nearest to it less."""
_COMMONEST: Final = 5000
"""Words that jieba has more often say too little to be a subject."""


def nearest_words(word: str, passages: Iterable[Passage], encoder: Encoder, terms: Terms) -> Sequence[str]:
    """The words of the passages, the nearest ones first, that are as near to `word` as words of one field are."""
    found: dict[str, None] = {}
    for passage in passages:
        for each in terms.words(f"{passage.title}。{passage.text}"):
            if _may_be_subject(each, terms) and each not in word and len(found) < _LOOKED_AT:
                found[each] = None
    if not found:
        return ()
    words = list(found)
    scores = encoder.encode_questions(words) @ encoder.encode_questions([word])[0]
    ranked = sorted(zip(scores.tolist(), words, strict=True), key=lambda pair: -pair[0])
    return [each for score, each in ranked[:MOST] if score >= _NEAR]


def _may_be_subject(word: str, terms: Terms) -> bool:
    if len(word) < 2 or word in FILLERS or word in STOP_WORDS or not HAN_RUN.fullmatch(word) or word.isascii():
        return False
    return 0 < terms.frequency(word) < _COMMONEST
