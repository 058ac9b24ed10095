"""Folders of folders: every page in them is read under its path, everything else is named with a way out, or belongs."""

import json
import os
from pathlib import Path

import pytest
from support.fakes import FakeEncoder

from rag.articles.issue.filing import issue_of_name
from rag.articles.issue.issues import with_issues
from rag.assistant import Assistant
from rag.commands.main import main
from rag.corpus.library import Library
from rag.errors import LibraryError, PageError, SourceError
from rag.index.build import build_index, is_current
from rag.pages import walking
from rag.pages.dictionary import read_dictionary
from rag.pages.folder import passed_over, read_pages
from rag.pages.names import is_page_name
from rag.pages.passed_over import FORMS as OTHER_FORMS
from rag.pages.sidecar import apply_sidecar
from rag.pages.walking import find_files
from rag.settings import Settings
from rag.wording import Language

TEXT = "石桥镇春灌开始\n本报讯 石桥镇昨日开闸放水，首批灌溉麦田三千亩。\n"
OTHER = "石桥镇办起夜校\n本报讯 石桥镇昨日办起夜校，首批学员六十人。\n"
SETTINGS = Settings(refusal_score=0.0, refusal_score_foreign=0.0)


def put(folder: Path, *names: str, text: str = TEXT) -> Path:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"{text}{name}\n", "utf-8")
    return folder


def names(folder: Path) -> list[str]:
    return [page.name for page in read_pages(folder, Settings())[0]]


def said(folder: Path, language: Language = "zh") -> list[str]:
    return [notice.sentence(language) for notice in passed_over(folder, read_pages(folder, Settings())[0])]


# ---- pages and their names


def test_pages_in_folders_are_called_by_their_path_and_stand_in_order_of_its_parts(tmp_path):
    put(tmp_path, "2023-03-05/01.txt", "2023-03-05/02.txt", "2023-03-06/01.txt", "20230304_01版.txt", "a/b/c/d.md")
    assert names(tmp_path) == [
        "2023-03-05/01.txt",
        "2023-03-05/02.txt",
        "2023-03-06/01.txt",
        "20230304_01版.txt",
        "a/b/c/d.md",
    ]
    assert not said(tmp_path)


def test_a_page_given_as_a_file_is_called_by_its_name_alone(tmp_path):
    put(tmp_path, "2023-03-05/01.txt")
    assert names(tmp_path / "2023-03-05/01.txt") == ["01.txt"]


def test_pages_of_one_name_in_two_folders_are_two_pages_with_pieces_passages_and_ids_of_their_own(tmp_path):
    put(tmp_path / "pages", "a/01.txt", "b/01.txt")
    for folder in "ab":
        (tmp_path / "pages" / folder / "01.txt").write_text(TEXT, "utf-8")
    build_index(tmp_path / "pages", tmp_path / "index", SETTINGS, FakeEncoder(("水",)), "fake")
    assistant = Assistant.open(tmp_path / "index", SETTINGS, FakeEncoder(("水",)))
    assert [page.name for page in assistant.pages] == ["a/01.txt", "b/01.txt"]
    assert len({article.id for article in assistant.articles}) == len(assistant.articles) == 2
    assert len({passage.id for passage in assistant.passages}) == len(assistant.passages) == 2
    assert {assistant.article(passage.article).source for passage in assistant.passages} == {"a/01.txt", "b/01.txt"}


def test_pages_that_say_the_same_are_named_though_both_count(tmp_path):
    for name in ("a/01.txt", "b/02.txt", "c/03.txt"):
        put(tmp_path, name)
        (tmp_path / name).write_text(TEXT, "utf-8")
    assert said(tmp_path) == ["b/02.txt（与 a/01.txt 相同）等 2 个版面与别的版面内容完全相同，都算版面：多余的请删去。"]
    (tmp_path / "c/03.txt").unlink()
    assert said(tmp_path) == ["b/02.txt 与 a/01.txt 内容完全相同，都算版面：多余的请删去一个。"]


