"""Who wrote or photographed a piece, as printed at its end.

Forms: (甲) · (甲、乙) · (记者 甲 通讯员 乙) · 记者甲通讯员乙 · 记者 甲 文/摄 · 甲 摄, on a line of their own
or after the last sentence, with white space inside names.
"""

import functools
import re

from rag.text.lazy_regex import lazy_regex

_IDEOGRAPH = r"\u3400-\u9fff\U00020000-\U0003ffff"  # with the rare ones that names have
_HAN = rf"[{_IDEOGRAPH}·]"
# A name of two to four characters; digitised pages print short ones with a gap: 陈 旺.
_NAME = rf"(?:{_HAN}\s{{1,2}}{_HAN}|{_HAN}{{2,4}})"
_ROLE = (
    r"(?:(?:本报|本刊|本网|特约|首席|全媒体|融媒体?|实习|见习|驻地)*(?:记者|通讯员|评论员|摄影师?)"
    r"|实习生|影评人|撰稿人|图片|作者|整理|供稿|撰文)"
)
_PHOTO = r"(?:文/摄|文/图|文图|图文|图/文|文并摄|摄影报道|摄影|报道|整理|采写|摄|图|文)"
# Outside brackets a name must open with a surname, or 文明城市 and 记者调查 would be bylines: the common single and
# double ones (together nine in ten people and more), a third and fourth character, and names with a middle dot.
_SURNAME = (
    "[赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章云苏潘葛范彭郎鲁韦马苗凤方俞任袁柳鲍史唐费廉"
    "岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮齐康伍余元卜顾孟黄穆萧尹姚邵汪祁毛禹狄米贝戴宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季贾路娄"
    "江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫房裘丁邓洪包左石崔吉龚程邢裴陆荣翁荀甄曲封芮储靳段富巫焦巴弓牧山谷车侯"
    "宓全班仰秋仲伊宫宁仇栾甘厉武符刘景詹束龙叶幸司韶黎蓟薄印白怀蒲从索赖卓屠蒙池乔闻翟谭劳姬申冉桑桂牛寿边燕冀尚温庄晏柴瞿阎闫连"
    "习艾容向古易慎戈廖庚衡步耿满匡文寇广欧沃利师巩聂晁勾敖冷辛阚那简饶曾沙关查游权付肖兰代岳晋楚佟谌仝解应宗宣丛花苟苑冼麻隋"
    "錢孫吳鄭馮陳衛蔣韓楊許呂張嚴謝鄒竇蘇範魯韋馬鳳鮑費賀湯羅畢鄔樂時齊餘顧黃蕭貝龐紀項藍閔賈婁顏鍾駱萬盧鄧龔陸榮儲車寧厲劉葉龍懷從賴喬譚勞"
    "溫莊閻連遊權蘭嶽鄺]"
)
_RARE_SURNAME = (
    "(?:[鄢涂庹糜逄濮嵇佘俎仉亓邰卞阙璩蔺缪竺扈隗逯郗郄郜鞠臧訾笪禤昝麴酆郦覃檀栗茹荆莘牟]"
    "|濮阳|呼延|闻人|宇文|澹台|钟离|独孤|南宫)"
)
"""Surnames by which a name is known where one is asked of, and no byline is told by."""
_RARE_NAME = lazy_regex(rf"{_RARE_SURNAME}[{_IDEOGRAPH}]{{1,2}}")
_DOUBLE_SURNAME = r"(?:欧阳|上官|司马|司徒|诸葛|皇甫|尉迟|公孙|慕容|令狐|东方|端木|夏侯|长孙)"
_PERSON = (
    rf"(?:{_SURNAME}\s{{1,2}}[{_IDEOGRAPH}]|(?:{_SURNAME}|{_DOUBLE_SURNAME})[{_IDEOGRAPH}]{{1,2}}"
    rf"|[{_IDEOGRAPH}]{{2,5}}·[{_IDEOGRAPH}]{{2,5}})"
)
_BETWEEN = r"(?:\s*[、,，/]\s*|\s+)"
_NAMES = rf"{_NAME}(?:{_BETWEEN}{_NAME})*"
_PEOPLE = rf"{_PERSON}(?:{_BETWEEN}{_PERSON})*"
_MARK = r"(?:[□■◇◆○●▲△◎]\s*)"
# Written so that white space is read in one way only: two ways at each of many names are more than can be tried.
_COLON = r"\s*+(?:[:：]\s*+)?"
_NAMED_ROLE = rf"{_ROLE}{_COLON}{_PEOPLE}"
_NOBODY = lazy_regex(rf"{_PHOTO}|[{_IDEOGRAPH}]{{0,6}}(?:[日晚早晨周时商]报|都市报)")
"""What stands among the names of a byline and is none: what was done, and the paper."""
_ROLES = rf"{_NAMED_ROLE}(?:[\s,，、/]*{_NAMED_ROLE})*\s*{_PHOTO}?"
_CREDIT = rf"(?:{_ROLE}{_COLON})?{_NAMES}(?:[\s,，、/]+{_NAMED_ROLE})*\s*{_PHOTO}?"
_AGENCY = r"(?:综合|据)[^()（）。]{0,12}(?:[电讯]|报道|消息|》)|均?据[^()（）。]{2,14}"
_BRACKETED = lazy_regex(rf"[(（]\s*({_CREDIT}|{_AGENCY}|[^()（）]{{2,26}}供稿)\s*[)）]\s*$")
_OPEN_CREDIT = lazy_regex(
    rf"^(?:{_MARK}?{_ROLES}|{_MARK}{_PEOPLE}(?:\s*{_PHOTO})?|{_MARK}?{_PHOTO}(?:\s*+[:：]\s*+|\s++){_PEOPLE}|{_MARK}?{_PEOPLE}(?:\s+{_PHOTO}|摄)"
    rf"|本报(?:特约)?评论员)$"
)
_TRAILING = lazy_regex(rf"(?:(?<=[。!?！？”…])\s*+|(?<!\s)\s++)((?:{_ROLES}|{_PERSON}(?:\s+{_PHOTO}|摄)))\s*$")
# How a line with a byline ends; most lines end with a full stop and need no further look.
_MAY_CLOSE = lazy_regex(rf"(?:[)）]|{_HAN})\s*+$")
_AFTER_LEAD = lazy_regex(rf"^[^()（）。,，]{{0,24}}[(（]\s*({_ROLE}[^()（）。]{{1,40}})[)）]")
_LONGEST = 200
"""Characters of the longest byline, and of the end of a line in which one is looked for."""
_SIGNS = lazy_regex(rf"{_ROLE}|{_PHOTO}$|供稿$|^(?:综合|据)")
"""What tells by itself that brackets name whoever wrote: 记者 甲, 甲 摄, 某某供稿."""
_STOPPED = lazy_regex(r"[。．.!?！？;；…—”’」』）)]\s*$")
"""How a text ends before whoever wrote it is named. 一周赛程（上海） and 主队得分 甲（海燕） do not end so."""
# Brackets that close a paragraph without naming anybody.
_NO_BYLINE = lazy_regex(r"上接|下转|未完|待续|扩大|组图|试行|节选|见图|如图|左图|右图|上图|下图|资料|暂定|名单|附后")


