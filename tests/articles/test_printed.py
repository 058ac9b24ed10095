"""The day of a paper and the day of what a piece tells: which is which, and whether the former is certain."""

import csv
import json
from pathlib import Path

import pytest
from support.held_pages import held
from support.newsroom import PAGE_NAME, Newsroom
from support.shelving import FERRY, FERRY_QUESTION

from rag.articles import chains, split_page, whole_of, with_issues
from rag.articles.issue.printed import day_on, event_day, holds_dated_articles, issue_day, printed_day
from rag.commands.printing import answer_text
from rag.json_form import answer_object
from rag.pages.folder import read_pages
from rag.pages.sidecar import SIDECAR, apply_sidecar, sidecar_text
from rag.records import Issue, KnownPiece, Page, Piece, PrintedDay
from rag.settings import Settings

RECORDS = (KnownPiece(spans=((1, 1),), date="2022-01-20"),)


def page(*, name: str = "页.txt", sections: tuple[KnownPiece, ...] = (), **issue) -> Page:
    return Page(name, ("题",), "0" * 64, Issue(**issue), sections)


def piece(date: str | None = None, told="", *, source: str = "页.txt", continues: str = "", id: str = "a") -> Piece:
    return Piece(id, source, "题", "news", "", date, ((1, 1),), (1,), (), (), "", date_told=told, continues=continues)


def read(folder: Path) -> tuple[list[Page], list[Piece]]:
    pages, skipped = read_pages(folder, Settings())
    assert not skipped
    pages = with_issues(apply_sidecar(pages, folder), folder)
    return pages, [article for each in pages for article in split_page(each)]


# ---- which day is printed


@pytest.mark.parametrize("told", ["sidecar", "file-name", "masthead", "text"])
def test_the_day_of_the_issue_is_the_papers_whatever_day_the_text_tells_of(told):
    article, printed = piece("2022-09-15", "text"), PrintedDay("2023-09-14", told)
    assert printed_day(article, page(date="2023-09-14", told=told)) == printed
    assert event_day(article, printed) == "2022-09-15"
    assert printed.is_inferred == (told == "text")


def test_a_day_that_the_text_tells_of_is_none_of_a_paper_without_one():
    for issue in ({}, {"page": 3, "told": "masthead"}):
        assert printed_day(piece("2022-09-15", "text"), page(**issue)) == PrintedDay()
    assert event_day(piece("2022-09-15", "text"), PrintedDay()) == "2022-09-15"


@pytest.mark.parametrize(
    "issue", [{}, {"date": "2024-05-01", "told": "file-name"}, {"date": "2022-01-19", "told": "text"}]
)
def test_the_date_that_a_file_gives_an_article_is_the_day_it_was_printed(issue):
    article = piece("2022-01-20", "file")
    assert printed_day(article, page(sections=RECORDS, **issue)) == PrintedDay("2022-01-20", "file")
    assert event_day(article, printed_day(article, page(sections=RECORDS, **issue))) == ""


@pytest.mark.parametrize(
    ("issue", "sections", "printed"),
    [
        ({}, (), PrintedDay("2022-01-20", "sidecar")),
        ({"date": "2022-01-19", "told": "text"}, (), PrintedDay("2022-01-20", "sidecar")),
        ({"date": "2024-05-01", "told": "file-name"}, RECORDS, PrintedDay("2022-01-20", "sidecar")),
        ({"date": "2022-01-21", "told": "masthead"}, (), PrintedDay("2022-01-21", "masthead")),
        ({"date": "2022-01-21", "told": "sidecar"}, (), PrintedDay("2022-01-21", "sidecar")),
    ],
)
def test_a_date_that_a_person_gave_a_piece_is_printed_where_the_paper_tells_none_or_its_pieces_have_one_each(
    issue, sections, printed
):
    article = piece("2022-01-20", "sidecar")
    assert printed_day(article, page(sections=sections, **issue)) == printed
    assert event_day(article, printed) == ("" if printed.date == "2022-01-20" else "2022-01-20")


@pytest.mark.parametrize("told", ["sidecar", "file-name", "masthead"])
def test_a_piece_without_a_day_of_its_own_tells_of_none(told):
    issue = page(date="2022-01-21", told=told)
    assert event_day(piece("2022-01-21", told), printed_day(piece("2022-01-21", told), issue)) == ""
    assert event_day(piece(), printed_day(piece(), issue)) == ""


def test_the_part_of_an_article_on_another_page_has_that_pages_day():
    parts = chains([piece("2022-01-21", "masthead"), piece(source="次.txt", continues="a", id="b")])[0]
    first, second = page(date="2022-01-21", told="masthead"), page(name="次.txt", date="2022-01-20", told="text")
    assert day_on(parts, first) == PrintedDay("2022-01-21", "masthead")
    assert day_on(parts, second) == PrintedDay("2022-01-20", "text")
    assert event_day(whole_of(parts), day_on(parts, second)) == ""
    assert day_on((), second) == issue_day(second.issue)


