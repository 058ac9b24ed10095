"""A page's split mended by a person: pieces joined and cut, a headline, a kind; written, undone, and never lost."""

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as bounds
from hypothesis import strategies as st
from support.shelving import BOOKS, FERRY, HOSPITAL, LIGHTS, SETTINGS

from rag.articles import split_page
from rag.corpus import Cut, Join, Rekind, Retitle
from rag.corpus.mending import TITLE_CHARACTERS, mended_tables
from rag.corpus.removed import PLACE
from rag.errors import LibraryError, SourceError
from rag.index import saved
from rag.index.build import build_index
from rag.pages.sidecar import SIDECAR, with_table
from rag.records import Page

NAME = "001.txt"
PARTS = (BOOKS, FERRY, HOSPITAL, LIGHTS)


@pytest.fixture
def library(place):
    (place.source / NAME).write_text("\n".join(PARTS[:3]), "utf-8")
    made = place.library()
    made.rebuild()
    return made


def pieces(library, name=NAME):
    return [piece for piece in library.assistant.articles if piece.source == name]


def mend(library, kind, piece, *given):
    return library.mend(NAME, library.assistant.page(NAME).digest, kind(pieces(library)[piece].id, *given))


def refused(library, work) -> str:
    before = pieces(library)
    with pytest.raises((LibraryError, SourceError)) as caught:
        work()
    assert pieces(library) == before
    return caught.value.key


def spans(library):
    return [piece.spans for piece in pieces(library)]


# ---- what is done


def test_two_pieces_are_joined_beside_the_page_and_answered_from_as_one(place, library):
    change = mend(library, Join, 0, pieces(library)[1].id)
    assert change.mended == (NAME,) and change.undo == library.removals[0].id
    joined, other = pieces(library)
    assert (joined.title, joined.spans, joined.confidence) == ("南街图书角开门迎客", ((1, 7),), 1.0)
    assert "四十人" in joined.text and other.title == "我市新增社区医院"
    assert (place.source / SIDECAR).read_text("utf-8") == (
        '[[page]]\nfile = "001.txt"\n\n[[page.piece]]\nlines = [[1, 7]]\ntitle_lines = [1]\nkind = "news"\n'
        'text = "本报讯3月5日上午,南街"\n'
    )


def test_the_piece_with_the_headline_is_read_first_wherever_the_other_one_stands(library):
    mend(library, Cut, 0, 3)
    body = pieces(library)[1]
    assert (body.title, body.spans) == ("", ((3, 3),))
    mend(library, Join, 1, pieces(library)[2].id)
    joined = next(piece for piece in pieces(library) if piece.title == "桃李镇渡口添了新船")
    assert joined.spans == ((5, 7), (3, 3))


def test_a_piece_is_cut_at_a_line_and_a_short_line_there_is_the_headline(library):
    mend(library, Join, 0, pieces(library)[1].id)
    mend(library, Cut, 0, 5)
    assert [piece.title for piece in pieces(library)] == [
        "南街图书角开门迎客",
        "桃李镇渡口添了新船",
        "我市新增社区医院",
    ]
    assert spans(library) == [((1, 3),), ((5, 7),), ((9, 11),)]


def test_a_headline_is_what_was_typed_and_its_own_lines_where_those_print_it(place, library):
    mend(library, Retitle, 1, '  渡口 "新船"\n下水 ')
    assert pieces(library)[1].title == '渡口 "新船" 下水'
    mend(library, Retitle, 1, "桃李镇 渡口添了新船")
    assert pieces(library)[1].title == "桃李镇渡口添了新船"
    assert "title =" not in (place.source / SIDECAR).read_text("utf-8")


def test_a_kind_is_changed_and_all_else_of_the_piece_stays(library):
    mend(library, Retitle, 1, "新船")
    before = pieces(library)[1]
    mend(library, Rekind, 1, "caption")
    after = pieces(library)[1]
    assert (after.kind, after.title, after.spans, after.text) == ("caption", "新船", before.spans, before.text)


