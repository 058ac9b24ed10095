"""An article -> Passages: whole sentences of one article, sized for the encoder, each knowing its lines.

What a passage shows is the page's own characters; what is searched is made from it by `search_text`.
"""

import bisect
import hashlib
import itertools
import re
from collections.abc import Callable, Sequence

import numpy as np

from rag.articles import whole_of
from rag.articles.jumps.marks import breaks_off, without_turns
from rag.articles.layout.bylines import is_byline_line
from rag.pages.formats.markdown import is_markdown, without_markup
from rag.records import Fragment, Page, Passage, Piece, Sentence, Span
from rag.settings import Settings
from rag.text.characters import Legible, closed_up, legible, normalise
from rag.text.printed_questions import openings
from rag.text.tables import heading_cells, heading_rows, row_cells, row_stretches, under_headings

MOST_CHARACTERS = 600
"""No passage is longer: what `json_form` shows of one, and with its title still within 512 tokens of the encoder."""
UNSTOPPED_CHARACTERS = 80
"""Longest sentence of a paragraph without stops, where blanks or lines end it: about two sentences' length."""
PAUSED_CHARACTERS = 12
"""Longest sentence on average of a paragraph whose only mark is 。 as older papers print it, where it stands for commas
as well: chosen, as sentences of today's news have some 40 characters and their clauses 10."""
FEWEST_CLAUSES = 4
"""In fewer sentences without a comma today's prose may well be short."""
JOINED_CHARACTERS = 40
"""What such clauses are put together to at most: about a sentence's length."""
MID_PARAGRAPH = 0.08
"""Cost of cutting inside a paragraph, as the share of the target length whose square is worth it (about a quarter)."""
MID_UNIT = 1.0
"""Cost of cutting between a printed question and its answer, or between two rows of a table."""

_END = re.compile(r"(?:[。!?！？]|…+|\.(?=\s+[A-Z“\"]|\s*$)(?<=[A-Za-z]{2}\.))+[”’』」)）》]*")
_STOP = re.compile(r"[。.!?！？…，,；;：:]")
_BLANK = re.compile(r"(?<=[^\W\d_])\s+(?=[^\W\d_])")
_CLAUSE = re.compile(r"[；;]|[，,](?!\d)|、")


def cut_passages(parts: Sequence[Piece], pages: Sequence[Page], settings: Settings) -> list[Passage]:
    """The passages of the article made up of `parts`, in reading order; [] for an article without a body.

    `pages` are the pages that the parts were split from, one for each. A passage stays within one of them, but for a
    last sentence that the end of the page broke.
    """
    whole = whole_of(parts)
    stretches = {part.source: _stretches(part.spans) for part in parts}
    sentences = [sentence for paragraph in _paragraphs(parts, pages) for sentence in cut_sentences(paragraph)]
    passages: list[Passage] = []
    for source, own in itertools.groupby(sentences, key=lambda sentence: sentence.fragments[0].source):
        for group in _pack(list(own), settings.passage_characters):
            said = (whole.id, str(len(passages)), *(sentence.text for sentence in group))
            passages.append(
                Passage(
                    id=hashlib.sha256("\0".join(said).encode()).hexdigest()[:12],
                    article=whole.id,
                    source=source,
                    title=whole.title,
                    date=whole.date,
                    spans=_spans(group, source, stretches[source]),
                    sentences=tuple(group),
                )
            )
    return passages


def _paragraphs(parts: Sequence[Piece], pages: Sequence[Page]) -> list[list[Fragment]]:
    """The paragraphs of the parts, one that the end of a page broke put together.

    The marks that lead from page to page are left out where they have led there: they stand amid what goes on.
    """
    paragraphs: list[list[Fragment]] = []
    for part, page in zip(parts, pages, strict=True):
        own = [fragments_of(page, lines) for lines in part.paragraphs]
        if part is not parts[0]:
            own = _resumed(own)
        if part is not parts[-1] and own:
            own = [*own[:-1], *filter(None, [_trimmed(own[-1], start=False)])]
        if paragraphs and own and part is not parts[0] and breaks_off(legible(_text(paragraphs[-1])).text):
            paragraphs[-1] += own.pop(0)
        paragraphs += own
    return paragraphs


def _resumed(paragraphs: Sequence[list[Fragment]]) -> list[list[Fragment]]:
    """The paragraphs of a later part without its mark, first the one that goes on: a byline may stand above it."""
    trimmed = [kept for paragraph in paragraphs[:2] if (kept := _trimmed(paragraph, start=True))]
    trimmed.sort(key=lambda paragraph: is_byline_line(legible(_text(paragraph)).text))
    return [*trimmed, *paragraphs[2:]]


def _trimmed(paragraph: Sequence[Fragment], *, start: bool) -> list[Fragment]:
    """The paragraph without (上接第1版) at its start, or without (下转第4版) at its end."""
    line = legible(_text(paragraph))
    first, last = without_turns(line.text)
    first, last = (first, len(line.text)) if start else (0, last)
    return _slice(paragraph, *line.printed(first, last), _offsets(paragraph)) if first < last else []


