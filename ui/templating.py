"""The page's templates filled with values. Whatever is put in is escaped, unless it is HTML already (`Markup`).

"masthead" is ui/templates/masthead.html, "ask/reply" is ui/ask/templates/reply.html: a template lies in the room that
it belongs to. Left out: what is put in (see the rooms), and what escaping means here (`markup.escaped`).
"""

from collections.abc import MutableMapping
from functools import cache, partial
from pathlib import Path
from typing import Any, Final

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, nodes
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import Markup

from rag import Language, html_environment
from ui.markup import escaped, with_line_ends
from ui.wording import say

_HERE: Final = Path(__file__).parent
_FIGURES: Final = (int, float)


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
    loader = ChoiceLoader([FileSystemLoader(_HERE / "templates"), PrefixLoader(rooms)])
    made = html_environment(loader, _shown, _Environment)
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


def _shown(value: object) -> str:
    """A value on its way into the page, as HTML; figures are as they are."""
    if type(value) is str:
        return escaped(value)
    return value if isinstance(value, Markup) else str(value) if isinstance(value, _FIGURES) else escaped(str(value))
