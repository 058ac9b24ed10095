"""What goes wrong is said in one line on standard error with exit status 1, and a stored index is none the worse."""

import json
import socket
import sys
import types

import pytest
from support.newsroom import PAGE, QUESTION, Newsroom, Result, wenbao

from rag.errors import IndexBusy
from rag.index.sources import NAME as SOURCES
from rag.wording import say

BINARY = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4
GOOD = {"id": "a", "question": QUESTION, "answers": []}
LARGE = PAGE.encode() * (5_000_000 // len(PAGE.encode()) + 1)


@pytest.fixture(autouse=True)
def the_stored_index_still_answers(stored: Newsroom):
    """After every test here."""
    yield
    stored.use_encoder("fake")
    result = stored.ask(QUESTION, "--json")
    assert result.status == 0
    assert "11家" in json.loads(result.out)["passages"][0]["text"]


def assert_one_line(result: Result, *parts: object) -> None:
    """Status 1, nothing on standard output, and one line on standard error that names `parts`."""
    assert (result.status, result.out) == (1, "")
    assert len(result.told) == 1, result.err
    assert "Traceback" not in result.err
    for part in parts:
        assert str(part) in result.told[0]


COMMANDS_ON_PAGES = pytest.mark.parametrize("command", ["build", "articles", "serve"])


def on_pages(stored: Newsroom, command: str, source) -> Result:
    index = () if command == "articles" else ("--index", stored.index)
    return stored.run(command, "--source", source, *index)


@COMMANDS_ON_PAGES
def test_a_missing_folder(stored, command):
    assert_one_line(on_pages(stored, command, stored.folder / "nowhere"), stored.folder / "nowhere")


@pytest.fixture(autouse=True)
def nothing_is_served(monkeypatch):
    """A page that comes up after all fails the test instead of waiting for visitors."""

    def served(*given, **named):
        raise AssertionError("the page was served")

    stand_in = types.ModuleType("ui.app")
    stand_in.serve = served
    monkeypatch.setitem(sys.modules, "ui.app", stand_in)


@pytest.mark.parametrize("command", ["build", "articles"])  # it can be served, for pages to be dropped there
def test_an_empty_folder(stored, command):
    (stored.folder / "empty").mkdir()
    assert_one_line(on_pages(stored, command, stored.folder / "empty"), stored.folder / "empty")


@COMMANDS_ON_PAGES
@pytest.mark.parametrize(
    ("content", "part"),
    [
        (BINARY, "二进制"),
        (LARGE, "5.0 MB"),
        ("我市新增两家社区医院\n".encode(), "标题"),
        (b"", "没有任何文字"),
        (b"\xff\xff\x81 not a text", "编码"),
    ],
)
@pytest.mark.slow
def test_a_single_file_that_is_no_page(stored, command, content, part):
    (stored.folder / "odd.txt").write_bytes(content)
    assert_one_line(on_pages(stored, command, stored.folder / "odd.txt"), "odd.txt", part)


@pytest.mark.parametrize("command", ["build", "articles"])
@pytest.mark.parametrize("content", [BINARY, LARGE, "我市新增两家社区医院\n".encode(), b""])
@pytest.mark.slow
def test_a_file_that_is_no_page_is_named_and_the_others_are_done(stored, command, content):
    (stored.pages / "odd.txt").write_bytes(content)
    result = on_pages(stored, command, stored.pages)
    assert result.status == 1
    assert result.out
    assert len(result.told) == 1
    assert "odd.txt" in result.told[0]


def test_several_bad_files_are_each_named(stored):
    for name in ("a.txt", "b.txt", "c.txt"):
        (stored.pages / name).write_bytes(BINARY)
    result = stored.build()
    assert [line.split(" ")[0] for line in result.told] == ["a.txt", "b.txt", "c.txt"]


def test_a_page_of_one_line_with_sentences_is_an_article(stored):
    (stored.folder / "line.txt").write_text("我市共有社区医院11家。明年将再建两家。", "utf-8")
    result = stored.run("articles", "--source", stored.folder / "line.txt", "--json")
    assert (result.status, result.err) == (0, "")
    assert [piece["spans"] for piece in json.loads(result.out)] == [[[1, 1]]]


@pytest.mark.parametrize("words", [(), ("--json",)])
def test_no_index(stored, words):
    assert_one_line(stored.run("ask", QUESTION, "--index", stored.folder / "none", *words), stored.folder / "none")


def test_an_index_of_another_model(stored):
    stored.use_encoder("another")
    assert_one_line(stored.ask(QUESTION), "fake", "another", "wenbao build")


def test_an_index_of_another_model_is_refused_without_loading_one(stored):
    stored.use_encoder("another")
    before = stored.loaded
    stored.ask(QUESTION)
    assert stored.loaded == before


@pytest.mark.slow
def test_a_damaged_index_is_refused_whichever_file_it_is(stored):
    files = [file for file in stored.index.rglob("*") if file.is_file() and file.name != SOURCES]
    for file in [file for file in files if file.stat().st_size]:
        content = file.read_bytes()
        file.write_bytes(content[: len(content) // 2])
        assert_one_line(stored.ask(QUESTION), stored.index, "wenbao build")
        file.write_bytes(content)


def test_a_damaged_index_is_built_again(stored):
    next(stored.index.rglob("passage-vectors.faiss")).write_bytes(b"")
    assert stored.ask(QUESTION).status == 1
    assert stored.build().status == 0


def test_an_index_that_another_program_is_writing(stored, monkeypatch):
    def busy(*arguments, **options):
        raise IndexBusy("index-busy", path=stored.index)

    monkeypatch.setattr("rag.index.build.build_index", busy)
    assert_one_line(stored.build(), stored.index)


def test_a_port_in_use_is_said_before_anything_is_built_or_loaded(stored):
    before = stored.loaded
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = stored.run("serve", "--source", stored.pages, "--index", stored.folder / "new", "--port", port)
    assert_one_line(result, port, "--port")
    assert stored.loaded == before
    assert not (stored.folder / "new").exists()


@pytest.mark.parametrize("port", [0, 65536])
def test_a_port_that_does_not_exist(stored, port):
    assert_one_line(stored.run("serve", "--source", stored.pages, "--port", port), port, 65535)


@pytest.mark.parametrize("host", ["203.0.113.7", "no such host", "x" * 70])
def test_a_host_that_is_not_ours(stored, host):
    assert_one_line(stored.run("serve", "--source", stored.pages, "--host", host), host)


@pytest.mark.parametrize("command", [("ask", "--json"), ("eval",)])
@pytest.mark.parametrize(
    ("lines", "parts"),
    [
        (["{broken"], ("第 1 行", "JSON")),
        ([{"id": "a"}], ("第 1 行", "question")),
        (["{broken", "[]"], ("2 处", "第 1 行", "JSON")),
        ([], ("没有问题",)),
    ],
)
def test_a_question_file_without_a_good_line(stored, command, lines, parts):
    path = stored.questions(*lines)
    assert_one_line(stored.run(*command, "--questions", path, "--index", stored.index), path, *parts)


@pytest.mark.parametrize("command", [("ask", "--json"), ("eval",)])
@pytest.mark.parametrize(("line", "parts"), [("{broken", ("第 2 行", "JSON")), (GOOD, ("第 2 行", "第 1 行"))])
def test_a_malformed_line_is_named_and_the_other_questions_are_asked(stored, command, line, parts):
    path = stored.questions(GOOD, line, GOOD | {"id": "b"})
    result = stored.run(*command, "--questions", path, "--index", stored.index)
    assert result.status == 1
    assert len(result.told) == 1
    assert all(part in result.told[0] for part in (str(path), *parts))
    if command[0] == "ask":
        assert [json.loads(answer)["id"] for answer in result.out.splitlines()] == ["a", "b"]
    else:
        assert "评测 2 个问题" in result.out


@pytest.mark.parametrize("command", ["ask", "eval"])
def test_a_missing_question_file(stored, command):
    assert_one_line(stored.run(command, "--questions", stored.folder / "none.jsonl"), stored.folder / "none.jsonl")


def test_a_question_file_that_is_not_judged_cannot_be_evaluated(stored):
    path = stored.questions({"id": "a", "question": QUESTION})
    assert_one_line(stored.run("eval", "--questions", path, "--index", stored.index), "answers")


def test_a_folder_that_results_cannot_be_written_to(stored):
    path = stored.questions({"id": "a", "question": QUESTION, "answers": []})
    result = stored.run("eval", "--questions", path, "--index", stored.index, "--out", path)
    assert_one_line(result, path)


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        (("--set", "speed=9"), ("speed", "passages_shown")),
        (("--set", "passages_shown=many"), ("passages_shown", "many")),
        (("--settings", "none.toml"), ("none.toml",)),
    ],
)
def test_an_unknown_setting(stored, words, parts):
    assert_one_line(stored.ask(QUESTION, *words), *parts)


def test_a_malformed_settings_file(stored):
    (stored.folder / "s.toml").write_text("passages_shown = [", "utf-8")
    assert_one_line(stored.ask(QUESTION, "--settings", stored.folder / "s.toml"), stored.folder / "s.toml")


@pytest.mark.parametrize("question", ["", "  \n", "长" * 301])
def test_a_question_that_is_empty_or_too_long(stored, question):
    assert_one_line(stored.ask(question), "问题")


@pytest.mark.parametrize(
    "question", ["太原\ud800有几家社区医院?", "太原\x00有几家社区医院?", "太原\U0010ffff有几家社区医院?"]
)
def test_a_question_with_characters_that_are_none_is_asked_all_the_same(stored, question):
    path = stored.questions(json.dumps({"id": "a", "question": question}))
    result = stored.ask("--questions", path, "--json")
    assert (result.status, result.told) == (0, [])
    assert json.loads(result.out)["passages"]


def test_reasons_are_in_the_language_of_their_sentence(stored):
    path = stored.questions("{broken")
    assert_one_line(stored.ask("--questions", path, "--language", "en"), "line 1", say("question-not-json", "en"))
    (stored.folder / "bad").mkdir()
    for name in ("a.txt", "b.txt"):
        (stored.folder / "bad" / name).write_bytes(BINARY)
    result = stored.run("articles", "--source", stored.folder / "bad", "--language", "en")
    assert_one_line(result, "a.txt is not text")


@pytest.mark.slow
@pytest.mark.parametrize(
    "words",
    [
        ("ask", QUESTION, "--index", "none"),
        ("build", "--source", "none"),
        ("articles", "--source", "none"),
        ("serve", "--source", "none", "--port", "65000"),
        ("eval", "--questions", "none"),
        ("ask", QUESTION, "--set", "speed=9"),
    ],
)
def test_as_a_process_too_it_is_one_line_and_status_1(tmp_path, words):
    result = wenbao(*words, cwd=tmp_path)
    assert (result.returncode, result.stdout) == (1, b"")
    assert result.stderr.decode("utf-8").count("\n") == 1
    assert b"Traceback" not in result.stderr


def test_a_file_name_in_the_sentence_does_not_break_its_line(stored):
    assert_one_line(stored.run("ask", "--questions", stored.folder / "two\nlines"), "two lines")
