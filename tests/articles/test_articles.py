"""Splitting pages into articles: page-shaped cases, each with an irregularity that real pages have."""

import json
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from support.locations import ROOT

from rag.articles import split_page
from rag.articles.split import kind_of_untitled
from rag.pages.folder import read_pages
from rag.records import KnownPiece, Page, Piece
from rag.settings import Settings

SEEDS_GOLD = ROOT / "tests" / "data" / "seeds.articles.json"


def split(text: str, name: str = "page.txt") -> list[Piece]:
    return split_page(Page(name, tuple(text.split("\n")), "0" * 64))


def outline(text: str) -> list[tuple[str, str, tuple[tuple[int, int], ...]]]:
    return [(article.kind, article.title, article.spans) for article in split(text)]


# ------------------------------------------------------------------ pages


def test_a_headline_on_two_lines_with_or_without_a_blank_is_one_title() -> None:
    body = "本报讯 城南小学新校区昨日启用,五百名新生入学。(张三)"
    assert outline(f"城南小学\n新校区启用\n{body}") == [("news", "城南小学 新校区启用", ((1, 3),))]
    assert outline(f"城南小学\n\n新校区启用\n\n{body}") == [("news", "城南小学 新校区启用", ((1, 5),))]


def test_a_section_label_is_an_object_of_its_own_and_not_part_of_the_title() -> None:
    text = "城事\n\n新校区启用\n本报讯 城南小学新校区昨日启用。(张三)\n\n文明你我他"
    assert outline(text) == [
        ("slogan", "城事", ((1, 1),)),
        ("news", "新校区启用", ((3, 4),)),
        ("slogan", "文明你我他", ((6, 6),)),
    ]


def test_a_subtitle_after_a_dash_belongs_to_the_line_above_and_closes_the_title() -> None:
    text = "书香满城\n\n——城南图书馆见闻\n\n读者一早就来到图书馆。\n书香弥漫。\n记者 张三\n"
    assert outline(text) == [("feature", "书香满城 ——城南图书馆见闻", ((1, 7),))]


def test_short_lines_inside_a_feature_are_subheads_and_do_not_end_it() -> None:
    text = "书香满城\n城南图书馆满是书香。\n\n藏书 十万册\n\n图书馆藏书十万册。\n记者 张三"
    [article] = split(text)
    assert article.spans == ((1, 7),)
    assert article.byline == "张三"
    assert "藏书 十万册" in article.text


def test_a_piece_without_byline_ends_where_the_next_report_begins() -> None:
    text = "甲地修路\n本报讯 甲地的路修好了。\n\n乙地种树\n本报讯 乙地种了树。"
    assert [a.title for a in split(text)] == ["甲地修路", "乙地种树"]


def test_continued_pieces_stand_with_or_without_a_headline() -> None:
    text = "甲地修路\n\n(上接第1版)甲地的路修好了。\n\n(上接第1版)\n\n会议还研究了种树。\n\n(上接第2版)丙地也修路。"
    assert [(a.kind, a.title) for a in split(text)] == [
        ("continuation", "甲地修路"),
        ("continuation", ""),
        ("continuation", ""),
    ]


def test_captions_are_known_by_their_credit_or_by_standing_apart() -> None:
    text = (
        "甲地修路\n本报讯 甲地的路修好了。(张三)\n\n\n\n6月1日,孩子们在公园里玩耍。 李四 摄\n\n"
        "乙地种树\n本报讯 乙地种了树。(王五)\n\n\n\n图为种树的人们。\n\n丙地下雨\n本报讯 丙地下了雨。(赵六)\n\n\n\n"
        "图为雨中街景。\n\n孙七 摄"
    )
    captions = [a for a in split(text) if a.kind == "caption"]
    assert [c.byline for c in captions] == ["李四", "", "孙七"]


def test_a_history_column_keeps_its_dates_together_and_takes_its_title_from_either_end() -> None:
    entries = "1935年6月1日\n\n某地办起夜校。\n\n1950年6月1日\n\n某厂复工。\n\n某市档案馆供稿"
    after = split(f"{entries}\n\n某市历史上的今天\n\n甲地修路\n本报讯 甲地的路修好了。")
    assert [(a.kind, a.title) for a in after] == [("almanac", "某市历史上的今天"), ("news", "甲地修路")]
    [alone] = split(entries)
    assert (alone.kind, alone.title, alone.byline) == ("almanac", "", "某市档案馆供稿")


