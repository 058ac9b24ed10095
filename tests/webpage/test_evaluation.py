"""The tab for evaluation: what it runs and shows, what a hostile file or browser can do, and who may stop it."""

import json
import threading

import pytest
from support.evaluation_tab import built
from support.events import clicked
from support.newspaper import Reader
from support.questions import BOOKS_LINE, GOOD
from support.reporting import HOSTILE, REPORT, RUNS
from support.shelving import BOOKS
from support.streams import given_by

from rag.errors import EvaluationCancelled, EvaluationError, QuestionError, SettingsError
from rag.evaluation.question_files import BESIDE, NewQuestion
from rag.evaluation.report.html.parts import (
    report_choices,
    report_lines,
    report_question,
    report_results,
    report_styles,
)
from rag.evaluation.session import EvaluationSession, Finished, spread
from ui.evaluation.view import PROBLEMS, file_view, work_view
from ui.evaluation.work import Evaluating
from ui.gradio_setup import gr
from ui.wording import say


@pytest.fixture
def session(place):
    return EvaluationSession(place.library())


@pytest.fixture
def tab(session):
    return built(session)


# ---- what is read-only


@pytest.mark.slow
def test_read_only_nothing_is_kept_and_everything_can_be_run(place):
    (place.source / "questions.jsonl").write_text(GOOD, "utf-8")
    session = EvaluationSession(place.library(read_only=True))
    before = place.stored()
    for change in (
        lambda: session.files.put(place.file("a.jsonl", GOOD)),
        lambda: session.files.add("a", NewQuestion("谁?")),
    ):
        with pytest.raises(QuestionError) as caught:
            change()
        assert caught.value.key == "questions-read-only"
    tab = built(session)
    assert say("questions-read-only") in tab.keep(str(place.file("a.jsonl", GOOD)))[1]
    assert not tab.form.prefilled and tab.form.prefill("谁?", "甲") == ()
    assert list(given_by(tab.evaluate(BESIDE, [], 0, "me")))[-1][tab.results.finished].report["questions"]
    assert place.stored() == before


# ---- running


def test_the_present_settings_are_evaluated_where_none_is_chosen(place, session):
    name = session.files.put(place.file("a.jsonl", GOOD))
    place.encoder.encoded.clear()
    told = []
    report = session.run(name, progress=lambda *step: told.append(step)).report
    assert [run["name"] for run in report["runs"]] == ["hybrid+reader"]
    assert [question["id"] for question in report["questions"]] == ["q1", "q2", "q3"]
    assert told[:-1] == [("progress-ask", done, 3) for done in (1, 2, 3)]
    assert place.encoder.encoded == []  # no page is encoded again
    assert session.last and session.last.report is report


def test_several_settings_are_compared_over_a_few_questions_from_all_over_the_file(place, session):
    name = session.files.put(place.file("a.jsonl", GOOD))
    report = session.run(name, ["hybrid", "bm25"], 2).report
    assert [run["name"] for run in report["runs"]] == ["bm25", "hybrid"]
    assert [question["id"] for question in report["questions"]] == ["q1", "q2"]
    assert [each for each in spread(range(7), 3)] == [0, 2, 4] and spread("abc", 5) == "abc" == spread("abc", 0)
    assert report["comparisons"]


def test_a_set_with_documents_of_its_own_is_asked_of_those(place, session):
    squad = {
        "data": [
            {
                "title": "渡口",
                "paragraphs": [
                    {
                        "context": "渡口的新船能坐四十人。",
                        "qas": [
                            {
                                "id": "s1",
                                "question": "渡口的新船能坐几人?",
                                "answers": [{"text": "四十人", "answer_start": 7}],
                            }
                        ],
                    }
                ],
            }
        ]
    }
    name = session.files.put(place.file("squad.json", json.dumps(squad, ensure_ascii=False)))
    finished = session.run(name)
    [question] = finished.report["questions"]
    assert question["runs"]["hybrid+reader"]["figures"]["article:Success@1"] == 1
    again = session.ask_again(finished, question)
    assert "四十人" in again["answer"] and again["figures"]["article:Success@1"] == 1


