"""A saved index: it comes back as it was written, and one that is missing, damaged or of another kind is told."""

import dataclasses
import json
import shutil

import faiss
import numpy as np
import pytest
from support.fakes import FakeEncoder, index_content
from support.locations import DATA
from support.stored import NEW, OLD, SETTINGS, forge, read_all, read_through, segment_of, write

from rag.assistant import Assistant
from rag.errors import IndexDamaged, IndexMismatch, IndexMissing
from rag.index import saved
from rag.index.manifest import FORMAT, Recipe, StoredFile
from rag.index.saved import FILES, open_index, read_index
from rag.models.encoder import LazyEncoder
from rag.records import DateMention, Fragment, Issue, Joint, KnownPiece, Page, Passage, Piece, Sentence
from rag.settings import Settings

# ---- what is written comes back


def test_an_index_opens_as_it_was_written(tmp_path):
    manifest = write(tmp_path)
    index = open_index(tmp_path, SETTINGS, "fake")
    assert index.manifest == manifest
    for name in ("pages", "articles", "passages", "dictionary"):
        assert getattr(index, name) == getattr(OLD, name)
    for name in ("passage_vectors", "sentence_vectors"):
        assert (getattr(index, name).vectors == getattr(OLD, name).vectors).all()
    for name in ("passage_keys", "sentence_keys"):
        assert (getattr(index, name) == getattr(OLD, name)).all()


@pytest.mark.slow
def test_an_assistant_is_opened_by_its_folder_as_text_and_knows_when_its_models_are_there(tmp_path):
    write(tmp_path)
    settings = dataclasses.replace(SETTINGS, reader="none")
    assert Assistant.open(str(tmp_path), settings, FakeEncoder(("水", "火"))).is_loaded
    late = LazyEncoder("fake", lambda: FakeEncoder(("水", "火")))
    assistant = Assistant.open(str(tmp_path), settings, late, late=True)
    assert not assistant.is_loaded
    assistant.load()
    assert assistant.is_loaded


def test_an_opened_index_answers_as_before(tmp_path):
    write(tmp_path)
    index = open_index(tmp_path, SETTINGS, "fake")
    assert index.terms.scores(["火", "水"]).tolist() == OLD.terms.scores(["火", "水"]).tolist()
    question = FakeEncoder(("水", "火")).encode_questions(["火"])[0]
    for mine, theirs in ((index.passage_vectors, OLD.passage_vectors), (index.sentence_vectors, OLD.sentence_vectors)):
        assert mine.scores(question).tolist() == theirs.scores(question).tolist()


def test_the_vectors_are_indexes_that_faiss_opens_and_searches_alike(tmp_path):
    write(tmp_path)
    question = FakeEncoder(("水", "火")).encode_questions(["火"])
    for name, table in (("passage", OLD.passage_vectors), ("sentence", OLD.sentence_vectors)):
        flat = faiss.read_index(str(segment_of(tmp_path) / f"{name}-vectors.faiss"))
        assert isinstance(flat, faiss.IndexFlatIP)
        scores, rows = flat.search(question, len(table))
        assert scores[0] == pytest.approx(table.scores(question[0])[rows[0]])


def test_the_rows_of_each_passage_s_sentences_are_known(tmp_path):
    write(tmp_path, NEW)
    index = open_index(tmp_path, SETTINGS, "fake")
    assert index.sentence_offsets.tolist() == [0, 1, 2, 5]


def test_records_keep_every_field(tmp_path):
    article = Piece(
        "a",
        "第一版.txt",
        "标题",
        "feature",
        "记者 张三",
        "2024-04-27",
        ((1, 2), (7, 9)),
        (1, 2),
        ((7,), (8, 9)),
        (4,),
        "正文\n第二段",
        continues="b",
    )
    sentence = Sentence((Fragment("page0.txt", 1, 4, "甲"), Fragment("page0.txt", 2, 0, "乙。")), opens_paragraph=True)
    passage = Passage("p", "a", "page0.txt", "标题", "2024-04-27", ((1, 1), (2, 2)), (sentence,))
    lines = ("甲乙丙丁甲", "乙。", *["行"] * 7)
    pages = (Page("page0.txt", lines, "0" * 64), Page("第一版.txt", lines, "1" * 64))
    one = index_content("水。")
    write(tmp_path, dataclasses.replace(one, pages=pages, articles=(article,), passages=(passage,)))
    index = read_index(tmp_path)
    assert index.articles == (article,)
    assert index.passages == (passage,)


