"""The masthead of a page: the lines at its top or foot that name the paper, the day, the page and the editors.

A line is taken for one only where nothing but such things, and at most a short label such as 要闻, stands on it.
"""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from rag.articles.layout.lines import is_date_head
from rag.records import DateMention, Issue
from rag.text.characters import half_width, simplified_in_place
from rag.text.dates import FULL_DATE, MONTH_DAY, REPUBLIC_YEAR, day_of, full_date_of, number_of, year_of
from rag.text.lazy_regex import lazy_regex

_TOP: Final = 5
_FOOT: Final = 4
"""Non-blank lines at either end of a page among which a masthead stands."""
_LABEL: Final = 4
"""Characters of a label beside a page number: 要闻, 民生·社会."""
_HAN = r"[\u4e00-\u9fff]"
_SECTION: Final = (
    r"(?:要闻|新闻|时政|政务|民生|社会|综合|经济|产经|财经|金融|文体|体育|文化|文艺|副刊|国际|国内|时事|教育|健康|卫生|法治|法制|科技|专题|专版|城事"
    r"|热线|娱乐|旅游|生活|民声|视点|深度|党建|理论|评论|特刊|周刊|天下|焦点|农业|三农|读者|家庭|人物|史话|广告|县区|区县|校园|消费)"
)
_SECTION_NAME: Final = lazy_regex(
    rf"{_HAN}{{0,3}}{_SECTION}(?:\s*[·・/、\s]\s*{_HAN}{{0,2}}{_SECTION}|之[窗要声]|纵横|天地|广角|在线|视窗|园地|[版刊])?"
)
"""What a section of a paper is called: words that most papers use, alone or with a few others."""
_SECTIONS: Final = lazy_regex(rf"(?:{_HAN}{{0,2}}{_SECTION}){{1,2}}")
"""The same as a line's rest."""
_BESIDE_NUMBER: Final = lazy_regex(rf"{_HAN}{{2,5}}(?:\s*[·・/、]\s*{_HAN}{{2,4}})?")
"""What it may be called beside the number of its page."""
_NO_SECTION: Final = lazy_regex(r"^第|版$|[张張期号號]$|星期|[今本]日")
_LATIN = lazy_regex(r"[A-Z][A-Za-z]*(?:\s+[A-Z][A-Za-z]*)*")
_OLDEST: Final = 1990

_NO_NAME = r"(?!同志|先生|女士|老师|责|美编|校对|版式|组版|编辑|视觉|电话|热线)"
_NAME = rf"{_NO_NAME}(?:{_HAN}\s{{1,2}}{_HAN}(?!{_HAN})|{_HAN}{{2,4}})"
_STAFF = (
    r"(?:本版|责任|值班|执行|图片|首席)?(?:责编|编辑|主编|美编|版式|校对|审读|组版|视觉|制图|值班主任|编审)"
    rf"\s*[:：/]?\s*{_NAME}(?:[、，,\s/]\s*{_NAME})*"
)
_PARTS: Final = {
    "date": lazy_regex(FULL_DATE),
    "lunar": lazy_regex(r"农历[^\s\d第星]{2,14}|[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年[^\s\d第星]{0,8}"),
    "weekday": lazy_regex(r"(?:星期|周)[一二三四五六日天](?![\u4e00-\u9fff])"),
    "staff": lazy_regex(_STAFF),
    "contact": lazy_regex(r"(?:新闻热线|热线|电话|传真|邮箱|E-?mail|投稿|网址)\s*[:：]?\s*[\w@.\-—/]+", re.IGNORECASE),
    "registration": lazy_regex(
        r"国内统一(?:连续出版物号|刊号)\s*[:：]?|CN\s*\d\d\s*[-—]\s*\d{4}|总?第\s*\d+\s*期|邮发代号\s*[:：]?\s*[\d\-—]+"
    ),
    "pages": lazy_regex(r"(?:今日|本期|共)\s*\d{1,3}\s*版"),
    "page": lazy_regex(
        r"第\s*(?:[A-Da-d]?\s*\d{1,3}|[一二三四五六七八九十]{1,3})\s*版"
        r"|(?<![\dA-Za-z])[A-Da-d]?\d{1,2}\s*版"
    ),
    "paper": lazy_regex(rf"{_HAN}{{1,8}}(?:日报|晚报|晨报|早报|时报|都市报|商报|快报|周报|青年报|导报)(?!社|讯|道|记)"),
}
_NAME_ALONE: Final = lazy_regex(rf"{_HAN}{{2,8}}(?<![海喜汇举通情捷电预简申回填黑墙板壁战机关])(?:报|周刊|月刊|画刊)")
"""What a paper may be called that stands alone or beside a page number, in simplified characters: 山湾农友报. No 喜报
is one, and no 机关报, which tells whose paper it is."""
_WEEKDAYS: Final = "一二三四五六日"
_REPUBLIC_DAY = lazy_regex(
    rf"^(?:[^\n,，。]{{1,8}}\s)?\s*(?P<date>{REPUBLIC_YEAR}\s*(?:[国公新阳]历)?\s*{MONTH_DAY})\s*"
    rf"(?:星期|礼拜)(?P<weekday>[{_WEEKDAYS}天])",
    re.MULTILINE,
)
"""A year of the Republic, the day and its weekday, on one line or on several."""
_OTHER_PAGE = lazy_regex(r"上接|下[转轉]|[转轉見见接]\s*第|详见")
_BARE_NUMBER = lazy_regex(r"(?<![\dA-Za-z.])([A-D]?0?\d{1,2})(?![\dA-Za-z.%])")
_SEPARATORS = lazy_regex(r"[\s|｜/·•:：,，、\-—_()（）【】\[\]■□●]+")


