"""Mending in the tab for reading the paper: the dialog, the form, what came of it, and what may go wrong."""

import asyncio
import threading

import pytest
from support.browsing import page_of, piece
from support.events import clicked
from support.newspaper import HOSTILE, Reader
from support.shelving import BOOKS, FERRY, HOSPITAL
from support.streams import given_by

from rag import Scope
from rag.corpus import PageFacts, Retitle
from rag.records import Joint
from ui.background import Background
from ui.browse.filters import Narrowing
from ui.browse.mending import Mending
from ui.browse.mending_view import LINES_SHOWN, OTHERS_SHOWN, Typed, mending_view
from ui.browse.tab import BrowseTab
from ui.corpus.tab import CorpusTab
from ui.gradio_setup import gr
from ui.wording import say

NAME = "001.txt"
CALLED = "《南街图书角开门迎客》"
"""What a page without a day and a number is called: by its first headline, not by its file."""


@pytest.fixture
def built(place):
    """The library and what mends it, in a page that is not served."""
    (place.source / NAME).write_text("\n".join((BOOKS, FERRY, HOSPITAL)), "utf-8")
    library, changes = place.library(), Background()
    library.rebuild()
    mending, corpus = Mending(library, "zh", changes), CorpusTab(library, "zh", changes)
    with gr.Blocks() as page:
        tab = BrowseTab(library, "zh", mending)
        tab.build(page, gr.HTML(js_on_load='trigger("ask_about")'), Narrowing(library, "zh"))
        visitor = gr.BrowserState("")
        corpus.build(page, visitor)
        mending.connect(tab.paper, visitor, corpus)
    return library, mending, corpus


def pieces(library):
    return [piece for piece in library.assistant.articles if piece.source == NAME]


def seen(library):
    return library.assistant.page(NAME).digest


def sent(library, number=0, **data):
    """What a browser sends of a piece of the page as it is now."""
    chosen = pieces(library)[number]
    return {"page": NAME, "seen": seen(library), "piece": chosen.id, "first": chosen.spans[0][0], **data}


def read(view):
    return Reader(view.replace("<input", "<br"))


def mended(mending, **data):
    [shown] = given_by(mending.mend("me", clicked(**data)))
    return shown


def problem(shown, mending):
    return read(shown[mending.dialog]).text("p", class_="problem")


# ---- the dialog


def test_the_dialog_has_each_line_of_the_piece_and_each_other_piece_in_the_order_of_the_page(built):
    library, mending, _ = built
    view = mending.open(clicked(**sent(library, 1)))[mending.dialog]
    buttons = [given for tag, given in read(view).tags if tag == "button"]
    assert [given.get("data-cut") or given.get("data-join") for given in buttons[2:]] == [
        pieces(library)[0].id,
        "7",
        pieces(library)[2].id,
    ]
    assert buttons[3]["aria-label"] == say("page-mend-cut-line", line=7)
    assert "南街图书角开门迎客" in buttons[2]["aria-label"] and "第1–3行" in buttons[2]["aria-label"]
    fields = {given["name"]: given for tag, given in read(view).tags if tag in ("br", "select")}
    assert fields["title"]["value"] == "桃李镇渡口添了新船"
    assert [given["value"] for tag, given in read(view).tags if tag == "option" and "selected" in given] == ["news"]


