"""What of a folder is no page: other forms, links, special files, what may not be opened; named, or belonging there."""

import os

import pytest
from support.fakes import FakeEncoder
from support.folders import SETTINGS, names, put, said

from rag.errors import SourceError
from rag.index.build import build_index, is_current
from rag.pages import walking
from rag.pages.folder import read_pages
from rag.pages.passed_over import FORMS as OTHER_FORMS
from rag.pages.walking import find_files
from rag.settings import Settings

# ---- what is passed over


@pytest.mark.parametrize(
    ("key", "suffix"), [(key, suffix) for key, suffixes in OTHER_FORMS.items() for suffix in suffixes]
)
def test_every_known_form_that_is_not_read_is_named_with_what_to_do(tmp_path, key, suffix):
    put(tmp_path, "01.txt", f"day/稿件{suffix.upper()}")
    [notice] = find_files(tmp_path).notices
    assert notice.key == key
    for language in ("zh", "en"):
        assert f"day/稿件{suffix.upper()}" in notice.sentence(language)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("无后缀", "passed-no-suffix"),
        ("第1版.要闻", "passed-no-suffix"),
        ("2023.3.5", "passed-no-suffix"),
        ("notes.rst", "passed-other"),
        ("page.txt.bak", "passed-other"),
        ("data.bin", "passed-other"),
    ],
)
def test_files_of_no_known_form_are_named(tmp_path, name, key):
    put(tmp_path, "01.txt", name)
    assert [notice.key for notice in find_files(tmp_path).notices] == [key]
    assert name in said(tmp_path)[0]


@pytest.mark.parametrize(
    "name",
    [
        "pages.toml",
        "dictionary.txt",
        "README",
        "README.md",
        "readme.zh.txt",
        "LICENSE",
        "licence.txt",
        "questions.jsonl",
        "tour.toml",
        ".hidden",
        ".hidden/01.txt",
        "__MACOSX/01.txt",
        "__MACOSX/._01.txt",
        "Thumbs.db",
        ".DS_Store",
        "desktop.ini",
        "~$稿件.docx",
        "@eaDir/01.txt",
        "$RECYCLE.BIN/01.txt",
        "System Volume Information/x.txt",
        "lost+found/01.txt",
        "day/.DS_Store",
        "day/Thumbs.db",
        "day/README.md",
        ".git/01.txt",
        "day/questions.jsonl",
    ],
)
def test_what_belongs_beside_pages_is_neither_read_nor_named(tmp_path, name):
    put(tmp_path, "01.txt")
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).write_text("", "utf-8")
    assert names(tmp_path) == ["01.txt"]
    assert not said(tmp_path)


def test_many_of_one_kind_are_one_line_with_their_number(tmp_path):
    put(
        tmp_path,
        "01.txt",
        *(f"{day}/图{number}.jpg" for day in range(20) for number in range(20)),
        "旧稿.doc",
        "稿件.xlsx",
        "整月.zip",
        "另一月.rar",
        "版式.ofd",
        "无后缀",
    )
    assert said(tmp_path) == [
        "0/图0.jpg 等 400 个 没有读（图片）：请先做文字识别，存为 .txt 或带文字层的 .pdf。",
        "另一月.rar 等 2 个 没有读（压缩包）：请先解压到这个文件夹里。",
        "无后缀 没有读（名字没有后缀）：如果是文字，请改名为 .txt。",
        "旧稿.doc 没有读（旧式或其他文字处理格式）：请用 Word 或 WPS 另存为 .docx。",
        "版式.ofd 没有读（版式文件）：请用它的阅读软件导出为带文字的 .pdf，或把文字存为 .txt。",
        "稿件.xlsx 没有读（电子表格或数据库）：请另存为 .csv，第一行写栏名。",
    ]
    assert "0/图0.jpg and others (400 in all)" in said(tmp_path, "en")[0]


def test_a_folder_of_nothing_but_other_forms_says_what_to_do_with_them(tmp_path):
    put(tmp_path, "a/旧稿.doc", "a/又一.doc")
    with pytest.raises(SourceError) as caught:
        read_pages(tmp_path, Settings())
    assert "a/又一.doc 等 2 个 没有读" in caught.value.sentence()
    assert ".docx" in caught.value.sentence("en")


