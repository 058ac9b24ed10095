"""Headlines, leads, bylines and labels in the forms that papers of many kinds have.

Running text is of ../shared/training/news_texts.jsonl where that is there, read at run time, else of the stock topics.
"""

import functools
import json
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from support.locations import SHARED

from benchmarks import material as stock
from benchmarks import varied_words as words
from benchmarks.stories import GoldPiece

T = TypeVar("T")
TEXTS = SHARED / "training" / "news_texts.jsonl"


_WIRE = re.compile(r"(?:[电讯]|报道|消息)[（(]|记者[^，。]{2,12}[电讯]|图片来源|供图|摄[。影]")
"""What agencies print of their own: composed pages have leads and credits of their own."""


@dataclass
class Habits:
    """What one paper does throughout: how it opens reports, signs pieces, spaces out headlines and labels columns.

    `labels` is how likely a piece has a label, `label_form` what the words of most are; `marked` how likely a headline
    has a mark within: a comma, a colon, a question.
    """

    lead: str
    sign: str
    reporter: str
    marks: str
    bullet: str
    spaced: float
    label: str
    labels: float
    label_form: str
    headlines: tuple[int, ...]
    brief: float
    marked: float


@functools.cache
def texts() -> list[list[str]]:
    """The sentences of each text."""
    found = []
    if TEXTS.is_file():
        raw = [json.loads(line)["text"] for line in TEXTS.read_text("utf-8").splitlines()]
    else:
        raw = ["".join(sentences) for _, sentences in stock.TOPICS]
    for text in raw:
        sentences = re.findall(r"[^。！？!?]+[。！？!?][”’」』]?", re.sub(r"\s+", "", text))
        kept = [sentence for sentence in sentences if 8 <= len(sentence) <= 150 and not _WIRE.search(sentence)]
        if len(kept) >= 4:
            found.append(kept)
    return found


