"""`pages.toml` beside the pages: dates, page numbers and splits that a person mended, checked against the pages."""

import json
import tomllib
from pathlib import Path

import pytest
from support.newsroom import PAGE, PAGE_NAME, Newsroom

from rag.articles import split_page, with_issue
from rag.errors import SourceError
from rag.pages.sidecar import SIDECAR, apply_sidecar, sidecar_text
from rag.records import Issue, KnownPiece, Page

LINES = (
    "社区医院开门",
    "",
    "本报讯 我市新增两家社区医院。",
    "方便群众就近看病。",
    "牡丹开了",
    "",
    "本报讯 公园的牡丹开了。",
    "(张三)",
)
NAME = "001.txt"


def page(name: str = NAME, **fields) -> Page:
    return Page(name, LINES, "0" * 64, **fields)


def applied(folder: Path, text: str | bytes, *pages: Page) -> list[Page]:
    (folder / SIDECAR).write_bytes(text if isinstance(text, bytes) else text.encode())
    return apply_sidecar(pages or (page(),), folder)


def table(more: str, file: str = NAME) -> str:
    return f'[[page]]\nfile = "{file}"\n{more}\n'


def piece(more: str) -> str:
    return table(f"[[page.piece]]\n{more}")


# ---- what it says


def test_without_a_sidecar_the_pages_are_as_they_were(tmp_path):
    assert apply_sidecar([page()], tmp_path) == [page()]


def test_date_number_paper_and_section_of_a_page(tmp_path):
    text = table('date = 2022-01-21\nnumber = 2\npaper = "太原日报"\nsection = "要闻"')
    [mended] = applied(tmp_path, text)
    assert mended.issue == Issue("2022-01-21", 2, "sidecar", (), "太原日报", "要闻")
    assert with_issue(mended).issue == mended.issue
    assert {article.date for article in split_page(mended)} == {"2022-01-21"}
    assert {article.date_told for article in split_page(mended)} == {"sidecar"}


@pytest.mark.parametrize("date", ["2022-01-21", '"2022-01-21"'])
def test_a_date_may_be_tomls_or_in_quotes(tmp_path, date):
    assert applied(tmp_path, table(f"date = {date}"))[0].issue.date == "2022-01-21"


def test_the_sidecar_goes_before_the_file_name_and_the_masthead(tmp_path):
    named = Page("20200101-03版.txt", ("太原日报 2021年1月1日 星期五 第4版", *LINES), "0" * 64)
    assert with_issue(named).issue.date == "2020-01-01"
    [mended] = applied(tmp_path, table("date = 2022-01-21", named.name), named)
    issue = with_issue(mended).issue
    assert (issue.date, issue.told, issue.page, issue.paper) == ("2022-01-21", "sidecar", 3, "太原日报")


def test_other_encodings_of_the_sidecar_are_read(tmp_path):
    text = table('paper = "太原日报"')
    for raw in (text.encode("utf-8-sig"), text.encode("gb18030")):
        assert applied(tmp_path, raw)[0].issue.paper == "太原日报"


def test_a_mended_piece_is_taken_as_it_is_and_the_rest_is_split(tmp_path):
    text = piece(
        'lines = [[7, 8], 3]\nkind = "commentary"\nbyline = "李四"\ntitle = "花事"\ndate = 2022-04-01\n'
        'text = "本报讯 公园"'
    )
    mended, *rest = sorted(split_page(applied(tmp_path, text)[0]), key=lambda article: article.title != "花事")
    assert (mended.spans, mended.kind, mended.byline, mended.title) == (((7, 8), (3, 3)), "commentary", "李四", "花事")
    assert (mended.date, mended.date_told) == ("2022-04-01", "sidecar")
    others = [
        number
        for article in rest
        for first, last in article.spans
        for number in range(first, last + 1)
        if LINES[number - 1]
    ]
    assert sorted(others) == [1, 4, 5]


def test_title_lines_stand_before_or_after_the_body(tmp_path):
    text = piece("lines = [[1, 4]]\ntitle_lines = [1]\n[[page.piece]]\nlines = [[5, 8]]\ntitle_lines = [8]")
    first, second = split_page(applied(tmp_path, text)[0])
    assert (first.title, first.title_lines, first.spans) == ("社区医院开门", (1,), ((1, 4),))
    assert (second.title, second.spans) == ("(张三)", ((5, 8),))


