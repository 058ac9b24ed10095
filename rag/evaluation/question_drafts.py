"""Drafts of questions for a person to finish: a sentence of the newspaper, something it tells, no question yet.

The scaffolding is honest: what is found is a number with its unit, a date or a name as printed, and the question is
left as a stub. `read_questions(judged=True)` refuses a draft until its question is written and `draft` taken out.
"""

import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, Final, Literal

from rag.evaluation.questions import derived_id
from rag.records import Passage, Sentence
from rag.text.dates import FULL_DATE, MONTH, MONTH_DAY, YEAR
from rag.wording import Language, say

Asked = Literal["number", "date", "name", "place"]

SHORTEST, LONGEST = 12, 120
"""Characters of a sentence: shorter ones are headings and fragments, longer ones ask for too much reading."""

_ENDED: Final = re.compile(r"[。！？!?][”’』」）)]*$")
_DATES: Final = tuple(map(re.compile, (FULL_DATE, YEAR + MONTH, MONTH_DAY, YEAR)))
_NUMBER: Final = re.compile(
    r"(?<![\d.,:：第a-zA-Z])(?:(?:\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)\s*[多余]?[十百千万亿]*[多余]?\s*"
    r"(?:平方米|平方公里|公里|公斤|毫升|美元|人次|小时|分钟|个月|个百分点|[元人名位家所个处台部架场次期套间年岁天张辆吨米篇件项条座支只份户亩升克度层级])"
    r"|\d[\d.]*[%‰])"
)
_TAGS: Final[dict[str, tuple[Asked, int]]] = {
    "nr": ("name", 3),
    "nrt": ("name", 3),
    "nt": ("name", 2),
    "ns": ("place", 2),
}
"""jieba's tags of persons, organisations and places, and the fewest characters taken: of persons' names of two, most
are words (秋风, 新风)."""


def draft_questions(
    passages: Sequence[Passage], count: int, seed: int, language: Language = "zh"
) -> list[dict[str, Any]]:
    """At most `count` drafts in the order of `passages`, spread over the articles and over what is asked for.

    Each is an unfinished line of a question file: `id`, `question` (a stub in `language`), `answers` [], `evidence`
    (the sentence), `articles` (its article's id), `draft` true; and what helps to finish it: `asks` (number, date,
    name, place), `candidate` (the answer as printed), `title`, `source`, `lines` (first and last, from 1). The same
    passages, count and seed give the same drafts.
    """
    draw = random.Random(seed)
    by_article: dict[str, list[tuple[int, Passage, Sentence]]] = {}
    for place, passage in enumerate(passages):
        by_article.setdefault(passage.article, []).extend((place, passage, said) for said in passage.sentences)
    waiting = [draw.sample(sentences, len(sentences)) for sentences in by_article.values()]
    draw.shuffle(waiting)
    used: Counter[Asked] = Counter()
    chosen: list[tuple[int, dict[str, Any]]] = []
    while waiting and len(chosen) < count:
        for sentences in list(waiting):
            if len(chosen) >= count:
                break
            found = _next(sentences, used)
            if found is None:
                waiting.remove(sentences)
                continue
            place, passage, said, asked, answer = found
            used[asked] += 1
            chosen.append((place, _draft(passage, said, asked, answer, language)))
    return [draft for _, draft in sorted(chosen, key=lambda one: (one[0], one[1]["lines"], one[1]["id"]))]


def _next(
    sentences: list[tuple[int, Passage, Sentence]], used: Counter[Asked]
) -> tuple[int, Passage, Sentence, Asked, str] | None:
    """Take sentences off the end until one tells something; of what it tells, the kind that was used least."""
    while sentences:
        place, passage, said = sentences.pop()
        whole = all(piece.source == passage.source for piece in said.fragments)
        if whole and SHORTEST <= len(said.text) <= LONGEST and _ENDED.search(said.text):
            told = list(told_by(said.text))
            if told:
                asked, answer = min(told, key=lambda one: used[one[0]])
                return place, passage, said, asked, answer
    return None


def told_by(text: str) -> Iterator[tuple[Asked, str]]:
    """What a sentence tells, by kind: dates, numbers with a unit, names of persons and organisations, places."""
    import jieba.posseg  # its dictionaries take a second, and only drafting needs them

    taken: list[tuple[int, int]] = []
    kinds: list[tuple[Asked, re.Pattern[str]]] = [*(("date", pattern) for pattern in _DATES), ("number", _NUMBER)]
    for asked, pattern in kinds:
        for match in pattern.finditer(text):
            if not any(low < match.end() and match.start() < high for low, high in taken):
                taken.append(match.span())
                yield asked, match.group()
    for pair in jieba.posseg.cut(text):
        if pair.flag in _TAGS and len(pair.word) >= _TAGS[pair.flag][1]:
            yield _TAGS[pair.flag][0], pair.word


def _draft(passage: Passage, said: Sentence, asked: Asked, answer: str, language: Language) -> dict[str, Any]:
    lines = [piece.line for piece in said.fragments]
    return {
        "id": f"draft-{derived_id(f'{passage.article}{said.text}{answer}')}",
        "question": say(f"draft-{asked}", language),
        "answers": [],
        "evidence": [said.text],
        "articles": [passage.article],
        "draft": True,
        "asks": asked,
        "candidate": answer,
        "title": passage.title,
        "source": passage.source,
        "lines": [min(lines), max(lines)],
    }