def test_an_unsigned_commentary_after_a_label_is_a_piece_without_title() -> None:
    text = "记者 张三\n\n新春走基层\n\n寒风里有人坚守。让我们为他们点赞!"
    assert [a.kind for a in split(text)][-2:] == ["slogan", "commentary"]


def test_what_stands_below_a_label_for_opinions_is_a_commentary() -> None:
    text = (
        "街谈巷议\n\n让一步,路就宽了\n\n前几天过桥,两辆车谁也不肯退。后面的人按了一刻钟喇叭,桥上的人看了一刻钟热闹。\n\n孟小川\n\n"
        "灯下漫笔\n\n渡口的灯\n\n渡口的灯亮了三十年。守灯的人换了两茬,灯罩还是原来那一只,擦得能照见人影。\n\n陶远"
    )
    kinds = {line: article.kind for article in split(text) for a, b in article.spans for line in range(a, b + 1)}
    assert kinds[3] == kinds[5] == kinds[11] == kinds[13] == "commentary"  # both headlines and both texts


@pytest.mark.parametrize(
    ("lines", "kind"),
    [
        (["■柳湾镇3月1日起换发渔船牌照。旧牌照到月底作废。"], "news"),
        (["昨天上午,柳湾码头的新泵船试水。泵船一小时抽水三百吨。"], "news"),
        (["3 柳湾飞鱼 4 1 1 13", "4 东门铁锚 3 2 1 11"], "news"),
        (["柳湾码头的船工在出航前检查缆绳。"], "caption"),
        (["一条河好不好,看岸上的人笑不笑。水清了,人就来了;人来了,灯就亮了。让灯亮得久一点!"], "commentary"),
    ],
)
def test_a_piece_without_headline_and_byline_is_a_brief_a_caption_or_an_opinion(lines: list[str], kind: str) -> None:
    assert kind_of_untitled(lines) == kind


def test_a_body_broken_mid_word_resumes_after_other_pieces() -> None:
    text = (
        "教师待遇提高\n\n本报讯 今年起,乡村教师在评定职称时将得到适\n\n\n\n图为课堂。 李四 摄\n\n"
        "乙地种树\n本报讯 乙地种了树。(王五)\n\n当照顾。教师们表示欢迎。(张三)"
    )
    broken = next(a for a in split(text) if a.title == "教师待遇提高")
    assert broken.spans == ((1, 3), (12, 12))
    assert broken.byline == "张三"
    assert "得到适当照顾。" in broken.text


def test_two_bodies_broken_into_each_other_are_both_put_together() -> None:
    text = (
        "甲地教师待遇\n\n本报讯 甲地的乡村教师在评定职称时,今年起都将得到适\n\n"
        "乙地种树\n\n本报讯 乙地昨天开始种树,河岸上吹着三四级的西\n\n"
        "当照顾。教师们表示欢迎。\n\n北风,天气很冷。"
    )
    assert [(a.title, a.spans) for a in split(text)] == [
        ("甲地教师待遇", ((1, 3), (9, 9))),
        ("乙地种树", ((5, 7), (11, 11))),
    ]


def test_a_slogan_inside_a_broken_sentence_does_not_part_its_halves() -> None:
    text = "甲地签约\n本报讯 甲地同快递公司签了双向服务的协\n\n践行核心价值观\n\n议。今后互相帮助。(张三)"
    assert outline(text) == [("news", "甲地签约", ((1, 2), (6, 6))), ("slogan", "践行核心价值观", ((4, 4),))]


def test_a_headline_far_from_its_bodies_gets_them_back() -> None:
    text = (
        "解民忧 聚民心\n\n——城南社区治理记事\n\n甲地修路\n本报讯 甲地的路修好了。(张三)\n\n"
        "多方发力\n\n城南社区的治理从党建开始,城南社区成立了七个小组。\n\n群众参与\n\n社区治理靠大家。\n\n记者 李四"
    )
    assert [(a.title, a.spans) for a in split(text)] == [
        ("解民忧 聚民心 ——城南社区治理记事", ((1, 3), (8, 16))),
        ("甲地修路", ((5, 6),)),
    ]


