"""Learns the weights of the splitter's signals: `python -m benchmarks.learning --gold PAGES GOLD [--gold PAGES GOLD …]`.

It writes rag/articles/reading/weights.json from composed pages of both kinds and excerpts of every other one, the sample
pages in other styles, and the gold pages given, which count more. `--folds` learns once for each gold page without it
instead, and prints how that page is split by weights that never saw it. `--on` goes on from the present weights.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
import scipy.sparse
from scipy.optimize import minimize
from support.locations import ROOT

from benchmarks.composing import ComposedPage, compose
from benchmarks.excerpts import excerpt
from benchmarks.labelled import Example, of_composed, of_gold, of_restyled
from benchmarks.restyling import STYLES, sample_pages
from benchmarks.varied import compose_varied
from rag.articles.reading.chain import COUNT, FORBIDDEN, Label, Weights, barred, best_labels, learnt

WEIGHTS = ROOT / "rag" / "articles" / "reading" / "weights.json"
RARE = 3
"""Names that fewer rows have are left out: they would be learnt by heart."""
SHRINK = 1.0
"""Strength of the penalty on large weights."""
RESTYLED, GOLD = 2.0, 10.0
"""How much a row of the sample pages counts, which come in ten styles, and one of a gold page; a composed one counts 1."""
EXCERPTS = 2
"""One excerpt for so many composed pages."""
NEEDED = 40
"""Rounds in which gold pages are learnt upon what composed pages taught."""


# ---- learning
class Problem:
    """The penalised likelihood of the right labels, and its gradient."""

    def __init__(self, examples: Sequence[Example]) -> None:
        self.signals = _known(name for each in examples for names in each.names for name in names)
        self.steps = _known(name for each in examples for names in each.steps for name in names)
        self.longest = max(len(each.labels) for each in examples)
        self.examples = examples
        self.x = _matrix([names for each in examples for names in each.names], self.signals)
        self.y = _matrix([names for each in examples for names in each.steps], self.steps)
        self.lengths = np.array([len(each.labels) for each in examples])
        self.weights = np.array([each.weight for each in examples])
        starts = np.concatenate([[0], np.cumsum(self.lengths)[:-1]])
        place = np.full((len(examples), self.longest), -1)
        for k, (start, length) in enumerate(zip(starts, self.lengths, strict=True)):
            place[k, :length] = np.arange(start, start + length)
        self.there = place >= 0
        self.place = np.where(self.there, place, 0)
        flat = np.concatenate([np.array(each.labels, dtype=int) for each in examples])
        self.gold = flat
        self.row_weight = np.repeat(self.weights, self.lengths)
        first = np.zeros(len(flat), dtype=bool)
        first[starts] = True
        self.first = first
        self.gold_rows = np.eye(COUNT)[flat]
        above = np.roll(flat, 1)
        self.gold_steps = np.einsum("ni,nj->nij", np.eye(COUNT)[above], np.eye(COUNT)[flat])
        self.gold_steps[first] = 0
        self.barred = barred()
        self.barred_first = np.zeros(COUNT)
        self.barred_first[[Label.MORE_TITLE, Label.WITHIN]] = FORBIDDEN

    def unpack(self, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        cut = len(self.signals) * COUNT
        return values[:cut].reshape(-1, COUNT), values[cut:].reshape(-1, COUNT * COUNT)

    def __call__(self, values: np.ndarray) -> tuple[float, np.ndarray]:
        signals, steps = self.unpack(values)
        rows = self.x @ signals
        moves = (self.y @ steps).reshape(-1, COUNT, COUNT) + self.barred
        rows[self.first] += self.barred_first
        log_z, marginal, pairs = self._expect(rows, moves)
        likelihood = (
            np.sum(self.row_weight * np.sum(self.gold_rows * rows, axis=1))
            + np.sum(self.row_weight * np.sum(self.gold_steps * moves, axis=(1, 2)))
            - np.sum(self.weights * log_z)
        )
        rows_off = (self.gold_rows - marginal) * self.row_weight[:, None]
        steps_off = (self.gold_steps - pairs) * self.row_weight[:, None, None]
        gradient = np.concatenate(
            [(self.x.T @ rows_off).ravel(), (self.y.T @ steps_off.reshape(-1, COUNT * COUNT)).ravel()]
        )
        return (
            -likelihood + SHRINK / 2 * float(values @ values),
            -gradient + SHRINK * values,
        )

    def _expect(self, rows: np.ndarray, moves: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The log of the partition function by page, and the expected labels and steps by row."""
        r, m = rows[self.place], moves[self.place]
        pages, longest = self.place.shape
        forward = np.zeros((pages, longest, COUNT))
        forward[:, 0] = r[:, 0]
        for t in range(1, longest):
            arrived = _lse(forward[:, t - 1, :, None] + m[:, t], 1) + r[:, t]
            forward[:, t] = np.where(self.there[:, t, None], arrived, forward[:, t - 1])
        log_z = _lse(forward[:, -1], 1)
        backward = np.zeros((pages, longest, COUNT))
        for t in range(longest - 2, -1, -1):
            back = _lse(m[:, t + 1] + (r[:, t + 1] + backward[:, t + 1])[:, None, :], 2)
            backward[:, t] = np.where(self.there[:, t + 1, None], back, backward[:, t + 1])
        marginal = np.exp(forward + backward - log_z[:, None, None])
        pairs = np.zeros((pages, longest, COUNT, COUNT))
        pairs[:, 1:] = np.exp(
            forward[:, :-1, :, None]
            + m[:, 1:]
            + (r[:, 1:] + backward[:, 1:])[:, :, None, :]
            - log_z[:, None, None, None]
        )
        return log_z, marginal[self.there], pairs[self.there]


