"""Untitled bodies that belong to a piece elsewhere on the page: to a lone headline, or to a body that they double."""

from collections.abc import Sequence

from rag.articles.layout.cohesion import share
from rag.articles.layout.drafts import Draft
from rag.articles.layout.lines import is_lead, is_subtitle
from rag.articles.rejoining.open_ends import is_open

ADOPTS = 0.25
"""Share of a lone headline's character pairs from which an untitled body is taken for its own."""
_DOUBLE_CHARACTERS = 20  # a shorter line may stand in two pieces by chance


def adopt(drafts: list[Draft]) -> list[Draft]:
    """Give each headline without a body the untitled bodies of the page that repeat its words."""
    for alone in [draft for draft in drafts if _is_alone(draft)]:
        title = " ".join(line.text for line in alone.heading)
        untitled = [draft for draft in drafts if _is_untitled(draft)]
        own = [draft for draft in untitled if share(title, draft.text) >= ADOPTS] or _only_feature(untitled)
        if not own:
            continue
        own.sort(key=lambda draft: bool(draft.byline))  # a byline closes the piece
        for draft in own:
            _take_subhead(drafts, draft)
        _turn_first_paragraph(own)
        for draft in own:
            alone.body += draft.body
            alone.subheads |= draft.subheads
            alone.byline = alone.byline or draft.byline
            drafts.remove(draft)
        alone.kind = None
    return drafts


def _only_feature(untitled: Sequence[Draft]) -> list[Draft]:
    """The one untitled body with subheads, where there is just one: whose else could it be?"""
    features = [draft for draft in untitled if draft.subheads]
    return features if len(features) == 1 else []


def _is_alone(draft: Draft) -> bool:
    return bool(draft.heading) and not draft.body and any(is_subtitle(line.text) for line in draft.heading)


def _is_untitled(draft: Draft) -> bool:
    untitled = not draft.heading or (draft.unproven and len(draft.heading) == 1)
    return untitled and draft.kind is None and bool(draft.body) and not is_lead(draft.body[0].text)


def _take_subhead(drafts: list[Draft], draft: Draft) -> None:
    """A short line right above an adopted body is its subhead, unless the body begins in mid-sentence."""
    if draft.heading:
        draft.subheads.update(line.number for line in draft.heading)
        draft.body[:0], draft.heading = draft.heading, []
        return
    above = drafts[drafts.index(draft) - 1]
    if above.kind == "slogan" and len(above.heading) == 1 and not _is_turned(draft):
        draft.body.insert(0, above.heading[0])
        draft.subheads.add(above.heading[0].number)
        drafts.remove(above)


def _turn_first_paragraph(own: Sequence[Draft]) -> None:
    """Put a first paragraph that stands before a subhead behind the open end of the same piece, if there is one."""
    for draft in own:
        if _is_turned(draft):
            draft.body.append(draft.body.pop(0))


def _is_turned(draft: Draft) -> bool:
    """Whether the body's own end stands at its beginning: a paragraph before the first subhead, and the end is open."""
    return (
        len(draft.body) > 2
        and draft.body[0].number not in draft.subheads
        and draft.body[1].number in draft.subheads
        and is_open(draft, len(draft.body) - 1)
    )


def reunite(drafts: list[Draft]) -> list[Draft]:
    """Append an untitled body to the piece that prints one of its paragraphs too: scrambled columns double a border."""
    held = {id(draft): {line.text for line in draft.body if len(line.text) >= _DOUBLE_CHARACTERS} for draft in drafts}
    for draft in [draft for draft in drafts if _is_untitled(draft)]:
        lines = held[id(draft)]
        owner = next(
            (
                other
                for other in drafts
                if other is not draft and not other.byline and not lines.isdisjoint(held[id(other)])
            ),
            None,
        )
        if owner is not None:
            held[id(owner)] |= lines
            _take_subhead(drafts, draft)
            owner.body += draft.body
            owner.subheads |= draft.subheads
            owner.byline = draft.byline
            drafts.remove(draft)
    return drafts
