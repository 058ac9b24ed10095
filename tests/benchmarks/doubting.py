"""Learns how sure a cut or a join is: `python -m benchmarks.doubting [--gold PAGES GOLD …] [--folds 5]`.

It writes rag/articles/confidence/weights.json from composed pages of both kinds that the splitter's own weights were not
learnt from, and from gold pages as they are read by weights that saw no gold page (learnt anew, some minutes). What it prints is
measured on pages left out of learning, a part of them in turn; there the threshold is chosen, too. To be run again
whenever the splitter's weights, signals or joins change.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import scipy.sparse
from scipy.optimize import minimize
from support.locations import ROOT

from benchmarks.composing import ComposedPage, compose
from benchmarks.excerpts import excerpt
from benchmarks.gold import as_composed, gold_splits
from benchmarks.learning import learn, taught
from benchmarks.varied import compose_varied
from rag.articles.confidence.assess import marked_of, touched_by
from rag.articles.confidence.evidence import Boundary, Evidence, Found, evidence_of
from rag.articles.confidence.model import ALWAYS, Weights, probability
from rag.articles.confidence.signals import names_of
from rag.articles.issue.issues import with_issue
from rag.articles.layout.columns import rows_of
from rag.articles.layout.known import drafts_of
from rag.articles.layout.lines import read_paragraphs
from rag.articles.reading import chain
from rag.articles.reading.drafting import read_rows
from rag.articles.rejoining.rejoin import rejoin
from rag.articles.split import other_lines
from rag.records import Page
from rag.text.characters import legible_lines

WEIGHTS = ROOT / "rag" / "articles" / "confidence" / "weights.json"
COMPOSED, VARIED = 20_000, 5_000
"""First seeds of the pages that are learnt from: the splitter learns from others, `benchmarks.split` measures others."""
RARE = 5
"""Names that fewer boundaries have are left out: they would be learnt by heart."""
SHRINK = 1.0
"""Strength of the penalty on large weights."""
GOLD = 3.0
"""How much a boundary of a gold page counts; a composed one counts 1."""
RATE = 1 / 9
"""Marks for each piece of a composed page: the bound is one in eight, and other pages have somewhat more."""


@dataclass
class Example:
    """The boundaries of one page that are looked at: the names that each has, whether what was decided is right.

    `places` are the boundaries' on the page, `found` is how many pieces were found, `wrong` has the places of the
    boundaries of each piece that is not exact; `weight` is how much each boundary counts.
    """

    names: list[list[str]]
    right: list[bool]
    places: list[int]
    found: int
    wrong: list[list[int]]
    weight: float = 1.0


def example(page: ComposedPage, weights: chain.Weights | None = None, weight: float = 1.0) -> Example:
    """The page as it is split, by the splitter's own weights or others, held against what it was made of."""
    evidence = _evidence(page, weights)
    boundaries = evidence.boundaries()
    truth = _Truth(page, evidence)
    looked_at = [(names, each) for each in boundaries if (names := names_of(evidence, each))]
    return Example(
        [names for names, _ in looked_at],
        [truth.is_right(each) for _, each in looked_at],
        [each.place for _, each in looked_at],
        sum(piece.draft.kind != "slogan" for piece in evidence.pieces),
        [list(touched_by(piece)) for piece in truth.not_exact()],
        weight,
    )


def _evidence(page: ComposedPage, weights: chain.Weights | None) -> Evidence:
    read = with_issue(Page("page.txt", tuple(page.lines), "0" * 64))
    read = replace(read, lines=tuple(line.text for line in legible_lines(read.lines)))
    rest = other_lines(read, drafts_of(read))
    reading = read_rows(rows_of(rest), read_paragraphs(rest), weights)
    return evidence_of(reading, rejoin(reading.drafts))


class _Truth:
    """Which decisions of a split agree with what a page was made of; lines of labels and mastheads are of no piece."""

    def __init__(self, page: ComposedPage, evidence: Evidence) -> None:
        self._owner = {
            number: place for place, piece in enumerate(page.pieces) if piece.kind != "slogan" for number in piece.lines
        }
        self._pieces = page.pieces
        self._evidence = evidence
        self._numbers = [seen.row.number for seen in evidence.view.rows]
        self._found = [
            {number for first, last in piece.parts for number in self._numbers[first : last + 1]}
            for piece in evidence.pieces
        ]

    def is_right(self, boundary: Boundary) -> bool:
        """Whether what was decided there is so: a cut parts two pieces, none of which goes on elsewhere unseen."""
        place = boundary.place
        above = self._owner.get(self._numbers[place - 1])
        own = self._owner.get(self._numbers[place]) if place < len(self._numbers) else None
        same = above is not None and above == own
        if boundary.decision in ("within", "glued"):
            return same or above is None or own is None
        if same or self._lacks(place - 1, above, after=True):
            return False
        if boundary.decision == "resumes":
            before = self._owner.get(self._numbers[boundary.end])
            return before == own or before is None or own is None
        return place == len(self._numbers) or not self._lacks(place, own, after=False)

    def not_exact(self) -> Iterator[Found]:
        """For each true piece that no found one equals, the one that holds most of it."""
        labels = set().union(*(piece.lines for piece in self._pieces if piece.kind == "slogan"))
        for true in self._pieces:
            if true.kind != "slogan" and self._found:
                best = max(range(len(self._found)), key=lambda place: len(self._found[place] & true.lines))
                if self._found[best] - labels != true.lines - labels and self._found[best] & true.lines:
                    yield self._evidence.pieces[best]

    def _lacks(self, place: int, owner: int | None, *, after: bool) -> bool:
        """Whether the row is the last (or the first) of its found piece though the true one has lines beyond it."""
        piece = self._evidence.piece(place)
        edge = piece.parts[-1][1] if after else piece.parts[0][0]
        if owner is None or place != edge:
            return False
        rest = self._pieces[owner].lines - self._found[self._evidence.owner[place]]
        return any((number > self._numbers[place]) is after for number in rest)


