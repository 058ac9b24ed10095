"""What programs and people call the title, the text, the date of an article: names of fields -> what they mean.

Names are compared without case, spaces, hyphens and underscores, in simplified characters, without marks as
(必填), without what a database puts around them (`_source.title`, `post_title`, `title_txt`), and in two languages at
once (`Title-题名`). The surest name of each meaning comes first.
"""

import functools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

_CARRIERS: Final = (
    "",
    "稿件",
    "稿",
    "文稿",
    "新闻",
    "文章",
    "报道",
    "作品",
    "原文",
    "信息",
    "资讯",
    "条目",
    "正文",
    "全文",
    "内容",
)
_ISSUES: Final = (
    "",
    "发布",
    "出版",
    "见报",
    "刊发",
    "发表",
    "刊登",
    "刊载",
    "登载",
    "出报",
    "发稿",
    "报纸",
    "版面",
    "上报",
    "报道",
)


def _each(before: Iterable[str], *ends: str) -> list[str]:
    return [start + end for end in ends for start in before]


TEXT_NAMES: Final = tuple(
    dict.fromkeys(
        (
            "text",
            "正文",
            "content",
            "body",
            "全文",
            "内容",
            "文本",
            "文章",
            "文章内容",
            "新闻内容",
            "正文内容",
            "articlebody",
            "fulltext",
            "contenttext",
            "maintext",
            "article",
            *_each(_CARRIERS[1:], "内容", "正文", "全文", "文本"),
            "内文",
            "原文",
            "正文文字",
            "正文快照",
            "bodytext",
            "articletext",
            "articlecontent",
            "contentbody",
            "plaintext",
            "contentplain",
            "contentencoded",
            "encoded",
            "bodyvalue",
            "story",
            "storytext",
            "doccontent",
            "ircontent",
            "paragraphs",
            "段落",
            "blocks",
            "contenthtml",
            "bodyhtml",
            "htmlcontent",
            "正文html",
            "dochtmlcon",
            "html",
        )
    )
)

NAMES: Final[dict[str, tuple[str, ...]]] = {
    "title": (
        "title",
        "标题",
        "headline",
        "题目",
        "主标题",
        "文章标题",
        "新闻标题",
        "题名",
        "heading",
        *_each(_CARRIERS[1:], "标题", "题目"),
        "稿名",
        "篇名",
        "大标题",
        "正题",
        "标题名称",
        "headlinemain",
        "articletitle",
        "titletext",
        "doctitle",
        "irurltitle",
        "systopic",
        "subject",
        "name",
    ),
    "text": TEXT_NAMES,
    "date": (
        "date",
        "日期",
        "发布日期",
        "出版日期",
        "见报日期",
        "刊发日期",
        "发表日期",
        "发布时间",
        "发表时间",
        "出版时间",
        "刊发时间",
        "时间",
        "time",
        "datetime",
        "pubdate",
        "pubtime",
        "publishdate",
        "publishtime",
        "publisheddate",
        "publishedat",
        "publishedtime",
        "datepublished",
        "publicationdate",
        "issuedate",
        "published",
        "articlepublishedtime",
        "dcdate",
        *_each(_ISSUES[1:], "日期", "时间"),
        "日期时间",
        "出版年月日",
        "年月日",
        "publishedon",
        "publishon",
        "publishat",
        "releasedate",
        "reporttime",
        "newsdate",
        "newstime",
        "docpubtime",
        "docreltime",
        "irurltime",
        "firstpublished",
        "postdate",
        "articledate",
        "created",
        "createdat",
        "datecreated",
    ),
    "byline": (
        "byline",
        "作者",
        "记者",
        "author",
        "authors",
        "署名",
        "reporter",
        "撰稿",
        "撰文",
        "作者姓名",
        "writer",
        "articleauthor",
        "dccreator",
        "稿件作者",
        "文章作者",
        "撰稿人",
        "creator",
        "authorname",
        "docauthor",
        "irauthors",
        "采写",
        "记者姓名",
    ),
    "kind": ("kind", "体裁", "文体", "类型", "类别", "genre", "type", "category", "稿件体裁", "稿件类型", "新闻体裁"),
}

