"""The one way in: open an index, ask, read. Command line, page and evaluation all call this class."""

import dataclasses
import re
import time
from collections.abc import Sequence
from pathlib import Path

from rag.answer import compose, confidence_of, refusal_of
from rag.articles import chains
from rag.encoder import Encoder, encoder_name, load_encoder
from rag.errors import QuestionError
from rag.index.saved import SavedIndex, open_index
from rag.records import Answer, Article, Citation, Hit, Page, Passage
from rag.search import Searcher
from rag.settings import Settings
from rag.terms import Terms, is_chinese
from rag.wording import Language, say

History = Sequence[tuple[str, str]]


class Assistant:
    """Answers questions from one opened index. Threads may share it."""

    def __init__(self, index: SavedIndex, encoder: Encoder, settings: Settings) -> None:
        self.index = index
        self.settings = settings
        self._encoder = encoder
        self._searcher = Searcher(index, settings)
        self._articles = {article.id: article for article in index.articles}
        self._parts = {part.id: parts for parts in chains(index.articles) for part in parts}
        self._pages = {page.name: page for page in index.pages}
        self.terms.cut("预热")  # jieba reads its dictionary at the first cut; better now than during a question

    @classmethod
    def open(cls, index: Path, settings: Settings | None = None, encoder: Encoder | None = None) -> "Assistant":
        """The assistant for the index in the folder `index`; the encoder is loaded unless one is given.

        Raises StoredIndexError where the index is missing, damaged or does not match, before any model is loaded, and
        EncoderError where the model cannot be loaded.
        """
        chosen = settings or Settings()
        saved = open_index(index, chosen, encoder.name if encoder else encoder_name(chosen))
        return cls(saved, encoder or load_encoder(chosen), chosen)

    @property
    def pages(self) -> tuple[Page, ...]:
        """The pages of the index, in order of their names."""
        return self.index.pages

    @property
    def articles(self) -> tuple[Article, ...]:
        """The pieces of all pages, in the pages' order."""
        return self.index.articles

    @property
    def passages(self) -> tuple[Passage, ...]:
        """The passages of all articles, in the articles' order."""
        return self.index.passages

    @property
    def terms(self) -> Terms:
        """What cuts text into terms for this index."""
        return self._searcher.terms

    def page(self, name: str) -> Page:
        """The page of that file name. Raises KeyError."""
        return self._pages[name]

    def article(self, id: str) -> Article:
        """The piece of that id. Raises KeyError."""
        return self._articles[id]

    def parts(self, id: str) -> tuple[Article, ...]:
        """All pieces of the article that the piece of that id belongs to, in reading order. Raises KeyError."""
        return self._parts[id]

    def ask(self, question: str, history: History = ()) -> Answer:
        """The answer to `question` after `history`, earlier questions with their answers, oldest first.

        Raises QuestionError for a question that is empty, too long, or no question at all.
        """
        started = time.perf_counter()
        text = self._checked(question, history)
        vector = self._searcher.encode(self._encoder, text, history)
        encoded = time.perf_counter()
        retrieval = self._searcher.search(text, history, vector)
        searched = time.perf_counter()
        reason = refusal_of(retrieval, self.settings)
        said, citations = ("", []) if reason else compose(retrieval, self.index, self.terms, self.settings)
        reason = reason or ("" if citations else "refusal-nothing-near")
        confidence = confidence_of(retrieval, self.settings)
        done = time.perf_counter()
        stages = {"encode": encoded - started, "search": searched - encoded, "read": done - searched,
                  "total": done - started}
        return Answer(
            question=text, refused=not citations, text=say(reason, language_of(text)) if reason else said,
            citations=tuple(map(self._numbered, citations)), hits=retrieval.hits, confidence=confidence, reason=reason,
            timings_ms={name: round(1000 * seconds, 3) for name, seconds in stages.items()})

    def search(self, question: str, history: History = ()) -> tuple[Hit, ...]:
        """The passages nearest to `question`, best first. Raises QuestionError as `ask` does."""
        text = self._checked(question, history)
        return self._searcher.search(text, history, self._searcher.encode(self._encoder, text, history)).hits

    def _numbered(self, citation: Citation) -> Citation:
        """The citation with the number that its page has in its issue."""
        return dataclasses.replace(citation, page=self._pages[citation.source].issue.page)

    def _checked(self, question: str, history: History) -> str:
        """The question stripped. Raises QuestionError where it cannot be one."""
        text = question.encode("utf-8", "replace").decode("utf-8").strip()  # half a surrogate pair is no character
        if not text:
            raise QuestionError("question-empty")
        if len(text) > self.settings.question_characters:
            raise QuestionError("question-too-long", length=len(text), limit=self.settings.question_characters)
        if not history and self._is_nonsense(text):  # in a conversation, 谁? is a question
            raise QuestionError("question-nonsense")
        return text

    def _is_nonsense(self, text: str) -> bool:
        """No words at all, one character over and over, or a single Latin string that no page holds."""
        letters = re.findall(r"[^\W\d_]", text)
        words = re.findall(r"[a-z0-9]+", text.lower())
        alone = len(words) == 1 and len(letters) <= len(words[0]) and not re.search(r"[\u3400-\u9fff]", text)
        return len(set(letters)) < 2 or (alone and not self.index.terms.knows(words[0]))


def language_of(question: str) -> Language:
    """The language to answer in."""
    return "zh" if is_chinese(question) else "en"
