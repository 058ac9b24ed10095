"""The numbers of the sources in an answer's text, such as [1], told from numbers in brackets that a page prints.

Pages print [1] themselves, for notes and references. An answer quotes them as they are; its own markers take numbers
that none of its sentences prints, so that each stands in the text once and whoever reads the text, a person or a
program, can tell. Where they stand follows from the citations, never from brackets that are found in the text.
"""

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from rag.records import Citation, Span

_PRINTED: Final = re.compile(r"\[\s*0*(\d{1,6})\s*\]")
"""What someone might take for a marker; one of more digits is none of ours."""

_TAIL: Final = 8
"""Characters of a quote that are looked for before its marker, in answers that were kept before numbers were chosen."""


def free_numbers(sentences: Iterable[str]) -> Iterator[int]:
    """The numbers from 1 on that no sentence prints in brackets."""
    printed = {int(number) for sentence in sentences for number in _PRINTED.findall(sentence)}
    return (number for number in itertools.count(1) if number not in printed)


def marker_places(text: str, citations: Iterable[Citation]) -> dict[int, Span]:
    """Where each citation's marker stands in an answer's text: its first character and the one after its last."""
    return _places(text, ((citation.marker, citation.quote) for citation in citations))


def unmarked(text: str, citations: Iterable[Citation]) -> str:
    """An answer's text without the markers of its citations; what the page prints in brackets stays."""
    return _without(text, marker_places(text, citations))


def object_places(answered: Mapping[str, Any]) -> dict[int, Span]:
    """The same places for an answer in the JSON form (`json_form`)."""
    return _places(answered["answer"], ((cited["marker"], cited["quote"]) for cited in answered["citations"]))


def unmarked_object(answered: Mapping[str, Any]) -> str:
    """The text of an answer in the JSON form (`json_form`) without its markers."""
    return _without(answered["answer"], object_places(answered))


def span_place(text: str, span: str, places: Iterable[Span]) -> Span:
    """Where the exact answer stands in an answer's text, not within a marker; (0, 0) where it does not."""
    taken = list(places)
    begin = text.find(span) if span else -1
    while begin >= 0:
        end = begin + len(span)
        if not any(first < end and begin < last for first, last in taken):
            return begin, end
        begin = text.find(span, begin + 1)
    return 0, 0


def _places(text: str, cited: Iterable[tuple[int, str]]) -> dict[int, Span]:
    places: dict[int, Span] = {}
    position = 0
    for marker, quote in cited:
        written, tail = f"[{marker}]", quote[-_TAIL:]
        after = text.find(tail + written, position)
        begin = after + len(tail) if after >= 0 else text.find(written, position)
        if begin >= 0:
            position = begin + len(written)
            places[marker] = (begin, position)
    return places


def _without(text: str, places: Mapping[int, Span]) -> str:
    for begin, end in sorted(places.values(), reverse=True):
        text = text[:begin] + text[end:]
    return text
