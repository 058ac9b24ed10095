"""The persons whom a question names, and which sentences of an article tell of them: how old somebody is, how much
somebody earns or for how long somebody taught is told beside that one's name, not beside another's.

Left out: whether the name is printed at all (see `asked_person`).
"""

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Final

from rag.articles.layout.bylines import may_be_name
from rag.text.lazy_regex import lazy_regex

REACH: Final = 3
"""Sentences behind one that prints the name which may still tell of that person. Of 176 sentences that prove the
answers of news questions about a person 163 are within it or say 他. Where a number is asked of one, the text has it
within reach for 29 of 31 answerable questions and 10 of 25 that are not answered, of which 14 have it somewhere."""
_TITLE: Final = (
    r"(?:老师|教授|医生|大夫|女士|先生|师傅|[校院县市局队厂站所村镇乡馆社]长|主任|书记|记者|教练|导演|护士|法官"
    r"|律师|经理)"
)
_BEFORE: Final = (
    r"(?:^|(?<=[^\u3400-\u9fff])|(?<=[的和跟与给让替被把请问那是])"
    r"|(?<=[员工者长师生士徒记授练手匠医警演人户家民友])|(?<=主任)|(?<=大夫)|(?<=先生)|(?<=老板)|(?<=教练))"
)
_NAME: Final = lazy_regex(rf"{_BEFORE}(?=(?P<full>[\u3400-\u9fff]{{3}})|(?P<short>[\u3400-\u9fff]{{1,2}}{_TITLE}))")
_TITLED: Final = lazy_regex(rf"([\u3400-\u9fff]{{1,2}}?){_TITLE}")
_PLACE_ENDS: Final = "村县镇乡区市省州站路街巷桥河湖江海山岭岩沟寺庙城局会所校院店厂厅馆队奖赛节杯号线报社园楼组班户"
_ASKS: Final = lazy_regex(r"[哪谁什么几多怎啥吗呢是的]")
"""从哪里 is built as a name is."""
_STOP: Final = lazy_regex(r"[。.!?；;…][”’」』)]*$")
_SIGNATURE: Final = 2
"""Last sentences of a letter, of which one is its signature."""
_OF_THINGS: Final = "金银铜黄白红高石万安平马牛毛路钱田林花车雷江温沙谷山龙"
"""Surnames that stand before the names of things as well."""
_PRONOUN: Final = lazy_regex(r"[他她我俺]")


def persons_in(question: str, terms: Collection[str] = ()) -> list[str]:
    """What may be a person's name in the normalised `question`, by where it stands and how it is built.

    Not what a word among the question's `terms` runs out of: 高考志 is part of 高考志愿.
    """
    words = [term for term in terms if len(term) > 1 and not term.startswith(":")]
    names = (name for name in _names(question) if not _ASKS.search(name))
    names = (name for name in names if not (name[0] in _OF_THINGS and name[1:] in words))  # 金戒指
    return [name for name in dict.fromkeys(names) if not any(_overlap(name, word, question) for word in words)]


def telling(persons: Collection[str], sentences: Sequence[str]) -> frozenset[int]:
    """The numbers of those normalised `sentences` of one article, in their order, that tell of one of the `persons`.

    Those that print a name and the ones within reach behind it, and, behind the first of them, those that say 他. Lines
    of a notice have no stop and go on about the one that it names; of a letter whoever signs it is the one who says 我.
    """
    texts = [re.sub(r"\s+", "", sentence) for sentence in sentences]
    naming = [number for number, text in enumerate(texts) if any(person in text for person in persons)]
    signed = bool(naming) and naming[0] >= len(texts) - _SIGNATURE
    found: set[int] = set()
    stops = REACH + 1
    for number, text in enumerate(texts):
        stops = 0 if number in naming else stops + bool(_STOP.search(text))
        goes_on = bool(naming) and number > naming[0] and _PRONOUN.search(text)
        if stops <= REACH or goes_on or (signed and "我" in text):
            found.add(number)
    return frozenset(found)


def _overlap(name: str, word: str, question: str) -> bool:
    """Whether the word begins within the name, as the question has it, and ends behind it."""
    start = question.find(name)
    end = start + len(name)
    return any(start < match.start() < end < match.end() for match in re.finditer(re.escape(word), question))


def _names(question: str) -> Iterator[str]:
    for match in _NAME.finditer(question):
        name = match["full"]
        titled = _TITLED.match(question, match.start())
        named = name and name[-1] not in _PLACE_ENDS and may_be_name(name)
        if named and not titled and not _TITLED.fullmatch(name):  # 班主任
            yield name
        if titled and may_be_name(titled[1] + "某" * (len(titled[1]) == 1)):  # 田女士, and not 老师傅
            yield titled[1] if len(titled[1]) > 1 else titled[0]
