"""Pages of other kinds of papers, read as a whole: each an irregularity that a line by itself does not tell."""

import numpy as np
import pytest
from benchmarks.excerpts import excerpt
from benchmarks.varied import compose_varied

from rag.articles import split_page
from rag.articles.layout.columns import rows_of
from rag.articles.reading.chain import Label, best_labels, learnt, scores_of
from rag.articles.reading.classes import called_at, end_at
from rag.articles.reading.forms import Form, form_of, plain
from rag.articles.reading.view import view_of
from rag.records import Page, Piece

REPORT = (
    "渡口新桥通车 两岸不再绕行\n\n本报讯 昨日上午,渡口新桥正式通车,两岸居民过河不用再绕行十里。\n\n"
    "新桥长三百米,双向四车道,桥头设了候车亭,两岸居民都赶来看热闹。(王小明)\n\n"
)

OTHER = (
    "山口小学添了图书室\n\n本报讯 山口小学的图书室前天开门,三千册新书摆上了书架,学生们排队借书。\n\n"
    "校长说,图书室每天开到下午六点。(李四)\n\n"
)


def split(text: str) -> list[Piece]:
    return split_page(Page("page.txt", tuple(text.split("\n")), "0" * 64))


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("晨报记者　司空远", Form.BYLINE),
        ("特此通告", Form.OFFICE),
        ("编辑同志：", Form.GREETING),
        ("（下轉第八版）".replace("轉", "转"), Form.TURN),
        ("■山口镇修好了三条路。", Form.BULLET),
        ("二〇一四年九月十二日", Form.DAY),
        ("招　领　启　事", Form.HEAD),
        ("责编 王小明 版式 李 四 校对 赵五", Form.FURNITURE),
        ("末班车,载着一城灯火", Form.CLAUSES),
        ("新华社发（王小明 摄）", Form.PHOTO),
        ("山上缺水源 路边缺路灯 门口缺人手", Form.HEAD),
        ("渡口村 石桥 新开街", Form.ITEM),
        ("装一部电梯:最高补24万元 9月20日起可申报", Form.COLON),
        ("县农技站 县畜牧站 合编", Form.OFFICE),
        ("读者来函", Form.HEAD),
        ("山口小学的图书室开门。(李四)", Form.OPEN),
        ("一读者", Form.OFFICE),
        ("戏班两夜所得充赈", Form.HEAD),
        ("渡口派出所供稿", Form.OFFICE),
        ("记录 一次", Form.HEAD),
    ],
)
def test_a_line_has_the_form_that_its_characters_show(text: str, form: Form) -> None:
    assert form_of(plain(text)) is form


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("l966年3月5日", Form.DAY),
        ("1973年9月25目", Form.DAY),
        ("1958年l2用14日", Form.DAY),
        ("(秦超、0伟)", Form.BYLINE),
        ("本报纪者 王小明", Form.BYLINE),
        ("(上龙一版)", Form.CONTINUED),
        ("(土接第l版)随着最后一段桥梁吊装到位", Form.CONTINUED),
        ("未报讯 昨日上午,新桥通车。", Form.LEAD),
        ("本报汛 昨日上午,新桥通车。", Form.LEAD),
    ],
)
def test_one_misread_character_does_not_change_the_form(text: str, form: Form) -> None:
    assert form_of(plain(text)) is form


@pytest.mark.parametrize(
    ("text", "barred"), [("渡口。桥通车", False), ("渡口新桥通车。", True), ("新桥。通车。了", True)]
)
def test_a_stop_within_a_short_line_may_be_misread_and_one_at_its_end_closes_a_sentence(
    text: str, barred: bool
) -> None:
    rows, _ = scores_of(view_of(rows_of([text, "本报讯 昨日上午,渡口新桥正式通车。"])), learnt())
    assert bool(rows[0, Label.TITLE] < -1000) is barred


