"""Text from outside, of every kind that is parsed: one sentence for whatever is wrong with it, and nothing is lost."""

import dataclasses
import json
import re
from pathlib import Path

import numpy as np
import pytest
from support.fakes import FakeEncoder, index_content
from support.newsroom import QUESTION, WORDS, Newsroom
from support.stored import forge

from rag.answering.scope import Scope, numbers_of
from rag.assistant import Assistant
from rag.commands.main import main
from rag.corpus.feedback import FeedbackFile
from rag.errors import (
    IndexDamaged,
    IndexMismatch,
    PageError,
    QuestionError,
    ReportError,
    ServeError,
    SettingsError,
    SourceError,
    TourError,
    WenbaoError,
)
from rag.evaluation.datasets import Document, read_set
from rag.evaluation.datasets.form import name_of
from rag.evaluation.datasets.index import build_corpus, corpus_folder
from rag.evaluation.questions import read_questions
from rag.evaluation.regression import read_report, tolerances
from rag.index.arrays import read_array
from rag.index.manifest import MANIFEST, Manifest, Recipe
from rag.index.saved import open_index, read_index
from rag.index.writing import write_index, writer_lock
from rag.pages.dictionary import read_dictionary
from rag.pages.sidecar import apply_sidecar
from rag.parsing import LARGEST, finite_number, parse_json, parse_toml, read_limited, shown, whole_number, whole_text
from rag.records import Page, Piece
from rag.settings import Settings
from rag.text.terms import Terms
from ui.tour.steps import read_tour

HALF = "\ud83d"
DEEP = 3000
DIGITS = "9" * 5000
BRACKETS = "[" * 100_000


class RefusedError(WenbaoError):
    """What the tests' parsers raise."""


def refused(reason: object) -> RefusedError:
    return RefusedError("settings-unreadable", path="x", reason=reason)


def one_sentence(error: WenbaoError) -> None:
    for language in ("zh", "en"):
        said = error.sentence(language)
        assert 5 < len(said) < 800, said
        assert "Traceback" not in said
        said.encode("utf-8", "backslashreplace")


# ---- the parsers

TOML = [
    "= broken",
    "x = " + "[" * DEEP + "]" * DEEP,
    "x = " + "{a = " * DEEP + "1" + "}" * DEEP,
    f"x = {DIGITS}",
    f"x = -{DIGITS}",
    "x = 2022-13-01",
    "x = 2022-02-30",
    "x = 0000-00-00",
    "x = 25:61:61",
    "x = [1, ",
    "[[",
    "[a]\n[a]",
    "a = 1\na = 2",
    "\x00",
    'x = "\\ud800"',
    'x = "\\U00110000"',
    "x = 1__0",
    "x = 0x",
    "x = '''",
    'x = """',
    "[a.b]\na = 1\n[a.b.c]\n[a.b]",
    "x = 9999-99-99T99:99:99Z",
    "x = nan nan",
]

JSON = [
    "",
    "{",
    BRACKETS,
    '{"a":' * 100_000,
    DIGITS,
    f"[{DIGITS}]",
    "nul",
    "'a'",
    "[1,]",
    '{"a" 1}',
    '"\n"',
    "[" * DEEP + "]" * (DEEP - 1),
    "\x00",
    '{"a": 1}}',
    "undefined",
    "+1",
    "01",
    ".5",
    "[,]",
    '{"a": }',
    "// note",
]


@pytest.mark.parametrize("text", TOML, ids=lambda text: text[:20])
def test_toml_that_is_none_is_refused_with_a_reason(text):
    with pytest.raises(RefusedError) as caught:
        parse_toml(text, refused)
    one_sentence(caught.value)


@pytest.mark.parametrize("text", JSON, ids=lambda text: text[:20])
@pytest.mark.parametrize("raw", [False, True])
def test_json_that_is_none_is_refused_with_a_reason(text, raw):
    with pytest.raises(RefusedError) as caught:
        parse_json(text.encode() if raw else text, refused)
    one_sentence(caught.value)


