"""Articles from .docx: a paragraph or table row a line."""

import io
import zipfile

import pytest
from support.documents import word

from rag.errors import PageError
from rag.pages.formats.docx import package as word_package
from rag.pages.formats.docx.reader import read_word


def test_a_heading_is_the_title_and_tables_stand_in_their_place():
    document = read_word(
        "a.docx",
        word(
            ("Heading 1", "两家医院"),
            ("", "本报讯 我市新增两家社区医院。\n截至目前,共有11家。"),
            ("", ""),
            ("Heading 2", "背景"),
            rows=[["迎泽区", "6家"], ["小店区", "5家"]],
        ),
    )
    assert document.lines == (
        "两家医院",
        "本报讯 我市新增两家社区医院。",
        "截至目前,共有11家。",
        "背景",
        "迎泽区 6家",
        "小店区 5家",
    )
    (section,) = document.sections
    assert (section.title, section.title_lines, section.spans, section.date) == ("两家医院", (1,), ((1, 6),), None)


def test_several_first_headings_open_an_article_each_and_one_of_two_lines_opens_one():
    document = read_word(
        "a.docx",
        word(
            ("Title", "要闻"),
            ("Heading 1", "一"),
            ("", "甲。"),
            ("Heading 1", "二"),
            ("Heading 1", "副题"),
            ("", "乙。"),
        ),
    )
    assert [(section.title, section.spans, section.title_lines) for section in document.sections] == [
        ("", ((1, 1),), ()),
        ("一", ((2, 3),), (2,)),
        ("二 副题", ((4, 6),), (4, 5)),
    ]


@pytest.mark.parametrize(("first", "title"), [("两家医院", "两家医院"), ("我市新增两家医院。", ""), ("长" * 46, "")])
def test_without_styles_a_first_paragraph_that_is_no_sentence_is_the_title(first, title):
    (section,) = read_word("a.docx", word(("", first), ("", "共有11家。"))).sections
    assert section.title == title


def packed(*parts: tuple[str, bytes]) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return kept.getvalue()


@pytest.mark.parametrize(
    "raw",
    [
        b"no archive",
        b"PK\x03\x04" + b"\x00" * 100,
        word(("", "甲。"))[:2000],
        packed(),
        packed(("word/document.xml", b"<w")),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600,
    ],
)
def test_a_damaged_file_is_named(raw):
    with pytest.raises(PageError) as caught:
        read_word("a.docx", raw)
    assert caught.value.key == "document-damaged"
    assert "a.docx" in caught.value.sentence()


def test_an_encrypted_file_is_named():
    with pytest.raises(PageError) as caught:
        read_word(
            "a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500 + "EncryptedPackage".encode("utf-16-le")
        )
    assert caught.value.key == "document-encrypted"


def test_a_small_archive_that_unpacks_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(word_package, "_MOST_UNPACKED", 10_000)
    with pytest.raises(PageError):
        read_word("a.docx", word(("", "甲。" * 9000)))
