"""Building again: only what changed is encoded, and an index is current until something of it changes."""

import dataclasses
import hashlib
import json
import random
import shutil

import faiss
import numpy as np
import pytest
from benchmarks.issues import PAGES_A_DAY, PairEncoder, write_archive
from support.building import HOSPITAL, PARK, SETTINGS, TERMS, WORDS, add_page, never, run
from support.fakes import FakeEncoder
from support.stored import read_all

from rag.errors import IndexDamaged
from rag.index import build
from rag.index.arrays import array_bytes
from rag.index.build import build_index, is_current
from rag.index.encoding import FORMER_FORMATS
from rag.index.saved import open_index, read_index
from rag.passages import search_text, sentence_search_texts
from rag.settings import Settings

pytestmark = pytest.mark.usefixtures("jieba_loaded_once")


# ---- doing again only what changed


def test_nothing_changed_means_nothing_is_done_and_no_model_loaded(source, folder):
    first = run(source, folder)
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    second = build_index(source, folder, SETTINGS, never, "fake")
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before
    assert second == dataclasses.replace(first, encoded=0, reused=first.encoded, changed=False)


def change_page(source):
    (source / "002.txt").write_text(HOSPITAL, "utf-8")


def change_one_sentence(source):
    (source / "002.txt").write_text(PARK.replace("一百二十", "九十"), "utf-8")


@pytest.mark.parametrize("change", [change_page, add_page, change_one_sentence])
def test_a_changed_page_is_encoded_again_and_the_rest_is_reused(change, source, folder, tmp_path):
    run(source, folder)
    before = set(FakeTexts.of(folder))
    change(source)
    encoder = FakeEncoder(WORDS)
    report = run(source, folder, encoder)
    assert set(encoder.encoded) == set(FakeTexts.of(folder)) - before
    assert report.encoded == len(encoder.encoded) > 0
    assert report.reused > 0
    run(source, tmp_path / "full")
    assert read_all(folder) == read_all(tmp_path / "full")


class FakeTexts:
    """The texts that an index encodes."""

    @staticmethod
    def of(folder):
        for passage in open_index(folder, SETTINGS, "fake").passages:
            yield search_text(passage)
            yield from sentence_search_texts(passage)


def test_a_page_that_goes_needs_no_model(source, folder, tmp_path):
    run(source, folder)
    (source / "001.txt").unlink()
    report = build_index(source, folder, SETTINGS, never, "fake")
    assert (report.encoded, report.changed, report.pages) == (0, True, 1)
    run(source, tmp_path / "full")
    assert read_all(folder) == read_all(tmp_path / "full")


def test_another_encoder_encodes_everything_again(source, folder):
    first = run(source, folder)
    second = run(source, folder, name="other")
    assert (second.encoded, second.reused) == (first.encoded, 0)
    open_index(folder, SETTINGS, "other")


def test_another_setting_rebuilds_and_reuses_the_texts_that_stay(source, folder):
    run(source, folder)
    settings = Settings(passage_characters=20)
    report = run(source, folder, settings=settings)
    assert report.changed
    assert report.reused > 0
    assert len(open_index(folder, settings, "fake").passages) == report.passages


def test_a_setting_that_no_index_depends_on_changes_nothing(source, folder):
    run(source, folder)
    assert not run(source, folder, never, Settings(question_characters=7)).changed


def test_another_version_of_the_program_rebuilds_without_encoding(source, folder, monkeypatch):
    run(source, folder)
    recipe = build.current_recipe

    def next_version(settings, name):
        current = recipe(settings, name)
        return dataclasses.replace(current, versions={**current.versions, "wenbao": "99"})

    monkeypatch.setattr(build, "current_recipe", next_version)
    assert not is_current(source, folder, SETTINGS, "fake")
    report = build_index(source, folder, SETTINGS, never, "fake")
    assert (report.changed, report.encoded) == (True, 0)
    assert is_current(source, folder, SETTINGS, "fake")


def damage(folder):
    next(folder.rglob("passages.jsonl")).write_text("damaged")


def damage_manifest(folder):
    (folder / "manifest.json").write_text("{")


def another_format(folder):
    (folder / "manifest.json").write_text('{"format": 99}')


@pytest.mark.parametrize("spoil", [damage, damage_manifest, another_format])
def test_an_index_that_cannot_be_used_is_built_anew(spoil, source, folder):
    run(source, folder)
    before = read_all(folder)
    spoil(folder)
    assert not is_current(source, folder, SETTINGS, "fake")
    report = run(source, folder)
    assert (report.changed, report.reused) == (True, 0)
    assert read_all(folder) == before


# ---- whether the index is current


