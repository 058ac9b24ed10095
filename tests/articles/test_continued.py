"""Pieces that go on on another page: which are joined, what stays apart, and that quotes stay at their lines."""

import dataclasses
import re
from pathlib import Path

import pytest
from benchmarks.turn_scores import TurnScore
from benchmarks.turning import compose_issues
from hypothesis import given, settings
from hypothesis import strategies as st
from support.fakes import FakeEncoder

from rag.answering.compose import cite
from rag.articles import chains, join_continued, split_page, whole_of, with_issue
from rag.assistant import Assistant
from rag.commands.printing import articles_text
from rag.index.build import build_index
from rag.json_form import article_objects
from rag.passages import cut_passages
from rag.records import Fragment, Issue, Page, Passage, Piece, Sentence
from rag.settings import Settings

FRONT = """花溪镇集市改到清晨
摊位费每天四元

本报讯 花溪镇的集市3月5日起改在清晨五点半开市,摊位图贴在镇口。摊位费每天四元,由镇里统一收取。

镇上还为赶集的人备了热水和长凳,菜农的摊位费今后将给予适{onto}

河岸步道亮灯

本报讯 入夜后,河岸步道的灯一盏盏亮起来。散步的居民说,脚下亮堂,心里踏实。(张三)
"""
INNER = """城南中学添了新操场

本报讯 城南中学的新操场昨日启用,学生们跑了第一圈,老师说雨天也不积水。(李四)

{headline}{mark}当减免。花溪镇的集市还打算添两处遮阳棚,热水从早到晚不断。

赶集的人说,清晨开市,摊位上的菜带着露水。集市管理员七人轮值,夜里打扫摊位。(王五)

桥头修路

本报讯 桥头路段从今日起封闭施工,工期三天。(赵六)
"""
OTHER = """木器厂老师傅收了徒弟

本报讯 木器厂的老师傅周末开班,十二个年轻人学刨花、学开榫,工具由厂里出。老师傅说手艺不能断在自己手里{onto}
"""
OTHER_INNER = """{headline}(上接第1版)。学徒们先磨了三天刨刀,老师傅才准他们碰木料,榫头开歪了就重来。(钱七)
"""
NAMES = ("20210618_01版.txt", "20210618_04版.txt")


def front(onto: str = "(下转第4版)") -> str:
    return FRONT.format(onto=onto)


def inner(mark: str = "(上接第1版)", headline: str = "") -> str:
    return INNER.format(mark=mark, headline=headline and f"{headline}\n\n")


def read(pages: dict[str, str]) -> tuple[list[Page], list[Piece]]:
    """The pages and their pieces, joined."""
    found = [with_issue(Page(name, tuple(text.split("\n")), "0" * 64)) for name, text in pages.items()]
    return found, join_continued([piece for page in found for piece in split_page(page)], found)


def joined(pages: dict[str, str]) -> list[list[tuple[str, str]]]:
    """The articles with more than one piece: each piece's page and headline."""
    return [[(part.source, part.title) for part in parts] for parts in chains(read(pages)[1]) if len(parts) > 1]


MARKET = "花溪镇集市改到清晨 摊位费每天四元"
WHOLE = [[(NAMES[0], MARKET), (NAMES[1], "")]]


# ------------------------------------------------------------------ what is joined


@pytest.mark.parametrize("onto", ["(下转第4版)", "（下转4版）", "\n(下转第4版)", "\n\n下转第4版", ""])
@pytest.mark.parametrize("mark", ["(上接第1版)", "（上接一版）", "(上接A1版)", "(上接01版)\n\n", "(上接头版)"])
def test_halves_of_a_broken_sentence_are_joined_with_a_mark_on_both_sides_or_one(onto: str, mark: str) -> None:
    assert joined(dict(zip(NAMES, (front(onto), inner(mark)), strict=True))) == WHOLE


@pytest.mark.parametrize("headline", ["花溪镇集市改到清晨", "集市改到清晨", "花溪镇集市"])
def test_a_repeated_or_abridged_headline_joins(headline: str) -> None:
    pages = dict(zip(NAMES, (front("(下转第4版)"), inner(headline=headline)), strict=True))
    assert joined(pages) == [[(NAMES[0], MARKET), (NAMES[1], headline)]]


