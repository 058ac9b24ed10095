"""A question -> the passages nearest to it, near-duplicates shown once.

Every passage is scored by three retrievers (its vector, its best sentence's vector, its terms), and the scores are
fused. The sentences of a large corpus are compared for those passages alone that vector or terms bring near. Where the
passages are more than can be compared, some that may come first are found, and nothing but they is compared.
"""

import copy
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from rag.answering.asked_days import AskedDays
from rag.answering.asked_noun import lacking_what_is_asked
from rag.answering.candidate_search import CandidateSearch
from rag.answering.fusion import Scores, covered_share, fuse
from rag.answering.large_search import candidate_search
from rag.answering.names_in_common import names_in, strangers
from rag.answering.near_person import persons_in, telling
from rag.answering.scope import Scope
from rag.answering.sentence_days import SentenceDays
from rag.answering.shortlist import SENTENCES_COMPARED, SHORTLISTED, Rows, best_sentences, shortlist
from rag.index.saved import SavedIndex
from rag.index.vector_index import RowScores
from rag.models.encoder import Encoder, Vectors
from rag.models.reader.windows import PassageReading
from rag.records import Hit
from rag.settings import Settings
from rag.text.characters import is_chinese, normalise
from rag.text.similarity import near_duplicate
from rag.text.terms import Terms, is_pair
from rag.text.values import is_value

_Part = tuple[float, Sequence[str]]

_SIMILAR = 0.97  # cosine under which the pairs need not be compared: texts printed twice are above 0.99


@dataclass(frozen=True, slots=True, eq=False)
class Retrieval:
    """What a search found: the best passages, and what the answer needs of the question.

    `positions` are the hits' rows in the index; `terms` are the question's own terms, without the conversation's.
    `sentence_scores` has a score for each sentence of the index, in the order of its vectors. `readings` are a
    reader's of the hits, in their order, None for those not read; () where there is no reader. `continued_from` is the
    id of the article just cited that the question goes on from, and all hits are of that answer's articles; "" where
    they may be of any. `asked` are the days that the question names, and `day_fits` tells how well each sentence of a
    hit fits them, by the passage's id. `lacking` tells of each hit's article what share of the question's words it does
    not print, rare ones weighing more, from 0 to 1, `names` which runs of its characters it prints. `told` are the
    numbers of the sentences of each hit, by its passage's id, that tell of a person whom the question names; {} where
    it names none that a hit's article prints. `unasked` are the hits' articles that print nothing of what it asks
    about.
    """

    question: str
    in_conversation: bool
    terms: tuple[str, ...]
    hits: tuple[Hit, ...]
    positions: tuple[int, ...]
    sentence_scores: RowScores
    readings: tuple[PassageReading | None, ...] = ()
    continued_from: str = ""
    asked: AskedDays | None = None
    day_fits: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    lacking: Mapping[str, float] = field(default_factory=dict)
    names: Mapping[str, frozenset[str]] = field(default_factory=dict)
    told: Mapping[str, frozenset[int]] = field(default_factory=dict)
    unasked: frozenset[str] = frozenset()

    @property
    def fused(self) -> tuple[float, ...]:
        """The score that the search alone gave each hit, without the days, in the hits' order."""
        return tuple(hit.parts.get("fused", hit.score) for hit in self.hits)

    @property
    def strangers(self) -> frozenset[str]:
        """The hits' articles that do not name what the question and the nearest article name."""
        if not self.hits or not self.names:
            return frozenset()
        asked = normalise(self.question)
        return strangers(asked, self.hits[0].passage.article, self.names, persons_in(asked, self.terms))


