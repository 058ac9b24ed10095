"""What an answer offers to go on with: questions about its article that are read, and find something."""

import datetime

import pytest
from support.archive import PAGES, archive

from rag.planning.catalogue import Catalogue
from rag.planning.find import find
from rag.planning.onward import MOST, onward_questions
from rag.planning.read import PlanReader
from rag.text.terms import Terms


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory):
    return Catalogue(archive(tmp_path_factory.mktemp("onward")).index)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_question_that_is_offered_is_read_as_what_it_asks_and_finds_an_article(catalogue, language):
    terms = Terms()
    reader = PlanReader(catalogue, terms)
    operations = set()
    for entry in catalogue.entries():
        offered = onward_questions([entry.article.id], catalogue, terms, language)
        assert len(offered) <= MOST
        for question in offered:
            plan = reader.read(question, [("渡口几点停航?", "昨天。")], datetime.date(2026, 11, 27))
            operations.add(plan.operation)
            assert plan.operation in ("summary", "list"), question
            if plan.operation == "summary":
                assert catalogue.titled(plan.subject[0]) == entry
            else:
                assert len(find(plan, catalogue, terms).entries) > 1, question
    assert operations == {"summary", "list"}


def test_there_is_something_else_to_go_on_with_where_the_headline_gives_nothing(catalogue):
    [ferry] = [entry for entry in catalogue.entries() if "食堂" in entry.article.title]
    offered = onward_questions([ferry.article.id], catalogue, Terms(), "zh")
    assert offered[-1] == "2022年1月20日的报纸还登了什么？" and len(offered) >= 2


QUOTING = "江州晚报 2022年3月7日 星期一 第5版\n" + "".join(
    f"{title}\n本报讯(记者 周以宁) 3月6日，第{number}号船的事在东门渡口传开，船工们都说这是一件新鲜事。\n\n"
    for number, title in enumerate(
        (
            "渡口开“错峰班”一小时一趟",
            "“孙子”夜半来信",
            "柳巷「交答卷」窗花贴满门",
            "船工说“‘稳’字当头”",
            "渡口有几篇检讨“哪几天”算停航",
            "读《江上书》有感",
            "“一张表”理清渡口的账",
            "谁写的停航通知",
            "写首诗给“老陶”",
        ),
        1,
    )
)


@pytest.fixture(scope="module")
def quoting(tmp_path_factory):
    return archive(tmp_path_factory.mktemp("quoting"), {**PAGES, "d.txt": QUOTING})


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_headline_that_is_offered_is_summed_up_when_it_is_asked(quoting, language):
    catalogue = Catalogue(quoting.index)
    offered = 0
    for entry in catalogue.entries():
        for question in onward_questions([entry.article.id], catalogue, Terms(), language)[:1]:
            if entry.article.title in question:
                answer = quoting.ask(question)
                assert (answer.kind, [article.id for article in answer.articles]) == ("summary", [entry.article.id])
                offered += 1
    assert offered >= len(QUOTING.split("\n\n"))


def test_a_headline_that_calls_another_article_is_not_offered(tmp_path):
    twice = "渡口消息\n本报讯(记者 周以宁) 3月6日，{0}船在东门渡口靠岸，船工们都说天气很好。\n\n"
    pages = {"a.txt": twice.format("新"), "b.txt": twice.format("旧")}
    catalogue = Catalogue(archive(tmp_path, pages).index)
    offered = [onward_questions([entry.article.id], catalogue, Terms(), "zh") for entry in catalogue.entries()]
    assert sum("《渡口消息》讲了什么？" in questions for questions in offered) == 1


def test_a_word_that_others_say_in_passing_is_no_topic(tmp_path):
    pages = {
        "a.txt": "年轻人和渡轮修在一起\n本报讯(记者 周以宁) 3月6日，修渡轮的年轻人说，渡轮的底板全换了。\n",
        "b.txt": "食堂招工\n本报讯(记者 周以宁) 3月6日，食堂招了三个年轻人，有人坐过明轮船。\n",
        "c.txt": "集市开张\n本报讯(记者 周以宁) 3月6日，集市上有年轻人唱歌，唱的是老调子。\n",
    }
    catalogue = Catalogue(archive(tmp_path, pages).index)
    first = next(entry for entry in catalogue.entries() if "年轻人" in entry.article.title)
    assert not any("年轻人" in each for each in onward_questions([first.article.id], catalogue, Terms(), "zh")[1:])


def test_nothing_is_offered_for_what_the_corpus_does_not_hold(catalogue):
    assert onward_questions(["gone"], catalogue, Terms(), "zh") == onward_questions([], catalogue, Terms(), "zh") == ()
