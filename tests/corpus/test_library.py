"""A corpus that changes: pages are added, removed and built anew, and whatever goes wrong leaves all as it was."""

import itertools
import threading

import pytest
from support.shelving import BOOKS, FERRY, FERRY_QUESTION, HOSPITAL, LIGHTS, SETTINGS

from rag.assistant import Assistant
from rag.corpus.folder import NAME_BYTES, safe_name
from rag.corpus.library import Library
from rag.errors import IndexBusy, LibraryCancelled, LibraryError, StoredIndexError
from rag.index import build, saved, writing
from rag.index.build import build_index
from rag.index.writing import writer_lock
from ui.newspaper import Corpus, Newspaper


def keys(change):
    return [file.error and file.error.key for file in change.files]


# ---- adding


def test_an_added_page_is_stored_encoded_and_answers_at_once(place, tmp_path):
    library = place.library()
    before = library.assistant
    change = library.add([place.file("003.txt")])
    assert [(file.given, file.name, file.error) for file in change.files] == [("003.txt", "003.txt", None)]
    assert (place.source / "003.txt").read_text("utf-8") == FERRY
    assert [page.name for page in library.assistant.pages] == ["001.txt", "002.txt", "003.txt"]
    assert all("渡口" in text for text in place.encoder.encoded)  # nothing that was known is encoded again
    assert change.report.encoded == len(place.encoder.encoded) > 0
    assert "四十人" in library.assistant.ask(FERRY_QUESTION).text
    assert library.version == 1
    assert len(before.pages) == 2  # whoever holds the former corpus still has it whole
    build_index(place.source, tmp_path / "full", SETTINGS, place.encoder, "fake")
    assert saved.read_manifest(tmp_path / "full") == saved.read_manifest(place.index)


def test_what_was_added_is_there_after_a_restart(place):
    place.library().add([place.file("003.txt")])
    assert build.is_current(place.source, place.index, SETTINGS, "fake")
    assert [page.name for page in place.library().assistant.pages] == ["001.txt", "002.txt", "003.txt"]


def test_a_bad_file_is_named_and_left_out_and_the_good_ones_go_on(place):
    library = place.library()
    heard = []
    change = library.add(
        [
            place.file("bad.txt", b"\x00\x01"),
            place.file("empty.md", ""),
            place.file("003.txt"),
            place.file("picture.png", b"\x89PNG"),
            place.file("dictionary.txt", "渡口\n"),
            place.file("README.md", FERRY),
            place.file("large.txt", FERRY * 100),
            place.file("title.txt", "只有一个标题\n"),
        ],
        heard=heard.append,
    )
    assert keys(change) == [
        "page-binary",
        "page-empty",
        None,
        "library-form",
        "library-reserved",
        "library-reserved",
        "page-too-large",
        "page-no-sentence",
    ]
    assert tuple(heard) == change.files
    assert all(
        file.given in file.error.sentence(language) for file in change.files if file.error for language in ("zh", "en")
    )
    assert place.names() == ["001.txt", "002.txt", "003.txt"]


def test_files_none_of_which_can_be_used_change_nothing(place):
    library = place.library()
    before = place.stored()
    change = library.add([place.file("bad.txt", b"\x00\x01")])
    assert (change.report, library.version) == (None, 0)
    assert place.stored() == before


def test_the_same_content_is_said_to_be_there_already(place):
    library = place.library()
    change = library.add([place.file("again.txt", BOOKS), place.file("003.txt"), place.file("004.txt")])
    assert keys(change) == ["library-present", None, "library-present"]
    assert [file.present for file in change.files] == [True, False, True]
    assert [file.error.values["present"] for file in change.files if file.error] == ["001.txt", "003.txt"]
    assert place.names() == ["001.txt", "002.txt", "003.txt"]


def test_another_content_under_a_name_that_is_taken_gets_a_number(place):
    library = place.library()
    change = library.add([place.file("001.txt"), place.file("001.txt", HOSPITAL), place.file("002.TXT", FERRY + "\n")])
    assert [file.name for file in change.files] == ["001 (2).txt", "001 (3).txt", "002 (2).TXT"]
    assert (place.source / "001.txt").read_text("utf-8") == BOOKS
    assert len(library.assistant.pages) == 5


