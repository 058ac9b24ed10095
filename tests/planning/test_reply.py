"""Plans carried out over a small archive: what is counted, listed, cited and said, worked out by hand."""

import dataclasses

import pytest
from support.archive import PAGES, archive

from rag.answering.scope import Scope
from rag.errors import QuestionError
from rag.json_form import STAGES, answer_object
from rag.planning.catalogue import Catalogue
from rag.planning.listing import Shown
from rag.planning.plan import Plan, Window
from rag.planning.reply import Replies
from rag.wording import say


@pytest.fixture(scope="module")
def assistant(tmp_path_factory):
    return archive(tmp_path_factory.mktemp("archive"))


CORRECTIONS = """江州晚报 2022年2月3日 星期四 第4版
更正
本报昨日一文中“三天”应为“两天”，特此说明。
读者来信：请写明更正
本报讯(记者 周以宁) 2月2日，有读者来信说，报上的更正应当写明哪一版。
"""


TURNED = """江州晚报 2022年2月5日 星期六 第3版

渡口换新船

（上接第1版）新船长二十米，坐得下九十人，船工老陶说，它比旧船稳得多，过河只要七分钟。

食堂添了新窗口

本报讯(记者 周以宁) 2月4日，柳巷社区食堂添了一个面食窗口，老人打饭不用再排队了。
"""


def listed(answer):
    """Each article of a reply: its page and the first line of it."""
    return [(article.source, article.spans[0][0]) for article in answer.articles]


def test_a_count_is_of_all_articles_that_hold_the_word_and_says_how_it_was_counted(assistant):
    answer = assistant.ask("提到渡口的一共有几篇?")
    assert (answer.kind, answer.count) == ("count", 3)
    assert listed(answer) == [("a.txt", 2), ("b.txt", 2), ("b.txt", 4)]
    assert "3 篇" in answer.text and "“渡口”" in answer.text
    assert answer.plan == {"operation": "count", "subject": ["渡口"]}


def test_a_sentence_is_cited_from_each_article_word_for_word(assistant):
    answer = assistant.ask("提到渡口的一共有几篇?")
    assert [citation.marker for citation in answer.citations] == [1, 2, 3]
    assert [article.marker for article in answer.articles] == [1, 2, 3]
    for citation in answer.citations:
        line = PAGES[citation.source].split("\n")[citation.lines[0] - 1]
        assert citation.quote in line and "渡口" in citation.quote
        assert f"{citation.quote}[{citation.marker}]" in answer.text
    assert [hit.passage.id for hit in answer.hits] == [citation.passage for citation in answer.citations]


def test_a_list_is_in_the_order_of_the_issues(assistant):
    answer = assistant.ask("提到柳巷的报道有哪些")
    assert listed(answer) == [("c.txt", 2), ("a.txt", 5)]
    assert answer.text.index("剪纸课") < answer.text.index("社区食堂")
    assert "海陵日报、2021年11月5日、第1版、所记之事：2021年11月4日" in answer.text


def test_a_part_of_a_list_is_named_and_cited_and_all_of_it_is_held(assistant):
    answer = assistant.ask("提到渡口的报道有哪些", shown=Shown(1, 1))
    assert (answer.count, answer.shown, len(answer.articles)) == (3, 1, 3)
    assert [article.marker for article in answer.articles] == [0, 1, 0]
    assert "（第 2 至 2 篇）：\n2. 《" in answer.text and len(answer.citations) == 1
    beyond = assistant.ask("提到渡口的报道有哪些", shown=Shown(9, 5))
    assert (beyond.count, beyond.shown, beyond.citations) == (3, 0, ()) and beyond.text.endswith("。")


def test_a_listed_article_says_in_which_paper_and_section_it_stands(assistant):
    (article,) = assistant.ask("提到剪纸的报道有哪些").articles
    assert (article.paper, article.printed.date, article.byline, article.kind) == (
        "海陵日报",
        "2021-11-05",
        "沈未央",
        "news",
    )