def test_articles_that_a_file_keeps_apart_give_way_to_a_mend(tmp_path):
    known = page(sections=(KnownPiece(((1, 4),)), KnownPiece(((5, 8),))))
    [mended] = applied(tmp_path, piece("lines = [[1, 3]]"), known)
    assert [section.spans for section in mended.sections] == [((5, 8),), ((1, 3),)]


def test_the_digest_changes_with_what_is_said_of_the_page_alone(tmp_path):
    pages = [page(), page("002.txt")]
    digests = [
        [mended.digest for mended in applied(tmp_path, text, *pages)]
        for text in (table("number = 1"), table("number = 2"), "# nothing said\n")
    ]
    assert len({one for one, _ in digests}) == 3
    assert {two for _, two in digests} == {"0" * 64}
    assert digests[2][0] == "0" * 64


def test_a_file_that_was_skipped_or_is_not_asked_for_may_be_named(tmp_path):
    (tmp_path / "002.txt").write_bytes(b"")
    assert applied(tmp_path, table("number = 1", "002.txt")) == [page()]
    assert apply_sidecar([page()], tmp_path / "002.txt") == [page()]


@pytest.mark.parametrize("name", ["001.txt", "页“面”\\.txt"])
def test_the_present_split_in_the_sidecars_form_gives_the_same_split(tmp_path, name):
    before = with_issue(Page(name, ("太原日报 2022年1月21日 星期五 第2版", *LINES), "0" * 64))
    pieces = split_page(before)
    text = sidecar_text([before], pieces)
    assert tomllib.loads(text)["page"][0]["number"] == 2
    (tmp_path / SIDECAR).write_text(text, "utf-8")
    [mended] = apply_sidecar([Page(name, before.lines, "0" * 64)], tmp_path)
    fields = ("id", "title", "spans", "title_lines", "kind", "byline", "date", "text")
    assert [[getattr(piece, field) for field in fields] for piece in split_page(mended)] == [
        [getattr(piece, field) for field in fields] for piece in pieces
    ]


# ---- what does not fit


@pytest.mark.parametrize(
    ("text", "key", "parts"),
    [
        ("[[page]\n", "sidecar-malformed", ["line 1"]),
        ("a = " + "[" * 5000, "sidecar-malformed", []),
        (b"\xff\xff\x81", "sidecar-unreadable", []),
        ("page = 3", "sidecar-value", ["page", "3"]),
        ("[pages]", "sidecar-key", ["pages"]),
        ("[[page]]\nnumber = 1", "sidecar-no-file", ["1"]),
        (table("", "../001.txt"), "sidecar-no-file", []),
        (table("", "009.txt"), "sidecar-no-page", ["009.txt"]),
        (table("") + table(""), "sidecar-twice", [NAME]),
        (table("nunber = 1"), "sidecar-key", [NAME, "nunber", "number"]),
        (table("number = 0"), "sidecar-value", [NAME, "number"]),
        (table("number = true"), "sidecar-value", ["number"]),
        (table('date = "21.1.2022"'), "sidecar-value", ["21.1.2022"]),
        (table("date = 9999-12-31"), "sidecar-value", ["9999-12-31"]),
        (table('date = "2022-02-30"'), "sidecar-value", ["2022-02-30"]),
        (table("date = 2022-01-21T10:00:00"), "sidecar-value", ["date"]),
        (table('paper = " "'), "sidecar-value", ["paper"]),
        (table("piece = 1"), "sidecar-value", ["piece"]),
        (piece('kind = "news"'), "sidecar-no-lines", [NAME, "1"]),
        (piece("lines = [[7, 9]]"), "sidecar-beyond", [NAME, "7", "9", "8"]),
        (piece("lines = [[2, 2]]"), "sidecar-blank", [NAME, "2"]),
        (piece("lines = [[1, 4], 2]"), "sidecar-blank", ["2"]),
        (piece("lines = [[1, 4], 3]"), "sidecar-overlap", ["3"]),
        (piece("lines = [[1, 4]]\n[[page.piece]]\nlines = [[4, 5]]"), "sidecar-overlap", [NAME, "4", "1", "2"]),
        (piece("lines = [[4, 1]]"), "sidecar-value", ["lines"]),
        (piece("lines = []"), "sidecar-value", ["lines"]),
        (piece("lines = 3"), "sidecar-value", ["lines"]),
        (piece("lines = [[0, 1]]"), "sidecar-value", ["lines"]),
        (piece("lines = [3]\ntitle_lines = [5]"), "sidecar-title", [NAME, "5"]),
        (piece("lines = [3]\ntitle_lines = 3"), "sidecar-value", ["title_lines"]),
        (piece('lines = [3]\nkind = "new"'), "sidecar-value", ["kind", "new"]),
        (piece("lines = [3]\nkind = [1]"), "sidecar-value", ["kind"]),
        (piece("lines = [3]\nlinse = 1"), "sidecar-key", ["linse"]),
        (piece('lines = [3]\ntext = "公园"'), "sidecar-words", [NAME, "3", "公园", "本报讯我市新增"]),
    ],
)
def test_what_does_not_fit_is_said_in_one_sentence_that_names_the_place(tmp_path, text, key, parts):
    with pytest.raises(SourceError) as caught:
        applied(tmp_path, text)
    assert caught.value.key == key
    for language in ("zh", "en"):
        sentence = caught.value.sentence(language)
        assert SIDECAR in sentence
        assert "\n" not in sentence
        assert all(part in sentence for part in parts)