def test_a_notice_on_short_lines_keeps_them_all_below_its_headline() -> None:
    lines = [
        "李秀兰 女 六十岁",
        "身高一米五五 短发",
        "三月二日赶集走失",
        "上穿灰布衣",
        "说本地口音",
        "电话7320014",
        "酬谢稻谷百斤",
    ]
    text = REPORT + "寻人启事\n" + "\n".join(lines) + "\n\n" + OTHER
    assert ("寻人启事", ((7, 14),)) in [(piece.title, piece.spans) for piece in split(text)]


def test_a_columns_name_is_not_the_first_line_of_the_headline_below_it() -> None:
    text = (
        REPORT
        + "百姓信箱\n一盏灯照亮一条巷\n\n巷口的那盏灯坏了半年,昨天终于亮了,巷子里的老人都说好。\n\n一盏灯不贵,贵在有人管。\n\n(李四)"
    )
    assert "一盏灯照亮一条巷" in [piece.title for piece in split(text)]


def test_the_writer_of_a_letter_and_its_date_stay_with_the_letter() -> None:
    text = (
        REPORT + "谢谢好心的司机\n\n编辑同志:\n\n上月我在车上晕倒,司机一路送我到医院,还垫付了药费。\n\n"
        "请贵报替我谢谢这位司机。\n\n石桥镇读者 赵五\n\n3月9日\n\n" + OTHER
    )
    [letter] = [piece for piece in split(text) if piece.title == "谢谢好心的司机"]
    assert letter.spans == ((7, 17),)


def test_briefs_with_a_bullet_each_are_pieces_of_their_own() -> None:
    briefs = [
        "■山口镇修好了三条村道,今天通车。",
        "■石桥镇办起夜校,报名的有六十人。",
        "■渡口小学添了一间图书室,藏书三千册。",
    ]
    found = split(REPORT + "一周简讯\n" + "\n".join(briefs))
    assert [piece.text for piece in found[-3:]] == briefs


def test_a_line_that_goes_on_with_what_stands_above_a_table_is_given_back_to_it() -> None:
    text = (
        "渡口新桥通车\n\n本报讯 昨日上午,渡口新桥通车,县长说,为了给村民合适的补偿,新桥的费用由县里给予适\n\n"
        "今日菜价\n白菜 1.20元/斤\n土豆 1.50元/斤\n茄子 3.00元/斤\n大葱 2.20元/斤\n"
        "当照顾,不让村民吃亏。新桥通车以后,县里还要修一条到渡口的路。(王小明)"
    )
    [report] = [piece for piece in split(text) if piece.title == "渡口新桥通车"]
    assert report.spans == ((1, 3), (10, 10))


@pytest.mark.slow
def test_nothing_that_is_labelled_costs_a_line() -> None:
    for seed in range(20_000, 20_012):
        page = compose_varied(seed)
        owned = sorted(
            number
            for piece in split("\n".join(page.lines))
            for first, last in piece.spans
            for number in range(first, last + 1)
            if page.lines[number - 1].strip()
        )
        assert owned == [number for number, line in enumerate(page.lines, 1) if line.strip()]


def test_the_best_reading_is_the_one_with_the_highest_sum_of_all_readings() -> None:
    chance = np.random.default_rng(3)
    rows, steps = chance.normal(size=(4, len(Label))), chance.normal(size=(4, len(Label), len(Label)))

    def total(labels: tuple[int, ...]) -> float:
        return sum(rows[k, one] for k, one in enumerate(labels)) + sum(
            steps[k, labels[k - 1], labels[k]] for k in range(1, 4)
        )

    readings = list(np.ndindex(*[len(Label)] * 4))
    assert tuple(best_labels(rows, steps)) == max(readings, key=total)


