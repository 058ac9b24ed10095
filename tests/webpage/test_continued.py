"""An article on two pages as it is shown: the whole with both parts, each at its lines, and the ways there from a page."""

import dataclasses
import re

import pytest
from support.newspaper import HOSTILE, FakeNewspaper, Reader

from rag.records import Answer, Citation, Fragment, Hit, Issue, Page, Passage, Piece, Sentence
from ui.ask.rendering import sources_panel
from ui.ask.responding import Turn
from ui.browse.article_view import article_view, opened_piece, whole_view
from ui.browse.paper_view import paper_view
from ui.browse.tab import BrowseTab
from ui.gradio_setup import gr
from ui.newspaper import FixedCorpus
from ui.wording import say

FIRST = Page(
    "头.txt",
    ("灯亮了", "", "河岸步道的灯一盏盏亮起来,居民给予适(下转第4版)"),
    "0" * 64,
    issue=Issue("2024-03-06", 1, "masthead"),
)
SECOND = Page(
    "尾.txt",
    ("亮灯", "", "(上接第1版)当赞许。", "", "灯由镇里养护。(方远)"),
    "0" * 64,
    issue=Issue("2024-03-06", 4, "masthead"),
)
HEAD = Piece("h", FIRST.name, "灯亮了", "news", "", "2024-03-06", ((1, 3),), (1,), ((3,),), (), "", "masthead")
TAIL = Piece(
    "t", SECOND.name, "亮灯", "continuation", "方远", None, ((1, 5),), (1,), ((3,), (5,)), (), "", continues="h"
)
BROKEN = (Fragment(FIRST.name, 3, 0, "河岸步道的灯一盏盏亮起来,居民给予适"), Fragment(SECOND.name, 3, 7, "当赞许。"))
PASSAGE = Passage("p", "h", FIRST.name, HEAD.title, HEAD.date, ((3, 3),), (Sentence(BROKEN, True),))
ANSWER = Answer(
    "灯亮了吗?",
    False,
    "居民给予适当赞许。[1][2]",
    tuple(
        Citation(number, piece.source, (3, 3), "h", HEAD.title, HEAD.date, piece.text, "p", (piece,))
        for number, piece in enumerate(BROKEN, 1)
    ),
    (Hit(PASSAGE, 1.0, 1),),
    1.0,
    "",
    {},
)


class Evening(FakeNewspaper):
    articles = (HEAD, TAIL)
    pages = (FIRST, SECOND)


@pytest.mark.parametrize("id", ["h", "t"])
def test_the_whole_shows_both_parts_in_reading_order_each_with_the_numbers_of_its_file(id):
    reader = Reader(whole_view(Evening(), id, (), "zh"))
    assert [given["data-line"] for _, given in reader.tags if "data-line" in given] == ["1", "3", "1", "3", "5"]
    assert reader.text("h2") == "1灯亮了"
    assert reader.text("p", class_="byline") == "方远"
    assert reader.text("div", class_="about") == "新闻2024年3月6日（据报头）第1–3行文件名头.txt"
    assert reader.text("div", class_="onward") == "接第4版文件名尾.txt"
    assert reader.text("div", class_="repeated") == "1亮灯"


def test_a_page_without_number_is_told_by_its_file():
    pages = [FIRST, dataclasses.replace(SECOND, issue=Issue())]
    assert Reader(article_view([HEAD, TAIL], pages, (), "zh")).text("div", class_="onward") == "接另一版文件名尾.txt"
    english = Reader(article_view([HEAD, TAIL], [FIRST, SECOND], (), "en"))
    assert english.text("div", class_="onward") == "continued on page 4File尾.txt"


@pytest.mark.parametrize(("marker", "quote"), [(1, BROKEN[0].text), (2, BROKEN[1].text)])
def test_a_cited_half_is_marked_in_its_own_file_alone(marker, quote):
    view = opened_piece(Evening(), ANSWER, marker, "zh")
    assert Reader(view).text("mark") == quote


def test_each_source_card_names_the_file_of_its_half():
    panel = sources_panel(Turn(ANSWER.question, "done", ANSWER.text, ANSWER), 0, "zh")
    cards = re.findall(r"<li .*?</li>", panel)
    files = [Reader(card).text("details", class_="file") for card in cards]
    assert files == [say("page-file-name") + name for name in (FIRST.name, SECOND.name)]
    assert [Reader(card).text("mark") for card in cards] == [piece.text for piece in BROKEN]


@pytest.mark.parametrize(("page", "way", "id"), [(FIRST, "下转第4版", "h"), (SECOND, "接自第1版《灯亮了》", "t")])
def test_a_page_leads_to_the_whole_of_a_piece_that_goes_on_elsewhere(page, way, id):
    view = paper_view(Evening(), page.name, "zh")
    assert Reader(view).text("p", class_="turn") == way
    assert f'<p class="turn"><button type="button" data-piece="{id}">' in view
    opened = BrowseTab(FixedCorpus(Evening()), "zh").open_piece(gr.EventData(None, {"id": id}))
    assert Reader(opened).text("div", class_="onward")


def test_a_piece_of_one_page_leads_nowhere():
    assert "turn" not in paper_view(FakeNewspaper(), FakeNewspaper.pages[0].name, "zh")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text_on_both_pages(text):
    line = text.replace("\n", " ")
    pages = tuple(dataclasses.replace(page, name=line + page.name) for page in (FIRST, SECOND))
    head = dataclasses.replace(HEAD, id=line, source=pages[0].name, title=line, byline=line)
    tail = dataclasses.replace(TAIL, source=pages[1].name, title=line, byline=line, continues=line)
    newspaper = Evening()
    newspaper.articles, newspaper.pages = (head, tail), pages
    for shown in (whole_view(newspaper, "t", (), "zh"), *(paper_view(newspaper, page.name, "zh") for page in pages)):
        tags = Reader(shown).tags
        assert not {tag for tag, _ in tags} & {"script", "img", "style", "b", "iframe"}
        assert not [name for _, given in tags for name in given if name.startswith("on")]
    assert line in Reader(paper_view(newspaper, pages[1].name, "zh")).text("p", class_="turn")
    assert say("page-turned-to", place="第4版") in Reader(paper_view(newspaper, pages[0].name, "zh")).text(
        "p", class_="turn"
    )
