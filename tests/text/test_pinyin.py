"""Pinyin as it is typed: read as words of a vocabulary, and nothing else is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.text.pinyin import PinyinWords

WORDS = PinyinWords(
    [
        ("消费", 5),
        ("停水", 2),
        ("听睡", 1),
        ("渡口", 4),
        ("方案", 2),
        ("西安", 1),
        ("绿化", 1),
        ("图书馆", 2),
        ("a", 9),
    ],
    [("里领", 1), ("费圈", 1), ("费券", 3), ("点开", 2)],
)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("xiaofeiquan zai nali ling?", "消费券在哪里领"),
        ("xiao fei quan shi duoshao qian", "消费券是多少钱"),
        ("shenme shihou tingshui", "什么时候停水"),  # the more frequent of two that sound alike
        ("lvhua fangan you ma", "绿化方案有吗"),
        ("xian dukou hao", "西安渡口 hao"),  # a syllable that nothing tells stays
        ("xian dukou hao", "西安渡口 hao"),  # a syllable that nothing tells stays
        ("Tushuguan ji dian kai", "图书馆几点开"),
    ],
)
@pytest.mark.slow
def test_pinyin_is_read_as_words_of_the_vocabulary(typed, read):
    assert WORDS.read(typed) == read


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "dukou",  # two syllables may be anything
        "When is the water cut off?",
        "can he change women",  # syllables, but no word of the vocabulary
        "shenme shihou zai nali",  # words of questions alone
        "asdfgh qwerty",
        "消费券 zai nali",
    ],
)
def test_what_is_no_pinyin_of_the_vocabulary_is_left_alone(typed):
    assert WORDS.read(typed) == ""


@given(st.text(max_size=80))
def test_whatever_is_typed_is_read_or_left_alone(typed):
    assert isinstance(WORDS.read(typed), str)
