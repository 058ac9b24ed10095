"""How a question goes on from the conversation before it.

From the piece just cited, where it names nothing else (几点开始? 她多大? 然后呢?); towards another thing in the same
conversation (那桑树呢?); or as if it were the first, where it is a complete question about something else. Told by what
the question says and by what it is nearest to, not by knowledge. Left out: questions about the corpus or a whole piece.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rag.answering.retriever import Retriever, least_score
from rag.models.encoder import Encoder, Vectors
from rag.text.characters import closed_up, is_chinese
from rag.text.similarity import squeeze
from rag.wording import WORDING

History = Sequence[tuple[str, str]]
Within = NDArray[np.bool_] | None
"""Which passages may be found, shape (passages,); None for all."""

NEARER: Final = 72.0
WORDS: Final = 0.78
NEW_WORDS: Final = 0.65
LEAST: Final = 11.1
"""A question stands by itself where NEARER x (how much nearer than the piece just cited another one is to the question
alone, in fused scores) + WORDS x (its words) + NEW_WORDS x (those of them that the piece lacks) is above LEAST.

Logistic regression on the follow-ups of the dev, sample and news questions and of a talk (179), and 865 complete
questions put after an unrelated turn. Learnt on the news alone, 0.996 of the other complete questions stand by
themselves and 0.974 of the other follow-ups go on; learnt on the others, 0.997 and 0.993 of those on the news."""
LEAST_FOREIGN: Final = 6.0
"""The same for a question in another language that has no pronoun: the pages lack its words, and scores across
languages lie closer together. 77 complete English questions are all above it; there were no such follow-ups."""
ELSEWHERE: Final = 0.05
"""How much nearer, in fused scores, another piece must be that prints a word of the question, where the piece just
cited prints none of them, for the question to stand by itself however few words it has (老渡口今年拿了什么奖). The
follow-ups like that which go on have 0.03 at most in two dozen that were looked at, the five new ones 0.07 at least."""
_MOST_WORDS: Final = 10
"""More words make no question more complete."""
_TURNS: Final = 3
"""Turns back that a piece just cited is looked for in: those between were refused, or small talk."""
_LOOKED_AT: Final = 50
"""Nearest passages in which an answer's words are looked for; what they are quoted from is nearly always the first."""
_QUOTE: Final = 8
"""Characters from which words are taken for a quotation wherever they are found; 59个 stands in many places."""
_NEAR: Final = 0.03
"""Fused scores within which a shorter answer decides between passages."""

_ASIDE: Final = re.compile(
    r"^\s*(?:好[的吧了]?[,，。\s]*)?(?:(?:我想?|再)?(?:换|问)一?个?(?:别的|新的?|其他的?|另外的?)?(?:问题|话题)|"
    r"再?问(?:你)?(?:个|点|一下)?(?:别的|其他的?)(?:事儿?|问题)?|不[说聊]这个了?|(?:another|a different|new) question)"
    r"[吧了]?[,，。:：;；\s]+",
    re.IGNORECASE,
)
_PRONOUN: Final = re.compile(r"[它他她]|[这那该此][个位里儿边话些件篇种样]|那么")
_FOREIGN_PRONOUN: Final = re.compile(
    r"\b(?:it|its|they|them|their|he|him|his|she|her|hers|this|these|those|there)\b(?! (?:are|is|was|were)\b)|"
    r"^(?:and|then|so|what about|how about)\b",
    re.IGNORECASE,
)
_ANOTHER: Final = re.compile(
    r"^(?:那么?)?[^,，。?？]{1,14}呢[?？!！。\s]*$|^(?:and|what about|how about)\b", re.IGNORECASE
)
"""那桑树呢: the question before, asked of another thing."""
_ONWARDS: Final = re.compile(
    r"(?:那么?)?(?:然后|后来|接着|接下来|再后来|再然后|之后|后面|下文|结果)"
    r"(?:呢|又?怎么样了?|又?怎样了?|如何了?|怎么了|发生了?什么|还?[说讲]了?什么)?[呢啊呀]?[?？!！。\s]*|"
    r"(?:请)?(?:继续|接着)[讲说]?(?:下去|吧)?[?？!！。\s]*|"
    r"(?:and )?then(?: what)?\W*|what (?:happened )?next\W*|go on\W*",
    re.IGNORECASE,
)
_ASKING: Final = re.compile(
    r"几|多[长大少久高远]|哪|什么|怎|谁|然后|后来|开始|时候|一下|知道|请问|告诉|没有|^[这那](?:里|边|儿|个|些|样|么)$|^[他她它]们$"
)
"""Words that ask or point, which name nothing."""
_REFUSALS: Final = tuple(key for key in WORDING if key.startswith("refusal-"))


