"""A library whose pages lie in folders of folders: what is removed there and brought back."""

import pytest
from support.shelving import BOOKS, FERRY, SETTINGS

from rag.index.build import build_index


def filed(place):
    """The library with one more page, in a folder of a day."""
    folder = place.source / "2023-03-05"
    folder.mkdir()
    (folder / "01.txt").write_text(FERRY, "utf-8")
    build_index(place.source, place.index, SETTINGS, place.encoder, "fake")
    return place.library()


@pytest.mark.slow
def test_a_page_in_a_folder_is_removed_and_brought_back_to_its_folder(place):
    library = filed(place)
    library.remove(["2023-03-05/01.txt"])
    assert [page.name for page in library.assistant.pages] == ["001.txt", "002.txt"]
    assert not (place.source / "2023-03-05" / "01.txt").exists()
    library.restore(library.removals[0].id)
    assert [page.name for page in library.assistant.pages] == ["001.txt", "002.txt", "2023-03-05/01.txt"]
    assert (place.source / "2023-03-05" / "01.txt").read_text("utf-8") == FERRY
    assert library.removals == ()


def test_a_page_whose_name_was_taken_meanwhile_comes_back_beside_it(place):
    library = filed(place)
    library.remove(["2023-03-05/01.txt"])
    (place.source / "2023-03-05" / "01.txt").write_text(BOOKS.replace("图书", "报刊"), "utf-8")
    change = library.restore(library.removals[0].id)
    assert [file.name for file in change.files] == ["2023-03-05/01 (2).txt"]


def test_a_removal_that_fails_leaves_the_page_and_no_traces(place, monkeypatch):
    library = filed(place)
    before = place.stored()

    def failing(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("rag.corpus.library.build_index", failing)
    with pytest.raises(OSError):
        library.remove(["2023-03-05/01.txt"])
    assert place.stored() == before
