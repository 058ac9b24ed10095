"""A row of a table that is called nearly as what the question names, and is of another thing: 圆白菜 for 大白菜.

Left out: rows whose name the question has, and names that only sound alike, which are one name as it was typed.
"""

import re
from typing import Final

from rag.answering.candidates import Candidate
from rag.index.saved import SavedIndex
from rag.text.characters import legible, normalise
from rag.text.pinyin import sounds_alike
from rag.text.tables import row_cells

_NAME: Final = re.compile(r"[\u3400-\u9fff]{3,8}")
"""Of two characters that share one most are unlike."""
_ASKS: Final = re.compile(r"[的了是在有几多少哪什么怎谁吗呢这那每]")


def other_name_of_row(best: Candidate, question: str, index: SavedIndex) -> str:
    """What the normalised `question` names in the place of the row's own name, from which it differs in one character;
    "" where the sentence is no row, or the article prints what is named.
    """
    cells = row_cells(legible(best.sentence.text).text)
    own = normalise(cells[0]) if cells else ""
    if not _NAME.fullmatch(own) or own in question:
        return ""
    length = len(own)
    for start in range(len(question) - length + 1):
        named = question[start : start + length]
        apart = [(one, other) for one, other in zip(named, own, strict=True) if one != other]
        if len(apart) == 1 and _NAME.fullmatch(named) and not _ASKS.search(named) and not sounds_alike(*apart[0]):
            passages = (index.passages[position] for position in index.passages_of[best.hit.passage.article])
            printed = any(named in normalise(f"{passage.title}\n{passage.text}") for passage in passages)
            return "" if printed else named
    return ""