@dataclass(frozen=True, slots=True)
class Cited:
    """What an earlier answer quotes: the ids of its articles, the first quoted first, and its last sentence.

    `sentence` is the row of that sentence in the index.
    """

    articles: tuple[str, ...]
    sentence: int


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A question as it is to be asked: without 换个问题, after `history`, () where it is asked as if it were the first.

    `cited` is what it goes on from, None for whatever there is; `onwards` tells that it asks for what comes next there.
    `before` is what was cited before a question of another thing, which that may be part of or not.
    """

    question: str
    history: History = ()
    cited: Cited | None = None
    onwards: bool = False
    before: Cited | None = None


@dataclass(frozen=True, slots=True)
class Signs:
    """What tells whether a question stands by itself, beside a piece just cited.

    `nearer` is how much nearer another article is to the question alone, in fused scores; `words` counts the words of
    the question that name something, `new` those of them that the piece lacks.
    `foreign` is told of a question in another language that has no pronoun, `elsewhere` where the piece prints none of
    the words, and the nearest other one does.
    """

    nearer: float
    words: int
    new: int
    foreign: bool
    elsewhere: bool = False

    @property
    def score(self) -> float:
        """Above 0 for a question that stands by itself."""
        words, new = min(self.words, _MOST_WORDS), min(self.new, _MOST_WORDS)
        return NEARER * self.nearer + WORDS * words + NEW_WORDS * new - (LEAST_FOREIGN if self.foreign else LEAST)

    @property
    def alone(self) -> bool:
        """Whether the question stands by itself."""
        return self.score > 0 or (self.elsewhere and self.nearer > ELSEWHERE)


def follow_up_of(
    question: str, history: History, retriever: Retriever, encoder: Encoder, within: Within = None
) -> FollowUp:
    """How `question` goes on from `history`, oldest first.

    Only passages `within` can be gone on from, None for all: where what was cited is out, the question leans on the
    conversation alone.
    """
    aside = _ASIDE.match(question)
    if aside and question[aside.end() :].strip():
        return FollowUp(question[aside.end() :].strip())
    cited = cited_in(history, retriever, encoder)
    if cited is None:
        return FollowUp(question)
    if within is not None and not (within & retriever.of_articles(cited.articles)).any():
        return FollowUp(question, history)
    if _ONWARDS.fullmatch(question.strip()):
        return FollowUp(question, history, cited, onwards=True)
    signs = _signs(question, cited, retriever, encoder)
    if _ANOTHER.search(question):
        return FollowUp(question, history, None if signs.new and signs.nearer > 0 else cited, before=cited)
    return FollowUp(question) if signs.alone else FollowUp(question, history, cited)


def cited_in(history: History, retriever: Retriever, encoder: Encoder) -> Cited | None:
    """What the latest answer of `history` that quotes the pages quotes; None where none does.

    Answers are verbatim, so their words are looked for; one in other words is taken for what it is nearest to.
    """
    for question, answer in reversed(history[-_TURNS:]):
        found = _cited(question, "" if _is_refusal(answer) else answer, retriever, encoder)
        if found:
            return found
    return None


def _cited(question: str, answer: str, retriever: Retriever, encoder: Encoder) -> Cited | None:
    index, text = retriever.index, f"{question} {answer}".strip()
    vector = retriever.encode(encoder, text, ())
    scores = retriever.scores(text, vector)
    order = [int(place) for place in np.argsort(-scores, kind="stable")[:_LOOKED_AT]]
    quotes = _quotes(answer)
    printed = {place: squeeze(index.passages[place].text) for place in order}
    places = _holding([quote for quote in quotes if len(quote) >= _QUOTE], order, printed)
    if not places:
        if not order or scores[order[0]] < least_score(question, retriever.settings):
            return None
        near = [place for place in order if scores[place] > scores[order[0]] - _NEAR]
        places = _holding(quotes, near, printed)[:1] or order[:1]
    articles = tuple(dict.fromkeys(index.passages[place].article for place in places))
    return Cited(articles, _last_sentence(places[-1], quotes, vector, retriever))


def _holding(quotes: Sequence[str], places: Sequence[int], printed: Mapping[int, str]) -> list[int]:
    """For each of the quotes the first of the passages that prints it, in the quotes' order."""
    found = (next((place for place in places if quote in printed[place]), None) for quote in quotes)
    return [place for place in dict.fromkeys(found) if place is not None]


def _last_sentence(place: int, quotes: Sequence[str], vector: Vectors, retriever: Retriever) -> int:
    """The row of the last sentence of the passage that is quoted; of the nearest one where none is, word by word."""
    index = retriever.index
    first = int(index.sentence_offsets[place])
    texts = [squeeze(closed_up(sentence.text)) for sentence in index.passages[place].sentences]
    quoted = [
        number
        for number, text in enumerate(texts)
        if any(q in text or (len(text) > _QUOTE and text in q) for q in quotes)
    ]
    if quoted:
        return first + quoted[-1]
    own = np.arange(first, first + len(texts))
    return first + int(np.argmax(index.sentence_vectors.scores(vector, own)))


def _quotes(answer: str) -> list[str]:
    """The sentences of an answer as they are looked for, without its markers and the stops behind them.

    What is quoted may go on where it was printed: 渡口的老船工。 of 渡口的老船工撑船过河。
    """
    parts = re.split(r"\[\d{1,6}\]|(?<=[。！？!?；;\n])", answer)
    quotes = (squeeze(closed_up(part)).rstrip("。！？!?；;.") for part in parts)
    return [quote for quote in quotes if len(quote) > 1]


def _is_refusal(answer: str) -> bool:
    """Whether the answer is one of the sentences that refuse, which quote nothing."""
    return any(answer.startswith(sentence.partition("{")[0]) for key in _REFUSALS for sentence in WORDING[key])


def _signs(question: str, cited: Cited, retriever: Retriever, encoder: Encoder) -> Signs:
    here = retriever.of_articles(cited.articles)
    scores = retriever.scores(question, retriever.encode(encoder, question, ()), here)
    words = {word for word in retriever.terms.cut(question) if len(word) > 1 and not word.startswith(":")}
    words = {word for word in words if not _ASKING.search(word)}
    held = {word: retriever.index.terms.passages_with(word) for word in words}
    others = np.where(here, -1.0, scores)
    nearest = retriever.of_articles([retriever.index.passages[int(others.argmax())].article])
    new = [word for word in words if not here[held[word]].any()]
    return Signs(
        nearer=float(others.max(initial=-1.0) - scores[here].max(initial=-1.0)),
        words=len(words),
        new=len(new),
        elsewhere=not _PRONOUN.search(question)
        and len(new) == len(words)
        and any(nearest[held[word]].any() for word in new),
        foreign=not is_chinese(question) and not _FOREIGN_PRONOUN.search(question),
    )
