"""What a question names: papers, pages, sections, reporters, kinds of pieces, and what is left as its subject.

Names are those that the corpus knows, and those that stand where such a name stands. Left out: days (see `windows`).
"""

import re
from collections.abc import Sequence
from typing import Final

from rag.answering.scope import Scope
from rag.articles.layout.bylines import looks_like_name
from rag.planning import rules
from rag.planning.catalogue import Catalogue
from rag.planning.quotations import quoted_words
from rag.planning.spellings import EITHER
from rag.planning.words import FILLERS
from rag.records import Kind
from rag.text.characters import normalise
from rag.text.dates import number_of
from rag.text.lazy_regex import lazy_regex
from rag.text.terms import Terms

_PAPER: Final = lazy_regex(rf"(?:^|(?<=[\W在的有从看查收年月日]))(?:有没有|有无|有|看看?|查)?({rules.PAPER_NAME})")
_APART: Final = lazy_regex(r"(?:(?!(?<=\d)\.(?=\d))[^\w%· ])+|(?<![a-z0-9]) +| +(?![a-z0-9])")
"""What stands between words: not the blanks within a phrase in Latin letters."""
_TOLD: Final = lazy_regex(
    r"^(?:写|讲|说|报|找|咱|咱们|我们)(?=[\u3400-\u9fff]{2})(?!法|堂|作|字|生|座|台|话|唱|明|案|信|社)"
)
"""写非遗: what was written of, taken for one word; 讲座 and 说法 are words."""
_NUMBER_OF: Final = lazy_regex(
    r"(?<![第\d])(?:几|多少|\d+|[一两三四五六七八九十百千]+)[篇条则封](?![例件约])|(?<!\d)\d{1,2}[张幅](?=\s|$)"
)
"""How many articles, be it asked or said."""
_THAT_TIME: Final = lazy_regex(r"那(?:会儿|阵[子儿]?)|[那这]件?事儿?|时节|[那这]种事儿?|两个?人|[两几]个月")
"""What stands behind a subject and says only that it is one."""
_TOOK_PART: Final = lazy_regex(
    r"(?:都|一共|总共|还|曾)*(?:参与|参加|负责|经手|执笔|合作|联合|投|供)(?:采写|报道|撰写|采访|写|稿)?(?:了|过|的)?(?=\s*(?:哪|什么|啥|几|多少|的|[^\w]|$))"
)
"""What a reporter did for a piece, beside writing it: 参与了哪几篇."""
_TOLD_ALONE: Final = lazy_regex(r"(?:写|讲|说|聊|谈|报)(?P<what>[\u3400-\u9fff])")
"""写桥, taken for one word: written of one character."""
EITHER_WORDS: Final = frozenset({"或", "或者", "或是", "或者是", "以及", "or"})
"""Between words of which one is enough."""
_EITHER: Final = lazy_regex(r"(?<=[\u3400-\u9fff])(?:或者是?|或是|或(?![许多少将])|以及)(?=[\u3400-\u9fff])")
_EITHER_QUOTED: Final = lazy_regex(r"[”\"」』》]\s*(?:或者是?|或是|或|以及|or)\s*[“\"「『《]")
_SAYS_NOTHING: Final = lazy_regex(r"[\u3400-\u9fff]|\d{1,2}")
"""Beside other words: a character that is left of one, and a number that says how many are wanted, 找10张照片."""
_SHORT_NAME: Final = 3
"""Characters of a paper's name without its place; 晚报 names a kind."""
_BEFORE_NAME: Final = r"(?<=[在从的看查找是有和与跟及这那到])"
_NAME_LENGTHS: Final = (4, 3, 2)
_NUMERALS: Final = "一二三四五六七八九十"


