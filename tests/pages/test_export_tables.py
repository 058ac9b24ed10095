"""Tables as programs export them: the row of names, bad rows named by their lines, and days as they are written."""

import pytest
from support.exports import BRIDGE, DAY, DESKS, TWO, articles, csv, dates, notices

from rag.errors import PageError
from rag.pages.formats.document import MOST_NOTICES
from rag.pages.formats.records.days import iso_date
from rag.pages.formats.records.names import has_text


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
