"""Numbers, days and periods: as printed, as ISO dates, and back."""

import calendar
import datetime
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.text.dates import (
    FULL_DATE,
    REPUBLIC_YEAR,
    full_date_of,
    iso_of_period,
    month_period,
    number_of,
    period_of_iso,
    year_of,
)

DAYS = st.dates(datetime.date(1500, 1, 1), datetime.date(2200, 12, 31))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("廿", 20),
        ("廿三", 23),
        ("卅", 30),
        ("卅一", 31),
        ("两", 2),
        ("一〇", 10),
        ("二〇二二", 2022),
        ("廿十", 0),
        ("正", 0),
    ],
)
def test_numerals_of_older_papers_are_read(text, number):
    assert number_of(text) == number


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("民国元年", 1912),
        ("民国廿三年", 1934),
        ("中華民國二十三年", 1934),
        ("中华民国卅八年", 1949),
        ("中 華 民 國 五十八年", 1969),
        ("民國110年", 2021),
        ("民国一〇年", 1921),
    ],
)
def test_years_of_the_republic_are_counted_from_1912(text, year):
    match = re.fullmatch(REPUBLIC_YEAR, text)
    assert match and year_of(match) == year


@pytest.mark.parametrize("text", ["民国初年", "民国二十年代", "民国时期", "国民三年"])
def test_what_is_no_single_year_of_the_republic_is_none(text):
    assert re.search(REPUBLIC_YEAR, text) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("民国二十三年五月六日", "1934-05-06"),
        ("中華民國廿三年十二月卅一日", "1934-12-31"),
        ("二〇二二年五月廿三日", "2022-05-23"),
        ("2022.1.21", "2022-01-21"),
    ],
)
def test_a_full_date_is_one_day(text, day):
    match = re.fullmatch(FULL_DATE, text)
    assert match and str(full_date_of(match)) == day


@pytest.mark.parametrize(
    ("date", "first", "last"),
    [
        ("2022-01-20", "2022-01-20", "2022-01-20"),
        ("2022-02", "2022-02-01", "2022-02-28"),
        ("2020-02", "2020-02-01", "2020-02-29"),
        ("2022", "2022-01-01", "2022-12-31"),
        ("2022-01-11/2022-01-20", "2022-01-11", "2022-01-20"),
        ("2021-12/2022-02", "2021-12-01", "2022-02-28"),
        ("1980/1989", "1980-01-01", "1989-12-31"),
    ],
)
def test_every_date_of_a_mention_has_a_first_and_a_last_day(date, first, last):
    assert tuple(map(str, period_of_iso(date))) == (first, last)


@pytest.mark.parametrize(
    "date",
    [
        *("", "/", "2022/", "/2022", "2022-01-20/2022-01-11", "2022/2023/2024", "2022-13", "2022-02-30", "0000"),
        *("20220120", "2022-1-20", "2022年", "２０２２", "昨日", "2022-01-20T10:00"),
    ],
)
def test_anything_else_is_an_error(date):
    with pytest.raises(ValueError, match="ISO date"):
        period_of_iso(date)


@given(DAYS, st.integers(0, 5_000))
def test_a_period_comes_back_as_it_was(first, days):
    last = first + datetime.timedelta(days=days)
    assert period_of_iso(iso_of_period(first, last)) == (first, last)


@given(DAYS)
def test_whole_months_and_years_are_written_as_such(day):
    assert iso_of_period(day, day) == str(day)
    assert iso_of_period(*period_of_iso(f"{day:%Y-%m}")) == f"{day:%Y-%m}"
    assert iso_of_period(*period_of_iso(f"{day:%Y}")) == f"{day:%Y}"


def test_no_period_ends_before_it_begins():
    with pytest.raises(ValueError, match="before"):
        iso_of_period(datetime.date(2022, 1, 2), datetime.date(2022, 1, 1))


@given(st.integers(1500, 2200), st.integers(1, 24), st.integers(1, 24))
def test_so_many_months_are_those_that_the_calendar_has(year, month, months):
    first, last = month_period(year, month, months)
    days = sum(
        calendar.monthrange(year + (each - 1) // 12, (each - 1) % 12 + 1)[1] for each in range(month, month + months)
    )
    assert (first.day, (first.year, first.month)) == (1, (year + (month - 1) // 12, (month - 1) % 12 + 1))
    assert (last - first).days + 1 == days
