"""What a question compares: which figures (of what word, in what measure), of which things, and which one it wants.

Patterns of the question, not knowledge. 最多能借几本 asks for a limit that is printed, and compares nothing.
"""

import re
from dataclasses import dataclass
from typing import Final

from rag.text.dates import number_of
from rag.text.figures import SECONDS, TIMES, figures_in
from rag.text.lazy_regex import lazy_regex
from rag.text.numerals import MEASURES
from rag.text.terms import STOP_WORDS, Terms

_OPPOSITE: Final = {
    **{"少": "多", "早": "晚", "先": "晚", "小": "大", "低": "高", "矮": "高", "短": "长", "窄": "宽", "浅": "深"},
    **{"薄": "厚", "轻": "重", "近": "远", "便宜": "贵", "快": "慢", "年轻": "年长"},
}
_DEGREES: Final = "|".join(sorted({*_OPPOSITE, *_OPPOSITE.values(), "老", "迟"}, key=len, reverse=True))
_END: Final = r"(?=(?:一[些点]|[些点])?(?:$|[的了呢啊?,。!\s]|是(?:哪|谁|什么)))"
_MOST: Final = lazy_regex(
    rf"(?:最(?!近)|更)(?P<degree>{_DEGREES}){_END}"
    rf"|最(?P<order>[早先晚迟])(?=[\u3400-\u9fff]{{1,6}}的(?:是|[\u3400-\u9fff]{{1,6}}是)?(?:哪|谁|什么))"
)
_MORE_OF_TWO: Final = lazy_regex(rf"得?(?P<degree>{_DEGREES})(?:一[些点]|[些点])?[?。!\s]*$")
_WHICH: Final = lazy_regex(r"哪|谁|什么|叫啥")
_DAY: Final = lazy_regex(r"哪一?[天日年月]|什么时[候间]|几[月号日]")
_SUM: Final = lazy_regex(r"一共|总共|合计|共计|总计|加起来|加在一起")
_SEVERAL: Final = lazy_regex(
    rf"(?P<count>[\d两二三四五六七八九十]{{1,3}})(?P<measure>[{MEASURES}])[\u3400-\u9fff]{{0,8}}?(?={_SUM.pattern})"
)
_HOW_MUCH: Final = lazy_regex(r"多少|几")
_NAMES: Final = lazy_regex(
    r"(?:^|[,。])(?P<one>[^,。和与跟、]{1,12})[和与跟、](?P<other>[^,。和与跟、]{1,12}?)[,\s]*(?:相比|比|两\w|[中里])?[,\s]*"
    r"(?=哪|谁|一共|总共|合计|加起来)"
)
_KIND: Final = lazy_regex(rf"哪一?(?:[{MEASURES}些条路]|个)?")
_NO_KIND: Final = lazy_regex(r"[天日年月个家时最更得是有的]")
_OF_DAYS: Final = lazy_regex(r"[天日年月时]$")
_LENGTHS: Final = ("米", SECONDS, "年", "天", "字")
_MEASURES_OF: Final = {
    **{"长": _LENGTHS, "宽": ("米",), "深": ("米",), "厚": ("米",), "远": ("米",), "重": ("斤",), "贵": ("元",)},
    **{"年长": ("岁",), "慢": (SECONDS,), "晚": TIMES, "迟": TIMES},
}
"""In what measures each degree is told; those left out are told in any but times."""
_SAID: Final = ("长", "宽", "深", "厚", "高", "重")
"""Degrees that stand before their figure: 全长9米, 高九米."""
_PEOPLE: Final = lazy_regex(r"年[龄纪]|岁|谁|老人|选手|人$")
_NO_WORDS: Final = frozenset("得 有 最 更 里 几 叫 相比 比 册 本".split())
_COUNTED: Final = lazy_regex(rf"[\d两一二三四五六七八九十]+[{MEASURES}]?")
_FADING: Final = 0.6
"""What a word counts for each word that stands between it and what is compared."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a question compares; for a sum neither the highest nor the lowest is wanted.

    `words` are those of the question with the weight of each, the nearest to what is compared first. `measures` are
    the ones that can be meant, () for any but times. `names` are the two things compared, () where the question names
    none; `kind` is what each of them is (哪所小学), "" where that is not said. `count` things are summed up.
    `asks_day` tells that days are compared. `printed` is how a page says the answer itself.
    """

    printed: re.Pattern[str]
    words: tuple[tuple[str, float], ...]
    measures: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    kind: str = ""
    highest: bool = False
    is_sum: bool = False
    count: int = 0
    asks_day: bool = False

    def allows(self, measure: str) -> bool:
        """Whether a figure of that measure can be compared."""
        return measure in self.measures if self.measures else measure not in TIMES

    def fit(self, clause: str) -> float:
        """How much of the question the words around a figure hold, in [0, 1]; a word held in part counts half."""
        whole = sum(weight for _, weight in self.words)
        held = sum(
            weight * (1.0 if word in clause else 0.5 * sum(character in clause for character in word) / len(word))
            for word, weight in self.words
        )
        return held / whole if whole else 0.0

    def names_one(self, text: str) -> bool:
        """Whether the text names one of the things that are compared, or what each of them is."""
        return any(name in text for name in self.names) or bool(self.kind and self.kind in text)

    def is_of_kind(self, text: str) -> bool:
        """Whether the text, a sentence under its headline, is about what is compared."""
        return any(name in text for name in self.names) if self.names else self.kind in text


