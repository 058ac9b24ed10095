"""How much two stretches of text share: the signals that tell which body a line belongs to."""

import logging
import re

_HAN_RUN = re.compile(r"[\u4e00-\u9fff]+|[A-Za-z0-9]+")


def bigrams(text: str) -> set[str]:
    """Character pairs within runs of Han characters, and whole Latin words and numbers."""
    pairs: set[str] = set()
    for run in _HAN_RUN.findall(text):
        if run.isascii() or len(run) == 1:
            pairs.add(run)
        else:
            pairs.update(run[i:i + 2] for i in range(len(run) - 1))
    return pairs


def share(heading: str, body: str) -> float:
    """The share, 0 to 1, of the heading's character pairs that the body repeats; 0 for a heading without any."""
    pairs = bigrams(heading)
    return len(pairs & bigrams(body)) / len(pairs) if pairs else 0.0


def word_across(left: str, right: str, window: int = 4) -> int:
    """The length of the dictionary's word that lies across the joint of `left` and `right`; 0 where none does.

    A body broken mid-word has one; the longer it is, the less likely by chance.

    Decided by jieba's segmentation of the `window` characters on either side.
    """
    import jieba  # 0.5 s to load, and only pages with a broken body need it

    jieba.setLogLevel(logging.WARNING)
    head, tail = left.rstrip()[-window:], right.lstrip()[:window]
    if not head or not tail or not _HAN_RUN.fullmatch(head[-1] + tail[0]):
        return 0
    position = 0
    for word in jieba.lcut(head + tail, HMM=False):
        if position < len(head) < position + len(word):
            return len(word)
        position += len(word)
    return 0
