"""The details that a question can ask for and certain words alone tell, as tables: an age is told by 岁, a husband by
丈夫, a hospital by 医院.

Patterns of the language, not knowledge. Left out: numbers, sums and times, which have a form (see `answer_type`), and
what follows where the words are lacking (see `needed`).
"""

import re
from typing import Final, NamedTuple


class Needed(NamedTuple):
    """What asks for something, and the words without any of which no text tells it.

    `strict` tells that no sentence without such words tells it, be they anywhere else in the text.
    """

    asked: re.Pattern[str]
    said: re.Pattern[str]
    strict: bool = False


def _needed(asked: str, said: str, strict: bool = False) -> Needed:
    return Needed(re.compile(asked), re.compile(said), strict)


AGE_ASKED: Final = r"多大(?:年纪|岁数|年龄|了)|[几多少]+岁|年龄(?:是|多|有)|年纪|how old"
_ABOUT: Final = r"(?=是|叫|姓|在哪|做|干|多|今年|怎|咋|什么|啥|呢|[?？]|$)"
"""What stands behind somebody of whom something is asked; 她丈夫去世后怎么过的 asks nothing of him."""
HUSBAND_ASKED: Final = rf"(?:丈夫|老公){_ABOUT}|\bhusband\b"
WIFE_ASKED: Final = rf"(?:妻子|老婆|夫人|(?<!老)太太|(?<!儿)媳妇){_ABOUT}|\bwife\b"
HEIGHT_ASKED: Final = r"身高(?:和?体重)?(?=呢|[?。]|$)|身高(?:是|有|为|约)?(?:多[高少]|几)"
_HOW_MUCH: Final = r"(?:是|有|为|约|要|了|一共|共|到底|一张|每张|[一每]个?[月年天次])*(?:多少|几(?![种类次项]))"
AMOUNTS: Final[tuple[tuple[str, str], ...]] = (
    (r"罚(?:款|金|了|没)?", r"罚"),
    (r"门票|票价|[车船机戏]票", r"票|入园|入场|免费|进园|进场"),
    (r"赔偿|赔付|赔款|赔了?", r"赔|补偿|理赔"),
    (r"总?投资|造价", r"投资|投入|总投|造价|斥资|耗资|出资|注资|花费|花了|资金|经费|投了"),
    (
        r"工资|月薪|年薪|薪水|薪酬|酬劳|报酬|稿费|片酬|酬金|劳务费",
        r"工资|薪|收入|报酬|稿费|酬|挣|赚|待遇|到手|工钱|[领拿][^,。]{0,6}元",
    ),
    (r"押金|订金|定金|保证金", r"押金|订金|定金|保证金|押"),
    (r"学费|学杂费", r"学费|学杂费|收费|费用"),
    (r"物业费|停车费|挂号费|手续费|会费|报名费|团费", r"费"),
    (r"体重", r"体重|公斤|千克|\d斤|[一二三四五六七八九十百]斤|\dkg"),
)
"""Sums and the like by what they are called, and the words that tell them: 罚款是多少, 拿了多少工资."""

KINDS: Final[tuple[tuple[str, str], ...]] = (
    (r"医院", r"医院|卫生院|卫生服务|诊所|医学中心|医疗"),
    (r"(?:大学|高校|学校|院校|中学|小学|幼儿园)(?!毕业)", r"大学|学院|校|幼儿园|[一二三四五六七八九十\d]中"),
    (r"城市|市(?!场|民|区|里|长|委|政|级)", r"[市州洲京沪]|香港|澳门|城"),
    (r"省(?!级|钱|里|委|力)", r"省|自治区|直辖市|[京沪津渝]市?"),
    (r"酒店|宾馆|饭店|旅馆|招待所", r"酒店|宾馆|饭店|旅馆|招待所|民宿|客栈|旅店"),
    (r"剧院|剧场|戏院|音乐厅", r"剧院|剧场|戏院|舞台|影院|[厅院馆]"),
    (r"商场|超市|菜场", r"商场|超市|商城|广场|百货|市场|店|菜场"),
    (r"律师事务所|律所", r"律"),
    (r"旅行社", r"旅行社|旅游|国旅|旅"),
    (r"机场", r"机场|航站"),
    (r"俱乐部", r"俱乐部|[球车战]队|队"),
    (r"火葬场|殡仪馆|公墓|墓地", r"殡|葬|火化|墓|陵"),
    (r"银行", r"行|信用社|合作社"),
    (r"法院", r"法院|法庭|庭"),
    (r"监狱|看守所", r"狱|看守|羁押|服刑"),
    (r"博物馆|美术馆|图书馆|展览馆|纪念馆", r"馆"),
)
"""Places and bodies that are asked for by their kind (哪家医院), and the words of which any such name has one."""

