"""How far long work is, on a terminal and in a log."""

import io

import pytest

from rag.commands import progress_bar as shown
from rag.commands.progress_bar import progress_bar
from rag.progress import Pace


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def clock(monkeypatch):
    now = [100.0]
    monkeypatch.setattr(shown.time, "monotonic", lambda: now[0])
    monkeypatch.setattr(shown, "Pace", lambda: Pace(lambda: now[0]))
    return now


def encode(show, clock, second, pages, passages):
    clock[0] = 100.0 + second
    show("progress-pages", pages, 40)
    show("progress-encode", passages, 1200)


def test_in_a_log_a_long_stage_has_a_line_now_and_then_and_each_stage_one_at_its_end(clock, capsys):
    with progress_bar("zh") as show:
        show("progress-split", 40, 40)
        for second in range(0, 101, 5):
            encode(show, clock, second, second * 40 // 100, second * 12)
    assert capsys.readouterr().err.splitlines() == [
        "拆分文章 40/40",
        "计算向量 360/1,200 段 · 12/40 版 · 每秒 12 段 · 还要 70 秒",
        "计算向量 720/1,200 段 · 24/40 版 · 每秒 12 段 · 还要 40 秒",
        "计算向量 1,080/1,200 段 · 36/40 版 · 每秒 12 段 · 还要 10 秒",
        "计算向量 1,200/1,200 段 · 40/40 版 · 每秒 12 段",
    ]


def test_in_brief_a_log_has_no_line_of_what_is_quick(clock, capsys):
    with progress_bar("en", brief=True) as show:
        show("progress-read", 1, 1)
        for second in (0, 5, 35, 36):
            encode(show, clock, second, 0, second * 10)
        show("progress-write", 1, 1)
    assert capsys.readouterr().err.splitlines() == [
        "Encoding 350/1,200 passages · 0/40 pages · 10 passages/s · about 80 seconds left"
    ]


def drawn(clock, monkeypatch, **named):
    terminal = Terminal()
    monkeypatch.setattr(shown.sys, "stderr", terminal)
    with progress_bar("zh", **named) as show:
        show("progress-split", 40, 40)
        for second in (0, 5, 10):
            encode(show, clock, second, second, second * 12)
    return terminal.getvalue()


def test_a_terminal_shows_a_line_drawn_anew_with_pages_passages_a_second_and_time_left(clock, monkeypatch):
    split, encoding, rest = drawn(clock, monkeypatch).split("\n")
    assert split.split("\r")[-1].startswith("拆分文章 100%|##########| 40/40 [")
    _, first, last = encoding.split("\r")
    assert first == "计算向量   0%|          | 0/1,200 段 · 0/40 版"
    assert last == "计算向量  10%|#         | 120/1,200 段 · 10/40 版 · 每秒 12 段 · 还要 2 分钟"
    assert rest == ""


def test_in_brief_no_line_stays_on_a_terminal(clock, monkeypatch):
    lines = drawn(clock, monkeypatch, brief=True)
    assert "\n" not in lines and not lines.split("\r")[-2].strip()