@pytest.mark.parametrize("raw", [b"\xff", b"\xff\xfe1\x00\xff", b'"\xc3"', b"\x80", b'{"a": "\xe4\xbd"}'])
def test_json_in_bytes_that_are_no_text_is_refused(raw):
    with pytest.raises(RefusedError) as caught:
        parse_json(raw, refused)
    one_sentence(caught.value)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        (" 12 ", 12),
        ("000000000000000000000012", 12),
        ("100", 100),
        ("101", None),
        (DIGITS, None),
        ("0" * 5000, 0),
        ("-1", None),
        ("+1", None),
        ("1.0", None),
        ("1e2", None),
        ("²", None),
        ("１２", None),
        ("٣", None),
        ("", None),
        (" ", None),
        ("1_0", None),
        ("0x10", None),
        ("十", None),
        ("nan", None),
        ("1" + HALF, None),
    ],
)
def test_whole_numbers_are_plain_figures_within_reason(text, number):
    assert whole_number(text, 100) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0.5", 0.5),
        (" 1e3 ", 1000.0),
        ("-2", -2.0),
        ("inf", None),
        ("-inf", None),
        ("nan", None),
        ("1e999", None),
        (DIGITS, None),
        ("", None),
        ("0x1p3", None),
        ("²", None),
        ("1,5", None),
        ("一", None),
        ("Infinity", None),
        ("1" + HALF, None),
    ],
)
def test_numbers_are_finite(text, number):
    assert finite_number(text) == number


@pytest.mark.parametrize(
    "value",
    [10**5000, int("f" * 10000, 16), "x" * 10**6, [[]] * 10**5, HALF * 100, None, {"a": 10**5000}],
    ids=range(7),
)
def test_whatever_a_value_is_it_is_shown_in_few_characters(value):
    assert len(shown(value)) <= 45


def test_what_recurses_without_end_is_shown_too():
    nested: list = []
    for _ in range(10**5):
        nested = [nested]
    assert len(shown(nested)) <= 45


def test_a_file_without_end_is_not_read_without_end(tmp_path):
    with pytest.raises(RefusedError) as caught:
        read_limited(Path("/dev/zero"), refused, 10**6)
    one_sentence(caught.value)
    (tmp_path / "large").write_bytes(b"x" * 11)
    with pytest.raises(RefusedError):
        read_limited(tmp_path / "large", refused, 10)
    assert read_limited(tmp_path / "large", refused, 11) == b"x" * 11
    for missing in (tmp_path / "none", tmp_path, tmp_path / "a\0b", tmp_path / ("x" * 5000)):
        with pytest.raises(RefusedError):
            read_limited(missing, refused)
    assert LARGEST > 8 * 10**6


# ---- settings

WHOLE = [field.name for field in dataclasses.fields(Settings) if type(field.default) is int]
SHARES = [field.name for field in dataclasses.fields(Settings) if type(field.default) is float]
TEXTS = [field.name for field in dataclasses.fields(Settings) if type(field.default) is str]
WRONG = [
    "inf",
    "-inf",
    "nan",
    "-1",
    "true",
    "false",
    '""',
    "[]",
    "{}",
    "[[[]]]",
    "2022-01-01",
    "12:00:00",
    '"²"',
    '"inf"',
    '"nan"',
    '"-1"',
    '"1e999"',
    "1e999",
    f"0x{'f' * 9000}",
    f'"{DIGITS}"',
    '"0x10"',
    '"１２"',
    "1000000000000",
]


@pytest.mark.parametrize("name", [*WHOLE, *SHARES])
def test_a_setting_that_is_a_number_takes_no_other_value(name, tmp_path):
    for value in WRONG:
        if value == '"１２"' and name in SHARES:  # Python's own float reads these figures
            continue
        (tmp_path / "s.toml").write_text(f"{name} = {value}\n", "utf-8")
        with pytest.raises(SettingsError) as caught:
            Settings.load(tmp_path / "s.toml")
        assert name in caught.value.sentence()
        one_sentence(caught.value)