class Names:
    """Finds names in questions over one catalogue; texts are in NFKC and lower case. Threads may share it."""

    def __init__(self, catalogue: Catalogue, terms: Terms) -> None:
        self._catalogue = catalogue
        self._terms = terms

    def known_papers(self, text: str) -> tuple[str, ...]:
        """The papers of the corpus that the text names."""
        return tuple(paper for paper, _ in self._catalogue.choices.papers if _spelled(paper, text))

    def unknown_papers(self, text: str) -> tuple[str, ...]:
        """What the text names as a newspaper is named, be there one or not."""
        return tuple(dict.fromkeys(_PAPER.findall(text)))

    def without_papers(self, text: str) -> str:
        """The text with 报纸 in the place of each newspaper's name."""
        for paper in self.known_papers(text):
            text = text.replace(_spelled(paper, text), "报纸")
        return _PAPER.sub("报纸", text)

    def scope(self, text: str) -> tuple[Scope, str]:
        """The part of the newspaper that the text names, and the text without the words for it."""
        papers = self.known_papers(text) or self.unknown_papers(text)
        for name in papers:
            text = re.sub(rf"{re.escape(_spelled(name, text) or name)}(?:[上里]面?)?", " ", text)
        numbers = [
            1 if match["number"] == "头" else number_of(match["number"]) for match in rules.NUMBERED.finditer(text)
        ]
        text = rules.NUMBERED.sub(" ", text)
        sections = tuple(name for name, _ in self._catalogue.choices.sections if len(name) > 1 and name.lower() in text)
        sections = sections or tuple(rules.SECTION_NAME.findall(text))
        for name in sections:
            text = text.replace(name.lower(), " ")
        reporters = self.reporters(text)
        for name in reporters:  # 晨报那个张三
            text = re.sub(
                rf"(?:[\u3400-\u9fff]{{0,2}}报)?(?:的?[这那][个位])?(?:记者|叫)?{re.escape(name.lower())}", " ", text
            )
        text = _TOOK_PART.sub(" ", text) if reporters else text
        kinds: list[Kind] = []
        for pattern, kind in rules.KINDS:
            if re.search(pattern, text):
                kinds.append(kind)
                text = re.sub(pattern, " ", text)
        scope = Scope(
            papers=papers,
            sections=sections,
            reporters=reporters,
            kinds=tuple(kinds),
            numbers=tuple(numbers),
        )
        return scope, text

    def reporters(self, text: str) -> tuple[str, ...]:
        """Who wrote what is asked for: names in bylines, and names of which it is said that they wrote something."""
        known = [
            name
            for name in self.known_reporters(text)
            if not rules.MENTION_BEFORE.search(text[: text.index(name.lower())])
        ]
        if known:
            return tuple(known)
        names: list[str] = []
        for match in re.finditer(r"(?:^|[\s,，、]|和|与|跟|记者|叫)(?=([\u3400-\u9fff·]{2,4}))", text):
            for name in (match[1][:length] for length in _NAME_LENGTHS):
                after = text[match.start(1) + len(name) :]
                by = re.match(r"(?:和|与|跟|、)[\u3400-\u9fff·]{2,4}合写|的?这?[个位]?记者", after) or rules.BY.match(
                    after
                )
                # who wrote nothing that is here may still be asked for, 连环画登了 names nobody
                if looks_like_name(name) and by and not by[0].lstrip().startswith(("登", "刊")):
                    names.append(name)
                    break
        return tuple(dict.fromkeys(names))

    def known_reporters(self, text: str) -> tuple[str, ...]:
        """The names in bylines that the text holds, the longest where one holds another, in the text's order."""
        low = text.lower()
        known = [name for name in self._catalogue.reporters if name.lower() in low]
        longest = [name for name in known if not any(name != other and name in other for other in known)]
        return tuple(sorted(longest, key=lambda name: low.index(name.lower())))

    def turn(self, text: str) -> str:
        """The mark of an article that goes on from another page which the text names, as pages print it; "" for none.

        第1版 and 第一版 are the same: the one that an article prints is taken.
        """
        match = rules.TURN.search(text)
        if match is None:
            return ""
        number = number_of(match["number"]) if match["number"] else 0
        in_words = _NUMERALS[number - 1] if 0 < number <= len(_NUMERALS) else ""
        forms = [match[0], *(match[0].replace(match["number"], each) for each in (str(number), in_words) if number)]
        return next((form for form in forms if self._catalogue.prints(form)), match[0])

    def subject(self, text: str) -> tuple[str, ...]:
        """The words that an article must hold: what is left of the text when all that asks is taken out."""
        quoted = quoted_words(text)
        if quoted:
            return (EITHER.join(quoted),) if _EITHER_QUOTED.search(text) else quoted
        clauses = clauses_of(text)
        asking = next((place for place, clause in enumerate(clauses) if rules.NAMES_ARTICLES.search(clause)), 0)
        for place in (asking, asking - 1, asking + 1):
            if 0 <= place < len(clauses) and (found := self.words_of(clauses[place])):
                return found
        return ()

    def words_of(self, text: str) -> tuple[str, ...]:
        """The words of a clause that name a subject; of those with 或 between them one is enough."""
        chunks: list[str] = []
        text = _NUMBER_OF.sub(" ", re.sub(r"(?<=报道)[过了](?=[\u3400-\u9fff])", " ", text))
        text = _THAT_TIME.sub(" ", rules.UNIT_ALONE.sub(" ", rules.TIMELINE.sub(" ", text)))
        if _EITHER.search(text):
            text = _EITHER.sub(" 或 ", re.sub(r"(?<=[\u3400-\u9fff])、(?=[\u3400-\u9fff])", "或", text))
        either = False
        for part in _APART.split(text):
            open_chunk = False
            for word in self._terms.words(part):
                if word in EITHER_WORDS:
                    open_chunk, either = False, bool(chunks)
                elif word in FILLERS or word.removesuffix("了").removesuffix("过") in FILLERS:
                    open_chunk = False
                elif either:
                    chunks[-1] += EITHER + word
                    open_chunk, either = True, False
                elif open_chunk:
                    chunks[-1] += f" {word}" if word.isascii() and chunks[-1][-1].isascii() else word
                else:
                    chunks.append(word)
                    open_chunk = True
        chunks = [EITHER.join(map(self._untold, chunk.split(EITHER))) for chunk in chunks]
        alone = len(chunks) == 1
        kept = (chunk for chunk in chunks if alone or not _SAYS_NOTHING.fullmatch(chunk))
        return tuple(dict.fromkeys(each for chunk in kept for each in _small_pieces(chunk)))

    def _untold(self, chunk: str) -> str:
        """The chunk without 写 or 讲 before what is told of, and without 类 behind it."""
        told = _TOLD_ALONE.fullmatch(chunk)
        if told and not self._terms.frequency(chunk):
            return told["what"]
        return _TOLD.sub("", chunk).removesuffix("类") or chunk


