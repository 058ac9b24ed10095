"""What a search among the pieces shows: cards with their sentences, and words marked in them."""

import dataclasses

import pytest
from support.browsing import piece
from support.events import clicked
from support.newspaper import ANSWER, HITS, HOSTILE, LIBRARY, LIGHTS, LIGHTS_PASSAGE, PAGE, Archive, Paper, Reader

from rag import FIRST, Plan
from rag.answering.scope import Scope
from rag.records import Hit, Issue, Page, Passage
from ui.browse import found_view as found_view_module
from ui.browse.filters import chips_view
from ui.browse.found_view import SENTENCE_CHARACTERS, best_sentence, found_view, places, words_of
from ui.browse.issues_view import issues_view
from ui.browse.tab import BrowseTab
from ui.gradio_setup import gr
from ui.newspaper import FixedCorpus, listed_article
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


class Listing(Archive):
    """Three pieces, all of which hold 灯; the search reaches two of them."""

    pages = tuple(
        dataclasses.replace(PAGE, name=f"{day}.txt", issue=Issue(day, 1, told="sidecar"))
        for day in ("2024-03-06", "2024-03-08", "2024-03-07")
    )
    articles = tuple(
        dataclasses.replace(LIGHTS, id=name, source=f"{day}.txt", title=f"第{name}盏灯")
        for name, day in (("a", "2024-03-06"), ("b", "2024-03-08"), ("c", "2024-03-07"))
    )
    passages = tuple(
        dataclasses.replace(LIGHTS_PASSAGE, id=f"{each.id}-1", article=each.id, source=each.source, title=each.title)
        for each in articles
    )
    hits = (Hit(passages[1], 0.9, 1), Hit(passages[0], 0.8, 2))

    def ask(self, question, history=(), scope=None, plan=None, shown=FIRST):
        assert plan == Plan("list", subject=tuple(question.split()))
        held = self.articles if question in ("灯", "步道 灯") else ()
        listed = tuple(listed_article(self, each.id) for each in held)
        return dataclasses.replace(ANSWER, kind="list", articles=listed, count=len(held))


def order_of(view):
    return [given["data-piece"] for _, given in Reader(view).tags if "data-piece" in given]


def test_all_pieces_that_hold_the_words_are_counted_and_listed_also_beyond_the_search():
    view = found_view(Listing(), "灯", Scope(), "zh")
    assert Reader(view).text("p", class_="figures") == say("page-found-count", count=3)
    assert order_of(view) == ["b", "a", "c"]  # the nearest first, then what the search did not reach
    assert order_of(found_view(Listing(), "灯", Scope(), "zh", "newest")) == ["b", "c", "a"]
    assert order_of(found_view(Listing(), "灯", Scope(), "zh", "oldest")) == ["a", "c", "b"]
    assert order_of(found_view(Listing(), "灯", Scope(), "zh", "<b>")) == ["b", "a", "c"]
    pressed = [given["aria-pressed"] for _, given in Reader(view).tags if "data-order" in given]
    assert pressed == ["true", "false", "false"]
    some = found_view(Listing(), "步道 火", Scope(), "zh")
    assert Reader(some).text("p", class_="figures") == say("page-found-some", count=2)


def test_more_pieces_than_a_list_shows_are_counted(monkeypatch):
    monkeypatch.setattr(found_view_module, "LISTED", 2)
    view = found_view(Listing(), "灯", Scope(), "zh")
    assert len(order_of(view)) == 2
    assert say("page-found-unlisted", count=1) in Reader(view).text("p", class_="figures")


def test_what_was_found_is_sorted_by_a_press_and_stays_so_while_the_scope_changes():
    tab = BrowseTab(FixedCorpus(Listing()), "zh")
    *_, looked = tab.seek(Scope(), "  步道   灯 ", None)
    assert looked == "步道 灯"
    shown = tab.sort(Scope(), looked, None, clicked(order="oldest"))
    assert order_of(shown[1]) == ["a", "c", "b"] and shown[-1] == "步道 灯\noldest"
    assert order_of(tab.show(Scope(kinds=("caption",)), shown[-1], None)[2]) == ["a", "c", "b"]
    assert tab.sort(Scope(), shown[-1], None, clicked(order="fit"))[-1] == "步道 灯\nfit"
    for order in (None, 7, "x", ["fit"]):
        assert tab.sort(Scope(), looked, None, clicked(order=order)) == gr.skip()
    assert tab.sort(Scope(), "", None, clicked(order="fit")) == gr.skip()
