"""What is to be summed up: an article by its headline, or a page, a day, a paper, with its headlines."""

import pytest
from support.archive import PAGES, archive

HEADLINES = [
    "渡口开“错峰班” 一小时一趟",
    "“孙子”夜半来信 渡口等了三天",
    "柳巷「交答卷」 窗花贴满门",
    "船工说“‘稳’字当头”",
    "渡口有几篇检讨 “哪几天”算停航",
    "读《江上书》有感",
    "“一张表”理清渡口的账",
]
QUOTING = "江州晚报 2022年3月7日 星期一 第5版\n" + "".join(
    f"{title}\n本报讯(记者 周以宁) 3月6日，第{number}号船的事在东门渡口传开，船工们都说这是一件新鲜事。\n船工老陶说，往后还要照办。\n\n"
    for number, title in enumerate(HEADLINES, 1)
)
UNNUMBERED = """海陵周报 2022年4月2日
剪纸铺开张
本报讯(记者 沈未央) 4月1日，柳巷口的剪纸铺开张，窗花贴满了门板。
窗花寄到海边
本报讯(记者 沈未央) 4月1日，三百张窗花寄到海边的学校，孩子们贴满了窗。
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory):
    return archive(tmp_path_factory.mktemp("summaries"), {**PAGES, "d.txt": QUOTING, "e.txt": UNNUMBERED})


def titles(answer):
    return [article.title for article in answer.articles]


@pytest.mark.parametrize(
    "question",
    [
        "2022年1月20日的江州晚报主要内容",
        "2022年1月20日的报纸讲了啥",
        "1月20日的报纸主要讲了什么",
        "2022年1月20日江州晚报头版讲什么",
        "2022年1月20日那期有哪些要闻",
        "概括一下2022年1月20日的报纸",
        "2022年1月20日的报上有什么",
        "1月20日的晚报说了啥",
        "2022年1月20日这一期的重点",
        "二〇二二年一月二十日有哪些要闻",
        "总结一下1月20日第1版",
        "Summarise the newspaper of 2022-01-20",
    ],
)
def test_the_paper_of_a_day_is_summed_up_by_its_headlines_with_their_leading_sentences(assistant, question):
    answer = assistant.ask(question)
    assert (answer.kind, answer.count, answer.shown) == ("summary", 2, 2)
    assert titles(answer) == ["渡口今起停航三天", "社区食堂添了三个窗口"]
    lines = answer.text.split("\n")[1:]
    assert all(title in line for title, line in zip(titles(answer), lines, strict=True))
    assert [line[-3:] for line in lines] == ["[1]", "[2]"]
    assert [citation.lines[0] for citation in answer.citations] == [3, 6]


@pytest.mark.parametrize(
    ("question", "scope"),
    [
        ("概括一下第5版", {"numbers": [5]}),
        ("江州晚报主要写了什么", {"papers": ["江州晚报"]}),
        ("林知远的报道总结一下", {"reporters": ["林知远"]}),
        ("Summarise page 5", {"numbers": [5]}),
    ],
)
def test_a_page_a_paper_and_what_somebody_wrote_are_summed_up_likewise(assistant, question, scope):
    answer = assistant.ask(question)
    assert answer.kind == "summary" and answer.plan["scope"] == scope and answer.count > 1


def test_an_article_is_told_by_the_first_sentence_that_stands_by_itself(tmp_path):
    page = "江州晚报 2022年3月7日 第5版\n渡口换新船\n“这船真稳！”\n这是老陶的口头语，镇上人人会说。\n东门渡口昨天换了新船，能坐九十个人。\n\n"
    page += "食堂添了窗口\n本报讯(记者 周以宁) 3月6日，柳巷食堂添了一个窗口，老人不用排队了。\n"
    answer = archive(tmp_path, {"a.txt": page}).ask("概括一下第5版")
    assert answer.citations[0].quote.startswith("东门渡口昨天换了新船")


def test_the_newest_issue_is_meant_where_none_is_named(assistant):
    for question in ("最近有哪些要闻", "这期报纸讲了些什么"):
        assert assistant.plan(question).window.first == "2022-04-02"


def test_what_an_article_has_as_well_is_no_question_of_the_newest_issue(assistant):
    for question in ("主要内容是什么", "太长了，说重点", "这一版讲什么"):
        assert assistant.plan(question, [("停航几天", "东门渡口停航三天。[1]")]).window is None


def test_another_day_or_page_takes_the_place_of_the_one_before(assistant):
    page, day = ("概括一下第5版", ""), ("概括一下2022年1月20日的报纸", "")
    assert assistant.plan("那第2版呢", [page]).scope.numbers == (2,)
    other = assistant.plan("那2022年1月21日呢", [day])
    assert (other.operation, other.window.first, other.window.of) == ("summary", "2022-01-21", "printed")
    assert assistant.ask("一共几篇", [day]).count == 2
    assert assistant.plan("那食堂呢", [day]).operation == "answer"


def test_a_day_with_a_single_article_is_summed_up_by_its_sentences(assistant):
    answer = assistant.ask("概括一下2021年11月5日的报纸")
    assert titles(answer) == ["柳巷里的剪纸课"] and answer.text.startswith("《柳巷里的剪纸课》：")


def test_where_no_page_has_the_number_those_without_one_are_told_apart(assistant):
    answer = assistant.ask("2022年4月2日海陵周报头版讲什么")
    assert answer.text.startswith("没有一版印着第1版") and answer.count == 2
    assert assistant.ask("2022年1月20日第9版讲了什么").text.startswith("0 篇")


def test_a_plan_for_a_day_is_no_question_of_the_piece_that_was_cited(assistant):
    before = ("食堂有几个窗口", "食堂负责人说,三个窗口都供应面食。[1]")
    assert assistant.ask("概括一下2022年1月21日的报纸", [before]).count == 2
    piece = assistant.ask("概括一下这篇评论", [before])
    assert titles(piece) == ["社区食堂添了三个窗口"] and piece.continued_from == piece.articles[0].id


@pytest.mark.parametrize("title", HEADLINES)
@pytest.mark.parametrize(
    "asked",
    ["《{}》讲了什么？", "概括一下《{}》", "《{}》这篇报道讲了什么？", "Summarise “{}”", "What is 《{}》 about?"],
)
def test_a_headline_with_quotation_marks_is_called_whole_whatever_it_says(assistant, title, asked):
    answer = assistant.ask(asked.format(title))
    assert (answer.kind, titles(answer)) == ("summary", [title])


@pytest.mark.parametrize(
    ("question", "count"),
    [
        ("用一句话说说《渡口今起停航三天》", 1),
        ("《渡口今起停航三天》用两句话概括", 2),
        ("停航三天那篇缩成两句", 2),
        ("50字概括停航三天那篇", 1),
    ],
)
def test_a_summary_has_as_many_sentences_as_are_asked_for(assistant, question, count):
    answer = assistant.ask(question)
    assert answer.plan["sentences"] == count == len(answer.citations)
    assert titles(answer) == ["渡口今起停航三天"] and len(answer.text) <= 260


def test_a_headline_that_is_called_with_another_number_is_told_to_be_another(assistant):
    other = assistant.ask("《渡口今起停航五天》讲了什么")
    assert other.text.startswith("没有标题是“渡口今起停航五天”的") and titles(other) == ["渡口今起停航三天"]
    assert assistant.ask("《渡口今起停航三天》讲了什么").text.startswith("《渡口")


def test_an_article_of_a_kind_is_known_by_whom_it_names(tmp_path):
    page = "评论\n别让渡口空等\n陶小满\n渡口的船总是晚到，等船的人淋了雨，这样的事不该再有，管船的人应当守时。\n"
    page += "要说难处，谁都有，可守时并不难做到。\n\n渡口添船\n本报讯(记者 周以宁) 3月6日，渡口添了两条船，陶小满也来看船。\n"
    answer = archive(tmp_path, {"a.txt": page}).ask("陶小满那篇评论是什么观点")
    assert answer.kind == "summary" and titles(answer) == ["别让渡口空等"]
