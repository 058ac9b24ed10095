"""A labelled page -> drafts of its pieces, each line in exactly one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from rag.articles.layout.bylines import author_of, byline_after_lead, byline_of, is_byline_line, is_photo_credit
from rag.articles.layout.cohesion import share
from rag.articles.layout.columns import Row
from rag.articles.layout.drafts import Draft
from rag.articles.layout.lines import Line, Look, ends_sentence, is_continued, is_lead, look_of
from rag.articles.layout.pieces import CAPTION_CHARACTERS, draft_pieces
from rag.articles.reading.chain import Label, Scores, Weights, best_labels, learnt, scores_of
from rag.articles.reading.forms import Form
from rag.articles.reading.labelling import labels_of_drafts
from rag.articles.reading.view import View, view_of
from rag.records import Kind


@dataclass(frozen=True, slots=True)
class _Part:
    """The rows of one piece as far as they stand together: those of its headline, those of its body."""

    heading: list[int]
    body: list[int]
    alone: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """A page as it was read: its rows, the scores of their labels and of the steps between them, the best labels, and
    the drafts that these make, each row in exactly one, in the order of the page.
    """

    view: View
    scores: tuple[Scores, Scores]
    labels: list[Label]
    drafts: list[Draft]


def read_rows(rows: Sequence[Row], paragraphs: Sequence[Line], weights: Weights | None = None) -> Reading:
    """The reading of a page of these rows; `paragraphs` are the same rows as a first look puts them together.

    `weights` are those of the chain, which the project was taught where none are given.
    """
    first = draft_pieces(paragraphs)
    view = view_of(rows, [label.name for label in labels_of_drafts(first, rows)])
    scores = scores_of(view, weights or learnt())
    labels = best_labels(*scores)
    return Reading(view, scores, labels, drafts_of_labels(view, labels, first, paragraphs))


def drafts_of_labels(
    view: View, labels: Sequence[Label], first: Sequence[Draft], paragraphs: Sequence[Line]
) -> list[Draft]:
    """The drafts of the labelled rows; where the first reading has a draft of the same lines, it is taken."""
    known = {_shape(draft): draft for draft in first}
    place_of = {seen.row.number: place for place, seen in enumerate(view.rows)}
    group_of = {place_of[number]: line.number for line in paragraphs for number in line.numbers}
    closing = {line.number: draft for draft in first for line in draft.trailing}
    drafts: list[Draft] = []
    for part in _parts(labels):
        if part.alone and _closes(view, part, drafts, closing):
            drafts[-1].trailing += _lines(view, part.heading, {})
            continue
        draft = _draft(view, part, group_of)
        if part.body and not part.heading and is_lead(draft.body[0].text):
            draft.heading = _headline_above(drafts, draft)
        drafts.append(replace(known[_shape(draft)], trailing=[]) if _shape(draft) in known else draft)
    return drafts


def _headline_above(drafts: list[Draft], draft: Draft) -> list[Line]:
    """The headline of a report that a line without a body parted from it: the report repeats half of its words."""
    for place in (len(drafts) - 1, len(drafts) - 2):
        above = drafts[place] if place >= 0 else None
        if above is None or above.body or not above.heading:
            break
        if share(" ".join(line.text for line in above.heading), draft.text) >= OWN:
            del drafts[place]
            return above.heading
    return []


OWN = 0.5
"""Share of its character pairs that a headline has in common with its own report at least; strangers have 0.1."""


def _shape(draft: Draft) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """What makes two drafts the same: the lines of headline and body."""
    return (
        tuple(number for line in draft.heading for number in line.numbers),
        tuple(number for line in draft.body for number in line.numbers),
    )


def _parts(labels: Sequence[Label]) -> list[_Part]:
    parts: list[_Part] = []
    for place, label in enumerate(labels):
        if label is Label.ALONE:
            parts.append(_Part([place], [], alone=True))
        elif label is Label.TITLE:
            parts.append(_Part([place], [], alone=False))
        elif label is Label.OPENS:
            parts.append(_Part([], [place], alone=False))
        elif label is Label.MORE_TITLE:
            parts[-1].heading.append(place)
        else:
            parts[-1].body.append(place)
    return parts


def _closes(view: View, part: _Part, drafts: Sequence[Draft], closing: Mapping[int, Draft]) -> bool:
    """Whether the row is the title of the piece above it, printed after its body, as history columns have it."""
    owner = closing.get(view.rows[part.heading[0]].row.number)
    return bool(drafts) and owner is not None and bool(owner.body) and owner.body[0] in drafts[-1].body


def _draft(view: View, part: _Part, group_of: dict[int, int]) -> Draft:
    heading, body = _lines(view, part.heading, {}), _lines(view, part.body, group_of)
    draft = Draft(heading=heading, body=body)
    if part.alone:
        draft.kind, draft.closed = "slogan", True
        return draft
    draft.subheads = {line.number for line in body if line.look is Look.HEADING and not is_byline_line(line.text)}
    draft.byline = next((credit for line in reversed(body) if (credit := author_of(line.text))), "")
    if not draft.byline and body and is_lead(body[0].text):
        draft.byline = byline_after_lead(body[0].text)
    draft.closed = bool(body) and bool(byline_of(body[-1].text))
    draft.kind = _kind(view, part, body)
    return draft


def _kind(view: View, part: _Part, body: Sequence[Line]) -> Kind | None:
    """The kind that the lines show by their forms, None for reports, features and whatever else the words tell."""
    if not body:
        return None
    if is_continued(body[0].text):
        return "continuation"
    if any(line.look is Look.DATE_HEAD for line in body[:2]) and len(body) > 1:
        return "almanac"
    return "caption" if not part.heading and _is_caption(view, part) else None


def _is_caption(view: View, part: _Part) -> bool:
    """Whether rows without a headline tell what a picture shows: they say so, or a photographer signed them."""
    characters = sum(len(view.rows[place].text) for place in part.body)
    forms = {view.rows[part.body[0]].form, view.rows[part.body[-1]].form}
    credited = is_photo_credit(view.rows[part.body[-1]].row.text) and byline_of(view.rows[part.body[-1]].row.text)
    return characters <= 2 * CAPTION_CHARACTERS and (bool(forms & {Form.PICTURE, Form.PHOTO}) or bool(credited))


def _lines(view: View, places: Sequence[int], group_of: dict[int, int]) -> list[Line]:
    """The rows as paragraphs: those that the first look put together, and full rows of a column with what follows."""
    groups: list[list[int]] = []
    for place in places:
        above = groups[-1][-1] if groups else -1
        together = above == place - 1 >= 0 and group_of.get(above, -1) == group_of.get(place, -2)
        if together or (above == place - 1 >= 0 and bool(group_of) and _wraps(view, place)):
            groups[-1].append(place)
        else:
            groups.append([place])
    return [_line(view, group) for group in groups]


def _wraps(view: View, place: int) -> bool:
    """Whether the row goes on with the full row above it, in mid-sentence."""
    above, seen = view.rows[place - 1], view.rows[place]
    return (
        above.full
        and above.form not in (Form.BYLINE, Form.PHOTO, Form.DAY, Form.SUBTITLE, Form.NUMBERED)
        and seen.gap == 0
        and not seen.row.indented
        and not ends_sentence(above.row.text)
    )


def _line(view: View, places: Sequence[int]) -> Line:
    rows = [view.rows[place].row for place in places]
    text = "".join(row.text for row in rows)
    return Line(
        rows[0].number,
        text,
        look_of(text),
        rows[0].blank_before,
        tuple(row.number for row in rows[1:]),
        rows[0].indented,
    )
