"""The day and the page that folders and files tell by their names."""

import pytest
from support.fakes import FakeEncoder
from support.folders import SETTINGS, TEXT, put

from rag.articles.issue.filing import issue_of_name
from rag.articles.issue.issues import with_issues
from rag.assistant import Assistant
from rag.index.build import build_index, is_current
from rag.pages.folder import read_pages
from rag.settings import Settings

FORMS = (
    "2023-03-05",
    "20230305",
    "2023年3月5日",
    "2023年03月05日",
    "2023.3.5",
    "2023_03_05",
    "2023/03/05",
    "2023/3/5",
    "2023-03/05",
    "202303/05",
    "2023年3月/5日",
    "2023年/3月/5日",
    "2023/0305",
    "2023/03-05",
    "2023/3月5日",
    "2023/2023-03-05",
    "2023/2023-03/2023-03-05",
    "202303/20230305",
    "2023/03/0305",
    "太原日报/2023-03-05",
    "2023-03-05太原日报",
    "太原日报2023年/03/05",
    "2023/太原日报/0305",
    "2023/三月/五日",
    "二〇二三年三月五日",
    "２０２３-０３-０５",
    "2022/2023-03-05",
    "旧报/2023-03-04/2023-03-05",
    "2023-03-05/要闻",
)


@pytest.mark.parametrize("folder", FORMS)
@pytest.mark.parametrize(
    ("file", "number"),
    [
        ("01.txt", 1),
        ("A02.txt", 2),
        ("第03版.txt", 3),
        ("04版.md", 4),
        ("page-05.html", 5),
        ("006.txt", 6),
        ("07要闻.txt", 7),
    ],
)
def test_a_day_is_read_from_the_names_of_folders_in_every_form_and_the_page_from_its_number(folder, file, number):
    issue = issue_of_name(f"{folder}/{file}")
    assert (issue.date, issue.page, issue.told) == ("2023-03-05", number, "file-name")


@pytest.mark.parametrize(
    ("name", "date", "number"),
    [
        ("2023-03-05/20230306_02版.txt", "2023-03-06", 2),
        ("2023-03-05/2023-03-07/01.txt", "2023-03-07", 1),
        ("第02版/20230305.txt", "2023-03-05", 2),
        ("2023-03-05_02版/稿件.txt", "2023-03-05", 2),
        ("20230305-02/稿件.txt", "2023-03-05", 2),
        ("2023-03-05/02/稿件三.txt", "2023-03-05", 2),
        ("2023-03-05/02/03.txt", "2023-03-05", 2),
        ("2023/03/05.txt", "2023-03-05", None),
        ("2023-03/05.txt", "2023-03-05", None),
        ("2023/05/05/01.txt", "2023-05-05", 1),
    ],
)
def test_the_nearest_name_tells_the_day_and_what_stands_below_it_the_page(name, date, number):
    issue = issue_of_name(name)
    assert (issue.date, issue.page) == (date, number)


@pytest.mark.parametrize(
    "name",
    [
        "2023-03-05至03-11/01.txt",
        "2023-03-05_2023-03-11/01.txt",
        "2023-03-05～11日/01.txt",
        "2023/01.txt",
        "2023-13-45/01.txt",
        "2023-02-30/01.txt",
        "2023/13/05/01.txt",
        "archive/2023/March/05/01.txt",
        "05/03/2023/01.txt",
        "a/b/c/01.txt",
        "A4/01.txt",
        "123456789012/01.txt",
        "edba7244ac40a510/01.txt",
        "版本2/01.txt",
    ],
)
def test_names_that_tell_no_single_day_tell_none(name):
    assert issue_of_name(name).date is None


@pytest.mark.parametrize(
    "file", ["000_edba7244ac40a510.txt", "1.城南小学今天开学了.txt", "稿件1.txt", "123.txt", "00.txt"]
)
def test_a_running_number_or_a_headlines_is_no_pages(file):
    issue = issue_of_name(f"2023-03-05/{file}")
    assert (issue.date, issue.page) == ("2023-03-05", None)


@pytest.mark.parametrize(
    ("within", "source"),
    [
        ("2023-03-05", "2023-03-05"),
        ("2023/03/05", "2023/03/05"),
        ("2023/03/05", "2023/03"),
        ("2023/03/05", "2023"),
        ("2023-03/05", "2023-03"),
        ("2023-03/05", "2023-03/05"),
    ],
)
def test_the_folder_that_is_given_tells_the_day_too_as_part_of_it(tmp_path, within, source):
    put(tmp_path, f"{within}/01.txt")
    for given in (tmp_path / source, tmp_path / within / "01.txt"):
        pages, _ = read_pages(given, Settings())
        [page] = with_issues(pages, given)
        assert (page.issue.date, page.issue.page) == ("2023-03-05", 1)


def test_a_folder_above_the_one_given_tells_no_day_by_itself_and_a_masthead_is_surer_than_the_one_given(tmp_path):
    put(tmp_path, "2023-03-05/pages/01.txt")
    source = tmp_path / "2023-03-05/pages"
    assert with_issues(read_pages(source, Settings())[0], source)[0].issue.date is None
    put(tmp_path, "2024-01-01/07.txt", text="太原日报 2022年1月21日 星期五 第2版\n" + TEXT)
    source = tmp_path / "2024-01-01"
    issue = with_issues(read_pages(source, Settings())[0], source)[0].issue
    assert (issue.date, issue.page, issue.told) == ("2022-01-21", 2, "masthead")


def test_an_index_notices_that_the_folder_which_tells_the_day_was_renamed(tmp_path):
    encoder = FakeEncoder(("水",))
    put(tmp_path, "2023-03-05/01.txt")
    build_index(tmp_path / "2023-03-05", tmp_path / "index", SETTINGS, encoder, "fake")
    assert is_current(tmp_path / "2023-03-05", tmp_path / "index", SETTINGS, "fake")
    (tmp_path / "2023-03-05").rename(tmp_path / "2023-03-06")
    assert not is_current(tmp_path / "2023-03-06", tmp_path / "index", SETTINGS, "fake")
    build_index(tmp_path / "2023-03-06", tmp_path / "index", SETTINGS, encoder, "fake")
    assert Assistant.open(tmp_path / "index", SETTINGS, encoder).pages[0].issue.date == "2023-03-06"
