"""The one way in: open an index, ask, read. Command line, page and evaluation all call this class."""

import copy
import dataclasses
import datetime
import functools
import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Literal

from rag.answering.asked_days import AskedDays
from rag.answering.compose import language_of
from rag.answering.event_question import event_question_of
from rag.answering.follow_up import History, Within, cited_in
from rag.answering.holdings import Holdings
from rag.answering.pipeline import Pipeline
from rag.answering.retriever import Retrieval, Retriever
from rag.answering.scope import Scope
from rag.answering.scope_columns import ScopeColumns
from rag.articles.issue.printed import day_on, days_meant
from rag.errors import EngineError, QuestionError, ReaderError
from rag.index.saved import SavedIndex
from rag.models.encoder import (
    BUNDLED,
    CachingEncoder,
    Encoder,
    LazyEncoder,
    SentenceTransformerEncoder,
    encoder_name,
    load_encoder,
)
from rag.models.lazy import Lazy
from rag.models.reader import NetworkReader, Reader, load_reader
from rag.parsing import whole_text
from rag.planning.asked import asked_days_of, check_day_of_asking
from rag.planning.catalogue import Catalogue
from rag.planning.likeness import SURE, SURE_IN_CONVERSATION, load_likeness
from rag.planning.listing import FIRST, Shown
from rag.planning.nearest import nearest_words
from rag.planning.onward import onward_questions
from rag.planning.pieces import is_of_record, piece_of
from rag.planning.plan import Operation, Plan, listing_of, plan_object
from rag.planning.read import PlanReader
from rag.planning.reply import Replies
from rag.planning.reported_days import as_asked_of_reports
from rag.planning.talk import Talk, counts_something, talk_of
from rag.records import Answer, Citation, Hit, Page, Passage, Piece
from rag.settings import Settings
from rag.stores import open_index
from rag.text.characters import normalise
from rag.text.gibberish import is_nonsense, is_typed_at_random
from rag.text.languages import is_other_language
from rag.text.pinyin import PinyinWords, may_be_pinyin
from rag.text.terms import Terms, words_and_pairs

Where = Path | str | SavedIndex


