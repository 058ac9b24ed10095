"""A file can neither hang the program that reads it, nor fill its memory, nor break it; the next file is read."""

import json
import os
import signal
import threading
import time
from pathlib import Path

import pytest
from support.documents import column, long_pdf, packed, pdf, word, word_xml
from support.fakes import FakeEncoder
from support.shelving import Place

from rag.errors import LibraryCancelled, PageError
from rag.index.build import build_index
from rag.pages.folder import read_page, read_pages
from rag.pages.formats import READERS
from rag.pages.formats import pdf as pdf_reader
from rag.pages.formats.document import Document
from rag.pages.isolation import process as child
from rag.pages.isolation.process import DocumentProcess
from rag.pages.isolation.wire import packed as as_bytes
from rag.pages.isolation.wire import unpacked
from rag.records import KnownPiece
from rag.settings import Settings

GOOD = "# 医院\n\n我市共有社区医院11家。\n".encode()


def broken_by(documents: DocumentProcess, name: str, raw: bytes) -> str:
    """The key of the error that the file ends with; the next one is then read."""
    with pytest.raises(PageError) as caught:
        documents.read(name, raw)
    assert name in caught.value.sentence() and name in caught.value.sentence("en")
    assert documents.read("b.md", GOOD).lines[0] == "# 医院"
    return caught.value.key


def test_many_files_are_read_by_one_process():
    with DocumentProcess(20) as documents:
        first = documents.read("a.md", GOOD)
        process = documents._process
        assert documents.read("a.md", GOOD) == first
        assert documents._process is process
    assert process.poll() is not None


@pytest.mark.slow
@pytest.mark.parametrize("suffix", sorted(READERS))
def test_a_process_reads_what_the_reader_reads(suffix):
    record = {"title": "医院", "text": "共有11家。", "date": "2022-01-20", "版面": "2", "kind": "news"}
    contents = {
        ".docx": word(("Heading 1", "医院"), ("", "共有11家。")),
        ".pdf": pdf(column("共有11家。"), []),
        ".csv": "标题,正文,版面\n医院,共有11家。,2\n".encode(),
        ".html": "<h1>医院</h1><p>共有11家。".encode(),
        ".md": GOOD,
        ".json": json.dumps(record).encode(),
    }
    contents |= {
        ".htm": contents[".html"],
        ".markdown": GOOD,
        ".jsonl": contents[".json"],
        ".ndjson": contents[".json"],
        ".tsv": "标题\t正文\n医院\t共有11家。\n".encode(),
    }
    with DocumentProcess(20) as documents:
        read = documents.read(f"a{suffix}", contents[suffix])
    expected = READERS[suffix](f"a{suffix}", contents[suffix])
    assert read == expected
    assert [str(notice) for notice in read.notices] == [str(notice) for notice in expected.notices]


@pytest.mark.slow
def test_a_file_that_takes_too_long_is_named_and_the_next_is_read():
    with DocumentProcess(1) as documents:
        started = time.monotonic()
        with pytest.raises(PageError) as caught:
            documents.read("a.pdf", long_pdf())
        assert caught.value.key == "document-time"
        assert time.monotonic() - started < 5


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("a.html", b"<p>a" * 1_000_000),
        ("a.docx", packed(word_xml("<w:p/>" * 3_000_000))),
        ("a.json", b"[" + b"{}," * 3_000_000 + b"{}]"),
    ],
)
def test_a_file_that_takes_too_much_memory_is_named_and_the_next_is_read(name, raw):
    with DocumentProcess(60, 200) as documents:
        assert broken_by(documents, name, raw) == "document-memory"


@pytest.mark.slow
def test_a_library_that_ends_the_process_is_named_and_the_next_file_is_read():
    with DocumentProcess(60, 250) as documents:  # PDFium aborts where it finds no memory
        assert broken_by(documents, "a.pdf", long_pdf(15_000_000, 1)) == "document-broke"


@pytest.mark.slow
def test_a_process_that_is_killed_is_named_and_the_next_file_is_read():
    with DocumentProcess(20) as documents:
        documents.read("a.md", GOOD)
        with pytest.raises(PageError) as caught:
            documents.read("a.pdf", long_pdf(), lambda: os.kill(documents._process.pid, signal.SIGKILL))
        assert caught.value.key == "document-broke"
        assert documents.read("b.md", GOOD).lines


def test_an_answer_that_is_larger_than_any_document_is_not_taken(monkeypatch):
    monkeypatch.setattr(child, "MOST_BYTES", 50_000)
    with DocumentProcess(20) as documents:
        assert broken_by(documents, "a.md", GOOD * 1000) == "document-too-much"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("a.md", b"\n" * 1_100_000 + b"a."),
        ("a.csv", b"text\n" + b"a\n" * 1_100_000),
        ("a.jsonl", b"{}\n" * 1_100_000),
        ("a.json", b"[" + b"[]," * 9_000_000 + b"[]]"),
        ("a.html", b"<br>" * 9_000_000),
        ("a.docx", packed(word_xml("<w:p/>" * 9_000_000))),
        ("a.docx", packed({**word_xml("<w:p/>"), "word/media/a.png": b"\0" * 201_000_000})),
        ("a.docx", packed({**word_xml("<w:p/>"), "word/_rels/document.xml.rels": b"\0" * 201_000_000})),
        ("a.pdf", long_pdf(50, 20_000)),
    ],
)
def test_what_is_larger_than_any_document_is_said_at_once(name, raw):
    with pytest.raises(PageError) as caught:
        READERS[Path(name).suffix](name, raw)
    assert caught.value.key == "document-too-much"