def test_a_line_separator_inside_a_page_does_not_split_its_record(tmp_path):
    content = index_content("水\u2028火\u0085\x0c。")
    write(tmp_path, content)
    assert read_index(tmp_path).pages == content.pages


def test_a_page_whose_name_and_text_are_no_utf_8_comes_back_as_it_was(tmp_path):
    name, text = "\udcff.txt", "水\ud800。"
    sentence = Sentence((Fragment(name, 1, 0, text),), opens_paragraph=True)
    content = dataclasses.replace(
        index_content("水。"),
        pages=(Page(name, (text,), "0" * 64),),
        articles=(Piece("a", name, "\udcff", "news", "", None, ((1, 1),), (), ((1,),), (), text),),
        passages=(Passage("p", "a", name, "\udcff", None, ((1, 1),), (sentence,)),),
    )
    write(tmp_path, content)
    index = read_index(tmp_path)
    assert (index.pages, index.articles, index.passages) == (content.pages, content.articles, content.passages)


def test_writing_twice_gives_the_same_bytes(tmp_path):
    write(tmp_path / "a")
    write(tmp_path / "b", NEW)
    write(tmp_path / "b")
    assert read_all(tmp_path / "a") == read_all(tmp_path / "b")


def test_only_the_newest_segments_stay_and_other_files_are_not_touched(tmp_path):
    theirs = {"README.md": b"mine", "g-notes/file": b"mine", "g-0123": b"mine", "terms/x": b"mine"}
    for name, content in theirs.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    write(tmp_path)
    manifest = write(tmp_path, NEW)
    files = read_all(tmp_path)
    assert theirs.items() <= files.items()
    assert set(files) == {*theirs, ".lock", "manifest.json", *(f"{manifest.segments[0].name}/{name}" for name in FILES)}


def test_the_fields_of_stored_records_belong_to_the_format_number():
    fields = {
        record.__name__: " ".join(field.name for field in dataclasses.fields(record) if field.name != "notices")
        for record in (Page, Issue, KnownPiece, Piece, Joint, DateMention, Passage, Sentence, Fragment)
    }
    assert (FORMAT, fields) == (
        9,
        {
            "Page": "name lines digest issue sections",
            "Issue": "date page told seen paper section",
            "KnownPiece": "spans title_lines title kind byline date columns date_told",
            "Piece": "id source title kind byline date spans title_lines paragraphs repeats text date_told mentions columns continues confidence joints",
            "Joint": "line kind confidence doubtful",
            "DateMention": "line start text date",
            "Passage": "id article source title date spans sentences",
            "Sentence": "fragments opens_paragraph",
            "Fragment": "source line start text",
        },
    ), "stored records changed: raise FORMAT in rag/index/manifest.py"


# ---- what is not there, damaged or of another kind


@pytest.mark.parametrize("path", ["", "no/such/folder", "file", "file/below"])
def test_no_index_is_missing(path, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(IndexMissing):
        open_index(tmp_path / path, SETTINGS, "fake")


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(FILES))
@pytest.mark.parametrize("damage", ["gone", "cut short", "changed", "longer", "a folder"])
def test_a_damaged_file_is_named(name, damage, tmp_path):
    file = tmp_path / write(tmp_path).segments[0].name / name
    content = file.read_bytes()
    file.unlink()
    if damage == "a folder":
        file.mkdir()
    elif damage != "gone":
        file.write_bytes(
            {"cut short": content[:-1], "changed": content[:-1] + bytes([content[-1] ^ 1]), "longer": content + b"\n"}[
                damage
            ]
        )
    with pytest.raises(IndexDamaged) as caught:
        open_index(tmp_path, SETTINGS, "fake")
    assert caught.value.values["reason"] == name


def test_a_segment_that_is_gone_is_damage(tmp_path):
    shutil.rmtree(tmp_path / write(tmp_path).segments[0].name)
    with pytest.raises(IndexDamaged):
        open_index(tmp_path, SETTINGS, "fake")


