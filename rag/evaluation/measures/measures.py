"""What an answer is worth: the measures, each from 0 to 1, over answers in the JSON form (`json_form`).

They are named as the literature names them. Retrieval is judged by evidence text, never by passage ids, so that
cutting passages differently does not change the judgement; question sets that judge whole documents are judged by
those. A question without a hit counts as 0 and is never left out; a measure gives None only for questions that it is
not about. Left out: asking, averaging and printing.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Final

from rag.evaluation.measures.answers import answer_contains, answer_correct, answer_exact, answer_f1, items_found
from rag.evaluation.measures.matching import covers, supports
from rag.evaluation.measures.ranking import DEPTH, NAMES, Ranking, Ranks, found, judged_rankings
from rag.evaluation.measures.sources import Sources
from rag.evaluation.questions import Question
from rag.text.similarity import squeeze

PASSAGE_CHARACTERS: Final = 600
"""Characters of a passage that count, so that handing out whole pages does not pay."""

RIGHT: Final = 0.5
"""answer_correct from which an answer counts as right where right and wrong are all that is told apart."""

ARTICLES: Final = "article:"
"""Before the name of a measure that judges articles instead of passages."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A question, its answer as JSON, and what was checked against the pages once for all measures.

    `ranks` are those of the passages that first carry each piece of evidence (or each relevant document); `carried`
    are, for each passage, the places of the pieces that it carries. `articles` are the passages' articles in order,
    by document where they have one. `retrieval` holds the measures of both rankings.
    """

    question: Question
    answer: Mapping[str, Any]
    ranks: tuple[int | None, ...]
    verbatim: tuple[bool, ...]
    supporting: tuple[bool, ...]
    carried: tuple[tuple[int, ...], ...] = ()
    articles: tuple[str, ...] = ()
    retrieval: Mapping[str, float] = field(default_factory=dict)

    @property
    def answerable(self) -> bool:
        """Whether the pages answer the question."""
        return self.question.answerable

    @property
    def refused(self) -> bool:
        """Whether the assistant said that they do not."""
        return bool(self.answer["refused"])

    @property
    def said(self) -> str:
        """The answer's text; "" for a refusal, whose sentence answers nothing."""
        return "" if self.refused else str(self.answer["answer"])

    @property
    def right(self) -> bool | None:
        """Whether an answer was given that is right, at least by half; None where the set has no answers to tell."""
        if self.answerable and not self.question.answers:
            return None
        return self.answerable and answer_correct(self.question, self.said) >= RIGHT


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure: None from `of` where it is not about that question; `weight` is the question's part in the mean."""

    name: str
    of: Callable[[Judged], float | None]
    weight: Callable[[Judged], int] = lambda judged: 1  # noqa: ARG005 - every question the same
    lower_is_better: bool = False


def judge(question: Question, answer: Mapping[str, Any], sources: Sources) -> Judged:
    """Check an answer's passages and citations against the gold and the pages."""
    citations, passages = answer["citations"], answer["passages"][:DEPTH]
    wholes = list({whole.id: whole for whole in (sources.article(passage["article"]) for passage in passages)}.values())
    texts = [squeeze(passage["text"])[:PASSAGE_CHARACTERS] for passage in passages]
    pieces = [squeeze(piece) for piece in question.evidence]
    if pieces:
        ranks, article_ranks = ranks_of(pieces, texts), ranks_of(pieces, [whole.text for whole in wholes])
        grades = (1,) * len(pieces)
    else:
        documents = [document for document, _ in question.relevant]
        ranks = _places(documents, [sources.article(passage["article"]).document for passage in passages])
        article_ranks = _places(documents, [whole.document for whole in wholes])
        grades = tuple(grade for _, grade in question.relevant)
    judged = Judged(
        question=question,
        answer=answer,
        ranks=tuple(ranks),
        verbatim=tuple(
            is_verbatim(cited["quote"], cited["lines"], sources.lines(cited["source"])) for cited in citations
        ),
        supporting=tuple(supports(cited["quote"], question.evidence) for cited in citations),
        carried=tuple(tuple(place for place, piece in enumerate(pieces) if covers(text, piece)) for text in texts),
        articles=tuple(whole.document or whole.id for whole in wholes),
    )
    if not (judged.answerable and grades):
        return judged
    return replace(
        judged,
        retrieval=judged_rankings(
            {
                "": Ranking(tuple(ranks), grades, len(passages)),
                ARTICLES: Ranking(tuple(article_ranks), grades, len(wholes)),
            }
        ),
    )


