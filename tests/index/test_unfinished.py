"""A change of the pages that was cut off is undone or done by the next run; no page is lost, nothing is left over."""

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from support.locations import ROOT
from support.shelving import BOOKS, FERRY, HOSPITAL, LIGHTS, SETTINGS

from rag.errors import SourceError
from rag.index.build import build_index, is_current
from rag.index.saved import read_manifest
from rag.index.unfinished import Change, settle
from rag.index.writing import remove_leftovers, writer_lock

posix = pytest.mark.skipif(os.name != "posix", reason="a process is killed as POSIX systems do it")


def killed(change):
    """As where the process is no more: the hidden folder stays, its lock is free."""
    change.leave()
    return change


def rebuilt(place):
    return build_index(place.source, place.index, SETTINGS, place.encoder, "fake")


def begin(place):
    return Change.begin(place.source, place.index)


def copy(change, text=FERRY):
    file = change.place / "page"
    file.write_text(text, "utf-8")
    return file


# ---- undone: the index is as before


def test_pages_that_were_taken_out_come_back(place):
    before = place.stored()
    change = begin(place)
    change.move(place.source / "001.txt", change.place / "001.txt")
    change.move(place.source / "002.txt", place.source / ".removed/20240101T000000Z-1/002.txt")
    killed(change)
    assert place.names() != ["001.txt", "002.txt"]
    assert not rebuilt(place).changed
    assert place.stored() == before


def test_pages_that_were_put_in_go_again(place):
    before = place.stored()
    change = begin(place)
    assert change.put(copy(change), "003.txt")
    killed(change)
    assert is_current(place.source, place.index, SETTINGS, "fake")
    assert place.stored() == before


def test_a_name_that_was_taken_for_a_page_that_never_came_is_free_again(place):
    before = place.stored()
    change = begin(place)
    file = copy(change)
    shutil.copyfile(file, change.place / "kept")
    assert change.put(file, "003.txt")
    (place.source / "003.txt").write_bytes(b"")
    killed(change)
    rebuilt(place)
    assert place.stored() == before


def test_a_page_that_was_edited_meanwhile_is_not_removed(place):
    change = begin(place)
    change.put(copy(change), "003.txt")
    killed(change)
    (place.source / "003.txt").write_text(HOSPITAL, "utf-8")
    rebuilt(place)
    assert place.names() == ["001.txt", "002.txt", "003.txt"]


def test_a_page_whose_name_is_another_ones_by_now_comes_back_beside_it(place):
    change = begin(place)
    change.move(place.source / "001.txt", change.place / "001.txt")
    killed(change)
    (place.source / "001.txt").write_text(HOSPITAL, "utf-8")
    rebuilt(place)
    assert place.names() == ["001 (2).txt", "001.txt", "002.txt"]
    assert (place.source / "001 (2).txt").read_text("utf-8") == BOOKS


@pytest.mark.parametrize("cut", [1, 10, 60, 10_000])
def test_a_line_that_was_cut_off_had_not_been_done(place, cut):
    before = place.stored()
    change = begin(place)
    notes = change.place / ".change"
    whole = notes.read_bytes()
    change.move(place.source / "001.txt", change.place / "001.txt")
    (change.place / "001.txt").rename(place.source / "001.txt")  # as if that step had not come
    notes.write_bytes(notes.read_bytes()[: len(whole) + cut])
    killed(change)
    rebuilt(place)
    assert place.stored() == before


@pytest.mark.parametrize("former", [None, "# 说明\n"])
@pytest.mark.parametrize("content", [None, b"# other\n"])
def test_a_file_that_was_written_is_as_it_was(place, former, content):
    sidecar = place.source / "pages.toml"
    if former is not None:
        sidecar.write_text(former, "utf-8")
        sidecar.chmod(0o640)
        rebuilt(place)
    before = place.stored()
    change = begin(place)
    change.write("pages.toml", b"# first\n")
    change.write("pages.toml", content)
    change.write(".removed/20240101T000000Z-1/pages.toml", b"# kept\n")
    killed(change)
    assert not rebuilt(place).changed
    assert place.stored() == before
    assert former is None or sidecar.stat().st_mode & 0o777 == 0o640


def test_what_a_file_held_before_is_no_page_where_the_notes_are_gone_already(place):
    (place.source / "pages.toml").write_bytes(b"# before\n")
    rebuilt(place)
    change = begin(place)
    change.write("pages.toml", b"# after\n")
    (change.place / ".change").unlink()  # as where the process was killed while it removed what is left
    killed(change)
    rebuilt(place)
    assert place.names() == ["001.txt", "002.txt", "pages.toml"]


