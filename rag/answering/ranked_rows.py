"""The rows of a table in their order by a column: the dearest, the second highest, who is third, what fell most.

Compared are the figures of the column that the question names, or that its degree tells (the price of 最贵). Left out:
tables without headings, and questions that leave open which of several columns is meant.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from rag.answering.retriever import Retrieval
from rag.index.saved import SavedIndex
from rag.text.characters import legible, normalise
from rag.text.dates import number_of
from rag.text.lazy_regex import lazy_regex
from rag.text.numerals import MEASURES, numerals_in
from rag.text.tables import heading_cells, heading_rows, row_cells

_LOOKED_AT: Final = 3
"""Passages in whose articles a table is looked for."""
_NAMED_SHARE: Final = 0.6
"""Share of a heading's characters in the question from which the question names it: 市场价 names 市场均价."""
_ABOUT: Final = 0.6
"""Share of the question's characters that the table and what is around it print."""
_ABOUT_NAMED: Final = 0.5
"""The same where the question names a heading of the table."""
_VALUED: Final = 0.6
"""Share of the cells of a column that are figures where it is one of figures."""

_LOW: Final = ("少", "低", "小", "便宜", "短", "轻", "差")
_HIGH: Final = ("多", "高", "大", "贵", "长", "重", "好", "狠", "猛", "凶", "厉害", "严重")
_DEGREE: Final = "|".join(sorted((*_LOW, *_HIGH), key=len, reverse=True))
_MOVED: Final = r"(?P<up>上?涨|上升|升|增(?:长|加)?|提高)|(?P<down>下?跌|下降|降|减(?:少)?|回落)"
_PLACED: Final = r"第(?P<place>[\d一二三四五六七八九十]{1,3})"
_RANKED: Final = lazy_regex(
    rf"(?:(?P<apart>相?差(?:价|距|额|别)?|悬殊)|(?:{_MOVED})(?:幅度?)?)?得?(?:最|{_PLACED})(?P<degree>{_DEGREE})"
    rf"(?!能|可|只|要|会|得)"
)
_IN_ORDER: Final = lazy_regex(rf"(?:排[名在行]?|名列|位[列居]|列)?{_PLACED}(?:[名位]|(?=的|是|$|[?。!]))")
_WHICH: Final = lazy_regex(r"哪|谁|什么|啥|多少|几")
_OTHERWISE: Final = lazy_regex(r"为什么|为何|为啥|怎|如何|吗|第[\d一二三四五六七八九十]+[次届期轮]")
_HOW_MUCH: Final = lazy_regex(r"多少|几(?!个|种|家|名|位)")
_THING: Final = lazy_regex(r"哪|谁|什么(?!价)|啥")
_ORDERS: Final = lazy_regex(r"名次|排[名行位序]|位次|次序|序号?|no\.?")
_PRICES: Final = lazy_regex(r"价(?!值)|元[)/]|费用?$")
_UNIT_OF_MONEY: Final = lazy_regex(r"单位[:：][^)）]{0,6}元|价")
_MOVES: Final = lazy_regex(r"[涨跌升降增减]|[环同]比|变[化动]")
_OTHER_WAY: Final = {1: lazy_regex(r"^[^涨升增]*[跌降减]"), -1: lazy_regex(r"^[^跌降减]*[涨升增]")}
"""A column of falls alone tells no rise, one of rises no fall."""
_WORSE: Final = lazy_regex(r"aqi|污染|pm\d|空气质量指数")
"""Headings of figures that are the better the lower they are."""
_CLEAN: Final = lazy_regex(r"空气|污染|质量")
_MEASURE: Final = f"[{MEASURES}款类片种]"
_KIND: Final = lazy_regex(rf"(?:哪一?{_MEASURE}?|什么|啥)([\u3400-\u9fff]{{0,4}}?)(?:[是的得最]|\W|$)")
"""What the question asks which of."""
_NO_WORD: Final = lazy_regex(rf"哪一?{_MEASURE}?|什么|多少钱?|[谁几啥得最里中内上的了是有卖]|第.[名位]|排名?第?")
_CHINESE: Final = lazy_regex(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Rank:
    """What a question asks for: the row at `place` from the highest figure, or from the lowest.

    `by` are the characters that ask for it. `moved` tells a rise (1) or a fall (-1), `apart` the distance between two
    columns; without a `degree` the table itself tells the order (第五名).
    """

    by: str
    place: int
    highest: bool = True
    degree: str = ""
    moved: int = 0
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its place in the article's sentences as the passage's row in the index and the number there, its cells."""

    position: int
    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a table under its headings; `around` is normalised text that tells what they are."""

    headings: Row
    rows: tuple[Row, ...]
    around: str


@dataclass(frozen=True, slots=True)
class RankedRows:
    """The row that is asked for, with others of the same figure, its headings, and the cell that answers."""

    headings: Row
    rows: tuple[Row, ...]
    exact: str
    by: str


def rank_of(question: str) -> Rank | None:
    """The rank that the normalised `question` asks for; None where it asks for none."""
    if _OTHERWISE.search(question):
        return None
    asks = bool(_WHICH.search(question))
    match = _RANKED.search(question)
    if match and (asks or question[match.end() :].startswith("的")):
        place = number_of(match["place"]) if match["place"] else 1
        moved = 1 if match["up"] else -1 if match["down"] else 0
        apart = bool(match["apart"]) and match["degree"] in _HIGH
        return Rank(match[0], place, match["degree"] not in _LOW, match["degree"], moved, apart)
    order = _IN_ORDER.search(question)
    return Rank(order[0], number_of(order["place"])) if order else None


def ranked_rows(
    retrieval: Retrieval, index: SavedIndex, names: Sequence[str] = (), highest: bool | None = None
) -> RankedRows | None:
    """The row that the question asks for by its rank; None where it asks for none, or where no near table tells it.

    Of two things that the question compares (茄子和豆角哪个贵) `names` are theirs, and whether the `highest` is meant.
    """
    question = normalise(retrieval.question)
    rank = rank_of(question)
    if rank is None and names and highest is not None:
        degree = next((each for each in (*_LOW, *_HIGH) if each in question.rpartition("哪")[2]), "")
        rank = Rank(degree, 1, highest, degree) if degree else None
    if rank is None:
        return None
    for article in dict.fromkeys(hit.passage.article for hit in retrieval.hits[:_LOOKED_AT]):
        for table in tables_of(article, index):
            if _is_about(table, question, rank, bool(retrieval.continued_from)):
                found = _found(table, question, rank, names)
                if found:
                    return found
    return None


def tables_of(article: str, index: SavedIndex) -> Iterator[Table]:
    """The tables of an article that have headings, whole, however many passages they go through."""
    places = [
        (position, number, legible(sentence.text).text)
        for position in index.passages_of[article]
        for number, sentence in enumerate(index.passages[position].sentences)
    ]
    lines = [line for _, _, line in places]
    headings = heading_rows(lines)
    title = index.passages[places[0][0]].title if places else ""
    for heading in sorted({each for each in headings if each is not None}):
        own = [place for place, each in enumerate(headings) if each == heading]
        rows = tuple(Row(*places[place][:2], row_cells(lines[place])) for place in own)
        above = " ".join((title, *lines[max(0, heading - 2) : heading + 1]))
        cells = " ".join(cell for row in rows for cell in row.cells)
        head = Row(*places[heading][:2], heading_cells(lines[heading], len(rows[0].cells)))
        yield Table(head, rows, normalise(f"{above} {cells}"))


def _is_about(table: Table, question: str, rank: Rank, goes_on: bool) -> bool:
    """Whether the table and what is around it print what the question names beside the rank."""
    asked = question.replace(rank.by, " ")
    kind = _KIND.search(asked)
    if kind and kind[1] and not any(character in table.around for character in kind[1]):
        return False
    characters = _CHINESE.findall(_NO_WORD.sub(" ", asked))
    if not characters:
        return goes_on
    held = sum(character in table.around for character in characters)
    named = any(_named_share(normalise(heading), asked) == 1 for heading in table.headings.cells)
    return held >= (_ABOUT_NAMED if named else _ABOUT) * len(characters)


def _found(table: Table, question: str, rank: Rank, names: Sequence[str]) -> RankedRows | None:
    """The row of the table at the rank; None where the table does not tell it."""
    headings = [normalise(heading) for heading in table.headings.cells]
    if any(rank.by in heading for heading in headings):  # 最高气温 is a column
        return None
    columns = [_values([row.cells[place] for row in table.rows]) for place in range(len(headings))]
    ordering = next((place for place, heading in enumerate(headings) if _ORDERS.fullmatch(heading)), None)
    named = [place for place, cells in enumerate(columns) if cells is None and place != ordering]
    if not named:
        return None
    name = named[0]
    counted = [place for place, cells in enumerate(columns) if cells is not None and place != ordering]
    if not rank.degree:
        order = columns[ordering] if ordering is not None else None
        at = [number for number, value in enumerate(order or ()) if value == rank.place]
        return _said(table, at, name, None, question, rank)
    meant = _columns_meant(counted, headings, columns, table, question, rank)
    keep = [n for n, row in enumerate(table.rows) if any(each in row.cells[name] for each in names)]
    if names and len(keep) != len(names) and (keep or rank.by == rank.degree):
        return None
    keep = keep or list(range(len(table.rows)))
    ranked = [_at_rank(columns, each, keep, headings, rank) for each in meant]
    if not ranked or not ranked[0] or any(each != ranked[0] for each in ranked):
        return None
    column = meant[0][0] if len(meant) == 1 and len(meant[0]) == 1 else None
    return _said(table, ranked[0], name, column, question, rank)


def _said(
    table: Table, at: Sequence[int], name: int, column: int | None, question: str, rank: Rank
) -> RankedRows | None:
    if not at:
        return None
    rows = tuple(table.rows[number] for number in at)
    asks_figure = column is not None and _HOW_MUCH.search(question) and not _THING.search(question)
    exact = rows[0].cells[column if asks_figure and column is not None else name] if len(rows) == 1 else ""
    return RankedRows(table.headings, rows, exact, rank.by)


def _columns_meant(
    counted: Sequence[int],
    headings: Sequence[str],
    columns: Sequence[Sequence[Decimal | None] | None],
    table: Table,
    question: str,
    rank: Rank,
) -> list[tuple[int, ...]]:
    """The columns that the rank may be over, in pairs where their distance is asked; [] where that is not told."""
    asked = question.replace(rank.by, " ")
    moves = [place for place in counted if _MOVES.search(headings[place]) or _is_signed(columns[place])]
    shares = {place: _named_share(headings[place], asked) for place in counted}
    if rank.degree in ("多", "少") and not (rank.apart or rank.moved):  # a price is high, not many
        counted = [place for place in counted if not _PRICES.search(headings[place])]
        shares = {place: shares[place] for place in counted}
    best = max(shares.values(), default=0.0)
    named = [place for place in counted if shares[place] == best >= _NAMED_SHARE]
    if rank.apart:
        pair = [place for place in counted if shares[place] >= _NAMED_SHARE and place not in moves]
        pair = pair if len(pair) == 2 else [place for place in counted if place not in moves]
        return [tuple(pair)] if len(pair) == 2 else []
    if rank.moved:
        moved = [place for place in named if place in moves] or moves
        return [(place,) for place in moved] if len(moved) == 1 else []
    if named:
        return [(named[0],)] if len(named) == 1 else []
    plain = [place for place in counted if place not in moves]
    if rank.degree in ("贵", "便宜") or (rank.degree in ("高", "低") and "价" in asked):
        priced = [place for place in plain if _PRICES.search(headings[place])]
        return [(place,) for place in priced or plain] if priced or _UNIT_OF_MONEY.search(table.around) else []
    if rank.degree in ("好", "差", "严重", "重"):
        return [(place,) for place in plain if _WORSE.search(headings[place])] if _CLEAN.search(question) else []
    if rank.degree in ("狠", "猛", "凶", "厉害", "长", "短", "轻"):
        return []
    return [(plain[0],)] if len(plain) == 1 else []


def _at_rank(
    columns: Sequence[Sequence[Decimal | None] | None],
    column: Sequence[int],
    keep: Sequence[int],
    headings: Sequence[str],
    rank: Rank,
) -> list[int]:
    """The numbers of the rows at the rank over the column, or over the distance of two; [] where there are too few."""
    values: dict[int, Decimal] = {}
    for number in keep:
        cells = [own[number] for place in column if (own := columns[place]) is not None]
        if any(cell is None for cell in cells) or len(cells) != len(column):
            continue
        figures = [cell for cell in cells if cell is not None]
        values[number] = abs(figures[0] - figures[1]) if rank.apart else figures[0]
    highest = rank.highest
    heading = headings[column[0]]
    if rank.moved and _is_signed(columns[column[0]]):
        values = {number: value for number, value in values.items() if value * rank.moved > 0}
        highest = (rank.moved > 0) == rank.highest
    elif rank.moved and _OTHER_WAY[rank.moved].search(heading):
        return []
    elif _WORSE.search(heading) and rank.degree in ("好", "差", "严重"):
        highest = rank.degree != "好"
    ordered = sorted(values.values(), reverse=highest)
    if len(ordered) < max(2, rank.place) and not (rank.moved and ordered):
        return []
    wanted = ordered[rank.place - 1] if rank.place <= len(ordered) else None
    return [number for number, value in values.items() if value == wanted]


def _values(cells: Sequence[str]) -> list[Decimal | None] | None:
    """The figures of a column, None for each cell that is none; None for a column of words."""
    found = [_value(normalise(cell)) for cell in cells]
    if any(
        normalise(cell)[:1] in ("+", "-", "−") and value is not None for cell, value in zip(cells, found, strict=True)
    ):
        found = [Decimal(0) if cell in ("平", "持平") else value for cell, value in zip(cells, found, strict=True)]
    return found if sum(value is not None for value in found) >= _VALUED * len(found) else None


def _value(cell: str) -> Decimal | None:
    """The one figure of a cell, with its sign: 4.50, -15, 48%, 三十四元; None for PM2.5, 17-21 and words."""
    numerals = list(numerals_in(cell))
    if len(numerals) != 1:
        return None
    numeral = numerals[0]
    before, after = cell[: numeral.start].strip(), cell[numeral.end :].strip()
    if before not in ("", "+", "-", "−", "约", "¥", "$") or len(after) > 3:
        return None
    value = Decimal(numeral.figures.rstrip("%"))
    return -value if before in ("-", "−") else value


def _is_signed(column: Sequence[Decimal | None] | None) -> bool:
    return any(value is not None and value < 0 for value in column or ())


def _named_share(heading: str, question: str) -> float:
    """Which share of the heading, without its unit, the question holds; one character alone says less than two."""
    words = heading.split("(")[0].strip()
    if not words:
        return 0.0
    share = 1.0 if words in question else sum(character in question for character in words) / len(words)
    return share if len(words) > 1 else 0.9 * share
