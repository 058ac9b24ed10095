"""Articles from .html: the text that is shown, a block a line, and nothing that a stranger's file could do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.growing import grows_in_proportion

from rag.errors import PageError
from rag.pages.formats.html import read_html

PAGE = """<!DOCTYPE html><html><head><meta charset="{charset}"><title>两家医院 - 太原晚报</title>
<meta property="article:published_time" content="2022-01-20T08:00:00+08:00"><meta name="author" content="王丹">
<meta name="source" content="太原晚报"><meta name="viewport" content="width=device-width">
<style>p {{ color: red }}</style><script>alert("脚本")</script></head><body>
<nav><a href="/">首页</a></nav>
<div class="main"><h1>两家<br>医院</h1>
<!-- 注释 --><p>&emsp;&emsp;本报讯 我市新增<b>两家</b>
社区医院。<br>截至目前,共有11家。</p>
<p hidden>看不见。</p><div style="display: none">也看不见。</div>
<table><tr><td>迎泽区</td><td>6家</td></tr><tr><td>小店区</td><td>5家</td></tr></table>
<pre>一行
两行</pre></div><footer>版权所有</footer></body></html>"""


def read(text: str, encoding: str = "utf-8"):
    return read_html("a.html", text.encode(encoding))


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [
        ("utf-8", "utf-8"),
        ("gb2312", "gb18030"),
        ("GBK", "gb18030"),
        ("nonsense", "utf-8"),
        ("utf-8", "gb18030"),
        ("utf-8", "utf-8-sig"),
        ("punycode", "utf-8"),
        ("utf-16", "utf-8"),
    ],
)
def test_what_is_shown_is_read_a_block_a_line_in_the_encoding_declared(charset, encoding):
    document = read(PAGE.format(charset=charset), encoding)
    expected = (
        "两家",
        "医院",
        "本报讯 我市新增两家 社区医院。",
        "截至目前,共有11家。",
        "迎泽区 6家",
        "小店区 5家",
        "一行",
        "两行",
    )
    assert document.lines == expected
    (section,) = document.sections
    assert (section.title, section.title_lines, section.spans) == ("两家 医院", (1, 2), ((1, 8),))
    assert (section.date, section.byline) == ("2022-01-20", "王丹")
    assert section.columns == (("article:published_time", "2022-01-20T08:00:00+08:00"), ("source", "太原晚报"))


def test_an_encoding_of_its_own_is_the_one_declared():
    assert read("<meta charset=big5><p>臺北市有醫院十一家。</p>", "big5").lines == ("臺北市有醫院十一家。",)


def test_the_article_is_taken_where_it_holds_most_of_the_text_and_the_body_otherwise():
    assert read(f"<div>热门推荐</div><article><h1>医院</h1><p>{'共有11家。' * 9}</p></article>").lines[0] == "医院"
    assert read(f"<article>卡片</article><h1>医院</h1><p>{'共有11家。' * 9}</p>").lines == (
        "卡片",
        "医院",
        "共有11家。" * 9,
    )


def test_without_a_heading_the_title_of_the_window_is_the_title():
    (section,) = read("<title>医院</title><body><p>共有11家。</p>").sections
    assert (section.title, section.title_lines) == ("医院", ())
    (section,) = read("<title>医院</title><body><p>医院</p><p>共有11家。</p>").sections
    assert (section.title, section.title_lines) == ("医院", (1,))


def test_several_headings_of_the_first_level_open_an_article_each():
    document = read("<h1>一</h1><p>甲。</p><h2>小</h2><p>乙。</p><h1>二</h1><p>丙。</p>")
    assert [(section.title, section.spans) for section in document.sections] == [("一", ((1, 4),)), ("二", ((5, 6),))]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("<details><summary>背景</summary><p>水库1958年建成。</p></details>", ["背景", "水库1958年建成。"]),
        (
            "<form action=x><p>正文在表单里。</p><input value=a><select><option>甲</select><button>提交</button></form>",
            ["正文在表单里。"],
        ),
        ("<ruby>豳<rp>(</rp><rt>bīn</rt><rp>)</rp></ruby>州", ["豳（bīn）州"]),
        ("<ruby>北<rt>běi</rt>京<rt>jīng</rt></ruby>。", ["北京（běijīng）。"]),
        ("<noscript>请开启脚本</noscript><template>模板</template>甲<!-- 乙 --><![CDATA[丙]]>", ["甲"]),
        ("<p>共有<del></del><ins>十一</ins>家<wbr>医&shy;院。<img alt='图'></p>", ["共有十一家医院。"]),
        (
            "<article><p>正文。</p><aside>链接：总投资860万元。</aside><footer>记者 王丹</footer></article><footer>版权</footer>",
            ["正文。", "链接：总投资860万元。", "记者 王丹"],
        ),
        (
            "<svg><title>x</title><text>客流</text><desc>y</desc></svg><math><mi>S</mi><mo>=</mo><mn>12</mn></math>",
            ["客流", "S=12"],
        ),
        ("<dl><dt>小麦<dd>1.42元<dt>玉米<dd>1.27元</dl>", ["小麦", "1.42元", "玉米", "1.27元"]),
        (
            "<table><caption>粮价</caption><tr><td>上午<td><table><tr><td>小麦<td>1.42元</table></table>",
            ["粮价", "上午", "小麦 1.42元"],
        ),
        (
            "<fieldset><legend>说明</legend>甲。</fieldset><dialog>没开</dialog><dialog open>开着</dialog>",
            ["说明", "甲。", "开着"],
        ),
        ("<p>没有合上<p>另一段<li>项", ["没有合上", "另一段", "项"]),
    ],
)
def test_what_a_browser_shows_is_read_and_nothing_else(text, lines):
    assert list(read(f"<body>{text}").lines) == lines


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece", ["<!", "<?", "<a b=", "</", "<!--", "<![CDATA[", "&#", "<p a='", "<b><i></b>", "<td>", "</p>", "<svg>甲"]
)
def test_any_markup_repeated_is_read_or_refused_in_time_that_its_length_bounds(piece):
    def read_many(characters: int) -> None:
        try:
            read(piece * (characters // len(piece)))
        except PageError as error:
            assert error.key == "document-deep"

    assert grows_in_proportion(read_many, 100_000)


def test_markup_shown_as_text_stays_text_and_nothing_is_dropped_from_it():
    assert read("<p>&lt;script&gt;alert(1)&lt;/script&gt; 是文字。</p>").lines == (
        "<script>alert(1)</script> 是文字。",
    )


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(
    "text", ['<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><p>甲。</p></html>', "甲。"]
)
def test_the_parser_keeps_its_advice_to_itself(text):
    assert read(text).lines[-1] == "甲。"


def test_deep_nesting_is_read_or_refused_with_a_sentence():
    assert read("<div>" * 1_000 + "甲。").lines == ("甲。",)
    with pytest.raises(PageError) as caught:
        read("<div>" * 50_000 + "甲。")
    assert caught.value.key == "document-deep"


@given(st.text(alphabet="<>/ph1!-[]&;=\"'甲乙。 \n", max_size=200))
def test_any_text_is_read_or_refused_with_a_sentence(text):
    try:
        document = read(text)
    except PageError:
        return
    covered = [
        number for section in document.sections for first, last in section.spans for number in range(first, last + 1)
    ]
    assert covered == list(range(1, len(document.lines) + 1))
