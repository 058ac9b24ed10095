"""The shelf of issues: how it is shown, narrowed and gone through, also while the corpus changes."""

import dataclasses
import re

import pytest
from support.browsing import page_of, piece, told
from support.newspaper import LIBRARY, LIGHTS, PAGE, Changing, FakeNewspaper, Paper, Reader

from rag.answering.scope import Scope
from rag.records import Issue, Page
from ui.browse.article_view import article_view, missing_view
from ui.browse.filters import ALL, FIELDS, Narrowing, chips_view, without
from ui.browse.issues_view import headlines_of, issues_of, issues_view
from ui.browse.paper_view import page_choices, page_label, paper_view
from ui.browse.tab import BrowseTab
from ui.gradio_setup import gr
from ui.markup import escaped
from ui.newspaper import FixedCorpus
from ui.wording import say

# ---- the shelf


def test_the_shelf_shows_the_latest_issue_first_and_what_has_no_date_last():
    view = issues_view(Paper(ISSUES, TITLED), Scope(), "zh")
    assert [[page.name for page in issue] for issue in issues_of(ISSUES)] == [["d.txt", "b.txt"], ["c.txt"], ["a.txt"]]
    reader = Reader(view)
    assert reader.text("h3") == "2022年3月5日2022年1月20日" + say("date-unknown")
    assert reader.text("p", class_="figures") == "2 版 · 2 篇1 版 · 0 篇1 版 · 0 篇"
    pages = [given["data-page"] for _, given in reader.tags if "data-page" in given]
    assert pages == ["d.txt", "b.txt", "c.txt", "a.txt"]
    assert reader.text("button", data_page="d.txt") == "第2版0 篇"
    assert reader.text("button", data_page="a.txt") == "a.txt0 篇"


def test_two_papers_of_one_day_are_two_issues():
    pages = [
        Page(name, (), "", Issue("2022-01-20", 1, paper=paper, section="要闻")) for name, paper in ("a甲", "b乙", "c甲")
    ]
    assert [[page.name for page in issue] for issue in issues_of(pages)] == [["b"], ["a", "c"]]
    view = Reader(issues_view(Paper(pages, ()), Scope(), "zh"))
    assert view.text("span", class_="title") == "乙甲"
    assert view.text("span", class_="name") == "第1版 · 要闻" * 3


def test_a_narrowed_shelf_counts_what_is_within():
    assistant = Paper(ISSUES, (*TITLED, piece(3, (1, 1), source="d.txt", kind="caption")))
    assert Reader(issues_view(assistant, Scope(kinds=("caption",)), "zh")).text("ol", class_="pages") == "第2版1 篇"
    assert page_choices(assistant, "zh", Scope(kinds=("caption",))) == [("2022年3月5日 · 第2版 · 1 篇", "d.txt")]
    assert Reader(issues_view(assistant, Scope(reporters=("无名",)), "zh")).text() == say("page-no-issue")


def test_a_page_shows_pieces_outside_by_their_headlines_alone():
    view = paper_view(FakeNewspaper(), PAGE.name, "zh", Scope(kinds=("caption",)))
    assert told(view, 0).text("h3") == LIBRARY.title
    assert "extract" not in re.search(r'<li id="run-0".*?</li>', view, re.DOTALL)[0]
    assert told(view, 1).text("p", class_="extract") == PAGE.lines[10]
    assert told(view, 2).text() == ""
    assert "2 篇，所选范围里 1 篇" in Reader(view).text("p", class_="figures")


# ---- narrowing

SCOPE = Scope(
    first="2022-01-20", last="2022-02-01", numbers=(1, 3), reporters=("方远",), kinds=("news",), articles=("a1",)
)