def test_reporters_days_and_pages_are_looked_up(assistant):
    assert listed(assistant.ask("林知远写过哪些报道")) == [("a.txt", 2), ("b.txt", 2)]
    assert listed(assistant.ask("1月20日有什么新闻")) == [("a.txt", 5)]
    assert listed(assistant.ask("2022年1月20日的报纸登了什么")) == [("a.txt", 2), ("a.txt", 5)]
    assert listed(assistant.ask("2021年的新闻")) == [("c.txt", 2)]
    assert listed(assistant.ask("第2版有什么")) == [("b.txt", 2), ("b.txt", 4)]


def test_a_day_on_which_nothing_happened_is_that_of_the_issue(assistant):
    answer = assistant.ask("11月5日有什么新闻")
    assert listed(answer) == [("c.txt", 2)]
    assert answer.plan["window"] == {"first": "2021-11-05", "last": "2021-11-05", "of": "printed"}
    assert "见报日期" in answer.text


def test_nothing_found_is_a_count_of_none_with_the_words_that_do_occur(assistant):
    answer = assistant.ask("有几篇讲剪纸和火星的")
    assert (answer.kind, answer.count, answer.articles, answer.citations) == ("count", 0, (), ())
    assert not answer.refused and answer.text.startswith("0 篇") and "“剪纸”出现在 1 篇里" in answer.text
    assert "2021年11月5日" in assistant.ask("2020年有哪些报道").text  # from when on there is anything


def test_a_phrase_that_no_article_holds_is_looked_for_by_its_words(assistant):
    answer = assistant.ask("有几篇讲食堂打折的")
    assert answer.plan["subject"] == ["食堂", "打折"] and answer.count == 0
    assert assistant.ask("有几篇讲食堂八折的").count == 1


def test_the_scope_that_is_asked_in_holds_for_lists_too(assistant):
    answer = assistant.ask("提到渡口的有几篇", scope=Scope(numbers=(2,)))
    assert listed(answer) == [("b.txt", 2), ("b.txt", 4)]


def test_the_first_and_the_last_say_from_when_to_when_there_is_anything(assistant):
    first, last = assistant.ask("最早提到渡口的报道是哪篇"), assistant.ask("最近一次报道渡口是哪篇")
    assert listed(first) == [("a.txt", 2)] and "2022年1月19日" in first.text and "更早的没有" in first.text
    assert listed(last)[0][0] == "b.txt" and "更晚的没有" in last.text
    assert len(first.citations) == len(last.citations) == 1


def test_the_first_and_the_last_are_of_the_day_of_their_paper_and_say_when_else_it_happened(assistant):
    first = assistant.ask("最早提到渡口的报道是哪篇")
    assert first.text.startswith("最早的一篇是2022年1月20日的《渡口今起停航三天》（所记之事：2022年1月19日）：")
    assert "The first is “渡口今起停航三天” of 20" in assistant.ask("which is the first article about 渡口").text


INFERRED = {
    "p.txt": "2022年渡口工作安排\n\n本报讯 3月3日,东门渡口换了新船,船工老陶驾船走了第一趟。\n",
    "q.txt": "江州晚报 2023年9月14日 第1版\n渡口添了夜航\n本报讯 9月13日,东门渡口添了夜航,末班船开到十点。\n",
}


def test_a_day_that_is_inferred_says_so_as_an_end_of_what_there_is(tmp_path):
    asked = archive(tmp_path, INFERRED).ask
    assert "最早的一篇是约2022年3月3日（推断）的" in asked("最早提到渡口的报道是哪篇").text
    assert "资料从约2022年3月3日（推断）到2023年9月14日，更晚的没有" in asked("最近一次报道渡口是哪篇").text
    assert "从约2022年3月3日（推断）到2023年9月14日" in asked("2020年有哪些新闻").text


def test_what_inferred_means_is_said_only_where_such_a_day_is_shown(tmp_path):
    asked = archive(tmp_path, INFERRED).ask
    meaning = say("collection-guessed")
    assert all(meaning in asked(question).text for question in ("最早的报纸是哪天的", "哪几版的日期是猜的"))
    assert not any(meaning in asked(question).text for question in ("有没有2020年的报纸", "最近的一期是哪天"))


