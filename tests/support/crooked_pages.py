"""Pages that no paper prints: one thing over and over, or one line without an end. All are invented.

`UNITS` are repeated up to a size in bytes, `SHAPES` make a page of about that size.
"""

import random
from collections.abc import Callable

SENTENCE = "他说这件事情已经办妥了，大家都很满意。"


def characters(seed: int, count: int) -> str:
    """So many Chinese characters by chance, always the same for one seed."""
    chance = random.Random(seed)
    return "".join(chr(chance.randrange(0x4E00, 0x9FA5)) for _ in range(count))


def page_of(kind: str, size: int) -> str:
    """The page of this kind, of about `size` bytes."""
    unit = UNITS.get(kind)
    return unit * max(1, size // len(unit.encode())) if unit else SHAPES[kind](size)


UNITS: dict[str, str] = {
    "history": "历史上的今天\n1949年\n一句。\n",
    "history2": "历史上的今天\n1949年1月2日\n一句话。\n",
    "history3": "1949年1月2日\n一句话。\n",
    "masthead": "青岩日报 2022年1月21日 星期五 第1版\n",
    "datehead": "2022年1月21日\n",
    "headings": "城南小学今日开学\n",
    "headings gap": "城南小学今日开学\n\n",
    "headings body": "城南小学今日开学\n昨日一句话。\n",
    "headings body long": "城南小学今日开学\n" + SENTENCE * 4 + "\n",
    "bylines": "（记者 王小明）\n",
    "byline plain": "记者 王小明\n",
    "byline heading": "城南开学\n记者 王小明\n",
    "caption": "图为开学现场。王小明 摄\n",
    "captions2": "\n\n图为开学现场。\n\n\n城南开学\n",
    "credit": "一句话说完了。\n王小明 摄\n",
    "lead": "本报讯 昨日一句话。\n",
    "lead heading": "城南开学\n本报讯 昨日一句话。\n",
    "lead open": "城南开学\n本报讯 昨日一句话说到\n",
    "cont": "（上接第1版）一句话。\n",
    "contmark": "（上接第1版）\n",
    "turn": "一句话（下转第2版）\n",
    "turnalone": "（下转第2版）\n",
    "turn open": "一句话说到\n（下转第2版）\n",
    "open bodies": "他说这件事情，已经办妥了，大家都，很满意\n",
    "open body heading": "城南小学今日开学\n他说这件事情，已经办妥了，大家都，很满意\n",
    "double": "他说这件事情已经办妥了，大家都很满意，真的很满意啊。\n",
    "double heads": "城南小学今日开学\n他说这件事情已经办妥了，大家都很满意，真的很满意啊。（记者 王小明）\n",
    "subtitle": "——城南小学探访记\n",
    "subtitle2": "城南开学\n——城南小学探访记\n",
    "subtitle alone": "城南开学\n——城南小学探访记\n（上接第1版）\n",
    "sub slogan": "——城南小学探访记\n\n\n要闻\n他说这件事情已经办妥了，大家都很满意。\n",
    "numbered": "一、城南\n一句话。\n",
    "qa": "问：开学了吗？\n答：开学了。\n",
    "qa head": "问：开学了吗？\n答：开学了。\n城南开学\n",
    "notice": "停水通知\n一句话。\n供水公司\n",
    "poem": "春日\n王小明 诗\n记者 王小明\n春风吹又生\n柳绿花红时\n水暖鸭先知\n",
    "label": "要闻\n\n",
    "supplier": "（气象局供稿）\n",
    "items": "08:30 早间新闻\n",
    "prices": "白菜 3元\n",
    "blank": "\n",
    "blanks sp": " \n",
    "short lines": "字\n",
    "two lines": "字字\n\n",
    "wrapped same": "他说这件事情已经办妥了大家都很满意啊啊啊\n",
    "almanac gap": "1949年1月2日\n一句话。\n\n城南开学\n",
    "slogans": "文明你我他\n\n\n",
    "long head open": "城南小学\n他，说到\n开学\n",
    "nul": "\x00",
    "vt": "一\x0b\x0c\x85\u2028",
    "latin": "The quick brown fox jumps over the lazy dog. ",
    "latin lines": "The quick brown fox jumps over the lazy dog.\n",
    "spaced": "青 岩 县 新 修 灌 溉 渠 通 水 。 ",
    "spaced lines": "青 岩 县 新 修 灌 溉 渠 通 水 。\n",
    "zw": "青\u200b岩\u200b",
    "table": "甲 乙 丙 丁\n1 2 3 4\n",
    "paper": "青岩日报\n",
    "phone": "热线：12345678\n",
    "staff": "责编 王小明\n",
    "astral": "𠮷",
    "photo chain": "一句话。\n图为现场。\n王小明 摄\n",
}

SHAPES: dict[str, Callable[[int], str]] = {
    "poem1": lambda n: "春日\n（王小明）\n" + "春风吹又生\n" * (n // 16),
    "blank text": lambda n: "一句话。\n" + "\n" * (n - 20) + "一句话。",
    "blank gap": lambda n: ("一句话。" + "\n" * 1000) * (n // 1012),
    "oneline": lambda n: SENTENCE * (n // 57),
    "oneline nostop": lambda n: "字" * (n // 3),
    "oneline rand": lambda n: characters(0, n // 3),
    "oneline space": lambda n: " " * (n - 9) + "一句。",
    "oneline space2": lambda n: "一句。" + " " * (n - 9) + "一句",
    "oneline ideo": lambda n: "一" + "\u3000" * (n // 3) + "一",
    "oneline brackets": lambda n: "(" * n,
    "oneline brackets2": lambda n: "（" * (n // 3),
    "oneline brackets3": lambda n: "（一" * (n // 6),
    "oneline close": lambda n: "）" * (n // 3),
    "oneline close2": lambda n: "。" + "”" * (n // 3) + "x",
    "oneline pairs": lambda n: "（一）" * (n // 9),
    "oneline pairs stop": lambda n: "。（一）" * (n // 12),
    "oneline digits": lambda n: "1" * n,
    "oneline digits2": lambda n: "1 " * (n // 2),
    "oneline date": lambda n: "1月1日" * (n // 9),
    "oneline date sp": lambda n: "1月 1日 " * (n // 11),
    "oneline yeardate": lambda n: "2022年1月21日" * (n // 17),
    "oneline isodate": lambda n: "2022-1-21 " * (n // 10),
    "oneline year": lambda n: "2022年" * (n // 7),
    "oneline day": lambda n: "1日" * (n // 4),
    "oneline today": lambda n: "今日" * (n // 6),
    "oneline today quotes": lambda n: "“今日" * (n // 9),
    "oneline today q": lambda n: "今日" * (n // 6) + "“",
    "oneline until": lambda n: "2021年12月30日至1月2日" * (n // 30),
    "oneline plan": lambda n: "1月1日将" * (n // 12),
    "oneline monthday long": lambda n: "2021年5月" + "1月2日" * (n // 8),
    "oneline dots": lambda n: "…" * (n // 3),
    "oneline ascii dots": lambda n: "." * n,
    "oneline abc": lambda n: "ab. " * (n // 4),
    "oneline dot space": lambda n: "ab." + " " * (n - 5) + "1",
    "oneline dot spaces": lambda n: ("ab." + " " * 200 + "1") * (n // 204),
    "oneline quotes": lambda n: "“" * (n // 3),
    "oneline names": lambda n: "王小明 " * (n // 10),
    "oneline names2": lambda n: "王小明、" * (n // 12),
    "oneline names3": lambda n: "记者 王小明 " * (n // 17),
    "oneline br names": lambda n: "（" + "王小明、" * (n // 12) + "一二三四五六七八）",
    "oneline br names2": lambda n: "（记者 " + "王 小" * (n // 8) + "）",
    "oneline br names3": lambda n: "（记者 王小明 " * (n // 22),
    "oneline stop names": lambda n: "。记者 王小明" * (n // 20),
    "oneline stop names2": lambda n: "。" + "记者 王小明 " * (n // 20) + "啊",
    "oneline stop names3": lambda n: "。" + "记者" * (n // 6),
    "oneline roles": lambda n: "记者" * (n // 6),
    "oneline roles2": lambda n: "本报首席" * (n // 12),
    "oneline cont": lambda n: "上接第1版" * (n // 14),
    "oneline turn": lambda n: "下转第2版" * (n // 14),
    "oneline turn2": lambda n: "（下转" * (n // 9),
    "oneline turn3": lambda n: "（下转第" + " " * n,
    "oneline turn4": lambda n: "下转 " * (n // 7),
    "oneline lead": lambda n: "本报讯 " * (n // 10),
    "oneline lead2": lambda n: "（上接第1版）" * (n // 20),
    "oneline comma": lambda n: "，" * (n // 3),
    "oneline comma txt": lambda n: "他说，" * (n // 9),
    "oneline semicolon": lambda n: "一；" * (n // 6),
    "oneline colon": lambda n: "一：" * (n // 6),
    "oneline excl": lambda n: "！" * (n // 3),
    "oneline animal": lambda n: "虎年" * (n // 6),
    "oneline telegraph": lambda n: "新华社" + "北" * (n // 3) + "电",
    "oneline lunar": lambda n: "农历" * (n // 6),
    "wrapped": lambda n: "".join(characters(i, 20) + "\n" for i in range(n // 61)),
    "wrapped ind": lambda n: "".join(
        (
            "\u3000\u3000" + characters(i, 18)
            if i % 5 == 0
            else characters(i, 20)
            if i % 5 < 4
            else characters(i, 12) + "。"
        )
        + "\n"
        for i in range(n // 60)
    ),
    "rand bodies": lambda n: "".join(
        characters(i, 60) + "，" + characters(i + 7, 30) + "。\n" for i in range(n // 280)
    ),
    "rand open bodies": lambda n: "".join(
        characters(i, 60) + "，" + characters(i + 7, 30) + "\n" for i in range(n // 280)
    ),
    "rand heads": lambda n: "".join(characters(i, 12) + "\n" + characters(i + 7, 80) + "。\n" for i in range(n // 280)),
    "rand heads gap": lambda n: "".join(
        characters(i, 12) + "\n\n" + characters(i + 7, 80) + "。\n\n\n" for i in range(n // 280)
    ),
    "rand heads by": lambda n: "".join(
        characters(i, 12) + "\n" + characters(i + 7, 80) + "。（记者 王小明）\n" for i in range(n // 310)
    ),
    "rand subtitles": lambda n: "".join(
        characters(i, 12)
        + "\n——"
        + characters(i + 3, 9)
        + "\n\n\n"
        + characters(i + 7, 12)
        + "\n\n\n（上接第1版）"
        + characters(i + 9, 40)
        + "。\n"
        for i in range(n // 260)
    ),
    "rand untitled": lambda n: "".join(
        "——"
        + characters(i + 3, 9)
        + "\n\n\n（上接第1版）\n"
        + characters(i + 9, 40)
        + "。\n王小明 摄\n"
        + characters(i + 5, 60)
        + "。（记者 王小明）\n"
        for i in range(n // 360)
    ),
    "untitled by": lambda n: "".join(characters(i, 60) + "。（记者 王小明）\n" for i in range(n // 210)),
    "subtitle then untitled": lambda n: (
        "".join("——" + characters(i, 9) + "\n" for i in range(n // 90))
        + "（上接第1版）一句。\n王小明 摄\n"
        + "".join(characters(i, 20) + "。（记者 王小明）\n" for i in range(n // 90))
    ),
    "heads run random": lambda n: "".join(characters(i, 12) + "\n" for i in range(n // 37)),
    "heads run gap random": lambda n: "".join(characters(i, 12) + "\n\n" for i in range(n // 38)),
    "heads then body": lambda n: (
        "".join(characters(i, 12) + "\n" for i in range(n // 74)) + characters(1, n // 6) + "。"
    ),
    "one body heads": lambda n: "".join(
        characters(1, 60) + "，他说到\n" + characters(i, 9) + "\n" for i in range(n // 230)
    ),
    "end open one": lambda n: "城南开学\n" + ("他说，说到\n一句话。\n" * 24) + "一句话说完了。\n" * (n // 25),
    "ends25 heads": lambda n: (
        "".join(f"城南{characters(i, 4)}\n他说，{characters(i, 20)}说到\n" for i in range(24))
        + "".join(characters(i, 8) + "\n" + characters(i + 1, 30) + "。\n" for i in range(n // 130))
    ),
    "ends25 onebody": lambda n: (
        "".join(f"城南{characters(i, 4)}\n他说，{characters(i, 20)}说到\n" for i in range(24))
        + "城南开学\n"
        + "".join(characters(i + 1, 30) + "。\n" for i in range(n // 100))
    ),
    "ends25 untitled": lambda n: (
        "".join(f"城南{characters(i, 4)}\n他说，{characters(i, 20)}说到\n" for i in range(24))
        + "".join(characters(i + 1, 30) + "。（记者 王小明）\n" for i in range(n // 130))
    ),
}
