"""Pieces as labels of their rows: what a split says of each row, for learning from it and as a first opinion."""

from collections.abc import Sequence

from rag.articles.layout.columns import Row
from rag.articles.layout.drafts import Draft
from rag.articles.reading.chain import Label


def labels_of(owners: Sequence[int], titles: Sequence[bool], alone: Sequence[bool]) -> list[Label]:
    """The label of each row, from the piece that owns it, whether it is of a headline, and whether it is by itself."""
    labels: list[Label] = []
    for place, (owner, title, by_itself) in enumerate(zip(owners, titles, alone, strict=True)):
        follows = place > 0 and owners[place - 1] == owner and not alone[place - 1]
        if by_itself:
            labels.append(Label.ALONE)
        elif title:
            labels.append(Label.MORE_TITLE if follows and titles[place - 1] else Label.TITLE)
        else:
            labels.append(Label.WITHIN if follows else Label.OPENS)
    return labels


def labels_of_drafts(drafts: Sequence[Draft], rows: Sequence[Row]) -> list[Label]:
    """The labels that these drafts give the rows."""
    owner: dict[int, int] = {}
    titles: set[int] = set()
    alone: set[int] = set()
    for number, draft in enumerate(drafts):
        heading = [each for line in draft.heading for each in line.numbers]
        trailing = [each for line in draft.trailing for each in line.numbers]
        body = [each for line in draft.body for each in line.numbers]
        owner.update(dict.fromkeys((*heading, *body, *trailing), number))
        titles.update(heading)
        alone.update(trailing)
        if draft.kind == "slogan" and not body:
            alone.update(heading)
    return labels_of(
        [owner[row.number] for row in rows],
        [row.number in titles for row in rows],
        [row.number in alone for row in rows],
    )
