"""The days that a question names, where it leaves the year open, says them in other words, or names none there is."""

import datetime

import pytest
from support.archive import archive

from rag.errors import QuestionError
from rag.planning.catalogue import Catalogue
from rag.planning.plan import Plan, Window
from rag.planning.read import PlanReader
from rag.planning.windows import window_of
from rag.planning.yearless import Held, stretches_of
from rag.text.terms import Terms

TODAY = datetime.date(2026, 11, 27)
ISSUES = {
    "1999年4月10日": "1999年4月9日",
    "2014年9月17日": "2014年9月16日",
    "2016年11月24日": "2016年12月8日",
    "2022年1月21日": "2022年1月20日",
    "2022年3月5日": "2022年3月4日",
    "2023年9月14日": "2023年3月1日",
    "2024年4月28日": "2024年4月27日",
}
"""The day of each issue -> that of what it reports."""
PAGES = {
    f"{number}.txt": f"江州晚报 {issue} 第1版\n渡口换了第{number}块木板\n本报讯 {event},东门渡口换下一块旧木板。\n"
    for number, (issue, event) in enumerate(ISSUES.items())
}


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    return Catalogue(archive(tmp_path_factory.mktemp("issues"), PAGES).index)


@pytest.fixture(scope="module")
def reader(catalogue: Catalogue) -> PlanReader:
    return PlanReader(catalogue, Terms())


def days(question: str, catalogue: Catalogue) -> tuple[str, str] | None:
    window, _ = window_of(question, catalogue, TODAY)
    return (window.first, window.last) if window else None


@pytest.mark.parametrize(
    ("question", "first", "last"),
    [
        ("9月的新闻", "2023-09-01", "2023-09-30"),
        ("9月份的新闻", "2023-09-01", "2023-09-30"),
        ("11月份的新闻", "2016-11-01", "2016-11-30"),
        ("9月中旬的新闻", "2023-09-11", "2023-09-20"),
        ("十一月下旬的报道", "2016-11-21", "2016-11-30"),
        ("3月初的新闻", "2022-03-01", "2022-03-10"),
        ("1月到3月的新闻", "2022-01-01", "2022-03-31"),
        ("9至11月的新闻", "2023-09-01", "2023-11-30"),
        ("11月到1月的新闻", "2021-11-01", "2022-01-31"),
        ("12月30日到1月22日的新闻", "2021-12-30", "2022-01-22"),
        ("三季度的新闻", "2023-07-01", "2023-09-30"),
        ("下半年的新闻", "2023-07-01", "2023-12-31"),
        ("1月第三周的新闻", "2022-01-15", "2022-01-21"),
        ("2022年1月第一个星期的报道", "2022-01-01", "2022-01-07"),
        ("2022年1月最后一周的报道", "2022-01-25", "2022-01-31"),
        ("2022年第三周的报道", "2022-01-17", "2022-01-23"),
        ("9月14日到16日的新闻", "2023-09-14", "2023-09-16"),
        ("9月13至15号的新闻", "2023-09-13", "2023-09-15"),
    ],
)
def test_a_stretch_without_a_year_is_of_the_newest_year_that_has_papers_of_it(
    catalogue: Catalogue, question: str, first: str, last: str
) -> None:
    assert days(question, catalogue) == (first, last)


def test_a_month_that_papers_of_another_one_only_tell_of_gives_way_to_one_that_has_papers(catalogue: Catalogue) -> None:
    assert "2023-03-01" in catalogue.days
    assert days("3月的新闻", catalogue) == ("2022-03-01", "2022-03-31")
    assert days("12月的新闻", catalogue) == ("2016-12-01", "2016-12-31")  # nothing was printed in a December


@pytest.mark.parametrize(
    ("question", "first", "last"),
    [
        ("2022年腊月十九的报纸", "2022-01-21", "2022-01-21"),  # of the lunar year before
        ("腊月十九的新闻", "2022-01-21", "2022-01-21"),
        ("腊月的新闻", "2022-01-03", "2022-01-31"),
        ("农历二月的新闻", "2022-03-03", "2022-03-31"),
        ("农历二月初三的报道", "2022-03-05", "2022-03-05"),
        ("2020年闰四月的新闻", "2020-05-23", "2020-06-20"),
        ("2022年大年三十的新闻", "2022-01-31", "2022-01-31"),
        ("2022年大年初一的新闻", "2022-02-01", "2022-02-01"),
        ("2022年除夕前后的新闻", "2022-01-24", "2022-02-07"),
    ],
)
def test_months_and_days_of_the_lunar_calendar_are_days_of_ours(
    catalogue: Catalogue, question: str, first: str, last: str
) -> None:
    assert days(question, catalogue) == (first, last)