def test_a_number_in_brackets_is_no_page_number(place):
    library = place.library()
    library.add([place.file("20240501_03版.txt"), place.file("20240501_03版.txt", HOSPITAL)])
    issues = [library.assistant.page(name).issue for name in ("20240501_03版.txt", "20240501_03版 (2).txt")]
    assert [(issue.date, issue.page) for issue in issues] == [("2024-05-01", 3)] * 2


def test_a_page_in_which_the_build_finds_nothing_is_taken_out_again(place, monkeypatch):
    cut = build.cut_passages
    monkeypatch.setattr(
        build,
        "cut_passages",
        lambda parts, pages, settings: [] if pages[0].name == "004.txt" else cut(parts, pages, settings),
    )
    library = place.library()
    change = library.add([place.file("003.txt"), place.file("004.txt", HOSPITAL)])
    assert keys(change) == [None, "page-no-sentence"]
    assert place.names() == [page.name for page in library.assistant.pages] == ["001.txt", "002.txt", "003.txt"]


# ---- names


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("003.txt", "003.txt"),
        ("20220121_02版.txt", "20220121_02版.txt"),
        ("二版 (续).MD", "二版 (续).MD"),
        ("../../x.txt", "x.txt"),
        ("..\\..\\x.txt", "x.txt"),
        ("/etc/x.txt", "x.txt"),
        ("C:\\x.txt", "x.txt"),
        (".hidden.txt", "hidden.txt"),
        ("~$lock.docx", "$lock.docx"),
        ("..", ""),
        (".", ""),
        ("", ""),
        ("a/", ""),
        ("CON.txt", "_CON.txt"),
        ("com1.txt", "_com1.txt"),
        ("nul", "_nul"),
        ("aux.tar.txt", "_aux.tar.txt"),
        ("one\ntwo\r\nthree.txt", "one two three.txt"),
        ("a\x00b\x7f.txt", "a b .txt".replace(" .", ".")),
        ("txt.\u202etxt.exe", "txt.txt.exe"),
        ("a<b>|?*.txt", "a_b____.txt"),
        ("name.txt. .", "name.txt"),
        ("\ud800.txt", "_.txt"),
    ],
)
def test_a_name_is_made_safe(given, name):
    assert safe_name(given) == name


@pytest.mark.parametrize("given", ["长" * 300 + ".txt", "x" * 300 + ".txt", "😀" * 300 + ".jsonl", "x." + "y" * 400])
def test_a_long_name_is_cut_between_characters_and_keeps_its_form(given):
    name = safe_name(given)
    assert name.rpartition(".")[2] == given.rpartition(".")[2][: NAME_BYTES - len("x.")]
    assert NAME_BYTES - len("😀".encode()) < len(name.encode()) <= NAME_BYTES
    assert given.startswith(name.rpartition(".")[0])
    assert safe_name(name) == name


@pytest.mark.parametrize("given", ["one\ntwo.txt", "长" * 80 + ".txt", ".hidden.txt", "CON.txt", "a|b*.txt"])
def test_a_hostile_name_is_stored_within_the_folder_under_a_plain_one(place, given):
    library = place.library()
    change = library.add([place.file(given)])
    assert change.files[0].error is None
    assert change.files[0].name == safe_name(given)
    assert place.names() == sorted(["001.txt", "002.txt", change.files[0].name])
    assert library.assistant.page(change.files[0].name).lines[0] == "桃李镇渡口添了新船"


# ---- cancelling and failing


def steps_of(place):
    """Every step that adding two pages goes through, but the last: by then the new index is the index."""
    told = []
    library = place.library()
    library.add([place.file("003.txt"), place.file("004.txt", HOSPITAL)], lambda *step: told.append(step))
    library.remove(["003.txt", "004.txt"])
    return told[:-1]


@pytest.mark.slow
def test_cancelled_at_any_step_all_is_as_it_was(place):
    steps = steps_of(place)
    assert [stage for stage, _, _ in steps] == [
        *["progress-read"] * (2 + 4 + 1),
        *["progress-split"] * 4,
        "progress-encode",
        "progress-write",
    ]
    before = place.stored()
    library = place.library()
    for stop in range(len(steps)):
        told = itertools.count()
        with pytest.raises(LibraryCancelled):
            library.add(
                [place.file("003.txt"), place.file("004.txt", HOSPITAL)],
                lambda *step, told=told, stop=stop: library.cancel() if next(told) == stop else None,
            )
        assert place.stored() == before
        assert library.version == 0
        assert library.assistant.ask("图书角收到多少捐书?").text