class Forms:
    """Words, headlines, leads and bylines in the habits of one paper."""

    def __init__(self, rng: random.Random, habits: Habits) -> None:
        self.rng, self.habits = rng, habits
        self.town = rng.choice(words.PAPERS)
        self._unprinted: dict[str, list[str]] = {}

    # ---- words
    def pick(self, among: Sequence[T]) -> T:
        return self.rng.choice(among)

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def name(self) -> str:
        name = self.pick(stock.SURNAMES) + self.pick(stock.GIVEN)
        return f"{name[0]} {name[1]}" if len(name) == 2 and self.chance(0.12) else name

    def day(self) -> str:
        return f"{self.rng.randint(1, 12)}月{self.rng.randint(1, 28)}日"

    def office(self) -> str:
        return f"{self.town}{self.pick(['市', '县', '', '乡'])}{self.pick(words.OFFICES)}"

    def phone(self) -> str:
        return str(self.rng.randint(2000000, 8999999))

    def text(self, least: int, most: int) -> list[str]:
        """So many sentences of one text, in order."""
        sentences = self.pick_text()
        count = self.rng.randint(least, most)
        self._unprinted[sentences[0]] = sentences[count:]
        return sentences[:count]

    def pick_text(self) -> list[str]:
        return self.rng.choice(texts())

    def paragraphs(self, sentences: Sequence[str], most: int = 4) -> list[str]:
        out: list[str] = []
        rest = list(sentences)
        while rest:
            take = self.rng.randint(1, most)
            out.append("".join(rest[:take]))
            rest = rest[take:]
        return out

    # ---- headlines
    def clause(self, sentences: Sequence[str], least: int = 5, most: int = 18) -> str:
        """A clause of the text as headlines take it, now and then shortened; not always one that is told again."""
        clauses = [
            part
            for sentence in sentences
            for part in re.split(r"[，。；：、！？“”（）()《》,!?:\s]", sentence)
            if least <= len(part) <= most
        ]
        if not clauses:
            return sentences[0][: most - 4].rstrip("，。；：、“")
        clause = self.pick(clauses)
        if len(clause) > 9 and self.chance(0.5):
            cut = self.rng.randint(1, len(clause) - 4)
            clause = clause[:cut] + clause[cut + 2 :]
        if self.chance(0.08) and len(clause) > 6:
            clause = f"“{clause[:4]}”{clause[4:]}"
        return clause

    def headline(self, sentences: Sequence[str]) -> list[str]:
        """Headline lines: an introductory one with a gap, the main one, a longer one with figures, as papers have them."""
        if self.chance(self.habits.brief):
            return self.brief_headline(sentences)
        count = self.pick_lines()
        lines = [self.headline_line(self._told(sentences), place, count) for place in range(count)]
        if self.chance(0.12):
            lines = self.couplet(sentences) or lines
        if self.chance(0.06):  # an introductory line with a comma, longer than the main one
            lines.insert(0, f"{self.clause(self._told(sentences), 6, 12)}，{self.clause(sentences, 6, 12)}")
        if self.chance(0.07):  # what the piece says, in lines of much the same length
            size, mark = self.rng.randint(8, 16), self.pick(["", "", self.habits.bullet])
            lines += [mark + self.clause(sentences, size - 3, size + 1) for _ in range(self.rng.randint(2, 4))]
        if self.chance(0.02):
            lines[0] = "？".join(self.clause(sentences, 5, 9) for _ in range(2)) + "？"
        if self.chance(0.1):
            subtitle = f"——{self.pick(['访', '记', '来自', '走进', '对话'])}{self.town}{self.pick(['见闻', '的报道', '纪行', '老人' + self.name().replace(' ', ''), '调查'])}"
            lines = [subtitle, *lines] if self.chance(0.12) else [*lines, subtitle]
        for place in range(min(2, len(lines))):
            if len(lines[place]) <= 6 and self.chance(self.habits.spaced):
                lines[place] = " ".join(lines[place])
        if self.chance(0.05):
            lines[0] = f"{self.rng.randint(2, 99)}{lines[0]}"
        return list(dict.fromkeys(lines))

    def couplet(self, sentences: Sequence[str]) -> list[str]:
        """Two lines of equally many characters, or none where the text has no two such clauses."""
        size = self.rng.randint(5, 12)
        lines = [self.clause(each, size, size + 2) for each in (self._told(sentences), sentences)]
        size = min(map(len, lines))
        lines = [line[:size] for line in lines]
        return lines if size >= 5 and lines[0] != lines[1] else []

    def brief_headline(self, sentences: Sequence[str]) -> list[str]:
        """Two to five lines of four to six characters, the first ones spaced out, as old papers have them."""
        size = self.rng.randint(4, 6)
        lines = [
            self.clause(self._told(sentences), size, size + 1) for _ in range(self.rng.choice([1, 2, 2, 3, 3, 4, 5]))
        ]
        lines = [line for line in lines if len(line) >= size] or [sentences[0][:size]]
        for place in range(min(self.rng.randint(0, 2), len(lines))):
            lines[place] = " ".join(lines[place]) if self.chance(self.habits.spaced) else lines[place]
        return list(dict.fromkeys(lines))

    def _told(self, sentences: Sequence[str]) -> Sequence[str]:
        """What a headline line is made of: the text, what the text leaves out, or words of its own."""
        unprinted = self._unprinted.get(sentences[0]) if sentences else None
        form = self.rng.random()
        if form < 0.4 and unprinted:
            return unprinted
        return self.pick_text() if form > 0.8 else sentences

    def headline_line(self, about: Sequence[str], place: int, count: int) -> str:
        """One line of a headline of so many lines."""
        form = self.rng.random()
        if form > 0.97:
            return " ".join(self.clause(about, 4, 7) for _ in range(3))
        if (count == 1 or place) and self.chance(self.habits.marked):
            return self.marked_line(about)
        if count > 1 and place == 0 and form < 0.35:
            return f"{self.clause(about, 4, 8)} {self.clause(about, 4, 8)}"
        if place == count - 1 > 0 and form < 0.3:
            return self.clause(about, 8, 20)
        line = self.clause(about, 4 if self.chance(0.04) else 7, self.rng.choice([9, 12, 15, 20]))
        if form < 0.5:
            return line
        return {
            5: lambda: f"{line} {self.clause(about, 4, 10)}",
            6: lambda: f"{line[:9]}，{self.clause(about, 4, 9)}",
            7: lambda: f"{line[:9]}{self.pick('：，？、！')}{self.clause(about, 4, 10)}",
            8: lambda: f"{line}{self.pick('？！？')}" if self.chance(0.5) else f"{line[:10]}{self.pick(['', ' '])}",
            9: lambda: f"“{re.sub('[“”]', '', line)}”{self.pick(['', '', self.clause(about, 3, 7)])}",
        }[int(form * 10)]().strip()

    def marked_line(self, about: Sequence[str]) -> str:
        """A line of one to three clauses with marks between, as city papers, commentaries and services have them."""
        first, second = self.clause(about, 2, 10), self.clause(about, 4, 12)
        figures = f"{self.rng.randint(2, 30)}{self.pick('个条家项年元成步')}{self.pick(words.MATTERS)}"
        return self.pick(
            [
                f"{first}，{second}",
                f"{first}：{second}",
                f"{second}：{figures}{self.clause(about, 2, 7)}",
                f"{first}？{second}",
                f"{first}？{second}：{figures}",
                f"{second}{self.pick('？！')}",
                f"“{second}”{self.pick('，：')}{first}",
                f"{figures}，{second}{self.pick(['', '？', '！'])}",
                f"{second}，{first}，{self.clause(about, 3, 8)}",
                f"{second}（{first}）",
            ]
        )

    def pick_lines(self) -> int:
        return self.rng.choice(self.habits.headlines)

    def spaced(self, title: str) -> str:
        return " ".join(title) if len(title) <= 5 and self.chance(self.habits.spaced) else title

    # ---- who wrote it
    def credit(self) -> str:
        form = self.rng.random()
        role = self.habits.reporter if self.chance(0.7) else self.pick(words.ROLES)
        if form < 0.35:
            return f"{role} {self.name()}"
        if form < 0.5:
            return f"{role} {self.name()} {self.pick(words.ROLES)} {self.name()}"
        if form < 0.65:
            return f"{role} {self.name()} {self.name()}"
        if form < 0.85:
            return self.name()
        if form < 0.93:
            return f"{self.name()}、{self.name()}"
        return self.pick(
            [f"{self.town} {self.name()}", f"{self.name()} {self.name()} 报道", f"{self.office()} {self.name()}"]
        )

    def signed(self, piece: GoldPiece, sentences: list[str]) -> None:
        """The body with the byline in the paper's habit: under the headline, at the end, in the lead, or nowhere."""
        where = self.habits.sign if self.chance(0.75) else self.pick(["under", "end", "line", "lead", "none"])
        paragraphs = self.paragraphs(sentences)
        role = self.habits.reporter
        if where == "lead":
            lead = self.lead() or "本报讯"
            paragraphs[0] = f"{lead}（{role} {self.name()}）{self.pick(['', ' '])}{paragraphs[0]}"
        elif self.chance(0.85):
            paragraphs[0] = self.lead() + paragraphs[0]
        if where == "end":
            paragraphs[-1] += f"（{self.credit()}）"
        body = [("body", paragraph) for paragraph in paragraphs]
        if where == "under":
            under = self.pick([f"{role} {self.name()}", f"□{role} {self.name()}", f"{role} {self.name()} {self.name()}",
                               f"{role} {self.name()} 通讯员 {self.name()}", self.name(), f"{role}{self.name()}"])  # fmt: skip
            if self.chance(0.2):  # below a summary
                body.insert(0, ("body", "".join(self.text(1, 2))))
                body.insert(1, ("line", under))
                if self.chance(0.3):
                    body.insert(0, ("line", self.pick(["核心提示", "提要", "内容提要", "新闻提示"])))
            else:
                body.insert(0, ("line", under))
        elif where == "line":
            line = self.pick([f"（{self.credit()}）", f"（{self.credit()}）", f"{role} {self.name()}", f"文/图 {role} {self.name()}",
                              f"{role} {self.name()} 文/摄", f"■{self.name()}", f"（{self.credit()} {self.pick(['整理', '采写', '摄影报道'])}）"])  # fmt: skip
            body.append(("body" if line.startswith("（") else "line", line))
        piece.body = body

    def lead(self) -> str:
        form = self.habits.lead if self.chance(0.8) else self.pick(["plain", "none", "place", "bracket"])
        gap = self.pick(["", " ", "　"])
        if form == "plain":
            return f"本报讯{gap}"
        if form == "paper":
            return f"{self.habits.reporter[:2]}讯{gap}"
        if form == "place":
            return f"本报{self.pick(words.PAPERS)}{self.pick(['讯', '电', self.day() + '电'])}{gap}"
        if self.chance(0.12):
            return self.reported(gap)
        return (
            f"【{self.pick(['本报讯', '本埠', self.pick(words.PAPERS) + '讯', '本报专电'])}】"
            if form == "bracket"
            else ""
        )

    def reported(self, gap: str) -> str:
        """A lead that names who reports, as agencies, armies and papers across the strait have it."""
        name, other, place = self.name().replace(" ", ""), self.name().replace(" ", ""), self.pick(words.PAPERS)
        return self.pick(
            [
                f"新华社{place}{self.day()}电（记者{name}）{gap}",
                f"据新华社电{gap}",
                f"本报讯{gap}{name}、{self.pick(words.ROLES)}{other}报道：",
                f"本报讯{gap}记者{name}报道：",
                f"记者{name}报道：",
                f"〔记者{name}{place}报导〕",
                f"（本报讯）{gap}",
            ]
        )

    def labelled(self, pieces: list[GoldPiece], certain: float | None = None) -> list[GoldPiece]:
        """A section's label before or after the piece, as the paper has it."""
        if not self.chance(self.habits.labels if certain is None else certain):
            return pieces
        after = self.habits.label == "after" or (self.habits.label == "either" and self.chance(0.4))
        label = self.label(after=after)
        return [*pieces, label] if after else [label, *pieces]

    def label(self, *, after: bool) -> GoldPiece:
        """The label of a column, printed after the pieces or before them."""
        form = self.habits.label_form if self.chance(0.8) else "any"
        if form == "any":
            made = f"{self.pick(words.THEMES)}{self.pick(words.COLUMNS)}"
            text = self.spaced(self.pick(words.LABELS) if self.chance(0.5) else made)
        elif form == "pair":
            text = self.spaced(f"{self.pick(words.THEMES)}{self.pick(words.MATTERS)}")
        elif form == "town":
            text = self.pick([f"{self.pick(words.QUALITIES)}{self.town}", f"{self.town}{self.pick(words.MATTERS)}"])
        else:
            text = self.clause(self.pick_text(), 2, 6)
        if self.chance(0.08):
            text = "".join(self.pick(part) for part in words.CAMPAIGNS)
        elif self.chance(0.1):
            text = self.clause(self.pick_text(), 2, 6)
        elif self.chance(0.08):
            text = "".join(self.pick(part) for part in words.RESOLVES)
        if self.chance(0.1):
            text += f" {self.phone()}"
        return GoldPiece("slogan", title=[text], tags={"label", "after"} if after else {"label"})