def test_comments_and_other_tables_of_the_sidecar_stay(place, library):
    (place.source / SIDECAR).write_text(
        '# 我的\n[[page]]\nfile = "002.txt" # 看过\nnumber = 2\n\n[[page]]\nfile = "001.txt"\nnumber = 3 # 三版\n'
        "# 医院\n[[page.piece]]\nlines = [[9, 11]]\n\n# 末尾\n",
        "utf-8",
    )
    library.rebuild()
    written = (place.source / SIDECAR).read_text("utf-8")
    change = mend(library, Rekind, 0, "caption")
    now = (place.source / SIDECAR).read_text("utf-8")
    for line in ("# 我的", 'file = "002.txt" # 看过', "number = 3 # 三版", "# 医院", "lines = [[9, 11]]", "# 末尾"):
        assert line in now.splitlines()
    library.restore(change.undo)
    assert (place.source / SIDECAR).read_text("utf-8").split() == written.split()


@pytest.mark.slow
def test_what_a_file_says_of_an_article_beside_its_lines_stays_with_it(place, library):
    (place.source / "a.csv").write_text(
        "标题,正文,日期,来源\n桥,桥修好了。走起来很稳。,2022-01-20,晚报\n路,路通了。大家都来走。,2022-01-21,晨报\n",
        "utf-8",
    )
    library.rebuild()
    first = pieces(library, "a.csv")[0]
    library.mend("a.csv", library.assistant.page("a.csv").digest, Retitle(first.id, "新桥"))
    after = pieces(library, "a.csv")[0]
    assert (after.title, after.date, after.columns) == ("新桥", first.date, first.columns)
    assert after.columns


# ---- undone


@pytest.mark.slow
def test_each_mend_is_undone_the_later_before_the_earlier(place, library):
    before = place.stored()
    first = mend(library, Join, 0, pieces(library)[1].id)
    second = mend(library, Retitle, 0, "两篇")
    assert [removal.mended for removal in library.removals] == [(NAME,), (NAME,)]
    assert refused(library, lambda: library.restore(first.undo)) == "library-mend-later"
    library.restore(second.undo)
    assert library.restore(first.undo).mended == (NAME,)
    assert library.removals == () and not (place.source / PLACE).exists()
    assert {path: text for path, text in place.stored().items() if place.source in path.parents} == {
        path: text for path, text in before.items() if place.source in path.parents
    }


def test_what_was_written_by_hand_since_is_not_undone(place, library):
    change = mend(library, Retitle, 0, "新")
    path = place.source / SIDECAR
    path.write_text(path.read_text("utf-8").replace('"新"', '"手写"'), "utf-8")
    library.rebuild()
    assert refused(library, lambda: library.restore(change.undo)) == "library-mend-later"
    assert pieces(library)[0].title == "手写"


@pytest.mark.slow
def test_a_mend_of_a_page_that_was_removed_cannot_be_undone_before_the_page_is_back(library):
    change = mend(library, Retitle, 0, "新")
    library.remove([NAME])
    assert refused(library, lambda: library.restore(change.undo)) == "library-facts-no-page"
    library.restore(library.removals[0].id)
    assert pieces(library)[0].title == "新"
    library.restore(change.undo)
    assert pieces(library)[0].title == "南街图书角开门迎客"


# ---- refused, nothing lost


def test_the_later_of_two_who_mend_one_split_is_told_so_and_nothing_is_lost(library):
    seen, first = library.assistant.page(NAME).digest, pieces(library)[0]
    library.mend(NAME, seen, Retitle(first.id, "先到"))
    assert refused(library, lambda: library.mend(NAME, seen, Retitle(first.id, "后到"))) == "library-mend-changed"
    assert pieces(library)[0].title == "先到"


