"""Days of the lunar calendar, against days of printed calendars and against counting."""

import datetime
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.text.lunar import FIRST_YEAR, LAST_YEAR, lunar_day, lunar_month, new_years_eve, solar_term

YEARS = st.integers(FIRST_YEAR, LAST_YEAR)


@pytest.mark.parametrize(
    ("year", "month", "day", "leap", "expected"),
    [
        (1934, 8, 15, False, "1934-09-23"),
        (1949, 8, 10, False, "1949-10-01"),
        (1969, 1, 29, False, "1969-03-17"),
        (2000, 1, 1, False, "2000-02-05"),
        (2020, 4, 8, False, "2020-04-30"),
        (2020, 4, 8, True, "2020-05-30"),
        (2021, 12, 23, False, "2022-01-25"),
        (2022, 5, 5, False, "2022-06-03"),
        (2022, 5, 23, False, "2022-06-21"),
        (2023, 2, 15, True, "2023-04-05"),
        (2023, 8, 15, False, "2023-09-29"),
    ],
)
def test_days_of_printed_calendars(year, month, day, leap, expected):
    assert str(lunar_day(year, month, day, leap=leap)) == expected


@pytest.mark.parametrize(("year", "expected"), [(1934, "1934-02-13"), (2022, "2022-01-31"), (2024, "2024-02-09")])
def test_new_years_eve_is_the_day_before_the_first(year, expected):
    assert str(new_years_eve(year)) == expected


@pytest.mark.parametrize(("year", "expected"), [(1949, "04-05"), (2021, "04-04"), (2022, "04-05"), (2024, "04-04")])
def test_a_term_of_the_sun_falls_on_its_day(year, expected):
    assert str(solar_term(year, "清明")) == f"{year}-{expected}"


def test_what_the_calendar_does_not_have_is_none():
    assert lunar_day(2022, 4, 1, leap=True) is None  # 2022 has no leap month
    assert lunar_day(2022, 1, 31) is None
    assert lunar_day(2021, 12, 30) is None  # 除夕 was the 29th
    assert lunar_day(2022, 0, 1) is lunar_day(2022, 13, 1) is lunar_day(2022, 1, 0) is None
    assert lunar_day(FIRST_YEAR - 1, 1, 1) is lunar_day(LAST_YEAR + 1, 1, 1) is lunar_month(1, 1) is None
    assert new_years_eve(FIRST_YEAR - 1) is solar_term(LAST_YEAR + 1, "清明") is solar_term(2022, "黄昏") is None


@given(YEARS)
@pytest.mark.slow
def test_the_months_of_a_year_follow_on_each_other_and_have_29_or_30_days(year):
    periods = [
        period for month in range(1, 13) for leap in (False, True) if (period := lunar_month(year, month, leap=leap))
    ]
    assert len(periods) in (12, 13)
    assert {(last - first).days + 1 for first, last in periods} == {29, 30}
    for (_, last), (first, _) in itertools.pairwise(periods):
        assert first - last == datetime.timedelta(days=1)
    following = lunar_day(year + 1, 1, 1)
    assert following is None or following - periods[-1][1] == datetime.timedelta(days=1)
