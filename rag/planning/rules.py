"""The wordings by which plans are told, as patterns over a question in NFKC and lower case.

A rule needs a word for what newspapers consist of, or for what is done with an article. Tuned on 1,182 questions that
were written for it (those of tests/data/plans among them) and two thirds of 130 others; what they are worth on
questions that were not looked at is in rag/evaluation/README.md. None of 2,516 plain questions is taken for anything
else.
"""

import re
from typing import Final

from rag.planning.plan import Facet
from rag.records import Kind
from rag.text.lazy_regex import lazy_regex

UNIT: Final = (
    r"(?:新闻报道|报道|新闻|消息|文章|稿件|稿子|稿(?!费|酬|件)|资讯|动态|标题|头条|旧闻|趣闻|简讯|快讯|短讯|特稿|报导)"
)
UNIT_ALONE: Final = lazy_regex(
    r"(?:新闻报道|报道|新闻(?!发布|中心|学|网|办|社|媒|工作|出版|联播|宣传|界|奖)|消息|文章|稿件|稿子|资讯)"
)
"""One of these words where it is no part of another."""
KINDS: Final[tuple[tuple[str, Kind], ...]] = (
    (r"图片说明|照片说明|图片|照片|配图|图说|\b(?:photos?|pictures?|captions?)\b", "caption"),
    (
        r"社论|社评|评论员文章|评论文章|评论(?!员|区)|短评|时评|言论版?|\b(?:editorials?|commentar(?:y|ies))\b",
        "commentary",
    ),
    (r"人物特写|人物通讯|特写|通讯稿|长篇通讯|专题报道|通讯(?!员|录|社|设|方|工)", "feature"),
    (r"史志|历史上的今天(?:这个)?栏目|[“\"「]历史上的今天[”\"」]|党史栏目|年鉴|史料", "almanac"),
)
"""Words for kinds of pieces, which name what is listed as well."""
_SMALL = r"(?:读者来[信函]|来[信函]|更正|勘误|启事|通知|公告|通告|布告|告示|声明|讣[告闻]|广告)"
"""Words that both name a small piece and stand in it."""
_SAID = (
    r"(?:讲话|讲演|演讲|演说|发言|致辞|致词|祝辞|祝词|谈话|看法|意见|观点|见解|言论|感想|感言|高论|宣言|表态"
    r"|评价|回应|说明|解释|承诺|保证|检讨|指示|批示)"
)
"""What somebody says, and never an article."""
SMALL_PIECES: Final = lazy_regex(_SMALL)
SMALL_PIECE: Final = lazy_regex(rf"{_SMALL}$")
"""A subject whose last word is what a small piece is called: 停水通知."""
OF_SMALL_PIECE: Final = lazy_regex(r"(?:提到|提及|写到|讲到|说到|谈到|涉及|关于|有关)(?:了|过)?[^,，。？?的]{0,12}$")
"""What stands before such a word where articles are asked for that speak of it: 提到更正的有几篇."""
_KIND = "|".join(pattern for pattern, _ in KINDS)
THING: Final = rf"(?:{UNIT}|{_KIND}|{_SMALL}|articles?|reports?|stories|story|news|pieces|headlines?|photos?|captions?)"

ASKS_FACT: Final = lazy_regex(
    r"谁(?!写了?[^,，。？?]{1,16}(?:报道|新闻|文章|稿))|哪里|哪儿|什么地方|什么时候|啥时候|几时|何时"
    r"|为什么|为何|为啥|怎么|怎样|咋|如何|几点|多久|多长|多大|多高|多远|多重"
    r"|多少(?!篇|条|则|张|个?(?:新闻|报道|文章|稿))|哪(?:个|位|家|所|座|种|国|省|市|年|月|天|号|一天|一年)"
    r"|几(?:个|位|家|次|人|天|年|岁|号|月|块|元|层|倍"
    r"|成)|是什么|什么(?=[\u3400-\u9fff]{0,2}(?:意思|原因|目的|作用|标准|条件|要求|名字|关系|职务))"
    r"|\b(?:who|where|when|why)\b"
)
"""What asks for something that an article says."""

_MENTION = r"(?:提到|提及|写到|讲到|说到|谈到|涉及|关于|有关|讲|写|说|报|沾边)"
_OCCURS: Final = r"(?:出现|露面|写到|提到|提及|讲到|说到|谈到|见诸|见)"
"""How somebody or something is in an article."""
_SOME = r"(?:点啥|点什么|哪些|哪几[篇条则张个]|哪[篇条则]|什么|啥|些什么|些啥|哪些东西|哪些内容|什么内容|些什么内容)"
_END = r"(?=[^\w]*$)"
_TAIL = (
    r"(?:都|全|有|还?存着|在不在|有无|目录|瞧瞧|[摆拿翻]出来|找给我|[我俺咱]都要|吗|么|没有|没|呢|吧|呗|啊|呀|的|哪些|哪几篇|什么|啥|是|给我|帮我|列(?:出来|一下|一列|列"
    r"|给我)?|找(?:出来|来|一下|找|给我)?|看(?:看|一下)?"
    r"|一下|来着|来|吗|谢谢|麻烦|查(?:查|一下)?|整理(?:出来|一下)?|清单|列表|全部|一|多|些|几篇|几条|出|算|也"
    r"|要|请|,|，|\s)*"
)