@pytest.mark.parametrize(("settings", "error"), [(["no such"], SettingsError)])
def test_settings_that_are_not_known_are_an_error(place, session, settings, error):
    name = session.files.put(place.file("a.jsonl", GOOD))
    with pytest.raises(error):
        session.run(name, settings)
    assert session.run(name).report  # the next one is not kept out


def test_a_cancelled_evaluation_asks_no_further_question_and_the_last_results_stand(place, session):
    name = session.files.put(place.file("a.jsonl", GOOD))
    before = session.run(name)
    asked = []
    with pytest.raises(EvaluationCancelled):
        session.run(name, progress=lambda *step: asked.append(step), cancelled=lambda: len(asked) >= 1)
    assert asked == [("progress-ask", 1, 3)]
    assert session.last is before


def test_one_evaluation_at_a_time(place, session, tab):
    name = session.files.put(place.file("a.jsonl", GOOD))
    heard, go_on = threading.Event(), threading.Event()

    def wait(*_):
        heard.set()
        go_on.wait(60)

    first = threading.Thread(target=session.run, args=(name,), kwargs={"progress": wait})
    first.start()
    assert heard.wait(60)
    with pytest.raises(EvaluationError):
        session.run(name)
    shown = list(given_by(tab.evaluate(name, [], 0, "me")))
    go_on.set()
    first.join()
    assert say("eval-busy") in Reader(shown[-2][tab.work]).text("p")
    assert tab.results.finished not in shown[-1]


def test_a_question_is_asked_again_and_judged_like_in_the_report(place, session):
    finished = session.run(session.files.put(place.file("a.jsonl", GOOD)))
    question = finished.question(0)
    again = session.ask_again(finished, question)
    former = question["runs"]["hybrid+reader"]
    assert (again["answer"], again["figures"]) == (former["answer"], former["figures"])
    for number in (-1, 3, True, "0", None, 1.0):
        assert finished.question(number) is None


def test_evidence_that_no_page_prints_is_told(session):
    assert session.unprinted([BOOKS_LINE, BOOKS.split("\n")[0], "没有印过的话"]) == ("没有印过的话",)


@pytest.mark.slow
def test_the_report_can_be_had_as_files(place, session):
    finished = Finished(REPORT)
    page, data = finished.files("zh")
    assert page.suffix == ".html" and json.loads(data.read_text("utf-8")) == json.loads(json.dumps(REPORT))


# ---- how it stands


def test_the_bar_tells_how_many_questions_were_answered():
    view = work_view(Evaluating("progress-ask", 3, 12), "zh")
    assert 'aria-valuenow="25"' in view and "3/12" in Reader(view).text("span", class_="count")
    stopping = Reader(work_view(Evaluating("progress-ask", 3, 12, stopping=True), "zh"))
    assert say("page-eval-stopping") in stopping.text("p")


# ---- what is shown


def test_the_questions_are_narrowed_by_type_outcome_and_words():
    kinds, states = report_choices(REPORT, "zh")
    assert [value for _, value in kinds] == ["", "=number", "=fact", "=list", "=unanswerable"]
    assert [value for _, value in states] == ["", "right", "partly", "wrong", "refused-rightly", "refused-wrongly"]

    def numbers(**named):
        return [
            attributes["data-number"]
            for tag, attributes in Reader(report_lines(REPORT, "zh", **named)).tags
            if tag == "button"
        ]

    assert numbers() == ["0", "1", "2", "3", "4", "5"]
    assert numbers(kind="=number") == ["0"] and numbers(state="refused-wrongly") == ["2", "5"]
    assert numbers(words="集市 开市") == ["2"] and numbers(kind="=no such") == []


