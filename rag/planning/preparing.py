"""A question in the form in which its wording is read: one width and case, without a greeting, 第3版 for page 3."""

import re
import unicodedata
from typing import Final

from rag.planning import rules
from rag.text.lazy_regex import lazy_regex

_GREETING: Final = lazy_regex(
    r"^(?:(?:你好|您好|大家好|各位好|老师好?|编辑好|早上好|上午好|中午好|下午好|晚上好|早安|晚安|早(?:啊|呀)?|嗨|哈喽|哈啰|喂|嘿|在吗|在不在"
    r"|打扰(?:一下|了)|不好意思|劳驾|辛苦了|请问(?:一下)?|hi|hello|hey|good (?:morning|afternoon|evening))"
    r"(?:啊|呀|哈|哦|了)?[,，。!！?？~、\s]+)+(?=.)"
)
"""What stands before a question and asks nothing."""
_ERA: Final = lazy_regex(r"民国(?:时期|时候|时代|年间|期间)?的?(?=报|新闻|报道|文章|消息|稿)")
"""The years of the Republic as those of papers: 民国的报纸."""


def prepared(question: str) -> str:
    """The question in NFKC and lower case, pages, letters and eras named in one way, without a greeting before it."""
    text = unicodedata.normalize("NFKC", question).strip().lower()
    text = rules.PAGE_IN_ENGLISH.sub(r"第\g<number>版", rules.FRONT.sub("头版", text))
    text = rules.NUMBERS.sub(lambda row: "".join(f"{number}版" for number in re.findall(rules.NUMERAL, row[0])), text)
    text = rules.LETTERS.sub("读者来信", rules.IN_THE_ARCHIVE.sub("", text))
    return _ERA.sub("1912年到1949年", _GREETING.sub("", text))
