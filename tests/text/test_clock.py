"""Times of day in one form, however they are spelled."""

import pytest

from rag.text.characters import normalise
from rag.text.clock import clocks_in
from rag.text.values import values_in


def forms(text: str) -> list[str]:
    return [clock.form for clock in clocks_in(normalise(text))]


@pytest.mark.parametrize(
    ("spellings", "form"),
    [
        (
            ("17:00", "17：00", "17∶00", "17点", "17时", "17点钟", "下午5点", "下午五点整", "十七时", "5 p.m.", "5pm"),
            "17:00",
        ),
        (("15:30", "15点30分", "15时30分", "15点半", "下午三点半", "下午3:30", "十五时三十分", "3:30 p.m."), "15:30"),
        (("8:05", "08:05", "早上8点05分", "八点零五分", "8点5分", "8:05 am"), "8:05"),
        (("21:45", "晚上九点三刻", "晚9点45分", "21时45分", "晚九时四十五分"), "21:45"),
        (("12:00", "中午12点", "十二点"), "12:00"),
        (("3:15", "凌晨3点一刻", "夜里三点十五分"), "3:15"),
    ],
)
def test_a_time_of_day_has_one_form_in_all_its_spellings(spellings: tuple[str, ...], form: str) -> None:
    for spelling in spellings:
        assert forms(spelling) == [form], spelling


@pytest.mark.parametrize(
    "text",
    [
        "三点五公里",
        "第三点",
        "两个小时",
        "3:2",
        "14-9",
        "25:10",
        "那时候",
        "30点",
        "1:20000",
        "三十分钟",
        "2011年30时代",
    ],
)
def test_what_is_no_time_of_day_has_none(text: str) -> None:
    assert forms(text) == []


def test_both_ends_of_a_stretch_are_of_the_part_of_the_day_that_is_said_once() -> None:
    assert forms("下午2点至5点30分") == ["14:00", "17:30"]
    assert forms("每天8时至19时") == ["8:00", "19:00"]
    assert forms("晚上10点到6点") == ["22:00", "6:00"]
    assert forms("下午2点开会,5点散会") == ["14:00", "5:00"]  # another clause says nothing of the day's part


def test_a_day_and_a_time_beside_it_are_two_values() -> None:
    assert [value.form for value in values_in("4月24日15:30开赛")] == ["4月24日", "15:30点"]
    assert [value.form for value in values_in("4月24日15点30分开赛")] == ["4月24日", "15:30点"]
