"""Questions for who wrote: a table of reporters with the number of pieces of each, and a name said alone."""

import pytest
from support.archive import PAGES, archive

from rag.planning.reporters import alone_of, writers_asked

MORE = """江州晚报 2022年2月5日 星期六 第3版
渡口换新船
本报讯(记者 林知远 陶小满) 2月4日，东门渡口换了新船，船工老陶说，它比旧船稳得多。
剪纸铺开张
柳巷口的剪纸铺昨天开张，窗花贴满了门板，街坊都来看热闹。
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory):
    return archive(tmp_path_factory.mktemp("reporters"), {**PAGES, "d.txt": MORE})


@pytest.mark.parametrize(
    ("question", "about"),
    [
        ("哪位记者发稿最多", ""),
        ("谁写的稿子最多?", ""),
        ("哪个记者写得最多", ""),
        ("发稿最多的记者是谁", ""),
        ("记者发稿量排行", ""),
        ("记者名单", ""),
        ("都有哪些记者", ""),
        ("这里的记者都有谁", "这里的"),
        ("一共有多少位记者", ""),
        ("每位记者各写了几篇", ""),
        ("按记者统计篇数", ""),
        ("写过渡口的记者有哪些", "渡口"),
        ("哪些记者写过渡口", "渡口"),
        ("哪位记者写过渡口的报道", "渡口"),
        ("谁写过渡口的稿子", "渡口"),
        ("写渡口最多的记者是谁", "渡口"),
        ("写渡口的都是哪些记者", "渡口"),
        ("渡口的报道是谁写的", "渡口"),
        ("发稿前三的记者是谁", ""),
        ("关于渡口的报道都是哪些记者写的", "关于渡口"),
    ],
)
def test_reporters_are_asked_for_in_many_wordings_all_or_those_who_wrote_of_something(question, about):
    assert writers_asked(question) == about


@pytest.mark.parametrize(
    "question",
    [
        "现场有多少记者",
        "采访大会的记者有多少人",
        "谁捐得最多",
        "谁写的信最多",
        "哪位记者被打",
        "哪位记者采访了他",
        "谁写过水上书",
        "记者站有几个人",
        "哪种菜的文章最多",
        "这篇是哪些记者写的",
        "石桥镇春灌是哪位记者报道的",
    ],
)
def test_people_of_the_press_who_are_part_of_the_news_are_no_table(question):
    assert writers_asked(question) is None


def test_the_table_names_each_reporter_with_the_number_of_pieces_and_cites_a_byline_of_each(assistant):
    answer = assistant.ask("哪位记者发稿最多")
    assert answer.kind == "list" and answer.plan == {"operation": "list", "facet": "reporters"}
    head, *rows = answer.text.split("\n")
    assert head.startswith("署名最多的是林知远，3 篇。共 4 人署名，5 篇") and "2 篇没有印署名" in head
    assert rows[0] == "1. 林知远：3 篇[1]" and {row[3:-3] for row in rows[1:]} == {
        "周以宁：1 篇",
        "陶小满：1 篇",
        "沈未央：1 篇",
    }
    assert all(name in citation.quote for name, citation in zip(_names(rows), answer.citations, strict=True))
    assert (answer.count, len(answer.articles)) == (5, 5)


def _names(rows):
    return [row.partition(". ")[2].partition("：")[0] for row in rows]


def test_the_table_is_of_those_who_wrote_of_the_subject_or_on_the_days_that_are_asked(assistant):
    about = assistant.ask("写过渡口的记者有哪些")
    assert about.plan["subject"] == ["渡口"] and _names(about.text.split("\n")[1:]) == ["林知远", "陶小满"]
    dated = assistant.ask("2021年哪位记者写得最多")
    assert _names(dated.text.split("\n")[1:]) == ["沈未央"] and "最多" not in dated.text
    none = assistant.ask("哪些记者写过火星")
    assert none.count == 0 and "没有一篇印着署名" in none.text


@pytest.mark.parametrize("question", ["林知远", "记者林知远", "本报记者林知远?", "林知远的"])
def test_a_name_that_is_said_alone_lists_the_pieces(assistant, question):
    plan = assistant.plan(question)
    assert (plan.operation, plan.scope.reporters, plan.subject) == ("list", ("林知远",), ())


def test_a_name_that_signs_nothing_or_has_more_said_of_it_is_not_alone():
    assert alone_of("赵大河", lambda: ["林知远"]) == "" == alone_of("林知远几岁", lambda: ["林知远"])


@pytest.mark.parametrize("question", ["林知远参与了哪几篇报道", "林知远参与过哪些报道", "林知远都参与采写了哪些稿子"])
def test_what_a_reporter_took_part_in_is_what_he_signed(assistant, question):
    answer = assistant.ask(question)
    assert answer.count == 3 and "subject" not in answer.plan
