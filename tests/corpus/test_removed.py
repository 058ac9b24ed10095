"""What was removed from the corpus can be brought back, whatever has become of its name, until it is too old."""

import datetime
import itertools
import shutil

import pytest
from support.events import clicked
from support.newspaper import HOSTILE, Reader
from support.shelving import BOOKS, FERRY, HOSPITAL, LIGHTS, SETTINGS
from support.streams import given_by

from rag.corpus import folder as shelf
from rag.corpus import removed
from rag.corpus.facts import PageFacts
from rag.corpus.folder import Draft
from rag.corpus.removed import PLACE, Removal, forget_old, make_place, pages_in, removals_of
from rag.errors import LibraryCancelled, LibraryError, StoredIndexError
from rag.index import build, writing
from rag.index.unfinished import Change
from rag.pages.folder import read_pages
from rag.settings import Settings
from ui.corpus.tab import CorpusTab
from ui.corpus.view import REMOVED_NAMED, removals_view
from ui.gradio_setup import gr
from ui.wording import say

NOW = datetime.datetime(2026, 5, 20, 12, tzinfo=datetime.UTC)


def kept(source, id, *names, size=10):
    """A removal of these pages, as it lies in the folder."""
    for name in names:
        file = source / PLACE / id / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"x" * size)


def content(source, name):
    return (source / name).read_text("utf-8")


# ---- undoing


def test_a_removal_is_undone_with_name_and_content(place):
    library = place.library()
    library.remove(["001.txt"])
    assert place.names() == ["002.txt"]
    [removal] = library.removals
    assert (removal.names, removal.bytes) == (("001.txt",), len(BOOKS.encode()))
    change = library.restore(removal.id)
    assert [(file.given, file.name) for file in change.files] == [("001.txt", "001.txt")]
    assert content(place.source, "001.txt") == BOOKS
    assert [page.name for page in library.assistant.pages] == ["001.txt", "002.txt"]
    assert not (place.source / PLACE).exists() and library.removals == ()


def test_what_a_removed_page_was_called_is_known_as_long_as_it_can_be_brought_back(place):
    library = place.library()
    told, bare, document = "版/20220121_02版.txt", "000_edba7244ac40a510.txt", "2022-01-22.docx"
    (place.source / "版").mkdir()
    (place.source / told).write_text(LIGHTS, "utf-8")
    (place.source / bare).write_text("\n" + FERRY, "utf-8")
    library.rebuild()
    library.describe(bare, PageFacts("2023-09-14", 5, "朔原晚报"))
    library.remove([told, bare])
    former = place.library().former_pages([told, bare, "001.txt"])  # after a restart too
    assert {name: (page.head.issue.date, page.head.issue.page) for name, page in former.items()} == {
        told: ("2022-01-21", 2),
        bare: ("2023-09-14", 5),
    }
    assert former[bare].head.issue.paper == "朔原晚报" and former[bare].opening == "桃李镇渡口添了新船"
    kept(place.source, "20260101T000000Z-1", document)
    assert library.former_pages([document])[document].head.issue.date == "2022-01-22"  # it is not read


@pytest.mark.slow
def test_a_removal_is_undone_after_a_restart(place):
    place.library().remove(["002.txt"])
    assert build.is_current(place.source, place.index, SETTINGS, "fake")
    library = place.library()
    library.restore(library.removals[0].id)
    assert "一百二十组" in library.assistant.ask("灯会展出多少花灯?").text


@pytest.mark.slow
def test_removals_are_undone_in_any_order(place):
    library = place.library()
    library.add([place.file("003.txt"), place.file("004.txt", HOSPITAL)])
    for name in ("001.txt", "003.txt", "004.txt"):
        library.remove([name])
    assert [removal.names for removal in library.removals] == [("004.txt",), ("003.txt",), ("001.txt",)]
    for place_in_list in (1, 1, 0):
        library.restore(library.removals[place_in_list].id)
    assert (
        place.names() == [page.name for page in library.assistant.pages] == ["001.txt", "002.txt", "003.txt", "004.txt"]
    )


