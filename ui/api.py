"""For programs: named endpoints of gradio's API, which are the tools of its MCP server as well.

They answer in the command line's JSON forms. An error is one sentence in the page's language. Neither goes out: the
endpoints stand outside gradio's queue, where its MCP server would otherwise call itself by whatever name it was
called. Left out: the page's own events, which are private, and what is sent to the endpoints (see `api_arguments`).
"""

import asyncio
import json
import logging
from collections.abc import Callable, Sequence
from typing import Any, Final, TypeVar

from rag import (
    Language,
    Operation,
    QuestionError,
    Shown,
    WenbaoError,
    answer_object,
    article_object,
    collection_object,
    listing_of,
    passage_object,
    plan_label,
)
from ui.api_arguments import ARGUMENTS, CallError, asked, listed, shown
from ui.gradio_setup import gr
from ui.markup import error_sentence
from ui.newspaper import Corpus
from ui.server.fair_turns import Turns, visitor_of
from ui.server.request import callers_fault
from ui.wording import say

WRONG: Final = 400
TOO_MANY: Final = 429
CROWDED: Final = ("question-waiting", "question-crowded", "question-left")
"""Errors of a question that could be answered, at another time."""

History = list[list[str]] | None
PlanObject = dict[str, Any] | None
Listing = dict[str, Any]

_Result = TypeVar("_Result")
_log = logging.getLogger(__name__)


