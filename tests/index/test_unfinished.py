"""A change of the pages that was cut off is undone or done by the next run; no page is lost, nothing is left over."""

import hashlib
import json
import shutil

import pytest
from support.shelving import BOOKS, FERRY, HOSPITAL, SETTINGS
from support.unfinished import begin, killed, rebuilt

from rag.index.build import is_current
from rag.index.unfinished import settle


def copy(change, text=FERRY):
    file = change.place / "page"
    file.write_text(text, "utf-8")
    return file


# ---- undone: the index is as before


def test_pages_that_were_taken_out_come_back(place):
    before = place.stored()
    change = begin(place)
    change.move(place.source / "001.txt", change.place / "001.txt")
    change.move(place.source / "002.txt", place.source / ".removed/20240101T000000Z-1/002.txt")
    killed(change)
    assert place.names() != ["001.txt", "002.txt"]
    assert not rebuilt(place).changed
    assert place.stored() == before


def test_pages_that_were_put_in_go_again(place):
    before = place.stored()
    change = begin(place)
    assert change.put(copy(change), "003.txt")
    killed(change)
    assert is_current(place.source, place.index, SETTINGS, "fake")
    assert place.stored() == before


def test_a_name_that_was_taken_for_a_page_that_never_came_is_free_again(place):
    before = place.stored()
    change = begin(place)
    file = copy(change)
    shutil.copyfile(file, change.place / "kept")
    assert change.put(file, "003.txt")
    (place.source / "003.txt").write_bytes(b"")
    killed(change)
    rebuilt(place)
    assert place.stored() == before


def test_a_page_that_was_edited_meanwhile_is_not_removed(place):
    change = begin(place)
    change.put(copy(change), "003.txt")
    killed(change)
    (place.source / "003.txt").write_text(HOSPITAL, "utf-8")
    rebuilt(place)
    assert place.names() == ["001.txt", "002.txt", "003.txt"]


def test_a_page_whose_name_is_another_ones_by_now_comes_back_beside_it(place):
    change = begin(place)
    change.move(place.source / "001.txt", change.place / "001.txt")
    killed(change)
    (place.source / "001.txt").write_text(HOSPITAL, "utf-8")
    rebuilt(place)
    assert place.names() == ["001 (2).txt", "001.txt", "002.txt"]
    assert (place.source / "001 (2).txt").read_text("utf-8") == BOOKS


@pytest.mark.parametrize("cut", [1, 10, 60, 10_000])
def test_a_line_that_was_cut_off_had_not_been_done(place, cut):
    before = place.stored()
    change = begin(place)
    notes = change.place / ".change"
    whole = notes.read_bytes()
    change.move(place.source / "001.txt", change.place / "001.txt")
    (change.place / "001.txt").rename(place.source / "001.txt")  # as if that step had not come
    notes.write_bytes(notes.read_bytes()[: len(whole) + cut])
    killed(change)
    rebuilt(place)
    assert place.stored() == before


@pytest.mark.parametrize("former", [None, "# 说明\n"])
@pytest.mark.parametrize("content", [None, b"# other\n"])
def test_a_file_that_was_written_is_as_it_was(place, former, content):
    sidecar = place.source / "pages.toml"
    if former is not None:
        sidecar.write_text(former, "utf-8")
        sidecar.chmod(0o640)
        rebuilt(place)
    before = place.stored()
    change = begin(place)
    change.write("pages.toml", b"# first\n")
    change.write("pages.toml", content)
    change.write(".removed/20240101T000000Z-1/pages.toml", b"# kept\n")
    killed(change)
    assert not rebuilt(place).changed
    assert place.stored() == before
    assert former is None or sidecar.stat().st_mode & 0o777 == 0o640


def test_what_a_file_held_before_is_no_page_where_the_notes_are_gone_already(place):
    (place.source / "pages.toml").write_bytes(b"# before\n")
    rebuilt(place)
    change = begin(place)
    change.write("pages.toml", b"# after\n")
    (change.place / ".change").unlink()  # as where the process was killed while it removed what is left
    killed(change)
    rebuilt(place)
    assert place.names() == ["001.txt", "002.txt", "pages.toml"]


@pytest.mark.parametrize("made", [False, True])
@pytest.mark.parametrize("noted", [False, True])
def test_a_folder_that_nothing_came_into_is_gone_again(place, made, noted):
    before = place.stored()
    change, folder = begin(place), place.source / ".removed/20240101T000000Z-1"
    assert change.make(folder) and not change.make(folder)
    if noted:
        change.write(".removed/20240101T000000Z-1/pages.toml", b"# kept\n")
        (folder / "pages.toml").unlink()  # as if that had not come
    if not made:
        folder.rmdir()
    killed(change)
    rebuilt(place)
    assert place.stored() == before


