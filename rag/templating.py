"""Environments of Jinja2 for HTML: whatever is put in is escaped, unless it is HTML already (`Markup`).

A value that is missing is an error, and templates are broken into lines and indented for their readers alone. Left
out: the templates, and what may be shown (see whoever has an environment).
"""

import re
from collections.abc import Callable, Iterator
from typing import Final

from jinja2 import BaseLoader, Environment, StrictUndefined
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

_LINE_END: Final = re.compile(r"[ \t]*\n\s*")


def html_environment(
    loader: BaseLoader, finalize: Callable[[object], object], kind: type[Environment] = Environment
) -> Environment:
    """An environment of this kind for the templates of `loader`; `finalize` makes of each value what is put in."""
    return kind(
        loader=loader,
        autoescape=True,
        auto_reload=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=finalize,
        extensions=[_OnOneLine],
    )


class _OnOneLine(Extension):
    """Nothing in the place of a line's end beside a tag, a value or a block, and a blank elsewhere.

    A report may hold thousands of questions; in a chat bubble, an indented line would be Markdown. A blank that is
    meant at a line's end is written {{ " " }}.
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
        before, after = html[: found.start()][-1:], html[found.end() :][:1]
        return " " if before not in ("", ">") and after not in ("", "<") else ""

    return _LINE_END.sub(joined, html)
