"""Earlier evaluations: kept, listed, read again whole, let go; two of the same questions as one; how long one takes."""

import json
from copy import deepcopy

import pytest
from support.questions import GOOD
from support.reporting import REPORT, RUNS

from rag.errors import EvaluationError, QuestionError
from rag.evaluation import history as keeping
from rag.evaluation.history import History, seconds_a_question
from rag.evaluation.pace import Pace
from rag.evaluation.pairing import paired
from rag.evaluation.report.passages import whole_question
from rag.evaluation.session import EvaluationSession


def report(created="2030-06-20T07:00:00", **changed):
    return {**deepcopy(REPORT), "created": created, **changed}


@pytest.fixture
def history(tmp_path):
    return History(tmp_path / "evaluations")


# ---- kept


def test_an_evaluation_is_listed_with_its_figures_and_read_again_as_it_was(history):
    assert history.entries() == []
    kept = history.keep(report(), own=True)
    [listed] = history.entries()
    assert listed == kept
    assert (listed.created, listed.file, listed.questions, listed.own) == ("2030-06-20T07:00:00", "镇上.jsonl", 6, True)
    assert [run.name for run in listed.runs] == list(RUNS)
    assert listed.runs[1].means == {"answer_correct": 0.825, "unanswerable_refused": 0.825, "Success@1": 0.875}
    assert history.read(kept.id) == (kept, json.loads(json.dumps(report())))


def test_the_newest_stand_first_and_the_oldest_go(history, monkeypatch):
    monkeypatch.setattr(keeping, "KEPT", 3)
    for day in (12, 10, 14, 11, 13):
        history.keep(report(f"2030-06-{day}T07:00:00"))
    assert [entry.created[8:10] for entry in history.entries()] == ["14", "13", "12"]
    monkeypatch.setattr(keeping, "KEPT_BYTES", 1)
    kept = history.keep(report("2030-06-20T07:00:00"))
    assert history.entries() == [kept]  # the newest, however large


@pytest.mark.parametrize("id", ["", "../20300620070000-0123456789ab", "20300620070000-0123456789ab", None, 7, ["a"]])
def test_what_is_no_evaluation_is_not_opened(history, id):
    history.keep(report())
    with pytest.raises(EvaluationError) as caught:
        history.read(id)
    assert caught.value.key == "eval-gone"


@pytest.mark.parametrize(
    "spoil",
    [
        lambda head, told: (b"", told),
        lambda head, told: (b"[1]", told),
        lambda head, told: (b'{"format":2}', told),
        lambda head, told: (head.replace(b'"format":2', b'"format":99'), told),
        lambda head, told: (head.replace(b'"seconds":0.013', b'"seconds":NaN'), told),
        lambda head, told: (head, told[:-9]),
    ],
    ids=["empty", "list", "poor", "later", "nan", "cut"],
)
def test_a_damaged_record_is_left_out_or_told_and_hinders_no_other(history, tmp_path, spoil):
    damaged, whole = history.keep(report()), history.keep(report("2030-06-21T07:00:00"))
    path = tmp_path / "evaluations" / f"{damaged.id}.json"
    before = tuple(path.read_bytes().rstrip(b"\n").split(b"\n"))
    after = spoil(*before)
    assert after != before
    path.write_bytes(b"\n".join(after))
    assert history.entries()[0] == whole
    with pytest.raises(EvaluationError):
        history.read(damaged.id)


# ---- two as one


def test_two_evaluations_are_one_report_whose_runs_are_named_by_their_moments():
    earlier, later = report(), report("2030-06-21T08:30:00")
    earlier["questions"][0]["runs"][RUNS[1]]["figures"]["answer_correct"] = 0.0
    both = paired(earlier, later)
    names = [run["name"] for run in both["runs"]]
    assert names == [f"{run} · 06-20 07:00" for run in RUNS] + [f"{run} · 06-21 08:30" for run in RUNS]
    changed = [each for each in both["comparisons"] if each["wins"] or each["losses"]]
    assert [(each["left"], each["right"], each["measure"], each["wins"]) for each in changed] == [
        (names[1], names[3], "answer_correct", 1)
    ]
    assert list(both["questions"][0]["runs"]) == names
    again = [run["name"] for run in paired(later, later)["runs"]]
    assert len(set(again)) == 4