@pytest.mark.parametrize(
    "view",
    [
        report_lines(REPORT, "zh"),
        report_question(REPORT["questions"][5], "zh", REPORT["questions"][5]["runs"][RUNS[0]]),
        file_view(
            HOSTILE,
            type(
                "Set",
                (),
                {
                    "questions": (),
                    "documents": (),
                    "notices": (),
                    "problems": (
                        QuestionError(
                            "set-line", path=HOSTILE, line=1, reason=QuestionError("set-id-twice", id=HOSTILE)
                        ),
                    )
                    * (PROBLEMS + 1),
                },
            ),
            "zh",
        ),
    ],
    ids=["lines", "question", "file"],
)
def test_nothing_of_a_file_is_ever_markup(view):
    read = Reader(view)
    assert "<script>window.hacked=1</script>" in read.text()
    assert not {"script", "img", "style", "iframe"} & {tag for tag, _ in read.tags}
    assert not [name for _, attributes in read.tags for name in attributes if name.startswith("on")]


def test_a_question_asked_again_stands_first_beside_its_gold():
    question = REPORT["questions"][0]
    read = Reader(report_question(question, "zh", question["runs"][RUNS[1]]))
    assert read.text("section").startswith(say("report-now"))
    assert "四十人" in read.text("dl", class_="gold")


@pytest.mark.slow
def test_the_results_have_figures_tables_comparison_and_plots_in_both_languages():
    for language in ("zh", "en"):
        shown = report_results(REPORT, language)
        for part in ('class="tiles"', 'class="figures"', 'class="types"', 'class="comparison"', "<svg"):
            assert part in shown
        assert say("report-timings", language) in Reader(shown).text("p", class_="note")
    assert report_styles().startswith(".report {")


# ---- the tab


@pytest.mark.slow
def test_a_file_is_uploaded_chosen_evaluated_and_a_question_opened(place, tab):
    chosen, told, _ = tab.keep(str(place.file("a.jsonl", GOOD)))
    assert chosen["value"] == "a.jsonl" and say("page-eval-file", name="a.jsonl", count=3) in Reader(told).text("p")
    shown = list(given_by(tab.evaluate("a.jsonl", [], 0, "me")))
    assert (shown[0][tab.run]["interactive"], shown[0][tab.stop]["visible"]) == (False, True)
    last = shown[-1]
    assert (last[tab.run]["interactive"], last[tab.stop]["visible"]) == (True, False)
    finished = last[tab.results.finished]
    detail, number, _, visible = tab.results.open_question(finished, clicked(number=1))
    assert number == 1 and visible["visible"] and "一百二十组" in Reader(detail).text("dl")
    assert say("report-now") in Reader(tab.results.ask_again(finished, 1)).text("section")
    assert "q" not in tab.results.narrow(finished, "=unanswerable", "", "").partition("<ol")[0]


@pytest.mark.slow
def test_a_later_visitor_sees_the_last_results(place, session, tab):
    list(given_by(tab.evaluate(session.files.put(place.file("a.jsonl", GOOD)), ["hybrid"], 2, "me")))
    later = built(session)
    shown = later.open()
    assert shown[later.results.finished] is session.last
    assert [value for _, value in shown[later.chosen]["choices"]] == ["a.jsonl"]


def test_what_another_page_put_down_is_there_when_one_comes_to_the_tab_and_what_was_chosen_stays(place, session, tab):
    session.files.put(place.file("b.jsonl", GOOD))
    shown = tab.come(None, None)
    assert [value for _, value in shown[tab.chosen]["choices"]] == ["b.jsonl"]
    assert (shown[tab.chosen]["value"], shown[tab.run]["interactive"]) == ("b.jsonl", True)
    assert Reader(shown[tab.told]).text() == say("page-eval-file", name="b.jsonl", count=3)
    session.files.put(place.file("a.jsonl", GOOD + "\n"))
    list(given_by(tab.evaluate("b.jsonl", ["bm25"], 0, "me")))
    shown = tab.come("b.jsonl", None)
    assert "value" not in shown[tab.chosen] and len(shown[tab.chosen]["choices"]) == 2
    assert tab.told not in shown and "value" not in shown[tab.most]
    assert shown[tab.results.finished] is session.last
    assert tab.results.finished not in tab.come("a.jsonl", session.last)  # what is looked at stays


