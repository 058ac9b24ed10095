"""Forms of a date that name a part of a month or of a year, or several years: 一月中旬, 上半年, 去冬今春, 上周, 80年代.

Rows like those of `days`; a stretch is the ISO interval of its first and last day. Where a word is vague, the days
that it is taken to mean stand beside it.
"""

import datetime
from typing import Final

from rag.articles.dating.days import ALONE, MONTH_WORD, YEAR_WORD, month_spoken
from rag.articles.dating.reckoning import (
    WEEKS_OFF,
    Form,
    Found,
    year_of_month,
    year_of_stretch,
    year_printed,
)
from rag.text.dates import (
    HAN_NUMERALS,
    MONTH,
    REPUBLIC_YEAR,
    SMALL_NUMBER,
    YEAR,
    iso_of_period,
    month_period,
    number_of,
)
from rag.text.lazy_regex import lazy_regex

OF_YEAR: Final = rf"(?:{YEAR}|{REPUBLIC_YEAR}|{YEAR_WORD})[ \t\u3000]{{0,2}}的?"
"""The year that something is of, printed before it."""
_THIRDS: Final = {"上": 1, "初": 1, "中": 11, "下": 21, "底": 21, "末": 21}
"""The first day of a third of a month: 月初 is taken for its first ten days, 月底 for those after the twentieth."""
_SEASONS: Final = {"春": 3, "夏": 6, "秋": 9, "冬": 12}
"""The first month of a season, as meteorologists count: winter goes from December to February."""
_PARTS_OF_DECADE: Final = {"": (0, 9), "初": (0, 2), "中": (3, 6), "末": (7, 9), "后": (7, 9)}
"""The first and the last year of the beginning, the middle and the end of a decade."""
_OLDEST_DECADE: Final = 1500


def months_of(year: int | None, first: int, last: int) -> str | None:
    """From the first day of a month to the last day of a later one; months beyond 12 are of the next year."""
    return iso_of_period(*month_period(year, first, last - first + 1)) if year else None


# ---- one function a form


def _third(found: Found) -> str | None:
    """上旬, 中旬, 下旬 of a month that is printed with it."""
    month = number_of(found.match["month"])
    year = year_of_month(found, month)
    return _third_of(year, month, found.match["third"]) if year and 1 <= month <= 12 else None


def _spoken_third(found: Found) -> str | None:
    spoken = month_spoken(found)
    return _third_of(*spoken, found.match["third"]) if spoken else None


def _third_of(year: int, month: int, third: str) -> str:
    first = datetime.date(year, month, _THIRDS[third])
    return iso_of_period(first, month_period(year, month)[1] if first.day > 20 else first.replace(day=first.day + 9))


def _months(found: Found) -> str | None:
    """1至11月; from January on it is a sum, spoken of when it ends."""
    first, last = number_of(found.match["first_month"]), number_of(found.match["month"])
    if not 1 <= first < last <= 12:
        return None
    return months_of(year_of_stretch(found, first, last, summed_up=first == 1), first, last)


def _half(found: Found) -> str | None:
    first = 1 if found.match["half"] == "上" else 7
    return months_of(year_of_stretch(found, first, first + 5), first, first + 5)


def _quarter(found: Found) -> str | None:
    """一季度, 首季度, and 前三季度, which sums up."""
    count = found.match["quarters"]
    quarter = number_of(count or found.match["quarter"].replace("首", "一"))
    first, last = (1 if count else 3 * quarter - 2), 3 * quarter
    return months_of(year_of_stretch(found, first, last, summed_up=bool(count)), first, last)


def _edge(found: Found) -> str | None:
    """年初 is taken for January and February, 年底 for December."""
    first, last = (1, 2) if found.match["edge"] == "初" else (12, 12)
    return months_of(year_of_stretch(found, first, last), first, last)


def _season(found: Found) -> str | None:
    """The winter of a year is the one that begins in its December; 今冬 in January began in the year before."""
    year, first = year_printed(found), _SEASONS[found.match["season"]]
    if year and first == 12 and found.match["spoken"] == "今":
        if found.today is None:
            return None
        year -= found.today.month <= 2
    return months_of(year, first, first + 2)


def _winter_and_spring(found: Found) -> str | None:
    """去冬今春 and 今冬明春: the winter and the spring after it."""
    if found.match["winter"]:
        return months_of(found.this_year - 1, 12, 17) if found.this_year else None
    return months_of(found.today.year - (found.today.month <= 2), 12, 17) if found.today else None


def _week(found: Found) -> str | None:
    """From Monday to Sunday; 周末 is Saturday and Sunday."""
    if found.today is None:
        return None
    monday = found.today + datetime.timedelta(days=7 * WEEKS_OFF[found.match["word"]] - found.today.weekday())
    first = monday + datetime.timedelta(days=5 if found.match["end"] else 0)
    return iso_of_period(first, monday + datetime.timedelta(days=6))


