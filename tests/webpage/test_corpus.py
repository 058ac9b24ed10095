"""What the tab for the corpus shows: its figures, its table, and a change as it stands."""

from dataclasses import replace

import pytest
from support.newspaper import HOSTILE, Reader

from rag.corpus.changes import CorpusChange, GivenFile
from rag.corpus.overview import CorpusFigures, HeldPage
from rag.errors import LibraryCancelled, LibraryError, PageError
from rag.index.build import BuildReport
from rag.records import Issue, PageHead
from ui.corpus.view import NAMED, ROWS, confirmation_view, figures_view, table_view, work_view
from ui.corpus.work import Work
from ui.wording import say

FIGURES = CorpusFigures(1234, 20, 30, 45678, "2022-01-04", "2024-04-28", 1_250_000, "bundled:model@1")


def holding(name: str, date: str | None = None, number: int | None = None) -> HeldPage:
    return HeldPage(PageHead(name, Issue(date, number)), 3, 5)


def report(**values) -> BuildReport:
    return BuildReport(
        **{
            "pages": 1,
            "articles": 1,
            "passages": 1,
            "sentences": 1,
            "encoded": 4,
            "reused": 9,
            "skipped": (),
            "changed": True,
            **values,
        }
    )


# ---- figures and table


def test_the_figures_are_told_with_their_names():
    read = Reader(figures_view(FIGURES, "zh"))
    assert read.text("dd") == "1,2342030" + "45,678" + "1.2 MB" + "2022年1月4日至2024年4月28日" + "bundled:model@1"
    assert read.text("dt") == "版面稿件段落字数索引日期向量模型"


def test_the_figures_say_of_a_day_that_is_only_inferred_that_it_is():
    told = replace(FIGURES, first_told="text", last_told="masthead")
    assert "约2022年1月4日（推断）至2024年4月28日" in Reader(figures_view(told, "zh")).text("dd")
    one = replace(told, last=told.first, last_told="text")
    assert "约2022年1月4日（推断）bundled" in Reader(figures_view(one, "zh")).text("dd")


def test_a_page_is_called_by_day_number_and_section_and_its_file_on_demand():
    held = [holding("a.txt", "2022-01-21", 2), holding("b.txt"), holding("c.txt")]
    read = Reader(table_view(held, "zh", headlines={"b.txt": "渡口添了新船"}))
    file = say("page-file-name")
    assert read.text("tbody") == (
        f"2022年1月21日 · 第2版{file}a.txt35"
        f"{say('date-unknown')} · {say('page-quoted', text='渡口添了新船')}{file}b.txt35"
        f"{say('date-unknown')} · c.txt{file}c.txt35"
    )
    assert not [tag for tag, _ in read.tags if tag in ("input", "button")]


def test_pages_can_be_chosen_where_they_can_be_removed():
    read = Reader(
        table_view([holding("a.txt"), holding("b.txt")], "zh", editable=True).replace("<input", "<br")
    )  # the reader of these tests knows no other empty element
    assert [named["data-page"] for tag, named in read.tags if "data-page" in named] == ["a.txt", "b.txt"]
    assert say("page-corpus-remove") in read.text("button")


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("", ["a.txt", "B-4月.txt"]),
        ("b-", ["B-4月.txt"]),
        ("2022-01", ["a.txt"]),
        ("2022年 21日", ["a.txt"]),
        ("a.txt 4月", []),
        ("晚报", ["a.txt"]),
    ],
)
def test_the_filter_looks_for_all_words_in_name_date_and_paper(asked, names):
    told = holding("a.txt", "2022-01-21")
    told = replace(told, page=replace(told.page, issue=replace(told.page.issue, paper="晚报")))
    shown = table_view([told, holding("B-4月.txt")], "zh", asked)
    assert [
        name for name in ("a.txt", "B-4月.txt") if f">{name.replace('.', '&#46;').replace('-', '&#45;')}<" in shown
    ] == names
    assert (say("page-corpus-no-match") in Reader(shown).text()) == (not names)


def test_a_long_list_is_cut_and_says_so():
    shown = table_view([holding(f"{number}.txt") for number in range(ROWS + 7)], "zh")
    assert shown.count("<tr") == ROWS + 1
    assert say("report-unlisted", count=7) in Reader(shown).text("p")


@pytest.mark.parametrize("name", HOSTILE)
def test_names_stay_text_wherever_they_are_shown(name):
    files = (GivenFile(name, name), GivenFile(name, error=PageError("page-binary", name=name)))
    for view in (
        table_view([holding(name)], "zh"),
        confirmation_view([name], "zh"),
        work_view(Work("add", (name, name, name), files), (), "zh"),
    ):
        read = Reader(view)
        assert name in read.text()
        assert {tag for tag, _ in read.tags} <= {
            "table",
            "thead",
            "tbody",
            "tr",
            "th",
            "td",
            "div",
            "p",
            "ul",
            "ol",
            "li",
            "section",
            "h3",
            "span",
            "br",
            "wbr",
            "details",
            "summary",
        }


