"""What Word shows of a .docx is read, word for word and once, with tracked changes accepted; what it does not, is not."""

import pytest
from support.documents import NAMESPACES, packed, word_xml

from rag.errors import PageError
from rag.pages.formats.document import Document
from rag.pages.formats.docx.reader import read_word


def run(text: str, properties: str = "") -> str:
    return f'<w:r>{f"<w:rPr>{properties}</w:rPr>" if properties else ""}<w:t xml:space="preserve">{text}</w:t></w:r>'


def par(*inner: str, properties: str = "") -> str:
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{''.join(inner)}</w:p>"


def cell(*inner: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(inner)}</w:tc>"


def box(text: str) -> str:
    return f"<w:txbxContent>{par(run(text))}</w:txbxContent>"


def field(instruction: str, result: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def table(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def read(body: str, **related: str) -> Document:
    return read_word("a.docx", packed(word_xml(body, **related)))


WPS = f"<w:drawing><wp:anchor><a:graphic><a:graphicData><wps:wsp><wps:txbx>{box('框里的字。')}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>"
VML = f"<w:pict><v:shape><v:textbox>{box('框里的字。')}</v:textbox></v:shape></w:pict>"
TWICE = f'<mc:AlternateContent><mc:Choice Requires="wps">{WPS}</mc:Choice><mc:Fallback>{VML}</mc:Fallback></mc:AlternateContent>'
CHANGED = '<w:rPr><w:del w:id="1"/></w:rPr>'
TOP = "<w:vMerge w:val='restart'/>"
BELOW = "<w:vMerge/>"


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        # text boxes
        (par(run("文中。"), f"<w:r>{TWICE}</w:r>"), ["文中。", "框里的字。"]),
        (par(f"<w:r>{WPS}</w:r>") + par(run("后。")), ["框里的字。", "后。"]),
        (par(run("前"), f"<w:r>{VML}</w:r>", run("后。")), ["前后。", "框里的字。"]),
        (
            par(
                f"<mc:AlternateContent><mc:Choice Requires='x'><w:r>{WPS}</w:r></mc:Choice><mc:Fallback><w:r>{VML}</w:r></mc:Fallback></mc:AlternateContent>"
            ),
            ["框里的字。"],
        ),
        (
            par(
                f"<w:r><mc:AlternateContent><mc:Choice Requires='wpi'><w:drawing/></mc:Choice><mc:Fallback>{VML}</mc:Fallback></mc:AlternateContent></w:r>"
            ),
            ["框里的字。"],
        ),
        (par("<w:r><w:pict><v:shape><v:textpath string='艺术字标题'/></v:shape></w:pict></w:r>"), ["艺术字标题"]),
        (table(cell(par(run("格"), f"<w:r>{TWICE}</w:r>"))), ["格 框里的字。"]),
        # tracked changes
        (par(run("共"), f"<w:del>{run('三百')}</w:del>", f"<w:ins>{run('四百')}</w:ins>", run("人。")), ["共四百人。"]),
        (
            par(
                run("共"),
                "<w:del><w:r><w:delText>三百</w:delText></w:r></w:del>",
                f"<w:ins><w:ins>{run('四百')}</w:ins></w:ins>",
            ),
            ["共四百"],
        ),
        (
            par(f"<w:moveFrom>{run('移走。')}</w:moveFrom>", properties="<w:rPr><w:moveFrom w:id='1'/></w:rPr>")
            + par(run("甲。"))
            + par(f"<w:moveTo>{run('移来。')}</w:moveTo>"),
            ["甲。", "移来。"],
        ),
        (par(run("上段"), properties=CHANGED) + par(run("下段。")), ["上段下段。"]),
        (par(f"<w:del>{run('整段。')}</w:del>", properties=CHANGED) + par(run("余下。")), ["余下。"]),
        (f"<w:ins>{par(run('插入的段。'))}</w:ins>", ["插入的段。"]),
        (table(f"<w:trPr><w:del w:id='1'/></w:trPr>{cell(par(run('删行')))}", cell(par(run("留行")))), ["留行"]),
        (table(cell(par(run("删格")), properties="<w:cellDel w:id='1'/>") + cell(par(run("留格")))), ["留格"]),
        # content controls and other wrappers
        (
            f"<w:sdt><w:sdtPr><w:alias w:val='名称'/></w:sdtPr><w:sdtContent>{par(run('控件里的段。'))}</w:sdtContent></w:sdt>",
            ["控件里的段。"],
        ),
        (
            par(run("热线"), f"<w:sdt><w:sdtContent>{run('0355-61234')}</w:sdtContent></w:sdt>", run("。")),
            ["热线0355-61234。"],
        ),
        (
            f"<w:sdt><w:sdtContent><w:sdt><w:sdtContent>{par(run('内外两层。'))}</w:sdtContent></w:sdt></w:sdtContent></w:sdt>",
            ["内外两层。"],
        ),
        (f"<w:tbl><w:sdt><w:sdtContent><w:tr>{cell(par(run('行')))}</w:tr></w:sdtContent></w:sdt></w:tbl>", ["行"]),
        (f"<w:tbl><w:tr><w:sdt><w:sdtContent>{cell(par(run('格')))}</w:sdtContent></w:sdt></w:tr></w:tbl>", ["格"]),
        (
            par(f"<w:smartTag><w:smartTagPr/>{run('太原')}</w:smartTag>", f"<w:customXml>{run('市')}</w:customXml>"),
            ["太原市"],
        ),
        (f"<w:customXml>{par(run('自定义。'))}</w:customXml>", ["自定义。"]),
        (
            par(f"<w:hyperlink r:id='x'>{run('链接文字')}</w:hyperlink>", f"<w:bdo w:val='ltr'>{run('方向')}</w:bdo>"),
            ["链接文字方向"],
        ),
        # fields
        (par(run("第"), field("PAGEREF a \\h", run("12")), run("页见。")), ["第12页见。"]),
        (par(f"<w:fldSimple w:instr='DATE'>{run('2022年1月20日')}</w:fldSimple>"), ["2022年1月20日"]),
        (
            par(field(f"IF </w:instrText></w:r>{field('MERGEFIELD a', run('内层'))}<w:r><w:instrText>", run("外层"))),
            ["外层"],
        ),
        (
            par(run("前"), '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>XE</w:instrText></w:r>')
            + par(run("没有合上。")),
            ["前", "没有合上。"],
        ),
        (
            par(
                '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="甲"/><w:listEntry w:val="乙"/></w:ddList></w:ffData></w:fldChar></w:r>',
                '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
            ),
            ["乙"],
        ),
        # characters
        (
            par("<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t><w:cr/><w:t>丁</w:t></w:r>"),
            ["甲\t乙", "丙", "丁"],
        ),
        (par("<w:r><w:t>A</w:t><w:noBreakHyphen/><w:t>1 co</w:t><w:softHyphen/><w:t>op</w:t></w:r>"), ["A-1 coop"]),
        (
            par(
                "<w:r><w:sym w:font='Wingdings' w:char='F0FC'/><w:sym w:font='宋体' w:char='4E2D'/><w:sym w:char='F123'/><w:sym w:char='zz'/></w:r>"
            ),
            ["✓中"],
        ),
        (
            par(
                "<w:r><w:ruby><w:rubyPr/><w:rt><w:r><w:t>bīn</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>豳</w:t></w:r></w:rubyBase></w:ruby></w:r>",
                run("州"),
            ),
            ["豳（bīn）州"],
        ),
        (
            par(
                "<m:oMathPara><m:oMath><m:r><m:t>S</m:t></m:r><m:r><m:t>=12</m:t></m:r></m:oMath></m:oMathPara>",
                run("亩"),
            ),
            ["S=12亩"],
        ),
        # hidden
        (par(run("藏", "<w:vanish/>"), run("显", "<w:vanish w:val='0'/>")), ["显"]),
        (table(f"<w:trPr><w:hidden/></w:trPr>{cell(par(run('藏行')))}", cell(par(run("显行")))), ["显行"]),
        (
            par(
                '<w:commentRangeStart w:id="1"/>',
                run("正文。"),
                '<w:commentRangeEnd w:id="1"/><w:r><w:commentReference w:id="1"/></w:r>',
            ),
            ["正文。"],
        ),
        # tables
        (
            table(
                cell(
                    par(run("外")),
                    table(
                        cell(par(run("小麦"))) + cell(par(run("1.42元"))), cell(table(cell(par(run("最里")))), par())
                    ),
                )
            ),
            ["外", "小麦 1.42元", "最里"],
        ),
        (
            table(
                cell(par(run("全区")), properties=TOP) + cell(par(run("6家"))),
                cell(par(), properties=BELOW) + cell(par(run("5家"))),
            ),
            ["全区 6家", "全区 5家"],
        ),
        (
            table(
                cell(par(run("长" * 50)), properties=TOP) + cell(par(run("一"))),
                cell(par(), properties=BELOW) + cell(par(run("二"))),
            ),
            ["长" * 50 + " 一", "二"],
        ),
        (table(cell(par(run("左")), properties="<w:gridSpan w:val='50000000'/>") + cell(par(run("右")))), ["左 右"]),
        (table(f"<w:trPr><w:gridBefore w:val='999999999'/></w:trPr>{cell(par(run('格')))}"), ["格"]),
        (table(cell(par(run("格")), properties="<w:gridSpan w:val='9999999999999999999999'/>")), ["格"]),
    ],
)
def test_what_word_shows_is_read_and_nothing_else(body, lines):
    assert list(read(body).lines) == lines


