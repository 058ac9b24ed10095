"""Weekdays printed with a day tell in which year it can have been: where they agree, and only there."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.articles import split_page, with_issue
from rag.articles.dating.dates import year_of_page
from rag.articles.dating.weekdays import NamedWeekday, weekdays_named
from rag.articles.issue.issues import inferred_issue
from rag.records import Page

SUNDAY = NamedWeekday(6, 19, 6)
"""19 June is a Sunday in 2005, 2011, 2016 and 2022, and in no year between these."""


@pytest.mark.parametrize(
    "text",
    [
        "展销会于6月19日(星期日)开幕。",
        "展销会于6月19日（周日）上午开幕。",
        "展销会于 6 月 19 日【星期天】开幕。",
        "六月十九日　星期日　晴",
        "6月19日 周日 9:00",
        "6月19日周日上午,展销会开幕。",
        "6月19日,星期日,展销会开幕。",
        "本周日(6月19日)开幕。",
        "星期日（6月19日）开幕。",
        "6月19日(禮拜日)開幕。",
    ],
)
def test_a_weekday_beside_a_day_is_of_that_day(text):
    assert weekdays_named(text) == {SUNDAY}


@pytest.mark.parametrize(
    "text",
    [
        "展销会2016年6月19日(星期日)开幕。",  # the year is printed
        "去年6月19日(星期日)开幕。",
        "6月19日(每周日闭馆)",
        "6月19日(周六、周日照常)",
        "6月19日 周一至周五开放",
        "6月19日 周一鸣报道",
        "6月19日,周日闭馆的书店改在周一开门。",
        "6月19日开幕。每逢周日,入场免费。",
        "6月19日周年庆典开幕。",
    ],
)
def test_a_weekday_that_is_not_of_the_day_beside_it_tells_nothing(text):
    assert weekdays_named(text) == frozenset()


HEADLINE = "旧书交换会\n本周日在南街举行\n\n"


@pytest.mark.parametrize(
    "report",
    [
        "本报讯 6月15日,记者从社区获悉,6月19日9时至16时,将在南街举行旧书交换会。",
        "本报讯 6月19日,南街将举行旧书交换会。",
        "本报讯 街坊盼了很久。6月15日,社区公布安排。6月19日上午将有旧书交换会,6月17日可以领号。",
    ],
)
def test_this_sunday_in_a_headline_is_the_day_on_which_the_report_says_that_something_will_be(report):
    assert weekdays_named(HEADLINE + report) == {SUNDAY}


@pytest.mark.parametrize(
    "report",
    [
        "本报讯 6月15日,南街举行了旧书交换会。",
        "本报讯 6月15日,社区说,6月17日将发号,6月19日将举行旧书交换会。",  # which of the two?
        "本报讯 6月1日,社区说,6月19日将举行旧书交换会。",  # not the week of the report
        "6月15日,社区说,6月19日将举行旧书交换会。",  # no report
    ],
)
def test_a_headline_tells_nothing_where_it_is_not_certain_which_day_it_means(report):
    assert weekdays_named(HEADLINE + report) == frozenset()


# ---- the year of a page

NEWS = (
    "旧书交换会开幕\n本报讯 6月18日,南街的旧书交换会开幕,街坊带来旧书八百册。交换会{day}闭幕。\n南街自2020年起种树。\n"
)


@pytest.mark.parametrize(
    ("day", "year"),
    [
        ("6月19日(星期日)", 2022),  # the next one of which it is
        ("6月19日(星期五)", 2020),  # of the year that the page names
        ("6月19日", 2020),
        ("6月19日(星期日)、7月1日(星期五)", 2022),  # both are of 2022
        ("6月19日(星期日)、7月1日(星期六)", 2020),  # of no year together
        ("2月30日(星期日)", 2020),  # of no year at all
        ("6月19日(星期二)", 2020),  # 2018 is earlier, and the page does not name it
        ("6月19日(星期二),2018年的2018册", 2020),  # it names it no oftener
        ("6月19日(星期二),2018年、2018年", 2018),  # 2020 may be a plan that nothing tells to be one
    ],
)
def test_the_year_is_the_one_near_it_of_which_all_weekdays_are(day, year):
    assert year_of_page(NEWS.format(day=day)) == year


def test_days_of_a_page_at_the_turn_of_the_year_may_be_of_either_year():
    text = "本报讯 12月28日,南街的灯会筹备就绪。灯会1月1日(星期六)开幕。南街自2021年起办灯会。"
    assert datetime.date(2022, 1, 1).weekday() == 5 and year_of_page(text) == 2021


def test_a_weekday_without_any_year_tells_none():
    assert year_of_page("展销会于6月19日(星期日)开幕。") is None


def test_a_page_whose_weekday_is_of_another_year_is_dated_there_with_all_its_days():
    lines = tuple(NEWS.format(day="6月19日(星期日)").split("\n"))
    assert inferred_issue(lines).date == "2022-06-18"
    page = with_issue(Page("页.txt", lines, "0" * 64))
    days = [mention.date for piece in split_page(page) for mention in piece.mentions]
    assert "2022-06-18" in days and "2022-06-19" in days
    assert not [day for day in days if day.startswith("2020-")]


def test_a_day_that_is_told_needs_no_weekday():
    page = with_issue(Page("20200620.txt", tuple(NEWS.format(day="6月19日(星期日)").split("\n")), "0" * 64))
    assert {piece.date for piece in split_page(page)} == {"2020-06-18"}


@given(st.dates(datetime.date(2000, 3, 1), datetime.date(2030, 10, 31)), st.integers(0, 4))
def test_a_page_of_the_same_year_as_its_weekday_stays_and_one_that_names_an_earlier_year_follows_it(day, before):
    text = f"展销会于{day.month}月{day.day}日(星期{'一二三四五六日'[day.weekday()]})开幕。{day.year - before}年起每年一次。"
    fitting = [
        year
        for year in range(day.year - before, day.year + 1)
        if NamedWeekday(day.month, day.day, day.weekday()).is_of(year)
    ]
    assert year_of_page(text) == fitting[0]


@given(st.text("6月19日(星期天)本周一,。将讯报2020年\n "))
def test_any_text_is_read(text):
    year = year_of_page(text)
    assert year is None or 1990 <= year < 2110
