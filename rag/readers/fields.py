"""Named fields of a record -> what they say of an article: which one is the title, the text, the date.

Names are compared without case, spaces, hyphens and underscores. Where several fit, the first of the list that has a
value is taken and the others stay columns.
"""

import datetime
import functools
import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from rag.readers.document import Facts, clean_lines
from rag.records import Kind

Fields = Sequence[tuple[str, str]]
"""Names with their values, in the file's order."""

TEXT_NAMES: Final = (
    "text", "正文", "content", "body", "全文", "内容", "文本", "文章", "文章内容", "新闻内容", "正文内容",
    "articlebody", "fulltext", "contenttext", "maintext", "article")

_NAMES: Final[dict[str, tuple[str, ...]]] = {
    "title": ("title", "标题", "headline", "题目", "主标题", "文章标题", "新闻标题", "题名", "heading"),
    "text": TEXT_NAMES,
    "date": ("date", "日期", "发布日期", "出版日期", "见报日期", "刊发日期", "发表日期", "发布时间", "发表时间",
             "出版时间", "刊发时间", "时间", "time", "datetime", "pubdate", "pubtime", "publishdate", "publishtime",
             "publisheddate", "publishedat", "publishedtime", "datepublished", "publicationdate", "issuedate",
             "published", "articlepublishedtime", "dcdate"),
    "byline": ("byline", "作者", "记者", "author", "authors", "署名", "reporter", "撰稿", "撰文", "作者姓名", "writer",
               "articleauthor", "dccreator"),
    "kind": ("kind", "体裁", "文体", "类型", "类别", "genre", "type", "category"),
}

_KINDS: Final[dict[str, Kind]] = {
    "news": "news", "新闻": "news", "消息": "news",
    "feature": "feature", "特写": "feature", "通讯": "feature",
    "caption": "caption", "图注": "caption", "图片说明": "caption",
    "almanac": "almanac", "史历": "almanac",
    "commentary": "commentary", "评论": "commentary", "社论": "commentary", "短评": "commentary", "时评": "commentary",
    "continuation": "continuation", "转版": "continuation",
    "slogan": "slogan", "标语": "slogan",
}

_DATE = re.compile(r"\s*(\d{4})\s*(?:-|/|\.|年)\s*(\d{1,2})\s*(?:-|/|\.|月)\s*(\d{1,2})(?!\d)\s*日?")
_COMPACT_DATE = re.compile(r"\s*(\d{4})(\d{2})(\d{2})(?!\d)")


def iso_date(text: str) -> str | None:
    """The ISO date that `text` opens with, a time of day after it or not; None for anything else."""
    return _dated(text)[0]


def has_text(names: Sequence[str]) -> bool:
    """Whether one of the names is that of the text."""
    return bool(_named(tuple(names))["text"])


def read_fields(fields: Fields) -> tuple[Facts, str]:
    """What the fields say, and the text. Fields without a value are left out of the columns.

    A date that cannot be read, or is printed with more than the day, and a kind that is none of ours stay columns too.
    """
    places = _named(tuple(name for name, _ in fields))

    def first(role: str) -> int | None:
        return next((place for place in places[role] if fields[place][1].strip()), None)

    title, text, byline = first("title"), first("text"), first("byline")
    dates = [place for place in places["date"] if _dated(fields[place][1])[0]]
    kinds = [place for place in places["kind"] if fields[place][1].strip().lower() in _KINDS]
    whole_date = [place for place in dates[:1] if not _dated(fields[place][1])[1]]
    used = {title, text, byline, *whole_date, *kinds[:1]}
    columns = tuple((_clean(name, " "), _clean(value, "\n")) for place, (name, value) in enumerate(fields)
                    if place not in used and value.strip())
    value = ["" if place is None else fields[place][1] for place in (title, text, byline)]
    facts = Facts(
        title=_clean(value[0], " "), byline=_clean(value[2], "、"), columns=columns,
        date=_dated(fields[dates[0]][1])[0] if dates else None,
        kind=_KINDS[fields[kinds[0]][1].strip().lower()] if kinds else None)
    return facts, value[1]


def _clean(text: str, between: str) -> str:
    return between.join(clean_lines(text))


@functools.lru_cache(maxsize=256)
def _named(names: tuple[str, ...]) -> dict[str, tuple[int, ...]]:
    """For each role, the places of the names that mean it, the surest first."""
    plain = [re.sub(r"[\s_:.\-]", "", unicodedata.normalize("NFKC", name)).lower() for name in names]
    return {role: tuple(place for known in meant for place, name in enumerate(plain) if name == known)
            for role, meant in _NAMES.items()}


def _dated(text: str) -> tuple[str | None, str]:
    """The ISO date that `text` opens with, and what is printed after it."""
    plain = unicodedata.normalize("NFKC", text)
    match = _DATE.match(plain) or _COMPACT_DATE.match(plain)
    if match is None:
        return None, plain
    try:
        day = datetime.date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None, plain
    return day.isoformat(), plain[match.end():].strip()