class Assistant:
    """Answers questions from one opened index. Threads may share it."""

    def __init__(self, index: SavedIndex, encoder: Encoder, settings: Settings, reader: Reader | None = None) -> None:
        self.index = index
        self.settings = settings
        self.notice: EngineError | ReaderError | None = None
        self._scope: Scope | None = None
        self._reader: Lazy[Reader | None] = Lazy(lambda: reader)
        self._encoder = encoder
        self._retriever = Retriever(index, settings)
        self._catalogue = Lazy(lambda: Catalogue(index))
        self._pinyin = Lazy(lambda: PinyinWords(*words_and_pairs(index.terms.counted())))
        self._likeness = Lazy(lambda: load_likeness(encoder.name))
        self._columns = ScopeColumns(index)
        self._holdings = Lazy(lambda: Holdings(index))

    @classmethod
    def open(
        cls, index: Where, settings: Settings | None = None, encoder: Encoder | None = None, *, late: bool = False
    ) -> "Assistant":
        """The assistant for `index`, the folder of one or an open one; the encoder is loaded unless one is given.

        With `late`, models are loaded by `load` or the first question, and what is raised for them is raised there.
        Raises StoredIndexError where the index is missing, damaged or does not match, before any model is loaded, and
        EncoderError where the model cannot be loaded, ReaderError where the reranker named in the settings cannot. The
        bundled reader is done without where it cannot be loaded, and the fast engine; `notice` then says why.
        """
        chosen = settings or Settings()
        name = encoder.name if encoder else encoder_name(chosen)
        saved = index if isinstance(index, SavedIndex) else open_index(Path(index), chosen, name)
        opened = cls(saved, encoder or LazyEncoder(name, lambda: load_encoder(chosen)), chosen)
        opened._reader = Lazy(opened._load_reader)
        if not late:
            opened.load()
        return opened

    @property
    def is_loaded(self) -> bool:
        """Whether the models are there, so that a question waits for none of them."""
        encoder = self._encoder.loaded.is_made if isinstance(self._encoder, LazyEncoder) else True
        return encoder and self._reader.is_made

    def load(self) -> None:
        """Load now what the first question would wait for, seconds for the models. Raises as `open` does for them."""
        with ThreadPoolExecutor(1, "loading") as beside:  # what compiles the models leaves a core to this
            words = beside.submit(self._load_words)
            loaded = self._encoder.loaded() if isinstance(self._encoder, LazyEncoder) else self._encoder
            if isinstance(loaded, SentenceTransformerEncoder):
                self.notice = loaded.notice
            self._reader()
            words.result()

    def _load_words(self) -> None:
        self.terms.cut("预热")  # jieba reads its dictionary at the first cut
        self._catalogue()

    def _load_reader(self) -> Reader | None:
        try:
            reader = load_reader(self.settings, self._encoder)
            if isinstance(reader, NetworkReader):
                self.notice = self.notice or reader.notice
            return reader
        except ReaderError as error:
            if self.settings.reader != BUNDLED:
                raise
            self.notice = error
            return None

    @property
    def holdings(self) -> Holdings:
        """The pages and what lists of them need, told without reading them."""
        return self._holdings()

    @property
    def pages(self) -> Sequence[Page]:
        """The pages of the index, in order of their names."""
        return self.index.pages

    @property
    def articles(self) -> Sequence[Piece]:
        """The pieces of all pages, in the pages' order."""
        return self.index.articles

    @property
    def passages(self) -> Sequence[Passage]:
        """The passages of all articles, in the articles' order."""
        return self.index.passages

    @property
    def terms(self) -> Terms:
        """What cuts text into terms for this index."""
        return self._retriever.terms

    def page(self, name: str) -> Page:
        """The page of that file name. Raises KeyError."""
        return self.index.pages_by_name[name]

    def article(self, id: str) -> Piece:
        """The piece of that id. Raises KeyError."""
        return self.index.pieces_by_id[id]

    def parts(self, id: str) -> tuple[Piece, ...]:
        """All pieces of the article that the piece of that id belongs to, in reading order. Raises KeyError."""
        return tuple(self.index.articles[row] for row in self.index.articles_of[id])

    def narrowed(self, scope: Scope | None) -> "Assistant":
        """The same assistant, looking only within `scope` wherever it is asked without one."""
        one = copy.copy(self)
        one._scope = scope
        return one

    def unhurried(self) -> "Assistant":
        """The same assistant with all the time for reading that it takes, as for an evaluation."""
        one = copy.copy(self)
        one.settings = self.settings.unhurried()
        return one

    def thorough(self) -> "Assistant":
        """The same assistant, reading twice as many passages for an answer, and taking sentences from as many more."""
        one = copy.copy(self)
        one.settings = self.settings.thorough()
        return one

    def ask(
        self,
        question: str,
        history: History = (),
        scope: Scope | None = None,
        plan: Plan | None = None,
        shown: Shown = FIRST,
        today: datetime.date | None = None,
    ) -> Answer:
        """The answer to `question` after `history`, earlier questions with their answers, oldest first.

        With a `scope`, only articles of which a piece is within it are found, read and cited. With a `plan`, that one
        is carried out instead of the one that `plan` reads from the question. The text of a list names and cites the
        articles that `shown` says; its `articles` are all. `today` is the day on which it is asked, from which 去年 and
        上个月 are counted; without it, that of the newest issue. Raises QuestionError for a question that is empty, too
        long, or no question at all, and for days that no calendar has.
        """
        text = self._checked(question, history)
        check_day_of_asking(today)
        read = self._in_characters(text)
        answer = _workers().submit(self._answer, read or text, _whole(history), scope, plan, shown, today).result()
        return dataclasses.replace(answer, question=text, read_as=read)

    def plan(
        self,
        question: str,
        history: History = (),
        scope: Scope | None = None,
        today: datetime.date | None = None,
    ) -> Plan:
        """How `question` is understood after `history`. Raises QuestionError as `ask` does."""
        text, asked = self._checked(question, history), CachingEncoder(self._encoder)
        check_day_of_asking(today)
        text = self._in_characters(text) or text
        return _workers().submit(self._plan, text, _whole(history), scope, asked, today).result()

    def listing(
        self,
        question: str,
        history: History = (),
        operation: Operation = "list",
        today: datetime.date | None = None,
    ) -> Plan:
        """The plan of `question` as one that lists articles, or with "count" counts them, whatever else it asks.

        Timelines and comparisons stay what they are. Raises QuestionError as `ask` does, and where nothing of the
        question says which articles are meant.
        """
        plan = self.plan(question, history, today=today)
        if plan.operation == "answer":
            text = self._in_characters(question) or question
            reader = PlanReader(self._catalogue().asked_on(today), self.terms)
            plan = reader.read_as(operation, text, history, today or datetime.date.today())
        return listing_of(plan, operation)

    def _plan(
        self, text: str, history: History, scope: Scope | None, asked: Encoder, told: datetime.date | None
    ) -> Plan:
        catalogue = self._catalogue().asked_on(told)
        reader, today = PlanReader(catalogue, self.terms), told or datetime.date.today()

        def cited() -> str:
            found = cited_in(history, self._retriever, asked)
            return found.articles[0] if found else ""

        text = reader.with_reporters(text, history, cited)
        of_piece = reader.of_piece(text, history)  # whatever its headline says
        if of_piece is None and event_question_of(text):
            return Plan()
        plan = of_piece or reader.read(as_asked_of_reports(text), history, today)
        if plan.operation == "answer":
            operation, talk = self._guess(text, asked, SURE_IN_CONVERSATION if history else SURE)
            if talk and not counts_something(text):
                return Plan("talk", talk=talk)
            if not history:
                plan = reader.read_likely(operation, text, history, today)
        if plan.operation not in ("summary", "record") or plan.of_place:
            return plan

        def nearest(words: str) -> list[str]:
            return list(dict.fromkeys(hit.passage.article for hit in self._retrieve(words, (), scope).hits))

        piece = piece_of(plan, history, scope or self._scope, catalogue, nearest, cited, self.terms.words)
        if plan.operation == "record" and not is_of_record(plan, piece, text, catalogue):
            return Plan()
        return Plan() if not piece and reader.may_answer(text) else dataclasses.replace(plan, piece=piece)

    def _guess(self, text: str, asked: Encoder, sure: float) -> tuple[Operation, Talk | Literal[""]]:
        """What a question that no rule tells asks for, by its likeness to others; "answer" without what tells it."""
        likeness = self._likeness()
        return likeness.guess(asked.encode_questions([normalise(text)])[0], sure) if likeness else ("answer", "")

    def _answer(
        self,
        text: str,
        history: History,
        scope: Scope | None,
        plan: Plan | None,
        shown: Shown,
        today: datetime.date | None,
    ) -> Answer:
        asked = CachingEncoder(self._encoder)  # the question is encoded once, for its plan and for its search
        plan = plan or self._plan(text, history, scope, asked, today)
        if plan.operation == "answer":
            reader = PlanReader(self._catalogue(), self.terms)
            citing = [turn for turn in history if reader.cites(turn[0])]  # a greeting is nothing to go on from
            days = self._asked_days(text, today)
            answer = self._pipeline(asked, scope).answer(text, citing, self._within(scope), days)
            cited = tuple(citation.article for citation in answer.citations)
            onward = onward_questions(cited, self._catalogue(), self.terms, language_of(text))
            answer = dataclasses.replace(answer, plan=plan_object(plan), onward=onward)
        else:
            replies = Replies(self._catalogue(), self.terms, self.settings, lambda word: self._near(word, asked))
            answer = replies.reply(text, plan, language_of(text), scope or self._scope, shown)
            if history and not plan.subject:
                answer = dataclasses.replace(answer, continued_from=plan.piece)
        return dataclasses.replace(
            answer,
            citations=tuple(map(self._numbered, answer.citations)),
            hits=tuple(map(self._dated, answer.hits)),
        )

    def _near(self, word: str, asked: Encoder) -> Sequence[str]:
        """The words nearest in meaning to one that no article holds, of the passages nearest to it."""
        passages = [hit.passage for hit in self._retrieve(word, (), None).hits]
        return nearest_words(word, passages, asked, self.terms)

    def _asked_days(self, text: str, today: datetime.date | None) -> AskedDays | None:
        """The days that a plain question names; asked on the day `today`, or on whatever day it is."""
        catalogue = self._catalogue().asked_on(today)
        return asked_days_of(text, catalogue, today or datetime.date.today(), told=today is not None)

    def article_counts(self) -> Mapping[str, int]:
        """How many articles begin on each page, by the pages' names."""
        return self._catalogue().article_counts

    def search(self, question: str, history: History = (), scope: Scope | None = None) -> tuple[Hit, ...]:
        """The passages of `scope` nearest to `question`, best first. Raises QuestionError as `ask` does."""
        return self.retrieve(question, history, scope).hits

    def retrieve(self, question: str, history: History = (), scope: Scope | None = None) -> Retrieval:
        """What an answer to `question` is made from: hits, scores, readings. Raises QuestionError as `ask` does."""
        text = self._checked(question, history)
        text = self._in_characters(text) or text
        return _workers().submit(self._retrieve, text, _whole(history), scope).result()

    def _retrieve(self, text: str, history: History, scope: Scope | None) -> Retrieval:
        days = self._asked_days(text, None)
        found = self._pipeline(self._encoder, scope).retrieve(text, history, self._within(scope), days)
        return dataclasses.replace(found, hits=tuple(map(self._dated, found.hits)))

    def _pipeline(self, encoder: Encoder, scope: Scope | None) -> Pipeline:
        retriever = self._retriever.narrowed(scope or self._scope)
        return Pipeline(retriever, encoder, self._reader(), self.settings)

    def _within(self, scope: Scope | None) -> Within:
        """Which passages the scope holds: those of articles of which any piece is in it."""
        scope = scope or self._scope
        return self._columns.passages(scope) if scope is not None and scope.narrows else None

    def _numbered(self, citation: Citation) -> Citation:
        """The citation with the day of its paper, the number that its page has there, and the days that it means."""
        page, parts = self.index.pages_by_name[citation.source], self.parts(citation.article)
        return dataclasses.replace(
            citation,
            page=page.issue.page,
            printed=day_on(parts, page),
            days=days_meant(parts, citation.fragments),
        )

    def _dated(self, hit: Hit) -> Hit:
        """The hit with the day of its paper."""
        passage = hit.passage
        return dataclasses.replace(
            hit, printed=day_on(self.parts(passage.article), self.index.pages_by_name[passage.source])
        )

    def _checked(self, question: str, history: History) -> str:
        """The question stripped. Raises QuestionError where it cannot be one, or there is nothing to ask."""
        self.check_filled()
        text = whole_text(question).strip()
        if not text:
            raise QuestionError("question-empty")
        if len(text) > self.settings.question_characters:
            raise QuestionError("question-too-long", length=len(text), limit=self.settings.question_characters)
        knows = self.index.terms.knows
        if talk_of(text) is None and (is_typed_at_random(text, knows) or (not history and is_nonsense(text, knows))):
            # in a conversation, 谁? is a question
            raise QuestionError("question-nonsense")
        if is_other_language(text):
            raise QuestionError("question-other-language")
        return text

    def _in_characters(self, text: str) -> str:
        """The question in characters where it is typed in pinyin; "" for any other."""
        return self._pinyin().read(text) if may_be_pinyin(text) else ""

    def check_filled(self) -> None:
        """Raise QuestionError where there is no page to ask about."""
        if not self.passages:
            raise QuestionError("corpus-empty")


def _whole(history: History) -> History:
    return [(whole_text(question), whole_text(reply)) for question, reply in history]


@functools.cache
def _workers() -> ThreadPoolExecutor:
    """The threads that answer, one for each core, however many threads ask: the others wait in their order.

    More at a time would be answered no sooner, each would be short of the time that its reading is given, and every
    new thread costs the models memory that is not given back: with twenty visitors on two cores 60 MB more for each
    hundred questions, and none with these.
    """
    return ThreadPoolExecutor(os.cpu_count() or 1, "answering")
