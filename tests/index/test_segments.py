"""An index of many segments is that of a full build, whatever was changed; what stays is left alone."""

import random
import shutil

import numpy as np
import pytest
from benchmarks.issues import PAGES_A_DAY, PairEncoder, write_archive
from support.building import HOSPITAL, SETTINGS, run
from support.faults import failing_once
from support.stored import read_all

from rag.assistant import Assistant
from rag.errors import IndexDamaged, StoredIndexError
from rag.index import merging
from rag.index.build import build_index, is_current
from rag.index.merging import OF_A_SIZE, SMALL, to_merge
from rag.index.saved import read_index, read_manifest
from rag.index.writing import remove_leftovers
from rag.settings import Settings

pytestmark = pytest.mark.usefixtures("jieba_loaded_once")

ENCODER = PairEncoder()
ASKED = ("江州的新桥什么时候通车？", "报上怎么说？", "医院有几家？")


@pytest.fixture
def tiny(monkeypatch):
    """Every segment is large enough to stay, so that a small corpus has many."""
    monkeypatch.setattr(merging, "SMALL", 1)


def build(source, folder):
    return build_index(source, folder, SETTINGS, ENCODER, ENCODER.name, empty=True)


def assert_same(one, other):
    """That two indexes are the same to whoever asks them."""
    for name in ("pages", "articles", "passages", "dictionary"):
        assert getattr(one, name) == getattr(other, name)
    assert [*one.pages_by_name] == [*other.pages_by_name]
    assert dict(one.pieces_by_id) == dict(other.pieces_by_id)
    assert {id: [*rows] for id, rows in one.passages_of.items()} == {
        id: [*rows] for id, rows in other.passages_of.items()
    }
    assert one.sentence_offsets.tolist() == other.sentence_offsets.tolist()
    for name in ("passage_vectors", "sentence_vectors"):
        assert (getattr(one, name).vectors == getattr(other, name).vectors).all()
    for name in ("passage_keys", "sentence_keys"):
        assert (getattr(one, name) == getattr(other, name)).all()
    assert sorted(one.terms.counted()) == sorted(other.terms.counted())
    asked = [term for term, _ in sorted(one.terms.counted())][::7]
    assert one.terms.scores(asked).tolist() == other.terms.scores(asked).tolist()
    assert dict(one.manifest.pages) == dict(other.manifest.pages)
    assert dict(one.manifest.counts) == dict(other.manifest.counts)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2))
