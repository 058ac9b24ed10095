"""Questions with their paragraphs -> groups of training examples: a passage that answers, and others that do not.

Four kinds of passages teach what an answer is not. Wrong ones, found by terms, teach ranking; so do other parts of the
right paragraph. Near misses teach refusal: the right passage with the answer's sentence or clause cut out, the right
passage under a question about another name, year, place or number, and questions that were written to miss (see
`news`). The plain first try, with wrong passages alone, told near misses from answerable questions no better than
chance.
"""

import dataclasses
import json
import random
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Literal

Kind = Literal["answer", "wrong", "beside", "cut", "altered", "near"]

SHORTEST, LONGEST = 60, 260
"""Characters of a passage, drawn evenly. Passages that are searched have up to 450 and are read in windows:
attention over half the tokens takes a quarter of the time, in training and in use."""

NEAR_MISSES: Final = 0.6
"""Share of near misses among the passages that do not answer: terms and vectors tell the wrong ones fairly well."""

BESIDE: Final = 0.5
"""Share of other parts of the right paragraph among the remaining ones, where it is long enough to have some."""

_SENTENCE: Final = re.compile(r"[^。！？!?；;]+[。！？!?；;]*[”’』」]*")
_CLAUSE: Final = re.compile(r"[^，,。！？!?；;、]+[，,。！？!?；;、]*")
_YEAR: Final = re.compile(r"(?:1[5-9]|20)\d\d")
_NUMBER: Final = re.compile(r"\d+")
_NAMES: Final = ("nr", "ns", "nt", "nrt")
"""jieba's tags of persons, places and organisations."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of a question set. `article` is its title or number, shared by paragraphs of one article."""

    article: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question, the place of its paragraph, and its answer there: text and first character.

    `others` holds what other annotators marked instead, where the set has several; `evidence` the first character of
    what proves the answer and the one after, where the set tells. Where the paragraph does not answer, `answer` is ""
    and `evidence` is what comes nearest. `copies` is how often an epoch has the question.
    """

    text: str
    paragraph: int
    answer: str
    start: int
    others: tuple[tuple[str, int], ...] = ()
    evidence: tuple[int, int] | None = None
    copies: int = 1


@dataclass(frozen=True, slots=True)
class Example:
    """A question and a passage; `span` holds the answer's first character and the one after, None where there is none.

    Examples of one group with the same question are ranked against each other.
    """

    group: int
    kind: Kind
    question: str
    passage: str
    span: tuple[int, int] | None


def read_squad(path: Path) -> tuple[list[Paragraph], list[Question]]:
    """The paragraphs and questions of a file in SQuAD's form (CMRC 2018, DRCD).

    A question whose answer is not printed where the file says is left out. Raises OSError, ValueError or KeyError for
    a file of another form.
    """
    paragraphs: list[Paragraph] = []
    questions: list[Question] = []
    places: dict[str, int] = {}
    for number, article in enumerate(json.loads(path.read_text("utf-8"))["data"]):
        for part in article["paragraphs"]:
            text = part["context"]
            if text not in places:
                places[text] = len(paragraphs)
                paragraphs.append(Paragraph(f"{path.stem}-{number}", article.get("title", ""), text))
            for asked in part["qas"]:
                told = dict.fromkeys((answer["text"], answer["answer_start"]) for answer in asked["answers"])
                marked = [(said, start) for said, start in told if said and text[start : start + len(said)] == said]
                if marked and marked[0] == next(iter(told)):
                    questions.append(Question(asked["question"], places[text], *marked[0], tuple(marked[1:])))
    return paragraphs, questions


def sentence_bounds(text: str) -> list[tuple[int, int]]:
    """Where the sentences of a paragraph begin and end; the whole of it where none is told. Semicolons end one too."""
    return [match.span() for match in _SENTENCE.finditer(text)] or [(0, len(text))]


def window(text: str, keep: tuple[int, int], length: int, draw: random.Random) -> tuple[str, int]:
    """Whole sentences of `text`, about `length` characters, that hold the characters of `keep`; and their offset."""
    bounds = sentence_bounds(text)
    touched = [place for place, (low, high) in enumerate(bounds) if low < keep[1] and high > keep[0]] or [0]
    first, last = touched[0], touched[-1]
    while bounds[last][1] - bounds[first][0] < length and (first > 0 or last < len(bounds) - 1):
        if first > 0 and (last == len(bounds) - 1 or draw.random() < 0.5):
            first -= 1
        else:
            last += 1
    start, end = bounds[first][0], bounds[last][1]
    if end - start > LONGEST + 200:  # one endless sentence
        start = max(start, min(keep[0] - draw.randrange(length), end - length))
        end = min(end, max(start + length, keep[1]))
    return text[start:end], start


class Composer:
    """Makes a group of examples for each question, other ones at every call, from one random number generator."""

    def __init__(
        self, paragraphs: Sequence[Paragraph], questions: Sequence[Question], wrong: Sequence[Sequence[int]]
    ) -> None:
        """`wrong` holds, for each question, the places of paragraphs that look right and are not."""
        self.paragraphs = paragraphs
        self.questions = questions
        self.wrong = wrong
        self._names = _names_by_tag(question.text for question in questions)

    def group(self, number: int, draw: random.Random) -> list[Example]:
        """The examples for question `number`: one that answers, and a near miss or a wrong passage.

        Where its paragraph does not answer: two passages that do not, the one that comes nearest first.
        """
        question = self.questions[number]
        if not question.answer:
            return self._unanswered(number, draw)
        said, start = draw.choice([(question.answer, question.start), *question.others])
        question = dataclasses.replace(question, answer=said, start=start)
        paragraph = self.paragraphs[question.paragraph]
        title = _title(paragraph, draw)
        span = (question.start, question.start + len(question.answer))
        low, high = question.evidence or span
        keep = (min(low, span[0]), max(high, span[1]))
        text, offset = window(paragraph.text, keep, draw.randint(SHORTEST, LONGEST), draw)
        low = len(title) + span[0] - offset
        right = Example(number, "answer", question.text, title + text, (low, low + len(question.answer)))
        if low < 0 or right.passage[low : low + len(question.answer)] != question.answer:
            return []
        if draw.random() < NEAR_MISSES:
            return [right, self._near_miss(right, question, draw)]
        beside = self._beside(number, keep, draw) if draw.random() < BESIDE else []
        return [right, *(beside or self._wrong(number, draw))]

    def _unanswered(self, number: int, draw: random.Random) -> list[Example]:
        question = self.questions[number]
        paragraph = self.paragraphs[question.paragraph]
        nearest = question.evidence or (0, 1)
        text, _ = window(paragraph.text, nearest, draw.randint(SHORTEST, LONGEST), draw)
        near = Example(number, "near", question.text, _title(paragraph, draw) + text, None)
        return [near, *(self._beside(number, nearest, draw) or self._wrong(number, draw))]

    def _beside(self, number: int, keep: tuple[int, int], draw: random.Random) -> list[Example]:
        """Another part of the right paragraph, one that neither holds the answer nor what proves it."""
        question = self.questions[number]
        paragraph = self.paragraphs[question.paragraph]
        starts = [low for low, high in sentence_bounds(paragraph.text) if high <= keep[0] or low >= keep[1]]
        if not starts:
            return []
        start = draw.choice(starts)
        text, offset = window(paragraph.text, (start, start + 1), draw.randint(SHORTEST, LONGEST), draw)
        touches = offset < keep[1] and offset + len(text) > keep[0]
        if touches or (question.answer and question.answer in text):
            return []
        return [Example(number, "beside", question.text, _title(paragraph, draw) + text, None)]

    def _near_miss(self, right: Example, question: Question, draw: random.Random) -> Example:
        if draw.random() < 0.4:
            altered = self._altered(question.text, draw)
            if altered:
                return Example(right.group, "altered", altered, right.passage, None)
        unit = _SENTENCE if draw.random() < 0.5 else _CLAUSE
        passage = _without(right.passage, question.answer, unit)
        if len(passage) < SHORTEST // 2:  # nothing is left of a short window: the rest of the paragraph
            passage = _without(self.paragraphs[question.paragraph].text, question.answer, _SENTENCE)[:LONGEST]
        return Example(right.group, "cut", question.text, passage, None)

    def _altered(self, text: str, draw: random.Random) -> str:
        """The question about another year, number or name of the same kind; "" where it names none."""
        changes: list[tuple[str, str]] = []
        for found in _YEAR.finditer(text):
            changes.append((found.group(), str(int(found.group()) + draw.choice([-11, -3, -2, -1, 1, 2, 3, 12]))))
        if not changes:
            changes += [
                (found.group(), str(int(found.group()[:6]) + draw.choice([1, 2, 3, 5, 7])))
                for found in _NUMBER.finditer(text)
            ]
        for name, tag in self._names_of(text):
            other = draw.choice(self._names[tag])
            if other not in text and name not in other:
                changes.append((name, other))
        if not changes:
            return ""
        old, new = draw.choice(changes)
        return text.replace(old, new)

    def _names_of(self, text: str) -> list[tuple[str, str]]:
        return [(name, tag) for name, tag in _tagged(text) if tag in self._names]

    def _wrong(self, number: int, draw: random.Random) -> list[Example]:
        question = self.questions[number]
        places = [
            place
            for place in self.wrong[number]
            if len(question.answer) < 2 or question.answer not in self.paragraphs[place].text
        ]
        if not places:
            return []
        paragraph = self.paragraphs[draw.choice(places)]
        title = _title(paragraph, draw)
        start = draw.randrange(max(1, len(paragraph.text)))
        text, _ = window(paragraph.text, (start, start + 1), draw.randint(SHORTEST, LONGEST), draw)
        return [Example(number, "wrong", question.text, title + text, None)]


def _title(paragraph: Paragraph, draw: random.Random) -> str:
    """What stands before a passage: its title, mostly, since not every piece that is searched has one."""
    return f"{paragraph.title}\n" if paragraph.title and draw.random() < 0.7 else ""


def _without(text: str, answer: str, unit: re.Pattern[str]) -> str:
    """`text` less every `unit` that the answer is printed in, wholly or in part."""
    while answer in text:
        start = text.index(answer)
        end = start + len(answer)
        spans = [match.span() for match in unit.finditer(text) if match.start() < end and match.end() > start]
        low, high = (min(start, spans[0][0]), max(end, spans[-1][1])) if spans else (start, end)
        text = text[:low] + text[high:]
    return text


def _names_by_tag(texts: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for text in texts:
        for name, tag in _tagged(text):
            found[tag].add(name)
    return {tag: sorted(names) for tag, names in found.items() if len(names) > 1}


@cache
def _tagged(text: str) -> list[tuple[str, str]]:
    """The names in `text` with jieba's tags of them."""
    import jieba.posseg  # its dictionaries take a second, and only training needs them

    cut = jieba.posseg.cut(text, HMM=False)  # guessing at unknown words takes minutes over a question set
    return [(pair.word, pair.flag) for pair in cut if pair.flag in _NAMES and len(pair.word) > 1]
