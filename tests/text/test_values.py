"""Values: the same form however a figure is spelled, and terms that meet by it."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.text.characters import normalise
from rag.text.terms import Terms
from rag.text.values import TERM_MARK, value_terms, values_in


def forms(text: str) -> list[str]:
    return [value.form for value in values_in(normalise(text))]


@pytest.mark.parametrize(
    ("spellings", "form"),
    [
        (("二〇一八年", "2018年", "２０１８年"), "2018"),
        (("三成", "30%", "３０％", "百分之三十"), "30%"),
        (("1.2亿元", "一亿两千万元", "12000万元"), "120000000"),
        (("五月廿三日", "5月23日", "五月二十三日", "5月23号", "05月23日"), "5月23日"),
        (("102岁", "一百零二岁"), "102"),
        (("１６３５４册", "16,354册", "一万六千三百五十四册", "1.6354万册"), "16354"),
        (("卅五人", "35人", "三十五人"), "35"),
        (("十四点六公里", "14.6公里"), "14.6"),
        (("第五届", "第5届"), "第5届"),
        (("三位", "3位"), "3位"),
    ],
)
def test_a_value_has_one_form_in_all_its_spellings(spellings: tuple[str, ...], form: str) -> None:
    for spelling in spellings:
        assert forms(spelling) == [form], spelling


@pytest.mark.parametrize("text", ["一个", "两家", "三四个", "一生一世", "六点半不到", "没有数目"])
def test_ways_of_speaking_are_no_values(text: str) -> None:
    assert [form for form in forms(text) if not form.endswith("点")] == []


def test_a_small_number_is_told_with_its_measure() -> None:
    assert forms("三人") == ["3人"]
    assert forms("三岁") == ["3岁"]
    assert forms("12月") == ["12月"]
    assert forms("12层") == ["12"]


@given(st.text(alphabet="一二三十百千万亿两零〇点成分之第年月日号个元人.,%0123456789廿卅 在", max_size=20))
def test_values_are_found_in_order_and_within_the_text(text: str) -> None:
    places = [(value.start, value.end) for value in values_in(text)]
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert all(one[1] <= other[0] for one, other in itertools.pairwise(places))


def test_a_text_without_figures_is_cut_as_before_and_others_gain_terms_that_are_no_words() -> None:
    terms = Terms()
    assert not [term for term in terms.cut("渡口的灯亮了") if term.startswith(TERM_MARK)]
    assert TERM_MARK + "2018" in terms.cut("渡口建于二〇一八年")
    assert set(value_terms("建于二〇一八年")) <= set(terms.cut("渡口2018年建的"))
    assert all(term.startswith(":") for term in value_terms("三成的票5月23日售出16354张"))
