"""What each signal of a sentence should count: `python -m rag.training.sentences --index I --questions F.jsonl
[--index I2 --questions F2.jsonl] [--weights reader.safetensors]`.

A linear ranking learned from pairs (Joachims, 2002, with the logistic loss): on every judged question, each sentence
that proves the answer against each that does not, every question counting the same. The report gives, over ten folds of
the questions, for how many the best sentence proves the answer, with the weights that are in use and with those fitted
to the other folds. Left out: which further sentences are said, which is a matter of `answer_margin`.
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from rag.answering.candidates import WEIGHTS, candidates
from rag.answering.stated import asked_openly
from rag.assistant import Assistant
from rag.evaluation.measures.matching import supports
from rag.evaluation.questions import read_questions
from rag.index.saved import open_index
from rag.models.encoder import load_encoder
from rag.models.reader import load_reader
from rag.settings import Settings

LEARNED: Final = ("similarity", "passage", "terms", "form", "span")
"""The signals whose weights are learned; the others speak on few questions and are chosen."""
FOLDS: Final = 10


@dataclass(frozen=True, slots=True)
class JudgedSentences:
    """The candidates of one question: `signals`, (sentences, LEARNED), `rest`, what the chosen weights add to each, and
    whether each proves the answer.
    """

    signals: NDArray[np.float64]
    rest: NDArray[np.float64]
    proves: NDArray[np.bool_]

    def is_right(self, weights: NDArray[np.float64]) -> bool:
        """Whether the sentence that comes first with these weights of LEARNED proves the answer."""
        return bool(self.proves[int(np.argmax(self.signals @ weights + self.rest))])


def judged_sentences(assistant: Assistant, questions: Path) -> list[JudgedSentences]:
    """The candidates of every answerable question that has evidence and for which one candidate is right, at least.

    Raises QuestionError for the file.
    """
    found: list[JudgedSentences] = []
    for question in read_questions(questions).questions:
        if not question.evidence or not question.answers:
            continue
        retrieval = assistant.retrieve(question.question, question.history)
        openly = replace(retrieval, question=asked_openly(retrieval.question))
        ranked = candidates(openly, assistant.index, assistant.terms, assistant.settings)
        proves = np.array([supports(each.sentence.text, question.evidence) for each in ranked], np.bool_)
        if proves.any():
            rest = [sum(WEIGHTS[n] * v for n, v in each.signals.items() if n not in LEARNED) for each in ranked]
            signals = [[each.signals[name] for name in LEARNED] for each in ranked]
            found.append(JudgedSentences(np.array(signals, float), np.array(rest, float), proves))
    return found


def fit(judged: Sequence[JudgedSentences]) -> NDArray[np.float64]:
    """The weights of LEARNED, that of "similarity" being 1."""
    from sklearn.linear_model import LogisticRegression

    rows: list[NDArray[np.float64]] = []
    counts: list[float] = []
    for each in judged:
        pairs = each.signals[each.proves][:, None, :] - each.signals[~each.proves][None, :, :]
        pairs = pairs.reshape(-1, len(LEARNED))
        rows.append(pairs)
        counts += [1 / max(1, len(pairs))] * len(pairs)
    differences = np.concatenate(rows)
    scale = differences.std(axis=0) + 1e-9
    both = np.concatenate([differences, -differences]) / scale
    labels = np.repeat([1, 0], len(differences))
    model = LogisticRegression(C=10.0, fit_intercept=False, max_iter=2000).fit(both, labels, np.tile(counts, 2))
    learned = model.coef_[0] / scale
    weights: NDArray[np.float64] = learned / learned[0]
    return weights


def in_folds(judged: Sequence[JudgedSentences], seed: int = 0) -> dict[str, Any]:
    """For how many questions the best sentence proves the answer: with the weights in use, and in folds."""
    used = np.array([WEIGHTS[name] for name in LEARNED])
    fold = np.random.default_rng(seed).permutation(len(judged)) % FOLDS
    right: list[bool] = []
    for number in range(FOLDS):
        weights = fit([each for each, place in zip(judged, fold, strict=True) if place != number])
        right += [each.is_right(weights) for each, place in zip(judged, fold, strict=True) if place == number]
    return {
        "questions": len(judged),
        "right_as_used": round(float(np.mean([each.is_right(used) for each in judged])), 4),
        "right_in_folds": round(float(np.mean(right)), 4),
    }


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the weights and what they are worth, for every question file and for all together, as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--index", type=Path, action="append", required=True)
    parser.add_argument("--questions", type=Path, action="append", required=True)
    parser.add_argument("--weights", type=Path, help="a reader.safetensors in place of the one that is shipped")
    told = parser.parse_args(arguments)
    settings = Settings().unhurried()
    encoder = load_encoder(settings)
    reader = load_reader(settings, encoder, told.weights)
    judged: list[JudgedSentences] = []
    for index, file in zip(told.index, told.questions, strict=True):
        assistant = Assistant(open_index(index, settings, encoder.name), encoder, settings, reader)
        some = judged_sentences(assistant, file)
        print(json.dumps({"file": file.name, **in_folds(some)}))
        judged += some
    weights = dict(zip(LEARNED, (round(float(value), 4) for value in fit(judged)), strict=True))
    print(json.dumps({"file": "", **in_folds(judged), "weights": weights}))


if __name__ == "__main__":
    main()
