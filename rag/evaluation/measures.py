"""What an answer is worth: the measures, each from 0 to 1, over answers in the contract's form.

They are named as the literature names them. Retrieval is judged by evidence text, never by passage ids, so that
cutting passages differently does not change the judgement. A question without a hit counts as 0 and is never left
out; a measure gives None only for questions that it is not about. Left out: asking, averaging and printing.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from rag.evaluation.matching import bigrams, covers, squeeze, supports
from rag.evaluation.questions import Question

DEPTH: Final = 10
"""Passages that are judged: what the contract gives out."""

PASSAGE_CHARACTERS: Final = 600
"""Characters of a passage that count, so that handing out whole pages does not pay."""

ANSWER_CHARACTERS: Final = 260
"""Longest answer that can be correct, so that reciting the page does not pay."""

LONG_ANSWER: Final = 12
"""Accepted answers above this many characters may be worded differently, if they share enough bigrams."""

BIGRAM_SHARE: Final = 0.6
"""The share of a long accepted answer's bigrams that the answer must hold."""

Ranks = Sequence[int | None]
"""For each piece of evidence the rank, from 1, of the first passage that carries it; None for none."""

PageLines = Callable[[str], Sequence[str]]
"""The lines of the page with this file name; none for an unknown page."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A question, its answer in the contract's form, and what was checked against the pages once for all measures."""

    question: Question
    answer: Mapping[str, Any]
    ranks: tuple[int | None, ...]
    verbatim: tuple[bool, ...]
    supporting: tuple[bool, ...]

    @property
    def answerable(self) -> bool:
        """Whether the pages answer the question."""
        return bool(self.question.answers)

    @property
    def refused(self) -> bool:
        """Whether the assistant said that they do not."""
        return bool(self.answer["refused"])


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure: None from `of` where it is not about that question; `weight` is the question's part in the mean."""

    name: str
    of: Callable[[Judged], float | None]
    weight: Callable[[Judged], int] = lambda judged: 1  # noqa: ARG005 - every question the same
    lower_is_better: bool = False


def judge(question: Question, answer: Mapping[str, Any], page_lines: PageLines) -> Judged:
    """Check an answer's passages and citations against the gold and the pages."""
    citations = answer["citations"]
    return Judged(
        question=question,
        answer=answer,
        ranks=tuple(evidence_ranks(question.evidence, [passage["text"] for passage in answer["passages"]])),
        verbatim=tuple(is_verbatim(cited["quote"], cited["lines"], page_lines(cited["source"])) for cited in citations),
        supporting=tuple(supports(cited["quote"], question.evidence) for cited in citations),
    )


# ---- passages

def evidence_ranks(evidence: Sequence[str], texts: Sequence[str]) -> list[int | None]:
    """The rank of each piece of evidence: the first passage that holds it, else the first that covers it."""
    shown = [squeeze(text)[:PASSAGE_CHARACTERS] for text in texts[:DEPTH]]

    def rank(piece: str) -> int | None:
        holding = (place for place, text in enumerate(shown, start=1) if piece in text)
        covering = (place for place, text in enumerate(shown, start=1) if covers(text, piece))
        return next(holding, None) or next(covering, None)

    return [rank(squeeze(piece)) for piece in evidence]


def success(ranks: Ranks, depth: int) -> float:
    """Success@k: 1 where any evidence is among the first k (ir_measures `Success`; often misnamed Hit@k or R@k)."""
    return float(any(rank is not None and rank <= depth for rank in ranks))


def all_evidence(ranks: Ranks, depth: int) -> float:
    """1 where every piece of evidence is among the first k (multi-hop retrieval; Xiong et al. 2021 call it PR@k)."""
    return float(bool(ranks) and all(rank is not None and rank <= depth for rank in ranks))


def reciprocal_rank(ranks: Ranks, depth: int = DEPTH) -> float:
    """RR@k: one over the rank of the first evidence, 0 beyond k (Kantor and Voorhees 2000; its mean is MRR)."""
    best = min((rank for rank in ranks if rank is not None), default=depth + 1)
    return 1 / best if best <= depth else 0.0