def test_a_removal_of_many_names_some_and_counts_all():
    read = Reader(confirmation_view([f"{number}.txt" for number in range(NAMED + 3)], "zh"))
    assert str(NAMED + 3) in read.text("p")
    assert read.text("li") == "".join(f"{number}.txt" for number in range(NAMED)) + say(
        "page-corpus-and-more", count=NAMED + 3
    )


# ---- a change as it stands


def test_each_file_is_waiting_then_read_split_encoded_and_added():
    read, bad = GivenFile("1.txt", "1 (2).txt"), GivenFile("2.txt", error=PageError("page-empty", name="2.txt"))
    names = ("1.txt", "2.txt")
    stages = [
        Work("add", names),
        Work("add", names, (read,)),
        Work("add", names, (read, bad), "progress-encode"),
        Work("add", names, (read, bad), "progress-write"),
        Work("add", names, (read, bad), ended=True, change=CorpusChange((read, bad), report=report())),
    ]
    told = [
        Reader(work_view(work, [holding("1 (2).txt")], "zh")).text("li", class_=look)
        for work, look in zip(stages, ("ahead", "present", "present", "present", "done"), strict=True)
    ]
    assert "1.txt等待2.txt等待" in told[0]
    assert "1.txt已读取" in told[1]
    assert "1.txt已拆分" in told[2]
    assert "1.txt已计算向量" in told[3]
    assert told[4] == "1.txt已添加：3 篇，5 段 · 存为 1 (2).txt"
    assert say("page-empty", name="2.txt") in Reader(work_view(stages[4], (), "zh")).text("li", class_="failed")


def test_the_bar_shows_the_stage_and_how_far_it_is():
    view = work_view(Work("rebuild", stage="progress-encode", done=30, total=120), (), "zh")
    read = Reader(view)
    assert read.text("li", class_="past") == "读取版面拆分文章"
    assert read.text("li", class_="present") == "计算向量"
    assert "width: 25.0%" in view
    assert read.text("p", class_="count") == "30/120 段"
    told = Work("rebuild", stage="progress-encode", done=30, total=120, pages=(2, 9), rate=1.5, left=60.0)
    assert (
        Reader(work_view(told, (), "zh")).text("p", class_="count") == "30/120 段 · 2/9 版 · 每秒 1.5 段 · 还要 60 秒"
    )
    assert Reader(work_view(Work("rebuild", done=3, total=9), (), "zh")).text("p", class_="count") == "3/9"
    assert say("page-corpus-stopping") in Reader(work_view(Work("rebuild", stopping=True), (), "zh")).text("p")


@pytest.mark.parametrize(
    ("work", "look", "said"),
    [
        (
            Work("add", ("1", "2"), change=CorpusChange((GivenFile("1", "1"), GivenFile("2", "2")), report=report())),
            "done",
            say("page-corpus-added", count=2),
        ),
        (
            Work("add", ("1",), change=CorpusChange((GivenFile("1", error=PageError("page-empty", name="1")),))),
            "stopped",
            say("page-corpus-none-added"),
        ),
        (
            Work("remove", ("1",), change=CorpusChange(removed=("1",), report=report())),
            "done",
            say("page-corpus-removed", count=1),
        ),
        (
            Work("rebuild", change=CorpusChange(report=report())),
            "done",
            say("page-corpus-rebuilt", encoded=4, reused=9),
        ),
        (Work("rebuild", change=CorpusChange(report=report(changed=False))), "done", say("page-corpus-unchanged")),
        (
            Work("remove", ("1",), error=LibraryError("library-no-page", name="1")),
            "failed",
            say("library-no-page", name="1"),
        ),
        (
            Work("restore", ("1",), change=CorpusChange((GivenFile("1", "1 (2)"),), report=report())),
            "done",
            say("page-corpus-restored", count=1),
        ),
        (
            Work("restore", ("1",), change=CorpusChange((GivenFile("1", error=PageError("page-empty", name="1")),))),
            "stopped",
            say("page-corpus-none-restored"),
        ),
        (Work("add", ("1",), error=LibraryCancelled("library-cancelled")), "stopped", say("library-cancelled")),
        (Work("add", ("1",)), "failed", say("page-corpus-failed")),
    ],
)
def test_what_came_of_a_change_is_said_in_a_sentence(work, look, said):
    assert Reader(work_view(replace(work, ended=True), (), "zh")).text("p", class_=look) == said


def test_a_rebuild_names_the_files_that_it_could_not_use():
    change = CorpusChange(report=report(skipped=(PageError("page-binary", name="x.txt"),)))
    view = work_view(Work("rebuild", ended=True, change=change), (), "zh")
    assert Reader(view).text("li", class_="failed") == say("page-binary", name="x.txt")
