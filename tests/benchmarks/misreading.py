"""Composed pages as a program that recognises characters would hand them over: some characters misread.

`misread(page, rate, seed)` is the one way in; the same seed misreads alike. Titles stay as they were printed: they are
not to be compared on such a page.
"""

import random
from dataclasses import replace

from benchmarks.composing import ComposedPage

RATE = 0.02
"""Share of characters that are misread on a page of middling print."""
DROPPED, BESIDE = 0.1, 0.05
"""Of misread characters: those that are lost, and those beside which another one appears."""
_ALIKE = (
    "己已巳", "末未木本", "人入八", "日曰目白", "大太犬天", "拨拔", "千干于", "土士工", "王玉主", "上土止", "下卞",
    "今令", "历厉", "问间门", "住往佳", "侍待特", "折拆析", "明朋", "晴睛", "清请情", "候侯", "员贝", "又叉", "刀力",
    "万方", "市布", "毛手", "午牛", "田由甲申", "石右", "名各", "代伐", "休体", "处外", "冶治", "沾治", "技枝", "场扬",
    "板扳", "设没", "论沦", "记纪", "城域", "地池", "建健", "率卒", "，、", "。，", "：；", "（(", "）)", "1l", "0O",
    "38", "5S", "67",
)  # fmt: skip
ALIKE = {char: group.replace(char, "") for group in _ALIKE for char in group}
"""What each character may be taken for; what stands nowhere here is taken for any character of the page."""


def misread(page: ComposedPage, rate: float, seed: int) -> ComposedPage:
    """The page with this share of its characters misread; no line becomes blank."""
    rng = random.Random(f"misread {seed}")
    drawn = [char for line in page.lines for char in line if not char.isspace()]
    return replace(page, lines=[_misread_line(rng, line, rate, drawn) for line in page.lines])


def _misread_line(rng: random.Random, line: str, rate: float, drawn: list[str]) -> str:
    read = "".join(char if char.isspace() or rng.random() >= rate else _misread(rng, char, drawn) for char in line)
    return read if read.strip() or not line.strip() else line


def _misread(rng: random.Random, char: str, drawn: list[str]) -> str:
    chance = rng.random()
    if chance < DROPPED:
        return ""
    return rng.choice(ALIKE.get(char, "") or drawn) + (rng.choice(drawn) if chance < DROPPED + BESIDE else "")
