"""How much two stretches of text share: the signals that tell which body a line belongs to."""

import functools
import itertools
import logging
import re
from collections import Counter
from collections.abc import Sequence

_HAN_RUN = re.compile(r"[\u4e00-\u9fff]+|[A-Za-z0-9]+")


@functools.lru_cache(maxsize=1024)  # the bodies of one page, over and over
def bigrams(text: str) -> frozenset[str]:
    """Character pairs within runs of Han characters, and whole Latin words and numbers."""
    pairs: set[str] = set()
    for run in _HAN_RUN.findall(text):
        if run.isascii() or len(run) == 1:
            pairs.add(run)
        else:
            pairs.update(map("".join, itertools.pairwise(run)))
    return frozenset(pairs)


def share(heading: str, body: str) -> float:
    """The share, 0 to 1, of the heading's character pairs that the body repeats; 0 for a heading without any."""
    pairs = bigrams(heading)
    return len(pairs & bigrams(body)) / len(pairs) if pairs else 0.0


def word_across(left: str, right: str, window: int = 4) -> int:
    """The length of the dictionary's word that lies across the joint of `left` and `right`; 0 where none does.

    A body broken mid-word has one; the longer it is, the less likely by chance.

    Decided by jieba's segmentation of the `window` characters on either side.
    """
    head, tail = left.rstrip()[-window:], right.lstrip()[:window]
    if not head or not tail or not _HAN_RUN.fullmatch(head[-1] + tail[0]):
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

    def kinship(self, left: str, right: str) -> float:
        """The share, 0 to 1, of the smaller text's rare pairs that the other holds too.

        Pairs on more than an eighth of the page's lines (我市, 工作) tell nothing and are left out; so are those of one
        line only, as neither side can repeat them.
        """
        first, second = (self._rare(text) for text in (left, right))
        smaller = min(len(first), len(second))
        return len(first & second) / smaller if smaller else 0.0

    def _rare(self, text: str) -> frozenset[str]:
        if text not in self._seen:  # the same tails are compared with every broken body of the page
            self._seen[text] = frozenset(pair for pair in bigrams(text) if self._lines[pair] <= self._common)
        return self._seen[text]
