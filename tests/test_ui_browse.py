"""The paper as it was split: runs of a page, how they are listed, how pages are turned, and that all of it stays text."""

import dataclasses
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_ui_rendering import HOSTILE
from test_ui_shared import LIBRARY, LIGHTS, PAGE, FakeNewspaper, Reader

from rag.records import Article, Issue, Page
from rag.wording import WORDING, say
from ui.article_view import article_view
from ui.browse import BrowseTab
from ui.direct import gr
from ui.markup import dated
from ui.paper_view import HUES, MAPPED_RUNS, issue_label, page_choices, paper_view
from ui.runs import rows, runs_of, threads, words


class Paper(FakeNewspaper):
    """Pages and pieces as given."""

    def __init__(self, pages, articles):
        super().__init__()
        self.pages = pages
        self.articles = articles


def piece(number: int, *spans: tuple[int, int], **fields) -> Article:
    body = tuple((line,) for first, last in spans for line in range(first, last + 1))
    return dataclasses.replace(Article(f"p{number}", "页.txt", f"题{number}", "news", "", None, spans, (), body, (), ""),
                               **fields)


def page_of(*lines: str, **fields) -> Page:
    return Page("页.txt", lines, "0" * 64, **fields)


def told(view: str, index: int) -> Reader:
    """The run at this place of the list."""
    found = re.search(rf'<li id="run-{index}".*?</li>', view, re.DOTALL)
    assert found
    return Reader(found[0])


# ---- runs

def test_an_interrupted_piece_has_a_run_on_each_side():
    runs = runs_of(PAGE, (LIBRARY, LIGHTS))
    assert [(run.number, run.lines, run.opens) for run in runs] == [
        (1, (2, 3, 5, 7, 8), True), (2, (10, 11), True), (1, (13,), False)]
    assert threads(runs) == {1: 0}


def test_spans_that_only_a_blank_line_parts_are_one_run():
    runs = runs_of(page_of("一", "", "二", "三"), [piece(1, (3, 4), (1, 1))])
    assert [run.lines for run in runs] == [(1, 3, 4)]
    assert threads(runs) == {}


def test_lines_of_no_piece_are_runs_of_their_own():
    runs = runs_of(page_of("一", "二", "三"), [piece(1, (2, 2))])
    assert [(run.number, run.lines) for run in runs] == [(0, (1,)), (1, (2,)), (0, (3,))]


@given(st.lists(st.sampled_from(["", " ", "字"]), max_size=30),
       st.lists(st.lists(st.tuples(st.integers(-2, 35), st.integers(-2, 35)), max_size=3), max_size=5))
def test_every_printed_line_is_in_exactly_one_run_whatever_the_spans(lines, spans):
    runs = runs_of(page_of(*lines), [piece(number, *own) for number, own in enumerate(spans)])
    assert [line for run in runs for line in run.lines] == [n for n, line in enumerate(lines, 1) if line.strip()]
    assert sum(run.opens for run in runs) == len({run.number for run in runs})


def test_a_run_reads_without_its_headline_and_is_as_high_as_its_text():
    first = runs_of(PAGE, (LIBRARY, LIGHTS))[1]
    assert words(PAGE, first) == PAGE.lines[10]
    long = page_of("字" * 100, "字")
    assert rows(long, runs_of(long, [piece(1, (1, 2))])[0]) == 5 + 1


# ---- the list of a page

def test_a_page_lists_its_pieces_in_order_with_all_that_is_known():
    view = paper_view(FakeNewspaper(), PAGE.name, "zh")
    assert Reader(view).text("h3") == LIBRARY.title + LIGHTS.title + LIBRARY.title
    assert told(view, 0).text("p", class_="facts") == "1新闻2024年3月6日记者 方远第2–8行、第13行"
    assert told(view, 1).text("p", class_="facts") == "2图注日期不详第10–11行"
    assert told(view, 2).text("p", class_="facts") == "1续第13行"
    assert [told(view, index).text("div", class_="edge") for index in range(3)] == ["28", "1011", "13"]
    assert told(view, 1).text("p", class_="extract") == PAGE.lines[10]
    assert Reader(view).text("p", class_="figures") == "2 篇 · 13 行"