def test_doubtful_lines_are_marked_and_long_pieces_and_pages_are_cut_short():
    page = page_of(*(f"第{number}行的字句在这里写完。" for number in range(1, 501)))
    long = piece(0, (1, 400), joints=(Joint(7, "runs-on", 0.4, True),))
    others = [piece(number, (400 + number, 400 + number)) for number in range(1, 101)]
    view = mending_view(page, [long, *others], long, "zh")
    assert view.count('class="line') == LINES_SHOWN and view.count('class="other"') == OTHERS_SHOWN
    assert "第7行" in read(view).text("span", class_="doubted")
    hints = read(view).text("p", class_="hint")
    assert say("page-mend-beyond", count=100) in hints and say("page-mend-unlisted", count=40) in hints


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_page_prints_or_a_visitor_types_stays_text(text):
    page = page_of(text, "正文在这里写完了。", text)
    first, second = piece(1, (1, 2), title=text, title_lines=(1,)), piece(2, (3, 3), title=text)
    view = mending_view(page, [first, second], first, "zh", typed=Typed(text, text))
    assert {tag for tag, _ in read(view).tags} <= {
        *("dialog", "div", "h2", "button", "p", "form", "label", "br", "select", "option", "ol", "li", "span", "b")
    }
    assert text.replace("\n", "") in read(view).text("span", class_="words").replace("\n", "")
    typed = next(given for tag, given in read(view).tags if tag == "br")["value"]
    assert typed.replace("<br>", " ").split() == text.split()


# ---- what is done


@pytest.mark.slow
def test_two_pieces_are_joined_told_and_undone(place, built):
    library, mending, corpus = built
    shown = mended(mending, **sent(library, 0, op="join", other=pieces(library)[1].id))
    assert shown[mending.dialog] == "" and shown[corpus.version] == library.version
    assert say("page-mended-join") in read(shown[mending.told]).text("p", class_="done", role="status")
    assert "修改拆分：《南街图书角开门迎客》" in read(shown[corpus.removals]).text("li")  # a page without day or number
    assert [len(each.spans) for each in pieces(library)] == [1, 1] and "四十人" in pieces(library)[0].text
    [undo] = [given["data-undo"] for _, given in read(shown[mending.told]).tags if "data-undo" in given]
    [shown] = given_by(mending.undo("me", clicked(removal=undo)))
    assert say("page-mended-undone") in read(shown[mending.told]).text("p") and len(pieces(library)) == 3
    assert shown[corpus.removals] == ""
    [shown] = given_by(mending.undo("me", clicked(removal=undo)))
    assert say("library-no-removal") in read(shown[mending.told]).text("p", class_="failed")


@pytest.mark.slow
def test_a_piece_is_cut_and_told_its_headline_and_kind_in_one_go(built):
    library, mending, _ = built
    mended(mending, **sent(library, 0, op="cut", line=3))
    assert [each.spans for each in pieces(library)][:2] == [((1, 1),), ((3, 3),)]
    shown = mended(mending, **sent(library, 1, op="say", typed={"title": " 图书角 ", "kind": "caption"}))
    assert shown[mending.dialog] == ""
    assert (pieces(library)[1].title, pieces(library)[1].kind) == ("图书角", "caption")
    mended(mending, **sent(library, 1, op="say", typed={"title": "图书角", "kind": "feature"}))
    assert (pieces(library)[1].title, pieces(library)[1].kind) == ("图书角", "feature")


def test_the_day_of_a_page_is_said_beside_it_and_undone(built):
    library, mending, _ = built
    form = mending.open_facts(clicked(page=NAME))
    assert "《南街图书角开门迎客》" in read(form).text("h3") and NAME not in read(form).text("h3")
    typed = {"page": NAME, "date": "2023-09-14", "number": "", "paper": ""}
    [shown] = given_by(mending.describe("me", clicked(**{**typed, "date": "2月30日"})))
    assert say("library-facts-date", text="2月30日") in read(shown[mending.facts]).text("p", class_="problem")
    [shown] = given_by(mending.describe("me", clicked(**typed)))
    assert (shown[mending.facts], library.facts(NAME)) == ("", PageFacts("2023-09-14"))
    [undo] = [given["data-undo"] for _, given in read(shown[mending.told]).tags if "data-undo" in given]
    list(given_by(mending.undo("me", clicked(removal=undo))))
    assert library.facts(NAME) == PageFacts()
    assert mending.leave_facts() == ""


# ---- what may go wrong: a sentence, and nothing is lost