def test_an_error_of_a_page_in_a_folder_tells_its_path(tmp_path):
    put(tmp_path, "good.txt")
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad/01.txt").write_bytes(b"")
    (tmp_path / "bad/02.json").write_bytes(b"{")
    assert [error.values["name"] for error in read_pages(tmp_path, Settings())[1]] == ["bad/01.txt", "bad/02.json"]


@pytest.mark.parametrize("name", ["a/b.txt", "b.txt", "a b/c.txt", "..a/b..txt", "a/...txt"])
def test_a_path_within_the_folder_is_a_pages_name(name):
    assert is_page_name(name)


@pytest.mark.parametrize("name", ["", "/a.txt", "../a.txt", "a/../../b.txt", "a/..", "..", "//a/b.txt", "a\0.txt"])
def test_a_path_that_leaves_the_folder_is_none(name):
    assert not is_page_name(name)


# ---- days

FORMS = (
    "2023-03-05",
    "20230305",
    "2023年3月5日",
    "2023年03月05日",
    "2023.3.5",
    "2023_03_05",
    "2023/03/05",
    "2023/3/5",
    "2023-03/05",
    "202303/05",
    "2023年3月/5日",
    "2023年/3月/5日",
    "2023/0305",
    "2023/03-05",
    "2023/3月5日",
    "2023/2023-03-05",
    "2023/2023-03/2023-03-05",
    "202303/20230305",
    "2023/03/0305",
    "太原日报/2023-03-05",
    "2023-03-05太原日报",
    "太原日报2023年/03/05",
    "2023/太原日报/0305",
    "2023/三月/五日",
    "二〇二三年三月五日",
    "２０２３-０３-０５",
    "2022/2023-03-05",
    "旧报/2023-03-04/2023-03-05",
    "2023-03-05/要闻",
)


@pytest.mark.parametrize("folder", FORMS)
@pytest.mark.parametrize(
    ("file", "number"),
    [
        ("01.txt", 1),
        ("A02.txt", 2),
        ("第03版.txt", 3),
        ("04版.md", 4),
        ("page-05.html", 5),
        ("006.txt", 6),
        ("07要闻.txt", 7),
    ],
)
def test_a_day_is_read_from_the_names_of_folders_in_every_form_and_the_page_from_its_number(folder, file, number):
    issue = issue_of_name(f"{folder}/{file}")
    assert (issue.date, issue.page, issue.told) == ("2023-03-05", number, "file-name")


@pytest.mark.parametrize(
    ("name", "date", "number"),
    [
        ("2023-03-05/20230306_02版.txt", "2023-03-06", 2),
        ("2023-03-05/2023-03-07/01.txt", "2023-03-07", 1),
        ("第02版/20230305.txt", "2023-03-05", 2),
        ("2023-03-05_02版/稿件.txt", "2023-03-05", 2),
        ("20230305-02/稿件.txt", "2023-03-05", 2),
        ("2023-03-05/02/稿件三.txt", "2023-03-05", 2),
        ("2023-03-05/02/03.txt", "2023-03-05", 2),
        ("2023/03/05.txt", "2023-03-05", None),
        ("2023-03/05.txt", "2023-03-05", None),
        ("2023/05/05/01.txt", "2023-05-05", 1),
    ],
)
def test_the_nearest_name_tells_the_day_and_what_stands_below_it_the_page(name, date, number):
    issue = issue_of_name(name)
    assert (issue.date, issue.page) == (date, number)


@pytest.mark.parametrize(
    "name",
    [
        "2023-03-05至03-11/01.txt",
        "2023-03-05_2023-03-11/01.txt",
        "2023-03-05～11日/01.txt",
        "2023/01.txt",
        "2023-13-45/01.txt",
        "2023-02-30/01.txt",
        "2023/13/05/01.txt",
        "archive/2023/March/05/01.txt",
        "05/03/2023/01.txt",
        "a/b/c/01.txt",
        "A4/01.txt",
        "123456789012/01.txt",
        "edba7244ac40a510/01.txt",
        "版本2/01.txt",
    ],
)
def test_names_that_tell_no_single_day_tell_none(name):
    assert issue_of_name(name).date is None


