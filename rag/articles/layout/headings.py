"""A run of heading lines -> what each is: the title of what follows, a subhead, a section label, a stray caption.

Layout decides first (lines without a blank between them belong together; the group next to the body is its title),
then cohesion: a title repeats words of its body, a section label does not.
"""

import re
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass, field

from rag.articles.layout.bylines import byline_of, is_byline_line
from rag.articles.layout.cohesion import PairPlaces, share_of
from rag.articles.layout.lines import Line, Look, is_continued, is_lead, is_subtitle
from rag.records import Kind

# Tuned on the two gold pages and the sample pages.
BELONGS = 0.3
"""Share of its character pairs that a heading repeats from its body: titles 0.35 and more, labels below 0.25."""
STRAY = 0.1
"""Below this share a headline next to a body is not its own, if the one above it has half of its pairs there."""
MOST_LINES = 3
"""Headlines have one to three lines."""

MOST_CLUSTER = 4
"""Lines that stand together: a kicker or a subtitle may come on top of the three."""
NO_LABEL = 0.5
"""Label likeness below which a line may be a headline's first line though the body does not repeat it."""
LABEL = 1.5
"""Label likeness from which a line is no headline."""
# What names of sections, series and campaigns are made of.
LABEL_WORDS = re.compile(
    r"走基层|聚焦|关注|要闻|城事|视点|观察|周刊|专栏|专版|综合|文明|精神|核心价值|战略布局|主义|你我他|人人有责|身边|调查$"
    r"|树新风|从我做起|先锋|风采|天地|之窗|之声|在行动|乡村振兴$|进行时|正能量|光盘|共享|建设$|共建|快讯|简讯|导读"
)

# Titles that say what kind of piece follows.
GENRE = re.compile(
    r"天气预报|通知$|公告|启事|通告|声明$|公示|更正|致歉|短评|时评|社论|快评|锐评|评论员|影讯|电话$|菜价|问答|热线|简讯|一句话新闻"
    r"|彩票|开奖|讣告|征稿|历史上的今天|今日提示|气象"
)
HISTORY = re.compile(r"历史上的今天|史上今日|党史|大事记|往事|史话|今日.{0,4}史|纪事$")


@dataclass(slots=True)
class HeadingPlan:
    """What a run of heading lines is.

    `closing` belongs to the piece before as its title after the body, `subheads` inside it, `alone` are objects of
    their own, `title` opens the piece that follows, `unproven` where nothing but its place says that it is a title.
    """

    closing: list[Line] = field(default_factory=list)
    subheads: list[Line] = field(default_factory=list)
    alone: list[tuple[Kind, list[Line]]] = field(default_factory=list)
    title: list[Line] = field(default_factory=list)
    unproven: bool = False


Repeats = Callable[[str], float]
"""The share, 0 to 1, of a heading's character pairs that the body below it repeats."""