def _text(paragraph: Sequence[Fragment]) -> str:
    return "".join(piece.text for piece in paragraph)


def fragments_of(page: Page, paragraph: Sequence[int]) -> list[Fragment]:
    """The lines of a paragraph, given by their numbers, without outer white space."""
    pieces = []
    for number in paragraph:
        raw = page.lines[number - 1]
        text = raw.strip()
        pieces.append(Fragment(page.name, number, raw.index(text) if text else 0, text))
    return pieces


def cut_sentences(pieces: Sequence[Fragment]) -> list[Sentence]:
    """The sentences of one paragraph; each keeps the place of every character.

    Rows of a table among its lines are sentences of their own, and each begins a line where it is shown.
    """
    sentences: list[Sentence] = []
    for first, end, in_rows in row_stretches([legible(piece.text).text for piece in pieces]):
        own = pieces[first:end]
        offsets = _offsets(own)
        line = legible(_text(own))
        if in_rows:
            bounds_of = _line_bounds(line, offsets)
        else:
            bounds_of = _unstopped_bounds(line, offsets) if _is_unstopped(line.text) else _sentence_bounds(line.text)
        opens = True
        for bounds in bounds_of:
            fragments = tuple(_slice(own, *line.printed(*bounds), offsets))
            if fragments:
                sentences.append(Sentence(fragments, opens_paragraph=opens))
                opens = in_rows
    return sentences


