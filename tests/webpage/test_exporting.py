"""What a reader takes along: references in the standard's form, and text, Markdown and print that show text as text."""

import dataclasses

import pytest
from support.newspaper import ANSWER, HOSTILE, PAGE, REFUSAL, FakeNewspaper, Reader

from rag.records import PrintedDay
from ui.ask.conversation_bar import file_name
from ui.ask.conversations import Conversation
from ui.ask.exporting import as_markdown, as_printout
from ui.ask.referencing import answer_as_text, bibliographic
from ui.ask.responding import Turn
from ui.newspaper import Imprint, imprints_of

ANSWERED = Turn(ANSWER.question, "done", ANSWER.text, ANSWER, imprints_of(FakeNewspaper(), ANSWER))
REFUSED = Turn(REFUSAL.question, "done", REFUSAL.text, REFUSAL, imprints_of(FakeNewspaper(), REFUSAL))
TALK = Conversation("0123456789ab", "", (ANSWERED, REFUSED))


TOLD = PrintedDay("2024-03-06", "masthead")
INFERRED = PrintedDay("2024-03-06", "text")


@pytest.mark.parametrize(
    ("title", "imprint", "expected"),
    [
        ("街灯", Imprint("河岸报", 2, "记者 方远", printed=TOLD), "方远. 街灯[N]. 河岸报, 2024-03-06(2)."),
        ("街灯", Imprint("河岸报", 2), "街灯[N]. 河岸报(2)."),
        ("街灯", Imprint(printed=TOLD), "街灯[N]. 2024-03-06."),
        ("", Imprint(page=3), "无标题[N]."),
        ("街灯", Imprint(byline="本报记者 方远 通讯员 林一、周二"), "方远, 林一, 周二. 街灯[N]."),
        ("街灯", Imprint(byline="记者 方远 林一 周二 郑三"), "方远, 林一, 周二, 等. 街灯[N]."),
    ],
)
def test_a_reference_leaves_out_what_nothing_tells(title, imprint, expected):
    assert bibliographic(title, imprint, "zh") == expected


@pytest.mark.parametrize("event", ["", "2022-09-15"])
def test_a_reference_has_the_papers_day_whatever_day_the_piece_tells_of(event):
    imprint = Imprint("河岸报", 2, printed=TOLD, event=event)
    assert bibliographic("街灯", imprint, "zh") == "街灯[N]. 河岸报, 2024-03-06(2)."


@pytest.mark.parametrize(("language", "day"), [("zh", "[约2024-03-06，推断]"), ("en", "[about 2024-03-06, inferred]")])
def test_a_day_that_is_only_inferred_says_so_in_a_reference(language, day):
    assert bibliographic("街灯", Imprint("河岸报", 2, printed=INFERRED), language) == f"街灯[N]. 河岸报, {day}(2)."


def test_an_answer_is_copied_with_its_sources():
    lines = answer_as_text(ANSWERED, "zh").split("\n")
    assert lines[0] == ANSWER.text
    assert lines[2] == f"[1] 方远. {ANSWER.citations[0].title}[N]. 2024-03-06. {PAGE.name}，第7–8行。"
    assert len(lines) == 4


def test_a_conversation_as_markdown_holds_all_of_it():
    text = as_markdown(TALK, "zh")
    assert text.count("\n## ") == 2
    assert all(citation.quote in text for citation in ANSWER.citations)


@pytest.mark.parametrize("text", [*HOSTILE, "- 条", "1. 条", "> 引", "# 题"])
def test_exports_show_text_as_text(text):
    citation = dataclasses.replace(ANSWER.citations[0], title=text, quote=text, source=text, date=text)
    answer = dataclasses.replace(ANSWER, citations=(citation,))
    talk = Conversation("0123456789ab", text, (Turn(text, "done", text, answer, {1: Imprint(text, 1, text)}),))
    printed = Reader(as_printout(talk, "zh").replace("<!DOCTYPE html>", "").replace('<meta charset="utf-8">', ""))
    assert not {tag for tag, _ in printed.tags} & {"script", "img", "iframe", "a", "b"}
    assert [tag for tag, _ in printed.tags].count("style") == 1
    for line in as_markdown(talk, "zh").split("\n"):
        bare = line.removeprefix("# ").removeprefix("## ").removeprefix("- ").removeprefix("  > ")
        assert not any(bare[place] in "<[`*_$" and bare[place - 1 : place] != "\\" for place in range(len(bare)))
        assert not bare.startswith(("- ", "1. ", "> ", "# "))


def test_a_file_is_named_by_a_title_on_any_system():
    assert file_name('a/b\\c:"问"?*', "zh") == "abc问"
    assert file_name("???", "zh") == "问报"
