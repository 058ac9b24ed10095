"""Small files of every form that is read, and what chance makes of them. All text is invented."""

import io
import json
import random
import zipfile
from collections.abc import Iterator

from support.documents import column, pdf, word

PAGE = """青岩日报 2022年1月21日 星期五 第3版
南街图书角开门迎客
本报讯（记者 张三）3月5日上午，南街社区的图书角正式开放。开放首日，社区收到捐书八百三十六册。
下一步，社区将办读书会。

历史上的今天
1949年
东湖公园建成。
（下转第四版）
"""
MARKDOWN = "# 渡口添了新船\n\n*记者 李四*\n\n桃李镇渡口的新船昨日下水，能坐四十人。\n\n| 项目 | 数 |\n|---|---|\n| 船 | 1 |\n\n- 一\n- 二\n"
HTML = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>花灯会</title></head><body><article><h1>花灯会开幕</h1>
<p class="byline">记者 王五</p><p>东湖公园的花灯会昨晚开幕。<b>灯会</b>展出花灯一百二十组。</p><table><tr><td colspan="2">一</td></tr></table>
</article></body></html>"""
RECORDS = [
    {
        "title": "医院",
        "content": "我市新增两家社区医院。截至目前，共有十一家。",
        "date": "2024-04-27",
        "page": 3,
        "author": ["张三"],
        "tags": {"类": "新闻"},
    },
    {"标题": "图书角", "正文": "图书角正式开放。"},
]
TABLE = (
    '标题,正文,日期,版次\n医院,"我市新增两家社区医院。\n共十一家。",2024-04-27,3\n图书角,图书角正式开放。,2024/4/28,4\n'
)
SIDECAR = """[[page]]
file = "001.txt"
date = 2022-01-21
number = 3
paper = "青岩日报"
[[page.article]]
title = "南街图书角开门迎客"
lines = [2, 3, 4]
kind = "news"
byline = "张三"
"""
DICTIONARY = "青岩日报 5 n\n南街 3\n图书角\n# 说明\n东湖公园 10 ns\n"
SETTINGS = 'passages = 5\nencoder_batch = 16\npage_megabytes = 2.5\nreader = "none"\npassage_characters = 300\n'
QUESTIONS = "".join(
    json.dumps(line, ensure_ascii=False) + "\n"
    for line in (
        {"id": "q1", "question": "几家医院？", "answers": ["11家"], "evidence": ["共十一家。"], "type": "number"},
        {"id": "q2", "question": "再问？", "history": [["先问？", "先答。"]], "answers": [], "type": "unanswerable"},
    )
)
QUESTION_LIST = json.dumps(
    [
        {"question": "几家？", "answer": "11家", "contexts": ["共十一家。"], "ground_truth": "11家"},
        {"user_input": "何时？", "reference": "昨晚"},
    ],
    ensure_ascii=False,
)
QUESTION_TABLE = "问题,正确答案,类型\n几家？,11家,number\n何时？,昨晚,time\n"

TOKENS = [
    token.encode("utf-8", "surrogatepass")
    for token in (
        "\0",
        "\ufeff",
        "\ud800",
        "\udfff",
        "²",
        "𠮷",
        "\u2028",
        "\r",
        "\n",
        "\t",
        "inf",
        "nan",
        "-1",
        "1e999",
        "9" * 5000,
        "0x",
        "true",
        "null",
        '"',
        "'",
        '"""',
        "\\",
        "\\ud83d",
        "\\u0000",
        "[" * 3000,
        "]" * 50,
        "{" * 3000,
        "}",
        "<",
        ">",
        "<!--",
        "-->",
        "<![CDATA[",
        "&#x110000;",
        "&lt",
        "</",
        "<table>" * 500,
        "<div>" * 500,
        ",",
        ";",
        "|",
        "=",
        "#",
        "[[page]]",
        "---",
        "```",
        "历史上的今天\n1949年\n一句。\n",
        "本报讯",
        "2022年13月45日",
        "（下转第99版）",
        "。" * 300,
        "啊" * 3000,
        " " * 3000,
        "%PDF-1.7",
        "endstream",
        "/Kids[1 0 R]",
        "1 0 obj",
        'w:gridSpan w:val="50000000"',
        "sep=;\n",
        "../../x",
        "http://x/",
        "\x1b[2J",
    )
]
TOKENS += [b"\xff\xfe", b"\xfe\xff", b"\x80", b"\xc0\xaf", b"\x81\x30", b"\xff" * 64, b"PK\x03\x04", b"\x1f\x8b"]


def mutated(content: bytes, chance: random.Random) -> bytes:
    """`content` with one to six things done to it."""
    for _ in range(chance.choice((1, 1, 1, 2, 3, 6))):
        at = chance.randrange(len(content) + 1)
        until = min(len(content), at + chance.choice((1, 1, 4, 30, 300)))
        what = chance.randrange(7)
        if what == 0 and content:
            place = chance.randrange(len(content))
            content = content[:place] + bytes([content[place] ^ (1 << chance.randrange(8))]) + content[place + 1 :]
        elif what == 1:
            content = content[:at] + content[until:]
        elif what == 2:
            content = content[:at] + content[at:until] * chance.choice((2, 3, 60)) + content[until:]
        elif what == 3:
            content = content[:at] + chance.randbytes(until - at) + content[until:]
        elif what == 4:
            content = content[:at] if chance.random() < 0.3 else content[at:] + content[:at]
        else:
            content = content[:at] + chance.choice(TOKENS) + content[at if what == 5 else until :]
    return content


def archives(content: bytes, chance: random.Random) -> bytes:
    """An archive of which the bytes are changed, or those of one part, packed again."""
    if chance.random() < 0.3:
        return mutated(content, chance)
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(packed, "w") as new:
        names = old.namelist()
        chosen = chance.choice([name for name in names if name.endswith("document.xml")] * 6 + names)
        for name in names:
            raw = old.read(name)
            new.writestr(name, mutated(raw, chance) if name == chosen else raw)
    return packed.getvalue()


def documents() -> dict[str, bytes]:
    """A document of each form, by its ending."""
    records = json.dumps(RECORDS, ensure_ascii=False)
    return {
        ".md": MARKDOWN.encode(),
        ".html": HTML.encode(),
        ".json": records.encode(),
        ".jsonl": "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in RECORDS).encode(),
        ".csv": TABLE.encode(),
        ".docx": word(
            ("Heading 1", "渡口添了新船"), ("", "桃李镇渡口的新船昨日下水。"), rows=[["船", "1"], ["人", "40"]]
        ),
        ".pdf": pdf(
            column("渡口添了新船", "　　新船昨日下水，能坐四十人。", "渡口的灯一直亮着。"),
            column("第二页", "　　又一句。"),
        ),
    }


def mutants(content: bytes, seed: object, count: int, *, archive: bool = False) -> Iterator[bytes]:
    """So many mutants, always the same for one seed."""
    chance = random.Random(f"{seed}")
    for _ in range(count):
        yield archives(content, chance) if archive else mutated(content, chance)
