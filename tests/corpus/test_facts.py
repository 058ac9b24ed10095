"""What a person says of a page, its day, number and paper: typed, kept beside the page, undone, and never lost."""

import os
import stat

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.shelving import BOOKS, FERRY, FERRY_QUESTION, SETTINGS

from rag.corpus import PageFacts
from rag.corpus.facts import PAPER_CHARACTERS
from rag.corpus.removed import PLACE, forget_old, removals_of
from rag.errors import LibraryCancelled, LibraryError, SourceError, StoredIndexError
from rag.index import build, saved, splitting
from rag.index.build import build_index, is_current
from rag.pages.sidecar import SIDECAR
from rag.records import PrintedDay

FACTS = PageFacts("2023-09-14", 5, "朔原晚报")


def sidecar(place, folder="."):
    return place.source / folder / SIDECAR


def issue(library, name="001.txt"):
    return library.assistant.page(name).issue


def refused(work) -> str:
    with pytest.raises((LibraryError, SourceError)) as caught:
        work()
    return caught.value.key


# ---- typed


@pytest.mark.parametrize(
    ("date", "number", "paper", "facts"),
    [
        ("2023-09-14", "5", "朔原晚报", FACTS),
        (" 2023年9月14日 ", "０５", " 朔原晚报\n", FACTS),
        ("", "", "", PageFacts()),
        (None, 5, ["晚报"], PageFacts()),
        ("20230914", "9999", "", PageFacts("2023-09-14", 9999)),
    ],
)
def test_what_is_typed_is_read_as_a_reader_means_it(date, number, paper, facts):
    assert PageFacts.typed(date, number, paper) == facts


@pytest.mark.parametrize(
    "date", ["2月30日", "2023-02-30", "2023-09", "2023", "9月14日", "1400-01-01", "昨天", "../x", "\0"]
)
def test_what_is_no_day_is_refused_in_a_sentence(date):
    assert refused(lambda: PageFacts.typed(date, "", "")) == "library-facts-date"


@pytest.mark.parametrize("number", ["0", "10000", "-1", "1.5", "A3", "一", "9" * 5000, "1 2"])
def test_what_is_no_number_of_a_page_is_refused_in_a_sentence(number):
    assert refused(lambda: PageFacts.typed("", number, "")) == "library-facts-number"


@pytest.mark.parametrize("paper", ["晚\n报", "晚" * (PAPER_CHARACTERS + 1), "\x1b[2J", "晚\u202e报", "晚\x00报"])
def test_what_is_no_name_of_a_paper_is_refused_in_a_sentence(paper):
    assert refused(lambda: PageFacts.typed("", "", paper)) == "library-facts-paper"


@given(st.text(), st.text(), st.text())
def test_whatever_is_typed_is_facts_or_a_sentence(date, number, paper):
    try:
        facts = PageFacts.typed(date, number, paper)
    except LibraryError as error:
        assert error.key.startswith("library-facts-") and "\n" not in error.sentence()
    else:
        assert PageFacts.told(facts.as_told) == facts


# ---- said


@pytest.mark.slow
def test_what_is_said_of_a_page_is_written_beside_it_and_told_everywhere(place):
    library = place.library()
    change = library.describe("001.txt", FACTS)
    assert change.described == ("001.txt",) and library.version == 1
    assert sidecar(place).read_text("utf-8") == (
        '[[page]]\nfile = "001.txt"\ndate = 2023-09-14\nnumber = 5\npaper = "朔原晚报"\n'
    )
    told = issue(library)
    assert (told.date, told.page, told.paper, told.told) == ("2023-09-14", 5, "朔原晚报", "sidecar")
    assert library.facts("001.txt") == FACTS and library.facts("002.txt") == PageFacts()
    library.add([place.file("003.txt")])
    library.describe("003.txt", FACTS)
    (citation, *_) = library.assistant.ask(FERRY_QUESTION).citations
    assert (citation.source, citation.printed, citation.page) == ("003.txt", PrintedDay("2023-09-14", "sidecar"), 5)


def test_only_the_page_of_which_something_is_said_is_processed_again(place, monkeypatch, tmp_path):
    library, split = place.library(), []
    really = splitting.split_page
    monkeypatch.setattr(splitting, "split_page", lambda page: split.append(page.name) or really(page))
    library.describe("002.txt", FACTS)
    assert split == ["002.txt"] and place.encoder.encoded == []
    build_index(place.source, tmp_path / "whole", SETTINGS, place.encoder, "fake")
    assert saved.read_manifest(tmp_path / "whole") == saved.read_manifest(place.index)


def test_the_rest_of_a_sidecar_stays_with_its_comments(place):
    sidecar(place).write_text('# 我的说明\n\n[[page]]\nfile = "002.txt"   # 看过\nsection = "要闻"\n', "utf-8")
    os.chmod(sidecar(place), 0o640)
    library = place.library()
    library.rebuild()
    library.describe("001.txt", PageFacts(number=3))
    library.describe("002.txt", PageFacts(date="2022-01-06"))
    assert sidecar(place).read_text("utf-8") == (
        '# 我的说明\n\n[[page]]\nfile = "002.txt"   # 看过\nsection = "要闻"\ndate = 2022-01-06\n\n'
        '[[page]]\nfile = "001.txt"\nnumber = 3\n'
    )
    assert stat.S_IMODE(sidecar(place).stat().st_mode) == 0o640
    assert issue(library, "002.txt").section == "要闻"


