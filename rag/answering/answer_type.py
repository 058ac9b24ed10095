"""What form of answer a question asks for, and whether a text has it: an amount, a time, a list.

Patterns of the question, not knowledge. They break ties between sentences that are equally near, and they tell that a
passage cannot answer: no price in it answers what something cost.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from rag.answering.details import Needed
from rag.answering.needed import needed_by
from rag.text.lazy_regex import lazy_regex
from rag.text.numerals import MEASURES, in_figures

_NUMBER = r"(?:\d[\d.,]*|[一二三四五六七八九十百千两]+)"
_AMOUNT = lazy_regex(r"多少|几(?!乎)|比例|占比|多(?:重|长|高|大|久|宽|远)|how (?:many|much|long|far|old|large)")
_TIME = lazy_regex(
    r"哪一?年|哪一?天|哪年哪月|哪[个些]?(?:时间段?|时段)|什么时[候间]|何[时日]|几[月号日]|礼拜几|周几|星期几|多久|多长时间|"
    r"\bwhen\b|(?:what|which) (?:year|date|day|month)"
)
_LIST = lazy_regex(r"哪些|哪几|哪[两二三四五六七八九十]|分别|几(?:种|类|大类|样|件)|都[是有]|\bwhich\b.*s\b|\blist\b")
_MANNER: Final = lazy_regex(
    r"为什么|为何|为啥|怎么|怎样|如何|(?:什么|啥)原因|"
    r"\bwhy\b|\bhow\b(?! (?:many|much|long|old|far|large|wide|tall|high|deep|heavy))"
)
_AUTHOR: Final = lazy_regex(
    r"(?:谁|哪[位个名几]+(?:记者|作者|摄影|通讯员|人))[^,.?]{0,6}(?:写|拍|摄|采|撰|报道)|"
    r"(?:作者|记者|摄影师?|摄影者|拍摄者|撰稿人?|署名)(?:是|叫|姓)?(?:谁|哪|什么)|(?:写|拍|摄)(?:的|者)?(?:人)?是谁|"
    r"\bwho (?:wrote|took|photographed|reported)\b"
)
_TIME_SAID = lazy_regex(r"\d{4}年|\d{1,2}月|\d{1,2}日|\d{1,2}[时点]|周[一二三四五六日]|星期|小时|\d天")

# What a form adds to a sentence's score, on the scale of cosines. Tuned on the dev and sample questions, where answers
# are right for 0.85 and 0.81 with these; half or twice of each loses 0.00 to 0.02.
REQUIRED = 0.12
TIME = 0.03
LISTING = 0.05
AMOUNT = 0.01
WAY = 0.05
"""What a sentence gains that says by what means, where that is asked (怎么报名). Chosen: as much as a list's form."""
CAUSE = 0.05
"""What a sentence gains that gives a reason, where one is asked. Chosen: as much as one that says by what means."""
FORMER = 0.05
"""What 此前每人可借五册 loses where nobody asks how it was before. Chosen: above the difference that a sentence's own
number makes, half of what a required form is worth."""
# Required forms. Checked where a question's own paragraph answers it: of 17,887 questions of CMRC 2018's three sets and
# DRCD_dev 704 require a form, and for 14 of them the paragraph lacks it; of 1,677 news questions 276 and 1, of the 672
# that their text does not answer 286 and 131.
_QUANTITY = r"(?:\d[\d.,]*\s*[多余]?[十百千万亿]*[多余]?|[一二三四五六七八九十百千万两]+[多余]?)\s*"
_MONEY = lazy_regex(
    r"(?:多少|几)[十百千万亿]*(?:[美欧日港]元|钱|元)|(?:奖金|补贴|慰问金|价格?|费用|工资|月薪|投资|金额)[^,?跌涨降升增减缩]{0,6}(?:多少|几)|"
    r"多少[^,?]{0,3}(?:奖金|补贴|慰问金|费用|经费|工资|投资)|(?<!by )\bhow much (?:money|does|did)\b"
)
_MONEY_SAID = lazy_regex(
    rf"{_QUANTITY}(?:(?:[美欧日港加澳韩]|新台|新加坡)?元|块|英?镑|卢[布比]|法郎|马克|里拉|泰铢|比索)|[$¥€£]\s*\d[\d.,]*"
)
_PRICE_SAID: Final = lazy_regex(rf"{_MONEY_SAID.pattern}|(?<![\d.,])\d+\.\d\d(?=\s|$|[,。;])")
"""A table of prices gives its unit once, in its head: 茄子 3.00 2.40."""
_TOTAL: Final = lazy_regex(r"总|[一合]共|资金|投资|补[贴助]|奖金|经费|预算|\btotal\b")
_SHARE = lazy_regex(
    r"百分之(?:几|多少)|百分比|(?:率|比例|占比)[^,?]{0,6}(?:多少|几|多大|多高)|多大比例|"
    r"what (?:share|percentage)"
)
_SHARE_SAID = lazy_regex(r"\d[\d.]*%|百分之|分之|[一二三四五六七八九两]成|\d\s*[::比]\s*\d|率[^,。]{0,3}\d")
_SCORE: Final = lazy_regex(r"几比几|几[::]几|比分")
_SCORE_SAID: Final = lazy_regex(
    r"(?<![\d:])\d{1,3}\s*[::∶比—–-]\s*\d{1,3}(?![\d:])|[零一二三四五六七八九十]比[零一二三四五六七八九十]"
)
# 哪几家 asks for names, 这几年 and 隔几天 ask for nothing.
_COUNTED: Final = (
    r"([平立]方(?:公里|千米|厘米|米)?|平米|公里|千米|海里|毫米|厘米|公分|毫升|公斤|千克|公顷|千瓦时?|个?(?:小时|钟头|星期|礼拜)|分钟|秒"
    r"|个人|人次|人名?|[名位家所处台部架场次期套间年岁天张辆吨米篇件项条座支只份户亩斤升克枚起集页颗粒笔层株棵头匹桶瓶袋盒箱盏栋幢本册封首幅块遍趟"
    r"艘列节根桌组节口届轮级度倍票亩架]|个月|个)"
)
_COUNT = lazy_regex(rf"(?:多少|(?<![哪这那隔近前后了的十百千好第\d])几)[十百千万亿多]*{_COUNTED}")
_COUNT_DONE: Final = lazy_regex(rf"(?<=[\u3400-\u9fff]了)几{_COUNTED}")
"""收了几件, which asks where nothing else does: 下了几场雨以后怎么样了 asks something else."""
_ALIKE = (
    ("人", "名", "位", "个人", "人次"),
    ("口", "人"),
    ("度", "°", "℃"),
    ("块", "元"),
    ("厘米", "公分", "cm"),
    ("毫米", "mm"),
    ("公里", "千米", "km"),
    ("公斤", "千克", "kg", "斤"),
    ("平方米", "平米", "平方", "m2", "㎡"),
    ("遍", "次", "趟", "回", "班", "届"),
    ("本", "册", "部", "卷", "种"),
    ("根", "条", "支"),
    ("粒", "颗", "枚", "个"),
    ("棵", "株"),
    ("栋", "幢", "座", "楼"),
    ("袋", "包", "箱", "盒", "桶", "瓶", "件", "份"),
    ("起", "件", "宗", "例", "桩", "个"),
    ("幅", "张", "件"),
    ("块", "片", "件", "个"),
    ("首", "支", "曲"),
    ("节", "堂", "课", "次"),
    ("笔", "次", "项", "个"),
    ("头", "只", "匹", "条", "口"),
    ("艘", "条", "只", "船"),
    ("列", "趟", "班", "辆"),
    ("盏", "个", "只"),
    ("层", "楼"),
    ("组", "个", "套", "队"),
    ("个", "名", "位"),
    ("天", "日"),
    ("个月", "月"),
    ("小时", "钟头", "个小时", "个钟头"),
    ("星期", "礼拜", "个星期", "个礼拜", "周"),
    ("台", "部", "架", "辆"),
    ("家", "所", "个", "处", "间", "座"),
    ("场", "次", "期", "届"),
    ("年", "岁"),
    ("个", "人", "支", "只", "队", "件", "项", "条"),
    ("套", "间", "户"),
)
"""Measure words that stand for one another in questions and answers: 几家 - 11个."""


