"""The `wenbao` command as a whole: arguments, languages, settings, streams, and what it does not load."""

import errno
import json
import os
import subprocess
import sys

import pytest
from support.newsroom import PAGE, QUESTION, Newsroom, wenbao

from rag.commands.main import COMMANDS
from rag.commands.terminal import language_of, table


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("nothing",),
        ("ask",),
        ("ask", "a", "--questions", "b"),
        ("ask", "a", "b"),
        ("ask", "a", "--csv", "--json"),
        ("ask", "a", "--csv", "--plan"),
        ("ask", "--csv", "--questions", "b"),
        ("eval",),
        ("build", "x"),
        ("serve", "--port", "http"),
        ("ask", "a", "--set", "no-equals-sign"),
        ("ask", "a", "--language", "fr"),
        ("ask", "a", "--inde", "abbreviated"),
    ],
)
def test_wrong_arguments_exit_with_2_and_print_nothing_on_standard_output(newsroom: Newsroom, capsys, words):
    with pytest.raises(SystemExit) as caught:
        newsroom.run(*words)
    assert caught.value.code == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("usage: wenbao")


@pytest.mark.parametrize("words", [(), *((command,) for command in COMMANDS)])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_help_is_in_both_languages(newsroom: Newsroom, capsys, words, language):
    with pytest.raises(SystemExit) as caught:
        newsroom.run(*words, "--help", "--language", language)
    assert caught.value.code == 0
    out = capsys.readouterr().out
    assert out.startswith("usage: wenbao")
    assert any("\u4e00" <= character <= "\u9fff" for character in out) == (language == "zh")


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "zh"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "C"}, "zh"),
        ({"LANG": "en_GB.UTF-8", "LC_ALL": "zh_CN"}, "zh"),
        ({"LANG": "zh_CN", "LC_ALL": "en_US"}, "en"),
    ],
)
def test_the_language_is_that_of_the_environment(environment, language):
    assert language_of(environment) == language


def test_an_argument_for_the_language_beats_the_environment(newsroom: Newsroom, monkeypatch):
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    assert "does not exist" in newsroom.run("build", "--source", "none").err
    assert "找不到" in newsroom.run("build", "--source", "none", "--language=zh").err


def test_settings_come_from_a_file_and_single_ones_from_arguments(stored: Newsroom):
    (stored.folder / "s.toml").write_text("passages_shown = 2\nquestion_characters = 5\n", "utf-8")
    file = ("--settings", stored.folder / "s.toml")
    assert stored.ask(QUESTION, *file).status == 1
    result = stored.ask(QUESTION, *file, "--set", "question_characters=50", "--set", "passages_shown=1", "--json")
    assert len(json.loads(result.out)["passages"]) == 1


def test_an_interrupt_is_one_sentence_and_status_130(stored: Newsroom, monkeypatch):
    def interrupt(*values, **named):
        raise KeyboardInterrupt

    monkeypatch.setattr("rag.index.build.build_index", interrupt)
    result = stored.build()
    assert (result.status, result.out) == (130, "")
    assert result.err.count("\n") == 1


@pytest.mark.slow
def test_output_is_utf8_where_the_locale_knows_ascii_only(newsroom: Newsroom):
    result = wenbao("articles", "--source", newsroom.pages, "--json")
    assert result.stderr == b""
    assert json.loads(result.stdout.decode("utf-8"))[0]["title"] == "我市新增两家社区医院"


def test_half_a_surrogate_pair_is_printed_as_json_escapes_it():
    code = (
        "import json; from rag.commands.terminal import use_console; use_console()\n"
        "print(json.dumps(chr(0xd800), ensure_ascii=False))"
    )
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout
    assert json.loads(printed) == chr(0xD800)


@pytest.mark.slow
def test_a_reader_that_stops_early_is_no_error(newsroom: Newsroom):
    (newsroom.pages / "long.txt").write_text(PAGE * 400, "utf-8")  # more than a pipe holds
    command = [
        sys.executable,
        "-c",
        "import sys; from rag.commands.main import main; sys.exit(main())",
        "articles",
        "--source",
        str(newsroom.pages),
        "--json",
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout and process.stderr
        process.stdout.read(1)
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0


@pytest.mark.slow
@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="this system has no /dev/full to write to")
def test_output_that_cannot_be_written_is_one_sentence_and_status_1(newsroom: Newsroom):
    command = [
        sys.executable,
        "-c",
        "import sys; from rag.commands.main import main; sys.exit(main())",
        "articles",
        "--source",
        str(newsroom.pages),
        "--json",
    ]
    with open("/dev/full", "wb") as full:
        result = subprocess.run(command, stdout=full, stderr=subprocess.PIPE)
    assert result.returncode == 1
    assert result.stderr.count(b"\n") == 1
    assert os.strerror(errno.ENOSPC).encode() in result.stderr


@pytest.mark.slow
@pytest.mark.parametrize(
    "words",
    [
        ("--version",),
        ("--help",),
        ("ask", "x", "--index", "none"),
        ("articles", "--source", "none"),
        ("serve", "--source", "none", "--port", "0"),
    ],
)
def test_what_needs_no_model_loads_no_heavy_library(tmp_path, words):
    code = (
        "import sys\nfrom rag.commands.main import main\ntry: main(sys.argv[1:])\nexcept SystemExit: pass\n"
        "heavy = {'torch', 'transformers', 'sentence_transformers', 'gradio'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    result = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, cwd=tmp_path)
    assert result.returncode == 0, result.stderr.decode("utf-8", "replace")


def test_a_table_is_aligned_by_the_columns_that_characters_take():
    assert table([["一", "1"], ["ab", "22"], ["e\u0301", "3"]], right=(1,)) == "一   1\nab  22\ne\u0301    3"
