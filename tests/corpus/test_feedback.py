"""Readers' feedback: kept line by line, read back as last changed, exported as drafts that no evaluation takes as judged."""

import json
import threading

import pytest
from support.newspaper import ANSWER, REFUSAL
from support.newsroom import Newsroom

from rag.corpus.feedback import NAME, NOTE_CHARACTERS, FeedbackFile, draft_object
from rag.errors import FeedbackError, QuestionError
from rag.evaluation.questions import read_questions
from rag.index.saved import read_manifest
from rag.json_form import answer_object

HISTORY = (("几点开放?", "九点。"),)


@pytest.fixture
def kept(tmp_path):
    return FeedbackFile(tmp_path)


def add(kept, thumb="up", note="", answer=ANSWER):
    return kept.add(answer.question, HISTORY, answer_object(answer), thumb, note)


def test_what_is_kept_is_read_back(kept):
    entry = add(kept, "down", "说的是\u2028另一天")
    assert kept.read() == [entry]
    assert (entry.question, entry.history, entry.index) == (ANSWER.question, HISTORY, "")
    assert entry.answer == answer_object(ANSWER)
    assert entry.time[4] == "-" and entry.time[-3] == ":"


def test_a_change_of_mind_is_a_line_more_and_an_entry_the_same(kept, tmp_path):
    first, second = add(kept, "up"), add(kept, "up")
    changed = kept.change(first, "down", "再看不对")
    assert len((tmp_path / NAME).read_text("utf-8").splitlines()) == 3
    assert [(entry.id, entry.thumb, entry.note) for entry in kept.read()] == [
        (first.id, "down", "再看不对"),
        (second.id, "up", ""),
    ]
    assert changed.answer == first.answer


def test_a_note_is_cut_at_its_limit(kept):
    assert add(kept, note="字" * (NOTE_CHARACTERS + 1)).note == "字" * NOTE_CHARACTERS


def test_nothing_kept_yet_reads_as_nothing(kept):
    assert kept.read() == []


@pytest.mark.parametrize(
    "damaged",
    [
        b"{",
        b"\xff\xfe",
        b"[]",
        b"null",
        b'{"id": "x"}',
        b"[" * 100_000,
        b'{"id": 1, "time": "", "question": "", "history": [], "answer": {}, "index": "", "thumb": "up", "note": ""}',
    ],
)
def test_a_damaged_line_is_passed_over(kept, tmp_path, damaged):
    add(kept)
    with (tmp_path / NAME).open("ab") as file:
        file.write(damaged)  # without an end, as a power cut leaves it
    add(kept)
    assert len(kept.read()) == 2


@pytest.mark.parametrize(
    "field, value", [("thumb", "sideways"), ("history", 3), ("history", [["a"]]), ("answer", []), ("note", None)]
)
def test_a_line_with_a_wrong_field_is_passed_over(kept, tmp_path, field, value):
    add(kept)
    path = tmp_path / NAME
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), field: value}), "utf-8")
    assert kept.read() == []


def test_a_full_file_is_told_and_left_as_it_is(tmp_path):
    small = FeedbackFile(tmp_path, megabytes=0.01)
    with pytest.raises(FeedbackError) as caught:
        for _ in range(20):
            add(small)
    assert caught.value.key == "feedback-full"
    assert small.read()
    assert (tmp_path / NAME).stat().st_size <= 10_000


def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "none").write_text("", "utf-8")
    with pytest.raises(FeedbackError) as caught:
        add(FeedbackFile(tmp_path / "none"))
    assert caught.value.key == "feedback-unwritable"


def test_many_writers_lose_no_line(tmp_path):
    def write():
        for _ in range(10):
            add(FeedbackFile(tmp_path))

    threads = [threading.Thread(target=write) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(FeedbackFile(tmp_path).read()) == 80


def test_a_useful_answer_is_offered_as_gold_and_a_useless_one_is_not(kept):
    useful, useless, refused = (
        draft_object(add(kept)),
        draft_object(add(kept, "down")),
        draft_object(add(kept, answer=REFUSAL)),
    )
    assert useful["answers"] == ["街坊捐书八百三十六册。每周二至周日开放。"]
    assert useful["evidence"] == [citation.quote for citation in ANSWER.citations]
    assert useful["articles"] == ["a1"]
    assert (useless["answers"], useless["evidence"], refused["answers"]) == ([], [], [])


def test_what_is_exported_can_be_asked_again_but_is_not_taken_as_judged(stored: Newsroom):
    add(FeedbackFile(stored.index), "up", "很好")
    exported = stored.run("feedback", "--index", stored.index, "--json")
    path = stored.questions(*exported.out.splitlines())
    assert exported.status == 0
    assert read_questions(path).questions[0].history == HISTORY
    with pytest.raises(QuestionError):
        read_questions(path, judged=True)


def test_the_list_shows_each_entry_and_obeys_no_control_character(stored: Newsroom):
    add(FeedbackFile(stored.index), "up", "清\x1b[31m楚\n了")
    add(FeedbackFile(stored.index), "down")
    shown = stored.run("feedback", "--index", stored.index)
    assert "清␛[31m楚 了" in shown.out and "\x1b" not in shown.out
    assert "有用 1，没用 1" in shown.out


def test_no_feedback_is_told_in_one_sentence(stored: Newsroom):
    result = stored.run("feedback", "--index", stored.index)
    assert (result.status, result.out, len(result.err.splitlines())) == (1, "", 1)


def test_feedback_outlives_a_new_build(stored: Newsroom):
    add(FeedbackFile(stored.index))
    (stored.pages / "more.txt").write_text(
        "河岸步道亮灯\n本报讯 入夜后，河岸步道的灯一盏盏亮起来，行人多了。\n", "utf-8"
    )
    assert stored.build().status == 0
    assert len(FeedbackFile(stored.index).read()) == 1


def test_an_entry_names_the_generation_of_the_index_that_was_asked(stored: Newsroom):
    generation = read_manifest(stored.index).generation
    assert add(FeedbackFile(stored.index)).index == generation
