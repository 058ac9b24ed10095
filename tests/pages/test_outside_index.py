"""A stored index from outside: whatever its files claim, it is damage told in one sentence, or the index."""

import dataclasses
import json
import re

import numpy as np
import pytest
from support.fakes import index_content
from support.outside import BRACKETS, DIGITS, one_sentence
from support.stored import forge, read_through, segment_of

from rag.errors import IndexDamaged, IndexMismatch
from rag.index.arrays import map_array
from rag.index.manifest import MANIFEST, Manifest, Recipe
from rag.index.saved import open_index, read_index
from rag.index.writing import write_index, writer_lock
from rag.settings import Settings


@pytest.fixture
def kept(tmp_path):
    with writer_lock(tmp_path):
        write_index(tmp_path, Recipe("fake", Settings().build_values(), {}), index_content("水水。火。", "火火。水。"))
    assert len(read_index(tmp_path).passages) == 2
    return tmp_path


@pytest.mark.parametrize(
    "content",
    [
        BRACKETS,
        '{"format":' * 50_000,
        "[]",
        "{}",
        "null",
        '{"format": 4}',
        '{"format": 4, "generation": 1}',
        DIGITS,
        f'{{"format": {DIGITS}}}',
        "\x00",
        "",
        '{"format": 1e999}',
        '{"format": [4]}',
        '{"format": true}',
        '"x"',
        '{"format": 4, "generation": "g", "files": [], "recipe": 1}',
        '{"format": 4, "generation": "g", "files": {"a": 1}}',
        '{"format": 4, "generation": "g", "files": {"a": {"sha256": 1, "bytes": 1}}, "recipe": {}}',
        '{"format": 4, "generation": "g", "files": {}, "recipe": {"encoder": "x", "settings": {}, "versions": {}}, "pages": 1}',
        '{"format": 4, "generation": "../x", "files": {}, "recipe": {"encoder": "x", "settings": {"a": '
        + "[" * 900
        + "]" * 900
        + '}, "versions": {}}, "pages": {}}',
    ],
    ids=lambda text: text[:30],
)
def test_a_manifest_that_is_none_is_one_sentence(content, kept):
    (kept / MANIFEST).write_text(content, "utf-8")
    with pytest.raises((IndexDamaged, IndexMismatch)) as caught:
        open_index(kept, Settings(), "fake")
    one_sentence(caught.value)


@pytest.mark.parametrize("name", ["../x.txt", "/etc/passwd", "a/../../x.txt", "..", "", "a\0b", "//x/y.txt"])
def test_a_stored_page_may_not_lie_elsewhere(name, kept):
    manifest = read_index(kept).manifest
    forged = dataclasses.replace(manifest, pages={**manifest.pages, name: "0" * 64})
    with pytest.raises(IndexDamaged) as caught:
        Manifest.from_json(forged.to_json(), kept)
    one_sentence(caught.value)


def header(shape: str, kind: str = "|u1", rest: str = "") -> bytes:
    text = f"{{'descr': '{kind}', 'fortran_order': False, 'shape': {shape}, {rest}}}".ljust(117) + "\n"
    return b"\x93NUMPY\x01\x00" + len(text).to_bytes(2, "little") + text.encode()


ARRAYS = [
    header("(3000000000000000,)"),
    header("(2, 32)"),
    header("(2, 32)") + bytes(63),
    header("(2, 32)") + bytes(65),
    header("(-2, -32)") + bytes(64),
    header("(94143178827, 32)") + bytes(64),
    header("(2, 32)", "|O") + bytes(64),
    header("(2, 32)", "<f8") + bytes(64),
    header("(18446744073709551616,)"),
    header("(2.5, 32)") + bytes(64),
    header("()"),
    header("(2,)", "|S3000000000"),
    b"\x93NUMPY\x03\x00" + header("(2, 32)")[8:] + bytes(64),
    b"\x93NUMPY",
    b"",
    b"x" * 100,
    header("[2, 32]") + bytes(64),
    header("(2, 32)", rest="'x': 1") + bytes(64),
    header("(2, 32)", "|V0") + bytes(64),
    b"\x93NUMPY\x01\x00\xff\xff" + b"(" * 65535,
    header("(0, 3000000000000000)"),
]


@pytest.mark.slow
@pytest.mark.parametrize("content", ARRAYS, ids=range(len(ARRAYS)))
@pytest.mark.parametrize(
    "name",
    [
        "passage-keys.npy",
        "sentence-keys.npy",
        "terms/postings.npy",
        "terms/frequencies.npy",
        "terms/posting-starts.npy",
        "passage-vectors.faiss",
        "passage-starts.npy",
    ],
)
def test_an_array_that_claims_more_than_it_holds_is_damage(name, content, kept):
    forge(kept, {name: content})
    with pytest.raises(IndexDamaged) as caught:
        read_index(kept)
    one_sentence(caught.value)


@pytest.mark.parametrize(
    "array",
    [
        np.arange(6).reshape(2, 3),
        np.asfortranarray(np.arange(6).reshape(2, 3)),
        np.zeros((0, 4)),
        np.float32(5),
        np.zeros(3, np.uint8),
    ],
)
def test_an_array_comes_back_as_numpy_wrote_it(array, tmp_path):
    np.save(tmp_path / "a.npy", array)
    again = map_array(tmp_path / "a.npy")
    assert (again.dtype, again.shape, again.tolist()) == (array.dtype, array.shape, array.tolist())


def npy(*values: float, kind: type = np.int32) -> bytes:
    import io

    file = io.BytesIO()
    np.save(file, np.array(values, kind), allow_pickle=False)
    return file.getvalue()