@dataclass(frozen=True, slots=True)
class Masthead:
    """What a masthead says, and the numbers of its lines in runs of neighbours."""

    issue: Issue
    runs: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class _Read:
    """One line: the parts found on it by name, what else stands there, and a number by itself."""

    number: int
    text: str
    parts: dict[str, str]
    rest: str
    bare: str

    @property
    def is_sure(self) -> bool:
        """Whether the line is of a masthead whatever stands beside it."""
        beside = set(self.parts) - {"date"}
        if len(self.rest) > _LABEL or _OTHER_PAGE.search(self.text):
            return False
        if "date" in self.parts:
            return bool(beside) or (bool(self.bare) and not self.rest)
        return "page" in beside or ("staff" in beside and not self.rest) or len(beside) > 1

    @property
    def is_possible(self) -> bool:
        """Whether the line is of a masthead if its neighbour is: one thing by itself, or a number and its section."""
        return bool(self.bare and _SECTIONS.fullmatch(self.rest)) or (not self.rest and bool(self.parts or self.bare))


def read_masthead(lines: Sequence[str]) -> Masthead:
    """The masthead among the first and last lines of a page."""
    printed = [(number, half_width(line)) for number, line in enumerate(lines, 1) if line.strip()]
    top = [_read(*line) for line in printed[:_TOP]]
    foot = [_read(*line) for line in printed[_TOP:][-_FOOT:]]
    runs = [*_runs(top, at_top=True), *_runs(foot, at_top=False)]
    if not runs and top and _is_date_alone(top[0], lines):
        runs = [[top[0]]]
    issue = _issue([read for run in runs for read in run])
    if issue.date is None:
        issue = _with_republic_day(issue, printed[:_TOP])
    if issue.told and not issue.paper:
        issue = _with_name(issue, [*top, *foot])
    section = _section([read for run in runs for read in run], printed, issue.paper)
    issue = replace(issue, section=section) if section else issue
    return Masthead(issue, tuple(tuple(read.number for read in run) for run in runs))


def _read(number: int, line: str) -> _Read:
    rest, parts = line, {}
    if len(line) <= 200:
        for name, pattern in _PARTS.items():
            found = pattern.search(rest)
            if found and (name != "date" or _is_recent(full_date_of(found))):
                parts[name] = found.group()
                rest = pattern.sub(" ", rest)
    bare = _BARE_NUMBER.search(rest) if len(line) <= 200 else None
    if bare:
        rest = rest[: bare.start()] + rest[bare.end() :]
    if "paper" in parts:
        rest = _LATIN.sub("", rest)  # TAIYUAN DAILY
    return _Read(number, line, parts, _SEPARATORS.sub("", rest), bare.group(1) if bare else "")


def _is_recent(day: datetime.date | None) -> bool:
    return day is not None and day.year >= _OLDEST


