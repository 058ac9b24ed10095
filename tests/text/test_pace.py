"""How fast long work goes on, by its last seconds, and how that is said."""

import pytest

from rag.progress import Pace
from rag.text.pace import duration, encoding_label


@pytest.fixture
def clock():
    return [0.0]


@pytest.fixture
def pace(clock):
    return Pace(lambda: clock[0])


def hear(pace, clock, *heard):
    for clock[0], done in heard:
        pace.hear(done)


def test_nothing_is_said_before_a_few_seconds_were_measured(pace, clock):
    assert (pace.rate, pace.left(100)) == (None, None)
    hear(pace, clock, (0, 0), (1, 5), (2.9, 10))
    assert (pace.rate, pace.left(100)) == (None, None)
    hear(pace, clock, (4, 12))
    assert pace.rate == 3.0
    assert pace.left(102) == 30.0


def test_what_was_there_when_it_began_is_not_counted(pace, clock):
    hear(pace, clock, (0, 5000), (10, 5010))
    assert pace.rate == 1.0
    assert pace.left(5020) == 10.0


def test_the_last_seconds_count_and_not_the_first_ones(pace, clock):
    hear(pace, clock, *((second, 100 * second) for second in range(11)))
    assert pace.rate == 100.0
    hear(pace, clock, *((second, 1000 + 2 * (second - 10)) for second in range(11, 41)))
    assert pace.rate == 2.0
    assert pace.left(1160) == 50.0


def test_steps_that_take_longer_than_is_looked_back_on_count_by_the_last_two(pace, clock):
    hear(pace, clock, (0, 0), (60, 6), (160, 26))
    assert pace.rate == 0.2


def test_where_nothing_was_done_or_other_work_begins_nothing_is_known(pace, clock):
    hear(pace, clock, (0, 7), (30, 7))
    assert (pace.rate, pace.left(10)) == (None, None)
    hear(pace, clock, (40, 17), (50, 0))
    assert pace.rate is None


@pytest.mark.parametrize(
    ("seconds", "chinese", "english"),
    [
        (3, "不到 10 秒", "less than 10 seconds"),
        (44, " 40 秒", "about 40 seconds"),
        (600, " 10 分钟", "about 10 minutes"),
        (7000, " 2 小时", "about 2 hours"),
    ],
)
def test_a_time_is_said_as_one_says_it(seconds, chinese, english):
    assert (duration(seconds, "zh"), duration(seconds, "en")) == (chinese, english)


def test_of_encoding_is_said_what_is_known():
    assert encoding_label((0, 1200), (0, 0), None, None, "zh") == "0/1,200 段"
    assert (
        encoding_label((300, 1200), (10, 40), 0.514, 1750, "zh")
        == "300/1,200 段 · 10/40 版 · 每秒 0.51 段 · 还要 29 分钟"
    )
    assert encoding_label((300, 1200), (10, 40), 1234.5, 1, "en") == (
        "300/1,200 passages · 10/40 pages · 1,234 passages/s · less than 10 seconds left"
    )
    assert encoding_label((1200, 1200), (40, 40), 12.0, 0, "zh") == "1,200/1,200 段 · 40/40 版 · 每秒 12 段"