def test_a_manifest_that_cannot_be_read_is_damage(tmp_path):
    (tmp_path / "manifest.json").mkdir()
    with pytest.raises(IndexDamaged):
        open_index(tmp_path, SETTINGS, "fake")


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("passages.jsonl", "passages.jsonl"),
        ("articles.jsonl", "articles.jsonl"),
        ("pages.jsonl", "pages.jsonl"),
        ("columns.json", "manifest.json"),
        ("passage-vectors.faiss", "passage-vectors.faiss"),
        ("sentence-vectors.faiss", "sentence-vectors.faiss"),
        ("passage-keys.npy", "passage-keys.npy"),
        ("sentence-keys.npy", "sentence-keys.npy"),
    ],
)
def test_files_of_another_index_do_not_pass_for_its_own(name, reason, tmp_path):
    write(tmp_path / "old")
    other = write(tmp_path / "new", NEW)
    forge(tmp_path / "old", {name: (tmp_path / "new" / other.segments[0].name / name).read_bytes()})
    with pytest.raises(IndexDamaged) as caught:
        read_index(tmp_path / "old")
    assert caught.value.values["reason"] == reason


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("passages.jsonl", b"{}\n"),
        ("passages.jsonl", b"[1]\n"),
        ("pages.jsonl", b"\xff\n"),
        ("articles.jsonl", b"{\n"),
        ("passage-vectors.faiss", b""),
        ("columns.json", b"{}"),
        ("columns.json", b"[1]"),
        ("passage-keys.npy", b"no array"),
        ("passage-keys.npy", b"\x93NUMPY\x01\x00\x10\x00{'descr': ('|u1' \n"),
        ("dictionary.txt", b"\xff"),
        ("terms/words.npy", b""),
    ],
)
def test_content_that_makes_no_sense_is_damage(name, content, tmp_path):
    write(tmp_path)
    forge(tmp_path, {name: content})
    with pytest.raises(IndexDamaged):
        read_through(tmp_path)


def test_nothing_is_unpickled(tmp_path):
    write(tmp_path)
    np.save(tmp_path / "pickled.npy", np.array([print], dtype=object), allow_pickle=True)
    for name in ("passage-keys.npy", "terms/postings.npy"):
        forge(tmp_path, {name: (tmp_path / "pickled.npy").read_bytes()})
        with pytest.raises(IndexDamaged) as caught:
            read_index(tmp_path)
        assert "objects" in str(caught.value.__cause__)


def test_a_manifest_may_not_point_outside_its_segments(tmp_path):
    manifest = write(tmp_path)
    files = {**manifest.segments[0].files, "../README.md": StoredFile("00", 0)}
    segment = dataclasses.replace(manifest.segments[0], files=files)
    with pytest.raises(IndexDamaged):
        saved.check_files(tmp_path, dataclasses.replace(manifest, segments=(segment,)))


def test_another_encoder_setting_or_format_is_a_mismatch_found_before_the_files_are_read(tmp_path):
    manifest = write(tmp_path)
    shutil.rmtree(tmp_path / manifest.segments[0].name)
    with pytest.raises(IndexMismatch) as caught:
        open_index(tmp_path, SETTINGS, "other")
    assert caught.value.values == {"path": tmp_path, "name": "encoder", "stored": "fake", "current": "other"}
    with pytest.raises(IndexMismatch) as caught:
        open_index(tmp_path, Settings(passage_characters=123), "fake")
    assert caught.value.values["name"] == "passage_characters"
    (tmp_path / "manifest.json").write_text(json.dumps({"format": FORMAT + 1}))
    with pytest.raises(IndexMismatch) as caught:
        open_index(tmp_path, SETTINGS, "fake")
    assert caught.value.values["name"] == "format"


def test_a_reader_that_meets_a_writer_reads_the_new_index(tmp_path, monkeypatch):
    write(tmp_path)
    first = saved.read_manifest(tmp_path)
    write(tmp_path, NEW)
    met = iter([first])
    now = saved.read_manifest(tmp_path)
    monkeypatch.setattr(saved, "read_manifest", lambda folder: next(met, now))
    assert read_index(tmp_path).pages == NEW.pages


# ---- an index written long ago


@pytest.mark.parametrize("number", range(1, FORMAT))
def test_the_stored_copy_of_an_earlier_format_is_refused_by_its_number(number):
    with pytest.raises(IndexMismatch) as caught:
        read_index(DATA / f"index-format-{number}")
    assert (caught.value.values["stored"], caught.value.values["current"]) == (number, FORMAT)


def test_the_stored_copy_of_format_9_opens_and_answers():
    index = read_index(DATA / "index-format-9")
    assert index.manifest.recipe == Recipe("fake", {"passage_characters": 450}, {"wenbao": "0.1.0"})
    for name in ("pages", "articles", "passages", "dictionary"):
        assert getattr(index, name) == getattr(OLD, name)
    assert index.terms.scores(["火", "水"]) == pytest.approx(OLD.terms.scores(["火", "水"]))
    assert index.sentence_vectors.vectors == pytest.approx(OLD.sentence_vectors.vectors)
