"""The report's templates filled with values. Whatever is put in is escaped, unless it is HTML already (`Markup`).

Left out: what is put in (see the other files), and how it is laid out (`templates`).
"""

import re
from functools import cache, partial
from typing import Final

from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from rag.evaluation.report.html.formatting import measure_words
from rag.templating import html_environment
from rag.wording import Language, say

_UNPRINTABLE: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def render(template: str, language: Language, **values: object) -> Markup:
    """The template with this name filled with `values`; it says its own sentences with `say(key)`."""
    return Markup(_environment(language).get_template(f"{template}.html").render(values))


@cache
def _environment(language: Language) -> Environment:
    environment = html_environment(PackageLoader("rag.evaluation.report.html"), _printable)
    environment.globals["say"] = partial(say, language=language)
    environment.globals["measure_words"] = partial(measure_words, language=language)
    return environment


def _printable(value: object) -> object:
    """A value on its way into a page: characters that HTML cannot hold are replaced."""
    if isinstance(value, Markup):
        return value
    text = str(value)
    return text if text.isprintable() else _UNPRINTABLE.sub("\ufffd", text)  # most texts are, and looking is quick
