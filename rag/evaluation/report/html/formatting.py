"""Values as the report writes them: figures, pieces of text, and JSON for the page's script.

Left out: what is shown where, and escaping (see `templating`).
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, Literal

from rag.wording import WORDING, Language, say

_FRACTIONS: Final = ("RR", "nDCG", "AURC", "ECE")
"""Measures that are no share of anything countable: shown as a number, not in percent."""

Kind = Literal["plain", "found", "exact", "marker"]
"""Of a piece of text: a term that was searched for, the exact answer, the marker of a citation, or none of these."""


def in_pieces(text: str, places: Iterable[tuple[int, int, Kind]]) -> tuple[tuple[str, Kind], ...]:
    """`text` cut into pieces, each with its kind: the characters from start to end (not included) of each of the
    ascending places have the kind given there.
    """
    pieces: list[tuple[str, Kind]] = []
    position = 0
    for start, end, kind in places:
        pieces += [(text[position:start], "plain"), (text[start:end], kind)]
        position = end
    return (*pieces, (text[position:], "plain"))


def found(text: str, terms: Sequence[str]) -> list[tuple[int, int]]:
    """Where any of `terms` stands in `text`, whatever its case: ascending, apart from each other."""
    longest_first = sorted({term for term in terms if term.strip()}, key=lambda term: (-len(term), term))
    if not longest_first:
        return []
    pattern = re.compile("|".join(map(re.escape, longest_first)), re.IGNORECASE)
    return [match.span() for match in pattern.finditer(text)]


def embedded_json(value: Any) -> str:
    """`value` as JSON that can stand in a script element: no character in it means anything to HTML or to a script."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return re.sub("[<>&\u2028\u2029\x7f\ud800-\udfff]", lambda character: f"\\u{ord(character[0]):04x}", text)


def is_share(name: str) -> bool:
    """Whether the measure counts something, so that percent says more than a fraction."""
    return name.removeprefix("article:").partition("@")[0] not in _FRACTIONS


def figure(name: str, value: float) -> str:
    """A mean of the measure `name`: in percent with one decimal, or with three decimals where it is no share."""
    return f"{100 * value:.1f}%" if is_share(name) else f"{value:.3f}"


def interval(name: str, values: Mapping[str, float]) -> str:
    """The 95 % interval of a mean, without the sign of percent: the mean beside it has it."""
    scale, digits = (100, 1) if is_share(name) else (1, 3)
    return "–".join(f"{scale * values[end]:.{digits}f}" for end in ("low", "high"))


def signed(name: str, value: float) -> str:
    """A difference of the measure `name` with its sign, in the unit of its mean, without percent; none is a bare 0."""
    text = f"{100 * value:+.1f}" if is_share(name) else f"{value:+.3f}"
    return "0" if not float(text) else text.replace("-", "−")


def one_figure(value: float) -> str:
    """A single question's figure: 1, 0, 0.5, 0.333."""
    return f"{value:.3f}".rstrip("0").rstrip(".")


def probability(value: float) -> str:
    """A p value as papers print it in a column of them: 0.031, < 0.001."""
    return "< 0.001" if value < 0.001 else f"{value:.3f}"


def meaning(name: str, language: Language) -> str:
    """What the measure says, in words; "" for one that the wording does not know."""
    base, _, depth = name.partition("@")
    return say(f"measure-{base}", language, k=depth) if f"measure-{base}" in WORDING else ""


def measure_words(name: str, language: Language) -> str:
    """What the measure is called in words, as over the figures that decide; "" where it is by its name alone."""
    return say(f"report-key-{name}", language) if f"report-key-{name}" in WORDING else ""


def known(prefix: str, name: str, language: Language) -> str:
    """What the wording calls `name`, or `name` itself where it has no word for it."""
    return say(prefix + name, language) if prefix + name in WORDING else name
