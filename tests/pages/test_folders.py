"""Folders of folders: every page in them is read under its path, and whatever knows pages by name knows that."""

import json

import pytest
from support.fakes import FakeEncoder
from support.folders import SETTINGS, TEXT, names, put, said

from rag.assistant import Assistant
from rag.commands.main import main
from rag.corpus.library import Library
from rag.errors import LibraryError, PageError, SourceError
from rag.index.build import build_index
from rag.pages.dictionary import read_dictionary
from rag.pages.folder import read_pages
from rag.pages.names import is_page_name
from rag.pages.sidecar import apply_sidecar
from rag.settings import Settings

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
