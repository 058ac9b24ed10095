"""A page as it was split: its runs, how they are listed, whole pieces, and that all of it stays text."""

import dataclasses
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.browsing import page_of, piece, told
from support.newspaper import ANSWER, HOSTILE, LIBRARY, LIGHTS, PAGE, FakeNewspaper, Paper, Reader

from rag.answering.scope import Scope
from rag.corpus.overview import HeldPage
from rag.records import Citation, Fragment, Hit, Issue, Joint, Page, Passage, Piece, PrintedDay, Sentence
from rag.wording import WORDING
from ui.ask.rendering import sources_panel
from ui.ask.responding import Turn
from ui.browse.article_view import article_view
from ui.browse.found_view import found_view
from ui.browse.issues_view import issues_of, issues_view
from ui.browse.paper_view import HUES, MAPPED_RUNS, page_choices, paper_view
from ui.browse.runs import rows, runs_of, threads, words
from ui.corpus.view import table_view
from ui.markup import period_label, printed_on
from ui.newspaper import imprints_of
from ui.wording import say

# ---- runs


def test_an_interrupted_piece_has_a_run_on_each_side():
    runs = runs_of(PAGE, (LIBRARY, LIGHTS))
    assert [(run.number, run.lines, run.opens) for run in runs] == [
        (1, (2, 3, 5, 7, 8), True),
        (2, (10, 11), True),
        (1, (13,), False),
    ]
    assert threads(runs) == {1: 0}


def test_spans_that_only_a_blank_line_parts_are_one_run():
    runs = runs_of(page_of("一", "", "二", "三"), [piece(1, (3, 4), (1, 1))])
    assert [run.lines for run in runs] == [(1, 3, 4)]
    assert threads(runs) == {}


def test_lines_of_no_piece_are_runs_of_their_own():
    runs = runs_of(page_of("一", "二", "三"), [piece(1, (2, 2))])
    assert [(run.number, run.lines) for run in runs] == [(0, (1,)), (1, (2,)), (0, (3,))]


@given(
    st.lists(st.sampled_from(["", " ", "字"]), max_size=30),
    st.lists(st.lists(st.tuples(st.integers(-2, 35), st.integers(-2, 35)), max_size=3), max_size=5),
)
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
    assert told(view, 0).text("p", class_="facts") == "1新闻所记之事：2024年3月5日记者 方远第2–8行、第13行"
    assert told(view, 1).text("p", class_="facts") == "2图注第10–11行"
    assert told(view, 2).text("p", class_="facts") == "1续第13行"
    assert [told(view, index).text("div", class_="edge") for index in range(3)] == ["28", "1011", "13"]
    assert told(view, 1).text("p", class_="extract") == PAGE.lines[10]
    assert Reader(view).text("p", class_="figures") == "2 篇 · 13 行"
    assert Reader(view).text("details") == f"文件名{PAGE.name}"


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
    text = "".join(chr(0x4E00 + number) for number in range(200))
    shown = told(paper_view(Paper([page_of(text)], [piece(1, (1, 1))]), "页.txt", "zh"), 0).text("p", class_="extract")
    assert shown == f"{text[:64]}{say('page-left-out', count=200 - 64 - 28)}{text[-28:]}"


def test_a_headline_printed_elsewhere_is_said_so():
    pieces = [piece(1, (3, 3), (1, 1), title_lines=(3,)), piece(2, (2, 2))]
    view = paper_view(Paper([page_of("后半", "别的", "题")], pieces), "页.txt", "zh")
    assert told(view, 0).text("p", class_="elsewhere") == "标题印在第3行"
    assert told(view, 0).text("p", class_="extract") == "后半"
    assert told(view, 2).text("p", class_="extract") == ""