@pytest.mark.parametrize("within", ["", "day/", "deep/er/"])
def test_an_index_among_the_pages_is_no_page_of_it(tmp_path, within):
    put(tmp_path, "01.txt", "day/02.txt")
    index = tmp_path / f"{within}index" if within else tmp_path
    for _ in range(2):
        build_index(tmp_path, index, SETTINGS, FakeEncoder(("水",)), "fake")
        (index / "questions").mkdir(exist_ok=True)
        (index / "questions" / "own.jsonl").write_text("{}\n", "utf-8")
        (index / "feedback.jsonl").write_text("{}\n", "utf-8")
        assert names(tmp_path) == ["01.txt", "day/02.txt"]
        assert not said(tmp_path)
    assert is_current(tmp_path, index, SETTINGS, "fake")


# ---- links, special files, permissions, bounds


def test_links_never_lead_out_of_the_folder_nor_in_circles(tmp_path):
    put(tmp_path / "outside", "secret.txt", "more/secret.txt")
    pages = put(tmp_path / "pages", "01.txt", "day/02.txt")
    (pages / "out.txt").symlink_to(tmp_path / "outside/secret.txt")
    (pages / "out").symlink_to(tmp_path / "outside")
    (pages / "up").symlink_to("..")
    (pages / "loop").symlink_to(".")
    (pages / "day/loop").symlink_to("..")
    (pages / "self.txt").symlink_to("self.txt")
    (pages / "gone.txt").symlink_to("nowhere.txt")
    (pages / "same.txt").symlink_to("01.txt")
    (pages / "passwd.txt").symlink_to("/etc/passwd")
    (pages / "zero.txt").symlink_to("/dev/zero")
    assert names(pages) == ["01.txt", "day/02.txt", "same.txt"]
    found = {notice.key: notice for notice in find_files(pages).notices}
    assert set(found) == {"passed-link-outside", "passed-link-folder", "passed-link-broken"}
    assert "out 等 5 个" in found["passed-link-outside"].sentence()
    assert "same.txt 与 01.txt" in said(pages)[-1]


@pytest.mark.parametrize("chain", [2, 5, 40])
def test_chains_and_rings_of_links_end(tmp_path, chain):
    pages = put(tmp_path, "01.txt")
    for number in range(chain):
        (pages / f"ring{number}").symlink_to(f"ring{(number + 1) % chain}")
        (pages / f"ring{number}.txt").symlink_to(f"ring{(number + 1) % chain}.txt")
    assert names(pages) == ["01.txt"]


def test_a_source_that_is_a_link_is_read_as_what_it_leads_to(tmp_path):
    put(tmp_path / "pages", "day/01.txt")
    (tmp_path / "link").symlink_to("pages")
    assert names(tmp_path / "link") == ["day/01.txt"]


def test_what_is_no_ordinary_file_is_named_and_never_opened(tmp_path):
    pages = put(tmp_path, "01.txt")
    os.mkfifo(pages / "pipe.txt")
    assert names(pages) == ["01.txt"]
    assert [notice.key for notice in find_files(pages).notices] == ["passed-special"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may open everything")
def test_a_folder_that_may_not_be_opened_is_a_failure_that_tells_its_name(tmp_path):
    pages = put(tmp_path, "01.txt", "closed/02.txt")
    (pages / "closed").chmod(0)
    try:
        assert [(error.key, error.values["name"]) for error in read_pages(pages, Settings())[1]] == [
            ("folder-unreadable", "closed")
        ]
    finally:
        (pages / "closed").chmod(0o700)


def test_a_folder_that_cannot_be_looked_into_is_named_and_the_rest_is_read(tmp_path, monkeypatch):
    pages = put(tmp_path, "01.txt", "closed/02.txt")
    scandir = os.scandir

    def refusing(path):
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(walking.os, "scandir", refusing)
    found, skipped = read_pages(pages, Settings())
    assert [page.name for page in found] == ["01.txt"]
    assert [error.sentence() for error in skipped] == [
        "文件夹 closed 打不开（Permission denied），里面的文件没有读：请检查权限。"
    ]


def test_folders_within_each_other_end_somewhere_and_that_is_said(tmp_path):
    deep = "/".join(["d"] * walking.DEPTH)
    put(tmp_path, f"{deep}/01.txt", f"{deep}/d/02.txt")
    assert names(tmp_path) == [f"{deep}/01.txt"]
    assert said(tmp_path) == [f"{deep}/d 没有读（文件夹套得太深）：请移到上面几层。"]


def test_a_disk_is_not_taken_for_a_newspaper(tmp_path, monkeypatch):
    monkeypatch.setattr(walking, "ENTRIES", 20)
    put(tmp_path, *(f"{number % 5}/{number}.txt" for number in range(20)))
    with pytest.raises(SourceError) as caught:
        read_pages(tmp_path, Settings())
    assert "20" in caught.value.sentence()
    assert caught.value.key == "source-too-many"
