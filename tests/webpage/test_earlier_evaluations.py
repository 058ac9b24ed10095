"""The tab for evaluation: what a setting means, how long a run takes, and earlier evaluations opened and compared."""

import json

import pytest
from support.evaluation_tab import built
from support.events import clicked
from support.newspaper import Reader
from support.questions import GOOD
from support.reporting import HOSTILE, REPORT

from rag.evaluation.session import EvaluationSession
from ui.evaluation.view import time_view, work_view
from ui.evaluation.work import Evaluating
from ui.wording import say


@pytest.fixture
def session(place):
    return EvaluationSession(place.library())


@pytest.fixture
def tab(session):
    return built(session)


def test_every_setting_is_explained_and_fewer_questions_than_all_can_be_asked(place, session):
    lines = "".join(
        json.dumps({"id": f"q{number}", "question": f"第{number}问?", "answers": []}) + "\n" for number in range(60)
    )
    name = session.files.put(place.file("many.jsonl", lines))
    tab = built(session)
    for label, value in tab.settings.choices:
        assert label.startswith(value) and len(label) > len(value) + 10
    _, counts = tab.choose(name)
    assert [value for _, value in counts["choices"]] == [15, 50, 0]
    assert [value for _, value in tab.choose("no such")[1]["choices"]] == [0]


@pytest.mark.slow
def test_how_long_a_run_takes_is_told_once_it_was_measured(place, session, tab):
    name = session.files.put(place.file("a.jsonl", GOOD))
    assert tab.take(name, [], 0) == ""
    asking, told = tab.measure(name, [], 0)
    assert say("page-eval-measuring") in asking
    for part in (say("duration-moment"), "hybrid+reader", "3 题"):
        assert part in Reader(told).text("p")
    assert tab.take("no such", [], 0) == "" == tab.take(None, {"a": 1}, "15")


@pytest.mark.parametrize(
    ("pace", "told"),
    [
        ({"a": 0.1}, "大约要不到 10 秒"),
        ({"a": 1.0, "b": 0.03}, "大约要 60 秒"),
        ({"a": 9.0}, "大约要 9 分钟"),
        ({"a": 300.0}, "大约要 5 小时"),
    ],
)
def test_the_time_is_questions_times_the_seconds_of_each_setting(pace, told):
    sentence = Reader(time_view(60, pace, "zh")).text("p")
    assert sentence.startswith(f"{told}：60 题，在这台机器上每题 a {pace['a']:.1f} 秒")


def test_what_is_left_is_told_after_a_few_questions_and_not_while_it_stops():
    view = work_view(Evaluating("progress-ask", 10, 70, seconds=20.0), "zh")
    assert say("progress-left", time=say("duration-minutes", count=2)) in Reader(view).text("span", class_="count")
    for other in (Evaluating("progress-ask", 2, 70, seconds=20.0), Evaluating("progress-ask", 10, 70, stopping=True)):
        assert "还要" not in Reader(work_view(other, "zh")).text()


@pytest.mark.slow
def test_an_earlier_evaluation_is_opened_and_two_are_compared(place, session, tab):
    name = session.files.put(place.file("a.jsonl", GOOD))
    first, second, few = (session.run(name, ["hybrid"], most) for most in (0, 0, 2))
    listed = Reader(tab.history.listed(second))
    runs = [attributes["data-run"] for tag, attributes in listed.tags if "data-run" in attributes]
    assert set(runs) == {first.past, second.past, few.past}
    assert [each["data-run"] for tag, each in listed.tags if each.get("aria-current")] == [second.past]
    shown = tab.history.open(clicked(run=first.past))
    assert shown[tab.results.finished].past == first.past
    both = tab.history.compare(clicked(first=first.past, second=second.past))
    assert len(both[tab.results.finished].report["runs"]) == 2 and 'class="comparison"' in both[tab.results.whole]
    refused = tab.history.compare(clicked(first=first.past, second=few.past))
    assert say("eval-other-questions") in Reader(refused[tab.history.told]).text("p")
    for data in ({}, {"run": "../x"}, {"run": 7}):
        assert tab.results.finished not in tab.history.open(clicked(**data))


@pytest.mark.slow
def test_nothing_of_a_record_is_ever_markup(place, session, tab):
    session._history.keep({**REPORT, "questions_file": HOSTILE, "runs": [{**REPORT["runs"][1]}]})
    read = Reader(tab.history.listed(None))
    assert "<script>window.hacked=1</script>" in read.text()
    assert not {"script", "img", "style", "b"} & {tag for tag, _ in read.tags}
