"""The tab for the corpus: what it shows, what its handlers do, and that all of it stays text and within bounds."""

import threading
from dataclasses import replace

import pytest
from support.events import clicked
from support.newspaper import HOSTILE, FakeNewspaper, Reader
from support.shelving import BOOKS, FERRY, FERRY_QUESTION, HOSPITAL
from support.streams import given_by

from rag.corpus.changes import CorpusChange, GivenFile
from rag.corpus.facts import PageFacts
from rag.corpus.overview import CorpusFigures, Holding
from rag.errors import LibraryCancelled, LibraryError, PageError
from rag.index.build import BuildReport
from rag.records import Issue, Page
from ui.corpus.tab import CorpusTab, upload_bytes
from ui.corpus.view import NAMED, ROWS, confirmation_view, figures_view, table_view, work_view
from ui.corpus.work import Work
from ui.gradio_setup import gr
from ui.newspaper import FixedCorpus
from ui.wording import say

FIGURES = CorpusFigures(1234, 20, 30, 45678, "2022-01-04", "2024-04-28", 1_250_000, "bundled:model@1")


def holding(name: str, date: str | None = None, number: int | None = None) -> Holding:
    return Holding(Page(name, ("一",), "0" * 64, Issue(date, number)), 3, 5)


def report(**values) -> BuildReport:
    return BuildReport(
        **{
            "pages": 1,
            "articles": 1,
            "passages": 1,
            "sentences": 1,
            "encoded": 4,
            "reused": 9,
            "skipped": (),
            "changed": True,
            **values,
        }
    )


# ---- figures and table


def test_the_figures_are_told_with_their_names():
    read = Reader(figures_view(FIGURES, "zh"))
    assert read.text("dd") == "1,2342030" + "45,678" + "1.2 MB" + "2022年1月4日至2024年4月28日" + "bundled:model@1"
    assert read.text("dt") == "版面稿件段落字数索引日期向量模型"


def test_the_figures_say_of_a_day_that_is_only_inferred_that_it_is():
    told = replace(FIGURES, first_told="text", last_told="masthead")
    assert "约2022年1月4日（推断）至2024年4月28日" in Reader(figures_view(told, "zh")).text("dd")
    one = replace(told, last=told.first, last_told="text")
    assert "约2022年1月4日（推断）bundled" in Reader(figures_view(one, "zh")).text("dd")


def test_a_page_is_listed_with_its_file_date_number_and_counts():
    read = Reader(table_view([holding("a.txt", "2022-01-21", 2), holding("b.txt")], "zh"))
    assert read.text("tbody") == "a.txt2022年1月21日235" + "b.txt——35"
    assert not [tag for tag, _ in read.tags if tag in ("input", "button")]


def test_pages_can_be_chosen_where_they_can_be_removed():
    read = Reader(
        table_view([holding("a.txt"), holding("b.txt")], "zh", editable=True).replace("<input", "<br")
    )  # the reader of these tests knows no other empty element
    assert [named["data-page"] for tag, named in read.tags if "data-page" in named] == ["a.txt", "b.txt"]
    assert say("page-corpus-remove") in read.text("button")


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("", ["a.txt", "B-4月.txt"]),
        ("b-", ["B-4月.txt"]),
        ("2022-01", ["a.txt"]),
        ("2022年 21日", ["a.txt"]),
        ("a.txt 4月", []),
        ("晚报", ["a.txt"]),
    ],
)
def test_the_filter_looks_for_all_words_in_name_date_and_paper(asked, names):
    told = holding("a.txt", "2022-01-21")
    told = replace(told, page=replace(told.page, issue=replace(told.page.issue, paper="晚报")))
    shown = table_view([told, holding("B-4月.txt")], "zh", asked)
    assert [
        name for name in ("a.txt", "B-4月.txt") if f">{name.replace('.', '&#46;').replace('-', '&#45;')}<" in shown
    ] == names
    assert (say("page-corpus-no-match") in Reader(shown).text()) == (not names)


def test_a_long_list_is_cut_and_says_so():
    shown = table_view([holding(f"{number}.txt") for number in range(ROWS + 7)], "zh")
    assert shown.count("<tr>") == ROWS + 1
    assert say("report-unlisted", count=7) in Reader(shown).text("p")


