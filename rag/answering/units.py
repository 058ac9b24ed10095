"""What belongs together in print: a question of the page and its answer, a row of a table and its headings.

The question finds and the answer is said; a row is said under its headings. Left out: interviews, where the names of
those who speak stand before what they say.
"""

from collections.abc import Sequence
from typing import Final

from rag.answering.retriever import Retrieval
from rag.index.saved import SavedIndex
from rag.records import Passage
from rag.text.characters import legible, normalise
from rag.text.printed_questions import opens_answer, opens_question
from rag.text.tables import cells_of, heading_rows
from rag.text.terms import Terms

ASKED_SHARE: Final = 0.6
"""Share of the question's terms, rare ones weighing more, from which a printed question is the same one."""
_SHORT: Final = 16
"""Characters below which an answer's first sentence (可以。 不用。) says yes or no, and the others tell why."""


def similarities(passage: Passage, own: Sequence[float]) -> list[float | None]:
    """How similar each sentence of the passage is to a question, from what each has of its `own`.

    The best of an answer has what its printed question has; a question that an answer follows has None.
    """
    found: list[float | None] = [float(score) for score in own]
    for asked, answered in _units(passage):
        lift = max(own[place] for place in asked) - max(own[place] for place in answered)
        for place in answered:
            found[place] = float(own[place] + max(0.0, lift))
        for place in asked:
            found[place] = None
    return found


def is_asked_in_print(retrieval: Retrieval, index: SavedIndex, terms: Terms) -> bool:
    """Whether a page prints the question itself, in about these words, and answers it.

    That is, no sentence of the nearest passage is nearer than its question, which holds most of what is asked.
    """
    if not retrieval.hits:
        return False
    passage, position = retrieval.hits[0].passage, retrieval.positions[0]
    first = int(index.sentence_offsets[position])
    scores = retrieval.sentence_scores[first : first + len(passage.sentences)]
    weights = {term: index.terms.inverse_document_frequency(term) for term in set(retrieval.terms)}
    for asked, _ in _units(passage):
        text = "".join(passage.sentences[place].text for place in asked)
        held = sum(weights[term] for term in weights.keys() & set(terms.cut(text)))
        if held >= ASKED_SHARE * sum(weights.values()) and max(scores[place] for place in asked) >= max(scores):
            return True
    return False


def needed_before(passage: Passage, number: int) -> int | None:
    """The sentence of the passage without which that one is not understood, None where it stands by itself.

    A row of a table needs its headings, an answer the short word that it opens with.
    """
    heading = heading_rows([legible(sentence.text).text for sentence in passage.sentences])[number]
    if heading is not None:
        return heading
    for _, answered in _units(passage):
        first = answered[0]
        if number in answered[1:] and len(passage.sentences[first].text) < _SHORT:
            return first
    return None


def asked_cell(passage: Passage, number: int, question: str) -> str | None:
    """The cell of a row whose heading the normalised `question` names, "" where it names none; None for no row."""
    heading = heading_rows([legible(sentence.text).text for sentence in passage.sentences])[number]
    if heading is None:
        return None
    rows = (cells_of(legible(passage.sentences[place].text).text) for place in (heading, number))
    named = [(head, cell) for head, cell in zip(*rows, strict=True) if _column(head) in question]
    return max(named, key=lambda each: len(each[0]))[1] if named else ""


def _column(heading: str) -> str:
    """What a heading names, without its unit: 票房 of 票房(万元)."""
    return normalise(heading).split("(")[0]


def _units(passage: Passage) -> list[tuple[list[int], list[int]]]:
    """The questions of the passage that have an answer in it, and their answers, as the sentences' numbers."""
    starts: list[tuple[int, bool]] = []
    for number, sentence in enumerate(passage.sentences):
        text = legible(sentence.text).text
        if opens_question(text):
            starts.append((number, True))
        elif opens_answer(text):
            starts.append((number, False))
    starts.append((len(passage.sentences), True))
    return [
        (list(range(asked, answered)), list(range(answered, end)))
        for (asked, opens), (answered, again), (end, _) in zip(starts, starts[1:], starts[2:], strict=False)
        if opens and not again
    ]