def note(number: int, text: str, kind: str = "footnote") -> str:
    return (
        f"<w:{kind}s {NAMESPACES}><w:{kind} w:id='-1' w:type='separator'>{par(run('——'))}</w:{kind}>"
        f"<w:{kind} w:id='{number}'>{par('<w:r><w:footnoteRef/></w:r>', run(text))}</w:{kind}></w:{kind}s>"
    )


def test_notes_stand_once_below_the_article_that_refers_to_them():
    heading = "<w:pStyle w:val='H'/>"
    styles = f"<w:styles {NAMESPACES}><w:style w:styleId='H'><w:name w:val='heading 1'/></w:style></w:styles>"
    mark = "<w:r><w:footnoteReference w:id='2'/></w:r>"
    document = read(
        par(run("甲题"), properties=heading)
        + par(run("甲文。"), mark, mark)
        + table(cell(par(run("格"), "<w:r><w:endnoteReference w:id='3'/></w:r>")))
        + par(run("乙题"), properties=heading)
        + par(run("乙文。"), mark),
        styles=styles,
        footnotes=note(2, "脚注。"),
        endnotes=note(3, "尾注。", "endnote"),
    )
    assert document.lines == ("甲题", "甲文。", "格", "脚注。", "尾注。", "乙题", "乙文。")
    assert [section.spans for section in document.sections] == [((1, 5),), ((6, 7),)]