def test_the_last_pages_can_be_removed_and_brought_back(place):
    library = place.library()
    library.remove(["001.txt", "002.txt"])
    assert place.names() == [] and library.assistant.pages == ()
    assert place.library().removals == library.removals
    library.restore(library.removals[0].id)
    assert {name: content(place.source, name) for name in place.names()} == {"001.txt": BOOKS, "002.txt": LIGHTS}


@pytest.mark.parametrize(
    ("name", "free"), [("001.txt", "001 (2).txt"), ("001.TXT", "001 (2).txt"), ("001 (2).txt", "001.txt")]
)
@pytest.mark.slow
def test_a_name_that_is_taken_meanwhile_gets_a_number(place, name, free):
    library = place.library()
    library.remove(["001.txt"])
    library.add([place.file(name, FERRY)])
    change = library.restore(library.removals[0].id)
    assert [file.name for file in change.files] == [free]
    assert (content(place.source, free), content(place.source, name)) == (BOOKS, FERRY)


def test_what_was_added_again_meanwhile_is_not_there_twice(place):
    library = place.library()
    library.remove(["001.txt", "002.txt"])
    library.add([place.file("again.txt", BOOKS)])
    change = library.restore(library.removals[0].id)
    assert [(file.name, file.present) for file in change.files] == [("", True), ("002.txt", False)]
    assert place.names() == ["002.txt", "again.txt"]
    assert library.removals == ()


@pytest.mark.parametrize("name", ["2023-03-05/01.txt", "2023/03/05/01版.txt", "报 纸/(一)/a.md"])
def test_a_page_in_a_folder_of_its_own_comes_back_to_it(tmp_path, name):
    file = tmp_path / name
    file.parent.mkdir(parents=True)
    file.write_text(BOOKS, "utf-8")
    with Draft(tmp_path, SETTINGS, tmp_path / "index") as draft:
        draft.take_out(name)
        draft.keep()
    assert not file.exists()
    [removal] = removals_of(tmp_path)
    assert removal.names == (name,)
    shutil.rmtree(tmp_path / name.split("/")[0])
    with Draft(tmp_path, SETTINGS, tmp_path / "index") as draft:
        assert draft.bring_back(removal.id, ()) == [(name, name)]
        draft.keep()
    assert content(tmp_path, name) == BOOKS and removals_of(tmp_path) == ()


@pytest.mark.parametrize("id", ["", ".", "..", "../pages", "20260101T000000Z-1", "20260101T000000Z-1/..", "x" * 300])
@pytest.mark.slow
def test_what_is_no_removal_cannot_be_undone(place, id):
    library = place.library()
    library.remove(["001.txt"])
    before = place.stored()
    with pytest.raises(LibraryError) as caught:
        library.restore(id)
    assert caught.value.key == "library-no-removal"
    assert place.stored() == before


def test_where_nothing_may_be_changed_nothing_is_undone_or_shown(place):
    place.library().remove(["001.txt"])
    library, before = place.library(read_only=True), place.stored()
    assert library.removals == ()
    with pytest.raises(LibraryError) as caught:
        library.restore(removals_of(place.source)[0].id)
    assert caught.value.key == "library-read-only"
    assert place.stored() == before


def test_what_was_removed_is_never_read_as_a_page(place):
    place.library().remove(["001.txt"])
    pages, skipped = read_pages(place.source, Settings())
    assert ([page.name for page in pages], skipped) == (["002.txt"], [])
    library = place.library()
    library.rebuild(everything=True)
    assert [page.name for page in library.assistant.pages] == ["002.txt"]


# ---- cancelled and failing


@pytest.mark.slow
def test_an_undoing_that_is_cancelled_at_any_step_leaves_all_as_it_was(place):
    library = place.library()
    library.remove(["001.txt", "002.txt"])
    id, before = library.removals[0].id, place.stored()
    for stop in range(5):
        told = itertools.count()
        with pytest.raises(LibraryCancelled):
            library.restore(id, lambda *step, told=told, stop=stop: library.cancel() if next(told) == stop else None)
        assert place.stored() == before and library.assistant.pages == ()
    library.restore(id)
    assert place.names() == ["001.txt", "002.txt"]


