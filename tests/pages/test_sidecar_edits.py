"""A sidecar's text is changed at one page's table, and says of all else, comments too, what it said."""

import datetime
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.errors import SourceError
from rag.pages.sidecar import entries_in
from rag.pages.sidecar_edits import SidecarText, facts_of, facts_text

PATH = Path("pages.toml")
TEXT = """\
# 我的报纸

[[page]]
file = "a.txt"  # 头一版
# number = 3
date = "2022-01-06"   # 看过原件
section = "要闻"

[[page.piece]]
lines = [[1, 2], 4]   # 一篇
title_lines = [1]

# 第二版的日期还要查
[[page]]
file="b.txt"

[[ page ]]
file = '三/c.txt'
paper = '''晚报'''
"""


def changed(file, facts, text=TEXT) -> str:
    return SidecarText(PATH, text).with_facts(file, facts).text


def lines_lost(before: str, after: str) -> list[str]:
    left = after.split("\n")
    return [line for line in before.split("\n") if line not in left]


# ---- facts


@pytest.mark.parametrize(
    ("file", "facts", "lost"),
    [
        ("a.txt", {"date": "2022-01-06", "number": 2}, ['date = "2022-01-06"   # 看过原件']),
        ("a.txt", {"date": "2023-09-14"}, ['date = "2022-01-06"   # 看过原件']),
        ("a.txt", {}, ['date = "2022-01-06"   # 看过原件']),
        ("b.txt", {"date": "2023-09-14", "number": 5, "paper": '朔原"晚报"\\'}, []),
        ("三/c.txt", {"paper": "晨报"}, ["paper = '''晚报'''"]),
        ("d.txt", {"number": 9999}, []),
    ],
)
def test_facts_are_set_and_nothing_else_is_changed(file, facts, lost):
    after = changed(file, facts)
    assert lines_lost(TEXT, after) == lost
    assert "# 看过原件" in after or lost
    said = entries_in(after, PATH)
    assert facts_of(said[file]) == facts
    for other, table in entries_in(TEXT, PATH).items():
        if other != file:
            assert said[other] == table
        else:
            assert {key: said[file].get(key) for key in ("piece", "section")} == {
                key: table.get(key) for key in ("piece", "section")
            }


def test_a_day_is_written_as_a_day_and_a_number_as_a_number():
    assert changed("b.txt", {"date": "2023-09-14", "number": 5, "paper": "晚报"}).split("\n\n")[3] == (
        '# 第二版的日期还要查\n[[page]]\nfile="b.txt"\ndate = 2023-09-14\nnumber = 5\npaper = "晚报"'
    )
    assert tomllib.loads(changed("b.txt", {"date": "2023-09-14"}))["page"][1]["date"] == datetime.date(2023, 9, 14)


def test_a_table_that_says_nothing_any_more_goes_with_the_comment_above_it():
    after = changed("三/c.txt", {})
    assert "c.txt" not in after and "b.txt" in after
    assert "# 第二版" not in changed("b.txt", {}) and "# 我的报纸" in changed("b.txt", {})
    assert changed("d.txt", {}) == TEXT


def test_a_sidecar_begins_and_ends_with_its_only_table():
    begun = SidecarText(PATH).with_facts("a.txt", {"number": 2})
    assert begun.content == b'[[page]]\nfile = "a.txt"\nnumber = 2\n'
    assert begun.with_facts("a.txt", {}).content is None
    assert SidecarText(PATH, "# 说明\n").with_facts("a.txt", {"number": 2}).text.startswith("# 说明\n\n[[page]]\n")


def test_a_text_without_a_last_line_end_gets_one():
    assert changed("b.txt", {"number": 2}, '[[page]]\nfile = "a.txt"\nnumber = 1') == (
        '[[page]]\nfile = "a.txt"\nnumber = 1\n\n[[page]]\nfile = "b.txt"\nnumber = 2\n'
    )


@pytest.mark.parametrize("bytes_", [TEXT.replace("\n", "\r\n").encode("utf-8-sig"), TEXT.encode("gb18030")])
def test_line_ends_stay_and_the_text_becomes_utf_8(tmp_path, bytes_):
    path = tmp_path / "pages.toml"
    path.write_bytes(bytes_)
    after = SidecarText.read(path).with_facts("b.txt", {"number": 5}).content
    assert after is not None
    assert after.count(b"\r\n") == (after.count(b"\n") if b"\r\n" in bytes_ else 0)
    assert facts_of(entries_in(after.decode(), path)["b.txt"]) == {"number": 5}
    assert lines_lost(TEXT, after.decode().replace("\r\n", "\n")) == []


