"""The summary of a page on the page: gone on with and taken along as lists are, and its chips."""

import csv
import io

import pytest
from support.archive import archive

from ui.ask.lists import further, is_list, listed_further, table
from ui.ask.plans import chips
from ui.ask.responding import Turn
from ui.newspaper import imprints_of

BOATS = {
    f"m{number:02}.txt": f"""江州晚报 2022年3月{number}日 第1版
渡口第{number}班船准点开出
本报讯(记者 林知远) 3月{number}日,东门渡口第{number}班船准点开出,乘客{100 + number}人,航务中心说秩序很好。
"""
    for number in range(1, 13)
}


@pytest.fixture(scope="module")
def boats(tmp_path_factory):
    return archive(tmp_path_factory.mktemp("boats"), BOATS)


def asked(assistant, question):
    answer = assistant.ask(question)
    return Turn(question, "done", answer.text, answer, imprints=imprints_of(assistant, answer))


def test_the_summary_of_a_page_is_gone_on_with_and_taken_along_as_a_list_is(boats):
    turn = asked(boats, "概括一下第1版")
    assert turn.answer.kind == "summary" and is_list(turn) and further(turn) == 2
    longer = listed_further(boats, turn, "zh")
    assert longer.answer.shown == 12 and "\n12. 《渡口第12班船准点开出》" in longer.text
    rows = list(csv.reader(io.StringIO(table(boats, turn, "zh").removeprefix("\ufeff"))))
    assert len(rows) == 13 and all(row[-1] for row in rows)


def test_the_summary_of_an_article_is_no_list(boats):
    turn = asked(boats, "《渡口第3班船准点开出》用一句话讲讲")
    assert turn.answer.kind == "summary" and not is_list(turn) and not table(boats, turn, "zh")
    assert chips(turn, "zh")[0].label == "概括 · 1 句"


def test_a_table_of_reporters_is_called_so_and_has_no_further_rows(boats):
    turn = asked(boats, "哪位记者发稿最多")
    assert [chip.label for chip in chips(turn, "zh")] == ["列出记者"]
    assert is_list(turn) and not further(turn) and len(table(boats, turn, "zh").splitlines()) == 13