def test_after_any_changes_an_index_of_many_segments_is_that_of_a_full_build(tiny, tmp_path, seed):
    source, folder, chance = tmp_path / "pages", tmp_path / "index", random.Random(seed)
    write_archive(source, 2 * PAGES_A_DAY)
    kept = {file: file.read_bytes() for file in source.iterdir()}
    for file in chance.sample(sorted(kept), 6):
        file.unlink()
    build(source, folder)
    most = 1
    for turn in range(4):
        for file in chance.sample(sorted(kept), 3):
            drawn = chance.random()
            if drawn < 0.3:
                file.unlink(missing_ok=True)
            elif drawn < 0.5:
                file.write_bytes(kept[file][: len(kept[file]) // 2].decode("utf-8", "ignore").encode())
            else:
                file.write_bytes(kept[file])
        if turn == 2:
            (source / "无日期.txt").write_text(HOSPITAL, "utf-8")
        build(source, folder)
        full = tmp_path / f"full-{turn}"
        build(source, full)
        assert_same(read_index(folder), read_index(full))
        most = max(most, len(read_manifest(folder).segments))
    assert most > 1


@pytest.mark.slow
def test_a_search_finds_the_same_with_the_same_scores_in_many_segments(tiny, tmp_path):
    source, folder = tmp_path / "pages", tmp_path / "index"
    for pages in (5, 6, 9):
        write_archive(source, pages)
        build(source, folder)
    build(source, tmp_path / "full")
    assert len(read_manifest(folder).segments) > 1
    settings = Settings(reader="none")
    many, one = (Assistant.open(place, settings, ENCODER) for place in (folder, tmp_path / "full"))
    for question in (*ASKED, *(piece.title for piece in one.articles[::9])):
        if question:
            assert many.search(question) == one.search(question)


def test_what_stays_is_neither_written_nor_removed(tiny, source, folder):
    run(source, folder)
    (first,) = read_manifest(folder).segments
    files = {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in (folder / first.name).rglob("*")}
    (source / "003.txt").write_text(HOSPITAL, "utf-8")
    run(source, folder)
    segments = read_manifest(folder).segments
    assert segments[0].name == first.name
    assert [segment.counts["pages"] for segment in segments] == [2, 1]
    assert {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in files} == files


def test_a_page_that_goes_is_marked_dead_and_one_that_comes_back_is_written(tiny, source, folder):
    for name in ("003.txt", "004.txt"):
        (source / name).write_text(HOSPITAL.replace("社区", name[2]), "utf-8")
    run(source, folder)
    (source / "003.txt").unlink()
    run(source, folder)
    (segment,) = read_manifest(folder).segments
    assert segment.dead == ("003.txt",)
    index = read_index(folder)
    assert [page.name for page in index.pages] == ["001.txt", "002.txt", "004.txt"]
    assert {piece.source for piece in index.articles} == {"001.txt", "002.txt", "004.txt"}
    (source / "003.txt").write_text(HOSPITAL, "utf-8")
    run(source, folder)
    assert [page.name for page in read_index(folder).pages] == ["001.txt", "002.txt", "003.txt", "004.txt"]


@pytest.mark.slow
def test_who_reads_goes_on_reading_while_segments_are_merged(tiny, source, folder, tmp_path):
    run(source, folder)
    reader = read_index(folder)
    before = [*read_index(folder).passages]
    for number in range(2 + OF_A_SIZE):
        (source / f"1{number}.txt").write_text(HOSPITAL.replace("社区", str(number)), "utf-8")
        run(source, folder)
    assert read_manifest(folder).segments[0].name != reader.segments[0].name
    assert [*reader.passages] == before
    run(source, tmp_path / "full")
    assert_same(read_index(folder), read_index(tmp_path / "full"))


# ---- damage


@pytest.mark.slow
@pytest.mark.parametrize("part", [0, 1])
def test_a_bit_that_turned_over_in_any_file_is_one_sentence_and_mended_by_the_next_build(tiny, source, folder, part):
    run(source, folder)
    (source / "003.txt").write_text(HOSPITAL, "utf-8")
    run(source, folder)
    whole = read_all(folder)
    segment = read_manifest(folder).segments[part]
    for name in sorted(segment.files):
        path = folder / segment.name / name
        content = bytearray(path.read_bytes())
        if not content:
            continue
        content[len(content) // 2] ^= 4
        path.write_bytes(content)
        with pytest.raises(IndexDamaged) as caught:
            read_index(folder)
        assert caught.value.values["reason"] == name
        assert not is_current(source, folder, SETTINGS, "fake")
        path.write_bytes(whole[f"{segment.name}/{name}"])
    content[-1] ^= 1
    path.write_bytes(content)
    assert run(source, folder).changed
    assert [page.name for page in read_index(folder).pages] == ["001.txt", "002.txt", "003.txt"]


def test_damage_in_what_is_taken_over_is_not_carried_on(source, folder, tmp_path):
    run(source, folder)
    (segment,) = read_manifest(folder).segments
    path = folder / segment.name / "sentence-vectors.faiss"
    content = bytearray(path.read_bytes())
    content[-3] ^= 1
    path.write_bytes(content)
    (source / "003.txt").write_text(HOSPITAL, "utf-8")
    run(source, folder)
    run(source, tmp_path / "full")
    assert read_all(folder) == read_all(tmp_path / "full")


@pytest.mark.slow
def test_a_disk_that_fails_while_segments_are_merged_leaves_the_old_index(tiny, source, folder, tmp_path):
    run(source, folder)
    (source / "001.txt").write_text(HOSPITAL, "utf-8")
    old = read_all(folder)
    met = 0
    for at in range(0, 400, 5):
        copy = tmp_path / str(at)
        shutil.copytree(folder, copy)
        with failing_once(at).watched() as watched:
            try:
                run(source, copy)
            except StoredIndexError as error:
                assert error.key in ("index-unwritable", "index-not-as-written")
                assert watched.failed
                remove_leftovers(copy)
                assert read_all(copy) == old
                met += 1
        read_index(copy)
        if not watched.failed:
            break
    assert met > 2


# ---- which are merged


def test_segments_are_merged_when_more_than_eight_are_of_a_size_or_most_is_dead():
    large = SMALL * 3
    assert to_merge([large] * 7, [large] * 7, large) == frozenset()
    assert to_merge([large] * 8, [large] * 8, large) == frozenset(range(8))
    assert to_merge([large, large * 9], [large * 2 + 1, large * 9], 10) == frozenset({0})
    assert to_merge([SMALL - 1, large], [SMALL - 1, large], 1) == frozenset({0})
    assert to_merge([SMALL - 1, large], [SMALL - 1, large], 0) == frozenset()
    assert to_merge([0, large], [5, large], 0) == frozenset({0})


def test_adding_page_after_page_leaves_few_segments_and_writes_each_passage_few_times():
    sizes, written = [], 0
    for _ in range(3_000):
        merged = to_merge(sizes, sizes, 8)
        new = 8 + sum(sizes[number] for number in merged)
        sizes = [size for number, size in enumerate(sizes) if number not in merged] + [new]
        written += new
        assert len(sizes) <= 3 * OF_A_SIZE
    small = SMALL // 8 / 2  # a page in a small segment is written with each page until that is large
    assert written / sum(sizes) < small + 2 * np.log(sum(sizes) / SMALL)
