"""Clippings: made of what is seen, read back from a browser that may send anything, listed, and taken along."""

import base64
import copy
import dataclasses
import io
import json
import re

import docx
import pytest
from support.events import clicked
from support.newspaper import ANSWER, HOSTILE, LIBRARY, PAGE, REFUSAL, FakeNewspaper, Paper, Reader

from rag.records import PrintedDay
from ui.ask.conversations import Shelf
from ui.ask.responding import Turn
from ui.clippings import shown as shown_module
from ui.clippings.clipping import CLIPPINGS, FORMAT, Clipping, Place, as_values, clippings_of, is_there
from ui.clippings.exporting import FORMS
from ui.clippings.making import of_answer, of_piece, of_source
from ui.clippings.shown import Clippings
from ui.clippings.view import TAKEN_AS, list_view
from ui.clippings.word import as_word
from ui.gradio_setup import gr
from ui.newspaper import FixedCorpus, Imprint, imprints_of
from ui.wording import say

PAPER = FakeNewspaper()
ANSWERED = Turn(ANSWER.question, "done", ANSWER.text, ANSWER, imprints_of(PAPER, ANSWER))
REFUSED = Turn(REFUSAL.question, "done", REFUSAL.text, REFUSAL, imprints_of(PAPER, REFUSAL))
MADE = [each for each in (of_source(ANSWERED, 1), of_piece(PAPER, "a1"), of_answer(ANSWERED)) if each]
ALL = [as_values(each) for each in MADE]
TOLD = Imprint("河岸报", 2, "记者 方远 林一", printed=PrintedDay("2024-03-06", "masthead"), section="要闻")


@pytest.fixture
def clippings():
    return Clippings(FixedCorpus(PAPER), "zh")


def message(value) -> dict:
    told = json.loads(value)
    assert set(told) == {"stamp", "clipping", "said", "most", "format"}
    return told["clipping"]


# ---- made of what is seen


def test_a_cited_sentence_a_piece_and_an_answer_are_clipped_with_their_places(clippings):
    shelf = Shelf().with_new().with_turns((ANSWERED, REFUSED))
    sentence = message(clippings.clip(shelf, clicked(turn=0, place=1)))
    assert (sentence["kind"], sentence["text"]) == ("sentence", ANSWER.citations[0].quote)
    [place] = sentence["places"]
    assert (place["source"], place["spans"], place["day"], place["told"]) == (
        PAGE.name,
        [[7, 8]],
        "2024-03-06",
        "sidecar",
    )
    answer = message(clippings.clip(shelf, clicked(turn=0)))
    assert (answer["kind"], answer["question"], len(answer["places"])) == ("answer", ANSWER.question, 2)
    near = message(clippings.clip(shelf, clicked(turn=1, place=1)))
    assert near["kind"] == "sentence" and near["places"][0]["fragments"]
    piece = message(clippings.clip_piece(clicked(id="a1")))
    assert (piece["kind"], piece["places"][0]["title"]) == ("piece", LIBRARY.title)
    assert len({each["id"] for each in (sentence, answer, near, piece)}) == 4
    assert message(clippings.clip(shelf, clicked(turn=0, place=1)))["id"] == sentence["id"]  # the same, kept once


@pytest.mark.parametrize("sent", [{}, {"turn": 9}, {"turn": "0"}, {"turn": 0, "place": 99}, {"turn": 0, "place": [1]}])
def test_what_a_browser_may_send_besides_clips_nothing(clippings, sent):
    assert clippings.clip(Shelf().with_new().with_turns((ANSWERED,)), clicked(**sent)) == gr.skip()
    assert clippings.clip_piece(clicked(id=sent.get("place"))) == gr.skip()
    assert clippings.take(clicked(form=sent.get("turn"), clippings=ALL)) == gr.skip()
    assert clippings.take(clicked(form="ris", clippings=[sent])) == gr.skip()
    assert say("page-article-gone") in Reader(clippings.open(clicked(clipping=sent))).text("p")


# ---- read back


def test_what_was_kept_is_read_back_as_it_was():
    assert clippings_of(json.loads(json.dumps(ALL))) == [
        dataclasses.replace(each, id=values["id"], places=tuple(map(kept, each.places)))
        for each, values in zip(MADE, ALL, strict=True)
    ]


def kept(place: Place) -> Place:
    """What is kept of a place: not what is worked out of the corpus anew."""
    own = place.imprint
    return dataclasses.replace(
        place, imprint=Imprint(own.paper, own.page, own.byline, printed=own.printed, section=own.section)
    )


def changed(path, value):
    written = copy.deepcopy(ALL[0])
    *way, last = path
    at = written
    for step in way:
        at = at[step]
    at[last] = value
    return written


