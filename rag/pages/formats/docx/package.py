"""The parts of a Word file: an archive of XML, each part with relations to others. Nothing but what is asked for is
unpacked, and nothing outside the archive is looked up.
"""

import io
import posixpath
import zipfile
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from rag.errors import PageError
from rag.pages.formats.document import check_size

if TYPE_CHECKING:
    from lxml.etree import _Element

_MOST_UNPACKED: Final = 200_000_000
"""Bytes of all parts, pictures too; a paper's year has less, and a small archive can claim to unpack to any size."""
_MOST_PARTS: Final = 20_000
"""Parts in one archive: a book with a picture on every page has a few thousand."""

_PREFIXES: Final = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r",
    "http://purl.oclc.org/ooxml/officeDocument/relationships": "r",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a",
    "http://purl.oclc.org/ooxml/drawingml/main": "a",
    "http://schemas.openxmlformats.org/drawingml/2006/chart": "c",
    "http://purl.oclc.org/ooxml/drawingml/chart": "c",
    "http://schemas.openxmlformats.org/drawingml/2006/diagram": "dgm",
    "http://purl.oclc.org/ooxml/drawingml/diagram": "dgm",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "urn:schemas-microsoft-com:vml": "v",
}
"""The names that elements are known by here, in both editions of the standard."""


class Relation(NamedTuple):
    """Another part: the last word of its type, and its name; "" for what lies outside the archive."""

    kind: str
    part: str


class WordPackage:
    """The archive that a Word file is."""

    def __init__(self, name: str, raw: bytes) -> None:
        """Raises PageError where it would unpack to more than any file has, and zipfile's errors where it is none."""
        self._name = name
        self._archive = zipfile.ZipFile(io.BytesIO(raw))
        parts = self._archive.infolist()
        # An archive is never read beyond the sizes that it claims.
        if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_UNPACKED:
            raise PageError("document-too-much", name=name)
        self._parts = {part.filename.lower(): part for part in parts}

    def main_part(self) -> str:
        """The name of the part with the text. Raises ValueError where there is none."""
        for relation in self.relations("").values():
            if relation.kind == "officeDocument":
                return relation.part
        raise ValueError("no main part")

    def relations(self, part: str) -> dict[str, Relation]:
        """The relations of `part` by their ids, those of the whole package for ""."""
        folder, name = posixpath.split(part)
        found = self.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
        return (
            {}
            if found is None
            else {
                element.get("Id", ""): Relation(
                    element.get("Type", "").rpartition("/")[2],
                    ""
                    if element.get("TargetMode") == "External"
                    else posixpath.normpath(posixpath.join("/", folder, element.get("Target", ""))),
                )
                for element in found
            }
        )

    def xml(self, part: str) -> "_Element | None":
        """The root of a part, None where there is no such part.

        Raises PageError for one too large or nested too deeply, ValueError or lxml's errors where it is damaged.
        """
        from lxml import etree

        found = self._parts.get(part.lstrip("/").lower())
        if found is None:
            return None
        content = self._archive.read(found)
        check_size(self._name, content, "<")
        parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
        try:
            root = etree.fromstring(content, parser)
        except etree.XMLSyntaxError as error:
            if error.code == etree.ErrorTypes.ERR_NO_MEMORY:
                raise MemoryError from error
            if error.code == etree.ErrorTypes.ERR_RESOURCE_LIMIT:
                raise PageError("document-deep", name=self._name) from error
            raise
        if root.getroottree().docinfo.doctype:
            raise ValueError("entities of its own, which no program that writes this form defines")
        return root


def known(element: "_Element") -> str:
    """The element's name with the prefix that it is known by here; "" for elements of no known kind."""
    return _known(element.tag)


@cache
def _known(tag: str) -> str:
    space, _, name = tag.rpartition("}")
    prefix = _PREFIXES.get(space.removeprefix("{"))
    return f"{prefix}:{name}" if prefix else ""


def value(element: "_Element | None", name: str = "val") -> str:
    """The attribute of this name, in whichever edition's name space; "" where there is none."""
    if element is None:
        return ""
    return next((told for key, told in element.attrib.items() if key.rpartition("}")[2] == name), "")


def number(element: "_Element | None", name: str = "val", default: int = 0) -> int:
    """The attribute as a whole number of at most nine digits; `default` where it is none."""
    told = value(element, name)
    return int(told) if told.removeprefix("-").isdecimal() and len(told) < 10 else default


def child(element: "_Element | None", *names: str) -> "_Element | None":
    """The first child of the first name, its first child of the second …; None where one is missing."""
    for name in names:
        element = next((inner for inner in element if known(inner) == name), None) if element is not None else None
    return element


def is_on(element: "_Element | None") -> bool | None:
    """Whether a switch is set; None where it is not there."""
    return None if element is None else value(element) not in ("0", "false", "off", "none")
