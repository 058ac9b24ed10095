"""Marks of pieces that go on on another page: what they name, what is none, and that no quote says them."""

import pytest

from rag.answering.compose import shorten
from rag.articles.jumps.marks import Turn, breaks_off, closing_turn, opening_turn, without_turns
from rag.records import Fragment, Sentence
from rag.text.terms import Terms

# ------------------------------------------------------------------ marks


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("(上接第1版)会议", 1),
        ("（上接第一版）会议", 1),
        ("(上接A1版)会议", 1),
        ("(上接 A01 版)", 1),
        ("【上接01版】会议", 1),
        ("(上接一版)", 1),
        ("(上接头版)", 1),
        ("(紧接第12版)", 12),
        ("(接自第十二版)", 12),
        ("(上接1)", 1),
        ("上接第3版 会议", 3),
        ("(上接本报第2版)", 2),
        ("(上接前页)", None),
        ("上接第1版)会议", 1),
        ("(上接第1版 会议", 1),
        ("(上接第1版《一盏灯》)会议", 1),
    ],
)
def test_an_opening_mark_names_its_page(text: str, page: int | None) -> None:
    turn = opening_turn(text)
    assert turn and turn.page == page
    assert text[slice(*without_turns(text))].strip() in ("会议", "")


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("办法(下转第4版)", 4),
        ("办法（下转A4版）", 4),
        ("办法 下转第4版▶", 4),
        ("办法。(下转四版)", 4),
        ("办法(下转04版)  ", 4),
        ("办法(下转第4版", 4),
    ],
)
def test_a_closing_mark_names_its_page(text: str, page: int) -> None:
    assert closing_turn(text) == Turn(page)
    assert text[slice(*without_turns(text))] in ("办法", "办法。")


@pytest.mark.parametrize(
    "text", ["紧接着,记者翻开版面。", "上接天光,下接水色。", "(扩大)会议", "(下转第2版)会议", "第1版"]
)
def test_other_words_are_no_marks(text: str) -> None:
    assert opening_turn(text) is None
    assert closing_turn(text) is None


def test_a_mark_may_name_its_story_or_another_days_paper() -> None:
    assert opening_turn("(上接第1版《一盏灯 一本书》)") == Turn(1, "一盏灯 一本书")
    assert opening_turn("(上接6月17日第1版)") == Turn(1, other_issue=True)


@pytest.mark.parametrize(
    ("text", "open_end"),
    [
        ("费用将适(下转第4版)", True),
        ("费用将适", True),
        ("费用减免。(下转第4版)", False),
        ("(张三)", False),
        ("(下转第4版)", False),
        ("", False),
    ],
)
def test_a_page_end_in_mid_sentence_is_seen(text: str, open_end: bool) -> None:
    assert breaks_off(text) is open_end


# ------------------------------------------------------------------ what is said


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        ("(上接第1版)桥通车了。", "桥通车了。"),
        ("(上接第1版)本报讯 桥通车了", "桥通车了"),
        ("桥今日(下转第4版)", "桥今日"),
        ("（紧接A1版）桥通车了（下转第4版）", "桥通车了"),
    ],
)
def test_marks_are_never_said(printed: str, said: str) -> None:
    sentence = Sentence((Fragment("a.txt", 1, 0, printed),), True)
    assert shorten(sentence, [], Terms(), 100).text == said