@pytest.mark.parametrize("value", ["8.5", '"8.5"', "8.0", '"eight"'])
def test_a_number_of_things_is_whole(value, tmp_path):
    (tmp_path / "s.toml").write_text(f"encoder_batch = {value}\n", "utf-8")
    with pytest.raises(SettingsError):
        Settings.load(tmp_path / "s.toml")


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize(
    "value", ["1", "true", "[]", '""', '"  "', "{a = 1}", "inf", '"a\\u0000b"', "[[1]]", "2022-01-01"]
)
def test_a_setting_that_is_text_takes_nothing_else(name, value, tmp_path):
    (tmp_path / "s.toml").write_text(f"{name} = {value}\n", "utf-8")
    with pytest.raises(SettingsError) as caught:
        Settings.load(tmp_path / "s.toml")
    one_sentence(caught.value)


@pytest.mark.parametrize(
    "text",
    [*TOML, "a." * 3000 + "b = 1", f"{'k' * 100_000} = 1", "[encoder_batch]\na = 1", "[[encoder_batch]]"],
    ids=lambda text: text[:20],
)
def test_a_settings_file_that_is_none_is_one_sentence(text, tmp_path, capsys):
    (tmp_path / "s.toml").write_text(text, "utf-8")
    assert main(["ask", "甲？", "--index", str(tmp_path), "--settings", str(tmp_path / "s.toml")]) == 1
    out, err = capsys.readouterr()
    assert (out, len(err.splitlines())) == ("", 1)


@pytest.mark.parametrize(
    "raw", [b"\xff\xfea\x00", "encoder = '中'".encode("gb18030"), b"\x80", b"encoder = '\xed\xa0\xbd'"]
)
def test_a_settings_file_that_is_no_text_is_one_sentence(raw, tmp_path):
    (tmp_path / "s.toml").write_bytes(raw)
    with pytest.raises(SettingsError) as caught:
        Settings.load(tmp_path / "s.toml")
    one_sentence(caught.value)


@pytest.mark.parametrize("name", WHOLE)
def test_the_least_and_the_largest_of_a_number_answer_a_question_all_the_same(name, tmp_path):
    with writer_lock(tmp_path):
        settings = Settings(refusal_score=0.0, refusal_score_foreign=0.0, reader="none")
        write_index(tmp_path, Recipe("fake", settings.build_values(), {}), index_content("水从这里流过。水流了三年。"))
    for value in (next(field.metadata["least"] for field in dataclasses.fields(Settings) if field.name == name), 10**9):
        if name in settings.build_values():
            continue
        assistant = Assistant.open(tmp_path, settings.with_values({name: value}), FakeEncoder(("水", "火")))
        try:
            assert assistant.ask("水从哪里流过？").text
        except QuestionError as error:
            one_sentence(error)


# ---- beside the pages


def page(name: str = "001.txt") -> Page:
    return Page(name, ("春风送暖", "本报讯 昨日开学。"), "0" * 64)


SIDECARS = [
    *TOML,
    *(
        f'[[page]]\nfile = "001.txt"\n{line}'
        for line in (
            "number = 0",
            f"number = 0x{'f' * 9000}",
            "number = 1000000000000",
            "number = inf",
            "number = true",
            "date = 0001-01-01",
            'date = "2022-13-01"',
            "date = 12:00:00",
            "date = 2022-01-01T00:00:00",
            "piece = 1",
            "piece = [[]]",
            "[[page.piece]]\nlines = [[1, 999999999999]]",
            f"[[page.piece]]\nlines = [[1, 0x{'f' * 9000}]]",
            "[[page.piece]]\nlines = " + "[" * 500 + "]" * 500,
            "[[page.piece]]\nlines = [[-1, 1]]",
            "[[page.piece]]\nlines = [[inf, 1]]",
            f"{'k' * 100_000} = 1",
            "a." * 3000 + "b = 1",
            'section = ""',
            "paper = 5",
        )
    ),
]


@pytest.mark.parametrize("text", SIDECARS, ids=lambda text: text[-20:])
def test_a_sidecar_that_is_none_is_one_sentence(text, tmp_path):
    (tmp_path / "pages.toml").write_text(text, "utf-8")
    with pytest.raises(SourceError) as caught:
        apply_sidecar([page()], tmp_path)
    one_sentence(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        *TOML,
        "step = 1",
        "[[step]]\nquestions = 1",
        "[[step]]\nquestions = [[]]\nnotice = 1",
        "step = " + "[" * 400 + "]" * 400,
        "a = 1",
        f"step = 0x{'f' * 9000}",
    ],
    ids=lambda text: text[:20],
)
def test_a_tour_that_is_none_is_one_sentence(text, tmp_path):
    (tmp_path / "tour.toml").write_text(text, "utf-8")
    with pytest.raises(TourError) as caught:
        read_tour(tmp_path)
    one_sentence(caught.value)


