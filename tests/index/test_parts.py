"""A large build, part of its pages after part, is the index of one that makes all at once."""

import dataclasses

import pytest
from benchmarks.issues import PAGES_A_DAY, PairEncoder, write_archive
from support.building import SETTINGS

from rag.errors import SourceError
from rag.index import build, merging
from rag.index.build import build_index, is_current
from rag.index.saved import read_index
from rag.progress import ENCODING, PAGES

DAYS = 3


@pytest.fixture
def in_parts(monkeypatch):
    """Parts within an issue, so that pieces go on from one to another; segments stay though they are small."""
    monkeypatch.setattr(build, "PAGES_AT_ONCE", PAGES_A_DAY // 2 + 1)
    monkeypatch.setattr(merging, "SMALL", 20)


@pytest.fixture
def source(tmp_path):
    write_archive(tmp_path / "pages", DAYS * PAGES_A_DAY)
    return tmp_path / "pages"


def whole(source, folder, encoder):
    """The index that is made at once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(build, "PAGES_AT_ONCE", 10_000)
        build_index(source, folder, SETTINGS, encoder, encoder.name)
    return read_index(folder)


def assert_same(one, other):
    assert one.digests == other.digests
    for name in ("pages", "articles", "passages", "dictionary"):
        assert getattr(one, name) == getattr(other, name)
    for name in ("passage_vectors", "sentence_vectors"):
        assert (getattr(one, name).vectors == getattr(other, name).vectors).all()
    assert (one.passage_keys == other.passage_keys).all() and (one.sentence_keys == other.sentence_keys).all()
    assert sorted(one.terms.counted()) == sorted(other.terms.counted())
    terms = [term for term, _ in other.terms.counted()][:50]
    assert one.terms.scores(terms) == pytest.approx(other.terms.scores(terms), rel=1e-5)
    assert one.columns.loose.tolist() == other.columns.loose.tolist()


@pytest.mark.slow
def test_what_is_built_in_parts_is_what_is_built_at_once(source, tmp_path, in_parts):
    encoder, told = PairEncoder(), []
    report = build_index(source, tmp_path / "index", SETTINGS, encoder, encoder.name, lambda *one: told.append(one))
    index, expected = read_index(tmp_path / "index"), whole(source, tmp_path / "whole", encoder)
    assert len(index.segments) > 2 and any(piece.continues for piece in index.articles)
    assert_same(index, expected)
    assert (report.pages, report.articles) == (DAYS * PAGES_A_DAY, len(expected.articles))
    assert (report.passages, report.sentences) == (len(expected.passages), len(expected.sentence_vectors))
    assert is_current(source, tmp_path / "index", SETTINGS, encoder.name)
    assert not build_index(source, tmp_path / "index", SETTINGS, encoder, encoder.name).changed
    # it is told as one work
    pages = DAYS * PAGES_A_DAY
    assert [done for stage, done, of in told if stage == "progress-split" and of == pages][-1] == pages
    for stage in (PAGES, ENCODING):
        steps = [(done, of) for each, done, of in told if each == stage]
        assert [done for done, _ in steps] == sorted(done for done, _ in steps)
        assert all(done <= of for done, of in steps) and steps[-1][0] == steps[-1][1]
    assert [stage for stage, *_ in told].count("progress-write") == 2


@pytest.mark.slow
def test_many_changes_are_taken_up_in_parts(source, tmp_path, in_parts):
    encoder = PairEncoder()
    build_index(source, tmp_path / "index", SETTINGS, encoder, encoder.name)
    for place, file in enumerate(sorted(source.iterdir())):
        if place % 3 == 0:
            file.write_text(file.read_text("utf-8") + "尾巴上添了一行。\n", "utf-8")
        elif place % 7 == 0:
            file.unlink()
    build_index(source, tmp_path / "index", SETTINGS, encoder, encoder.name)
    assert_same(read_index(tmp_path / "index"), whole(source, tmp_path / "whole", encoder))


@pytest.mark.slow
def test_a_build_that_fails_in_a_later_part_leaves_the_index_and_no_segment(source, tmp_path, in_parts, monkeypatch):
    folder, encoder = tmp_path / "index", PairEncoder()
    first = sorted(source.iterdir())[0]
    kept = {file: file.read_bytes() for file in source.iterdir()}
    for file in kept.keys() - {first}:
        file.unlink()
    build_index(source, folder, SETTINGS, encoder, encoder.name)
    before = {path.name for path in folder.iterdir()}
    for file, content in kept.items():
        file.write_bytes(content)
    calls, cut = [], build.cut_segment

    def failing(*given):
        calls.append(given)
        if len(calls) == 3:
            raise SourceError("source-unusable", path=source, reason="")
        return cut(*given)

    monkeypatch.setattr(build, "cut_segment", failing)
    with pytest.raises(SourceError):
        build_index(source, folder, SETTINGS, encoder, encoder.name)
    assert {path.name for path in folder.iterdir()} == before
    assert list(read_index(folder).columns.pages) == [first.name]


@pytest.mark.slow
def test_vectors_of_an_earlier_recipe_are_taken_over_in_every_part(source, tmp_path, in_parts, monkeypatch):
    encoder = PairEncoder()
    build_index(source, tmp_path / "index", SETTINGS, encoder, encoder.name)
    monkeypatch.setattr(merging, "SMALL", 21)
    recipe = build.current_recipe
    monkeypatch.setattr(
        build,
        "current_recipe",
        lambda *given: dataclasses.replace(recipe(*given), versions={"wenbao": "99"}),
    )
    assert build_index(source, tmp_path / "index", SETTINGS, encoder, encoder.name).encoded == 0
