"""Stand-ins whose results can be worked out by hand."""

import hashlib
from collections.abc import Mapping, Sequence

import numpy as np

from rag.index.saved import IndexContent
from rag.index.term_index import TermIndex
from rag.index.vector_index import RowScores, VectorIndex
from rag.models.encoder import Vectors
from rag.models.reader.protocol import Reading
from rag.progress import Progress, silent
from rag.records import Fragment, Page, Passage, Piece, Sentence


class FakeEncoder:
    """One dimension a word, holding how often the text has it, and a last one that is always 1; then unit length.

    Two texts are as similar as (1 + the sum over words of the product of their counts) / the product of the lengths of
    their count vectors. Every text given to `encode_passages` is kept in `encoded`.
    """

    def __init__(self, words: Sequence[str], name: str = "fake") -> None:
        self.name = name
        self.words = tuple(words)
        self.dimensions = len(self.words) + 1
        self.encoded: list[str] = []

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        return self._vectors(texts)

    def encode_passages(self, texts: Sequence[str], progress: Progress = silent) -> Vectors:
        self.encoded += texts
        progress("progress-encode", len(texts), len(texts))
        return self._vectors(texts)

    def _vectors(self, texts: Sequence[str]) -> Vectors:
        counts = np.array([[*(text.count(word) for word in self.words), 1] for text in texts], np.float32)
        counts = counts.reshape(len(texts), self.dimensions)
        unit: Vectors = counts / np.linalg.norm(counts, axis=1, keepdims=True)
        return unit


def index_content(*bodies: str, words: Sequence[str] = ("水", "火"), dictionary: tuple[str, ...] = ()) -> IndexContent:
    """An index made by hand: each body is a page of one line, one article and one passage; "。" ends a sentence.

    A term is one character; vectors are those of `FakeEncoder(words)`.
    """
    pages, articles, passages = [], [], []
    for number, body in enumerate(bodies):
        name = f"page{number}.txt"
        sentences, start = [], 0
        for text in body.split("。")[:-1]:
            sentences.append(Sentence((Fragment(name, 1, start, f"{text}。"),), opens_paragraph=not start))
            start += len(text) + 1
        pages.append(Page(name, (body,), hashlib.sha256(body.encode()).hexdigest()))
        articles.append(Piece(f"a{number}", name, "", "news", "", None, ((1, 1),), (), ((1,),), (), body))
        passages.append(Passage(f"p{number}", f"a{number}", name, "", None, ((1, 1),), tuple(sentences)))
    encoder = FakeEncoder(words)
    passage_texts = [passage.text for passage in passages]
    sentence_texts = [sentence.text for passage in passages for sentence in passage.sentences]
    return IndexContent(
        pages=tuple(pages),
        articles=tuple(articles),
        passages=tuple(passages),
        passage_vectors=VectorIndex.build(encoder.encode_passages(passage_texts)),
        sentence_vectors=VectorIndex.build(encoder.encode_passages(sentence_texts)),
        passage_keys=_keys(passage_texts),
        sentence_keys=_keys(sentence_texts),
        terms=TermIndex.build([list(text) for text in passage_texts]),
        dictionary=dictionary,
    )


def _keys(texts: Sequence[str]) -> np.ndarray:
    keys = b"".join(hashlib.sha256(text.encode()).digest() for text in texts)
    return np.frombuffer(keys, np.uint8).reshape(len(texts), 32)


def no_sentences() -> RowScores:
    """The scores of an index without a sentence."""
    return RowScores(VectorIndex.build(np.zeros((0, 1), np.float32)), np.zeros(1, np.float32))


class FakeReader:
    """A text's relevance is the sum of `relevance` over the words that it holds; a span is the first of `answers`.

    The span's tokens score `strength` at its start and at its end, all other tokens 0. Each character is a token. `texts` keeps
    what was read; after `at_most` texts the time is over.
    """

    def __init__(
        self,
        relevance: Mapping[str, float],
        answers: Sequence[str] = (),
        *,
        spans: bool = True,
        at_most: int = 1000,
        strength: float = 10,
        calibration: Mapping[str, float] | None = None,
    ) -> None:
        self.name = "fake"
        self.calibration = calibration or {}
        self.texts: list[str] = []
        self._relevance, self._answers, self._spans, self._at_most = relevance, answers, spans, at_most
        self._strength = strength

    def read(self, question: str, texts: Sequence[str], seconds: float = float("inf")) -> list[Reading]:
        self.texts += texts[: self._at_most]
        return [self._read(text) for text in texts[: self._at_most]]

    def _read(self, text: str) -> Reading:
        count = len(text) if self._spans else 0
        starts, ends = np.zeros(count, np.float32), np.zeros(count, np.float32)
        answer = next((answer for answer in self._answers if answer in text), "")
        if answer and self._spans:
            starts[text.index(answer)] = self._strength
            ends[text.index(answer) + len(answer) - 1] = self._strength
        offsets = np.array([(place, place + 1) for place in range(count)], np.int64).reshape(-1, 2)
        relevance = sum(score for word, score in self._relevance.items() if word in text)
        return Reading(relevance, 0.0, starts, ends, offsets)
