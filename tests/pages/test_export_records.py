"""Records as programs export them: found within whatever wraps them, and what is lost is named."""

import json
from typing import Any

import pytest
from support.exports import BRIDGE, DAY, DESKS, TWO, articles, dates, notices, of_json

from rag.errors import PageError
from rag.pages.formats.json import read_json, read_json_lines


@pytest.mark.parametrize(
    "value",
    [
        {"code": 0, "data": {"total": 2, "list": "RECORDS"}},
        {"hits": {"total": 2, "hits": [{"_id": "1", "_source": "RECORD"}]}},
        {"took": 3, "hits": {"hits": [{"_source": "RECORD", "highlight": {"content": ["<em>桥</em>"]}}]}},
        {"responseHeader": {"status": 0}, "response": {"numFound": 2, "docs": "RECORDS"}},
        {"results": "RECORDS"},
        {"data": {"items": "RECORDS"}},
        {"data": [{"type": "node--article", "id": "u", "attributes": "RECORD"}]},
        {"data": {"articles": {"edges": [{"node": "RECORD"}], "pageInfo": {}}}},
        {"content": "RECORDS", "pageable": {}},
        {"items": [{"sys": {"id": "1"}, "fields": "RECORD"}]},
        {"@graph": "RECORDS"},
        {"result": {"rows": [{"doc": "RECORD"}]}},
        {"page": {"number": 2, "articles": "RECORDS"}},
        {"新闻": "RECORDS"},
        [[{"article": "RECORD"}]],
        "RECORDS",
    ],
)
def test_a_list_within_an_answer_or_export_is_found(value):
    records = [{"title": title, "content": text} for title, text in TWO]

    def filled(part: Any) -> Any:
        if part == "RECORDS":
            return records
        if isinstance(part, list):
            if "RECORD" in json.dumps(part) and "RECORDS" not in json.dumps(part):
                return [
                    json.loads(json.dumps(entry).replace('"RECORD"', json.dumps(record)))
                    for entry in part
                    for record in records
                ]
            return [filled(entry) for entry in part]
        return {name: filled(entry) for name, entry in part.items()} if isinstance(part, dict) else part

    document = of_json(filled(value))
    assert (articles(document), document.notices) == (TWO, ())


@pytest.mark.parametrize(
    "value",
    [
        {"title": {"0": "进村桥", "1": "新课桌"}, "content": {"0": BRIDGE, "1": DESKS}},
        {"title": ["进村桥", "新课桌"], "content": [BRIDGE, DESKS]},
        {"columns": ["title", "content"], "index": [0, 1], "data": [["进村桥", BRIDGE], ["新课桌", DESKS]]},
        [["标题", "正文"], ["进村桥", BRIDGE], ["新课桌", DESKS]],
        {"news": [{"title": "进村桥", "content": BRIDGE}], "opinion": [{"title": "新课桌", "content": DESKS}]},
    ],
)
def test_records_kept_by_columns_or_by_sections_are_records(value):
    assert articles(of_json(value)) == TWO


def test_a_papers_day_is_that_of_its_articles_but_an_answers_is_not():
    paper = {"paper": "镇报", "date": DAY, "pages": [{"articles": [{"title": "甲", "content": BRIDGE}]}]}
    assert dates(of_json(paper)) == [DAY]
    assert dates(of_json({"code": 0, "date": "2026-01-01", "data": [{"title": "甲", "content": BRIDGE}]})) == [None]
    inner = {**paper, "pages": [{"articles": [{"title": "甲", "content": BRIDGE, "date": "2023-03-06"}]}]}
    assert dates(of_json(inner)) == ["2023-03-06"]


def test_what_stands_beside_a_wrapper_is_the_records_too():
    document = of_json({"code": 0, "data": {"title": "进村桥", "date": DAY, "detail": {"content": BRIDGE}}})
    assert (articles(document), dates(document)) == (TWO[:1], [DAY])


@pytest.mark.parametrize(
    ("author", "byline"),
    [
        ("王丹", "王丹"),
        ({"name": "王丹", "id": 3}, "王丹"),
        ([{"name": "王丹"}, {"name": "李四"}], "王丹、李四"),
        ({"data": {"id": 1}}, ""),
        (["王丹", "李四"], "王丹、李四"),
        (None, ""),
        ("<b>王丹</b>", "王丹"),
    ],
)
def test_an_author_is_a_name_and_never_json(author, byline):
    (section,) = of_json([{"title": "甲", "content": BRIDGE, "author": author}]).sections
    assert section.byline == byline


@pytest.mark.parametrize(
    "date",
    [
        {"$date": "2023-03-04T16:00:00.000Z"},
        {"$date": {"$numberLong": "1677974400000"}},
        [2023, 3, 5, 8, 0],
        1677974400,
        1677974400.5,
        [DAY],
        {"value": DAY},
        20230305,
    ],
)
def test_a_date_as_databases_keep_it(date):
    assert dates(of_json([{"title": "甲", "content": BRIDGE, "pubDate": date}])) == [DAY]


def test_a_bad_line_of_json_lines_is_named_and_the_others_are_read():
    good = [json.dumps({"标题": title, "正文": text}, ensure_ascii=False) for title, text in TWO]
    for bad, reader in ('{"标题":"诊所","正文":"杏林诊所', read_json_lines), ("3", read_json_lines), ("{]", read_json):
        document = reader("表", f"{good[0]}\n{bad}\n\n \n{good[1]}\n".encode())
        assert (articles(document), notices(document)) == (TWO, [("json-line-skipped", 2)])


@pytest.mark.parametrize(
    "raw", ['[{"title":"甲","content":"乙。"},]', '{"title":"甲","content":"乙。",}', "[{'title':'甲'}]"]
)
def test_a_comma_too_many_is_refused_with_its_line(raw):
    with pytest.raises(PageError) as caught:
        read_json("表", f"\n{raw}".encode())
    assert (caught.value.key, caught.value.values["line"]) == ("json-malformed", 2)


def test_entries_that_are_no_objects_and_contents_that_are_no_words_are_named():
    document = of_json(
        [{"title": "甲", "content": {"foo": {"bar": "x"}}}, "乙", {"title": "进村桥", "content": BRIDGE}]
    )
    assert articles(document) == TWO[:1]
    assert notices(document) == [("record-structure-number", 1), ("json-entry-skipped", 2)]


def test_a_list_under_the_name_of_json_lines_is_read():
    raw = json.dumps([{"title": title, "content": text} for title, text in TWO], ensure_ascii=False, indent=1)
    assert articles(read_json_lines("a.jsonl", raw.encode())) == TWO
    assert articles(read_json_lines("a.jsonl", json.dumps(json.loads(raw)).encode())) == TWO
