"""Headlines and paragraphs for composed pages: invented topics, the sample pages' own reports, encyclopedia paragraphs.

The last are CMRC 2018's, read from ../shared/benchmarks at run time where that is there.
"""

import functools
import json
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from support.locations import DATA, ROOT, SHARED

from benchmarks import material as stock

CMRC = SHARED / "benchmarks" / "cmrc2018_dev.json"


@dataclass
class GoldPiece:
    """A gold piece; `tags` are the irregularities it shows, `heading` the lines of its headline, where they are known."""

    kind: str
    title: list[str] = field(default_factory=list)
    body: list[tuple[str, str]] = field(default_factory=list)  # role, text
    byline: str = ""
    tags: set[str] = field(default_factory=set)
    lines: set[int] = field(default_factory=set)
    title_after: bool = False
    heading: set[int] = field(default_factory=set)

    def headline(self) -> list[int]:
        """The lines of its headline, in order: where they are not known, its first ones, or its last."""
        if self.heading:
            return sorted(self.heading)
        lines = sorted(self.lines)
        return lines[len(lines) - len(self.title) :] if self.title_after else lines[: len(self.title)]


@dataclass
class Style:
    """How the page is set: `wide` is the width of its columns in characters where the lines were kept."""

    blanks: str
    wide: int
    indent: bool
    full: bool
    lead: str
    sign: str
    broken: float
    furniture: bool


@functools.cache
def _cmrc() -> list[tuple[str, str]]:
    if not CMRC.is_file():
        return []
    found = []
    for item in json.loads(CMRC.read_text("utf-8"))["data"]:
        text = item["paragraphs"][0]["context"].replace("\n", "")
        opening = re.split(r"[，,。；:：]", re.sub(r"[（(].*?[)）]", "", text))[0]
        if 200 < len(text) < 700 and text.count("。") > 4 and 4 < len(opening) < 23:
            found.append((item.get("title", ""), text))
    return found


@functools.cache
def _seeds() -> list[tuple[list[str], list[str]]]:
    found = []
    pages: dict[str, list[str]] = {}
    for item in json.loads((DATA / "seeds.articles.json").read_text("utf-8")):
        if item["kind"] != "news" or not item["titled"] or len(item["spans"]) > 1:
            continue
        if item["source"] not in pages:
            raw = (ROOT / "seeds" / item["source"]).read_bytes()
            try:
                pages[item["source"]] = raw.decode("utf-8-sig").splitlines()
            except UnicodeDecodeError:
                pages[item["source"]] = raw.decode("gb18030").splitlines()
        first, last = item["spans"][0]
        lines = [line.strip() for line in pages[item["source"]][first - 1 : last] if line.strip()]
        opening = next((k for k, line in enumerate(lines) if line.startswith("本报讯")), 0)
        body = [re.sub(r"^本报讯\s*|\([\u4e00-\u9fff 、]{2,20}\)$", "", line) for line in lines[opening:]]
        body = [line for line in body if line]
        if 0 < opening < 4 and all(line[-1] in "。!?”" for line in body):
            found.append((lines[:opening], body))
    return found


class Stories:
    """Tells stories with the page's random generator, none of them twice."""

    def __init__(self, rng: random.Random, style: Style, *, encyclopedia: bool) -> None:
        self.rng, self.style = rng, style
        self.encyclopedia = _cmrc() if encyclopedia else []
        self.topics = rng.sample(stock.TOPICS, len(stock.TOPICS))
        self.town = rng.choice(stock.TOWNS)
        self.used: set[str] = set()

    def name(self) -> str:
        return self.rng.choice(stock.SURNAMES) + self.rng.choice(stock.GIVEN)

    def spaced(self, name: str) -> str:
        return f"{name[0]} {name[1]}" if len(name) == 2 and self.rng.random() < 0.2 else name

    def fill(self, text: str, town: str) -> str:
        for slot, value in (
            ("{n}", lambda: str(self.rng.randint(3, 90))),
            ("{m}", lambda: str(self.rng.randint(100, 9000))),
            ("{p}", self.name),
            ("{t}", lambda: town),
            ("{d}", self.day),
        ):
            while slot in text:
                text = text.replace(slot, value(), 1)
        return text

    def day(self) -> str:
        return f"{self.rng.randint(1, 12)}月{self.rng.randint(1, 28)}日"

    def story(self) -> tuple[list[str], list[str]]:
        """Headline lines and paragraphs of one story, not told on this page before."""
        pick = self.rng.random()
        if pick < 0.3 and self.encyclopedia:
            return self._from_cmrc()
        if pick < 0.55:
            lines, body = self.rng.choice(_seeds())
            if lines[0] not in self.used:
                self.used.add(lines[0])
                return list(lines), list(body)
        if not self.topics:
            return self._from_cmrc() if self.encyclopedia else self._copy(self.rng.choice(_seeds()))
        heads, sentences = self.topics.pop()
        town = self.rng.choice([self.town, self.rng.choice(stock.TOWNS)])
        first, rest = sentences[0], self.rng.sample(sentences[1:], self.rng.randint(4, len(sentences) - 1))
        return (
            [self.fill(x, town) for x in self.rng.choice(heads).split("|")],
            self.paragraphs([self.fill(s, town) for s in [first, *rest]]),
        )

    def _copy(self, story: tuple[list[str], list[str]]) -> tuple[list[str], list[str]]:
        return list(story[0]), list(story[1])

    def _from_cmrc(self) -> tuple[list[str], list[str]]:
        name, text = self.rng.choice(self.encyclopedia)
        sentences = [s for s in re.findall(r"[^。]+。", text) if len(s) < 180]
        clause = re.sub(r"[（(].*?[)）]", "", re.split(r"[，,。；:：]", sentences[0])[0])[:22]
        name = name or clause
        second = re.split(r"[，,。；]", self.rng.choice(sentences[1:]))[0]
        title = [clause] if self.rng.random() < 0.5 or not 6 <= len(second) <= 20 else [clause, second]
        return [x.replace("《", "“").replace("》", "”") for x in title], self.paragraphs(sentences)

    def paragraphs(self, sentences: Sequence[str]) -> list[str]:
        out: list[str] = []
        rest = list(sentences)
        while rest:
            take = self.rng.randint(1, 3)
            out.append("".join(rest[:take]))
            rest = rest[take:]
        return out