def test_a_body_that_doubles_a_paragraph_of_another_piece_belongs_to_it() -> None:
    double = "这是一场考验,经过这一次,孩子们一定会很快长大。教室里的灯每晚亮到九点,老师轮流守着孩子们。"
    text = (
        f"隔离与温暖\n\n(上接第1版)教室变成了房间,孩子们把课桌拼成了小床。\n\n{double}\n\n"
        "乙地种树\n本报讯 乙地种了树。(张三)\n\n"
        f"“妈妈,我很好。”孩子说,孩子们每天给家里写信。\n\n{double}"
    )
    [article] = [a for a in split(text) if a.title == "隔离与温暖"]
    assert article.spans == ((1, 5), (10, 12))
    assert article.repeats == (12,)


def test_a_paragraph_broken_by_a_blank_line_is_one_paragraph() -> None:
    [article] = split("甲地修路\n本报讯 甲地今年修了三条路,其中\n\n两条通到山里。(张三)")
    assert article.paragraphs == ((2, 4),)


def test_a_doubled_paragraph_is_kept_once_and_both_places_are_known() -> None:
    double = "甲地今年一共修好了三条通到山里的路,村民出行方便多了。"
    [article] = split(f"甲地修路\n本报讯 甲地修路。\n\n{double}\n\n{double}\n\n(张三)")
    assert article.text.count(double) == 1
    assert article.repeats == (6,)
    assert article.spans == ((1, 8),)


def test_a_headline_without_body_that_slipped_in_does_not_take_the_body() -> None:
    text = "城南小学新校区启用\n\n培训驾驶人员 守牢底线\n\n本报讯 城南小学新校区昨日启用,五百名新生入学。(张三)"
    assert [(a.kind, a.title) for a in split(text)] == [
        ("news", "城南小学新校区启用"),
        ("slogan", "培训驾驶人员 守牢底线"),
    ]


def test_two_identical_pieces_get_different_ids_and_ids_do_not_depend_on_lines_above() -> None:
    piece = "甲地修路\n本报讯 甲地的路修好了。(张三)\n\n"
    once, twice = split(piece), split(piece + piece)
    assert twice[0].id == once[0].id != twice[1].id
    assert split("\n\n" + piece)[0].id == once[0].id


# ------------------------------------------------------------------ articles known beforehand


def test_sections_are_taken_as_they_are_and_the_other_lines_are_split() -> None:
    lines = ("甲", "第一段。", "", "乙地种树", "本报讯 乙地种了树。(张三)", "", "甲的第二段。")
    section = KnownPiece(
        spans=((1, 2), (7, 7)), title_lines=(1,), kind="feature", date="2020-01-02", columns=(("版", "3"),)
    )
    given, other = split_page(Page("page.txt", lines, "0" * 64, sections=(section,)))
    assert (given.title, given.kind, given.date, given.spans, given.columns) == (
        "甲",
        "feature",
        "2020-01-02",
        ((1, 2), (7, 7)),
        (("版", "3"),),
    )
    assert given.text == "第一段。\n甲的第二段。"
    assert (other.title, other.byline) == ("乙地种树", "张三")


def test_a_section_may_name_a_title_that_the_page_does_not_print() -> None:
    section = KnownPiece(spans=((1, 1),), title="目录里的标题")
    [article] = split_page(Page("page.txt", ("正文一段。",), "0" * 64, sections=(section,)))
    assert (article.title, article.title_lines) == ("目录里的标题", ())


# ------------------------------------------------------------------ any text, and whole pages

LINES = st.lists(
    st.sampled_from(
        [
            "",
            "",
            "城事",
            "甲地修路 乙地种树",
            "——某地见闻",
            "本报讯 甲地修路。(张三)",
            "(上接第1版)",
            "(上接第1版)会议指出,要",
            "1935年6月1日",
            "某馆供稿",
            "张三 摄",
            "记者 李四 文/摄",
            "正文的一段,没有结束,被截断在这里要给予适",
            "当照顾。完了。",
            "图为校门。 张三 摄",
            "\t",
            "　",
            "\x0c",
            "a" * 70,
            "历史上的今天",
        ]
    )
    | st.text(max_size=60),
    max_size=25,
)


