"""Articles from .md: lines are the file's own, headings of the first level open articles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.articles import split_page
from rag.pages.formats.markdown import read_markdown, without_markup
from rag.records import Page

SINGLE = """---
title: "两家医院"
date: 2022-01-20
author: 王丹
tags:
  - 卫生
  - 社区
---

# 新增**两家**医院

本报讯 我市新增两家[社区医院](http://example.org/a)。

---

## 背景

截至目前,共有11家。
"""


def titles(text: str) -> list[tuple[str, tuple[tuple[int, int], ...], tuple[int, ...]]]:
    return [
        (section.title, section.spans, section.title_lines) for section in read_markdown("a.md", text.encode()).sections
    ]


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_one_heading_is_the_title_and_the_front_matter_says_the_rest(line_end, encoding):
    document = read_markdown("a.md", SINGLE.replace("\n", line_end).encode(encoding))
    (section,) = document.sections
    assert (section.title, section.title_lines) == ("新增两家医院", (10,))
    assert (section.date, section.byline) == ("2022-01-20", "王丹")
    assert section.columns == (("title", "两家医院"), ("tags", "卫生、社区"))


def test_lines_are_the_files_own_and_those_of_markup_alone_are_blank():
    document = read_markdown("a.md", SINGLE.encode())
    own = SINGLE.split("\n")
    assert len(document.lines) == len(own)
    assert document.lines[:8] == ("",) * 8
    assert [line for line, printed in zip(document.lines[8:], own[8:], strict=True) if line != printed] == [""]
    (article,) = split_page(Page("a.md", document.lines, "", sections=document.sections))
    assert article.title == "新增两家医院"
    assert article.text.split("\n") == [own[11], own[15], own[17]]


def test_several_headings_open_an_article_each_and_what_is_above_them_is_one_too():
    assert titles("导语。\n\n# 一\n甲。\n## 小标题\n乙。\n\n二\n==\n\n丙。") == [
        ("", ((1, 2),), ()),
        ("一", ((3, 7),), (3,)),
        ("二", ((8, 11),), (8,)),
    ]


def test_a_number_sign_in_a_fence_or_without_a_space_opens_nothing():
    text = "# 一\n```\n# 不是标题\n```\n#话题#\n~~~python\n# 也不是\n```\n~~~\n甲。"
    assert titles(text) == [("一", ((1, 10),), (1,))]
    assert read_markdown("a.md", text.encode()).lines[2] == "# 不是标题"


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("# 医院 #", "医院"),
        ("# 医院 ###  ", "医院"),
        ("# C#", "C#"),
        ("#\t医院", "医院"),
        ("   # 医院", "医院"),
        ("# " + "#" * 200_000 + "医院", "#" * 200_000 + "医院"),
    ],
)
def test_number_signs_that_close_a_heading_are_no_part_of_it(line, title):
    assert titles(line + "\n甲。") == [(title, ((1, 2),), (1,))]


def test_without_a_heading_of_the_first_level_the_front_matter_or_an_opening_heading_is_the_title():
    assert titles("---\n标题：医院\n---\n甲。\n") == [("医院", ((1, 5),), ())]
    assert titles("\n## 医院\n甲。\n## 其他\n乙。") == [("医院", ((1, 5),), (2,))]
    assert titles("甲。\n## 其他\n乙。") == [("", ((1, 3),), ())]


@pytest.mark.parametrize("text", ["---\n甲。\n---\n乙。", "---\n---\n甲。", "---\ntitle: 甲\n乙。"])
def test_rules_are_no_front_matter(text):
    assert "".join(read_markdown("a.md", text.encode()).lines) == "".join(
        line for line in text.split("\n") if line != "---"
    )


@pytest.mark.parametrize(
    ("line", "seen"),
    [
        ("# 医院", "医院"),
        ("### 医院", "医院"),
        ("**十一**家", "十一家"),
        ("*十一*家", "十一家"),
        ("> 引文", "引文"),
        ("- 条目", "条目"),
        ("见[报道](http://a.b/c_d)。", "见报道。"),
        ("![图](a.png)", "图"),
        ("`wenbao`", "wenbao"),
        ("3 * 4 = 12", "3 * 4 = 12"),
        (r"\# 号", "# 号"),
        ("甲_乙", "甲_乙"),
        ("-5℃", "-5℃"),
    ],
)
def test_search_sees_the_words_and_not_the_markup(line, seen):
    assert without_markup(line) == seen


@given(st.text(alphabet="甲乙。#=-*`~: \n\r\t>[]()title", max_size=120))
def test_any_text_keeps_its_lines_and_each_is_in_one_section_at_most(text):
    document = read_markdown("a.md", text.encode())
    assert len(document.lines) == text.count("\n" if "\n" in text else "\r") + 1
    covered = [
        number for section in document.sections for first, last in section.spans for number in range(first, last + 1)
    ]
    assert len(covered) == len(set(covered))
    assert {number for number, line in enumerate(document.lines, 1) if line.strip()} <= set(covered)
    articles = split_page(Page("a.md", document.lines, "", sections=document.sections))
    assert len(articles) == len(document.sections)
