"""A folder that mixes forms: every usable file is a page, the others are named, and citations stand at their lines."""

import json
import re
from pathlib import Path

import pytest
from support.documents import column, pdf, word
from support.fakes import FakeEncoder

from rag.articles import split_page
from rag.assistant import Assistant
from rag.errors import PageError, SourceError
from rag.index.build import build_index
from rag.pages.folder import read_page, read_pages
from rag.pages.formats import READERS
from rag.settings import Settings

TOPICS = {
    "a.txt": "牡丹",
    "b.md": "地铁",
    "c.html": "水库",
    "d.docx": "煤矿",
    "e.pdf": "面食",
    "f.json": "古塔",
    "g.jsonl": "滑雪",
    "h.csv": "书店",
}
NUMBER = {name: 11 + place for place, name in enumerate(TOPICS)}
# No answer is refused: the fake encoder's scores are not those that the refusal was measured on.
SETTINGS = Settings(refusal_score=0.0, refusal_score_foreign=0.0)


def text_of(name: str) -> tuple[str, str]:
    topic, number = TOPICS[name], NUMBER[name]
    return f"我市{topic}有新消息", f"本报讯 记者从有关部门获悉,我市共有{topic}{number}处。今后还将增加,请市民放心。"


def files() -> dict[str, bytes]:
    title, text = zip(*map(text_of, TOPICS), strict=True)
    record = [{"标题": t, "正文": x, "日期": "2022-01-20", "版面": "2"} for t, x in zip(title, text, strict=True)]
    return {
        "a.txt": f"{title[0]}\n{text[0]}\n".encode(),
        "b.md": f"---\ndate: 2022-01-20\n---\n\n# {title[1]}\n\n**{text[1][:4]}**{text[1][4:]}\n".encode(),
        "c.html": f"<meta charset=gb2312><h1>{title[2]}</h1><p>{text[2]}</p>".encode("gb18030"),
        "d.docx": word(("Heading 1", title[3]), ("", text[3])),
        "e.pdf": pdf([*column(title[4], top=740, size=16), *column("　　" + text[4][:20], text[4][20:])]),
        "f.json": json.dumps({"articles": [record[5]]}).encode(),
        "g.jsonl": f"{json.dumps(record[6])}\n".encode(),
        "h.csv": f'标题,日期,正文,版面\n{title[7]},2022年1月20日,"{text[7]}",2\n'.encode("gb18030"),
    }


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    for name, content in files().items():
        (folder / name).write_bytes(content)
    return folder


def test_every_form_is_a_page_in_order_of_the_names(mixed):
    pages, skipped = read_pages(mixed, Settings())
    assert ([page.name for page in pages], skipped) == (list(TOPICS), [])
    assert {Path(name).suffix for name in TOPICS} >= set(READERS) - {".htm", ".markdown", ".ndjson", ".tsv"}


def test_every_form_gives_its_title_and_its_date(mixed):
    articles = {article.source: article for page in read_pages(mixed, Settings())[0] for article in split_page(page)}
    assert {name: article.title for name, article in articles.items()} == {name: text_of(name)[0] for name in TOPICS}
    assert {name for name, article in articles.items() if article.date == "2022-01-20"} == {
        "b.md",
        "f.json",
        "g.jsonl",
        "h.csv",
    }
    assert articles["h.csv"].columns == (("版面", "2"),)


def test_every_citation_is_printed_at_its_lines(mixed, tmp_path):
    encoder = FakeEncoder(tuple(TOPICS.values()))
    report = build_index(mixed, tmp_path / "index", SETTINGS, encoder, "fake")
    assert (report.pages, report.skipped) == (len(TOPICS), ())
    assistant = Assistant.open(tmp_path / "index", SETTINGS, encoder)
    for name, topic in TOPICS.items():
        answer = assistant.ask(f"我市共有多少处{topic}?")
        assert str(NUMBER[name]) in answer.text, answer.text
        assert answer.citations[0].source == name
        for citation in answer.citations:
            first, last = citation.lines
            printed = "".join(assistant.page(citation.source).lines[first - 1 : last])
            assert squeezed(citation.quote) in squeezed(printed)
            for part in citation.fragments:
                assert assistant.page(part.source).lines[part.line - 1][part.start : part.end] == part.text


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_a_citation_of_a_markdown_file_is_printed_in_the_file_itself(mixed, tmp_path):
    encoder = FakeEncoder(tuple(TOPICS.values()))
    build_index(mixed / "b.md", tmp_path / "index", SETTINGS, encoder, "fake")
    citation = Assistant.open(tmp_path / "index", SETTINGS, encoder).ask("我市共有多少处地铁?").citations[0]
    assert citation.quote in (mixed / "b.md").read_text("utf-8").split("\n")[citation.lines[0] - 1]


