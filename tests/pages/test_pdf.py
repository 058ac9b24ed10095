"""Pages from .pdf: a paragraph a line, put together from printed lines where nothing stands between them."""

import pytest
from support.documents import column, pdf

from rag.errors import PageError
from rag.pages.formats.pdf import PrintedLine, paragraphs, read_pdf

FIRST = (
    "　　本报讯 我市新增两家社",
    "区医院,市民可以就近看病,",
    "十分方便。",
    "　　截至目前,我市共有社区",
    "医院11家。",
)


def test_printed_lines_of_a_paragraph_are_one_line_and_the_headline_stays_by_itself():
    page = [*column("两家医院开诊", top=730, size=16), *column(*FIRST)]
    assert read_pdf("a.pdf", pdf(page)).lines == (
        "两家医院开诊",
        "本报讯 我市新增两家社区医院,市民可以就近看病,十分方便。",
        "截至目前,我市共有社区医院11家。",
    )
    assert read_pdf("a.pdf", pdf(page)).sections == ()


def test_the_end_of_a_column_and_of_a_page_is_left_to_the_splitter():
    page = [*column(*FIRST[:2]), *column(*FIRST[2:], left=250)]
    lines = read_pdf("a.pdf", pdf(page, page)).lines
    assert lines == (
        "本报讯 我市新增两家社区医院,市民可以就近看病,",
        "十分方便。",
        "截至目前,我市共有社区医院11家。",
        "",
        "本报讯 我市新增两家社区医院,市民可以就近看病,",
        "十分方便。",
        "截至目前,我市共有社区医院11家。",
    )


def test_rare_characters_that_come_in_two_halves_are_one():
    assert read_pdf("a.pdf", pdf(column("𠮷野家开业。"))).lines == ("𠮷野家开业。",)


def test_words_of_an_alphabet_keep_a_space_where_lines_are_put_together():
    lines = [
        PrintedLine("Taiyuan has", 0, 100, 100, 10),
        PrintedLine("eleven 家", 0, 98, 85, 10),
        PrintedLine("医院", 0, 20, 70, 10),
    ]
    assert paragraphs(lines) == ["Taiyuan has eleven 家医院"]


@pytest.mark.parametrize(
    "line",
    [
        PrintedLine("乙", 20, 100, 85, 10),
        PrintedLine("乙", 0, 100, 85, 14),
        PrintedLine("乙", 0, 100, 60, 10),
        PrintedLine("乙", 0, 100, 100, 10),
        PrintedLine("乙", 0, 100, 115, 10),
    ],
)
def test_a_line_that_is_set_in_or_in_another_size_or_not_below_is_a_new_paragraph(line):
    assert paragraphs([PrintedLine("甲", 0, 100, 100, 10), line]) == ["甲", "乙"]


def test_a_line_after_one_that_ends_short_is_a_new_paragraph():
    assert paragraphs(
        [PrintedLine("甲", 0, 100, 100, 10), PrintedLine("乙", 0, 60, 85, 10), PrintedLine("丙", 0, 100, 70, 10)]
    ) == ["甲乙", "丙"]


def hexed(text: str) -> str:
    return text.encode("utf-16-be").hex()


DRAWN = f"BT /F 10 Tf 2 2 Td <{hexed('总投资860万元。')}> Tj ET"
FORM = f"<</Type/XObject/Subtype/Form/BBox[0 0 300 20]/Resources<</Font<</F 3 0 R>>>>/Length {len(DRAWN)}>>stream\n{DRAWN}\nendstream"
SAID = f"<feff{hexed('总投资860万元。')}>"


@pytest.mark.parametrize(
    ("laid", "is_read"),
    [
        ("/Subtype/FreeText/F 4/AP<</N NEXT 0 R>>", True),
        (f"/Subtype/FreeText/F 4/DA(/F 10 Tf)/Contents{SAID}", True),
        ("/Subtype/Stamp/F 4/AP<</N NEXT 0 R>>", True),
        (f"/Subtype/Widget/FT/Tx/T(a)/F 4/V{SAID}/AP<</N NEXT 0 R>>", True),
        (f"/Subtype/Widget/FT/Tx/T(a)/F 4/DA(/F 10 Tf)/V{SAID}", True),
        ("/Subtype/FreeText/F 2/AP<</N NEXT 0 R>>", False),
        (f"/Subtype/FreeText/F 2/Contents{SAID}", False),
        (f"/Subtype/Text/F 4/Contents{SAID}", False),
        (f"/Subtype/Link/F 4/Contents{SAID}", False),
    ],
)
def test_forms_typed_notes_and_stamps_are_read_once_and_comments_and_what_is_hidden_are_not(laid, is_read):
    raw = pdf(column("共有11家。"), laid=[f"<</Type/Annot{laid}/Rect[50 600 350 620]>>", FORM])
    assert read_pdf("a.pdf", raw).lines == ("共有11家。", *["总投资860万元。"] * is_read)


def test_pages_that_are_pictures_among_others_are_named():
    document = read_pdf(
        "a.pdf",
        pdf(column("共有11家。"), []).replace(
            b"<</Length 0>>stream\n\n", b"<</Length 23>>stream\n0 0 m 50 50 l 9 0 l f    \n"
        ),
    )
    assert document.lines == ("共有11家。", "")
    (notice,) = document.notices
    assert (notice.key, notice.values["pages"]) == ("pdf-pages-no-text", "2")
    assert "a.pdf" in notice.sentence() and "2" in notice.sentence("en")


@pytest.mark.parametrize(
    ("raw", "key"),
    [
        (b"no pdf", "document-damaged"),
        (pdf(column(*FIRST))[:200], "document-damaged"),
        (pdf(), "document-damaged"),
        (pdf([]), "pdf-no-text"),
        (pdf(column(*FIRST), encrypted=True), "document-encrypted"),
    ],
)
def test_what_cannot_be_read_is_named(raw, key):
    with pytest.raises(PageError) as caught:
        read_pdf("a.pdf", raw)
    assert caught.value.key == key
    assert "a.pdf" in caught.value.sentence("en")
