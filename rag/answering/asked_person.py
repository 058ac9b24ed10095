"""A person whom a question names and no page prints: 最美职工王某某是哪个单位的, where the pages tell of another.

Only where the name stands as names do: behind what somebody is, or at the beginning, before what is asked of somebody.
Left out: names written with another character than the page has, which are no others.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from rag.answering.retriever import Retrieval
from rag.articles.layout.bylines import may_be_name
from rag.index.saved import SavedIndex
from rag.text.characters import normalise
from rag.text.lazy_regex import lazy_regex
from rag.text.pinyin import sounds_alike

_ROLE: Final = (
    r"(?:职工|记者|[市省县区镇乡村局院校所站厂会部队团班组]长|书记|主任|教授|医生|大夫|民警|警察|演员|导演|教练|队员|学生|老师|师傅"
    r"|先生|女士|同志|司机|作家|诗人|老人|老汉|居民|村民|艺人|工人|农民|护士|店主|老板|选手|冠军|歌手|明星|战士|军人|志愿者)"
)
_BEHIND: Final = r"(?=是|的|在|今年|多大|有|几|哪|叫|怎|为|获|住|说|当|把|被|[,，?？。]|$)"
_BEHIND_ROLE: Final = lazy_regex(rf"{_ROLE}(?P<name>[\u3400-\u9fff]{{3}}){_BEHIND}")
_AT_START: Final = lazy_regex(
    r"^(?:那|那么|请问|话说)?(?P<name>[\u3400-\u9fff]{2,3}?)(?=是谁|是哪|是干|是做|今年|的?身高|的?年龄|几岁|多大[了年岁]|结婚|多高|的?(?:妻子|丈夫|老婆|老公))"
)
_WHO: Final = (
    r"徒弟|师[傅父]|弟子|学生|女儿|儿子|孩子|孙[子女]|妻子|丈夫|老[婆公]|爱人|[父母]亲|妈妈|爸爸|哥哥|弟弟|姐姐|妹妹|爷爷|奶奶|老师|教师|教练"
    r"|[校院队班站厂馆市县船机]长|负责人|司机|记者|医生|大夫|护士|同学|邻居|群众|店主|老板|经理|主任|支书|主席|嫌疑人|受害人|死者|伤者|男[子孩]|女[子孩]"
    r"|乘客|得主|[导演]演|演员|民警|警察|战友|同事|朋友|搭档|对手|教授|专家|律师|志愿者|网友|选手|[队学]员|保安|工人|[村居]民|老人"
)
_CALLED: Final = lazy_regex(
    rf"(?P<who>{_WHO})(?:是|都|分别)?(?:叫(?:什么|啥)|姓(?:什么|啥)|姓甚名谁|的?(?:名字|姓名)(?:是|叫)?(?:什么|啥))"
)
_BESIDE: Final = 10
"""Characters on either side of what somebody is, within which a name is that one's."""
_FOREIGN_NAME: Final = lazy_regex(r"[\u3400-\u9fff]·[\u3400-\u9fff]|[a-z]{3}|某")
_SAID_OF: Final = lazy_regex(r"(?P<name>[\u3400-\u9fff]{2,3})(?:现在|现|原|曾|曾经)?(?:是|系|为|任|担任|当)")
"""A clause that begins with somebody's name and says what that one is."""
_PAIR: Final = ":"
"""Before two characters that stand side by side, where they are a term."""


def person_lacking(retrieval: Retrieval, index: SavedIndex) -> str:
    """The name of a person that the question names and no passage prints; "" where there is none.

    A name of the nearest article that differs from it in one character of three and sounds alike is the same one, as
    it was typed; 王建国 is another than 王建邦.
    """
    question = normalise(retrieval.question)
    name = next((name for name in _names(question) if may_be_name(name) and not _is_printed(name, index)), "")
    if not name or not retrieval.hits:
        return ""
    article = retrieval.hits[0].passage.article
    texts = (normalise(index.passages[position].text) for position in index.passages_of[article])
    return "" if any(_is_nearly_in(name, text) for text in texts) else name


def name_lacking(question: str, texts: Iterable[str]) -> bool:
    """Whether the normalised `question` asks what somebody is called whom the normalised `texts` speak of by the same
    word, and none prints a name beside it: a 负责人 who stays unnamed.

    False where they do not use the word, for they may use another. Of the news questions that ask so 4 of 14
    unanswerable ones are told, none of 6 others.
    """
    match = _CALLED.search(question)
    if match is None:
        return False
    found = [
        (text[: place.start()], text[place.end() : place.end() + _BESIDE])
        for whole in texts
        for text in re.split(r"[。!?;\n]", whole)
        for place in re.finditer(match["who"], text)
    ]
    return bool(found) and not any(
        _holds_name(f"{before[-_BESIDE:]}|{behind}", question) or _is_said_of_name(before, question)
        for before, behind in found
    )


def _is_said_of_name(before: str, question: str) -> bool:
    """Whether the clause says of somebody by name that he is it: 王某某是城郊森林公园的 before 负责人."""
    said = _SAID_OF.match(re.split(r"[,，:：]", before)[-1])
    return said is not None and may_be_name(said["name"]) and said["name"] not in question


def _holds_name(text: str, question: str) -> bool:
    """Whether the text has what may be a name that the question has not."""
    if _FOREIGN_NAME.search(text):
        return True
    parts = (text[start : start + length] for length in (2, 3) for start in range(len(text) - length + 1))
    return any(may_be_name(part) and part not in question for part in parts)


def _names(question: str) -> Iterator[str]:
    for pattern in (_BEHIND_ROLE, _AT_START):
        yield from (match["name"] for match in pattern.finditer(question))


def _is_printed(name: str, index: SavedIndex) -> bool:
    rows = [set(index.terms.passages_with(_PAIR + name[place : place + 2]).tolist()) for place in range(len(name) - 1)]
    return bool(set.intersection(*rows))


def _is_nearly_in(name: str, text: str) -> bool:
    """Whether the text prints the name but for one of three characters, which sounds alike."""
    if len(name) < 3:
        return False
    forms = (f"{name[:place]}(.){name[place + 1 :]}" for place in range(1, len(name)))
    others = ((match[1], name[match.start(1) - match.start()]) for form in forms for match in re.finditer(form, text))
    return any(sounds_alike(one, other) for one, other in others)