@pytest.mark.slow
def test_a_page_in_a_folder_has_its_sidecar_there_unless_one_further_up_tells_of_it(place):
    for name in ("2022/a.txt", "2022/b.txt"):
        (place.source / name).parent.mkdir(exist_ok=True)
        (place.source / name).write_text(FERRY.replace("四十", "五十") + name, "utf-8")
    sidecar(place).write_text('[[page]]\nfile = "2022/b.txt"\nnumber = 3\n', "utf-8")
    library = place.library()
    library.rebuild()
    library.describe("2022/a.txt", PageFacts(number=7))
    library.describe("2022/b.txt", PageFacts(number=8))
    assert sidecar(place, "2022").read_text("utf-8") == '[[page]]\nfile = "a.txt"\nnumber = 7\n'
    assert sidecar(place).read_text("utf-8") == '[[page]]\nfile = "2022/b.txt"\nnumber = 8\n'
    assert (issue(library, "2022/a.txt").page, issue(library, "2022/b.txt").page) == (7, 8)
    for removal in library.removals:
        library.restore(removal.id)
    assert not sidecar(place, "2022").exists()
    assert sidecar(place).read_text("utf-8") == '[[page]]\nfile = "2022/b.txt"\nnumber = 3\n'


def test_the_day_that_a_page_prints_itself_gives_way_and_comes_again_when_nothing_is_said(place):
    (place.source / "001.txt").write_text("晚报 2022年3月6日 星期日 第2版\n\n" + BOOKS, "utf-8")
    library = place.library()
    library.rebuild()
    library.describe("001.txt", PageFacts(date="2023-09-14"))
    assert (issue(library).date, issue(library).page, issue(library).told) == ("2023-09-14", 2, "sidecar")
    library.describe("001.txt", PageFacts())
    assert (issue(library).date, issue(library).told) == ("2022-03-06", "masthead")
    assert not sidecar(place).exists()


# ---- undone


def test_what_was_said_is_undone_as_a_removal_is(place):
    library = place.library()
    before = {path: content for path, content in place.stored().items() if place.source in path.parents}
    library.describe("001.txt", FACTS)
    (removal,) = place.library().removals
    assert (removal.names, removal.described) == ((), ("001.txt",))
    change = library.restore(removal.id)
    assert (change.files, change.described) == ((), ("001.txt",))
    assert {path: content for path, content in place.stored().items() if place.source in path.parents} == before
    assert issue(library).date is None and library.removals == ()


@pytest.mark.slow
def test_undoing_what_was_said_of_one_page_leaves_what_was_said_of_others_since(place):
    library = place.library()
    library.describe("001.txt", PageFacts(number=1))
    library.describe("001.txt", PageFacts(number=2))
    library.describe("002.txt", PageFacts(number=9))
    third, second, first = library.removals
    assert [each.described for each in (third, second, first)] == [("002.txt",), ("001.txt",), ("001.txt",)]
    library.restore(second.id)
    assert [library.facts(name).number for name in ("001.txt", "002.txt")] == [1, 9]
    library.restore(first.id)
    assert [library.facts(name).number for name in ("001.txt", "002.txt")] == [None, 9]


@pytest.mark.slow
def test_what_was_said_of_a_page_that_was_removed_since_is_undone_when_that_is_back(place):
    library = place.library()
    library.describe("001.txt", FACTS)
    library.remove(["001.txt"])
    removed, described = library.removals
    before = place.stored()
    assert refused(lambda: library.restore(described.id)) == "library-facts-no-page"
    assert place.stored() == before
    library.restore(removed.id)
    library.restore(described.id)
    assert library.facts("001.txt") == PageFacts()


@pytest.mark.slow
def test_what_was_said_is_forgotten_as_removals_are(place, monkeypatch):
    library = place.library()
    monkeypatch.setattr("rag.corpus.removed.KEPT_REMOVALS", 2)
    for number in (1, 2, 3, 4):
        library.describe("001.txt", PageFacts(number=number))
    assert len(library.removals) == 2
    forget_old(place.source)
    assert len(list((place.source / PLACE).iterdir())) == 2


# ---- removed with the page


def test_a_page_of_which_something_is_said_is_removed_with_that_and_comes_back_with_it(place):
    written = '# 说明\n\n[[page]]\nfile = "001.txt"   # 头版\nnumber = 2\n[[page.piece]]\nlines = [[1, 3]]\n'
    other = '\n[[page]]\nfile = "002.txt"\nnumber = 3\n'
    sidecar(place).write_text(written + other, "utf-8")
    library = place.library()
    library.rebuild()
    pieces = [piece for piece in library.assistant.articles if piece.source == "001.txt"]
    library.remove(["001.txt"])
    assert sidecar(place).read_text("utf-8") == "# 说明\n" + other
    (removal,) = library.removals
    assert (removal.names, removal.described) == (("001.txt",), ())
    library.restore(removal.id)
    assert "# 头版" in sidecar(place).read_text("utf-8")
    assert [piece for piece in library.assistant.articles if piece.source == "001.txt"] == pieces
    assert issue(library).page == 2 and library.removals == ()