# ---- passages


def evidence_ranks(evidence: Sequence[str], texts: Sequence[str]) -> list[int | None]:
    """The rank of each piece of evidence: the first passage that holds it, else the first that covers it."""
    return ranks_of(
        [squeeze(piece) for piece in evidence], [squeeze(text)[:PASSAGE_CHARACTERS] for text in texts[:DEPTH]]
    )


def ranks_of(pieces: Sequence[str], texts: Sequence[str]) -> list[int | None]:
    """The same for what is squeezed already, however long the texts are."""

    def rank(piece: str) -> int | None:
        holding = (place for place, text in enumerate(texts, start=1) if piece in text)
        covering = (place for place, text in enumerate(texts, start=1) if covers(text, piece))
        return next(holding, None) or next(covering, None)

    return [rank(piece) for piece in pieces]


def _places(documents: Sequence[str], ranked: Sequence[str]) -> list[int | None]:
    """The rank of each document's first place."""
    return [ranked.index(document) + 1 if document in ranked else None for document in documents]


def all_evidence(ranks: Ranks, depth: int) -> float:
    """1 where every piece of evidence is among the first k (multi-hop retrieval; Xiong et al. 2021 call it PR@k)."""
    return float(bool(ranks) and all(found(rank, depth) for rank in ranks))


# ---- citations


def is_verbatim(quote: str, lines: Sequence[int], page: Sequence[str]) -> bool:
    """Whether the page prints the quote at these lines, first and last from 1, white space aside."""
    first, last = lines
    said = squeeze(quote)
    return bool(said) and said in squeeze("".join(page[first - 1 : last]))


def _retrieval(name: str, judged: Judged) -> float | None:
    return judged.retrieval.get(name)


def _all_evidence(depth: int, judged: Judged) -> float | None:
    return all_evidence(judged.ranks, depth) if judged.answerable and judged.question.evidence else None


def _answer(measure: Callable[[Question, str, str], float], judged: Judged) -> float | None:
    """A refusal of an answerable question is wrong."""
    if not judged.question.answers:
        return None
    return 0.0 if judged.refused else measure(judged.question, judged.said, str(judged.answer.get("span", "")))


def _items(judged: Judged) -> float | None:
    return items_found(judged.question, judged.said) if judged.question.answers and judged.question.items else None


def _list_f1(judged: Judged) -> float | None:
    """The F1 of the articles listed against those expected, each told by a line of it."""
    expected = judged.question.expect_articles
    if expected is None:
        return None
    listed = judged.answer.get("articles", ())
    found = sum(any(_stands_in(place, article) for article in listed) for place in expected)
    extra = sum(not any(_stands_in(place, article) for place in expected) for article in listed)
    return 2 * found / (len(expected) + found + extra) if expected or listed else 1.0


def _stands_in(place: tuple[str, int], article: Mapping[str, Any]) -> bool:
    source, line = place
    return any(
        part["source"] == source and any(first <= line <= last for first, last in part["spans"])
        for part in article["parts"]
    )


def _count_exact(judged: Judged) -> float | None:
    """Whether the number of articles is exactly the one expected."""
    expected = judged.question.expect_count
    return None if expected is None else float(judged.answer.get("count") == expected)


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
    if not (judged.answerable and judged.question.evidence):
        return None
    return float(not judged.refused and any(judged.supporting))


def _citation_precision(judged: Judged) -> float | None:
    """The share of an answer's citations that prove it (ALCE, Gao et al. 2023); of answers with citations."""
    if not (judged.answerable and judged.question.evidence and judged.supporting) or judged.refused:
        return None
    return sum(judged.supporting) / len(judged.supporting)


MEASURES: Final[tuple[Measure, ...]] = (
    *(Measure(name, partial(_retrieval, name)) for name in NAMES),
    Measure("all_evidence@5", partial(_all_evidence, 5)),
    Measure("all_evidence@10", partial(_all_evidence, 10)),
    *(Measure(name, partial(_retrieval, name)) for name in (f"{ARTICLES}{name}" for name in NAMES)),
    Measure("answer_correct", partial(_answer, lambda question, said, _: answer_correct(question, said))),
    Measure("answer_exact", partial(_answer, answer_exact)),
    Measure("answer_contains", partial(_answer, lambda question, said, _: answer_contains(question, said))),
    Measure("answer_f1", partial(_answer, answer_f1)),
    Measure("items_found", _items),
    Measure("list_f1", _list_f1),
    Measure("count_exact", _count_exact),
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
