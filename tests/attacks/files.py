"""Files that hang a reader, fill its memory or break it: each is read, or named in one sentence, in bounded time.

All go the way of uploads. Then files of every form with bytes changed, in one process as a build has it.
"""

import json
import random
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from support.documents import NAMESPACES, column, long_pdf, packed, pdf, word, word_xml

from attacks.outcome import Outcome
from rag.errors import PageError
from rag.pages.folder import read_page
from rag.pages.isolation.process import DocumentProcess
from rag.settings import Settings

LONGEST = 25.0
"""Seconds for one file: those that reading may take, and starting and ending the process on a busy machine."""
FUZZING_SECONDS = 30.0
PARAGRAPH = "<w:p><w:r><w:t>共有11家。</w:t></w:r></w:p>"
CELL = f"<w:tc><w:tcPr>{{}}</w:tcPr>{PARAGRAPH}</w:tc>"
MARKUP = (
    "<!",
    "<?",
    "<a b=",
    "</",
    "<!--",
    "<![CDATA[",
    "<p a='",
    "&",
    "<table><tr><td>",
    "<b><i></b>",
    "<svg><style>",
    "<textarea>",
    "<select><option>",
    "<p>甲</p></div>",
    "<h1>甲",
    "<ruby>甲<rt>乙",
)
"""Each is repeated until it fills a page of HTML: most begin something that nothing ends."""

Write = Callable[[Path], object]
"""Writes one file to where it is told."""


def attempts() -> Iterator[Outcome]:
    with tempfile.TemporaryDirectory() as folder:
        for name, write in files().items():
            file = Path(folder) / name
            write(file)
            yield Outcome("a file that breaks bounds", name, problem_with(file))
            file.unlink()
    yield from changed_files()


def problem_with(file: Path) -> str:
    """What is wrong with how the file is read, "" where nothing is."""
    started = time.monotonic()
    try:
        read_page(file, Settings())
    except PageError as error:
        if "\n" in error.sentence() or file.name not in error.sentence():
            return f"no sentence: {error.sentence()!r}"
    seconds = time.monotonic() - started
    return f"took {seconds:.0f} s" if seconds > LONGEST else ""


def files() -> dict[str, Write]:
    """What writes each file, by its name."""
    return html_files() | word_files() | pdf_files() | plain_files()


def text(content: str | bytes) -> Write:
    return lambda file: file.write_bytes(content.encode() if isinstance(content, str) else content)


def body(xml: str, **named: str) -> Write:
    """A Word file whose body is `xml`."""
    return lambda file: file.write_bytes(packed(word_xml(xml, **named)))


