"""A corpus without a page: the page opens, says so and where to drop files, and the first upload begins the index."""

import json

import pytest
from support.fakes import FakeEncoder
from support.newspaper import Reader
from support.newsroom import PAGE, PAGE_NAME, QUESTION
from support.questions import GOOD
from support.shelving import FERRY, FERRY_QUESTION, SETTINGS, WORDS
from support.streams import given_by

from rag.answering.scope import Scope
from rag.assistant import Assistant
from rag.corpus.library import Library
from rag.errors import EvaluationError, PageError, QuestionError, SourceError
from rag.evaluation.session import EvaluationSession
from rag.index.build import build_index, is_current
from rag.index.saved import read_index
from ui.api import Machine
from ui.api_arguments import CallError
from ui.ask.examples import Examples
from ui.ask.rendering import corpus_figures
from ui.ask.responding import respond
from ui.ask.welcome import welcome
from ui.browse.found_view import found_view
from ui.browse.issues_view import issues_view
from ui.browse.paper_view import paper_view
from ui.corpus.tab import CorpusTab
from ui.gradio_setup import gr
from ui.wording import say


def opened(folder, **named):
    """A library of a folder without a page."""
    source, index, encoder = folder / "pages", folder / "index", FakeEncoder(WORDS)
    source.mkdir(exist_ok=True)
    build_index(source, index, SETTINGS, encoder, "fake", empty=True)
    return Library(Assistant.open(index, SETTINGS, encoder), source, index, encoder, **named)


@pytest.fixture
def empty(place, tmp_path):
    """An empty library; `place` has files to add."""
    (tmp_path / "empty").mkdir()
    return opened(tmp_path / "empty")


# ---- the index


def test_an_index_of_nothing_is_written_without_a_model_and_opened_again(tmp_path):
    source, index = tmp_path / "pages", tmp_path / "index"
    source.mkdir()

    def no_model():
        raise AssertionError("nothing is to be encoded")

    report = build_index(source, index, SETTINGS, no_model, "fake", empty=True)
    assert (report.pages, report.passages, report.encoded, report.changed) == (0, 0, 0, True)
    assert len(read_index(index).terms) == 0
    assert is_current(source, index, SETTINGS, "fake", empty=True)
    assert not build_index(source, index, SETTINGS, no_model, "fake", empty=True).changed


@pytest.mark.parametrize(
    "files",
    [
        {},
        {"README.md": "一份说明。"},
        {"dictionary.txt": "渡口\n"},
        {"picture.png": "x"},
        {".hidden.txt": FERRY},
        {"blank.txt": " \n"},
        {"a.txt": "只有标题\n", "b.txt": ""},
    ],
)
def test_unasked_a_folder_without_a_page_is_an_error_and_the_index_stays(place, tmp_path, files):
    source = tmp_path / "other"
    source.mkdir()
    for name, text in files.items():
        (source / name).write_text(text, "utf-8")
    before = place.stored()
    with pytest.raises(SourceError):
        build_index(source, place.index, SETTINGS, place.encoder, "fake")
    assert place.stored() == before
    assert build_index(source, place.index, SETTINGS, place.encoder, "fake", empty=True).pages == 0


@pytest.mark.parametrize("missing", ["nowhere", "nowhere/pages"])
def test_a_folder_that_is_not_there_is_an_error_in_any_case(place, tmp_path, missing):
    with pytest.raises(SourceError) as caught:
        build_index(tmp_path / missing, place.index, SETTINGS, place.encoder, "fake", empty=True)
    assert caught.value.key == "source-missing"


def test_files_that_cannot_be_used_are_named_and_the_corpus_is_empty(tmp_path):
    source = tmp_path / "pages"
    source.mkdir()
    (source / "bad.txt").write_bytes(b"\x00\x01")
    (source / "blank.md").write_text("", "utf-8")
    report = build_index(source, tmp_path / "index", SETTINGS, FakeEncoder(WORDS), "fake", empty=True)
    assert [error.key for error in report.skipped] == ["page-binary", "page-empty"]


# ---- the library


def test_the_first_upload_begins_the_corpus(empty, place):
    change = empty.add([place.file("003.txt")])
    assert [file.name for file in change.files] == ["003.txt"]
    assert "四十人" in empty.assistant.ask(FERRY_QUESTION).text
    assert empty.figures.pages == 1 and empty.version == 1


