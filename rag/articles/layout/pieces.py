"""Lines -> drafts of pieces: where one piece ends and the next begins, read from top to bottom.

A piece opens with its headline, with 本报讯 or with (上接…), and closes with its byline; captions, history columns and
section labels have looks of their own. Bodies that a column end broke apart are put together afterwards, in `rejoin`.
"""

import re
from collections.abc import Sequence

from rag.articles.layout.boundaries import Place, habits_of, opens_piece, text_after
from rag.articles.layout.bylines import byline_after_lead, byline_of, is_byline_line, is_photo_credit
from rag.articles.layout.cohesion import share, share_of, word_across
from rag.articles.layout.drafts import Draft
from rag.articles.layout.headings import Bodies, plan_headings
from rag.articles.layout.lines import Line, Look, ends_sentence, is_continued, is_lead, starts_torn, stops_open
from rag.articles.layout.so_far import ASKED, SoFar

CAPTION_CHARACTERS = 160
"""A caption is one short paragraph; the longest on real pages has 80 characters."""

GOES_ON = 0.2
"""Share of a paragraph's character pairs that the broken piece above must hold for it to be the other half."""

_NOTICE = re.compile(r"通知|公告|启事|通告|声明|公示|致歉|告示|告知")
_OFFICE = re.compile(r"(?:公司|局|委员会|办公室|中心|所|馆|社|处|站|医院|学校|编辑部|政府|大队|支队|银行)$")
_PICTURE = re.compile(r"^[(（]?(?:图[为一二三四①-⑨:：]|[上下左右本]图|图片[:：说])")


def draft_pieces(lines: Sequence[Line]) -> list[Draft]:
    """All lines of a page, each in exactly one draft, in the order of the page."""
    return _Reader(lines).read()