def test_without_a_question_file_there_is_nothing_to_press(place, session, tab):
    for shown in (tab.open(), tab.allow(), tab.come(None, None)):
        assert not any(shown[each]["interactive"] for each in (tab.run, tab.settings, tab.most))
    assert not any(each.interactive for each in (tab.run, tab.settings, tab.most))
    assert "value" not in tab.come(None, None)[tab.chosen]  # one that is put down just now is not taken away
    assert tab.come("gone.jsonl", None)[tab.chosen]["value"] is None
    session.files.put(place.file("a.jsonl", GOOD))
    assert all(each["interactive"] for each in tab.allow().values())
    assert tab.forget() == ""


@pytest.mark.slow
def test_it_is_stopped_by_whoever_began_it(place, tab, monkeypatch):
    name = tab._session.files.put(place.file("a.jsonl", GOOD))
    asked, go_on = threading.Event(), threading.Event()
    ask = tab._session._library.assistant.ask

    def slow(*values):
        asked.set()
        go_on.wait(60)
        return ask(*values)

    monkeypatch.setattr(tab._session._library.assistant, "ask", slow)
    telling = given_by(tab.evaluate(name, [], 0, "me"))
    next(telling)
    next(telling)
    assert asked.wait(60)
    for other in ("", "you", None, 1, ["me"]):
        tab.cancel(other)
    assert not tab._running.last.state.stopping
    [busy] = given_by(tab.evaluate(name, [], 0, "you"))
    assert say("eval-busy") in Reader(busy[tab.work]).text("p")
    tab.cancel("me")
    go_on.set()
    shown = list(telling)
    assert Reader(shown[-2][tab.work]).text("p") == say("page-eval-stopped", done=0, total=3)
    assert tab.results.finished not in shown[-1]


@pytest.mark.parametrize(
    "data", [{}, {"number": 9}, {"number": -1}, {"number": "0"}, {"number": True}, {"number": [0]}]
)
@pytest.mark.slow
def test_whatever_else_a_browser_sends_opens_nothing(tab, data):
    assert tab.results.open_question(Finished(REPORT), clicked(**data)) == (gr.skip(),) * 4
    assert tab.results.open_question(None, clicked(number=0)) == (gr.skip(),) * 4
    assert tab.results.ask_again(None, 0) == gr.skip()


@pytest.mark.slow
@pytest.mark.parametrize("name", [None, "", "../questions.jsonl", 7])
def test_without_a_known_file_nothing_is_run(tab, name):
    [shown] = given_by(tab.evaluate(name, [], 0, "me"))
    assert say("page-eval-no-file") in Reader(shown[tab.work]).text("p")


def test_a_question_of_the_chat_is_added_after_it_was_finished(place, tab):
    tab._session.files.put(place.file("a.jsonl", GOOD))
    question, before, *typed, folded = tab.form.prefill("图书角在哪个社区?", HOSTILE)
    assert folded["open"] and "<script>" in Reader(before).text("p")
    assert typed == [""] * 4  # nothing of another question stays
    outcome, name = tab.form.add(question, "南街社区\n\n 南街 ", "没有印过的话", "fact", "a.jsonl")
    assert name == "a.jsonl" and say("page-eval-added", name=name) in Reader(outcome).text("p")
    assert say("page-eval-unprinted", text="没有印过的话") in Reader(outcome).text("p")
    added = tab._session.files.read("a.jsonl").questions[-1]
    assert (added.question, added.answers) == ("图书角在哪个社区?", ("南街社区", "南街"))
    assert say("questions-no-name") in tab.form.add(question, "", "", "", None)[0]
