"""(上接第1版) and (下转第4版): the marks that lead from one page of an issue to another, and what stands beside them.

Forms: in brackets of any kind, in one of them or bare; 第1版, A1版, 01版, 一版, 第一版, 头版, and a headline in 《》.
"""

import functools
import re
from dataclasses import dataclass

from rag.articles.layout.bylines import is_byline_line
from rag.articles.layout.lines import ends_sentence
from rag.text.dates import number_of

_INSIDE = r"[^()（）【】\[\]]"
_FROM = r"(?:上接|紧接|接自|承接)"
_ONTO = r"(?:下转|紧转)"
_NUMBER = r"(?:[A-Za-z]?\s*\d{1,3}|[一二三四五六七八九十]{1,3}|头)"
# White space is read in one way only, as long as it may be.
_BARE = rf"\s*+(?:本报|今日)?\s*+第?\s*+{_NUMBER}\s*+[版页面]"
_OPENING = re.compile(
    rf"\s*+(?:[(（【\[]\s*+{_FROM}(?P<inside>{_INSIDE}{{0,60}})[)）】\]]"
    rf"|[(（【\[]?\s*+{_FROM}(?P<bare>{_BARE})[)）】\]]?)\s*+"
)
_CLOSING = re.compile(
    rf"(?:[(（【\[]\s*{_ONTO}(?P<inside>{_INSIDE}{{0,60}})[)）】\]]|[(（【\[]?\s*{_ONTO}(?P<bare>{_BARE}))\s*[▶►→]?\s*$"
)
_LONGEST = 100
"""Characters of the longest mark."""
_PAGE = re.compile(r"(\d{1,3}|[一二三四五六七八九十]{1,3}|头)\s*[版页面]|^\s*第?\s*[A-Za-z]?(\d{1,3})\s*$")
_HEADLINE = re.compile(r"[《“](.+)[》”]")
_OTHER_ISSUE = re.compile(r"\d\s*日|[昨前]日|昨天|上期|前期")


@dataclass(frozen=True, slots=True)
class Turn:
    """What a mark names: the page, None where it names none; the headline that it prints, "" where it prints none.

    `other_issue` tells that it leads to another day's paper.
    """

    page: int | None
    headline: str = ""
    other_issue: bool = False


def opening_turn(text: str) -> Turn | None:
    """What (上接第1版) at the start of `text` names; None where there is no such mark."""
    return _read(_OPENING.match(text))


def closing_turn(text: str) -> Turn | None:
    """What (下转第4版) at the end of `text` names; None where there is no such mark."""
    return _read(_closing(text))


def without_turns(text: str) -> tuple[int, int]:
    """Where `text` begins and ends when the marks at its start and its end are left out."""
    closing = _closing(text)
    end = len(text[: closing.start()].rstrip()) if closing else len(text)
    opening = _OPENING.match(text, 0, end)
    return (opening.end() if opening else 0), end


def _closing(text: str) -> re.Match[str] | None:
    return _CLOSING.search(text, max(0, len(text) - _LONGEST))


@functools.lru_cache(maxsize=4096)  # every end of an issue's page, for each continuation in it
def breaks_off(text: str) -> bool:
    """Whether a body whose last paragraph is `text`, its mark aside, stops in mid-sentence as a page end leaves it."""
    start, end = without_turns(text)
    rest = text[start:end].strip()
    return bool(rest) and not ends_sentence(rest) and not is_byline_line(rest)


def _read(match: re.Match[str] | None) -> Turn | None:
    if match is None:
        return None
    inside = match["inside"] if match["inside"] is not None else match["bare"]
    headline = _HEADLINE.search(inside)
    named = _HEADLINE.sub("", inside)
    page = _PAGE.search(named)
    digits = (page[1] or page[2]) if page else ""
    number = 1 if digits == "头" else number_of(digits) if digits else 0
    return Turn(number or None, headline[1] if headline else "", bool(_OTHER_ISSUE.search(named)))
