"""A file that is a page though not all of it could be read: it is kept, and what is missing is told to the person."""

import html
import json

import pytest
from support.newsroom import Newsroom
from support.shelving import FERRY, Place

from rag.index.saved import read_index
from rag.pages.folder import notices_of, read_pages
from rag.settings import Settings
from rag.wording import say
from ui.corpus.view import work_view
from ui.corpus.work import Work

LINE = FERRY.split("\n")[2]
TABLE = f'标题,正文\n渡口添了新船,"{LINE}"\n坏的,一行,多了\n'.encode()
TOLD = say("csv-row-too-long", name="表.csv", line=3, cells=3, columns=2)


@pytest.mark.slow
def test_build_and_articles_name_what_was_left_out_also_where_nothing_changed(newsroom: Newsroom):
    (newsroom.pages / "表.csv").write_bytes(TABLE)
    for _ in range(2):
        built = newsroom.build()
        assert (built.status, built.told) == (0, [TOLD])
    listed = newsroom.run("articles", "--source", newsroom.pages, "--json")
    assert (listed.status, listed.told) == (0, [TOLD])
    assert "渡口添了新船" in {article["title"] for article in json.loads(listed.out)}


@pytest.mark.slow
def test_notices_are_of_a_reading_and_not_stored(newsroom: Newsroom):
    (newsroom.pages / "表.csv").write_bytes(TABLE)
    pages, skipped = read_pages(newsroom.pages, Settings())
    assert (skipped, [notice.sentence() for notice in notices_of(pages)]) == ([], [TOLD])
    newsroom.build()
    assert notices_of(read_index(newsroom.index).pages) == ()
    assert list(read_index(newsroom.index).pages)[-1].lines == pages[-1].lines


@pytest.mark.slow
def test_the_corpus_tab_keeps_the_file_and_names_what_of_it_was_left_out(tmp_path):
    library = Place(tmp_path).library()
    file = tmp_path / "desk" / "表.csv"
    file.write_bytes(TABLE)
    change = library.add([file])
    assert [given.name for given in change.files] == ["表.csv"]
    assert "表.csv" in {page.name for page in library.assistant.pages}
    view = work_view(Work("add", ("表.csv",), files=change.files, change=change, ended=True), library.held_pages, "zh")
    assert TOLD in html.unescape(view)
    rebuilt = library.rebuild()
    assert TOLD in html.unescape(work_view(Work("rebuild", change=rebuilt, ended=True), library.held_pages, "zh"))
