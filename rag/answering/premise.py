"""What a question states and the pages contradict: a year that they do not tell of, the third issue where they have
the second, twelve people where they have eleven.

Only what stands in figures is compared, and whether well-known places are printed anywhere. Other names are left out:
on questions with and without an answer alike, a page writes one in twenty of them in another way than the question
does.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from rag.answering.candidates import says_something
from rag.answering.refusal import RIVAL_MARGIN
from rag.answering.retriever import Retrieval
from rag.answering.stated import asked_openly
from rag.articles.layout.lines import is_date_head
from rag.index.saved import SavedIndex
from rag.records import Passage
from rag.text.characters import normalise
from rag.text.numerals import MEASURES, numerals_in
from rag.text.places import PLACES, places_named

INFERRED_YEARS: Final = 2
"""By how much a year may be missed where the page's own is only inferred from its text."""
_AT_HOME: Final = 0.1
"""Share of the passages that print the place where a paper is at home: chosen."""
_LEAST_COUNT: Final = 3
"""Below it a number of the question (哪两家, 一个) is mostly its own way of speaking."""
_ROUNDED: Final = Decimal("0.1")
"""Share by which two numbers may differ where one rounds the other."""

_YEAR: Final = re.compile(r"(?:1[89]|20)\d\d")
_NAMES: Final = (
    r"号[线楼院馆厅门桥井店厂]|路(?=公交|车|[首末]班)|(?:人民)?医院|[中小]学|高中|幼儿园|派出所|监狱|[大支]队|分局"
)
"""What a number stands before as a name, as an ordinal does: 三号线 is another line than 四号线, 第二医院 than
第四医院."""
_MEASURE: Final = re.compile(rf"[多余]?\s*({_NAMES}|人次|公里|平方米|毫升|小时|分钟|[{MEASURES}级册本%])")
_NAMED_BY_NUMBER: Final = re.compile(_NAMES)
_EXACT: Final = 3
"""Digits from which a number is exact: it is stated of one thing, whatever word follows it."""
_RELATIVE: Final = {"去年": -1, "上年": -1, "同期": -1, "同比": -1, "前年": -2, "明年": 1, "后年": 2}
_WORD: Final = re.compile(r"[\u3400-\u9fff]{2}")


