"""A build: what the index holds, what failing leaves, and the dictionary beside the pages."""

import json
from pathlib import Path

import pytest
from support.building import HOSPITAL, LIBRARY, SETTINGS, TERMS, WORDS, add_page, never, run
from support.fakes import FakeEncoder
from support.stored import read_all

from rag.errors import SourceError, StoredIndexError
from rag.index import build, encoding
from rag.index.build import build_index, is_current
from rag.index.saved import open_index
from rag.passages import search_text, sentence_search_texts

pytestmark = pytest.mark.usefixtures("jieba_loaded_once")


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
    assert stages == ["progress-read", "progress-split", "progress-pages", "progress-encode", "progress-write"]
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
    (source / "002.txt").write_text(HOSPITAL, "utf-8")
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


@pytest.mark.slow
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


# ---- the manifest


def test_the_manifest_holds_no_path_and_no_time(source, folder):
    run(source, folder)
    text = (folder / "manifest.json").read_text("utf-8")
    assert str(folder.parent) not in text
    assert set(json.loads(text)) == {"counts", "dimensions", "format", "generation", "pages", "recipe", "segments"}
    assert encoding.VERB == "passage"
    assert Path(next(iter(json.loads(text)["pages"]))).name == "001.txt"