def test_runs_of_an_interrupted_piece_share_a_colour_that_no_other_has():
    lines = [str(line) for line in range(1, 13)]
    pieces = [piece(1, (1, 1), (3, 3)), piece(2, (2, 2), (5, 5)), piece(3, (4, 4))]
    view = paper_view(Paper([page_of(*lines)], pieces), "页.txt", "zh")
    hues = [re.findall(r"hue-\d", told(view, index).tags[0][1]["class"]) for index in range(5)]
    assert hues == [["hue-0"], ["hue-1"], ["hue-0"], [], ["hue-1"]]
    assert say("page-browse-hues") in Reader(view).text()
    assert HUES > 1


def test_the_slim_column_shows_every_run_at_its_height():
    view = paper_view(FakeNewspaper(), PAGE.name, "zh")
    parts = [given for tag, given in Reader(view).tags if tag == "a"]
    runs = runs_of(PAGE, (LIBRARY, LIGHTS))
    assert [part["href"] for part in parts] == ["#run-0", "#run-1", "#run-2"]
    assert [part["style"] for part in parts] == [f"flex-grow: {rows(PAGE, run)}" for run in runs]
    many = page_of(*["字"] * (MAPPED_RUNS + 1))
    pieces = [piece(line, (line, line)) for line in range(1, MAPPED_RUNS + 2)]
    crowded = paper_view(Paper([many], pieces), "页.txt", "zh")
    assert 'class="map"' not in crowded
    assert crowded.count("<li ") == MAPPED_RUNS + 1


def test_a_long_run_shows_its_first_and_last_words_and_what_it_leaves_out():
    text = "".join(chr(0x4e00 + number) for number in range(200))
    shown = told(paper_view(Paper([page_of(text)], [piece(1, (1, 1))]), "页.txt", "zh"), 0).text("p", class_="extract")
    assert shown == f"{text[:64]}{say('page-left-out', count=200 - 64 - 28)}{text[-28:]}"


def test_a_headline_printed_elsewhere_is_said_so():
    pieces = [piece(1, (3, 3), (1, 1), title_lines=(3,)), piece(2, (2, 2))]
    view = paper_view(Paper([page_of("后半", "别的", "题")], pieces), "页.txt", "zh")
    assert told(view, 0).text("p", class_="elsewhere") == "标题印在第3行"
    assert told(view, 0).text("p", class_="extract") == "后半"
    assert told(view, 2).text("p", class_="extract") == ""


def test_a_piece_without_headline_and_lines_of_no_piece_are_said_so():
    view = paper_view(Paper([page_of("一", "二")], [piece(1, (2, 2), title="")]), "页.txt", "zh")
    assert told(view, 0).text("p", class_="facts") == "第1行没有归入任何稿件"
    assert told(view, 1).text("button") == say("title-none")


@pytest.mark.parametrize("kind", sorted(key.removeprefix("kind-") for key in WORDING if key.startswith("kind-")))
def test_every_kind_is_told_apart(kind):
    view = paper_view(Paper([page_of("一")], [piece(1, (1, 1), kind=kind)]), "页.txt", "zh")
    assert kind in told(view, 0).tags[0][1]["class"].split()
    assert told(view, 0).text("span", class_="kind") == say(f"kind-{kind}")


@pytest.mark.parametrize("date", [None, "2022-01-20"])
def test_a_label_is_dated_only_by_its_issue(date):
    slogan = piece(1, (1, 1), kind="slogan", date=date, date_told="file-name")
    view = paper_view(Paper([page_of("一")], [slogan]), "页.txt", "zh")
    assert told(view, 0).text("p", class_="facts") == "1标语" + ("2022年1月20日" if date else "") + "第1行"


@pytest.mark.parametrize(("where", "label"), [
    ("sidecar", "2022年1月20日（据附带文件）"), ("file-name", "2022年1月20日（据文件名）"),
    ("masthead", "2022年1月20日（据报头）"), ("text", "2022年1月20日（据正文推断）"), ("", "2022年1月20日"),
])
def test_a_date_says_where_it_was_read(where, label):
    article = piece(1, (1, 1), date="2022-01-20", date_told=where)
    assert dated(article, "zh") == label
    assert label in told(paper_view(Paper([page_of("一")], [article]), "页.txt", "zh"), 0).text("p", class_="facts")
    assert dated(dataclasses.replace(article, date=None), "zh") == say("page-date-unknown")