@pytest.mark.parametrize("name", HOSTILE)
def test_names_stay_text_wherever_they_are_shown(name):
    files = (GivenFile(name, name), GivenFile(name, error=PageError("page-binary", name=name)))
    for view in (
        table_view([holding(name)], "zh"),
        confirmation_view([name], "zh"),
        work_view(Work("add", (name, name, name), files), (), "zh"),
    ):
        read = Reader(view)
        assert name in read.text()
        assert {tag for tag, _ in read.tags} <= {
            "table",
            "thead",
            "tbody",
            "tr",
            "th",
            "td",
            "div",
            "p",
            "ul",
            "ol",
            "li",
            "section",
            "h3",
            "span",
            "br",
            "wbr",
        }


def test_a_removal_of_many_names_some_and_counts_all():
    read = Reader(confirmation_view([f"{number}.txt" for number in range(NAMED + 3)], "zh"))
    assert str(NAMED + 3) in read.text("p")
    assert read.text("li") == "".join(f"{number}.txt" for number in range(NAMED)) + say(
        "page-corpus-and-more", count=NAMED + 3
    )


# ---- a change as it stands


def test_each_file_is_waiting_then_read_split_encoded_and_added():
    read, bad = GivenFile("1.txt", "1 (2).txt"), GivenFile("2.txt", error=PageError("page-empty", name="2.txt"))
    names = ("1.txt", "2.txt")
    stages = [
        Work("add", names),
        Work("add", names, (read,)),
        Work("add", names, (read, bad), "progress-encode"),
        Work("add", names, (read, bad), "progress-write"),
        Work("add", names, (read, bad), ended=True, change=CorpusChange((read, bad), report=report())),
    ]
    told = [
        Reader(work_view(work, [holding("1 (2).txt")], "zh")).text("li", class_=look)
        for work, look in zip(stages, ("ahead", "present", "present", "present", "done"), strict=True)
    ]
    assert "1.txt等待2.txt等待" in told[0]
    assert "1.txt已读取" in told[1]
    assert "1.txt已拆分" in told[2]
    assert "1.txt已计算向量" in told[3]
    assert told[4] == "1.txt已添加：3 篇，5 段 · 存为 1 (2).txt"
    assert say("page-empty", name="2.txt") in Reader(work_view(stages[4], (), "zh")).text("li", class_="failed")


def test_the_bar_shows_the_stage_and_how_far_it_is():
    view = work_view(Work("rebuild", stage="progress-encode", done=30, total=120), (), "zh")
    read = Reader(view)
    assert read.text("li", class_="past") == "读取版面拆分文章"
    assert read.text("li", class_="present") == "计算向量"
    assert "width: 25.0%" in view
    assert read.text("p", class_="count") == "30/120"
    assert say("page-corpus-stopping") in Reader(work_view(Work("rebuild", stopping=True), (), "zh")).text("p")


@pytest.mark.parametrize(
    ("work", "look", "said"),
    [
        (
            Work("add", ("1", "2"), change=CorpusChange((GivenFile("1", "1"), GivenFile("2", "2")), report=report())),
            "done",
            say("page-corpus-added", count=2),
        ),
        (
            Work("add", ("1",), change=CorpusChange((GivenFile("1", error=PageError("page-empty", name="1")),))),
            "stopped",
            say("page-corpus-none-added"),
        ),
        (
            Work("remove", ("1",), change=CorpusChange(removed=("1",), report=report())),
            "done",
            say("page-corpus-removed", count=1),
        ),
        (
            Work("rebuild", change=CorpusChange(report=report())),
            "done",
            say("page-corpus-rebuilt", encoded=4, reused=9),
        ),
        (Work("rebuild", change=CorpusChange(report=report(changed=False))), "done", say("page-corpus-unchanged")),
        (
            Work("remove", ("1",), error=LibraryError("library-no-page", name="1")),
            "failed",
            say("library-no-page", name="1"),
        ),
        (
            Work("restore", ("1",), change=CorpusChange((GivenFile("1", "1 (2)"),), report=report())),
            "done",
            say("page-corpus-restored", count=1),
        ),
        (
            Work("restore", ("1",), change=CorpusChange((GivenFile("1", error=PageError("page-empty", name="1")),))),
            "stopped",
            say("page-corpus-none-restored"),
        ),
        (Work("add", ("1",), error=LibraryCancelled("library-cancelled")), "stopped", say("library-cancelled")),
        (Work("add", ("1",)), "failed", say("page-corpus-failed")),
    ],
)
def test_what_came_of_a_change_is_said_in_a_sentence(work, look, said):
    assert Reader(work_view(replace(work, ended=True), (), "zh")).text("p", class_=look) == said


