"""Temporary files lie in a folder of the run's own, and what is kept between runs cannot be planted by another user."""

import marshal
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from support.locations import ROOT

from rag.storage import places
from rag.storage.places import (
    LOCK,
    RUN,
    abandoned,
    held_folder,
    hold_folder,
    keep,
    let_go,
    own_temporary_files,
    read_kept,
)
from rag.text.terms import Terms

posix = pytest.mark.skipif(os.name != "posix", reason="owners and modes are of POSIX systems")
OTHER_USER = 12345


@pytest.fixture
def shared(tmp_path, monkeypatch):
    """The folder for everyone's temporary files."""
    folder = tmp_path / "shared"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def caches(tmp_path, monkeypatch):
    folder = tmp_path / "caches"
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
    return folder


# ---- a folder for one run


@posix
def test_temporary_files_lie_in_a_private_folder_that_is_gone_afterwards(shared):
    with own_temporary_files():
        folder = Path(tempfile.gettempdir())
        assert folder.parent == shared and folder.name.startswith(RUN)
        assert folder.stat().st_mode & 0o777 == 0o700
        Path(tempfile.mkdtemp()).joinpath("file").write_text("")
        (folder / "link").symlink_to(shared)
    assert list(shared.iterdir()) == []
    assert tempfile.gettempdir() == str(shared)


def test_a_run_that_fails_leaves_nothing_either(shared):
    with pytest.raises(ZeroDivisionError), own_temporary_files():
        Path(tempfile.gettempdir(), "file").write_text("")
        raise ZeroDivisionError
    assert list(shared.iterdir()) == []


def test_what_a_killed_run_left_is_removed_by_the_next_and_a_living_one_keeps_its_own(shared):
    program = (
        "import os, sys, tempfile; from rag.storage.places import own_temporary_files\n"
        "with own_temporary_files():\n"
        "    open(tempfile.mkdtemp() + '/upload', 'w').write('x' * 9)\n"
        "    print('up', flush=True)\n    sys.stdin.read()"
    )
    environment = {**os.environ, "TMPDIR": str(shared), "PYTHONPATH": str(ROOT)}
    living, killed = (
        subprocess.Popen(
            [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
        )
        for _ in range(2)
    )
    assert [each.stdout.readline() for each in (living, killed)] == [b"up\n"] * 2
    killed.kill()
    killed.wait()
    assert len(list(shared.iterdir())) == 2
    with own_temporary_files():
        assert len(list(shared.iterdir())) == 2  # the living one's, and ours
    assert len(list(shared.iterdir())) == 1
    living.communicate()
    assert list(shared.iterdir()) == []
    killed.stdin.close()
    killed.stdout.close()


@pytest.mark.parametrize("name", ["wenbao-index", f"{RUN}notes", f"{RUN}abcdefgh", "other"])
def test_a_folder_that_only_has_a_name_like_ours_stays(shared, name):
    (shared / name).mkdir()
    (shared / name / ".lock").write_text("")  # as an index has
    with own_temporary_files():
        pass
    assert (shared / name / ".lock").exists()


def test_a_folder_of_a_run_that_was_killed_before_it_had_a_lock_is_removed(shared):
    (shared / f"{RUN}abc_1234").mkdir()
    with own_temporary_files():
        pass
    assert list(shared.iterdir()) == []


@posix
def test_a_link_in_the_place_of_a_runs_folder_is_not_followed(shared, tmp_path):
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    (theirs / LOCK).write_text("")
    (theirs / "file").write_text("mine")
    (shared / f"{RUN}abcdefgh").symlink_to(theirs)
    with own_temporary_files():
        pass
    assert (theirs / "file").read_text() == "mine"


@posix
@pytest.mark.skipif(os.name != "posix" or os.getuid() != 0, reason="only root gives files to others")
def test_another_users_folder_is_passed_over(shared):
    folder = shared / f"{RUN}abcdefgh"
    folder.mkdir()
    (folder / LOCK).write_text("")
    os.chown(folder, OTHER_USER, OTHER_USER)
    with own_temporary_files():
        pass
    assert folder.exists()


def test_where_no_folder_can_be_made_temporary_files_lie_where_they_would(shared, monkeypatch):
    def full(*_, **named):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tempfile, "mkdtemp", full)
    with own_temporary_files():
        assert tempfile.gettempdir() == str(shared)


