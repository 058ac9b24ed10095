"""What stands around a date decides which days are meant, and whether that can be told at all."""

import datetime

import pytest

from rag.articles import split_page
from rag.articles.dating.mentions import dates_named
from rag.articles.dating.reckoning import Reckoning
from rag.records import Page

DAY = datetime.date(2022, 1, 20)  # a Thursday


def named(text: str, today: datetime.date | None = DAY, year: int | None = 2022, keeps: bool = False) -> list[str]:
    """The dates of a paragraph."""
    lines = text.split("\n")
    found = dates_named(lines, [range(1, len(lines) + 1)], Reckoning(year, today, keeps))
    return [mention.date for mention in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("去年底、2021年四季度、去年冬天", ["2021-12", "2021-10-01/2021-12-31", "2021-12-01/2022-02-28"]),
        ("一季度、3月上旬、年初", ["2022-01-01/2022-03-31", "2022-03-01/2022-03-10", "2022-01-01/2022-02-28"]),
        ("今年以来", ["2022"]),  # until which day is not known
        ("去年10月以来", ["2021-10"]),
        ("去冬今春", ["2021-12-01/2022-05-31"]),
        ("前三季度、下半年、年底、今冬、上周、本月下旬、三天前、近三年来、除夕、春节前后、腊月二十三、今冬明春", []),
    ],
)
def test_without_the_day_of_the_issue_only_what_its_year_settles_is_read(text, expected):
    assert named(text, today=None) == expected


def test_without_a_year_only_dates_that_print_theirs_are_read():
    text = "上世纪80年代、80年代、一季度、去年底、除夕;1980年代、民国元年、2021年春节期间、20世纪五十年代"
    assert named(text, today=None, year=None) == [
        "1980-01-01/1989-12-31",
        "1912",
        "2021-02-11/2021-02-17",
        "1950-01-01/1959-12-31",
    ]


def test_the_last_century_is_that_before_the_page_s():
    assert named("上世纪90年代", datetime.date(1999, 4, 10), 1999) == ["1890-01-01/1899-12-31"]
    assert named("20年代的旧楼", datetime.date(1999, 4, 10), 1999) == ["1920-01-01/1929-12-31"]
    assert named("20年代的旧楼") == []  # of which century is open


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2019年动工,四季度完工。", ["2019", "2019-10-01/2019-12-31"]),
        ("2019年,国庆期间开放。", ["2019", "2019-10-01/2019-10-07"]),
        ("1956年建厂,腊月二十三停产。", ["1956"]),  # of that year two days are
        ("今年,国庆期间开放。", ["2022", "2022-10-01/2022-10-07"]),
        ("1949年4月24日解放。五一前夕,上半年的粮食运到。", ["1949-04-24"]),
        ("1949年建校。近三年来,学校翻修。", ["1949"]),
        ("1月10日开工。五天后,桥面将合龙。两周前停水。", ["2022-01-10"]),
        ("1月中旬下雪,15日放晴。", ["2022-01-11/2022-01-20", "2022-01-15"]),
        ("一季度开工,15日放晴。", ["2022-01-01/2022-03-31", "2022-01-15"]),
    ],
)
def test_a_year_named_before_holds_for_what_follows(text, expected):
    assert named(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("四季度,订单增长。", []),  # the last one or the next
        ("四季度,订单将增长。", ["2022-10-01/2022-12-31"]),
        ("前三季度,用电增长。", []),
        ("国庆期间客流可观。", []),
        ("计划于国庆期间开放。", ["2022-10-01/2022-10-07"]),
        ("到年底,路面修完。", ["2022-12"]),
        ("截至年底,路面修完。", []),
        ("三天后,他走了。", []),
        ("三天后,他将走。", ["2022-01-23"]),
    ],
)
def test_what_may_lie_behind_or_ahead_is_read_where_it_is_planned(text, expected):
    assert named(text) == expected


def test_what_someone_says_counts_from_no_issue():
    assert named("他说:“上周来过,两周前也来过,本月下旬将再来。”") == []
    assert named("他說:「上週來過,昨天也來過。」昨日下雪。") == ["2022-01-19"]
    assert named("他说:“去年冬天很冷,春节前后才停。”") == ["2021-12-01/2022-02-28", "2022-01-25/2022-02-08"]