COUNT: Final = lazy_regex(
    rf"(?<![哪这那找来挑选给看])(?:几|多少|几多)(?:[篇则](?:{THING}|{_END}|是|关于|讲|写|说|提|报道|署|的"
    rf"|里|中)|条(?:关于|有关|讲|写|说|提)|[条张个封份]?{THING})"
    rf"|{THING}(?:一共|总共|共|到底|里)?(?:有|登了|登过|发了|写了)?(?:几|多少)(?:[篇条则张个次幅封份]|{_END})|{THING}(?:的|\s)*(?:数量"
    rf"|统计|数目|篇数|条数|总数|数(?![字据码]))|{THING}计数"
    rf"|{_MENTION}[^,，。？?]{{1,24}}的(?:一共|总共|都|到底)?有(?:多少|几篇|没有超过|几)(?:{_END}|\d|[篇条则张])"
    rf"|(?:有没有|有冇|够不够|超没超过|有)(?:\d+|[一二两三四五六七八九十百]+)[篇条](?:没有?|吗|么)?{_END}"
    rf"|上过(?:几|多少)[次回趟遍]报|报纸?[上里][^,，。？?]{{0,10}}(?:写|讲|提|说|登)到?过?(?:几|多少)[次回趟遍]"
    rf"|发(?:过|了)?(?:几|多少)次稿"
    rf"|(?:写|发|拍|登|刊|发表|采写|报道|署名)(?:过|了)?(?:稿|文)?(?:一共|总共)?(?:几|多少)[篇则]"
    rf"|(?:拍|登|刊)(?:过|了)?(?:一共|总共)?(?:几|多少)张"
    rf"|(?:报道?|提到|写到|登)(?:过|了)?(?:几|多少)[次回遍]|(?:登|刊|发)(?:过|了)?(?:几|多少)幅"
    rf"|历史上的今天[^,，。？?]{{0,6}}多少条"
    rf"|(?:发稿|见报|报道|刊发|刊登)(?:的)?(?:数量|总量|量|篇数|次数|总数)(?![大级])"
    rf"|number of {THING}"
    rf"|how many\b[\w ]{{0,24}}\b(?:articles|reports|stories|pieces|items|photos|captions)\b"
)
OTHER_WORKS: Final = lazy_regex(r"论文|小说|散文|诗(?!会|人)|作文|日记|著作|课文|微博|帖子")
"""What is counted in 篇 as articles are, and is printed elsewhere."""
PUBLISHED: Final = lazy_regex(
    rf"(?:登|刊|载|发|报|说|写|讲)(?:了|过|的|的是|了过)?(?:些|都)?(?:{_SOME}|点啥|点什么|哪几条)(?:东西"
    rf"|内容|事|消息)?了?(?:呢|呀|啊)?{_END}"
)
"""What a page, a paper or a day is asked for."""
PLACE: Final = lazy_regex(
    r"[头要副]版|版面|版上|版都|版登|版有|第.{1,3}版|[\u3400-\u9fff]{2}版(?=登|上|都|说|讲|发)|副刊|报上"
    r"|报纸|报里|报|那天|这天|当天|那期|这期|那几天"
    r"|头条"
)
LIST: Final = lazy_regex(
    rf"{_SOME}(?:[^,，。？?]{{0,14}}?(?:方面|有关|相关|类|的))?{THING}"
    rf"|{THING}(?:都|主要|里)?(?:有|是)?{_SOME}{_END}"
    rf"|{_OCCURS}(?:在|于|了|过)?哪(?:几|一些|些)?[篇条则](?:{THING})?(?:里面?|中|上)?{_TAIL}{_END}"
    rf"|^(?:那|请问)?哪(?:几|一些|些)[篇条则](?:{THING})?(?:里面?|中|上)?都?{_OCCURS}(?:了|过)?[^,，。？?]{{2,16}}{_END}"
    rf"|(?:登|刊|发布?)(?:过|了)?{_SOME}[\u3400-\u9fff]{{0,6}}{_SMALL}{_TAIL}{_END}"
    rf"|(?:有没有|有无|有没|有)[^,，。？?]{{0,24}}{THING}{_TAIL}{_END}"
    rf"|^\W*(?:please |can you |could you )?(?:list|show|find|give|any|all)\b[\w ,'-]{{0,30}}\b{THING}\b"
    rf"|^\W*(?:list|show|find|give)\b[\w ,'-]{{0,20}}\b(?:everything|anything|all)\b|^\W*what(?:'s| is) on page\b"
    rf"|^\W*(?:which|what|are there any|is there any)\s+{THING}\b(?! of)|^\W*(?:the )?{THING}\s+(?:about|on"
    rf"|mentioning|by|from|in|without|except|with|that mention)\b"
)
HELD: Final = lazy_regex(
    rf"(?:都|一共|总共)?(?:召?开|举行|举办|办)(?:过|了)?(?:哪些|哪几[个场次]|什么|啥|(?P<count>[几多]少?[个场次]))(?P<what>会(?!计|员|所|徽)"
    rf"|比赛|活动|展览|演出|仪式|讲座)议?{_TAIL}{_END}"
)
"""Meetings and the like, of which all that were on a day are asked for: 4月3日开了哪些会."""
SAID_BY: Final = lazy_regex(
    rf"[\u3400-\u9fff\w》”](?:发布|发出|公布|下发|印发|作出|做出|收到|接到|传来|透露|澄清|否认|证实|带来)了?(?:的)?(?:个|一个|一条)?"
    rf"(?:什么|啥|怎样的|什么样的|何种)[\u3400-\u9fff]{{0,4}}{THING}{_END}"
    rf"|(?:发表|做|作)(?:过|了)?(?:个|一个|一番)?(?:什么|啥|哪些|怎样的|什么样的|何种)[\u3400-\u9fff]{{0,6}}(?:{_SMALL}|{_SAID}){_END}"
)
"""What somebody gave out, said or received, where a piece about it tells what that says: 供电局发布了什么通知."""
NAMES_ARTICLES: Final = lazy_regex(rf"{THING}|{_MENTION}|[几哪多少]+[篇条则]|登|刊")
"""What a clause has that asks for articles, and not one that says why."""
SEEKS: Final = lazy_regex(rf"{NAMES_ARTICLES.pattern}|[找查列搜翻]|调出|目录|清单|有没有|有没得|有木有|有冇|都有|有无")
"""Without any of which a question is about no articles, whatever it is likest to."""
ENDS_IN_THING: Final = lazy_regex(rf"{THING}{_TAIL}{_END}")
ENDS_ABOUT: Final = lazy_regex(
    rf"(?:(?:提到|提及|写到|讲到|说到|谈到|涉及|关于|有关)[^,，。？?]{{1,24}}|(?:跟"
    rf"|和)[^,，。？?]{{1,16}}(?:有关|相关|沾边)|(?:^|[^\w]|年|月"
    rf"|天|周|都|人|[上里版把]|有没有|有没得|有无|有|找|看)(?:写|讲|说|登|报)[^,，。？?了]{{1,16}}|(?:有关"
    rf"|相关))的(?:都|还|全|也)?(?:有|是)?(?:{_SOME}|吗"
    rf"|呢|没有)?{_TAIL}{_END}"
)
EVER: Final = lazy_regex(
    rf"(?:(?:有|都)谁|哪[些几]个?记者|哪位记者)(?:写|报道|采访)过|报纸?[上里](?:有没有|有无|是否|可曾)"
    rf"(?:说|提|登|写|讲|报道)过|记者[\u3400-\u9fff]{{2,4}}报道过(?:哪些|什么)|都(?:更正|登|刊|报道)了(?:哪些|什么|啥)|(?:有木有|有没有"
    rf"|有)写[^,，。？?]{{1,16}}的(?:吗|么|,|，|没|{_END})|"
    rf"(?:(?:报道?|登|上|写|提|刊)过(?:报纸?|没有?|吗|么)|有没有(?:上过报|报道?过|登过|提过|写过|提到过"
    rf"|写到过)[^,，。？?]{{0,12}}{_END}|(?:有没有|有无)报道)"
)
"""Whether anything was ever printed of it."""
ENDS_BY: Final = lazy_regex(
    rf"(?:合写|采写|撰写|署名|写|拍|发|登)(?:过|了)?的?(?:{_SOME}|稿子|稿件|文章|报道|照片|那几篇|几篇|一篇"
    rf"|吗|呢|全部)?{_TAIL}{_END}"
)
ORDERS: Final = lazy_regex(
    r"^(?:请|麻烦|帮我?|帮忙|给我|能不能|可以)*(?:搜|搜索|检索|查找|搜一下|列出|列一下"
    r"|罗列)[\s:：]*(?P<what>[^,，。？?]{1,20}?)(?:吧|呗)?[^\w]*$"
)
ONLY: Final = lazy_regex(
    r"^(?:那|就)?只(?:看|要|列|找|查|说)(?P<what>[^,，。？?]{1,20}?)(?:的|吧|呗|好了|就行|就好)*[^\w]*$"
)

