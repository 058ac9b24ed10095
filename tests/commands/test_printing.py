"""A refusal as the terminal shows it: its own sentence, with whatever the pages print instead, and what is near."""

import pytest

from rag.commands.printing import answer_text
from rag.json_form import answer_object
from rag.records import Answer, Fragment, Hit, Issue, Page, Passage, Sentence
from rag.wording import say


def hit(rank: int, article: str) -> Hit:
    sentence = Sentence((Fragment("a.txt", rank, 0, "渡口停航。"),), True)
    return Hit(
        Passage(f"p{rank}", article, "a.txt", f"题{article}", None, ((rank, rank),), (sentence,)), 1.0 / rank, rank
    )


def shown(reason: str, language="zh", **values: str) -> str:
    hits = (hit(1, "甲"), hit(2, "甲"), hit(3, "乙"))
    refused = Answer("问", True, "", (), hits, 0.1, reason, {}, kind="refusal", reason_values=values)
    return answer_text(answer_object(refused), {}, language)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_refusal_says_what_the_pages_print_instead_in_the_readers_language(language):
    text = shown("refusal-other-value", language, stated="2019年", printed="2021年")
    assert text.splitlines()[0] == say("refusal-other-value", language, stated="2019年", printed="2021年")


def test_each_piece_near_to_a_refused_question_is_shown_once():
    text = shown("refusal-no-answer")
    assert text.count("题甲") == text.count("题乙") == 1


def test_nothing_is_shown_as_near_where_the_refusal_says_that_nothing_is():
    assert shown("refusal-place-lacking", place="上海") == say("refusal-place-lacking", place="上海")


def test_every_place_says_its_day_page_and_section_as_far_as_they_are_known():
    refused = Answer("问", True, "", (), (hit(1, "甲"),), 0.1, "refusal-no-answer", {}, kind="refusal")
    issue = Issue("2023-09-14", 5, "masthead", section="副\x1b刊")
    near = answer_text(answer_object(refused), {"a.txt": Page("a.txt", "0", (), issue)}, "zh").splitlines()[-1]
    assert near == "1. 题甲  第 5 版  副␛刊  a.txt 第 1 行"


def test_what_the_time_for_reading_did_not_reach_is_said_at_the_end():
    answer = Answer("问", False, "渡口停航。", (), (), 0.9, "", {}, unread=2)
    said = answer_text(answer_object(answer), {}, "zh")
    assert said.splitlines() == ["渡口停航。", "", say("ask-unread", "zh", count=2)]