_HOW_MANY: Final = lazy_regex(r"多少|(?<![哪这那好前近后隔十])几(?![乎位])|how many|how much")
_CLOCK: Final = lazy_regex(r"几[点时](?!候)|几点钟|什么钟点|what time")
_CLOCK_SAID: Final = lazy_regex(r"\d{1,2}\s*[时点:：]|[一二三四五六七八九十两]{1,3}[点时](?!候)")
_SAYS_WHEN: Final = lazy_regex(
    r"[\d一二三四五六七八九十〇○零两]+\s*(?:年|个?月|日|号|时|点|天|个?多?小时|分钟|周|季度|世纪|年代)|[今去前明后昨当本次同][年日天月晚早]|"
    r"周[一二三四五六日末天]|星期|礼拜|[春夏秋冬][天季节]|节|上午|下午|晚上|早上|凌晨|中午|夜里|近日|\d{4}|\d+\s*[-/.:]\s*\d+|"
    r"[上下本]周|[上中下]旬|月底|年底|期间"
)
_PERSON: Final = lazy_regex(
    r"谁(?!家)|哪[一两三几]?位|哪[个些]人|何人|叫(?:什么|啥)(?:名|$|\W)|姓(?:什么|啥)|\bwhom?\b|\bwhose\b"
)
_PLACE: Final = lazy_regex(
    r"哪[里儿]|什么地方|啥地方|何处|哪个?(?:村|县|市|省|区|路|街|站|镇|乡|国|地方)|\bwhere\b|在哪(?![一个几天年些位次])"
)
_WAY: Final = lazy_regex(
    r"(?:怎么|怎样|如何|咋)(?:才能|能|可以|去)?(?:参加|参与|报名|申[请报领办]|办|领|买|弄|退|缴|交|预[约订]|查|用|投|登记|参保|联系|开通|抢|坐|换"
    r"|改|举报|投诉|购|订|进|加入|获取)"
)
_WAY_SAID: Final = lazy_regex(
    r"可(?:以|在|于|到|从|凭|持|通过|拨打|登[录陆]|向|自|用|按)|通过[^,。了]{1,20}(?:报|办|领|申|预|登|查|缴)|凭[^,。]{1,20}(?:领|办|入|享|买)"
    r"|扫[码描]|登[录陆]|拨打|点击|打开|方[式法][一二三四五1-5]|关注[^,。]{0,10}(?:号|公众)|搜索"
)
_DONE_AT: Final = r"报名|申|办(?:理|手续|证|卡|业务)|领|买|退|缴|交|预|查|投|登记|参保|举报|购|订|换|取|修"
_CHANNEL: Final = lazy_regex(
    rf"(?:[去到上从]|往)(?:哪(?:里|儿|边)?|什么地方|啥地方)(?:可以|才能|能)?(?:参加|看|办|{_DONE_AT})"
    rf"|在(?:哪(?:里|儿|边)?|什么地方|啥地方)(?:可以|才能|能)?(?:{_DONE_AT})"
)
"""Questions for a place that may be a counter, an office or a program; 在哪儿办 is asked of a meeting as well."""
_CHANNEL_SAID: Final = lazy_regex(r"渠道|窗口|柜台|大厅|网点|网站|小程序|公众号|\bapp\b|拨打|扫码")
_PLACE_SAID: Final = lazy_regex(r"服务[中站]心?|银行|社区|街道|派出所|邮局|药店|门店|超市|学校|现场|路\d+号")
_WHY: Final = lazy_regex(
    r"为什么|为何|为啥|因何|(?:什么|啥|何种|哪些)(?:原因|理由|缘故)|原因(?:是|有)?(?:什么|啥|哪)|凭什么|\bwhy\b"
)
_CAUSE_SAID: Final = lazy_regex(
    r"因(?![此而特])|由于|原因|理由|为了|缘于|之所以|以免|以防|怕|担心|所致|导致|出于|考虑到"
)
_FORMER_SAID: Final = lazy_regex(r"(?:此前|以前|过去|从前|原来|原先|先前|往年|以往|早先)[,，的]?")
_FORMER_ASKED: Final = lazy_regex(
    r"此前|以前|过去|从前|原来|原先|先前|往年|以往|早先|当初|当年|之前|去年|(?:1[89]|20)\d\d年|本来|曾|变化|改"
)
_LASTS: Final = lazy_regex(
    r"多久|多长时间|(?<![前近后这那好隔十])几(?:[天年]|个(?:月|小时|星期|钟头))|多少(?:天|年|个?小时|分钟)|\bhow long\b"
)
_DURATION: Final = lazy_regex(rf"{_NUMBER}\s*(?:个?[多半]?小时|多?分钟|多?天)")
_DIMENSIONS: Final = (
    (lazy_regex(r"多[重沉]|how heavy"), lazy_regex(r"[吨斤克]")),
    (
        lazy_regex(r"多(?:长(?!时间)|宽|高|深|厚|远)(?!时)|how (?:wide|tall|high|deep|far)"),
        lazy_regex(r"[米里层尺丈寸年月天时]|分钟"),
    ),
)
"""Questions for a measure, and what is measured in its units; 多长 may be a time."""
_QUANTITY_OF_ELSE: Final = lazy_regex(rf"{_NUMBER}\s*[多余]?[万亿]?(?:元|%|年|月|日|时|点|[上中下]午)")
_NAMED: Final = lazy_regex(r"(?:什么|啥)(?!时|地方|人)|怎[么样]|如何|为何|哪些")
"""What can be anything."""
_WORD: Final = lazy_regex(r"[^\W\d]")
_SPAN_OF_TIME: Final = lazy_regex(r"^从?(?:\W|[年月日号时点分起止至到]|开始|结束|截止|为止|以?前|以?后)*$")
"""What of 从9月15日开始到12月31日 is left without its figures: neither a place nor a person."""
_MEASURED: Final = lazy_regex(rf"{_NUMBER}\s*[多余]?[万亿]?\s*(?:%|公里|个?小时|分钟|[{MEASURES}])")


