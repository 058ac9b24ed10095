"""Figures: the numbers of a sentence with their measures, in units that can be compared."""

from decimal import Decimal

import pytest

from rag.text.characters import normalise
from rag.text.figures import CLOCK, DAYS, SECONDS, YEARS, figures_in


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("全长九千八百米", ("9800", "米")),
        ("全长9.8公里", ("9800", "米")),
        ("重三吨", ("6000", "斤")),
        ("用时1小时8分", ("4080", SECONDS)),
        ("用时3分钟20秒", ("200", SECONDS)),
        ("收入1.2亿元", ("120000000", "元")),
        ("占三成", ("30", "%")),
        ("占30%", ("30", "%")),
        ("来了八百多人次", ("800", "人")),
        ("一九九八年通车", ("19980000", YEARS)),
        ("2014年5月6日通车", ("20140506", YEARS)),
        ("五月廿三日开工", ("523", DAYS)),
        ("早上六点半开门", ("390", CLOCK)),
        ("晚上7:05开演", ("1145", CLOCK)),
    ],
)
def test_a_figure_has_a_value_in_a_unit(text: str, figure: tuple[str, str]) -> None:
    (found,) = figures_in(normalise(text))
    assert (found.value, found.measure) == (Decimal(figure[0]), figure[1])


@pytest.mark.parametrize("text", ["第三期开班", "电话6612580", "三四个人", "没有数目"])
def test_ordinals_and_numbers_without_a_measure_are_none(text: str) -> None:
    assert list(figures_in(text)) == []


def test_a_figure_knows_its_clause_and_what_opens_the_sentence() -> None:
    first, second = figures_in("上河站蓄水1,200方,下游放水三百方")
    assert (first.clause, first.before, first.opening) == ("上河站蓄水1,200方", "上河站蓄水", "上河站蓄水1,200方")
    assert (second.clause, second.before) == ("下游放水三百方", "下游放水")
    assert (first.value, second.value) == (Decimal(1200), Decimal(300))
