"""Cues of one line, before there are pages: its look, its byline, where a sentence ends; and the year and the day of a piece."""

import pytest

from rag.articles.dating.dates import date_of_piece, year_of_page
from rag.articles.layout.bylines import author_of, byline_of, is_byline_line, is_photo_credit, names_of, people_of
from rag.articles.layout.cohesion import share, word_across
from rag.articles.layout.lines import Look, ends_sentence, is_lead, look_of

# ------------------------------------------------------------------ cues of one line


@pytest.mark.parametrize(
    ("text", "look"),
    [
        ("城南小学迎来新生", Look.HEADING),
        ("——城南小学开学见闻", Look.HEADING),
        ("图为校门。 张三 摄", Look.BODY),
        ("孩子们走进校门。", Look.BODY),
        ("“走吧。”老师说。", Look.BODY),
        ("本报讯 昨日,城南小学", Look.BODY),
        ("(上接第1版)", Look.MARK),
        ("(上接第1版)会议指出", Look.BODY),
        ("1935 年 6 月 1 日~3 日", Look.DATE_HEAD),
        ("某市档案馆供稿", Look.SUPPLIER),
        ("这一行没有句末标点,但有逗号,也很长,显然是被分栏截断的正文", Look.BODY),
    ],
)
def test_a_line_has_the_look_that_a_reader_sees(text: str, look: Look) -> None:
    assert look_of(text) is look


@pytest.mark.parametrize(
    ("text", "credit"),
    [
        ("开学了。(张三)", "张三"),
        ("(张三、李四、欧阳小五)", "张三、李四、欧阳小五"),
        ("(记者 张三 通讯员 李四)", "记者 张三 通讯员 李四"),
        ("记者 张三 文/摄", "记者 张三 文/摄"),
        ("开学了。 记者 张三", "记者 张三"),
        ("本报记者 张三", "本报记者 张三"),
        ("(张 三、李 四)", "张 三、李 四"),
        ("图为校门。 张三 摄", "张三 摄"),
        ("开学了。(张三文/摄)", "张三文/摄"),
        ("召开全体(扩大)", ""),
        ("全文见下页。(下转第2版)", ""),
        ("开学了。", ""),
        ("(以下简称《通知》)", ""),
    ],
)
def test_a_byline_is_found_in_every_form_and_nothing_else_is_one(text: str, credit: str) -> None:
    assert byline_of(text) == credit


@pytest.mark.parametrize(
    ("text", "credit"),
    [
        ("71分 陶大海(金船)", ""),  # whose player it was
        ("积分榜（前六名）", ""),
        ("三号线车站（自东向西）", ""),
        ("4月22日 外婆的船（喜剧）", ""),
        ("船开走了。（金 船）", "金 船"),
        ("船开走了（记者 张三）", "记者 张三"),
        ("船开走了（张三 摄）", "张三 摄"),
        ("（张三）", "张三"),
        ("（记者 张三 实习生 李四 采写）", "记者 张三 实习生 李四 采写"),
    ],
)
def test_brackets_behind_what_is_no_sentence_name_nobody(text: str, credit: str) -> None:
    assert author_of(text) == credit


def test_trainees_and_critics_are_named_without_what_they_are() -> None:
    assert people_of("记者 张三 实习生 李四 采写") == ("张三", "李四")
    assert people_of("影评人 阿 青") == ("阿青",)
    assert people_of("□本报记者 尉迟远") == ("尉迟远",)


def test_names_lose_a_single_role_and_inner_spaces_and_two_roles_stay() -> None:
    assert names_of("记者 张 三 文/摄") == "张三"
    assert names_of("张 三、李四") == "张三、李四"
    assert names_of("记者 张三 通讯员 李四") == "记者 张三 通讯员 李四"
    assert names_of("本报记者 高远帆 陆 青") == "高远帆 陆青"


def test_a_photographer_is_not_a_reporter() -> None:
    assert is_photo_credit("图为校门。 张三 摄")
    assert not is_photo_credit("记者 张三 文/摄")
    assert is_byline_line("张三 摄")


def test_a_joint_inside_a_word_is_told_from_one_between_words() -> None:
    assert word_across("要在职称评定方面给予适", "当照顾。")
    assert not word_across("要在职称评定方面给予照顾", "春节是团圆的日子。")
    assert not word_across("", "当照顾。")


def test_cohesion_is_the_share_of_a_headings_pairs_that_the_body_repeats() -> None:
    assert share("城南开学", "城南小学开学") == pytest.approx(2 / 3)
    assert share("!!", "城南") == 0.0


def test_leads_and_sentence_ends() -> None:
    assert is_lead("本报讯 昨日")
    assert is_lead("新华社北京1月5日电")
    assert not is_lead("本报为您服务")
    assert ends_sentence("走了。”")
    assert ends_sentence("走了。(张三)")
    assert not ends_sentence("走了,")


# ------------------------------------------------------------------ dates


def test_the_year_is_the_latest_that_is_not_a_plan() -> None:
    assert year_of_page("回顾2021年,2022年首个调度令。到2030年建成。1950年的事。") == 2022
    assert year_of_page("2021年获评。将有虎年文创产品。") == 2022
    assert year_of_page("2021年的工作。2023年全市须达标。2025年前完成。") == 2021
    assert year_of_page("2018年成立,2022年冬天。目标\n2030年") == 2022
    assert year_of_page("没有年份。") is None


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2019年起,县里分三年修渠,到今年10月底全部通水。", 2021),
        ("2019年以来,累计栽树十万株,截至今年6月成活九成。", 2020),
        ("2019年3月起历时四年,到今年完工。", 2022),
        ("2019年起,县里修渠。", 2019),
        ("2019年起,分三年修渠,到今年通水。2023年度账目已经公布。", 2023),
    ],
)
def test_a_year_since_which_something_went_on_until_this_one_is_past(text, year):
    assert year_of_page(text) == year


def test_a_piece_is_dated_by_the_first_day_its_opening_names() -> None:
    assert date_of_piece("本报讯 3月5日,下雪了。", 2022) == "2022-03-05"
    assert date_of_piece("2019年12月31日,下雪了。", 2022) == "2019-12-31"
    assert date_of_piece("本报讯 2月30日,不存在。", 2022) is None
    assert date_of_piece("本报讯 3月5日,下雪了。", None) is None
    assert date_of_piece("1949年4月24日,解放。", 2022) is None