@pytest.mark.parametrize(
    "path",
    [
        ("format",),
        ("kind",),
        ("id",),
        ("text",),
        ("places",),
        ("places", 0),
        ("places", 0, "spans"),
        ("places", 0, "spans", 0),
        ("places", 0, "spans", 0, 0),
        ("places", 0, "fragments", 0),
        ("places", 0, "fragments", 0, 1),
        ("places", 0, "source"),
        ("places", 0, "day"),
        ("places", 0, "told"),
        ("places", 0, "page"),
    ],
)
@pytest.mark.parametrize("value", [7.5, True, [1, 2, 3], {"a": 1}, "x" * 30_000, -1, "<b>"])
def test_whatever_a_browser_kept_is_a_clipping_or_is_left_out(path, value):
    read = clippings_of([changed(path, value), ALL[1]])
    assert [each.id for each in read][-1] == ALL[1]["id"]
    list_view(PAPER, read, 0, "zh")


def test_what_is_of_a_later_version_or_damaged_is_counted_and_said_to_stay(clippings):
    later = {**ALL[0], "format": FORMAT + 1}
    view = Reader(clippings.show(clicked(clippings=[ALL[1], later, None, 7])))
    assert view.text("p", class_="unread") == say("page-clippings-unread", count=3)
    assert view.text("li").count(say("page-clipping-piece")) >= 1
    assert Reader(clippings.show(clicked(clippings="x"))).text("p", class_="none") == say("page-clippings-none")
    assert len(clippings_of(ALL[:1] * (CLIPPINGS + 5))) == CLIPPINGS


# ---- listed


def test_the_list_has_each_clipping_with_its_place_its_note_and_named_buttons():
    noted = {**ALL[0], "note": "查证\n第二行"}
    view = Reader(list_view(PAPER, clippings_of([noted, *ALL[1:]]), 0, "zh"))
    assert view.text("blockquote").startswith(ANSWER.citations[0].quote)
    assert "2024年3月6日" in view.text("p", class_="place") and "第7–8行" in view.text("p", class_="place")
    assert "查证\n第二行" in view.text("textarea")
    names = [given.get("aria-label") for tag, given in view.tags if tag == "button"]
    assert say("page-clipping-up", name=LIBRARY.title) in names and None in names
    assert view.text("p", class_="gone") == ""
    assert [given["data-form"] for _, given in view.tags if "data-form" in given] == list(TAKEN_AS)


def test_the_buttons_of_clippings_of_one_piece_have_names_of_their_own():
    place = Place("a1", PAGE.name, LIBRARY.title, ((5, 5),), imprint=TOLD)
    texts = ("图书角设在车棚里。", "图书角由居民合力改建。", "图书角由居民合力改建。")
    several = [Clipping("sentence", text, (place,)) for text in texts] + [Clipping("piece", texts[0], (place,))]
    view = Reader(list_view(PAPER, several, 0, "zh"))
    names = [given["aria-label"] for tag, given in view.tags if given.get("class") == "remove"]
    assert len(set(names)) == 4 and all(LIBRARY.title in name for name in names)
    assert texts[0] in names[0] and texts[1] in names[1]
    assert say("page-clipping-sentence") in names[0] and say("page-clipping-piece") in names[3]
    [alone] = [given for _, given in Reader(list_view(PAPER, several[:1], 0, "zh")).tags if given.get("class") == "up"]
    assert alone["aria-label"] == say("page-clipping-up", name=LIBRARY.title)


def test_a_clipping_whose_page_or_words_are_gone_says_so_and_one_of_a_mended_piece_does_not():
    sentence, piece, answer = clippings_of(ALL)
    nothing = Paper((), ())
    assert not any(is_there(each, nothing) for each in (sentence, piece, answer))
    mended = Paper((PAGE,), (dataclasses.replace(LIBRARY, id="new"),))
    assert is_there(sentence, mended) and is_there(answer, mended)
    other = dataclasses.replace(PAGE, lines=tuple("别的字句。" for _ in PAGE.lines))
    assert not is_there(sentence, Paper((other,), (LIBRARY,)))
    view = Reader(list_view(nothing, [sentence], 0, "en"))
    assert view.text("p", class_="gone") == say("page-clipping-gone", "en")
    assert not [given for _, given in view.tags if given.get("class") == "open"]