def test_chips_say_all_that_is_asked_and_nothing_where_nothing_is():
    view = Reader(chips_view(FakeNewspaper(), SCOPE, "zh"))
    assert view.text("button", class_="chip") == f"2022年1月20日起2022年2月1日止第1版第3版方远新闻《{LIBRARY.title}》"
    assert view.text("button", class_="clear") == say("page-chips-clear")
    assert chips_view(FakeNewspaper(), Scope(), "zh") == ""
    gone = chips_view(FakeNewspaper(), Scope(articles=("gone",)), "zh")
    assert Reader(gone).text("button", class_="chip") == say("page-chip-gone")


def test_every_chip_takes_away_what_it_says_until_nothing_is_left():
    scope = SCOPE
    for left in range(6, -1, -1):
        tags = Reader(chips_view(FakeNewspaper(), scope, "zh")).tags
        chip = next(given for tag, given in tags if tag == "button" and given["class"] == "chip")
        scope = without(scope, chip["data-field"], int(chip["data-place"]))
        assert chips_view(FakeNewspaper(), scope, "zh").count('class="chip"') == left
    assert scope == Scope()
    assert without(SCOPE, "all", None) == Scope()


@pytest.mark.parametrize(
    ("field", "place"), [("nothing", 0), (None, None), ("numbers", 9), ("numbers", "0"), (3, 3), ("__class__", 0)]
)
def test_a_chip_that_is_not_there_takes_nothing_away(field, place):
    assert without(SCOPE, field, place) == SCOPE


def test_a_menu_of_days_says_which_are_only_inferred():
    pages = [
        page_of("一", issue=Issue("2022-01-20", told="text")),
        dataclasses.replace(page_of("一"), name="次.txt", issue=Issue("2022-01-21", told="masthead")),
    ]
    pieces = [piece(number, (1, 1), source=page.name) for number, page in enumerate(pages)]
    with gr.Blocks():
        _, _, first, *_ = Narrowing(FixedCorpus(Paper(pages, pieces)), "zh").show(Scope())
    assert first.choices[1:] == [("约2022年1月20日（推断）（1）", "2022-01-20"), ("2022年1月21日（1）", "2022-01-21")]


def test_a_menu_counts_what_is_within_reach_of_the_other_filters_and_what_asks_nothing_is_no_chip():
    with gr.Blocks():
        shown = Narrowing(FixedCorpus(Paper((PAGE,), (LIBRARY, LIGHTS))), "zh").show(Scope(kinds=("caption",)))
    reporters, kinds = shown[2:][FIELDS.index("reporters")], shown[2:][FIELDS.index("kinds")]
    assert reporters.choices == [("全部（1）", ALL)]  # 方远 wrote news
    assert sorted(kinds.choices) == sorted([("全部（2）", ALL), ("新闻（1）", "news"), ("图注（1）", "caption")])
    assert "whole" in reporters.elem_classes and "whole" not in kinds.elem_classes


@pytest.fixture
def narrowing():
    with gr.Blocks():
        yield Narrowing(FixedCorpus(Paper((PAGE,), (LIBRARY, LIGHTS))), "zh")


def test_filters_make_a_scope_and_show_it(narrowing):
    chosen = narrowing.narrow(Scope(articles=("a1",)), "2022-01-20", None, [], [1, 3], None, ["方远"], ["news"])
    assert chosen == Scope(first="2022-01-20", numbers=(1, 3), reporters=("方远",), kinds=("news",), articles=("a1",))
    line, same, *filters = narrowing.show(chosen)
    assert line == same == chips_view(FakeNewspaper(), chosen, "zh")
    assert dict(zip(FIELDS, (each.value for each in filters), strict=True)) == {
        "first": "2022-01-20",
        "last": ALL,
        "papers": [ALL],
        "numbers": [1, 3],
        "sections": [ALL],
        "reporters": ["方远"],
        "kinds": ["news"],
    }