@pytest.mark.parametrize(
    ("question", "first", "last"),
    [
        ("三八节前后的新闻", "2022-03-01", "2022-03-15"),
        ("妇女节前后的新闻", "2022-03-01", "2022-03-15"),
        ("教师节前后的新闻", "2023-09-03", "2023-09-17"),
        ("2022年儿童节当天的新闻", "2022-06-01", "2022-06-01"),
        ("清明前后的新闻", "1999-03-29", "1999-04-12"),
        ("五一期间的新闻", "2023-05-01", "2023-05-05"),  # no paper of any: the last that was over
    ],
)
def test_feasts_are_of_the_newest_year_that_has_papers_of_them(
    catalogue: Catalogue, question: str, first: str, last: str
) -> None:
    assert days(question, catalogue) == (first, last)


@pytest.mark.parametrize(
    ("question", "first", "last"),
    [
        ("22年1月的新闻", "2022-01-01", "2022-01-31"),
        ("九九年4月的报道", "1999-04-01", "1999-04-30"),
        ("98年4月的报道", "1998-04-01", "1998-04-30"),
        ("有16年的报纸吗", "2016-01-01", "2016-12-31"),
        ("2022年 3月份的新闻", "2022-03-01", "2022-03-31"),
        ("2016年的12月份的新闻", "2016-12-01", "2016-12-31"),
        ("16年的新闻", "2016-01-01", "2016-12-31"),
        ("1/20的新闻", "2022-01-20", "2022-01-20"),
        ("01-20的报纸", "2022-01-20", "2022-01-20"),
        ("1.20有什么新闻", "2022-01-20", "2022-01-20"),
        ("2022-01的报道", "2022-01-01", "2022-01-31"),
        ("20220121的报纸", "2022-01-21", "2022-01-21"),
        ("二〇二二年一月二十日的报道", "2022-01-20", "2022-01-20"),
    ],
)
def test_short_forms_of_days_are_read(catalogue: Catalogue, question: str, first: str, last: str) -> None:
    assert days(question, catalogue) == (first, last)


@pytest.mark.parametrize(
    "question",
    [
        "写PM2.5的报道有哪些",
        "占全市3/4的居民有哪些意见",
        "干了22年的报道员",
        "改革开放40年的报道",
        "从事新闻22年的文章",
        "涨了3.5有什么原因",
        "八一路的新闻",
        "五四运动的报道",
        "教师节的报道",  # the word may be what is looked for
        "报上说的昨天晚上渡口怎么了",
        "文中“上周六”是哪天",
    ],
)
def test_what_only_looks_like_a_day_names_none(catalogue: Catalogue, question: str) -> None:
    assert days(question, catalogue) is None


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("2022年2月30日的新闻", "日历上没有2022年2月30日这一天：这年2月只有28天。"),
        ("2月30日的新闻", "日历上没有2月30日这一天：2月最多29天。"),
        ("2022年13月1日的新闻", "日历上没有2022年13月1日这一天。"),
    ],
)
def test_a_day_that_no_calendar_has_is_said_not_to_exist(catalogue: Catalogue, question: str, sentence: str) -> None:
    with pytest.raises(QuestionError) as caught:
        window_of(question, catalogue, TODAY)
    assert caught.value.sentence("zh") == sentence


@pytest.mark.parametrize(
    ("question", "plan"),
    [
        ("二〇二二年一月二十日发生了哪些事", Plan("list", Window("2022-01-20", "2022-01-20"))),
        ("2022年1月20日发生了什么", Plan("list", Window("2022-01-20", "2022-01-20"))),
        ("2016年12月有什么事", Plan("list", Window("2016-12-01", "2016-12-31"))),
        ("2016年12月9日发生了什么", Plan("list", Window("2016-12-09", "2016-12-09"))),  # an empty list says so
        ("2015年12月有什么事", Plan()),
        ("2022年1月20日渡口发生了什么", Plan()),
    ],
)
def test_all_that_happened_on_days_that_articles_are_of_is_a_list(
    reader: PlanReader, question: str, plan: Plan
) -> None:
    assert reader.read(question, (), TODAY) == plan


def test_a_day_in_the_words_of_a_paper_is_no_day_of_a_list(reader: PlanReader) -> None:
    assert reader.read_likely("list", "报上说的昨天晚上渡口怎么了", (), TODAY) == Plan()


def test_a_month_in_characters_is_read_whole_and_with_its_year(catalogue: Catalogue) -> None:
    assert days("2021年十一月五日的新闻", catalogue) == ("2021-11-05", "2021-11-05")
    assert days("二〇二一年十二月三日零点怎么了", catalogue) == ("2021-12-03", "2021-12-03")


def test_a_twentieth_day_in_the_old_numeral_is_of_the_calendar_by_which_there_is_a_paper() -> None:
    printed = Held(["1934-09-22"], ["1934-09-22"])
    [found] = stretches_of("民国二十三年九月廿二的报纸", printed, TODAY)
    assert (found.first, found.last) == ("1934-09-22", "1934-09-22")
    [other] = stretches_of("民国二十三年九月廿二的报纸", Held(["1934-10-29"], ["1934-10-29"]), TODAY)
    assert (other.first, other.last) == ("1934-10-29", "1934-10-29")
    [lunar] = stretches_of("民国二十三年农历九月廿二的报纸", printed, TODAY)
    assert lunar.first == "1934-10-29"
