"""Lists and counts over a composed archive whose truth is known: `python -m benchmarks.archive [PAGES]`.

Two papers, a page a day each, twelve articles a page; words, reporters, days and kinds are drawn by a seed. Every
question is counted by hand beside it, from what was drawn. Printed: the questions whose count or list is not exactly
right, and how long reading the plan and carrying it out takes.
"""

import datetime
import hashlib
import itertools
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from rag.index.recipe import current_recipe
from rag.index.saved import IndexContent, SavedIndex, read_index
from rag.index.term_index import TermIndex
from rag.index.vector_index import VectorIndex
from rag.index.writing import write_index
from rag.planning.catalogue import Catalogue
from rag.planning.read import PlanReader
from rag.planning.reply import Replies
from rag.records import Fragment, Issue, Kind, Page, Passage, Piece, Sentence
from rag.settings import Settings
from rag.text.terms import Terms

PAGES = 2_000
ARTICLES = 12
SEED = 20_231
PAPERS = ("江州晚报", "海陵日报")
FIRST = datetime.date(2019, 1, 1)
REPORTERS = ("林知远", "周以宁", "沈未央", "陶小满", "顾念北", "卫东升")
WORDS = ("渡口", "接驳车", "剪纸", "社区食堂", "桑树湾", "校车", "盐场", "夜市", "老码头", "茶园")
KINDS: tuple[Kind, ...] = ("news", "news", "news", "feature", "caption", "commentary")
FILLING = (
    "市民对这项安排表示理解，也提出了不少建议。",
    "负责人说，下一步还要听取各方面的意见，把事情办得更细。",
    "记者在现场看到，来往的人比平时多了一些，秩序井然。",
    "据介绍，这项工作从去年就开始准备，前后开了十几次会。",
)


class Drawn(NamedTuple):
    """What was drawn for an article: the truth that counts are made from."""

    id: str
    paper: str
    day: str
    number: int
    reporter: str
    kind: Kind
    words: frozenset[str]


@dataclass(frozen=True)
class Case:
    """A question, and what an article must be to be meant by it: "" and 0 ask nothing, days are from `first` to `last`."""

    question: str
    words: tuple[str, ...] = ()
    reporter: str = ""
    paper: str = ""
    kind: str = ""
    number: int = 0
    first: str = ""
    last: str = "9999"

    def holds(self, article: Drawn) -> bool:
        """Whether the article is meant."""
        return (
            set(self.words) <= article.words
            and self.reporter in ("", article.reporter)
            and self.paper in ("", article.paper)
            and self.kind in ("", article.kind)
            and self.number in (0, article.number)
            and self.first <= article.day <= self.last
        )


def main() -> None:
    """Compose, ask, count, and print."""
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else PAGES
    index, drawn = composed(pages)
    started = time.perf_counter()
    catalogue = Catalogue(index)
    terms = Terms()
    terms.words("预热")
    print(f"{pages} pages, {len(drawn)} articles; the catalogue took {time.perf_counter() - started:.1f} s, ", end="")
    started = time.perf_counter()
    catalogue.holding(["预热"])
    print(f"the first look through its texts, {time.perf_counter() - started:.1f} s")
    reader, replies = PlanReader(catalogue, terms), Replies(catalogue, terms, Settings())
    wrong, milliseconds = 0, []
    questions = list(cases())
    for case in questions:
        started = time.perf_counter()
        plan = reader.read(case.question, [], datetime.date(2026, 1, 1))
        answer = replies.reply(case.question, plan, "zh")
        milliseconds.append(1000 * (time.perf_counter() - started))
        truth = {article.id for article in drawn if case.holds(article)}
        found = {article.id for article in answer.articles}
        if answer.count != len(truth) or found != truth:
            wrong += 1
            print(f"WRONG {case.question}: {answer.count} for {len(truth)}  {plan}")
    slowest = max(zip(milliseconds, (case.question for case in questions), strict=True))
    print(f"{len(questions)} questions, {wrong} wrong")
    print(
        f"plan and execution: median {statistics.median(milliseconds):.0f} ms, most {slowest[0]:.0f} ms ({slowest[1]})"
    )


