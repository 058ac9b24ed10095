"""Reading pages: encodings, line ends, and files that are no pages."""

import os
import sys
from pathlib import Path

import pytest

from rag.errors import PageError, SourceError
from rag.pages.folder import read_page, read_pages
from rag.settings import Settings
from rag.text.decoding import decode

TEXT = "春风送暖\n\n本报讯 昨日,城南小学开学。\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_page_reads_the_same_in_every_encoding_and_with_either_line_end(
    tmp_path: Path, encoding: str, line_end: str
) -> None:
    file = tmp_path / "page.txt"
    file.write_bytes(TEXT.replace("\n", line_end).encode(encoding))
    assert read_page(file, Settings()).lines == tuple(TEXT.split("\n"))


def test_line_numbers_count_newlines_alone_and_not_other_separators(tmp_path: Path) -> None:
    file = tmp_path / "page.txt"
    file.write_text("第一行。\f仍是第一行。\u2028还是。\n第二行。", "utf-8", newline="")
    assert len(read_page(file, Settings()).lines) == 2


def test_a_folder_gives_its_pages_in_order_of_their_names_and_nothing_else(tmp_path: Path) -> None:
    for name in ("b.txt", "a.TXT", "notes.rst", "dictionary.txt"):
        (tmp_path / name).write_text(TEXT, "utf-8")
    (tmp_path / "folder.txt").mkdir()
    pages, skipped = read_pages(tmp_path, Settings())
    assert [page.name for page in pages] == ["a.TXT", "b.txt"]
    assert skipped == []


def test_one_unusable_file_is_reported_by_name_and_the_others_are_read(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(TEXT, "utf-8")
    (tmp_path / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
    pages, skipped = read_pages(tmp_path, Settings())
    assert [page.name for page in pages] == ["good.txt"]
    assert [(error.key, error.values["name"]) for error in skipped] == [("page-binary", "picture.txt")]


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "page-empty"),
        (b" \n\n\xe3\x80\x80\n", "page-empty"),
        (b"\x00\x01\x02\x03" * 50, "page-binary"),
        ("要闻\n春风送暖\n".encode(), "page-no-sentence"),
        (b"\xff\xfe\xff\xfd\xff" * 9, "page-encoding"),
        (b"a" * 2_100_000, "page-too-large"),
    ],
)
def test_what_is_no_page_is_refused_with_its_reason(tmp_path: Path, content: bytes, key: str) -> None:
    file = tmp_path / "page.txt"
    file.write_bytes(content)
    with pytest.raises(PageError) as caught:
        read_page(file, Settings())
    assert caught.value.key == key
    assert "page.txt" in caught.value.sentence("zh")
    assert "page.txt" in caught.value.sentence("en")


def test_a_missing_folder_and_a_folder_without_pages_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as missing:
        read_pages(tmp_path / "nowhere", Settings())
    with pytest.raises(SourceError) as empty:
        read_pages(tmp_path, Settings())
    assert (missing.value.key, empty.value.key) == ("source-missing", "source-empty")


def test_a_folder_of_unusable_files_is_refused_as_a_whole(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_bytes(b"")
    with pytest.raises(SourceError) as caught:
        read_pages(tmp_path, Settings())
    assert caught.value.key == "source-unusable"


def test_text_valid_in_both_encodings_is_read_as_utf_8() -> None:
    assert decode("太原".encode(), "page.txt") == "太原"


@pytest.mark.skipif(sys.platform != "linux", reason="other systems keep no such names")
def test_a_page_whose_name_is_not_utf_8_is_passed_over_in_a_sentence_with_the_name_as_it_was_meant(
    tmp_path: Path,
) -> None:
    named = "渡口".encode("gb18030")
    for path in (named + b".txt", named + b"/001.txt"):
        file = os.fsencode(tmp_path) + b"/" + path
        os.makedirs(os.path.dirname(file), exist_ok=True)
        Path(os.fsdecode(file)).write_text("渡口添了新船\n\n新船昨日下水。\n", "utf-8")
    (tmp_path / "好.txt").write_text("集市改到清晨\n\n集市昨日开市。\n", "utf-8")
    pages, skipped = read_pages(tmp_path, Settings())
    assert [page.name for page in pages] == ["好.txt"]
    assert sorted(error.sentence("zh").split(" ")[0] for error in skipped) == ["渡口.txt", "渡口/001.txt"]
    assert {error.key for error in skipped} == {"page-misnamed"}
