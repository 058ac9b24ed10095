"""Questions for what the record of a piece tells, and what is answered from it."""

import pytest
from support.archive import archive

from rag.planning.record import record_asked

CITED = ("食堂有几个窗口", "食堂负责人说,三个窗口都供应面食。[1]")
BARE = """渡口的老船工
陶小满
船工老陶撑了四十年船，昨天把船桨交给了徒弟，渡口的人都来送他。
徒弟说，往后要把船撑得一样稳，请乡亲放心。
"""
UNSIGNED = """渡口的长椅修好了

渡口等船的地方添了六张长椅，椅背上刻着每一个船工的名字，老人坐得很稳当。
"""
BOOK = """一本写渡口的书

渡口的故事写成了书，书的作者陶大海在渡口住了三年，听船工讲了一百个夜晚。

(林知远)
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory):
    more = {"d.txt": BARE, "e.txt": UNSIGNED, "f.txt": BOOK}
    from support.archive import PAGES

    return archive(tmp_path_factory.mktemp("record"), {**PAGES, **more})


@pytest.mark.parametrize(
    ("facet", "questions"),
    [
        (
            "reporters",
            "这篇谁写的 作者是谁 谁写的这篇 是哪位记者采写的 记者是谁 这篇报道是谁写的? 这条消息是哪个记者写的 作者叫什么名字 有署名吗 "
            "这篇有没有署名 作者呢 文章出自谁手 哪几位记者写的 这个报道的作者是? 是谁拍的 这篇稿子的记者名字是什么 谁采写的呢 "
            "那请问这篇是谁写的 哪个记者 作者 是谁的署名 写这篇的是谁 写这篇报道的记者叫什么 请问记者姓名 这报道谁写的",
        ),
        (
            "days",
            "这篇登在哪一天 是哪天的报纸 什么时候见报的 哪天登的 这篇发表于哪天 见报日期是哪天 哪期登的 这则消息刊登在哪天的报纸上 几号登的 报道日期 "
            "这篇文章是什么时候写的 这事登在哪天的报纸上",
        ),
        ("pages", "在第几版 登在第几版 第几版登的 在哪一版 这篇是几版的 这篇在哪个版面 版次呢"),
        ("papers", "哪家报纸登的 登在哪份报纸上 出处是哪里 这篇是哪家报纸的 这消息出自哪里"),
    ],
)
def test_who_when_and_where_are_asked_in_many_wordings_of_the_piece_just_cited(facet, questions):
    for question in questions.split():
        assert record_asked(question) == (facet, ""), question


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("《渡口开“错峰班”》是谁写的", ("reporters", "渡口开“错峰班”")),
        ("《渡口，谁写的歌》登在哪一天？", ("days", "渡口，谁写的歌")),
        ("谁写的《柳巷里的剪纸课》", ("reporters", "柳巷里的剪纸课")),
        ("关于《剪纸课》这篇在第几版", ("pages", "剪纸课")),
        ("剪纸课那篇是谁写的", ("reporters", "剪纸课")),
        ("谁写了剪纸课那篇报道", ("reporters", "剪纸课")),
        ("剪纸课那篇报道是哪天登的", ("days", "剪纸课")),
        ("第二篇的作者是谁", ("reporters", "第2篇")),
        ("who wrote the article “剪纸课”?", ("reporters", "剪纸课")),
        ("when was this article published?", ("days", "")),
        ("which page is it on", ("pages", "")),
    ],
)
def test_a_piece_is_named_by_its_headline_by_its_number_or_by_what_it_is_of(question, asked):
    assert record_asked(question) == asked


@pytest.mark.parametrize(
    "question",
    [
        "谁写的信感谢船工",
        "谁是这篇通讯的作者的老师",
        "渡口什么时候停航的",
        "通知是谁发的",
        "谁写了剪纸课的报道",
        "这首诗是谁写的",
        "写信的人是谁",
        "写这首诗的人是谁",
        "渡口报道是谁写的",
        "小说的作者是谁",
        "停航通知什么时候发布的",
        "桥是哪天通车的",
        "这是什么时候的事",
        "有哪些报纸",
        "照片里的人是谁",
        "这本书的作者是谁",
        "哪位记者写的稿子最多",
        "他是谁",
    ],
)
def test_what_has_a_writer_or_a_day_and_is_no_piece_is_not_asked_of_the_record(question):
    assert record_asked(question) is None


@pytest.mark.parametrize("question", ["这篇谁写的", "作者是谁", "是哪位记者采写的"])
def test_the_byline_is_told_with_its_line_cited(assistant, question):
    answer = assistant.ask(question, [CITED])
    [citation] = answer.citations
    assert answer.kind == "answer" and answer.span == "记者 周以宁" == citation.quote
    assert (citation.source, citation.lines) == ("a.txt", (6, 6)) and answer.text.endswith("[1]")
    assert answer.continued_from == citation.article


def test_the_day_the_paper_and_the_page_are_told_with_the_headline_cited(assistant):
    asked = {"这篇登在哪一天": "2022年1月20日", "在第几版": "第1版", "哪家报纸登的": "江州晚报"}
    for question, span in asked.items():
        answer = assistant.ask(question, [CITED])
        assert answer.span == span and "江州晚报2022年1月20日第1版" in answer.text
        assert answer.citations[0].quote == "社区食堂添了三个窗口"
    named = assistant.ask("《柳巷里的剪纸课》在第几版")
    assert named.citations[0].source == "c.txt" and named.continued_from == ""


def test_a_name_alone_beside_the_text_signs_and_where_none_is_printed_that_is_said(assistant):
    bare = assistant.ask("《渡口的老船工》是谁写的")
    assert (bare.span, bare.citations[0].quote) == ("陶小满", "陶小满")
    unsigned = assistant.ask("《渡口的长椅修好了》是谁写的")
    assert not unsigned.refused and "没有印署名" in unsigned.text and unsigned.span == ""
    page = assistant.ask("《渡口的长椅修好了》在第几版")
    assert "没有印版次" in page.text and page.citations


def test_the_writer_of_a_book_that_the_piece_speaks_of_is_asked_of_its_text(assistant):
    before = ("陶大海在渡口住了几年", "书的作者陶大海在渡口住了三年，听船工讲了一百个夜晚。[1]")
    assert assistant.plan("作者是谁", [before]).operation == "answer"
    assert assistant.plan("这篇报道的作者是谁", [before]).operation == "record"


def test_what_no_headline_is_called_is_asked_of_the_passages(assistant):
    assert assistant.plan("《水上书》的作者是谁").operation == "answer"
    assert assistant.plan("作者是谁").operation == "answer"  # nothing was cited
    assert assistant.plan("在第几版", [("有哪些报纸", "江州晚报")]).operation == "collection"


def test_after_a_list_of_several_it_is_not_clear_which_is_meant(assistant):
    listed = ("提到渡口的报道有哪些", assistant.ask("提到渡口的报道有哪些").text)
    answer = assistant.ask("谁写的", [listed])
    assert answer.refused and "哪一篇" in answer.text
    second = assistant.ask("第二篇是谁写的", [listed])
    assert second.span == "记者 林知远"


def test_what_else_somebody_wrote_is_asked_of_whoever_signed_the_piece(assistant):
    signed = assistant.ask("这篇谁写的", [CITED]).text
    for question, before in (
        ("这位记者还写过哪些报道", ("停航几天", "东门渡口停航三天。[1]")),
        ("他还写过哪些报道", ("《渡口今起停航三天》谁写的", "《渡口今起停航三天》的署名是记者 林知远。[1]")),
    ):
        assert assistant.plan(question, [before]).scope.reporters == ("林知远",)
    assert assistant.plan("她2021年写过吗", [("谁写的", signed)]).scope.reporters == ("周以宁",)
