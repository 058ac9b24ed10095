"""Cutting articles into passages: sentences, lines, lengths, and text that is searched but not shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.articles import split_page
from rag.passages import MOST_CHARACTERS, clause_bounds, cut_passages, cut_sentences, fragments_of, search_text
from rag.records import Page
from rag.settings import Settings


def page_of(*lines: str) -> Page:
    return Page("page.txt", lines, "0" * 64)


def texts(*lines: str) -> list[str]:
    page = page_of(*lines)
    return [sentence.text for sentence in cut_sentences(fragments_of(page, range(1, len(lines) + 1)))]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("甲来了。乙走了!丙呢?", ["甲来了。", "乙走了!", "丙呢?"]),
        ("“你好。”甲说。", ["“你好。”", "甲说。"]),
        ("价格是3.5元,约10.5公里。好", ["价格是3.5元,约10.5公里。", "好"]),
        ("真的……吗?", ["真的……", "吗?"]),
        ("(见《通知》。)随后散会。", ["(见《通知》。)", "随后散会。"]),
        ("The end. A new day.", ["The end.", "A new day."]),
        ("没有句号的一行", ["没有句号的一行"]),
    ],
)
def test_sentences_end_where_chinese_sentences_end(line: str, expected: list[str]) -> None:
    assert texts(line) == expected


def test_clauses_that_older_papers_part_by_stops_alone_are_put_together() -> None:
    old = "柳湾木桥。昨晨傾圮。行人改道。須繞十里。縣府已派工匠四人。攜木料前往。限三日修竣。"
    assert texts(old) == [
        "柳湾木桥。昨晨傾圮。行人改道。須繞十里。縣府已派工匠四人。攜木料前往。",
        "限三日修竣。",
    ]
    assert texts("甲来了。乙走了。丙在家。") == ["甲来了。", "乙走了。", "丙在家。"]
    assert len(texts("天亮了,鸡叫了。狗也叫。人都起来。灶火红。")) == 4


def test_a_sentence_broken_by_a_column_end_keeps_both_places() -> None:
    page = page_of("前一句。给予适", "", "  当倾斜。后一句。")
    broken = cut_sentences(fragments_of(page, [1, 3]))[1]
    assert broken.text == "给予适当倾斜。"
    assert [(f.line, f.start, f.text) for f in broken.fragments] == [(1, 4, "给予适"), (3, 2, "当倾斜。")]


def test_a_character_doubled_at_a_column_end_is_shown_twice_and_searched_once() -> None:
    page = page_of("社区建设有了新办法", "", "本报讯 近日,某县着力推进社区", "", "区基层组织建设。")
    [article] = split_page(page)
    [passage] = cut_passages([article], [page], Settings())
    assert "社区区基层" in passage.text
    assert "推进社区基层组织建设" in search_text(passage)


def test_every_fragment_is_what_the_page_prints_at_its_place() -> None:
    page = page_of("标题一行在此", "本报讯 第一句。第二句,", "", "　第三句接着说!(张三)")
    for article in split_page(page):
        for passage in cut_passages([article], [page], Settings()):
            for fragment in (f for s in passage.sentences for f in s.fragments):
                assert page.lines[fragment.line - 1][fragment.start : fragment.end] == fragment.text


def test_passages_never_cross_articles_and_together_hold_the_whole_body() -> None:
    page = page_of(
        "甲地新闻", "本报讯 " + "甲地今天开会。" * 100 + "(张三)", "", "乙地新闻", "本报讯 " + "乙地昨天下雨。" * 100
    )
    articles = split_page(page)
    for article, mine, other in zip(articles, "甲乙", "乙甲", strict=True):
        passages = cut_passages([article], [page], Settings())
        assert len(passages) > 1
        assert all(mine in p.text and other not in p.text and len(p.text) <= MOST_CHARACTERS for p in passages)
        assert "".join(p.text for p in passages).replace("\n", "") == article.text.replace("\n", "")


def test_a_passage_is_searched_with_its_title_and_shown_without() -> None:
    page = page_of("雪后初晴", "本报讯 今晨路面结冰。(李四)")
    [passage] = cut_passages([split_page(page)[0]], [page], Settings())
    assert "雪后初晴" in search_text(passage)
    assert "雪后初晴" not in passage.text


def test_ids_are_the_same_for_the_same_page_and_differ_between_passages() -> None:
    page = page_of("甲地新闻", "本报讯 " + "今天开会。明天休息。" * 90)
    twice = [[p.id for p in cut_passages([split_page(page)[0]], [page], Settings())] for _ in range(2)]
    assert twice[0] == twice[1]
    assert len(set(twice[0])) == len(twice[0]) > 1


@given(st.text(alphabet="甲乙,。;、!1. ", max_size=900), st.integers(3, 300))
def test_clauses_cover_the_text_in_order_and_keep_to_the_limit(text: str, limit: int) -> None:
    bounds = clause_bounds(text, limit)
    assert "".join(text[a:b] for a, b in bounds) == text
    assert all(b - a <= limit for a, b in bounds)


@given(st.lists(st.text(alphabet="甲乙丙,。;!“”()1. \u3000", max_size=120), max_size=12))
def test_any_paragraph_is_cut_without_losing_a_character(lines: list[str]) -> None:
    page = page_of(*lines)
    joined = "".join(s.text for s in cut_sentences(fragments_of(page, range(1, len(lines) + 1))))
    assert "".join(joined.split()) == "".join("".join(lines).split())