@pytest.mark.parametrize("change", ["remove", "restore"])
@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), MemoryError()])
@pytest.mark.slow
def test_an_index_that_cannot_be_written_leaves_the_files_where_they_were(place, monkeypatch, change, error):
    def fail(*_):
        raise error

    library = place.library()
    library.remove(["001.txt"])
    before = place.stored()
    given = {"remove": ["002.txt"], "restore": library.removals[0].id}[change]
    monkeypatch.setattr(writing, "_write_content", fail)
    with pytest.raises((StoredIndexError, MemoryError)):
        getattr(library, change)(given)
    monkeypatch.undo()
    assert {path: each for path, each in place.stored().items() if path.name != "g-staging"} == before


def test_a_folder_that_cannot_be_written_is_one_clear_sentence(place, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    library, before = place.library(), place.stored()
    monkeypatch.setattr(shelf, "make_place", full)
    with pytest.raises(LibraryError) as caught:
        library.remove(["001.txt"])
    assert caught.value.key == "library-unwritable"
    assert place.stored() == before


# ---- what is kept, and for how long


def test_removals_are_listed_newest_first(tmp_path):
    for id in ("20260101T000000Z-2", "20260101T000000Z-10", "20260301T000000Z-1", "20251231T235959Z-1"):
        kept(tmp_path, id, "a.txt")
    assert [removal.id for removal in removals_of(tmp_path)] == [
        "20260301T000000Z-1",
        "20260101T000000Z-10",
        "20260101T000000Z-2",
        "20251231T235959Z-1",
    ]
    assert removals_of(tmp_path)[0].time == datetime.datetime(2026, 3, 1, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    "odd", ["", "notes", "20260101T000000Z", "2026Z-1", "20260101T000000Z-x", "..", "20260101T000000Z-1 "]
)
def test_what_else_lies_in_the_hidden_folder_is_nobodys_business(tmp_path, odd):
    kept(tmp_path, odd, "a.txt")
    kept(tmp_path, "20260101T000000Z-1", ".hidden.txt", "picture.png", "dictionary.txt")
    assert removals_of(tmp_path) == ()
    forget_old(tmp_path, NOW)
    assert (tmp_path / PLACE / odd / "a.txt").exists()


def test_a_link_in_the_hidden_folder_is_not_followed(tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.txt").write_text(FERRY, "utf-8")
    source = tmp_path / "pages"
    kept(source, "20260101T000000Z-1", "a.txt")
    (source / PLACE / "20260101T000000Z-1" / "b.txt").symlink_to(outside / "secret.txt")
    (source / PLACE / "20260101T000000Z-1" / "c").symlink_to(outside)
    (source / PLACE / "20260102T000000Z-1").symlink_to(outside)
    assert [removal.names for removal in removals_of(source)] == [("a.txt",)]
    forget_old(source, NOW)
    assert (outside / "secret.txt").exists()


def test_a_time_that_there_is_not_is_older_than_all(tmp_path):
    kept(tmp_path, "20269940T990000Z-1", "a.txt")
    assert removals_of(tmp_path)[0].names == ("a.txt",)
    forget_old(tmp_path, NOW)
    assert removals_of(tmp_path) == ()


def test_a_month_is_kept_and_no_more(tmp_path):
    for id in ("20260519T120000Z-1", "20260420T130000Z-1", "20260420T110000Z-1", "20250101T000000Z-1"):
        kept(tmp_path, id, "a.txt")
    forget_old(tmp_path, NOW)
    assert [removal.id for removal in removals_of(tmp_path)] == ["20260519T120000Z-1", "20260420T130000Z-1"]


def test_more_than_can_be_looked_through_are_not_kept(tmp_path, monkeypatch):
    monkeypatch.setattr(removed, "KEPT_REMOVALS", 3)
    for number in range(1, 8):
        kept(tmp_path, f"20260519T120000Z-{number}", "a.txt")
    forget_old(tmp_path, NOW)
    assert [removal.id[-1] for removal in removals_of(tmp_path)] == ["7", "6", "5"]


@pytest.mark.parametrize(("sizes", "left"), [((5, 5, 5), 3), ((900, 5, 5), 3), ((900, 8, 5), 2), ((5, 900, 1), 1)])
def test_the_newest_is_kept_whatever_its_size_and_the_others_have_bounds(tmp_path, monkeypatch, sizes, left):
    monkeypatch.setattr(removed, "KEPT_MEGABYTES", 10e-6)
    for number, size in enumerate(sizes):
        kept(tmp_path, f"20260519T12000{9 - number}Z-1", "a.txt", size=size)
    forget_old(tmp_path, NOW)
    assert len(removals_of(tmp_path)) == left


def test_a_change_of_the_corpus_forgets_what_is_too_old(place):
    kept(place.source, "20200101T000000Z-1", "a.txt")
    library = place.library()
    library.add([place.file("003.txt")])
    assert library.removals == ()


def test_removals_of_the_same_second_have_places_of_their_own(tmp_path):
    change = Change.begin(tmp_path, tmp_path / "index")
    places = [make_place(tmp_path, change.make) for _ in range(20)]
    assert len(set(places)) == 20 and all(pages_in(place) == [] for place in places)
    change.undo()
    change.end()
    assert list(tmp_path.iterdir()) == []


# ---- the page


@pytest.fixture
def built(place):
    library = place.library()
    tab = CorpusTab(library, "zh")
    with gr.Blocks() as page:
        tab.build(page, gr.BrowserState(""))
    return library, tab


@pytest.mark.slow
def test_the_page_offers_to_undo_a_removal_and_undoes_it(place, built):
    library, tab = built
    last = list(given_by(tab.remove(("001.txt",), "me")))[-1]
    [button] = [named for tag, named in Reader(last[tab.removals]).tags if "data-removal" in named]
    assert button["aria-label"] == say("page-corpus-undo-removal", names="《南街图书角开门迎客》")
    shown = list(given_by(tab.restore("me", clicked(removal=button["data-removal"]))))
    assert say("page-corpus-restored", count=1) in Reader(shown[-2][tab.work]).text("p")
    assert "001.txt" in Reader(shown[-2][tab.work]).text("li", class_="done")
    assert shown[-1][tab.removals] == "" and len(library.assistant.pages) == 2


@pytest.mark.slow
@pytest.mark.parametrize("sent", [{}, {"removal": None}, {"removal": 7}, {"removal": ["x"]}, {"removal": "../x"}])
def test_what_a_browser_may_send_besides_undoes_nothing(place, built, sent):
    library, tab = built
    library.remove(["001.txt"])
    before = place.stored()
    [shown] = given_by(tab.restore("me", clicked(**sent)))
    assert list(shown) == [tab.removals]
    assert place.stored() == before


def removal(*names, id="20260519T120000Z-1"):
    return Removal(id, names, NOW, 10)


@pytest.mark.parametrize("name", HOSTILE)
def test_names_of_removed_pages_stay_text(name):
    read = Reader(removals_view([removal(name)], "zh"))
    assert name in read.text()
    assert {tag for tag, _ in read.tags} <= {"section", "h3", "ul", "li", "span", "button", "br"}


def test_a_page_that_is_still_there_is_called_by_its_day_and_headline():
    mend = Removal("20260519T120000Z-1", (), NOW, 1, mended=("0f3a.txt",))
    told = Reader(removals_view([mend, removal("gone.txt")], "zh", {"0f3a.txt": "2024年3月6日 · 第2版"})).text()
    assert "2024年3月6日 · 第2版" in told and "0f3a" not in told and "gone.txt" in told


def test_the_newest_removal_is_in_sight_and_the_others_are_folded_away():
    view = removals_view(
        [removal(*(f"{number}.txt" for number in range(9)), id=f"20260519T12000{each}Z-1") for each in (3, 2, 1)], "zh"
    )
    read = Reader(view)
    assert view.index("</ul>") < view.index("<details>") and view.count("data-removal") == 3
    assert "<details open" not in view and say("page-corpus-removals-older", count=2) in read.text("summary")
    assert f"{REMOVED_NAMED}.txt" not in read.text() and "9" in read.text("li")
    assert removals_view([], "zh") == ""
