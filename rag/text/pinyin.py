"""Pinyin typed without tones, as on a keyboard without Chinese -> the words of a corpus that sound so.

xiaofeiquan zai nali is read as 消费券在哪里, where 消费券 is a word of the corpus. The sound of words is pypinyin's.
Left out: the letters of words' beginnings alone (xfq), which could be anything.
"""

import functools
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

MOST_WORDS: Final = 50_000
"""Words of a corpus that are known by their sound, the most frequent ones: finding a word's sound takes 60 µs."""
COVERED: Final = 0.6
"""Share of the letters that words must account for: a chance match in other languages accounts for less."""
_LEAST_SYLLABLES: Final = 3
"""Fewer are as often a name or an English word (women, Shanghai)."""
_LONGEST: Final = 8
"""Syllables of a word."""
_ASKING: Final = (
    "什么 什么时候 啥时候 哪里 哪儿 哪天 哪个 哪些 多少 多少钱 怎么 怎样 怎么样 为什么 几点 几个 几天 几月 几号 多大 "
    "多久 多高 谁 是 在 的 吗 有 有没有 是不是 能 可以 地址 电话 时间 了 到 和 要 去 最 第一 报纸 新闻 今天 昨天"
).split()
"""Words of questions, which a corpus may lack."""
_LETTERS: Final = re.compile(r"[a-z]+")
_LIKE_SYLLABLES: Final = re.compile(r"(?:(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])?[aeiouv]{1,3}(?:ng?|r)?)+")
"""What nearly all English questions are told by, without the table of syllables, which takes a second to load."""


@dataclass(frozen=True, slots=True)
class _Read:
    """The best reading of the syllables up to a place: its words, what they are worth, the letters they account for."""

    worth: float = -1.0
    covered: int = 0
    known: bool = False
    words: tuple[str, ...] = ()


class PinyinWords:
    """Reads pinyin as words of one vocabulary. Threads may share it."""

    def __init__(self, words: Iterable[tuple[str, int]], pairs: Iterable[tuple[str, int]] = ()) -> None:
        """`words`, and `pairs` of neighbouring characters, come with the number of passages that hold each.

        Of those that sound alike the most frequent one counts.
        """
        from pypinyin import lazy_pinyin

        chinese = [(word, count) for word, count in words if len(word) > 1 and re.fullmatch(r"[\u3400-\u9fff]+", word)]
        self._known: dict[str, tuple[str, float]] = {}
        for word, count in _by_count(chinese)[:MOST_WORDS]:
            sound = "".join(lazy_pinyin(word))
            self._known.setdefault(sound, (word, len(word) ** 1.5 + math.log1p(count) / 100))
        self._asking = {"".join(lazy_pinyin(word)): (word, len(word) ** 1.5 + 1) for word in _ASKING}
        self._next: dict[tuple[str, str], str] = {}
        for pair, _ in _by_count(pairs):
            self._next.setdefault((pair[0], _sound(pair[1])), pair[1])

    def read(self, text: str) -> str:
        """The text in characters; "" where it is no pinyin, or no word of the vocabulary is in it."""
        if not may_be_pinyin(text):
            return ""
        syllables = [part for token in _LETTERS.findall(text.lower()) for part in _syllables(token)]
        read = [_Read(0.0), *(_Read() for _ in syllables)]
        for start in range(len(syllables)):
            for end in range(start + 1, min(len(syllables), start + _LONGEST) + 1):
                step = self._step(read[start], "".join(syllables[start:end]), end - start)
                if step and (step.worth, step.covered) > (read[end].worth, read[end].covered):
                    read[end] = step
        whole = read[-1]
        if not whole.known or whole.covered < COVERED * sum(map(len, syllables)):
            return ""
        return "".join(f" {word} " if word.isascii() else word for word in self._filled(whole.words)).strip()

    def _step(self, before: _Read, sound: str, syllables: int) -> _Read | None:
        """What is read when `sound` follows: a word, or one syllable left as it is; None where it is neither."""
        known, asking = self._known.get(sound), self._asking.get(sound)
        word, worth = max((each for each in (known, asking) if each), key=lambda each: each[1], default=("", 0.0))
        if word:
            is_known = before.known or (known is not None and word not in _ASKING)
            return _Read(before.worth + worth, before.covered + len(sound), is_known, (*before.words, word))
        return _Read(before.worth, before.covered, before.known, (*before.words, sound)) if syllables == 1 else None

    def _filled(self, words: Sequence[str]) -> list[str]:
        """The words with each syllable that was left as the character that follows the one before it in the pages."""
        filled: list[str] = []
        for word in words:
            last = filled[-1][-1] if filled else ""
            filled.append(self._next.get((last, word), word) if word.isascii() else word)
        return filled


def _by_count(counted: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    return sorted(counted, key=lambda each: (-each[1], each[0]))


@functools.cache
def _sound(character: str) -> str:
    from pypinyin import lazy_pinyin

    return lazy_pinyin(character)[0]


def sounds_alike(one: str, other: str) -> bool:
    """Whether two characters sound alike without their tones, as many people say them and type them: zh as z, n as l,
    ang as an.
    """
    return _said(one) == _said(other)


def _said(character: str) -> str:
    sound = re.sub(r"^([zcs])h", r"\1", _sound(character))
    return re.sub(r"(?<=[aei])ng$", "n", re.sub(r"^n(?=[aeiouv])", "l", sound))


def may_be_pinyin(text: str) -> bool:
    """Whether the text is made of syllables of pinyin, some at least, and no other letters."""
    tokens = _LETTERS.findall(text.lower())
    if not tokens or not text.isascii() or not all(map(_LIKE_SYLLABLES.fullmatch, tokens)):
        return False
    syllables = [_syllables(token) for token in tokens]
    return all(syllables) and sum(map(len, syllables)) >= _LEAST_SYLLABLES


def _syllables(token: str) -> tuple[str, ...]:
    """The token cut into syllables, longest first; () where it cannot be."""
    for length in range(min(len(token), 6), 0, -1):
        if token[:length] in _all():
            rest = _syllables(token[length:]) if token[length:] else ()
            if rest or not token[length:]:
                return (token[:length], *rest)
    return ()


@functools.cache
def _all() -> frozenset[str]:
    """All syllables, with v for ü."""
    from pypinyin.contrib.tone_convert import to_normal
    from pypinyin.pinyin_dict import pinyin_dict

    sounds = {to_normal(sound) for several in pinyin_dict.values() for sound in several.split(",")}
    return frozenset(sound for sound in sounds if sound.isascii() and re.search("[aeiouv]", sound))
