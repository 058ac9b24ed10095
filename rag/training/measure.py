"""How well a reader reads: `python -m rag.training.measure cmrc2018_trial.json [--news FOLDER [--written]] [--weights
FILE]`.

On a question set in SQuAD's form: the exact span with the gold paragraph given, and how well answerable questions are
told from near misses that are made of them. On the news questions that training holds back (see `news`): the same, with
the near misses that were written as such.
"""

import argparse
import json
import random
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag.models.encoder import load_encoder
from rag.models.reader.load import load_reader
from rag.models.reader.protocol import Reader
from rag.models.reader.windows import WINDOW_CHARACTERS
from rag.settings import Settings
from rag.training.decoding import likely_answer
from rag.training.examples import Composer, Paragraph, Question, read_squad, sentence_bounds
from rag.training.news import read_news

SEED = 7


@dataclass(frozen=True, slots=True)
class SpanFigures:
    """Shares from 0 to 1: `f1` and `exact` as CMRC 2018 defines them, over `questions` questions."""

    f1: float
    exact: float
    questions: int


def windows_of_text(text: str) -> list[tuple[int, str]]:
    """A paragraph as windows of whole sentences, each with its offset; neighbours share a sentence."""
    bounds = sentence_bounds(text)
    windows: list[tuple[int, str]] = []
    first = 0
    while True:
        last = first
        while last + 1 < len(bounds) and bounds[last + 1][1] - bounds[first][0] <= WINDOW_CHARACTERS:
            last += 1
        windows.append((bounds[first][0], text[bounds[first][0] : bounds[last][1]]))
        if last == len(bounds) - 1:
            return windows
        first = max(first + 1, last)


def answer_in(reader: Reader, question: str, text: str) -> str:
    """The likely answer of a paragraph, as printed there; "" where the reader finds none."""
    windows = windows_of_text(text)
    found = likely_answer(windows, reader.read(question, [window for _, window in windows]))
    return text[slice(*found)] if found else ""


def span_figures(reader: Reader, paragraphs: Sequence[Paragraph], questions: Sequence[Question]) -> SpanFigures:
    """F1 and exact match of the best spans, the gold paragraph given."""
    pairs = [(answer_in(reader, q.text, paragraphs[q.paragraph].text), q.answer) for q in questions]
    return SpanFigures(
        float(np.mean([overlap_f1(*pair) for pair in pairs])),
        float(np.mean([_bare(said) == _bare(gold) for said, gold in pairs])),
        len(pairs),
    )


def news_figures(reader: Reader, paragraphs: Sequence[Paragraph], questions: Sequence[Question]) -> dict[str, float]:
    """How often a question that its text answers scores above one that it does not (0.5 is chance), by `relevance` and
    by `margin`; and `f1`, the exact span's where there is an answer.
    """
    answered: list[bool] = []
    scores: dict[str, list[float]] = {"relevance": [], "margin": []}
    overlaps: list[float] = []
    for question in questions:
        text = paragraphs[question.paragraph].text
        windows = windows_of_text(text)
        readings = reader.read(question.text, [window for _, window in windows])
        bests = [reading.best() for reading in readings]
        answered.append(bool(question.answer))
        scores["relevance"].append(max(reading.relevance for reading in readings))
        scores["margin"].append(
            max((best.score if best else 0.0) - reading.null for best, reading in zip(bests, readings, strict=True))
        )
        if question.answer:
            found = likely_answer(windows, readings)
            overlaps.append(overlap_f1(text[slice(*found)] if found else "", question.answer))
    right = np.array(answered)
    figures = {name: auroc(np.array(values)[right], np.array(values)[~right]) for name, values in scores.items()}
    return {**figures, "f1": float(np.mean(overlaps)), "questions": len(questions)}


def overlap_f1(said: str, gold: str) -> float:
    """CMRC 2018's F1 (Cui et al., 2019): from the longest common run of characters, punctuation left out."""
    left, right = _bare(said), _bare(gold)
    common = SequenceMatcher(None, left, right, autojunk=False).find_longest_match().size
    return 2 * common / (len(left) + len(right)) if common else 0.0


def near_miss_auroc(reader: Reader, paragraphs: Sequence[Paragraph], questions: Sequence[Question]) -> dict[str, float]:
    """How often an answerable pair scores above a near miss (0.5 is chance), by `relevance` and by span margin."""
    composer = Composer(paragraphs, questions, [[] for _ in questions])
    draw = random.Random(SEED)
    examples = [example for number in range(len(questions)) for example in composer.group(number, draw)]
    readings = [reader.read(example.question, [example.passage])[0] for example in examples]
    answers = np.array([example.kind == "answer" for example in examples])
    spans = [reading.best() for reading in readings]
    scores = {
        "relevance": np.array([reading.relevance for reading in readings]),
        "margin": np.array(
            [(span.score if span else 0.0) - reading.null for span, reading in zip(spans, readings, strict=True)]
        ),
    }
    return {name: auroc(values[answers], values[~answers]) for name, values in scores.items()}


def auroc(positive: NDArray[Any], negative: NDArray[Any]) -> float:
    """The share of pairs in which the positive is higher, ties counting half."""
    from sklearn.metrics import roc_auc_score

    return float(roc_auc_score([*[1] * len(positive), *[0] * len(negative)], np.concatenate([positive, negative])))


def _bare(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text).lower() if c.isalnum())


def main() -> None:
    """Print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path, help="question set in SQuAD's form")
    parser.add_argument("--questions", type=int, default=0, help="only so many of them, drawn evenly")
    parser.add_argument("--news", type=Path, help="folder of news texts and their questions: see `news`")
    parser.add_argument("--written", action="store_true", help="with those that were written for this project")
    parser.add_argument("--weights", type=Path, help="a reader.safetensors in place of the one that is shipped")
    told = parser.parse_args()
    settings = Settings()
    reader = load_reader(settings, load_encoder(settings), told.weights)
    if reader is None:
        raise SystemExit("no reader")
    if told.news:
        read = read_news(told.news, held_back=True, written=told.written)
        print(json.dumps({"news": news_figures(reader, *read)}, indent=1), flush=True)
    paragraphs, questions = read_squad(told.file)
    if told.questions:
        questions = questions[:: max(1, round(len(questions) / told.questions))]
    spans = span_figures(reader, paragraphs, questions)
    print(
        json.dumps(
            {
                "questions": spans.questions,
                "f1": round(spans.f1, 4),
                "exact": round(spans.exact, 4),
                "near_miss_auroc": near_miss_auroc(reader, paragraphs, questions),
            },
            indent=1,
        )
    )


if __name__ == "__main__":
    main()
