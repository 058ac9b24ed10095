"""From what training left to the file that is shipped: `python -m rag.training.calibrate FOLDER/reader.pt --index I
--questions F.jsonl [--index I2 --questions F2.jsonl]`; of `reader.safetensors` itself the calibration alone is anew.

The probability of an answer is a logistic regression (scikit-learn's, L2 penalty) over
`rag.answering.refusal.FEATURES` on judged questions. The report says what it is worth on questions that it was not
fitted to, in ten folds: the area under the ROC curve, the expected calibration error over ten bins (Guo et al.,
2017), and the reliability of each bin.
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from rag.answering.candidates import candidates
from rag.answering.close_reading import in_close_order, read_closely
from rag.answering.refusal import FEATURES, features, refusal_of
from rag.answering.stated import asked_openly
from rag.assistant import Assistant
from rag.evaluation.measures.curves import binned
from rag.evaluation.questions import read_questions
from rag.index.saved import open_index
from rag.models.bundled.layers import Ranges, range_rows
from rag.models.bundled.weights import weights_name
from rag.models.encoder import TORCH, load_encoder
from rag.models.reader import load_reader
from rag.models.reader.load import NetworkReader
from rag.models.reader.network import FROZEN_LAYERS
from rag.models.reader.weights import FILE, load_weights, save_weights
from rag.models.reader.windows import windows_of
from rag.settings import Settings
from rag.training.ranges import reader_ranges

FOLDS: Final = 10
PENALTY: Final = 0.1
"""The inverse of the penalty's strength. On questions of other folds 0.02 / 0.1 / 1 make no difference."""
RANGED: Final = 60
PASSAGES: Final = 2
"""Questions, and passages of each, that what goes into the matrix products is measured on."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the weights, fit the calibration through an Assistant that uses them, and write both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("state", type=Path, help="reader.pt of a training, or weights whose calibration alone is anew")
    parser.add_argument("--index", type=Path, action="append", required=True)
    parser.add_argument("--questions", type=Path, action="append", required=True)
    parser.add_argument("--out", type=Path, default=FILE)
    told = parser.parse_args(arguments)
    facts: dict[str, Any]
    if told.state.suffix == FILE.suffix:
        stored = load_weights(told.state, weights_name())
        tensors, facts = dict(stored.tensors), {"ranges": stored.facts["ranges"]}
    else:
        tensors = _trained(told.state)
        save_weights(told.out, tensors, weights_name(), FROZEN_LAYERS, {})
        facts = {"ranges": range_rows(_ranges(told.index[0], told.questions[0], told.out))}
    save_weights(told.out, tensors, weights_name(), FROZEN_LAYERS, facts)
    rows, answered = _rows(told.index, told.questions, told.out)
    facts["calibration"] = calibration = fit(rows, answered)
    save_weights(told.out, tensors, weights_name(), FROZEN_LAYERS, facts)
    print(
        json.dumps(
            {
                "bytes": told.out.stat().st_size,
                "digest": load_weights(told.out, weights_name()).digest,
                "calibration": calibration,
                **held_back(rows, answered),
            },
            indent=1,
        )
    )


def _trained(state: Path) -> dict[str, NDArray[Any]]:
    """The tensors that a training left."""
    import torch

    return {name: values.float().numpy() for name, values in torch.load(state, weights_only=True).items()}


def _ranges(index: Path, file: Path, weights: Path) -> Ranges:
    """What goes into the reader's matrix products when the first questions of a file are asked."""
    settings = Settings(engine=TORCH)
    encoder = load_encoder(settings)
    reader = load_reader(settings, encoder, weights)
    assert isinstance(reader, NetworkReader)
    pairs: list[tuple[str, str]] = []
    searching = settings.with_values({"reader": "none"})
    assistant = Assistant(open_index(index, searching, encoder.name), encoder, searching)
    for question in read_questions(file, judged=True).questions[:RANGED]:
        found = assistant.retrieve(question.question, question.history)
        windows = [windows_of(hit.passage)[0] for hit in found.hits[:PASSAGES]]
        pairs += [(question.question, window.text) for window in windows]
    return reader_ranges(reader, pairs)


def _rows(indexes: Sequence[Path], files: Sequence[Path], weights: Path) -> tuple[NDArray[Any], NDArray[Any]]:
    """FEATURES of every question that no gate refuses, (questions, features), and whether it is answerable."""
    settings = Settings().unhurried()
    encoder = load_encoder(settings)
    reader = load_reader(settings, encoder, weights)
    assert reader is not None
    rows: list[list[float]] = []
    answered: list[bool] = []
    for index, file in zip(indexes, files, strict=True):
        assistant = Assistant(open_index(index, settings, encoder.name), encoder, settings, reader)
        read = read_questions(file, judged=True)
        if read.problems:  # figures on a part of the questions would pass for those of the whole
            raise read.problems[0]
        for question in read.questions:
            retrieval = assistant.retrieve(question.question, question.history)
            openly = replace(retrieval, question=asked_openly(retrieval.question))
            ranked = candidates(openly, assistant.index, assistant.terms, settings)
            if not refusal_of(openly, settings, 1.0):  # others are refused before
                close = read_closely(openly, ranked, question.history, reader)
                ranked = in_close_order(openly, ranked, close)
                values = features(openly, ranked[0] if ranked else None, close)
                rows.append([values[name] for name in FEATURES])
                answered.append(bool(question.answers))
    return np.array(rows), np.array(answered)


def fit(rows: NDArray[Any], answered: NDArray[Any]) -> dict[str, float]:
    """The weights of FEATURES and the intercept; the penalty is on those of features with a spread of one."""
    from sklearn.linear_model import LogisticRegression

    middle, spread = rows.mean(0), rows.std(0)
    spread[spread == 0] = 1.0
    model = LogisticRegression(C=PENALTY, max_iter=1000).fit((rows - middle) / spread, answered)
    slopes = model.coef_[0] / spread
    weights = dict(zip(FEATURES, slopes, strict=True)) | {"intercept": model.intercept_[0] - slopes @ middle}
    return {name: round(float(value), 5) for name, value in weights.items()}


def held_back(rows: NDArray[Any], answered: NDArray[Any]) -> dict[str, Any]:
    """What the calibration is worth on questions of other folds."""
    from sklearn.metrics import roc_auc_score

    said = np.zeros(len(rows))
    fold = np.random.default_rng(0).permutation(len(rows)) % FOLDS
    for number in range(FOLDS):
        weights = fit(rows[fold != number], answered[fold != number])
        logits = rows[fold == number] @ [weights[name] for name in FEATURES] + weights["intercept"]
        said[fold == number] = 1 / (1 + np.exp(-logits))
    curve = binned(said, answered.astype(float))
    error = sum(each.count * abs(each.correct - each.confidence) for each in curve) / len(said)
    return {
        "questions": len(said),
        "auroc": round(float(roc_auc_score(answered, said)), 4),
        "expected_calibration_error": round(float(error), 4),
        "reliability": [asdict(each) for each in curve],
    }


if __name__ == "__main__":
    main()
