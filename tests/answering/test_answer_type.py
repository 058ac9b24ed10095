"""What form of answer a question asks for."""

import pytest

from rag.answering.answer_type import answers_form, holds_form, names_channel, required_form


@pytest.mark.parametrize("question", ["东队和西队几比几?", "比分是多少?"])
def test_a_score_is_told_as_one(question: str) -> None:
    form = required_form(question)
    assert form is not None
    for text in ("东队 3∶2 西队", "东队3比2胜西队", "以二比一获胜", "东队 0-0 西队"):
        assert holds_form(form, [text], question), text
    for text in ("1 东队 5 0 1 15", "东队射门47次"):
        assert not holds_form(form, [text], question), text


@pytest.mark.parametrize("span", ["9月15日", "从9月15日开始,到12月31日结束", "2月1日起"])
def test_a_time_answers_no_question_for_a_place_or_a_person(span: str) -> None:
    assert not answers_form(span, "水费去哪儿缴?")
    assert not answers_form(span, "谁来收水费?")
    assert answers_form(span, "水费什么时候缴?")


def test_a_place_or_a_channel_answers_where_something_is_done() -> None:
    question = "水费去哪儿缴?"
    assert answers_form("街道的收费窗口", question)
    assert names_channel(question, "两个渠道:手机小程序和收费窗口") > names_channel(question, "在街道上缴") > 0
    assert names_channel(question, "每吨三元五角") == 0
    assert names_channel("水费是多少?", "收费窗口") == 0
    assert names_channel("咨询会在哪儿办?", "可通过小程序预约") == 0