def test_the_shortest_forms_are_read_by_themselves():
    day = datetime.date(2021, 10, 8)
    texts = (
        "国庆前后",
        "“十一”前后",
        "中秋上午",
        "腊八夜",
        "七夕前后",
        "下周",
        "下週",
        "除夕",
        "今春",
        "上半年",
        "三周前",
        "腊月",
    )
    assert [named(text, day, 2021) for text in texts] == [
        ["2021-09-24/2021-10-08"],
        ["2021-09-24/2021-10-08"],
        ["2021-09-21"],
        [],  # too far from October for its year to be told
        ["2021-08-07/2021-08-21"],
        ["2021-10-11/2021-10-17"],
        ["2021-10-11/2021-10-17"],
        [],
        ["2021-03-01/2021-05-31"],
        ["2021-01-01/2021-06-30"],
        ["2021-09-17"],
        [],
    ]


def test_a_quoted_feast_is_read_and_quotes_around_it_are_told_apart():
    assert named("去年“十一”期间,今年“五一”前夕") == ["2021-10-01/2021-10-07", "2022-04-24/2022-04-30"]
    assert named("去年“十一”七天,今年春节七天") == ["2021-10-01/2021-10-07", "2022-01-31/2022-02-06"]
    assert named("他说:“元旦期间下雪,昨天放晴。”昨日多云。") == ["2022-01-01/2022-01-03", "2022-01-19"]


def test_in_a_history_column_parts_of_the_year_are_of_the_year_above():
    text = "1956年1月21日\n下半年,粮站建成。除夕通车。近三年来,翻修。\n1978年冬\n三季度投产。"
    assert named(text, keeps=True) == [
        "1956-01-21",
        "1956-07-01/1956-12-31",
        "1956-02-11",
        "1978-12-01/1979-02-28",
        "1978-07-01/1978-09-30",
    ]


def test_traditional_characters_are_read_and_kept():
    lines = ["兩週前,臘月廿三、農曆除夕與國慶期間"]
    found = dates_named(lines, [[1]], Reckoning(2022, DAY))
    assert [(mention.text, mention.date) for mention in found] == [
        ("兩週前", "2022-01-06"),
        ("臘月廿三", "2022-01-25"),
        ("除夕", "2022-01-31"),
    ]


@pytest.mark.parametrize("year", [1, 9999])
def test_an_issue_at_the_ends_of_the_calendar_is_nothing_to_reckon_from(year):
    today = datetime.date(year, 12, 31)
    text = "后天、下周、下月、去冬今春、近三年来、除夕、正月里、年底、80年代、甲子年正月初一、2021年底"
    assert named(text, today, year) == ["2021-12"]


def test_a_month_that_a_year_of_the_cycle_has_is_of_the_nearest_such_year():
    assert named("农历壬寅年正月初一、己酉年正月廿九") == ["2022-02-01", "1969-03-17"]
    assert named("甲丑年正月初一、光绪二十五年正月十五") == []  # there is no such name, and no such calendar


def test_a_story_is_not_told_on_the_day_of_the_issue():
    lines = (
        "青岩日报 2022年1月20日 星期四 第4版",
        "",
        "长篇连载 雪夜渡",
        "",
        "昨天下了一夜雪,腊月二十三那天才停。",
        "",
    )
    pieces = split_page(Page("page.txt", lines, "0"))
    assert [mention.date for piece in pieces for mention in piece.mentions] == ["2022-01-20"]


def test_mentions_of_a_page_of_the_republic_are_reckoned_from_its_masthead():
    lines = (
        "大公民報",
        "中華民國二十三年",
        "國曆五月六日 星期日",
        "運動會將於五月廿三日舉行",
        "",
        "【本埠訊】縣立運動場前日竣工。五月廿三日舉行運動會。參加者四百人。",
    )
    pieces = split_page(Page("page.txt", lines, "0"))
    assert {piece.date for piece in pieces} == {"1934-05-06"}
    assert [(mention.text, mention.date) for mention in pieces[-1].mentions][-2:] == [
        ("前日", "1934-05-04"),
        ("五月廿三日", "1934-05-23"),
    ]


@pytest.mark.parametrize(
    ("sentence", "date"),
    [
        ("灯会将于1月5日开幕。", "2023-01-05"),
        ("年会定于2月1日召开。", "2023-02-01"),
        ("1月5日开工的水渠已经通水。", "2022-01-05"),
        ("展览将于12月28日开幕。", "2022-12-28"),
    ],
)
def test_january_announced_in_december_is_of_the_next_year(sentence, date):
    reckoning = Reckoning(year=2022, today=datetime.date(2022, 12, 20))
    assert [mention.date for mention in dates_named([sentence], [[1]], reckoning)] == [date]
