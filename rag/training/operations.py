"""What a question asks for, learned from questions: `python -m rag.training.operations QUESTIONS.jsonl [...]
[--plain PLAIN.jsonl ...]`.

Each line has `question` and `operation` (see `rag.planning.plan`), for talk its kind, `talk`, unless the rules know it;
the lines of --plain are plain questions. Questions with a history are left out: what they ask for is told by the one
before. The report says what it is worth in five folds.
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from rag.models.encoder import load_encoder
from rag.planning.likeness import CLASSES, FILE, PLAIN, TALK, OperationLikeness, save_likeness
from rag.planning.talk import talk_of
from rag.settings import Settings
from rag.text.characters import normalise

FOLDS: Final = 5
STRENGTH: Final = 30.0
"""Inverse of the L2 penalty: 10, 30 and 100 are within 0.01 of each other in the share read right."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Train on all questions, write the file that is shipped, and print what it is worth on folds held out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("questions", type=Path, nargs="+")
    parser.add_argument("--plain", type=Path, action="append", default=[])
    parser.add_argument("--out", type=Path, default=FILE)
    given = parser.parse_args(arguments)
    pairs = [pair for path in given.questions for pair in labelled(path, "")]
    pairs += [pair for path in given.plain for pair in labelled(path, PLAIN)]
    texts, labels = [text for text, _ in pairs], np.array([label for _, label in pairs])
    vectors = load_encoder(Settings()).encode_questions([normalise(text) for text in texts])
    save_likeness(given.out, fit(vectors, labels))
    print(json.dumps({"questions": len(texts), "bytes": given.out.stat().st_size, **held_out(vectors, labels)}))


def labelled(path: Path, operation: str) -> list[tuple[str, str]]:
    """The questions of a file that have no history, each with its class, `operation` where that is not ""."""
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    pairs = [(line["question"], operation or _class_of(line)) for line in lines if not line.get("history")]
    return [(question, name) for question, name in pairs if name]


def _class_of(line: dict[str, Any]) -> str:
    """The class of a question; "" for talk of which nothing tells the kind."""
    if line["operation"] != "talk":
        return str(line["operation"])
    kind = line.get("talk") or talk_of(line["question"])
    return f"{TALK}{kind}" if kind else ""


def fit(vectors: NDArray[np.float32], labels: NDArray[Any]) -> OperationLikeness:
    """The regression over `vectors`, shape (questions, dimensions), and their operations' names."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=STRENGTH, max_iter=3000).fit(vectors, labels)
    classes = [name for name in CLASSES if name in model.classes_]
    order = [list(model.classes_).index(name) for name in classes]
    return OperationLikeness(
        tuple(classes), model.coef_[order].astype(np.float32), model.intercept_[order].astype(np.float32)
    )


def held_out(vectors: NDArray[np.float32], labels: NDArray[Any]) -> dict[str, float]:
    """On questions not trained on: the share of plain ones taken for others, and of others told as what they are."""
    order = np.random.default_rng(0).permutation(len(labels))
    guessed = np.empty(len(labels), dtype=object)
    for fold in np.array_split(order, FOLDS):
        rest = np.setdiff1d(order, fold)
        model = fit(vectors[rest], labels[rest])
        for place in fold:
            operation, talk = model.guess(vectors[place])
            guessed[place] = f"{TALK}{talk}" if talk else operation
    plain = labels == PLAIN
    return {
        "plain_taken_for_others": float((guessed[plain] != PLAIN).mean()),
        "others_told": float((guessed[~plain] == labels[~plain]).mean()),
    }


if __name__ == "__main__":
    main()
