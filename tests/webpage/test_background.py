"""Work beside the page: it goes on whoever looks, whoever began it finds it again, and nobody else can stop it."""

import threading
import time

import pytest
from support.newspaper import Reader
from support.questions import GOOD
from support.shelving import BOOKS, FERRY, HOSPITAL, LIGHTS
from support.streams import given_by

import ui.corpus.work
from rag.corpus.changes import CorpusChange, GivenFile
from rag.errors import EvaluationCancelled, EvaluationError, LibraryError
from rag.evaluation.session import EvaluationSession
from rag.progress import Pace
from ui import background
from ui.background import WORD_CHARACTERS, Background, followed, own_word
from ui.corpus.tab import CorpusTab
from ui.corpus.work import Work, changing
from ui.evaluation.tab import EvaluationTab
from ui.evaluation.view import work_view
from ui.evaluation.work import Evaluating, evaluating
from ui.gradio_setup import gr
from ui.wording import say

OTHERS = ("", "you", None, 1, True, ["me"], {"me": "me"}, "me ", "ME", "\ud800")


def told_of(background, making, work=None, visitor="me"):
    """Every state of a change that `making` makes, until it has ended."""
    return list(
        given_by(followed(background.begin(visitor, work or Work("rebuild"), changing(making, lambda: None)), 0.01))
    )


# ---- the work itself


def test_a_change_is_told_until_it_has_ended():
    def making(progress, heard):
        heard(GivenFile("1.txt", "1.txt"))
        progress("progress-encode", 1, 2)
        return CorpusChange((GivenFile("1.txt", "1.txt"),))

    last = told_of(Background(), making, Work("add", ("1.txt",)))[-1]
    assert last.ended and last.change and last.error is None
    assert (last.kind, last.names, last.stage, last.done, last.total) == ("add", ("1.txt",), "progress-encode", 1, 2)


def test_of_encoding_a_change_tells_pages_passages_a_second_and_the_time_left(monkeypatch):
    now = iter(range(0, 100, 10))
    monkeypatch.setattr(ui.corpus.work, "Pace", lambda: Pace(lambda: next(now)))

    def making(progress, heard):
        for pages, passages in ((0, 0), (1, 20)):
            progress("progress-pages", pages, 4)
            progress("progress-encode", passages, 80)
        return CorpusChange()

    last = told_of(Background(), making)[-1]
    assert (last.stage, last.done, last.total, last.pages) == ("progress-encode", 20, 80, (1, 4))
    assert (last.rate, last.left) == (2.0, 30.0)


@pytest.mark.parametrize("error", [LibraryError("library-busy"), RuntimeError("a mistake"), MemoryError()])
def test_a_change_that_goes_wrong_ends_and_the_next_can_begin(error):
    def making(progress, heard):
        raise error

    changes = Background()
    last = told_of(changes, making)[-1]
    assert last.ended and last.change is None
    assert last.error is (error if isinstance(error, LibraryError) else None)
    assert told_of(changes, lambda *_: CorpusChange())[-1].change == CorpusChange()


@pytest.mark.parametrize(
    ("error", "said"), [(EvaluationError("eval-busy"), "eval-busy"), (RuntimeError("a mistake"), "page-eval-failed")]
)
def test_an_evaluation_that_goes_wrong_ends_in_a_sentence(error, said):
    def making(progress, cancelled):
        raise error

    job = Background().begin("me", Evaluating(), evaluating(making))
    last = list(given_by(followed(job, 0.01)))[-1]
    assert last.ended and Reader(work_view(last, "zh")).text("p") == say(said)


def test_work_goes_on_when_nobody_looks_any_more():
    looked_away, made = threading.Event(), threading.Event()

    def making(progress, heard):
        looked_away.wait(60)
        progress("progress-write", 1, 1)
        made.set()
        return CorpusChange()

    looking = given_by(followed(Background().begin("me", Work("rebuild"), changing(making, lambda: None))))
    next(looking)
    looking.close()
    looked_away.set()
    assert made.wait(60)


def test_that_it_is_to_stop_and_that_it_has_ended_is_told_at_once_however_seldom_it_is_told_how_it_stands():
    go_on, changes = threading.Event(), Background()
    job = changes.begin("me", Work("rebuild"), changing(lambda *_: go_on.wait(60) and CorpusChange(), lambda: None))
    looking, begun = given_by(followed(job, 600.0)), time.monotonic()
    assert not next(looking).stopping
    changes.stop("me")
    assert next(looking).stopping
    go_on.set()
    assert next(looking).ended
    assert time.monotonic() - begun < 300


def test_one_piece_of_work_at_a_time_however_many_ask():
    go_on, changes = threading.Event(), Background()
    first = changes.begin("me", Work("rebuild"), changing(lambda *_: go_on.wait(60) and CorpusChange(), lambda: None))
    begun = [
        changes.begin(f"visitor {number}", Work("rebuild"), changing(lambda *_: CorpusChange(), lambda: None))
        for number in range(20)
    ]
    assert begun == [None] * 20 and changes.last is first
    go_on.set()
    list(given_by(followed(first, 0.01)))
    assert changes.begin("you", Work("rebuild"), changing(lambda *_: CorpusChange(), lambda: None))


