"""What turns, sources and whole pieces look like as HTML, and that nothing of a page or a visitor is ever markup."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.newspaper import ANSWER, HITS, HOSTILE, LIBRARY, LIGHTS, PAGE, REFUSAL, FakeNewspaper, Reader

from rag import date_label
from rag.records import Answer, Citation, DateMention, Fragment, Hit, Issue, Page, Passage, Piece, PrintedDay, Sentence
from ui.ask.rendering import asked, conversation, corpus_figures, replied, sources_panel
from ui.ask.responding import Turn
from ui.browse.article_view import article_view, opened_piece
from ui.markup import escaped, span_label, stretches
from ui.newspaper import Imprint, imprints_of
from ui.templating import environment
from ui.wording import say

ANSWERED = Turn(ANSWER.question, "done", ANSWER.text, ANSWER, imprints_of(FakeNewspaper(), ANSWER))
REFUSED = Turn(REFUSAL.question, "done", REFUSAL.text, REFUSAL)


# ---- escaping


@given(st.text())
def test_escaped_text_reads_as_the_same_characters(text):
    printable = "".join(c for c in text if c in "\n" or not (ord(c) < 32 or ord(c) in (127, 0xFFFE, 0xFFFF)))
    assert Reader(escaped(printable)).text() == printable


@pytest.mark.parametrize("text", HOSTILE)
def test_escaped_text_leaves_no_structure(text):
    rest = escaped(text).replace("<br>", "")
    assert not set("<>\"'`$[](){}*_\\!:=/") & set(rest)
    assert "\n" not in rest


def test_control_characters_become_visible():
    assert escaped("a\x00b\x1bc") == "a\ufffdb\ufffdc"


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text_wherever_it_is_shown(text):
    line = text.replace("\n", " ")
    page = Page("<b>.txt", (line, f"{line}开市。"), "0" * 64)
    cited = (Fragment(page.name, 2, 0, page.lines[1]),)
    passage = Passage("p", "a", page.name, line, line, ((2, 2),), (Sentence(cited, True),))
    article = Piece("a", page.name, line, "news", line, line, ((1, 2),), (1,), ((2,),), (), "")
    citation = Citation(1, page.name, (2, 2), "a", line, line, page.lines[1], "p", cited)
    answer = Answer(text, False, f"{text}[1]", (citation,), (Hit(passage, 1.0, 1),), 1.0, "", {})
    turn = Turn(text, "done", answer.text, answer)
    refused = dataclasses.replace(turn, answer=dataclasses.replace(answer, refused=True, reason=""))
    shown = [message["content"] for each in (turn, refused) for message in conversation([each], "zh")]
    shown += [
        sources_panel(turn, 0, "zh"),
        sources_panel(refused, 0, "zh"),
        article_view([article], [page], cited, "zh"),
    ]
    for html in shown:
        tags = Reader(html).tags
        assert not {tag for tag, _ in tags} & {"script", "img", "style", "b", "iframe"}
        assert not [name for _, given in tags for name in given if name.startswith("on")]
        assert all(
            (given.get("href") or "#").startswith(("#source-0", "#feedback-0", "#edit-0", "#again-0", "#clip-0", "?q="))
            for tag, given in tags
            if tag == "a"
        )


# ---- marks


@pytest.mark.parametrize(
    ("ranges", "marks"),
    [
        ([], ""),
        ([(1, 3)], "一二"),
        ([(0, 2), (2, 4)], "零一二三"),
        ([(3, 4), (0, 1)], "零三"),
        ([(2, 99)], "二三四"),
        ([(-5, 1)], "零"),
        ([(4, 2)], ""),
    ],
)
def test_marks_cover_exactly_the_cited_characters(ranges, marks):
    marked = environment().get_template("text.html").module.marked
    reader = Reader(marked(stretches("零一二三四", ranges)))
    assert reader.text() == "零一二三四"
    assert reader.text("mark") == marks


# ---- labels


@pytest.mark.parametrize(
    ("date", "language", "label"),
    [
        ("2024-03-06", "zh", "2024年3月6日"),
        ("2024-03-06", "en", "2024-03-06"),
        (None, "zh", "日期不详"),
        ("1922年春", "zh", "1922年春"),
        ("2022", "zh", "2022年"),
        ("2022-01", "zh", "2022年1月"),
        ("2022-01", "en", "2022-01"),
        ("2022-01-11/2022-01-20", "zh", "2022年1月11日至20日"),
        ("2022-01-11/2022-01-20", "en", "2022-01-11 to 2022-01-20"),
        ("2022-01-25/2022-02-08", "zh", "2022年1月25日至2月8日"),
        ("2021-12-25/2022-01-08", "zh", "2021年12月25日至2022年1月8日"),
        ("2022-01-01/2022-03-31", "zh", "2022年1月至3月"),
        ("2021-12-01/2022-02-28", "zh", "2021年12月至2022年2月"),
        ("1980-01-01/1989-12-31", "zh", "1980年至1989年"),
        ("1980-01-01/1989-12-31", "en", "1980 to 1989"),
    ],
)
def test_dates(date, language, label):
    assert date_label(date, language) == label


def test_lines_of_an_interrupted_piece():
    assert span_label(((2, 8), (13, 13)), "zh") == "第2–8行、第13行"


def test_corpus_figures_name_pages_pieces_and_period():
    assert Reader(corpus_figures(FakeNewspaper(), "zh")).text() == "1 个版面，2 篇稿件 · 2024年3月6日"


# ---- bubbles


def test_markers_are_links_to_their_cards():
    reader = Reader(replied(ANSWERED, 3, "zh"))
    links = [given for tag, given in reader.tags if tag == "a" and given["class"] == "marker"]
    assert [given["href"] for given in links] == ["#source-3-1", "#source-3-2"]
    assert links[0]["aria-label"] == "1 南街图书角开门迎客 街坊捐书八百余册 · 2024年3月6日 · 第7–8行"
    assert reader.text("div", class_="words") == "街坊捐书八百三十六册。1每周二至周日开放。2"


def test_a_number_in_brackets_that_is_no_marker_stays_text():
    assert "[7]" in Reader(replied(dataclasses.replace(ANSWERED, text="见注[7]。[1]"), 0, "zh")).text()


def exactly(span: str, text: str = ANSWER.text) -> str:
    """What a reply emphasises as the exact answer."""
    turn = Turn(ANSWER.question, "writing", text, dataclasses.replace(ANSWER, span=span))
    return Reader(replied(turn, 0, "zh")).text("strong", class_="exact")


@pytest.mark.parametrize("span", ["八百三十六册", "街坊", "八百三十六册。", "册"])
def test_the_exact_answer_stands_out_within_its_sentence(span):
    assert exactly(span) == span
    whole = dataclasses.replace(ANSWER, span=span)
    shown = replied(Turn(ANSWER.question, "done", ANSWER.text, whole), 0, "zh")
    assert Reader(shown).text("div", class_="words") == "街坊捐书八百三十六册。1每周二至周日开放。2"


def test_an_exact_answer_that_is_not_there_yet_or_not_known_is_not_marked():
    assert exactly("八百三十六册", "街坊捐书八百") == ""
    assert exactly("") == ""
    assert exactly("不在其中") == ""


@pytest.mark.parametrize("text", [text for text in HOSTILE if "[1]" not in text])
def test_a_hostile_exact_answer_stays_text(text):
    assert exactly(text, f"前{text}后[1]") == text


@pytest.mark.parametrize("text", ["<b>", "<script>", "&lt"])
def test_a_row_is_shown_in_a_table_and_its_cells_stay_text(text):
    rows = ("站名 水位 流量", f"{text} 3.2 410")
    cited = tuple(Fragment("a.txt", line, 0, row) for line, row in enumerate(rows, 1))
    citations = tuple(
        Citation(number, "a.txt", (number, number), "a", "水情", None, fragment.text, "p", (fragment,))
        for number, fragment in enumerate(cited, 1)
    )
    said = f"{rows[0]}[1]{rows[1]}[2]"
    turn = Turn("水位?", "done", said, Answer("水位?", False, said, citations, (), 1.0, "", {}))
    page = Reader(replied(turn, 0, "zh"))
    tags = [tag for tag, _ in page.tags]
    assert (tags.count("tr"), tags.count("th"), tags.count("td")) == (2, 3, 3)
    assert text in page.text()
    assert not {"b", "script"} & set(tags)


def test_replies_look_like_what_they_are():
    looks = {
        stage: Reader(replied(turn, 0, "zh")).tags[0][1]["class"]
        for stage, turn in {
            "searching": Turn("问", "searching"),
            "answer": ANSWERED,
            "refusal": REFUSED,
            "notice": Turn("asdf", "done", "这看起来不像一个问题"),
        }.items()
    }
    assert looks == {
        "searching": "reply searching",
        "answer": "reply",
        "refusal": "reply refusal",
        "notice": "reply notice error",
    }


def test_the_way_to_the_sources_comes_when_the_answer_is_complete():
    writing = dataclasses.replace(ANSWERED, stage="writing")
    assert "onward" not in replied(writing, 0, "zh")
    assert "onward" in replied(ANSWERED, 0, "zh")


def test_a_very_long_message_is_cut_in_its_bubble():
    text = Reader(asked("长" * 10_000, "zh")).text()
    assert text == "长" * 60 + "……（共 10000 字）"


def test_an_empty_message_has_no_bubble():
    messages = conversation([Turn("", "done", say("question-empty"))], "zh")
    assert [message["role"] for message in messages] == ["assistant"]


# ---- sources


@pytest.mark.parametrize("index", [0, 1])
def test_a_card_marks_exactly_the_quote(index):
    citation = ANSWER.citations[index]
    card = sources_panel(ANSWERED, 0, "zh").split('<li class="card"')[index + 1]
    reader = Reader('<li class="card"' + card.split("</li>")[0] + "</li>")
    assert reader.text("mark") == citation.quote
    assert reader.tags[0][1]["id"] == f"source-0-{citation.marker}"
    assert reader.text("h3") == citation.title
    lines = ["第7–8行", "第13行"][index]
    assert reader.text("div", class_="meta") == f"2024年3月6日{lines}所记之事：2024年3月5日文件名{PAGE.name}"
    assert reader.text("details") == f"文件名{PAGE.name}"  # on demand


def test_a_quote_that_spans_lines_is_one_mark():
    assert sources_panel(ANSWERED, 0, "zh").count("<mark") == 2


def test_a_card_shows_the_neighbours_of_a_quote_and_says_what_it_leaves_out():
    sentences = tuple(
        Sentence((Fragment(PAGE.name, 1, 50 * index, f"第{index:02d}句" + "字" * 45 + "。"),), False)
        for index in range(9)
    )
    passage = dataclasses.replace(HITS[0].passage, sentences=sentences)
    citation = dataclasses.replace(ANSWER.citations[0], quote=sentences[4].text, fragments=sentences[4].fragments)
    answer = dataclasses.replace(ANSWER, citations=(citation,), hits=(Hit(passage, 1.0, 1),))
    quoted = Reader(sources_panel(dataclasses.replace(ANSWERED, answer=answer), 0, "zh")).text("blockquote")
    assert quoted.startswith("…第02句")
    assert quoted.endswith("。…")
    assert [number for number in range(9) if f"第{number:02d}句" in quoted] == [2, 3, 4, 5, 6]


def test_a_card_without_its_passage_shows_the_quote():
    turn = dataclasses.replace(ANSWERED, answer=dataclasses.replace(ANSWER, hits=()))
    assert Reader(sources_panel(turn, 0, "zh")).text("mark") == "".join(c.quote for c in ANSWER.citations)


def test_a_refusal_shows_the_nearest_pieces():
    reader = Reader(sources_panel(REFUSED, 1, "zh"))
    assert reader.text("h2") == "最接近的报道"
    assert reader.text("h3") == LIBRARY.title + LIGHTS.title
    assert reader.text("mark") == ""
    assert "日期不详" in reader.text()


def test_a_refusal_says_nothing_is_near_where_nothing_is():
    for reason, values in (("refusal-nothing-near", {}), ("refusal-place-lacking", {"place": "上海"})):
        answer = dataclasses.replace(REFUSED.answer, reason=reason, reason_values=values)
        turn = dataclasses.replace(REFUSED, answer=answer)
        assert Reader(sources_panel(turn, 1, "zh")).text("li") == "没有相近的报道。"
        assert 'class="all"' not in replied(turn, 1, "zh")


def test_each_nearest_piece_is_shown_once_by_its_best_passage():
    best, other = REFUSED.answer.hits[:2]
    again = dataclasses.replace(best, rank=3)
    turn = dataclasses.replace(REFUSED, answer=dataclasses.replace(REFUSED.answer, hits=(best, other, again)))
    assert Reader(sources_panel(turn, 1, "zh")).text("h3") == best.passage.title + other.passage.title


def test_a_source_says_which_days_its_words_mean():
    named = (DateMention(1, 0, "昨日", "2022-01-19"), DateMention(1, 4, "去年4月", "2021-04"))
    turn = dataclasses.replace(ANSWERED, imprints=dict.fromkeys((1,), Imprint(days=named)))
    assert Reader(sources_panel(turn, 0, "zh")).text("p", class_="meant") == "“昨日”指2022年1月19日“去年4月”指2021年4月"


def shown_everywhere(imprint, language="zh") -> list[str]:
    """The text of all that shows a source: its card and its hover card; of a refusal, its card."""
    answered = dataclasses.replace(ANSWERED, imprints=dict.fromkeys((1, 2), imprint))
    refused = dataclasses.replace(REFUSED, imprints=dict.fromkeys((1, 2), imprint))
    return [
        Reader(sources_panel(answered, 0, language)).text("div", class_="meta"),
        Reader(replied(answered, 0, language)).text("div", class_="issue"),
        Reader(sources_panel(refused, 0, language)).text("div", class_="meta"),
    ]


def test_a_source_shows_the_day_of_its_paper_and_apart_the_day_that_it_tells_of():
    told = PrintedDay("2023-09-14", "masthead")
    for text in shown_everywhere(Imprint("晚报", 5, printed=told, event="2022-09-15", section="副刊")):
        assert "晚报 2023年9月14日 · 第5版 · 副刊" in text
        assert "所记之事：2022年9月15日" in text
        assert "约" not in text


def test_a_day_that_is_only_inferred_says_so_wherever_a_source_is_shown():
    imprint = Imprint(printed=PrintedDay("2024-03-07", "text"), event="2024-03-07")
    for text in shown_everywhere(imprint):
        assert "约2024年3月7日（推断）" in text
        assert "所记之事" not in text  # the same day once more
    reply = Reader(replied(dataclasses.replace(ANSWERED, imprints={1: imprint}), 0, "zh"))
    assert "约2024年3月7日（推断）" in next(given["aria-label"] for tag, given in reply.tags if tag == "a")
    for text in shown_everywhere(imprint, "en"):
        assert "about 2024-03-07 (inferred)" in text


def test_the_day_that_a_piece_tells_of_is_never_taken_for_that_of_a_paper_without_one():
    for text in shown_everywhere(Imprint(event="2022-09-15")):
        assert "日期不详" in text
        assert "所记之事：2022年9月15日" in text


def test_a_refusal_with_nothing_near_says_so():
    turn = dataclasses.replace(REFUSED, answer=dataclasses.replace(REFUSAL, hits=()))
    assert say("page-nothing-near") in Reader(sources_panel(turn, 0, "zh")).text()


# ---- whole pieces


def test_a_whole_piece_prints_every_line_with_its_number_in_reading_order():
    view = article_view([LIBRARY], [PAGE], ANSWER.citations[0].fragments, "zh")
    reader = Reader(view)
    numbers = [given["data-line"] for tag, given in reader.tags if "data-line" in given]
    assert numbers == ["2", "3", "5", "7", "8", "13"]
    for number in numbers:
        assert reader.text("span", class_="line", data_line=number) == number + PAGE.lines[int(number) - 1]
    assert reader.text("mark") == ANSWER.citations[0].quote
    facts = "2024年3月6日（据附带文件）所记之事：2024年3月5日第2–8行、第13行"
    assert reader.text("div", class_="about") == f"{say('kind-news')}{facts}{say('page-file-name')}{PAGE.name}"
    assert reader.text("p", class_="byline") == "记者 方远"


def test_a_whole_piece_says_where_it_was_interrupted():
    reader = Reader(article_view([LIBRARY], [PAGE], (), "zh"))
    assert reader.text("span", class_="jump") == "第8行之后插排了其他内容，下接第13行"
    backwards = dataclasses.replace(LIBRARY, spans=((13, 13), (2, 8)), title_lines=(), paragraphs=((13,), (5,)))
    assert "下接第5行" in Reader(article_view([backwards], [PAGE], (), "zh")).text("span", class_="jump")
    assert Reader(article_view([LIGHTS], [PAGE], (), "zh")).text("span", class_="jump") == ""


def test_a_piece_without_headline_or_date_says_so():
    bare = dataclasses.replace(LIGHTS, title="", title_lines=())
    text = Reader(article_view([bare], [dataclasses.replace(PAGE, issue=Issue())], (), "zh")).text()
    assert say("title-none") in text
    assert "日期不详" in text


def test_a_source_opens_its_piece_at_the_quote():
    view = opened_piece(FakeNewspaper(), ANSWER, 2, "zh")
    assert Reader(view).text("mark") == ANSWER.citations[1].quote


def test_a_near_piece_opens_at_its_passage_without_a_mark():
    reader = Reader(opened_piece(FakeNewspaper(), REFUSAL, 2, "zh"))
    assert reader.text("mark") == ""
    assert reader.text("span", class_="cited") == PAGE.lines[10]


@pytest.mark.parametrize("place", [3, None, "1", -1])
def test_a_source_that_is_not_there_opens_nothing(place):
    assert opened_piece(FakeNewspaper(), ANSWER, place, "zh") is None


def test_a_piece_that_left_the_corpus_is_told_kindly():
    answer = dataclasses.replace(ANSWER, citations=(dataclasses.replace(ANSWER.citations[0], article="gone"),))
    assert say("page-article-gone") in Reader(opened_piece(FakeNewspaper(), answer, 1, "zh")).text()


def test_english_pages_hold_no_chinese_wording():
    shown = [sources_panel(ANSWERED, 0, "en"), replied(REFUSED, 0, "en"), article_view([LIBRARY], [PAGE], (), "en")]
    assert all(word not in html for html in shown for word in ("查看", "第2", "年3月", "没有找到答案", "插排"))
