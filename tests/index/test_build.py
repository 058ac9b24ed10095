import dataclasses
import functools
import json
from pathlib import Path

import numpy as np
import pytest
from support.fakes import FakeEncoder

from rag.errors import IndexDamaged, SourceError, StoredIndexError
from rag.index import build, encoding
from rag.index.build import build_index, is_current
from rag.index.encoding import encode_texts, text_key
from rag.index.saved import open_index
from rag.passages import search_text, sentence_search_texts
from rag.settings import Settings
from rag.text.terms import Terms

SETTINGS = Settings()
WORDS = ("图书", "公园", "医院", "花灯")
LIBRARY = """南街图书角开门迎客

本报讯 3月5日上午,南街社区的图书角正式开放。开放首日,社区收到街坊捐书八百三十六册。
"""
PARK = """东湖公园花灯会开幕

本报讯 东湖公园的花灯会昨晚开幕。灯会展出花灯一百二十组。
"""
HOSPITAL = """我市新增社区医院

本报讯 我市新增两家社区医院。截至目前,我市共有社区医院十一家。
"""

TERMS = functools.cache(Terms)


@pytest.fixture(autouse=True)
def jieba_loaded_once(monkeypatch):
    """Terms with the same dictionary are the same: jieba takes a second to load."""
    monkeypatch.setattr(build, "Terms", TERMS)


@pytest.fixture
def source(tmp_path):
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "001.txt").write_text(LIBRARY, "utf-8")
    (folder / "002.txt").write_text(PARK, "utf-8")
    return folder


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "index"


def run(source, folder, encoder=None, settings=SETTINGS, name="fake"):
    return build_index(source, folder, settings, encoder or FakeEncoder(WORDS, name), name)


def never():
    raise AssertionError("the encoder is loaded though nothing is to be encoded")


def read_all(folder):
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


# ---- a full build


def test_every_row_belongs_to_its_passage_and_its_sentence(source, folder):
    run(source, folder)
    index = open_index(folder, SETTINGS, "fake")
    encoder, terms = FakeEncoder(WORDS), TERMS(())
    expected = encoder.encode_passages([search_text(passage) for passage in index.passages])
    assert (index.passage_vectors.vectors == expected).all()
    row = 0
    for position, passage in enumerate(index.passages):
        assert index.sentence_offsets[position] == row
        for text in sentence_search_texts(passage):
            expected = encoder.encode_passages([text])[0]
            assert (index.sentence_vectors.vectors[row] == expected).all()
            row += 1
        for term in terms.cut(search_text(passage)):
            assert index.terms.scores([term])[position] > 0
    assert row == len(index.sentence_vectors) == index.sentence_offsets[-1]


def test_the_report_counts_what_the_index_holds(source, folder):
    report = run(source, folder)
    index = open_index(folder, SETTINGS, "fake")
    assert dict(index.manifest.counts) == {
        "pages": report.pages,
        "articles": report.articles,
        "passages": report.passages,
        "sentences": report.sentences,
    }
    assert report.pages == 2
    assert report.reused == 0
    assert report.changed
    assert report.skipped == ()


def test_two_builds_give_the_same_bytes(source, folder, tmp_path):
    run(source, folder)
    run(source, tmp_path / "again")
    assert read_all(folder) == read_all(tmp_path / "again")


def test_progress_is_told_in_stages(source, folder):
    told = []
    build_index(source, folder, SETTINGS, FakeEncoder(WORDS), "fake", lambda *call: told.append(call))
    stages = list(dict.fromkeys(stage for stage, _, _ in told))
    assert stages == ["progress-read", "progress-split", "progress-encode", "progress-write"]
    for stage in stages:
        last = [call for call in told if call[0] == stage][-1]
        assert last[1] == last[2]


def test_the_same_text_is_encoded_once_and_kept_as_often_as_it_is_printed(source, folder):
    (source / "003.txt").write_text(LIBRARY, "utf-8")
    encoder = FakeEncoder(WORDS)
    report = run(source, folder, encoder)
    index = open_index(folder, SETTINGS, "fake")
    assert len(encoder.encoded) == len(set(encoder.encoded)) == report.encoded < report.passages + report.sentences
    twins = [passage for passage in index.passages if "捐书" in passage.text]
    assert [passage.source for passage in twins] == ["001.txt", "003.txt"]


def test_a_file_may_be_the_source(source, folder):
    assert run(source / "002.txt", folder).pages == 1


# ---- doing again only what changed


def test_nothing_changed_means_nothing_is_done_and_no_model_loaded(source, folder):
    first = run(source, folder)
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    second = build_index(source, folder, SETTINGS, never, "fake")
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before
    assert second == dataclasses.replace(first, encoded=0, reused=first.encoded, changed=False)


def change_page(source):
    (source / "002.txt").write_text(HOSPITAL, "utf-8")


def add_page(source):
    (source / "000.txt").write_text(HOSPITAL, "utf-8")


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


# ---- failing builds


@pytest.mark.parametrize(
    "spoil",
    [
        lambda source: [page.unlink() for page in source.iterdir()],
        lambda source: [page.write_bytes(b"\x00\x01") for page in source.iterdir()],
    ],
)
def test_pages_that_cannot_be_used_leave_the_index_as_it_was(spoil, source, folder):
    run(source, folder)
    before = read_all(folder)
    spoil(source)
    with pytest.raises(SourceError):
        run(source, folder)
    assert read_all(folder) == before


