"""The calendar and what is looked up for it: counts by day, months to turn to, days pressed; large corpora stay short."""

import dataclasses
import datetime

import pytest
from support.archive import archive
from support.browsing import piece
from support.events import clicked
from support.newspaper import LIGHTS, PAGE, Paper, Reader

from rag import Scope
from rag.index.stored_records import StoredRecords
from rag.records import Issue
from ui.ask.rendering import corpus_figures
from ui.ask.welcome import corpus_lines
from ui.browse.filters import Narrowing
from ui.browse.issues_view import PAGES_LISTED, issues_view
from ui.browse.paper_view import CHOICES_LISTED, page_choices
from ui.browse.tab import BrowseTab
from ui.gradio_setup import gr
from ui.newspaper import FixedCorpus
from ui.wording import say


def paper(days: dict[str, int], told="sidecar") -> Paper:
    """A page with so many pieces for each day."""
    pages = [dataclasses.replace(PAGE, name=f"{day}.txt", issue=Issue(day, 1, told=told)) for day in days]
    pieces = [
        dataclasses.replace(LIGHTS, id=f"{day}-{number}", source=f"{day}.txt", date=None, kind="news", joints=())
        for day, count in days.items()
        for number in range(count)
    ]
    return Paper(tuple(pages), tuple(pieces))


NEWS = paper({"2023-12-31": 1, "2024-03-06": 2, "2024-03-09": 3, "2024-05-01": 4})


def pressed(view):
    return {given["data-day"]: given for _, given in Reader(view).tags if "data-day" in given}


def options(view):
    return [(given["value"], "selected" in given) for tag, given in Reader(view).tags if tag == "option"]


def turns(view):
    return [given["data-month"] for _, given in Reader(view).tags if "data-month" in given]


# ---- what is shown


def test_a_month_shows_its_days_with_their_pieces_and_the_months_that_have_any():
    view = issues_view(NEWS, Scope(), "zh", "2024-03")
    days = pressed(view)
    assert {day: given["aria-label"] for day, given in days.items()} == {
        "2024-03-06": "2024年3月6日：2 篇",
        "2024-03-09": "2024年3月9日：3 篇",
    }
    read = Reader(view)
    assert read.text("caption") == "2024年3月" and read.text("small") == "23"
    assert turns(view) == ["2023-12", "2024-05"]
    assert options(view) == [("2023-12", False), ("2024-03", True), ("2024-03", True), ("2024-05", False)]
    assert "2023年 · 12024年 · 9" in read.text("option") and "3月 · 55月 · 4" in read.text("option")


def test_the_last_month_is_shown_first_and_an_unknown_one_is_taken_for_it():
    for month in ("", "2024-04", "x", None, 7, "2024-13", "9999-99"):
        assert list(pressed(issues_view(NEWS, Scope(), "en", month))) == ["2024-05-01"]
    assert turns(issues_view(NEWS, Scope(), "zh")) == ["2024-03", ""]


def test_counts_are_of_what_else_is_asked_and_the_day_that_is_looked_at_is_marked():
    scope = Scope(first="2024-03-06", last="2024-03-06", pages=("2024-03-06.txt", "2023-12-31.txt"))
    view = issues_view(NEWS, scope, "zh")
    assert {day: given["aria-pressed"] for day, given in pressed(view).items()} == {"2024-03-06": "true"}
    assert turns(view) == ["2023-12", ""]
    assert [given["data-page"] for _, given in Reader(view).tags if "data-page" in given] == ["2024-03-06.txt"]


def test_a_day_that_is_only_inferred_says_so_and_papers_without_a_day_have_no_calendar():
    assert (
        "约2024年5月1日（推断）：4 篇"
        in pressed(issues_view(paper({"2024-05-01": 4}, "text"), Scope(), "zh"))["2024-05-01"]["aria-label"]
    )
    undated = Paper((dataclasses.replace(PAGE, issue=Issue()),), (piece(1, (1, 1), source=PAGE.name),))
    assert "calendar" not in issues_view(undated, Scope(), "zh")


# ---- what is pressed


@pytest.fixture
def built():
    corpus = FixedCorpus(NEWS)
    narrowing, tab = Narrowing(corpus, "zh"), BrowseTab(corpus, "zh")
    with gr.Blocks() as page:
        tab.build(page, gr.HTML(js_on_load='trigger("ask_about")'), narrowing)
    return narrowing, tab


