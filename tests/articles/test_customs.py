"""What papers of any kind keep to: where each custom holds, where it does not, and what a page is read as by it."""

from collections.abc import Callable

import numpy as np
import pytest

from rag.articles import split_page
from rag.articles.layout.columns import rows_of
from rag.articles.reading import belonging, customs
from rag.articles.reading.chain import Label, learnt, scores_of
from rag.articles.reading.classes import called_at, names_column
from rag.articles.reading.view import View, view_of
from rag.records import Page

REPORT = ["渡口新桥通车", "本报讯 渡口新桥昨天通车,两岸居民过河不用再绕行十里。"]
SCHOOL = ["石桥镇办夜校", "本报讯 石桥镇的夜校上周开课,报名的有六十人。"]


def places(lines: list[str], custom: Callable[[View, int], bool]) -> list[str]:
    """The lines where the custom holds."""
    view = view_of(rows_of(lines))
    return [seen.text for place, seen in enumerate(view.rows) if custom(view, place)]


def titles(lines: list[str]) -> list[str]:
    return [piece.title for piece in split_page(Page("page.txt", tuple(lines), "0" * 64))]


def test_every_custom_names_labels_that_there_are() -> None:
    named = {name for custom in customs.CUSTOMS for name in (*custom.labels, *custom.above)}
    assert named <= set(Label.__members__)


def test_what_a_custom_speaks_against_loses_so_much_and_no_other_label_does(monkeypatch: pytest.MonkeyPatch) -> None:
    view = view_of(rows_of([*REPORT, "更正", "上月九日的报道中,桥长有误。", "本报编辑部", *SCHOOL]))
    with_them, _ = scores_of(view, learnt())
    monkeypatch.setattr("rag.articles.reading.chain.CUSTOMS", ())
    without, _ = scores_of(view, learnt())
    lost = np.round(without - with_them, 6)
    assert lost[4, [Label.ALONE, Label.TITLE]].tolist() == [10, 10]
    assert np.count_nonzero(lost) == 2


def test_a_line_with_a_mark_between_a_label_and_a_text_is_the_headline() -> None:
    text = "巷口的那盏灯坏了半年。昨天它终于亮了,老人都说好。"
    for label in ("街巷", "读者来信"):
        for headline in ("灯亮了,老人都来看", "一盏灯:半年没人管", "灯坏了找谁修?"):
            assert places([*REPORT, label, headline, text], customs.marked_below_label) == [headline]
    assert not places([*REPORT, "老街的灯半年没人修", "灯亮了,老人都来看", text], customs.marked_below_label)
    assert not places([*REPORT, "招聘启事", "女工三名,包吃住", text], customs.marked_below_label)
    assert not places([*REPORT, "街巷", "灯亮了,老人都来看", "白菜 1.20元"], customs.marked_below_label)


def test_a_line_with_a_mark_below_a_headline_is_the_headlines_last_one() -> None:
    text = "巷口的那盏灯坏了半年。昨天它终于亮了,老人都说好。"
    assert places(["老街的灯半年没人修", "灯亮了,老人都来看", text], customs.marked_below_headline) == [
        "灯亮了,老人都来看"
    ]
    assert not places(["老街的灯半年没人修", "3月2日,老人都来看", text], customs.marked_below_headline)
    assert not places(["老街的灯半年没人修", "“灯亮了,老人都来看", text], customs.marked_below_headline)
    assert not places(["招聘启事", "女工三名,包吃住", text], customs.marked_below_headline)


def test_a_byline_is_no_line_of_a_headline() -> None:
    assert places(["渡口新桥通车", "本报记者 李志强", REPORT[1]], customs.only_signs) == ["本报记者 李志强"]


def test_a_line_with_a_number_to_call_is_no_headline() -> None:
    assert places(["帮办热线 7320014", "服务电话:96110"], customs.gives_number) == [
        "帮办热线 7320014",
        "服务电话:96110",
    ]
    assert not places(["热线12345开通一年", "电话缴费三步走"], customs.gives_number)


def test_a_notice_begins_below_its_name_though_on_short_lines() -> None:
    assert places(["遗失声明", "本人于三月二日", "遗失驾驶证"], customs.begins_notice) == ["本人于三月二日"]
    assert not places(["渡口来信", "本人于三月二日"], customs.begins_notice)


def test_an_office_of_the_paper_signs_the_sentence_above_it() -> None:
    assert places(["更正", "桥长有误,谨此致歉。", "本报编辑部"], belonging.own_office) == ["本报编辑部"]
    assert not places(["桥长有误,谨此致歉。", "渡口乡政府"], belonging.own_office)
    assert not places(["本报编辑部", "桥长有误,谨此致歉。"], belonging.own_office)


def test_what_a_colon_announces_is_a_list() -> None:
    streets = ["南街全段", "北街一号到九号", "河沿路"]
    after = "停水期间有送水车。请居民提前储水。"
    assert places(["停水地段:", *streets, after], belonging.listed_below_colon) == [streets[1]]
    assert not places(["停水地段:", *streets, SCHOOL[1]], belonging.listed_below_colon)
    assert not places(["停水地段", *streets, after], belonging.listed_below_colon)