_ASKING: Final = lazy_regex(
    r"什么|啥|谁|哪[里儿天年月些个家位]?|多少|几(?![乎位])|何[时地人处]|多[大长高远久重宽]|怎[么样]|"
    r"\b(?:what|who|whom|where|when|which|how)\b"
)
_DAY_SAID: Final = lazy_regex(r"\d{4}年|\d{1,2}月|\d{1,2}日|周[一二三四五六日]|星期|[昨今明当]天")
_TOLD_FORMS: Final = (
    (_MONEY, _PRICE_SAID),
    (_SHARE, _SHARE_SAID),
    (_CLOCK, _CLOCK_SAID),
    (lazy_regex(r"哪一?[年天]|什么时[候间]|何时|几[月号日]|周几|星期几|\bwhen\b"), _DAY_SAID),
    (_LASTS, lazy_regex(rf"{_NUMBER}\s*(?:个?[多半]?(?:小时|月)|多?分钟|多?[天年])")),
)
"""Forms that can be seen in a text, each with the questions that ask for it."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a question asks for. `form` is what `required_form` says of it, `needed` the words that it needs."""

    amount: bool
    time: bool
    listing: bool
    form: re.Pattern[str] | None
    needed: tuple[Needed, ...] = ()


def expectation_of(question: str) -> Expectation:
    """What the normalised `question` asks for."""
    return Expectation(
        bool(_AMOUNT.search(question)),
        bool(_TIME.search(question)),
        bool(_LIST.search(question)),
        required_form(question),
        needed_by(question),
    )