def _small_pieces(chunk: str) -> tuple[str, ...]:
    """The chunk; where it is nothing but names of small pieces, any of these: 广告启事."""
    names = rules.SMALL_PIECES.findall(chunk)
    return (EITHER.join(names),) if len(names) > 1 and "".join(names) == chunk else (chunk,)


def _spelled(paper: str, text: str) -> str:
    """The paper's name as the text has it, in its own characters or in simplified ones, whole or without the place that
    it begins with: 农友报 for 山湾农友报; "" where it has it not.
    """
    whole = normalise(paper)
    ends = (whole[-length:] for length in range(len(whole) - 1, _SHORT_NAME - 1, -1))
    short = (
        end for end in ends if re.search(rf"(?<![\u3400-\u9fff]){re.escape(end)}|{_BEFORE_NAME}{re.escape(end)}", text)
    )
    return next((form for form in (paper.lower(), whole) if form in text), "") or next(short, "")


def clauses_of(text: str) -> list[str]:
    """The parts of a question between its stops and commas."""
    return [clause for clause in re.split(r"[,，。;；!！?？\n]+", text) if clause.strip()]


def names_small_pieces(subject: Sequence[str], text: str) -> bool:
    """Whether small pieces are asked for, and not articles that speak of one: 停水通知有几条."""
    small = rules.SMALL_PIECE.search(subject[-1]) if subject else None
    if small is None or small[0] not in text:
        return False
    before, _, after = text.rpartition(small[0])
    return not rules.OF_SMALL_PIECE.search(before) and not re.search(rf"{rules.UNIT}|[报道说]", after)
