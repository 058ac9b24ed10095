"""What questions ask of days themselves: all that happened on them, which are guessed, what a paper calls 昨天.

Left out: which days are meant (see `windows`).
"""

import datetime
import re
from typing import Final

from rag.planning.catalogue import Catalogue
from rag.planning.plan import Window
from rag.text.lazy_regex import lazy_regex

NAMES_DAYS: Final = re.compile(r"[年月日天号周节]|期间|前后|\d[-/.]\d|\d{8}")
"""What one of every question has that names days alone."""
HAPPENED: Final = lazy_regex(
    r"(?:这一?天|那一?天|当天|都|一共|总共)*(?:(?:发生|出)(?:过|了)*(?:哪些|什么|啥|些什么|哪几件)(?:大|新鲜)?(?:事情?儿?)?"
    r"|有(?:过|了)?(?:哪些|什么|啥|些什么|哪几件)(?:大|新鲜)?事情?儿?)[了呢吗]?"
)
"""What asks beside days for all that happened on them."""
GUESSED: Final = lazy_regex(
    r"(?=.*(?:版|报(?!道)|哪[几些]?[期张份]))"
    r"(?:.*(?:日期|日子|哪天|年份)[^,，。？?]{0,6}(?:猜|推断|推测|估计|推算|估的|不确定|没印|没有印)"
    r"|.*(?:猜|推断|推测|推算)(?:出来)?的?日期)"
)
"""Which days of papers are not printed on them: all days are told, with which of them are inferred."""
_A_MONTH: Final = 31
"""Days; of longer ones a list of all that happened is no answer."""
PAPERS_OWN: Final = lazy_regex(
    r"(?:报纸?|文章|报道|新闻|消息|文|稿子?)(?:[里中上]面?)?所?(?:说|写|讲|提|称|登|指|谈)(?:到|及|道)?(?:的[“\"「『]?|[“\"「『])$|[“「『]$"
)
"""What stands before a day that is counted from the day of a paper, in whose words it is: 报上说的昨天."""
_SPOKEN: Final = lazy_regex(r"[昨今明前后][天日晚晨夜]|[上本这下]个?(?:周|星期|月)|[去今明前]年")


def names_papers_own_day(question: str) -> bool:
    """Whether a day is named in the words of a paper, whose own day it is counted from: 报上说的昨天."""
    return any(PAPERS_OWN.search(question[: match.start()]) for match in _SPOKEN.finditer(question))


def are_listed(window: Window, catalogue: Catalogue) -> bool:
    """Whether all that happened on the days is a list of articles, be it an empty one.

    Of days of history, which no article is of, a sentence of an article tells.
    """
    if window.yearly or any(map(window.holds, catalogue.days)):
        return window.yearly or _length(window) <= _A_MONTH
    return window.first == window.last and not catalogue.naming(window.holds).any()


def _length(window: Window) -> int:
    """Days from the first to the last."""
    first, last = map(datetime.date.fromisoformat, (window.first, window.last))
    return (last - first).days + 1
