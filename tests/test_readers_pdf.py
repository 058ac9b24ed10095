"""Pages from .pdf: a paragraph a line, put together from printed lines where nothing stands between them."""

import pytest
from documents import column, pdf

from rag.errors import PageError
from rag.readers.pdf import PrintedLine, paragraphs, read_pdf

FIRST = ("　　本报讯 我市新增两家社", "区医院,市民可以就近看病,", "十分方便。", "　　截至目前,我市共有社区", "医院11家。")


def test_printed_lines_of_a_paragraph_are_one_line_and_the_headline_stays_by_itself():
    page = [*column("两家医院开诊", top=730, size=16), *column(*FIRST)]
    assert read_pdf("a.pdf", pdf(page)).lines == (
        "两家医院开诊", "本报讯 我市新增两家社区医院,市民可以就近看病,十分方便。", "截至目前,我市共有社区医院11家。")
    assert read_pdf("a.pdf", pdf(page)).sections == ()


def test_the_end_of_a_column_and_of_a_page_is_left_to_the_splitter():
    page = [*column(*FIRST[:2]), *column(*FIRST[2:], left=250)]
    lines = read_pdf("a.pdf", pdf(page, page)).lines
    assert lines == ("本报讯 我市新增两家社区医院,市民可以就近看病,", "十分方便。", "截至目前,我市共有社区医院11家。", "",
                     "本报讯 我市新增两家社区医院,市民可以就近看病,", "十分方便。", "截至目前,我市共有社区医院11家。")


def test_rare_characters_that_come_in_two_halves_are_one():
    assert read_pdf("a.pdf", pdf(column("𠮷野家开业。"))).lines == ("𠮷野家开业。",)


def test_words_of_an_alphabet_keep_a_space_where_lines_are_put_together():
    lines = [PrintedLine("Taiyuan has", 0, 100, 100, 10), PrintedLine("eleven 家", 0, 98, 85, 10),
             PrintedLine("医院", 0, 20, 70, 10)]
    assert paragraphs(lines) == ["Taiyuan has eleven 家医院"]


@pytest.mark.parametrize("line", [
    PrintedLine("乙", 20, 100, 85, 10), PrintedLine("乙", 0, 100, 85, 14), PrintedLine("乙", 0, 100, 60, 10),
    PrintedLine("乙", 0, 100, 100, 10), PrintedLine("乙", 0, 100, 115, 10)])
def test_a_line_that_is_set_in_or_in_another_size_or_not_below_is_a_new_paragraph(line):
    assert paragraphs([PrintedLine("甲", 0, 100, 100, 10), line]) == ["甲", "乙"]


def test_a_line_after_one_that_ends_short_is_a_new_paragraph():
    assert paragraphs([PrintedLine("甲", 0, 100, 100, 10), PrintedLine("乙", 0, 60, 85, 10),
                       PrintedLine("丙", 0, 100, 70, 10)]) == ["甲乙", "丙"]


@pytest.mark.parametrize(("raw", "key"), [
    (b"no pdf", "document-damaged"), (pdf(column(*FIRST))[:200], "document-damaged"), (pdf(), "document-damaged"),
    (pdf([]), "pdf-no-text"), (pdf(column(*FIRST), encrypted=True), "document-encrypted")])
def test_what_cannot_be_read_is_named(raw, key):
    with pytest.raises(PageError) as caught:
        read_pdf("a.pdf", raw)
    assert caught.value.key == key
    assert "a.pdf" in caught.value.sentence("en")