def test_an_index_is_current_until_a_page_the_encoder_or_a_setting_changes(source, folder):
    assert not is_current(source, folder, SETTINGS, "fake")
    run(source, folder)
    assert is_current(source, folder, SETTINGS, "fake")
    assert not is_current(source, folder, SETTINGS, "other")
    assert not is_current(source, folder, Settings(passage_characters=20), "fake")
    (source / "notes.rst").write_text("no page")
    assert is_current(source, folder, SETTINGS, "fake")
    (source / "001.txt").rename(source / "009.txt")
    assert not is_current(source, folder, SETTINGS, "fake")


def test_a_damaged_index_is_not_current(source, folder):
    run(source, folder)
    damage(folder)
    assert not is_current(source, folder, SETTINGS, "fake")
    with pytest.raises(IndexDamaged):
        open_index(folder, SETTINGS, "fake")


@pytest.mark.slow
def test_a_page_more_is_cut_alone_and_what_it_joins_with_is_cut_anew(tmp_path, monkeypatch):
    source, folder, encoder = tmp_path / "pages", tmp_path / "index", PairEncoder()
    write_archive(source, PAGES_A_DAY)
    build_index(source, folder, SETTINGS, encoder, encoder.name)
    before = read_index(folder)
    cut, texts = build.cut_passages, []
    monkeypatch.setattr(build, "cut_passages", lambda parts, *rest: texts.append(parts) or cut(parts, *rest))
    words = TERMS().cut
    asked = []
    monkeypatch.setattr(type(TERMS()), "cut", lambda self, text: asked.append(text) or words(text))
    (source / "别的.txt").write_text(HOSPITAL, "utf-8")
    build_index(source, folder, SETTINGS, encoder, encoder.name)
    after = read_index(folder)
    assert {parts[0].source for parts in texts} == {"别的.txt"}
    assert asked == [search_text(passage) for passage in after.passages if passage.source == "别的.txt"]
    joined = next(piece for piece in after.articles if piece.continues)
    assert joined in before.articles
    (source / joined.source).unlink()
    texts.clear()
    build_index(source, folder, SETTINGS, encoder, encoder.name)
    halves = {piece.continues for piece in after.articles if piece.source == joined.source} - {""}
    assert {parts[0].id for parts in texts} == halves


# ---- an index of a format before


@pytest.mark.parametrize("number", sorted(FORMER_FORMATS))
def test_an_index_of_a_former_format_gives_its_vectors_and_is_replaced(number, source, folder):
    run(source, folder)
    whole = read_all(folder)
    as_format(folder, number)
    assert not is_current(source, folder, SETTINGS, "fake")
    report = build_index(source, folder, SETTINGS, never, "fake")
    assert (report.changed, report.encoded) == (True, 0)
    assert read_all(folder) == whole


def as_format(folder, number):
    """Have what lies in `folder` be the index that formats before segments would have, of vectors and keys alone."""
    index = read_index(folder)
    shutil.rmtree(folder)
    tables = {"passage": index.passage_vectors, "sentence": index.sentence_vectors}
    files = {f"{kind}-keys.npy": array_bytes(getattr(index, f"{kind}_keys")) for kind in tables}
    for kind, table in tables.items():
        flat = faiss.IndexFlatIP(table.dimensions)
        flat.add(np.array(table.vectors))
        files[f"{kind}-vectors.faiss"] = faiss.serialize_index(flat).tobytes()
    told = {"format": number, "files": {}, "pages": dict(index.manifest.pages), "recipe": {}, "counts": {}}
    for name, raw in files.items():
        told["files"][name] = {"sha256": hashlib.sha256(raw).hexdigest(), "bytes": len(raw)}
    generation = f"g-{hashlib.sha256(written(told)).hexdigest()[:16]}"
    (folder / generation).mkdir(parents=True)
    for name, raw in files.items():
        (folder / generation / name).write_bytes(raw)
    (folder / "manifest.json").write_bytes(written({**told, "generation": generation}))


def written(fields):
    return (json.dumps(fields, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


# ---- what is taken over is what a full build makes


@pytest.mark.slow
def test_after_any_changes_the_index_is_that_of_a_full_build(tmp_path):
    source, folder, encoder, chance = tmp_path / "pages", tmp_path / "index", PairEncoder(), random.Random(5)
    write_archive(source, 2 * PAGES_A_DAY)
    kept = {file: file.read_bytes() for file in source.iterdir()}
    build_index(source, folder, SETTINGS, encoder, encoder.name)
    joined = 0
    for turn in range(4):
        for file, content in kept.items():
            drawn = chance.random()
            if drawn < 0.15:
                file.unlink(missing_ok=True)
            elif drawn < 0.3:
                lines = content.decode().splitlines(keepends=True)
                file.write_text("".join(lines[: chance.randrange(1, len(lines))]), "utf-8")
            elif drawn < 0.5:
                file.write_bytes(content)
        build_index(source, folder, SETTINGS, encoder, encoder.name)
        full = tmp_path / f"full-{turn}"
        build_index(source, full, SETTINGS, encoder, encoder.name)
        assert read_all(folder) == read_all(full)
        joined += sum(bool(piece.continues) for piece in read_index(folder).articles)
    assert joined
