"""Evidence that no page holds: a slip in the question file, which would look like a failure of the search.

A piece is held where an article has it, or as much of it in one run as counts for a passage (`matching`).
"""

from collections.abc import Iterable, Sequence
from typing import Final

from rag.articles import chains
from rag.evaluation.measures.matching import covers
from rag.evaluation.questions import Question
from rag.records import Piece
from rag.text.similarity import squeeze
from rag.wording import Language, say

IDS_NAMED: Final = 10
"""Questions named one by one in a sentence."""
Unprinted = dict[str, tuple[str, ...]]
"""Ids of questions, each with those of its pieces of evidence that no page holds."""


def unprinted(articles: Sequence[Piece], questions: Iterable[Question]) -> Unprinted:
    """The questions with evidence that no article holds, in their order."""
    asked = [question for question in questions if question.evidence]
    paper = printed_text(articles) if asked else ""
    missing = (
        (question.id, tuple(piece for piece in question.evidence if not holds(paper, piece))) for question in asked
    )
    return {id: pieces for id, pieces in missing if pieces}


def printed_text(articles: Sequence[Piece]) -> str:
    """All articles in the form in which evidence is compared, a line each."""
    return "\n".join(
        squeeze(parts[0].title) + "".join(squeeze(part.text) for part in parts) for parts in chains(articles)
    )


def holds(paper: str, piece: str) -> bool:
    """Whether `printed_text` holds a piece of evidence."""
    wanted = squeeze(piece)
    return wanted in paper or covers(paper, wanted)


def first_ids(ids: Sequence[str], language: Language) -> str:
    """The first ids of questions for a sentence, and whether there are more."""
    listed = say("list-comma", language).join(ids[:IDS_NAMED])
    return listed if len(ids) <= IDS_NAMED else f"{listed} …"