def test_of_two_tabs_that_mend_one_split_the_later_is_told_and_keeps_what_was_typed(built):
    library, mending, corpus = built
    former = sent(library, 0)
    library.mend(NAME, former["seen"], Retitle(former["piece"], "先到"))
    shown = mended(mending, **former, op="say", typed={"title": "后到", "kind": "news"})
    assert problem(shown, mending) == say("library-mend-changed", name="《先到》")
    view = read(shown[mending.dialog])
    assert next(given["data-seen"] for tag, given in view.tags if tag == "dialog") == seen(library)
    assert next(given["value"] for tag, given in view.tags if tag == "br") == "后到"
    assert pieces(library)[0].title == "先到"
    shown = mending.open(clicked(**former))
    assert say("library-mend-changed", name="《先到》") in read(shown[mending.told]).text("p", class_="failed")
    assert (shown[mending.dialog], shown[corpus.version]) == ("", library.version)


def test_a_page_that_was_removed_meanwhile_is_said_to_be_gone(built):
    library, mending, corpus = built
    former = sent(library, 0)
    library.remove([NAME])
    gone = say("library-facts-no-page", name=CALLED)
    for shown in (
        mending.open(clicked(**former)),
        mended(mending, **former, op="cut", line=3),
        *given_by(mending.describe("me", clicked(page=NAME, date="2023-09-14"))),
    ):
        assert gone in read(shown[mending.told]).text("p", class_="failed")
        assert (shown[mending.dialog], shown[corpus.version]) == ("", library.version)
    assert mending.open_facts(clicked(page=NAME)) == gr.skip()


@pytest.mark.parametrize(
    ("data", "key"),
    [
        ({"op": "say", "typed": {"title": " ", "kind": "news"}}, "library-mend-title-empty"),
        ({"op": "say", "typed": {"title": "题\n" * 101, "kind": "news"}}, "library-mend-title"),
        ({"op": "say", "typed": {"title": "南街图书角开门迎客", "kind": "poem"}}, "library-mend-kind"),
        ({"op": "say", "typed": {"title": "南街图书角开门迎客", "kind": "news"}}, "library-mend-same"),
        ({"op": "cut", "line": 99}, "library-mend-line"),
        ({"op": "cut", "line": 1}, "library-mend-first"),
        ({"op": "cut", "line": "3"}, "library-mend-same"),
        ({"op": "join", "other": "gone"}, "library-mend-piece"),
        ({"op": "join", "other": None}, "library-mend-piece"),
        ({"op": "join", "other": {"a": 1}}, "library-mend-piece"),
        ({"op": ["join"]}, "library-mend-same"),
        ({}, "library-mend-same"),
        ({"op": "say", "typed": ["title"]}, "library-mend-title-empty"),
    ],
)
@pytest.mark.slow
def test_what_does_not_fit_is_said_in_the_dialog_and_nothing_changes(place, built, data, key):
    library, mending, _ = built
    before = place.stored()
    shown = mended(mending, **sent(library, 0, **data))
    known = {"line": data.get("line"), "limit": 200}
    assert problem(shown, mending) == say(key, **known)
    assert place.stored() == before


@pytest.mark.slow
def test_while_the_corpus_is_changed_by_someone_else_that_is_said(built):
    library, mending, _ = built
    with library._change():
        shown = mended(mending, **sent(library, 0, op="cut", line=3))
    assert problem(shown, mending) == say("library-busy")
    assert len(pieces(library)) == 3


@pytest.mark.slow
def test_what_is_made_closes_only_what_it_was_sent_from(built):
    library, mending, _ = built
    shown = mended(mending, **sent(library, 0, op="say", typed={"title": "图书角", "kind": "news"}))
    assert shown[mending.dialog] == "" and mending.facts not in shown
    [undo] = [given["data-undo"] for _, given in read(shown[mending.told]).tags if "data-undo" in given]
    [shown] = given_by(mending.describe("me", clicked(page=NAME, date="2023-09-14", number="", paper="")))
    assert shown[mending.facts] == "" and mending.dialog not in shown
    [shown] = given_by(mending.undo("me", clicked(removal=undo)))
    assert mending.told in shown and not {mending.dialog, mending.facts} & shown.keys()


