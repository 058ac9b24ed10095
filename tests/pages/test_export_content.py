"""Content of exported records in every form: each word is there once, and no markup is taken for words."""

import contextlib
import json
from typing import Any

import pytest
from support.exports import articles, csv, of_json
from support.growing import grows_in_proportion

from rag.errors import PageError
from rag.pages.formats.records.content import StructureError, content_text
from rag.pages.formats.records.fragments import text_of_fragment


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
