"""Untitled bodies that belong to a piece elsewhere on the page: to a lone headline, or to a body that they double."""

from collections.abc import Sequence

from rag.articles.layout.bylines import byline_of
from rag.articles.layout.cohesion import Rarity, share
from rag.articles.layout.drafts import Draft
from rag.articles.layout.lines import is_continued, is_lead, is_subtitle
from rag.articles.rejoining.open_ends import begins, is_open

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


def return_parts(drafts: list[Draft]) -> list[Draft]:
    """Append an untitled part of several paragraphs to the earlier unsigned piece that it clearly is kin to.

    A piece may be interrupted between two paragraphs: then no broken sentence tells of it.
    """
    parts = [draft for draft in drafts if _is_part(draft)]
    if not parts or len(parts) > MOST_PARTS:
        return drafts
    rarity = Rarity([line.text for draft in drafts for line in draft.body])
    for part in parts:
        at = drafts.index(part)
        scored = sorted(
            (
                (rarity.kinship(part.text, owner.text), place)
                for place, owner in enumerate(drafts[:at])
                if _may_own(owner)
            ),
            reverse=True,
        )
        if scored and scored[0][0] >= KIN and (len(scored) == 1 or scored[0][0] >= CLEARLY * scored[1][0]):
            owner = drafts[scored[0][1]]
            owner.body += part.body
            owner.subheads |= part.subheads
            owner.byline = owner.byline or part.byline
            drafts.remove(part)
    return drafts


KIN, CLEARLY = 0.06, 1.4
"""Share of rare words in common from which a part is the piece's, and how much more of them than any other has."""
MOST_PARTS = 60


def _is_part(draft: Draft) -> bool:
    """Whether the draft is running text of several paragraphs without a headline or an opening of its own."""
    return (
        _is_untitled(draft)
        and not draft.heading
        and len(draft.body) >= 3
        and not is_continued(draft.body[0].text)
        and not begins(draft.body[0].text)
    )


def _may_own(draft: Draft) -> bool:
    """Whether the piece may go on elsewhere: it has a headline and text, and no byline has closed it."""
    return (
        bool(draft.heading)
        and len(draft.body) >= 2
        and not byline_of(draft.body[-1].text)
        and draft.kind in (None, "continuation")
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
