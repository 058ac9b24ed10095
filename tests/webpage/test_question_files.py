"""Question files of the tab for evaluation: which are kept, how questions are added, and what cannot be used."""

import gzip
import json
import threading

import pytest
from support.newspaper import Reader
from support.questions import BOOKS_LINE, GOOD

from rag.errors import QuestionError
from rag.evaluation.question_files import BESIDE, NewQuestion, QuestionFiles
from rag.evaluation.questions import read_questions
from ui.evaluation.view import file_view


@pytest.fixture
def files(place):
    return QuestionFiles(place.index, place.source, 0.05)


# ---- question files


def test_the_file_beside_the_pages_comes_first_and_kept_ones_survive(place, files):
    assert files.names == ()
    name = files.put(place.file("集.jsonl", GOOD))
    (place.source / "questions.jsonl").write_text(GOOD, "utf-8")
    again = QuestionFiles(place.index, place.source, 0.05)
    assert again.names == (BESIDE, name)
    assert [again.shown(each) for each in again.names] == ["questions.jsonl", "集.jsonl"]
    assert [question.id for question in again.read(name).questions] == ["q1", "q2", "q3"]


def test_the_same_file_is_kept_once_and_another_of_its_name_beside_it(place, files):
    assert files.put(place.file("a.jsonl", GOOD)) == files.put(place.file("b.jsonl", GOOD)) == "a.jsonl"
    assert files.put(place.file("a.jsonl", GOOD.replace("q1", "q7"))) == "a (2).jsonl"
    assert files.names == ("a (2).jsonl", "a.jsonl")


@pytest.mark.parametrize(
    "name", ["..\\..\\evil.jsonl", ".hidden.jsonl", "con.jsonl", "a\u202eb.jsonl", "x" * 300 + ".jsonl"]
)
def test_no_name_leads_out_of_the_folder(place, files, name):
    kept = files.put(place.file(name[-200:], GOOD))
    assert (place.index / "questions" / kept).is_file()
    assert not set(kept) & set("/\\\u202e") and not kept.startswith(".")


@pytest.mark.parametrize(
    ("name", "content", "key"),
    [
        ("a.jsonl", "", "questions-empty"),
        ("a.jsonl", "{", "questions-malformed"),
        ("a.bin", b"\x00\xff", "set-not-text"),
        ("a.jsonl", " " * 60_000, "questions-too-large"),
        ("a.jsonl.gz", gzip.compress(b" " * 60_000, mtime=0), "questions-too-large"),
        ("a.jsonl.gz", b"\x1f\x8bno", "set-gzip-damaged"),
    ],
)
def test_what_cannot_be_used_is_not_kept_and_no_folder_is_told(place, files, name, content, key):
    with pytest.raises(QuestionError) as caught:
        files.put(place.file(name, content))
    assert caught.value.key == key
    assert str(place.index) not in caught.value.sentence(public=True)
    assert files.names == ()
    assert not [path for path in (place.index / "questions").glob("*") if path.name != ".lock"]


@pytest.mark.parametrize("name", ["../manifest.json", "none.jsonl", "", "/etc/passwd", ".lock"])
def test_only_known_files_are_read(files, name):
    with pytest.raises(QuestionError, match="找不到"):
        files.read(name)


def test_mistakes_are_told_line_by_line_and_the_rest_is_used(place, files):
    name = files.put(place.file("a.jsonl", f"nonsense\n{GOOD}"))
    asked = files.read(name)
    read = Reader(file_view(name, asked, "zh"))
    assert len(asked.questions) == 3
    assert "第 1 行" in read.text("li") and str(place.index) not in read.text()


# ---- adding


def test_an_added_question_is_a_line_that_can_be_evaluated(place, files):
    name = files.put(place.file("a.jsonl", GOOD.rstrip()))
    new = NewQuestion("图书角在哪个社区?", "fact", ("南街社区",), ("南街社区的图书角正式开放",))
    assert files.add(name, new) == (name, False)
    path = place.index / "questions" / name
    assert path.read_text("utf-8").startswith(GOOD)  # what was there is untouched
    assert read_questions(path, judged=True).questions[-1].question == new.question
    with pytest.raises(QuestionError) as caught:
        files.add(name, new)
    assert caught.value.key == "questions-added-before"


@pytest.mark.parametrize(
    ("new", "draft"),
    [
        (NewQuestion("谁?", "", (), ()), True),
        (NewQuestion("谁?", "fact", ("甲",), ()), True),
        (NewQuestion("谁?", "fact", (), ("甲来了",)), True),
        (NewQuestion("谁?", "fact", ("甲",), ("甲来了",)), False),
        (NewQuestion("谁?", "unanswerable"), False),
    ],
)
def test_an_unfinished_question_is_a_draft_that_no_evaluation_takes(place, files, new, draft):
    assert files.add("新的", new) == ("新的.jsonl", draft)
    path = place.index / "questions" / "新的.jsonl"
    if draft:
        with pytest.raises(QuestionError, match="草稿"):
            read_questions(path, judged=True)
    else:
        assert len(read_questions(path, judged=True).questions) == 1


@pytest.mark.parametrize(
    ("target", "new", "key"),
    [
        ("", NewQuestion("谁?"), "questions-no-name"),
        ("../..", NewQuestion("谁?"), "questions-no-name"),
        ("t.csv", NewQuestion("谁?"), "questions-no-lines"),
        ("a", NewQuestion("  "), "question-empty"),
        ("a", NewQuestion("谁" * 2001), "questions-too-much"),
        ("a", NewQuestion("谁?", "", ("甲",) * 60), "questions-too-much"),
        ("a", NewQuestion("谁?", "unanswerable", ("甲",)), "questions-both"),
    ],
)
def test_what_cannot_be_added_is_told(place, files, target, new, key):
    files.put(place.file("t.csv", f"question,answers,evidence\n谁?,甲,{BOOKS_LINE}\n"))
    before = place.stored()
    with pytest.raises(QuestionError) as caught:
        files.add(target, new)
    assert caught.value.key == key
    assert place.stored() == before


def test_many_add_at_once_and_no_line_is_lost(place, files):
    threads = [threading.Thread(target=files.add, args=("a", NewQuestion(f"第{number}个?"))) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lines = (place.index / "questions" / "a.jsonl").read_text("utf-8").splitlines()
    assert {json.loads(line)["question"] for line in lines} == {f"第{number}个?" for number in range(12)}
