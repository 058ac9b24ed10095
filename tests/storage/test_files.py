"""A write that fails for a moment, or is lost unseen, is never taken for success; what was there before stays."""

import errno
import json
import os
import shutil

import pytest
from support.faults import changing_once, failing_once, losing_once
from support.stored import NEW, OLD, RECIPE, SETTINGS, read_all, write

from rag.corpus.feedback import FeedbackFile
from rag.corpus.removed import PLACE
from rag.errors import FeedbackError, LibraryError, QuestionError, SourceError, StoredIndexError
from rag.evaluation.question_files import NewQuestion, QuestionFiles
from rag.evaluation.report.report import write as write_report
from rag.index.saved import FILES, open_index
from rag.index.writing import write_index, writer_lock
from rag.storage.files import append, remove_half_written, replace_file, write_new

DISKS = {
    "no space": lambda at: failing_once(at, errno.ENOSPC),
    "device error": failing_once,
    "last byte lost": losing_once,
    "a byte changed": changing_once,
}
disks = pytest.mark.parametrize("disk", DISKS.values(), ids=DISKS)


@pytest.fixture(autouse=True)
def quick_disk(monkeypatch):
    """Flushing takes most of the time of hundreds of writes, and these tests are of what is done when it fails."""
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)


# ---- the index


@pytest.mark.slow
@disks
def test_an_index_is_the_old_one_or_the_new_one_whatever_step_fails(tmp_path, disk):
    whole = write(tmp_path / "whole", NEW).generation
    for at in range(1000):
        folder = tmp_path / str(at)
        write(folder, OLD)
        before = read_all(folder)
        with disk(at).watched() as watched, writer_lock(folder):
            try:
                write_index(folder, RECIPE, NEW)
                error = None
            except StoredIndexError as caught:
                error = caught
        found = open_index(folder, SETTINGS, "fake")
        if error:
            assert watched.failed
            assert error.key in ("index-unwritable", "index-not-as-written")
            assert found.passages == OLD.passages
        else:
            assert found.manifest.generation == whole
        write(folder, OLD if error else NEW)
        assert not error or read_all(folder) == before  # nothing is left over
        if not watched.failed:
            assert at >= len(FILES)
            return


@disks
@pytest.mark.slow
def test_the_first_index_is_whole_or_none(tmp_path, disk):
    for at in range(1000):
        folder = tmp_path / str(at)
        folder.mkdir()
        with disk(at).watched() as watched, writer_lock(folder):
            try:
                write_index(folder, RECIPE, NEW)
            except StoredIndexError:
                assert watched.failed
                assert not (folder / "manifest.json").exists()
            else:
                assert open_index(folder, SETTINGS, "fake").passages == NEW.passages
        if not watched.failed:
            return


# ---- the corpus


@pytest.mark.slow
@disks
@pytest.mark.parametrize("change", ["add", "remove", "rebuild"])
def test_a_change_of_the_corpus_is_made_or_not(place, disk, change):
    library = place.library()
    files = [place.file("003.txt")]
    actions = {
        "add": lambda: library.add(files),
        "remove": lambda: library.remove(["002.txt"]),
        "rebuild": lambda: library.rebuild(True),
    }
    before = place.stored()
    for at in range(1000):
        with disk(at).watched() as watched:
            try:
                actions[change]()
                made = True
            except (LibraryError, StoredIndexError, SourceError):
                made = False
        if made:
            assert (
                open_index(place.index, library.assistant.settings, "fake").manifest == library.assistant.index.manifest
            )
            assert sorted(library.assistant.index.manifest.pages) == place.names()
        else:
            assert watched.failed
            library.rebuild()
            shutil.rmtree(place.source / PLACE, ignore_errors=True)
            assert place.stored() == before
        if not watched.failed:
            return
        if made and change == "add":
            library.remove(["003.txt"])
        elif made and change == "remove":
            library.add([place.file("002.txt", (before[place.source / "002.txt"]))])
        shutil.rmtree(place.source / PLACE, ignore_errors=True)
        assert place.stored() == before


# ---- other files


@disks
def test_a_file_is_replaced_whole_or_stays(tmp_path, disk):
    file = tmp_path / "file"
    for at in range(1000):
        file.write_bytes(b"old")
        with disk(at).watched() as watched:
            try:
                replace_file(file, b"new content")
                expected = {b"new content"}
            except OSError:
                expected = {b"old", b"new content"}  # the last step is the folder's: the file is whole by then
        assert file.read_bytes() in expected
        assert [path.name for path in tmp_path.iterdir()] == ["file"]
        if not watched.failed:
            assert expected == {b"new content"}
            return


