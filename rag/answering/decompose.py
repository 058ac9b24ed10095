"""A question that asks two things -> its parts, each a question of its own.

Only what punctuation and question words tell is taken apart; 两个会分别叫什么 stays one question.
"""

import re
from typing import Final

MOST_PARTS: Final = 3
"""A question of more parts is a list in disguise, and an answer has room for three sentences."""

_ENDS: Final = re.compile(r"[^?？;；]+[?？;；]*")
_CLAUSES: Final = re.compile(r"[^,，\s]+[,，\s]*")
_ASKS: Final = re.compile(
    r"什么|啥|谁|哪|(?<![十百千好这那前近])几(?![乎年天])|几[年天](?![前后来])|多少|何|怎么|怎样|咋|如何|吗|是否|有没有|([\u3400-\u9fff])不\1|多[大长久高远快重]"
)
_CHOICE: Final = re.compile(r"还是|或者?|对吗|是吗|呢")
_LEADS_ON: Final = re.compile(r"^(?:那|当)?(?:因为|要是|如果|假如|既然|自从|被?问到|据)|(?:后|时|之前|以前|[说讲])$")
"""What tells when or of what is asked, though it has a question word: 被问到谁来修时."""
_FEWEST_CHARACTERS: Final = 6
"""What is shorter (为什么?) is the first part's own afterthought, not a question with a subject."""
_FEWEST_BEHIND: Final = 4
"""The same behind a comma or a blank, where whoever types goes on from what was named: 收不收钱."""


def parts_of(question: str) -> tuple[str, ...]:
    """The parts of `question` in order, at least two, or () where it asks one thing.

    What does not ask stands with the part after it: 4月开了会。谁主持?哪天结束? Commas and blanks part it where nothing
    else does.
    """
    return _parted(_ENDS, question, _FEWEST_CHARACTERS) or _parted(_CLAUSES, question, _FEWEST_BEHIND)


def is_one_breath(question: str) -> bool:
    """Whether `question` has no stop within, so that its parts are about one thing: 驿站在哪儿,收不收钱."""
    return len(_ENDS.findall(question.strip())) == 1


def _parted(pieces: re.Pattern[str], question: str, fewest_behind: int) -> tuple[str, ...]:
    parts: list[str] = []
    waiting = ""
    for match in pieces.finditer(question):
        piece = match[0]
        waiting += piece
        asks = _ASKS.search(piece) and not _CHOICE.match(piece.strip()) and not _LEADS_ON.search(piece.strip(" ,，"))
        # the first part is as long as what waited for it
        whole, fewest = (piece, fewest_behind) if parts else (waiting, _FEWEST_CHARACTERS)
        if asks and len(re.findall(r"\w", whole)) >= fewest:
            parts.append(waiting.strip(" ,，"))
            waiting = ""
    if waiting.strip() and parts:
        parts[-1] += waiting
    return tuple(parts) if 2 <= len(parts) <= MOST_PARTS else ()