@functools.lru_cache(maxsize=4096)  # the same few lines are asked for by everything that looks at them
def byline_of(text: str) -> str:
    """What closes the line in the form of a byline, as printed without its brackets; "" where nothing does."""
    credit, _ = _closing(text)
    return credit


def author_of(text: str) -> str:
    """The byline that closes the line; "" too where brackets only explain what stands before them: a team, a place."""
    credit, before = _closing(text)
    named = not before or _SIGNS.search(credit) or _STOPPED.search(before)
    return credit if named else ""


def _closing(text: str) -> tuple[str, str]:
    """What closes the line in the form of a byline, and where it stands in brackets what stands before them."""
    if not _MAY_CLOSE.search(text, max(0, len(text) - _LONGEST)):
        return "", ""
    for pattern in (_BRACKETED, _OPEN_CREDIT, _TRAILING):
        match = pattern.search(text, max(0, len(text) - _LONGEST))
        if match:
            credit = match.group(1) if match.groups() else match.group()
            if not _NO_BYLINE.search(credit):
                return credit.strip(), text[: match.start()].strip() if pattern is _BRACKETED else ""
    return "", ""


def byline_after_lead(text: str) -> str:
    """The reporter named in the opening: 本报讯(记者 甲); "" where none is. Such a byline closes nothing."""
    match = _AFTER_LEAD.match(text)
    return match.group(1).strip() if match else ""


def is_byline_line(text: str) -> bool:
    """Whether the line is nothing but a byline."""
    return len(text) <= 50 and bool(byline_of(text)) and bool(_BRACKETED.fullmatch(text) or _OPEN_CREDIT.match(text))


def is_photo_credit(text: str) -> bool:
    """Whether the line closes with a photographer's credit: 张三 摄."""
    credit = byline_of(text)
    return bool(re.search(r"摄$|图$", credit)) and not re.search(r"文/?[摄图]$|图/文$", credit)


def names_of(credit: str) -> str:
    """The printed byline without roles where only one role is named: 记者 王 丹 -> 王丹; two roles are kept."""
    if not credit:
        return ""
    compact = _closed(credit.strip())
    roles = re.findall(_ROLE, compact)
    if len(roles) <= 1:
        compact = re.sub(rf"^{_ROLE}\s*[::]?\s*", "", compact)
    return re.sub(rf"\s*{_PHOTO}$", "", compact).strip()


def _closed(credit: str) -> str:
    """The credit with names that are spread over the line closed up: 陈 旺 is one name, and so is 欧阳 修; of
    司马勤 苏 敏 only the second is spread.
    """
    for surname in (1, 2):
        credit = re.sub(rf"(?<!{_HAN})({_HAN}{{{surname}}})\s+({_HAN})(?!{_HAN}|/)", r"\1\2", credit)
    return credit


def looks_like_name(text: str) -> bool:
    """Whether the text is built as a person's name is: a surname and one or two characters, or names with a dot."""
    return re.fullmatch(_PERSON, text) is not None


def may_be_name(text: str) -> bool:
    """The same with rare surnames as well, for words that stand where a person's name is likely."""
    return looks_like_name(text) or _RARE_NAME.fullmatch(text) is not None


@functools.lru_cache(maxsize=1 << 14)  # reporters sign every day, and whatever counts or narrows asks it anew
def people_of(byline: str) -> tuple[str, ...]:
    """The names in an article's byline, each once: 记者 司勇 通讯员 刘亚 -> 司勇, 刘亚.

    An agency's credit names nobody, nor does the paper in 晨报记者 张三.
    """
    if re.fullmatch(_AGENCY, byline.strip()):
        return ()
    joined = re.sub(rf"(?<={_HAN}{_HAN})\s+{_PHOTO}(?=\s|$)", " ", byline)  # 张三 摄
    joined = _closed(joined)
    between = r"[、,，/;；()（）\[\]【】□■◇◆○●▲△◎]"
    named = re.split(rf"(?:\s|{between})*{_ROLE}{_COLON}|{between}+|(?<={_HAN})\s+(?={_HAN})", joined)
    names = (re.sub(r"(?:供稿|报道)$", "", name).strip() for name in named)
    return tuple(dict.fromkeys(name for name in names if len(name) > 1 and not _NOBODY.fullmatch(name)))