def test_a_mark_of_continuation_never_goes_on_with_the_piece_above() -> None:
    view = view_of(rows_of(("一句话说完了。", "（上接第1版）他说,事情已经办妥。")))
    _, steps = scores_of(view, learnt())
    assert steps[1, Label.WITHIN, Label.WITHIN] < steps[1, Label.WITHIN, Label.OPENS] - 100


def test_the_same_seed_composes_the_same_page_of_any_paper() -> None:
    assert compose_varied(7).lines == compose_varied(7).lines


def test_a_headline_of_two_clauses_below_a_turned_page_opens_a_piece() -> None:
    text = (
        REPORT + "渡口要修新码头\n\n本报讯 县里决定在渡口修新码头,年底完工,以后货船可以直接靠岸,\n（下转第2版）\n"
        "灯亮得慢了,但是真亮\n——看《夜航》\n\n这部片子讲的是一条船和一盏灯,看的人都说慢,慢有慢的好处。\n\n(赵五)"
    )
    assert "灯亮得慢了,但是真亮 ——看《夜航》" in [piece.title for piece in split(text)]


def test_a_headline_with_a_number_after_its_colon_is_no_item_of_a_list() -> None:
    assert form_of(plain("渡口收费调整：6个问题一次说清")) is Form.COLON
    assert form_of(plain("报名电话：7320014")) is Form.ITEM


def test_a_column_is_as_wide_where_figures_take_half_the_room() -> None:
    words = "渡口新桥昨天通车两岸居民过河不用再绕行十里桥头还设了候车亭"
    whole = tuple(words[place : place + 12] for place in range(16))
    halves = (*whole[:5], "2011年9月动工至2016年完", *whole[5:])
    view = view_of(rows_of(halves))
    assert view.rows[5].size == 12 and view.rows[5].full


def test_a_row_that_closes_an_open_quotation_resumes_what_opened_it() -> None:
    lines = (
        "街坊们天天一早来吃他的油条,一吃三十年,见了面都管他叫“油条",
        "",
        "更正",
        "本报昨天三版《渡口》一文,“赵五”应为“赵武”,特此更正。",
        "",
        "刘”。这个外号是一位老邮递员起的,后来就传开了。",
    )
    view = view_of(rows_of(lines))
    assert [place for place, (_, _, best) in view.resumed.items() if best] == [3]


def test_the_page_shows_where_its_bylines_and_blanks_stand() -> None:
    under = "渡口新桥通车\n本报记者 王小明\n新桥昨天通车,两岸居民都来看热闹,桥头人山人海。\n"
    habits = view_of(rows_of(tuple((under * 3).split("\n")))).habits
    assert habits.bylines == "all"
    leads = "\n渡口新桥通车\n本报讯 新桥昨天通车,两岸居民都来看热闹,桥头人山人海。\n"
    habits = view_of(rows_of(tuple((leads * 4).split("\n")))).habits
    assert (habits.gaps, habits.lines) == ("all", "1")


# ------------------------------------------------------------------ what a row shows beside the page

BODY = (
    "渡口新桥昨天通车,两岸居民过河不用再绕行十里,桥头设了候车亭。"
    "县长说,为了给村民合适的补偿,新桥的费用由县里拿出一半来,再向省里要一半。"
)


def wrapped(text: str, width: int) -> list[str]:
    return [text[start : start + width] for start in range(0, len(text), width)]


def test_a_wrapped_paragraph_among_whole_ones_has_its_width() -> None:
    whole = "山口小学的图书室前天开门,三千册新书摆上了书架,学生们排队借书,校长说每天开到下午六点。" * 2
    lines = [whole, whole, "渡口新桥通车", *wrapped(BODY, 20), whole, whole]
    view = view_of(rows_of(lines))
    assert [seen.width for seen in view.rows] == [0, 0, 0, *([20] * len(wrapped(BODY, 20))), 0, 0]


