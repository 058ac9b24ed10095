"""A folder that is followed: it is told when it has changed and is still, and what became of its pages."""

import pytest
from support.building import HOSPITAL, LIBRARY, PARK, SETTINGS, WORDS
from support.fakes import FakeEncoder

from rag.corpus.watching import PAUSE_SECONDS, STILL_SECONDS, PageChange, Watch, changes
from rag.errors import SourceError
from rag.index import build
from rag.index.build import build_index
from rag.index.saved import read_index
from rag.text.terms import Terms


class Clock:
    """Shows `now`; a look at it takes `slow` seconds."""

    def __init__(self):
        self.now, self.slow = 100.0, 0.0

    def __call__(self):
        self.now += self.slow
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def source(tmp_path):
    folder = tmp_path / "pages"
    (folder / "2023").mkdir(parents=True)
    (folder / "001.txt").write_text(LIBRARY, "utf-8")
    (folder / "2023" / "002.txt").write_text(PARK, "utf-8")
    return folder


@pytest.fixture
def watch(source, clock):
    watch = Watch(source, clock)
    watch.take()
    return watch


def seen_after(watch, clock, seconds):
    clock.now += seconds
    return watch.look() is not None


def test_nothing_is_told_of_a_folder_that_stays_as_it_is(watch, clock):
    assert not any(seen_after(watch, clock, 10) for _ in range(3))
    assert watch.unrest == 0


@pytest.mark.parametrize(
    "change",
    [
        lambda source: (source / "003.txt").write_text(HOSPITAL, "utf-8"),
        lambda source: (source / "001.txt").write_text(HOSPITAL, "utf-8"),
        lambda source: (source / "001.txt").rename(source / "000.txt"),
        lambda source: (source / "2023" / "002.txt").unlink(),
        lambda source: (source / "pages.toml").write_text('["001.txt"]\npaper = "晚报"\n', "utf-8"),
        lambda source: (source / "2023" / "dictionary.txt").write_text("花灯会\n", "utf-8"),
    ],
)
def test_a_change_is_told_once_nothing_has_changed_for_a_moment(watch, clock, source, change):
    change(source)
    assert not seen_after(watch, clock, 10)  # it is met for the first time
    assert not seen_after(watch, clock, STILL_SECONDS / 2)
    assert seen_after(watch, clock, STILL_SECONDS / 2)
    watch.take(watch.look())
    assert not seen_after(watch, clock, 10)


def test_a_file_that_is_being_copied_is_not_told_before_it_is_whole(watch, clock, source):
    with (source / "003.txt").open("ab") as file:
        for _ in range(20):
            file.write(HOSPITAL.encode())
            file.flush()
            assert not seen_after(watch, clock, STILL_SECONDS * 0.9)
            assert watch.moving == ("003.txt",)
    assert watch.unrest == pytest.approx(19 * STILL_SECONDS * 0.9)
    assert seen_after(watch, clock, STILL_SECONDS)


def test_a_page_that_changes_while_others_are_built_is_told_the_next_time(watch, clock, source):
    (source / "003.txt").write_text(HOSPITAL, "utf-8")
    seen_after(watch, clock, 0)
    clock.now += STILL_SECONDS
    state = watch.look()
    (source / "003.txt").write_text(HOSPITAL + HOSPITAL, "utf-8")
    watch.take(state)
    seen_after(watch, clock, 0)
    assert seen_after(watch, clock, STILL_SECONDS)


def test_what_is_no_page_and_belongs_to_none_changes_nothing(watch, clock, source):
    for name in ("notes.doc", ".001.txt.swp", "README.md", "Thumbs.db"):
        (source / name).write_text("x")
    assert not seen_after(watch, clock, 10)
    assert not seen_after(watch, clock, 10)


def test_one_file_can_be_followed_too(source, clock):
    watch = Watch(source / "001.txt", clock)
    watch.take()
    (source / "003.txt").write_text(HOSPITAL, "utf-8")
    assert not seen_after(watch, clock, 5) and not seen_after(watch, clock, 5)
    (source / "001.txt").write_text(PARK, "utf-8")
    assert not seen_after(watch, clock, 5) and seen_after(watch, clock, 5)


def test_where_a_look_takes_long_the_next_one_comes_later(watch, clock):
    watch.look()
    assert watch.pause == PAUSE_SECONDS
    clock.slow = 2.0
    watch.look()
    assert watch.pause == pytest.approx(18.0)  # of twenty seconds two


def test_a_folder_that_cannot_be_looked_into_says_so(watch, source, monkeypatch):
    monkeypatch.setattr("rag.pages.walking.os.scandir", lambda *_: (_ for _ in ()).throw(PermissionError(13, "no")))
    with pytest.raises(SourceError):
        watch.look()


# ---- what became of pages


def test_pages_are_told_as_added_changed_renamed_and_removed(source, tmp_path, monkeypatch):
    terms = Terms(())
    monkeypatch.setattr(build, "Terms", lambda dictionary: terms)

    def built():
        build_index(source, tmp_path / "index", SETTINGS, FakeEncoder(WORDS), "fake")
        return read_index(tmp_path / "index")

    before = built()
    assert list(changes(before.digests, before)) == []
    (source / "001.txt").rename(source / "004.txt")
    (source / "003.txt").write_text(HOSPITAL, "utf-8")
    (source / "2023" / "002.txt").write_text(PARK + "\n" + HOSPITAL, "utf-8")
    after = built()
    assert list(changes(before.digests, after)) == [
        PageChange("added", "003.txt", "", 1, 1),
        PageChange("renamed", "004.txt", "001.txt", 1, 1),
        PageChange("changed", "2023/002.txt", "", 2, 2),
    ]
    (source / "003.txt").unlink()
    assert list(changes(after.digests, built())) == [PageChange("removed", "003.txt")]