@dataclass(frozen=True, slots=True)
class Contradiction:
    """What the question states, and what the pages print in its place, "" where they only lack it."""

    stated: str
    printed: str = ""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its measure as printed.

    `ordinal` tells 第, `numbered` a name (三号线); `counted` is the word behind it, "" where none is.
    """

    text: str
    figures: str
    measure: str
    ordinal: bool
    counted: str
    numbered: bool = False


def contradiction_of(retrieval: Retrieval, index: SavedIndex) -> Contradiction | None:
    """What the question states and the article nearest to it contradicts; None where nothing is contradicted."""
    stated = list(quantities(normalise(retrieval.question)))
    if not stated or not retrieval.hits:
        return None
    years = [quantity for quantity in stated if _is_year(quantity)]
    texts = [normalise(f"{passage.title}\n{passage.text}") for passage in _near(retrieval, index)]
    printed = [quantity for text in texts for quantity in quantities(text)]
    if years and (other := _other_year(years, texts, printed, retrieval, index)):
        return other
    values = {quantity.figures for quantity in printed}
    asks_whether = asked_openly(retrieval.question) != retrieval.question
    for quantity in stated:
        if quantity.numbered:  # 4℃ prints no 四号线
            named = [other for other in printed if _is_other(other, quantity)]
            if named and not _is_found(quantity, retrieval):
                return Contradiction(quantity.text, named[0].text)
            continue
        if _is_year(quantity) or (quantity.figures in values and not quantity.ordinal):
            continue
        if quantity.ordinal and any(_is_the_same(other, quantity) for other in printed):
            continue
        rivals = [other for other in printed if _in_place_of(other, quantity)]
        if rivals:
            return Contradiction(quantity.text, rivals[0].text)
        if asks_whether or _is_exact(quantity):
            others = {other.figures: other.text for other in printed if _is_other(other, quantity)}
            if others and not (_rounds(others, quantity.figures) or _is_found(quantity, retrieval)):
                return Contradiction(quantity.text, *([*others.values()] if len(others) == 1 else []))
    return None


def place_lacking(retrieval: Retrieval, index: SavedIndex) -> str:
    """The first well-known place that the question names and nothing found prints, by this or another word, or "".

    Of 2,209 news questions, by their terms alone, 545 such places of answerable ones are printed in one of ten texts
    found, all of them. A place of many passages is where the paper is at home, and need not be named.
    """
    words = frozenset(retrieval.terms)  # 今天水价 does not name 天水
    named = [place for place in places_named(normalise(retrieval.question)) if place in words]
    if not named:
        return ""
    texts = [
        normalise(f"{index.pages_by_name[passage.source].issue.paper}\n{passage.title}\n{passage.text}")
        for passage in (hit.passage for hit in retrieval.hits)
    ]
    return next((place for place in named if not _is_printed(place, texts, index)), "")


def _is_printed(place: str, texts: Iterable[str], index: SavedIndex) -> bool:
    words = (place, *PLACES[place])
    at_home = len(index.terms.passages_with(place)) > _AT_HOME * len(index.passages)
    return at_home or any(word in text for text in texts for word in words)


def quantities(text: str) -> Iterator[Quantity]:
    """The numbers of the normalised `text` that have a measure."""
    for numeral in numerals_in(text):
        ordinal = text[: numeral.start].endswith("第")
        measure = _MEASURE.match(text, numeral.end)
        if numeral.figures.endswith("%"):  # 三成, 百分之三十
            yield Quantity(text[numeral.start : numeral.end], numeral.figures, "%", False, "")
        elif measure and measure[1] == "%":
            yield Quantity(text[numeral.start : measure.end()], f"{numeral.figures}%", "%", False, "")
        elif measure:
            counted = _WORD.match(text, measure.end())
            yield Quantity(
                text[numeral.start - ordinal : measure.end()],
                numeral.figures,
                measure[1],
                ordinal,
                counted[0] if counted else "",
                _NAMED_BY_NUMBER.match(text, numeral.end) is not None,
            )


def _is_exact(quantity: Quantity) -> bool:
    """Whether the number is told to the digit, or is a share other than the half and the whole."""
    if quantity.measure == "%":
        return quantity.figures not in ("50%", "100%")
    return len(quantity.figures.replace(".", "").strip("0")) >= _EXACT and not quantity.ordinal


def _is_other(printed: Quantity, stated: Quantity) -> bool:
    """Whether both are numbers of one measure that is no time."""
    same = (printed.measure, printed.ordinal) == (stated.measure, stated.ordinal)
    return same and stated.measure not in "年月日号时点"


def _is_the_same(printed: Quantity, stated: Quantity) -> bool:
    """Whether the page prints the ordinal number: with 第, or with the same measure. 七天 is no 第七轮."""
    return printed.figures == stated.figures and (printed.ordinal or printed.measure == stated.measure)


def _rounds(printed: Iterable[str], stated: str) -> bool:
    """Whether one of the printed numbers is the stated one rounded, or is rounded by it."""
    one = Decimal(stated.rstrip("%"))
    for other in (Decimal(figures.rstrip("%")) for figures in printed):
        unit = max(Decimal(1).scaleb(int(each.normalize().as_tuple().exponent)) for each in (one, other))
        if abs(one - other) < unit and abs(one - other) <= _ROUNDED * max(one, other):
            return True
    return False


def _is_found(quantity: Quantity, retrieval: Retrieval) -> bool:
    """Whether any passage that was found prints the number."""
    return any(
        quantity.figures == other.figures and (other.measure == quantity.measure or not quantity.numbered)
        for hit in retrieval.hits
        for other in quantities(normalise(f"{hit.passage.title}\n{hit.passage.text}"))
    )


def _is_year(quantity: Quantity) -> bool:
    return quantity.measure == "年" and not quantity.ordinal and bool(_YEAR.fullmatch(quantity.figures))


def _in_place_of(printed: Quantity, stated: Quantity) -> bool:
    """Whether the page prints one where the question states the other: another issue, or another number of the same."""
    if not _is_other(printed, stated):
        return False
    if stated.ordinal:
        return True
    one, other = Decimal(printed.figures.rstrip("%")), Decimal(stated.figures.rstrip("%"))
    differs = abs(one - other) > _ROUNDED * max(one, other)
    return min(one, other) >= _LEAST_COUNT and differs and printed.counted == stated.counted != ""


def _other_year(
    years: Sequence[Quantity],
    texts: Iterable[str],
    printed: Iterable[Quantity],
    retrieval: Retrieval,
    index: SavedIndex,
) -> Contradiction | None:
    """The first of the stated years that the near articles do not tell of. None where their own year is unknown."""
    best = retrieval.hits[0].passage
    piece, page = index.pieces_by_id[best.article], index.pages_by_name[best.source]
    date = piece.date or page.issue.date
    own = int(date[:4]) if date else None
    if own is None:
        return None
    inferred = page.issue.told in ("text", "") and piece.date_told in ("text", "")
    told = {own} | {int(quantity.figures) for quantity in printed if _is_year(quantity)}
    told |= {int(mention.date[:4]) for mention in piece.mentions}
    text = " ".join(texts)
    told |= {int(year) for year in re.findall(r"(?<!\d)((?:1[89]|20)\d\d)(?!\d)", text)}
    told |= {own + distance for word, distance in _RELATIVE.items() if word in text}
    for year in years:
        missed = min(abs(int(year.figures) - other) for other in told)
        if missed > (INFERRED_YEARS if inferred else 0):
            return Contradiction(year.text, _year_in_place(retrieval, index))
        if missed and (
            other := _year_in_place(retrieval, index)
        ):  # what is inferred does not matter to what is printed
            return Contradiction(year.text, other)
    return None


def _year_in_place(retrieval: Retrieval, index: SavedIndex) -> str:
    """The only year that the sentence nearest to the question names, or the date alone on a line above it, as in
    columns of history; "" where it names none or several.
    """
    position = retrieval.positions[0]
    passage, first = index.passages[position], int(index.sentence_offsets[position])
    scores = retrieval.sentence_scores.between(first, first + len(passage.sentences))
    scored = [
        (float(score), number)
        for number, (sentence, score) in enumerate(zip(passage.sentences, scores, strict=True))
        if says_something(sentence, passage)
    ]
    texts = [normalise(sentence.text) for sentence in passage.sentences]
    nearest = max(scored, default=(0.0, 0))[1]
    head = next((text for text in reversed(texts[:nearest]) if is_date_head(text)), "")
    named = _years_in(texts[nearest]) or _years_in(head)
    return next(iter(named.values())) if len(named) == 1 else ""


def _years_in(text: str) -> dict[str, str]:
    """The years that the normalised `text` names, with their spellings."""
    return {quantity.figures: quantity.text for quantity in quantities(text) if _is_year(quantity)}


def _near(retrieval: Retrieval, index: SavedIndex) -> list[Passage]:
    """All passages of the nearest article, and those of others that are about as near."""
    best = retrieval.hits[0].passage.article
    highest = max(retrieval.fused)
    rivals = [
        hit.passage
        for hit, fused in zip(retrieval.hits, retrieval.fused, strict=True)
        if hit.passage.article != best and fused > highest - RIVAL_MARGIN
    ]
    return [index.passages[position] for position in index.passages_of[best]] + rivals