@pytest.mark.slow
@pytest.mark.parametrize(
    "line",
    [
        "甲乙 ²",
        "甲乙 ½",
        "甲乙 １２",
        "甲乙 -5",
        "甲乙 1e5",
        "甲乙 inf",
        f"甲乙 {DIGITS}",
        "甲乙 n",
        "甲乙 5 n extra",
        "甲乙 ٣",
        "甲乙 5.5",
        "甲乙 0",
        "甲乙\t5",
        "甲乙\u3000\u00b2",
        "甲乙 ①",
        "甲乙 二",
        "\u200b",
        "\u0301 5",
        "甲乙\x00 5",
        "ﾞ 3",
        "甲乙 1_0",
        "甲" * 100,
    ],
)
def test_a_word_of_the_dictionary_is_one_whatever_stands_behind_it(line, tmp_path):
    (tmp_path / "dictionary.txt").write_text(f"{line}\n石桥镇 5\n", "utf-8")
    terms = Terms(read_dictionary(tmp_path))
    assert "石桥镇" in terms.cut("石桥镇春灌")


@pytest.mark.parametrize("line", ["甲" * 101, "a" * 10**6, "甲" * 5000 + " 5 n"])
def test_a_line_that_is_no_word_is_one_sentence(line, tmp_path):
    (tmp_path / "dictionary.txt").write_text(f"石桥镇\n{line}\n", "utf-8")
    with pytest.raises(SourceError) as caught:
        read_dictionary(tmp_path)
    one_sentence(caught.value)


@pytest.mark.parametrize("value", [DIGITS, "第²版", "٣", "99999999999", "第" * 10**5, "-1"])
def test_a_column_with_a_number_that_is_none_is_passed_over(value):
    article = Piece("a", "001.txt", "", "news", "", None, ((1, 1),), (), ((1,),), (), "", columns=(("版次", value),))
    assert all(0 <= number <= 9999 for number in numbers_of(article, page()))


# ---- the stored index


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


# ---- questions, reports, feedback

QUESTIONS = [
    BRACKETS,
    DIGITS,
    '{"id": "a", "question": "甲？", "history": ' + BRACKETS,
    f'{{"id": {DIGITS}, "question": "甲？"}}',
    '{"id": "a"',
    "null",
    "[]",
    "\x00",
    '"a"',
    '{"id": "a", "question": "甲？", "history": 1}',
    '{"id": "a", "question": "甲？", "history": [["a"]]}',
    '{"id": "a", "question": "甲？", "answers": [[[1]]]}',
    '{"id": "a", "question": "甲？", "relevant": {"a": 1000000000000}}',
    '{"id": "a", "question": "甲？", "relevant": {"a": 1e999}}',
    '{"id": "a", "question": "甲？", "relevant": {"a": true}}',
    '{"id": "a", "question": "甲？", "relevant": [1]}',
    '{"id": "a", "question": ["甲？"]}',
    '{"id": "a", "question": "甲？", "history": [[1, 2]]}',
    '{"id": "a", "question": "甲？", "evidence": [[["x"]]]}',
    '{"id": "a", "question": "甲？", "items": [[]]}',
]


@pytest.mark.parametrize("line", QUESTIONS, ids=lambda text: text[:40])
@pytest.mark.parametrize("ending", ["jsonl", "json"])
def test_a_question_that_is_none_is_one_sentence(line, ending, tmp_path):
    (tmp_path / f"q.{ending}").write_text(line + "\n", "utf-8")
    for read in (read_questions, read_set):
        with pytest.raises(QuestionError) as caught:
            read(tmp_path / f"q.{ending}")
        one_sentence(caught.value)