def test_the_period_of_a_corpus_is_that_of_its_papers():
    pages = [
        page(name="甲.txt", date="2022-01-20", told="text"),
        page(name="乙.txt", date="2022-01-20", told="masthead"),
        page(name="丙.txt", date="2022-03-01", told="text"),
        page(name="丁.txt"),
    ]
    pieces = [piece("1949-10-01", "text", source=each.name) for each in pages]
    assert held(pages, pieces, ()).period == (PrintedDay("2022-01-20", "masthead"), PrintedDay("2022-03-01", "text"))
    assert held(pages, pieces[3:], ()).period is None


# ---- from files


def test_a_table_gives_each_of_its_articles_a_day_and_a_sidecar_mends_one(tmp_path):
    with (tmp_path / "20240501.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["标题", "正文", "日期"])
        rows.writerow(["桥头修路", "桥头的路三月五日修好了,走起来很稳。", "2022-01-20"])
        rows.writerow(["渡口添船", "渡口的新船昨天下水,能坐四十人。", "2022-01-21"])
    pages, pieces = read(tmp_path)
    assert [printed_day(each, pages[0]) for each in pieces] == [
        PrintedDay("2022-01-20", "file"),
        PrintedDay("2022-01-21", "file"),
    ]
    first, last = pieces[0].spans[0]
    (tmp_path / SIDECAR).write_text(
        f'[[page]]\nfile = "20240501.csv"\n[[page.piece]]\nlines = [[{first}, {last}]]\ndate = 2022-01-19\n', "utf-8"
    )
    pages, pieces = read(tmp_path)
    assert holds_dated_articles(pages[0])
    assert [printed_day(each, pages[0]).date for each in pieces] == ["2022-01-19", "2022-01-21"]


def test_the_split_in_the_form_of_a_sidecar_gives_no_piece_the_day_of_its_page(tmp_path):
    (tmp_path / "001.txt").write_text("桥头修路\n\n本报讯 桥头的路修好了,走起来很稳。\n", "utf-8")
    (tmp_path / SIDECAR).write_text('[[page]]\nfile = "001.txt"\ndate = 2022-01-06\n', "utf-8")
    pages, pieces = read(tmp_path)
    assert {each.date for each in pieces} == {"2022-01-06"}
    assert sidecar_text(pages, pieces).count("2022-01-06") == 1


# ---- as it is told to programs and to people

PRINTED = "晚报 2023年9月14日 星期四 第5版\n\n" + FERRY.replace("昨日", "2022年9月15日")
INFERRED = FERRY.replace("昨日", "4月27日").replace("能坐", "2021年造的,能坐")


@pytest.fixture
def told(place):
    """What is answered of a corpus to which this page was added, as a program and as a person is told it."""

    def asked(text: str) -> tuple[dict, str]:
        library = place.library()
        library.add([place.file("003.txt", text)])
        answered = answer_object(library.assistant.ask(FERRY_QUESTION))
        assert answered["citations"][0]["source"] == answered["passages"][0]["source"] == "003.txt"
        return answered, answer_text(answered, {}, "zh")

    return asked


def test_a_citation_tells_the_day_of_its_paper_and_how_it_is_known(told):
    answered, shown = told(PRINTED)
    for cited in (answered["citations"][0], answered["passages"][0]):
        assert (cited["date"], cited["issue_date"], cited["issue_told"]) == ("2022-09-15", "2023-09-14", "masthead")
    assert "  2023-09-14  " in shown and "  2022-09-15  " not in shown


def test_the_command_says_of_a_day_that_is_only_inferred_that_it_is(told):
    answered, shown = told(INFERRED)
    for cited in (answered["citations"][0], answered["passages"][0]):
        assert (cited["issue_date"], cited["issue_told"]) == ("2021-04-27", "text")
    assert "约2021-04-27（推断）" in shown


def test_a_paper_without_a_day_tells_none(told):
    answered, _ = told(FERRY)
    assert (answered["citations"][0]["issue_date"], answered["citations"][0]["issue_told"]) == (None, "")


def test_the_table_of_articles_names_the_days_that_they_tell_of_as_such(newsroom: Newsroom):
    (newsroom.pages / PAGE_NAME).write_text(PRINTED, "utf-8")
    shown = newsroom.run("articles", "--source", newsroom.pages).out
    assert "2023-09-14（见第 1 行报头）" in shown
    assert "所记之事" in shown and "2022-09-15" in shown and "见报日期" not in shown


def test_the_table_of_articles_of_a_file_that_dates_them_has_the_days_on_which_they_were_printed(newsroom: Newsroom):
    file = newsroom.folder / "a.jsonl"
    file.write_text(json.dumps({"title": "桥", "text": "桥修好了,走起来很稳。", "date": "2022-01-20"}), "utf-8")
    shown = newsroom.run("articles", "--source", file).out
    assert "见报日期" in shown and "2022-01-20" in shown and "所记之事" not in shown