_FIRST_OF = r"(?:首篇|首条|最早|最先|最开始|第一次|首次|头一次|头一回|(?:第一|头一)[篇条张则]|最早的一篇)"
FIRST: Final = lazy_regex(
    rf"报纸?(?:上|里)?[^,，。？?]{{0,6}}{_FIRST_OF}(?:出现|写|讲|说|报)|"
    rf"{_FIRST_OF}[^,，。？?]{{0,20}}?(?:报道|出现在(?:报|版)|提到|提及|写到|说到|讲到|谈到|见报|登|报的|{THING}|哪篇|那篇)"
    rf"|{_FIRST_OF}(?:写|讲|说|报)[^,，。？?]{{1,20}}(?:哪|什么时候|几)[^,，。？?]{{0,4}}(?:报|版|期)|\b(?:first"
    rf"|earliest)\s+(?:article"
    rf"|report|story|mention)"
)
LAST: Final = lazy_regex(
    rf"(?:最新|最近|最后|最晚|末)的?[一那][篇条则张](?:写|讲|说|登|关于|有关|提到)[^,，。？?]{{1,20}}的"
    rf"|(?:最新|最近|最晚|最后)(?:写|讲|登|报道|提到)[^,，。？?]{{1,20}}的是哪[篇条则张]"
    rf"|时间最(?:晚|近|新)的(?:{THING}|[一那][篇条])|{THING}[^,，。？?]{{0,4}}[,，]时间最(?:晚|近|新)的"
    rf"|(?:最新|最近)的?{THING}[,，]只要一[篇条]|最后发的{THING}|"
    rf"(?:最近|最后|最晚|最新)(?:的|发的?|登的?"
    rf"|写的?)?(?:一)?[次回遍篇条则张](?:的)?(?:[^,，。？?]{{0,20}}?(?:报道|提到|写到|见报|登|{THING}|哪篇)"
    rf"|{_END})|最新的?(?:一篇|一条)?(?:报道|新闻|消息|文章|稿)(?:是|有)?(?:哪篇|哪条|什么)?{_END}"
    r"|\b(?:last|latest|newest|most recent)\s+(?:article|report|story|mention)"
)
TIMELINE: Final = lazy_regex(
    r"时间线|时间轴|来龙去脉|前因后果|全过程(?=给我|捋|梳理|整理|[^\w]*$)|大事记|始末(?=[^\w]*$|说|讲)|按先后|按年份?(?:排|列|整理)"
    r"|历年(?:的)?(?:演变|变化|变迁)|各个?节点|先后(?:都)?发生了?些?(?:什么|啥|哪些)"
    r"|理一理(?=[^,，。？?]{0,24}(?:经过|过程|历程))|按(?:时间|日期)(?:的?先后)?(?:顺序)?(?:给我)?(?:来)?(?:[捋理顺排]一?[捋理顺排]|捋|排|列|梳理|整理|归拢|说)"
    r"|(?:梳理|捋)[^,，。？?]{0,20}(?:进展|经过|过程"
    r"|脉络)|从头到尾(?:理|捋|讲|说)|(?:理|捋)一遍|一步(?:一)?步(?:是)?(?:怎么|咋|如何)?(?:走|发展|变)"
    r"|前前后后[^,，。？?]{0,8}(?:报道|进展)"
    r"|timeline"
)
YEARLY: Final = lazy_regex(
    r"(?:\d{1,2}月\d{1,2}[日号][,，\s]*)?历史上的?(?:今天|今日|这一?天|\d{1,2}月\d{1,2}[日号])(?:这天|那天)?[^,，。？?栏]{0,8}?(?:都|曾|还)?(?:发生"
    r"|有|出|什么|哪些|啥|怎么|是|[^\w]*$)"
)
_SIDE = r"[^,，。？?、]{1,16}?"
COMPARE: Final = (
    lazy_regex(
        rf"(?:^(?:请|麻烦|帮我?|给我)*(?:比较|对比|比一比|比比)|(?:比较|对比)(?:一下|下|看看))(?:一下|下"
        rf"|看看)*(?:[^,，。？?]{{0,8}}对)?(?:关于"
        rf"|有关)?(?P<one>{_SIDE})(?:和|与|跟|同|、)(?P<other>{_SIDE})(?:的|这两个?"
        rf"|两个?)*(?:相关)?(?:{THING}[^\w]*|[^\w]*$)"
    ),
    lazy_regex(
        rf"^(?:请问|那)?(?:关于|有关|讲|提到|写)?(?P<one>{_SIDE})(?:的(?:{THING})?)?(?:多)?(?:和|与|跟|还是"
        rf"|、)(?:关于|有关|讲|提到"
        rf"|写)?(?P<other>{_SIDE})(?:的)?(?:{THING})?(?:相比|比起来)?[,，]?(?:哪个|谁|哪一个|哪样|哪种"
        rf"|哪边)的?(?:{THING})?(?:上?得|报道"
        rf"|写)?(?:次数|篇数|数量)?(?:更|比较)?(?:多些?|少些?){_END}"
    ),
    lazy_regex(
        rf"^(?:请问|那)?(?:关于|有关|讲|提到|写)(?P<one>{_SIDE})(?:的(?:{THING})?)?多?还是(?:关于|有关|讲|提到"
        rf"|写)(?P<other>{_SIDE})(?:的)?(?:{THING})?(?:更|比较)?多些?{_END}"
    ),
    lazy_regex(
        rf"^(?:请问|那)?(?P<one>{_SIDE})(?:和|与|跟|、)(?P<other>{_SIDE})的(?:{THING})(?:有(?:啥|什么"
        rf"|哪些)?(?:不同|区别|差别|异同)"
        rf"|的?(?:不同|区别|差别|异同))"
    ),
    lazy_regex(
        rf"^(?:请问|那)?(?P<one>{_SIDE})(?:的)(?:{THING})比(?P<other>{_SIDE})(?:的)?(?:{THING})?(?:更)?多(?:吗"
        rf"|么|不多)?{_END}"
    ),
    lazy_regex(
        rf"^(?=.*(?:报|登|稿|新闻|文章|版))(?:请问|那)?(?:关于|有关|讲|提到|写)?(?P<one>{_SIDE})(?:和|与|跟|、)"
        rf"(?P<other>{_SIDE})(?:的(?:{THING}))?(?:两人|两个?|俩)?[,，]?(?:在报纸?上|报纸?上|报纸)?(?:更爱)?(?:写|登|报|出现|发稿"
        rf"|上报|上头版)?(?:谁|哪个|哪样|哪边)(?:的)?(?:{THING})?(?:更|最)?(?:常|被|爱)?(?:上头版|上报|见报|发稿|写|登|报|出现)?得?"
        rf"(?:多|少|勤|次数多)?(?:点|些)?{_END}"
    ),
    lazy_regex(
        rf"^(?P<one>{_SIDE})的?(?:{THING}|上报的?次数|见报次数|报道量)(?:是不是|是否)?比(?P<other>{_SIDE})的?(?:{THING})?的?"
        rf"(?:更)?[多少](?:不|吗|么|不多|点|些)?{_END}"
    ),
    lazy_regex(
        rf"^(?:请|麻烦|帮我?)*(?P<one>{_SIDE})(?:和|与|跟|、)(?P<other>{_SIDE})的{THING}(?:比一比|对比|比较|对照|比比)(?:一下)?{_END}"
    ),
    lazy_regex(
        rf"^(?P<one>[^\s,，。？?、]{{1,12}})(?:\s+vs\.?\s+|\s+)(?P<other>[^\s,，。？?、]{{1,12}})\s+(?:报道|新闻|文章)量?(?:多少|对比"
        rf"|比较){_END}"
    ),
    lazy_regex(
        r"^compare (?:the )?(?:coverage|articles|reports|stories) (?:of|on|about) (?:the )?(?P<one>[\w ]{1,30}?) "
        r"(?:and|with|to) (?:the )?(?P<other>[\w ]{1,30}?)\W*$"
    ),
    lazy_regex(
        rf"^(?:请问|那)?(?:关于|有关|讲|提到|写)?(?P<one>{_SIDE})(?:和|与|跟|、)(?P<other>{_SIDE})(?:的)?(?:{THING})?"
        rf"(?:相比|比起来|比)?[,，]?(?:孰多孰少|谁多谁少|哪个多哪个少|(?:哪个|谁|哪边)(?:上报纸?|见报)(?:的次数|次数|得)?"
        rf"(?:更|比较)?多些?){_END}"
    ),
    lazy_regex(
        r"^which (?:gets|has|got) more (?:coverage|articles|reports|stories),? (?:the )?(?P<one>[\w ]{1,30}?) "
        r"or (?:the )?(?P<other>[\w ]{1,30}?)\W*$"
    ),
)

