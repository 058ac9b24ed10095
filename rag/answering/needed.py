"""What a question asks for that is told by certain words alone, and whether a text or a sentence tells it.

Left out: which words tell what (see `details`).
"""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from rag.answering.details import AGE_ASKED, HEIGHT_ASKED, HUSBAND_ASKED, NEEDED, WIFE_ASKED, Needed
from rag.articles.layout.bylines import may_be_name

_OFFICE: Final = (
    r"(?<!副)(?P<office{}>[市省县区镇乡村局院校所站厂会部处科队团厅董行馆社班组]事?长|主任|书记|总?经理|主席|总理|总统"
    r"|总编辑?|主编|主?教练|裁判长)"
)
_OFFICE_ASKED: Final = re.compile(
    rf"{_OFFICE.format(1)}(?:是|叫|姓)(?:谁|什么|啥|哪位|哪个人)|(?:谁|哪位)是[^,。?]{{0,12}}?{_OFFICE.format(2)}(?=[?。的吗呢\s]*$)"
)
"""Who holds an office is told where the office is named, and not that of a deputy: 副市长 is no 市长."""
_NAMED: Final = re.compile(
    rf"([\u3400-\u9fff·]{{2,4}}?)(?:的|今年|现在|究竟|到底|是|他|她)*(?:{AGE_ASKED}|{HUSBAND_ASKED}|{WIFE_ASKED}"
    rf"|{HEIGHT_ASKED})"
)
_BEFORE: Final = 2
"""Sentences before one in which the person that it goes on about is still named."""
_PRONOUN: Final = re.compile(r"[他她]")


def needed_by(question: str) -> tuple[Needed, ...]:
    """What the normalised `question` needs the words of; () for most questions."""
    found = tuple(needed for needed in NEEDED if needed.asked.search(question))
    office = _OFFICE_ASKED.search(question)
    if office is None:
        return found
    named = re.escape(office["office1"] or office["office2"])
    return (*found, Needed(_OFFICE_ASKED, re.compile(rf"(?<!副){named}"), strict=True))


def lacks_needed(question: str, texts: Iterable[str]) -> bool:
    """Whether the normalised `question` asks for something, and none of the normalised `texts` has a word for it."""
    needed = needed_by(question)
    return bool(needed) and not any(each.said.search(text) for text in texts for each in needed)


def tells_needed(needed: Sequence[Needed], question: str, sentences: Sequence[str], number: int) -> bool:
    """Whether the sentence of that number among the normalised `sentences` tells what the `question` needs.

    A person's detail is told of whoever the sentence or the two before it name, or of 他: where the question names
    somebody, an age beside another name is another's.
    """
    if not any(each.said.search(sentences[number]) for each in needed):
        return False
    person = person_asked_of(question) if all(each.strict for each in needed) else ""
    around = "\n".join(sentences[max(0, number - _BEFORE) : number + 1])
    return not person or person in around or bool(_PRONOUN.search(sentences[number]))


def person_asked_of(question: str) -> str:
    """Whose detail the normalised `question` asks for, where it names a person as people are named; else ""."""
    for match in _NAMED.finditer(question):
        for length in (3, 2, 4):
            name = match[1][-length:]
            if len(name) == length and may_be_name(name):
                return name
    return ""