def _runs(edge: Sequence[_Read], at_top: bool) -> list[list[_Read]]:
    """Runs of lines that hold a sure one; a date by itself at the foot is the signature of a notice."""
    runs: list[list[_Read]] = [[]]
    for read in edge:
        if read.is_sure or (read.is_possible and (at_top or set(read.parts) != {"date"})):
            runs[-1].append(read)
        else:
            runs.append([])
    return [run for run in runs if any(read.is_sure for read in run) or _adds_up(run)]


def _adds_up(run: Sequence[_Read]) -> bool:
    """Whether lines that are nothing by themselves make a masthead together: 太原日报 / 2022年1月21日 / 星期五."""
    kinds = {name for read in run for name in (*read.parts, *(["number"] if read.bare else []))}
    return "date" in kinds and len(kinds) > 1


def _is_date_alone(first: _Read, lines: Sequence[str]) -> bool:
    """Whether the page opens with a day that heads no history column: such a column has several."""
    heads = sum(is_date_head(line) for line in lines)
    return first.is_possible and set(first.parts) == {"date"} and heads <= 1


def _issue(reads: Sequence[_Read]) -> Issue:
    """What the lines say together; of several days or numbers the first."""
    seen = next(
        (
            [DateMention(read.number, match.start(), match.group(), day.isoformat())]
            for read in reads
            if "date" in read.parts
            for match in re.finditer(FULL_DATE, read.text)
            if _is_recent(day := full_date_of(match)) and day
        ),
        [],
    )
    numbers = [_page_number(read.parts["page"]) for read in reads if "page" in read.parts]
    numbers += [_page_number(read.bare) for read in reads if read.bare and "pages" not in read.parts]
    page = next((number for number in numbers if number), None)
    paper = next((read.parts["paper"] for read in reads if "paper" in read.parts), "")
    return Issue(
        date=seen[0].date if seen else None,
        page=page,
        told="masthead" if seen or page else "",
        seen=tuple(seen),
        paper=paper,
    )


def _with_republic_day(issue: Issue, top: Sequence[tuple[int, str]]) -> Issue:
    """`issue` with the day that the top lines print in a year of the Republic, if its weekday is the one beside it.

    It tells the issue and nothing else: its lines are split like any others.
    """
    match = _REPUBLIC_DAY.search("\n".join(simplified_in_place(line) for _, line in top))
    if match is None:
        return issue
    day = day_of(year_of(match) or 0, number_of(match["month"]), number_of(match["day"]))
    if day is None or _WEEKDAYS[day.weekday()] != match["weekday"].replace("天", "日"):
        return issue
    *above, line = match.string[: match.end("date")].split("\n")
    start = max(0, match.start("date") - sum(len(other) + 1 for other in above))
    text = line[start:].lstrip()
    seen = DateMention(top[len(above)][0], len(line) - len(text), text, day.isoformat())
    return replace(issue, date=seen.date, told="masthead", seen=(seen,))


def _with_name(issue: Issue, edge: Sequence[_Read]) -> Issue:
    """`issue` with the name that fills a line near the masthead, spread or not, and the page number beside it.

    Like a day of the Republic it tells the issue and nothing else.
    """
    for read in edge:
        if set(read.parts) <= {"page"} and _NAME_ALONE.fullmatch(simplified_in_place(read.rest)):
            page = issue.page or _page_number(read.parts.get("page", "")) or None
            return replace(issue, paper=read.rest, page=page)
    return issue


def _section(masthead: Sequence[_Read], printed: Sequence[tuple[int, str]], paper: str) -> str:
    """What the section of the page is called as it is printed: beside its number, else on the first line by itself, or
    on the first below the masthead. "" where nothing tells it.
    """
    for read in masthead:
        if ("page" in read.parts or read.bare) and read.rest and not read.parts.keys() & {"staff", "contact"}:
            text = _PARTS["page"].sub(" ", read.text)
            text = text.replace(read.bare, " ", 1) if read.bare else text
            name = _SEPARATORS.sub("", read.rest)
            found = _BESIDE_NUMBER.search(text, max(0, text.find(name[:2])))
            if found and not _NO_SECTION.search(found[0]) and found[0] != paper:
                return found[0].strip()
    taken = {read.number for read in masthead}
    alone = next((line.strip(" \t\u3000\ufeff") for number, line in printed[:_TOP] if number not in taken), "")
    return alone if _SECTION_NAME.fullmatch(alone) else ""


def _page_number(text: str) -> int:
    return number_of(re.sub(r"[^\d一二三四五六七八九十]", "", text) or "0")
