"""Clippings as a reader takes them along: Markdown, BibTeX, RIS, a bibliography of GB/T 7714; Word is in `word`.

Everything that comes from a page or a visitor is plain text in each form. A day that is only inferred is said to be so.
No gradio here.
"""

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from rag import Language
from ui.ask.exporting import plain
from ui.ask.referencing import bibliographic
from ui.clippings.clipping import Clipping, Place
from ui.markup import span_label
from ui.wording import say

_BIBTEX: Final = {character: f"\\{character}" for character in "&%$#_{}"} | {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


class Kept(NamedTuple):
    """A piece of which something was kept: its first place, and what was noted beside it, in words."""

    place: Place
    notes: list[str]


def as_markdown(clippings: Sequence[Clipping], language: Language) -> str:
    """All clippings, each with its places and its note."""
    parts = [f"# {plain(say('page-clippings', language))}"]
    for clipping in clippings:
        parts.append(f"## {plain(clipping.named or say('title-none', language))}")
        parts += [f"> {plain(line)}" for line in clipping.text.split("\n") if line.strip()]
        parts += [f"- {plain(each)}" for each in told_places(clipping, language)]
        if clipping.note.strip():
            parts += [
                plain(say("page-clipping-noted", language, note=line))
                for line in clipping.note.split("\n")
                if line.strip()
            ]
    return "\n\n".join(parts) + "\n"


def as_bibliography(clippings: Sequence[Clipping], language: Language) -> str:
    """The pieces that were kept, each once, numbered, in the form of GB/T 7714-2015 for newspapers."""
    listed = [bibliographic(place.title, place.imprint, language) for place, _ in _pieces(clippings, language)]
    return "".join(f"[{number}] {told}\n" for number, told in enumerate(listed, 1))


def as_bibtex(clippings: Sequence[Clipping], language: Language) -> str:
    """The pieces that were kept, each once, as BibTeX entries with what was noted."""
    return "\n".join(_bibtex(kept, number, language) for number, kept in enumerate(_pieces(clippings, language), 1))


def as_ris(clippings: Sequence[Clipping], language: Language) -> str:
    """The pieces that were kept, each once, as RIS records of newspapers with what was noted; lines end as that form
    asks.
    """
    records = []
    for place, notes in _pieces(clippings, language):
        imprint = place.imprint
        year, month, day = _day(place)
        fields = [
            ("TY", "NEWS"),
            *(("AU", author) for author in imprint.authors),
            ("TI", place.title or say("page-cite-untitled", language)),
            ("T2", imprint.paper),
            ("PY", year),
            ("DA", "/".join([year, month, day, ""]) if year else ""),
            ("SP", "" if imprint.page is None else str(imprint.page)),
            ("SE", imprint.section),
            ("N1", _inferred(place, language)),
            ("N1", _where(place, language)),
            *(("N1", note) for note in notes),
            ("LA", "zh"),
        ]
        lines = [f"{name}  - {' '.join(value.split())}" for name, value in fields if value]
        records.append("\r\n".join([*lines, "ER  - ", ""]))
    return "\r\n".join(records)


FORMS: Final[dict[str, tuple[str, str, Callable[[Sequence[Clipping], Language], str]]]] = {
    "markdown": ("md", "text/markdown", as_markdown),
    "bibtex": ("bib", "application/x-bibtex", as_bibtex),
    "ris": ("ris", "application/x-research-info-systems", as_ris),
    "gbt": ("txt", "text/plain", as_bibliography),
}
"""By their names: how a file of the form ends, its type, and what makes it."""


def told_places(clipping: Clipping, language: Language) -> list[str]:
    """Where a clipping is printed: each piece in the standard's form, with its file and lines."""
    return [f"{bibliographic(each.title, each.imprint, language)} {_where(each, language)}" for each in clipping.places]


def _pieces(clippings: Sequence[Clipping], language: Language) -> list[Kept]:
    """The pieces of all clippings, each once. A note stands with the first piece of its clipping; one beside an answer
    tells the question.
    """
    found: dict[tuple[str, str], Kept] = {}
    for clipping in clippings:
        for place in clipping.places:
            found.setdefault((place.source, place.article), Kept(place, []))
        note = " ".join(clipping.note.split())
        if note and clipping.places:
            key = "page-clipping-noted-answer" if clipping.question else "page-clipping-noted"
            first = clipping.places[0]
            told = say(key, language, note=note, question=clipping.question)
            found[first.source, first.article].notes.append(told)
    return list(found.values())


def _bibtex(kept: Kept, number: int, language: Language) -> str:
    place, imprint = kept.place, kept.place.imprint
    year, month, day = _day(place)
    fields = {
        "author": " and ".join(f"{{{_tex(each)}}}" for each in imprint.authors),
        "title": f"{{{_tex(place.title or say('page-cite-untitled', language))}}}",
        "journal": _tex(imprint.paper),
        "entrysubtype": "newspaper",
        "date": "-".join(filter(None, (year, month, day))),
        "year": year,
        "month": month,
        "day": day,
        "pages": "" if imprint.page is None else str(imprint.page),
        "note": "; ".join(
            _tex(each) for each in (_inferred(place, language), _where(place, language), *kept.notes) if each
        ),
        "langid": "chinese",
    }
    told = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@article{{wenbao{year or 'undated'}-{number},\n{told}}}\n"


def _tex(text: str) -> str:
    return "".join(_BIBTEX.get(character, character) for character in " ".join(text.split()))


def _day(place: Place) -> tuple[str, str, str]:
    year, month, day = [*place.imprint.printed.date.split("-"), "", ""][:3]
    return year, month, day


def _inferred(place: Place, language: Language) -> str:
    return say("page-clipping-inferred", language) if place.imprint.printed.is_inferred else ""


def _where(place: Place, language: Language) -> str:
    return say("page-cite-place", language, source=place.source, lines=span_label(place.spans, language))
