"""What form of answer a question asks for, and whether a sentence has it: an amount, a time, a list.

Patterns of the question, not knowledge: they break ties between sentences that are equally near.
"""

import re
from dataclasses import dataclass

_NUMBER = r"(?:\d[\d.,]*|[一二三四五六七八九十百千两]+)"
_AMOUNT = re.compile(r"多少|几(?!乎)|比例|占比|多(?:重|长|高|大|久|宽|远)|how (?:many|much|long|far|old|large)")
_UNIT = re.compile(r"(?:多少|几)([\u4e00-\u9fff])")
_TIME = re.compile(r"哪一?年|哪一?天|哪年哪月|什么时[候间]|何[时日]|几[月号日]|礼拜几|周几|星期几|多久|多长时间|"
                   r"\bwhen\b|(?:what|which) (?:year|date|day|month)")
_LIST = re.compile(r"哪些|哪几|哪[两二三四五六七八九十]|分别|几(?:种|类|大类|样|件)|都[是有]|\bwhich\b.*s\b|\blist\b")
_TIME_SAID = re.compile(r"\d{4}年|\d{1,2}月|\d{1,2}日|\d{1,2}[时点]|周[一二三四五六日]|星期|小时|\d天")


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a question asks for. `units` are the measure words it names: 几家 -> 家."""

    amount: bool
    time: bool
    listing: bool
    units: tuple[str, ...]


def expectation_of(question: str) -> Expectation:
    """What the normalised `question` asks for."""
    return Expectation(bool(_AMOUNT.search(question)), bool(_TIME.search(question)), bool(_LIST.search(question)),
                       tuple(_UNIT.findall(question)))


def fit(expected: Expectation, sentence: str, question: str) -> float:
    """How well the form of the normalised `sentence` fits, 0 to about 0.15, on the scale of cosines.

    Numbers and times that the question itself names do not count. Weights tuned on the dev and sample questions.
    """
    score = 0.0
    if expected.amount:
        score += 0.01 * any(number not in question for number in re.findall(_NUMBER, sentence))
        score += 0.08 * any(_counts(unit, sentence) and not _counts(unit, question) for unit in expected.units)
    if expected.time:
        score += 0.03 * any(said not in question for said in _TIME_SAID.findall(sentence))
    if expected.listing:
        items = sentence.count("、") + sentence.count("”“") + sentence.count(";")
        score += 0.03 * min(1.0, items / 3)
    return score


def _counts(unit: str, text: str) -> bool:
    """Whether the text says a number of `unit`: 11家, 2700余人次."""
    return bool(re.search(rf"{_NUMBER}[余多万]*{unit}", text))
