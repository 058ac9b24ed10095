"""What a question asks for that is told by certain words alone: an age by 岁, a distance by 米, a husband by 丈夫.

Patterns of the question, not knowledge. Left out: numbers, sums and times, which have a form (see `answer_type`).
"""

import re
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from rag.articles.layout.bylines import looks_like_name


class Needed(NamedTuple):
    """What asks for something, and the words without any of which no text tells it.

    `strict` tells that no sentence without such words tells it, be they anywhere else in the text.
    """

    asked: re.Pattern[str]
    said: re.Pattern[str]
    strict: bool = False


_AGE_ASKED: Final = r"多大(?:年纪|岁数|年龄|了)|[几多少]+岁|年龄(?:是|多|有)|年纪|how old"
_ABOUT: Final = r"(?=是|叫|姓|在哪|做|干|多|今年|怎|咋|什么|啥|呢|[?？]|$)"
"""What stands behind somebody of whom something is asked; 她丈夫去世后怎么过的 asks nothing of him."""
_HUSBAND_ASKED: Final = rf"(?:丈夫|老公){_ABOUT}|\bhusband\b"
_WIFE_ASKED: Final = rf"(?:妻子|老婆|夫人|(?<!老)太太|(?<!儿)媳妇){_ABOUT}|\bwife\b"
_HEIGHT_ASKED: Final = r"身高(?:是|有|为|约)?(?:多[高少]|几)"
_HOW_MUCH: Final = r"(?:是|有|为|约|要|了|一共|共|到底|一张|每张)*(?:多少|几(?![种类次项]))"
NEEDED: Final = (
    Needed(re.compile(_AGE_ASKED), re.compile(r"岁|[\d零〇]{2}后|出生|年生|花甲|古稀|耄耋"), strict=True),
    Needed(
        re.compile(r"面积(?:有|是|为|达|约)?多[大少]|多大(?:的)?面积|占地(?:面积)?有?多[大少]|多少(?:平方|亩|公顷)"),
        re.compile(r"平方|平米|[㎡²]|亩|公顷|\bm2|km2"),
    ),
    Needed(re.compile(_HEIGHT_ASKED), re.compile(r"身高|个头|\d\s*米\s*\d|\d\.\d+\s*米|厘米|公分"), strict=True),
    Needed(re.compile(r"(?:海拔|塔高|楼高|浪高|净高)(?:是|有|为|约)?(?:多[高少]|几)"), re.compile(r"米|厘米|公分|层")),
    Needed(
        re.compile(r"(?:全长|长度|总长|里程|距离)(?:是|有|为|约)?(?:多[长少远]|几)|多远|how far"),
        re.compile(r"米|公里|里路|千米|海里|光年|公分|\d\s*[ck]?m\b"),
    ),
    Needed(
        re.compile(r"[收要]不[收要](?:钱|费)|[收要花](?:钱|费)(?:吗|么|不)|(?:免费|收费)(?:吗|么|的吗)"),
        re.compile(r"免费|收费|收取|不[再另]?收|免收|分文|无偿|付费|自费|票价|免票|每[人次张][^,。]{0,6}元"),
    ),
    Needed(
        re.compile(r"贵不贵|贵吗"),
        re.compile(r"免费|收费|收取|不[再另]?收|\d元|[十百千万两一二三四五六七八九]元|费|价"),
    ),
    Needed(re.compile(r"(?:哪|什么)[家个所]?医院"), re.compile(r"医院|卫生院|卫生服务|诊所|医学中心|医疗")),
    Needed(
        re.compile(r"(?:哪|什么)[所家个]?(?:大学|高校|学校|院校|中学|小学|幼儿园)(?!毕业)"),
        re.compile(r"大学|学院|校|幼儿园|[一二三四五六七八九十\d]中"),
    ),
    Needed(
        re.compile(_HUSBAND_ASKED),
        re.compile(r"(?<![大工功农渔])夫(?![人子])|老公|爱人|老伴|先生|婚|嫁|对象|伴侣|配偶"),
        strict=True,
    ),
    Needed(
        re.compile(_WIFE_ASKED),
        re.compile(r"妻|夫人|夫妇|夫妻|老婆|爱人|老伴|太太|媳|婚|娶|对象|伴侣|配偶|[后妃]"),
        strict=True,
    ),
    Needed(
        re.compile(rf"(?:爱人|老伴){_ABOUT}"),
        re.compile(r"夫|妻|老公|老婆|爱人|老伴|太太|媳|婚|嫁|娶|对象|伴侣|配偶"),
        strict=True,
    ),
    Needed(
        re.compile(
            r"(?:哪一?年|什么时候|啥时候|何时|几[时几]年?)(?:建|修|盖|造|创办|创建|成立|开办)(?:起来|成|立|好|造)?(?:的|了|$)"
        ),
        re.compile(r"建|(?<![维检抢])修(?!理|改)|盖|造|创办|成立|开办|竣工|落成|动工|开工|通车|投用|开业|问世"),
        strict=True,
    ),
    Needed(re.compile(rf"罚(?:款|金|了|没)?{_HOW_MUCH}|多少[^,。?]{{0,3}}罚"), re.compile(r"罚")),
    Needed(
        re.compile(rf"(?:门票|票价|[车船机戏]票){_HOW_MUCH}|多少钱一张"),
        re.compile(r"票|入园|入场|免费|进园|进场"),
    ),
    Needed(re.compile(rf"(?:赔偿|赔付|赔款){_HOW_MUCH}|赔了?多少钱"), re.compile(r"赔|补偿|理赔")),
    Needed(re.compile(r"赎金"), re.compile(r"赎")),
    Needed(
        re.compile(rf"(?:总?投资|造价){_HOW_MUCH}"),
        re.compile(r"投资|投入|总投|造价|斥资|耗资|出资|注资|花费|花了|资金|经费|投了"),
    ),
    Needed(
        re.compile(rf"(?:工资|月薪|年薪|薪水|薪酬|酬劳|稿费){_HOW_MUCH}"),
        re.compile(r"工资|薪|收入|报酬|稿费|酬|挣|赚|待遇|到手|工钱|[领拿][^,。]{0,6}元"),
    ),
    Needed(re.compile(r"判(?:了|处)?(?:刑)?(?:多少|几)年|判了?多久|判了?什么刑|刑期"), re.compile(r"判|刑")),
    Needed(
        re.compile(r"(?:深度|水深|震源)[^,。?]{0,4}(?:多[深少]|几)|(?<!资)多深(?!的?感)"),
        re.compile(r"深|没过|齐[腰膝胸]|厚|\d\s*(?:厘米|公分|米)|[一二三四五六七八九十]尺"),
    ),
    Needed(
        re.compile(
            r"(?:从|是)?(?:哪|什么)[所家个]?(?:大学|高校|学校|学院|院校)?毕业|毕业(?:于|自)(?:哪|什么)|什么学历|学历(?:是|有)?(?:什么|多)"
        ),
        re.compile(
            r"毕业|读书|就读|学历|学士|硕士|博士|本科|专科|大专|中专|考[入上取]|校友|入学|求学|深造|留学|念(?:完|到)"
        ),
    ),
    Needed(
        re.compile(
            r"(?:哪一?[年天]|什么时候|啥时候|何时|几几年|几月几[日号])(?:出生|生的|诞生|生人)|(?:出生日期|出生年|生日)(?:是|在|哪|几)"
        ),
        re.compile(r"出生|生于|诞生|年生|生日|降生|岁|[\d零〇]{2}后|问世"),
    ),
    Needed(
        re.compile(
            rf"(?:儿子|女儿|闺女|孩子|小孩|子女|孙子|孙女)(?:{_ABOUT}|[也都还][^,。?]{{1,8}}(?:吗|没有?)(?=[?]|$))"
            r"|几个(?:孩子|儿子|女儿|娃)"
        ),
        re.compile(
            r"[孩孙娃婴]|儿子|女儿|儿女|子女|闺女|丫头|[长次幼独][子女]|[之的][儿子女]|[一两二三四五六][儿女子]|生[有了下]|后代|后人|膝下"
        ),
    ),
    Needed(
        re.compile(rf"(?:父亲|母亲|爸爸|妈妈|父母){_ABOUT}"),
        re.compile(r"父|母|爸|妈|爹|娘|双亲|[之的][子女]|儿|[长次三独]子|女"),
    ),
    Needed(
        re.compile(r"结(?:过)?婚了?(?:没|吗)|离婚了?(?:没|吗)|有没有(?:结过?婚|对象|男朋友|女朋友)|有对象(?:没|吗)"),
        re.compile(r"婚|嫁|娶|妻|夫(?![子役])|对象|恋|单身|爱人|老伴|媳|侣|配偶|[男女]友"),
        strict=True,
    ),
    Needed(
        re.compile(r"(?:电话|手机号|联系方式|联系电话)(?:号码?)?(?:是|有)?(?:多少|几|什么|啥)|打(?:哪个|什么|啥)电话"),
        re.compile(r"电话|热线|拨打|致电|手机|联系|\d{5,}|12\d{3}|1[12][09]"),
    ),
    Needed(
        re.compile(r"(?:抓|逮)(?:住|到|获|着)了?(?:没有?|吗)|落网了?(?:没有?|吗)"),
        re.compile(r"抓|捕|落网|归案|拘|押|起诉|自首|逮"),
    ),
)
"""They and the offices below tell 46 of the 672 news questions that their text does not answer, none of the other
1,677, and 8 of 10,142 of cmrc2018_train, which are all answered."""

