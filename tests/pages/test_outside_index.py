"""A stored index from outside: whatever its files claim, it is damage told in one sentence, or the index."""

import dataclasses
import json
import re

import numpy as np
import pytest
from support.fakes import index_content
from support.outside import BRACKETS, DIGITS, one_sentence
from support.stored import forge

from rag.errors import IndexDamaged, IndexMismatch
from rag.index.arrays import read_array
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
        "terms/data.csc.index.npy",
        "terms/indices.csc.index.npy",
        "terms/indptr.csc.index.npy",
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
    again = read_array(tmp_path / "a.npy")
    assert (again.dtype, again.shape, again.tolist()) == (array.dtype, array.shape, array.tolist())


def npy(*values: float, kind: type = np.int32) -> bytes:
    import io

    file = io.BytesIO()
    np.save(file, np.array(values, kind), allow_pickle=False)
    return file.getvalue()


POSTINGS = [
    {"indices": lambda a: npy(*[10**6] * len(a))},
    {"indices": lambda a: npy(*[-1] * len(a))},
    {"indices": lambda a: npy(*[2] * len(a))},
    {"indices": lambda a: npy(*a[:-1])},
    {"indices": lambda a: npy(*a, 0)},
    {"indices": lambda a: npy(*a, kind=np.float64)},
    {"indptr": lambda a: npy(*a[::-1])},
    {"indptr": lambda a: npy(*[1, *a[1:]])},
    {"indptr": lambda a: npy(*[*a[:-1], a[-1] + 9])},
    {"indptr": lambda a: npy(*[*a[:1], 10**6, *a[2:]])},
    {"indptr": lambda a: npy(*a[:-1])},
    {"indptr": lambda a: npy()},
    {"data": lambda a: npy(*[np.nan] * len(a), kind=np.float32)},
    {"data": lambda a: npy(*[np.inf] * len(a), kind=np.float32)},
    {"data": lambda a: npy(*[-1] * len(a), kind=np.float32)},
    {"data": lambda a: npy(*a, kind=np.float64)},
    {"data": lambda a: npy(*a[:-1], kind=np.float32)},
]


@pytest.mark.parametrize("changes", POSTINGS, ids=range(len(POSTINGS)))
def test_postings_out_of_range_are_damage(changes, kept):
    place = kept / read_index(kept).manifest.generation / "terms"
    forge(
        kept,
        {
            f"terms/{name}.csc.index.npy": change(list(np.load(place / f"{name}.csc.index.npy")))
            for name, change in changes.items()
        },
    )
    with pytest.raises(IndexDamaged) as caught:
        read_index(kept)
    one_sentence(caught.value)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("terms/vocab.index.json", BRACKETS),
        ("terms/vocab.index.json", "[]"),
        ("terms/vocab.index.json", '{"水": 0, "火": 0}'),
        ("terms/vocab.index.json", '{"水": -1, "火": 1}'),
        ("terms/vocab.index.json", '{"水": 0, "火": 9}'),
        ("terms/vocab.index.json", '{"水": "0", "火": 1}'),
        ("terms/vocab.index.json", '{"水": true, "火": 0}'),
        ("terms/vocab.index.json", f'{{"水": {DIGITS}}}'),
        ("terms/params.index.json", "{}"),
        ("terms/params.index.json", BRACKETS),
        ("terms/params.index.json", "[]"),
        *(
            ("terms/params.index.json", json.dumps({"k1": 1.2, "b": 0.75, "num_docs": count}))
            for count in (-1, 0, 1, 10**12, "2", None, True, [2], 2.0)
        ),
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
        read_index(kept)
    one_sentence(caught.value)


def flat(dimensions: int, rows: int, values: int, floats: bytes, name: bytes = b"IxFI") -> bytes:
    from rag.index.arrays import _FLAT

    return _FLAT.pack(name, dimensions, rows, 1 << 20, 1 << 20, True, 0, values) + floats


FLATS = [
    flat(3, 2, 6, b""),
    flat(3, 2, 1 << 39, bytes(24)),
    flat(3, 10**12, 3 * 10**12, bytes(24)),
    flat(2**31 - 1, 2**62, 6, bytes(24)),
    flat(-3, -2, 6, bytes(24)),
    flat(3, 2, 6, bytes(23)),
    flat(3, 2, 6, bytes(25)),
    flat(0, 0, 0, b""),
    flat(6, 1, 6, bytes(24)),
    flat(3, 2, 6, bytes(24), b"IwFl"),
    flat(3, 2, 6, bytes(24), b"IHNf"),
    flat(3, 2, 6, np.full(6, np.nan, np.float32).tobytes()),
    flat(3, 2, 6, np.full(6, np.inf, np.float32).tobytes()),
    b"",
    b"IxFI",
    b"\x00" * 100,
]


@pytest.mark.parametrize("content", FLATS, ids=range(len(FLATS)))
def test_vectors_that_claim_more_than_they_hold_are_damage(content, kept):
    forge(kept, {"passage-vectors.faiss": content})
    with pytest.raises(IndexDamaged) as caught:
        read_index(kept)
    one_sentence(caught.value)


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
    file = kept / read_index(kept).manifest.generation / name
    changed = re.sub(before, after, file.read_text("utf-8"), count=0)
    assert changed != file.read_text("utf-8")
    forge(kept, {name: changed.encode()})
    with pytest.raises(IndexDamaged) as caught:
        read_index(kept)
    one_sentence(caught.value)