@pytest.mark.slow
@given(LINES)
@example(["城事", "0", "某馆供稿", "城事", "城事"])  # two open ends that would take up each other's beginnings
def test_every_line_that_is_not_blank_belongs_to_exactly_one_article(lines: list[str]) -> None:
    lines = [line.replace("\n", " ") for line in lines]
    articles = split_page(Page("page.txt", tuple(lines), "0" * 64))
    owned = [n for a in articles for first, last in a.spans for n in range(first, last + 1) if lines[n - 1].strip()]
    assert sorted(owned) == [n for n, line in enumerate(lines, 1) if line.strip()]
    assert len({a.id for a in articles}) == len(articles)
    for article in articles:
        body = [n for paragraph in article.paragraphs for n in paragraph] + list(article.repeats)
        assert len(body) == len(set(body))


def gold_spans() -> dict[str, list[tuple[str, set[int]]]]:
    by_page: dict[str, list[tuple[str, set[int]]]] = {}
    for item in json.loads(SEEDS_GOLD.read_text("utf-8")):
        lines = {n for first, last in item["spans"] for n in range(first, last + 1)}
        by_page.setdefault(item["source"], []).append((item["title"], lines))
    return by_page


def test_the_sample_pages_split_as_their_gold_does_but_for_a_twentieth() -> None:
    pages, _ = read_pages(ROOT / "seeds", Settings())
    right = total = 0
    for page in pages:
        printed = {n for n, line in enumerate(page.lines, 1) if line.strip()}
        mine = [{n for first, last in a.spans for n in range(first, last + 1)} & printed for a in split_page(page)]
        for _, lines in gold_spans()[page.name]:
            total += 1
            right += (lines & printed) in mine
    assert total == 65
    assert right / total >= 0.95


def test_titles_and_texts_are_what_the_sample_pages_print() -> None:
    pages, _ = read_pages(ROOT / "seeds", Settings())
    for page in pages:
        printed = re.sub(r"\s", "", "".join(page.lines))
        for article in split_page(page):
            assert all(
                re.sub(r"\s", "", part) in printed for part in (article.title.split(" ") if article.title else [])
            )


# ------------------------------------------------------------------ other styles


def test_a_page_in_traditional_characters_shows_the_same_cues_and_keeps_its_own_words() -> None:
    text = "甲地修路\n本報訊(記者 劉三)甲地的路修好了。\n\n圖為新路。 張四 攝\n\n乙地種樹見聞\n新華社北京1月5日電 乙地種了樹。"
    assert [(a.kind, a.title) for a in split(text)] == [("news", "甲地修路"), ("caption", ""), ("news", "乙地種樹見聞")]


@pytest.mark.parametrize(
    "text",
    [
        "甲地修路\n本报记者 张三\n甲地的路今年修好了,甲地人人说好。\n\n■ 钱从哪里来\n\n甲地修路的钱由大家凑。",
        "甲地修路\n【本报讯】甲地的路今年修好了。\n据介绍,甲地还要修桥。\n□张三",
        "甲地修路\n(上接A1版)甲地的路今年修好了,甲地还要修桥。(据新华社电)",
    ],
)
def test_one_piece_in_other_forms_stays_one(text: str) -> None:
    lines = text.count("\n") + 1
    assert [a.spans for a in split(text)] == [((1, lines),)]


def test_a_wrapped_page_is_put_together_before_it_is_split() -> None:
    body = "本报讯昨天上午城南小学新校区正式启用五百名新生走进宽敞明亮的教室开始了他们的小学生活,校长向每一名新生赠送了一本图画书。"
    wrapped = [body[k : k + 12] for k in range(0, len(body), 12)]
    lines = [
        "城南小学新校区启用",
        *wrapped,
        "(张三)",
        "城北修桥",
        *[x.replace("小学", "大桥") for x in wrapped],
        "(李四)",
    ]
    first, second = split("\n".join(lines))
    assert (first.title, second.title) == ("城南小学新校区启用", "城北修桥")
    assert first.paragraphs[0] == tuple(range(2, 2 + len(wrapped)))
    assert body in first.text


def test_a_notice_ends_with_its_office_and_questions_with_their_answers() -> None:
    text = (
        "停水通知\n因检修管道,甲地明天停水。\n甲地供水公司\n\n居住证怎么办\n问:要带什么?\n答:身份证。\n问:多久办好?\n答:五天。\n\n"
        "短评:贵在用心\n多一些用心,少一些麻烦。"
    )
    assert [a.title for a in split(text)] == ["停水通知", "居住证怎么办", "短评:贵在用心"]
