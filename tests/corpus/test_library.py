"""A corpus that changes: pages are added, removed and built anew, and questions are answered meanwhile."""

import threading

import pytest
from support.shelving import BOOKS, FERRY, FERRY_QUESTION, HOSPITAL, LIGHTS, SETTINGS
from support.stored import segment_of

from rag.corpus.folder import NAME_BYTES, safe_name
from rag.errors import LibraryError
from rag.index import build, saved
from rag.index.build import build_index
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
@pytest.mark.slow
def test_a_hostile_name_is_stored_within_the_folder_under_a_plain_one(place, given):
    library = place.library()
    change = library.add([place.file(given)])
    assert change.files[0].error is None
    assert change.files[0].name == safe_name(given)
    assert place.names() == sorted(["001.txt", "002.txt", change.files[0].name])
    assert library.assistant.page(change.files[0].name).lines[0] == "桃李镇渡口添了新船"


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
    assert [(each.page.name, each.pieces, each.passages) for each in library.held_pages] == [
        ("20240501_03版.txt", 1, 1),
        ("001.txt", 1, 1),
        ("002.txt", 1, 1),
    ]
    figures = library.figures
    assert (figures.pages, figures.pieces, figures.passages) == (3, 3, 3)
    assert figures.characters == sum(len("".join(text.split())) for text in (BOOKS, LIGHTS, FERRY))
    segment = segment_of(place.index)
    assert figures.index_bytes == sum(path.stat().st_size for path in segment.rglob("*") if path.is_file())
    assert figures.encoder == "fake"
    assert figures.first <= figures.last
