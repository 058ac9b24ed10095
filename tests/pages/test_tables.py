"""Articles from .csv, .json and .jsonl: which field is what, and where its text stands."""

import csv
import datetime
import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.growing import grows_in_proportion

from rag.articles import split_page
from rag.errors import PageError
from rag.pages.folder import read_page
from rag.pages.formats.csv import read_csv
from rag.pages.formats.document import Document
from rag.pages.formats.json import read_json, read_json_lines
from rag.pages.formats.records.days import iso_date
from rag.pages.formats.records.fields import read_fields
from rag.records import KnownPiece
from rag.settings import Settings

TEXT = "本报讯 我市新增两家社区医院。\n截至目前,共有11家。"
WANTED = Document(
    ("两家医院", "本报讯 我市新增两家社区医院。", "截至目前,共有11家。"),
    (KnownPiece(((1, 3),), (1,), "两家医院", "news", "王丹", "2022-01-20", (("版面", "2"), ("编号", "A7"))),),
)
CHINESE = {
    "标题": "两家医院",
    "日期": "2022年1月20日",
    "版面": "2",
    "作者": "王丹",
    "体裁": "消息",
    "正文": TEXT,
    "编号": "A7",
}
ENGLISH = {
    "headline": "两家医院",
    "Publish_Date": "2022/1/20",
    "版面": 2,
    "author": "王丹",
    "genre": "news",
    "content": TEXT,
    "编号": "A7",
    "empty": None,
}


def as_csv(*rows: dict[str, object], separator: str = ",") -> str:
    made = io.StringIO()
    writer = csv.DictWriter(made, list(rows[0]), delimiter=separator)
    writer.writeheader()
    writer.writerows(rows)
    return made.getvalue()


@pytest.mark.parametrize("record", [CHINESE, ENGLISH])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_table_in_every_encoding_with_every_separator(record, encoding, separator):
    assert read_csv("a.csv", as_csv(record, separator=separator).encode(encoding)) == WANTED


@pytest.mark.parametrize("record", [CHINESE, ENGLISH, {**CHINESE, "正文": TEXT.split("\n")}])
@pytest.mark.parametrize("ascii", [True, False])
def test_json_in_every_arrangement(record, ascii):
    for value in (record, [record], {"articles": [record]}, {"articles": [record], "version": 2}):
        assert read_json("a.json", json.dumps(value, ensure_ascii=ascii, indent=1).encode()) == WANTED
    assert read_json_lines("a.jsonl", f"\n{json.dumps(record, ensure_ascii=ascii)}\r\n\n".encode()) == WANTED


def test_json_lines_are_read_under_either_name():
    raw = b'{"text": "a."}\n{"text": "b."}\n'
    assert read_json("a.json", raw) == read_json_lines("a.jsonl", raw)


def test_articles_follow_one_another_and_a_record_without_a_title_has_none():
    rows = [
        {"text": "甲。\r\n\r\n乙。", "title": "一"},
        {"text": "丙。", "title": ""},
        {"text": " ", "title": ""},
        {"text": "", "title": "四"},
    ]
    document = read_csv("a.csv", as_csv(*rows).encode())
    assert document.lines == ("一", "甲。", "乙。", "丙。", "四")
    assert [(section.spans, section.title_lines, section.title) for section in document.sections] == [
        (((1, 3),), (1,), "一"),
        (((4, 4),), (), ""),
        (((5, 5),), (5,), "四"),
    ]


def test_what_wenbao_articles_prints_is_read_again():
    printed = [
        {
            "id": "a1",
            "source": "x.txt",
            "title": "两家医院",
            "kind": "news",
            "byline": "王丹",
            "date": "2022-01-20",
            "spans": [[5, 14]],
            "text": TEXT,
        }
    ]
    section = read_json("a.json", json.dumps(printed).encode()).sections[0]
    assert (section.kind, section.byline, section.date) == ("news", "王丹", "2022-01-20")
    assert section.columns == (("id", "a1"), ("source", "x.txt"), ("spans", "[[5, 14]]"))


@pytest.mark.parametrize(
    ("printed", "date"),
    [
        ("2022-01-20", "2022-01-20"),
        ("2022/1/20", "2022-01-20"),
        ("2022.1.20", "2022-01-20"),
        ("2022年1月20日", "2022-01-20"),
        ("２０２２年１月２０日 星期四", "2022-01-20"),
        ("20220120", "2022-01-20"),
        ("2022-01-20T08:30:00+08:00", "2022-01-20"),
        ("2022-01-20 08:30", "2022-01-20"),
        (" 2022 年 1 月 20 日", "2022-01-20"),
        ("2022-02-30", None),
        ("1月20日", None),
        ("2022年1月", None),
        ("Jan 20, 2022", None),
        ("1642636800", "2022-01-20"),
        ("", None),
        ("2022-1-201", None),
    ],
)
def test_dates(printed, date):
    assert iso_date(printed) == date


