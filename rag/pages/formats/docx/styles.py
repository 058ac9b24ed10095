"""What the styles of a Word file say of a paragraph or a run: its style's name, its list, whether it is hidden."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rag.pages.formats.docx.package import child, is_on, known, number, value

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.etree import _Element

_DEEPEST: Final = 20
"""Styles that build on one another; the standard allows ten."""


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles by id; `default` is the id of the one for paragraphs that name none."""

    elements: "Mapping[str, _Element]"
    default: str = ""

    def name(self, paragraph: "_Element") -> str:
        """The name of the paragraph's style as Word has it in English, in lower case."""
        style = self.elements.get(_style_id(paragraph, "w:pPr", "w:pStyle") or self.default)
        return value(child(style, "w:name")).lower()

    def hides_paragraph(self, paragraph: "_Element") -> bool:
        """Whether the paragraph's style hides its text."""
        return self._hides(_style_id(paragraph, "w:pPr", "w:pStyle") or self.default)

    def hides_run(self, run: "_Element", in_hidden: bool) -> bool:
        """Whether the run's text is hidden; `in_hidden` tells whether its paragraph's style hides it."""
        direct = is_on(child(run, "w:rPr", "w:vanish"))
        if direct is not None:
            return direct
        style = _style_id(run, "w:rPr", "w:rStyle")
        return self._hides(style) or in_hidden if style else in_hidden

    def list_of(self, paragraph: "_Element") -> tuple[str, int]:
        """The id of the list that the paragraph is an item of, and its level there; "" for none."""
        direct = child(paragraph, "w:pPr", "w:numPr")
        list_id, level = value(child(direct, "w:numId")), child(direct, "w:ilvl")
        for style in self._chain(_style_id(paragraph, "w:pPr", "w:pStyle") or self.default):
            inherited = child(style, "w:pPr", "w:numPr")
            list_id = list_id or value(child(inherited, "w:numId"))
            level = level if level is not None else child(inherited, "w:ilvl")
        return "" if list_id == "0" else list_id, number(level)

    def _hides(self, style_id: str) -> bool:
        told = (is_on(child(style, "w:rPr", "w:vanish")) for style in self._chain(style_id))
        return next((hidden for hidden in told if hidden is not None), False)

    def _chain(self, style_id: str) -> "Iterator[_Element]":
        """The style and those that it builds on, the nearest first."""
        for _ in range(_DEEPEST):
            style = self.elements.get(style_id)
            if style is None:
                return
            yield style
            style_id = value(child(style, "w:basedOn"))


def read_styles(root: "_Element | None") -> Styles:
    """The styles that the part `root` defines."""
    elements = {
        value(element, "styleId"): element
        for element in (root if root is not None else ())
        if known(element) == "w:style"
    }
    default = next(
        (
            style_id
            for style_id, element in elements.items()
            if value(element, "type") == "paragraph" and value(element, "default") in ("1", "true", "on")
        ),
        "",
    )
    return Styles(elements, default)


def _style_id(element: "_Element", properties: str, name: str) -> str:
    return value(child(element, properties, name))