def test_headers_stand_above_and_footers_below_each_once_and_page_numbers_are_left_out():
    def margin(kind: str, text: str) -> str:
        return f"<w:{kind} {NAMESPACES}>{par(run(text))}</w:{kind}>"

    section = (
        "<w:sectPr><w:headerReference w:type='default' r:id='header_1'/><w:headerReference w:type='first' r:id='header_2'/>"
        "<w:footerReference w:type='default' r:id='footer_1'/><w:footerReference w:type='even' r:id='footer_2'/></w:sectPr>"
    )
    document = read(
        par(run("题")) + par(run("文。"), properties=section) + section,
        header_1=margin("hdr", "太原日报 2022年1月20日"),
        header_2=margin("hdr", "首页不同，没有启用"),
        footer_1=margin("ftr", "第 1 页 共 2 页"),
        footer_2=margin("ftr", "偶数页不同，没有启用"),
    )
    assert document.lines == ("太原日报 2022年1月20日", "题", "文。")
    assert (document.sections[0].title, document.sections[0].title_lines) == ("题", (2,))


def test_a_first_page_of_its_own_has_its_header_too():
    section = "<w:sectPr><w:headerReference w:type='first' r:id='header_2'/><w:titlePg/></w:sectPr>"
    assert read(par(run("文。")) + section, header_2=f"<w:hdr {NAMESPACES}>{par(run('首页页眉'))}</w:hdr>").lines == (
        "首页页眉",
        "文。",
    )


LEVELS = "".join(
    f"<w:lvl w:ilvl='{place}'><w:start w:val='{start}'/><w:numFmt w:val='{form}'/>{suffix}<w:lvlText w:val='{text}'/></w:lvl>"
    for place, (start, form, suffix, text) in enumerate(
        [
            (1, "chineseCounting", "", "%1、"),
            (1, "decimal", "", "%1.%2"),
            (3, "upperRoman", "<w:suff w:val='nothing'/>", "(%3)"),
            (1, "bullet", "", ""),
        ]
    )
)
NUMBERING = (
    f"<w:numbering {NAMESPACES}><w:abstractNum w:abstractNumId='7'>{LEVELS}</w:abstractNum>"
    "<w:num w:numId='1'><w:abstractNumId w:val='7'/></w:num>"
    "<w:num w:numId='2'><w:abstractNumId w:val='7'/><w:lvlOverride w:ilvl='0'><w:startOverride w:val='10'/></w:lvlOverride></w:num>"
    "</w:numbering>"
)


def item(text: str, level: int = 0, list_id: int = 1, more: str = "") -> str:
    return par(
        run(text) if text else "",
        properties=f"<w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='{list_id}'/></w:numPr>{more}",
    )


