"""Tables and records as programs export them: each word is there once, no markup is taken for words, losses are named."""

import contextlib
import json
from typing import Any

import pytest
from support.growing import grows_in_proportion

from rag.errors import PageError
from rag.pages.formats.csv import read_csv
from rag.pages.formats.document import MOST_NOTICES, Document
from rag.pages.formats.json import read_json, read_json_lines
from rag.pages.formats.records.content import StructureError, content_text
from rag.pages.formats.records.days import iso_date
from rag.pages.formats.records.fragments import text_of_fragment
from rag.pages.formats.records.names import has_text

BRIDGE, DESKS = "柳湾村修好了进村桥，桥长二十四米。", "上庄小学换了新课桌，一共二百一十套。"
DAY = "2023-03-05"
TWO = [("进村桥", BRIDGE), ("新课桌", DESKS)]


def csv(text: str, encoding: str = "utf-8") -> Document:
    return read_csv("表.csv", text.encode(encoding))


def of_json(value: Any) -> Document:
    return read_json("表.json", json.dumps(value, ensure_ascii=False).encode())


def articles(document: Document) -> list[tuple[str, str]]:
    """Title and text of each article."""
    return [
        (section.title, "\n".join(document.lines[section.spans[0][0] - 1 : section.spans[0][1]][bool(section.title) :]))
        for section in document.sections
    ]


def notices(document: Document) -> list[tuple[str, Any]]:
    return [(notice.key, notice.values.get("line", notice.values.get("number"))) for notice in document.notices]


def dates(document: Document) -> list[str | None]:
    return [section.date for section in document.sections]


# ---- tables


@pytest.mark.parametrize(
    "head",
    [
        "sep=,\r\n标题,日期,正文",
        '"sep=,"\r\n标题,日期,正文',
        "SEP=,\n标题,日期,正文",
        "2023年3月稿件目录,,\r\n标题,日期,正文",
        "稿件清单,,\n导出时间：今天,,\n\n标题,日期,正文",
        "标题（必填）,发布日期,正文*",
        "标题(必填),日期[选填],正 文：",
        "【必填】标题,日期（格式：2023-01-01）,※正文",
        "稿件标题,见报时间,稿件内容",
        "標題,日期,內文",
        "新闻标题,刊登日期,新闻正文",
        "Title-题名,PubTime-发表时间,正文快照",
        "标题(Title),日期(Date),正文(Content)",
        "post_title,post_date,post_content",
        "_source.title,_source.pub_date,_source.content",
        "title_s,pub_date_dt,content_txt",
        "DOCTITLE,DOCRELTIME,DOCCONTENT",
        "篇名,出版年月日,全文",
        "稿名,出报日期,内容",
        "Headline,Publication Date,Body Text",
        "dc:title,dc:date,fulltext",
        "IR_URLTITLE,IR_URLTIME,IR_CONTENT",
        "field_title,field_date,field_body",
        "标题,发稿时间,原文",
    ],
)
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_row_that_names_the_columns_is_found_whatever_it_calls_them(head, separator):
    rows = f"{head}\n进村桥,{DAY},{BRIDGE}\n新课桌,2023/3/6 0:00,{DESKS}\n".replace(",", separator)
    document = csv(rows)
    assert (articles(document), dates(document), document.notices) == (TWO, [DAY, "2023-03-06"], ())


@pytest.mark.parametrize(
    "name", ["文章ID", "内容链接", "content-type", "text_id", "标题图", "正文（字数）", "bodyid", "新闻编号"]
)
def test_a_name_that_only_holds_a_known_one_is_no_text(name):
    assert not has_text([name])


@pytest.mark.parametrize(
    ("row", "key"),
    [
        ("新课桌,2023/3/6,上庄小学换了新课桌,一共换了二百一十套", "csv-row-too-long"),
        ("新课桌,2023/3/6", "csv-row-too-short"),
        ("新课桌", "csv-row-too-short"),
        ('新课桌,2023/3/6,"上庄,小学"换了新课桌', "csv-row-quotes"),
        ('新课桌,2023/3/6,"[{""type"": ""p"", ""te"', "record-structure"),
        ('新课桌,2023/3/6,"{""foo"": {""bar"": 1, ""baz"": ""x""}}"', "record-structure"),
    ],
)
def test_a_bad_row_is_named_by_its_line_and_the_others_are_read(row, key):
    document = csv(f"标题,日期,正文\r\n进村桥,{DAY},{BRIDGE}\r\n{row}\r\n诊所,{DAY},{DESKS}\r\n")
    assert articles(document) == [("进村桥", BRIDGE), ("诊所", DESKS)]
    assert notices(document) == [(key, 3)]
    for language in ("zh", "en"):
        assert "表.csv" in document.notices[0].sentence(language)
        assert "3" in document.notices[0].sentence(language)