POSTINGS = [
    {"postings": lambda a: npy(*[10**6] * len(a))},
    {"postings": lambda a: npy(*[-1] * len(a))},
    {"postings": lambda a: npy(*[2] * len(a))},
    {"postings": lambda a: npy(*a[:-1])},
    {"postings": lambda a: npy(*a, 0)},
    {"postings": lambda a: npy(*a, kind=np.float64)},
    {"posting-starts": lambda a: npy(*a[::-1])},
    {"posting-starts": lambda a: npy(*[1, *a[1:]])},
    {"posting-starts": lambda a: npy(*[*a[:-1], a[-1] + 9])},
    {"posting-starts": lambda a: npy(*[*a[:1], 10**6, *a[2:]])},
    {"posting-starts": lambda a: npy(*a[:-1])},
    {"posting-starts": lambda a: npy()},
    {"frequencies": lambda a: npy(*[np.nan] * len(a), kind=np.float32)},
    {"frequencies": lambda a: npy(*[0] * len(a))},
    {"frequencies": lambda a: npy(*[-1] * len(a))},
    {"frequencies": lambda a: npy(*a[:-1], kind=np.uint16)},
    {"words": lambda a: npy(*a[:-1], kind=np.uint8)},
    {"words": lambda a: npy(*a)},
    {"word-starts": lambda a: npy(*a[::-1])},
    {"word-starts": lambda a: npy(*a[:-1])},
]


@pytest.mark.parametrize("changes", POSTINGS, ids=range(len(POSTINGS)))
def test_postings_out_of_range_are_damage(changes, kept):
    place = segment_of(kept) / "terms"
    forge(
        kept,
        {f"terms/{name}.npy": change(list(np.load(place / f"{name}.npy"))) for name, change in changes.items()},
    )
    with pytest.raises(IndexDamaged) as caught:
        read_index(kept)
    one_sentence(caught.value)


def columns(**changed):
    """The columns of the index, other than they are."""
    return lambda told: json.dumps({**told, **changed}).encode()


@pytest.mark.parametrize(
    "change",
    [
        columns(pages=[]),
        columns(pages=["page0.txt", "page0.txt"]),
        columns(pages=[1, 2]),
        columns(pieces=["a0", 5]),
        columns(sentences=[-1, 5]),
        columns(sentences=[2, 2.5]),
        columns(sentences=[2, 10**30]),
        columns(sentences=[2, None]),
        columns(piece_pages=[0, 2]),
        columns(piece_pages=[0, -1]),
        columns(passage_pieces=[0, 9]),
        columns(passage_pieces=[[0], [1]]),
        columns(standing=[1]),
        columns(other=[]),
        lambda told: json.dumps([told]).encode(),
        lambda told: BRACKETS.encode(),
        lambda told: DIGITS.encode(),
    ],
)
def test_columns_that_cannot_be_are_damage(change, kept):
    forge(kept, {"columns.json": change(json.loads((segment_of(kept) / "columns.json").read_bytes()))})
    with pytest.raises(IndexDamaged) as caught:
        read_index(kept)
    one_sentence(caught.value)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("pages.jsonl", BRACKETS),
        ("articles.jsonl", '{"a":' * 50_000),
        ("passages.jsonl", DIGITS),
        ("pages.jsonl", "{}"),
        ("passages.jsonl", "[]"),
        ("articles.jsonl", "null"),
    ],
    ids=lambda text: text[:24],
)
def test_an_indexs_json_that_is_not_its_own_is_damage(name, content, kept):
    forge(kept, {name: content.encode()})
    with pytest.raises(IndexDamaged) as caught:
        read_through(kept)
    one_sentence(caught.value)


def starts(name):
    """The file that tells where the lines of that file begin."""
    return name.replace("s.jsonl", "-starts.npy")


def line_starts(text):
    return npy(0, *np.cumsum([len(line.encode()) for line in text.splitlines(keepends=True)]), kind=np.int64)


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("passages.jsonl", '"line": 1', '"line": 99'),
        ("passages.jsonl", '"line": 1', '"line": 0'),
        ("passages.jsonl", '"line": 1', '"line": -1'),
        ("passages.jsonl", '"start": 0', '"start": 1'),
        ("passages.jsonl", '"start": 0', '"start": -3'),
        ("passages.jsonl", '"start": 0', '"start": 1000000000000'),
        ("passages.jsonl", '"line": 1', '"line": "1"'),
        ("passages.jsonl", '"line": 1', '"line": null'),
        ("passages.jsonl", '"line": 1', '"line": [1]'),
        ("articles.jsonl", r'"spans": \[\[1, 1\]\]', '"spans": [[1, 9]]'),
        ("articles.jsonl", r'"spans": \[\[1, 1\]\]', '"spans": [[0, 1]]'),
        ("articles.jsonl", r'"spans": \[\[1, 1\]\]', '"spans": [[-5, 1]]'),
        ("articles.jsonl", r'"source": "[^"]*"', '"source": "nowhere.txt"'),
        ("articles.jsonl", r'"source": "[^"]*"', '"source": 5'),
        ("articles.jsonl", r'"paragraphs": \[\[1\]\]', '"paragraphs": [[7]]'),
        ("passages.jsonl", r'"source": "[^"]*"', '"source": "../x"'),
    ],
)
def test_places_that_no_page_has_are_damage(name, before, after, kept):
    file = segment_of(kept) / name
    changed = re.sub(before, after, file.read_text("utf-8"), count=0)
    assert changed != file.read_text("utf-8")
    forge(kept, {name: changed.encode(), starts(name): line_starts(changed)})
    with pytest.raises(IndexDamaged) as caught:
        read_through(kept)
    one_sentence(caught.value)