# ---- learning
def fit(examples: Sequence[Example]) -> dict[str, float]:
    """The weights under which what is right is likeliest, large ones penalised."""
    rows = [names for each in examples for names in each.names]
    counts = Counter(name for names in rows for name in names)
    known = [ALWAYS, *sorted(name for name, count in counts.items() if count >= RARE)]
    columns = {name: place for place, name in enumerate(known)}
    x = _matrix(rows, columns)
    right = np.array([right for each in examples for right in each.right], dtype=float)
    counted = np.array([each.weight for each in examples for _ in each.right])

    def loss(values: np.ndarray) -> tuple[float, np.ndarray]:
        scores = x @ values
        expected = 1 / (1 + np.exp(-scores))
        likelihood = counted @ (right * scores - np.logaddexp(0, scores))
        return SHRINK / 2 * values @ values - likelihood, SHRINK * values - x.T @ (counted * (right - expected))

    found = minimize(loss, np.zeros(len(known)), jac=True, method="L-BFGS-B", options={"maxiter": 200})
    return dict(zip(known, map(float, found.x), strict=True))


def _matrix(rows: Sequence[Sequence[str]], columns: dict[str, int]) -> scipy.sparse.csr_matrix:
    places, ends = [], [0]
    for names in rows:
        places += [columns[ALWAYS], *(columns[name] for name in names if name in columns)]
        ends.append(len(places))
    return scipy.sparse.csr_matrix((np.ones(len(places)), places, ends), shape=(len(rows), len(columns)))


def confidences(weights: Mapping[str, float], page: Example) -> np.ndarray:
    """How sure each boundary of the page is."""
    return np.array([probability(names, weights) for names in page.names])


def left_out(examples: Sequence[Example], folds: int) -> list[np.ndarray]:
    """How sure each boundary of each page is by weights that did not see the page."""
    found: dict[int, np.ndarray] = {}
    for fold in range(folds):
        weights = fit([each for place, each in enumerate(examples) if place % folds != fold])
        for place in range(fold, len(examples), folds):
            found[place] = confidences(weights, examples[place])
    return [found[place] for place in range(len(examples))]


def marks_of(page: Example, sure: np.ndarray, doubtful: float) -> set[int]:
    """The places of the page that are marked."""
    return marked_of(dict(zip(page.places, map(float, sure), strict=True)), doubtful)


def threshold(examples: Sequence[Example], sure: Sequence[np.ndarray]) -> float:
    """The highest confidence below which there are no more than RATE marks a piece, to a hundredth."""
    found = sum(page.found for page in examples)

    def rate(doubtful: float) -> float:
        return sum(len(marks_of(page, each, doubtful)) for page, each in zip(examples, sure, strict=True)) / found

    return max((value / 100 for value in range(1, 100) if rate(value / 100) <= RATE), default=0.01)


def told(examples: Sequence[Example], sure: Sequence[np.ndarray], doubtful: float) -> str:
    """What the marks of these pages are worth."""
    marks = [marks_of(page, each, doubtful) for page, each in zip(examples, sure, strict=True)]
    count = sum(map(len, marks))
    hits = sum(
        not right and place in marked
        for page, marked in zip(examples, marks, strict=True)
        for place, right in zip(page.places, page.right, strict=True)
    )
    wrong = [
        not marked.isdisjoint(places) for page, marked in zip(examples, marks, strict=True) for places in page.wrong
    ]
    found = sum(page.found for page in examples)
    return (
        f"of {len(wrong)} pieces that are not exact {np.mean(wrong or [False]):.3f} have a mark;  "
        f"{count / max(1, found):.3f} marks a piece ({found}), {hits / max(1, count):.2f} of them at a wrong cut or join"
    )


def store(weights: Weights, path: Path = WEIGHTS) -> None:
    """Write the weights, a line a name, two decimals; what weighs nothing is left out."""
    kept = {name: round(value, 2) for name, value in sorted(weights.names.items()) if round(value, 2)}
    lines = ",\n".join(f"  {json.dumps(name, ensure_ascii=False)}: {value}" for name, value in kept.items())
    path.write_text(f'{{\n "doubtful": {round(weights.doubtful, 2)},\n "names": {{\n{lines}\n }}\n}}\n', "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", nargs=2, action="append", default=[], metavar=("PAGES", "GOLD"))
    parser.add_argument("--composed", type=int, default=1500)
    parser.add_argument("--varied", type=int, default=500)
    parser.add_argument("--folds", type=int, default=4, help="parts, each left out in turn")
    args = parser.parse_args()
    kinds = {
        "composed pages": [example(compose(COMPOSED + number)) for number in range(args.composed)],
        "pages of many papers": [example(compose_varied(VARIED + number)) for number in range(args.varied)],
        "short pages": [
            example(excerpt(compose_varied(VARIED + number), number)) for number in range(args.varied, 2 * args.varied)
        ],
    }
    if args.gold:
        unseen = learn(taught(200, 500), rounds=100)
        kinds["gold pages"] = [
            example(as_composed(page, split), unseen, GOLD) for _, page, split in gold_splits(args.gold)
        ]
    pages = [page for each in kinds.values() for page in each]
    sure = left_out(pages, args.folds)
    doubtful = threshold(kinds["composed pages"], sure[: args.composed])
    for name, each in kinds.items():
        print(f"{name}, left out of learning: {told(each, sure[: len(each)], doubtful)}")
        sure = sure[len(each) :]
    store(Weights(fit(pages), doubtful))


if __name__ == "__main__":
    main()
