"""Text from outside: what the parsers refuse, halves of characters, and the words of the command."""

import json
from pathlib import Path

import pytest
from support.fakes import FakeEncoder
from support.newsroom import QUESTION, WORDS, Newsroom
from support.outside import BRACKETS, DEEP, DIGITS, TOML, one_sentence

from rag.answering.scope import Scope
from rag.assistant import Assistant
from rag.commands.main import main
from rag.errors import PageError, QuestionError, ServeError, SourceError, WenbaoError
from rag.parsing import LARGEST, finite_number, parse_json, parse_toml, read_limited, shown, whole_number, whole_text
from rag.settings import Settings

HALF = "\ud83d"


class RefusedError(WenbaoError):
    """What the tests' parsers raise."""


def refused(reason: object) -> RefusedError:
    return RefusedError("settings-unreadable", path="x", reason=reason)


# ---- the parsers

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
@pytest.mark.slow
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
@pytest.mark.slow
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
