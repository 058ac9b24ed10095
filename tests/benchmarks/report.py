"""How large an evaluation's report is, and how long it takes to write: 3,500 questions with three settings.

    python -m benchmarks.report [QUESTIONS] [FOLDER]

The passages are sentences of the sample pages put together anew, a thousand of them, about as many as a public set of
that size has; each question finds ten of them with each setting. What is asked and found is drawn by a fixed seed.
"""

import dataclasses
import random
import re
import sys
import tempfile
import time
from pathlib import Path

from support.locations import SEEDS

from rag.articles import split_page
from rag.evaluation.compare import neighbours
from rag.evaluation.measures.measures import judge
from rag.evaluation.measures.sources import Sources
from rag.evaluation.questions import Question
from rag.evaluation.report import report
from rag.evaluation.run import Evaluation
from rag.json_form import answer_object
from rag.pages.folder import read_pages
from rag.records import Answer, Citation, Fragment, Hit, Page, Passage, Piece, Sentence
from rag.settings import Settings

PASSAGES, FOUND, CHARACTERS = 1000, 10, 420
RUNS = ("bm25", "hybrid", "hybrid+reader")


class Paper:
    """Passages as articles of one line each, on one page."""

    def __init__(self, chance: random.Random) -> None:
        self.sentences = [
            sentence
            for page in read_pages(SEEDS, Settings())[0]
            for article in split_page(page)
            for sentence in re.findall(r"[^。!?！？\n]{8,}[。!?！？]", article.text)
        ]
        self.passages = [self._passage(number, chance) for number in range(PASSAGES)]
        self.lines = tuple(passage.text for passage in self.passages)

    def _passage(self, number: int, chance: random.Random) -> Passage:
        said: list[Sentence] = []
        length = 0
        while length < CHARACTERS:
            text = chance.choice(self.sentences)
            said.append(Sentence((Fragment("pages.jsonl", number + 1, length, text),), not said))
            length += len(text)
        return Passage(
            f"passage-{number:06}",
            f"article-{number:06}",
            "pages.jsonl",
            said[0].text[:18],
            "2022-01-20",
            ((number + 1, number + 1),),
            tuple(said),
        )

    def page(self, name: str) -> Page:
        return Page(name, self.lines, "0" * 64)

    def parts(self, id: str) -> tuple[Piece, ...]:
        passage = self.passages[int(id.rpartition("-")[2])]
        return (
            Piece(
                id,
                passage.source,
                passage.title,
                "news",
                "",
                passage.date,
                passage.spans,
                (),
                ((1,),),
                (),
                passage.text,
            ),
        )


def question(number: int, paper: Paper, chance: random.Random) -> tuple[Question, Passage]:
    passage = chance.choice(paper.passages)
    proof = chance.choice(passage.sentences).text
    answer = proof[2:10]
    return Question(
        f"q{number:05}",
        f"{proof[:12]}是怎么回事，共有多少？",
        type=chance.choice(["fact", "number", "date"]),
        answers=(answer,),
        evidence=(proof,),
    ), passage


def answered(asked: Question, right: Passage, paper: Paper, chance: random.Random) -> Answer:
    found = chance.sample(paper.passages, FOUND)
    if chance.random() < 0.8:
        found[chance.randrange(3)] = right
    hits = tuple(
        Hit(
            passage,
            chance.random(),
            rank,
            {
                "dense": chance.random(),
                "terms": chance.random(),
                "reader": chance.random(),
                "sentence": chance.random(),
            },
            tuple(chance.sample([asked.question[place : place + 2] for place in range(14)], 5)),
        )
        for rank, passage in enumerate(found, 1)
    )
    said = found[0].sentences[:2]
    citations = tuple(
        Citation(
            marker,
            found[0].source,
            found[0].spans[0],
            found[0].article,
            found[0].title,
            found[0].date,
            sentence.text,
            found[0].id,
            sentence.fragments,
        )
        for marker, sentence in enumerate(said, 1)
    )
    return Answer(
        asked.question,
        False,
        "".join(f"{sentence.text}[{marker}]" for marker, sentence in enumerate(said, 1)),
        citations,
        hits,
        chance.random(),
        "",
        {"encode": 11.0, "search": 1.2, "read": 30.5, "total": 44.9},
        said[0].text[:8],
    )


def evaluations(count: int) -> list[Evaluation]:
    chance = random.Random(7)
    paper = Paper(chance)
    sources = Sources(paper)
    asked = [question(number, paper, chance) for number in range(count)]
    return [
        Evaluation(
            tuple(
                judge(one, answer_object(answered(one, right, paper, chance), one.id), sources) for one, right in asked
            ),
            name,
            dataclasses.asdict(Settings()),
        )
        for name in RUNS
    ]


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 3500
    with tempfile.TemporaryDirectory() as own:
        folder = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(own)
        judged = evaluations(count)
        began = time.perf_counter()
        told = report.report_object(
            judged,
            neighbours(judged),
            {
                "questions_file": "q.jsonl",
                "questions_digest": "0" * 64,
                "created": "2024-01-01T08:00:00",
                "corpus": {"pages": 1, "articles": PASSAGES, "passages": PASSAGES, "digest": "0" * 64},
            },
        )
        report.write(judged, told, folder, {})
        print(f"{count} questions, {len(RUNS)} settings: {time.perf_counter() - began:.0f} s")
        for name in ("report.json", "report.html", "questions.jsonl"):
            print(f"{name}: {(folder / name).stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