def test_a_file_that_somebody_else_wrote_meanwhile_stays(place):
    change = begin(place)
    change.write("pages.toml", b"# ours\n")
    killed(change)
    (place.source / "pages.toml").write_bytes(b"# theirs\n")
    rebuilt(place)
    assert (place.source / "pages.toml").read_bytes() == b"# theirs\n"


@pytest.mark.parametrize("step", [1, 2])
def test_a_file_that_was_to_be_written_and_was_not_is_as_it_was(place, step):
    (place.source / "pages.toml").write_bytes(b"# before\n")
    rebuilt(place)
    before = place.stored()
    change = begin(place)
    change.write("pages.toml", b"# after\n")
    (place.source / "pages.toml").write_bytes(b"# before\n")  # as if that had not come
    if step == 1:
        next(change.place.glob("former-*")).unlink()
    killed(change)
    rebuilt(place)
    assert place.stored() == before


@pytest.mark.parametrize(
    "note",
    [
        {"write": "../outside.txt", "former": "", "sha256": ""},
        {"write": "001.txt", "former": "002.txt", "sha256": hashlib.sha256(BOOKS.encode()).hexdigest()},
        {"write": "001.txt", "former": "../pages/002.txt", "sha256": hashlib.sha256(BOOKS.encode()).hexdigest()},
        {"write": "001.txt"},
        {"to": "001.txt"},
        {"write": "001.txt", "former": 1, "sha256": ""},
    ],
)
def test_notes_that_nobody_here_wrote_take_no_page(place, note):
    before = place.stored()
    outside = place.source.parent / "outside.txt"
    outside.write_text("", "utf-8")
    change = begin(place)
    with (change.place / ".change").open("a") as notes:
        notes.write(json.dumps(note) + "\n")
    killed(change)
    rebuilt(place)
    assert place.stored() == before and outside.exists()


# ---- done: the index is another one


@pytest.mark.parametrize("emptied", [False, True])
def test_a_file_that_was_written_stays_so_where_the_index_is_of_it(place, emptied):
    (place.source / "pages.toml").write_bytes(b'[[page]]\nfile = "001.txt"\nnumber = 1\n')
    kept = place.source / ".removed/20240101T000000Z-1/pages.toml"
    kept.parent.mkdir(parents=True)
    kept.write_bytes(b"")
    rebuilt(place)
    change = begin(place)
    change.write("pages.toml", b'[[page]]\nfile = "001.txt"\nnumber = 2\n')
    change.write(kept.relative_to(place.source).as_posix(), None)
    rebuilt(place)
    if emptied:  # killed between the removal of that folder and of the one around it
        kept.parent.rmdir()
    killed(change)
    assert is_current(place.source, place.index, SETTINGS, "fake")
    assert (place.source / "pages.toml").read_bytes().endswith(b"number = 2\n")
    assert not kept.parent.parent.exists()
    assert place.names() == ["001.txt", "002.txt", "pages.toml"]


def test_a_change_whose_index_was_written_stays(place):
    change = begin(place)
    change.put(copy(change), "003.txt")
    change.move(place.source / "001.txt", change.place / "001.txt")
    rebuilt(place)  # it knows a change that is being made
    killed(change)
    assert not rebuilt(place).changed
    assert place.names() == ["002.txt", "003.txt"]


def test_a_folder_that_a_change_emptied_is_removed_though_the_change_stays(place):
    removal = place.source / ".removed" / "20240101T000000Z-1"
    removal.mkdir(parents=True)
    (removal / "003.txt").write_text(FERRY, "utf-8")
    change = begin(place)
    assert change.bring(removal / "003.txt", place.source / "003.txt")
    rebuilt(place)
    killed(change)
    rebuilt(place)
    assert place.names() == ["001.txt", "002.txt", "003.txt"]


# ---- the index cannot tell


@pytest.mark.parametrize("damage", ["gone", "other", "[" * 9000])
def test_where_the_index_cannot_tell_every_page_is_there(place, damage):
    change = begin(place)
    change.put(copy(change), "003.txt")
    change.move(place.source / "001.txt", change.place / "001.txt")
    killed(change)
    if damage == "gone":
        shutil.rmtree(place.index)
    else:
        (place.index / "manifest.json").write_text(damage)
    settle(place.source)
    assert place.names() == ["001.txt", "002.txt", "003.txt"]


@pytest.mark.parametrize("name", [".wenbao-abcdefgh", ".wenbao-x", ".wenbao-1 2"])
def test_what_an_older_version_left_is_brought_back(place, name):
    (place.source / name).mkdir()
    (place.source / "001.txt").rename(place.source / name / "001.txt")
    (place.source / name / "page").write_text("half", "utf-8")
    rebuilt(place)
    assert place.names() == ["001.txt", "002.txt"]
    assert (place.source / "001.txt").read_text("utf-8") == BOOKS


def test_an_empty_hidden_folder_is_removed(place):
    (place.source / ".wenbao-abcdefgh").mkdir()
    assert is_current(place.source, place.index, SETTINGS, "fake")
    assert place.names() == ["001.txt", "002.txt"]
