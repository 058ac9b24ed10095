"""Where a page prints a question and where its answer."""

import pytest

from rag.text.printed_questions import openings


@pytest.mark.parametrize(
    "text",
    [
        "问：水费怎么交？",
        "问(南街 李女士):水费怎么交?",
        "【问】：水费怎么交？",
        "问1：水费怎么交？",
        "记者：水费怎么交？",
        "本报记者：水费怎么交？",
        "朔原晚报记者:水费怎么交?",
        "主持人：水费怎么交？",
    ],
)
def test_a_printed_question_is_told_by_its_mark(text: str) -> None:
    assert openings([text]) == ["question"]


@pytest.mark.parametrize("text", ["答：到窗口交。", "（南街 李女士）答：到窗口交。", "【答】:到窗口交。"])
def test_a_printed_answer_is_told_by_its_mark(text: str) -> None:
    assert openings([text]) == ["answer"]


@pytest.mark.parametrize(
    "text",
    [
        "问题很多。",
        "答应了：明天交。",
        "他问：水费怎么交？",
        "（南街）水费涨了：五角。",
        "陶小满：到窗口交。",
        "记者 陶小满",
    ],
)
def test_other_sentences_are_neither(text: str) -> None:
    assert openings([text]) == [""]


def test_in_an_interview_a_name_begins_the_answer_to_the_question_before_it() -> None:
    told = [
        "记者：渡口停几天？",
        "有人说一周。",
        "陶小满：停三天。",
        "检修：由县里做。",
        "问：还停吗？",
        "方远：不停。",
    ]
    assert openings(told) == ["question", "", "answer", "", "question", ""]