def test_a_rebuild_names_the_files_that_it_could_not_use():
    change = CorpusChange(report=report(skipped=(PageError("page-binary", name="x.txt"),)))
    view = work_view(Work("rebuild", ended=True, change=change), (), "zh")
    assert Reader(view).text("li", class_="failed") == say("page-binary", name="x.txt")


# ---- the tab


@pytest.fixture
def built(place):
    """The library and its tab, built in a page that is not served."""
    library = place.library()
    tab = CorpusTab(library, "zh")
    with gr.Blocks() as page:
        tab.build(page, gr.BrowserState(""))
    return library, tab


def changed(handler, given, visitor="me"):
    """What the components show after each step of a change."""
    return list(given_by(handler(given, visitor)))


@pytest.mark.slow
def test_an_added_page_is_shown_and_the_version_changes(place, built):
    library, tab = built
    shown = changed(tab.add, [str(place.file("003.txt")), str(place.file("bad.txt", b"\x00"))])
    first, last = shown[0], shown[-1]
    assert (first[tab.files], first[tab.stop]["visible"], first[tab.tools]["visible"]) == (None, True, False)
    assert "checkbox" not in first[tab.table]
    assert (last[tab.stop]["visible"], last[tab.tools]["visible"], last[tab.version]) == (False, True, 1)
    assert "003" in Reader(last[tab.table].replace("<input", "<br")).text("th", class_="file")
    assert Reader(last[tab.figures]).text("dd").startswith("3")
    assert say("page-corpus-added", count=1) in Reader(shown[-2][tab.work]).text("p")
    assert "四十人" in library.assistant.ask(FERRY_QUESTION).text


def test_a_page_for_the_library_takes_what_it_can_read_and_any_other_takes_nothing(place):
    settings = place.library().assistant.settings
    largest = max(settings.page_megabytes, settings.document_megabytes) * 1e6
    assert largest < upload_bytes(place.library()) <= 2 * largest
    assert upload_bytes(FixedCorpus(FakeNewspaper())) == 0


@pytest.mark.slow
def test_a_removal_is_asked_for_and_then_done(place, built):
    library, tab = built
    chosen, question, visible = tab.ask_removal(clicked(names=["002.txt", "no such page", 7]))
    assert (chosen, visible["visible"]) == (("002.txt",), True)
    assert "002.txt" in Reader(question).text("li")
    assert tab.keep()[0] == ()
    assert len(library.assistant.pages) == 2
    changed(tab.remove, chosen)
    assert [page.name for page in library.assistant.pages] == ["001.txt"]
    last = changed(tab.remove, ("001.txt",))
    assert library.assistant.pages == () and say("page-corpus-none") in Reader(last[-1][tab.table]).text("p")


@pytest.mark.parametrize("names", [None, [], "002.txt", [7], [["002.txt"]], ["../002.txt"]])
def test_what_a_browser_may_send_besides_asks_for_no_removal(built, names):
    assert built[1].ask_removal(clicked(names=names)) == (gr.skip(),) * 3


# ---- what a person says of a page

TYPED = {"page": "001.txt", "date": "2023年9月14日", "number": "5", "paper": "朔原晚报"}


def form(view) -> dict[str, dict]:
    """The fields of the form by their names, with all that they have."""
    read = Reader(view.replace("<input", "<br"))  # the reader of these tests knows no other empty element
    return {str(given["name"]): given for tag, given in read.tags if tag == "br" and "name" in given}


def said(tab, **typed):
    """What the components show after each step when the form is sent."""
    return list(given_by(tab.describe("me", clicked(**{**TYPED, **typed}))))


def test_the_form_of_a_page_has_what_a_person_says_of_it_and_tells_what_is_known_now(place, built):
    library, tab = built
    library.describe("001.txt", PageFacts(number=5))
    view = tab.ask_facts(clicked(page="001.txt"))
    fields, read = form(view), Reader(view.replace("<input", "<br"))
    assert {name: given["value"] for name, given in fields.items()} == {"date": "", "number": "5", "paper": ""}
    for name, given in fields.items():
        assert read.text("label", **{"for": given["id"]}) == say(f"page-facts-{name}")
        assert "aria-invalid" not in given
    assert read.text("span", id="facts-number-now") == "现在：第5版"
    assert read.text("span", id="facts-paper-now") == "现在：不详"
    assert read.text("form", data_page="001.txt") and "001.txt" in read.text("h3")