def test_a_pdf_of_more_characters_than_any_volume_is_said_before_they_are_read(monkeypatch):
    monkeypatch.setattr(pdf_reader, "_MOST_CHARACTERS", 5000)
    with pytest.raises(PageError) as caught:
        pdf_reader.read_pdf("a.pdf", long_pdf(4000, 2))
    assert caught.value.key == "document-too-much"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff",
        b"[]",
        b"1",
        b"{}",
        b'{"lines": [1], "sections": [], "notices": []}',
        b'{"lines": 5, "sections": [], "notices": []}',
        b'{"error": ["no-such", {}]}',
        b'{"error": ["document-time", {}]}',
        b'{"error": ["document-time", {"name": "a", "seconds": "b"}]}',
        b'{"error": 5}',
        b'{"lines": [], "sections": [], "notices": [["page-empty", 3]]}',
        b"[" * 100_000,
        *(
            json.dumps({"lines": ["a"], "sections": [section], "notices": []}).encode()
            for section in (
                [],
                [[[1, 2]], [], "", "", "", None, []],
                [[[0, 1]], [], "", "", "", None, []],
                [[[1, True]], [], "", "", "", None, []],
                [[[1, 1]], [], "", "other", "", None, []],
                [[[1, 1]], [], 5, "", "", None, []],
                [[[1, 1]], [], "", "", "", 5, []],
                [[[1, 1]], [], "", "", "", None, [["a"]]],
                [[[1, 1]], ["1"], "", "", "", None, []],
                "abcdefg",
            )
        ),
    ],
)
def test_an_answer_that_no_reader_gives_is_none(content):
    with pytest.raises(ValueError):
        unpacked(content)


def test_a_document_comes_back_as_it_was():
    document = Document(
        ("甲", "", "\ud800乙"),
        (KnownPiece(((1, 1), (3, 3)), (1,), "甲", "news", "丙", "2022-01-20", (("版", "2"),)), KnownPiece(((2, 2),))),
    )
    assert unpacked(as_bytes("a", document)) == document


@pytest.mark.slow
def test_whoever_waits_can_end_it_within_a_second(tmp_path):
    (tmp_path / "a.pdf").write_bytes(long_pdf())
    stops = []

    def told(stage, done, total):
        stops.append(time.monotonic())
        if len(stops) == 3:
            raise LibraryCancelled("library-cancelled")

    with pytest.raises(LibraryCancelled):
        read_pages(tmp_path, Settings(), told)
    assert time.monotonic() - stops[-1] < 1


@pytest.mark.slow
def test_a_change_is_cancelled_while_a_file_is_read(tmp_path):
    place = Place(tmp_path)
    library, given, before = place.library(), place.file("long.pdf", long_pdf()), place.stored()
    cancelled: list[float] = []
    timer = threading.Timer(1.5, lambda: (cancelled.append(time.monotonic()), library.cancel()))
    timer.start()
    with pytest.raises(LibraryCancelled):
        library.add([given])
    assert time.monotonic() - cancelled[0] < 2
    assert place.stored() == before


def test_a_folder_of_plain_text_starts_no_process(tmp_path, monkeypatch):
    (tmp_path / "a.txt").write_text("我市共有社区医院11家。", "utf-8")
    (tmp_path / "b.md").write_bytes(GOOD)
    monkeypatch.setattr(child, "_started", None)
    assert [page.name for page in read_pages(tmp_path, Settings())[0]] == ["a.txt", "b.md"]


@pytest.mark.slow
def test_a_file_that_hangs_its_reader_is_named_and_the_rest_is_built(tmp_path):
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "a.pdf").write_bytes(long_pdf(5000, 590))
    (pages / "b.html").write_bytes("<h1>医院</h1><p>我市共有社区医院11家。".encode())
    report = build_index(pages, tmp_path / "index", Settings(document_seconds=4), FakeEncoder(("医院",)), "fake")
    assert (report.pages, [error.key for error in report.skipped]) == (1, ["document-time"])


def test_nothing_in_the_folder_that_one_works_in_is_run(tmp_path, monkeypatch):
    for module in ("lxml", "json", "rag", "pypdfium2"):
        (tmp_path / f"{module}.py").write_text("raise SystemExit(3)", "utf-8")
    (tmp_path / "a.html").write_bytes("<h1>医院</h1><p>我市共有社区医院11家。".encode())
    monkeypatch.chdir(tmp_path)
    assert read_page(Path("a.html"), Settings()).lines


def test_a_file_that_gives_more_than_it_tells_is_read_to_its_limit():
    with pytest.raises(PageError) as caught:
        read_page(Path("/dev/zero"), Settings(page_megabytes=0.1))
    assert caught.value.key == "page-too-large"
