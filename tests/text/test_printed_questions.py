"""Where a page prints a question and where its answer."""

import pytest

from rag.text.printed_questions import opens_answer, opens_question


@pytest.mark.parametrize(
    "text", ["问：水费怎么交？", "问(南街 李女士):水费怎么交?", "【问】：水费怎么交？", "问1：水费怎么交？"]
)
def test_a_printed_question_is_told_by_its_mark(text: str) -> None:
    assert opens_question(text) and not opens_answer(text)


@pytest.mark.parametrize("text", ["答：到窗口交。", "（南街 李女士）答：到窗口交。", "【答】:到窗口交。"])
def test_a_printed_answer_is_told_by_its_mark(text: str) -> None:
    assert opens_answer(text) and not opens_question(text)


@pytest.mark.parametrize("text", ["问题很多。", "答应了：明天交。", "他问：水费怎么交？", "（南街）水费涨了：五角。"])
def test_other_sentences_are_neither(text: str) -> None:
    assert not opens_answer(text) and not opens_question(text)
