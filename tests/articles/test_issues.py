"""The issue of a page, by its file's name, its masthead or its text, and the day that an article has from it."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.locations import SEEDS

from rag.articles import split_page, with_issue
from rag.articles.dating.dates import date_of_article
from rag.articles.issue.filing import issue_of_name
from rag.articles.issue.issues import inferred_issue
from rag.articles.issue.mastheads import read_masthead
from rag.pages.folder import read_pages
from rag.records import Issue, Page
from rag.settings import Settings

BODY = ("市领导走访慰问", "", "本报讯 1月20日,市领导走访慰问退役军人,送上祝福。", "(张三)")


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


@pytest.mark.parametrize(
    ("top", "paper", "page"),
    [
        (["青 石 日 报", "中共青石市委机关报", "2014年3月5日 星期三 农历甲午年二月初五"], "青石日报", None),
        (["山湾农友报 第2版", "1999年4月3日 星期六 己卯年二月十七"], "山湾农友报", 2),
        (["滄灣民聲報", "中華民國二十三年", "國曆九月廿二日　星期六", "第二張　第七版"], "滄灣民聲報", 7),
        (["柳园校报", "2019年5月1日 星期三 第3版"], "柳园校报", 3),
        (["喜报", "2019年5月1日 星期三 第3版"], "", 3),
        (["青石市委机关报", "2019年5月1日 星期三 第3版"], "", 3),
        (["柳园校报", "校门口的银杏黄了"], "", None),
    ],
)
def test_a_paper_is_called_what_fills_a_line_near_the_day(top, paper, page):
    issue = read_masthead([*top, "", *BODY]).issue
    assert (issue.paper, issue.page) == (paper, page)


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


@pytest.mark.parametrize(
    ("printed", "body", "day"),
    [
        ("2023-09-14", "停水时间:9月16日22时至9月17日6时", "2023-09-16"),
        ("2016-11-24", "昨天,集团发布消息:新线定于12月8日开门迎客。", "2016-12-08"),
        ("2014-09-17", "话剧9月20日起在文化宫连演七场。", "2014-09-20"),
        ("2017-11-09", "兹定于2017年11月28日召开股东大会。", "2017-11-28"),
        ("2023-12-20", "新规自1月1日起施行。", "2024-01-01"),
        ("2023-12-20", "明年1月5日,灯会开幕。", "2024-01-05"),
        ("2023-12-20", "1月5日起,全县修路,目前已完工。", "2023-01-05"),
        ("2024-01-10", "12月30日,下雪了。", "2023-12-30"),
        ("2024-01-10", "11月28日起,码头停航。", "2023-11-28"),
        ("2022-03-10", "去年3月15日,这里还是荒地。", "2021-03-15"),
        ("2023-09-14", "大桥已于9月20日通车。", "2022-09-20"),
    ],
)
def test_a_day_after_the_issue_is_announced_and_not_of_the_year_before(printed, body, day):
    issue = Issue(printed, told="masthead")
    assert date_of_article(body, issue, int(printed[:4])) == (day, "text")


@pytest.mark.parametrize(
    ("printed", "body"),
    [
        ("2023-04-10", "博览会10月20日开幕。"),
        ("2024-01-10", "晚会定于12月30日举行。"),
        ("2023-04-10", "那年4月20日,他下了山。"),
        ("2023-04-10", "每年4月20日,村里赶庙会。"),
    ],
)
def test_a_piece_of_a_far_plan_or_of_another_year_is_of_the_day_of_its_issue(printed, body):
    issue = Issue(printed, told="masthead")
    assert date_of_article(body, issue, int(printed[:4])) == (printed, "masthead")


def test_a_page_that_tells_no_issue_keeps_the_dates_of_its_articles():
    articles = split_page(Page("page.txt", (*BODY[:2], BODY[2] + "安排2022年工作。", *BODY[3:]), "0" * 64))
    assert [(article.date, article.date_told) for article in articles] == [("2022-01-20", "text")]


# ---- sections


@pytest.mark.parametrize(
    ("top", "page", "section"),
    [
        (("江州晚报 2023年9月14日 星期四", "第05版 民生·社会"), 5, "民生·社会"),
        (("A3　产经", "江州产业周报", "2017年11月9日　星期四"), 3, "产经"),
        (("江州都市报", "2016年11月24日 星期四", "02 要闻/民生"), 2, "要闻/民生"),
        (("B07 文体·综合", "2011年4月18日 星期一", "江州晨报"), 7, "文体·综合"),
        (("江州日报 2014年9月17日 星期三", "头版"), None, ""),
        (("江州日报 2014年9月17日 星期三 第二张 第七版",), 7, ""),
        (("江州日报 2014年9月17日 星期三 4", "政务之窗"), 4, "政务之窗"),
        (("市域新闻",), None, "市域新闻"),
        (("新闻发布会昨日举行",), None, ""),
        (("教育为先",), None, ""),
    ],
)
def test_the_section_is_told_beside_the_number_or_by_the_first_line(top, page, section):
    issue = with_issue(Page("p.txt", (*top, "", *BODY), "0" * 64)).issue
    assert (issue.page, issue.section) == (page, section)