@disks
def test_a_new_file_is_there_whole_or_not_at_all(tmp_path, disk):
    for at in range(1000):
        folder = tmp_path / str(at)
        folder.mkdir()
        with disk(at).watched() as watched:
            try:
                write_new(folder / "file", b"content")
            except OSError:
                assert watched.failed
        assert [path.read_bytes() for path in folder.iterdir()] in ([], [b"content"])
        if not watched.failed:
            return


def test_a_new_file_takes_no_others_place(tmp_path):
    (tmp_path / "file").write_bytes(b"mine")
    with pytest.raises(FileExistsError):
        write_new(tmp_path / "file", b"content")
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"mine"]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO])
@pytest.mark.parametrize("step", ["write", "fsync", "half a write"])
def test_a_line_is_added_whole_or_not_at_all(tmp_path, monkeypatch, number, step):
    path, real = tmp_path / "file", os.write
    path.write_bytes(b"one\n")

    def fail(*_):
        raise OSError(number, os.strerror(number))

    def half(descriptor, content):
        if len(content) > 2:
            return real(descriptor, content[:2])
        return fail()

    with monkeypatch.context() as patch, path.open("a+b") as file:
        patch.setattr(os, "fsync" if step == "fsync" else "write", half if step == "half a write" else fail)
        with pytest.raises(OSError):
            append(file, b"two\n")
    assert path.read_bytes() == b"one\n"
    with path.open("a+b") as file:
        append(file, b"three\n")
    assert path.read_bytes() == b"one\nthree\n"


def test_what_a_killed_run_left_half_written_is_removed(tmp_path):
    (tmp_path / ".wenbao-half-0123").write_bytes(b"ha")
    (tmp_path / "mine").write_bytes(b"")
    remove_half_written(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


@pytest.mark.parametrize("step", ["write", "fsync"])
def test_feedback_that_could_not_be_kept_is_said_and_not_kept(tmp_path, monkeypatch, step):
    kept = FeedbackFile(tmp_path)
    answer = {"answer": "甲。", "refused": False, "citations": []}
    first = kept.add("问?", (), answer, "up")
    with monkeypatch.context() as patch, pytest.raises(FeedbackError):
        patch.setattr(os, step, lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))
        kept.add("再问?", (), answer, "down")
    assert kept.read() == [first]
    assert [entry.question for entry in (first, kept.add("三问?", (), answer, "up"))] == ["问?", "三问?"]
    assert len(kept.read()) == 2


@disks
def test_a_question_file_is_kept_whole_or_not_at_all(tmp_path, disk):
    given = tmp_path / "mine.jsonl"
    given.write_text('{"id": "1", "question": "几家?", "answers": ["三"], "evidence": ["三家。"]}\n', "utf-8")
    for at in range(1000):
        files = QuestionFiles(tmp_path / str(at), tmp_path / "pages", 1)
        with disk(at).watched() as watched:
            try:
                files.put(given)
                files.add("own", NewQuestion("几点?", "", ("九点",), ("九点开门。",)))
                done = True
            except (QuestionError, OSError):
                done = False
        assert done or watched.failed
        for name in files.names:
            assert len(files.read(name).questions) == 1
        left = [path.name for path in (tmp_path / str(at)).rglob("*") if path.name not in (".lock", "questions")]
        assert sorted(left) == sorted(files.names)
        if not watched.failed:
            assert len(files.names) == 2
            return


def test_a_report_that_cannot_be_written_leaves_the_former_files_whole(tmp_path, monkeypatch):
    monkeypatch.setattr("rag.evaluation.report.html.page.html_report", lambda *_: "page")
    monkeypatch.setattr("rag.evaluation.report.report.summary", lambda *_: {})

    class Evaluated:
        name, rows = "usual", ()

    write_report([Evaluated()], {"old": 1}, tmp_path, {})
    before = read_all(tmp_path)
    for at in range(1000):
        with failing_once(at).watched() as watched:
            try:
                write_report([Evaluated()], {"new": 1}, tmp_path, {})
            except Exception as error:
                assert getattr(error, "key", "") == "report-unwritable"
        now = read_all(tmp_path)
        assert now.keys() == before.keys()
        assert json.loads(now["report.json"]) in ({"old": 1}, {"new": 1})
        if not watched.failed:
            assert json.loads(now["report.json"]) == {"new": 1}
            return