# ---- answers

def answer_correct(question: Question, text: str) -> float:
    """The share of `items` named; without items 1 where an accepted answer is contained, or a long one covered.

    Containment follows open-domain question answering (DPR's "has answer"); markers such as [1] do not count.
    """
    said = squeeze(re.sub(r"\[\d+\]", "", text))
    if not said or len(said) > ANSWER_CHARACTERS:
        return 0.0
    if question.items:
        return sum(squeeze(item) in said for item in question.items) / len(question.items)
    return float(any(answer in said or _covered(answer, said) for answer in map(squeeze, question.answers)))


def _covered(answer: str, said: str) -> bool:
    wanted = bigrams(answer)
    return len(answer) > LONG_ANSWER and len(wanted & bigrams(said)) / len(wanted) >= BIGRAM_SHARE


# ---- citations

def is_verbatim(quote: str, lines: Sequence[int], page: Sequence[str]) -> bool:
    """Whether the page prints the quote at these lines, first and last from 1, white space aside."""
    first, last = lines
    said = squeeze(quote)
    return bool(said) and said in squeeze("".join(page[first - 1:last]))


def _success(depth: int, judged: Judged) -> float | None:
    return success(judged.ranks, depth) if judged.answerable else None


def _all_evidence(depth: int, judged: Judged) -> float | None:
    return all_evidence(judged.ranks, depth) if judged.answerable else None


def _reciprocal_rank(judged: Judged) -> float | None:
    return reciprocal_rank(judged.ranks) if judged.answerable else None


def _answer_correct(judged: Judged) -> float | None:
    """A refusal of an answerable question is wrong."""
    if not judged.answerable:
        return None
    return 0.0 if judged.refused else answer_correct(judged.question, judged.answer["answer"])


def _false_refusal(judged: Judged) -> float | None:
    """Answerable questions that were refused."""
    return float(judged.refused) if judged.answerable else None


def _unanswerable_refused(judged: Judged) -> float | None:
    """Unanswerable questions that were refused: the no-answer accuracy of SQuAD 2.0 (Rajpurkar et al. 2018)."""
    return None if judged.answerable else float(judged.refused)


def _citation_verbatim(judged: Judged) -> float | None:
    """Citations that the page prints so at their lines; the mean is over citations, not questions."""
    return sum(judged.verbatim) / len(judged.verbatim) if judged.verbatim else None


def _citation_supports(judged: Judged) -> float | None:
    """Answerable questions answered with at least one citation that proves it (attribution; Rashkin et al. 2023)."""
    return float(not judged.refused and any(judged.supporting)) if judged.answerable else None


def _citation_precision(judged: Judged) -> float | None:
    """The share of an answer's citations that prove it (ALCE, Gao et al. 2023); of answers with citations."""
    if not judged.answerable or judged.refused or not judged.supporting:
        return None
    return sum(judged.supporting) / len(judged.supporting)


MEASURES: Final[tuple[Measure, ...]] = (
    Measure("Success@1", partial(_success, 1)),
    Measure("Success@3", partial(_success, 3)),
    Measure("Success@5", partial(_success, 5)),
    Measure("Success@10", partial(_success, 10)),
    Measure("all_evidence@5", partial(_all_evidence, 5)),
    Measure("all_evidence@10", partial(_all_evidence, 10)),
    Measure("RR@10", _reciprocal_rank),
    Measure("answer_correct", _answer_correct),
    Measure("false_refusal", _false_refusal, lower_is_better=True),
    Measure("unanswerable_refused", _unanswerable_refused),
    Measure("citation_verbatim", _citation_verbatim, weight=lambda judged: len(judged.verbatim)),
    Measure("citation_supports", _citation_supports),
    Measure("citation_precision", _citation_precision),
)


def figures(judged: Judged) -> dict[str, float]:
    """The measures that are about this question, by name."""
    values = {measure.name: measure.of(judged) for measure in MEASURES}
    return {name: value for name, value in values.items() if value is not None}