# ---- the commands


def mend(newsroom: Newsroom, more: str) -> None:
    (newsroom.pages / SIDECAR).write_text(table(more, PAGE_NAME), "utf-8")


def test_a_build_honours_the_sidecar_and_does_again_what_it_changed(stored: Newsroom):
    mend(stored, "date = 2022-04-28\nnumber = 3\n[[page.piece]]\nlines = [[1, 2]]\ntitle_lines = [1]")
    assert "已建好" in stored.build().out
    assert "已是最新" in stored.build().out
    [cited, *_] = json.loads(stored.ask("我市共有社区医院11家吗?", "--json", "--set", "refusal_score=0").out)[
        "citations"
    ]
    assert (cited["page"], cited["date"]) == (3, "2022-04-27")
    (stored.pages / SIDECAR).unlink()
    assert "已建好" in stored.build().out


@pytest.mark.parametrize("command", ["build", "articles", "serve"])
def test_a_broken_sidecar_stops_every_command_and_the_index_stays(stored: Newsroom, command):
    mend(stored, "[[page.piece]]\nlines = [[90, 95]]")
    index = () if command == "articles" else ("--index", stored.index)
    before = {file: file.read_bytes() for file in stored.index.rglob("*") if file.is_file()}
    result = stored.run(command, "--source", stored.pages, *index)
    assert (result.status, result.out, len(result.told)) == (1, "", 1)
    assert PAGE_NAME in result.told[0]
    assert "90–95" in result.told[0]
    assert before == {file: file.read_bytes() for file in stored.index.rglob("*") if file.is_file()}


def test_articles_tell_the_issue_and_print_the_sidecars_form(newsroom: Newsroom):
    mend(newsroom, "date = 2022-04-28\nnumber = 3")
    shown = newsroom.run("articles", "--source", newsroom.pages).out.splitlines()
    assert shown[1] == "2022-04-28（pages.toml 写明）  第 3 版"
    piece, *_ = json.loads(newsroom.run("articles", "--source", newsroom.pages, "--json").out)
    assert (piece["issue"]["date"], piece["issue"]["page"], piece["issue"]["told"]) == ("2022-04-28", 3, "sidecar")
    assert (piece["date"], piece["date_told"]) == ("2022-04-27", "text")
    for mention in piece["mentions"]:
        line = PAGE.split("\n")[mention["line"] - 1]
        assert line[mention["start"] :].startswith(mention["text"])
    first = newsroom.run("articles", "--source", newsroom.pages, "--toml").out
    (newsroom.pages / SIDECAR).write_text(first, "utf-8")
    assert newsroom.run("articles", "--source", newsroom.pages, "--toml").out == first
