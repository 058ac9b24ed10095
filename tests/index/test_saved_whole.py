"""A saved index is written whole or not at all: crashes, full disks, and writers that meet."""

import dataclasses
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from support.stored import NEW, OLD, RECIPE, SETTINGS, read_all, write

from rag.errors import IndexBusy, StoredIndexError
from rag.index import writing
from rag.index.manifest import Manifest
from rag.index.saved import open_index, read_index
from rag.index.stored_records import ChosenRecords
from rag.index.writing import write_index, writer_lock


def segments(folder):
    return [path.name for path in folder.iterdir() if path.is_dir()]


class Crash(BaseException):
    """The process dies: nothing after it takes place."""


class Mortal:
    """Lets `life` steps that touch the disk happen, and dies at the next; a file written then is left half written."""

    def __init__(self, life):
        self.life = life

    def step(self, action, half=None):
        def acted(*arguments, **named):
            self.life -= 1
            if self.life < 0:
                if half and self.life == -1:
                    half(*arguments)
                raise Crash
            return action(*arguments, **named)

        return acted

    def patch(self, monkeypatch):
        steps = [(os, name) for name in ("fsync", "replace", "rename", "mkdir", "unlink", "rmdir")]
        for module, name in (*steps, (np, "save")):
            monkeypatch.setattr(module, name, self.step(getattr(module, name)))
        write_bytes = Path.write_bytes
        monkeypatch.setattr(
            Path,
            "write_bytes",
            self.step(write_bytes, lambda path, content: write_bytes(path, content[: len(content) // 2])),
        )


@pytest.mark.slow
def test_a_crash_at_any_moment_leaves_the_old_index_or_the_new_one(tmp_path):
    old = write(tmp_path / "start")
    (tmp_path / "start/README.md").write_text("mine")
    new = write(tmp_path / "whole", NEW)
    met = []
    for life in range(1000):
        folder = tmp_path / str(life)
        shutil.copytree(tmp_path / "start", folder)
        try:
            with writer_lock(folder), pytest.MonkeyPatch.context() as monkeypatch:
                Mortal(life).patch(monkeypatch)
                write_index(folder, RECIPE, NEW)
        except Crash:
            met.append(open_index(folder, SETTINGS, "fake").manifest.generation)
            assert write(folder, NEW).generation == new.generation
        else:
            break
        finally:
            assert open_index(folder, SETTINGS, "fake").passages == NEW.passages
            assert segments(folder) == [new.segments[0].name]
            assert (folder / "README.md").read_text() == "mine"
    assert len(met) > 30
    assert met == [old.generation] * met.count(old.generation) + [new.generation] * met.count(new.generation)
    assert set(met) == {old.generation, new.generation}


def test_a_full_disk_is_said_and_leaves_the_old_index_alone(tmp_path, monkeypatch):
    write(tmp_path)
    before = read_all(tmp_path)

    def full(*arguments, **named):
        raise OSError(28, "No space left on device")

    for owner, name in ((np, "save"), (os, "fsync"), (os, "rename"), (os, "replace")):
        with monkeypatch.context() as patch:
            patch.setattr(owner, name, full)
            with pytest.raises(StoredIndexError) as caught:
                write(tmp_path, NEW)
        assert caught.value.key == "index-unwritable"
        assert caught.value.values == {"path": tmp_path, "reason": "No space left on device"}
        assert open_index(tmp_path, SETTINGS, "fake").passages == OLD.passages
    write(tmp_path)
    assert read_all(tmp_path) == before


def test_a_half_written_segment_does_not_matter(tmp_path):
    manifest = write(tmp_path / "whole", NEW)
    write(tmp_path / "index")
    for name in ("g-staging", manifest.segments[0].name, "g-00000000000000ff"):
        (tmp_path / "index" / name).mkdir()
        (tmp_path / "index" / name / "passages.jsonl").write_text("half")
    assert open_index(tmp_path / "index", SETTINGS, "fake").passages == OLD.passages
    write(tmp_path / "index", NEW)
    assert read_all(tmp_path / "index") == read_all(tmp_path / "whole")


def test_a_damaged_index_is_mended_by_writing_the_same_content(tmp_path):
    manifest = write(tmp_path)
    whole = read_all(tmp_path)
    (tmp_path / manifest.segments[0].name / "pages.jsonl").write_text("damaged")
    write(tmp_path)
    assert read_all(tmp_path) == whole


def test_parts_that_do_not_fit_together_are_not_written(tmp_path):
    write(tmp_path)
    with pytest.raises(ValueError, match="terms does not fit"):
        write(tmp_path, dataclasses.replace(OLD, terms=NEW.terms))
    assert open_index(tmp_path, SETTINGS, "fake").passages == OLD.passages


@pytest.mark.parametrize("path", ["file", "file/below"])
def test_a_path_that_is_no_folder_cannot_be_written(path, tmp_path):
    (tmp_path / "file").write_text("mine")
    with pytest.raises(StoredIndexError) as caught:
        write(tmp_path / path)
    assert caught.value.key == "index-unwritable"
    assert (tmp_path / "file").read_text() == "mine"


@pytest.mark.slow
def test_a_second_writer_is_told_so_and_may_write_afterwards(tmp_path, monkeypatch):
    monkeypatch.setattr(writing, "LOCK_SECONDS", 0.05)
    program = (
        "import sys; from pathlib import Path; from rag.index.writing import writer_lock\n"
        "with writer_lock(Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(IndexBusy):
            write(tmp_path)
        other.communicate(b"")
    write(tmp_path)
    assert isinstance(open_index(tmp_path, SETTINGS, "fake").manifest, Manifest)


def test_a_record_that_does_not_come_back_from_its_line_is_not_written(tmp_path):
    write(tmp_path)
    before = read_all(tmp_path)
    passage = dataclasses.replace(OLD.passages[0], title=b"bytes are no text")
    with writer_lock(tmp_path), pytest.raises(TypeError, match="not stored"):
        write_index(tmp_path, RECIPE, dataclasses.replace(OLD, passages=(passage, *OLD.passages[1:])))
    listed = dataclasses.replace(OLD.passages[0], spans=[[1, 1]])  # a line holds it, and gives a tuple back
    content = dataclasses.replace(OLD, passages=(listed, *OLD.passages[1:]))
    with writer_lock(tmp_path), pytest.raises(StoredIndexError) as caught:
        write_index(tmp_path, RECIPE, content)
    assert (caught.value.key, caught.value.values["reason"]) == ("index-not-as-written", "passages.jsonl")
    write(tmp_path)
    assert read_all(tmp_path) == before
    with writer_lock(tmp_path):  # a record that comes from an index is not looked at again
        stored = ChosenRecords([read_index(tmp_path).passages])
        write_index(tmp_path, RECIPE, dataclasses.replace(OLD, passages=stored))
    assert read_all(tmp_path) == before