@pytest.mark.parametrize("made", [False, True])
@pytest.mark.parametrize("noted", [False, True])
def test_a_folder_that_nothing_came_into_is_gone_again(place, made, noted):
    before = place.stored()
    change, folder = begin(place), place.source / ".removed/20240101T000000Z-1"
    assert change.make(folder) and not change.make(folder)
    if noted:
        change.write(".removed/20240101T000000Z-1/pages.toml", b"# kept\n")
        (folder / "pages.toml").unlink()  # as if that had not come
    if not made:
        folder.rmdir()
    killed(change)
    rebuilt(place)
    assert place.stored() == before


def test_a_file_that_somebody_else_wrote_meanwhile_stays(place):
    change = begin(place)
    change.write("pages.toml", b"# ours\n")
    killed(change)
    (place.source / "pages.toml").write_bytes(b"# theirs\n")
    rebuilt(place)
    assert (place.source / "pages.toml").read_bytes() == b"# theirs\n"


@pytest.mark.parametrize("step", [1, 2])
def test_a_file_that_was_to_be_written_and_was_not_is_as_it_was(place, step):
    (place.source / "pages.toml").write_bytes(b"# before\n")
    rebuilt(place)
    before = place.stored()
    change = begin(place)
    change.write("pages.toml", b"# after\n")
    (place.source / "pages.toml").write_bytes(b"# before\n")  # as if that had not come
    if step == 1:
        next(change.place.glob("former-*")).unlink()
    killed(change)
    rebuilt(place)
    assert place.stored() == before


@pytest.mark.parametrize(
    "note",
    [
        {"write": "../outside.txt", "former": "", "sha256": ""},
        {"write": "001.txt", "former": "002.txt", "sha256": hashlib.sha256(BOOKS.encode()).hexdigest()},
        {"write": "001.txt", "former": "../pages/002.txt", "sha256": hashlib.sha256(BOOKS.encode()).hexdigest()},
        {"write": "001.txt"},
        {"to": "001.txt"},
        {"write": "001.txt", "former": 1, "sha256": ""},
    ],
)
def test_notes_that_nobody_here_wrote_take_no_page(place, note):
    before = place.stored()
    outside = place.source.parent / "outside.txt"
    outside.write_text("", "utf-8")
    change = begin(place)
    with (change.place / ".change").open("a") as notes:
        notes.write(json.dumps(note) + "\n")
    killed(change)
    rebuilt(place)
    assert place.stored() == before and outside.exists()


# ---- done: the index is another one


@pytest.mark.parametrize("emptied", [False, True])
def test_a_file_that_was_written_stays_so_where_the_index_is_of_it(place, emptied):
    (place.source / "pages.toml").write_bytes(b'[[page]]\nfile = "001.txt"\nnumber = 1\n')
    kept = place.source / ".removed/20240101T000000Z-1/pages.toml"
    kept.parent.mkdir(parents=True)
    kept.write_bytes(b"")
    rebuilt(place)
    change = begin(place)
    change.write("pages.toml", b'[[page]]\nfile = "001.txt"\nnumber = 2\n')
    change.write(kept.relative_to(place.source).as_posix(), None)
    rebuilt(place)
    if emptied:  # killed between the removal of that folder and of the one around it
        kept.parent.rmdir()
    killed(change)
    assert is_current(place.source, place.index, SETTINGS, "fake")
    assert (place.source / "pages.toml").read_bytes().endswith(b"number = 2\n")
    assert not kept.parent.parent.exists()
    assert place.names() == ["001.txt", "002.txt", "pages.toml"]


def test_a_change_whose_index_was_written_stays(place):
    change = begin(place)
    change.put(copy(change), "003.txt")
    change.move(place.source / "001.txt", change.place / "001.txt")
    rebuilt(place)  # it knows a change that is being made
    killed(change)
    assert not rebuilt(place).changed
    assert place.names() == ["002.txt", "003.txt"]


def test_a_folder_that_a_change_emptied_is_removed_though_the_change_stays(place):
    removal = place.source / ".removed" / "20240101T000000Z-1"
    removal.mkdir(parents=True)
    (removal / "003.txt").write_text(FERRY, "utf-8")
    change = begin(place)
    assert change.bring(removal / "003.txt", place.source / "003.txt")
    rebuilt(place)
    killed(change)
    rebuilt(place)
    assert place.names() == ["001.txt", "002.txt", "003.txt"]


# ---- the index cannot tell


@pytest.mark.parametrize("damage", ["gone", "other", "[" * 9000])
def test_where_the_index_cannot_tell_every_page_is_there(place, damage):
    change = begin(place)
    change.put(copy(change), "003.txt")
    change.move(place.source / "001.txt", change.place / "001.txt")
    killed(change)
    if damage == "gone":
        shutil.rmtree(place.index)
    else:
        (place.index / "manifest.json").write_text(damage)
    settle(place.source)
    assert place.names() == ["001.txt", "002.txt", "003.txt"]


