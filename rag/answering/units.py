"""What belongs together in print: a question of the page and its answer, a row of a table and its headings.

The question finds and the answer is said; a row is said under its headings.
"""

import itertools
import re
from collections.abc import Sequence
from typing import Final

from rag.answering.retriever import Retrieval
from rag.answering.under_heads import stands_under
from rag.index.saved import SavedIndex
from rag.records import Passage
from rag.text.characters import legible, normalise
from rag.text.lazy_regex import lazy_regex
from rag.text.printed_questions import openings
from rag.text.tables import heading_cells, heading_rows, is_figure, row_cells
from rag.text.terms import Terms

ASKED_SHARE: Final = 0.6
"""Share of the question's terms, rare ones weighing more, from which a printed question is the same one."""
_LEANING: Final = 24
"""Characters below which a sentence that points back says too little by itself. Of 1,676 sentences that prove the
answers of news questions 66 point back, most of them long ones that a question makes clear."""
_POINTS_BACK: Final = lazy_regex(
    r"[“‘\"]?(?:[他她它]们?|其(?![他实中余次])|该|此(?![前外次后])|这(?![次里天])|那(?![么里天])|对此|但|然而|因此|所以|于是)"
)
_ANNOUNCES: Final = lazy_regex(r"[:：]$|(?:如下|下列|以下)[^，。；]{0,8}[:：。]?$")
_ITEM: Final = lazy_regex(
    r"[(（]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）.．、](?!\d)\s*|[①-⑳]\s*|[●○◆■□▲★·•—-]+\s*|"
    r"第?[一二三四五六七八九十]{1,2}[是,，:：]"
)
_LINE: Final = lazy_regex(r"[^。！？!?:：]{1,40}")
_BEGINS: Final = lazy_regex(rf"[:：]\s*((?:{_ITEM.pattern})[^。]*[。；;]?)$")
"""The first item in the sentence that announces them."""
_UNIT_STATED: Final = lazy_regex(r"单位[:：]\s*([\u3400-\u9fff]{1,3})")
_HEADED_UNIT: Final = lazy_regex(r"[(（]([\u3400-\u9fff]{1,3}|%)[/)）]")
_FIGURE: Final = lazy_regex(r"\d[\d.,]*")
_TIME_ALONE: Final = lazy_regex(r"\d{1,4}\s*[年月日号时点:：][\d年月日号时点分:：至到起止—~～－\s-]*")
_SAID_AS: Final = {"胜": lazy_regex("赢"), "负": lazy_regex("输"), "平": lazy_regex("打平|平局")}
"""How people ask for the columns of a league's table."""
_SHORTEST_NAME: Final = 2
_WHOLE: Final = 3
"""Sentences of a printed answer that is said as a whole: as many as an answer of ours has room for."""
_SHORT: Final = 16
"""Characters below which an answer's first sentence (可以。 不用。) says yes or no, and the others tell why."""


def similarities(passage: Passage, own: Sequence[float]) -> list[float | None]:
    """How similar each sentence of the passage is to a question, from what each has of its `own`.

    The best of an answer has what its printed question has, the best line under a date what the date has; a question
    that an answer follows has None, and so has a date with lines under it.
    """
    found: list[float | None] = [float(score) for score in own]
    for asked, answered in (*_units(passage), *_headed(passage)):
        lift = max(own[place] for place in asked) - max(own[place] for place in answered)
        for place in answered:
            found[place] = float(own[place] + max(0.0, lift))
        for place in asked:
            found[place] = None
    return found


def is_asked_in_print(retrieval: Retrieval, index: SavedIndex, terms: Terms) -> bool:
    """Whether a page prints the question itself, in about these words, and answers it.

    That is, no sentence of the nearest passage is nearer than its question, which holds most of what is asked.
    """
    if not retrieval.hits:
        return False
    passage, position = retrieval.hits[0].passage, retrieval.positions[0]
    first = int(index.sentence_offsets[position])
    scores = retrieval.sentence_scores.between(first, first + len(passage.sentences))
    weights = {term: index.terms.inverse_document_frequency(term) for term in set(retrieval.terms)}
    for asked, _ in _units(passage):
        text = "".join(passage.sentences[place].text for place in asked)
        held = sum(weights[term] for term in weights.keys() & set(terms.cut(text)))
        if held >= ASKED_SHARE * sum(weights.values()) and max(scores[place] for place in asked) >= max(scores):
            return True
    return False


