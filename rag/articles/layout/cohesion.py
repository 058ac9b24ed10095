"""How much two stretches of text share: the signals that tell which body a line belongs to."""

import bisect
import functools
import itertools
import logging
from collections import Counter, defaultdict
from collections.abc import Sequence, Set

from rag.text.similarity import HAN_RUN, bigrams


def share(heading: str, body: str) -> float:
    """The share, 0 to 1, of the heading's character pairs that the body repeats; 0 for a heading without any."""
    return share_of(heading, bigrams(body))


def share_of(heading: str, known: Set[str]) -> float:
    """The share, 0 to 1, of the heading's character pairs that are `known`; 0 for a heading without any."""
    pairs = bigrams(heading)
    return len(pairs & known) / len(pairs) if pairs else 0.0


def pairs_across(left: str, right: str) -> frozenset[str]:
    """The pair that two Han characters make across the joint of two lines, if they do."""
    return bigrams(left[-1:] + right[:1]) if HAN_RUN.fullmatch(left[-1:] + right[:1]) else frozenset()


class PairPlaces:
    """Where on a page each character pair stands: headings are held against stretches of it that nobody reads again."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._within: dict[str, list[int]] = defaultdict(list)
        self._across: dict[str, list[int]] = defaultdict(list)
        for place, text in enumerate(texts):
            for pair in bigrams(text):
                self._within[pair].append(place)
        for place, (left, right) in enumerate(itertools.pairwise(texts)):
            for pair in pairs_across(left, right):
                self._across[pair].append(place)

    def share(self, heading: str, first: int, end: int) -> float:
        """`share` of the heading in the lines from `first` to before `end`, put together."""
        pairs = bigrams(heading)
        held = sum(
            _any_from(self._within.get(pair, ()), first, end) or _any_from(self._across.get(pair, ()), first, end - 1)
            for pair in pairs
        )
        return held / len(pairs) if pairs else 0.0


def _any_from(places: Sequence[int], first: int, end: int) -> bool:
    """Whether one of the sorted `places` is `first` or after it, and before `end`."""
    at = bisect.bisect_left(places, first)
    return at < len(places) and places[at] < end


def word_across(left: str, right: str, window: int = 4) -> int:
    """The length of the dictionary's word that lies across the joint of `left` and `right`; 0 where none does.

    A body broken mid-word has one; the longer it is, the less likely by chance.

    Decided by jieba's segmentation of the `window` characters on either side.
    """
    head, tail = left.rstrip()[-window:], right.lstrip()[:window]
    if not head or not tail or not HAN_RUN.fullmatch(head[-1] + tail[0]):
        return 0
    return _word_between(head, tail)


@functools.lru_cache(maxsize=4096)
def _word_between(head: str, tail: str) -> int:
    """As `word_across`, of the characters on either side."""
    import jieba  # 0.5 s to load, and only pages with a broken body need it

    jieba.setLogLevel(logging.WARNING)
    position = 0
    for word in jieba.lcut(head + tail, HMM=False):
        if position < len(head) < position + len(word):
            return len(word)
        position += len(word)
    return 0


class Rarity:
    """How rare character pairs are on one page: a pair that two lines hold and few others tells that they are kin."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._lines = Counter(pair for text in texts for pair in bigrams(text))
        self._common = max(3.0, 0.12 * len(texts))
        self._seen: dict[str, frozenset[str]] = {}
        self._kin: dict[tuple[str, str], float] = {}

    def kinship(self, left: str, right: str) -> float:
        """The share, 0 to 1, of the smaller text's rare pairs that the other holds too.

        Pairs on more than an eighth of the page's lines (我市, 工作) tell nothing and are left out; so are those of one
        line only, as neither side can repeat them.
        """
        for text in (left, right):
            if text not in self._seen:  # the same tails are compared with every broken body of the page
                self._seen[text] = self.rare(bigrams(text))
        if (left, right) not in self._kin:
            self._kin[left, right] = overlap(self._seen[left], self._seen[right])
        return self._kin[left, right]

    def rare(self, pairs: Set[str]) -> frozenset[str]:
        """Those among `pairs` that are rare."""
        return frozenset(pair for pair in pairs if self._lines[pair] <= self._common)


def overlap(one: Set[str], other: Set[str]) -> float:
    """The share, 0 to 1, of the smaller set that the other holds too."""
    smaller, larger = sorted((one, other), key=len)
    return sum(pair in larger for pair in smaller) / len(smaller) if smaller else 0.0