# ---- tables


def test_tables_go_and_come_back_as_they_were_written():
    sidecar = SidecarText(PATH, TEXT)
    rest = sidecar.without(["a.txt", "b.txt"])
    assert list(entries_in(rest.text, PATH)) == ["三/c.txt"] and rest.text.startswith("# 我的报纸\n")
    again = rest.with_tables({file: sidecar.tables[file] for file in ("a.txt", "b.txt")})
    assert entries_in(again.text, PATH) == entries_in(TEXT, PATH)
    assert lines_lost(TEXT, again.text) == []


def test_a_table_may_come_back_under_another_name():
    sidecar = SidecarText(PATH, TEXT)
    again = sidecar.without(["a.txt"]).with_tables({"a (2).txt": sidecar.tables["a.txt"]})
    assert entries_in(again.text, PATH)["a (2).txt"] == entries_in(TEXT, PATH)["a.txt"] | {"file": "a (2).txt"}
    assert '"a (2).txt"  # 头一版' in again.text


def test_facts_as_a_text_of_their_own_are_the_facts_again():
    for facts in ({}, {"date": "2022-01-06", "number": 2, "paper": "晚报"}):
        assert facts_of(entries_in(facts_text("三/c.txt", facts), PATH)["三/c.txt"]) == facts


# ---- what is not changed


@pytest.mark.parametrize(
    "text",
    [
        'page = [{file = "a.txt"}]\n',
        '[[page]]\nfile = "a.txt"\nsection = """\n[[page]]\n"""\n',
    ],
)
def test_a_text_that_cannot_be_cut_at_its_tables_is_refused(text):
    sidecar = SidecarText(PATH, text)
    assert "a.txt" in entries_in(text, PATH)
    for change in (lambda: sidecar.with_facts("a.txt", {"number": 2}), lambda: sidecar.without(["a.txt"])):
        with pytest.raises(SourceError) as caught:
            change()
        assert caught.value.key == "sidecar-not-changed"


@pytest.mark.parametrize("name", ["\udce9.txt", "a\x7f.txt", "a\nb.txt"])
def test_a_page_whose_name_no_toml_can_hold_is_refused_and_never_written_wrongly(name):
    try:
        content = SidecarText(PATH).with_facts(name, {"number": 2}).content
    except SourceError as error:
        assert error.key == "sidecar-not-changed"
    else:
        assert content is not None and list(entries_in(content.decode(), PATH)) == [name]


def test_a_text_that_is_no_sidecar_is_named():
    with pytest.raises(SourceError) as caught:
        changed("a.txt", {"number": 2}, "[[page]\n")
    assert caught.value.key == "sidecar-malformed"


NAMES = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=8).filter(
    lambda name: name.strip() == name and not set(name) & set("/\\") and name not in (".", "..")
)
FACTS = st.fixed_dictionaries(
    {},
    optional={
        "date": st.dates(datetime.date(1700, 1, 1), datetime.date(2100, 1, 1)).map(datetime.date.isoformat),
        "number": st.integers(1, 9999),
        "paper": NAMES,
    },
)


@given(st.dictionaries(NAMES.map(lambda name: f"{name}.txt"), FACTS, max_size=4), FACTS, st.data())
@pytest.mark.slow
def test_any_facts_of_any_pages_are_what_is_read_again(given_facts, new, data):
    sidecar = SidecarText(PATH)
    for file, facts in given_facts.items():
        sidecar = sidecar.with_facts(file, facts)
    expected = {file: facts for file, facts in given_facts.items() if facts}
    assert {file: facts_of(table) for file, table in entries_in(sidecar.text, PATH).items()} == expected
    file = data.draw(st.sampled_from([*given_facts, "新.txt"]))
    after = entries_in(sidecar.with_facts(file, new).text, PATH)
    expected = {**{name: facts for name, facts in expected.items() if name != file}, **({file: new} if new else {})}
    assert {name: facts_of(table) for name, table in after.items()} == expected