@pytest.mark.slow
def test_what_is_said_of_a_page_follows_it_to_another_name(place):
    library = place.library()
    library.describe("001.txt", FACTS)
    library.remove(["001.txt"])
    library.add([place.file("001.txt", FERRY)])
    (change,) = library.restore(library.removals[0].id).files
    assert change.name == "001 (2).txt"
    assert library.facts("001 (2).txt") == FACTS and library.facts("001.txt") == PageFacts()


@pytest.mark.slow
def test_what_was_said_of_a_page_that_is_there_already_under_another_name_is_not_said_again(place):
    library = place.library()
    library.describe("001.txt", FACTS)
    library.remove(["001.txt"])
    library.add([place.file("again.txt", BOOKS)])
    library.restore(library.removals[0].id)
    assert library.facts("again.txt") == PageFacts() and not sidecar(place).exists()


# ---- what goes wrong


@pytest.mark.parametrize(
    "name", ["003.txt", "../desk/x.txt", "/etc/passwd", "", ".", "..", "pages.toml", "001.txt/..", "\0"]
)
def test_what_is_no_page_is_not_described(place, name):
    library = place.library()
    before = place.stored()
    assert refused(lambda: library.describe(name, FACTS)) == "library-facts-no-page"
    assert refused(lambda: library.facts(name)) == "library-facts-no-page"
    assert place.stored() == before


def test_what_is_said_already_is_not_said_again(place):
    library = place.library()
    library.describe("001.txt", FACTS)
    before = place.stored()
    assert refused(lambda: library.describe("001.txt", FACTS)) == "library-facts-same"
    assert refused(lambda: library.describe("002.txt", PageFacts())) == "library-facts-same"
    assert place.stored() == before


def test_a_sidecar_that_is_a_link_out_of_the_folder_is_not_written(place):
    outside = place.desk / "mine.toml"
    outside.write_text('[[page]]\nfile = "001.txt"\nnumber = 2\n', "utf-8")
    sidecar(place).symlink_to(outside)
    library = place.library()
    library.rebuild()
    before = place.stored()
    assert refused(lambda: library.describe("001.txt", FACTS)) == "library-sidecar-link"
    assert refused(lambda: library.remove(["001.txt"])) == "library-sidecar-link"
    assert place.stored() == before and outside.read_text("utf-8").endswith("number = 2\n")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("[[page]\n", "sidecar-malformed"),
        ('page = [{file = "002.txt"}]\n', "sidecar-not-changed"),
        ('[[page]]\nfile = "001.txt"\nnummer = 2\n', "sidecar-key"),
    ],
)
def test_a_sidecar_that_was_broken_meanwhile_is_named_and_left_as_it_is(place, text, key):
    library = place.library()
    sidecar(place).write_text(text, "utf-8")
    before = place.stored()
    assert refused(lambda: library.describe("001.txt", FACTS)) == key
    assert place.stored() == before


def test_where_nothing_may_be_changed_nothing_is_said(place):
    library, before = place.library(read_only=True), place.stored()
    assert refused(lambda: library.describe("001.txt", FACTS)) == "library-read-only"
    assert place.stored() == before


@pytest.mark.parametrize(
    "error", [StoredIndexError("index-unwritable", folder="x", reason="y"), LibraryCancelled("library-cancelled")]
)
@pytest.mark.parametrize("said", [False, True])
@pytest.mark.slow
def test_whatever_fails_leaves_all_as_it_was(place, monkeypatch, error, said):
    library = place.library()
    if said:
        library.describe("001.txt", PageFacts(number=1))
    before, version = place.stored(), library.version

    def fail(*_):
        raise error

    monkeypatch.setattr(build, "write_segment", fail)
    for work in (lambda: library.describe("001.txt", FACTS), lambda: library.remove(["001.txt"])):
        with pytest.raises(type(error)):
            work()
        assert place.stored() == before and library.version == version
    if said:
        with pytest.raises(type(error)):
            library.restore(library.removals[0].id)
        assert place.stored() == before
    monkeypatch.undo()
    library.describe("001.txt", FACTS)
    assert library.facts("001.txt") == FACTS


def test_a_disk_that_cannot_be_written_is_said_and_all_is_as_it_was(place, monkeypatch):
    library, before = place.library(), place.stored()

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("rag.index.unfinished.write_checked", full)
    assert refused(lambda: library.describe("001.txt", FACTS)) == "library-unwritable"
    assert place.stored() == before


def test_what_was_said_is_there_after_a_restart(place):
    place.library().describe("001.txt", FACTS)
    assert is_current(place.source, place.index, SETTINGS, "fake")
    assert issue(place.library()).date == "2023-09-14"
    assert "四十人" not in place.library().assistant.ask(FERRY_QUESTION).text
    assert removals_of(place.source)[0].described == ("001.txt",)
