"""Where a page prints a question and its answer: 问： and 答：, with the name of who asks in brackets; in an interview
记者： and then the name of who answers.
"""

import re
from collections.abc import Sequence
from typing import Final, Literal

ANSWER_LEAD: Final = r"(?:[(（][^()（）]{1,20}[)）])?\s*(?:答|【答】)\s*[:：]\s*"
"""答：, perhaps behind the name of who asked."""
_ASKED: Final = re.compile(r"(?:问|【问】)\s*\d{0,2}\s*(?:[(（][^()（）]{1,20}[)）])?\s*[:：]")
_ANSWERED: Final = re.compile(ANSWER_LEAD)
_INTERVIEWER: Final = re.compile(r"(?:本报|[\u3400-\u9fff]{1,5}[报刊])?(?:记者|主持人)\s*[:：]")
_SPEAKER: Final = re.compile(r"[\u3400-\u9fff·]{2,6}\s*[:：]")


def openings(texts: Sequence[str]) -> list[Literal["question", "answer", ""]]:
    """For each of the sentences that follow one another, whether a printed question or an answer begins with it.

    A name before a colon begins an answer only after an interviewer's question.
    """
    found: list[Literal["question", "answer", ""]] = []
    interviewed = False
    for text in texts:
        if _INTERVIEWER.match(text):
            interviewed = True
            found.append("question")
        elif _ASKED.match(text):
            interviewed = False
            found.append("question")
        elif _ANSWERED.match(text) or (interviewed and _SPEAKER.match(text)):
            interviewed = False
            found.append("answer")
        else:
            found.append("")
    return found