def fit(expected: Expectation, sentence: str, question: str) -> float:
    """How well the form of the normalised `sentence` fits, 0 to about 0.2, on the scale of cosines.

    Numbers and times that the question itself names do not count.
    """
    score = 0.0
    if expected.form:
        score += REQUIRED * holds_form(expected.form, [sentence], question)
    elif expected.needed:
        score += REQUIRED * any(each.said.search(sentence) is not None for each in expected.needed)
    elif _CLOCK.search(question):
        score += REQUIRED * holds_form(_CLOCK_SAID, [sentence], question)
    if expected.amount:
        score += AMOUNT * any(number not in question for number in re.findall(_NUMBER, sentence))
    if expected.time:
        score += TIME * any(said not in question for said in _TIME_SAID.findall(sentence))
    if expected.listing:
        items = sentence.count("、") + sentence.count("”“") + sentence.count(";")
        score += LISTING * min(1.0, items / 3)
    if _WAY.search(question):
        score += WAY * (_WAY_SAID.search(sentence) is not None)
    if _WHY.search(question):
        score += CAUSE * (_CAUSE_SAID.search(sentence) is not None)
    if _FORMER_SAID.match(sentence) and not _FORMER_ASKED.search(question):
        score -= FORMER
    return score


def names_channel(question: str, sentence: str) -> float:
    """How well the normalised `sentence` fits a question that asks at which counter, office or program something is
    done (去哪儿缴), from 0 to 1: a channel is meant more often than a place.
    """
    if not _CHANNEL.search(question):
        return 0.0
    return 1.0 if _CHANNEL_SAID.search(sentence) else 0.5 * (_PLACE_SAID.search(sentence) is not None)


def is_nonfactoid(question: str) -> bool:
    """Whether the normalised `question` asks for several things, a reason or a manner, which no short span answers."""
    return bool(_LIST.search(question) or _MANNER.search(question))