def needed_before(passage: Passage, number: int) -> int | None:
    """The sentence of the passage without which that one is not understood, None where it stands by itself.

    A row of a table needs its headings, an answer the short word that it opens with, and a short sentence that points
    back (她没有卖。) the one that it points to.
    """
    heading = heading_rows([legible(sentence.text).text for sentence in passage.sentences])[number]
    if heading is not None:
        return heading
    for _, answered in _units(passage):
        first = answered[0]
        if number in answered[1:] and len(passage.sentences[first].text) < _SHORT:
            return first
    text = legible(passage.sentences[number].text).text
    leans = number > 0 and len(text) < _LEANING and _POINTS_BACK.match(text)
    return number - 1 if leans and not passage.sentences[number].opens_paragraph else None


def time_above(passage: Passage, number: int) -> int | None:
    """The line with nothing but a time under which the sentence of that number stands, as in notices; None where it
    stands under none, or has a time itself: 6月1日22时至2日5时, and below it 大桥双向封闭。
    """
    texts = [legible(sentence.text).text.strip() for sentence in passage.sentences[max(0, number - 1) : number + 1]]
    if len(texts) < 2 or _TIME_ALONE.search(texts[1]) or not _TIME_ALONE.fullmatch(texts[0]):
        return None
    return number - 1


def asked_of(passage: Passage) -> list[str]:
    """For each sentence of the passage the printed question that it answers, or the line that it stands under, "" for
    none.
    """
    found = [""] * len(passage.sentences)
    for asked, answered in (*_units(passage), *_headed(passage)):
        for place in answered:
            found[place] = "".join(passage.sentences[each].text for each in asked)
    return found


def answered_with(passage: Passage, number: int) -> list[int]:
    """The sentences of the printed answer that the one of this number stands in, all of them, where they are few.

    [] where it stands in none, or in a long one.
    """
    for _, answered in _units(passage):
        if number in answered and 1 < len(answered) <= _WHOLE:
            return answered
    return []


def needed_after(passage: Passage, number: int) -> list[int]:
    """The sentences of the passage that the one of this number announces: 报名条件如下：, and its items.

    Items that are numbered all alike, lines without a stop, or else the next sentence alone. [] where it announces
    nothing.
    """
    texts = [legible(sentence.text).text.strip() for sentence in passage.sentences]
    following = range(number + 1, len(texts))
    begun = _BEGINS.search(texts[number])
    if not following or not (begun or _ANNOUNCES.search(texts[number])):
        return []
    sign = _item_sign(begun[1] if begun else texts[number + 1])
    if not sign:  # lines that end without a stop, or else the next sentence alone
        lines = list(itertools.takewhile(lambda place: _LINE.fullmatch(texts[place]), following))
        return lines or [number + 1]
    return list(itertools.takewhile(lambda place: _item_sign(texts[place]) == sign, following))


def _item_sign(text: str) -> str:
    """What kind of sign the text opens with as an item of a list: every number alike; "" for none."""
    match = _ITEM.match(text)
    return re.sub(r"[\d一二三四五六七八九十①-⑳]+", "1", match[0].strip()) if match else ""


def told_with_units(passage: Passage) -> list[str]:
    """The passage's sentences, normalised, with the unit of a table put to the figures of its rows: 61.4 under
    票房(万元), or below (单位:元/斤), tells 61.4万元, 61.4元.
    """
    lines = [legible(sentence.text).text for sentence in passage.sentences]
    texts = [normalise(line) for line in lines]
    stated = _UNIT_STATED.search(normalise(passage.title))
    headings = heading_rows(lines)
    told: list[str] = []
    for place, (text, heading) in enumerate(zip(texts, headings, strict=True)):
        stated = _UNIT_STATED.search(text) or stated
        if heading is None:
            told.append(text)
            continue
        cells = row_cells(lines[place])
        heads = heading_cells(lines[heading], len(cells))
        units = (_HEADED_UNIT.search(normalise(head)) or stated for head in heads)
        told.append(" ".join(_with_unit(normalise(cell), unit) for cell, unit in zip(cells, units, strict=True)))
    return told