def test_no_pages_write_nothing_at_all(tmp_path, folder):
    with pytest.raises(SourceError):
        run(tmp_path / "nowhere", folder)
    assert not folder.exists()


def test_an_encoder_that_fails_leaves_the_index_as_it_was(source, folder):
    run(source, folder)
    before = read_all(folder)
    add_page(source)
    with pytest.raises(AssertionError, match="the encoder is loaded"):
        run(source, folder, never)
    assert read_all(folder) == before


def test_pages_without_anything_to_search_are_reported(source, folder, monkeypatch):
    cut = build.cut_passages
    monkeypatch.setattr(
        build,
        "cut_passages",
        lambda parts, pages, settings: [] if pages[0].name == "001.txt" else cut(parts, pages, settings),
    )
    for _ in range(2):
        report = run(source, folder)
        assert report.pages == 1
        assert [(error.key, error.values) for error in report.skipped] == [("page-no-sentence", {"name": "001.txt"})]
    monkeypatch.setattr(build, "cut_passages", lambda parts, pages, settings: [])
    add_page(source)
    with pytest.raises(SourceError) as caught:
        run(source, folder)
    assert caught.value.key == "source-unusable"
    assert len(open_index(folder, SETTINGS, "fake").pages) == 2


def test_files_that_are_no_pages_are_reported_each_time(source, folder):
    (source / "bad.txt").write_bytes(b"\x00\x01")
    for _ in range(2):
        assert [error.values["name"] for error in run(source, folder).skipped] == ["bad.txt"]


def test_a_folder_that_cannot_be_written_is_said(source, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StoredIndexError) as caught:
        run(source, tmp_path / "file")
    assert caught.value.key == "index-unwritable"


# ---- the user's dictionary


@pytest.mark.slow
def test_the_words_beside_the_pages_are_kept_and_cut_as_one(source, folder):
    (source / "dictionary.txt").write_text("# 地名\n南街图书角 9 ns\n\n东湖公园\n东湖公园 5\n", "utf-8")
    report = run(source, folder)
    index = open_index(folder, SETTINGS, "fake")
    assert index.dictionary == ("南街图书角 9 ns", "东湖公园")
    assert index.terms.knows("东湖公园")
    assert report.pages == 2
    assert report.skipped == ()
    assert "dictionary.txt" not in index.manifest.pages


@pytest.mark.slow
def test_a_changed_dictionary_cuts_again_but_encodes_nothing(source, folder):
    run(source, folder)
    (source / "dictionary.txt").write_text("东湖公园\n", "utf-8")
    assert not is_current(source, folder, SETTINGS, "fake")
    report = build_index(source, folder, SETTINGS, never, "fake")
    assert (report.changed, report.encoded) == (True, 0)
    assert not build_index(source, folder, SETTINGS, never, "fake").changed


def test_a_dictionary_beside_a_single_page_counts_too_and_may_be_gb18030(source, folder):
    (source / "dictionary.txt").write_bytes("东湖公园\n".encode("gb18030"))
    run(source / "002.txt", folder)
    assert open_index(folder, SETTINGS, "fake").dictionary == ("东湖公园",)


def test_a_dictionary_that_is_no_text_is_said(source, folder):
    (source / "dictionary.txt").write_bytes(b"\xff\xff\xff")
    with pytest.raises(SourceError) as caught:
        run(source, folder)
    assert caught.value.key == "dictionary-unreadable"
    assert "dictionary.txt" in caught.value.sentence("zh")
    assert not folder.exists()


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


# ---- vectors of texts


def test_a_key_tells_encoders_and_texts_apart():
    keys = {text_key("a", "bc"), text_key("ab", "c"), text_key("a", "c"), text_key("a", "bc\0")}
    assert len(keys) == 4
    assert {len(key) for key in keys} == {32}


def test_rows_come_in_the_order_of_the_texts():
    encoder = FakeEncoder(WORDS)
    texts = ["图书", "公园", "图书", "花灯"]
    known = {text_key("fake", "公园"): FakeEncoder(WORDS).encode_passages(["公园"])[0]}
    encoded = encode_texts(texts, lambda: encoder, "fake", known, lambda *call: None)
    assert (encoded.vectors == FakeEncoder(WORDS).encode_passages(texts)).all()
    assert encoder.encoded == ["图书", "花灯"]
    assert (encoded.new, encoded.reused) == (2, 1)
    assert [row.tobytes() for row in encoded.keys] == [text_key("fake", text) for text in texts]


def test_an_encoder_of_another_name_or_shape_is_a_mistake():
    with pytest.raises(ValueError, match="expected the encoder real, got fake"):
        encode_texts(["图书"], lambda: FakeEncoder(WORDS), "real", {}, lambda *call: None)
    wrong = FakeEncoder(WORDS)
    wrong.encode_passages = lambda texts, progress: np.zeros((2, 5), np.float32)
    with pytest.raises(ValueError, match="expected vectors of shape"):
        encode_texts(["图书"], lambda: wrong, "fake", {}, lambda *call: None)


def test_the_manifest_holds_no_path_and_no_time(source, folder):
    run(source, folder)
    text = (folder / "manifest.json").read_text("utf-8")
    assert str(folder.parent) not in text
    assert set(json.loads(text)) == {"counts", "dimensions", "files", "format", "generation", "pages", "recipe"}
    assert encoding.VERB == "passage"
    assert Path(next(iter(json.loads(text)["pages"]))).name == "001.txt"