def test_a_day_that_is_only_inferred_is_told_and_never_taken_for_what_a_person_says(place, built):
    library, tab = built
    (place.source / "001.txt").write_text(BOOKS + "\n图书角2021年起每周开放。\n", "utf-8")
    library.rebuild()
    view = tab.ask_facts(clicked(page="001.txt"))
    assert form(view)["date"]["value"] == ""
    assert "约2021年3月5日（推断）" in Reader(view.replace("<input", "<br")).text("span", id="facts-date-now")


def test_the_form_of_a_file_whose_articles_have_dates_says_that_those_stay(place, built):
    library, tab = built
    (place.source / "a.csv").write_text("标题,正文,日期\n桥,桥修好了。走起来很稳。,2022-01-20\n", "utf-8")
    library.rebuild()
    assert say("page-facts-dated-articles") in Reader(
        tab.ask_facts(clicked(page="a.csv")).replace("<input", "<br")
    ).text("p", class_="corpus-note")
    assert say("page-facts-dated-articles") not in tab.ask_facts(clicked(page="001.txt"))


@pytest.mark.slow
def test_what_is_typed_is_said_of_the_page_shown_and_undone(place, built):
    library, tab = built
    first, *_, outcome, last = said(tab)
    assert (first[tab.facts], first[tab.tools]["visible"]) == ("", False)
    assert "button" not in first[tab.table]
    assert say("page-corpus-described", name="001.txt") in Reader(outcome[tab.work]).text("p", class_="done")
    assert last[tab.version] == 1
    row = Reader(last[tab.table].replace("<input", "<br"))
    assert "2023年9月14日" in row.text("td", class_="period") and "朔原晚报" in row.text("span", class_="paper")
    assert "5" in row.text("td", class_="number")
    [button] = [given for _, given in Reader(last[tab.removals]).tags if "data-removal" in given]
    assert button["aria-label"] == say("page-corpus-undo-description", names="001.txt")
    assert "更改日期、版次或报名：001.txt" in Reader(last[tab.removals]).text("li")
    *_, outcome, last = given_by(tab.restore("me", clicked(removal=button["data-removal"])))
    assert say("page-corpus-undescribed", name="001.txt") in Reader(outcome[tab.work]).text("p", class_="done")
    assert last[tab.removals] == "" and library.facts("001.txt") == PageFacts()


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        ("date", "2月30日", say("library-facts-date", text="2月30日")),
        ("date", "2023-09", say("library-facts-date", text="2023-09")),
        ("number", "0", say("library-facts-number", text="0", limit=9999)),
        ("number", "10000", say("library-facts-number", text="10000", limit=9999)),
        ("paper", "晚" * 61, say("library-facts-paper", limit=60)),
    ],
)
def test_what_is_typed_wrongly_is_said_in_the_form_which_keeps_what_was_typed(place, built, field, value, problem):
    _, tab = built
    before = place.stored()
    [shown] = said(tab, **{field: value})
    fields, read = form(shown[tab.facts]), Reader(shown[tab.facts].replace("<input", "<br"))
    assert read.text("p", class_="problem", role="alert") == problem
    assert [name for name, given in fields.items() if given.get("aria-invalid")] == [field]
    assert "facts-problem" in fields[field]["aria-describedby"]
    assert {name: given["value"] for name, given in fields.items()} == {
        name: text for name, text in {**TYPED, field: value}.items() if name != "page"
    }
    assert place.stored() == before and list(shown) == [tab.facts]


def test_what_is_said_already_is_said_to_be_so(place, built):
    library, tab = built
    library.describe("001.txt", PageFacts("2023-09-14", 5, "朔原晚报"))
    before = place.stored()
    [shown] = said(tab)
    assert say("library-facts-same", name="001.txt") in Reader(shown[tab.facts].replace("<input", "<br")).text("p")
    assert place.stored() == before


