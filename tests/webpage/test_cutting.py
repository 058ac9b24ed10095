"""What is too long to be shown whole is cut where sentences and clauses end, on both sides."""

import dataclasses

import pytest
from support.browsing import page_of, piece, told
from support.newspaper import LIGHTS, LIGHTS_PASSAGE, PAGE, Paper

from rag.answering.scope import Scope
from rag.records import Hit
from ui.browse.found_view import SENTENCE_CHARACTERS, found_view
from ui.browse.paper_view import paper_view
from ui.cutting import beginning_before, ending_of, opening_of
from ui.wording import say

SENTENCE = "渡口的灯亮到末班船靠岸,摆渡的人每天清早查看缆绳。"
MIDDLE, ONCE = SENTENCE * 8, len(SENTENCE)


@pytest.mark.parametrize(
    ("text", "most", "cut"),
    [
        ("短文", 9, "短文"),
        ("河上有船。岸上有灯。桥上有人走过。", 12, "河上有船。岸上有灯。"),
        ("河上有一艘很大很大的船,岸上有灯", 14, "河上有一艘很大很大的船,"),
        ("全镇今年共收稻谷1,200吨和麦子", 14, "全镇今年共收稻谷1,200吨"),
        ("清早的船在5:30离岸以后就再没有回来", 12, "清早的船在5:30离岸以"),
        ("“好!”他说。岸上的灯一盏一盏亮了", 9, "“好!”他说。"),
    ],
)
def test_first_words_end_where_a_sentence_or_a_clause_does_and_in_no_figure(text, most, cut):
    assert opening_of(text, most) == cut


@pytest.mark.parametrize(
    ("text", "characters", "cut"),
    [
        ("短文", 9, "短文"),
        ("河上有船。岸上的灯一盏盏亮了。", 6, "岸上的灯一盏盏亮了。"),
        ("河上有船了,岸上的灯一盏盏亮了。", 6, "岸上的灯一盏盏亮了。"),
        ("他说:“河上有船。”岸上的灯亮了。", 6, "岸上的灯亮了。"),
        ("很大很大的一艘船停在岸边没有离开", 6, "岸边没有离开"),
    ],
)
def test_last_words_begin_where_a_sentence_or_a_clause_does(text, characters, cut):
    assert ending_of(text, characters) == cut


def test_what_leads_to_a_word_begins_where_a_clause_does():
    text = "河上有船停着,岸上的灯一盏盏亮了起来"
    assert beginning_before(text, 5, 6) == 0
    assert text[beginning_before(text, 14, 10) :].startswith("岸上的灯")
    assert beginning_before("很大很大的一艘船停在岸边没有离开", 14, 6) == 11


def test_the_run_of_a_page_is_cut_at_sentence_ends_and_counts_what_is_left_out():
    text = f"桃李镇的新船上午下水,能坐四十个人。{MIDDLE}船票仍是五角。老艄公说,今后学生过河不必再等第二趟。"
    view = paper_view(Paper([page_of(text)], [piece(1, (1, 1))]), "页.txt", "zh")
    opening, ending = text[: 18 + ONCE], text[-ONCE - 26 :]
    left_out = say("page-left-out", count=len(text) - len(opening) - len(ending))
    shown = told(view, 0).text("p", class_="extract")
    assert shown == f"{opening}{left_out}{ending}"
    assert opening.endswith("缆绳。") and ending.startswith("渡口的灯")


@pytest.mark.parametrize("lead", ["本报讯 3月5日,", "渡口的灯亮到末班船靠岸," * 7])
def test_a_sentence_found_begins_and_ends_at_a_clause_and_shows_the_word(lead):
    text = f"{lead}镇上的新步道昨天通行,{MIDDLE.replace('。', ',')}灯都亮了。"
    line = dataclasses.replace(LIGHTS_PASSAGE.sentences[0].fragments[0], text=text)
    sentence = dataclasses.replace(LIGHTS_PASSAGE.sentences[0], fragments=(line,))
    hit = Hit(dataclasses.replace(LIGHTS_PASSAGE, sentences=(sentence,)), 1, 1)
    view = found_view(Paper((PAGE,), (LIGHTS,), (hit,)), "步道", Scope(), "zh")
    shown = told(view.replace('<li class="run', '<li id="run-0" class="run'), 0).text("p", class_="extract")
    words = shown.strip("…")
    place = text.index(words)
    assert "新步道" in words and len(words) <= SENTENCE_CHARACTERS
    assert place == 0 or text[place - 1] == ","
    assert words.endswith(",") and shown.endswith("…") and shown.startswith("…") is (place > 0)