def test_a_day_that_is_pressed_narrows_everything_to_it_and_pressed_again_to_nothing(built):
    narrowing, tab = built
    scope = narrowing.pick_day(Scope(kinds=("news",)), clicked(day="2024-03-06"))
    assert scope == Scope(first="2024-03-06", last="2024-03-06", kinds=("news",))
    shelf, choice, view, *_ = tab.show(scope, "", "2024-05-01.txt")
    assert [given["data-page"] for _, given in Reader(shelf).tags if "data-page" in given] == ["2024-03-06.txt"]
    assert choice.value == "2024-03-06.txt" and 'data-page="2024&#45;03&#45;06&#46;txt"' in view
    assert narrowing.pick_day(scope, clicked(day="2024-03-06")) == Scope(kinds=("news",))
    for sent in (None, 7, "", "2024-04-01", "2024-13-45", ["2024-03-06"], "<b>"):
        assert narrowing.pick_day(scope, clicked(day=sent)) == gr.skip()


def test_the_calendar_is_turned_and_follows_the_page_that_is_turned_to(built):
    _, tab = built
    assert list(pressed(tab.turn_calendar(Scope(), clicked(month="2023-12")))) == ["2023-12-31"]
    assert list(pressed(tab.follow_shelf(Scope(), clicked(name="2024-03-09.txt")))) == ["2024-03-06", "2024-03-09"]
    assert list(pressed(tab.follow_shelf(Scope(), clicked(name=["x"])))) == ["2024-05-01"]
    assert tab.go_back(Scope(), clicked(name="2024-03-09.txt"))[0].value == "2024-03-09.txt"
    assert tab.go_back(Scope(), clicked(name="gone.txt")) == gr.skip()


# ---- many pages


def many(count: int) -> Paper:
    first = datetime.date(1990, 1, 1)
    return paper({(first + datetime.timedelta(days=day)).isoformat(): 3 for day in range(count)})


def test_of_two_thousand_pages_no_list_has_more_than_a_hundred_and_all_are_reached():
    archive = many(2000)
    tab = BrowseTab(FixedCorpus(archive), "zh")
    middle = archive.pages[1000].name
    shelf, choice, *_ = tab.show(Scope(), "", middle)
    listed = [given["data-page"] for _, given in Reader(shelf).tags if "data-page" in given]
    assert middle in listed and len(listed) == len(pressed(shelf)) <= 31
    assert len(choice.choices) == CHOICES_LISTED and middle in [name for _, name in choice.choices]
    assert len(options(shelf)) <= 12 + 6
    for end in (archive.pages[0].name, archive.pages[-1].name):
        assert end in [name for _, name in tab.show_page(Scope(), end)[0].choices]


def test_more_pages_of_a_month_than_are_listed_are_counted():
    pages = [
        dataclasses.replace(PAGE, name=f"{n}.txt", issue=Issue("2024-05-01", n, told="sidecar")) for n in range(150)
    ]
    archive = Paper(tuple(pages), tuple(dataclasses.replace(LIGHTS, id=page.name, source=page.name) for page in pages))
    view = issues_view(archive, Scope(), "zh")
    assert len([1 for _, given in Reader(view).tags if "data-page" in given]) == PAGES_LISTED
    assert say("page-issues-unlisted", count=50) in Reader(view).text("p", class_="figures")


def test_nothing_is_read_to_be_listed_and_of_what_is_shown_one_page(tmp_path, monkeypatch):
    assistant, read = archive(tmp_path), []
    record = StoredRecords.record
    monkeypatch.setattr(StoredRecords, "record", lambda self, row: read.append((self, row)) or record(self, row))
    for scope in (Scope(), Scope(kinds=("news",)), Scope(first="2022-01-20", last="2022-01-21")):
        assert issues_view(assistant, scope, "zh")
        assert page_choices(assistant, "zh", scope)
    assert corpus_lines(assistant, "zh") and corpus_figures(assistant, "zh")
    assert assistant.holdings.choices.reporters and assistant.holdings.doubts is not None
    assert read == []
    BrowseTab(FixedCorpus(assistant), "zh").show(Scope(), "", "a.txt")
    assert len({row for kept, row in read if kept is assistant.index.segments[0].pages}) == 1
    pieces = {row for kept, row in read if kept is assistant.index.segments[0].articles}
    assert len(pieces) == len(assistant.holdings.pieces("a.txt")) < len(assistant.articles)
