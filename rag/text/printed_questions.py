"""Where a page prints a question and its answer: 问： and 答：, with the name of who asks in brackets.

Left out: interviews, where the names of those who speak stand before what they say.
"""

import re
from typing import Final

ANSWER_LEAD: Final = r"(?:[(（][^()（）]{1,20}[)）])?\s*(?:答|【答】)\s*[:：]\s*"
"""答：, perhaps behind the name of who asked."""
_ASKED: Final = re.compile(r"(?:问|【问】)\s*\d{0,2}\s*(?:[(（][^()（）]{1,20}[)）])?\s*[:：]")
_ANSWERED: Final = re.compile(ANSWER_LEAD)


def opens_question(text: str) -> bool:
    """Whether the sentence is the first of a printed question."""
    return bool(_ASKED.match(text))


def opens_answer(text: str) -> bool:
    """Whether the sentence is the first of a printed answer."""
    return bool(_ANSWERED.match(text))