def test_a_removal_and_a_rebuild_can_be_cancelled_too(place):
    library = place.library()
    before = place.stored()
    for change in (lambda told: library.remove(["001.txt"], told), lambda told: library.rebuild(True, told)):
        with pytest.raises(LibraryCancelled):
            change(lambda stage, done, total: library.cancel() if stage == "progress-split" else None)
        assert place.stored() == before


def test_cancelling_when_nothing_is_made_does_not_stop_the_next_change(place):
    library = place.library()
    library.cancel()
    assert library.add([place.file("003.txt")]).files[0].name == "003.txt"


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), MemoryError()])
def test_an_index_that_cannot_be_written_leaves_all_as_it_was(place, monkeypatch, error):
    def fail(*_):
        raise error

    library = place.library()
    before = place.stored()
    monkeypatch.setattr(writing, "_write_content", fail)
    with pytest.raises((StoredIndexError, MemoryError)):
        library.add([place.file("003.txt")])
    monkeypatch.undo()
    assert {path: content for path, content in place.stored().items() if path.name != "g-staging"} == before


@pytest.mark.parametrize("step", ["pathlib.Path.write_bytes", "tempfile.mkdtemp", "os.fsync"])
def test_a_full_disk_is_one_clear_sentence(place, monkeypatch, step):
    def full(*_, **named):
        raise OSError(28, "No space left on device")

    library = place.library()
    before = place.stored()
    file = place.file("003.txt")
    monkeypatch.setattr(step, full)
    with pytest.raises(LibraryError) as caught:
        library.add([file])
    monkeypatch.undo()
    assert caught.value.key == "library-unwritable"
    assert "No space left" in caught.value.sentence("zh")
    assert place.stored() == before


def test_a_busy_index_leaves_the_folder_as_it_was(place, monkeypatch):
    monkeypatch.setattr(writing, "LOCK_SECONDS", 0.01)
    library = place.library()
    before = place.stored()
    with writer_lock(place.index):
        for change in (
            lambda: library.add([place.file("003.txt")]),
            lambda: library.remove(["001.txt"]),
            lambda: library.rebuild(True),
        ):
            with pytest.raises(IndexBusy):
                change()
            assert place.stored() == before


def test_one_change_at_a_time(place):
    library = place.library()
    errors = []

    def meanwhile(stage, done, total):
        for change in (
            lambda: library.add([place.file("004.txt", HOSPITAL)]),
            lambda: library.remove(["001.txt"]),
            library.rebuild,
        ):
            with pytest.raises(LibraryError) as caught:
                change()
            errors.append(caught.value.key)

    library.add([place.file("003.txt")], meanwhile)
    assert set(errors) == {"library-busy"}
    assert library.remove(["003.txt"]).removed == ("003.txt",)


def test_where_it_is_read_only_nothing_changes(place):
    library = place.library(read_only=True)
    before = place.stored()
    for change in (lambda: library.add([place.file("003.txt")]), lambda: library.remove(["001.txt"]), library.rebuild):
        with pytest.raises(LibraryError) as caught:
            change()
        assert caught.value.key == library.obstacle.key == "library-read-only"
    assert place.stored() == before


def test_a_single_file_takes_no_other_but_is_read_again_when_it_changed(place, tmp_path):
    page, index = place.source / "001.txt", tmp_path / "one"
    build_index(page, index, SETTINGS, place.encoder, "fake")
    library = Library(Assistant.open(index, SETTINGS, place.encoder), page, index, place.encoder)
    for change in (lambda: library.add([place.file("003.txt")]), lambda: library.remove(["001.txt"])):
        with pytest.raises(LibraryError) as caught:
            change()
        assert caught.value.key == "library-one-file"
    page.write_text(FERRY, "utf-8")
    library.rebuild()
    assert library.assistant.page("001.txt").lines[0] == "桃李镇渡口添了新船"


# ---- removing


def test_a_removed_page_is_gone_from_the_folder_and_the_answers(place):
    library = place.library()
    library.add([place.file("003.txt")])
    place.encoder.encoded.clear()
    assert not library.assistant.ask(FERRY_QUESTION).refused
    change = library.remove(["003.txt"])
    assert change.removed == ("003.txt",)
    assert place.names() == ["001.txt", "002.txt"]
    assert place.encoder.encoded == []
    assert "四十人" not in library.assistant.ask(FERRY_QUESTION).text
    with pytest.raises(KeyError):
        library.assistant.page("003.txt")


