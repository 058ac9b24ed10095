"""Which words of a subject are demanded where no article holds them all: the most general ones are left out first.

有关东圩水灾的报道 asks for 东圩; 水灾 is what whoever asks calls it, and the pages may call it 决口. Of each phrase the
rarest word stays, so that nothing is found that is about something else. Left out: whether articles hold the words.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from rag.text.terms import Terms

SHARE: Final = 0.1
"""Of all articles, those that the words which stay may be in at most: a word of more is no subject by itself."""
FEW: Final = 5
"""Articles that are few enough in any collection."""
_GENERAL: Final = frozenset(
    "经过 过程 进展 进程 情况 情形 始末 缘由 原因 起因 结果 后果 影响 后续 细节 详情 详细 具体 背景 现状 近况 "
    "动向 动态 事件 事情 事故 事务 问题 工作 活动 工程 项目 话题 主题 题材 题目 专题 新闻 故事 新情况 新进展 "
    "最新进展 一栏 专栏 栏 栏目 这一栏 这栏 系列 系列报道 连载 相关内容 信息 资料 记载 记录 说法 事迹 方面 之类 "
    "一类 类 类型 种 状况 局面 "
    "progress course details background situation issue issues matter matters topic topics column coverage".split()
)
"""Words that say which side of a matter is asked for, and name none."""

_NUMBER: Final = re.compile(r"\d|[一二三四五六七八九十百千]{2}|^[一二三四五六七八九十][号路届期年月日]")
"""What is never general: another number is another thing."""


def fewer_words(phrases: Sequence[Sequence[str]], terms: Terms, *, only_general: bool) -> Iterator[tuple[str, ...]]:
    """The words of the phrases without one, two and more of them, the most general left out first.

    A phrase is words that stood together. Of each the word that is used least stays, unless it is general itself while
    others are not; with `only_general`, no other words are left out.
    """
    words = list(dict.fromkeys(word for phrase in phrases for word in phrase))
    staying = {min(phrase, key=terms.frequency) for phrase in phrases if phrase} - _GENERAL
    staying |= {word for word in words if _NUMBER.search(word)}
    if not staying:
        return
    general = sorted((word for word in words if word in _GENERAL), key=terms.frequency, reverse=True)
    others = sorted((word for word in words if word not in {*general, *staying}), key=terms.frequency, reverse=True)
    for word in (*general, *([] if only_general else others)):
        words.remove(word)
        yield tuple(words)