@pytest.mark.parametrize(("name", "text"), [("a.txt", b"\x00"), ("b.txt", ""), ("c.txt", "只有标题\n"), ("d.png", "x")])
def test_a_first_upload_that_cannot_be_used_leaves_it_empty_and_says_why(empty, place, name, text):
    [file] = empty.add([place.file(name, text)]).files
    assert isinstance(file.error, PageError) and file.name == ""
    assert empty.assistant.pages == () and list(empty.source.iterdir()) == []


def test_a_first_page_in_which_nothing_is_found_is_taken_out_again(empty, place, monkeypatch):
    monkeypatch.setattr("rag.index.build.cut_passages", lambda *_: [])
    [file] = empty.add([place.file("003.txt")]).files
    assert file.error.key == "page-no-sentence"
    assert empty.assistant.pages == () and list(empty.source.iterdir()) == []


@pytest.mark.slow
def test_a_corpus_that_was_emptied_is_filled_and_emptied_again(place):
    library = place.library()
    for _ in range(3):
        library.remove([page.name for page in library.assistant.pages])
        assert library.assistant.pages == library.assistant.passages == library.held_pages == ()
        assert place.library().assistant.pages == ()
        library.restore(library.removals[0].id)
        assert len(library.assistant.pages) == 2


def test_a_folder_that_was_emptied_by_hand_is_an_empty_corpus(place):
    library = place.library()
    for file in place.source.glob("*.txt"):
        file.unlink()
    library.rebuild()
    assert library.assistant.pages == ()


# ---- asking, reading, evaluating


@pytest.mark.parametrize(
    "ask",
    [
        lambda library: library.assistant.ask("图书角收到多少捐书?"),
        lambda library: library.assistant.ask("谁?", [("问", "答")]),
        lambda library: library.assistant.search("渡口"),
        lambda library: library.assistant.retrieve("渡口", (), Scope(first="2020-01-01")),
        lambda library: library.assistant.ask(""),
        lambda library: library.assistant.narrowed(Scope(kinds=("news",))).ask("渡口?"),
    ],
)
def test_whatever_is_asked_the_reply_is_that_there_is_nothing_yet(empty, ask):
    with pytest.raises(QuestionError) as caught:
        ask(empty)
    assert caught.value.key == "corpus-empty"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_conversation_says_so_and_where_to_drop_files(empty, tmp_path, language):
    told = Reader(welcome(empty, language)).text()
    assert say("page-corpus-none", language) in told and say("page-tab-corpus", language) in told
    assert all(form in told for form in empty.forms)
    (tmp_path / "read only").mkdir()
    only_read = Reader(welcome(opened(tmp_path / "read only", read_only=True), language)).text()
    assert only_read == say("page-corpus-none", language)
    assert list(respond(empty.assistant, FERRY_QUESTION, (), language))[-1].text == say("corpus-empty", language)
    assert Examples(empty).questions() == []
    assert Reader(corpus_figures(empty.assistant, language)).text() == say("page-corpus-none", language)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_paper_says_so(empty, language):
    assert Reader(issues_view(empty.assistant, Scope(), language)).text() == say("page-corpus-none", language)
    assert Reader(paper_view(empty.assistant, None, language)).text() == say("page-read-none", language)
    assert say("corpus-empty", language) in Reader(found_view(empty.assistant, "渡口", Scope(), language)).text()


@pytest.mark.slow
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_tab_for_the_corpus_says_where_to_drop_files(empty, place, language):
    tab = CorpusTab(empty, language)
    with gr.Blocks() as page:
        tab.build(page, gr.BrowserState(""))
    told = Reader(tab.table.value).text()
    assert say("page-corpus-none", language) in told and say("page-corpus-drop", language) in told
    last = list(given_by(tab.add([str(place.file("003.txt"))], "me")))[-1]
    assert "003" in last[tab.table] and last[tab.version] == 1
    last = list(given_by(tab.remove(("003.txt",), "me")))[-1]
    assert say("page-corpus-none", language) in Reader(last[tab.table]).text() and "data-removal" in last[tab.removals]


def test_read_only_the_tab_says_that_there_is_nothing_and_not_where_to_drop(tmp_path):
    tab = CorpusTab(opened(tmp_path, read_only=True), "zh")
    with gr.Blocks() as page:
        tab.build(page, gr.BrowserState(""))
    assert Reader(tab.table.value).text() == say("page-corpus-none")


@pytest.mark.parametrize("call", ["ask", "search"])
def test_programs_are_told_in_a_sentence(empty, call):
    with gr.Blocks():
        machine = Machine(empty, "zh")
    with pytest.raises(CallError) as caught:
        list(given_by(_once(getattr(machine, call)("渡口的新船能坐几人?"))))
    assert str(caught.value) == say("corpus-empty")