def test_a_doubtful_cut_is_marked_in_words_on_the_run_where_it_lies():
    doubts = (Joint(1, "begins", 0.9, False), Joint(4, "resumes", 0.4, True), Joint(4, "ends", 0.3, False))
    page = page_of("题", "文。", "别的题", "又一段。")
    pieces = [piece(1, (1, 2), (4, 4), joints=doubts), piece(2, (3, 3))]
    view = paper_view(Paper([page], pieces), "页.txt", "zh")
    assert told(view, 2).text("span", class_="doubt") == "存疑"
    assert told(view, 2).text("p", class_="doubted") == "请核对：第4行是否接着这篇。"
    assert told(view, 0).text("span", class_="doubt") == told(view, 1).text("span", class_="doubt") == ""
    assert say("page-browse-doubts", count=1) in Reader(view).text("p", class_="hint")
    assert [name for name, _ in page_choices(Paper([page], pieces), "zh")] == ["《题1》 · 2 篇 · 存疑 1"]
    parts = [given["class"] for tag, given in Reader(view).tags if tag == "a"]
    assert ["doubtful" in each.split() for each in parts] == [False, False, True]
    whole = article_view([pieces[0]], [page], (), "en")
    assert Reader(whole).text("p", class_="doubted") == "doubtful Please check whether it goes on at line 4."


def test_a_page_without_doubts_speaks_of_none():
    view = paper_view(FakeNewspaper(), PAGE.name, "zh")
    assert "存疑" not in view
    assert "doubt" not in view


def test_a_piece_without_headline_and_lines_of_no_piece_are_said_so():
    view = paper_view(Paper([page_of("一", "二")], [piece(1, (2, 2), title="")]), "页.txt", "zh")
    assert told(view, 0).text("p", class_="facts") == "第1行没有归入任何稿件"
    assert told(view, 1).text("button") == say("title-none")


@pytest.mark.parametrize("kind", sorted(key.removeprefix("kind-") for key in WORDING if key.startswith("kind-")))
def test_every_kind_is_told_apart(kind):
    view = paper_view(Paper([page_of("一")], [piece(1, (1, 1), kind=kind)]), "页.txt", "zh")
    assert kind in told(view, 0).tags[0][1]["class"].split()
    assert told(view, 0).text("span", class_="kind") == say(f"kind-{kind}")


@pytest.mark.parametrize("issue", [Issue(), Issue("2022-01-20", told="file-name")])
def test_a_label_is_dated_only_by_its_issue(issue):
    slogan = piece(1, (1, 1), kind="slogan", date=issue.date, date_told=issue.told)
    view = paper_view(Paper([page_of("一", issue=issue)], [slogan]), "页.txt", "zh")
    assert told(view, 0).text("p", class_="facts") == "1标语第1行"


@pytest.mark.parametrize(
    ("where", "label"),
    [
        ("sidecar", "2022年1月20日（据附带文件）"),
        ("file-name", "2022年1月20日（据文件或文件夹名）"),
        ("masthead", "2022年1月20日（据报头）"),
        ("file", "2022年1月20日（据文件所载）"),
        ("text", "约2022年1月20日（推断）"),
        ("", "2022年1月20日"),
    ],
)
def test_the_day_of_a_paper_says_where_it_was_read(where, label):
    assert printed_on(PrintedDay("2022-01-20", where), "zh") == label
    assert printed_on(PrintedDay(), "zh") == say("date-unknown")


@pytest.mark.parametrize("where", ["sidecar", "file-name", "masthead", "text"])
def test_a_page_has_one_day_in_all_views(where):
    page = page_of("一", issue=Issue("2023-09-14", 5, where))
    article = piece(1, (1, 1), date="2022-09-15", date_told="text")
    paper, label = Paper([page], [article]), ("约" if where == "text" else "") + "2023年9月14日"
    printed = (Sentence((Fragment(page.name, 1, 0, "一"),), True),)
    passage = Passage("p", article.id, page.name, article.title, article.date, ((1, 1),), printed)
    (choice,) = page_choices(paper, "zh")
    views = [
        Reader(paper_view(paper, page.name, "zh")).text("h2"),
        choice[0],
        Reader(issues_view(paper, Scope(), "zh")).text("h3"),
        Reader(found_view(Paper([page], [article], [Hit(passage, 1, 1)]), "一", Scope(), "zh")).text(
            "p", class_="facts"
        ),
        Reader(article_view([article], [page], (), "zh")).text("div", class_="about"),
        Reader(table_view([HeldPage(page, 1, 1)], "zh")).text("span", class_="period"),
        period_label(paper.holdings.period, "zh"),
        sources_panel(answered_by(passage, paper), 0, "zh"),
    ]
    for view in views:
        assert label in Reader(view).text() if view.startswith("<") else label in view
        assert ("推断" in view) == (where == "text")