@pytest.mark.parametrize(
    "file", ["000_edba7244ac40a510.txt", "1.城南小学今天开学了.txt", "稿件1.txt", "123.txt", "00.txt"]
)
def test_a_running_number_or_a_headlines_is_no_pages(file):
    issue = issue_of_name(f"2023-03-05/{file}")
    assert (issue.date, issue.page) == ("2023-03-05", None)


@pytest.mark.parametrize(
    ("within", "source"),
    [
        ("2023-03-05", "2023-03-05"),
        ("2023/03/05", "2023/03/05"),
        ("2023/03/05", "2023/03"),
        ("2023/03/05", "2023"),
        ("2023-03/05", "2023-03"),
        ("2023-03/05", "2023-03/05"),
    ],
)
def test_the_folder_that_is_given_tells_the_day_too_as_part_of_it(tmp_path, within, source):
    put(tmp_path, f"{within}/01.txt")
    for given in (tmp_path / source, tmp_path / within / "01.txt"):
        pages, _ = read_pages(given, Settings())
        [page] = with_issues(pages, given)
        assert (page.issue.date, page.issue.page) == ("2023-03-05", 1)


def test_a_folder_above_the_one_given_tells_no_day_by_itself_and_a_masthead_is_surer_than_the_one_given(tmp_path):
    put(tmp_path, "2023-03-05/pages/01.txt")
    source = tmp_path / "2023-03-05/pages"
    assert with_issues(read_pages(source, Settings())[0], source)[0].issue.date is None
    put(tmp_path, "2024-01-01/07.txt", text="太原日报 2022年1月21日 星期五 第2版\n" + TEXT)
    source = tmp_path / "2024-01-01"
    issue = with_issues(read_pages(source, Settings())[0], source)[0].issue
    assert (issue.date, issue.page, issue.told) == ("2022-01-21", 2, "masthead")


def test_an_index_notices_that_the_folder_which_tells_the_day_was_renamed(tmp_path):
    encoder = FakeEncoder(("水",))
    put(tmp_path, "2023-03-05/01.txt")
    build_index(tmp_path / "2023-03-05", tmp_path / "index", SETTINGS, encoder, "fake")
    assert is_current(tmp_path / "2023-03-05", tmp_path / "index", SETTINGS, "fake")
    (tmp_path / "2023-03-05").rename(tmp_path / "2023-03-06")
    assert not is_current(tmp_path / "2023-03-06", tmp_path / "index", SETTINGS, "fake")
    build_index(tmp_path / "2023-03-06", tmp_path / "index", SETTINGS, encoder, "fake")
    assert Assistant.open(tmp_path / "index", SETTINGS, encoder).pages[0].issue.date == "2023-03-06"


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


# ---- what knows pages by their names


def test_the_sidecar_names_pages_by_their_path_and_one_in_a_folder_those_of_the_folder(tmp_path):
    put(tmp_path, "a/01.txt", "a/02.txt", "b/01.txt")
    (tmp_path / "pages.toml").write_text(
        "[[page]]\nfile = \"a/01.txt\"\nnumber = 7\n[[page]]\nfile = 'b\\01.txt'\nnumber = 8\n", "utf-8"
    )
    (tmp_path / "a/pages.toml").write_text('[[page]]\nfile = "02.txt"\nnumber = 9\n', "utf-8")
    mended = apply_sidecar(read_pages(tmp_path, Settings())[0], tmp_path)
    assert {page.name: page.issue.page for page in mended} == {"a/01.txt": 7, "a/02.txt": 9, "b/01.txt": 8}