async def _once(coroutine):
    yield await coroutine


def test_an_evaluation_of_nothing_is_not_begun_but_one_with_documents_is(empty, place):
    session = EvaluationSession(empty)
    name = session.files.put(place.file("a.jsonl", GOOD))
    with pytest.raises(EvaluationError) as caught:
        session.run(name)
    assert caught.value.key == "corpus-empty"
    squad = {
        "data": [
            {
                "title": "渡口",
                "paragraphs": [
                    {
                        "context": FERRY,
                        "qas": [
                            {
                                "id": "1",
                                "question": FERRY_QUESTION,
                                "answers": [{"text": "四十人", "answer_start": FERRY.index("四十人")}],
                            }
                        ],
                    }
                ],
            }
        ]
    }
    name = session.files.put(place.file("squad.json", json.dumps(squad, ensure_ascii=False)))
    assert session.run(name).report["questions"]


# ---- the command


@pytest.fixture
def shown(newsroom, monkeypatch):
    """The newsroom, and the library that its `serve` shows."""
    shown = []
    monkeypatch.setattr("ui.app.serve", lambda library, *_, **__: shown.append(library))
    return newsroom, shown


def test_serve_opens_an_empty_folder(shown):
    newsroom, served = shown
    (newsroom.pages / PAGE_NAME).unlink()
    result = newsroom.run("serve", "--source", newsroom.pages, "--index", newsroom.index)
    assert (result.status, result.told) == (0, [])
    assert served[0].assistant.pages == () and served[0].obstacle is None
    assert newsroom.run("serve", "--source", newsroom.pages, "--index", newsroom.index).status == 0


def test_serve_names_the_files_of_a_folder_none_of_which_can_be_used(shown):
    newsroom, served = shown
    (newsroom.pages / PAGE_NAME).write_text("", "utf-8")
    result = newsroom.run("serve", "--source", newsroom.pages, "--index", newsroom.index)
    assert (result.status, result.told) == (0, [say("page-empty", name=PAGE_NAME)])
    assert served[0].assistant.pages == ()


def test_serve_makes_the_usual_folder_where_it_is_missing_and_says_so(shown, monkeypatch):
    newsroom, served = shown
    monkeypatch.chdir(newsroom.folder)
    result = newsroom.run("serve")
    assert (result.status, result.told) == (0, [say("source-made", path="seeds")])
    assert (newsroom.folder / "seeds").is_dir() and served[0].assistant.pages == ()
    assert newsroom.run("serve").told == []


@pytest.mark.parametrize("named", ["nowhere", "seed", "seeds/2023", "./pages/none"])
@pytest.mark.slow
def test_serve_makes_no_folder_that_was_named(shown, monkeypatch, named):
    newsroom, served = shown
    monkeypatch.chdir(newsroom.folder)
    result = newsroom.run("serve", "--source", named)
    assert (result.status, served) == (1, []) and "找不到" in result.told[0] and len(result.told) == 1
    assert not (newsroom.folder / named).exists()


@pytest.mark.parametrize("command", ["build", "articles"])
@pytest.mark.parametrize("missing", [False, True])
def test_other_commands_say_in_one_sentence_that_there_is_no_page(newsroom, command, missing):
    (newsroom.pages / PAGE_NAME).unlink()
    source = newsroom.folder / "nowhere" if missing else newsroom.pages
    options = [] if command == "articles" else ["--index", newsroom.index]
    result = newsroom.run(command, "--source", source, *options)
    assert (result.status, result.out) == (1, "")
    assert result.told == [say("source-missing" if missing else "source-empty", path=source)]


def test_asking_an_empty_index_is_one_sentence_until_there_are_pages(shown):
    newsroom, _ = shown
    (newsroom.pages / PAGE_NAME).unlink()
    newsroom.run("serve", "--source", newsroom.pages, "--index", newsroom.index)
    questions = newsroom.questions(
        {"id": "1", "question": QUESTION, "type": "number", "answers": ["11家"], "evidence": ["我市共有社区医院11家"]}
    )
    for words in (
        ["ask", QUESTION],
        ["ask", QUESTION, "--json"],
        ["ask", "--questions", questions, "--json"],
        ["eval", "--questions", questions],
        ["eval", "--questions", questions, "--compare", "dense,bm25"],
    ):
        result = newsroom.run(*words, "--index", newsroom.index)
        assert (result.status, result.out, result.told) == (1, "", [say("corpus-empty")]), words
    (newsroom.pages / PAGE_NAME).write_text(PAGE, "utf-8")
    newsroom.build()
    assert newsroom.ask(QUESTION).status == 0