def answered_by(passage, paper) -> Turn:
    """A turn that cites the first sentence of the passage."""
    cited = passage.sentences[0].fragments
    citation = Citation(1, passage.source, (1, 1), passage.article, "题", passage.date, "一", passage.id, cited)
    answer = dataclasses.replace(ANSWER, citations=(citation,), hits=())
    return Turn("?", "done", answer.text, answer, imprints_of(paper, answer))


def test_the_day_that_a_piece_tells_of_stands_apart_from_that_of_its_paper():
    page = page_of("一", issue=Issue("2022-01-21", told="masthead"))
    article = piece(1, (1, 1), date="2022-01-20", date_told="text")
    view = paper_view(Paper([page], [article]), "页.txt", "zh")
    assert told(view, 0).text("p", class_="facts") == "1新闻所记之事：2022年1月20日第1行"
    about = Reader(article_view([article], [page], (), "zh")).text("div", class_="about")
    assert "2022年1月21日（据报头）所记之事：2022年1月20日" in about


def test_a_piece_of_a_table_has_its_own_day_and_not_that_of_the_file():
    page = page_of("一", issue=Issue("2024-05-01", told="file-name"))
    article = piece(1, (1, 1), date="2022-01-20", date_told="file")
    view = paper_view(Paper([page], [article]), "页.txt", "zh")
    assert told(view, 0).text("p", class_="facts") == "1新闻2022年1月20日（据文件所载）第1行"


def test_a_piece_without_a_day_of_its_own_has_that_of_its_page():
    page = page_of("一", issue=Issue("2022-01-21", told="masthead"))
    article = piece(1, (1, 1), date=None)
    assert "2022年1月21日（据报头）" in Reader(article_view([article], [page], (), "zh")).text()
    view = paper_view(Paper([page], [article]), "页.txt", "zh")
    assert told(view, 0).text("p", class_="facts") == "1新闻第1行"


def test_pages_whose_day_is_inferred_are_not_put_among_those_whose_day_is_told():
    pages = [
        page_of("一", issue=Issue("2022-01-21", 1, "text")),
        dataclasses.replace(page_of("一"), name="二.txt", issue=Issue("2022-01-21", 2, "masthead")),
        dataclasses.replace(page_of("一"), name="三.txt", issue=Issue("2022-01-21", 3, "file-name")),
    ]
    assert [[page.issue.page for page in issue] for issue in issues_of(pages)] == [[2, 3], [1]]


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
    article = Piece(line, page.name, line, "news", line, line, ((1, 2), (4, 4)), (1,), ((2,), (4,)), (4,), "")
    other = piece(2, (3, 3), source=page.name)
    for shown in (
        paper_view(Paper([page], [article, other]), page.name, "zh"),
        article_view([article], [page], (), "zh"),
    ):
        tags = Reader(shown).tags
        assert not {tag for tag, _ in tags} & {"script", "img", "style", "b", "iframe"}
        assert not [name for _, given in tags for name in given if name.startswith("on")]
        assert all(re.fullmatch(r"#run-\d", given.get("href") or "#run-0") for _, given in tags)
        assert line in Reader(shown).text("h3" if "run-0" in shown else "h2")


# ---- whole pieces


def test_a_doubled_paragraph_is_said_and_can_be_unfolded():
    doubled = dataclasses.replace(LIBRARY, paragraphs=((5,), (7, 8)), repeats=(13,))
    reader = Reader(article_view([doubled], [PAGE], (), "zh"))
    named = "第13行把上文的段落又印了一遍"
    assert reader.text("details", class_="repeats") == f"{named}13{PAGE.lines[12]}"
    assert named in reader.text("summary")
    assert "repeats" not in article_view([LIBRARY], [PAGE], (), "zh")
