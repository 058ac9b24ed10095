"""What a search among the pieces shows: cards with their sentences, and words marked in them."""

import dataclasses

import pytest
from support.browsing import piece
from support.newspaper import HITS, HOSTILE, LIBRARY, LIGHTS, LIGHTS_PASSAGE, PAGE, Archive, Paper, Reader

from rag.answering.scope import Scope
from rag.records import Hit, Issue, Page, Passage
from ui.browse.filters import chips_view
from ui.browse.found_view import SENTENCE_CHARACTERS, best_sentence, found_view, places, words_of
from ui.browse.issues_view import issues_view
from ui.wording import say


def test_each_piece_found_is_a_card_with_its_best_sentence_marked():
    view = Reader(found_view(Archive(), "图书角 捐书", Scope(), "zh"))
    assert view.text("h3") == LIBRARY.title + LIGHTS.title
    assert "新闻2024年3月6日所记之事：2024年3月5日记者 方远" in view.text("p", class_="facts")
    assert view.text("mark") == "图书捐书图书"  # in the headline, and in the first sentence that holds most of them
    assert [given["data-piece"] for tag, given in view.tags if tag == "button" and "data-piece" in given] == [
        "a1",
        "a2",
    ]
    assert say("page-found-near") not in view.text()


def test_pieces_that_hold_the_words_come_before_those_that_are_only_near():
    paper = Paper((PAGE,), (LIBRARY, LIGHTS), HITS)
    view = found_view(paper, "步道", Scope(), "zh")
    assert paper.search("步道")[0].passage.article == LIBRARY.id
    order = [
        view.index(each)
        for each in (f'data-piece="{LIGHTS.id}"', say("page-found-further"), f'data-piece="{LIBRARY.id}"')
    ]
    assert order == sorted(order)
    assert Reader(found_view(paper, "街坊", Scope(), "zh")).text("li", class_="hint") == say("page-found-further")


def test_a_piece_is_one_card_however_many_of_its_passages_are_found():
    again = Hit(dataclasses.replace(LIGHTS_PASSAGE, id="a2-2"), 0.1, 3)
    assert (
        found_view(Paper((PAGE,), (LIBRARY, LIGHTS), (*HITS, again)), "步道", Scope(), "zh").count('<li class="run')
        == 2
    )


def test_that_no_word_is_held_is_said():
    assert say("page-found-near") in Reader(found_view(Archive(), "冰川", Scope(), "zh")).text()


def test_a_search_stays_within_the_scope_and_says_why_it_finds_nothing():
    assert Reader(found_view(Archive(), "灯", Scope(kinds=("caption",)), "zh")).text("h3") == LIGHTS.title
    assert say("refusal-out-of-scope") in Reader(found_view(Archive(), "灯", Scope(kinds=("slogan",)), "zh")).text()
    assert say("question-nonsense") in Reader(found_view(Archive(), "冥王星", Scope(), "zh")).text()


def test_words_are_marked_whatever_their_case_and_pairs_only_without_words():
    assert set(words_of(Archive(), "GDP 的图书")) == {"gdp", "图书"}
    assert places("GDP与gdp", ["gdp"]) == [(0, 3), (4, 7)]
    assert places("a.b", ["."]) == [(1, 2)]


def test_a_long_sentence_is_cut_around_its_words():
    passage = LIGHTS_PASSAGE
    long = dataclasses.replace(passage.sentences[0].fragments[0], text="字" * 150 + "步道" + "字" * 150)
    sentence = dataclasses.replace(passage.sentences[0], fragments=(long,))
    hit = Hit(dataclasses.replace(passage, sentences=(sentence,)), 1, 1)
    shown = Reader(found_view(Paper((PAGE,), (LIGHTS,), (hit,)), "步道", Scope(), "zh")).text("p", class_="extract")
    assert len(shown) == SENTENCE_CHARACTERS + 2 and shown[0] == shown[-1] == "…" and "步道" in shown
    assert best_sentence(dataclasses.replace(passage, sentences=()), ["步道"]) is None


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text_on_the_shelf_in_the_cards_and_on_the_chips(text):
    line = text.replace("\n", " ")
    page = Page(f"{line}.txt", (line,), "", Issue(line, 1, paper=line, section=line))
    article = piece(1, (1, 1), id=line, source=page.name, title=line, byline=line, kind="news")
    sentence = dataclasses.replace(
        LIGHTS_PASSAGE.sentences[0],
        fragments=(
            dataclasses.replace(LIGHTS_PASSAGE.sentences[0].fragments[0], source=page.name, line=1, start=0, text=line),
        ),
    )
    hit = Hit(Passage("p", line, page.name, line, line, ((1, 1),), (sentence,)), 1, 1)
    assistant = Paper((page,), (article,), (hit,))
    scope = Scope(papers=(line,), pages=(page.name,), sections=(line,), articles=(line,))
    for shown in (
        issues_view(assistant, Scope(), "zh"),
        found_view(assistant, line, scope, "zh"),
        chips_view(assistant, scope, "zh"),
    ):
        tags = Reader(shown).tags
        assert not {tag for tag, _ in tags} & {"script", "img", "style", "b", "iframe", "a"}
        assert not [name for _, given in tags for name in given if name.startswith("on")]
        assert line in Reader(shown).text()