def asks_author(question: str) -> bool:
    """Whether the normalised `question` asks who wrote a piece or took its picture, which a byline tells."""
    return bool(_AUTHOR.search(question))


def asks_time(question: str) -> bool:
    """Whether the normalised `question` asks when."""
    return bool(_TIME.search(question))


def asks_day(question: str) -> bool:
    """Whether the normalised `question` asks on which day, in which month or year."""
    return bool(_TIME.search(question)) and not (_LASTS.search(question) or _CLOCK.search(question))


def required_form(question: str) -> re.Pattern[str] | None:
    """What a text must hold to answer the normalised `question`: a sum of money, a share, or a count of what it names.

    None where the question requires no number, or one of a kind not known here.
    """
    counted = _COUNT.search(question)
    if _MONEY.search(question) and (counted is None or counted[1] == "块"):
        return _MONEY_SAID if _TOTAL.search(question) else _PRICE_SAID
    if _SHARE.search(question):
        return _SHARE_SAID
    if _SCORE.search(question):
        return _SCORE_SAID
    match = counted or (_COUNT_DONE.search(question) if asks_once(question) else None)
    if match is None:
        return None
    units = {match.group(1)}.union(*(group for group in _ALIKE if match.group(1) in group))
    measures = "|".join(map(re.escape, sorted(units, key=len, reverse=True)))
    # 8.57万 alone answers 多少人; which unit is meant is clear from the sentence before
    return re.compile(rf"{_QUANTITY}(?:个半)?(?:{measures})|{_NUMBER}\s*[多余]?[万亿]")


def asks_once(question: str) -> bool:
    """Whether the normalised `question` asks for one thing alone."""
    return len(_ASKING.findall(question)) < 2


def holds_form(form: re.Pattern[str], texts: Iterable[str], question: str) -> bool:
    """Whether one of the normalised `texts` says the form in other numbers than the question itself.

    三成 is no other number than 30%.
    """
    asked = {in_figures(match.group()) for match in form.finditer(question)}
    return any(in_figures(match.group()) not in asked for text in texts for match in form.finditer(text))


def forms_lacking(question: str, texts: Sequence[str]) -> list[re.Pattern[str]]:
    """The forms that the normalised `question` asks for and none of the normalised `texts` has (see `holds_form`).

    [] where the question asks for one thing alone: its form is weighed in the choice of the sentence.
    """
    if asks_once(question):
        return []
    asked = [required_form(question), *(said for asks, said in _TOLD_FORMS if asks.search(question))]
    return [form for form in dict.fromkeys(asked) if form and not holds_form(form, texts, question)]


def answers_form(span: str, question: str) -> bool:
    """Whether the normalised `span` can be the exact answer to the normalised `question` by its form alone.

    Who and where want words, when a time, how many a number, how much money, what share or how heavy a number of that
    kind; whatever else is asked can be anything. Of several things that are asked, one is enough.
    """
    numbers = bool(re.search(_NUMBER, span))
    forms = [
        (bool(_MONEY.search(question)), bool(_PRICE_SAID.search(span))),
        (bool(_SHARE.search(question)), bool(_SHARE_SAID.search(span))),
        (bool(_COUNT.search(question)), _counts(span, question)),
        (bool(_CLOCK.search(question)), bool(_CLOCK_SAID.search(span))),
        (bool(_LASTS.search(question)), bool(_SAYS_WHEN.search(span))),
        *((bool(asked.search(question)), numbers and bool(said.search(span))) for asked, said in _DIMENSIONS),
    ]
    if not any(asked for asked, _ in forms) and not _TIME.search(question):
        forms.append((bool(_HOW_MANY.search(question)), numbers))
    forms += [
        (
            bool(_TIME.search(question)) and not _LASTS.search(question),
            bool(_SAYS_WHEN.search(_DURATION.sub("", span))),
        ),
        (
            bool(_PERSON.search(question) or _PLACE.search(question)),
            bool(_WORD.search(_SPAN_OF_TIME.sub("", _MEASURED.sub("", span)))),
        ),
        (bool(_NAMED.search(question)), True),
    ]
    answers = [said for asked, said in forms if asked]
    return any(answers) or not answers


def _counts(span: str, question: str) -> bool:
    """Whether the span counts what the question counts: a number that is no sum, share or time."""
    form = required_form(question)
    if form is not None and holds_form(form, [span], question):
        return True
    return bool(re.search(_NUMBER, _QUANTITY_OF_ELSE.sub("", span)))
