"""No place on this machine reaches a visitor: not in a sentence, not in a page, not in what events and programs get."""

import ast
import json
import string
from pathlib import Path, PurePosixPath, PureWindowsPath

import httpx
import pytest
from support.events import clicked
from support.questions import GOOD
from support.serving import free_port
from support.streams import given_by

import ui
from rag.corpus.changes import GivenFile
from rag.errors import LibraryError, PageError, QuestionError, StoredIndexError, WenbaoError, last_name, without_places
from rag.evaluation.session import EvaluationSession
from rag.index import writing
from rag.settings import Settings
from rag.wording import WORDING
from ui.app import build_site
from ui.corpus.tab import CorpusTab
from ui.corpus.view import work_view
from ui.corpus.work import Work
from ui.evaluation.view import error_view
from ui.gradio_setup import gr
from ui.markup import error_sentence

SECRET = "k7q"
"""A part of every folder's name here that must never be told."""

FOLDERS = (
    f"/home/{SECRET}",
    f"/srv/{SECRET} pages/报 纸",
    f"/{SECRET}",
    f"/tmp/{SECRET}/wenbao-x1",
    f"~/{SECRET}/a",
    f"~{SECRET}/pages",
    f"C:\\Users\\{SECRET}\\报纸",
    f"D:/{SECRET}/x",
    f"\\\\server\\{SECRET}\\share",
    f"/mnt/c/{SECRET}/a'b",
    f"/var/lib/{SECRET}/..",
)
SAID = (
    "{path}",
    "[Errno 2] No such file or directory: '{path}'",
    "cannot open {path}: denied",
    "打开{path}失败",
    "两处：{path}，{path}",
    'File "{path}", line 3',
    "at {path} (os error 13)",
    "reason={path};",
    "<{path}>",
    "{path}\nand {path}",
    "file://{path}",
    "没有“{path}”。",
    "({path})",
)
FORMS = string.Formatter()


# ---- the sentences


@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize("said", SAID)
def test_of_a_path_within_a_text_the_last_name_alone_is_left(folder, said):
    if folder.startswith(f"~{SECRET}") or ("'" in folder and "'{path}'" in said):
        pytest.skip("no absolute path, or one that ends its own quotation")
    if folder == f"/{SECRET}" and "开{path}" in said:
        pytest.skip("after a Chinese character, like 报纸/2023年")
    told = without_places(said.format(path=f"{folder}/003.txt"))
    assert SECRET not in told and "003.txt" in told


@pytest.mark.parametrize(
    "text",
    [
        "",
        "003.txt",
        "2023-03-05/01.txt",
        "和/或",
        "见 http://example.org/a/b",
        "https://example.org/报/纸",
        "3/4",
        "km/h",
        "甲/乙/丙。",
        "a.b/c.d",
        "第 1/2 版",
        "C:没有",
        "“人民日报”",
        "报纸/2023年/01版.txt",
    ],
)
def test_what_is_no_path_of_a_machine_stays(text):
    assert without_places(text) == text


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/a/b.txt", "b.txt"),
        ("b.txt", "b.txt"),
        ("/a/b/", "b"),
        ("C:\\a\\b", "b"),
        (".", "."),
        ("/", "…"),
        ("", "…"),
        (PurePosixPath("/a b/c d"), "c d"),
        (PureWindowsPath("C:/a/b"), "b"),
        ("~me", "me"),
    ],
)
def test_the_last_name_of_a_path(path, name):
    assert last_name(path) == name


def values_of(key, folder):
    """A value for each brace of the sentence `key`, as a path wherever it can be one."""
    values = {}
    for _, field, form, _ in (part for text in WORDING[key] for part in FORMS.parse(text)):
        if field:
            values[field] = 7 if form else Path(folder) / "x.txt" if field in ("path", "folder") else f"{folder}/x.txt"
    return values