def clause_bounds(text: str, limit: int) -> list[Span]:
    """Offsets that cut `text` at clause marks into parts of at most `limit` characters (hard cuts where no mark is)."""
    bounds: list[Span] = []
    start = 0
    limit = max(limit, 1)  # parts of nothing would never come to an end
    while len(text) - start > limit:
        marks = [m.end() for m in _CLAUSE.finditer(text, start + limit // 3, start + limit)]
        end = marks[-1] if marks else start + limit
        bounds.append((start, end))
        start = end
    bounds.append((start, len(text)))
    return bounds


def search_text(passage: Passage) -> str:
    """What is encoded and cut into terms for a passage: its title as context, then its text, normalised."""
    return normalise(f"{passage.title}\n{' '.join(_searched(s) for s in passage.sentences)}".strip())


def sentence_search_texts(passage: Passage) -> list[str]:
    """What is encoded for each sentence of a passage: the title as context, then the sentence, normalised.

    A row of a table has its headings in it.
    """
    lines = [_searched(sentence) for sentence in passage.sentences]
    headings = heading_rows(lines)
    texts = (
        line if heading is None else _under(row_cells(line), lines[heading])
        for line, heading in zip(lines, headings, strict=True)
    )
    return [normalise(f"{passage.title}\n{text}".strip()) for text in texts]


def _under(cells: Sequence[str], heading: str) -> str:
    return under_headings(cells, heading_cells(heading, len(cells)))


def _searched(sentence: Sentence) -> str:
    """The sentence as a reader sees it: without the markup that a Markdown file has."""
    text = _joined(sentence)
    return without_markup(text) if is_markdown(sentence.fragments[0].source) else text


def _joined(sentence: Sentence) -> str:
    """The sentence with a character that a column end doubled (社区|区基层) written once."""
    text = sentence.fragments[0].text
    for fragment in sentence.fragments[1:]:
        doubled = text[-1:] == fragment.text[:1] and "\u4e00" <= text[-1:] <= "\u9fff"
        text += fragment.text[1:] if doubled else fragment.text
    return text


def _sentence_bounds(text: str) -> list[Span]:
    ends = [match.end() for match in _END.finditer(text)]
    if not ends or ends[-1] < len(text):
        ends.append(len(text))
    bounds: list[Span] = []
    start = 0
    for end in ends:
        if text[start:end].strip():
            bounds += [(start + a, start + b) for a, b in clause_bounds(text[start:end], MOST_CHARACTERS // 2)]
        start = end
    return _put_together(bounds) if _has_pauses_alone(text, bounds) else bounds


def _has_pauses_alone(text: str, bounds: Sequence[Span]) -> bool:
    """Whether the sentences of a paragraph are clauses: many short ones, and no mark in it but 。"""
    short = len(text) <= PAUSED_CHARACTERS * len(bounds)
    return len(bounds) >= FEWEST_CLAUSES and short and not re.search(r"[，,；;、!！?？]", text)


def _put_together(bounds: Sequence[Span]) -> list[Span]:
    """Neighbouring bounds joined as far as they fit into JOINED_CHARACTERS."""
    joined = [bounds[0]]
    for start, end in bounds[1:]:
        if end - joined[-1][0] <= JOINED_CHARACTERS:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _line_bounds(line: Legible, offsets: Sequence[int]) -> list[Span]:
    """Offsets that cut the text where its printed lines end."""
    starts = [bisect.bisect_left(line.places or range(len(line.text)), offset) for offset in offsets]
    return [bounds for bounds in itertools.pairwise((*starts, len(line.text))) if line.text[slice(*bounds)].strip()]


def _is_unstopped(text: str) -> bool:
    """Whether a longer paragraph has no mark at which it could be cut, as older papers print it."""
    return len(text) > UNSTOPPED_CHARACTERS and not _STOP.search(text)


def _unstopped_bounds(line: Legible, offsets: Sequence[int]) -> list[Span]:
    """Offsets that cut text without stops where blanks stand for them, else where its printed lines end."""
    text = line.text
    blanks = [match.end() for match in _BLANK.finditer(text)]
    ends = blanks or [bisect.bisect_left(line.places or range(len(text)), offset) for offset in offsets[1:]]
    bounds: list[Span] = []
    start = 0
    for end, following in itertools.pairwise((*ends, len(text), len(text))):
        if following - start > UNSTOPPED_CHARACTERS or end == len(text):
            bounds += [
                (start + a, start + b)
                for a, b in clause_bounds(text[start:end], MOST_CHARACTERS // 2)
                if text[start + a : start + b].strip()
            ]
            start = end
    return bounds


def _offsets(pieces: Sequence[Fragment]) -> list[int]:
    """Where each of the pieces begins in their joined text."""
    return [0, *itertools.accumulate(len(piece.text) for piece in pieces[:-1])]


def _slice(pieces: Sequence[Fragment], start: int, end: int, offsets: Sequence[int]) -> list[Fragment]:
    """Characters `start` to `end` of the joined pieces, as fragments without outer white space."""
    found: list[Fragment] = []
    first, last = max(0, bisect.bisect_right(offsets, start) - 1), bisect.bisect_left(offsets, end)
    for piece, offset in zip(pieces[first:last], offsets[first:last], strict=True):
        low, high = max(start - offset, 0), min(end - offset, len(piece.text))
        if low < high:
            text = piece.text[low:high]
            stripped = text.strip()
            if stripped:
                found.append(Fragment(piece.source, piece.line, piece.start + low + text.index(stripped), stripped))
    return found


def _pack(sentences: Sequence[Sentence], target: int) -> list[list[Sentence]]:
    """Consecutive groups of sentences, each near `target` characters and at most MOST_CHARACTERS.

    The cut with the least sum of squared relative deviations from the target, cuts inside a paragraph costing extra;
    found by dynamic programming over the sentence boundaries.
    """
    count = len(sentences)
    ends = np.cumsum([0, *(len(closed_up(s.text)) + s.opens_paragraph for s in sentences)])
    inside = np.array([0.0 if s.opens_paragraph else MID_PARAGRAPH for s in sentences])
    inside[_belonging(sentences)] = MID_UNIT
    inside[:1] = 0.0
    costs, starts = np.zeros(count + 1), np.zeros(count + 1, int)
    first = 0
    for end in range(1, count + 1):
        while first < end - 1 and ends[end] - ends[first] > MOST_CHARACTERS + 1:
            first += 1
        deviations = (ends[end] - ends[first:end] - target) / target
        sums = costs[first:end] + deviations**2 + inside[first:end]
        best = int(sums.argmin())
        costs[end], starts[end] = sums[best], first + best
    groups: list[list[Sentence]] = []
    end = count
    while end > 0:
        start = int(starts[end])
        groups.append(list(sentences[start:end]))
        end = start
    return groups[::-1]


def _belonging(sentences: Sequence[Sentence]) -> list[int]:
    """The sentences that are not to be parted from the one before: an answer from its question, a row from a row."""
    texts = [legible(sentence.text).text for sentence in sentences]
    counts = [len(row_cells(text)) for text in texts]
    heading = heading_rows(texts)
    opened = openings(texts)
    return [
        place
        for place in range(1, len(texts))
        if opened[place] == "answer"
        or heading[place] is not None
        or (counts[place] and counts[place] == counts[place - 1])
    ]


def _stretches(spans: Sequence[Span]) -> Callable[[int], int]:
    """Which of the article's unbroken stretches a line stands in, as a number; no two of `spans` share a line."""
    ordered = sorted(spans)
    return lambda line: bisect.bisect_right(ordered, line, key=lambda span: span[0])


def _spans(sentences: Sequence[Sentence], source: str, stretch_of: Callable[[int], int]) -> tuple[Span, ...]:
    """The lines of the sentences in `source`, in reading order; those of one unbroken stretch of it are one span."""
    spans: list[list[int]] = []
    for line in (f.line for s in sentences for f in s.fragments if f.source == source):
        same = spans and spans[-1][1] <= line and stretch_of(spans[-1][1]) == stretch_of(line)
        if same:
            spans[-1][1] = line
        elif not spans or spans[-1][1] != line:
            spans.append([line, line])
    return tuple((first, last) for first, last in spans)
