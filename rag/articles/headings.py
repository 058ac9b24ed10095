"""A run of heading lines -> what each is: the title of what follows, a subhead, a section label, a stray caption.

Layout decides first (lines without a blank between them belong together; the group next to the body is its title),
then cohesion: a title repeats words of its body, a section label does not.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from rag.articles.bylines import byline_of
from rag.articles.cohesion import share
from rag.articles.lines import Line, Look, is_continued, is_lead, is_subtitle
from rag.records import Kind

# Tuned on the two gold pages and the sample pages.
BELONGS = 0.3
"""Share of its character pairs that a heading repeats from its body: titles 0.35 and more, labels below 0.25."""
STRAY = 0.1
"""Below this share a headline next to a body is not its own, if the one above it has half of its pairs there."""
MOST_LINES = 3
"""Headlines have one to three lines."""

_HISTORY = re.compile(r"历史上的今天|史上今日|党史|大事记|往事|史话|今日.{0,4}史|纪事$")


@dataclass(slots=True)
class HeadingPlan:
    """What a run of heading lines is.

    `closing` belongs to the piece before as its title after the body, `subheads` inside it, `alone` are objects of
    their own, `title` opens the piece that follows.
    """

    closing: list[Line] = field(default_factory=list)
    subheads: list[Line] = field(default_factory=list)
    alone: list[tuple[Kind, list[Line]]] = field(default_factory=list)
    title: list[Line] = field(default_factory=list)


def plan_headings(run: Sequence[Line], following: Sequence[Line], *, previous: str, previous_open: bool,
                  untitled_almanac: bool) -> HeadingPlan:
    """Decide what the lines of `run` are.

    `following` are the lines after the run; `previous` is the text of the piece before it, `previous_open` whether
    that piece may go on, `untitled_almanac` whether it is a history column still without a title.
    """
    plan = HeadingPlan()
    clusters = _clusters(run)
    if untitled_almanac and clusters and _HISTORY.search(_text(clusters[0])):
        plan.closing = clusters.pop(0)
    next_line = following[0] if following else None
    strong = next_line is not None and (
        next_line.look is Look.MARK or is_lead(next_line.text) or is_continued(next_line.text))
    if next_line is None:
        plan.alone = [_alone(cluster, previous) for cluster in clusters]
    elif previous_open and not strong and next_line.look is not Look.DATE_HEAD:
        plan.subheads = [line for cluster in clusters for line in cluster]
    else:
        body = _body_text(following)
        title = _title(clusters, body, strong=strong)
        plan.title = title
        numbers = {line.number for line in title}
        plan.alone = [_alone(cluster, previous) for cluster in clusters if cluster[0].number not in numbers]
    return plan


def _clusters(run: Sequence[Line]) -> list[list[Line]]:
    """Lines grouped by blank lines between them; a ——subtitle stays with the line above."""
    clusters: list[list[Line]] = []
    for line in run:
        if clusters and (line.blank_before == 0 or is_subtitle(line.text)):
            clusters[-1].append(line)
        else:
            clusters.append([line])
    return clusters


def _text(lines: Sequence[Line]) -> str:
    return " ".join(line.text for line in lines)


def _body_text(following: Sequence[Line]) -> str:
    """The text up to the next byline or opening: what the heading may be the title of."""
    parts: list[str] = []
    for position, line in enumerate(following):
        if position and (is_lead(line.text) or is_continued(line.text) or line.look is Look.DATE_HEAD):
            break
        parts.append(line.text)
        if byline_of(line.text):
            break
    return "".join(parts)


def _title(clusters: list[list[Line]], body: str, *, strong: bool) -> list[Line]:
    """The lines among `clusters` that are the title of `body`; [] where none is."""
    if not clusters:
        return []
    nearest = clusters[-1]
    above = clusters[-2] if len(clusters) > 1 else []
    if above and share(_text(nearest), body) < STRAY and share(_text(above), body) >= 0.5:
        return above  # a headline without a body slipped in between
    has_subtitle = any(is_subtitle(line.text) for line in nearest)
    if not strong and not has_subtitle and share(_text(nearest), body) < BELONGS:
        return []
    title = list(nearest)
    for cluster in reversed(clusters[:-1]):
        closes_itself = any(is_subtitle(line.text) for line in cluster)
        if closes_itself or len(title) + len(cluster) > MOST_LINES or share(_text(cluster), body) < BELONGS:
            break
        title = cluster + title
    return title


def _alone(cluster: list[Line], previous: str) -> tuple[Kind, list[Line]]:
    """A cluster that titles nothing here: a headline whose body is elsewhere, a caption, or a section label."""
    if any(is_subtitle(line.text) for line in cluster):
        return "feature", cluster
    if cluster[0].blank_before >= 2 and len(cluster) == 1 and share(_text(cluster), previous) >= BELONGS:
        return "caption", cluster
    return "slogan", cluster
