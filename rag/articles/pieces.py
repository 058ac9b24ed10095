"""Lines -> drafts of pieces: where one piece ends and the next begins, read from top to bottom.

A piece opens with its headline, with 本报讯 or with (上接…), and closes with its byline; captions, history columns and
section labels have looks of their own. Bodies that a column end broke apart are put together afterwards, in `rejoin`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from rag.articles.bylines import byline_of, is_byline_line, is_photo_credit
from rag.articles.cohesion import share, word_across
from rag.articles.headings import plan_headings
from rag.articles.lines import Line, Look, ends_sentence, is_continued, is_lead
from rag.records import Kind, Section

CAPTION_CHARACTERS = 160
"""A caption is one short paragraph; the longest on real pages has 80 characters."""

GOES_ON = 0.2
"""Share of a paragraph's character pairs that the broken piece above must hold for it to be the other half."""


@dataclass(slots=True)
class Draft:
    """A piece in the making. `subheads` are the numbers of body lines that are headings inside the piece.

    `section` is what is known of it beforehand, if anything.
    """

    heading: list[Line] = field(default_factory=list)
    body: list[Line] = field(default_factory=list)
    subheads: set[int] = field(default_factory=set)
    trailing: list[Line] = field(default_factory=list)
    kind: Kind | None = None
    byline: str = ""
    closed: bool = False
    section: Section | None = None

    @property
    def text(self) -> str:
        """The body so far, lines joined."""
        return "".join(line.text for line in self.body)

    @property
    def is_open(self) -> bool:
        """Whether the next paragraph may belong to it."""
        return not self.closed and bool(self.body)


def draft_pieces(lines: Sequence[Line]) -> list[Draft]:
    """All lines of a page, each in exactly one draft, in the order of the page."""
    return _Reader(lines).read()


class _Reader:
    """Reads lines one after another and keeps the piece that is open."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.drafts: list[Draft] = []
        self.current = Draft(closed=True)

    def read(self) -> list[Draft]:
        position = 0
        while position < len(self.lines):
            line = self.lines[position]
            if line.look is Look.HEADING and is_byline_line(line.text):
                self._sign(line)
                position += 1
            elif line.look is Look.HEADING:
                position = self._read_headings(position)
            else:
                self._read_other(position)
                position += 1
        return self.drafts

    def _open(self, draft: Draft) -> None:
        self.drafts.append(draft)
        self.current = draft

    def _read_headings(self, start: int) -> int:
        """Give a run of heading lines to the piece before, the piece after, or pieces of their own."""
        end = start
        while end < len(self.lines) and self.lines[end].look is Look.HEADING \
                and not is_byline_line(self.lines[end].text):
            end += 1
        broken = self._is_broken()
        if broken and end < len(self.lines) and self._goes_on_in(self.lines[end]):
            self.drafts += [Draft(heading=[line], kind="slogan", closed=True) for line in self.lines[start:end]]
            return end
        plan = plan_headings(self.lines[start:end], self.lines[end:],
                             previous=self.current.text, previous_open=self.current.is_open and not broken,
                             untitled_almanac=self.current.kind == "almanac" and not self.current.heading)
        self.current.trailing += plan.closing
        for line in plan.subheads:
            self.current.body.append(line)
            self.current.subheads.add(line.number)
        for kind, lines in plan.alone:
            draft = Draft(body=lines, kind=kind, closed=True) if kind == "caption" \
                else Draft(heading=lines, kind=kind, closed=True)
            self.drafts.append(draft)
        if plan.title:
            self._open(Draft(heading=plan.title))
        elif broken:
            self.current = Draft(closed=True)  # what comes is not the other half: it opens a piece of its own
        return end

    def _is_broken(self) -> bool:
        """Whether the open piece stops in mid-sentence, so that a heading here cannot be a subhead of its."""
        last = self.current.body[-1] if self.current.is_open else None
        return (last is not None and last.look is Look.BODY and self.current.kind != "almanac"
                and not ends_sentence(last.text))

    def _goes_on_in(self, line: Line) -> bool:
        """Whether the open piece goes on in `line`: a word lies across the joint, or the two share their words."""
        return (line.look is Look.BODY and not is_lead(line.text) and not is_continued(line.text)
                and (word_across(self.current.body[-1].text, line.text) > 0
                     or (line.text[0] not in "“‘「" and share(line.text, self.current.text) >= GOES_ON)))

    def _sign(self, line: Line) -> None:
        """A byline on a line of its own closes the open piece."""
        if not self.current.body:
            self._open(Draft())
        self.current.body.append(line)
        self.current.byline = byline_of(line.text)
        if is_photo_credit(line.text) and len(self.current.body) == 2 and not self.current.heading:
            self.current.kind = "caption"
        self.current.closed = True

    def _read_other(self, position: int) -> None:
        line = self.lines[position]
        if line.look is Look.DATE_HEAD:
            self._read_date_head(line)
        elif line.look is Look.SUPPLIER:
            if self.current.closed:
                self._open(Draft())
            self.current.body.append(line)
            self.current.byline = re.sub(r"^[(（]|[)）]$", "", line.text).strip()
            self.current.closed = True
        elif line.look is Look.MARK or is_continued(line.text) or is_lead(line.text):
            if self.current.closed or self.current.body:
                self._open(Draft())
            self._add(line)
            if not is_lead(line.text):
                self.current.kind = "continuation"
        elif self._is_caption(position):
            self._open(Draft(body=[line], kind="caption", byline=byline_of(line.text), closed=True))
        else:
            if self.current.closed:
                self._open(Draft())
            self._add(line)

    def _read_date_head(self, line: Line) -> None:
        """A date on a line of its own opens or continues a history column."""
        if self.current.kind != "almanac" or self.current.closed:
            title_waits = bool(self.current.heading) and not self.current.body and not self.current.closed
            if not title_waits:
                self._open(Draft())
            self.current.kind = "almanac"
        self.current.body.append(line)
        self.current.subheads.add(line.number)

    def _add(self, line: Line) -> None:
        self.current.body.append(line)
        credit = byline_of(line.text)
        if credit:
            self.current.byline = credit.strip()
            self.current.closed = True

    def _is_caption(self, position: int) -> bool:
        """A short paragraph by itself: credited to a photographer, or set apart by a gap and followed by a headline."""
        line = self.lines[position]
        if len(line.text) > CAPTION_CHARACTERS or (self.current.kind == "almanac" and not self.current.closed):
            return False
        waiting = bool(self.current.heading) and not self.current.body and not self.current.closed
        if waiting:
            return False
        follower = self.lines[position + 1] if position + 1 < len(self.lines) else None
        if is_photo_credit(line.text):
            return True
        if follower and follower.look is Look.HEADING and is_photo_credit(follower.text):
            return False  # the credit itself makes it a caption, in _sign
        ends_here = follower is None or follower.look in (Look.HEADING, Look.MARK) or is_continued(follower.text)
        sentences = len(re.findall(r"[。!?！？]", line.text))
        return line.blank_before >= 2 and ends_here and sentences <= 3 and not is_lead(line.text)
