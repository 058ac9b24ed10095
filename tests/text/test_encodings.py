"""Pages in every encoding that Chinese text comes in, and pages with a character that cannot be read."""

import itertools
from pathlib import Path

import pytest

from rag.errors import PageError
from rag.pages.folder import notices_of, read_page
from rag.settings import Settings
from rag.text.decoding import LOST, decode, decoded_lines

TEXT = """河湾县新修水渠通水
本报讯（记者 何向东）昨日上午，河湾县新修的水渠正式通水，全长十八公里，可浇地两万四千亩。
县水务局局长孙立民介绍，工程历时七个月，投资3200万元，沿线十一个村受益。
柳家沟村村民说，往年浇一遍地要等半个月，如今三天就能浇完。
"""
TRADITIONAL = """河灣縣新修水渠通水
本報訊（記者 何向東）昨日上午，河灣縣新修的水渠正式通水，全長十八公里，可澆地兩萬四千畝。
縣水務局局長孫立民介紹，工程歷時七個月，投資3200萬元，沿線十一個村受益。
柳家溝村村民說，往年澆一遍地要等半個月，如今三天就能澆完。
"""
SHORT = "河湾县水渠通水。"
OTHER = {  # what else is printed: no surname of a hundred, figures, a table, old prose, verse, a list in English
    "figures": "甲班 3200 4100 12.5%\n乙班 1800 2200 9.1%\n合计 5000 6300 11.2%\n共有十二个班参加。\n",
    "names": "刘亚、司勇、甄琛、阎焱、翟羿、佘赟、昝昱昊、逯翀、仉旻、郗鑫等十人获奖。\n",
    "prose": "夫天地者，万物之逆旅也；光阴者，百代之过客也。而浮生若梦，为欢几何？\n",
    "rare": "县里新发现一批甪里、犇犇、淼淼、垚垚、鑫鑫的旧匾，还有彧字牌坊。\n",
    "english": "The new canal of Hewan was opened yesterday, 河湾水渠 for short.\n",
    "marks": "※通知※ ——“河湾”水渠……《水渠》【通水】①②③ 25℃。\n",
}


def page_of(folder: Path, raw: bytes):
    file = folder / "page.txt"
    file.write_bytes(raw)
    return read_page(file, Settings())


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb2312"]
)
@pytest.mark.parametrize("text", [TEXT, SHORT, TEXT * 40, *OTHER.values()], ids=["page", "short", "long", *OTHER])
def test_simplified_text_is_read_in_every_encoding(text: str, encoding: str) -> None:
    try:
        raw = text.encode(encoding)
    except UnicodeEncodeError:
        pytest.skip("the encoding lacks a character")
    assert decode(raw, "page.txt") == text


