"""Replies that list articles: ten more of them, all of them, and the table of them. No gradio here."""

from dataclasses import replace
from typing import Final

from rag import EVERY, Answer, Language, Shown, csv_text
from ui.ask.plans import plan_in
from ui.ask.responding import Turn, answer_text
from ui.newspaper import Newspaper, imprints_of

AT_ONCE: Final = 10
"""Articles that are listed further at a click."""

MOST: Final = 100
"""Articles that a reply on the page lists: whoever reads more of them does it in a table."""

LISTS: Final = frozenset({"list", "count", "timeline"})


def is_list(turn: Turn) -> bool:
    """Whether the reply is about articles that can be taken along as a table."""
    answer = turn.answer
    if answer is None or not answer.count:
        return False
    return answer.kind in LISTS or (answer.kind == "summary" and bool(answer.shown))  # one of a day lists its articles


def further(turn: Turn) -> int:
    """How many more articles are listed at a click; 0 where there are no more, or MOST are."""
    answer = turn.answer
    if answer is None or not is_list(turn) or not answer.shown or turn.stopped:
        return 0
    return max(0, min(AT_ONCE, (answer.count or 0) - answer.shown, MOST - answer.shown))


def listed_further(assistant: Newspaper, turn: Turn, language: Language) -> Turn:
    """The turn with more of its articles listed; as it is where there are none. Raises QuestionError as asking does."""
    more = further(turn)
    if not more or turn.answer is None:
        return turn
    answer = _carried_out(assistant, turn, Shown(limit=turn.answer.shown + more))
    text = answer_text(answer, language)
    return replace(turn, text=text, answer=answer, imprints=imprints_of(assistant, answer))


def table(assistant: Newspaper, turn: Turn, language: Language) -> str:
    """All articles of the reply as CSV; "" for a reply of another kind. Raises QuestionError as asking does."""
    return csv_text(_carried_out(assistant, turn, EVERY), language) if is_list(turn) else ""


def with_every_article(assistant: Newspaper, turn: Turn) -> Turn:
    """The turn whose answer holds all articles that it counts, as far as the corpus still has as many.

    A browser keeps only the first of them.
    """
    answer = turn.answer
    if answer is None or not is_list(turn) or len(answer.articles) == answer.count:
        return turn
    articles = _carried_out(assistant, turn, Shown(limit=0)).articles
    return replace(turn, answer=replace(answer, articles=articles)) if len(articles) == answer.count else turn


def _carried_out(assistant: Newspaper, turn: Turn, shown: Shown) -> Answer:
    return assistant.ask(turn.question, (), turn.scope, plan_in(turn), shown)
