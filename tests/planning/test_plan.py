"""Plans as plain data: written, read back, changed; whatever else comes from outside is refused."""

import contextlib
import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.answering.scope import Scope
from rag.errors import QuestionError
from rag.planning.conditions import conditions, conditions_label, plan_label
from rag.planning.plan import (
    OPERATIONS,
    PARTS,
    Plan,
    Window,
    as_operation,
    listing_of,
    plan_object,
    plan_of,
    without_part,
)

WHOLE = Plan(
    "list",
    Window("2022-01-20", "2022-02-01", "printed"),
    ("渡口", "停航"),
    Scope(
        papers=("晚报",), numbers=(1, 3), sections=("要闻",), reporters=("林知远",), kinds=("news",), articles=("a1",)
    ),
    held_in="name",
    without=("接驳车",),
    left_out=("经过",),
)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_plan_is_read_back_as_it_was_written(operation):
    plan = dataclasses.replace(WHOLE, operation=operation)
    assert plan_of(plan_object(plan)) == plan
    assert plan_of({"operation": operation}) == Plan(operation)


def test_what_asks_nothing_is_left_out():
    assert plan_object(Plan()) == {"operation": "answer"}
    assert plan_object(Plan("talk", talk="thanks")) == {"operation": "talk", "talk": "thanks"}


def test_the_summary_of_a_day_or_a_page_is_of_no_piece_and_can_be_listed():
    day = Plan("summary", Window("2022-01-20", "2022-01-20", "printed"))
    assert day.of_place and Plan("summary", scope=Scope(numbers=(5,))).of_place
    assert not Plan("summary", subject=("渡口",)).of_place and not Plan("summary").of_place
    assert listing_of(day) == dataclasses.replace(day, operation="list")
    for plan in (Plan("summary", subject=("渡口",)), Plan("record", subject=("渡口",), facet="days")):
        with pytest.raises(QuestionError):
            listing_of(plan)
    reporters = Plan("list", facet="reporters")
    assert listing_of(reporters) == reporters


def test_the_number_of_sentences_that_are_asked_for_is_kept_within_bounds_and_told():
    plan = Plan("summary", subject=("渡口",), sentences=2)
    assert plan_of(plan_object(plan)) == plan and "2 句" in plan_label(plan, "zh")
    assert as_operation(plan, "list").sentences == 0
    for wrong in (6, -1, True, "2"):
        with pytest.raises(QuestionError):
            plan_of({"operation": "summary", "sentences": wrong})


@pytest.mark.parametrize(
    "written",
    [
        None,
        [],
        {},
        {"operation": "drop table"},
        {"operation": "list", "window": {"first": "2022-02-30", "last": "2022-03-01", "of": "event"}},
        {"operation": "list", "window": {"first": "2022-03-02", "last": "2022-03-01", "of": "event"}},
        {"operation": "list", "window": {"first": "--01-01", "last": "2022-03-01", "of": "event"}},
        {"operation": "list", "subject": "渡口"},
        {"operation": "list", "subject": ["  "]},
        {"operation": "list", "subject": ["渡"] * 51},
        {"operation": "list", "subject": ["渡"], "held_in": "body"},
        {"operation": "list", "without": "渡"},
        {"operation": "list", "left_out": [1]},
        {"operation": "count", "each": "yes"},
        {"operation": "list", "scope": {"numbers": ["1"]}},
        {"operation": "list", "scope": {"numbers": [True]}},
        {"operation": "list", "scope": {"kinds": ["poem"]}},
        {"operation": "list", "talk": "shout"},
        {"operation": [], "subject": []},
    ],
)
def test_whatever_is_no_plan_is_refused(written):
    with pytest.raises(QuestionError):
        plan_of(written)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["operation", "window", "subject", "scope", "first", "last", "of", "numbers"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)


@given(JSON)
def test_plans_from_outside_are_plans_or_refused(written):
    with contextlib.suppress(QuestionError):
        assert plan_of(plan_object(plan_of(written))) == plan_of(written)


@pytest.mark.parametrize("part", PARTS)
def test_each_part_can_be_taken_off_and_is_said_no_more(part):
    less = without_part(WHOLE, part)
    assert [name for name, _ in conditions(less, "zh")] == [name for name, _ in conditions(WHOLE, "zh") if name != part]
    assert without_part(less, part) == less


def test_without_its_operation_a_plan_is_the_plain_one_and_an_unknown_part_changes_nothing():
    assert without_part(WHOLE, "operation") == Plan()
    assert without_part(WHOLE, "articles") == WHOLE


def test_something_else_is_done_with_the_same_articles():
    counted = as_operation(dataclasses.replace(WHOLE, piece="a1"), "count")
    assert counted == dataclasses.replace(WHOLE, operation="count")
    assert as_operation(WHOLE, "answer") == Plan()


@pytest.mark.parametrize("operation", ["list", "count"])
def test_what_asks_of_articles_lists_or_counts_them(operation):
    for asked in ("list", "count", "first", "last", "answer"):
        assert listing_of(dataclasses.replace(WHOLE, operation=asked), operation).operation == operation
    compared = dataclasses.replace(WHOLE, operation="compare")
    assert listing_of(compared, operation) == compared
    timeline = listing_of(dataclasses.replace(WHOLE, operation="timeline"), operation)
    assert timeline.operation == ("timeline" if operation == "list" else "count")


@pytest.mark.parametrize("plan", [Plan(), Plan("talk", talk="thanks"), Plan("collection"), Plan("summary", piece="a1")])
def test_what_asks_of_no_articles_is_no_list(plan):
    with pytest.raises(QuestionError):
        listing_of(plan)


def test_a_plan_is_said_in_words():
    plan = Plan("count", Window("2022-01-01", "2022-01-31"), ("渡口",))
    assert plan_label(plan, "zh") == "数篇数 · 所记的日子：2022年1月 · 标题或正文含“渡口”"
    assert plan_label(Plan("list", Window("2022-01-01", "2022-12-31", "printed")), "en").endswith(
        "day of the issue: 2022"
    )


def test_where_words_must_stand_what_is_not_wanted_and_what_was_left_out_are_said():
    titled = Plan("count", subject=("渡口", "停航|停运"), held_in="title")
    assert plan_label(titled, "zh") == "数篇数 · 标题含“渡口”、“停航”或“停运”"
    without = Plan("list", without=("渡口",), left_out=("经过",))
    assert plan_label(without, "zh") == "列出文章 · 不含“渡口” · 没有要求“经过”"
    near = Plan("list", subject=("水灾",), proposed=("决口",))
    assert [name for name, _ in conditions(near, "zh")] == ["subject", "proposed"]
    assert "决口" not in conditions_label(near, "zh")


def test_what_is_unwanted_narrows_and_what_was_left_out_does_not():
    assert Plan("list", without=("渡口",)).narrows
    assert not Plan("list", left_out=("头条",)).narrows


def test_a_word_that_ends_in_a_quotation_is_told_with_its_closing_sign():
    plan = dataclasses.replace(WHOLE, subject=("渡口跑出“加速度", "《桥》"), held_in="text")
    told = dict(conditions(plan, "zh"))["subject"]
    assert told == "标题或正文含“渡口跑出“加速度””、“《桥》”"


def test_a_window_holds_days_and_no_months():
    window = Window("2022-01-01", "2022-01-31")
    assert window.holds("2022-01-31") and not window.holds("2022-02-01")
    assert not window.holds("2022-01") and not window.holds("")
    yearly = Window("--01-21", "--01-21")
    assert yearly.holds("1953-01-21") and not yearly.holds("1953-01-22") and not yearly.holds("1953-01")
