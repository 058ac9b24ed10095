"""Numerals in one form: what has a value is written in figures, everything else stays as it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.text.numerals import in_figures, numerals_in

DIGITS = "零一二三四五六七八九"


def spoken(number: int) -> str:
    """The number in Chinese, place by place."""
    if number >= 10**8:
        return _above(number, 10**8, "亿", 10**7)
    if number >= 10**4:
        return _above(number, 10**4, "万", 10**3)
    for unit, word in ((1000, "千"), (100, "百"), (10, "十")):
        if number >= unit:
            return _above(number, unit, word, unit // 10)
    return DIGITS[number]


def _above(number: int, unit: int, word: str, next_unit: int) -> str:
    rest = number % unit
    return (
        spoken(number // unit) + word + ("" if not rest else spoken(rest) if rest >= next_unit else "零" + spoken(rest))
    )


@given(st.integers(1, 10**12 - 1))
def test_a_number_in_chinese_is_the_number_in_figures(number: int) -> None:
    assert in_figures(f"共有{spoken(number)}户") == f"共有{number}户"


@given(st.integers(0, 10**15))
def test_separators_are_left_out(number: int) -> None:
    assert in_figures(f"{number:,}元") == f"{number}元"


@given(st.text(alphabet="一二三十百千万亿两零〇点成分之第年个元人.,%0123456789多几 在", max_size=20))
def test_any_text_can_be_rewritten_and_numerals_are_found_in_order(text: str) -> None:
    assert isinstance(in_figures(text), str)
    places = [(numeral.start, numeral.end) for numeral in numerals_in(text)]
    assert all(start < end for start, end in places)
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("二〇一八年", "2018年"),
        ("一九五二年", "1952年"),
        ("三成", "30%"),
        ("三成五", "35%"),
        ("百分之三十", "30%"),
        ("百分之三点二", "3.2%"),
        ("1.2亿元", "120000000元"),
        ("一亿两千万元", "120000000元"),
        ("1亿2000万元", "120000000元"),
        ("12.67万张", "126700张"),
        ("一百零二岁", "102岁"),
        ("一百二", "120"),
        ("六万八", "68000"),
        ("十五天", "15天"),
        ("三十多家", "30多家"),
        ("第六轮", "第6轮"),
        ("九〇六路", "906路"),
        ("一个", "1个"),
    ],
)
def test_numerals_meet_in_one_form(text: str, figures: str) -> None:
    assert in_figures(text) == figures


@pytest.mark.parametrize(
    "text",
    [
        "统一",
        "一起",
        "千方百计",
        "万里路",
        "三四百人",
        "两三家",
        "百余户",
        "十来天",
        "二十几个",
        "三成立",
        "成为",
        "十分好",
        "",
    ],
)
def test_what_has_no_value_of_its_own_stays(text: str) -> None:
    assert in_figures(text) == text
