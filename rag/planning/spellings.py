"""The forms in which one word may be printed: 三号线 for 3号线, 读者来函 for 读者来信; and words of which one will do.

Words are folded, so that traditional characters and blanks within a word are met already. Left out: words of a like
meaning, which are only ever proposed (see `nearest`).
"""

import functools
import re
from typing import Final

from rag.text.dates import number_of
from rag.text.similarity import folded

EITHER: Final = "|"
"""What stands between words of which one is enough."""
_DIGITS: Final = "〇一二三四五六七八九"
_YEAR_LENGTH: Final = 4
_COUNTED: Final = r"[号路届期年月日区线层楼班院街栋]"
"""What follows a number that tells which one of many it is."""
_FIGURES: Final = re.compile(r"(?<![\d.])(\d{1,2})(?=[\u3400-\u9fff])")
_IN_WORDS: Final = re.compile(rf"(?<![〇零一二三四五六七八九十百千])([一二三四五六七八九十]{{1,3}})(?={_COUNTED})")
_NUMBER_FIRST: Final = re.compile(rf"[〇零一二三四五六七八九十]+{_COUNTED}")
_SAME: Final[tuple[frozenset[str], ...]] = (
    frozenset({"读者来信", "读者来函", "来信", "来函", "来信照登", "来函照登", "读者投书", "读者信箱"}),
    frozenset({"更正", "更正启事", "勘误"}),
    frozenset({"讣告", "讣闻", "哀启"}),
    frozenset({"布告", "告示"}),
)
"""What papers call one kind of small piece, be it a hundred years ago or today."""


def alternatives(word: str) -> tuple[str, ...]:
    """The words of which one is enough, as they stand; the word itself where there is but one."""
    return tuple(filter(None, map(str.strip, word.split(EITHER)))) or (word,)


def kinds_like(kind: str) -> tuple[str, ...]:
    """What a kind of small piece is called, folded, its own name first."""
    name = folded(kind)
    others = next((names for names in _SAME if name in names), frozenset())
    return (name, *sorted(others - {name}))


@functools.lru_cache(maxsize=1024)
def spellings(word: str) -> tuple[str, ...]:
    """The folded forms of one word, its own first: numbers before what they count in figures and in characters."""
    own = folded(word)
    forms = [own, _FIGURES.sub(lambda match: _in_words(int(match[1])), own)]
    forms.append(_IN_WORDS.sub(lambda match: str(number_of(match[1])), own))
    if own.isascii() and own.isdecimal() and len(own) == _YEAR_LENGTH:
        forms.append("".join(_DIGITS[int(figure)] for figure in own))
    return tuple(dict.fromkeys(forms))


@functools.lru_cache(maxsize=1024)
def whole(form: str) -> re.Pattern[str] | None:
    """What finds the form where its numbers are whole ones, 906 not in 1906; None where no number is at its ends."""
    before = after = ""
    if re.match(r"[0-9]", form):
        before = r"(?<![0-9])(?<![0-9][.,])"
    elif _NUMBER_FIRST.match(form):
        before = r"(?<![〇零一二三四五六七八九十百千])"
    if re.search(r"[0-9]$", form):
        after = r"(?![0-9]|[.,][0-9])"
    return re.compile(before + re.escape(form) + after) if before or after else None


def _in_words(number: int) -> str:
    """A number below a hundred as it is said."""
    tens, ones = divmod(number, 10)
    if not number:
        return _DIGITS[0]
    return ("" if not tens else "十" if tens == 1 else f"{_DIGITS[tens]}十") + (_DIGITS[ones] if ones else "")