@pytest.mark.parametrize("encoding", ["utf-8", "big5", "big5hkscs", "cp950", "gbk", "gb18030", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("text", [TRADITIONAL, TRADITIONAL.split("\n")[1], "水渠通水，全縣歡慶。", TRADITIONAL * 40])
def test_traditional_text_is_read_in_every_encoding(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), "page.txt") == text


@pytest.mark.parametrize("mark", [b"\xff\xfe", b"\xfe\xff"])
def test_utf_16_is_told_by_its_mark_and_may_break_off(mark: bytes) -> None:
    encoding = "utf-16-le" if mark == b"\xff\xfe" else "utf-16-be"
    assert decode(mark + TEXT.encode(encoding)[:-1], "page.txt").startswith(TEXT[:-1])


def test_characters_beyond_the_first_plane_are_characters() -> None:
    text = "𠮷田村的𡋾头通了水，共有𣲘等三处。\n"
    for encoding in ("utf-8", "gb18030", "utf-16", "utf-16-le"):
        assert decode((TEXT + text).encode(encoding), "page.txt") == TEXT + text


BAD = [
    b"\xff",
    b"\xa0",
    b"\x91",
    b"\x80",
    b"\xe4\xbd",
    b"\xc0\xaf",
    b"\xed\xa0\x80",
    b"\x00",
    b"\x07",
    b"\xf8\x88\x80\x80",
]


@pytest.mark.parametrize("bad", BAD, ids=bytes.hex)
@pytest.mark.parametrize("line", [1, 2, 3, 4])
def test_a_utf_8_page_with_one_bad_byte_keeps_all_else_and_its_line_is_named(
    tmp_path: Path, bad: bytes, line: int
) -> None:
    lines = TEXT.encode().split(b"\n")
    lines[line - 1] = lines[line - 1][:12] + bad + lines[line - 1][12:]
    page = page_of(tmp_path, b"\n".join(lines))
    assert page.lines[line - 1].replace(LOST, "") == TEXT.split("\n")[line - 1]
    assert [text for number, text in enumerate(page.lines, 1) if number != line] == [
        text for number, text in enumerate(TEXT.split("\n"), 1) if number != line
    ]
    (notice,) = notices_of([page])
    assert (notice.key, notice.values["line"]) == ("page-characters-lost", line)
    assert f"第 {line} 行" in notice.sentence("zh")
    assert f"line {line}" in notice.sentence("en")


@pytest.mark.parametrize("place", [20, 60, 100, 120])
@pytest.mark.parametrize("bad", [b"\xff", b"\x80"], ids=bytes.hex)
def test_a_gbk_page_with_one_bad_byte_is_still_gbk(tmp_path: Path, place: int, bad: bytes) -> None:
    raw = TEXT[:place].encode("gbk") + bad + TEXT[place:].encode("gbk")
    page = page_of(tmp_path, raw)
    assert len(notices_of([page])) == 1
    kept = "\n".join(page.lines)
    assert sum(one == other for one, other in itertools.zip_longest(kept[:place], TEXT[:place])) == place
    assert kept.endswith(TEXT[place + 3 :])


@pytest.mark.parametrize("kept", range(20, 60, 3))
@pytest.mark.parametrize("cut", [1, 2])
def test_a_short_text_that_broke_off_amid_a_character_is_no_other_encoding(kept: int, cut: int) -> None:
    text = TEXT.replace("\n", "").replace("3200", "三千")[:kept]
    assert decode(text.encode()[:-cut], "page.txt").rstrip(LOST) == text[:-1]


def test_several_bad_lines_are_counted_and_the_first_is_named(tmp_path: Path) -> None:
    lines = TEXT.encode().split(b"\n")
    page = page_of(tmp_path, b"\n".join([lines[0], lines[1] + b"\xff", lines[2], lines[3] + b"\xff"]))
    (notice,) = notices_of([page])
    assert (notice.key, notice.values["line"], notice.values["count"]) == ("page-many-characters-lost", 2, 2)


def test_a_page_without_a_bad_byte_has_no_notice(tmp_path: Path) -> None:
    assert notices_of([page_of(tmp_path, TEXT.encode())]) == ()


def test_what_old_systems_put_at_the_end_of_a_file_is_no_text() -> None:
    assert decode(TEXT.encode("gbk") + b"\x1a", "page.txt") == TEXT
    assert decode(TEXT.encode() + b"\x00" * 300, "page.txt") == TEXT


@pytest.mark.parametrize(
    "raw",
    [
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4,
        b"PK\x03\x04" + bytes(range(1, 256)) * 3 + b"\x00" * 20,
        bytes(range(256)) * 8,
        b"\x00\x01\x02\x03" * 50,
        b"\x7fELF" + b"\x00\x01\xfe" * 90,
        b"%PDF-1.4\n" + b"\xe2\xe3\xcf\xd3\x00\xff\x9d\x81" * 60,
        b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(range(128, 256)) * 5,
        b"\xff\xfe" + bytes(range(256)) * 9,
    ],
)
def test_what_is_no_text_is_still_refused(tmp_path: Path, raw: bytes) -> None:
    with pytest.raises(PageError) as caught:
        page_of(tmp_path, raw)
    assert caught.value.key in ("page-binary", "page-encoding")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_each_kind_of_line_end_ends_a_line(end: str) -> None:
    assert decoded_lines(TEXT.replace("\n", end).encode(), "page.txt") == TEXT.split("\n")


def test_mixed_line_ends_are_counted_as_one_editor_counts_them() -> None:
    assert decoded_lines("一。\r\n二。\n三。\r\n四\u2028五\x85六\x0c七".encode(), "page.txt") == [
        "一。",
        "二。",
        "三。",
        "四\u2028五\x85六\x0c七",
    ]