def test_events_of_a_day_of_any_year_are_told_by_year_from_the_history_column(assistant):
    answer = assistant.ask("历史上的1月21日发生过什么")
    assert answer.kind == "timeline" and listed(answer) == [("b.txt", 4)]
    assert answer.text.split("\n")[1:] == [
        "1953年1月21日：东门渡口的第一艘渡轮下水。[1]",
        "1988年1月21日：西门大桥动工。[2]",
    ]


def test_two_subjects_are_counted_each_by_itself(assistant):
    answer = assistant.ask("渡口和食堂哪个报道多")
    assert "“渡口” 3 篇，“食堂” 1 篇" in answer.text and answer.count == 4


def test_a_summary_is_of_the_article_that_is_called_by_its_headline_or_was_cited_before(assistant):
    called = assistant.ask("《柳巷里的剪纸课》讲了什么")
    assert called.kind == "summary" and listed(called) == [("c.txt", 2)] and called.citations
    before = ("食堂有几个窗口", "食堂负责人说,三个窗口都供应面食。[1]")
    back = assistant.ask("这篇讲了什么", [before])
    assert listed(back) == [("a.txt", 5)] and len(back.text) <= 260
    within = assistant.ask("这篇讲了什么", scope=Scope(articles=(called.articles[0].id,)))
    assert listed(within) == [("c.txt", 2)]
    numbered = assistant.ask("第二篇讲的什么", [("林知远写过哪些报道", assistant.ask("林知远写过哪些报道").text)])
    assert listed(numbered) == [("b.txt", 2)]


def test_an_article_that_is_not_there_is_not_summed_up(assistant):
    for question in ("《台风过境》讲了啥", "概括一下这篇文章"):
        answer = assistant.ask(question)
        assert answer.refused and answer.kind == "refusal" and not answer.citations


def test_a_question_after_a_greeting_is_asked_as_the_first(assistant):
    greeting = ("你好", assistant.ask("你好").text)
    papers = ("有哪些报纸", assistant.ask("有哪些报纸").text)
    first = assistant.ask("食堂有几个窗口")
    for history in ([greeting], [papers], [greeting, papers]):
        after = assistant.ask("食堂有几个窗口", history)
        assert (after.text, after.continued_from, after.hits) == (first.text, "", first.hits)


def test_an_article_of_which_a_word_is_the_headline_is_not_all_that_holds_it(tmp_path):
    corrections = archive(tmp_path, {"d.txt": CORRECTIONS})
    assert listed(corrections.ask("提到更正的有几篇")) == [("d.txt", 2), ("d.txt", 4)]


def test_small_pieces_are_those_that_are_called_so_and_not_all_that_speak_of_them(tmp_path):
    corrections = archive(tmp_path, {"d.txt": CORRECTIONS})
    answer = corrections.ask("登过哪些更正")
    assert listed(answer) == [("d.txt", 2)] and "标题、栏名或体裁是“更正”" in answer.text
    assert answer.plan == {"operation": "list", "subject": ["更正"], "held_in": "name"}


LETTERS = """江州晚报 2022年2月4日 星期五 第4版

征婚

女，三十岁，会修船，识得字，觅会划桨的男子为伴，不怕吃苦，愿来者信寄东门渡口邮局转陶小满收。

百姓信箱

渡口的长椅该修了

编辑同志：

我每天在渡口等船，长椅断了两条腿，盼着有人来修，老人好坐一坐。

柳巷读者 陶小满
"""


def test_a_letter_is_told_by_its_greeting_and_an_advertisement_by_what_it_is_for(tmp_path):
    small = archive(tmp_path, {"d.txt": LETTERS})
    assert [article.title for article in small.ask("读者来信有几封?").articles] == ["渡口的长椅该修了"]
    assert ["征" in article.title for article in small.ask("登过哪些征婚广告").articles] == [True]


def test_where_no_piece_is_called_so_all_that_hold_the_word_are_listed_and_the_reply_says_so(assistant):
    answer = assistant.ask("登过哪些通知")
    assert listed(answer) == [("a.txt", 2)] and "标题或正文含“通知”" in answer.text