class Machine:
    """The endpoints, for one corpus and one language of the errors. It keeps no caller's data."""

    def __init__(self, corpus: Corpus, language: Language, turns: Turns | None = None) -> None:
        self._corpus = corpus
        self._language = language
        self._turns = turns or Turns()

    def expose(self) -> None:
        """Add the endpoints to the gradio page that is being built: the only public ones of the page."""
        for name in ARGUMENTS:
            gr.api(getattr(self, name), api_name=name, queue=False, concurrency_limit=None)

    async def ask(
        self, question: str, history: list[list[str]] | None = None, _request: gr.Request = None
    ) -> dict[str, Any]:
        """向报纸版面提问。回答的每一句都是版面上的原文，并指明版面文件和行号；版面里没有答案时 refused 为 true。
        Ask the newspaper pages. Every sentence of the answer is verbatim and cites its page file and lines; `refused`
        is true where the pages do not answer.

        Args:
            question: 一句话的问题，中文或英文。One question, in Chinese or English.
            history: 前面的问答，每项为 [问题, 回答]，追问时给出。Earlier turns as [question, answer], for a follow-up.

        Returns:
            与 `wenbao ask --json` 相同的对象。The object of `wenbao ask --json`.

        """
        return await self._run(
            _request, lambda: answer_object(self._corpus.assistant.ask(*asked(question, history, self._language)))
        )

    async def search(
        self, question: str, history: list[list[str]] | None = None, _request: gr.Request = None
    ) -> list[dict[str, Any]]:
        """查找与问题最相近的段落，不作回答：最相近的在前，每段带文字、标题、日期、版面文件和行号。
        Find the passages nearest to a question without answering it, best first, each with text, title, date, page
        file and lines.

        Args:
            question: 一句话的问题或关键词。A question or key words.
            history: 前面的问答，每项为 [问题, 回答]，追问时给出。Earlier turns as [question, answer], for a follow-up.

        Returns:
            `wenbao ask --json` 里 passages 那样的列表。A list like `passages` of `wenbao ask --json`.

        """
        return await self._run(
            _request,
            lambda: [
                passage_object(hit) for hit in self._corpus.assistant.search(*asked(question, history, self._language))
            ],
        )

    async def article(self, id: str, _request: gr.Request = None) -> dict[str, Any]:
        """读一篇稿件的全文：标题、类别、署名、日期、正文和每一段的行号。
        Read a whole article: title, kind, byline, date, text and the lines of each paragraph.

        Args:
            id: 稿件编号，见 ask、search 结果里的 article。The article's id, as `article` in what ask and search give.

        Returns:
            与 `wenbao articles --json` 里一项相同的对象。One object of `wenbao articles --json`.

        """
        return await self._run(_request, lambda: self._article(id))

    async def list(
        self,
        question: str | None = None,
        plan: PlanObject = None,
        history: History = None,
        offset: int = 0,
        limit: int = 100,
        _request: gr.Request = None,
    ) -> Listing:
        """列出问题所指的全部稿件，不止十篇：每篇有标题、见报日期、报纸、版次、署名、版面文件和行号，并引一句原文；分页取完。
        List all articles that a question or a plan names, not only ten: headline, day, paper, page, byline, file and
        lines of each, and a sentence cited from it; page by page.

        Args:
            question: 一句话，说明要找什么稿件。Which articles are meant, in Chinese or English.
            plan: 查询方案，形式与结果里的 plan 相同；给了它就照它查，question 可以不给。A plan as `plan` of a result.
            history: 前面的问答，每项为 [问题, 回答]。Earlier turns as [question, answer].
            offset: 从第几篇起，从 0 数。From which article on, counted from 0.
            limit: 至多几篇，1 到 100。How many at most, 1 to 100.

        Returns:
            `wenbao ask --json` 的对象：articles 是这一页的，count 是总数。The object of `wenbao ask --json`: `articles`
            are those of this part, `count` is the number of all.

        """
        return await self._run(_request, lambda: self._listed("list", question, plan, history, offset, limit))

    async def count(
        self,
        question: str | None = None,
        plan: PlanObject = None,
        history: History = None,
        offset: int = 0,
        limit: int = 100,
        _request: gr.Request = None,
    ) -> Listing:
        """数问题所指的稿件有几篇：count 是篇数，answer 说明怎么数的，articles 逐篇列出，分页取完。
        Count the articles that a question or a plan names: `count` is their number, `answer` says how they were
        counted, `articles` has each, page by page.

        Args:
            question: 一句话，说明要数什么稿件。Which articles are meant, in Chinese or English.
            plan: 查询方案，形式与结果里的 plan 相同；给了它就照它数，question 可以不给。A plan as `plan` of a result.
            history: 前面的问答，每项为 [问题, 回答]。Earlier turns as [question, answer].
            offset: 从第几篇起，从 0 数。From which article on, counted from 0.
            limit: 至多几篇，1 到 100。How many at most, 1 to 100.

        Returns:
            `wenbao ask --json` 的对象：articles 是这一页的，count 是总数。The object of `wenbao ask --json`: `articles`
            are those of this part, `count` is the number of all.

        """
        return await self._run(_request, lambda: self._listed("count", question, plan, history, offset, limit))

    async def collection(self, offset: int = 0, limit: int = 100, _request: gr.Request = None) -> dict[str, Any]:
        """资料里有什么：报纸、日期、版名，以及每个版面的日期、版次和稿件数；版面分页取完。
        What the collection holds: newspapers, days and sections, and each page with its day, number and articles, page
        by page.

        Args:
            offset: 从第几个版面起，从 0 数。From which page on, counted from 0.
            limit: 至多几个版面，1 到 100。How many pages at most, 1 to 100.

        Returns:
            papers、days、sections、pages 和总数。`papers`, `days`, `sections`, `pages`, and how many there are.

        """
        return await self._run(_request, lambda: self._collection(shown(self._language, offset, limit)))

    async def _run(self, request: gr.Request, work: Callable[[], _Result]) -> _Result:
        """What `work` gives, done when it is the caller's turn. Raises CallError."""
        try:
            return await asyncio.wrap_future(self._turns.take(visitor_of(request), work))
        except QuestionError as error:
            _blame_caller(TOO_MANY if error.key in CROWDED else WRONG)
            raise CallError(error_sentence(error, self._language)) from error
        except WenbaoError as error:
            raise CallError(error_sentence(error, self._language)) from error
        except CallError:
            _blame_caller(WRONG)
            raise
        except Exception as error:
            _log.exception("the call could not be answered")
            raise CallError(say("page-failed", self._language)) from error

    def _article(self, id: object) -> dict[str, Any]:
        """The piece of that id in the JSON form (`json_form`). Raises CallError."""
        assistant = self._corpus.assistant
        try:
            article = assistant.article(id if isinstance(id, str) else "")
            parts = list(assistant.parts(article.id))
        except KeyError as error:
            raise CallError(say("machine-no-article", self._language)) from error
        later = parts[parts.index(article) + 1 :]
        return article_object(article, assistant.page(article.source).issue, later[0].id if later else "")

    def _listed(self, operation: Operation, *given: object) -> Listing:
        """The answer's object with the articles of one part. Raises CallError and QuestionError."""
        request = listed(self._language, *given)
        assistant = self._corpus.assistant
        if request.plan is None:
            plan = assistant.listing(request.question, request.history, operation)
        else:
            plan = listing_of(request.plan, operation)
        question = request.question or plan_label(plan, self._language)
        answer = assistant.ask(question, (), None, plan, request.shown)
        written = answer_object(answer)
        first, most = request.shown.offset, request.shown.limit
        return {**written, "articles": written["articles"][first : first + most], "offset": first, "limit": most}

    def _collection(self, part: Shown) -> dict[str, Any]:
        assistant = self._corpus.assistant
        written = collection_object(assistant.holdings.heads.values(), assistant.article_counts())
        pages = written["pages"][part.offset : part.offset + part.limit]
        return {**written, "pages": pages, "offset": part.offset, "limit": part.limit}


def _blame_caller(status: int) -> None:
    """Have a call that is answered at once end as the caller's fault, with this status."""
    faults = callers_fault.get()
    if faults is not None:
        faults.append(status)


def speak_json(page: gr.Blocks) -> None:
    """Have the MCP server of a mounted page give its results as JSON; gradio's own way is Python's notation."""
    from mcp.types import TextContent

    def contents(results: Sequence[object], root_url: str) -> list[TextContent]:
        del root_url  # of files, which no endpoint gives
        return [TextContent(type="text", text=json.dumps(result, ensure_ascii=False)) for result in results]

    page.mcp_server_obj.postprocess_output_data = contents
