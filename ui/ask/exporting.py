"""Conversations as a reader takes them along: as Markdown, and as a page to be printed. No gradio here."""

import re
from typing import Final

from rag import Language
from ui.ask.conversations import Conversation
from ui.ask.referencing import Reference, references
from ui.ask.responding import Turn
from ui.markup import escaped
from ui.wording import say

_MARKDOWN: Final = re.compile(r"[\\`*_{}\[\]<>&|$~#]")
_PRINT_STYLE: Final = """
body { max-width: 42rem; margin: 2rem auto; font: 11pt/1.8 "Noto Serif CJK SC", "Source Han Serif SC", "Songti SC",
  STSong, SimSun, serif; color: #000; background: #fff; overflow-wrap: anywhere; }
h1 { font-size: 17pt; line-height: 1.4; border-bottom: 3px double #000; padding-bottom: 0.3em; }
h2 { font-size: 13pt; margin: 1.6em 0 0.3em; break-after: avoid; }
p { margin: 0.3em 0; }
.note, .near, li { font-size: 9.5pt; line-height: 1.65; }
ol { margin: 0.5em 0 0; padding-left: 1.8em; }
li { break-inside: avoid; margin-bottom: 0.3em; }
q { display: block; quotes: none; padding-left: 0.7em; border-left: 2px solid #888; }
"""

_LINE_START: Final = re.compile(r"^(\s*)([-+=]|\d+(?=[.)]))")


def as_markdown(conversation: Conversation, language: Language) -> str:
    """A whole conversation as Markdown; everything that comes from a page or a visitor is plain text in it."""
    parts = [f"# {_plain(conversation.title)}", _plain(say("page-export-note", language))]
    for turn in conversation.turns:
        parts += [f"## {_plain(turn.question)}", _plain(turn.text)]
        listed = references(turn, language)
        if listed and turn.answer and turn.answer.refused:
            parts.append(_plain(say("ask-nearest", language)))
        for each in listed:
            quoted = f"\n  > {_plain(each.quote)}" if each.quote else ""
            parts.append(f"- \\[{each.place}\\] {_plain(each.told)}{quoted}")
    return "\n\n".join(parts) + "\n"


def as_printout(conversation: Conversation, language: Language) -> str:
    """A whole conversation as an HTML document of its own, to be printed; it holds no script."""
    turns = "".join(_printed_turn(turn, language) for turn in conversation.turns)
    title = escaped(conversation.title)
    return (f'<!DOCTYPE html><html lang="{"zh-CN" if language == "zh" else "en"}"><head><meta charset="utf-8">'
            f"<title>{title}</title><style>{_PRINT_STYLE}</style></head><body><h1>{title}</h1>"
            f'<p class="note">{escaped(say("page-export-note", language))}</p>{turns}</body></html>')


def _printed_turn(turn: Turn, language: Language) -> str:
    listed = references(turn, language)
    heading = f'<p class="near">{escaped(say("ask-nearest", language))}</p>' if (
        listed and turn.answer and turn.answer.refused) else ""
    sources = "".join(f'<li value="{each.place}">{_printed_quote(each)}<span>{escaped(each.told)}</span></li>'
                      for each in listed)
    return (f"<section><h2>{escaped(turn.question)}</h2><p>{escaped(turn.text)}</p>{heading}"
            f"{f'<ol>{sources}</ol>' if sources else ''}</section>")


def _printed_quote(reference: Reference) -> str:
    return f'<q lang="zh-CN">{escaped(reference.quote)}</q>' if reference.quote else ""


def _plain(text: str) -> str:
    """`text` on one line of Markdown, none of its characters with a meaning there."""
    line = _MARKDOWN.sub(lambda found: "\\" + found[0], " ".join(text.split()))
    return _LINE_START.sub(lambda found: f"{found[1]}\\{found[2]}" if not found[2].isdigit()
                           else f"{found[1]}{found[2]}\\", line)
