"""For programs: three named endpoints of gradio's API, which are the three tools of its MCP server as well.

They answer in the command line's JSON forms. An error is one sentence in the page's language. Neither goes out: the
endpoints stand outside gradio's queue, where its MCP server would otherwise call itself by whatever name it was
called. Left out: the page's own events, which are private.
"""

import asyncio
import json
import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, TypeVar

from rag import Language, QuestionError, WenbaoError, answer_object, article_object, passage_object
from ui.gradio_setup import gr
from ui.markup import error_sentence
from ui.newspaper import Corpus
from ui.server.fair_turns import Turns, visitor_of
from ui.server.request import callers_fault
from ui.wording import say

HISTORY_TURNS: Final = 20
"""Earlier turns that may be given; a follow-up is understood by the last few."""

HISTORY_CHARACTERS: Final = 2000
"""In one earlier question or answer: several times the longest that the page itself makes."""

_ASKED: Final = ("question", "history")
ARGUMENTS: Final[Mapping[str, tuple[tuple[str, ...], int]]] = {
    "ask": (_ASKED, 1),
    "search": (_ASKED, 1),
    "article": (("id",), 1),
}
"""The endpoints, with the names of their arguments and how many of them must be given."""

WRONG: Final = 400
TOO_MANY: Final = 429
CROWDED: Final = ("question-waiting", "question-crowded", "question-left")
"""Errors of a question that could be answered, at another time."""

_Result = TypeVar("_Result")
_log = logging.getLogger(__name__)


class CallError(gr.Error):
    """An error whose text is one sentence for whoever called, without a traceback in the log."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, print_exception=False)

    def __str__(self) -> str:
        return str(self.message)


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
            _request, lambda: answer_object(self._corpus.assistant.ask(*_asked(question, history, self._language)))
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
                passage_object(hit) for hit in self._corpus.assistant.search(*_asked(question, history, self._language))
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


def call_arguments(name: str, given: object, language: Language) -> list[Any]:
    """The arguments of a call of the endpoint `name` by HTTP, those that may be left out put in.

    `given` is a list, or a mapping by their names. Raises ValueError with a sentence for what the endpoint does not
    take.
    """
    known, least = ARGUMENTS[name]
    if isinstance(given, Mapping):
        fits = set(known[:least]) <= set(given) <= set(known)
        given = [given.get(each) for each in known] if fits else None
    if not isinstance(given, list) or not least <= len(given) <= len(known):
        raise ValueError(_form(language))
    arguments = given + [None] * (len(known) - len(given))
    if known != _ASKED and not isinstance(arguments[0], str):
        raise ValueError(say("machine-no-article", language))
    if known == _ASKED:
        try:
            _asked(arguments[0], arguments[1], language)
        except CallError as error:
            raise ValueError(str(error)) from error
    return arguments


def _asked(question: object, history: object, language: Language) -> tuple[str, list[tuple[str, str]]]:
    """Question and history as the assistant takes them, whatever was sent. Raises CallError."""
    turns = [] if history is None else history
    if not isinstance(question, str) or not isinstance(turns, list) or len(turns) > HISTORY_TURNS:
        raise CallError(_form(language))
    for turn in turns:
        if not (
            isinstance(turn, list)
            and len(turn) == 2
            and all(isinstance(part, str) and len(part) <= HISTORY_CHARACTERS for part in turn)
        ):
            raise CallError(_form(language))
    return question, [(earlier, reply) for earlier, reply in turns]


def _form(language: Language) -> str:
    return say("machine-form", language, turns=HISTORY_TURNS, characters=HISTORY_CHARACTERS)


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