@pytest.mark.parametrize(
    "grade", ["inf", "nan", "1e308", "1e999", DIGITS, "²", "1.5", "", "十", "1001", "-5000", "0x1"]
)
def test_a_grade_that_is_none_is_named(grade, tmp_path):
    (tmp_path / "qrels").mkdir()
    (tmp_path / "queries.jsonl").write_text('{"_id": "1", "text": "甲？"}\n{"_id": "2", "text": "乙？"}\n', "utf-8")
    (tmp_path / "corpus.jsonl").write_text('{"_id": "d", "text": "甲。"}\n', "utf-8")
    (tmp_path / "qrels/test.tsv").write_text(f"2\td\t1\n1\td\t{grade}\n", "utf-8")
    read = read_set(tmp_path)
    assert [question.id for question in read.questions] == ["2"]
    for problem in read.problems:
        one_sentence(problem)
    assert read.problems


REPORTS = [
    BRACKETS,
    DIGITS,
    "",
    "[]",
    "{}",
    "null",
    '{"format": 1}',
    f'{{"format": {"[" * 400}{"]" * 400}}}',
    '{"format": "' + "x" * 10**5 + '"}',
    '{"format": 2, "runs": 1}',
]


@pytest.mark.parametrize("text", REPORTS, ids=lambda text: text[:20])
def test_a_report_that_is_none_is_one_sentence(text, tmp_path):
    (tmp_path / "report.json").write_text(text, "utf-8")
    with pytest.raises(ReportError) as caught:
        read_report(tmp_path / "report.json")
    one_sentence(caught.value)


@pytest.mark.parametrize("mean", ["NaN", "Infinity", "-Infinity", "1e999", "9" * 400, "null", '"0.5"', "[]", "{}"])
def test_a_report_whose_figures_cannot_be_compared_is_one_sentence(mean, tmp_path):
    from rag.evaluation.report.report import FORMAT

    (tmp_path / "report.json").write_text(
        f'{{"format": {FORMAT}, "runs": [{{"measures": {{"mrr": {{"mean": {mean}}}}}}}]}}', "utf-8"
    )
    with pytest.raises(ReportError) as caught:
        read_report(tmp_path / "report.json")
    one_sentence(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "mrr=nan",
        "mrr=inf",
        "mrr=1e999",
        f"mrr={DIGITS}",
        "mrr=²",
        "mrr=",
        "=",
        "mrr",
        "mrr=-1",
        "mrr=2",
        "",
        ",",
        "mrr=0.1=0.1",
        "x=0.1",
    ],
)
def test_what_may_be_lost_is_a_share(text):
    with pytest.raises(SettingsError) as caught:
        tolerances(text, ["mrr"])
    assert caught.value.key in ("against-form", "against-measure")


@pytest.mark.parametrize(
    "line",
    [
        BRACKETS,
        DIGITS,
        "{}",
        "null",
        '{"answer": ' + BRACKETS,
        "\x00",
        '{"id": 1}',
        '{"id": "a", "answer": []}',
        '{"answer": null}',
        "[]",
        '{"id": "a", "history": 5}',
        '"x"',
        "tru",
        '{"id": "a", "answer": {"answer": 1}}',
    ],
)
def test_a_damaged_line_of_feedback_is_passed_over(line, tmp_path):
    (tmp_path / "feedback.jsonl").write_text(line + "\n", "utf-8")
    assert FeedbackFile(tmp_path).read() == []


NAMES = [
    "...json",
    "....json",
    "..jsonl",
    ".json",
    "...csv",
    "..",
    "...",
    " .json",
    "a/../...json".rpartition("/")[2],
    "..\\..json",
    "con.json",
    ". .json",
    "...json.gz",
    "\u202e..json",
    "..\u200b.json",
    "~.json",
    ". . .json",
    "-.json",
    "正常.json",
    "x" * 250 + ".json",
    "..a.json",
]


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_a_question_set_of_any_name_has_its_documents_in_a_folder_of_their_own(name, tmp_path):
    index = tmp_path / "index"
    folder = corpus_folder(index, name_of(Path(name)))
    assert folder.parent == index / "sets"
    assert folder.resolve().parent == (index / "sets").resolve()
    with writer_lock(index):
        write_index(index, Recipe("fake", Settings().build_values(), {}), index_content("水。"))
    before = (index / MANIFEST).read_bytes()
    build_corpus([Document("d", "", "火很旺，烧了三天三夜。")], folder, Settings(), FakeEncoder(("火",)))
    assert (index / MANIFEST).read_bytes() == before
    assert len(read_index(index).passages) == 1


