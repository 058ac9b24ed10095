"""A question -> its plan, by rules over its wording (see `rules`) and by the names that the corpus knows.

Left out: which days are meant (see `windows`), what is named (see `names`), talk (see `talk`), and which article a
summary is of (see `pieces`).
"""

import datetime
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from rag.answering.scope import Scope
from rag.articles.layout.bylines import looks_like_name
from rag.planning import day_questions, rules
from rag.planning.catalogue import Catalogue
from rag.planning.joining import BEST, IN_TITLE, asks_for_most, joining_of
from rag.planning.listed import listing_plan
from rag.planning.names import Names, clauses_of
from rag.planning.plan import Facet, Operation, Plan
from rag.planning.preparing import prepared
from rag.planning.record import record_asked
from rag.planning.reporters import alone_of, writers_asked
from rag.planning.summaries import Summaries
from rag.planning.talk import talk_of
from rag.planning.windows import window_of
from rag.planning.words import COLLECTION_WORDS, FILLERS, is_made_of
from rag.text.characters import is_chinese
from rag.text.lazy_regex import lazy_regex
from rag.text.terms import Terms

History = Sequence[tuple[str, str]]

_LISTINGS: Final = frozenset({"list", "count", "first", "last", "timeline"})
_CUE: Final = re.compile(
    r"吗|么|没有|收没收|有没|有无|哪|什么|啥|几|多少|最|从|覆盖|名单|范围|跨度|到底|都有|有(?!关)|[?？]|\b(?:what"
    r"|which|how|do|is|are|list)\b"
)
"""What asks for something at all."""
_ASKS: Final = re.compile(r"什么|哪|啥|谁|怎|咋|多少|几(?![天年])|吗|为何|(?:百分之|第)几|是不是|能不能|可不可以")
"""What asks for something other than articles where it stands before the word for them."""
_PREPOSITIONS: Final = re.compile(r"\b(?:on|in|of|from|the|day|issue|paper|newspaper|that)\b")
_WHICH: Final = re.compile(r"哪|什么|啥|几|多少|这|那")
_WHICH_PAPERS: Final = lazy_regex(
    r"(?:^|[,，。有是看查收说]|一共|总共)\s*(?P<what>[\u3400-\u9fff]{2,8}?)(?:出版?的?|办的?|的)(?:报纸?(?!道|名|告|社)|版面|报刊)"
)
"""Of which place or kind papers are asked for: 太原的报纸."""
_WHAT_THERE_IS: Final = frozenset(
    "news headlines "
    "登 登了 登过 刊登 刊登了 上 里 几条 哪几条 "
    "都 有 些 啥 什么 哪些 的 目录 呢 了 看 看看 第 版 一 二 三 四 五 六 七 八 头".split()
)
_ABOUT_COLLECTION: Final = FILLERS | COLLECTION_WORDS