def test_a_headline_inside_the_mark_joins() -> None:
    mark = "(上接第1版《花溪镇集市改到清晨》)"
    assert joined(dict(zip(NAMES, (front(), inner(mark)), strict=True))) == WHOLE


def test_pages_that_tell_neither_day_nor_number_join_on_strong_evidence() -> None:
    pages = {"a.txt": front(), "b.txt": inner(headline="花溪镇集市改到清晨")}
    assert joined(pages) == [[("a.txt", MARKET), ("b.txt", "花溪镇集市改到清晨")]]


def test_of_two_continuations_on_a_page_each_finds_its_beginning() -> None:
    pages = dict(
        zip(
            NAMES,
            (front() + "\n" + OTHER.format(onto="(下转第4版)"), OTHER_INNER.format(headline="") + "\n" + inner()),
            strict=True,
        )
    )
    assert sorted(joined(pages)) == sorted([*WHOLE, [(NAMES[0], "木器厂老师傅收了徒弟"), (NAMES[1], "")]])


def test_a_piece_on_three_pages_is_one_article() -> None:
    names = ("20210618_01版.txt", "20210618_02版.txt", "20210618_03版.txt")
    second = "(上接第1版)当减免。花溪镇的集市还打算添两处遮阳棚,摊位上的热水从早到晚不断,管理员轮着烧(下转第3版)\n"
    third = "花溪镇集市改到清晨\n\n(上接第2版)水、扫地。花溪镇的摊位夜里都打扫一遍,集市管理员七人轮值。(王五)\n"
    [parts] = [
        parts
        for parts in chains(read(dict(zip(names, (front("(下转第2版)"), second, third), strict=True)))[1])
        if len(parts) > 1
    ]
    assert [part.source for part in parts] == list(names)
    whole = whole_of(parts)
    assert (whole.title, whole.byline, whole.date, whole.kind) == (MARKET, "王五", "2021-03-05", "news")


def test_ids_of_pieces_stay_and_come_out_the_same_every_time() -> None:
    pages = dict(zip(NAMES, (front(), inner()), strict=True))
    found, articles = read(pages)
    assert articles == read(pages)[1] == join_continued(articles, found)
    assert [dataclasses.replace(piece, continues="") for piece in articles] == [
        piece for page in found for piece in split_page(page)
    ]


# ------------------------------------------------------------------ what stays apart


def test_without_the_page_of_its_beginning_a_continuation_stays_as_it_was() -> None:
    page = with_issue(Page(NAMES[1], tuple(inner().split("\n")), "0" * 64))
    assert join_continued(split_page(page), [page]) == split_page(page)
    assert joined({NAMES[1]: inner(), "20210618_02版.txt": front("")}) == []


def test_of_two_issues_the_right_one_is_taken() -> None:
    other = front().replace("四元", "五元").replace("长凳", "座椅")
    assert joined({"20210611_01版.txt": other, NAMES[0]: front(), NAMES[1]: inner()}) == WHOLE
    assert joined({"20210611_01版.txt": other, NAMES[1]: inner()}) == []


def test_of_two_papers_of_one_day_the_right_one_is_taken() -> None:
    found = [
        with_issue(Page(name, tuple(text.split("\n")), "0" * 64, Issue(page=number, paper=paper)))
        for name, text, number, paper in (
            ("20210618_甲.txt", front(), 1, "甲报"),
            ("20210618_乙.txt", front(), 1, "乙报"),
            ("20210618_丙.txt", inner(), 4, "乙报"),
        )
    ]
    articles = join_continued([piece for page in found for piece in split_page(page)], found)
    assert [[part.source for part in parts] for parts in chains(articles) if len(parts) > 1] == [
        ["20210618_乙.txt", "20210618_丙.txt"]
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        OTHER.format(onto="。(孙八)"),
        OTHER.format(onto="(下转第2版)"),
        front("(下转第2版)"),
        "木器厂老师傅收了徒弟\n\n本报讯 木器厂的老师傅周末开班,十二个年轻人学刨花、学开榫,工具由厂里出。\n",
    ],
)
def test_what_is_no_beginning_is_not_joined(wrong: str) -> None:
    assert joined({NAMES[0]: wrong, NAMES[1]: inner()}) == []