def _with_unit(cell: str, unit: re.Match[str] | None) -> str:
    return f"{cell}{unit[1]}" if unit and _FIGURE.fullmatch(cell) else cell


def asked_cell(passage: Passage, number: int, question: str) -> str | None:
    """The cell of a row whose heading the normalised `question` names, "" where it names none; None for no row."""
    cells = _headed_cells(passage)[number]
    named = [(head, cell) for head, cell in cells if _is_named(head, question)]
    if not cells:
        return None
    return max(named, key=lambda each: len(each[0]))[1] if named else ""


def told_cells(passage: Passage, question: str) -> list[str]:
    """For each sentence of the passage that is a row the figure of it where the normalised `question` names both the
    row and the heading of the cell; "" for none.

    射门 14-9 under 东队-西队 tells 14 of 东队射门几次.
    """
    return [_told_cell(cells, question) for cells in _headed_cells(passage)]


def _told_cell(cells: Sequence[tuple[str, str]], question: str) -> str:
    label = _label(cells)
    if not label or not (label in question or (len(label) > _SHORTEST_NAME and label[-_SHORTEST_NAME:] in question)):
        return ""
    named = [(head, cell) for head, cell in cells if is_figure(cell) and _is_named(head, question)]
    return max(named, key=lambda each: len(each[0]))[1] if named else ""


def rows_named(passage: Passage, number: int, question: str) -> list[int]:
    """The rows of the table that the sentence of that number is a row of, which the normalised `question` names."""
    headings = heading_rows([legible(sentence.text).text for sentence in passage.sentences])
    if headings[number] is None:
        return []
    return [
        place
        for place, cells in enumerate(_headed_cells(passage))
        if headings[place] == headings[number] and (label := _label(cells)) and label in question
    ]


def _headed_cells(passage: Passage) -> list[list[tuple[str, str]]]:
    """For each sentence of the passage the cells of the row that it is, each behind its heading; [] for any other."""
    lines = [legible(sentence.text).text for sentence in passage.sentences]
    found: list[list[tuple[str, str]]] = []
    for line, heading in zip(lines, heading_rows(lines), strict=True):
        cells = row_cells(line) if heading is not None else ()
        heads = heading_cells(lines[heading], len(cells)) if heading is not None else ()
        found.append(list(zip(heads, cells, strict=True)))
    return found


def _label(cells: Sequence[tuple[str, str]]) -> str:
    """What names the row: its first cell of words; "" where there is none of two characters."""
    words = (normalise(cell) for _, cell in cells if not is_figure(cell))
    return next((word for word in words if len(word) >= _SHORTEST_NAME), "")


def _is_named(heading: str, question: str) -> bool:
    """Whether the question names the heading, without its unit: 票房 of 票房(万元); 输 names 负, the losses."""
    column = normalise(heading).split("(")[0]
    said = _SAID_AS.get(column)
    return bool(column) and (column in question or bool(said and said.search(question)))


def _headed(passage: Passage) -> list[tuple[list[int], list[int]]]:
    """The lines of the passage that others of a list stand under, and those, as the sentences' numbers."""
    under = stands_under(passage)
    heads = sorted({each for each in under if each is not None})
    return [([head], [place for place, each in enumerate(under) if each == head]) for head in heads]


def _units(passage: Passage) -> list[tuple[list[int], list[int]]]:
    """The questions of the passage that have an answer in it, and their answers, as the sentences' numbers."""
    opened = openings([legible(sentence.text).text for sentence in passage.sentences])
    starts = [(number, role == "question") for number, role in enumerate(opened) if role]
    starts.append((len(passage.sentences), True))
    return [
        (list(range(asked, answered)), list(range(answered, end)))
        for (asked, opens), (answered, again), (end, _) in zip(starts, starts[1:], starts[2:], strict=False)
        if opens and not again
    ]