class PlanReader:
    """Reads plans over one catalogue. Threads may share it."""

    def __init__(self, catalogue: Catalogue, terms: Terms) -> None:
        self._catalogue = catalogue
        self._names = Names(catalogue, terms)
        self._summaries = Summaries(catalogue, self._names)

    def read(self, question: str, history: History, today: datetime.date) -> Plan:
        """The plan of `question` after `history`, earlier questions with their answers; asked on the day `today`.

        Raises QuestionError for a day that no calendar has, where days decide what is listed.
        """
        text = unicodedata.normalize("NFKC", question).strip().lower()
        of_piece = self.of_piece(text, history)
        if of_piece:
            return of_piece
        talk = talk_of(question)
        if talk:
            return Plan("talk", talk=talk)
        text = prepared(question)
        continued = self._continued(text, history, today)
        if continued:
            return continued
        named = self._all_of_place(text, today)
        if named:
            return named
        of_writers = self._of_writers(text, today)
        if of_writers:
            return of_writers
        most = asks_for_most(text)
        if most:
            return Plan("list", left_out=(most,))
        headlines = self._summaries.of_headlines(text, today)
        if headlines:
            return headlines
        if self._is_collection(text) and not (rules.SECTION_NAME.search(text) and re.search(r"些|登|刊", text)):
            return self._summaries.in_paper(text, today) or self._collection(text, today)
        held = self._held_on(text, today)
        if held:
            return held
        operation = self._operation_of_any(text)
        if operation == "answer" and not self._is_of_days(text, today):
            return Plan()
        if operation == "answer":
            operation = "list"
        if operation == "summary":
            return self._summaries.plan(text, today)
        if operation == "compare":
            return self._comparison(text, today)
        return self._listing(operation, text, history, today)

    def read_likely(self, operation: Operation, question: str, history: History, today: datetime.date) -> Plan:
        """The plan of a question that is likest to those that ask for `operation`; the plain one where it asks what
        somebody said, or a paper of its own day, or has no word for articles or for looking for something. Raises
        QuestionError as `read` does.
        """
        text = unicodedata.normalize("NFKC", question).lower()
        said = _is_said_by(text) or day_questions.names_papers_own_day(text)
        if said or (operation in _LISTINGS and not rules.SEEKS.search(text)):
            return Plan()
        return self.read_as(operation, question, history, today)

    def read_as(self, operation: Operation, question: str, history: History, today: datetime.date) -> Plan:
        """The plan of a question that no rule tells, as one that asks for `operation`, any but talk; the plain one
        where it names nothing to look up. Raises QuestionError as `read` does.
        """
        text = unicodedata.normalize("NFKC", question).strip().lower()
        if operation == "summary":
            return self._summaries.plan(text, today)
        if operation == "collection":
            return self._collection(text, today)
        if operation not in _LISTINGS:
            return Plan()
        plan = self._listing(operation, text, history, today)
        return plan if plan.narrows else Plan()

    def of_piece(self, question: str, history: History) -> Plan | None:
        """The plan of a question for a piece that it quotes the headline of, or that was cited: its summary, or what
        its record tells. None for anything else, and where a work is named that is no piece.
        """
        text = unicodedata.normalize("NFKC", question).strip().lower()
        summary = self._summaries.of_headline(text)
        if summary:
            return summary
        asked = record_asked(text)
        if asked is None:
            return None
        if not asked.name:
            return Plan("record", facet=asked.facet) if history and self.cites(history[-1][0]) else None
        if "《" in text and not self._catalogue.is_titled(asked.name):
            return None
        return Plan("record", subject=(asked.name,), facet=asked.facet)

    def with_reporters(self, question: str, history: History, cited: Callable[[], str]) -> str:
        """The question with names in the place of 这位记者, 作者 or 他 before what somebody wrote.

        They are those in bylines that the last turn names, or else, not for 他, those of the piece that `cited` gives.
        """
        match = rules.REPORTER_BEFORE.search(question)
        if match is None or not history:
            return question
        names = self._names.known_reporters(history[-1][1]) or self._names.known_reporters(history[-1][0])
        if not names and not match["person"]:
            entry = self._catalogue.entry(cited())
            names = entry.reporters if entry else ()
        return f"{question[: match.start()]}{'和'.join(names)}{question[match.end() :]}" if names else question

    def may_answer(self, question: str) -> bool:
        """Whether a summary is only asked for by asking to be told of something, which passages may answer as well."""
        text = unicodedata.normalize("NFKC", question).strip().lower()
        return bool(rules.TOLD_OF.search(text)) and not rules.SUMMARISE.search(rules.TELL.sub(" ", text))

    def cites(self, question: str) -> bool:
        """Whether a reply to `question` cites anything: talk and what the collection is do not."""
        text = unicodedata.normalize("NFKC", question).strip().lower()
        return talk_of(question) is None and not self._is_collection(text)

    def _operation_of_any(self, text: str) -> Operation:
        """What the question asks for as a whole, or else one of its clauses: the others give the reason, or thank."""
        operation = self._operation(text)
        if operation == "answer" and not rules.ASKS_FACT.search(text):
            clauses = (clause for clause in clauses_of(text) if not re.match(r"\s*(?:根?据|按|依)", clause))
            operation = next((each for each in map(self._operation, clauses) if each in _LISTINGS), operation)
        return operation

    def _operation(self, text: str) -> Operation:
        if rules.TIMELINE.search(text) or rules.YEARLY.match(text.removeprefix("请问")):
            return "timeline"
        if any(pattern.search(text) for pattern in rules.COMPARE):
            return "compare"
        if self._summaries.are_asked(text):
            return "summary"
        if rules.FIRST.search(text):
            return "first"
        if rules.LAST.search(text):
            return "last"
        if rules.COUNT.search(text) and not rules.OTHER_WORKS.search(text):
            return "count"
        return "list" if self._is_list(text) else "answer"

    def _of_writers(self, text: str, today: datetime.date) -> Plan | None:
        """The list of somebody's pieces where nothing but the name is said, or of who wrote; None for anything else."""
        name = alone_of(text, lambda: self._catalogue.reporters)
        if name:
            return Plan("list", scope=Scope(reporters=(name,)))
        about = writers_asked(text)
        if about is None:
            return None
        window, rest = window_of(about, self._catalogue, today)
        scope, rest = self._names.scope(rest)
        return Plan("list", window, self._names.subject(rest), replace(scope, reporters=()), facet="reporters")

    def _is_list(self, text: str) -> bool:
        """Whether articles are asked for: by a word for them, or by where or by whom they were printed."""
        if _is_said_by(text):
            return False
        if rules.LIST.search(text) or BEST.search(text) or rules.ORDERS.match(text) or rules.EVER.search(text):
            return True
        if rules.ASKS_FACT.search(text):
            return False
        if not is_chinese(text):
            return False
        ending = rules.ENDS_IN_THING.search(text) or rules.ENDS_ABOUT.search(text)
        if ending and not _ASKS.search(text[: ending.start()]):
            return True
        if IN_TITLE.search(text):
            return True
        if rules.PUBLISHED.search(text) and (rules.PLACE.search(text) or rules.NUMBERED.search(text)):
            return True
        if rules.NUMBERED.search(text) and is_made_of(rules.NUMBERED.sub("", text).strip(" ?？。"), _WHAT_THERE_IS):
            return True
        return bool(rules.ENDS_BY.search(text) and self._names.reporters(text))

    def _is_of_days(self, text: str, today: datetime.date) -> bool:
        """Whether days are named, and beside them nothing but a paper or a word for articles."""
        if not day_questions.NAMES_DAYS.search(text) or rules.ASKS_FACT.search(text):
            return False
        window, rest = window_of(text, self._catalogue, today)
        rest = rest.strip(" ,，。？?！!")
        if window and day_questions.HAPPENED.fullmatch(rest):
            return day_questions.are_listed(window, self._catalogue)
        if window is None or (_ASKS.search(rest) and not is_made_of(rest, _WHAT_THERE_IS)):
            return False
        return bool(
            rules.ENDS_IN_PAPER.search(rest) or rules.ENDS_IN_THING.search(rest) or is_made_of(rest, _WHAT_THERE_IS)
        )

    def _all_of_place(self, text: str, today: datetime.date) -> Plan | None:
        """The list of all of a day or a page, asked in English with nothing named beside it; None for anything else."""
        asked = rules.REPORTED_IN_ENGLISH.match(text)
        if asked is None:
            return None
        window, rest = window_of(text, self._catalogue, today)
        scope, rest = self._names.scope(rules.REPORTED_IN_ENGLISH.sub(" ", rest))
        named = window or scope.numbers
        return (
            Plan("list", window, (), scope)
            if named and not re.search(r"[^\W\d_]", _PREPOSITIONS.sub("", rest))
            else None
        )

    def _held_on(self, text: str, today: datetime.date) -> Plan | None:
        """The list or the count of what was held on a day, where nothing is named beside the day."""
        match = rules.HELD.search(text)
        if match is None:
            return None
        window, rest = window_of(text[: match.start()], self._catalogue, today)
        if window is None or self._names.subject(rest):
            return None
        what = "会议" if match["what"] == "会" else match["what"]
        return Plan("count" if match["count"] else "list", window, (what,))

    # ---- what is listed

    def _listing(self, operation: Operation, text: str, history: History, today: datetime.date) -> Plan:
        return listing_plan(operation, text, self._names, self._catalogue, history, today)

    def _comparison(self, text: str, today: datetime.date) -> Plan:
        window, rest = window_of(text, self._catalogue, today)
        match = next((found for pattern in rules.COMPARE if (found := pattern.search(rest))), None)
        sides = [" ".join(self._names.subject(match[name])) for name in ("one", "other")] if match else []
        return Plan("compare", window, tuple(sides)) if sides and all(sides) else Plan()

    # ---- what there is

    def _is_collection(self, text: str) -> bool:
        """Whether nothing is named but papers, pages and days, and something is asked of them."""
        rest = self._names.without_papers(text)
        if rules.OF_PAPERS.search(text) or day_questions.GUESSED.match(text):
            return True
        if rules.PUBLISHED.search(rest) or not rules.COLLECTION_HEADS.search(rest) or not _CUE.search(text):
            return False
        rest = rules.AND_ARTICLES.sub("", rest)
        if re.search(r"内容|标题|新闻|消息|报道|文章|稿|照片|图片", rest):
            return False
        rest = _undated(rules.SECTION_NAME.sub("版面", rest))
        return all(is_made_of(word, _ABOUT_COLLECTION) for word in re.split(r"[^\w]+", rest))

    def _collection(self, text: str, today: datetime.date) -> Plan:
        papers = self._names.known_papers(text)
        facet: Facet = next(facet for pattern, facet in rules.FACETS if pattern.search(text))
        if rules.FROM_TO.search(text) or day_questions.GUESSED.match(text):
            facet = "days"
        window = None
        if re.search(r"\d{4}|年(?!份)|月|昨|今|前天|\d[-/.]\d|期间|前后|节|除夕", text):
            window, _ = window_of(text, self._catalogue, today)
        if window:
            window = replace(window, of="printed")
        unknown = tuple(
            name
            for name in self._names.unknown_papers(text)
            if not name.endswith(tuple(papers)) and not _WHICH.match(name)
        )
        unread = () if unknown or papers else self._which_papers(text, today)
        called = tuple(paper for paper, _ in self._catalogue.choices.papers if any(word in paper for word in unread))
        left_out = () if called else unread
        return Plan("collection", window, unknown, Scope(papers=papers or called), facet=facet, left_out=left_out)

    def _which_papers(self, text: str, today: datetime.date) -> tuple[str, ...]:
        """The words before 报纸 or 版 that say which ones are meant: 太原 in 太原的报纸."""
        _, rest = window_of(text, self._catalogue, today)
        which = _WHICH_PAPERS.search(_undated(rest))
        if which is None or is_made_of(which["what"], _ABOUT_COLLECTION):
            return ()
        return self._names.words_of(which["what"])

    # ---- what goes on from the question before

    def _continued(self, text: str, history: History, today: datetime.date) -> Plan | None:
        """那贾某呢 or 只看3月的 after a list: the list again, with what is named put in or in the place of its like."""
        if not history:
            return None
        if rules.MORE.match(text):
            before = self.read(history[-1][0], history[:-1], today)
            return before if _lists(before) else None
        if rules.COUNT_ON.match(text):
            return self._counted_on(text, history, today)
        only = rules.ONLY.match(text)
        match = only or rules.ELLIPSIS.match(text)
        if not match:
            return None
        named = (match["what"] if only else match["what"] or match["what2"]).strip()
        before = self.read(history[-1][0], history[:-1], today)
        if before.operation == "collection":
            return self._collection(f"有{named}", today) if re.search(r"\d{4}年|报", named) else None
        if not _lists(before) or not named:
            return None
        end = rules.LESS_OR_MORE.search(named)
        if end and before.operation in ("first", "last"):
            return replace(before, operation="first" if end["first"] else "last")
        joining = joining_of(named)
        window, rest = window_of(joining.rest, self._catalogue, today)
        if window:
            before = replace(before, window=replace(window, of=before.window.of if before.window else window.of))
        scope, rest = self._names.scope(rest)
        if not scope.reporters and before.scope.reporters and looks_like_name(rest.strip()):
            scope, rest = replace(scope, reporters=(rest.strip(),)), ""
        if scope.reporters or scope.kinds or scope.numbers:
            changed = {name: value for name in ("reporters", "kinds", "numbers") if (value := getattr(scope, name))}
            before = replace(before, scope=replace(before.scope, **changed))
            return before
        subject = self._names.subject(rest)
        if subject and before.of_place:
            return None
        if joining.unwanted:
            before = replace(before, without=joining.unwanted)
        elif subject:
            before = replace(before, subject=(*before.subject, *subject) if only else subject)
            before = replace(before, held_in="title" if joining.in_title else before.held_in)
        return before if window or subject or joining.unwanted else None

    def _counted_on(self, text: str, history: History, today: datetime.date) -> Plan | None:
        """一共几篇 or 照片有几张 after a list: how many there are of it."""
        before = self.read(history[-1][0], history[:-1], today)
        if not _lists(before):
            return None
        scope, _ = self._names.scope(text)
        return replace(before, operation="count", scope=replace(before.scope, kinds=scope.kinds or before.scope.kinds))


def _lists(plan: Plan) -> bool:
    """Whether the plan is about several articles, so that other days or pages can take the place of its own."""
    return plan.operation in _LISTINGS or plan.of_place


def _is_said_by(text: str) -> bool:
    """Whether it asks what somebody gave out, and not what a paper or a page prints."""
    return bool(rules.SAID_BY.search(text)) and not rules.PLACE.search(text)


def _undated(text: str) -> str:
    """The text without days, months and years in figures or words."""
    return re.sub(
        r"\d+\s*[年月日号]?|[一二三四五六七八九十〇]+[年月日号]|[昨今前]天|[昨今]日|[去今前]年|[上本这]个?月", " ", text
    )
