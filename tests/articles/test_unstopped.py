"""Pages as older papers print them, without stops or with blanks for them, are pages: read, cut and cited by line."""

from pathlib import Path

import pytest

from rag.articles import split_page
from rag.errors import PageError
from rag.pages.folder import read_page
from rag.passages import UNSTOPPED_CHARACTERS, cut_passages
from rag.records import Page
from rag.settings import Settings

CLAUSES = [
    "昨日上午",
    "河灣縣新修水渠通水",
    "全長十八公里",
    "可澆地兩萬四千畝",
    "縣長孫立民到場剪綵",
    "觀者如堵",
    "渠工歷時七月",
    "用款三千二百元",
    "沿渠十一村均受其惠",
    "柳家溝村民云",
    "往年澆地需候半月",
    "今則三日可畢",
    "縣府擬於明春續修支渠",
    "經費已由省庫撥給",
    "各村出工三百名",
    "預計五月竣事",
]


def page_of(folder: Path, text: str) -> Page:
    file = folder / "page.txt"
    file.write_text(text, "utf-8")
    return read_page(file, Settings())


def wrapped(text: str, width: int) -> str:
    return "\n".join(text[place : place + width] for place in range(0, len(text), width))


PAGES = {
    "blanks, one line": "水渠通水\n" + "　".join(CLAUSES) + "\n",
    "blanks, ascii": "水渠通水\n" + " ".join(CLAUSES) + "\n",
    "blanks, lines": "水渠通水\n" + "\n".join("　".join(CLAUSES[k : k + 4]) for k in range(0, 16, 4)) + "\n",
    "no stops, one line": "水渠通水\n" + "".join(CLAUSES) + "\n",
    "no stops, columns of 20": "水渠通水\n" + wrapped("".join(CLAUSES) * 3, 20) + "\n",
    "no stops, columns of 16": wrapped("".join(CLAUSES) * 4, 16) + "\n",
    "no stops, columns of 30": "水渠通水\n\n" + wrapped("".join(CLAUSES) * 3, 30) + "\n",
    "a clause a line": "\n".join(a + "　" + b for a, b in zip(CLAUSES[::2], CLAUSES[1::2], strict=True)) + "\n",
    "indented": "水渠通水\n" + "\n".join("　　" + "　".join(CLAUSES[k : k + 8]) for k in (0, 8)) + "\n",
}


@pytest.mark.parametrize("text", PAGES.values(), ids=PAGES)
def test_a_page_without_stops_has_passages_of_sentences_that_are_printed_where_they_say(
    tmp_path: Path, text: str
) -> None:
    page = page_of(tmp_path, text)
    passages = [passage for piece in split_page(page) for passage in cut_passages([piece], [page], Settings())]
    sentences = [sentence for passage in passages for sentence in passage.sentences]
    unbroken = "　" not in text and " " not in text and text.count("\n") == 2
    assert len(sentences) >= (1 if unbroken else 2)
    for sentence in sentences:
        assert unbroken or len(sentence.text) <= UNSTOPPED_CHARACTERS + 30
        for fragment in sentence.fragments:
            assert page.lines[fragment.line - 1][fragment.start : fragment.end] == fragment.text
    printed = "".join("".join(sentence.text for sentence in sentences).split())
    assert "縣長孫立民到場剪綵" in printed


@pytest.mark.parametrize("name", ["blanks, one line", "blanks, ascii", "blanks, lines", "indented"])
def test_blanks_that_stand_for_stops_end_the_sentences(tmp_path: Path, name: str) -> None:
    page = page_of(tmp_path, PAGES[name])
    for piece in split_page(page):
        for passage in cut_passages([piece], [page], Settings()):
            for sentence in passage.sentences:
                words = [word for fragment in sentence.fragments for word in fragment.text.split()]
                assert set(words) <= {*CLAUSES, "水渠通水"}


@pytest.mark.parametrize("text", ["要闻\n春风送暖\n", "要闻\n\n\n城事\n周刊\n", "今日导读\n水渠通水\n夜校开课\n"])
def test_some_headings_are_still_no_page(tmp_path: Path, text: str) -> None:
    with pytest.raises(PageError) as caught:
        page_of(tmp_path, text)
    assert caught.value.key == "page-no-sentence"