def test_the_place_of_a_clipping_is_opened_with_its_words_marked_also_after_the_piece_was_mended(clippings):
    assert "开放首日" in Reader(clippings.open(clicked(clipping=ALL[0]))).text("mark")
    mended = Clippings(FixedCorpus(Paper((PAGE,), (dataclasses.replace(LIBRARY, id="new"),))), "zh")
    assert "开放首日" in Reader(mended.open(clicked(clipping=ALL[0]))).text("mark")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text_in_the_list_and_in_every_form(text):
    place = Place("a1", text, text, ((1, 2),), text, imprint=Imprint(text, 2, f"记者 {text}", section=text))
    read = clippings_of([as_values(Clipping("answer", text, (place,), text, text))])
    view = Reader(list_view(PAPER, read, 0, "zh"))
    assert {tag for tag, _ in view.tags} <= {
        *("dialog", "div", "h2", "h3", "p", "span", "button", "ol", "li", "blockquote", "label", "textarea", "br")
    }
    markdown = FORMS["markdown"][2](read, "zh")
    assert not re.search(r"(?<!\\)[<\[`*_$]", markdown)
    ris = FORMS["ris"][2](read, "zh")
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in ris.split("\r\n") if line)
    bibtex = FORMS["bibtex"][2](read, "zh")
    bare = re.sub(r"\\[{}]", "", bibtex)
    assert bare.count("{") == bare.count("}") and bibtex.count("@article") == 1
    words = [each.text for each in docx.Document(io.BytesIO(as_word(read, "zh"))).paragraphs]
    assert " ".join(text.split()) in words


# ---- taken along


def test_each_form_names_a_piece_once_as_its_programs_read_it(clippings):
    place = Place("a1", "p.txt", "街灯 100%", ((7, 8),), "灯亮了。", imprint=TOLD)
    read = [Clipping("sentence", "灯亮了。", (place,), note="核对"), Clipping("piece", "灯亮了。别的。", (place,))]
    kept = [as_values(each) for each in read]
    texts = {form: Reader(clippings.take(clicked(form=form, clippings=kept))).text("div") for form in FORMS}
    assert texts["gbt"] == "[1] 方远, 林一. 街灯 100%[N]. 河岸报, 2024-03-06(2).\n"
    assert texts["bibtex"].startswith("@article{wenbao2024-1,\n  author = {{方远} and {林一}},\n")
    for line in ("title = {{街灯 100\\%}}", "journal = {河岸报}", "date = {2024-03-06}", "pages = {2}"):
        assert line in texts["bibtex"]
    assert "TY  - NEWS" in texts["ris"] and texts["ris"].count("ER  - ") == 1
    for line in ("AU  - 方远", "AU  - 林一", "T2  - 河岸报", "DA  - 2024/03/06/", "SP  - 2", "PY  - 2024"):
        assert line in texts["ris"].split("\n")
    assert "> 灯亮了。" in texts["markdown"] and "笔记：核对" in texts["markdown"]


def test_what_was_noted_is_in_the_forms_for_reference_programs_each_note_once():
    one = Place("a1", "p.txt", "街灯", ((7, 8),), imprint=TOLD)
    other = Place("a2", "p.txt", "步道", ((9, 9),), imprint=TOLD)
    read = [
        Clipping("sentence", "灯亮了。", (one,), note="核对 100%\n第二行"),
        Clipping("piece", "灯亮了。别的。", (one,), note="再看"),
        Clipping("answer", "灯。", (other, one), "几盏灯？", note="问过"),
    ]
    noted = ["笔记：核对 100% 第二行", "笔记：再看", "笔记（问“几盏灯？”的回答）：问过"]
    records = FORMS["ris"][2](read, "zh").split("ER  - ")
    lines = [[line for line in record.split("\r\n") if line.startswith("N1  - 笔记")] for record in records]
    assert lines == [[f"N1  - {each}" for each in noted[:2]], [f"N1  - {noted[2]}"], []]
    entries = FORMS["bibtex"][2](read, "zh").split("@article")[1:]
    assert noted[0].replace("%", "\\%") in entries[0] and noted[1] in entries[0] and noted[2] in entries[1]
    assert "笔记" not in FORMS["bibtex"][2]([read[0], dataclasses.replace(read[1], note="")][1:], "zh")


def test_word_holds_words_places_and_notes_and_is_said_to_need_its_library(clippings, monkeypatch):
    noted = {**ALL[0], "note": "核对"}
    view = clippings.take(clicked(form="word", clippings=[noted]))
    file = next(given for _, given in Reader(view).tags)
    assert file["data-name"] == "剪报.docx" and "data-coded" in file
    paragraphs = [
        each.text for each in docx.Document(io.BytesIO(base64.b64decode(Reader(view).text("div")))).paragraphs
    ]
    assert ANSWER.citations[0].quote in paragraphs and "笔记：核对" in paragraphs
    assert any("2024-03-06" in each for each in paragraphs)

    def missing(*_):
        raise ImportError

    monkeypatch.setattr(shown_module, "as_word", missing)
    told = Reader(clippings.take(clicked(form="word", clippings=[noted])))
    assert told.text("div") == say("page-clippings-no-word")
    assert next(given for _, given in told.tags)["data-name"] == ""


def test_a_day_that_is_only_inferred_is_said_to_be_so_in_every_form():
    inferred = Imprint("河岸报", printed=PrintedDay("2024-03-06", "text"))
    read = [Clipping("sentence", "灯亮了。", (Place("a1", "p.txt", "街灯", ((7, 8),), imprint=inferred),))]
    for _, _, make in FORMS.values():
        assert "推断" in make(read, "zh")