OTHERS: Final = (
    _needed(AGE_ASKED, r"岁|[\d零〇]{2}后|出生|年生|花甲|古稀|耄耋", strict=True),
    _needed(
        r"面积(?:有|是|为|达|约)?多[大少]|多大(?:的)?面积|占地(?:面积)?有?多[大少]|多少(?:平方|亩|公顷)",
        r"平方|平米|[㎡²]|亩|公顷|\bm2|km2",
    ),
    _needed(HEIGHT_ASKED, r"身高|个头|\d\s*米\s*\d|\d\.\d+\s*米|厘米|公分", strict=True),
    _needed(r"(?:海拔|塔高|楼高|浪高|净高)(?:是|有|为|约)?(?:多[高少]|几)", r"米|厘米|公分|层"),
    _needed(
        r"(?:全长|长度|总长|里程|距离)(?:是|有|为|约)?(?:多[长少远]|几)|多远|how far",
        r"米|公里|里路|千米|海里|光年|公分|\d\s*[ck]?m\b",
    ),
    _needed(
        r"[收要]不[收要](?:钱|费)|[收要花](?:钱|费)(?:吗|么|不)|(?:免费|收费)(?:吗|么|的吗)",
        r"免费|收费|收取|不[再另]?收|免收|分文|无偿|付费|自费|票价|免票|每[人次张][^,。]{0,6}元",
    ),
    _needed(
        r"贵不贵|贵吗",
        r"免费|收费|收取|不[再另]?收|\d元|[十百千万两一二三四五六七八九]元|费|价",
    ),
    _needed(
        HUSBAND_ASKED,
        r"(?<![大工功农渔])夫(?![人子])|老公|爱人|老伴|先生|婚|嫁|对象|伴侣|配偶",
        strict=True,
    ),
    _needed(
        WIFE_ASKED,
        r"妻|夫人|夫妇|夫妻|老婆|爱人|老伴|太太|媳|婚|娶|对象|伴侣|配偶|[后妃]",
        strict=True,
    ),
    _needed(
        rf"(?:爱人|老伴){_ABOUT}",
        r"夫|妻|老公|老婆|爱人|老伴|太太|媳|婚|嫁|娶|对象|伴侣|配偶",
        strict=True,
    ),
    _needed(
        r"(?:哪一?年|什么时候|啥时候|何时|几[时几]年?)(?:建|修|盖|造|创办|创建|成立|开办)(?:起来|成|立|好|造)?(?:的|了|$)",
        r"建|(?<![维检抢])修(?!理|改)|盖|造|创办|成立|开办|竣工|落成|动工|开工|通车|投用|开业|问世",
        strict=True,
    ),
    _needed(r"赎金", r"赎"),
    _needed(r"判(?:了|处)?(?:刑)?(?:多少|几)年|判了?多久|判了?什么刑|刑期", r"判|刑"),
    _needed(
        r"(?:深度|水深|震源)[^,。?]{0,4}(?:多[深少]|几)|(?<!资)多深(?!的?感)",
        r"深|没过|齐[腰膝胸]|厚|\d\s*(?:厘米|公分|米)|[一二三四五六七八九十]尺",
    ),
    _needed(
        r"(?:从|是)?(?:哪|什么)[所家个]?(?:大学|高校|学校|学院|院校)?毕业|毕业(?:于|自)(?:哪|什么)|什么学历|学历(?:是|有)?(?:什么|多)",
        r"毕业|读书|就读|学历|学士|硕士|博士|本科|专科|大专|中专|考[入上取]|校友|入学|求学|深造|留学|念(?:完|到)",
    ),
    _needed(
        r"(?:哪一?[年天]|什么时候|啥时候|何时|几几年|几月几[日号])(?:出生|生的|诞生|生人)|(?:出生日期|出生年|生日)(?:是|在|哪|几)",
        r"出生|生于|诞生|年生|生日|降生|岁|[\d零〇]{2}后|问世",
    ),
    _needed(
        rf"(?:儿子|女儿|闺女|孩子|小孩|子女|孙子|孙女)(?:{_ABOUT}|[也都还][^,。?]{{1,8}}(?:吗|没有?)(?=[?]|$))"
        r"|几个(?:孩子|儿子|女儿|娃)",
        r"[孩孙娃婴]|儿子|女儿|儿女|子女|闺女|丫头|[长次幼独][子女]|[之的][儿子女]|[一两二三四五六][儿女子]|生[有了下]|后代|后人|膝下",
    ),
    _needed(
        rf"(?:父亲|母亲|爸爸|妈妈|父母){_ABOUT}",
        r"父|母|爸|妈|爹|娘|双亲|[之的][子女]|儿|[长次三独]子|女",
    ),
    _needed(
        r"结(?:过)?婚了?(?:没|吗)|离婚了?(?:没|吗)|有没有(?:结过?婚|对象|男朋友|女朋友)|有对象(?:没|吗)",
        r"婚|嫁|娶|妻|夫(?![子役])|对象|恋|单身|爱人|老伴|媳|侣|配偶|[男女]友",
        strict=True,
    ),
    _needed(
        r"(?:电话|手机号|联系方式|联系电话)(?:号码?)?(?:是|有)?(?:多少|几|什么|啥)|打(?:哪个|什么|啥)电话",
        r"电话|热线|拨打|致电|手机|联系|\d{5,}|12\d{3}|1[12][09]",
    ),
    _needed(
        r"(?:抓|逮)(?:住|到|获|着)了?(?:没有?|吗)|落网了?(?:没有?|吗)",
        r"抓|捕|落网|归案|拘|押|起诉|自首|逮",
    ),
    _needed(
        r"哪(?:里|儿|个?[省市县区镇村])的?人(?=[?？。吗呢\s]|$)|什么地方的?人(?=[?？。吗呢\s]|$)|老家(?:是|在)哪|籍贯(?:是|在)?[哪什]",
        r"[省市县区旗州镇乡村庄国]的?人|[原祖]?籍|老家|家乡|故乡|来自|出生|生于|本地|土生土长|家住|家在|[\u3400-\u9fff]{2}人(?=[,、。(;:]|$)|[府郡路道]",
    ),
    _needed(
        r"(?:什么|啥|哪种)病(?!人|房|例|毒)",
        r"病|症|炎|癌|瘤|梗|栓|疾|衰|血|伤|疹|疮|结石|中风|感染|障碍|中毒|过敏",
    ),
    _needed(r"(?:什么|啥|哪种)颜?色的?(?=[?？。呢\s]|$)", r"[红橙黄绿青蓝紫黑白灰粉棕褐金银]|色"),
    _needed(
        r"排(?:名|在|到|行)?(?:是|在)?第?(?:几|多少)(?:名|位)?|得了?第几名?",
        r"第[一二三四五六七八九十百\d]|冠|亚|季军|[首末]位|榜首|倒数|居首|位列|名列|[a-z]?top\d*|领先|之[首最]|名次",
    ),
)
"""Everything else."""

NEEDED: Final = (
    *(_needed(rf"(?:{noun}){_HOW_MUCH}|(?:多少|几)[^,。?]{{0,3}}(?:{noun})", said) for noun, said in AMOUNTS),
    *(_needed(rf"(?:哪|什么)[家个所座间处]?(?:{kind})", said) for kind, said in KINDS),
    *OTHERS,
)
"""They and the offices of `needed` tell 57 of the 672 news questions that their text does not answer, none of the other
1,677, and 22 of 17,887 of CMRC 2018's three sets and DRCD_dev, which are all answered."""
