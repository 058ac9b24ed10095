"""The report's templates filled with values. Whatever is put in is escaped, unless it is HTML already (`Markup`).

Left out: what is put in (see the other files), and how it is laid out (`templates`).
"""

import re
from functools import cache, partial
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from jinja2.ext import Extension
from markupsafe import Markup

from rag.wording import Language, say

_UNPRINTABLE: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_LINE_END: Final = re.compile(r"(?<=[>}])\s*\n\s*|\s*\n\s*(?=[<{])")


def render(template: str, language: Language, **values: object) -> Markup:
    """The template with this name filled with `values`; it says its own sentences with `say(key)`."""
    return Markup(_environment(language).get_template(f"{template}.html").render(values))


@cache
def _environment(language: Language) -> Environment:
    environment = Environment(loader=PackageLoader("rag.evaluation.report.html"), autoescape=True, auto_reload=False,
                              undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, finalize=_printable,
                              extensions=[_Compact])
    environment.globals["say"] = partial(say, language=language)
    return environment


class _Compact(Extension):
    """Templates are broken into lines and indented for their readers; the page, which may hold thousands of questions,
    has nothing where a line ends beside a tag, a value or a block. A blank that is meant there is written {{ " " }}.
    """

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002
        """The template's text without the ends of such lines and the blanks around them."""
        return _LINE_END.sub("", source)


def _printable(value: object) -> object:
    """A value on its way into a page: characters that HTML cannot hold are replaced."""
    if isinstance(value, Markup):
        return value
    text = str(value)
    return text if text.isprintable() else _UNPRINTABLE.sub("\ufffd", text)  # most texts are, and looking is quick
