"""The corpus as it is at the moment: all that an assistant has, of one that may be replaced at any time.

Whoever needs two things of the same moment takes the `assistant` first and asks that. Left out: why and when it is
replaced (see `library`).
"""

from rag.answering.pipeline import History
from rag.answering.retriever import Retrieval
from rag.answering.scope import Scope
from rag.assistant import Assistant
from rag.corpus.overview import CorpusFigures, Holding, figures_of, holdings_of
from rag.index.saved import SavedIndex
from rag.records import Answer, Hit, Page, Passage, Piece
from rag.settings import Settings
from rag.text.terms import Terms


class PresentCorpus:
    """Passes on to the present assistant whatever it is asked. Threads may share it."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._version = 0

    def _replace(self, assistant: Assistant) -> None:
        """Have `assistant` answer from now on; what is being answered is answered by the former one."""
        self._assistant = assistant
        self._version += 1

    @property
    def assistant(self) -> Assistant:
        """The assistant of the corpus as it is now; it stays as it is whatever changes."""
        return self._assistant

    @property
    def version(self) -> int:
        """How often the corpus has changed since it was opened."""
        return self._version

    @property
    def index(self) -> SavedIndex:
        """The index as it is now."""
        return self._assistant.index

    @property
    def settings(self) -> Settings:
        """The settings that it was opened with."""
        return self._assistant.settings

    @property
    def pages(self) -> tuple[Page, ...]:
        """The pages, in order of their names."""
        return self._assistant.pages

    @property
    def articles(self) -> tuple[Piece, ...]:
        """The pieces of all pages, in the pages' order."""
        return self._assistant.articles

    @property
    def passages(self) -> tuple[Passage, ...]:
        """The passages of all articles, in the articles' order."""
        return self._assistant.passages

    @property
    def terms(self) -> Terms:
        """What cuts text into terms for this index."""
        return self._assistant.terms

    def page(self, name: str) -> Page:
        """The page of that file name. Raises KeyError."""
        return self._assistant.page(name)

    def article(self, id: str) -> Piece:
        """The piece of that id. Raises KeyError."""
        return self._assistant.article(id)

    def parts(self, id: str) -> tuple[Piece, ...]:
        """All pieces of the article that the piece of that id belongs to, in reading order. Raises KeyError."""
        return self._assistant.parts(id)

    def ask(self, question: str, history: History = (), scope: Scope | None = None) -> Answer:
        """As `Assistant.ask`."""
        return self._assistant.ask(question, history, scope)

    def search(self, question: str, history: History = (), scope: Scope | None = None) -> tuple[Hit, ...]:
        """As `Assistant.search`."""
        return self._assistant.search(question, history, scope)

    def retrieve(self, question: str, history: History = (), scope: Scope | None = None) -> Retrieval:
        """As `Assistant.retrieve`."""
        return self._assistant.retrieve(question, history, scope)

    @property
    def holdings(self) -> tuple[Holding, ...]:
        """Every page with its pieces and passages."""
        return holdings_of(self.index)

    @property
    def figures(self) -> CorpusFigures:
        """The corpus in sum."""
        return figures_of(self.index)