_RANKS: Final = {
    role: {name: rank for rank, name in reversed(tuple(enumerate(known)))} for role, known in NAMES.items()
}
_LONGEST: Final = 100
"""Characters of a name; what is longer names nothing that is known."""

_SIMPLIFIED: Final = str.maketrans(
    "標題內發佈報時間體記類別見稱聞撰寫載編號參點據採姓名稿訊資條",
    "标题内发布报时间体记类别见称闻撰写载编号参点据采姓名稿讯资条",
)
_MARK_BEFORE: Final = re.compile(r"^[(\[【{〔][^()\[\]【】{}〔〕]{1,10}[)\]】}〕]\s*(?=\w)")
_MARKS: Final = re.compile(r"\s*[(\[【{〔（](?P<inner>[^()\[\]【】{}〔〕（）]*)[)\]】}〕）]\s*$")
_OTHER_THING: Final = re.compile(r"id|号|url|链接|地址|字数|长度|类型|代码|code|length|count|size|type", re.IGNORECASE)
_AROUND: Final = re.compile(
    r"(?:_?source|fields|attributes|field|article|news|doc|document|post|entry|story|node|data|item|hits?|dc|dcterms|og)"
    r"[._:/]",
    re.IGNORECASE,
)
_STORED_AS: Final = re.compile(
    r"_(?:s|ss|t|txt|dt|tdt|dts|str|text|txts|zh|cn|hans|txt_zh|txt_cn|keyword|raw)$"
    r"|\.keyword$",
    re.IGNORECASE,
)


def has_text(names: Iterable[str]) -> bool:
    """Whether one of the names is that of the text."""
    return bool(places_of(tuple(names))["text"])


@functools.lru_cache(maxsize=256)
def places_of(names: tuple[str, ...]) -> dict[str, tuple[int, ...]]:
    """For each meaning, the places of the names that have it, the surest first."""
    found: dict[str, list[tuple[int, int, int]]] = {role: [] for role in NAMES}
    for place, name in enumerate(names):
        met: set[str] = set()
        for step, form in enumerate(_forms(name)):
            for role, ranks in _RANKS.items():
                if form in ranks and role not in met:
                    met.add(role)
                    found[role].append((step, ranks[form], place))
    return {role: tuple(place for _, _, place in sorted(places)) for role, places in found.items()}


def _forms(name: str) -> Iterator[str]:
    """The name as it may be known: first as it is, then with less and less around it."""
    if len(name) > _LONGEST:
        return
    shown = unicodedata.normalize("NFKC", name).translate(_SIMPLIFIED).strip().strip("*※ :\ufeff\"'")
    shown = _MARK_BEFORE.sub("", shown)
    yield plain(shown)
    marked = _MARKS.search(shown)
    bare = _MARKS.sub("", shown).strip("*※ :") if marked and not _OTHER_THING.search(marked["inner"]) else shown
    yield plain(bare)
    core = _STORED_AS.sub("", bare)
    while around := _AROUND.match(core):
        core = core[around.end() :]
    yield plain(core)
    yield _of_two_languages(shown)


def plain(name: str) -> str:
    """The name without what is no matter: case, spaces, hyphens, underscores, colons and points."""
    return re.sub(r"[\s_:.\-]", "", name).lower()


def _of_two_languages(name: str) -> str:
    """Title-题名 -> 题名, where both parts mean the same; "" for any other name."""
    chinese = "".join(re.findall(r"[\u4e00-\u9fff]+", name))
    other = plain("".join(re.findall(r"[A-Za-z_]+", name)))
    return next((chinese for known in NAMES.values() if chinese in known and other in known), "")


def first_names(names: Sequence[str], count: int = 6) -> str:
    """The first of the names, for a sentence."""
    shown = [re.sub(r"\s+", " ", name)[:20] for name in names if name.strip()][:count]
    return "、".join(shown) or "—"
