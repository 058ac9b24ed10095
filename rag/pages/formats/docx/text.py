"""The text that Word shows of a body, a note or a header, with tracked changes accepted.

Read through: content controls, smart tags, links, the results of fields, inserted and moved text, text boxes (once,
although files store them twice), inner tables, formulas, charts' and diagrams' words. Left out: what is deleted or
hidden, the instructions of fields, comments, pictures.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from rag.errors import PageError
from rag.pages.formats.document import MOST_CHARACTERS
from rag.pages.formats.docx.numbering import Lists, read_lists
from rag.pages.formats.docx.package import WordPackage, child, is_on, known, number, value
from rag.pages.formats.docx.shown import chart_lines, drawn_paragraphs, goes_on, is_gone, shown, symbol
from rag.pages.formats.docx.styles import Styles, read_styles
from rag.text.decoding import clean_lines

if TYPE_CHECKING:
    from lxml.etree import _Element

_CHARACTERS: Final = {"w:tab": "\t", "w:ptab": "\t", "w:br": "\n", "w:cr": "\n", "w:noBreakHyphen": "-"}
_NOTES: Final = {"w:footnoteReference": "footnotes", "w:endnoteReference": "endnotes"}
_LABEL: Final = 40
"""Characters of a cell that spans several rows and is read in each of them: a label; longer text is read once."""
_PAGE_NUMBER: Final = re.compile(r"(?:[\W\d_第共页]|page|of)*", re.IGNORECASE)
"""A header or footer that numbers its page and no more."""


@dataclass(frozen=True, slots=True)
class Block:
    """One line, the name of its style, the lines of the notes that it refers to, and whether it is a table's row."""

    line: str
    style: str = ""
    notes: tuple[str, ...] = ()
    is_row: bool = False


@dataclass(slots=True)
class _Written:
    """A paragraph in the making: its text, and the lines that stand in boxes and notes beside it."""

    text: list[str] = field(default_factory=list)
    boxes: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