@pytest.mark.parametrize("other", OTHERS)
def test_work_is_stopped_by_whoever_began_it_alone(other):
    stopped, changes = threading.Event(), Background()

    def making(progress, cancelled):
        while not cancelled():
            threading.Event().wait(0.01)
        stopped.set()
        raise EvaluationCancelled("eval-cancelled", done=0, total=1)

    job = changes.begin("me", Evaluating(), evaluating(making))
    assert not changes.stop(other) and not job.is_of(other)
    assert changes.stop("me") and stopped.wait(60)
    list(given_by(followed(job, 0.01)))
    assert not changes.stop("me")  # it has ended


def test_the_outcome_is_told_to_whoever_began_it_and_only_for_a_while(monkeypatch):
    changes = Background()
    told_of(changes, lambda *_: CorpusChange())
    assert changes.last.concerns("me")
    assert not any(map(changes.last.concerns, OTHERS))
    monkeypatch.setattr(background, "TOLD_SECONDS", -1.0)
    assert not changes.last.concerns("me")


@pytest.mark.parametrize("kept", [None, "", 7, [], {}, True, "x" * (WORD_CHARACTERS + 1)])
def test_a_visitor_without_a_word_is_given_one_that_nobody_can_guess(kept):
    words = {own_word(kept) for _ in range(100)}
    assert len(words) == 100 and all(len(word) >= 20 for word in words)
    assert own_word(next(iter(words))) in words


# ---- found again from the page, in either language


@pytest.fixture
def going(place, monkeypatch):
    """Tabs in both languages on one library, a file that is being added from the Chinese one, and what lets it end."""
    library, changes, go_on = place.library(), Background(), threading.Event()
    tabs = {}
    for language in ("zh", "en"):
        tabs[language] = CorpusTab(library, language, changes)
        with gr.Blocks() as page:
            tabs[language].build(page, gr.BrowserState(""))
    add = library.add

    def slow(files, progress, heard):
        def told(stage, done, total):
            progress(stage, done, total)
            if stage == "progress-split":
                go_on.wait(60)

        return add(files, told, heard)

    monkeypatch.setattr(library, "add", slow)
    telling = given_by(tabs["zh"].add([str(place.file("渡口.txt", FERRY))], "me"))
    next(telling)
    while changes.last.state.stage != "progress-split":
        threading.Event().wait(0.01)
    telling.close()  # the page is left
    yield library, tabs, go_on
    go_on.set()


@pytest.mark.slow
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_change_is_found_again_by_whoever_began_it(going, language):
    library, tabs, go_on = going
    tab = tabs[language]
    found = given_by(tab.find("me"))
    first = next(found)
    assert (first[tab.stop]["visible"], first[tab.tools]["visible"]) == (True, False)
    work = Reader(next(found)[tab.work])
    assert say("page-corpus-adding", language, count=1) in work.text("h3") and "渡口.txt" in work.text("li")
    go_on.set()
    *_, outcome, last = found
    assert Reader(outcome[tab.work]).text("p", class_="done") == say("page-corpus-added", language, count=1)
    assert "渡口" in last[tab.table] and last[tab.tools]["visible"] and last[tab.version] == 1
    assert [page.name for page in library.assistant.pages] == ["001.txt", "002.txt", "渡口.txt"]


@pytest.mark.slow
def test_how_a_change_stands_is_told_again_though_nothing_has_changed(going, monkeypatch):
    monkeypatch.setattr(background, "AGAIN_SECONDS", 0.05)
    _, tabs, go_on = going
    tab = tabs["zh"]
    found = given_by(tab.find("me"))
    told = [next(found) for _ in range(4)][1:]
    assert [(each[tab.stop]["visible"], each[tab.tools]["visible"]) for each in told] == [(True, False)] * 3
    assert len({each[tab.work] for each in told}) == 1
    pages = [each[tab.table] for each in told if tab.table in each]
    assert len(pages) == 1 and 'class="remove"' not in pages[0]  # that nothing can be removed now, once more alone
    go_on.set()
    last = list(found)[-1]
    assert last[tab.tools]["visible"] and 'class="remove"' in last[tab.table]


@pytest.mark.slow
def test_what_is_pressed_twice_is_one_change(going, place):
    library, tabs, go_on = going
    tab = tabs["zh"]
    again = given_by(tab.add([str(place.file("渡口.txt", FERRY))], "me"))
    next(again)
    other = list(given_by(tab.remove(("001.txt",), "me")))
    assert say("library-busy") in Reader(other[-1][tab.work]).text("p")
    go_on.set()
    *_, outcome, _ = again
    assert Reader(outcome[tab.work]).text("p", class_="done") == say("page-corpus-added", count=1)
    assert [page.name for page in library.assistant.pages] == ["001.txt", "002.txt", "渡口.txt"]


