"""Rankings judged: what was to be found, at which rank it stands, and what that is worth by ir_measures.

A ranking is judged in trec_eval's terms, documents with grades (qrels) against documents with scores (run). Where
evidence is text, the pieces that one passage carries are one document, and each piece that was not found another.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

DEPTH: Final = 10
"""Passages that are judged: as many as an answer comes with."""

NAMES: Final = ("Success@1", "Success@3", "Success@5", "Success@10", "R@5", "R@10", "RR@10", "nDCG@10")
"""The measures of one ranking, as ir_measures names them."""

Ranks = Sequence[int | None]
"""For each thing to be found the rank, from 1, at which it is found first; None for nowhere."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """What was to be found among `size` ranked things: the `ranks` where it was, and each one's grade, at least 0."""

    ranks: tuple[int | None, ...]
    grades: tuple[int, ...]
    size: int

    def qrels(self) -> dict[str, int]:
        """Each thing to be found with its grade; those first found at the same rank are one, of the highest grade."""
        told: dict[str, int] = {}
        for place, (rank, grade) in enumerate(zip(self.ranks, self.grades, strict=True)):
            name = f"missing{place}" if rank is None else f"rank{rank}"
            told[name] = max(grade, told.get(name, 0))
        return told

    def run(self) -> dict[str, float]:
        """Each rank as a document with a score that falls from rank to rank."""
        return {f"rank{rank}": -float(rank) for rank in range(1, self.size + 1)}

    def found_share(self, depth: int) -> float:
        """R@k over things to be found, each its own: the share of those above grade 0 that the first k hold."""
        wanted = [rank for rank, grade in zip(self.ranks, self.grades, strict=True) if grade > 0]
        return sum(found(rank, depth) for rank in wanted) / len(wanted) if wanted else 0.0


def found(rank: int | None, depth: int) -> bool:
    """Whether a rank is among the first `depth`."""
    return rank is not None and rank <= depth


def judged_rankings(rankings: Mapping[str, Ranking]) -> dict[str, float]:
    """Every measure of NAMES for each ranking, by the ranking's name with the measure's behind it.

    By ir_measures (MacAvaney et al., ECIR 2022) with trec_eval's code, but for R@k where pieces of evidence share a
    passage: trec_eval would count the passage once.
    """
    from ir_measures import iter_calc, parse_measure  # 0.1 s, for evaluations only

    qrels = {name: ranking.qrels() for name, ranking in rankings.items()}
    run = {name: ranking.run() for name, ranking in rankings.items()}
    told = {
        f"{metric.query_id}{metric.measure}": float(metric.value)
        for metric in iter_calc([parse_measure(name) for name in NAMES], qrels, run)
    }
    for name, ranking in rankings.items():
        if len(qrels[name]) < len(ranking.ranks):
            told |= {f"{name}R@{depth}": ranking.found_share(depth) for depth in (5, 10)}
    return {f"{name}{measure}": told[f"{name}{measure}"] for name in rankings for measure in NAMES}
