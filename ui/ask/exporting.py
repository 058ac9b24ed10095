"""Conversations as a reader takes them along: as Markdown, and as a page to be printed. No gradio here."""

import re
from typing import Final, NamedTuple

from rag import Language
from ui.ask.conversations import Conversation
from ui.ask.referencing import Reference, further_articles, references, understood
from ui.ask.responding import Turn
from ui.templating import render
from ui.wording import say

_MARKDOWN: Final = re.compile(r"[\\`*_{}\[\]<>&|$~#]")
_LINE_START: Final = re.compile(r"^(\s*)([-+=]|\d+(?=[.)]))")


class PrintedTurn(NamedTuple):
    """A turn on paper; `near` where what is listed only lies near the question.

    `understood` says how the question was, `further` are the articles of a list that the text does not name.
    """

    question: str
    text: str
    understood: str
    further: list[Reference]
    near: bool
    references: list[Reference]


def as_markdown(conversation: Conversation, language: Language) -> str:
    """A whole conversation as Markdown; everything that comes from a page or a visitor is plain text in it."""
    parts = [f"# {plain(conversation.title)}", plain(say("page-export-note", language))]
    for turn in conversation.turns:
        parts += [f"## {plain(turn.question)}", *map(plain, filter(str.strip, turn.text.split("\n")))]
        parts += map(plain, filter(None, [understood(turn, language)]))
        parts += [plain(f"{each.place}. {each.told}") for each in further_articles(turn, language)]
        listed = references(turn, language)
        if listed and turn.answer and turn.answer.refused:
            parts.append(plain(say("ask-nearest", language)))
        for each in listed:
            quoted = f"\n  > {plain(each.quote)}" if each.quote else ""
            parts.append(f"- \\[{each.place}\\] {plain(each.told)}{quoted}")
    return "\n\n".join(parts) + "\n"


def as_printout(conversation: Conversation, language: Language) -> str:
    """A whole conversation as an HTML document of its own, to be printed; it holds no script."""
    turns = [_printed(turn, language) for turn in conversation.turns]
    return render("ask/printout", language, title=conversation.title, turns=turns)


def _printed(turn: Turn, language: Language) -> PrintedTurn:
    listed = references(turn, language)
    near = bool(listed) and turn.answer is not None and turn.answer.refused
    further = further_articles(turn, language)
    return PrintedTurn(turn.question, turn.text, understood(turn, language), further, near, listed)


def plain(text: str) -> str:
    """`text` on one line of Markdown, none of its characters with a meaning there."""
    line = _MARKDOWN.sub(lambda found: "\\" + found[0], " ".join(text.split()))
    return _LINE_START.sub(
        lambda found: f"{found[1]}\\{found[2]}" if not found[2].isdigit() else f"{found[1]}{found[2]}\\", line
    )
