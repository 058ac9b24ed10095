"""Blanks between characters, radicals, invisible characters: read through everywhere, and quoted as printed."""

import unicodedata
from itertools import cycle

import pytest

from rag.articles import split_page, with_issue
from rag.passages import cut_passages, search_text
from rag.records import Page
from rag.settings import Settings
from rag.text.characters import Spacing, closed_up, legible, legible_lines, normalise, simplified, spacing_of, unified
from rag.text.terms import Terms

LINES = [
    "河湾日报 2023年3月6日 星期一 第4版",
    "石桥镇办起夜校",
    "本报讯(记者 田立春)石桥镇3月5日办起农民夜校,每周三、周五晚上开课,首期报名八十八人。",
    "夜校教室设在镇文化站二楼,由县农技中心派人讲授果树修剪,风雨不停。",
    "",
    "东关桥加宽完工",
    "（上接第1版）县城东关桥加宽工程昨日完工,施工期间没有封路,居民往来方便。(高望)",
    "桥面由七米加宽到十二米,两边各有人行道,共用款三百二十万元。",
]
SPACES = {
    "ascii": " ",
    "ideographic": "\u3000",
    "no-break": "\u00a0",
    "thin": "\u2009",
    "hair": "\u200a",
    "narrow": "\u202f",
    "em": "\u2003",
    "figure": "\u2007",
    "medium": "\u205f",
    "tab": "\t",
}
INVISIBLE = {
    "zero-width": "\u200b",
    "joiner": "\u200d",
    "non-joiner": "\u200c",
    "word joiner": "\u2060",
    "mark": "\ufeff",
    "soft hyphen": "\u00ad",
    "direction": "\u200e",
    "selector": "\ufe00",
    "ideographic selector": "\U000e0100",
}
RADICAL = {
    "长": "⻓",
    "风": "⻛",
    "民": "⺠",
    "车": "⻋",
    "门": "⻔",
    "见": "⻅",
    "页": "⻚",
    "马": "⻢",
    "鱼": "⻥",
    "鸟": "⻦",
    "龟": "⻳",
    "齿": "⻮",
    "食": "⻝",
    "西": "⻄",
    "贝": "⻉",
    "日": "⽇",
    "月": "⽉",
    "水": "⽔",
    "方": "⽅",
    "行": "⾏",
    "人": "⼈",
    "一": "⼀",
    "大": "⼤",
    "工": "⼯",
    "用": "⽤",
    "田": "⽥",
    "石": "⽯",
    "立": "⽴",
    "面": "⾯",
    "高": "⾼",
}


def spaced(line: str, gap: str) -> str:
    return gap.join(character for character in line if not character.isspace())


def in_places(line: str, gap: str) -> str:
    steps = cycle((2, 1, 3, 2, 2, 1))
    compact, out = "".join(line.split()), []
    while compact:
        step = next(steps)
        out.append(compact[:step])
        compact = compact[step:]
    return gap.join(out)


VARIANTS = {
    **{f"{name} between all": [spaced(line, gap) for line in LINES] for name, gap in SPACES.items()},
    **{f"{name} between all": [gap.join(line) for line in LINES] for name, gap in INVISIBLE.items()},
    "after each": ["".join(f"{character} " for character in line if character != " ") for line in LINES],
    "two blanks": [spaced(line, "  ") for line in LINES],
    "radicals": ["".join(RADICAL.get(character, character) for character in line) for line in LINES],
    "radicals and blanks": [
        spaced("".join(RADICAL.get(character, character) for character in line), " ") for line in LINES
    ],
    "full width": [
        "".join(chr(ord(c) + 0xFEE0) if c.isascii() and c not in " .," else c for c in line) for line in LINES
    ],
    "compatibility": [line.replace("车", "\uf902").replace("立", "\uf9f7") for line in LINES],
}


def split(lines: list[str]):
    page = with_issue(Page("page.txt", tuple(lines), "0"))
    return page, split_page(page)


@pytest.mark.parametrize("lines", VARIANTS.values(), ids=VARIANTS)
def test_the_pieces_are_those_of_the_clean_page(lines: list[str]) -> None:
    clean_page, clean = split(LINES)
    page, found = split(lines)
    assert [(piece.spans, piece.title_lines, piece.kind) for piece in found] == [
        (piece.spans, piece.title_lines, piece.kind) for piece in clean
    ]
    assert [piece.date for piece in found] == [piece.date for piece in clean]
    assert [unicodedata.normalize("NFKC", piece.byline) for piece in found] == [piece.byline for piece in clean]
    assert (page.issue.date, page.issue.page, page.issue.paper) == (
        clean_page.issue.date,
        clean_page.issue.page,
        clean_page.issue.paper,
    )