def test_two_beginnings_that_fit_alike_are_both_left() -> None:
    assert joined({"a.txt": front(), "b.txt": front().replace("清晨", "早晨"), "c.txt": inner()}) == []


def test_what_goes_on_from_another_days_paper_is_left() -> None:
    assert joined(dict(zip(NAMES, (front(), inner("(上接昨日第1版)")), strict=True))) == []


# ------------------------------------------------------------------ passages, citations, search


def passages_of(pages: dict[str, str]) -> tuple[list[Page], list[Passage]]:
    found, articles = read(pages)
    by_name = {page.name: page for page in found}
    return found, [
        passage
        for parts in chains(articles)
        for passage in cut_passages(parts, [by_name[part.source] for part in parts], Settings())
    ]


def test_passages_carry_the_beginnings_title_and_stay_within_a_page_but_for_a_broken_sentence() -> None:
    pages, passages = passages_of(dict(zip(NAMES, (front(), inner("(上接第1版)\n\n", "集市改到清晨")), strict=True)))
    mine = [passage for passage in passages if passage.title == MARKET]
    assert [passage.source for passage in mine] == list(NAMES)
    assert {passage.article for passage in mine} == {mine[0].article}
    assert len({passage.id for passage in passages}) == len(passages)
    lines = {page.name: page.lines for page in pages}
    for passage in mine:
        for sentence in passage.sentences[:-1]:
            assert {piece.source for piece in sentence.fragments} == {passage.source}
        for piece in (piece for sentence in passage.sentences for piece in sentence.fragments):
            assert lines[piece.source][piece.line - 1][piece.start : piece.end] == piece.text
            assert piece.source != passage.source or any(a <= piece.line <= b for a, b in passage.spans)
    broken = mine[0].sentences[-1]
    assert broken.text.endswith("菜农的摊位费今后将给予适当减免。")
    assert not re.search("上接|下转", mine[0].text + mine[1].text)


def test_a_sentence_that_the_page_broke_is_cited_in_both_files_each_at_its_lines() -> None:
    pages, passages = passages_of(dict(zip(NAMES, (front(), inner()), strict=True)))
    held = next(passage for passage in passages if passage.title == MARKET)
    citations = cite(held.sentences[-1], held, 1)
    assert [(citation.marker, citation.source, citation.lines) for citation in citations] == [
        (1, NAMES[0], (6, 6)),
        (2, NAMES[1], (5, 5)),
    ]
    for citation in citations:
        page = next(page for page in pages if page.name == citation.source)
        assert citation.quote in page.lines[citation.lines[0] - 1]
    assert "".join(citation.quote for citation in citations) == held.sentences[-1].text


def test_lines_of_one_number_in_two_files_are_two_places() -> None:
    sentence = Sentence(
        (Fragment("a.txt", 3, 0, "给予适"), Fragment("b.txt", 3, 7, "当减"), Fragment("b.txt", 4, 0, "免。")), True
    )
    passage = Passage("p", "a", "a.txt", "", None, ((1, 9),), (sentence,))
    assert [(c.source, c.lines, c.quote) for c in cite(sentence, passage, 1)] == [
        ("a.txt", (3, 3), "给予适"),
        ("b.txt", (3, 4), "当减免。"),
    ]


WORDS = ("管理员", "轮值", "摊位费", "减免", "集市", "桥")
LENIENT = Settings(refusal_score=0.3, refusal_score_foreign=0.3)


@pytest.fixture
def assistant(tmp_path: Path) -> Assistant:
    (tmp_path / "pages").mkdir()
    for name, text in zip(NAMES, (front(), inner()), strict=True):
        (tmp_path / "pages" / name).write_text(text, "utf-8")
    encoder = FakeEncoder(WORDS)
    report = build_index(tmp_path / "pages", tmp_path / "index", LENIENT, encoder, encoder.name)
    assert not report.skipped
    return Assistant.open(tmp_path / "index", LENIENT, encoder)


def test_a_fact_of_the_second_part_is_found_under_the_beginnings_title(assistant: Assistant) -> None:
    best = assistant.search("集市管理员几人轮值?")[0].passage
    assert (best.title, best.source) == (MARKET, NAMES[1])
    answer = assistant.ask("集市管理员几人轮值?")
    cited = answer.citations[0]
    assert (cited.source, cited.title, cited.page) == (NAMES[1], MARKET, 4)
    assert "七人轮值" in cited.quote
    assert cited.quote in assistant.page(cited.source).lines[cited.lines[0] - 1]


