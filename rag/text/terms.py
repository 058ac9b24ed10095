"""Text -> terms, one function for passages and questions, so that the two always meet.

Words come from jieba with a user dictionary; character pairs are the net for names that jieba cuts wrongly.
"""

import logging
import marshal
import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

from rag.parsing import whole_number
from rag.storage.places import keep, read_kept
from rag.text.characters import normalise
from rag.text.values import is_value, value_terms

_FREQUENT: Final = 10**9
"""Highest frequency of a user's word; jieba's commonest has 318,825."""


_TERM = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]+|[a-z0-9]+(?:[.%][0-9a-z]+)*%?")
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]{2,}")
# Words that every question and most passages hold; they say nothing of what is asked.
STOP_WORDS = frozenset(
    "的 了 和 是 在 有 与 及 等 对 为 将 就 也 都 而 并 或 被 把 向 从 到 以 于 中 上 下 个 这 那 其 之 所 一 不 "
    "我 你 他 她 它 们 吗 呢 吧 啊 呀 哪 哪些 哪个 哪里 哪儿 什么 怎么 怎样 如何 为什么 为何 多少 几 几个 谁 是否 "
    "the a an of in on at to for and or is are was were be by with what which who how many much when where why did do "
    "does that this it its from as".split()
)


_PAIR: Final = ":"
"""What marks a pair of characters, so that none counts as a word."""


class Terms:
    """Cuts text into terms. `dictionary` holds extra words, each "word", "word frequency" or "word frequency tag"."""

    def __init__(self, dictionary: Sequence[str] = ()) -> None:
        self.dictionary = tuple(dictionary)
        self._tokenizer: Any = None

    def cut(self, text: str) -> list[str]:
        """The terms of `text`, in order, repeated as often as they occur; stop words and punctuation left out.

        Words are jieba's search cut (long words and the words inside them); every pair of neighbouring characters
        comes as well, marked with ":", so that a pair never counts as a word; so does every value that is stated in
        figures, in one form for all its spellings.
        """
        normal = normalise(text)
        tokenizer = self._loaded()
        words = [
            word
            for run in _TERM.findall(normal)
            for word in ([run] if run.isascii() else tokenizer.cut_for_search(run))
            if word not in STOP_WORDS
        ]
        pairs = [f"{_PAIR}{run[i : i + 2]}" for run in _HAN.findall(normal) for i in range(len(run) - 1)]
        return words + pairs + value_terms(normal)

    def words(self, text: str) -> list[str]:
        """The words of `text` in its searched form, in order and each once in its place, stop words among them."""
        tokenizer = self._loaded()
        return [
            word for run in _TERM.findall(normalise(text)) for word in ([run] if run.isascii() else tokenizer.cut(run))
        ]

    def frequency(self, word: str) -> int:
        """How common the word is where people write Chinese, as jieba tells; 0 for one that it does not know."""
        found: int = self._loaded().FREQ.get(normalise(word), 0)
        return found

    def _loaded(self) -> Any:
        if self._tokenizer is None:
            import jieba  # loaded at first use: its dictionary takes 0.3 s

            jieba.setLogLevel(logging.WARNING)
            tokenizer = jieba.Tokenizer() if self.dictionary else jieba.dt  # the shared one must not learn these words
            _initialise(tokenizer)
            for entry in self.dictionary:
                word, *rest = entry.split()
                frequency = whole_number(rest[0], _FREQUENT) if rest else None
                if normalise(word).strip():
                    tokenizer.add_word(normalise(word), *([] if frequency is None else [frequency]))
            self._tokenizer = tokenizer
        return self._tokenizer


def is_pair(term: str) -> bool:
    """Whether a term that `cut` gives is a pair of characters rather than a word or a value."""
    return term.startswith(_PAIR)


def words_and_pairs(counted: Iterable[tuple[str, int]]) -> tuple[list[tuple[str, int]], list[tuple[str, int]]]:
    """Counted terms as `cut` gives them: the words, and the pairs of characters without their mark; values left out."""
    words: list[tuple[str, int]] = []
    pairs: list[tuple[str, int]] = []
    for term, count in counted:
        if is_value(term):
            continue
        if is_pair(term):
            pairs.append((term.removeprefix(_PAIR), count))
        else:
            words.append((term, count))
    return words, pairs


def _initialise(tokenizer: Any) -> None:
    """Give jieba its dictionary in the form that it makes of it, kept from an earlier run where there is one.

    jieba itself keeps that in the folder for temporary files, where anyone may have put it. Measured on two cores:
    1.2 s to make, 0.4 s to read what was kept, and 1.3 s as jieba reads it, number by number.
    """
    if tokenizer.initialized or tokenizer.dictionary or tokenizer.cache_file:  # or another dictionary was set
        return
    import jieba

    name = f"jieba-{jieba.__version__}"
    found = _frequencies(read_kept(name))
    if found is None:
        found = tokenizer.gen_pfdict(tokenizer.get_dict_file())
        keep(name, marshal.dumps(found))
    tokenizer.FREQ, tokenizer.total = found
    tokenizer.initialized = True


def _frequencies(content: bytes | None) -> tuple[dict[str, int], int] | None:
    """What is kept of jieba's dictionary: how often each word occurs, and all together; None for anything else."""
    try:
        words, total = marshal.loads(content or b"")
        types = [isinstance(words, dict), {*map(type, words)} == {str}, {*map(type, words.values())} == {int}]
        return (words, total) if all(types) and isinstance(total, int) and total > 0 else None
    except (EOFError, ValueError, TypeError, AttributeError):
        return None
