"""The two or three sentences that carry an article, verbatim, in the order in which they are printed.

A sentence carries the more, the earlier it stands, the more of the headline it says, and the nearer it is to what all
sentences say together (centrality: Radev and others, "Centroid-based summarization of multiple documents", 2004). What
says the same again is left out (maximal marginal relevance: Carbonell and Goldstein, SIGIR 1998).
"""

import math
import re
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from rag.records import Passage, Sentence
from rag.text.characters import closed_up
from rag.text.lazy_regex import lazy_regex
from rag.text.numerals import numerals_in
from rag.text.similarity import bigrams, folded
from rag.wording import Language, say

SENTENCES: Final = 3
"""Sentences of a summary at most: what 260 characters have room for."""
_POSITION: Final = 0.5
_TITLE: Final = 0.7
_SAME: Final = 0.5
"""Weights of position, of the headline and of what was said already, beside centrality with 1. By eye on the sample
pages: leads first, then what tells most; not tuned on summaries."""
_LEAST: Final = 8
"""Characters of a sentence that says something by itself."""
_OPEN: Final = re.compile(r"(?:[?？]|…+|\.{3,})[。”’」』\"]*$")
"""What asks, or leaves off."""
_SPEECH: Final = re.compile(r"[“「\"][^“”「」\"]*[”」\"][。.]?")
"""What somebody says, of whom another sentence tells."""
_CALLED_SO: Final = 0.8
"""Share of the character pairs beside the numbers of what an article is called that its headline must print."""
_LEANS: Final = lazy_regex(
    r"^[\s“\"「『(（]*(?:随即|随后|随之|此外|另外|据此|为此|对此|因此|因而|由此|于是|同时|与此同时|除此之外|不过|但是?|然而|可是|而且|并且|况且|况"
    r"|何况|其中|其[^他实次余]|其他|其余|其次|该[\u3400-\u9fff]|此[次举时间项类外后前]|此[,，]|至此|如此|这(?!里是)|那[时天次些个位名样种场]|那么"
    r"|上述|前述|他|她|它|两人|二人|双方|前者|后者|接着|接下来|后来|最终|最后|结果|所以|之后|当[天日晚时]|同[日天时]|而|也|还|则|却|又|再[次者]"
    r"|第二[,，天]|(?:[一两二三四五六七八九十几数]{1,3}|\d{1,3})(?:天|日|年|个?月|周|个?小时|分钟)(?:之)?后|[次翌]日|第三[,，]|二是|三是|四是|比如|例如|换言之|也就是说|总之|尤其|特别是)"
)
"""How a sentence opens that leans on the one before it. The commonest: what joins, and what points back."""


class Placed(NamedTuple):
    """A sentence with the passage that it stands in."""

    sentence: Sentence
    passage: Passage


def carrying(
    placed: Sequence[Placed],
    vectors: NDArray[np.float32],
    title: str,
    characters: int,
    most: int = SENTENCES,
    *,
    concludes: bool = False,
) -> list[Placed]:
    """The sentences that carry an article, in reading order; `most` at most and no more than `characters` together.

    `vectors`, shape (sentences, dimension) and of length one, are those of `placed`. The first one chosen is taken
    however long it is; a sentence that leans on the one before it is taken with that one alone. An article that
    `concludes` says at its end what it means, as commentaries do.
    """
    usable = [place for place, each in enumerate(placed) if tells_alone(each)] or list(range(len(placed)))
    if not usable:
        return []
    centre = vectors[usable].mean(axis=0)
    centre /= float(np.linalg.norm(centre)) or 1.0
    headline = bigrams(title)
    worth = {
        place: float(vectors[place] @ centre)
        + _POSITION / (1 + math.sqrt(order))
        + _TITLE * _share(headline, placed[place].sentence.text)
        for order, place in enumerate(usable)
    }
    chosen: list[int] = []
    room = characters
    if concludes:
        worth[usable[-1]] += _POSITION
    leaning = {place for place in worth if leans(placed[place])}
    if len(leaning) == len(worth):
        leaning.clear()
    while len(chosen) < most:
        possible = [place for place in worth if place not in leaning or place - 1 in chosen]
        if not possible:
            break
        best = max(possible, key=lambda place: worth[place] - _SAME * _nearness(vectors, place, chosen))
        del worth[best]
        length = len(closed_up(placed[best].sentence.text))
        if not chosen or length <= room:
            chosen.append(best)
            room -= length
    return [placed[place] for place in sorted(chosen)]


def other_number(called: Sequence[str], title: str, language: Language) -> str:
    """What is said before the summary of an article that was called by its headline but for a number; "" else.

    《凌晨五点的渡口》 may be another piece than the one that begins at four: whoever asks is told.
    """
    for name in called:
        asked, printed = (folded(text) for text in (name, title))
        numbers, held = ([each.figures for each in numerals_in(text)] for text in (asked, printed))
        words, said = (bigrams(_without_numerals(text)) for text in (asked, printed))
        if words and set(numbers) - set(held) and held and len(words & said) >= _CALLED_SO * len(words):
            return say("plan-other-title", language, name=name)
    return ""


def _without_numerals(text: str) -> str:
    for numeral in reversed(list(numerals_in(text))):
        text = f"{text[: numeral.start]} {text[numeral.end :]}"
    return text


def tells_alone(placed: Placed) -> bool:
    """Whether the sentence tells something by itself: no scrap, no speech alone; it neither asks nor leaves off."""
    text = closed_up(placed.sentence.text).strip()
    return len(text) >= _LEAST and not _OPEN.search(text) and not _SPEECH.fullmatch(text)


def leans(placed: Placed) -> bool:
    """Whether the sentence opens as one that goes on from the one before it."""
    return bool(_LEANS.search(closed_up(placed.sentence.text)))


def _nearness(vectors: NDArray[np.float32], place: int, chosen: Sequence[int]) -> float:
    return max((float(vectors[place] @ vectors[other]) for other in chosen), default=0.0)


def _share(headline: frozenset[str], text: str) -> float:
    return len(headline & bigrams(text)) / len(headline) if headline else 0.0