def test_an_answer_from_a_broken_sentence_points_at_both_pages(assistant: Assistant) -> None:
    answer = assistant.ask("菜农的摊位费给予减免吗?")
    places = [
        (cited.source, cited.page) for cited in answer.citations if "摊位费今后" in cited.quote or "减免" in cited.quote
    ]
    assert places == [(NAMES[0], 1), (NAMES[1], 4)]
    assert not re.search("上接|下转", answer.text)


def test_every_part_knows_the_whole(assistant: Assistant) -> None:
    parts = next(parts for parts in chains(assistant.articles) if len(parts) > 1)
    for part in parts:
        assert assistant.parts(part.id) == parts
        assert assistant.article(part.id) == part
    alone = next(piece for piece in assistant.articles if piece.title == "桥头修路")
    assert assistant.parts(alone.id) == (alone,)
    with pytest.raises(KeyError):
        assistant.parts("gone")


# ------------------------------------------------------------------ told to scripts and to people


def test_the_fixed_form_and_the_table_tell_what_continues_what() -> None:
    pages, articles = read(dict(zip(NAMES, (front(), inner()), strict=True)))
    issues = {page.name: page.issue for page in pages}
    told = {item["id"]: (item["continues"], item["continued_by"]) for item in article_objects(articles, issues)}
    beginning, continuation = next(parts for parts in chains(articles) if len(parts) > 1)
    assert told.pop(beginning.id) == ("", continuation.id)
    assert told.pop(continuation.id) == (beginning.id, "")
    assert set(told.values()) == {("", "")}
    table = articles_text(articles, {page.name: page for page in pages}, "zh").splitlines()
    assert [line for line in table if "下转第 4 版" in line and MARKET in line]
    assert [line for line in table if "接自第 1 版" in line and "转版" in line]


# ------------------------------------------------------------------ whatever the pages hold

PIECES = st.lists(
    st.sampled_from(
        [
            front(),
            inner(),
            inner(headline="花溪镇集市改到清晨"),
            OTHER.format(onto="(下转第4版)"),
            OTHER_INNER.format(headline=""),
            inner() + front("(下转第1版)"),
        ]
    ),
    min_size=1,
    max_size=3,
)
PAGE_NAMES = (
    "20210618_01版.txt",
    "20210618_04版.txt",
    "20210619_01版.txt",
    "20210619_04版.txt",
    "a.txt",
    "b.txt",
    "c.txt",
)


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(st.dictionaries(st.sampled_from(PAGE_NAMES), PIECES.map("\n".join), min_size=1))
def test_joining_never_loses_or_doubles_a_piece_and_never_goes_round(pages: dict[str, str]) -> None:
    _, articles = read(pages)
    found = chains(articles)
    assert sorted(part.id for parts in found for part in parts) == sorted(article.id for article in articles)
    for parts in found:
        assert parts[0].continues == ""
        assert [part.continues for part in parts[1:]] == [part.id for part in parts[:-1]]
        assert len({part.source for part in parts}) == len(parts)


@given(st.lists(st.integers(0, 7), min_size=1, max_size=7))
def test_chains_hold_every_piece_once_even_of_an_index_whose_pieces_go_round(continued: list[int]) -> None:
    blank = Piece("", "页.txt", "", "news", "", None, ((1, 1),), (), ((1,),), (), "")
    pieces = [
        dataclasses.replace(blank, id=str(number), continues=str(other)) for number, other in enumerate(continued)
    ]
    assert sorted(part.id for parts in chains(pieces) for part in parts) == sorted(piece.id for piece in pieces)


@pytest.mark.slow
def test_composed_issues_are_joined_as_they_were_made() -> None:
    score = TurnScore()
    for seed in range(1000, 1030):
        score.add(compose_issues(seed, encyclopedia=False))
    assert score.sums["right"] >= 0.65 * (score.sums["right"] + score.sums["missed"] + score.sums["wrong"])
    assert score.sums["wrong"] + score.sums["invented"] <= 2