def test_numbers_that_word_sets_before_paragraphs_are_printed_and_so_read():
    document = read(
        item("总则")
        + item("范围", 1)
        + item("对象", 1)
        + item("细目", 2)
        + item("圆点", 3)
        + item("附则")
        + item("再起", 1)
        + item("另起", 0, 2)
        + item("接着", 0, 2)
        + item("无号", 0, 0)
        + item("", 0)
        + item("空的也数"),
        numbering=NUMBERING,
    )
    assert list(document.lines) == [
        "一、总则",
        "一.1 范围",
        "一.2 对象",
        "(III)细目",
        "圆点",
        "二、附则",
        "二.1 再起",
        "十、另起",
        "十一、接着",
        "无号",
        "十三、空的也数",
    ]


def test_a_list_that_a_style_sets_counts_and_a_deleted_item_does_not():
    styles = (
        f"<w:styles {NAMESPACES}><w:style w:styleId='L'><w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr></w:style>"
        "<w:style w:styleId='M'><w:basedOn w:val='L'/></w:style><w:style w:styleId='V'><w:rPr><w:vanish/></w:rPr></w:style></w:styles>"
    )
    style = "<w:pStyle w:val='M'/>"
    document = read(
        par(run("甲"), properties=style)
        + par(f"<w:del>{run('删')}</w:del>", properties=style + CHANGED)
        + par(run("乙"), properties=style)
        + par(run("藏"), properties="<w:pStyle w:val='V'/>"),
        styles=styles,
        numbering=NUMBERING,
    )
    assert list(document.lines) == ["一、甲", "二、乙"]


def test_the_words_of_charts_and_diagrams_are_read():
    chart = (
        f"<c:chartSpace {NAMESPACES}><c:title><c:tx><c:rich><a:p><a:r><a:t>客流</a:t></a:r></a:p></c:rich></c:tx></c:title>"
        "<c:ser><c:tx><c:strRef><c:strCache><c:pt><c:v>地铁</c:v></c:pt></c:strCache></c:strRef></c:tx>"
        "<c:cat><c:strRef><c:strCache><c:pt><c:v>一月</c:v></c:pt><c:pt><c:v>二月</c:v></c:pt></c:strCache></c:strRef></c:cat>"
        "<c:val><c:numRef><c:numCache><c:pt><c:v>9</c:v></c:pt></c:numCache></c:numRef></c:val></c:ser></c:chartSpace>"
    )
    diagram = f"<dgm:dataModel {NAMESPACES}><dgm:ptLst><dgm:pt><dgm:t><a:p><a:r><a:t>受理</a:t></a:r></a:p></dgm:t></dgm:pt></dgm:ptLst></dgm:dataModel>"
    drawn = "<w:r><w:drawing><a:graphic><a:graphicData>{}</a:graphicData></a:graphic></w:drawing></w:r>"
    document = read(
        par(
            drawn.format("<c:chart r:id='chart_1'/>"),
            drawn.format("<dgm:relIds r:dm='data_1'/>"),
            drawn.format("<c:chart r:id='chart_1'/>"),
        ),
        chart_1=chart,
        data_1=diagram,
    )
    assert document.lines == ("客流", "地铁 一月 二月", "受理")


def test_a_file_that_takes_in_others_is_named_and_the_rest_is_read():
    document = read(par(run("正文。")) + "<w:altChunk r:id='x'/>")
    assert (document.lines, [notice.key for notice in document.notices]) == (("正文。",), ["word-unread"])


def test_the_strict_edition_and_a_main_part_of_another_name_are_read():
    parts = word_xml(par(run("严格版。")), main="word/other.bin")
    strict = {
        name: content.replace(
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            "http://purl.oclc.org/ooxml/wordprocessingml/main",
        )
        for name, content in parts.items()
    }
    assert read_word("a.docx", packed(strict)).lines == ("严格版。",)


def test_a_file_with_entities_of_its_own_is_damaged():
    parts = word_xml(par(run("甲&x;。")))
    parts["word/document.xml"] = '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/hostname">]>' + parts["word/document.xml"]
    with pytest.raises(PageError) as caught:
        read_word("a.docx", packed(parts))
    assert caught.value.key == "document-damaged"


def test_a_file_nested_too_deeply_is_named():
    with pytest.raises(PageError) as caught:
        read("<w:sdt><w:sdtContent>" * 200 + par(run("甲。")) + "</w:sdtContent></w:sdt>" * 200)
    assert caught.value.key == "document-deep"


def test_tables_in_tables_are_read_as_deep_as_the_parser_goes():
    body = par(run("最里。"))
    for _ in range(80):
        body = table(cell(body))
    assert read(body).lines == ("最里。",)