@pytest.mark.parametrize(
    "page", [None, 7, [], ["001.txt"], {}, "003.txt", "../pages/001.txt", "pages.toml", "/etc/passwd", "", "x" * 9999]
)
def test_what_a_browser_may_send_besides_opens_no_form_and_says_nothing(place, built, page):
    _, tab = built
    before = place.stored()
    assert tab.ask_facts(clicked(page=page)) == gr.skip()
    assert said(tab, page=page) == [{tab.facts: ""}]
    assert place.stored() == before


@pytest.mark.parametrize("value", [None, 7, ["2023-09-14"], {}])
def test_fields_that_are_no_text_are_taken_for_empty_ones(place, built, value):
    _, tab = built
    before = place.stored()
    [shown] = said(tab, date=value, number=value, paper=value)
    assert say("library-facts-same", name="001.txt") in Reader(shown[tab.facts].replace("<input", "<br")).text("p")
    assert place.stored() == before


def test_a_sidecar_that_was_broken_meanwhile_is_named_in_the_form(place, built):
    _, tab = built
    (place.source / "pages.toml").write_text("[[page]\n", "utf-8")
    problem = Reader(tab.ask_facts(clicked(page="001.txt")).replace("<input", "<br")).text("p", class_="problem")
    assert problem.startswith("pages.toml 不是合格的 TOML") and str(place.source) not in problem


@pytest.mark.slow
def test_one_visitor_says_something_while_the_other_waits(place, built):
    library, tab = built
    telling = given_by(tab.describe("me", clicked(**TYPED)))
    next(telling)
    [busy] = given_by(tab.describe("you", clicked(**{**TYPED, "page": "002.txt"})))
    assert say("library-busy") in Reader(busy[tab.work]).text("p")
    list(telling)
    assert library.facts("002.txt") == PageFacts()


@pytest.mark.slow
def test_a_rebuild_takes_in_what_lies_in_the_folder(place, built):
    library, tab = built
    (place.source / "003.txt").write_text(FERRY, "utf-8")
    last = changed(tab.rebuild, False)[-1]
    assert (last[tab.version], len(library.assistant.pages)) == (1, 3)


@pytest.mark.slow
def test_a_change_is_cancelled_by_whoever_began_it_alone(place, built, monkeypatch):
    library, tab = built
    before = place.stored()
    begun, cancelled = threading.Event(), threading.Event()
    split = library.add

    def slow(files, progress, heard):
        def told(stage, done, total):
            begun.set()
            cancelled.wait(10)
            progress(stage, done, total)

        return split(files, told, heard)

    monkeypatch.setattr(library, "add", slow)
    telling = given_by(tab.add([str(place.file("003.txt"))], "me"))
    next(telling)
    next(telling)
    assert begun.wait(10)
    for other in ("", "you", None, 1, ["me"], "me "):
        tab.cancel(other)
    assert not tab._changes.last.state.stopping
    [busy] = changed(tab.rebuild, False, "you")
    assert say("library-busy") in Reader(busy[tab.work]).text("p")
    tab.cancel("me")
    cancelled.set()
    shown = list(telling)
    assert say("library-cancelled") in Reader(shown[-2][tab.work]).text("p")
    assert say("page-corpus-undone") in Reader(shown[-2][tab.work]).text("li")
    assert shown[-1][tab.version] == 0
    assert place.stored() == before
    monkeypatch.undo()
    changed(tab.add, [str(place.file("004.txt", HOSPITAL))])


def test_read_only_there_is_nothing_that_changes(place):
    library = place.library(read_only=True)
    tab = CorpusTab(library, "zh")
    with gr.Blocks() as page:
        tab.build(page, gr.BrowserState(""))
    assert [
        function.fn.__name__
        for function in page.fns.values()
        if function.fn and function.fn.__name__ != "<lambda>" and not function.fn.__name__.startswith("_")
    ] == ["filter"]
    assert "checkbox" not in tab.filter("")
    assert tab.tools.visible is False
    before = place.stored()
    for handler, given in ((tab.add, [str(place.file("003.txt"))]), (tab.remove, ("001.txt",)), (tab.rebuild, True)):
        assert say("library-read-only") in Reader(changed(handler, given)[-2][tab.work]).text("p")
    assert say("library-read-only") in Reader(said(tab)[-2][tab.work]).text("p")
    assert "button" not in tab.filter("")
    assert place.stored() == before