@pytest.mark.parametrize(
    ("root", "inner", "key"),
    [
        ("a/03.txt", None, "sidecar-no-page"),
        ("../01.txt", None, "sidecar-no-file"),
        ("/etc/passwd", None, "sidecar-no-file"),
        ("a/../a/01.txt", None, "sidecar-no-file"),
        (None, "a/01.txt", "sidecar-no-page"),
        ("a/01.txt", "01.txt", "sidecar-twice"),
        ("./a//01.txt", "./01.txt", "sidecar-twice"),
        (None, "../b/01.txt", "sidecar-no-file"),
        (".", None, "sidecar-no-file"),
    ],
)
def test_a_sidecar_that_names_no_page_or_one_twice_is_told(tmp_path, root, inner, key):
    put(tmp_path, "a/01.txt", "b/01.txt")
    for folder, file in (("", root), ("a", inner)):
        if file:
            (tmp_path / folder / "pages.toml").write_text(f'[[page]]\nfile = "{file}"\n', "utf-8")
    with pytest.raises(SourceError) as caught:
        apply_sidecar(read_pages(tmp_path, Settings())[0], tmp_path)
    assert caught.value.key == key


def test_dictionaries_of_folders_add_up_the_folders_own_first(tmp_path):
    put(tmp_path, "a/01.txt")
    (tmp_path / "dictionary.txt").write_text("石桥镇 5\n", "utf-8")
    (tmp_path / "a/dictionary.txt").write_text("石桥镇 9\n夜校\n", "utf-8")
    assert read_dictionary(tmp_path) == ("石桥镇 5", "夜校")
    assert read_dictionary(tmp_path / "a") == ("石桥镇 9", "夜校")


def test_an_uploaded_page_that_lies_in_a_folder_already_is_not_added_again(tmp_path):
    source = put(tmp_path / "pages", "2023-03-05/01.txt", "2023-03-06/01.txt")
    encoder = FakeEncoder(("水",))
    build_index(source, tmp_path / "index", SETTINGS, encoder, "fake")
    library = Library(Assistant.open(tmp_path / "index", SETTINGS, encoder), source, tmp_path / "index", encoder)
    given = tmp_path / "another.txt"
    given.write_bytes((source / "2023-03-06/01.txt").read_bytes())
    change = library.add([given])
    assert change.files[0].present
    assert "2023-03-06/01.txt" in change.files[0].error.sentence()
    with pytest.raises(LibraryError):
        library.remove(["../another.txt"])
    assert given.is_file()


def test_a_library_tells_what_was_passed_over_and_again_after_a_rebuild(tmp_path):
    source = put(tmp_path / "pages", "day/01.txt", "旧稿.doc")
    encoder = FakeEncoder(("水",))
    build_index(source, tmp_path / "index", SETTINGS, encoder, "fake")
    library = Library(Assistant.open(tmp_path / "index", SETTINGS, encoder), source, tmp_path / "index", encoder)
    assert [notice.key for notice in library.passed_over] == ["passed-word"]
    put(source, "稿件.xlsx")
    (source / "旧稿.doc").unlink()
    library.rebuild()
    assert [notice.key for notice in library.passed_over] == ["passed-sheet"]


# ---- the command


def test_the_command_names_what_is_passed_over_on_standard_error_and_succeeds(tmp_path, capsys):
    put(tmp_path, "2023-03-06/01.txt", "20230305_01版.txt", "旧稿.doc", "day/图.jpg")
    assert main(["articles", "--source", str(tmp_path), "--json"]) == 0
    out, err = capsys.readouterr()
    assert {(each["source"], each["date"]) for each in json.loads(out)} == {
        ("2023-03-06/01.txt", "2023-03-06"),
        ("20230305_01版.txt", "2023-03-05"),
    }
    assert "旧稿.doc" in err
    assert "day/图.jpg" in err
    (tmp_path / "day/bad.txt").write_bytes(b"")
    assert main(["articles", "--source", str(tmp_path), "--json"]) == 1
    assert "day/bad.txt" in capsys.readouterr().err


def test_an_unreadable_page_tells_one_error(tmp_path):
    put(tmp_path, "day/01.txt")
    (tmp_path / "day/01.txt").write_bytes(b"")
    with pytest.raises(PageError) as caught:
        read_pages(tmp_path, Settings())
    assert caught.value.values["name"] == "day/01.txt"
