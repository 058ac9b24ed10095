"""A list as a table: a row an article, and nothing in it that a spreadsheet would carry out."""

import csv
import dataclasses
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.archive import archive

from rag.csv_form import COLUMNS, csv_text
from rag.errors import QuestionError
from rag.planning.listing import EVERY, Shown
from rag.records import Answer, ListedArticle, PrintedDay

ANSWER = Answer(
    "哪些?",
    False,
    "",
    (),
    (),
    1.0,
    "",
    {},
    kind="list",
    articles=(ListedArticle("a", "a.txt", ((1, 2),), "", None, 1, ()),),
)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory):
    return archive(tmp_path_factory.mktemp("archive"))


def rows(text):
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


def test_every_article_is_a_row_with_one_sentence_of_it(assistant):
    head, *table = rows(csv_text(assistant.ask("提到渡口的报道有哪些", shown=EVERY), "zh"))
    assert len(head) == len(COLUMNS) and head[0] == "标题"
    assert [row[0] for row in table] == ["渡口今起停航三天", "停航首日接驳车运送六百人", "历史上的今天"]
    assert table[0][1:9] == ["2022-01-20", "否", "2022-01-19", "江州晚报", "1", "", "林知远", "新闻"]
    assert table[0][9:11] == ["a.txt", "第2–4行"]
    assert all("渡口" in row[-1] and "[" not in row[-1] for row in table)


def test_what_is_not_shown_is_a_row_without_a_sentence(assistant):
    table = rows(csv_text(assistant.ask("提到渡口的报道有哪些", shown=Shown(1, 1)), "zh"))[1:]
    assert [bool(row[-1]) for row in table] == [False, True, False]


def test_an_inferred_day_says_so(assistant):
    answer = assistant.ask("提到剪纸的报道有哪些")
    inferred = dataclasses.replace(answer.articles[0], printed=PrintedDay("2021-11-05", "text"))
    table = rows(csv_text(dataclasses.replace(answer, articles=(inferred,)), "en"))
    assert table[1][2] == "yes" and table[0][2] == "day is inferred"


def test_a_reply_that_is_no_list_is_no_table(assistant):
    with pytest.raises(QuestionError):
        csv_text(assistant.ask("你好"), "zh")


@given(st.sampled_from("=+-@＝＋－＠"), st.text(max_size=8), st.sampled_from(["", " ", "\t", "\n"]))
def test_no_cell_begins_as_a_formula(sign, rest, blank):
    answer = dataclasses.replace(ANSWER, articles=(dataclasses.replace(ANSWER.articles[0], title=blank + sign + rest),))
    assert rows(csv_text(answer, "zh"))[1][0].startswith("'" + sign)