@pytest.mark.slow
def test_damaged_files_are_each_named_and_the_others_are_built(mixed, tmp_path):
    damaged = {
        "a2.txt": b"",
        "b2.md": b"\x00\x01",
        "c2.html": b"<nav>x</nav>",
        "d2.docx": b"PK\x03\x04 broken",
        "e2.pdf": pdf([]),
        "e3.pdf": pdf(column("甲。"), encrypted=True),
        "f2.json": b'{\n"text": ',
        "f3.json": b"{}",
        "g2.jsonl": b'{"text": "a.\n{"text": ',
        "h2.csv": "标题\n甲\n".encode(),
        "h3.csv": b" \n",
    }
    for name, content in damaged.items():
        (mixed / name).write_bytes(content)
    report = build_index(mixed, tmp_path / "index", Settings(), FakeEncoder(("水",)), "fake")
    assert report.pages == len(TOPICS)
    assert [error.values["name"] for error in report.skipped] == sorted(damaged)
    assert {error.values["name"]: error.key for error in report.skipped} == {
        "a2.txt": "page-empty",
        "b2.md": "page-binary",
        "c2.html": "page-empty",
        "d2.docx": "document-damaged",
        "e2.pdf": "pdf-no-text",
        "e3.pdf": "document-encrypted",
        "f2.json": "json-malformed",
        "f3.json": "records-no-text",
        "g2.jsonl": "json-malformed",
        "h2.csv": "records-no-text",
        "h3.csv": "page-empty",
    }


@pytest.mark.parametrize(("suffix", "module"), [((".docx", ".html"), "lxml"), ((".pdf",), "pypdfium2")])
def test_a_missing_library_is_said_with_the_way_to_get_it_and_the_others_are_read(
    mixed, tmp_path, monkeypatch, suffix, module
):
    (tmp_path / f"{module}.py").write_text("raise ImportError", "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    pages, skipped = read_pages(mixed, Settings())
    assert [page.name for page in pages] == [name for name in TOPICS if not name.endswith(suffix)]
    assert {error.key for error in skipped} == {"document-extra-missing"}
    assert tuple(sorted(Path(error.values["name"]).suffix for error in skipped)) == suffix
    for language in ("zh", "en"):
        assert "pip install 'wenbao[documents]'" in skipped[0].sentence(language)


@pytest.mark.slow
@pytest.mark.parametrize("suffix", sorted(READERS))
def test_titles_alone_hold_nothing_to_search_or_are_named(tmp_path, suffix):
    file = tmp_path / f"a{suffix}"
    contents = {
        ".docx": word(("Heading 1", "医院")),
        ".pdf": pdf(column("医院")),
        ".csv": "标题,正文\n医院,\n".encode(),
        ".html": "<h1>医院</h1>".encode(),
        ".md": "# 医院\n".encode(),
    }
    contents |= {
        ".json": '{"title": "医院", "text": ""}'.encode(),
        ".htm": contents[".html"],
        ".markdown": contents[".md"],
    }
    contents |= {
        ".jsonl": contents[".json"],
        ".ndjson": contents[".json"],
        ".tsv": contents[".csv"].replace(b",", b"\t"),
    }
    file.write_bytes(contents[suffix])
    with pytest.raises(PageError) as caught:
        read_page(file, Settings())
    assert caught.value.key == "page-no-sentence"


@pytest.mark.slow
def test_files_of_articles_may_be_larger_than_a_page_up_to_their_own_limit(tmp_path):
    file = tmp_path / "a.csv"
    file.write_text("text\n" + "本报讯 共有11家。\n" * 100_000, "utf-8")
    assert len(read_page(file, Settings(document_seconds=120)).lines) == 100_000
    with pytest.raises(PageError) as caught:
        read_page(file, Settings(document_megabytes=1))
    assert (caught.value.key, caught.value.values["limit"]) == ("page-too-large", 1)


def test_what_lies_beside_pages_is_no_page(tmp_path):
    for name in (
        "README.md",
        "readme.zh.md",
        "LICENSE.md",
        "questions.jsonl",
        "dictionary.txt",
        ".hidden.md",
        "~$a.docx",
        "pages.toml",
        "Thumbs.db",
        ".DS_Store",
        "tour.toml",
        "desktop.ini",
    ):
        (tmp_path / name).write_text("不是版面。", "utf-8")
    with pytest.raises(SourceError) as caught:
        read_pages(tmp_path, Settings())
    assert caught.value.key == "source-empty"