BACK: Final = (
    r"(?:这|那|该|上)(?:一)?(?:篇|则|条)(?:文章|报道|新闻|消息|稿子|稿件|通讯|评论|来信|通知)?|(?:这|那"
    r"|该)(?:个|条|则)?(?:文章|报道|新闻|稿子|通讯"
    r"|评论)|它|文章|全文"
)
"""What points back to the article that was spoken of."""
SUMMARY: Final = lazy_regex(
    r"(?:大概|主要|大致|到底|具体|究竟|都|又|简单|简要)?(?:讲|说|写|谈|报道)(?:了|的)?(?:是|些|个"
    r"|的是)?(?:什么|啥|哪些内容|什么内容|点啥|了啥|个啥"
    r"|些啥)(?:事|内容|意思|故事)?了?(?:呢|呀|啊|的|吗)?(?=[^\w]*$)"
    r"|(?:报道|文章)?的?内容(?:是|有)(?:什么|啥|哪些)|\babout\b[^\w]*$"
)
"""What an article is asked for, where it is called by its headline."""
SUMMARISE: Final = lazy_regex(
    r"^(?:那|你|请|麻烦|帮我?|帮忙|给我|能不能|能|可以|可否|再|把)*(?:概括|总结|概述|归纳|简述|小结|提炼"
    r"|缩写)(?:一下|下(?![\u3400-\u9fff]?[半面游集场乡]))?|(?:概括|总结|概述|归纳|简述|小结|提炼|缩写){1,2}(?:一下"
    r"|下)?(?:吧|呗|吗|呢)?(?=[^\w]*$)"
    r"|(?<!翻译)(?<!写)(?<!造)(?:用|拿|以)?(?:一两?|两三?|几)句话(?:说说|概括|总结|讲讲|说明|介绍|说|讲|呢)?|(?:概括|总结|压缩|缩写|浓缩)(?:成"
    r"|到|为|在)[^,，。？?]{1,8}(?:字|句)"
    r"|(?:主要|大致|大概|中心|核心)(?:内容|意思|思想|要点)|中心思想|的大意|一文大意|大意(?=(?:是什么|是啥|说说|讲讲|说一?下|讲一?下)*[^\w]*$)"
    r"|内容简介|内容提要|简介(?=[^\w]*$)|梗概|的要点|摘要|主要观点"
    r"|提炼要点|(?:归纳|总结|概括)要点|三言两语|提纲挈领|概要(?=[^\w]*$)|说个大概|缩成|(?:简单|简要|大致)(?:讲讲|说说|介绍)|这版(?:主要)?(?:讲"
    r"|说)(?:的)?(?:什么|啥)|简要说说|简单说说|(?:说|讲|挑|划)(?:下|一下)?(?:重点|要点)|长话短说|简短(?:一?[点些]|地)?(?:说|讲|概括|介绍)|太长了"
    r"|\bsummar(?:y|ise|ize)|\b(?:what is|what's) (?:this|the|that) (?:article|story|report"
    r"|piece)[\w ,'“”\"\u3400-\u9fff-]{0,40} about|what does (?:this|the) (?:article|story) say|\bgist\b"
    r"|\btl;?dr\b"
)
"""What asks for a summary by itself."""
OF_WHAT_KIND: Final = lazy_regex(
    r"(?:到底|究竟)?是(?:一?个|件|桩|场|篇)?(?:什么|啥|怎样的?|怎么样的)(?:样的?)?[\u3400-\u9fff]{0,2}(?=[^\w]*$)"
    r"|(?:的|那个|这个|那篇|这篇|那次)*(?:专访|访谈|采访|调查报道|人物报道|连载|案子)(?=[^\w]*$)"
    r"|(?:[那这][个次场])(?:调查|测试|暗访|座谈|对话)(?=[^\w]*$)"
)
"""What kind of piece it is, beside what it is called: 是个什么案子, 那个访谈."""

