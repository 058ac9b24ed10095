"""A change of a corpus that is cancelled, fails, meets another one or may not be made leaves all as it was."""

import itertools

import pytest
from support.shelving import FERRY, FERRY_QUESTION, HOSPITAL, SETTINGS

from rag.assistant import Assistant
from rag.corpus.library import Library
from rag.errors import IndexBusy, LibraryCancelled, LibraryError, StoredIndexError
from rag.index import kept_vectors, writing
from rag.index.build import build_index
from rag.index.kept_vectors import count_kept
from rag.index.writing import writer_lock


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
        *["progress-split"] * 3,
        *["progress-pages", "progress-encode"] * 2,
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


def test_what_was_encoded_before_a_change_was_cancelled_is_not_encoded_again(place, monkeypatch):
    monkeypatch.setattr(kept_vectors, "WORTH_SECONDS", 0.0)
    library = place.library()
    before = place.stored()
    with pytest.raises(LibraryCancelled):
        library.add(
            [place.file("003.txt")],
            lambda stage, done, total: library.cancel() if stage == "progress-encode" and done else None,
        )
    kept = count_kept(place.index, "fake")
    assert kept == len(place.encoder.encoded) > 0
    assert {path: content for path, content in place.stored().items() if path.parent.name != "g-encoding"} == {
        **before,
        place.index / "g-encoding": None,
    }
    place.encoder.encoded.clear()
    change = library.add([place.file("003.txt")])
    assert (change.report.encoded, place.encoder.encoded) == (0, [])
    assert library.assistant.ask(FERRY_QUESTION).text
    assert not (place.index / "g-encoding").exists()


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
@pytest.mark.slow
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