@pytest.mark.slow
def test_pages_that_are_gone_are_not_removed_again(place):
    library = place.library()
    tab = CorpusTab(library, "zh")
    with gr.Blocks() as page:
        tab.build(page, gr.BrowserState(""))
    list(given_by(tab.remove(("001.txt",), "me")))
    again = list(given_by(tab.remove(("001.txt",), "me")))
    assert [tab.work in each for each in again] == [False] and not again[0][tab.confirm]["visible"]
    assert [page.name for page in library.assistant.pages] == ["002.txt"]


@pytest.mark.slow
@pytest.mark.parametrize("visitor", ["you", "", None])
def test_others_see_that_a_change_is_under_way_and_cannot_cancel_it(going, visitor):
    _, tabs, go_on = going
    tab = tabs["zh"]
    found = given_by(tab.find(visitor))
    first = next(found)
    assert (first[tab.stop]["visible"], first[tab.tools]["visible"]) == (False, False)
    work = Reader(next(found)[tab.work])
    assert say("page-corpus-others") in work.text("p") and "渡口" not in work.text()
    go_on.set()
    *_, outcome, last = found
    assert outcome[tab.work] == "" and "渡口" in last[tab.table] and last[tab.tools]["visible"]


@pytest.mark.slow
def test_a_change_that_was_found_again_is_cancelled_from_the_page_in_the_other_language(going, place):
    library, tabs, go_on = going
    found = given_by(tabs["en"].find("me"))
    tabs["en"].cancel("you")
    assert not tabs["en"]._changes.last.state.stopping
    tabs["en"].cancel("me")
    go_on.set()
    *_, outcome, _ = found
    assert Reader(outcome[tabs["en"].work]).text("p", class_="stopped") == say("library-cancelled", "en")
    assert len(library.assistant.pages) == 2 and place.names() == ["001.txt", "002.txt"]


@pytest.mark.slow
def test_a_change_that_ended_while_the_page_was_loaded_is_told_to_whoever_began_it(going):
    _, tabs, go_on = going
    go_on.set()
    list(given_by(followed(tabs["zh"]._changes.last, 0.01)))
    mine = list(given_by(tabs["zh"].find("me")))
    assert say("page-corpus-added", count=1) in Reader(mine[0][tabs["zh"].work]).text("p")
    assert list(given_by(tabs["zh"].find("you"))) == [{tabs["zh"].work: ""}]


@pytest.mark.slow
def test_where_nothing_goes_on_a_visitor_is_shown_nothing(place):
    tab = CorpusTab(place.library(), "zh")
    with gr.Blocks() as page:
        tab.build(page, gr.BrowserState(""))
    assert list(given_by(tab.find("me"))) == [{tab.work: ""}]


@pytest.mark.slow
@pytest.mark.parametrize(("visitor", "language"), [("me", "zh"), ("me", "en"), ("you", "zh")])
def test_an_evaluation_is_found_again_and_its_results_are_everyones(place, monkeypatch, visitor, language):
    session, running, go_on, asked = (
        EvaluationSession(place.library()),
        Background(),
        threading.Event(),
        threading.Event(),
    )
    name = session.files.put(place.file("a.jsonl", GOOD))
    tabs = {}
    for each in ("zh", "en"):
        tabs[each] = EvaluationTab(session, each, running=running)
        with gr.Blocks() as page, gr.Tab() as within:
            tabs[each].build(page, within, gr.BrowserState(""))
    ask = session._library.assistant.ask

    def slow(*values):
        asked.set()
        go_on.wait(60)
        return ask(*values)

    monkeypatch.setattr(session._library.assistant, "ask", slow)
    telling = given_by(tabs["zh"].evaluate(name, [], 0, "me"))
    next(telling)
    telling.close()
    assert asked.wait(60)
    tab = tabs[language]
    found = given_by(tab.find(visitor))
    first = next(found)
    assert (first[tab.run]["interactive"], first[tab.stop]["visible"]) == (False, visitor == "me")
    others = say("page-eval-others", language)
    assert (others in Reader(first[tab.work]).text("p")) == (visitor != "me")
    again = given_by(tab.evaluate(name, [], 0, visitor))
    assert (tab.run in next(again)) == (visitor == "me")  # pressed twice; of anyone else it is refused
    (other,) = given_by(tab.evaluate(name, [], 15, visitor))
    assert say("eval-busy", language) in Reader(other[tab.work]).text("p")
    go_on.set()
    last = list(found)[-1]
    assert last[tab.results.finished] is session.last and last[tab.run]["interactive"]


@pytest.mark.slow
@pytest.mark.parametrize("pages", [(BOOKS, LIGHTS), (HOSPITAL, FERRY, BOOKS)])
def test_an_evaluation_goes_on_after_its_page_was_left(place, pages):
    library = place.library()
    library.add([place.file(f"{number}.txt", text + "\n") for number, text in enumerate(pages)])
    session = EvaluationSession(library)
    name = session.files.put(place.file("a.jsonl", GOOD))
    tab = EvaluationTab(session, "zh")
    with gr.Blocks() as page, gr.Tab() as within:
        tab.build(page, within, gr.BrowserState(""))
    telling = given_by(tab.evaluate(name, [], 0, "me"))
    next(telling)
    telling.close()
    list(given_by(followed(tab._running.last, 0.01)))
    assert session.last is tab._running.last.state.finished is not None