@pytest.mark.parametrize("lines", VARIANTS.values(), ids=VARIANTS)
def test_what_is_searched_is_one_form_and_what_is_quoted_is_printed(lines: list[str]) -> None:
    def texts(lines: list[str]) -> list[str]:
        page, pieces = split(lines)
        passages = [passage for piece in pieces for passage in cut_passages([piece], [page], Settings())]
        for passage in passages:
            for sentence in passage.sentences:
                for fragment in sentence.fragments:
                    assert page.lines[fragment.line - 1][fragment.start : fragment.end] == fragment.text
        for piece in pieces:
            for mention in piece.mentions:
                assert page.lines[mention.line - 1][mention.start :].startswith(mention.text)
        return [search_text(passage).replace(" ", "") for passage in passages]

    assert texts(lines) == texts(LINES)


def test_blanks_here_and_there_in_prose_are_closed_up() -> None:
    lines = [in_places(line, " ") for line in LINES[1:]]
    assert spacing_of(lines) is not Spacing.NONE
    _, clean = split(LINES[1:])
    _, found = split(lines)
    assert [(piece.spans, piece.byline) for piece in found] == [(piece.spans, piece.byline) for piece in clean]
    assert {"夜校", "教室", "果树"} <= set(Terms().cut(lines[2]))


@pytest.mark.parametrize(
    "line",
    [
        "王小明 李小红 张小军 赵小丽",
        "白菜 3元 萝卜 2元 土豆 1元",
        "春风送暖 万物生长",
        "记者 王 丹 通讯员 刘 亚",
        "星期一 第4版 要闻",
        "1922 年 1 月 21 日至 2 月 2 日",
        "昨日上午　河湾县新修水渠通水　全长十八公里　可浇地两万四千亩　县长到场剪彩",
        "The new canal was opened",
        "3 5 8 13 21 34",
        "甲班 乙班 丙班",
        "A B C D E F",
    ],
)
def test_blanks_that_part_things_stay(line: str) -> None:
    assert closed_up(line) == line
    assert legible_lines([line, *LINES])[0].text == line


def test_a_wider_gap_in_a_spaced_line_is_one_that_was_meant() -> None:
    assert closed_up("春 风 送 暖   万 物 生 长") == "春风送暖 万物生长"


def test_a_spaced_line_on_a_clean_page_is_closed_up() -> None:
    assert legible_lines([*LINES, "水 渠 今 日 通 水"])[-1].text == "水渠今日通水"


@pytest.mark.parametrize(
    "printed", [*VARIANTS["ascii between all"], *VARIANTS["radicals and blanks"], "一\u200b二三\u00a0四"]
)
def test_every_character_is_found_again_in_the_print(printed: str) -> None:
    line = legible(printed)
    for place in range(len(line.text)):
        start, end = line.printed(place, place + 1)
        assert printed[start:end] == line.shown[place]
        assert unified(printed[start:end]) == line.text[place]


def test_each_radical_is_the_character_that_it_looks_like() -> None:
    for plain, radical in RADICAL.items():
        assert unified(radical) == plain
        assert normalise(f"河湾{radical}水") == f"河湾{plain}水"
    assert all(len(unified(chr(code))) == 1 for code in range(0x2E80, 0x2FE0))


def test_characters_beyond_the_first_plane_and_glyph_selectors_are_searched() -> None:
    assert normalise("𠮷田") == "𠮷田"
    assert normalise("渡边\U000e0100氏") == "渡边氏"
    assert normalise("县水\ufffd务局") == "县水务局"
    assert ":𠮷田" in Terms().cut("𠮷田村")


def test_questions_with_blanks_meet_clean_passages() -> None:
    assert Terms().cut("夜 校 教 室 设 在 哪 里") == Terms().cut("夜校教室设在哪里")


def test_lines_without_anything_to_read_stay_as_they_are() -> None:
    assert [line.text for line in legible_lines(["", " ", "\u3000", "\u200b"])] == ["", " ", "\u3000", "\u200b"]


def test_half_of_a_pair_stays_and_what_is_around_it_is_simplified() -> None:
    assert simplified("\udcff國\ud800語") == "\udcff国\ud800语"
    assert normalise("\udcff 國") == "\udcff 国"
