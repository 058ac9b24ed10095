"""Files that did not change are not read again; whatever may have changed is."""

import os
import time

import pytest
from support.building import HOSPITAL, SETTINGS, add_page, never, run
from support.stored import read_all

from rag.index import sources
from rag.index.build import build_index, is_current
from rag.index.saved import read_index
from rag.index.sources import NAME
from rag.pages import folder as pages_folder

pytestmark = pytest.mark.usefixtures("jieba_loaded_once")


@pytest.fixture
def read(monkeypatch):
    """The names of the files that were read as pages."""
    names, real = [], pages_folder.read_page
    monkeypatch.setattr(pages_folder, "read_page", lambda file, *rest: names.append(file.name) or real(file, *rest))
    return names


@pytest.fixture
def old(source):
    """The folder of pages, all of them written an hour ago."""
    for file in source.iterdir():
        age(file)
    return source


def age(file, seconds=3600):
    then = time.time() - seconds
    os.utime(file, (then, then))


def test_a_page_more_is_read_alone(old, folder, read):
    run(old, folder)
    read.clear()
    add_page(old)
    run(old, folder)
    assert len(read) == 1
    assert len(read_index(folder).pages) == 3


def test_nothing_is_read_where_nothing_changed(old, folder, read):
    report = run(old, folder)
    read.clear()
    assert build_index(old, folder, SETTINGS, never, "fake").pages == report.pages
    assert is_current(old, folder, SETTINGS, "fake")
    assert read == []


def test_a_file_of_another_time_and_the_same_content_is_no_page_to_be_read(old, folder, read):
    run(old, folder)
    read.clear()
    age(old / "001.txt", 60)
    assert not build_index(old, folder, SETTINGS, never, "fake").changed
    assert read == []


def test_a_file_of_the_same_size_and_another_content_is_read(old, folder, read):
    run(old, folder)
    read.clear()
    content = (old / "001.txt").read_text("utf-8")
    (old / "001.txt").write_text(content[::-1], "utf-8")
    run(old, folder)
    assert read == ["001.txt"]
    assert read_index(folder).pages[0].lines != tuple(content.split("\n"))


def test_a_file_that_was_written_just_before_is_not_told_by_its_time(source, folder, read):
    stat = (source / "001.txt").stat()
    run(source, folder)
    read.clear()
    content = (source / "001.txt").read_text("utf-8")
    (source / "001.txt").write_text(content.replace("三", "五", 1), "utf-8")
    os.utime(source / "001.txt", ns=(stat.st_atime_ns, stat.st_mtime_ns))
    run(source, folder)
    assert "001.txt" in read


def test_what_a_sidecar_says_is_another_page(old, folder, read):
    run(old, folder)
    read.clear()
    (old / "pages.toml").write_text('[[page]]\nfile = "002.txt"\ndate = 2022-01-21\n', "utf-8")
    run(old, folder)
    assert read == ["002.txt"]
    assert [page.issue.date for page in read_index(folder).pages][1] == "2022-01-21"


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'{"key": 1}', b'{"key": "", "files": {"001.txt": 3}}', b"[" * 99999]
)
def test_without_what_is_kept_or_with_something_else_files_are_read(content, old, folder, read, tmp_path):
    run(old, folder)
    (folder / NAME).write_bytes(content)
    read.clear()
    assert not build_index(old, folder, SETTINGS, never, "fake").changed
    assert sorted(read) == ["001.txt", "002.txt"]


def test_a_kept_file_whose_fields_are_of_another_form_is_read(old, folder, read):
    run(old, folder)
    kept = (folder / NAME).read_text("utf-8")
    for wrong in (kept.replace('"001.txt": [', '"001.txt": [[], '), kept.replace('"001.txt": [', '"001.txt": ["x", ')):
        (folder / NAME).write_text(wrong, "utf-8")
        read.clear()
        assert is_current(old, folder, SETTINGS, "fake")
        assert "001.txt" in read


def test_pages_that_were_moved_elsewhere_are_read(old, folder, read, tmp_path):
    run(old, folder)
    old.rename(tmp_path / "elsewhere")
    read.clear()
    run(tmp_path / "elsewhere", folder)
    assert sorted(read) == ["001.txt", "002.txt"]


def test_what_could_not_be_read_of_a_page_is_said_again(old, folder, read):
    (old / "003.txt").write_bytes(HOSPITAL.encode() + "甲\ufffd乙。\n".encode())
    age(old / "003.txt")
    first = run(old, folder)
    read.clear()
    second = build_index(old, folder, SETTINGS, never, "fake")
    assert read == []
    assert [(notice.key, notice.values) for notice in second.notices] == [
        (notice.key, notice.values) for notice in first.notices
    ]
    assert first.notices


def test_what_is_kept_is_no_part_of_the_index(old, folder, monkeypatch):
    run(old, folder)
    before = read_all(folder)
    monkeypatch.setattr(sources, "replace_file", full)
    add_page(old)
    run(old, folder)
    assert read_all(folder) != before
    assert len(read_index(folder).pages) == 3


def full(*arguments):
    raise OSError(28, "No space left on device")
