"""`wenbao build --watch`: a folder of pages is followed, and its index is kept as it is."""

import argparse
import errno
import os
import signal
import threading

import pytest
from support.fakes import FakeEncoder
from support.held import SECONDS, started
from support.newsroom import PAGE, PAGE_NAME, WORDS

from rag.commands import watch
from rag.commands.call import Call
from rag.commands.watch import Watcher
from rag.corpus import watching
from rag.errors import IndexBusy, SourceError
from rag.index.saved import read_manifest
from rag.index.unfinished import Change
from rag.index.writing import writer_lock
from rag.settings import Settings

OTHER = PAGE.replace("迎泽公园", "玉门河公园").replace("两家", "三家")


class Watched:
    """A watch of the newsroom's pages, which need not be still for long, and what it says."""

    def __init__(self, newsroom, capsys):
        self.pages, self.index, self._capsys = newsroom.pages, newsroom.index, capsys
        call = Call(argparse.Namespace(source=self.pages, index=self.index), Settings(), "zh")
        self.encoder = FakeEncoder(WORDS)
        self.watcher = Watcher(call, self.encoder)

    def begin(self):
        report = self.watcher.begin()
        return report, self._capsys.readouterr().err

    def step(self):
        """What is said when the pages are looked at as often as it takes: without the time at its head, and else."""
        for _ in range(2):
            self.watcher.step()
        said = self._capsys.readouterr()
        return [line[9:] for line in said.out.splitlines()], said.err.splitlines()


@pytest.fixture
def watched(newsroom, capsys, monkeypatch):
    monkeypatch.setattr(watching, "STILL_SECONDS", 0.0)
    monkeypatch.setattr(watch, "BUSY_SECONDS", 0.0)
    monkeypatch.setattr(watch, "AGAIN_SECONDS", 0.0)
    return Watched(newsroom, capsys)


def test_each_change_is_taken_in_and_told_in_a_line(watched):
    assert watched.begin()[0].pages == 1
    assert watched.step() == ([], [])
    (watched.pages / "001.txt").write_text(OTHER, "utf-8")
    assert watched.step() == (["新增 001.txt：2 篇，2 段"], [])
    (watched.pages / "001.txt").rename(watched.pages / "002.txt")
    assert watched.step() == (["改名 001.txt → 002.txt：2 篇，2 段"], [])
    (watched.pages / "002.txt").write_text(OTHER + "园里的茶室周末也开门。\n", "utf-8")
    assert watched.step() == (["改动 002.txt：2 篇，2 段"], [])
    (watched.pages / "002.txt").unlink()
    assert watched.step() == (["移除 002.txt"], [])
    assert list(read_manifest(watched.index).pages) == [PAGE_NAME]


def test_what_is_only_touched_is_not_told_and_words_of_the_dictionary_are(watched):
    watched.begin()
    os.utime(watched.pages / PAGE_NAME, (1, 1))
    assert watched.step() == ([], [])
    (watched.pages / "dictionary.txt").write_text("社区医院\n", "utf-8")
    assert watched.step() == (["索引已更新，版面没有增减。"], [])


def test_a_page_that_cannot_be_used_is_named_once_and_the_others_are_taken_in(watched):
    watched.begin()
    (watched.pages / "bad.txt").write_bytes(b"\x00\x01\x02")
    (watched.pages / "001.txt").write_text(OTHER, "utf-8")
    lines, told = watched.step()
    assert lines == ["新增 001.txt：2 篇，2 段"] and len(told) == 1 and "bad.txt" in told[0]
    (watched.pages / "002.txt").write_text(OTHER + "园里有灯。\n", "utf-8")
    assert watched.step() == (["新增 002.txt：2 篇，2 段"], [])
    (watched.pages / "bad.txt").unlink()
    watched.step()
    (watched.pages / "bad.txt").write_bytes(b"\x00\x01\x02")
    assert len(watched.step()[1]) == 1  # it is another one


