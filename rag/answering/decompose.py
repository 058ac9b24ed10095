"""A question that asks two things -> its parts, each a question of its own.

Only what punctuation and question words tell is taken apart; 两个会分别叫什么 stays one question.
"""

import re
from typing import Final

MOST_PARTS: Final = 3
"""A question of more parts is a list in disguise, and an answer has room for three sentences."""

_ENDS: Final = re.compile(r"[^?？;；]+[?？;；]*")
_ASKS: Final = re.compile(r"什么|谁|哪|几(?!乎)|多少|何|怎么|怎样|如何|吗|是否|有没有|多[大长久高远快重]")
_CHOICE: Final = re.compile(r"还是|或者?|对吗|是吗|呢")
_FEWEST_CHARACTERS: Final = 6
"""What is shorter (为什么?) is the first part's own afterthought, not a question with a subject."""


def parts_of(question: str) -> tuple[str, ...]:
    """The parts of `question` in order, at least two, or () where it asks one thing.

    What does not ask stands with the part after it: 4月开了会。谁主持?哪天结束?
    """
    parts: list[str] = []
    waiting = ""
    for piece in _ENDS.findall(question):
        waiting += piece
        asks = _ASKS.search(piece) and not _CHOICE.match(piece.strip())
        if asks and len(re.findall(r"\w", piece)) >= _FEWEST_CHARACTERS:
            parts.append(waiting.strip())
            waiting = ""
    if waiting.strip() and parts:
        parts[-1] += waiting
    return tuple(parts) if 2 <= len(parts) <= MOST_PARTS else ()