def test_all_is_chosen_where_nothing_is_and_takes_back_what_was(narrowing):
    *_, kinds = narrowing.show(Scope())
    assert kinds.choices[0] == ("全部（2）", ALL) and kinds.value == [ALL]
    nothing = (ALL, ALL, [ALL], [ALL], [ALL], [ALL])
    assert narrowing.narrow(Scope(), *nothing, [ALL, "news"]).kinds == ("news",)  # chosen beside it
    assert not narrowing.narrow(Scope(kinds=("news",)), *nothing, ["news", ALL]).narrows  # chosen after it


def test_the_newest_issue_is_opened_where_no_page_was():
    tab = BrowseTab(FixedCorpus(Paper(ISSUES, TITLED)), "zh")
    assert tab.show(Scope(), "", "gone.txt")[1].value == "d.txt"  # page 2 of the fifth of March
    assert tab.show(Scope(), "", "a.txt")[1].value == "a.txt"


def test_days_in_the_wrong_order_change_places(narrowing):
    chosen = narrowing.narrow(Scope(), "2022-02-01", "2022-01-20", (), (), (), (), ())
    assert (chosen.first, chosen.last) == ("2022-01-20", "2022-02-01")


@pytest.mark.slow
def test_a_piece_can_be_asked_about_alone_and_what_is_no_piece_cannot(narrowing):
    assert narrowing.ask_about(gr.EventData(None, {"id": "a2"})) == Scope(articles=("a2",))
    for data in ({}, {"id": "gone"}, {"id": ["a2"]}, {"id": None}):
        assert narrowing.ask_about(gr.EventData(None, data)) == gr.skip()
    assert say("page-ask-about") in Reader(article_view([LIBRARY], [PAGE], (), "zh")).text("button", data_piece="a1")


def test_a_search_takes_the_pages_place_until_a_page_is_asked_for():
    tab = BrowseTab(FixedCorpus(Paper(ISSUES, TITLED)), "zh")
    assert tab.seek(Scope(), "  ", "b.txt")[1] == tab.show_page(Scope(), "b.txt")[1]
    choice, view, _, _, looked = tab.seek(Scope(), "灯", "b.txt")
    assert (choice.value, looked) == ("b.txt", "灯") and 'class="paper results"' in view
    shelf, _, again, _, _, kept = tab.show(Scope(kinds=("caption",)), "灯", "b.txt")
    assert (
        'class="paper results"' in again
        and kept == "灯"
        and shelf == issues_view(Paper(ISSUES, TITLED), Scope(kinds=("caption",)), "zh")
    )
    assert tab.show(Scope(pages=("b.txt",)), "", "c.txt")[1].value == "b.txt"  # the page that is left
    assert Reader(tab.show(Scope(kinds=("caption",)), "", "b.txt")[2]).text() == say("page-no-paper")


# ---- choosing and turning

ISSUES = (
    Page("a.txt", ("一",), "0" * 64),
    Page("b.txt", ("一",), "0" * 64, issue=Issue("2022-03-05", 4)),
    Page("c.txt", ("一",), "0" * 64, issue=Issue("2022-01-20", None)),
    Page("d.txt", ("一",), "0" * 64, issue=Issue("2022-03-05", 2)),
)
TITLED = (piece(1, (1, 1), source="b.txt"), piece(2, (1, 1), source="b.txt"))


def test_pages_are_listed_by_issue_and_named_by_what_is_known():
    assert page_choices(Paper(ISSUES, TITLED), "zh") == [
        ("2022年1月20日 · c.txt · 0 篇", "c.txt"),
        ("2022年3月5日 · 第2版 · 0 篇", "d.txt"),
        ("2022年3月5日 · 第4版 · 2 篇", "b.txt"),
        ("a.txt · 0 篇", "a.txt"),
    ]
    assert page_label(dataclasses.replace(ISSUES[0], issue=Issue(None, 3)), {}, "en") == "page 3"


