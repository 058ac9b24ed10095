"""Learns the weights of the splitter's signals: `python -m benchmarks.learning --gold PAGES GOLD [--gold PAGES GOLD …]`.

It writes rag/articles/reading/weights.json from composed pages of both kinds, some of them with misread characters,
excerpts of every other one, the sample pages in other styles, and the gold pages given, which count more: nearly nine
minutes of processor time. `--on` goes on from the present weights, which have seen gold pages: for a change of the
signals, never for a figure.

How a gold page is split that was left out of learning is measured a page at a time: learn with `--without` its name,
then `python -m benchmarks.split --gold`. For the figures of rag/evaluation/README.md the likelihood of this file was
computed in C, and for each page 25 rounds were learnt upon the weights that composed pages had taught.

The weights that are shipped were learnt before there were passes, misread pages and the present penalty, of `--gold
../../shared/pages ../../shared/gold --gold ../../shared/pages-other ../../shared/gold-other --gold
../../shared/pages-more ../../shared/gold-more --without d104 d106 d107 d110`; the four pages left out are for measuring.
Weights learnt since, of the first two pages alone, split composed pages of many papers better and the nine other pages
worse, see rag/evaluation/README.md, so that none were shipped.
"""

import argparse
import json
import random
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import scipy.sparse
from scipy.optimize import minimize
from support.locations import ROOT

from benchmarks.composing import ComposedPage, compose
from benchmarks.excerpts import excerpt
from benchmarks.gold import gold_splits
from benchmarks.labelled import Example, of_composed, of_gold, of_restyled
from benchmarks.misreading import misread
from benchmarks.restyling import STYLES, sample_pages
from benchmarks.varied import compose_varied
from rag.articles.reading.chain import COUNT, FORBIDDEN, Label, Weights, barred, learnt

WEIGHTS = ROOT / "rag" / "articles" / "reading" / "weights.json"
RARE = 3
"""Names that fewer rows have are left out: they would be learnt by heart."""
SHRINK = 3.0
"""Strength of the penalty on large weights, of 1, 3, 10, 20 and 40 the best on 200 composed pages of each kind."""
RESTYLED, GOLD = 2.0, 10.0
"""How much a row of the sample pages counts, which come in ten styles, and one of a gold page; a composed one counts 1."""
EXCERPTS = 2
"""One excerpt for so many composed pages."""
MISREAD = 3
"""One composed page of so many has characters misread."""
MOST_MISREAD = 0.04
"""Share of its characters that are misread at most."""
PASSES, BATCH, RATE = 8, 100, 0.2
"""Passes over all pages, the pages of one step, and how far a step goes."""
ROUNDS, GOLD_ROUNDS = 120, 15
"""Rounds over all pages at once after that, at most, and of those in which gold pages are learnt upon that. Another 180
rounds over the composed pages made the penalised likelihood 1.6 % better (with a penalty of 1).
"""


# ---- learning
@dataclass(frozen=True)
class Names:
    """The names that weights are learnt for, each with its place."""

    signals: dict[str, int]
    steps: dict[str, int]


