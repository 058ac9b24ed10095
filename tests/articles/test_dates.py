"""Dates that the text of a page names, and the numbers that they are written in."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.articles import with_issue
from rag.articles.dating.forms import FORMS
from rag.articles.dating.mentions import dates_named, today_of
from rag.articles.dating.reckoning import Reckoning
from rag.records import Page
from rag.text.dates import number_of, period_of_iso

DAY = datetime.date(2022, 1, 21)  # a Friday


# ---- numbers


def in_chinese(number: int) -> str:
    digits = "〇一二三四五六七八九"
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else digits[tens]) + "十" * (tens > 0) + (digits[ones] if ones else "")


def test_numbers_in_figures_and_in_words():
    for number in range(1, 100):
        assert number_of(in_chinese(number)) == number_of(str(number)) == number
    assert number_of("二〇二二") == number_of("二○二二") == number_of("二零二二") == 2022
    assert number_of("甲") == number_of("十甲") == 0


# ---- dates named in the text


def named(
    text: str, today: datetime.date | None = DAY, year: int | None = 2022, keeps: bool = False
) -> list[tuple[str, str]]:
    lines = text.split("\n")
    found = dates_named(lines, [[number] for number in range(1, len(lines) + 1)], Reckoning(year, today, keeps))
    assert all(lines[mention.line - 1][mention.start :].startswith(mention.text) for mention in found)
    return [(mention.text, mention.date) for mention in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("昨日,市长说", [("昨日", "2022-01-20")]),
        ("今日头条今天下午", [("今天", "2022-01-21")]),
        ("今天是什么样子,明天就是什么样子", [("今天", "2022-01-21")]),
        ("目前天气;前天", [("前天", "2022-01-19")]),
        ("明日发放,后天结束", [("明日", "2022-01-22"), ("后天", "2022-01-23")]),
        ("他说:“昨天我去了。”昨晚下雪", [("昨晚", "2022-01-20")]),
        ("上周六至本周五,下周一", [("上周六", "2022-01-15"), ("本周五", "2022-01-21"), ("下周一", "2022-01-24")]),
        ("上星期天,下个星期日", [("上星期天", "2022-01-16"), ("下个星期日", "2022-01-30")]),
        ("去年4月开工,今年3月5日完工,明年", [("去年4月", "2021-04"), ("今年3月5日", "2022-03-05"), ("明年", "2023")]),
        ("前年全市;目前年均;精神文明年", [("前年", "2020")]),
        ("本月5日,上月,下个月", [("本月5日", "2022-01-05"), ("上月", "2021-12"), ("下个月", "2022-02")]),
        ("以上月份", [("上月", "2021-12")][:0]),
        ("1月6日至8日,9日", [("1月6日", "2022-01-06"), ("8日", "2022-01-08"), ("9日", "2022-01-09")]),
        ("18日下雪。30日也下雪", [("18日", "2022-01-18"), ("30日", "2021-12-30")]),
        ("将于30日举行,10日游,15日内,3·15日", [("30日", "2022-01-30")]),
        ("12月30日下雪,1月5日放晴", [("12月30日", "2021-12-30"), ("1月5日", "2021-01-05")]),
        ("2021年12月30日至1月2日", [("2021年12月30日", "2021-12-30"), ("1月2日", "2022-01-02")]),
        ("12月31日前完成", [("12月31日", "2022-12-31")]),
        ("三月五日、十二月三十一日前", [("三月五日", "2022-03-05"), ("十二月三十一日", "2022-12-31")]),
        ("1949年4月24日解放。5月1日庆祝。", [("1949年4月24日", "1949-04-24")]),
        ("2021年5月办案。\n5月19日立案。", [("2021年5月", "2021-05")]),
        ("2 月 30 日,2022年13月,2022年2月30日", []),
        ("2022-01-05,2022.1.6,3.15,1.2.3", [("2022-01-05", "2022-01-05"), ("2022.1.6", "2022-01-06")]),
        ("有5000年历史,2000年历史,到2030年", [("2030年", "2030")]),
    ],
)
def test_dates_named_in_an_issue_that_is_told(text, expected):
    assert named(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("昨日、上周六、本月、5日", []),
        ("今年,去年4月1日", [("今年", "2022"), ("去年4月1日", "2021-04-01")]),
        ("3月5日,6日", [("3月5日", "2022-03-05"), ("6日", "2022-03-06")]),
    ],
)
def test_without_the_day_of_the_issue_only_the_year_is_reckoned_from(text, expected):
    assert named(text, today=None) == expected


def test_without_a_year_nothing_is_reckoned():
    assert named("昨日、今年、3月5日、5日、去年4月", today=None, year=None) == []


def test_in_a_history_column_the_year_holds_until_the_next():
    text = "1922年1月21日~2月2日\n大会召开。1月30日闭幕。\n1956年1月21日\n2月1日又开会。"
    assert [date for _, date in named(text, keeps=True)] == [
        "1922-01-21",
        "1922-02-02",
        "1922-01-30",
        "1956-01-21",
        "1956-02-01",
    ]


def test_in_a_telegram_today_is_its_date_line():
    assert today_of("新华社北京1月20日电(记者 张三)今天开会。", DAY, 2022) == datetime.date(2022, 1, 20)
    assert today_of("新华社北京12月31日电 今天开会。", datetime.date(2022, 1, 1), 2022) == datetime.date(2021, 12, 31)
    assert today_of("新华社北京1月20日电 今天开会。", None, 2022) == datetime.date(2022, 1, 20)
    assert today_of("本报讯 1月20日,开会。", DAY, 2022) == DAY
    assert today_of("本报讯 开会。", None, 2022) is None


# ---- against slow references


def by_counting(today: datetime.date, weekday: int, weeks: int) -> datetime.date:
    """The day found by walking back to Monday and on from there."""
    day = today
    while day.weekday() != 0:
        day -= datetime.timedelta(days=1)
    for _ in range(abs(weeks) * 7):
        day += datetime.timedelta(days=1 if weeks > 0 else -1)
    while day.weekday() != weekday:
        day += datetime.timedelta(days=1)
    return day


DAYS = st.dates(datetime.date(1950, 3, 1), datetime.date(2090, 1, 1))


@pytest.mark.slow
@given(DAYS, st.integers(0, 6), st.sampled_from([("上", -1), ("本", 0), ("下", 1)]))
def test_days_of_a_week_as_counted(today, weekday, week):
    word = f"{week[0]}周{'一二三四五六日'[weekday]}"
    assert named(word, today) == [(word, by_counting(today, weekday, week[1]).isoformat())]


@given(DAYS, st.sampled_from([("前天", -2), ("昨日", -1), ("今日", 0), ("明天", 1), ("后天", 2)]))
def test_days_as_counted(today, word):
    assert named(word[0], today) == [(word[0], datetime.date.fromordinal(today.toordinal() + word[1]).isoformat())]


@given(DAYS, st.sampled_from([("上月", -1), ("本月", 0), ("下月", 1)]))
def test_months_as_counted(today, word):
    day = today.replace(day=15) + datetime.timedelta(days=30 * word[1])
    assert named(word[0], today) == [(word[0], f"{day:%Y-%m}")]


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2099, 12, 31)), st.booleans())
def test_full_dates_in_figures_and_in_words(day, words):
    year = "".join("〇一二三四五六七八九"[int(digit)] for digit in str(day.year))
    text = (
        f"{year}年{in_chinese(day.month)}月{in_chinese(day.day)}日"
        if words
        else f"{day.year}年{day.month}月{day.day}日"
    )
    assert named(text) == [(text, day.isoformat())]


WORDS = st.sampled_from(
    [
        *"年月日今昨明前后上下本周一十〇0129。,“” \n",
        "2022年",
        "1月",
        "30日",
        "12月31日",
        "去年",
        "上月",
        "二〇二一年",
        "13月",
        "0日",
        "9999年",
        "星期五",
        "第2版",
        "太原日报",
        "责编",
        "(下转",
        "10000101",
        *(
            "年底",
            "以来",
            "上旬",
            "前三季度",
            "下半年",
            "春节",
            "期间",
            "前后",
            "除夕",
            "腊月",
            "廿三",
            "闰四月",
            "初八",
        ),
        *("三天后", "将", "两年前", "近三年来", "80年代", "上世纪", "民国", "元年", "去冬今春", "至", "甲子年", "农历"),
    ]
)


@given(st.lists(WORDS, max_size=25).map("".join), st.none() | DAYS, st.none() | st.integers(1600, 2200), st.booleans())
def test_any_text_is_read_and_every_mention_stands_where_it_says(text, today, year, keeps):
    for _, date in named(text, today, year, keeps):
        assert period_of_iso(date)


@given(st.lists(WORDS | st.text(max_size=5), max_size=25).map("".join))
def test_any_page_has_an_issue_and_finding_it_again_changes_nothing(text):
    page = with_issue(Page("page.txt", tuple(text.split("\n")), "0" * 64))
    assert with_issue(page) == page
    lines = [number for section in page.sections for first, last in section.spans for number in range(first, last + 1)]
    assert len(set(lines)) == len(lines)
    for mention in page.issue.seen:
        assert page.lines[mention.line - 1][mention.start :].startswith(mention.text)


def test_every_form_has_a_name_of_its_own():
    assert len({form.name for form in FORMS}) == len(FORMS)