# ---- half of a character

TEXTS_WITH_HALVES = [
    HALF,
    f"甲{HALF}乙",
    f"{HALF}{HALF}",
    "\udcff\udcfe",
    "甲\udc80",
    f"{HALF}\n甲",
    "\ud800\ud800\udc00",
    "a\udfff",
    HALF * 50,
    f"社区医院{HALF}",
    f"{HALF}社区医院",
    "[1]\udce4\udcbd",
    "\udcca\udcd0",
    f"（{HALF}）",
    f"“{HALF}”",
    f"太原{HALF}日报",
    "\ud83d\ude00"[:1],
    "é\udce9",
    "\x00\ud800",
    f"是{HALF}的",
]


@pytest.mark.parametrize("text", TEXTS_WITH_HALVES, ids=ascii)
def test_half_a_character_in_the_conversation_or_the_question_is_answered_or_one_sentence(text, stored: Newsroom):
    assistant = Assistant.open(stored.index, Settings(reader="none"), FakeEncoder(WORDS))
    for history in ([(text, "回答。")], [("问题？", text)], [(text, text)] * 3):
        assistant.ask("我市共有社区医院几家?", history).text.encode()
        assistant.search("那里呢?", history)
    try:
        assert assistant.ask(f"我市共有社区医院几家?{text}").text.encode()
        assistant.ask(text).text.encode()
    except QuestionError as error:
        one_sentence(error)
    whole_text(text).encode()


@pytest.mark.parametrize("text", TEXTS_WITH_HALVES[:8], ids=ascii)
def test_half_a_character_in_a_question_file_is_asked_all_the_same(text, stored: Newsroom):
    lines = [
        {"id": "a", "question": QUESTION, "history": [[text, text]]},
        {"id": f"b{text}", "question": f"{QUESTION}{text}", "answers": [text + "甲"]},
    ]
    (stored.folder / "q.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    result = stored.run("ask", "--questions", stored.folder / "q.jsonl", "--json", "--index", stored.index)
    assert result.status == 0, result.err
    assert len(result.out.splitlines()) == 2


# ---- the command's numbers


@pytest.mark.parametrize(
    "words",
    [
        *(
            ("serve", "--port", number)
            for number in ("99999999999", DIGITS, "²", "-1", "1.5", "0x10", "", "inf", "１２", "8 0")
        ),
        *(("questions", "draft", "--count", number) for number in ("0", "-1", DIGITS, "²", "1e3", "nan", "")),
        *(("eval", "--questions", "q.jsonl", "--every", number) for number in ("0", "-1", DIGITS, "²", "half", "٣")),
        *(("ask", "甲？", "--page", number) for number in (DIGITS, "²", "-1", "A3", "inf")),
    ],
    ids=lambda words: " ".join(words)[:40],
)
def test_a_number_that_is_none_is_told_and_nothing_is_done(words, tmp_path, capsys):
    try:
        status = main([*words, "--index", str(tmp_path / "index")])
    except SystemExit as error:
        status = error.code
    assert status in (1, 2)
    told = capsys.readouterr().err.splitlines()
    assert len(told[-1]) < 400
    assert "Traceback" not in "".join(told)


@pytest.mark.parametrize(
    "host", ["a\0b", "x" * 300, "..", "甲" * 100, HALF, "1.2.3.4.5", "[:::::::::", "999.999.999.999", "\udcff", " "]
)
def test_a_host_that_is_none_is_one_sentence(host):
    from ui.server.address import check_address

    with pytest.raises(ServeError) as caught:
        check_address(host, 7860)
    one_sentence(caught.value)


@pytest.mark.parametrize(
    "day", ["0000-01-01", "9999-99", DIGITS, "²", "2022-02-30", "1e5", "２０２２-１３", "-1", "20220132", HALF]
)
def test_a_day_that_is_none_is_one_sentence(day, tmp_path, capsys):
    assert main(["ask", "甲？", "--from", day, "--index", str(tmp_path)]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1
    with pytest.raises(QuestionError):
        Scope(first=day)


def test_errors_of_pages_stay_page_errors():
    assert issubclass(PageError, SourceError)