@pytest.mark.parametrize("name", ["003.txt", "../desk/x.txt", "", "."])
def test_what_is_no_page_cannot_be_removed(place, name):
    library = place.library()
    before = place.stored()
    with pytest.raises(LibraryError) as caught:
        library.remove(["001.txt", name])
    assert caught.value.key == "library-no-page"
    assert place.stored() == before


def test_a_page_whose_file_is_gone_already_can_be_removed(place):
    library = place.library()
    (place.source / "001.txt").unlink()
    library.remove(["001.txt"])
    assert [page.name for page in library.assistant.pages] == ["002.txt"]


# ---- building anew


def test_a_rebuild_takes_in_what_was_changed_in_the_folder(place):
    library = place.library()
    (place.source / "002.txt").unlink()
    (place.source / "003.txt").write_text(FERRY, "utf-8")
    report = library.rebuild().report
    assert [page.name for page in library.assistant.pages] == ["001.txt", "003.txt"]
    assert report.changed and report.reused > 0
    assert library.version == 1
    assert not library.rebuild().report.changed
    assert library.version == 1


def test_a_rebuild_takes_in_an_index_that_another_program_wrote(place):
    library = place.library()
    (place.source / "003.txt").write_text(FERRY, "utf-8")
    build_index(place.source, place.index, SETTINGS, place.encoder, "fake")
    library.rebuild()
    assert len(library.assistant.pages) == 3


def test_a_rebuild_of_everything_encodes_every_text_again(place):
    library = place.library()
    before = place.stored()
    report = library.rebuild(everything=True).report
    assert report.reused == 0
    assert report.encoded == len(place.encoder.encoded) > 0
    assert place.stored() == before  # the same pages give the same index


# ---- asking meanwhile


@pytest.mark.slow
def test_whoever_asks_while_pages_come_and_go_gets_the_old_or_the_new_answer(place):
    library = place.library()
    old = library.assistant.ask(FERRY_QUESTION).text
    library.add([place.file("003.txt")])
    new = library.assistant.ask(FERRY_QUESTION).text
    assert old != new
    answers, errors, over = [], [], threading.Event()

    def ask():
        while not over.wait(0.02):
            try:
                answers.append(library.assistant.ask(FERRY_QUESTION).text)
            except Exception as error:
                errors.append(error)

    askers = [threading.Thread(target=ask) for _ in range(2)]
    for asker in askers:
        asker.start()
    for _ in range(2):
        library.remove(["003.txt"])
        library.add([place.file("003.txt")])
    over.set()
    for asker in askers:
        asker.join()
    assert errors == []
    assert set(answers) <= {old, new}
    assert len(answers) > 6


# ---- what it holds


def test_an_assistant_stays_as_it_is_whatever_changes(place):
    library = place.library()
    former = library.assistant
    library.add([place.file("003.txt")])
    library.remove(["001.txt"])
    assert [page.name for page in former.pages] == ["001.txt", "002.txt"]
    assert [page.name for page in library.assistant.pages] == ["002.txt", "003.txt"]
    assert "四十人" in library.assistant.ask(FERRY_QUESTION).text and "四十人" not in former.ask(FERRY_QUESTION).text


def test_nothing_is_asked_of_a_library_but_its_assistant(place):
    library = place.library()
    own = set(dir(Corpus)) | set(dir(object))
    for name in set(dir(Newspaper)) | set(dir(library.assistant)):
        assert name in own or name.startswith("_") or not hasattr(library, name), name


def test_what_the_corpus_holds_is_counted(place):
    library = place.library()
    library.add([place.file("20240501_03版.txt")])
    assert [(each.page.name, each.pieces, each.passages) for each in library.holdings] == [
        ("20240501_03版.txt", 1, 1),
        ("001.txt", 1, 1),
        ("002.txt", 1, 1),
    ]
    figures = library.figures
    assert (figures.pages, figures.pieces, figures.passages) == (3, 3, 3)
    assert figures.characters == sum(len("".join(text.split())) for text in (BOOKS, LIGHTS, FERRY))
    generation = place.index / saved.read_manifest(place.index).generation
    assert figures.index_bytes == sum(path.stat().st_size for path in generation.rglob("*") if path.is_file())
    assert figures.encoder == "fake"
    assert figures.first <= figures.last
