"""A question that a line of figures answers: a row of a table, an entry of a schedule, a price.

A reader that has learnt prose finds little in such lines, though they say all that is asked. Left out: which line is
nearest (see `candidates`).
"""

import re
from collections.abc import Sequence
from typing import Final

from rag.answering.candidates import Candidate
from rag.answering.retriever import Retrieval
from rag.answering.units import told_cells
from rag.index.saved import SavedIndex
from rag.text.characters import normalise
from rag.text.numerals import MEASURES
from rag.text.values import is_value

_LINE: Final = re.compile(r"(?=.*\d)[^。！？；!?;，,]{1,40}")
_ASKING: Final = re.compile(r"几|多[长大少久高远]|哪|什么|啥|怎|咋|谁|何|是否|时候|知道|请问|一下")
_ONE: Final = re.compile(rf"^[一每](?=(?:[{MEASURES}]|公斤|公里)$)")


def is_told_in_line(retrieval: Retrieval, ranked: Sequence[Candidate], index: SavedIndex) -> bool:
    """Whether the best of the sentences is a line of figures that tells what is asked.

    It has the form that is asked for and holds words of the question that stand together in no other line of its
    passage, and whatever else the question names is printed in the article: 三号码头的水位 is told by no row of
    another thing.
    """
    best = ranked[0] if ranked else None
    if best is None or best.signals["form"] <= 0 or not _LINE.fullmatch(best.sentence.text.strip()):
        return False
    words = {word for word in retrieval.terms if len(word) > 1 and not word.startswith(":") and not is_value(word)}
    words = {word for word in words if not _ASKING.search(word)}
    passage = best.hit.passage
    own = [index.passages[position] for position in index.passages_of[passage.article]]
    article = normalise("\n".join((passage.title, *(each.text for each in own))))
    words = {_ONE.sub("", word) for word in words}  # 一吨 is asked of 元/吨
    if not words or not all(word in article for word in words):
        return False
    if told_cells(passage, normalise(retrieval.question))[best.number]:
        return True
    lines = [normalise(sentence.text) for sentence in passage.sentences]
    held = {word for word in words if word in lines[best.number]}
    others = (line for number, line in enumerate(lines) if number != best.number)
    return bool(held) and not any(all(word in line for word in held) for line in others)