class Retriever:
    """Searches one opened index. Holds no state of its own beyond it, so that threads may share it."""

    def __init__(self, index: SavedIndex, settings: Settings) -> None:
        self.index = index
        self.settings = settings
        self.terms = Terms(index.dictionary)
        self.days = SentenceDays(index)
        self._scope: Scope | None = None
        self._finder = candidate_search(index)

    def narrowed(self, scope: Scope | None) -> "Retriever":
        """The same retriever for searches that are all within passages of articles in the `scope`, where there is one.

        What is found is told by the searches themselves; an index that finds passages itself looks at no others.
        """
        one = copy.copy(self)
        one._scope = scope
        return one

    def encode(self, encoder: Encoder, question: str, history: Sequence[tuple[str, str]]) -> Vectors:
        """The vector of the question, shape (dimensions,), leaning towards the conversation where there is one."""
        texts = [normalise(text) for text in (question, in_context(question, history))]
        if not history:
            return _row(encoder.encode_questions(texts[:1]), 0)
        vectors = encoder.encode_questions(texts)
        weight = self.settings.history_weight
        return (1 - weight) * _row(vectors, 0) + weight * _row(vectors, 1)

    def search(
        self,
        question: str,
        history: Sequence[tuple[str, str]],
        vector: Vectors,
        within: NDArray[np.bool_] | None = None,
        asked: AskedDays | None = None,
    ) -> Retrieval:
        """The best passages for `question`, whose vector from `encode` is `vector`, best first.

        `within`, shape (passages,), tells which passages may be found, None for all. It changes no score: how rare a
        term is and how near a passage is are always those of the whole collection. Passages that tell of the `asked`
        days gain `settings.day_weight` in their order; how near they are to the question stays the same.
        """
        index, settings = self.index, self.settings
        sentence_scores = index.sentence_vectors.compared(vector)
        terms = tuple(self._terms_of(question))
        weight = settings.history_weight
        parts: list[_Part] = [(1.0, terms)]
        if history:
            parts = [(1 - weight, terms), (weight, self.terms.cut(in_context(question, history)))]
        dense, covered, fits, shortlists = self._near(vector, parts, within, asked)
        bonus = 0 if fits is None else np.float32(settings.day_weight) * fits
        for rows in shortlists:
            sentence = best_sentences(sentence_scores, index.sentence_offsets, rows)
            fused = self._fused(dense, sentence, covered)
            scores = fused + bonus
            positions = self._distinct(_ordered(scores, rows, within), settings.passages_shown)
            if len(positions) == settings.passages_shown:
                break  # texts printed over and over may leave too few
        hits = tuple(
            Hit(
                index.passages[p],
                float(scores[p]),
                rank,
                {"dense": float(dense[p]), "sentence": float(sentence[p]), "terms": float(covered[p])}
                | ({} if fits is None else {"day": float(fits[p]), "fused": float(fused[p])}),
                matched,
            )
            for rank, (p, matched) in enumerate(zip(positions, self._matched(terms, positions), strict=True), 1)
        )
        articles = {hit.passage.article for hit in hits}
        plain = normalise(question)
        persons = persons_in(plain, terms)
        texts = {article: self._text(article) for article in articles}
        found = Retrieval(
            question,
            bool(history),
            terms,
            hits,
            tuple(positions),
            sentence_scores,
            lacking=self._lacking(terms, articles),
            names=names_in(plain, texts, persons),
            unasked=lacking_what_is_asked(plain, texts),
            told=self._told(persons, articles),
        )
        if asked is None:
            return found
        day_fits = {hit.passage.id: self.days.fits(hit.passage, asked) for hit in hits}
        return replace(found, asked=asked, day_fits=day_fits)

    def scores(self, text: str, vector: Vectors, besides: NDArray[np.bool_] | None = None) -> Scores:
        """How near each passage is to `text` alone, whose vector is `vector`: fused scores, shape (passages,).

        In a large corpus passages that are not among the nearest, nor `besides`, have less than is theirs.
        """
        index = self.index
        dense, covered, _, shortlists = self._near(vector, [(1.0, self.terms.cut(text))], besides=besides)
        rows = next(shortlists)
        if rows is not None and besides is not None:
            rows = np.union1d(rows, np.flatnonzero(besides))
        sentence = best_sentences(index.sentence_vectors.compared(vector), index.sentence_offsets, rows)
        return self._fused(dense, sentence, covered)

    def of_articles(self, articles: Sequence[str]) -> NDArray[np.bool_]:
        """Which passages are of these articles, shape (passages,)."""
        held = np.zeros(len(self.index.passages), np.bool_)
        for article in articles:
            held[list(self.index.passages_of.get(article, ()))] = True
        return held

    def _near(
        self,
        vector: Vectors,
        parts: Sequence[_Part],
        within: NDArray[np.bool_] | None = None,
        asked: AskedDays | None = None,
        besides: NDArray[np.bool_] | None = None,
    ) -> tuple[Scores, Scores, Scores | None, Iterator[Rows | None]]:
        """The cosine of every passage, the share of the terms that it holds, how well it fits the `asked` days, and the
        passages whose sentences are compared; where some passages alone are found, all others have the least there is.

        `parts` are terms with what their share counts; together they count 1.
        """
        index = self.index
        if self._finder is not None:
            return self._found(self._finder, vector, self._weights(parts), within, asked, besides)
        dense = index.passage_vectors.scores(vector)
        weight, terms = parts[0]
        covered = weight * self._covered(terms)
        for weight, terms in parts[1:]:
            covered = covered + weight * self._covered(terms)
        fits = None if asked is None else self.days.best_fits(asked)
        bonus = 0 if fits is None else np.float32(self.settings.day_weight) * fits
        return dense, covered, fits, self._shortlists(dense, covered, bonus, within)

    def _found(
        self,
        finder: CandidateSearch,
        vector: Vectors,
        weights: Mapping[str, float],
        within: NDArray[np.bool_] | None,
        asked: AskedDays | None,
        besides: NDArray[np.bool_] | None,
    ) -> tuple[Scores, Scores, Scores | None, Iterator[Rows | None]]:
        """As `_near`, of the passages that the `finder` finds: of papers of the asked days it is asked by itself."""
        size = len(self.index.passages)
        dense, covered = np.full(size, -1, np.float32), np.zeros(size, np.float32)
        fits = None if asked is None else np.zeros(size, np.float32)
        asked_for = [within]
        if asked is not None:
            of_days = self.days.of_pages_of(asked) if within is None else self.days.of_pages_of(asked) & within
            asked_for += [of_days] if of_days.any() else []
        found: list[Rows] = []
        for inside in asked_for:
            candidates = finder.candidates(vector, weights, inside, self._scope, besides)
            dense[candidates.rows], covered[candidates.rows] = candidates.dense, candidates.covered
            found.append(candidates.rows)
        rows = found[0] if len(found) == 1 else np.union1d(*found)
        if asked is not None and fits is not None:
            fits[rows] = self.days.best_fits_of(rows, asked)
        return dense, covered, fits, iter([rows])

    def _weights(self, parts: Sequence[_Part]) -> dict[str, float]:
        """What holding each term without end adds to the share that a passage covers."""
        weights: dict[str, float] = defaultdict(float)
        for weight, terms in parts:
            rarities = [self.index.terms.inverse_document_frequency(term) for term in terms]
            for term, rarity in zip(terms, rarities, strict=True):
                weights[term] += weight * rarity / sum(rarities)
        return weights

    def _shortlists(
        self, dense: Scores, covered: Scores, bonus: Scores | int, within: NDArray[np.bool_] | None
    ) -> Iterator[Rows | None]:
        """The passages whose sentences are compared, None for all: few of a large corpus, then all."""
        if len(self.index.sentence_vectors) > SENTENCES_COMPARED:
            together = self._fused(dense, dense, covered) + bonus
            rows = shortlist((together, dense, covered), within, SHORTLISTED)
            yield rows
            if len(rows) == (len(dense) if within is None else np.count_nonzero(within)):
                return
        yield None

    def _fused(self, dense: Scores, sentence: Scores, covered: Scores) -> Scores:
        return fuse(
            dense,
            sentence,
            covered,
            sentence_weight=self.settings.sentence_weight,
            term_weight=self.settings.term_weight,
            similarity_weight=self.settings.similarity_weight,
        )

    def _matched(self, terms: Sequence[str], positions: Sequence[int]) -> list[tuple[str, ...]]:
        """For each passage the words among `terms` that it holds; pairs of characters are no words."""
        words = list(dict.fromkeys(term for term in terms if not is_pair(term)))
        held = self.index.terms.holding(words, positions)
        return [
            tuple(word for word, rows in zip(words, held, strict=True) if rows[place])
            for place in range(len(positions))
        ]

    def _lacking(self, terms: Sequence[str], articles: Collection[str]) -> dict[str, float]:
        """For each of the articles the share of the words among `terms` that none of its passages holds."""
        words = {term for term in terms if len(term) > 1 and not is_pair(term) and not is_value(term)}
        weights = {word: self.index.terms.inverse_document_frequency(word) for word in words}
        whole = sum(weights.values()) or 1.0
        owners = [article for article in articles for _ in self.index.passages_of[article]]
        positions = [position for article in articles for position in self.index.passages_of[article]]
        missing = dict.fromkeys(articles, whole if words else 0.0)
        held = self.index.terms.holding(list(weights), positions)
        for weight, rows in zip(weights.values(), held, strict=True):
            for article in {owners[place] for place in np.flatnonzero(rows).tolist()}:
                missing[article] -= weight
        return {article: max(0.0, weight) / whole for article, weight in missing.items()}

    def _told(self, persons: Sequence[str], articles: Collection[str]) -> dict[str, frozenset[int]]:
        """For each passage of the articles, by its id, the sentences that tell of one of the persons; {} where none of
        them prints one.
        """
        told: dict[str, frozenset[int]] = {}
        for article in articles if persons else ():
            passages = [self.index.passages[position] for position in self.index.passages_of[article]]
            numbers = telling(persons, [normalise(each.text) for passage in passages for each in passage.sentences])
            start = 0
            for passage in passages:
                end = start + len(passage.sentences)
                told[passage.id] = frozenset(number - start for number in numbers if start <= number < end)
                start = end
        return told if any(told.values()) else {}

    def _text(self, article: str) -> str:
        """The article's headline and passages, normalised."""
        passages = [self.index.passages[position] for position in self.index.passages_of[article]]
        return normalise("\n".join((passages[0].title, *(passage.text for passage in passages))))

    def _terms_of(self, question: str) -> list[str]:
        """The terms of a question; of one in a foreign script without the values of its numbers, which would be all
        that it shares with the pages: a year in it would bring whatever they print of that year near.
        """
        terms = self.terms.cut(question)
        return terms if is_chinese(question) else [term for term in terms if not is_value(term)]

    def _covered(self, terms: Sequence[str]) -> Scores:
        """For each passage the share of `terms` that it holds, rare ones weighing more."""
        most = sum(self.index.terms.inverse_document_frequency(term) for term in terms)
        return covered_share(self.index.terms.scores(terms), most)

    def _distinct(self, order: NDArray[np.int64], count: int) -> list[int]:
        """The first `count` positions of `order` whose passages do not repeat one before them."""
        index, passages = self.index.passage_vectors, self.index.passages
        kept: dict[int, Vectors] = {}
        for start in range(0, len(order), count):
            positions = order[start : start + count]
            for position, vector in zip(positions.tolist(), index.rows(positions), strict=True):
                if len(kept) == count:
                    return list(kept)
                if not any(
                    vector @ others > _SIMILAR and near_duplicate(passages[position].text, passages[other].text)
                    for other, others in kept.items()
                ):
                    kept[position] = vector
        return list(kept)


def least_score(question: str, settings: Settings) -> float:
    """The fused score under which nothing is near to `question`, by its script."""
    return settings.refusal_score if is_chinese(question) else settings.refusal_score_foreign


def in_context(question: str, history: Sequence[tuple[str, str]]) -> str:
    """The question with the conversation before it: the last two turns, each a question and its answer.

    What a follow-up leaves out was said lately; older turns would pull the search towards what was asked before.
    """
    return " ".join([*(part for turn in history[-2:] for part in turn), question])


def _ordered(scores: Scores, rows: Rows | None, within: NDArray[np.bool_] | None) -> Rows:
    """The rows among those of `rows` and `within`, None for all, best first; of equal ones the first comes first."""
    if rows is None:
        order = np.argsort(-scores, kind="stable")
        return order if within is None else order[within[order]]
    return rows[np.argsort(-scores[rows], kind="stable")]


def _row(vectors: Vectors, number: int) -> Vectors:
    row: Vectors = vectors[number]
    return row