def html_files() -> dict[str, Write]:
    repeated = {f"{place:02}.html": text(piece * (400_000 // len(piece))) for place, piece in enumerate(MARKUP)}
    return repeated | {
        "depth.html": text("<div>" * 200_000 + "甲。"),
        "attributes.html": text("<p " + " ".join(f"a{number}=1" for number in range(300_000)) + ">甲。"),
        "elements.html": text("<p>a" * 7_000_000),
    }


def word_files() -> dict[str, Write]:
    return {
        "zeros.rels.docx": lambda file: with_zeros(file, "word/_rels/document.xml.rels", 1 << 30),
        "zeros.picture.docx": lambda file: with_zeros(file, "word/media/a.png", 1 << 32),
        "span.docx": body(
            f"<w:tbl><w:tr>{CELL.format(f'<w:gridSpan w:val={chr(34)}50000000{chr(34)}/>')}</w:tr></w:tbl>"
        ),
        "paragraphs.docx": body("<w:p/>" * 31_000_000),
        "binary.docx": body("<w:p/>" * 31_000_000, main="word/document.bin"),
        "fewer.docx": body("<w:p/>" * 7_500_000),
        "runs.docx": body(f"<w:p>{'<w:r><w:t>a</w:t></w:r>' * 1_000_000}</w:p>"),
        "depth.docx": body("<w:sdt><w:sdtContent>" * 10_000),
        "notes.docx": body(
            "<w:p>" + "<w:r><w:footnoteReference w:id='1'/></w:r>" * 300_000 + "</w:p>",
            footnotes=f"<w:footnotes {NAMESPACES}><w:footnote w:id='1'>{PARAGRAPH * 20_000}</w:footnote></w:footnotes>",
        ),
        "merged.docx": body("<w:tbl>" + f"<w:tr>{CELL.format('<w:vMerge/>')}</w:tr>" * 200_000 + "</w:tbl>"),
        "entities.docx": lambda file: file.write_bytes(
            packed(
                {
                    **word_xml(""),
                    "word/document.xml": (
                        "<!DOCTYPE w [<!ENTITY a '"
                        + "甲" * 1000
                        + "'>"
                        + "".join(f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>" for n in range(8))
                        + f"]><w:document {NAMESPACES}><w:body>&i;</w:body></w:document>"
                    ),
                }
            )
        ),
    }


def pdf_files() -> dict[str, Write]:
    return {
        "text.pdf": text(long_pdf(96_000_000, 1)),
        "pages.pdf": text(long_pdf(50, 20_000)),
        "dense.pdf": text(long_pdf(5_000, 590)),
        "loop.pdf": text(pdf(column("甲。")).replace(b"/Kids[5 0 R]", b"/Kids[2 0 R]")),
    }


def plain_files() -> dict[str, Write]:
    """Records, tables and Markdown."""
    return {
        "lists.json": text(b"[" + b"[]," * 15_900_000 + b"[]]"),
        "objects.json": text(b"[" + b"{}," * 7_900_000 + b"{}]"),
        "depth.json": text(b"[" * 48_000_000),
        "names.json": text(b'{"text":' * 1_000_000),
        "digits.json": text(b'[{"text": "a.", "n": ' + b"9" * 40_000_000 + b"}]"),
        "lines.csv": text(b"text\n" + b"a\n" * 24_000_000),
        "columns.csv": text("正文" + ",a" * 1_000_000 + "\n" + ("甲。" + "," * 1_000_000 + "\n") * 10),
        "lines.jsonl": text(b"{}\n" * 16_000_000),
        "brackets.md": text("# " + "[" * 1_900_000),
        "stars.md": text("# " + "*a " * 600_000),
    }


def with_zeros(file: Path, part: str, size: int) -> None:
    """A Word file with a part of so many zeros."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in word_xml(PARAGRAPH).items():
            if name != part:
                archive.writestr(name, content)
        with archive.open(part, "w", force_zip64=True) as opened:
            for _ in range(size >> 24):
                opened.write(bytes(1 << 24))


def changed_files() -> Iterator[Outcome]:
    """Whole files with some bytes changed, cut out or doubled: none breaks the process or takes long."""
    chance = random.Random(12)
    record = [{"title": "医院", "text": "共有11家。", "parts": [{"a": 1}]}] * 5
    whole = {
        ".html": (
            "<meta charset=utf-8><title>题</title><article><h1>医院</h1><ruby>豳<rt>bin</rt></ruby><table><tr><td>6家</table>"
            * 5
        ).encode(),
        ".docx": word(("Heading 1", "医院"), ("", "共有11家。"), rows=[["甲", "乙"]]),
        ".json": json.dumps(record).encode(),
        "x.docx": packed_plain(word_xml(f"<w:tbl><w:tr>{CELL.format('<w:vMerge/>')}</w:tr></w:tbl>{PARAGRAPH * 3}")),
        ".pdf": pdf(column("共有11家。", "明年再建两家。"), column("甲。")),
        ".csv": '标题,正文\n医院,"共有11家。"\n'.encode() * 5,
        ".jsonl": (json.dumps(record[0]) + "\n").encode() * 5,
        ".md": ("---\ndate: 2022-01-20\n---\n# 医院\n| a | b |\n**甲**。\n" * 5).encode(),
    }
    end = time.monotonic() + FUZZING_SECONDS
    with DocumentProcess(20) as documents:
        while time.monotonic() < end:
            for suffix, raw in whole.items():
                name, started, problem = f"a{suffix}", time.monotonic(), ""
                try:
                    documents.read(name, changed(raw, chance))
                except PageError as error:
                    if error.key in ("document-broke", "document-time", "document-memory"):
                        problem = str(error)
                except Exception as error:
                    problem = repr(error)
                yield Outcome(
                    "a file with bytes changed",
                    suffix,
                    problem or ("took long" if time.monotonic() - started > LONGEST else ""),
                )


def packed_plain(parts: dict[str, str]) -> bytes:
    """An archive whose parts are not compressed, so that changed bytes change what they say."""
    with tempfile.TemporaryFile() as kept:
        with zipfile.ZipFile(kept, "w") as archive:
            for name, content in parts.items():
                archive.writestr(name, content)
        kept.seek(0)
        return kept.read()


def changed(raw: bytes, chance: random.Random) -> bytes:
    made = bytearray(raw)
    for _ in range(chance.randint(1, 8)):
        place, other = sorted((chance.randrange(len(made) + 1), chance.randrange(len(made) + 1)))
        kind = chance.randrange(4)
        if kind == 0 and len(made) > place:
            made[place] = chance.randrange(256)
        elif kind == 1:
            del made[place : min(other, place + 40)]
        elif kind == 2:
            made[place:place] = made[place:other][:200] * chance.randint(1, 20)
        else:
            made[place:place] = bytes(chance.randrange(256) for _ in range(chance.randint(1, 6)))
    return bytes(made)