def _lse(values: np.ndarray, axis: int) -> np.ndarray:
    top = values.max(axis=axis, keepdims=True)
    return np.squeeze(top, axis) + np.log(np.exp(values - top).sum(axis=axis))


def _known(names: Iterable[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for name in names:
        counts[name] = counts.get(name, 0) + 1
    return {name: place for place, name in enumerate(sorted(n for n, count in counts.items() if count >= RARE))}


def _matrix(rows: Sequence[Sequence[str]], known: dict[str, int]) -> scipy.sparse.csr_matrix:
    columns, ends = [], [0]
    for names in rows:
        columns += [known[name] for name in names if name in known]
        ends.append(len(columns))
    return scipy.sparse.csr_matrix((np.ones(len(columns)), columns, ends), shape=(len(rows), len(known)))


def learn(examples: Sequence[Example], *, rounds: int = 120, begin: Weights | None = None) -> Weights:
    """The weights under which the right labels are likeliest, large ones penalised."""
    problem = Problem(examples)
    start = np.zeros(len(problem.signals) * COUNT + len(problem.steps) * COUNT * COUNT)
    if begin:
        signals, steps = problem.unpack(start)
        for name, place in problem.signals.items():
            signals[place] = begin.signals.get(name, 0)
        for name, place in problem.steps.items():
            steps[place] = np.ravel(begin.steps.get(name, 0))
    found = minimize(problem, start, jac=True, method="L-BFGS-B", options={"maxiter": rounds})
    signals, steps = problem.unpack(found.x)
    return Weights(
        {name: signals[place] for name, place in problem.signals.items()},
        {name: steps[place].reshape(COUNT, COUNT) for name, place in problem.steps.items()},
    )


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
    yield of_composed(page)
    if seed % EXCERPTS == 0:
        part = of_composed(excerpt(page, seed))
        if part.labels:
            yield part


def gold_pages(folders: Iterable[Sequence[str]]) -> Iterator[tuple[str, Example]]:
    """Each page that has a split by a careful reader, with its name."""
    for pages, gold in folders:
        for split in sorted(Path(gold).glob("*.articles.json")):
            name = json.loads(split.read_text("utf-8"))[0]["id"].split("-")[0]
            [page] = [each for each in Path(pages).glob("*.txt") if each.stem.split("_")[0] in (name, name[1:])]
            yield name, of_gold(page, split, GOLD)


def right_rows(example: Example, weights: Weights) -> int:
    """How many rows of the page the weights label rightly."""
    rows, steps = np.zeros((len(example.labels), COUNT)), np.tile(barred(), (len(example.labels), 1, 1))
    for place, (names, moves) in enumerate(zip(example.names, example.steps, strict=True)):
        rows[place] = sum((weights.signals[name] for name in names if name in weights.signals), np.zeros(COUNT))
        steps[place] += sum((weights.steps[name] for name in moves if name in weights.steps), np.zeros((COUNT, COUNT)))
    rows[0, [Label.MORE_TITLE, Label.WITHIN]] = barred()[Label.ALONE, Label.WITHIN]
    return sum(one is other for one, other in zip(best_labels(rows, steps), example.labels, strict=True))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", nargs=2, action="append", default=[], metavar=("PAGES", "GOLD"))
    parser.add_argument("--composed", type=int, default=200)
    parser.add_argument("--varied", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--folds", action="store_true")
    parser.add_argument("--on", action="store_true", help="go on from the present weights")
    args = parser.parse_args()
    pages, gold = taught(args.composed, args.varied), dict(gold_pages(args.gold))
    base = learn(pages, rounds=args.rounds, begin=learnt() if args.on else None)
    if args.folds:
        sums: Counter[str] = Counter()
        for name, example in gold.items():
            rest = [other for key, other in gold.items() if key != name]
            right = right_rows(example, learn([*pages, *rest], rounds=NEEDED, begin=base))
            sums.update(right=right, rows=len(example.labels))
            print(f"{name:28s} rows labelled rightly {right} of {len(example.labels)}")
        print(f"all {sums['right'] / max(1, sums['rows']):.3f} of {sums['rows']}")
        return
    store(learn([*pages, *gold.values()], rounds=NEEDED, begin=base) if gold else base)


if __name__ == "__main__":
    main()