def test_a_folder_without_a_page_is_waited_for_and_one_that_is_missing_is_an_error(watched):
    (watched.pages / PAGE_NAME).rename(watched.pages.parent / PAGE_NAME)
    report, err = watched.begin()
    assert report is None and str(watched.pages) in err
    assert watched.step() == ([], [])
    (watched.pages.parent / PAGE_NAME).rename(watched.pages / PAGE_NAME)
    assert watched.step() == ([f"新增 {PAGE_NAME}：2 篇，2 段"], [])
    (watched.pages / PAGE_NAME).unlink()
    watched.pages.rmdir()
    with pytest.raises(SourceError):
        watched.begin()


def test_a_folder_that_is_gone_or_empty_for_a_while_leaves_the_index_as_it_was(watched):
    watched.begin()
    before = read_manifest(watched.index)
    watched.pages.rename(watched.pages.with_name("away"))
    lines, told = watched.step()
    assert lines == [] and len(told) == 1
    watched.pages.mkdir()  # where a disk is mounted
    watched.step()
    assert read_manifest(watched.index) == before
    watched.pages.rmdir()
    watched.pages.with_name("away").rename(watched.pages)
    assert watched.step() == ([], [])
    assert read_manifest(watched.index) == before


def test_where_the_index_is_being_written_it_is_tried_again_and_said_once(watched, monkeypatch):
    monkeypatch.setattr("rag.index.writing.LOCK_SECONDS", 0.0)
    watched.begin()
    (watched.pages / "001.txt").write_text(OTHER, "utf-8")
    with writer_lock(watched.index):
        watched.watcher.step()
        assert watched.step() == ([], [IndexBusy("index-busy", path=watched.index).sentence()])
    assert watched.step()[0] == ["新增 001.txt：2 篇，2 段"]


@pytest.mark.parametrize(
    ("place", "said"),
    [
        (
            "rag.index.writing._write_content",
            lambda path, reason: f"无法写入 {path}（{reason}）：请换一个文件夹或检查权限。",
        ),
        ("rag.index.build.look", lambda path, reason: f"没有完成：{reason}。"),
    ],
)
def test_where_the_disk_fails_it_is_said_and_tried_again(watched, monkeypatch, place, said):
    def full(*_, **__):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    watched.begin()
    before = read_manifest(watched.index)
    (watched.pages / "001.txt").write_text(OTHER, "utf-8")
    watched.watcher.step()
    with monkeypatch.context() as patch:
        patch.setattr(place, full)
        watched.watcher.step()
    assert read_manifest(watched.index) == before
    lines, told = watched.step()
    assert lines == ["新增 001.txt：2 篇，2 段"]
    assert told == [said(watched.index, os.strerror(errno.ENOSPC))]


def test_while_the_page_changes_the_pages_nothing_is_built(watched):
    watched.begin()
    before = read_manifest(watched.index)
    change = Change.begin(watched.pages, watched.index)
    draft = change.place / "page"
    draft.write_text(OTHER, "utf-8")
    assert change.put(draft, "001.txt")
    assert watched.step() == ([], [])
    assert read_manifest(watched.index) == before
    change.end()
    assert watched.step() == (["新增 001.txt：2 篇，2 段"], [])


def test_a_file_that_keeps_changing_is_named_once(watched, monkeypatch):
    monkeypatch.setattr(watch, "RESTLESS_SECONDS", 0.0)
    watched.begin()
    told = []
    for number in range(3):
        (watched.pages / "001.txt").write_text(OTHER * (number + 1), "utf-8")
        watched.watcher.step()
        told += watched._capsys.readouterr().err.splitlines()
    assert told == ["001.txt 一直在变动，停下来之后再收进索引。"]


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="a process is interrupted as POSIX systems do it")
def test_the_command_follows_a_folder_until_it_is_interrupted(newsroom):
    process = started(
        newsroom.folder / "mark", 0, "build", "--source", newsroom.pages, "--index", newsroom.index, "--watch"
    )
    late = threading.Timer(SECONDS, process.kill)
    late.start()
    assert process.stdout.readline().startswith("已建好索引")
    while "正在守着" not in process.stderr.readline():
        assert process.poll() is None
    (newsroom.pages / "001.txt").write_text(OTHER, "utf-8")
    assert process.stdout.readline()[9:] == "新增 001.txt：2 篇，2 段\n"
    process.send_signal(signal.SIGINT)
    out, err = process.communicate()
    late.cancel()
    assert (process.returncode, out) == (0, "")
    assert err.splitlines()[-1].startswith("不再守着")
