"""A library takes up the index that another process has written, and answers meanwhile from the one before."""

import threading
import time

import pytest
from support.shelving import FERRY, FERRY_QUESTION, SETTINGS

from rag.corpus import library as library_module
from rag.index.build import build_index
from rag.settings import Settings

SECONDS = 60
"""Until it is given up, on a machine with much else to do."""


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    monkeypatch.setattr(library_module, "LOOK_SECONDS", 0.0)


def wait_until(told):
    end = time.monotonic() + SECONDS
    while not told():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.01)


def followed(library):
    """Have it look, and wait until what it then takes up is taken up."""
    library.assistant  # noqa: B018
    for thread in threading.enumerate():
        if thread.name == "following":
            thread.join(SECONDS)
    return library.assistant


def built_elsewhere(place, settings=SETTINGS):
    build_index(place.source, place.index, settings, place.encoder, place.encoder.name)


def test_a_page_that_another_process_added_is_answered_from(place):
    library = place.library()
    before = library.assistant
    (place.source / "003.txt").write_text(FERRY, "utf-8")
    built_elsewhere(place)
    wait_until(lambda: len(library.assistant.pages) == 3)
    assert library.version == 1
    assert "四十人" in library.assistant.ask(FERRY_QUESTION).text
    assert len(before.pages) == 2  # whoever holds the former corpus still has it whole


def test_a_change_of_its_own_is_not_taken_for_another_s(place):
    library = place.library()
    library.add([place.file("003.txt")])
    for _ in range(50):
        assert library.assistant is library.assistant
    assert library.version == 1


def test_an_index_of_other_settings_or_a_damaged_one_leaves_the_former_answering(place):
    library = place.library()
    before = library.assistant
    built_elsewhere(place, Settings(passage_characters=60))
    (place.index / "manifest.json").touch()
    for content in (None, "{", "{}"):
        if content is not None:
            (place.index / "manifest.json").write_text(content)
        assert followed(library) is before
    (place.index / "manifest.json").unlink()
    assert library.assistant is before and before.ask("图书角在哪里?")


def test_a_change_is_not_refused_while_an_index_is_taken_up(place):
    library, made = place.library(), []
    with library._opening:  # as long as another's index is being opened
        adding = threading.Thread(target=lambda: made.append(library.add([place.file("003.txt")])))
        adding.start()
        adding.join(0.2)
        assert not made
    adding.join(SECONDS)
    assert made[0].files[0].error is None and len(library.assistant.pages) == 3


def test_it_can_be_changed_after_it_has_followed(place):
    library = place.library()
    (place.source / "003.txt").write_text(FERRY, "utf-8")
    built_elsewhere(place)
    wait_until(lambda: library.version == 1 and not library._opening.locked())
    library.remove(["003.txt"])
    assert (library.version, len(library.assistant.pages)) == (2, 2)