@given(
    st.dates(min_value=datetime.date(1000, 1, 1)),
    st.sampled_from(
        [
            "{0}-{1:02}-{2:02}",
            "{0}/{1}/{2}",
            "{0}年{1}月{2}日",
            "{0}{1:02}{2:02}",
            "{0}-{1}-{2} 23:59:59",
            "{0}-{1:02}-{2:02}T00:00Z",
        ]
    ),
)
def test_every_day_in_every_form(day, form):
    assert iso_date(form.format(day.year, day.month, day.day)) == day.isoformat()


def test_a_date_with_a_time_or_in_words_and_a_kind_that_is_none_are_kept_as_columns():
    facts, _ = read_fields([("时间", "2022-01-20 08:30"), ("date", "去年春天"), ("类别", "要闻"), ("text", "甲。")])
    assert (facts.date, facts.kind) == ("2022-01-20", None)
    assert facts.columns == (("时间", "2022-01-20 08:30"), ("date", "去年春天"), ("类别", "要闻"))


def test_of_two_fields_of_one_meaning_the_other_stays_a_column():
    facts, text = read_fields([("内容", "摘要"), ("正文", "甲。"), ("记者", "李四"), ("作者", "")])
    assert (text, facts.byline, facts.columns) == ("甲。", "李四", (("内容", "摘要"),))


@pytest.mark.parametrize(
    ("reader", "raw", "key", "line"),
    [
        (read_csv, "标题,日期\n甲,2022-01-20\n", "records-no-text", None),
        (read_csv, "标题,正文\n甲,乙,丙\n", "csv-row-too-long", 2),
        (read_csv, "标题,正文\n", "page-empty", None),
        (read_csv, '标题,正文\n甲,"乙\n丙,丁\n', "csv-quote-open", 2),
        (read_csv, '标题,正文\n丙,"丁\n', "csv-row-quotes", 2),
        (read_json, '{\n"text": "甲。",\n"title" "乙"}', "json-malformed", 3),
        (read_json, '{"text": "甲。"\n{"text" 乙}', "json-malformed", 2),
        (read_json, "[" * 100_000, "json-malformed", 1),
        (read_json, '["甲。"]', "json-no-articles", None),
        (read_json, "3", "json-no-articles", None),
        (read_json, '{"question": "谁?"}', "records-no-text", None),
        (read_json, "[]", "page-empty", None),
        (read_json_lines, '{"text": 甲}\n\n{"text": 乙}\n', "json-malformed", 1),
        (read_json_lines, '["乙"]\n3\n', "json-no-articles", None),
    ],
)
def test_what_cannot_be_read_is_named_with_its_line(reader, raw, key, line):
    with pytest.raises(PageError) as caught:
        reader("odd", raw.encode())
    assert (caught.value.key, caught.value.values["name"]) == (key, "odd")
    assert line is None or str(line) in caught.value.sentence()
    assert "odd" in caught.value.sentence("en")


def test_a_cell_may_be_longer_than_python_allows_by_itself():
    document = read_csv("a.csv", as_csv({"text": "长" * 200_000 + "。"}).encode())
    assert len(document.lines[0]) == 200_001


VALUES = st.one_of(st.text(), st.none(), st.integers(), st.lists(st.text(max_size=5), max_size=3))
NAMES = st.sampled_from(["标题", "text", "date", "作者", "kind", "other"])


def test_half_a_character_and_controls_are_left_out_of_lines_and_columns():
    raw = '{"标题": "甲\\ud800\\n乙", "正文": "丙\\u0001。", "作者": "丁\\udfff", "其他": "戊\\ud800\\r\\n己", "\\ud801": "庚"}'
    document = read_json("a.json", raw.encode())
    assert document.lines == ("甲 乙", "丙 。")
    (section,) = document.sections
    assert (section.title, section.byline, section.columns) == ("甲 乙", "丁", (("其他", "戊\n己"), ("", "庚")))


@pytest.mark.slow
@given(st.lists(st.dictionaries(NAMES, VALUES).map(lambda record: {**record, "正文": record.get("other")}), min_size=1))
def test_any_records_give_lines_each_of_which_is_in_one_section(records):
    document = read_json("a.json", json.dumps(records).encode())
    covered = [
        number for section in document.sections for first, last in section.spans for number in range(first, last + 1)
    ]
    assert covered == list(range(1, len(document.lines) + 1))
    assert all(line == line.strip() and line and "\n" not in line for line in document.lines)
    "".join(document.lines).encode("utf-8")


@pytest.mark.slow
def test_thousands_of_records_are_read_and_split_without_looking_at_all_of_them_for_each(tmp_path: Path):
    def read(count: int) -> None:
        file = tmp_path / f"{count}.jsonl"
        record = json.dumps({"title": "医院", "date": "2022-01-20", "text": TEXT}, ensure_ascii=False)
        file.write_text(f"{record}\n" * count, "utf-8")
        assert len(split_page(read_page(file, Settings()))) == count

    assert grows_in_proportion(read, 500, times=8)
