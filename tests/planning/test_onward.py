"""What an answer offers to go on with: questions about its article that are read, and find something."""

import datetime

import pytest
from support.archive import archive

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


def test_nothing_is_offered_for_what_the_corpus_does_not_hold(catalogue):
    assert onward_questions(["gone"], catalogue, Terms(), "zh") == onward_questions([], catalogue, Terms(), "zh") == ()