def _decade(found: Found) -> str | None:
    """80年代 is the last one that had begun by the year of the page, if that is of another century than this."""
    match, year = found.match, found.this_year
    if match["full"]:
        first = int(match["full"])
    elif match["century"]:
        first = 100 * (number_of(match["century"]) - 1) + number_of(match["decade"])
    elif year is None:
        return None
    elif match["last"]:
        first = year // 100 * 100 - 100 + number_of(match["decade"])
    else:
        first = (year - number_of(match["decade"])) // 100 * 100 + number_of(match["decade"])
        if first // 100 == 20:
            return None
    last = first
    if match["earlier"]:  # 七八十年代
        first += 10 * number_of(match["earlier"]) - number_of(match["decade"])
    if not _OLDEST_DECADE <= first <= last:
        return None
    begin, end = _PARTS_OF_DECADE[(match["part"] or "")[:1]]
    return iso_of_period(datetime.date(first + begin, 1, 1), datetime.date(last + end, 12, 31))


# Characters around a word that make another of it: 3月初中, 月底薪, 四季度假, 青年底气, 今年春节, 年代表, 本周刊.
_THIRD = r"的?(?P<third>[上中下](?=旬)|初(?![中级审试赛次步稿心衷一二三四五六七八九十])|[底末](?![气薪线座层部]))旬?"
_MONTHS = (
    rf"(?:{OF_YEAR}|(?<![.\-/]){ALONE})(?P<first_month>{SMALL_NUMBER})(?:月份?)?[至到~～—–\-]{{1,2}}"
    rf"{MONTH}(?![龄嫂大后前内底末初\d]|\s*\d{{1,2}}\s*日)份?"
)
_HALF = rf"(?:{OF_YEAR})?(?<![以之])(?P<half>[上下])半年度?(?!级)"
_QUARTER = (
    rf"(?:{OF_YEAR})?(?:前(?P<quarters>[二两三23])个?季度"
    rf"|(?<![\d前后每各单几数{HAN_NUMERALS}])第?(?P<quarter>[一二三四1-4首])个?季度)(?!假)"
)
_EDGE = (
    rf"(?:(?:{YEAR}|{REPUBLIC_YEAR}|{YEAR_WORD})年?"
    rf"|(?<![\d{HAN_NUMERALS}百千万亿两几多半每近全上下大整成当同往历逐连经该那这次翌新过跨丰灾学周头昔早晚末初闰财终"
    r"青少中老童壮鼠牛虎兔龙蛇马羊猴鸡狗猪子丑寅卯辰巳午未申酉戌亥])年)"
    r"(?P<edge>[初底末])(?![级气薪线座蕴色片始中心一二三四五六七八九十])"
)
_SEASON = rf"(?:{OF_YEAR})(?P<season>[春夏秋冬])(?:天|季(?!度)|(?=[,，、。;；以之至到]|$))"
_THIS_SEASON = (
    r"(?<![如当现至迄而于过失])(?P<spoken>[今去])(?P<season>[春夏秋冬])"
    r"(?![节运耕晚播装游茶笋联招训考收粮种奥])[天季]?"
)
_WINTER_AND_SPRING = r"(?:(?P<winter>去)冬今春|今冬明春)"
_WEEK = (
    r"(?<![上下以之晚早])(?P<word>[上本这下])(?:周(?![围边身全密期折转岁年长刊报记知旋济一二三四五六日天])"
    r"|个?(?:星期|礼拜)(?![一二三四五六日天]))(?P<end>末)?"
)
_DECADE = (
    rf"(?:(?P<full>(?<!\d)(?:1[5-9]|20)\d0)"
    rf"|(?:(?P<century>\d{{2}}|[{HAN_NUMERALS}]{{1,3}})世纪|(?P<last>上个?世纪)|(?<![\d{HAN_NUMERALS}纪]))"
    r"(?P<earlier>[一二三四五六七八](?=[二三四五六七八九]十))?(?P<decade>[1-9]0|[一二三四五六七八九]十))"
    r"年代(?![表价理谢替沟])(?P<part>初期?(?![中级])|中期|末期?|后期)?"
)
STRETCHES: Final = (
    Form("third", lazy_regex(rf"(?:{OF_YEAR}|{ALONE}){MONTH}份?{_THIRD}"), _third, marks="旬初底末"),
    Form("spoken-third", lazy_regex(MONTH_WORD + _THIRD), _spoken_third, marks="旬初底末", writers_own=True),
    Form("months", lazy_regex(_MONTHS), _months, marks="至到~～—–-"),
    Form("half", lazy_regex(_HALF), _half, marks="半"),
    Form("quarter", lazy_regex(_QUARTER), _quarter, marks="季"),
    Form("edge", lazy_regex(_EDGE), _edge, marks="初底末"),
    Form("season", lazy_regex(_SEASON), _season, marks="春夏秋冬"),
    Form("this-season", lazy_regex(_THIS_SEASON), _season, marks="春夏秋冬"),
    Form("winter-and-spring", lazy_regex(_WINTER_AND_SPRING), _winter_and_spring, marks="冬"),
    Form("week", lazy_regex(_WEEK), _week, marks="周期拜", writers_own=True),
    Form("decade", lazy_regex(_DECADE), _decade, marks="代"),
)