THE_MATTER: Final = lazy_regex(
    rf"(?:的|的?[这那][件回档桩个条篇则场次出部]?)(?:事(?:情|儿)?|故事|经历|事迹|情况|经过|{UNIT})$|(?<=[\u3400-\u9fff]{{2}})[这那][件回档桩个条篇则场次出部]$"
)
"""What stands behind what an article is about and names nothing: 修渡口那件事, 船工的故事."""
TOLD_OF: Final = lazy_regex(
    rf"^(?:那|你|请|麻烦|帮我?|给我|能不能|可以|再)*(?:说说|讲讲|聊聊|说一下|讲一下|介绍(?:一下|下)?|说下|讲下)"
    rf"[^,，。？?]{{2,24}}(?:的事(?:情|儿)?|的故事|的情况|的经过|[这那][件回档桩个条篇则场次出部](?:事(?:情|儿)?|故事|{UNIT})?)(?:吧|呗|呢)?[^\w]*$"
    rf"|^[^,，。？?]{{2,24}}[这那][件回档桩个条篇则场次出部][^,，。？?]{{0,6}}(?:说说|讲讲|聊聊|说一下|讲一下|介绍(?:一下|下))(?:吧|呗|呢)?[^\w]*$"
    r"|(?:专访|访谈|采访|对话|评论|社评|来信|特写)(?:里|中|里面|里头)?[^,，。？?]{0,4}(?:都|主要|大概)?(?:聊|谈|说|讲|写)了?(?:些|的)?(?:什么|啥)(?:了|呢|呀)?[^\w]*$"
)
"""What asks to be told of an article by what it is about: 讲讲修渡口的事, 那场球介绍一下, 船工的专访聊了啥."""
TELL: Final = lazy_regex(
    r"^(?:那|你|请|麻烦|帮我?|给我|能不能|可以|再)*(?:说说|讲讲|聊聊|说一下|讲一下|介绍(?:一下|下)?|说下|讲下)"
    r"|(?:说说|讲讲|聊聊|说一下|讲一下|介绍(?:一下|下))(?:吧|呗|呢)?[^\w]*$"
    r"|(?:里|中|里面|里头)?(?:都|主要|大概)?(?:聊|谈|说|讲|写)了?(?:些|的)?(?:什么|啥)(?:了|呢|呀)?[^\w]*$"
)
"""What asks to be told, beside what of."""
AROUND: Final = lazy_regex(
    rf"^(?:(?:那|你|请|麻烦|帮我?|帮忙|给我|替我|能不能|可以|看看|捋捋|说说|讲讲|关于|有关)\s*)+"
    rf"|(?:\s*(?:给我|帮我|替我|看看|一下|说说|讲讲|概括|总结|大意|意思|的?(?:主要)?内容|{UNIT}|通讯|特写|专访|访谈|是什么|的|[这那][篇则条个]))+$"
)
"""What stands before or behind what an article is called and only asks: 渡口修桥那篇通讯给我."""
LETTERS: Final = lazy_regex(r"读者们?(?:写(?:过|了)?(?:的)?信(?:来|过来)?|(?:写|寄)来的信|的来?信)")
"""Other words for letters to the editor."""
AND_ARTICLES: Final = lazy_regex(
    rf"^(?:你?这里)?(?:一共|总共|共)?(?:有)?(?:多少|几)篇(?:{UNIT})?[,，、和与及\s]*(?=(?:多少|几)[个张份]?[版页报期])"
    rf"|(?<=[版面页报纸期张份])[,，、和与及\s]*(?:(?:一共|总共|共)?(?:有)?(?:多少|几)篇(?:{UNIT})?)(?={_END})"
)
"""How many articles, asked beside how many papers or pages there are: 多少份报纸多少篇文章."""
IN_THE_ARCHIVE: Final = lazy_regex(r"(?:数据库|资料库|语料库|系统|档案)里面?(?=有|一共|总共|共|收|存)")
"""Where everything is that is asked for."""
_NO_PAPER: Final = r"(?!最[早晚]|除了|别的|其他|收没收|收没有|收了|的)"
PAPER_NAME: Final = (
    rf"{_NO_PAPER}[\u3400-\u9fff]{{1,6}}?"
    r"(?:日报|晚报|早报|晨报|周报|都市报|商报|青年报|时报|新报|导报|画报)(?![道名告])"
)
"""A newspaper's name, be there one of that name or not."""
FACETS: Final[tuple[tuple[re.Pattern[str], Facet], ...]] = (
    (
        lazy_regex(
            r"最早|最老|最旧|最久|最古|第一[期份张天]|哪一?[期天年]开始|从哪|\b(?:oldest|earliest|first)\b(?!.*\bto\b)"
        ),
        "first",
    ),
    (lazy_regex(r"最近|最新|最后|最晚|到哪一?[天年期]|\b(?:latest|newest|last|most recent)\b"), "last"),
    (lazy_regex(r"(?:多少|(?<!哪)几|一共|总共)个?(?:版|页|期|份|张|天的报)|how many\b"), "pages"),
    (
        lazy_regex(r"版面|版次|栏目|版块|板块|版名|哪些版|什么版|[\u3400-\u9fff]{2}版|\b(?:sections|columns)\b"),
        "sections",
    ),
    (
        lazy_regex(
            r"哪[几些一]?(?:天|年|月|期|日|号)|几[号月]|年份|日期|时间|跨度|覆盖|什么时候|\b(?:dates|days|years|date)\b"
        ),
        "days",
    ),
    (lazy_regex(r"报(?!道|名|告)|papers?\b"), "papers"),
    (lazy_regex(r"."), "all"),
)
COLLECTION_HEADS: Final = lazy_regex(
    r"报纸|报刊|[日晚早晨周]报|最[老早旧晚新近]的?一[份期张]|[种家张份的啥]报(?!道|名|告)|期(?=[^\w]|的|是|报|到|$|开始)|哪一期|多少期"
    r"|几期|版面|版次|栏目|版块|板块|版名|多少版|几个?版|哪些版"
    r"|[\u3400-\u9fff]{2}版|多少页|几页|几张报"
    r"|年份|时间范围|哪些日期|资料|库|数据|收录|存档|archive|papers?\b|newspapers?\b|issues?\b|pages\b"
    r"|sections\b|corpus|collection"
)
ENDS_IN_PAPER: Final = lazy_regex(rf"(?:报纸?|[日晚早晨周]报)(?:的)?(?:内容|标题|头条)?{_TAIL}{_END}")
COUNT_ON: Final = lazy_regex(
    rf"^(?:那|那么)?(?:其中)?(?:一共|总共|拢共|共)?有?(?:几|多少)[篇条则张](?:{THING})?(?:呢|啊|呀|来着)*{_END}"
)
"""How many there are of what was listed before."""
MORE: Final = lazy_regex(r"^(?:还有|再有|再来)(?:别的|其他|其它|更多)?(?:的)?(?:吗|没|没有|么|呢|几篇|一些)?[^\w]*$")
LESS_OR_MORE: Final = lazy_regex(r"(?P<first>最早|最先|第一)|(?P<last>最晚|最后|最近|最新)")
SECTION_NAME: Final = lazy_regex(
    r"副刊|(?<![第一二三四五六七八九十头\d])(?:[\u3400-\u9fff]{2})版(?=上|都|有|登|的|里|\W|$)"
)
FROM_TO: Final = lazy_regex(r"从(?:哪|什么|几)[^,，。？?]{0,4}到|哪一?[年天月期个]月?到哪一?[年天月期个]")