_OFFICE: Final = (
    r"(?<!副)(?P<office{}>[市省县区镇乡村局院校所站厂会部处科队团厅董行馆社班组]事?长|主任|书记|总?经理|主席|总理|总统"
    r"|总编辑?|主编|主?教练|裁判长)"
)
_OFFICE_ASKED: Final = re.compile(
    rf"{_OFFICE.format(1)}(?:是|叫|姓)(?:谁|什么|啥|哪位|哪个人)|(?:谁|哪位)是[^,。?]{{0,12}}?{_OFFICE.format(2)}(?=[?。的吗呢\s]*$)"
)
"""Who holds an office is told where the office is named, and not that of a deputy: 副市长 is no 市长."""
_NAMED: Final = re.compile(
    rf"([\u3400-\u9fff·]{{2,4}}?)(?:的|今年|现在|究竟|到底|是|他|她)*(?:{_AGE_ASKED}|{_HUSBAND_ASKED}|{_WIFE_ASKED}"
    rf"|{_HEIGHT_ASKED})"
)
_BEFORE: Final = 2
"""Sentences before one in which the person that it goes on about is still named."""
_PRONOUN: Final = re.compile(r"[他她]")


def needed_by(question: str) -> tuple[Needed, ...]:
    """What the normalised `question` needs the words of; () for most questions."""
    found = tuple(needed for needed in NEEDED if needed.asked.search(question))
    office = _OFFICE_ASKED.search(question)
    if office is None:
        return found
    named = re.escape(office["office1"] or office["office2"])
    return (*found, Needed(_OFFICE_ASKED, re.compile(rf"(?<!副){named}"), strict=True))


def lacks_needed(question: str, texts: Iterable[str]) -> bool:
    """Whether the normalised `question` asks for something, and none of the normalised `texts` has a word for it."""
    needed = needed_by(question)
    return bool(needed) and not any(each.said.search(text) for text in texts for each in needed)


def tells_needed(needed: Sequence[Needed], question: str, sentences: Sequence[str], number: int) -> bool:
    """Whether the sentence of that number among the normalised `sentences` tells what the `question` needs.

    A person's detail is told of whoever the sentence or the two before it name, or of 他: where the question names
    somebody, an age beside another name is another's.
    """
    if not any(each.said.search(sentences[number]) for each in needed):
        return False
    person = person_asked_of(question) if all(each.strict for each in needed) else ""
    around = "\n".join(sentences[max(0, number - _BEFORE) : number + 1])
    return not person or person in around or bool(_PRONOUN.search(sentences[number]))


def person_asked_of(question: str) -> str:
    """Whose detail the normalised `question` asks for, where it names a person as people are named; else ""."""
    for match in _NAMED.finditer(question):
        for length in (3, 2, 4):
            name = match[1][-length:]
            if len(name) == length and looks_like_name(name):
                return name
    return ""