@pytest.mark.parametrize("name", ["gone.txt", None, 3, ["页.txt"]])
def test_a_page_that_is_not_there_is_told(name):
    assert Reader(paper_view(FakeNewspaper(), name, "zh")).text() == say("page-no-paper")


def test_an_english_list_holds_no_chinese_wording():
    article = piece(1, (1, 1), (3, 3), title="a title", date="2022-01-20", date_told="masthead")
    page = dataclasses.replace(page_of("a", "b", "c"), issue=Issue("2022-01-20", 2))
    view = paper_view(Paper([page], [article]), "页.txt", "en")
    assert not re.search(r"[\u3400-\u9fff]", Reader(view).text().replace(page.name, ""))


# ---- hostile text

@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text_in_the_list(text):
    line = text.replace("\n", " ")
    page = Page("<b>.txt", (line, f"{line * 9}开市。", "别的", line), "0" * 64, issue=Issue(line, 1))
    article = Article(line, page.name, line, "news", line, line, ((1, 2), (4, 4)), (1,), ((2,), (4,)), (4,), "")
    other = piece(2, (3, 3), source=page.name)
    for shown in (paper_view(Paper([page], [article, other]), page.name, "zh"), article_view([article], [page], (), "zh")):
        tags = Reader(shown).tags
        assert not {tag for tag, _ in tags} & {"script", "img", "style", "b", "iframe"}
        assert not [name for _, given in tags for name in given if name.startswith("on")]
        assert all(re.fullmatch(r"#run-\d", given.get("href") or "#run-0") for _, given in tags)
        assert line in Reader(shown).text("h3" if "run-0" in shown else "h2")


# ---- whole pieces

def test_a_doubled_paragraph_is_said_and_can_be_unfolded():
    doubled = dataclasses.replace(LIBRARY, paragraphs=((5,), (7, 8)), repeats=(13,))
    reader = Reader(article_view([doubled], [PAGE], (), "zh"))
    assert reader.text("summary") == "第13行把上文的段落又印了一遍"
    assert reader.text("details") == reader.text("summary") + "13" + PAGE.lines[12]
    assert "<details" not in article_view([LIBRARY], [PAGE], (), "zh")


# ---- choosing and turning

ISSUES = (Page("a.txt", ("一",), "0" * 64), Page("b.txt", ("一",), "0" * 64, issue=Issue("2022-03-05", 4)),
          Page("c.txt", ("一",), "0" * 64, issue=Issue("2022-01-20", None)),
          Page("d.txt", ("一",), "0" * 64, issue=Issue("2022-03-05", 2)))
TITLED = (piece(1, (1, 1), source="b.txt"), piece(2, (1, 1), source="b.txt"))


def test_pages_are_listed_by_issue_and_named_by_what_is_known():
    assert page_choices(Paper(ISSUES, TITLED), "zh") == [
        ("2022年1月20日 · c.txt · 0 篇", "c.txt"), ("2022年3月5日 第2版 · d.txt · 0 篇", "d.txt"),
        ("2022年3月5日 第4版 · b.txt · 2 篇", "b.txt"), ("a.txt · 0 篇", "a.txt")]
    assert issue_label(dataclasses.replace(ISSUES[0], issue=Issue(None, 3)), "en") == "page 3"


def test_turning_goes_through_the_list_and_stops_at_its_ends():
    tab = BrowseTab(Paper(ISSUES, TITLED), "zh")
    seen = ["c.txt"]
    for _ in range(4):
        seen.append(tab.page_after(seen[-1])[0])
    assert seen == ["c.txt", "d.txt", "b.txt", "a.txt", "a.txt"]
    assert tab.page_before("c.txt")[0] == "c.txt"
    assert [[button.interactive for button in tab.show_page(name)[1:]] for name in ("c.txt", "d.txt", "a.txt")] == [
        [False, True], [True, True], [True, False]]


def test_a_headline_opens_its_piece():
    tab = BrowseTab(FakeNewspaper(), "zh")
    view = tab.open_piece(gr.EventData(None, {"id": "a2"}))
    assert LIGHTS.title in Reader(view).text("h2")
    assert Reader(view).text("mark") == ""


@pytest.mark.parametrize("data", [{}, {"id": None}, {"id": "gone"}, {"id": 1}, {"id": ["a1"]}])
def test_a_piece_that_is_not_there_opens_nothing(data):
    assert BrowseTab(FakeNewspaper(), "zh").open_piece(gr.EventData(None, data)) == gr.skip()