def test_subheads_of_one_character_and_a_colon_are_a_set() -> None:
    text = "园子里的树去年才栽下。今年已经成荫,老人都来乘凉。"
    subheads = ["栽:一人一棵树", "养:轮流来浇水", "看:孩子当向导"]
    lines = [line for subhead in subheads for line in (subhead, text)]
    assert places(lines, customs.part_of_set) == subheads
    assert not places(lines[:4], customs.part_of_set)


def test_the_text_below_a_notice_is_not_its_own_where_it_goes_on_with_another() -> None:
    half = "渡口新桥昨天通车,两岸居民过河不用再绕行十里,县长说,渡口的村民都能得到适"
    notice = ["寻人启事", "李秀兰 女 六十岁", "三月二日赶集走失", "上穿灰布衣", "有知下落者请告"]
    rest = "当补偿,不让一户村民吃亏。渡口的候车亭明天就能用上。"
    lines = [REPORT[0], half, *notice, rest]
    assert places(lines, belonging.below_notice) == [rest]
    assert places(lines, belonging.last_of_notice) == ["有知下落者请告"]
    assert not places([*REPORT, *notice, SCHOOL[1]], belonging.last_of_notice)
    assert not places([REPORT[0], half, *notice[:2], rest], belonging.below_notice)


UNSTOPPED = (
    "清晨五时 天尚未明 渡口门外已有人影三五 走近看时 都是挑担过河的农民 队伍从桥头排到学校 有挑青菜者 有挑木柴者 也有挑鸡鸭者 "
    "一位老人没有扁担 只用棉衣包着鸡蛋 旁人都来帮忙 老人笑而不语 只说今日天气尚好 日落以前可以回家"
)


def wrapped(text: str) -> list[str]:
    return [text[place : place + 15].strip() for place in range(0, len(text), 15)]


def test_a_short_line_below_full_ones_without_stops_ends_their_paragraph() -> None:
    lines = wrapped(UNSTOPPED)
    assert places([*lines, "渡口见闻"], belonging.ends_unstopped) == [lines[-1]] == ["日落以前可以回家"]
    assert places(lines, belonging.goes_on_unstopped) == lines[4:-1]
    assert not places(lines[4:], belonging.ends_unstopped)
    assert not places([*lines[:-1], "遗失声明"], belonging.ends_unstopped)
    assert not places([line.replace(" ", ",") for line in lines], belonging.ends_unstopped)


def test_the_body_below_a_summary_and_its_byline_goes_on() -> None:
    summary = ["核心提示", "渡口新桥下月通车,全长三百米。", "本报记者 李志强"]
    body = "昨天上午,记者走上新桥,桥面已经铺好。"
    assert places(["渡口新桥下月通车", *summary, body], belonging.below_summary) == [body]
    assert places(["渡口新桥下月通车", "内容提要", *summary[1:], body], belonging.heads_summary) == ["内容提要"]
    assert not places([*REPORT, "内容提要", *summary[1:], body], belonging.heads_summary)
    assert not places([*REPORT, summary[2], body], belonging.below_summary)
    assert not places(["桥长三百米,两岸都通。", *summary, body], belonging.below_summary)


def test_a_short_line_below_the_byline_of_a_text_is_not_of_it() -> None:
    signed = [*REPORT, "(记者 李志强)"]
    assert places([*signed, "栽:一人一棵树", SCHOOL[1]], belonging.below_byline) == ["栽:一人一棵树"]
    assert not places([*signed, "3月9日", SCHOOL[1]], belonging.below_byline)
    assert not places(["渡口新桥通车", "本报记者 李志强", "桥头一景", SCHOOL[1]], belonging.below_byline)


def test_who_drew_a_picture_closes_what_is_said_of_it() -> None:
    caption = ["上图:五年来渡口的过桥车辆增加一倍。", "李志强 制图"]
    rest = "当补偿,不让一户村民吃亏。桥头的候车亭明天就能用上。"
    assert places([*REPORT, *caption, rest], belonging.below_signed_picture) == [rest]
    assert not places([*REPORT, "李志强 摄", rest], belonging.below_signed_picture)
    assert not places([*REPORT, caption[0], "", "", "(李志强)", rest], belonging.below_signed_picture)


def test_a_caption_between_the_halves_of_a_sentence_is_told_by_its_day_and_its_photographer() -> None:
    half = "渡口新桥昨天通车,两岸居民过河不用再绕行十里,县长说,村民都能得到适"
    caption, photo = "3月2日,渡口小学的学生在新桥上写生。", "李志强 摄"
    assert places([half, caption, photo], belonging.captions_within) == [caption]
    assert not places([half + "当补偿。", caption, photo], belonging.captions_within)
    assert not places([half, caption, "(李志强)"], belonging.captions_within)


def test_a_clause_with_a_columns_word_in_it_names_no_column() -> None:
    assert names_column("渡口课堂") and not names_column("把课堂搬上渡口")
    assert called_at(view_of(rows_of(["把课堂搬上渡口", "山口小学有了船上教室"])), 0) == "short"


def test_headlines_below_labels_are_found_on_a_page() -> None:
    text = "巷口的那盏灯坏了半年,街坊打了十几个电话。昨天它终于亮了,巷子里的老人都说好。"
    signed = "(李志强)"
    lines = [*REPORT, signed, "平安渡口", "一盏灯:半年没人管?", text, signed, *SCHOOL, signed]
    assert "一盏灯:半年没人管?" in titles(lines)