def test_a_mark_is_found_in_whatever_numerals_it_is_asked_for_and_names_no_page(tmp_path):
    turned = archive(tmp_path, {"e.txt": TURNED})
    for question in ("哪些稿子是上接第1版的", "哪些稿子是上接第一版的"):
        assert [article.title for article in turned.ask(question).articles] == ["渡口换新船"]


def test_talk_is_answered_shortly_and_cites_nothing(assistant):
    for question in ("你好", "谢谢", "你是谁", "讲个笑话", "😂", "hello"):
        answer = assistant.ask(question)
        assert answer.kind == "talk" and not answer.refused and not answer.citations and answer.text


def test_talk_offers_a_headline_that_calls_its_article(tmp_path):
    lone = "江州晚报 2022年3月7日\n书》里的渡口《旧事\n本报讯(记者 周以宁) 3月6日，渡口的旧事写成了书，船工们都来读。\n"
    assert "《书》里的渡口《旧事》" not in archive(tmp_path, {"a.txt": lone}).ask("你好").text


def test_the_collection_is_told_as_it_is(assistant):
    papers = assistant.ask("有哪些报纸")
    assert papers.kind == "collection" and not papers.citations
    assert "江州晚报（2022年1月20日、2022年1月21日）" in papers.text and "海陵日报（2021年11月5日）" in papers.text
    assert "2021年11月5日" in assistant.ask("最早的报纸是哪天的").text
    assert "2022年1月21日" in assistant.ask("最近的一期是哪天").text
    assert "没有2019年的报纸" in assistant.ask("有2019年的报纸吗").text
    assert "有2021年的报纸：2021年11月5日" in assistant.ask("有2021年的报纸吗").text
    assert "没有一版印着“太原晚报”" in assistant.ask("有没有太原晚报").text
    assert "第1版（2 版）、第2版（1 版）" in assistant.ask("都有哪些版面").text
    assert "共 3 版、5 篇文章" in assistant.ask("一共收了多少版").text


def test_a_plan_that_was_changed_is_carried_out_instead(assistant):
    plan = assistant.plan("2022年有几篇讲剪纸的")
    assert assistant.ask("2022年有几篇讲剪纸的").count == 0
    assert assistant.ask("2022年有几篇讲剪纸的", plan=dataclasses.replace(plan, window=None)).count == 1
    assert assistant.ask("有几篇讲剪纸的", plan=Plan("list", Window("2022-01-20", "2022-01-20"))).kind == "list"


def test_a_reply_has_the_fixed_form_of_an_answer(assistant):
    written = answer_object(assistant.ask("林知远写过哪些报道"), "q1")
    assert set(written["timings_ms"]) == set(STAGES)
    assert written["kind"] == "list" and written["count"] == 2
    first = written["articles"][0]
    assert first["source"] == "a.txt" and first["spans"] == [[2, 4]] and first["page"] == 1
    assert first["parts"] == [{"source": "a.txt", "spans": [[2, 4]]}]
    refused = answer_object(assistant.ask("火星上有几座大桥通车?"))
    assert refused["kind"] == ("refusal" if refused["refused"] else "answer") and refused["articles"] == []


def test_a_day_that_no_calendar_has_is_said_in_a_sentence(assistant):
    with pytest.raises(QuestionError) as caught:
        assistant.ask("2月30日有什么新闻")
    assert "2月30日" in caught.value.sentence("zh")


NUMBERS = """江州晚报 2022年2月8日 星期二 第2版

渡口热线改号

本报讯(记者 周以宁) 2月7日，渡口热线改为62315，旧号8862315停用，906路、三号线乘客也可以拨打。

新桥通车

本报讯(记者 林知远) 2月7日，石湾新桥通车，1906年的老桥改为步行桥，十三号线以后从桥下过。

老桥的灯该修了

编輯先生大鉴：石湾老桥的灯不亮，行人夜里过桥要摸着栏杆走，请代为一呼。
"""


@pytest.fixture(scope="module")
def numbered(tmp_path_factory):
    return archive(tmp_path_factory.mktemp("numbers"), {"n.txt": NUMBERS})