def test_a_page_is_not_named_after_a_sections_label_where_a_piece_has_a_headline():
    label = dataclasses.replace(piece(1, (1, 1), source="a.txt"), title="要闻速递", kind="slogan")
    headed = dataclasses.replace(piece(2, (2, 3), source="a.txt"), title="渡口新桥通车")
    alone = dataclasses.replace(label, id="a3", source="b.txt")
    pages = [dataclasses.replace(PAGE, name=name) for name in ("a.txt", "b.txt")]
    assert headlines_of(Paper(pages, (label, headed, alone))) == {"a.txt": "渡口新桥通车", "b.txt": "要闻速递"}


def test_turning_goes_through_the_list_and_stops_at_its_ends():
    tab = BrowseTab(FixedCorpus(Paper(ISSUES, TITLED)), "zh")
    seen = ["c.txt"]
    for _ in range(4):
        seen.append(tab.page_after(Scope(), seen[-1])[0].value)
    assert seen == ["c.txt", "d.txt", "b.txt", "a.txt", "a.txt"]
    assert tab.page_before(Scope(), "c.txt")[0].value == "c.txt"
    assert [
        [button.interactive for button in tab.show_page(Scope(), name)[2:4]] for name in ("c.txt", "d.txt", "a.txt")
    ] == [[False, True], [True, True], [True, False]]
    narrow = Scope(pages=("b.txt", "c.txt"), first="2022-01-01")  # c.txt holds no piece
    assert [tab.page_after(narrow, name)[0].value for name in ("b.txt", "d.txt")] == ["b.txt", "b.txt"]


def test_a_headline_opens_its_piece():
    tab = BrowseTab(FixedCorpus(FakeNewspaper()), "zh")
    view = tab.open_piece(gr.EventData(None, {"id": "a2"}))
    assert LIGHTS.title in Reader(view).text("h2")
    assert Reader(view).text("mark") == ""


@pytest.mark.parametrize("data", [{}, {"id": None}, {"id": 1}, {"id": ["a1"]}])
def test_what_is_no_piece_opens_nothing(data):
    assert BrowseTab(FixedCorpus(FakeNewspaper()), "zh").open_piece(gr.EventData(None, data)) == gr.skip()


def test_a_piece_that_was_taken_out_meanwhile_is_said_to_be_gone():
    assert BrowseTab(FixedCorpus(FakeNewspaper()), "zh").open_piece(gr.EventData(None, {"id": "gone"})) == missing_view(
        "zh"
    )


# ---- a corpus that changes

ONE, OTHER = (
    Paper([dataclasses.replace(PAGE, name=name)], [dataclasses.replace(LIBRARY, id=name, source=name)])
    for name in ("one.txt", "other.txt")
)


@pytest.mark.slow
@pytest.mark.parametrize("before", [(ONE, OTHER), (OTHER, ONE)], ids=["one", "other"])
def test_whatever_is_shown_at_once_comes_from_one_corpus(before):
    first = before[0].pages[0].name
    with gr.Blocks():
        narrowing = Narrowing(Changing(*before), "zh")
    line, _, *filters = narrowing.show(Scope(articles=(first,)))
    assert LIBRARY.title in line and len(filters) == len(FIELDS)
    handlers = {
        "show": lambda tab: tab.show(Scope(), "", first)[2],
        "show_page": lambda tab: tab.show_page(Scope(), first)[1],
        "page_after": lambda tab: tab.page_after(Scope(), first)[1],
        "open_piece": lambda tab: tab.open_piece(gr.EventData(None, {"id": first})),
    }
    for name, handle in handlers.items():
        assert LIBRARY.title.split()[0] in Reader(handle(BrowseTab(Changing(*before), "zh"))).text(), name
    shelf, choice, view, back, on, _ = BrowseTab(Changing(*before), "zh").show(Scope(), "", "gone.txt")
    assert (
        choice.value == first and f'data-page="{escaped(first)}"' in shelf and f'data-page="{escaped(first)}"' in view
    )
    assert [back.interactive, on.interactive] == [False, False]