@pytest.mark.parametrize(
    "rows",
    [
        f'进村桥,{DAY},"{BRIDGE}\r\n新课桌,{DAY},{DESKS}\r\n诊所,{DAY},周日也开门。',
        f'进村桥,{DAY},"{BRIDGE}\r\n新课桌,{DAY},"{DESKS}"\r\n诊所,{DAY},周日也开门。',
        f'进村桥,{DAY},"{BRIDGE}\r\n新课桌,{DAY},{DESKS}"\r\n诊所,{DAY},周日也开门。',
        f'"进村桥,{DAY},{BRIDGE}\r\n新课桌,{DAY},{DESKS}\r\n',
        f'进村桥,{DAY},"{BRIDGE}\r\n新课桌,{DAY},他说""好""。\r\n诊所,{DAY},周日也开门。',
    ],
)
def test_an_open_quote_is_named_by_its_line_and_swallows_no_rows(rows):
    with pytest.raises(PageError) as caught:
        csv(f"标题,日期,正文\r\n{rows}")
    assert (caught.value.key, caught.value.values["line"]) == ("csv-quote-open", 2)


def test_an_open_quote_in_the_last_row_costs_that_row_alone():
    document = csv(f'标题,日期,正文\n进村桥,{DAY},{BRIDGE}\n新课桌,{DAY},"上庄小学\n')
    assert (articles(document), notices(document)) == (TWO[:1], [("csv-row-quotes", 3)])


def test_cells_of_several_lines_and_quotes_of_the_paper_are_read_as_they_are():
    document = csv(
        '标题,日期,正文\n"冰雪"经济,2023-03-05,"甲。\n乙,丙。\n他说""好""。"\n丁, "2023-03-06" ,他说"好"。\n'
    )
    assert articles(document) == [('"冰雪"经济', '甲。\n乙,丙。\n他说"好"。'), ("丁", '他说"好"。')]
    assert (dates(document), document.notices) == ([DAY, "2023-03-06"], ())


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_counted_whatever_ends_them(end):
    document = csv(end.join(["标题,正文", '甲,"一。', '二。"', "乙,丙,丁", "戊,己。"]))
    assert (articles(document), notices(document)) == (
        [("甲", "一。\n二。"), ("戊", "己。")],
        [("csv-row-too-long", 4)],
    )


def test_a_thousand_bad_rows_are_a_few_sentences():
    document = csv("标题,正文\n" + "甲,乙。\n" + "甲,乙,丙\n" * 1000)
    assert len(document.notices) == MOST_NOTICES + 1
    assert document.notices[-1].values["count"] == 1000 - MOST_NOTICES


def test_dates_that_tell_no_day_are_named_and_their_articles_kept():
    document = csv(f"标题,日期,正文\n甲,3/5/2023,{BRIDGE}\n乙,去年春天,{DESKS}\n丙,{DAY},丁。\n")
    assert dates(document) == [None, None, DAY]
    (notice,) = document.notices
    assert (notice.key, notice.values["count"], notice.values["text"]) == ("records-undated", 2, "3/5/2023")


@pytest.mark.parametrize(
    ("told", "day"),
    [
        ("44990", "2023-03-05"),
        ("44990.5", "2023-03-05"),
        ("44990.0", "2023-03-05"),
        ("二〇二三年三月七日", "2023-03-07"),
        ("二○二三年三月二十一日 星期二", "2023-03-21"),
        ("一九四九年十月一日", "1949-10-01"),
        ("1677974400", "2023-03-05"),
        ("1677974400000", "2023-03-05"),
        ("1677945600000", "2023-03-05"),
        ("1677945600", "2023-03-05"),
        ("1677974400.25", "2023-03-05"),
        ("20230305", "2023-03-05"),
        ("20230305080000", "2023-03-05"),
        ("202303050800", "2023-03-05"),
        ("2023-03-04T16:00:00.000Z", "2023-03-05"),
        ("2023-03-05T00:00:00Z", "2023-03-05"),
        ("2023-03-05T08:00:00+08:00", "2023-03-05"),
        ("2023-12-31T16:00:00Z", "2024-01-01"),
        ("2023/3/6 0:00", "2023-03-06"),
        ("2023年3月6日10:05", "2023-03-06"),
        ("9999", None),
        ("99999", None),
        ("5000000000", None),
        ("3/5/2023", None),
        ("二〇二三年", None),
        ("十三月五日", None),
        ("123456", None),
        ("2023-13-01", None),
    ],
)
def test_days_as_programs_and_papers_write_them(told, day):
    assert iso_date(told) == day


# ---- records


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


# ---- content


