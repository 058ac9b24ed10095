"""Questions that a piece surely answers, made of its headline and first sentences by forms: how many, when, where, why.

What a clause says is asked by putting the question's words in the place of a figure, a day, a place or a reason. Left
out: whether they are answered so (see `examples`), which is found by asking.
"""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final, NamedTuple

from rag import Piece, numerals_in

SENTENCES: Final = 8
"""Of a piece that are looked through: what comes first says what it is about."""

LEAST, MOST = 9, 30
"""Characters of a question: a shorter one names nothing, a longer one fills its two lines."""

_DAY: Final = r"(?:\d{4}年)?\d{1,2}月\d{1,2}日"
_FIGURE: Final = r"(?:\d[\d.]*|[一二两三四五六七八九十百千]+)[余多]?万?"
_MEASURE: Final = (
    r"(?:平方米|公里|公斤|万元|个|名|位|人次|人|家|所|处|台|部|场|次|册|件|项|条|座|套|户|亩|元|吨|辆|张|种|棵|盏|组|米|"
    r"幅)"
)
_BEGUN: Final = (
    "召开|举行|举办|启动|开幕|闭幕|揭牌|揭晓|落幕|成立|启用|开通|通车|开馆|落成|投用|开工|竣工|开赛|开播|上线|开放|"
    "开业|签约"
)
# no tag: what stands before it
_NUMBER: Final = re.compile(rf"(?<![第\d.一二两三四五六七八九十百千万])({_FIGURE})({_MEASURE})(?![\d月日])")
_ROUND: Final = re.compile(r"[逾超近约达余多]")
_ANY: Final = re.compile(r"\d|[二两三四五六七八九十百千万]|一(?=个|名|位|家|所|处|场|次|件|项|条|座|套|户)")
_WHEN: Final = re.compile(rf"([^以在于从]{{5,22}}?)(?:(?:正式|隆重|顺利)?)({_BEGUN})")
_WHERE: Final = re.compile(rf"([^在于从]{{5,20}}?)在([^在,]{{2,16}}?)({_BEGUN})")
_WHY: Final = re.compile(
    r"(?:^|[,;:。])(?:(?:由于|因为|因|为了|为)([^,。;:]{4,24})|受([^,。;:]{4,20})影响),([^,。;:]{6,22})(?=[,。;])"
)
_WHO: Final = re.compile(
    r"(?:部分|多数|不少|各)?[\u4e00-\u9fff]{0,6}?(?:[省市县区镇村局馆站所院厅店校]|街道|社区|公司|部门|中心|医院|居民|市民|村民|学生|教师|记者|价格)"
    r"[\u4e00-\u9fff\d]{3,}"
)
"""Who or what does something, at the beginning of a clause."""
_AIMS: Final = re.compile(
    r"(?:进一步|不断|切实|更好)?(?:提|确|保|促|推|巩|引|加|优|完|改|满|强|增|激|落|贯|深|构|打|建|助|预|方便|规范|丰富|解决|实现|避免|防|减|缓|充分|科学)"
)
"""How a further aim begins, which names nobody: 为提高效率,确保安全,该所…"""
_HEAD: Final = re.compile(
    rf"^(?:.{{0,16}}?本报讯)?\s*(?:\([^)]*\))?\s*({_DAY})(?:上午|下午|晚|清晨|傍晚)?(?:消息)?,?(.*)$"
)
_LEANING: Final = re.compile(
    r"^(?:其|该|此|这|那|他|她|它|并|也|还|又|再|但|而|则|就|将|以|让|使|对|把|被|从|据|记者|同时|以及|如今|目前|近日|日前|截至|分别|一|有|会议|活动)|"
    r"以下|上述|如下|本次|此次|这[次些个里]|我们|咱|自己|怎[么样]|如何|为何|什么|谁|哪|多少|[“”\"'()《》?!]"
)
"""Of what leans on words before it, is somebody's words or a question."""


class Made(NamedTuple):
    """A question, and what its answer has to say: the words, or the figure. Where it is to be `to_the_point`, the exact
    answer has to say it.
    """

    question: str
    said: str = ""
    figure: float | None = None
    to_the_point: bool = False


def figure_questions(piece: Piece) -> Iterator[Made]:
    """How many there are, asked by headline lines with one figure, which the text gives, too. A line that does not say
    of what by itself comes after the one before.
    """
    lines, text = _lines(piece), _plain(piece.text)
    for place, line in enumerate(lines):
        found = list(_NUMBER.finditer(line))
        if len(found) != 1 or _ANY.search(line.replace(found[0][0], "")) or _LEANING.search(line):
            continue
        [number] = found
        value = figure_value(number[0])
        before, after = line[: number.start()], line[number.end() :]
        if value is None or _ROUND.search(f"{before[-1:]}{number[1]}") or (number[2] == "个" and not after):
            continue
        if not any(each[2] == number[2] and figure_value(each[0]) == value for each in _NUMBER.finditer(text)):
            continue
        if len(before) < 3 or len(line) < LEAST - 1:
            lead = lines[place - 1] if place else ""
            if not lead or _ANY.search(lead) or _LEANING.search(lead):
                continue
            before = f"{lead}，{before}"
        asked = ("几" if value < 10 else "多少") + "万" * number[1].endswith("万") + number[2]
        yield Made(f"{before}{asked}{after}？", figure=value)


def day_and_place_questions(piece: Piece) -> Iterator[Made]:
    """Where or on what day something took place, by the headline and by the sentence that begins with the day."""
    begun = _HEAD.match(next(_sentences(piece), ""))
    if begun is None:
        return
    day, clause = begun[1], begun[2].partition(",")[0]
    if (found := _WHERE.fullmatch(clause)) and _stands(found[1]):
        yield Made(f"{found[1]}在哪里{found[3]}？", found[2])
    for line in (*_lines(piece), clause):
        if (found := _WHEN.fullmatch(line)) and _stands(found[1]):
            yield Made(f"{found[1]}是哪天{found[2]}的？", day)


def reason_questions(piece: Piece) -> Iterator[Made]:
    """Why something is so, by sentences that give the reason before it."""
    for sentence in islice(_sentences(piece), SENTENCES):
        for found in _WHY.finditer(f"{sentence}。"):
            reason, clause = found[1] or found[2], found[3]
            if _stands(clause) and _WHO.fullmatch(clause) and not _AIMS.match(clause):
                yield Made(f"为什么{clause}？", reason, to_the_point=True)


def figure_value(text: str) -> float | None:
    """The first number that a text says of something: 46家, 四十六家, 12.67万张; None for none."""
    numeral = next(numerals_in(text), None)
    return float(numeral.figures) if numeral and not numeral.figures.endswith("%") else None


def says_figure(text: str, value: float) -> bool:
    """Whether a text says this number of something."""
    return any(float(each.figures.rstrip("%")) == value for each in numerals_in(text))


def fits_a_line(made: Made) -> bool:
    """Whether the question is neither too short nor too long."""
    return LEAST <= len(made.question) <= MOST


def _stands(clause: str) -> bool:
    """Whether a clause says by itself what it is about."""
    return len(clause) >= 5 and not _LEANING.search(clause)


def _lines(piece: Piece) -> list[str]:
    return [line.strip(",。:—") for line in _plain(piece.title).split(" ") if line]


def _sentences(piece: Piece) -> Iterator[str]:
    return (each.strip() for each in re.split(r"[。!?;\n]", _plain(piece.text)) if each.strip())


def _plain(text: str) -> str:
    """With signs of one width."""
    return text.translate(_WIDTHS)


_WIDTHS: Final = str.maketrans("，！？；：（）\u3000", ",!?;:() ")