def cases() -> Iterator[Case]:
    """Questions of every kind over what was drawn."""
    first, last = "2020-01-01", "2020-12-31"
    for word in WORDS:
        yield Case(f"提到{word}的一共有几篇?", (word,))
        yield Case(f"2020年有哪些报道提到{word}", (word,), first=first, last=last)
        yield Case(f"2020年3月到5月提到{word}的有几篇", (word,), first="2020-03-01", last="2020-05-31")
    for one, other in itertools.pairwise(WORDS):
        yield Case(f"有几篇提到{one}和{other}的", (one, other))
    for name in REPORTERS:
        yield Case(f"{name}写过哪些报道?", reporter=name)
        yield Case(f"{name}2020年写了几篇", reporter=name, first=first, last=last)
    for paper in PAPERS:
        yield Case(f"{paper}有几篇讲渡口的", ("渡口",), paper=paper)
        yield Case(f"{paper}登过哪些照片", paper=paper, kind="caption")
    yield Case("2020年上半年有几篇讲夜市的", ("夜市",), first="2020-01-01", last="2020-06-30")
    yield Case("2019年国庆节期间的新闻", first="2019-10-01", last="2019-10-07")
    yield Case("2020年2月14日的报纸登了什么", first="2020-02-14", last="2020-02-14")
    yield Case("第3版提到校车的有几篇", ("校车",), number=3)
    yield Case("盐场的来龙去脉", ("盐场",))
    yield Case("有几篇评论提到盐场", ("盐场",), kind="commentary")


def composed(pages: int) -> tuple[SavedIndex, list[Drawn]]:
    """An index of so many pages, as far as plans look at it, and what was drawn for each article."""
    chance = random.Random(SEED)
    drawn: list[Drawn] = []
    index: dict[str, list[Any]] = {"pages": [], "articles": [], "passages": []}
    for place in range(pages):
        paper = PAPERS[place % len(PAPERS)]
        day = (FIRST + datetime.timedelta(days=place // len(PAPERS))).isoformat()
        number = 1 + place % 8
        name = f"{day}-{place % len(PAPERS)}.txt"
        lines: list[str] = []
        for order in range(ARTICLES):
            words = frozenset(chance.sample(WORDS, chance.choices((0, 1, 2, 3), (5, 4, 2, 1))[0]))
            told = Drawn(f"{name}:{order}", paper, day, number, chance.choice(REPORTERS), chance.choice(KINDS), words)
            drawn.append(told)
            _print(told, name, lines, chance, index)
        digest = hashlib.sha256(name.encode()).hexdigest()
        issue = Issue(date=day, page=number, told="file-name", paper=paper)
        index["pages"].append(Page(name, tuple(lines), digest, issue))
    with tempfile.TemporaryDirectory() as folder:
        write_index(Path(folder), current_recipe(Settings(), "none"), _content(index))
        return read_index(Path(folder)), drawn


def _content(index: Mapping[str, list[Any]]) -> IndexContent:
    """The records with vectors of one number and without terms, as plans look at neither."""
    rows = len(index["passages"])
    sentences = sum(len(passage.sentences) for passage in index["passages"])
    return IndexContent(
        pages=index["pages"],
        articles=index["articles"],
        passages=index["passages"],
        passage_vectors=VectorIndex.build(np.ones((rows, 1), np.float32)),
        sentence_vectors=VectorIndex.build(np.ones((sentences, 1), np.float32)),
        passage_keys=np.zeros((rows, 32), np.uint8),
        sentence_keys=np.zeros((sentences, 32), np.uint8),
        terms=TermIndex.build([["无"]] * rows),
        dictionary=(),
    )


def _print(told: Drawn, name: str, lines: list[str], chance: random.Random, index: dict[str, list[Any]]) -> None:
    """Put an article on its page: a headline, and a body of one line in which its words stand."""
    sentences = [f"有关{word}的安排今天公布。" for word in sorted(told.words)]
    sentences += [chance.choice(FILLING) for _ in range(chance.randrange(4, 14))]
    chance.shuffle(sentences)
    lines += [f"本市第{len(lines)}号消息", "".join(sentences)]
    line, start, cut = len(lines), 0, []
    for text in sentences:
        cut.append(Sentence((Fragment(name, line, start, text),), opens_paragraph=not start))
        start += len(text)
    index["articles"].append(
        Piece(
            told.id, name, lines[-2], told.kind, told.reporter, told.day, ((line - 1, line),), (line - 1,), ((line,),), (),
            lines[-1], "file-name",
        )
    )  # fmt: skip
    passage = Passage(f"{told.id}:p", told.id, name, lines[-2], told.day, ((line, line),), tuple(cut))
    index["passages"].append(passage)


if __name__ == "__main__":
    main()
