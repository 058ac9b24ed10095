"""What a question asks the number, the time or the name of, as it is called, and what it says of it that a text must
print: the 师父 of 师父是谁, the 基金规模 of 基金规模是多少, the 女子 of 女子组的冠军是谁.

A text that prints no character of it tells nothing of it, whatever else it has in common with the question. Left out:
what is asked by 什么, which texts seldom call by its name (职业, 由来), and other words for the same (see `details`).
"""

import re
from collections.abc import Mapping
from typing import Final

from rag.text.lazy_regex import lazy_regex
from rag.text.places import PLACES

_ASKS: Final = (
    r"(?:多少|几(?![乎位])|多[高长远久重深宽]|什么时[候间]|啥时候|何时|哪一?[年天月日]|谁|叫(?:什么|啥)"
    r"|哪(?![些怕知]|[个种类样]))"
)
_ASKED: Final = lazy_regex(
    rf"(?:的|[,，。\s:：、])(?P<noun>[\u3400-\u9fff]{{2,4}}?)(?:一共|总共|究竟|到底|大概|目前|现在|今年)?"
    rf"(?:是|为|在|达到?|约|姓|[是叫]做|有(?!哪))?(?:在|从)?{_ASKS}"
)
_NO_NOUN: Final = lazy_regex(
    r"(?:[卖涨跌丢花用占收拿得买要降升加减差][了到过]?|最[后终高低大多少]|年?纪?相差|预计|计划|由|[大约][概约]?|分别|一般)+$"
)
_GENERAL: Final = lazy_regex(
    r"时候|时间|日期|地[方点]|位置|名[字称]|[全本别简又]名|简称|题目|标题|主题|形式|方[式法面]|办法|原因|理由|情况|问题|意思|东西|内容"
    r"|目的|作用|功能|关键|成绩|成果|结果|单位|产品|特[点征色性]|条件|要求|标准|关系|身份|部分|代表|作者|对象|角色|来[源历]|数[量目]|照片|图片|文章|报道|新闻|消息|稿[件子]?|评论"
    r"|总[数量共]|价[格钱]|范围|体[积型]|规定|习俗|人[们家]|[年月日天次岁]|[他她它们这那您你我]|[是有在被将把从到和与跟给也都还就才又不没]"
    r"|可以|能|会|要|[省市县区州镇乡村]$|[一二两三四五六七八九十]|个"
)
"""Words for anything at all, and those that are no nouns."""

QUALIFIERS: Final[tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]] = tuple(
    (lazy_regex(asked), lazy_regex(said))
    for asked, said in (
        (r"女子(?=[\u3400-\u9fff\d]{0,8}(?:赛|组|冠军|[单双]打|篮|排|足|米|队|项目))", r"女|妇"),
        (r"男子(?=[\u3400-\u9fff\d]{0,8}(?:赛|组|冠军|[单双]打|篮|排|足|米|队|项目))", r"男"),
        (r"特等奖", r"特等"),
        (r"一等奖", r"一等|头奖|第一名|冠军|首奖"),
        (r"二等奖", r"二等|第二名|亚军"),
        (r"三等奖", r"三等|第三名|季军"),
        (r"金奖", r"金奖|金质奖|金牌|夺金|金、"),
        (r"银奖", r"银"),
        (r"铜奖", r"铜"),
        (r"亚军", r"亚军|第二|银牌|次名|决赛"),
        (r"季军", r"季军|第三|铜牌|三四名"),
        (r"总决赛", r"总决赛|决战"),
        (r"半决赛", r"半决赛|四强|准决赛"),
    )
)
"""What a question says of a contest or a prize, and the words without one of which no text tells of that one."""


def nouns_asked(question: str) -> list[str]:
    """The last two characters of each noun of which the normalised `question` asks how much, when or who."""
    nouns = (_NO_NOUN.sub("", match["noun"]) for match in _ASKED.finditer(question))
    last = (noun[-2:] for noun in nouns if len(noun) > 1)
    return [noun for noun in last if not _GENERAL.search(noun) and noun not in PLACES]  # where a paper is at home


def lacking_what_is_asked(question: str, texts: Mapping[str, str]) -> frozenset[str]:
    """The keys of those normalised `texts` that print no character of a noun that the normalised `question` asks about,
    or no word for what it says of a contest or prize.

    Of the 672 news questions that their text does not answer 22 are told, of the 1,677 others one; of the 10,142 of
    cmrc2018_train, which are all answered, 11.
    """
    nouns = nouns_asked(question)
    qualified = [said for asked, said in QUALIFIERS if asked.search(question)]

    def lacks(text: str) -> bool:
        return any(set(noun).isdisjoint(text) for noun in nouns) or any(not said.search(text) for said in qualified)

    return frozenset(key for key, text in texts.items() if lacks(text))