class Bodies:
    """What the headings of a page may be titles of: from each line the text up to the next byline or opening."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._pairs = PairPlaces([line.text for line in lines])
        self._ends = [len(lines)] * len(lines)
        following = len(lines)
        for place in range(len(lines) - 1, -1, -1):
            line = lines[place]
            closes = bool(byline_of(line.text))
            self._ends[place] = place + 1 if closes and not is_byline_line(line.text) else following
            opens = is_lead(line.text) or is_continued(line.text) or line.look is Look.DATE_HEAD
            following = place if opens else place + 1 if closes else following

    def repeats(self, place: int) -> Repeats:
        """How much of a heading the text from line `place` repeats."""
        return lambda heading: self._pairs.share(heading, place, self._ends[place])


def plan_headings(
    run: Sequence[Line],
    next_line: Line | None,
    repeats: Repeats,
    *,
    previous: Set[str],
    previous_open: bool,
    untitled_almanac: bool,
    gaps_part: bool = False,
) -> HeadingPlan:
    """Decide what the lines of `run` are.

    `next_line` is the line after the run, `repeats` tells what the body from there repeats of a heading; `previous` are
    the character pairs of the piece before the run, `previous_open` whether that piece may go on, `untitled_almanac`
    whether it is a history column still without a title, `gaps_part` whether blank lines stand between pieces only.
    """
    plan = HeadingPlan()
    clusters = _clusters(run)
    if untitled_almanac and clusters and HISTORY.search(_text(clusters[0])):
        plan.closing = clusters.pop(0)
    strong = next_line is not None and (
        next_line.look is Look.MARK
        or is_lead(next_line.text)
        or is_continued(next_line.text)
        or is_byline_line(next_line.text)
    )
    if next_line is None:
        plan.alone = [_alone(cluster, previous) for cluster in clusters]
    elif previous_open and not strong and next_line.look is not Look.DATE_HEAD:
        plan.subheads = [line for cluster in clusters for line in cluster]
    else:
        plan.title = _title(clusters, repeats, dated=next_line.look is Look.DATE_HEAD, gaps_part=gaps_part)
        if not plan.title and len(run) == 1 and is_lead(next_line.text):
            plan.title = list(run)  # a report has a headline, whatever it looks like
        plan.unproven = not strong and repeats(_text(plan.title)) < BELONGS
        numbers = {line.number for line in plan.title}
        rest = [[line for line in cluster if line.number not in numbers] for cluster in clusters]
        plan.alone = [_alone(cluster, previous) for cluster in rest if cluster]
    return plan


def _clusters(run: Sequence[Line]) -> list[list[Line]]:
    """Lines grouped by blank lines between them; a ——subtitle stays with the line above and closes the group."""
    clusters: list[list[Line]] = []
    for line in run:
        closed = clusters and (is_subtitle(clusters[-1][-1].text) or HISTORY.search(clusters[-1][-1].text))
        if clusters and not closed and (line.blank_before == 0 or is_subtitle(line.text)):
            clusters[-1].append(line)
        else:
            clusters.append([line])
    return clusters


def _text(lines: Sequence[Line]) -> str:
    return " ".join(line.text for line in lines)


def _title(clusters: list[list[Line]], repeats: Repeats, *, dated: bool, gaps_part: bool) -> list[Line]:
    """The lines among `clusters` that are the title of the body below; [] where none is.

    The lines right above a body are its title unless they look like a label; lines further up join in when the body
    repeats them. `dated` bodies are history columns, whose title says so.
    """
    if not clusters:
        return []
    nearest = clusters[-1]
    above = clusters[-2] if len(clusters) > 1 else []
    if above and is_complete(_text(nearest)) and repeats(_text(nearest)) < STRAY and repeats(_text(above)) >= 0.5:
        return above  # a headline without a body slipped in between
    nearest = _without_labels(nearest, repeats)
    if not nearest or (dated and not HISTORY.search(_text(nearest)) and repeats(_text(nearest)) < BELONGS):
        return []
    title = list(nearest)
    if len(nearest) < len(clusters[-1]):
        return title
    for cluster in reversed(clusters[:-1]):
        closes_itself = any(is_subtitle(line.text) for line in cluster)
        if (
            closes_itself
            or len(title) + len(cluster) > MOST_LINES
            or not _joins(cluster, title, repeats, gaps_part=gaps_part)
        ):
            break
        title = cluster + title
    return title


def _joins(cluster: Sequence[Line], title: Sequence[Line], repeats: Repeats, *, gaps_part: bool) -> bool:
    """Whether lines that a blank parts from the title belong to it: the body repeats them, or they look it.

    Two thirds of the lines above a title are its first lines; the rest are labels, told by their looks, and headlines
    whose body is elsewhere.
    """
    if repeats(_text(cluster)) >= BELONGS:
        return True
    if gaps_part or GENRE.search(_text(title)) or (is_complete(_text(cluster)) and is_complete(_text(title))):
        return False
    return (
        label_likeness(cluster[0].text, repeats) < NO_LABEL
        and title[0].blank_before < 2
        and not any(mark in _text(cluster) for mark in "版|责编")
        and len(cluster) + len(title) <= MOST_LINES
    )


def is_complete(text: str) -> bool:
    """Whether a heading says it all by itself: two parts with a gap between, or a long line."""
    return (" " in text and len(text) >= 10) or len(text) >= 18


def _without_labels(cluster: Sequence[Line], repeats: Repeats) -> list[Line]:
    """The cluster's lines after the labels at its top; none where the only line is a label."""
    first = 0
    while (
        first < len(cluster)
        and label_likeness(cluster[first].text, repeats) >= LABEL
        and not is_subtitle(cluster[-1].text)
    ):
        first += 1
    return list(cluster[first:][-MOST_CLUSTER:])


def label_likeness(text: str, repeats: Repeats) -> float:
    """How much a line looks like a section label and not like a headline of the body below: LABEL and more is one.

    Labels are short, say what sections and campaigns say, and repeat nothing of the body below.
    """
    repeated = repeats(text)
    short = 0.75 if len(text) <= 6 else 0.5 if len(text) <= 8 and " " not in text else 0.0
    return (
        2.0 * bool(LABEL_WORDS.search(text))
        + short
        - (0.75 if len(text) >= 14 else 0.0)
        - (2.0 if repeated >= BELONGS else 0.0)
        - (0.5 if STRAY <= repeated < BELONGS else 0.0)
    )


def _alone(cluster: list[Line], previous: Set[str]) -> tuple[Kind, list[Line]]:
    """A cluster that titles nothing here: a headline whose body is elsewhere, a caption, or a section label."""
    if any(is_subtitle(line.text) for line in cluster):
        return "feature", cluster
    if cluster[0].blank_before >= 2 and len(cluster) == 1 and share_of(_text(cluster), previous) >= BELONGS:
        return "caption", cluster
    return "slogan", cluster