class Problem:
    """The penalised likelihood of the right labels of some pages, and its gradient.

    The rows of all pages are kept in the order of their places on the page, those of longer pages first: what a step of
    the forward-backward algorithm works on lies side by side, whatever the page.
    """

    def __init__(self, examples: Sequence[Example], names: Names, shrink: float) -> None:
        examples = sorted(examples, key=lambda each: -len(each.labels))
        self.signals, self.steps, self.shrink = names.signals, names.steps, shrink
        lengths = [len(each.labels) for each in examples]
        counts = [sum(length > place for length in lengths) for place in range(lengths[0])]
        self.bounds = np.concatenate([[0], np.cumsum(counts)])
        rows = [(each, place) for place, count in enumerate(counts) for each in examples[:count]]
        self.x = _matrix((each.names[place] for each, place in rows), self.signals)
        self.y = _matrix((each.steps[place] for each, place in rows), self.steps)
        self.x_turned, self.y_turned = self.x.T.tocsr(), self.y.T.tocsr()
        self.first = counts[0]
        self.above = np.concatenate(
            [self.bounds[place - 1] + np.arange(count) for place, count in enumerate(counts) if place]
        ).astype(int)
        self.row_weight = np.array([each.weight for each, _ in rows])
        gold = np.array([int(each.labels[place]) for each, place in rows])
        self.gold_rows = np.eye(COUNT)[gold]
        self.gold_steps = np.zeros((len(gold), COUNT, COUNT))
        self.gold_steps[np.arange(self.first, len(gold)), gold[self.above], gold[self.first :]] = 1
        self.barred = barred()
        self.barred_first = np.zeros(COUNT)
        self.barred_first[[Label.MORE_TITLE, Label.WITHIN]] = FORBIDDEN

    def __call__(self, values: np.ndarray) -> tuple[float, np.ndarray]:
        signals, steps = _unpack(values, len(self.signals))
        rows = self.x @ signals
        moves = (self.y @ steps).reshape(-1, COUNT, COUNT) + self.barred
        moves[: self.first] = 0
        rows[: self.first] += self.barred_first
        log_z, marginal, pairs = self._expect(rows, moves)
        likelihood = (
            np.sum(self.row_weight * np.sum(self.gold_rows * rows, axis=1))
            + np.sum(self.row_weight * np.sum(self.gold_steps * moves, axis=(1, 2)))
            - np.sum(self.row_weight * log_z)
        )
        rows_off = (self.gold_rows - marginal) * self.row_weight[:, None]
        steps_off = (self.gold_steps - pairs) * self.row_weight[:, None, None]
        gradient = np.concatenate(
            [(self.x_turned @ rows_off).ravel(), (self.y_turned @ steps_off.reshape(-1, COUNT * COUNT)).ravel()]
        )
        return (
            -likelihood + self.shrink / 2 * float(values @ values),
            -gradient + self.shrink * values,
        )

    def _expect(self, rows: np.ndarray, moves: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """What each row adds to the logarithm of its page's partition function, and the expected labels and steps."""
        top, top_move = rows.max(axis=1), moves.max(axis=(1, 2))
        row, move = np.exp(rows - top[:, None]), np.exp(moves - top_move[:, None, None])
        forward, scale = row.copy(), np.ones(len(rows))
        bounds = self.bounds
        for place in range(len(bounds) - 1):
            here = slice(bounds[place], bounds[place + 1])
            if place:
                before = forward[bounds[place - 1] : bounds[place - 1] + bounds[place + 1] - bounds[place]]
                forward[here] *= np.einsum("ni,nij->nj", before, move[here])
            scale[here] = forward[here].sum(axis=1)
            forward[here] /= scale[here, None]
        backward, arriving = np.ones(rows.shape), np.zeros(rows.shape)
        for place in range(len(bounds) - 2, 0, -1):
            here = slice(bounds[place], bounds[place + 1])
            arriving[here] = row[here] * backward[here] / scale[here, None]
            before = slice(bounds[place - 1], bounds[place - 1] + bounds[place + 1] - bounds[place])
            backward[before] = np.einsum("nij,nj->ni", move[here], arriving[here])
        pairs = np.zeros(moves.shape)
        pairs[self.first :] = forward[self.above][:, :, None] * move[self.first :] * arriving[self.first :, None, :]
        return np.log(scale) + top + top_move, forward * backward, pairs


def _known(names: Iterable[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for name in names:
        counts[name] = counts.get(name, 0) + 1
    return {name: place for place, name in enumerate(sorted(n for n, count in counts.items() if count >= RARE))}


def _matrix(rows: Iterable[Sequence[str]], known: dict[str, int]) -> scipy.sparse.csr_matrix:
    columns, ends = array("i"), array("i", [0])
    for names in rows:
        columns.extend(known[name] for name in names if name in known)
        ends.append(len(columns))
    return scipy.sparse.csr_matrix((np.ones(len(columns)), columns, ends), shape=(len(ends) - 1, len(known)))


def _unpack(values: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    """The weights of so many signals, and those of the steps, as tables."""
    return values[: count * COUNT].reshape(-1, COUNT), values[count * COUNT :].reshape(-1, COUNT * COUNT)


def learn(
    examples: Sequence[Example], *, passes: int = PASSES, rounds: int = ROUNDS, begin: Weights | None = None
) -> Weights:
    """The weights under which the right labels are likeliest, large ones penalised.

    Some passes over the pages, a batch at a time (AdaGrad, Duchi et al. 2011), lead near to them; rounds over all pages
    at once (L-BFGS) go on from there.
    """
    examples = [each for each in examples if each.labels]
    names = Names(
        _known(name for each in examples for names in each.names for name in names),
        _known(name for each in examples for names in each.steps for name in names),
    )
    mixed = random.Random(0).sample(examples, len(examples))
    count = max(1, len(mixed) // BATCH)
    batches = [Problem(mixed[place::count], names, SHRINK / count) for place in range(count)]
    values = _begun(names, begin)
    squares = np.full(len(values), 1e-6)
    for _ in range(passes):
        for batch in batches:
            _, gradient = batch(values)
            squares += gradient**2
            values -= RATE * gradient / np.sqrt(squares)
    if rounds:
        values = minimize(
            lambda at: _sum(batch(at) for batch in batches),
            values,
            jac=True,
            method="L-BFGS-B",
            options={"maxiter": rounds},
        ).x
    signals, steps = _unpack(values, len(names.signals))
    return Weights(
        {name: signals[place] for name, place in names.signals.items()},
        {name: steps[place].reshape(COUNT, COUNT) for name, place in names.steps.items()},
    )


def _begun(names: Names, begin: Weights | None) -> np.ndarray:
    """The weights to begin with, in the order of the names: nothing where none are given."""
    values = np.zeros(len(names.signals) * COUNT + len(names.steps) * COUNT * COUNT)
    signals, steps = _unpack(values, len(names.signals))
    for known, table, of in (
        (names.signals, signals, begin.signals if begin else {}),
        (names.steps, steps, begin.steps if begin else {}),
    ):
        for name, place in known.items():
            table[place] = np.ravel(of.get(name, 0))
    return values


def _sum(parts: Iterable[tuple[float, np.ndarray]]) -> tuple[float, np.ndarray]:
    """What all batches make together."""
    likelihoods, gradients = zip(*parts, strict=True)
    return sum(likelihoods), np.sum(gradients, axis=0)


def store(weights: Weights, path: Path = WEIGHTS) -> None:
    """Write the weights, a line a name, two decimals; what weighs nothing is left out."""
    signals = {name: [round(float(x), 2) for x in row] for name, row in sorted(weights.signals.items())}
    steps = {name: [round(float(x), 2) for x in np.ravel(row)] for name, row in sorted(weights.steps.items())}
    parts = [
        f' "{key}": {{\n'
        + ",\n".join(
            f"  {json.dumps(name, ensure_ascii=False)}: {json.dumps(row)}" for name, row in table.items() if any(row)
        )
        + "\n }"
        for key, table in (("signals", signals), ("steps", steps))
    ]
    path.write_text("{\n" + ",\n".join(parts) + "\n}\n", "utf-8")


def taught(composed: int, varied: int) -> list[Example]:
    """The pages that need nothing but the project: composed ones, and the sample pages in other styles."""
    return [
        *(of_restyled(lines, items, style, RESTYLED) for style in STYLES for lines, items in sample_pages()),
        *(page for seed in range(composed) for page in _whole_and_part(compose(seed), seed)),
        *(page for seed in range(varied) for page in _whole_and_part(compose_varied(seed), seed)),
    ]


def _whole_and_part(page: ComposedPage, seed: int) -> Iterator[Example]:
    if seed % MISREAD == 1:
        page = misread(page, random.Random(f"rate {seed}").uniform(0, MOST_MISREAD), seed)
    yield of_composed(page)
    if seed % EXCERPTS == 0:
        part = of_composed(excerpt(page, seed))
        if part.labels:
            yield part


def gold_examples(gold: Iterable[tuple[str, Path, Path]]) -> list[Example]:
    """The pages that have a split by a careful reader."""
    return [of_gold(page, split, GOLD) for _, page, split in gold]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", nargs=2, action="append", default=[], metavar=("PAGES", "GOLD"))
    parser.add_argument("--without", nargs="*", default=[], metavar="NAME", help="gold pages that are left alone")
    parser.add_argument("--composed", type=int, default=1800)
    parser.add_argument("--varied", type=int, default=2400)
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="over all pages at once, at most")
    parser.add_argument("--gold-rounds", type=int, default=GOLD_ROUNDS, help="of the gold pages upon that, at most")
    parser.add_argument("--on", action="store_true", help="go on from the present weights")
    args = parser.parse_args()
    pages = taught(args.composed, args.varied)
    weights = learn(pages, rounds=args.rounds, begin=learnt() if args.on else None)
    gold = gold_examples(each for each in gold_splits(args.gold) if each[0] not in args.without)
    store(learn([*pages, *gold], passes=0, rounds=args.gold_rounds, begin=weights) if gold else weights)


if __name__ == "__main__":
    main()