@pytest.mark.parametrize("changed", [NAME, SIDECAR])
def test_what_was_changed_in_the_folder_meanwhile_is_indexed_first(place, library, changed):
    path = place.source / changed
    path.write_text('[[page]]\nfile = "001.txt"\nnumber = 3\n' if changed == SIDECAR else BOOKS, "utf-8")
    before = path.read_text("utf-8")
    assert refused(library, lambda: mend(library, Retitle, 0, "新")) == "library-mend-folder"
    assert path.read_text("utf-8") == before
    (place.source / NAME).unlink()
    assert refused(library, lambda: mend(library, Retitle, 0, "新")) in ("library-mend-folder", "sidecar-no-page")


@pytest.mark.parametrize(
    ("given", "key"),
    [
        (Retitle("", ""), "library-mend-piece"),
        (Retitle("0", ""), "library-mend-title-empty"),
        (Retitle("0", " \u3000\n"), "library-mend-title-empty"),
        (Retitle("0", "题" * (TITLE_CHARACTERS + 1)), "library-mend-title"),
        (Retitle("0", "题\x1b[2J"), "library-mend-title"),
        (Retitle("0", "南街图书角开门迎客"), "library-mend-same"),
        (Rekind("0", "news"), "library-mend-same"),
        (Rekind("0", "poem"), "library-mend-kind"),
        (Cut("0", 1), "library-mend-first"),
        (Cut("0", 2), "library-mend-line"),
        (Cut("0", 5), "library-mend-line"),
        (Cut("0", 10**9), "library-mend-line"),
        (Join("0", "gone"), "library-mend-piece"),
    ],
)
@pytest.mark.slow
def test_a_mend_that_does_not_fit_is_refused_in_a_sentence(place, library, given, key):
    before = place.stored()
    first = pieces(library)[0].id
    fitting = type(given)(first if given.piece == "0" else given.piece, *list(vars_of(given))[1:])
    assert refused(library, lambda: library.mend(NAME, library.assistant.page(NAME).digest, fitting)) == key
    assert place.stored() == before


def vars_of(mend):
    return [getattr(mend, name) for name in mend.__dataclass_fields__]


def test_a_piece_is_not_joined_with_itself_and_no_page_is_not_mended(library):
    first = pieces(library)[0].id
    assert refused(library, lambda: mend(library, Join, 0, first)) == "library-mend-same"
    assert refused(library, lambda: library.mend("x.txt", "", Retitle(first, "新"))) == "library-facts-no-page"


# ---- whatever is mended


@bounds(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.permutations(PARTS), st.lists(st.tuples(st.integers(0, 9), st.integers(1, 15)), min_size=1, max_size=3))
def test_every_line_stays_in_one_piece_and_only_what_is_mended_changes(tmp_path, parts, mends):
    page, tables = Page("x.txt", tuple("\n".join(parts).split("\n")), "0"), []
    printed = {number for number, line in enumerate(page.lines, 1) if line.strip()}
    split = split_page(page)
    for place, line in mends:
        piece = split[place % len(split)]
        other = split[line % len(split)]
        done = Join(piece.id, other.id) if place % 2 else Cut(piece.id, line)
        try:
            tables = mended_tables(page, tables, split, done, tmp_path, tmp_path / SIDECAR)
        except LibraryError:
            continue
        now = split_page(with_table(page, {"piece": tables}, tmp_path / SIDECAR))
        owned = [line for each in now for line in lines_of(page, each)]
        assert sorted(owned) == sorted(printed)
        touched = {piece.id, *([other.id] if isinstance(done, Join) else [])}
        kept = {tuple(lines_of(page, each)) for each in now}
        assert all(tuple(lines_of(page, each)) in kept for each in split if each.id not in touched)
        split = now


def lines_of(page, piece):
    numbers = (number for first, last in piece.spans for number in range(first, last + 1))
    return [number for number in numbers if page.lines[number - 1].strip()]


@pytest.mark.slow
def test_a_mended_corpus_is_the_one_that_is_built_from_its_folder(place, library, tmp_path):
    mend(library, Join, 0, pieces(library)[1].id)
    build_index(place.source, tmp_path / "whole", SETTINGS, place.encoder, "fake")
    assert saved.read_manifest(tmp_path / "whole") == saved.read_manifest(place.index)
