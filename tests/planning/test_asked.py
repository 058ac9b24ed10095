"""The days that a plain question names, and questions for the days of reports."""

import datetime

import pytest
from support.archive import archive

from rag.answering.asked_days import AskedDays
from rag.planning.asked import asked_days_of
from rag.planning.catalogue import Catalogue
from rag.planning.plan import Window
from rag.planning.reported_days import as_asked_of_reports
from rag.planning.windows import window_of

TODAY = datetime.date(2026, 11, 27)


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """Of a newspaper whose newest issue is of 21 January 2022."""
    return Catalogue(archive(tmp_path_factory.mktemp("archive")).index)


def asked(question: str, catalogue: Catalogue, today: datetime.date | None = None) -> AskedDays | None:
    return asked_days_of(question, catalogue.asked_on(today), today or TODAY, told=today is not None)


@pytest.mark.parametrize(
    ("question", "days"),
    [
        ("2022年1月20日渡口停航了吗?", AskedDays("2022-01-20", "2022-01-20")),
        ("二〇二二年一月二十日渡口停航了吗?", AskedDays("2022-01-20", "2022-01-20")),
        ("2022年1月渡口停航几天?", AskedDays("2022-01-01", "2022-01-31")),
        ("2021年渡口停航几天?", AskedDays("2021-01-01", "2021-12-31")),
        ("1月20日渡口停航了吗?", AskedDays("--01-20", "--01-20")),
        ("1月20号渡口停航了吗?", AskedDays("--01-20", "--01-20")),
        ("3月渡口停航几天?", AskedDays("--03", "--03")),
        ("1月20日的报纸说渡口停航几天?", AskedDays("--01-20", "--01-20", "printed")),
        ("2022年1月20日人民日报社来了几个人?", AskedDays("2022-01-20", "2022-01-20")),  # no issue is meant
    ],
)
def test_days_that_a_plain_question_names(catalogue: Catalogue, question: str, days: AskedDays) -> None:
    assert asked(question, catalogue) == days


@pytest.mark.parametrize(
    "question",
    [
        "渡口停航几天?",
        "去年渡口停航几天?",  # pages of many years have no common 去年
        "春节期间渡口停航几天?",
        "2022年2月30日渡口停航了吗?",
        "2010年到2020年渡口停航几次?",
        "",
    ],
)
def test_a_question_without_days_of_the_calendar_names_none(catalogue: Catalogue, question: str) -> None:
    assert asked(question, catalogue) is None


@pytest.mark.parametrize(
    ("question", "first", "last"),
    [
        ("去年渡口停航几天?", "2023-01-01", "2023-12-31"),
        ("四年前渡口停航几天?", "2020-01-01", "2020-12-31"),
        ("三年前的六月渡口停航几天?", "2021-06-01", "2021-06-30"),
        ("两年前5月渡口停航几天?", "2022-05-01", "2022-05-31"),
        ("八个月前渡口停航几天?", "2024-03-01", "2024-03-31"),
        ("上个月渡口停航几天?", "2024-10-01", "2024-10-31"),
        ("昨天渡口停航了吗?", "2024-11-11", "2024-11-11"),
    ],
)
def test_days_are_counted_from_the_day_of_asking_where_it_is_told(
    catalogue: Catalogue, question: str, first: str, last: str
) -> None:
    assert asked(question, catalogue, datetime.date(2024, 11, 12)) == AskedDays(first, last)


def test_a_list_counts_from_the_newest_issue_unless_the_day_of_asking_is_told(catalogue: Catalogue) -> None:
    assert window_of("上个月的报道", catalogue, TODAY)[0] == Window("2021-12-01", "2021-12-31")
    told = catalogue.asked_on(datetime.date(2024, 11, 12))
    assert window_of("上个月的报道", told, TODAY)[0] == Window("2024-10-01", "2024-10-31")
    assert catalogue.asked_on(None) is catalogue


@pytest.mark.parametrize(
    ("question", "reports"),
    [
        ("哪几天报道了渡口停航?", "关于渡口停航的报道有哪些"),
        ("报道过渡口停航的是哪几天?", "关于渡口停航的报道有哪些"),
        ("渡口停航是哪几天登的?", "关于渡口停航的报道有哪些"),
        ("最早报道渡口停航的是哪一天?", "最早报道渡口停航的是哪篇"),
        ("渡口停航最早是哪天报道的?", "最早报道渡口停航的是哪篇"),
        ("最近一次报道渡口停航是什么时候?", "最近一次报道渡口停航的是哪篇"),
    ],
)
def test_days_of_reports_are_asked_as_reports(question: str, reports: str) -> None:
    assert as_asked_of_reports(question) == reports


@pytest.mark.parametrize(
    "question",
    ["渡口哪几天停航?", "哪天报到?", "最早提到渡口的报道是哪篇", "渡口最早什么时候开航?", "第一次登报是哪天", ""],
)
def test_any_other_question_stays_as_it_is(question: str) -> None:
    assert as_asked_of_reports(question) == question