class WordText:
    """A Word file, and what of it was read: a note, chart or header that is referred to twice is read once."""

    def __init__(self, name: str, package: WordPackage) -> None:
        """Raises ValueError where the archive holds no text of Word's."""
        self._name = name
        self._package = package
        self._part = package.main_part()
        body = child(package.xml(self._part), "w:body")
        if body is None:
            raise ValueError("no body")
        self.body: _Element = body
        self._relations = package.relations(self._part)
        self._styles: Styles = read_styles(self._related("styles"))
        self._lists: Lists = read_lists(self._related("numbering"))
        self._notes: dict[tuple[str, str], _Element] = {
            (kind, value(note, "id")): note
            for kind, root in ((kind, self._related(kind)) for kind in _NOTES.values())
            if root is not None
            for note in root
        }
        self._fields: list[bool] = []  # for each field that is open, whether its instruction is still being read
        self._characters = 0
        self.has_unread = False
        """Whether the file takes in others, which are not read."""

    def blocks(self, container: "_Element") -> Iterator[Block]:
        """The lines of what `container` holds."""
        written = _Written()
        for element in shown(container):
            kind = known(element)
            if kind == "w:p":
                self._write_paragraph(element, written)
                if not goes_on(element):
                    yield from self._lines(written, self._styles.name(element))
                    written = _Written()
            elif kind == "w:tbl":
                yield from self._lines(written, "")
                written = _Written()
                yield from self._rows(element)
            elif kind in ("w:altChunk", "w:subDoc"):
                self.has_unread = True
        yield from self._lines(written, "")

    def margins(self, kind: str) -> Iterator[str]:
        """The lines of the headers or footers that are shown, each once. `kind` is "header" or "footer"."""
        settings = self._related("settings")
        uses_even = bool(is_on(child(settings, "w:evenAndOddHeaders")))
        seen: set[str] = set()
        for section in self.body.iter("{*}sectPr"):
            uses_first = bool(is_on(child(section, "w:titlePg")))
            for reference in section:
                if known(reference) != f"w:{kind}Reference":
                    continue
                shown = {"first": uses_first, "even": uses_even}.get(value(reference, "type"), True)
                root = self._named(value(reference, "id")) if shown else None
                for line in self._apart(root) if root is not None else ():
                    if line not in seen and not _PAGE_NUMBER.fullmatch(line):
                        seen.add(line)
                        yield line

    # ---- paragraphs

    def _lines(self, written: _Written, style: str) -> Iterator[Block]:
        """The lines of a paragraph that was written, then those of the boxes in it."""
        notes = tuple(written.notes)
        lines = clean_lines("".join(written.text))
        self._characters += sum(map(len, [*lines, *written.boxes, *notes]))
        if self._characters > MOST_CHARACTERS:
            raise PageError("document-too-much", name=self._name)
        for place, line in enumerate(lines):
            yield Block(line, style, notes if place == len(lines) - 1 and not written.boxes else ())
        for place, line in enumerate(written.boxes):
            yield Block(line, "", notes if place == len(written.boxes) - 1 else ())
        if not lines and not written.boxes:
            yield from (Block(line) for line in notes)

    def _write_paragraph(self, paragraph: "_Element", written: _Written) -> None:
        before = len(written.text)
        self._write(paragraph, written, self._styles.hides_paragraph(paragraph))
        has_text = any(text.strip() for text in written.text[before:])
        if has_text or not goes_on(paragraph):
            mark = self._lists.next_mark(*self._styles.list_of(paragraph))
            written.text[before:before] = [mark] * has_text
        self._fields = [False for instructing in self._fields if not instructing]  # one that breaks off hides no more

    def _write(self, element: "_Element", written: _Written, hidden: bool) -> None:
        """Write the runs within `element`."""
        for inner in shown(element):
            kind = known(inner)
            if kind == "w:r":
                self._write_run(inner, written, self._styles.hides_run(inner, hidden))
            elif kind in ("m:oMath", "m:oMathPara") and not hidden:
                written.text += [text.text or "" for text in inner.iter("{*}t")]

    def _write_run(self, run: "_Element", written: _Written, hidden: bool) -> None:
        for element in shown(run):
            kind = known(element)
            if kind == "w:fldChar":
                self._field(element, written)
            elif hidden or any(self._fields):
                continue
            elif kind == "w:t":
                written.text.append(element.text or "")
            elif kind in _CHARACTERS:
                written.text.append(_CHARACTERS[kind])
            elif kind == "w:sym":
                written.text.append(symbol(value(element, "char")))
            elif kind == "w:ruby":
                self._write_reading(element, written)
            elif kind in _NOTES:
                written.notes += self._note(_NOTES[kind], value(element, "id"))
            elif kind in ("w:drawing", "w:pict", "w:object"):
                written.boxes += self._drawn(element)

    def _write_reading(self, ruby: "_Element", written: _Written) -> None:
        """Characters, and in brackets how they are read."""
        base, reading = child(ruby, "w:rubyBase"), child(ruby, "w:rt")
        if base is not None:
            self._write(base, written, False)
        if reading is not None:
            written.text.append("（")
            self._write(reading, written, False)
            written.text.append("）")

    def _field(self, mark: "_Element", written: _Written) -> None:
        """Enter a field, come to its result, or leave it."""
        kind = value(mark, "fldCharType")
        if kind == "begin":
            choice = child(mark, "w:ffData", "w:ddList")
            if choice is not None and not any(self._fields):
                entries = [value(entry) for entry in choice if known(entry) == "w:listEntry"]
                written.text += entries[number(child(choice, "w:result")) :][:1]
            self._fields.append(True)
        elif kind == "separate" and self._fields:
            self._fields[-1] = False
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _note(self, kind: str, note_id: str) -> list[str]:
        """The lines of a foot- or endnote that was not read before."""
        note = self._notes.pop((kind, note_id), None)
        if note is None or value(note, "type") not in ("", "normal"):
            return []
        return self._apart(note)

    def _apart(self, container: "_Element") -> list[str]:
        """The lines of a text that stands by itself, whatever field is open around it."""
        fields, self._fields = self._fields, []
        lines = [line for block in self.blocks(container) for line in (block.line, *block.notes)]
        self._fields = fields
        return lines

    # ---- tables

    def _rows(self, table: "_Element") -> Iterator[Block]:
        """A line for each row, then the rows of tables within it."""
        above: dict[int, str] = {}  # by its column, the cell that spans the rows from there down
        for row in shown(table):
            if known(row) != "w:tr" or is_gone(row, "w:trPr", "w:del", "w:hidden"):
                continue
            cells: list[str] = []
            inner: list[Block] = []
            notes: list[str] = []
            column = number(child(row, "w:trPr", "w:gridBefore"))
            for cell in shown(row):
                if known(cell) != "w:tc" or is_gone(cell, "w:tcPr", "w:cellDel"):
                    continue
                merge = child(cell, "w:tcPr", "w:vMerge")
                if merge is not None and value(merge) != "restart":
                    cells.append(above.get(column, ""))
                else:
                    text = self._cell(cell, inner, notes)
                    cells.append(text)
                    above[column] = text if merge is not None and len(text) <= _LABEL else ""
                column += number(child(cell, "w:tcPr", "w:gridSpan"), default=1)
            if line := " ".join(filter(None, cells)):
                yield Block(line, notes=tuple(notes), is_row=True)
            yield from inner

    def _cell(self, cell: "_Element", inner: list[Block], notes: list[str]) -> str:
        """The paragraphs of a cell as one line; the rows of tables in it and its notes are added to the others."""
        lines: list[str] = []
        for block in self.blocks(cell):
            if block.is_row:
                inner.append(block)
            else:
                lines.append(block.line)
                notes += block.notes
        return " ".join(lines)

    # ---- parts and drawings

    def _drawn(self, element: "_Element") -> Iterator[str]:
        """The lines that stand in what is drawn: text boxes, old lettering, charts, diagrams."""
        for inner in shown(element):
            kind = known(inner)
            if kind == "w:txbxContent":
                yield from self._apart(inner)
            elif kind == "a:p":
                yield from clean_lines("".join(text.text or "" for text in inner.iter("{*}t")))
            elif kind == "c:chart":
                yield from chart_lines(self._named(value(inner, "id")))
            elif kind == "dgm:relIds":
                yield from drawn_paragraphs(self._named(value(inner, "dm")))
            elif kind == "v:textpath":
                yield from clean_lines(value(inner, "string"))
            else:
                yield from self._drawn(inner)

    def _related(self, kind: str) -> "_Element | None":
        part = next((relation.part for relation in self._relations.values() if relation.kind == kind), "")
        return self._package.xml(part) if part else None

    def _named(self, relation_id: str) -> "_Element | None":
        """The part that the text refers to, where it was not read before."""
        relation = self._relations.pop(relation_id, None)
        return self._package.xml(relation.part) if relation and relation.part else None
