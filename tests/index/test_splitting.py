"""Pages split in processes of their own, held against splitting them here."""

import os
import subprocess
import sys
import threading

import pytest
from benchmarks.issues import PAGES_A_DAY, write_archive

from rag.articles import split_page
from rag.index import splitting
from rag.index.splitting import split_pages
from rag.pages.folder import read_pages
from rag.records import Page
from rag.settings import Settings


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """A few days' pages, and one whose lines and name JSON or UTF-8 could lose."""
    folder = tmp_path_factory.mktemp("pages")
    write_archive(folder, 2 * PAGES_A_DAY)
    odd = Page("坏\x01名.txt", ("标题\u2028一", "", "正文\t“引号”。\x00 末尾\\n"), "0" * 64)
    return [*read_pages(folder, Settings())[0], odd]


@pytest.fixture
def at_once(monkeypatch):
    monkeypatch.setattr(splitting, "ALONE", 4)
    monkeypatch.setattr(splitting, "_processors", lambda: 3)


def counted():
    done = []
    return done, lambda: done.append(threading.current_thread())


@pytest.mark.slow
def test_pages_are_split_as_one_by_one(pages, at_once):
    done, count = counted()
    found = split_pages(pages, count)
    assert found == {page.name: split_page(page) for page in pages}
    assert done == [threading.current_thread()] * len(pages)


def test_few_pages_begin_no_process(pages, monkeypatch):
    monkeypatch.setattr(subprocess, "Popen", None)
    done, count = counted()
    assert split_pages(pages[:3], count) == {page.name: split_page(page) for page in pages[:3]}
    assert len(done) == 3
    assert split_pages([], count) == {}


@pytest.mark.parametrize("program", ["raise SystemExit(1)", "print('no number', flush=True); input()"])
@pytest.mark.slow
def test_what_a_process_cannot_do_is_done_here(pages, at_once, monkeypatch, program):
    monkeypatch.setattr(splitting, "_PROGRAM", program)
    done, count = counted()
    assert split_pages(pages, count) == {page.name: split_page(page) for page in pages}
    assert len(done) == len(pages)


@pytest.mark.slow
def test_where_no_process_can_be_begun_all_is_done_here(pages, at_once, monkeypatch):
    monkeypatch.setattr(sys, "executable", os.devnull)
    assert split_pages(pages, lambda: None) == {page.name: split_page(page) for page in pages}


@pytest.mark.slow
def test_a_build_that_is_stopped_leaves_no_process(pages, at_once, monkeypatch):
    begun = []
    begin = subprocess.Popen

    def noted(*words, **named):
        begun.append(begin(*words, **named))
        return begun[-1]

    monkeypatch.setattr(subprocess, "Popen", noted)

    def stop():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        split_pages(pages, stop)
    assert begun
    assert all(process.poll() is not None for process in begun)


@pytest.mark.slow
def test_a_process_ends_with_whoever_began_it():
    with subprocess.Popen([sys.executable, "-c", splitting._PROGRAM], stdin=subprocess.PIPE) as process:
        process.stdin.close()  # which the system does when the other one is killed
        assert process.wait(60) == 0