@pytest.mark.parametrize("folder", [folder for folder in FOLDERS if not folder.startswith(f"~{SECRET}")])
def test_no_sentence_that_there_is_tells_a_folder(folder):
    tried = 0
    for key in WORDING:
        values = values_of(key, folder)
        inner = WenbaoError(
            key,
            **{
                name: OSError(2, "No such file", value) if name == "reason" else value for name, value in values.items()
            },
        )
        for error in (
            WenbaoError(key, **values),
            inner,
            WenbaoError("source-unusable", path=f"{folder}/pages", reason=inner),
        ):
            for language in ("zh", "en"):
                tried += 1
                assert SECRET not in error.sentence(language, public=True), (key, language)
    assert tried == 6 * len(WORDING) > 2000


@pytest.mark.parametrize("key", ["library-unwritable", "index-damaged", "sidecar-malformed", "settings-unreadable"])
def test_the_command_line_tells_the_whole_path(key):
    error = WenbaoError(key, **values_of(key, f"/home/{SECRET}"))
    assert f"/home/{SECRET}/x.txt" in error.sentence() and f"/home/{SECRET}/x.txt" in str(error)
    assert "x.txt" in error.sentence(public=True)


def test_the_page_words_an_error_in_one_place_alone():
    callers = {}
    for file in sorted(Path(ui.__file__).parent.glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr == "sentence":
                callers.setdefault(file.name, []).append(node.lineno)
    assert list(callers) == ["markup.py"] and len(callers["markup.py"]) == 1
    error = LibraryError("library-unwritable", path=Path(f"/home/{SECRET}/pages"), reason="denied")
    assert "pages" in error_sentence(error, "zh") and SECRET not in error_sentence(error, "zh")


# ---- the views and handlers


@pytest.mark.parametrize(
    "view",
    [
        lambda error: work_view(Work("add", ("1",), ended=True, error=error), (), "zh"),
        lambda error: work_view(
            Work("add", ("1",), (GivenFile("1", error=PageError(error.key, **error.values)),)), (), "zh"
        ),
        lambda error: error_view(error, "en"),
    ],
)
def test_no_view_tells_a_folder(view):
    assert SECRET not in view(
        LibraryError(
            "library-unwritable",
            path=Path(f"/home/{SECRET}/pages"),
            reason=OSError(13, "Permission denied", f"/home/{SECRET}/pages/x"),
        )
    )


def moved(place, tmp_path):
    """The library, its folders those of a place whose names tell the secret."""
    library = place.library()
    for name in ("_source", "_folder"):
        secret = tmp_path / SECRET / f"the{name}"
        secret.parent.mkdir(exist_ok=True)
        getattr(library, name).rename(secret)
        setattr(library, name, secret)
    return library


@pytest.mark.slow
@pytest.mark.parametrize(
    "error",
    [
        StoredIndexError("index-unwritable", path=Path(f"/srv/{SECRET}/index"), reason="No space left"),
        StoredIndexError(
            "index-unwritable", path=f"/srv/{SECRET}/index", reason=OSError(28, "full", f"/srv/{SECRET}/g")
        ),
        OSError(28, "No space left", f"/srv/{SECRET}/g"),
        RuntimeError(f"/srv/{SECRET}"),
    ],
)
def test_a_change_that_fails_tells_its_visitor_no_folder(place, tmp_path, monkeypatch, error):
    def fail(*_):
        raise error

    library = moved(place, tmp_path)
    tab = CorpusTab(library, "zh")
    with gr.Blocks() as page:
        tab.build(page, gr.BrowserState(""))
    library.remove(["001.txt"])
    monkeypatch.setattr(writing, "_write_content", fail)
    told = [
        list(given_by(stream))
        for stream in (
            tab.add([str(place.file("003.txt"))], "me"),
            tab.remove(("002.txt",), "me"),
            tab.rebuild(True, "me"),
            tab.restore("me", clicked(removal=library.removals[0].id)),
        )
    ]
    shown = [str(value) for steps in told for step in steps for value in step.values()]
    assert len(shown) > 20 and not [each for each in shown if SECRET in each]


@pytest.mark.parametrize("content", ["", "不是 JSON", '{"id": "1"}\n', GOOD.replace("answers", "none"), "[1"])
def test_a_question_file_that_cannot_be_read_is_told_by_its_name(place, tmp_path, content):
    session = EvaluationSession(moved(place, tmp_path))
    with pytest.raises(QuestionError) as caught:
        session.files.put(place.file(f"{SECRET}.jsonl", content).rename(tmp_path / "a.jsonl"))
    assert SECRET not in error_sentence(caught.value, "zh")


@pytest.mark.slow
def test_a_report_tells_no_folder_of_a_model(place, tmp_path, monkeypatch):
    session = EvaluationSession(moved(place, tmp_path))
    name = session.files.put(place.file("a.jsonl", GOOD))
    given = Settings.with_values(session._library.assistant.settings, {"reader": f"/models/{SECRET}/my-reader"})
    monkeypatch.setattr(session._library.assistant, "settings", given)
    finished = session.run(name)
    assert finished.report["runs"][0]["settings"]["reader"] == "my-reader"
    for language in ("zh", "en"):
        assert not [file for file in finished.files(language) if SECRET in file.read_text("utf-8")]


# ---- what the server sends


@pytest.fixture
def served(place, tmp_path, monkeypatch):
    """The address of a library whose folders tell the secret, and the library."""
    library = moved(place, tmp_path)
    monkeypatch.chdir(library.source)
    (library.source / "questions.jsonl").write_text(GOOD, "utf-8")
    site = build_site(library)
    yield site.start("127.0.0.1", free_port()), library
    site.close()


@pytest.mark.slow
@pytest.mark.parametrize("language", ["", "en/"])
def test_nothing_that_the_server_sends_tells_a_folder(served, language):
    address, library = served
    folders = (SECRET, str(Path(ui.__file__).parent), str(Path.home()))
    with httpx.Client(base_url=address + language, timeout=300) as client:
        for path in (
            "",
            "config",
            "gradio_api/info",
            "gradio_api/app_id",
            "theme.css",
            "openapi.json",
            "gradio_api/nothing",
            "gradio_api/file=nothing",
            f"gradio_api/file={library.source}/001.txt".replace(SECRET, "other"),
            "results/x/zh/report.html",
            "manifest.json",
            "static/none",
            "gradio_api/startup-events",
        ):
            answer = client.get(path, follow_redirects=True)
            told = answer.text + str(answer.headers)
            assert not [folder for folder in folders if (folder != "/" and f"{folder}/" in told) or SECRET in told], (
                path
            )
        config = client.get("config").json()
        for number in range(len(config["dependencies"])):
            assert SECRET not in _answered(client, config, number), config["dependencies"][number]


def _answered(client, config, number):
    """What one event of the page answers to inputs of no form."""
    given = [None] * len(config["dependencies"][number]["inputs"])
    session = f"visitor{number}"
    joined = client.post(
        "gradio_api/queue/join",
        json={
            "data": given,
            "fn_index": number,
            "session_hash": session,
            "event_data": {"removal": "x", "names": ["001.txt"]},
        },
    )
    if joined.status_code != 200:
        return joined.text
    told = ""
    with client.stream("GET", "gradio_api/queue/data", params={"session_hash": session}) as stream:
        for line in stream.iter_lines():
            told += line
            if line.startswith("data:") and json.loads(line[5:])["msg"] in ("process_completed", "close_stream"):
                break
    return told


@pytest.mark.slow
@pytest.mark.parametrize("file", ["report.html", "report.json"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_report_is_had_as_a_file_by_whoever_knows_its_token(place, file, language):
    from ui.app import build_page
    from ui.server.site import Site

    library = place.library()
    session = EvaluationSession(library)
    finished = session.run(session.files.put(place.file("a.jsonl", GOOD)))
    site = Site({"zh": build_page(library)}, results=session.finished)
    address = site.start("127.0.0.1", free_port())
    try:
        answer = httpx.get(f"{address}results/{finished.token}/{language}/{file}", timeout=300)
        assert answer.status_code == 200 and answer.headers["content-disposition"].startswith("attachment")
        assert answer.text == finished.files(language)[file.endswith("json")].read_text("utf-8")
        for other in (
            f"{finished.token}x/{language}/{file}",
            f"{finished.token}/fr/{file}",
            f"{finished.token}/zh/x",
            f"{finished.token}/zh/..%2Fzh%2F{file}",
            f"/{language}/{file}",
        ):
            assert httpx.get(f"{address}results/{other}").status_code == 404, other
    finally:
        site.close()