class _Reader:
    """Reads lines one after another and keeps the piece that is open."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.drafts: list[Draft] = []
        self.current = Draft(closed=True)
        self.habits = habits_of(lines)
        self.bodies = Bodies(lines)
        self._sums = SoFar(self.current, self.habits.rarity)

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

    @property
    def _so_far(self) -> SoFar:
        """What the open piece says so far."""
        if self._sums.draft is not self.current:
            self._sums = SoFar(self.current, self.habits.rarity)
        return self._sums.read_on()

    def _open(self, draft: Draft) -> None:
        self.drafts.append(draft)
        self.current = draft

    def _read_headings(self, start: int) -> int:
        """Give a run of heading lines to the piece before, the piece after, or pieces of their own."""
        end = start
        while (
            end < len(self.lines) and self.lines[end].look is Look.HEADING and not is_byline_line(self.lines[end].text)
        ):
            end += 1
        if self._is_signature(self.lines[start]):
            self.current.body.append(self.lines[start])
            self.current.closed = True
            return start + 1
        verse = self._verse(start, end)
        if verse:
            self.current.body += self.lines[start:verse]
            self.current.subheads.update(line.number for line in self.lines[start:verse])
            self.current.closed = True
            return verse
        broken = self._is_broken()
        if broken and end < len(self.lines) and self._goes_on_in(self.lines[end]):
            self.drafts += [Draft(heading=[line], kind="slogan", closed=True) for line in self.lines[start:end]]
            return end
        goes_on = self.current.is_open and not broken and not self._opens(start, end)
        plan = plan_headings(
            self.lines[start:end],
            self.lines[end] if end < len(self.lines) else None,
            self.bodies.repeats(end),
            previous=self._so_far.pairs,
            previous_open=goes_on,
            untitled_almanac=self.current.kind == "almanac" and not self.current.heading,
            gaps_part=self.habits.bare_gaps,
        )
        self.current.trailing += plan.closing
        for line in plan.subheads:
            self.current.body.append(line)
            self.current.subheads.add(line.number)
        for kind, lines in plan.alone:
            draft = (
                Draft(body=lines, kind=kind, closed=True)
                if kind == "caption"
                else Draft(heading=lines, kind=kind, closed=True)
            )
            self.drafts.append(draft)
        if plan.title:
            self._open(Draft(heading=plan.title, unproven=plan.unproven))
        elif broken:
            self.current = Draft(closed=True)  # what comes is not the other half: it opens a piece of its own
        return end

    def _verse(self, start: int, end: int) -> int:
        """Where a poem ends that begins at `start` under its title and its poet's name; 0 where there is none.

        Its lines are short and end open; the last of them before a body may be that body's headline.
        """
        under_name = (
            bool(self.current.heading)
            and bool(self.current.body)
            and not self.current.closed
            and all(is_byline_line(line.text) for line in self.current.body)
        )
        if not under_name or end - start < 3:
            return 0
        last = next(
            (
                place
                for place in range(start + 2, end)
                if self.lines[place].blank_before > self.lines[start + 1].blank_before
            ),
            end,
        )
        if last == end < len(self.lines):
            below = "".join(line.text for line in text_after(self.lines, end))
            while last > end - 3 and share(self.lines[last - 1].text, below) >= GOES_ON:
                last -= 1
        return last

    def _is_signature(self, line: Line) -> bool:
        """An office under a notice: 停水通知 … 某市供水公司."""
        return (
            self.current.is_open
            and bool(_NOTICE.search(" ".join(each.text for each in self.current.heading)))
            and bool(_OFFICE.search(line.text))
        )

    def _opens(self, start: int, end: int) -> bool:
        """Whether the headings from `start` to `end` open a piece though the one above has not closed."""
        return opens_piece(
            Place(
                run=self.lines[start:end], following=text_after(self.lines, end), above=self._so_far, habits=self.habits
            )
        )

    def _is_broken(self) -> bool:
        """Whether the open piece stops in mid-sentence, so that a heading here cannot be a subhead of its."""
        last = self.current.body[-1] if self.current.is_open else None
        return last is not None and self.current.kind != "almanac" and stops_open(last)

    def _goes_on_in(self, line: Line) -> bool:
        """Whether the open piece goes on in `line`: a word lies across the joint, or the two share their words."""
        return (
            line.look is Look.BODY
            and not is_lead(line.text)
            and not is_continued(line.text)
            and (
                word_across(self.current.body[-1].text, line.text) > 0
                or (line.text[0] not in "“‘「" and share_of(line.text, self._so_far.pairs) >= GOES_ON)
            )
        )

    def _sign(self, line: Line) -> None:
        """A byline on a line of its own closes the open piece."""
        waits = bool(self.current.heading) and not self.current.body and not self.current.closed
        if waits:  # under the headline: the piece begins
            self.current.body.append(line)
            self.current.byline = byline_of(line.text)
            return
        if is_photo_credit(line.text) and self._caption_above():
            return self.current.body.append(line)
        if not self.current.body or (self.current.closed and not is_photo_credit(line.text)):
            self._open(Draft())
        self.current.body.append(line)
        self.current.byline = byline_of(line.text)
        if is_photo_credit(line.text) and len(self.current.body) == 2 and not self.current.heading:
            self.current.kind = "caption"
        self.current.closed = True

    def _caption_above(self) -> bool:
        """Whether the open piece's last short paragraph was a caption, as a photographer's name under it tells."""
        if (
            len(self.current.body) < 2
            or len(self.current.body[-1].text) > CAPTION_CHARACTERS
            or self.current.kind == "caption"
            or not ends_sentence(self.current.body[-1].text)
        ):
            return False
        owner = self.current
        text = owner.body.pop()
        self._open(Draft(body=[text], kind="caption", closed=True))
        return True

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
            if self.current.closed or any(not is_byline_line(each.text) for each in self.current.body):
                self._open(Draft())
            self._add(line)
            if not is_lead(line.text):
                self.current.kind = "continuation"
        elif self._is_caption(position):
            self._open(Draft(body=[line], kind="caption", byline=byline_of(line.text), closed=True))
        else:
            if self.current.closed or self._gap_parts(line) or self._answered(line) or self._strays(line):
                self._open(Draft())
            self._add(line)

    def _strays(self, line: Line) -> bool:
        """After a body that stops in mid-sentence, a line that does not go on with it: `rejoin` finds its place."""
        return self.habits.ends_tell and self._is_broken() and not self._goes_on_in(line)

    def _gap_parts(self, line: Line) -> bool:
        """A blank line on a page that has them between pieces only, unless the piece above stops in mid-sentence."""
        return (
            self.habits.bare_gaps
            and line.blank_before > 0
            and self.current.is_open
            and not self._is_broken()
            and self.current.kind != "almanac"
            and self.current.body[-1].look is not Look.MARK
        )

    def _answered(self, line: Line) -> bool:
        """After two questions and answers, a paragraph that is neither belongs to another piece."""
        return (
            len(self.current.body) >= 4
            and all(ASKED.match(each.text) for each in self.current.body[-4:])
            and not ASKED.match(line.text)
            and not self._is_broken()
        )

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
        elif is_lead(line.text):
            self.current.byline = self.current.byline or byline_after_lead(line.text)

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
        if _PICTURE.match(line.text) and sentences <= 3:
            return True
        if (
            self._is_broken()
            and ends_sentence(line.text)
            and sentences == 1
            and not starts_torn(line.text)
            and follower is not None
            and follower.look is Look.HEADING
            and not self._goes_on_in(line)
        ):
            return True  # between a broken body and a headline
        return line.blank_before >= 2 and ends_here and sentences <= 3 and not is_lead(line.text)