def test_a_held_folder_is_not_abandoned_and_one_that_was_let_go_is_gone(tmp_path):
    with held_folder(tmp_path, "x-") as folder:
        assert abandoned(folder) is None
    assert not folder.exists()
    assert abandoned(folder) is None


def test_a_folder_taken_for_an_abandoned_one_is_made_again(tmp_path, monkeypatch):
    made, make = [], tempfile.mkdtemp

    def snatched(**named):
        made.append(Path(make(**named)))
        if len(made) == 1:
            lock = abandoned(made[0])
            assert lock is not None
            made.append(lock)
        return str(made[0] if len(made) == 2 else made[-1])

    monkeypatch.setattr(places.tempfile, "mkdtemp", snatched)
    folder, lock = hold_folder(tmp_path, "x-")
    assert folder != made[0]
    let_go(folder, lock)
    made[1].release()
    assert list(tmp_path.iterdir()) == []


# ---- kept between runs


@posix
def test_what_is_kept_is_read_again_from_a_private_folder(caches):
    keep("words", b"content")
    assert read_kept("words") == b"content"
    assert (caches / "wenbao").stat().st_mode & 0o777 == 0o700
    assert [path.name for path in (caches / "wenbao").iterdir()] == ["words"]


def test_nothing_kept_yet_is_nothing(caches):
    assert read_kept("words") is None


@posix
def a_pipe(path):
    path.unlink()
    os.mkfifo(path)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda folder: folder.chmod(0o777),
        lambda folder: folder.chmod(0o770),
        lambda folder: (folder / "words").chmod(0o666),
        lambda folder: (folder / "words").chmod(0o664),
        lambda folder: (folder / "words").replace(folder / "far") and (folder / "words").symlink_to(folder / "far"),
        lambda folder: folder.rename(folder.parent / "far") and folder.symlink_to(folder.parent / "far"),
        lambda folder: (folder / "words").unlink() or (folder / "words").mkdir(),
        lambda folder: a_pipe(folder / "words"),
    ],
    ids=["folder-777", "folder-770", "file-666", "file-664", "file-link", "folder-link", "a-folder", "a-pipe"],
)
def test_what_others_could_have_put_there_is_not_read(caches, spoil):
    keep("words", b"content")
    spoil(caches / "wenbao")
    assert read_kept("words") is None  # to open a pipe that nobody writes to would not end


@posix
@pytest.mark.skipif(os.name != "posix" or os.getuid() != 0, reason="only root gives files to others")
@pytest.mark.parametrize("name", ["wenbao", "wenbao/words"])
def test_what_another_user_owns_is_not_read(caches, name):
    keep("words", b"content")
    os.chown(caches / name, OTHER_USER, OTHER_USER)
    assert read_kept("words") is None


@pytest.mark.parametrize("home", ["/dev/null", "/proc/none", "relative"])
def test_without_a_place_nothing_is_kept_and_nothing_fails(monkeypatch, tmp_path, home):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", home)
    monkeypatch.setenv("HOME", "/dev/null" if home == "relative" else home)
    keep("words", b"content")
    assert read_kept("words") is None
    assert list(tmp_path.iterdir()) == []


# ---- jieba's dictionary

CUT = "from rag.text.terms import Terms; print(*Terms().cut('太原市社区医院'))"


def cut(**environment):
    found = subprocess.run(
        [sys.executable, "-c", CUT],
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
        env={**os.environ, "PYTHONUTF8": "1", **environment},
    )
    return found.stdout.split()


@pytest.mark.slow
def test_jiebas_dictionary_is_neither_read_from_nor_left_in_the_shared_folder(tmp_path, caches):
    shared = tmp_path / "shared"
    shared.mkdir()
    planted = marshal.dumps(({"太原市社区": 999999, "太": 1, "太原": 0, "太原市": 0, "太原市社": 0}, 10))
    (shared / "jieba.cache").write_bytes(planted)
    expected = Terms().cut("太原市社区医院")
    assert "太原市社区" not in expected
    for _ in range(2):  # made, then kept
        assert cut(TMPDIR=str(shared), XDG_CACHE_HOME=str(caches)) == expected
    assert [path.name for path in shared.iterdir()] == ["jieba.cache"]
    assert (shared / "jieba.cache").read_bytes() == planted
    assert len(list((caches / "wenbao").iterdir())) == 1