def test_the_passages_of_both_stay_those_of_their_run():
    def numbered(text):
        made = report(passages=[{"text": text}])
        for question in made["questions"]:
            for run in question["runs"].values():
                run["passages"] = [{"passage": 0, "score": 1.0}]
        return made

    both = paired(numbered("先前"), numbered("后来"))
    runs = whole_question(both, both["questions"][0])["runs"].values()
    assert [run["passages"][0]["text"] for run in runs] == ["先前", "先前", "后来", "后来"]


def test_runs_of_other_names_are_compared_last_with_last_and_other_questions_not_at_all():
    earlier, later = report(), report("2030-06-21T08:30:00")
    later["runs"][1]["name"] = "mine"
    later["runs"] = later["runs"][1:]
    for question in later["questions"]:
        question["runs"] = {"mine": question["runs"][RUNS[1]]}
    comparisons = paired(earlier, later)["comparisons"]
    assert {(each["left"], each["right"]) for each in comparisons} == {
        (f"{RUNS[1]} · 06-20 07:00", "mine · 06-21 08:30")
    }
    with pytest.raises(EvaluationError) as caught:
        paired(earlier, report(questions_digest="0" * 48))
    assert caught.value.key == "eval-other-questions"


# ---- how long one takes


def test_seconds_a_question_are_means_in_all_and_without_reading():
    assert seconds_a_question([{"total": 1000.0, "read": 800.0}, {"total": 3000.0}]) == (2.0, 1.6)
    assert seconds_a_question([]) == (0.0, 0.0)


class Timed:
    """Answers in a hundred milliseconds, the first time in nine seconds; refuses to be asked nothing."""

    def __init__(self):
        self.asked = []

    def ask(self, question):
        if not question:
            raise QuestionError("question-empty")
        self.asked.append(question)
        total = 9000.0 if len(self.asked) == 1 else 100.0
        return type("Answer", (), {"timings_ms": {"total": total, "read": total * 0.75}})


def test_a_few_questions_tell_the_pace_once_and_the_first_only_warms_up():
    pace, assistant = Pace(), Timed()
    assert pace.of(["bm25"], []) is None
    pace.measure(assistant, ["一", "", "三"])
    pace.measure(assistant, ["四"])
    assert assistant.asked == ["一", "三"]
    assert pace.of(["bm25", "hybrid+reader"], []) == {"bm25": 0.025, "hybrid+reader": 0.1}


@pytest.mark.slow
def test_a_session_keeps_opens_compares_and_knows_its_pace(place):
    session = EvaluationSession(place.library())
    name = session.files.put(place.file("a.jsonl", GOOD))
    session.measure(name)
    assert session.pace(()) and set(session.pace(["dense", "bm25"])) == {"dense", "bm25"}
    first, second = session.run(name, ["hybrid"]), session.run(name, ["bm25", "hybrid"])
    assert [entry.id for entry in EvaluationSession(place.library()).history] == sorted(
        [first.past, second.past], reverse=True
    )
    opened = session.open(first.past)
    assert opened.report == json.loads(json.dumps(first.report)) and session.finished(opened.token) is opened
    both = session.open_two(second.past, first.past)
    assert len(both.report["runs"]) == 3 and both.report["comparisons"]
    assert session.ask_again(both, both.question(0))["answer"]
    with pytest.raises(EvaluationError):
        session.open_two(first.past, session.run(name, ["hybrid"], 2).past)


@pytest.mark.slow
def test_read_only_the_history_is_beside_the_pages_no_more_than_the_program_runs(place):
    (place.source / "questions.jsonl").write_text(GOOD, "utf-8")
    session = EvaluationSession(place.library(read_only=True))
    before = place.stored()
    finished = session.run("/")
    assert session.open(finished.past).report["questions"] and place.stored() == before
    assert EvaluationSession(place.library(read_only=True)).history == []


@pytest.mark.slow
def test_results_that_cannot_be_kept_are_shown_all_the_same(place):
    session = EvaluationSession(place.library())
    name = session.files.put(place.file("a.jsonl", GOOD))
    (place.index / keeping.FOLDER).write_text("no folder", "utf-8")
    finished = session.run(name)
    assert finished.past == "" and finished.report["questions"] and session.history == []