@pytest.mark.parametrize(
    ("question", "titles"),
    [
        ("提到906的有几篇", ["渡口热线改号"]),
        ("提到62315的有几篇", ["渡口热线改号"]),
        ("提到1906的有几篇", ["新桥通车"]),
        ("提到3号线的有几篇", ["渡口热线改号"]),
        ("提到13号线的有几篇", ["新桥通车"]),
        ("标题里有新桥的有几篇", ["新桥通车"]),
        ("标题里有石湾的有几篇", []),
        ("写桥的有几篇", ["新桥通车", "老桥的灯该修了"]),
        ("除了石湾还有哪些报道", ["渡口热线改号"]),
        ("热线或者新桥的报道有几篇", ["渡口热线改号", "新桥通车"]),
    ],
)
def test_numbers_are_whole_ones_and_every_condition_is_kept(numbered, question, titles):
    answer = numbered.ask(question)
    assert [article.title for article in answer.articles] == titles and answer.count == len(titles)


def test_each_word_is_counted_by_itself(numbered, assistant):
    answer = numbered.ask("热线和老桥各有几篇")
    assert (answer.kind, answer.count) == ("count", 3)
    assert answer.text.startswith("“热线” 1 篇、“老桥” 2 篇；合起来 3 篇：")
    assert assistant.ask("第1版和第2版各有几篇").text.startswith("第1版 3 篇、第2版 2 篇；合起来 5 篇：")


def test_words_that_stand_nowhere_beside_rarer_ones_are_left_out_and_said(assistant):
    answer = assistant.ask("浮桥检修经过的报道有哪些")
    assert listed(answer) == [("a.txt", 2)] and answer.plan["left_out"] == ["经过"]
    assert "没有要求“经过”" in answer.text
    quake = assistant.ask("食堂和地震的报道有哪些")
    assert quake.count == 0 and "left_out" not in quake.plan


def test_a_question_without_a_condition_that_can_be_looked_up_lists_nothing(assistant):
    answer = assistant.ask("往期的头条")
    assert answer.refused and answer.count is None and not answer.articles
    assert "“往期”、“头条”" in answer.text
    assert assistant.ask("有哪些报道").count == 5


def test_a_page_that_there_is_not_has_none_and_the_reply_says_which_there_are(assistant):
    answer = assistant.ask("第0版有什么")
    assert (answer.count, answer.text) == (0, "0 篇（第0版）。资料里印着版次的有1、2。")
    assert assistant.ask("第9版登了什么").count == 0


def test_words_near_to_one_that_no_article_holds_are_proposed_and_not_counted_by(assistant):
    plan = Plan("count", subject=("汽艇",))
    near = Replies(
        Catalogue(assistant.index),
        assistant.terms,
        assistant.settings,
        lambda word: ["渡口", "飞船"] if word == "汽艇" else [],
    )
    answer = near.reply("有几篇讲汽艇的", plan, "zh")
    assert answer.count == 0 and answer.plan["proposed"] == ["渡口"]
    assert answer.text == "0 篇（标题或正文含“汽艇”）。意思相近、这里写到的词：“渡口”（3 篇）。"
    held = near.reply("有几篇讲食堂的", Plan("count", subject=("食堂",), proposed=("渡口",)), "zh")
    assert held.count == 1 and "proposed" not in held.plan


def test_the_number_of_articles_is_explained_by_that_of_the_pieces_on_the_pages(tmp_path, assistant):
    pieces = len(assistant.index.articles)
    text = assistant.ask("一共收了多少版").text
    assert (f"拆出 {pieces} 块" in text) == (pieces != 5)
    assert "有2021年的报纸：2021年11月5日。共 1 版、1 篇文章" in assistant.ask("2021年的报纸有几张").text


def test_a_letter_of_old_papers_is_a_letter_by_whatever_name_it_is_asked_for(numbered):
    for question in ("读者来信有几封", "读者来函有几封"):
        assert [article.title for article in numbered.ask(question).articles] == ["老桥的灯该修了"]