@pytest.mark.slow
def test_a_mend_that_is_sent_while_ones_own_undo_goes_on_waits_for_it_and_is_made(place, built, monkeypatch):
    library, mending, _ = built
    (place.source / "003.txt").write_text(FERRY, "utf-8")
    library.rebuild()
    [other] = [piece for piece in library.assistant.articles if piece.source == "003.txt"]
    shown = mended(mending, **sent(library, 0, op="cut", line=3))
    [undo] = [given["data-undo"] for _, given in read(shown[mending.told]).tags if "data-undo" in given]
    going, restore = threading.Event(), library.restore

    def slow(*given):
        assert going.wait(60)
        return restore(*given)

    monkeypatch.setattr(library, "restore", slow)
    digest = library.assistant.page("003.txt").digest
    data = {"page": "003.txt", "seen": digest, "piece": other.id, "first": 1, "op": "say"}
    title = {"typed": {"title": "渡口添新船", "kind": "news"}}

    async def both():
        undoing = asyncio.ensure_future(last_of(mending.undo("me", clicked(removal=undo))))
        await asyncio.sleep(0.1)  # it has begun
        refused = await last_of(mending.mend("you", clicked(**data, **title)))
        mend = asyncio.ensure_future(last_of(mending.mend("me", clicked(**data, **title))))
        await asyncio.sleep(0.1)
        going.set()
        return refused, await undoing, await mend

    refused, undone, shown = asyncio.run(both())
    assert problem(refused, mending) == say("library-busy")  # another visitor need not wait
    assert say("page-mended-undone") in read(undone[mending.told]).text("p")
    assert say("page-mended-say") in read(shown[mending.told]).text("p") and shown[mending.dialog] == ""
    assert "渡口添新船" in [piece.title for piece in library.assistant.articles]


async def last_of(given):
    return [shown async for shown in given][-1]


@pytest.mark.slow
def test_a_mistake_of_ours_is_said_in_the_dialog_and_in_the_form(built, monkeypatch):
    library, mending, _ = built

    def broken(*_):
        raise RuntimeError("a mistake")

    monkeypatch.setattr(library, "mend", broken)
    monkeypatch.setattr(library, "describe", broken)
    assert problem(mended(mending, **sent(library, 0, op="cut", line=3)), mending) == say("page-corpus-failed")
    [shown] = given_by(mending.describe("me", clicked(page=NAME, date="2023-09-14", number="", paper="")))
    assert read(shown[mending.facts]).text("p", class_="problem") == say("page-corpus-failed")


def test_a_refusal_that_is_the_same_as_before_is_drawn_anew(built):
    library, mending, corpus = built
    empty = {"op": "say", "typed": {"title": " ", "kind": "news"}}
    assert len({mended(mending, **sent(library, 0, **empty))[mending.dialog] for _ in range(2)}) == 2
    wrong = clicked(page=NAME, date="2月30日", number="", paper="")
    for part in (mending, corpus):
        assert len({next(given_by(part.describe("me", wrong)))[part.facts] for _ in range(2)}) == 2


# ---- the page


@pytest.mark.slow
def test_only_a_corpus_that_may_be_changed_has_buttons_to_mend_it(place, built):
    library, mending, _ = built
    editable = BrowseTab(library, "zh", mending).show_page(Scope(), NAME)[1]
    fixed = BrowseTab(library, "zh").show_page(Scope(), NAME)[1]
    assert editable.count("data-mend=") == 3 and "data-edit=" in editable
    assert "data-mend=" not in fixed and "data-edit=" not in fixed
    names = [given["aria-label"] for _, given in read(editable).tags if "data-mend" in given]
    assert names[0] == say("page-mend-piece", title="南街图书角开门迎客")