@pytest.mark.parametrize("name", [".wenbao-abcdefgh", ".wenbao-x", ".wenbao-1 2"])
def test_what_an_older_version_left_is_brought_back(place, name):
    (place.source / name).mkdir()
    (place.source / "001.txt").rename(place.source / name / "001.txt")
    (place.source / name / "page").write_text("half", "utf-8")
    rebuilt(place)
    assert place.names() == ["001.txt", "002.txt"]
    assert (place.source / "001.txt").read_text("utf-8") == BOOKS


def test_an_empty_hidden_folder_is_removed(place):
    (place.source / ".wenbao-abcdefgh").mkdir()
    assert is_current(place.source, place.index, SETTINGS, "fake")
    assert place.names() == ["001.txt", "002.txt"]


# ---- nobody else's


def test_a_change_that_is_being_made_is_left_alone(place):
    change = begin(place)
    change.move(place.source / "001.txt", change.place / "001.txt")
    settle(place.source)
    assert place.names() == [change.place.name, "002.txt"]
    change.undo()
    change.end()
    assert place.names() == ["001.txt", "002.txt"]


@pytest.mark.parametrize(
    "notes",
    [
        [{"put": "../outside/secret.txt", "sha256": "SHA"}],
        [{"from": "taken.txt", "to": "../outside/secret.txt"}],
        [{"from": "../outside/planted.txt", "to": "001.txt"}],
        [{"put": "link/secret.txt", "sha256": "SHA"}],
        [{"from": "taken.txt", "to": "link/secret.txt"}],
        [{"from": "link/planted.txt", "to": "001.txt"}],
        [{"from": "\0", "to": "001.txt"}],
        [["put"]],
        [{"put": 3}],
        ["[" * 5000],
    ],
)
def test_a_planted_change_reaches_nothing_outside_the_folder(place, tmp_path, notes):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.txt").write_text("mine")
    (place.source / "link").symlink_to(outside)
    planted = place.source / ".wenbao-planted"
    planted.mkdir()
    sha256 = hashlib.sha256(b"mine").hexdigest()
    generation = read_manifest(place.index).generation
    lines = [{"index": str(place.index), "generation": generation}, *notes]
    (planted / ".change").write_text(
        "".join((line if isinstance(line, str) else json.dumps(line).replace("SHA", sha256)) + "\n" for line in lines)
    )
    settle(place.source)
    assert [path.name for path in outside.iterdir()] == ["secret.txt"]
    assert (outside / "secret.txt").read_text() == "mine"
    assert (place.source / "001.txt").read_text("utf-8") == BOOKS
    assert not planted.exists()


@posix
def test_a_link_among_what_is_left_is_not_followed(place, tmp_path):
    (tmp_path / "far").mkdir()
    (tmp_path / "far" / "file.txt").write_text("mine")
    (place.source / ".wenbao-abcdefgh").symlink_to(tmp_path / "far")
    settle(place.source)
    assert (tmp_path / "far" / "file.txt").read_text() == "mine"


def test_a_page_that_cannot_be_put_back_is_named(place, monkeypatch):
    change = begin(place)
    change.move(place.source / "001.txt", change.place / "001.txt")
    killed(change)

    def full(*_):
        raise OSError(28, "No space left on device", "001.txt")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", full)
        with pytest.raises(SourceError) as caught:
            rebuilt(place)
    assert caught.value.key == "source-unsettled"
    assert "001.txt" in caught.value.sentence("zh") and "No space" in caught.value.sentence("en")
    rebuilt(place)
    assert place.names() == ["001.txt", "002.txt"]


@pytest.mark.slow
@posix
def test_a_real_process_that_is_killed_in_a_removal_loses_no_page(place):
    program = (
        "import os, signal, sys; from pathlib import Path\n"
        "from rag.index.unfinished import Change\n"
        "change = Change.begin(Path(sys.argv[1]), Path(sys.argv[2]))\n"
        "change.move(Path(sys.argv[1], '001.txt'), change.place / '001.txt')\n"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(place.source), str(place.index)],
        timeout=300,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == -signal.SIGKILL
    assert not (place.source / "001.txt").exists()
    assert not rebuilt(place).changed
    assert place.names() == ["001.txt", "002.txt"]
    assert (place.source / "002.txt").read_text("utf-8") == LIGHTS


# ---- beside the index


def test_what_killed_builds_left_beside_the_index_is_removed_though_nothing_changed(place):
    before = place.stored()
    for name in ("g-staging", "g-0123456789abcdef"):
        (place.index / name).mkdir()
        (place.index / name / "passages.jsonl").write_text("half")
    (place.index / "manifest.json.new").write_text("{")
    assert not rebuilt(place).changed
    assert place.stored() == before
    (place.index / "manifest.json.new").write_text("{")
    assert is_current(place.source, place.index, SETTINGS, "fake")
    assert place.stored() == before


def test_what_is_being_written_is_no_leftover(place):
    with writer_lock(place.index):
        (place.index / "g-staging").mkdir()
        remove_leftovers(place.index)
        assert (place.index / "g-staging").exists()
