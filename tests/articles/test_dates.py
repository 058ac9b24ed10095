"""Dates: the issue of a page, the date of an article, and the dates that its text names."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.locations import SEEDS

from rag.articles import split_page, with_issue
from rag.articles.dating.dates import date_of_article
from rag.articles.dating.forms import FORMS
from rag.articles.dating.mentions import dates_named, today_of
from rag.articles.dating.reckoning import Reckoning
from rag.articles.issue.filing import issue_of_name
from rag.articles.issue.issues import inferred_issue
from rag.articles.issue.mastheads import read_masthead
from rag.pages.folder import read_pages
from rag.records import Issue, Page
from rag.settings import Settings
from rag.text.dates import number_of, period_of_iso

BODY = ("市领导走访慰问", "", "本报讯 1月20日,市领导走访慰问退役军人,送上祝福。", "(张三)")
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


# ---- file names


@pytest.mark.parametrize(
    ("name", "date", "page"),
    [
        ("20220121.txt", "2022-01-21", None),
        ("2022-01-21.txt", "2022-01-21", None),
        ("2022.1.5.txt", "2022-01-05", None),
        ("2022年1月21日.txt", "2022-01-21", None),
        ("太原日报2022年01月21日第A02版.txt", "2022-01-21", 2),
        ("太原日报_20220121_02版.txt", "2022-01-21", 2),
        ("2022-01-21-A03.txt", "2022-01-21", 3),
        ("20220121A03.txt", "2022-01-21", 3),
        ("rmrb20220121-2.txt", "2022-01-21", 2),
        ("20220121_第四版.txt", "2022-01-21", 4),
        ("2024_04_28_7.txt", "2024-04-28", 7),
        ("005_20220121.txt", "2022-01-21", None),
        ("20220121_003_edba7244ac40a510.txt", "2022-01-21", None),
        ("要闻-A03.txt", None, 3),
        ("page12.txt", None, 12),
        ("000_edba7244ac40a510.txt", None, None),
        ("004_8c1094240e4796a8.txt", None, None),
        ("001_a20220121b202201.txt", None, None),
        ("000_2022012112345678.txt", None, None),
        ("20221341.txt", None, None),
        ("20220230.txt", None, None),
        ("新年特刊.txt", None, None),
    ],
)
def test_what_a_file_name_tells(name, date, page):
    issue = issue_of_name(name)
    assert (issue.date, issue.page, issue.told) == (date, page, "file-name" if date or page else "")


@given(
    st.dates(datetime.date(1900, 1, 1), datetime.date(2099, 12, 31)),
    st.integers(1, 32),
    st.sampled_from(["", "日报_", "007_"]),
    st.sampled_from(["{0:%Y%m%d}_{1:02}版", "{0:%Y-%m-%d}-A{1:02}", "{0:%Y年%m月%d日}第{1}版"]),
)
def test_names_of_these_forms_always_tell_both(day, page, front, form):
    issue = issue_of_name(front + form.format(day, page) + ".txt")
    assert (issue.date, issue.page) == (day.isoformat(), page)


@given(
    st.text("0123456789abcdef", min_size=16, max_size=16).filter(lambda text: not text.isdecimal()), st.integers(0, 999)
)
def test_a_digest_tells_nothing(digest, number):
    assert issue_of_name(f"{number:03}_{digest}.txt") == Issue()


@given(st.text(max_size=40))
def test_any_name_is_read_and_a_date_is_one_of_the_calendar(name):
    date = issue_of_name(name).date
    assert date is None or datetime.date.fromisoformat(date)


# ---- mastheads


@pytest.mark.parametrize(
    ("top", "date", "page", "count"),
    [
        (["太原日报 2022年1月21日 星期五 第2版"], "2022-01-21", 2, 1),
        (["2022年1月21日 星期五 农历辛丑年十二月十九"], "2022-01-21", None, 1),
        (["2022 年 1 月 21 日  星期五  责编 弓凤飞  版式 李 明"], "2022-01-21", None, 1),
        (["02 要闻 2022.1.21 星期五"], "2022-01-21", 2, 1),
        (["二〇二二年一月二十一日 星期五 第四版"], "2022-01-21", 4, 1),
        (["TAIYUAN RIBAO 太原日报 2022年1月21日"], "2022-01-21", None, 1),
        (["太原日报", "2022年1月21日", "星期五", "02"], "2022-01-21", 2, 4),
        (["A03", "2022-01-21"], "2022-01-21", 3, 2),
        (["2022年1月21日"], "2022-01-21", None, 1),
        (["第3版 民生"], None, 3, 1),
        (["国内统一刊号CN14-0013 邮发代号21-2 第12345期 今日8版"], None, None, 1),
        (["要闻"], None, None, 0),
        (["3"], None, None, 0),
        (["太原晚报社将搬迁"], None, None, 0),
        (["本报今起扩为8版 更好服务读者"], None, None, 0),
        (["1940年1月6日"], None, None, 0),
        (["2022年2月30日 星期五"], None, None, 0),
        # a day of the Republic tells the issue where the weekday is its own; its line stays with the others
        (["中华民国二十三年五月六日 星期日"], "1934-05-06", None, 0),
        (["大公民报", "中華民國五十八年三月十七日", "星期一 農曆己酉年正月廿九"], "1969-03-17", None, 1),
        (["大公民報 中華民國廿三年", "國曆五月六日 星期日", "第二張 第七版"], "1934-05-06", 7, 1),
        (["中华民国二十三年五月六日 星期一"], None, None, 0),
        (["中华民国二十三年二月三十日 星期一"], None, None, 0),
        (["民国二十三年五月六日"], None, None, 0),
    ],
)
def test_mastheads_at_the_top(top, date, page, count):
    found = read_masthead([*top, "", *BODY])
    assert (found.issue.date, found.issue.page, sum(map(len, found.runs))) == (date, page, count)


@pytest.mark.parametrize(
    ("foot", "date", "page", "count"),
    [
        (["责编 张三 2版"], None, 2, 1),
        (["责任编辑:张 三 美编:李四 校对:王五"], None, None, 1),
        (["新闻热线:0351-8222111 2022年1月21日 星期五 责编 弓凤飞"], "2022-01-21", None, 1),
        (["太原市教育局", "2022年3月1日"], None, None, 0),
        (["太原市教育局 2022年3月1日"], None, None, 0),
        (["(下转第2版)"], None, None, 0),
        (["(上接第1版)要抓好。"], None, None, 0),
        (["记者 张三"], None, None, 0),
    ],
)
def test_mastheads_at_the_foot(foot, date, page, count):
    found = read_masthead([*BODY, "", *foot])
    assert (found.issue.date, found.issue.page, sum(map(len, found.runs))) == (date, page, count)


def test_a_masthead_is_no_part_of_an_article_and_tells_every_date():
    lines = (
        "太原日报 2022年1月21日 星期五 第2版",
        *BODY,
        "",
        "1940年1月6日",
        "",
        "部队发起反击。",
        "",
        "资料室供稿",
        "责编 张三",
    )
    head, news, *_, foot = articles = split_page(Page("page.txt", lines, "0" * 64))
    assert (head.kind, head.spans, foot.kind, foot.spans) == ("slogan", ((1, 1),), "slogan", ((12, 12),))
    assert (news.date, news.date_told, news.title) == ("2022-01-20", "text", "市领导走访慰问")
    [almanac] = [article for article in articles if article.kind == "almanac"]
    assert (almanac.date, almanac.date_told) == ("2022-01-21", "masthead")


# ---- inferred from the text


def test_the_day_of_a_history_column_after_the_news_is_the_issues():
    lines = ["2022年工作安排。", "本报讯 1月5日,开会。", "本报讯 1月4日,下雪。", "1940年1月6日", "反击。"]
    issue = inferred_issue(lines)
    assert (issue.date, issue.told) == ("2022-01-06", "text")
    assert [(mention.line, mention.text, mention.date) for mention in issue.seen] == [
        (4, "1940年1月6日", "2022-01-06"),
        (2, "1月5日", "2022-01-05"),
    ]


@pytest.mark.parametrize(
    ("lines", "date"),
    [
        (["2022年。", "本报讯 3月3日,开会。", "本报讯 3月5日消息。"], "2022-03-05"),
        (["2022年。", "本报讯 3月3日,开会。", "本报讯 8月5日活动。"], "2022-08-05"),
        (["2022年。", "本报讯 3月3日,开会。", "本报讯 3月3日,又开会。", "本报讯 12月31日,花会。"], "2022-03-03"),
        (["2022年。", "本报讯 3月3日,开会。", "本报讯 将于3月5日举行。"], "2022-03-03"),
        (["2022年。", "本报讯 1月5日,开会。", "1940年7月6日"], "2022-01-05"),
        (["2022年。", "近日,下雪。"], None),
        (["本报讯 3月3日,开会。"], None),
    ],
)
def test_else_the_latest_news_is_the_earliest_day(lines, date):
    assert inferred_issue(lines).date == date


def test_the_issues_of_the_sample_pages():
    pages, _ = read_pages(SEEDS, Settings())
    issues = [with_issue(page).issue for page in pages]
    assert [issue.date for issue in issues] == ["2022-01-21", "2022-03-05", "2022-01-06", "2024-04-28", "2022-03-16"]
    assert {issue.told for issue in issues} == {"text"}


# ---- the date of an article

TOLD = Issue("2022-01-21", told="masthead")


@pytest.mark.parametrize(
    ("body", "issue", "expected"),
    [
        ("本报讯 1月20日,开会。", TOLD, ("2022-01-20", "text")),
        ("本报讯 12月30日,开会。", TOLD, ("2021-12-30", "text")),  # last December, read in January
        ("本报讯 将于2022年3月5日开幕。", TOLD, ("2022-01-21", "masthead")),  # a plan
        ("2019年3月5日,他来到这里。", TOLD, ("2022-01-21", "masthead")),  # history
        ("春天来了。", TOLD, ("2022-01-21", "masthead")),
        ("春天来了。", Issue("2022-01-21", told="text"), (None, "")),
        ("本报讯 3月5日,开会。", Issue("2022-01-21", told="text"), ("2022-03-05", "text")),
        (None, TOLD, ("2022-01-21", "masthead")),
        (None, Issue(), (None, "")),
    ],
)
def test_the_date_of_an_article(body, issue, expected):
    assert date_of_article(body, issue, 2022) == expected


def test_a_page_that_tells_no_issue_keeps_the_dates_of_its_articles():
    articles = split_page(Page("page.txt", (*BODY[:2], BODY[2] + "安排2022年工作。", *BODY[3:]), "0" * 64))
    assert [(article.date, article.date_told) for article in articles] == [("2022-01-20", "text")]


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
