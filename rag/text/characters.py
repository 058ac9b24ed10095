"""Characters that look like others, and blanks that stand between characters and mean nothing.

Files made from pictures, or with the fonts of a PDF, print ⻓ for 长 and put a blank between any two characters. Pages
are shown and quoted as they are printed; what reads them (the splitter, the search) reads them through here.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache
from typing import Any, Final

# The radicals of U+2E81 to U+2EF3 (there is none at U+2E9A) and the ideographs that stand for them, as Unicode's
# property Equivalent_Unified_Ideograph has them: most of them have no decomposition that NFKC would follow.
_RADICALS: Final = "".join(map(chr, (*range(0x2E81, 0x2E9A), *range(0x2E9B, 0x2EF4))))
_IDEOGRAPHS: Final = (
    "厂乛乚乙亻冂𠘨刀刂卜㔾小小兀尣尢𡯂巳幺彑彐忄心扌攵旡日月歺母民氵氺灬爫爫丬牛犭王𤴔目示礻𥫗糹纟罓罒㓁冗𦉫羊𦍌𦍋耂肀聿肉𦥑艹艹艹虎衤覀西见角𧢲"
    "讠贝𧾷车辶辶辶邑钅長镸长门𨸏阝雨青韦页风飞食𩙿飠饣𩠐马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟"
)
_LOOKALIKE = re.compile(r"[\u2e80-\u2fdf\uf900-\ufaff\U0002f800-\U0002fa1f]")
_WIDE: Final = {
    wide: wide - 0xFEE0 for wide in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}
_INVISIBLE: Final = r"\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef"
"""Soft hyphens, zero-width blanks and joiners, marks of direction, selectors of a glyph."""
_DROPPED = re.compile(rf"[{_INVISIBLE}]+")
_GAP = re.compile(rf"(?<=[^\s{_INVISIBLE}])[\s{_INVISIBLE}]++(?!\Z)")
_HAN = r"\u3400-\u9fff\U00020000-\U0003ffff"
_CHINESE = re.compile(rf"[{_HAN}\u3001-\u301f\uff01-\uff60，。、；：？！（）“”‘’《》…—·○〇]")
_IN_PROSE = re.compile(rf"(?<=[{_HAN}])[^\S\n](?=[{_HAN}])")
_PROSE = re.compile(r"[，,。]")

_LOOKED_AT: Final = 5_000
"""Characters of a line that are looked at for it; a paragraph of print has a fifth of them."""
_FEWEST: Final = 5
"""Blanks that tell of more than a name with a gap and a list of two or three."""
_ALL_SHARE: Final = 0.8
"""Share of single characters among what blanks set apart, from which a blank stands between all of them."""
_SOME_SHARE: Final = 0.05
"""Blanks for each character of prose from which they mean nothing; clean pages have 0.005, at names."""


class Spacing(Enum):
    """Where blanks without meaning stand: nowhere, here and there between Chinese ones, between all characters."""

    NONE = auto()
    SOME = auto()
    ALL = auto()


@dataclass(frozen=True, slots=True)
class Legible:
    """A line as it is read, beside its `print`: `text` lacks what means nothing, `shown` is that in printed characters.

    `places` are those of the text's characters in the print, None where they are the same.
    """

    print: str
    text: str
    shown: str
    places: tuple[int, ...] | None = None

    def printed(self, start: int, end: int) -> tuple[int, int]:
        """Where the characters from `start` to before `end` of the text are printed; there is at least one."""
        return (start, end) if self.places is None else (self.places[start], self.places[end - 1] + 1)


def unified(text: str) -> str:
    """`text` with the plain ideograph for each radical and compatibility form, one for one."""
    return text.translate(_plain()) if _LOOKALIKE.search(text) else text


def half_width(text: str) -> str:
    """`text` with full-width letters and figures as those of ASCII, one for one."""
    return text.translate(_WIDE)


@cache
def _plain() -> dict[int, str]:
    forms = (*range(0x2F00, 0x2FD6), *range(0xF900, 0xFB00), *range(0x2F800, 0x2FA20))
    same = {form: unicodedata.normalize("NFKC", chr(form)) for form in forms}
    return {form: plain for form, plain in same.items() if len(plain) == 1} | {
        ord(radical): plain for radical, plain in zip(_RADICALS, _IDEOGRAPHS, strict=True)
    }


def spacing_of(lines: Sequence[str]) -> Spacing:
    """Where blanks without meaning stand in these lines, which are of one page or one article."""
    lines = [line[:_LOOKED_AT] for line in lines if line and not line.isspace()]
    gaps = [_DROPPED.sub("", line).split() for line in lines]
    spaced = sum(sum(map(len, parts)) for parts in gaps if len(parts) > 2 and _all_single(parts))
    whole = sum(sum(map(len, parts)) for parts in gaps if sum(map(len, parts)) > 2)
    if spaced * 2 > whole and sum(map(len, gaps)) - len(gaps) >= _FEWEST:
        return Spacing.ALL
    prose = [line for line in lines if _PROSE.search(line)]
    blanks = sum(len(_IN_PROSE.findall(line)) for line in prose)
    characters = sum(len(line) for line in prose)
    return Spacing.SOME if blanks >= _FEWEST and blanks >= _SOME_SHARE * characters else Spacing.NONE


def _all_single(parts: Sequence[str]) -> bool:
    """Whether nearly all parts are one character, some of them Chinese."""
    return (
        sum(map(len, parts)) <= 2 * len(parts)  # told at once of most lines
        and sum(len(part) == 1 for part in parts) >= _ALL_SHARE * len(parts)
        and sum(bool(_CHINESE.match(part)) for part in parts) >= 2
    )


def legible_lines(lines: Sequence[str]) -> list[Legible]:
    """Each line as it is read, by what its page does throughout."""
    spacing = spacing_of(lines)
    blank = Legible("", "", "")
    return [legible(line, spacing) if line else blank for line in lines]


def legible(line: str, spacing: Spacing | None = None) -> Legible:
    """The line as it is read; without the `spacing` of its page, by what it does itself."""
    if not _GAP.search(line):
        spacing = Spacing.NONE
    elif spacing is None or (spacing is Spacing.NONE and _all_single(line[:_LOOKED_AT].split())):
        own = spacing_of([line])
        # A line may be spaced on a page that is not; a few blanks in it are names.
        spacing = own if spacing is None or own is Spacing.ALL else Spacing.NONE
    if spacing is Spacing.NONE and not _DROPPED.search(line):
        return Legible(line, unified(line), line)
    kept = list(_kept(line, spacing or Spacing.NONE))
    shown = "".join(line[place] for place in kept)
    if not shown.strip():  # nothing but invisible characters: it is printed, and stays a line
        return Legible(line, line, line)
    return Legible(line, unified(shown), shown, tuple(kept))


def closed_up(text: str) -> str:
    """The text, of one line or several, without what means nothing in each line, its characters as they are printed."""
    if not (_GAP.search(text) or _DROPPED.search(text)):
        return text
    return "\n".join(legible(line).shown for line in text.split("\n"))


def _kept(line: str, spacing: Spacing) -> Iterator[int]:
    """The places of the line that are read. Of a wider gap than others, which does part words, one blank is left."""
    dropped: set[int] = {place for match in _DROPPED.finditer(line) for place in range(*match.span())}
    if spacing is not Spacing.NONE:
        gaps = [match.span() for match in _GAP.finditer(line)]
        widths = sorted(end - start for start, end in gaps)
        usual = widths[len(widths) // 2] if widths else 0
        for start, end in gaps:
            closes = spacing is Spacing.ALL or (_CHINESE.match(line[start - 1]) and _CHINESE.match(line[end]))
            if closes:
                dropped.update(range(start, end) if end - start <= usual else range(start + 1, end))
    return (place for place in range(len(line)) if place not in dropped)


_HALF: Final = re.compile("([\ud800-\udfff])")


def normalise(text: str) -> str:
    """The searched form of `text`: NFKC, traditional characters simplified, lower case, white space single.

    Blanks that were left between all characters are closed up, and lost characters are left out.
    """
    plain = unicodedata.normalize("NFKC", unified(closed_up(text)).replace("\ufffd", ""))
    return re.sub(r"\s+", " ", simplified(plain).lower()).strip()


def simplified(text: str) -> str:
    """`text` with traditional characters simplified and nothing else changed."""
    try:
        return str(_simplifier().convert(text))
    except UnicodeEncodeError:  # what is no character stays as it is: half of a pair, which a file's name may hold
        return "".join(part if _HALF.match(part) else simplified(part) for part in _HALF.split(text))


def simplified_in_place(text: str) -> str:
    """`text` with traditional characters simplified one for one; as it is where that would change its length."""
    plain = simplified(text)
    return plain if len(plain) == len(text) else text


def is_chinese(text: str) -> bool:
    """Whether the text is Chinese rather than Chinese names in another language: words are counted, not letters."""
    characters = len(re.findall(r"[\u3400-\u9fff]", text))
    return characters > 0 and characters >= len(re.findall(r"[A-Za-z]+", text))


@cache
def _simplifier() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")
