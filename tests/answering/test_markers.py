"""The numbers of sources in an answer, told from numbers in brackets that the page itself prints."""

import itertools
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.newsroom import Newsroom

from rag.answering.markers import free_numbers, marker_places, object_places, span_place, unmarked, unmarked_object
from rag.corpus.feedback import Feedback, draft_object
from rag.json_form import answer_object
from rag.records import Answer, Citation, Fragment
from ui.ask.rendering import replied
from ui.ask.responding import Turn, question_pairs
from ui.newspaper import Imprint

PRINTED = (
    "石碑一方[1],碑高二米三。",
    "刻字四百余个[2],立于明代[12]。",
    "[1]据县志记载,渡口始建于宋代。",
    "见注[01]和注[ 3 ]。",
    "全角的［1］与[１]都印着。",
    "数组a[0]和a[1]。",
    "[1][2][3]三条都查过。",
    "书目[1-3]、[1,2]、[^1]不是序号。",
    "括号没有关[1。",
    "多一个右括号1]。",
    "空的[]与[x]。",
    "长号[99999999999999999999]。",
    "嵌套[[1]]的。",
    "〔1〕【2】(3)①。",
    "末尾是[4]",
    "[5]",
    "负数[-1]和[+1]。",
    "换[\n1]行。",
    "数学[²]与[①]。",
    "[1]" * 40 + "很多。",
)


def answer_of(*sentences: str) -> Answer:
    """An answer that quotes these sentences as the product composes them, one citation for each."""
    text, citations = "", []
    for number, sentence in zip(free_numbers(sentences), sentences, strict=False):
        text += f"{sentence}[{number}]"
        citations.append(
            Citation(number, "a.txt", (1, 1), "a", "", None, sentence, "p", (Fragment("a.txt", 1, 0, sentence),))
        )
    return Answer("?", False, text, tuple(citations), (), 1.0, "", {})


def linked(answer: Answer) -> list[str]:
    html = replied(Turn(answer.question, "done", answer.text, answer, dict.fromkeys(range(1, 200), Imprint())), 0, "zh")
    return re.findall(r'class="marker" href="#source-0-(\d+)"', html)


@pytest.mark.parametrize(
    "sentences", [*((each,) for each in PRINTED), *itertools.permutations(PRINTED[:4], 2), PRINTED[:3], PRINTED[6:9]]
)
def test_what_a_page_prints_in_brackets_is_never_a_marker(sentences):
    answer = answer_of(*sentences)
    markers = [citation.marker for citation in answer.citations]
    told = answer_object(answer)
    assert unmarked(answer.text, answer.citations) == unmarked_object(told) == "".join(sentences)
    assert [answer.text[slice(*cited["at"])] for cited in told["citations"]] == [f"[{marker}]" for marker in markers]
    ends = [
        sum(len(each) for each in sentences[: n + 1]) + sum(len(f"[{m}]") for m in markers[:n])
        for n in range(len(sentences))
    ]
    assert [cited["at"][0] for cited in told["citations"]] == ends
    # Whoever knows the numbers alone finds each once, too.
    assert all(len(re.findall(rf"\[\s*0*{marker}\s*\]", answer.text)) == 1 for marker in markers)
    assert linked(answer) == [str(marker) for marker in markers]


def test_numbers_are_one_two_three_where_a_page_prints_none():
    assert list(itertools.islice(free_numbers(["甲。", "乙(1)。"]), 3)) == [1, 2, 3]
    assert list(itertools.islice(free_numbers(["甲[1]。", "乙[3]。"]), 3)) == [2, 4, 5]


@given(st.lists(st.text("甲乙。[]0123１２ ", min_size=1, max_size=12), min_size=1, max_size=5))
def test_any_text_comes_back_without_its_markers(sentences):
    answer = answer_of(*sentences)
    assert unmarked(answer.text, answer.citations) == "".join(sentences)
    assert linked(answer) == [str(citation.marker) for citation in answer.citations]


def test_answers_kept_before_numbers_were_chosen_are_told_by_their_quotes():
    quote = "石碑一方[1],碑高二米三。"
    told = {
        "answer": f"{quote}[1]乙见[1]。[2]",
        "citations": [{"marker": 1, "quote": quote}, {"marker": 2, "quote": "乙见[1]。"}],
    }
    assert unmarked_object(told) == f"{quote}乙见[1]。"
    assert object_places(told)[1][0] == len(quote)


def test_the_exact_answer_is_not_looked_for_within_a_marker():
    assert span_place("有三个。[1]共1个。[2]", "1", [(4, 7), (11, 14)]) == (8, 9)
    assert span_place("有三个。[1]", "1", [(4, 7)]) == (0, 0)
    assert span_place("有三个。[1]", "", []) == (0, 0)


def test_the_markers_come_one_by_one_while_the_answer_is_written():
    answer = answer_of(*PRINTED[:2])
    first, second = (str(citation.marker) for citation in answer.citations)
    places = marker_places(answer.text, answer.citations)
    for length in range(len(answer.text) + 1):
        html = replied(Turn("?", "writing", answer.text[:length], answer), 0, "zh")
        found = re.findall(r'class="marker" href="#source-0-(\d+)"', html)
        assert found == [number for number in (first, second) if places[int(number)][1] <= length]


def test_a_follow_up_and_a_readers_question_hear_what_the_page_prints():
    answer = answer_of(*PRINTED[:2])
    turn = Turn("?", "done", answer.text, answer)
    assert question_pairs([turn]) == [("?", "".join(PRINTED[:2]))]
    drafted = draft_object(Feedback("1", "", "?", (), answer_object(answer), "", "up", ""))
    assert drafted["answers"] == ["".join(PRINTED[:2])]


def test_the_command_line_numbers_its_sources_apart_from_what_the_page_prints(newsroom: Newsroom):
    (newsroom.pages / "古渡.txt").write_text(
        "古渡口遗址有新发现\n\n  古渡口出土社区医院石碑一方[1],碑高二米三[2],社区医院专家认为立于明代[12]。\n", "utf-8"
    )
    assert newsroom.build().status == 0
    question = "古渡口的社区医院石碑立于哪个朝代?"
    told = json.loads(newsroom.ask(question, "--json").out)
    (cited,) = [each for each in told["citations"] if "[12]" in each["quote"]]
    assert cited["marker"] == 3 and "[12]。[3]" in told["answer"]
    assert told["answer"][slice(*cited["at"])] == "[3]"
    shown = newsroom.ask(question).out
    assert "\n[3] " in shown and "\n[1] " not in shown
