"""Who wrote or photographed a piece, as printed at its end.

Forms: (甲) · (甲、乙) · (记者 甲 通讯员 乙) · 记者 甲 文/摄 · 本报记者 甲 · 甲 摄, on a line of their own
or after the last sentence, with white space inside names.
"""

import re

_HAN = r"[\u4e00-\u9fff·]"
# A name of two to four characters; digitised pages print short ones with a gap: 陈 旺.
_NAME = rf"(?:{_HAN}\s{{1,2}}{_HAN}|{_HAN}{{2,4}})"
_ROLE = r"(?:本报记者|本报通讯员|实习记者|见习记者|特约记者|记者|通讯员|摄影|图片|作者)"
_PHOTO = r"(?:文/摄|文/图|文图|图/文|摄影报道|摄|图)"
_NAMES = rf"{_NAME}(?:(?:\s*[、,，/]\s*|\s+){_NAME})*"
_CREDIT = rf"(?:{_ROLE}\s*[::]?\s*)?{_NAMES}(?:\s+{_ROLE}\s*{_NAMES})*\s*{_PHOTO}?"
_BRACKETED = re.compile(rf"[(（]\s*({_CREDIT}|[^()（）]{{2,26}}供稿)\s*[)）]\s*$")
_OPEN_CREDIT = re.compile(rf"^(?:{_ROLE}\s*[::]?\s*{_NAMES}(?:\s+{_ROLE}\s*{_NAMES})*\s*{_PHOTO}?|{_NAME}\s+{_PHOTO})$")
_TRAILING = re.compile(
    rf"(?<=[。!?！？”…])\s*((?:{_ROLE}\s*{_NAMES}(?:\s+{_ROLE}\s*{_NAMES})*\s*{_PHOTO}?|{_NAME}\s+{_PHOTO}))\s*$")
# Brackets that close a paragraph without naming anybody.
_NO_BYLINE = re.compile(r"上接|下转|未完|待续|扩大|见图|如图|左图|右图|上图|下图|资料|暂定|名单|附后")


def byline_of(text: str) -> str:
    """The byline that closes the line, as printed without its brackets; "" where there is none."""
    for pattern in (_BRACKETED, _TRAILING, _OPEN_CREDIT):
        match = pattern.search(text)
        if match:
            credit = match.group(1) if match.groups() else match.group()
            if not _NO_BYLINE.search(credit):
                return credit.strip()
    return ""


def is_byline_line(text: str) -> bool:
    """Whether the line is nothing but a byline."""
    return bool(byline_of(text)) and bool(_BRACKETED.fullmatch(text) or _OPEN_CREDIT.match(text))


def is_photo_credit(text: str) -> bool:
    """Whether the line closes with a photographer's credit: 张三 摄."""
    credit = byline_of(text)
    return bool(re.search(r"摄$|图$", credit)) and not re.search(r"文/?[摄图]$|图/文$", credit)


def names_of(credit: str) -> str:
    """The printed byline without roles where only one role is named: 记者 王 丹 -> 王丹; two roles are kept."""
    compact = re.sub(rf"(?<={_HAN})\s+(?={_HAN}(?:\s|[、,，]|$))", "", credit.strip())
    roles = re.findall(_ROLE, compact)
    if len(roles) <= 1:
        compact = re.sub(rf"^{_ROLE}\s*[::]?\s*", "", compact)
    return re.sub(rf"\s*{_PHOTO}$", "", compact).strip()