def text_node(text: str, **more: Any) -> dict[str, Any]:
    return {"type": "text", "text": text, **more}


LINES = "柳湾村修好了桥。\n桥头立了石碑。"
FORMS: dict[str, Any] = {
    "paragraph objects": [{"type": "p", "text": "柳湾村修好了桥。"}, {"type": "p", "text": "桥头立了石碑。"}],
    "texts": LINES.split("\n"),
    "portable text": [
        {
            "_type": "block",
            "_key": "a",
            "style": "normal",
            "children": [{"_type": "span", "text": "柳湾村"}, {"_type": "span", "text": "修好了桥。", "marks": ["em"]}],
        },
        {"_type": "image", "asset": {"_ref": "image-1"}},
        {"_type": "block", "children": [{"_type": "span", "text": "桥头立了石碑。"}]},
    ],
    "editor.js": {
        "time": 1,
        "version": "2.2",
        "blocks": [
            {"type": "paragraph", "data": {"text": "柳湾村<b>修好了</b>桥。"}},
            {"type": "image", "data": {"file": {"url": "http://a/b.png"}, "caption": "桥头立了石碑。"}},
        ],
    },
    "editor.js list": {"blocks": [{"type": "list", "data": {"style": "ordered", "items": LINES.split("\n")}}]},
    "slate": [
        {"type": "paragraph", "children": [{"text": "柳湾村"}, {"text": "修好了桥。", "bold": True}]},
        {"type": "paragraph", "children": [{"text": "桥头立了石碑。"}]},
    ],
    "prosemirror": {
        "type": "doc",
        "content": [
            {"type": "paragraph", "content": [text_node("柳湾村"), text_node("修好了桥。", marks=[{"type": "bold"}])]},
            {"type": "paragraph"},
            {
                "type": "bulletList",
                "content": [
                    {"type": "listItem", "content": [{"type": "paragraph", "content": [text_node("桥头立了石碑。")]}]}
                ],
            },
        ],
    },
    "quill": {
        "ops": [
            {"insert": "柳湾村"},
            {"insert": "修好了桥。", "attributes": {"bold": True}},
            {"insert": "\n桥头立了石碑。\n"},
            {"insert": {"image": "http://a/b.png"}},
        ]
    },
    "draft.js": {
        "entityMap": {},
        "blocks": [
            {"key": "a", "text": "柳湾村修好了桥。", "type": "unstyled", "inlineStyleRanges": [], "data": {}},
            {"key": "b", "text": "桥头立了石碑。", "type": "unstyled", "depth": 0},
        ],
    },
    "lexical": {
        "root": {
            "type": "root",
            "children": [
                {
                    "type": "paragraph",
                    "children": [
                        text_node("柳湾村"),
                        text_node("修好了桥。"),
                        {"type": "linebreak"},
                        text_node("桥头立了石碑。"),
                    ],
                }
            ],
        }
    },
    "notion": [
        {
            "object": "block",
            "type": "paragraph",
            "paragraph": {
                "rich_text": [{"type": "text", "text": {"content": part}, "plain_text": part} for part in parts]
            },
        }
        for parts in (("柳湾村", "修好了桥。"), ("桥头立了石碑。",))
    ],
    "contentful": {
        "nodeType": "document",
        "data": {},
        "content": [
            {
                "nodeType": "paragraph",
                "data": {},
                "content": [{"nodeType": "text", "value": line, "marks": [], "data": {}}],
            }
            for line in LINES.split("\n")
        ],
    },
    "wordpress": {"rendered": "<p>柳湾村修好了桥。</p>\n\n<p>桥头立了石碑。</p>", "protected": False},
    "drupal": [
        {
            "value": "<p>柳湾村</p>",
            "format": "basic_html",
            "processed": "<p>柳湾村修好了桥。</p><p>桥头立了石碑。</p>",
            "summary": "",
        }
    ],
    "languages": {"zh-CN": LINES, "en-US": "A bridge."},
    "php list": {"0": "柳湾村修好了桥。", "1": "桥头立了石碑。"},
    "json as text": '[{"type": "p", "text": "柳湾村修好了桥。"}, {"type": "p", "text": "桥头立了石碑。"}]',
    "python's list as text": "['柳湾村修好了桥。', '桥头立了石碑。']",
    "hast": {
        "type": "root",
        "children": [
            {"type": "element", "tagName": "p", "children": [{"type": "text", "value": line}]}
            for line in LINES.split("\n")
        ],
    },
    "chinese names": [{"段落": line} for line in LINES.split("\n")],
    "sections": [{"section": "一", "paragraphs": LINES.split("\n")}],
    "gutenberg": [
        {"blockName": "core/paragraph", "attrs": {}, "innerBlocks": [], "innerHTML": f"<p>{line}</p>"}
        for line in LINES.split("\n")
    ],
    "texts and pictures": [
        {"type": "text", "data": "柳湾村修好了桥。"},
        {"type": "img", "data": "http://a/b.png"},
        {"type": "text", "data": "桥头立了石碑。"},
    ],
    "headed sections": [{"title": "柳湾村修好了桥。", "content": "桥头立了石碑。"}],
    "html": "<p>柳湾村修好了桥。</p><p>桥头立了石碑。</p>",
    "html in a list": ["<p>柳湾村修好了桥。</p>", "<p>桥头立了石碑。</p>"],
}


