"""The paper as it was split: runs of a page, how they are listed, how pages are turned, and that all of it stays text."""

import dataclasses
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.newspaper import (
    ANSWER,
    HITS,
    HOSTILE,
    LIBRARY,
    LIGHTS,
    LIGHTS_PASSAGE,
    PAGE,
    Archive,
    Changing,
    FakeNewspaper,
    Paper,
    Reader,
)

from rag.answering.scope import Scope
from rag.corpus.overview import Holding
from rag.records import Citation, Fragment, Hit, Issue, Page, Passage, Piece, PrintedDay, Sentence
from rag.wording import WORDING
from ui.ask.rendering import sources_panel
from ui.ask.responding import Turn
from ui.browse.article_view import article_view, missing_view
from ui.browse.filters import FIELDS, Narrowing, chips_view, without
from ui.browse.found_view import SENTENCE_CHARACTERS, best_sentence, found_view, places, words_of
from ui.browse.issues_view import issues_of, issues_view
from ui.browse.paper_view import HUES, MAPPED_RUNS, issue_label, page_choices, paper_view
from ui.browse.runs import rows, runs_of, threads, words
from ui.browse.tab import BrowseTab
from ui.corpus.view import table_view
from ui.gradio_setup import gr
from ui.markup import escaped, period_label, printed_on
from ui.newspaper import FixedCorpus, imprints_of
from ui.wording import say


def piece(number: int, *spans: tuple[int, int], **fields) -> Piece:
    body = tuple((line,) for first, last in spans for line in range(first, last + 1))
    return dataclasses.replace(
        Piece(f"p{number}", "页.txt", f"题{number}", "news", "", None, spans, (), body, (), ""), **fields
    )


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
    assert Reader(view).text("p", class_="figures") == f"2 篇 · 13 行 · {PAGE.name}"


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
        Reader(article_view([article], [page], (), "zh")).text("p", class_="about"),
        Reader(table_view([Holding(page, 1, 1)], "zh")).text("td", class_="period"),
        period_label([article], [page], "zh"),
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
    about = Reader(article_view([article], [page], (), "zh")).text("p", class_="about")
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
    assert reader.text("summary") == "第13行把上文的段落又印了一遍"
    assert reader.text("details") == reader.text("summary") + "13" + PAGE.lines[12]
    assert "<details" not in article_view([LIBRARY], [PAGE], (), "zh")


# ---- the shelf


def test_the_shelf_shows_the_latest_issue_first_and_what_has_no_date_last():
    view = issues_view(Paper(ISSUES, TITLED), Scope(), "zh")
    assert [[page.name for page in issue] for issue in issues_of(ISSUES)] == [["d.txt", "b.txt"], ["c.txt"], ["a.txt"]]
    reader = Reader(view)
    assert reader.text("h3") == "2022年3月5日2022年1月20日" + say("date-unknown")
    assert reader.text("p", class_="figures") == "2 版 · 2 篇1 版 · 0 篇1 版 · 0 篇"
    assert [given["data-page"] for tag, given in reader.tags if tag == "button"] == ["d.txt", "b.txt", "c.txt", "a.txt"]
    assert reader.text("button", data_page="d.txt") == "第2版0 篇"
    assert reader.text("button", data_page="a.txt") == "a.txt0 篇"


def test_two_papers_of_one_day_are_two_issues():
    pages = [
        Page(name, (), "", Issue("2022-01-20", 1, paper=paper, section="要闻")) for name, paper in ("a甲", "b乙", "c甲")
    ]
    assert [[page.name for page in issue] for issue in issues_of(pages)] == [["b"], ["a", "c"]]
    view = Reader(issues_view(Paper(pages, ()), Scope(), "zh"))
    assert view.text("span", class_="title") == "乙甲"
    assert view.text("span", class_="name") == "第1版 要闻" * 3


def test_a_narrowed_shelf_counts_what_is_within():
    assistant = Paper(ISSUES, (*TITLED, piece(3, (1, 1), source="d.txt", kind="caption")))
    assert Reader(issues_view(assistant, Scope(kinds=("caption",)), "zh")).text("button") == "第2版1 篇"
    assert page_choices(assistant, "zh", Scope(kinds=("caption",))) == [("2022年3月5日 第2版 · d.txt · 1 篇", "d.txt")]
    assert Reader(issues_view(assistant, Scope(reporters=("无名",)), "zh")).text() == say("page-no-issue")


def test_a_page_shows_pieces_outside_by_their_headlines_alone():
    view = paper_view(FakeNewspaper(), PAGE.name, "zh", Scope(kinds=("caption",)))
    assert told(view, 0).text("h3") == LIBRARY.title
    assert "extract" not in re.search(r'<li id="run-0".*?</li>', view, re.DOTALL)[0]
    assert told(view, 1).text("p", class_="extract") == PAGE.lines[10]
    assert told(view, 2).text() == ""
    assert "2 篇，所选范围里 1 篇" in Reader(view).text("p", class_="figures")


# ---- what was found


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
    assert first.choices == [("约2022年1月20日（推断）（1）", "2022-01-20"), ("2022年1月21日（1）", "2022-01-21")]


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
        "last": None,
        "papers": [],
        "numbers": [1, 3],
        "sections": [],
        "reporters": ["方远"],
        "kinds": ["news"],
    }


def test_days_in_the_wrong_order_change_places(narrowing):
    chosen = narrowing.narrow(Scope(), "2022-02-01", "2022-01-20", (), (), (), (), ())
    assert (chosen.first, chosen.last) == ("2022-01-20", "2022-02-01")


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
        ("2022年3月5日 第2版 · d.txt · 0 篇", "d.txt"),
        ("2022年3月5日 第4版 · b.txt · 2 篇", "b.txt"),
        ("a.txt · 0 篇", "a.txt"),
    ]
    assert issue_label(dataclasses.replace(ISSUES[0], issue=Issue(None, 3)), "en") == "page 3"


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
