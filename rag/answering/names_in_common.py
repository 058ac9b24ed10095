"""What a question and the piece nearest to it alone name with the same characters, and the pieces that name it not.

How old somebody is, is told by no age in a piece that does not print who it is. Only runs of characters are compared,
so that names are found that no dictionary has. Left out: names written in two ways, which are no run in common.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import Final

from rag.articles.layout.bylines import may_be_name

SHORTEST: Final = 3
"""Characters of a run. With it none of 236 questions that were answered rightly (dev, other, as people ask) has its
sentence from a piece that lacks what the nearest one names, 13 of 63 unanswerable ones have."""
FEW: Final = 2
"""Articles among those found that may print a run; what more of them print is no name of one thing."""
_SAYS_LITTLE: Final = re.compile(
    r"[的了是在有几多少哪什么怎谁吗呢个这那他她它们一二三四五六七八九十百千万年月日和与跟给被把就都也还不没要会能可以到从对为"
    r"上下里中前后今明昨去来说讲问请第每各某啥咋何时候]|[^\u3400-\u9fff]"
)
"""Characters that no run has: those that ask, count and join, and those of other scripts, where "and" is a run."""


def runs_of(question: str) -> Iterator[str]:
    """The runs of characters of the normalised `question` that may name something, longer ones first in each part."""
    for part in _SAYS_LITTLE.split(question):
        for length in range(len(part), SHORTEST - 1, -1):
            for start in range(len(part) - length + 1):
                yield part[start : start + length]


def names_in(question: str, texts: Mapping[str, str], persons: Collection[str] = ()) -> dict[str, frozenset[str]]:
    """For each of the normalised `texts`, by their keys, the runs of the normalised `question` that it prints.

    `persons` are runs besides: 丁十三 has characters that say little.
    """
    runs = dict.fromkeys((*runs_of(question), *persons))
    closed = {key: re.sub(r"\s+", "", text) for key, text in texts.items()}
    return {key: frozenset(run for run in runs if run in text) for key, text in closed.items()}


def strangers(
    question: str, nearest: str, names: Mapping[str, frozenset[str]], persons: Collection[str] = ()
) -> frozenset[str]:
    """The keys of `names` without any name of the normalised `question` that few have, where `nearest` has one.

    One with another name of the question is about another part of it. Where a name of few is a person's, `nearest` may
    be a stranger itself: 陶小满今年几岁 is told in no piece about somebody else, however near it is.
    """
    counts = Counter(run for named in names.values() for run in named)
    few = {run for run, count in counts.items() if count <= FEW}
    starts = {part[:SHORTEST] for part in _SAYS_LITTLE.split(question) if may_be_name(part[:SHORTEST])}
    named = few & (starts | set(persons))
    return (
        frozenset(key for key, runs in names.items() if not few & runs)
        if named or few & names[nearest]
        else frozenset()
    )
