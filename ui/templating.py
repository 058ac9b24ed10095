"""The page's templates filled with values. Whatever is put in is escaped, unless it is HTML already (`Markup`).

"masthead" is ui/templates/masthead.html, "ask/reply" is ui/ask/templates/reply.html: a template lies in the room that
it belongs to. Left out: what is put in (see the rooms), and what escaping means here (`markup.escaped`).
"""

import re
from collections.abc import Iterator, MutableMapping
from functools import cache, partial
from pathlib import Path
from typing import Any, Final

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from markupsafe import Markup

from rag import Language
from ui.markup import escaped, with_line_ends
from ui.wording import say

_HERE: Final = Path(__file__).parent
_FIGURES: Final = (int, float)
_LINE_END: Final = re.compile(r"[ \t]*\n\s*")


def render(template: str, language: Language, **values: object) -> str:
    """The template of this name filled with `values`; it knows its `language` and says its sentences with `say(key)`.

    A plain string, not `Markup`: gradio joins what it is given with HTML of its own, which Markup would escape, and
    another template escapes it unless it is told that this is HTML.
    """
    spoken = partial(say, language=language)
    return environment().get_template(f"{template}.html").render(values, say=spoken, language=language)


@cache
def environment() -> Environment:
    """All templates, each compiled when it is first asked for; what they share (`import`) knows no language."""
    rooms = {folder.parent.name: FileSystemLoader(folder) for folder in _HERE.glob("*/templates")}
    made = _Environment(
        loader=ChoiceLoader([FileSystemLoader(_HERE / "templates"), PrefixLoader(rooms)]), autoescape=True,
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, auto_reload=False, finalize=_shown,
        extensions=[_Compact])
    made.filters["with_line_ends"] = with_line_ends
    return made


class _Escaping(CodeGenerator):
    """Writes each value by `_shown` alone. Jinja would escape what comes of it, which changes nothing, as it is Markup,
    and takes as long again.
    """

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:  # noqa: ARG002
        self.write(f"({finalize.src}")


class _Environment(Environment):
    """One whose templates have the same globals: copying a chain of them takes longer than rendering a small one."""

    code_generator_class = _Escaping

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:  # noqa: ARG002
        """What every template knows."""
        return self.globals


class _Compact(Extension):
    """Templates are broken into lines and indented for their readers; the page has nothing in the place of a line's end
    beside a tag, a value or a block, and a blank elsewhere. In a chat bubble, an indented line would be Markdown.
    """

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """The template's tokens, what stands between values and blocks on one line."""
        line = 0
        for token in stream:
            if token.type == "data":
                # The end of a block's line is gone already (trim_blocks), not so the next one's indentation.
                html = token.value.lstrip() if token.lineno > line else token.value
                yield Token(token.lineno, "data", _on_one_line(html))
            else:
                yield token
            line = token.lineno


def _on_one_line(html: str) -> str:
    def joined(found: re.Match[str]) -> str:
        before, after = html[:found.start()][-1:], html[found.end():][:1]
        return " " if before not in ("", ">") and after not in ("", "<") else ""

    return _LINE_END.sub(joined, html)


def _shown(value: object) -> str:
    """A value on its way into the page, as HTML; figures are as they are."""
    if type(value) is str:
        return escaped(value)
    return value if isinstance(value, Markup) else str(value) if isinstance(value, _FIGURES) else escaped(str(value))
