"""Settings from outside, and what lies beside the pages: one sentence for whatever is wrong with it."""

import dataclasses

import pytest
from support.fakes import FakeEncoder, index_content
from support.outside import DIGITS, TOML, one_sentence

from rag.articles.issue.placing import numbers_of
from rag.assistant import Assistant
from rag.commands.main import main
from rag.errors import QuestionError, SettingsError, SourceError, TourError
from rag.index.manifest import Recipe
from rag.index.writing import write_index, writer_lock
from rag.pages.dictionary import read_dictionary
from rag.pages.sidecar import apply_sidecar
from rag.records import Page, Piece
from rag.settings import Settings
from rag.text.terms import Terms
from ui.tour.steps import read_tour

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
@pytest.mark.slow
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
@pytest.mark.slow
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