FRONT: Final = lazy_regex(r"\bfront[- ]page\b")
PAGE_IN_ENGLISH: Final = lazy_regex(r"\b(?:the )?page (?:no\. ?|number )?(?P<number>\d{1,3})\b(?![-/]\d)")
_PLACED: Final = r"(?=on\b|in\b|of\b|from\b)"
REPORTED_IN_ENGLISH: Final = lazy_regex(
    rf"^\W*(?:the |all )*(?:news|articles|reports|stories|headlines) {_PLACED}"
    r"|^\W*what(?:'s| is| was| were| are)? (?:there |(?:all )?(?:the )?news |it )?"
    r"(?:(?:reported|printed|published|written|covered|said|happening|on|in) )?(?:in the (?:news|papers?) )?"
    rf"(?:{_PLACED}|(?=第)|(?=\W*$))"
)
"""What asks for all of a day or a page where nothing is named beside it: what was reported on that day."""
NUMERAL: Final = r"(?:\d{1,3}|[一二三四五六七八九十]{1,3})"
NUMBERS: Final = lazy_regex(rf"(?:第?{NUMERAL}版?[、,，和及与到至加])+(?=第?{NUMERAL}版)")
"""All page numbers but the last of a row: 二、三版."""
TURN: Final = lazy_regex(rf"(?:上接|下转|[接转]自?)第?[a-z]?(?P<number>{NUMERAL})版|上接|下转")
"""What is printed where an article goes on from another page, or on to one: it names no page that is asked for."""
NUMBERED: Final = lazy_regex(
    r"第?(?:(?<![a-z])[a-d])?(?P<number>\d{1,3}|[一二三四五六七八九十]{1,3}|头)版(?!权|本|画|面设计|税)"
)
ORDINAL: Final = lazy_regex(r"^(?:那)?第(?P<number>\d{1,2}|[一二三四五六七八九十])[篇条则个]")
ELLIPSIS: Final = lazy_regex(
    r"^(?:那么?|还有|再说|换成|那要是|如果是|换)?(?P<what>[^,，。？?]{1,16}?)(?:的)?呢[^\w]*$"
    r"|^(?:那么?|还有|换成|换|改成)(?P<what2>(?:(?!哪|什么|啥|几|多少|怎|谁|吗"
    r"|为何)[^,，。？?呢]){1,12}?)(?:的)?[^\w]*$"
)
WRITTEN: Final = r"(?:写|采写|撰写|署名|合写|发稿|发表|发|拍|摄|登|供稿|执笔)"
BY: Final = lazy_regex(
    rf"(?:都|一共|总共|还|曾|最近|去年|今年|\s)*{WRITTEN}(?:过|了|的|稿|文|[^,，。？?]{{0,8}}(?:的|稿|篇))"
)
REPORTER_BEFORE: Final = lazy_regex(
    rf"(?:(?:这|那|该|上述)(?:两|几)?(?:位|个|名)?(?:的)?(?:记者|作者|通讯员)们?|(?<![\w》”])(?:作者|记者)|同一(?:位|个)?(?:记者|作者)"
    rf"|(?P<person>[他她]们?))(?=(?:都|还|一共|总共|最近|曾|又)*{WRITTEN}(?:过|了))"
)
"""Who wrote a piece, pointed back to before what else was written: 这位记者还写过什么."""
MENTION_BEFORE: Final = lazy_regex(rf"{_MENTION}(?:到|了|过)?$|有$")

_HELD = r"(?:有没有|有吗|有没|收了没有?|收了吗|收没收|收不收|收录了?(?:没有?|吗)|全不全|全吗|齐不齐|齐吗)"
OF_PAPERS: Final = lazy_regex(
    rf"^[^,，。？?]{{1,12}}报》?纸?(?:你们?|您|这里|这儿|这边|咱们?)*(?:都|存得|收得|收录得|还)?{_HELD}{_END}"
    rf"|缺(?:了)?(?:哪|什么)[^,，。？?]{{0,6}}报|缺不缺[期报天]|(?:缺|断)(?:了)?(?:哪几?些?|什么)[期天]"
)
"""Whether there are papers of a kind."""