def test_short_lines_of_one_length_are_no_paragraph() -> None:
    lines = ["百姓大药房", "专治风寒感冒咳嗽", "每瓶三元五角整", "外县邮购不加价", "西街钟楼下首"]
    assert {seen.width for seen in view_of(rows_of(lines)).rows} == {0}


def test_an_open_end_is_taken_up_by_what_completes_its_word_and_never_by_the_text_above_it() -> None:
    lines = (
        "渡口新桥通车\n渡口新桥昨天通车,两岸居民过河不用再绕行十里,新桥的桥头设了候车亭。\n"
        "新桥长三百米,两岸居民都赶来看新桥,渡口的船工说,以后新桥就是渡口的路。\n"
        "县长说,新桥的费用由县里拿出一半,渡口的村民都能得到适\n今日菜价\n白菜 1.20元/斤\n土豆 1.50元/斤\n"
        "茄子 3.00元/斤\n当补偿,不让一户村民吃亏。\n山口小学的图书室前天开门,三千册新书摆上了书架。"
    ).split("\n")
    view = view_of(rows_of(lines))
    assert {place for place, (_, _, best) in view.resumed.items() if best} == {8}


def test_a_row_that_stops_short_of_its_column_in_mid_sentence_waits_for_its_other_half() -> None:
    lines = wrapped("渡口新桥昨天通车,两岸居民过河不用再绕行十里,县长说,渡口的村民都能得到适", 16)
    lines += ["今日菜价", "白菜 1.20元", "土豆 1.50元", "茄子 3.00元"]
    lines += wrapped("当补偿,不让一户村民吃亏,桥头的候车亭明天就能用上,钱由县里出,不要村民一分钱。", 16)
    view = view_of(rows_of(lines))
    taken = [view.rows[place].text for place, (_, _, best) in view.resumed.items() if best]
    assert taken == ["当补偿,不让一户村民吃亏,桥头的"]


def test_a_columns_name_is_known_though_it_ends_like_an_office() -> None:
    view = view_of(rows_of(["渡口新桥通车了。", "读者来信", "谢谢好心的司机", "编辑同志:"]))
    assert called_at(view, 1) == "column"


@pytest.mark.parametrize("mark", ["（下转4版）", "(下转第4版)", "(下转B2版)", "下转四版"])
def test_a_piece_leaves_the_page_where_its_last_row_says_so(mark: str) -> None:
    view = view_of(rows_of([f"菜农的摊位费今后将给予适{mark}", "河岸步道亮灯", "本报讯 灯亮了。"]))
    assert end_at(view, 0) == "turn"
    _, steps = scores_of(view, learnt())
    assert steps[1, Label.WITHIN, Label.TITLE] > steps[1, Label.WITHIN, Label.WITHIN]


def test_a_printed_question_is_no_headline() -> None:
    asked = "热线问答\n\n问：水表坏了找谁？\n\n（南街李女士）\n\n答：不用急。\n\n打热线会有人上门换表。\n\n问：水费怎么交？\n\n答：到窗口交。\n"
    assert [(piece.title, piece.spans) for piece in split(asked)] == [("热线问答", ((1, 13),))]


def test_what_stands_right_above_a_reports_opening_is_its_headline() -> None:
    text = REPORT + "灯亮\n本报讯 渡口的路灯昨晚亮了,老人孩子都出来看。(李四)\n\n" + OTHER
    assert "灯亮" in [piece.title for piece in split(text)]


@pytest.mark.parametrize("seed", range(30))
def test_an_excerpt_keeps_the_lines_of_its_pieces_and_their_headlines(seed: int) -> None:
    page = compose_varied(seed)
    part = excerpt(page, seed)
    owned = sorted(number for piece in part.pieces for number in piece.lines)
    assert owned == [number for number, line in enumerate(part.lines, 1) if line.strip()]
    assert "\n".join(part.lines) in "\n".join(page.lines)
    titles = [piece.title for piece in page.pieces]
    assert all(piece.title in [[], *titles] for piece in part.pieces)