@pytest.mark.parametrize("form", FORMS)
def test_content_of_every_form_is_its_paragraphs_as_lines(form):
    document = of_json([{"title": "甲", "content": FORMS[form]}])
    assert (articles(document), document.notices) == ([("甲", LINES)], ())
    cell = FORMS[form] if isinstance(FORMS[form], str) else json.dumps(FORMS[form], ensure_ascii=False)
    quoted = cell.replace('"', '""')
    assert articles(csv(f'标题,正文\n甲,"{quoted}"\n')) == [("甲", LINES)]


@pytest.mark.parametrize(
    "value",
    [
        {"foo": "bar"},
        [{"foo": [{"bar": "baz"}]}],
        '{"type": "doc", "content": [{"te',
        True,
        '[{"type":"p","text":"柳湾村',
    ],
)
def test_a_structure_without_words_is_never_shown(value):
    with pytest.raises(StructureError):
        content_text(value)


@pytest.mark.parametrize(
    "text",
    [
        "[本报讯]柳湾村修好了桥。",
        "气温 < 5 度，> 3 度",
        "<十四五>规划",
        "《<标题>》",
        "AT&T 公司",
        "a<b>c",
        "{柳湾村}修好了桥",
        '["甲"说了一句',
        "A<B，B>C",
        "网页里写 <p> 表示段落",
        "<A>组第一名",
        "1&2;",
    ],
)
def test_text_that_only_has_signs_of_markup_in_it_is_kept_as_it_is(text):
    assert content_text(text) == text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>甲&ldquo;乙&rdquo;</p><p>丙</p>", "甲“乙”|丙"),
        ("甲<br>乙<br/>丙", "甲|乙|丙"),
        ("<div>甲<span>乙</span></div>丙", "甲乙|丙"),
        ("<P STYLE='a'>甲<o:p></o:p></P>\n<P>乙", "甲|乙"),
        ("&lt;p&gt;甲&lt;/p&gt;&lt;p&gt;乙&lt;/p&gt;", "甲|乙"),
        ("<script>if (a<b) x()</script><p>甲</p>", "甲"),
        ("<!-- wp:paragraph --><p>甲</p><!-- /wp:paragraph -->", "甲"),
        ("<p>气温<5度且>3度</p>", "气温<5度且>3度"),
        ("<p>用 &lt;br&gt; 换行</p>", "用 <br> 换行"),
        ("<style>p{}</style>甲<p>乙</p>", "甲|乙"),
        ("<table><tr><td>甲</td><td>乙</td></tr></table>", "甲  乙"),
        ("<![CDATA[<p>甲</p>]]>", "甲"),
        ("&nbsp;&nbsp;甲", "甲"),
        ("<p>很长的\n一段</p>", "很长的 一段"),
        ("甲<b>乙</b>\n丙", "甲乙|丙"),
        ("<img src='a'>甲", "甲"),
        ("<p>甲<!-- 乙", "甲 乙"),
        ("<em>桥</em>修好了", "桥修好了"),
        ("A&amp;B", "A&B"),
        ("&#8220;甲&#x201d;", "“甲”"),
        ("<ul><li>甲<li>乙</ul>", "甲|乙"),
    ],
)
def test_html_in_a_field_is_its_text(html, text):
    assert "|".join(line.strip() for line in text_of_fragment(html).split("\n") if line.strip()) == text


@pytest.mark.parametrize(
    "start", ["<!--", "<a ", "<", "</", "<!", "<?", "<p", "&lt;", "<script>", "<a b='", "<![CDATA[", "<p><"]
)
def test_markup_left_open_takes_no_time(start):
    assert grows_in_proportion(lambda size: text_of_fragment("<p>" + start * (size // len(start))), 50_000)


@pytest.mark.slow
@pytest.mark.parametrize("filling", ['"', '""', ',"', '"\n', "\r", ' "', '"a"b,'])
def test_quotes_without_end_take_no_time(filling):
    def read(size: int) -> None:
        with contextlib.suppress(PageError):
            csv("标题,正文\n" + filling * (size // len(filling)))

    assert grows_in_proportion(read, 75_000)
