"""What is done in the tab for the corpus: pages are added and removed, and a person says what a page is."""

import threading

import pytest
from support.events import clicked
from support.newspaper import FakeNewspaper, Reader
from support.shelving import BOOKS, FERRY, FERRY_QUESTION, HOSPITAL
from support.streams import given_by

from rag.corpus.facts import PageFacts
from ui.corpus.tab import CorpusTab
from ui.corpus.work import upload_bytes
from ui.gradio_setup import gr
from ui.newspaper import FixedCorpus
from ui.wording import say

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
    assert "003" in Reader(last[tab.table].replace("<input", "<br")).text("details", class_="file")
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
@pytest.mark.slow
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
    assert read.text("form", data_page="001.txt") and say("page-facts-title", name="第5版") == read.text("h3")


def test_a_day_that_is_only_inferred_is_told_and_never_taken_for_what_a_person_says(place, built):
    library, tab = built
    (place.source / "001.txt").write_text(BOOKS + "\n图书角2021年起每周开放。\n", "utf-8")
    library.rebuild()
    view = tab.ask_facts(clicked(page="001.txt"))
    assert form(view)["date"]["value"] == ""
    assert "约2021年3月5日（推断）" in Reader(view.replace("<input", "<br")).text("span", id="facts-date-now")


@pytest.mark.slow
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
    assert say("page-corpus-described", name="2023年9月14日 · 第5版") in Reader(outcome[tab.work]).text(
        "p", class_="done"
    )
    assert last[tab.version] == 1
    row = Reader(last[tab.table].replace("<input", "<br"))
    assert "2023年9月14日" in row.text("span", class_="period") and "朔原晚报" in row.text("span", class_="paper")
    assert say("page-number", number=5) in row.text("th", class_="page")
    [button] = [given for _, given in Reader(last[tab.removals]).tags if "data-removal" in given]
    assert button["aria-label"] == say("page-corpus-undo-description", names="2023年9月14日 · 第5版")
    assert "更改日期、版次或报名：2023年9月14日 · 第5版" in Reader(last[tab.removals]).text("li")
    *_, outcome, last = given_by(tab.restore("me", clicked(removal=button["data-removal"])))
    assert say("page-corpus-undescribed", name="《南街图书角开门迎客》") in Reader(outcome[tab.work]).text(
        "p", class_="done"
    )
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
@pytest.mark.slow
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
    assert say("library-facts-same", name="2023年9月14日 · 第5版") in Reader(
        shown[tab.facts].replace("<input", "<br")
    ).text("p")
    assert place.stored() == before


@pytest.mark.parametrize(
    "page", [None, 7, [], ["001.txt"], {}, "003.txt", "../pages/001.txt", "pages.toml", "/etc/passwd", "", "x" * 9999]
)
@pytest.mark.slow
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
    assert say("library-facts-same", name="《南街图书角开门迎客》") in Reader(
        shown[tab.facts].replace("<input", "<br")
    ).text("p")
    assert place.stored() == before


HASHED = "000_edba7244ac40a510.txt"
"""How files are often called: it tells a reader nothing."""


@pytest.mark.slow
def test_a_page_is_called_by_its_headline_wherever_it_is_removed_and_by_its_file_on_demand(place, built):
    library, tab = built
    changed(tab.add, [str(place.file(HASHED, FERRY))])
    _, question, _ = tab.ask_removal(clicked(names=[HASHED]))
    asked = Reader(question)
    assert asked.text("li").split(say("page-file-name")) == ["《桃李镇渡口添了新船》 ", HASHED]
    assert asked.text("details") == say("page-file-name") + HASHED
    last = changed(tab.remove, (HASHED,))[-1]
    assert "移除 1 个：《桃李镇渡口添了新船》" in Reader(last[tab.removals]).text("li")
    assert HASHED not in Reader(last[tab.removals]).text()
    [removal] = library.removals
    outcome = list(given_by(tab.restore("me", clicked(removal=removal.id))))[-2]
    back = Reader(outcome[tab.work])
    assert back.text("span", class_="file") == "《桃李镇渡口添了新船》" and HASHED in back.text("details")


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
            cancelled.wait(60)
            progress(stage, done, total)

        return split(files, told, heard)

    monkeypatch.setattr(library, "add", slow)
    telling = given_by(tab.add([str(place.file("003.txt"))], "me"))
    next(telling)
    next(telling)
    assert begun.wait(60)
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