def comparison_of(question: str, terms: Terms) -> Comparison | None:
    """What the normalised `question` compares; None where it compares nothing."""
    found = _NAMES.search(question)
    names = (found["one"].strip(), found["other"].strip().removesuffix("的")) if found else ()
    most = _MOST.search(question) or (_MORE_OF_TWO.search(question) if names else None)
    if most is not None and _WHICH.search(question):
        return _extreme(question, most, names, terms)
    total, how_much, several = _SUM.search(question), _HOW_MUCH.search(question), _SEVERAL.search(question)
    if total is None or how_much is None or not (several or names):
        return None
    count = number_of(several["count"]) if several else len(names)
    if count < 2 or (several and question.endswith("第", 0, several.start())):
        return None
    asked = f"5{question[how_much.end() :]}"
    return Comparison(
        printed=_SUM,
        words=_weighted(question[several.end("measure") if several else 0 :], _SUM, terms, names),
        measures=tuple(figure.measure for figure in list(figures_in(asked))[:1] if figure.measure not in TIMES),
        names=names,
        is_sum=True,
        count=count,
        asks_day=bool(several and several["measure"] in "天日年月"),
    )


def _extreme(question: str, most: re.Match[str], names: tuple[str, ...], terms: Terms) -> Comparison:
    groups = most.groupdict()
    degree = groups["degree"] or groups.get("order") or ""
    high = _OPPOSITE.get(degree, degree)
    measures = _MEASURES_OF.get(high, ())
    if high in ("大", "老") and _PEOPLE.search(question):
        measures = ("岁",)
    elif high == "老":
        measures = TIMES
    kind = "" if names else _kind(question, terms)
    words = _weighted(question, re.compile(re.escape(most[0])), terms, names)
    if high in _SAID and (measures or not {word for word, _ in words} - {kind}):
        words = ((high, 1.0), *words)
    return Comparison(
        printed=re.compile(f"最{degree}" if "最" in most[0] else r"(?!)"),
        words=words,
        measures=measures,
        names=names,
        kind=kind,
        highest=(degree not in _OPPOSITE) != (degree == "老" and measures == TIMES),
        asks_day=bool(_DAY.search(question)),
    )


def _weighted(
    question: str, compared: re.Pattern[str], terms: Terms, names: tuple[str, ...]
) -> tuple[tuple[str, float], ...]:
    """The words of the question around what `compared` finds, each weighing less the farther it stands.

    What is compared stands right before 最多 and 一共 (图书最多, 加宽得更多), or behind (最早建成的, 一共有多少册图书).
    The `names` are left out, which do not stand beside every figure.
    """
    match = compared.search(question)
    start, end = match.span() if match else (len(question), len(question))
    before = [word for word in reversed(terms.words(question[:start])) if _tells(word, names)]
    after = [word for word in terms.words(question[end:]) if _tells(word, names)]
    weights: dict[str, float] = {}
    for side, first in ((before, 0), (after, 1 if before else 0)):
        for distance, word in enumerate(side, first):
            weights[word] = max(weights.get(word, 0.0), _FADING**distance)
    return tuple(weights.items())


def _tells(word: str, names: tuple[str, ...]) -> bool:
    """Whether a word of the question can stand beside every figure that is compared."""
    return not (
        word in STOP_WORDS
        or word in _NO_WORDS
        or word in MEASURES
        or _KIND.fullmatch(word)
        or _COUNTED.fullmatch(word)
        or any(word in name for name in names)
    )


def _kind(question: str, terms: Terms) -> str:
    """What the question asks which of: 小学 of 哪所小学, "" where it does not say."""
    match = _KIND.search(question)
    if match and _OF_DAYS.search(match[0]):
        return ""
    words = terms.words(question[match.end() :]) if match else []
    return words[0] if words and not _NO_KIND.match(words[0]) else ""
