"""What a terminal would obey, in pages, names, settings, questions and arguments, is shown as symbols on the terminal."""

import json
import os
import pty
import re
import subprocess
import sys
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.newsroom import Newsroom

from rag.text.visible import json_text, visible, visible_line

OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
HOSTILE = {
    "colour": "\x1b[31m红\x1b[0m",
    "clear": "\x1b[2J\x1b[H",
    "title": "\x1b]0;名\x07",
    "link": "\x1b]8;;http://x\x1b\\点\x1b]8;;\x1b\\",
    "clipboard": "\x1b]52;c;eA==\x07",
    "c1 csi": "\x9b31m",
    "c1 osc": "\x9d0;名\x9c",
    "device": "\x1bP$q\x1b\\",
    "backspace": "好\b\b坏",
    "return": "真话\r假话",
    "bell": "\a",
    "delete": "\x7f",
    "form feed": "\f",
    "vertical": "\v",
    "shift": "\x0e\x0f",
    "nul": "\x00",
    "substitute": "\x1a",
    "next line": "\x85",
    "override": "\u202egnp.exe",
    "isolate": "\u2066甲\u2069",
    "marks": "\u200f\u200e\u061c",
    "line separator": "\u2028",
    "paragraph separator": "\u2029",
    "query": "\x1b[6n",
    "wrap": "\x1b[?7l",
    "reset": "\x1bc",
    "annotation": "\ufff9甲\ufffa乙\ufffb",
}
EACH = pytest.mark.parametrize("hostile", HOSTILE.values(), ids=list(HOSTILE))
PIECE = "\n\n{}新增社区医院两家{}\n本报讯(记者 {}方远) 截至目前,我市{}共有社区医院11家。\n"


@EACH
def test_it_is_shown_and_kept_the_same_in_json(hostile):
    assert not OBEYED.search(visible(hostile)) and visible(visible(hostile)) == visible(hostile)
    assert len(visible(hostile)) >= len(hostile)
    written = json_text({hostile: [hostile]})
    assert not OBEYED.search(written)
    assert json.loads(written) == {hostile: [hostile]}


def test_what_a_terminal_does_not_obey_stays():
    for text in ("一行\n二行\t三", "a‍b👨‍👩‍👧", "é中文ｆｕｌｌ", "𠀀", "«»‹›"):
        assert visible(text) == text
    assert visible("\x1b[1m\x9b\x7f") == "␛[1m‹U+009B›␡"
    assert visible_line("甲\n乙\t丙") == "甲␊乙␉丙"


@given(st.text())
def test_any_text_is_the_same_value_as_json(text):
    assert json.loads(json_text(text)) == text
    assert not OBEYED.search(json_text(text)) and not OBEYED.search(visible(text))


def write_pages(newsroom):
    """A page for each; the one with NUL is passed over, as binary."""
    for number, text in enumerate(HOSTILE.values(), 10):
        name = f"{number}{text.translate({0: None, ord('/'): None})}.txt"
        (newsroom.pages / name).write_text(PIECE.format(*[text] * 4), "utf-8", newline="")


def no_escapes(result):
    assert not OBEYED.search(result.out) and not OBEYED.search(result.err)
    return result


@pytest.mark.slow
def test_every_command_shows_hostile_pages_as_symbols(newsroom: Newsroom):
    write_pages(newsroom)
    assert no_escapes(newsroom.build()).told
    assert "␛[2J" in no_escapes(newsroom.run("articles", "--source", newsroom.pages)).out
    asked = "我市\x1b]0;x\x07共有社区医院几家?"
    no_escapes(newsroom.ask(asked))
    given = newsroom.questions({"id": "1", "question": asked}, {"id": "\x1b[2J", "question": asked, "answers": 7})
    for arguments in (
        ("ask", "--questions", given),
        ("eval", "--questions", given),
        ("questions", "draft", "--count", "3"),
    ):
        no_escapes(newsroom.run(*arguments, "--index", newsroom.index))


def test_json_and_toml_give_the_same_values_without_a_control_character(newsroom: Newsroom):
    write_pages(newsroom)
    name = "10\x1b[31m红\x1b[0m.txt"
    told = json.loads(no_escapes(newsroom.run("articles", "--source", newsroom.pages, "--json")).out)
    assert name in {article["source"] for article in told}
    assert any("\x1b[31m红" in article["text"] for article in told)
    written = no_escapes(newsroom.run("articles", "--source", newsroom.pages, "--toml")).out
    assert name in {page["file"] for page in tomllib.loads(written)["page"]}
    newsroom.build()
    asked = "我市\x1b]0;x\x07共有社区医院几家?"
    assert json.loads(no_escapes(newsroom.ask(asked, "--json")).out)["question"] == asked


@EACH
def test_what_is_given_in_arguments_is_shown(newsroom: Newsroom, hostile):
    given = hostile.replace("\x00", "\x01")  # no system gives a program a NUL
    for words in (
        ("build", "--source", newsroom.folder / f"无{given}"),
        ("ask", "甲乙?", "--index", newsroom.folder / f"无{given}"),
        ("build", "--set", f"{given}=1"),
        ("build", "--set", f"answer_margin={given}x"),
    ):
        result = no_escapes(newsroom.run(*words))
        assert result.status == 1 and len(result.told) == 1
    settings = newsroom.folder / "settings.toml"
    settings.write_text(f"{json.dumps('x' + given)} = {json.dumps(given)}\n", "utf-8")
    assert no_escapes(newsroom.run("build", "--settings", settings)).status == 1


@pytest.mark.parametrize(
    "words",
    [
        ("\x1b[2J",),
        ("build", "--\x1b[2J"),
        ("ask", "a", "\x9b2J\u202e"),
        ("build", "--set", "\x1b[2J"),
        ("eval", "--questions", "q", "--every", "\x1b[2J"),
        ("serve", "--port", "\x1b]0;x\x07"),
    ],
)
def test_wrong_arguments_are_shown(newsroom: Newsroom, capsys, words):
    with pytest.raises(SystemExit) as left:
        newsroom.run(*words)
    said = capsys.readouterr()
    assert left.value.code == 2 and said.err
    assert not OBEYED.search(said.out + said.err)


def test_tracebacks_and_logs_are_shown_and_a_bar_is_still_drawn():
    """On a terminal of its own: what our bar writes is for the terminal, what others write is not."""
    code = (
        "import logging, sys\nfrom rag.commands.terminal import progress_bar, use_console\nuse_console()\nuse_console()\n"
        "with progress_bar('zh') as show:\n    show('progress-encode', 1, 2)\n    show('progress-encode', 2, 2)\n"
        "logging.error('log \\x1b[2J')\nprint('out \\x9b', file=sys.stdout)\nraise ValueError('\\x1b]0;x\\x07')\n"
    )
    leader, follower = pty.openpty()
    plain = {**os.environ, "PYTHON_COLORS": "0"}  # Python itself colours a traceback from 3.13 on
    process = subprocess.run(
        [sys.executable, "-c", code], stdout=follower, stderr=follower, timeout=600, check=False, env=plain
    )
    os.close(follower)
    written = b""
    while chunk := _read(leader):
        written += chunk
    text = written.decode("utf-8")
    assert process.returncode == 1
    assert "100%" in text and "\r" in text
    assert "log ␛[2J" in text and "out ‹U+009B›" in text and "ValueError: ␛]0;x␇" in text
    assert not re.search("\x1b[^\\[]|\x1b\\[2J|\x9b|\x07", text)


def _read(leader: int) -> bytes:
    try:
        return os.read(leader, 4096)
    except OSError:
        return b""
