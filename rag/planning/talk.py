"""What is said to the newspaper and asks nothing of its pages: greetings, thanks, what it is, what it does not do.

Rules, each of which must fit the whole of what was typed or a request's own words, so that a question about pages is
never taken for talk. Left out: what is replied (see the wording).
"""

import re
import unicodedata
from typing import Final, Literal, get_args

from rag.answering.answer_type import required_form
from rag.text.characters import normalise
from rag.text.lazy_regex import lazy_regex

Talk = Literal["greeting", "thanks", "goodbye", "about", "praise", "complaint", "nod", "request", "opinion"]

TALKS: Final[tuple[Talk, ...]] = get_args(Talk)

LONGEST: Final = 30
"""Characters of talk that fits as a whole; what is longer has something to ask."""

_NOT_SAID = lazy_regex(r"[^\w]+|[_\u200d\ufe0f]+")
_TAIL = r"[呀啊哦噢呢吧嘛哈啦了哟哇喽咯诶欸的]*"
_HELLO = (
    r"(?:你们?好|您好|大家好|嗨|哈[喽啰罗]|在吗|在不在|在么|有人吗|有人在吗|喂|[早晚]安|早上好|上午好"
    r"|中午好|下午好|晚上好|早|新年好|新年快乐|春节快乐|好久不见|初次见面|请多关照|hi|hello"
    r"|hey|goodmorning|goodafternoon|goodevening|howareyou|你好吗|最近好吗)"
)
_NAME = r"(?:问报|小报|机器人|助手|朋友们?|老师|老?伙计|老兄|老铁|哥们儿?|兄弟|师傅|亲|各位|wenbao|there|all|everyone)?"
_WELL = r"(?:好|好的|好嘞|行|嗯|嗯嗯|ok|okay|那|哦|噢|知道了|明白了|可以了|没了|没有了|不用了)*"
_RULES: Final[tuple[tuple[Talk, re.Pattern[str]], ...]] = (
    ("greeting", lazy_regex(rf"(?:{_NAME}{_HELLO}{_TAIL}{_NAME})+")),
    (
        "thanks",
        lazy_regex(
            rf"{_WELL}(?:(?:太|非常|十分|真是|真的)?(?:谢谢|多谢|感谢|谢|3q|thx|thanks|thankyou|cheers|辛苦|麻烦)"
            rf"(?:你们?|您|了|啦|alot|somuch|verymuch|again|很多|帮忙|解答|帮助)*{_TAIL}{_NAME})+"
            r"(?:帮大忙了|很有用|有帮助)?"
        ),
    ),
    (
        "goodbye",
        lazy_regex(
            rf"{_WELL}(?:先?(?:就)?(?:这样|到这里|到这儿|聊到这里|不聊)|下次(?:再)?(?:聊|见|问)|回头(?:再)?(?:聊"
            rf"|见)|我?(?:先)?(?:走|撤|下)了"
            rf"|(?:cheers|thanks|thankyou|谢谢|多谢)(?=bye|再见|拜)|再见|再会|拜拜|拜|88|886|bye|byebye|goodbye|seeyou|晚安|明天见|改天见){_TAIL}"
            rf"(?:再见|再会|拜拜|拜|bye|谢谢|晚安){{0,2}}{_TAIL}"
        ),
    ),
    (
        "about",
        lazy_regex(
            rf"(?:{_HELLO}|请问|那|喂)*(?:(?:你|您|问报|这个?|这是|它)?(?:到底)?(?:是(?:谁|哪家(?:公司)?(?:做|开发"
            rf"|出)的|真人还是机器人|机器人还是真人|什么|啥"
            rf"|干什么的|干嘛的|干啥的|做什么的|人吗|真人吗|机器人吗"
            r"|人工智能吗|ai吗|chatgpt吗|大模型吗|哪个模型|人还是机器人)|叫(?:什么|啥)(?:名字?)?"
            r"|能(?:够)?(?:帮我)?(?:做|干|问|回答|查)?(?:些)?(?:什么|啥|嘛"
            r"|哪些)(?:问题|事)?"
            r"|会(?:做|干)?(?:些)?(?:什么|啥|嘛)|(?:有|会)(?:些)?(?:什么|啥|哪些)(?:功能|用|本领|本事|技能)|几岁"
            r"|多大|可以(?:做|问|干"
            r"|帮我做)?(?:些)?(?:什么|啥|哪些)(?:问题)?"
            r"|怎么(?:用|使用|玩|问|操作)(?:你|这个|它)?|如何使用|谁(?:做|造|开发|发明)(?:了|的)?你?|的作者是谁"
            r"|用的(?:是)?(?:什么|哪个)模型|工作原理(?:是什么)?)"
            rf"{_TAIL})+"
            r"|(?:请)?(?:自我介绍|介绍(?:一下|下)?(?:你自己|自己|你们))(?:一下|下)?|(?:使用)?(?:帮助|说明|help)"
            r"|(?:用)?(?:你|您|问报|它|(?:这个?|你们的?)(?:软件|程序|网站|网页|系统|工具|东西)?)(?:是|用起来|用着)?(?:要|得)?"
            r"(?:钱|花钱|收费|付费|免费|充值|注册|联网)(?:的|才能用)?(?:吗|么|不)|(?:你|问报)(?:比|和|跟|与)"
            r"(?:百度|谷歌|必应|google|bing|chatgpt|gpt|deepseek|豆包|文心一言|通义千问|kimi|元宝|别的[^,，。？?]{0,8})"
            r"[^,，。？?]{0,12}"
            r"|whoareyou|whatareyou|whatsyourname|whatisyourname|whatcanyoudo|howdoiusethis|howtousethis|howdoyouwork"
            r"|areyou(?:a)?(?:bot|robot|human|ai|anai|chatgpt)|whomadeyou|whatcaniask(?:you)?"
        ),
    ),
    (
        "praise",
        lazy_regex(
            rf"{_WELL}(?:(?:你|您|问报|答得|回答得|说得|这)?(?:也|还|可|真是|真的|真|太|好|挺|很|非常)*"
            r"(?:棒|厉害|聪明|赞|牛|强|能干|可爱|不错|好用|贴心|神|给力|优秀|靠谱|有用|好)"
            rf"{_TAIL})+|(?:i)?(?:love|like)you|goodjob|welldone|great|awesome|nice|cool|(?:点个?)?赞|爱了|我?(?:好|很|最|真)?(?:爱|喜欢)(?:死)?你{_TAIL}"
        ),
    ),
    (
        "complaint",
        lazy_regex(
            r"(?:你|您|问报|这)?(?:也|怎么|咋|可)?(?:真是|真的|真|太|好|这么|那么|是个?|就是个?)*"
            r"(?:笨|蠢|傻|没用|差劲|烂|垃圾|废物|智障|弱智|白痴|猪|讨厌|烦|无语|离谱|不行|不好用|难用|慢|坏|糟糕)"
            rf"(?:蛋|瓜|死|透)*{_TAIL}(?:连?这(?:个)?都(?:不知道|不会|答不出来?|不懂|不能))?"
            r"|(?:这(?:个)?)?都?(?:答|回答|说)(?:得|的)?(?:不对|错了?|非所问|什么(?:呀|啊|玩意儿?)?|啥)|(?:笨|蠢"
            r"|气|烦)死(?:了|我了)?(?:答非所问)?"
            r"|答非所问|(?:你)?瞎(?:说|编)的吧(?:你)?|不对|错了|胡说(?:八道)?|瞎说|骗人|滚(?:开|蛋)?|闭嘴"
            r"|什么(?:玩意儿?|东西|破(?:玩意儿?|东西))|要你何用|stupid|youaresostupid|idiot|useless|youarewrong"
            r"|wrong|fuck(?:you)?"
            r"|shutup"
        ),
    ),
    (
        "nod",
        lazy_regex(
            r"(?:哈|呵|嘿|嘻|哦|噢|嗯|唉|哎|哇|额|呃|h|6|2(?=33)|3|lol|haha|好|好的|好吧|好嘞|行|行吧|ok"
            r"|okay|yes|no|是|是的|对|对的|不是|没事"
            r"|知道了|明白了|没别的了|没事了|吃了(?:没|吗)|了解|收到|懂了|原来如此|这样啊|真的吗|真的|随便|无聊"
            r"|好无聊|测试|test|testing|1+|在的|没[啥什]么?事儿?|随便(?:看看|逛逛|问问|聊聊|转转)|(?:不好意思|抱歉|对不起)?打扰(?:你|您)?了"
            r"|不好意思|抱歉|对不起|sorry)+"
        ),
    ),
)
_ASKED = r"(?:请|麻烦|能不能|可以|可不可以|能|帮我|帮忙|给我|替我|为我|来|再)*"
_REQUEST = lazy_regex(
    rf"^(?:{_HELLO}|那|请问)*(?:"
    rf"{_ASKED}(?:写|作(?![家者品为案弊物业])|创作|编(?![辑者剧])|赋|来(?![自信源访])|吟|做|生成)(?:一?[首篇段个封副份则支句]|两[首篇段个句]|点|些)?[^?？]{{0,24}}"
    r"(?:诗|诗歌|歌|歌词|词|作文|散文|小说|故事|童话|对联|春联|情书|邮件|代码|程序|文案|演讲稿|发言稿"
    r"|检讨书?|剧本|请假条|申请书|保证书|笑话|段子|朋友圈|论文|ppt|简历|口号|脚本)"
    rf"(?:{_TAIL}|给我看看?|来?听听|呗|行吗|好吗|可以吗|好不好)*"
    rf"|{_ASKED}(?:讲|说)(?:一?个|一?段|点|几个|些)?(?:笑话|故事|段子|脱口秀|冷笑话)(?:来)?(?:听听"
    rf"|给我听)?(?:呗|吧|好吗|行吗|{_TAIL})"
    rf"|{_ASKED}(?:唱|哼|播放?|放)(?:一?[首支段]|个|点)?[^?？]{{0,12}}(?:歌|曲子?|音乐|戏)(?:听听"
    rf"|来听听)?{_TAIL}(?:呗)?"
    rf"|(?:(?:请|帮我|给我|替我)+画|{_ASKED}画一?[张幅个只朵])[^?？]{{1,16}}"
    r"|我(?:想要?|要|打算)(?:预?订|买|抢|退|改签)(?:一?[张个份间趟]|下|一下|点)?[^?？]{0,16}(?:车票|机票|票|酒店|房间|外卖)"
    r"|(?:请|麻烦)?(?:你)?(?:能不能|可以|能)?(?:帮我|给我|替我|帮忙)(?:预?订|买|抢|叫|约|挂|查|点|设|定|开"
    r"|关|打|发|寄|缴|交|取|找)(?:一?[张个份辆桌间趟]|下|一下|点)?"
    rf"[^?？]{{0,24}}(?:电话给[^?？]{{1,10}}|票|机票|高铁|酒店|房间|外卖|出租车|专车|网约车|餐|饭|号|闹钟"
    rf"|电话|短信|邮件|话费|快递|空调|灯|对象|工作"
    rf"|导航)(?:呗|吧|好吗|行吗|可以吗|{_TAIL})"
    r"|(?:请|帮我|麻烦|给我)*(?:把[^?？]{0,30})?翻译(?:成|为|一下|下|这|一?[句段篇个])[^?？]{0,30}"
    r"|(?:请问)?(?:现在)?几点钟?了|(?:你)?能(?:不能)?(?:上网|联网)吗?"
    r"|(?:请|帮我|给我)*(?:算一下|算算|计算)[\d+\-*/×÷xX乘加减除以等于.,]+[^?？]{0,6}|(?:股票|股市|大盘"
    r"|彩票|房价)[^?？]{0,6}(?:会|要)(?:涨|跌|中)[^?？]{0,4}"
    r"|(?:推荐|介绍)(?:一?[个家款部本首]|几[个家款部本首]|一下|点)[^?？]{0,12}(?:饭店|餐馆|酒店|景点|电影"
    r"|电视剧|书|歌|手机|好吃的|好玩的)(?:给我)?(?:呗|吧)?"
    r"|[^?？]{0,10}(?:帮我|替我|给我)(?:改改|修改|润色|校对)[^?？]{0,10}|(?:今天|我|最近)*(?:心情"
    r"|情绪)(?:不太?好|很差|很好|不好|郁闷)[^?？]{0,6}"
    r"|(?:提醒我|叫我起床|导航(?:到|去)|打开(?:微信|音乐|空调|灯))[^?？]{0,20}"
    r"|(?:请|麻烦)?(?:你)?(?:陪我|跟我|和我)(?:聊聊?天?|说说话|玩)[^?？]{0,10}"
    r"|(?:please|canyou|couldyou|canyouplease)?(?:write|compose|make)(?:me)?(?:a|an|some)?\w{0,24}?(?:poem"
    r"|song|story|essay|joke|email|code)\w{0,30}"
    r"|(?:please|canyou|couldyou)?(?:tellme|tell)(?:a|another)joke|(?:please|canyou|couldyou)?(?:translate"
    r"|singasong|bookaticket|bookme)\w{0,40}"
    r")$"
)
_OPINION = lazy_regex(
    r"^(?:那|哎|话说|请问|对了)*(?:你(?:个人)?(?:觉得|认为|喜不喜欢|喜欢|爱不爱|怎么看|怎么想|相信|信不信"
    r"|支持|讨厌|更喜欢|最喜欢|想不想|想去|同意|猜)"
    r"|(?:在你看来|依你看|你的(?:看法|意见|观点|想法))"
    r"|[^,，。?？]{2,20}你(?:会|更|最|比较)?(?:支持|喜欢|看好|站|投)(?:谁|哪个|哪位|哪边|哪一?[方队])"
    r"|你(?:说|看)[^,，。？?]{2,20}(?:哪个|谁|哪儿|哪里|哪家)[更最]?(?:好|漂亮|强|厉害|舒服|有意思|划算))"
)


def counts_something(text: str) -> bool:
    """Whether `text` asks how many of something there were, which nobody asks of a helper: 开业当天收了几件衣服."""
    said = unicodedata.normalize("NFKC", text)
    return required_form(normalise(said)) is not None and not re.search(r"[你您我咱]", said)


def talk_of(text: str) -> Talk | None:
    """What kind of talk `text` is as a whole; None for whatever asks something of the pages."""
    said = _NOT_SAID.sub("", unicodedata.normalize("NFKC", text)).lower()
    if not said:
        return "nod" if any(unicodedata.category(character) == "So" for character in text) else None
    if len(said) <= LONGEST:
        for kind, rule in _RULES:
            if rule.fullmatch(said):
                return kind
    if _OPINION.search(said):
        return "opinion"
    return "request" if _REQUEST.search(said) else None
