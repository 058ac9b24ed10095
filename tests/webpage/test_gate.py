"""Who may come in, by which doors, and what goes back: a site as it is served, and programs that send what they like."""

import json

import httpx
import pytest
from support.foreign import FOREIGN_HOSTS, FOREIGN_ORIGINS
from support.newspaper import ANSWER
from support.programs import Searched
from support.visiting import visiting

from ui.api_arguments import ARGUMENTS
from ui.extras import Extras
from ui.server.login import Login
from ui.wording import say

JOIN = "gradio_api/queue/join"
CLOSED = [
    "gradio_api/openapi.json",
    "openapi.json",
    "docs",
    "redoc",
    "gradio_api/runs",
    "gradio_api/proxy=https://a.hf.space/x",
    "gradio_api/dev/reload",
    "monitoring",
    "monitoring/summary",
    "gradio_api/deep_link",
    "gradio_api/vibe-code",
    "gradio_api/custom_component/a/client/b/c",
    "gradio_api/token",
    "svelte/svelte.js",
    "gradio_api/stream/a/1/2/playlist.m3u8",
    "gradio_api/mcp/",
    "gradio_api/mcp/sse",
    "gradio_api/mcp/schema",
    "gradio_api/profiling/traces",
    "pwa_icon",
    "gradio_api/file/etc",
    "en/docs",
    "en/gradio_api/openapi.json",
    "english",
]


@pytest.fixture(scope="module")
def visitor():
    with visiting(Searched(), Extras(hosts=("News.Example",))) as visited:
        yield visited


@pytest.fixture(scope="module")
def agents():
    with visiting(Searched(), Extras(mcp=True)) as visited:
        yield visited


@pytest.fixture(scope="module")
def closed():
    with visiting(Searched(), Extras(login=Login("管理员", "花灯一百二十组"))) as visited:
        yield visited


def ask(visitor, *data, kind="run", **headers):
    return visitor.client.post(f"gradio_api/{kind}/ask", json={"data": list(data)}, headers=headers)


@pytest.mark.slow
def test_the_stream_of_a_session_that_is_gone_says_so_and_ends(visitor):
    streamed = visitor.client.get("gradio_api/queue/data?session_hash=gone")
    assert (streamed.status_code, '"session_not_found":true' in streamed.text) == (200, True)


# ---- Host and Origin


@pytest.mark.parametrize("host", [host for host in FOREIGN_HOSTS if host.isascii()])
@pytest.mark.slow
def test_a_request_to_a_foreign_name_is_refused(visitor, host):
    assert visitor.client.get("config", headers={"host": host}).status_code in (400, 403)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:1", "news.example", "NEWS.EXAMPLE:8080", "[::1]"])
def test_a_request_to_a_name_of_ours_is_answered(visitor, host):
    assert visitor.client.get("config", headers={"host": host}).status_code == 200


@pytest.mark.parametrize("origin", FOREIGN_ORIGINS)
@pytest.mark.parametrize(
    "path", [JOIN, "gradio_api/run/ask", "gradio_api/upload", "gradio_api/cancel", "en/gradio_api/queue/join", "login"]
)
def test_a_foreign_page_sends_nothing(visitor, origin, path):
    sent = visitor.client.post(path, json={"data": ["哪里?"]}, headers={"host": "news.example:7860", "origin": origin})
    assert (sent.status_code, "access-control-allow-origin" in sent.headers) == (403, False)


@pytest.mark.slow
def test_a_browser_that_names_no_origin_still_says_that_the_page_is_foreign(visitor):
    assert ask(visitor, "哪里?", **{"sec-fetch-site": "cross-site"}).status_code == 403
    assert ask(visitor, "哪里?", **{"sec-fetch-site": "same-site"}).status_code == 403
    assert ask(visitor, "哪里?", **{"sec-fetch-site": "same-origin"}).status_code == 200


def test_no_foreign_page_may_read_what_is_answered(visitor):
    told = visitor.client.get("config", headers={"origin": "http://evil.example"})
    assert not [name for name in told.headers if name.startswith("access-control-")]


@pytest.mark.slow
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_agents_of_foreign_pages_are_refused(agents, method):
    sent = agents.client.request(method, "gradio_api/mcp/", headers={"origin": "http://evil.example"})
    assert sent.status_code == 403


# ---- doors


@pytest.mark.parametrize("path", CLOSED)
def test_what_the_page_does_not_need_is_not_there(visitor, path):
    assert visitor.client.get(path).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "gradio_api/component_server",
        "gradio_api/process_recording",
        "gradio_api/vibe-edit",
        "gradio_api/stream/a",
        "gradio_api/run/filter",
        "gradio_api/call/filter",
        "gradio_api/call/v2/filter",
        "gradio_api/api/choose",
        "config",
        "",
    ],
)
def test_nothing_is_sent_to_what_the_page_does_not_need(visitor, path):
    assert visitor.client.post(path, json={"data": []}).status_code in (404, 405)


def test_only_the_documented_endpoints_are_public(visitor):
    for prefix in ("", "en/"):
        told = visitor.client.get(f"{prefix}gradio_api/info").json()
        assert (sorted(told["named_endpoints"]), told["unnamed_endpoints"]) == (
            sorted(f"/{name}" for name in ARGUMENTS),
            {},
        )
    for language in ("zh", "en"):
        public = {event.api_name for event in visitor.pages[language].fns.values() if event.api_visibility != "private"}
        assert public == set(ARGUMENTS)


@pytest.mark.slow
def test_a_library_has_no_other_public_endpoints_or_tools(place):
    from support.programs import tools

    with visiting(place.library(), Extras(mcp=True)) as visited:
        public = visited.client.get("gradio_api/info").json()["named_endpoints"]
        assert sorted(public) == sorted(f"/{name}" for name in ARGUMENTS)

        async def names(session):
            return sorted(tool.name for tool in (await session.list_tools()).tools)

        assert tools(visited.address, names) == sorted(ARGUMENTS)
        assert tools(f"{visited.address}en/", names) == sorted(ARGUMENTS)


def test_an_address_that_gradio_would_stumble_over_opens_the_page(visitor):
    for query in ("?page=x", "?deep_link=../../etc", "?view=api", "?page=x&q=哪里"):
        assert visitor.client.get(query).status_code == 200
        assert visitor.client.get(f"config{query}").status_code == 200


# ---- headers and sizes


@pytest.mark.parametrize("path", ["", "en/", "config", "gradio_api/info", "no-such-place", "theme.css"])
def test_every_answer_has_the_browser_keep_the_page_to_itself(visitor, path):
    told = visitor.client.get(path).headers
    assert told["x-frame-options"] == "DENY"
    assert told["x-content-type-options"] == "nosniff"
    assert told["referrer-policy"] == "same-origin"
    assert "frame-ancestors 'none'" in told["content-security-policy"]
    assert "http:" not in told["content-security-policy"]


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"7", b'"x"', b"[" * 100_000, b'{"data":' * 50_000, b"\xff\xfe", b"null"]
)
@pytest.mark.parametrize("path", [JOIN, "gradio_api/run/ask", "gradio_api/call/ask", "gradio_api/call/v2/ask"])
def test_what_is_no_event_is_a_wrong_request(visitor, path, body):
    assert visitor.client.post(path, content=body, headers={"content-type": "application/json"}).status_code == 400


def test_an_event_that_is_too_large_is_not_read(visitor, monkeypatch):
    monkeypatch.setattr("ui.server.gate.EVENT_BYTES", 1000)
    assert ask(visitor, "哪" * 1000).status_code == 413

    def parts():
        yield from (b"x" * 100 for _ in range(100))

    assert visitor.client.post(JOIN, content=parts()).status_code == 413


# ---- the endpoints over plain HTTP


@pytest.mark.parametrize("kind", ["run", "api"])
@pytest.mark.slow
def test_history_may_be_left_out(visitor, kind):
    told = ask(visitor, "图书角收到多少捐书?", kind=kind)
    assert (told.status_code, told.json()["data"][0]["question"]) == (200, ANSWER.question)


@pytest.mark.parametrize(
    "body",
    [{"data": ["图书角收到多少捐书?"]}, {"data": ["图书角收到多少捐书?", None]}, {"data": ["图书角收到多少捐书?", []]}],
)
def test_history_may_be_left_out_of_a_queued_call(visitor, body):
    event = visitor.client.post("gradio_api/call/ask", json=body).json()["event_id"]
    data = visitor.client.get(f"gradio_api/call/ask/{event}").text.split("data: ")[1]
    assert json.loads(data)[0]["question"] == ANSWER.question


def test_arguments_may_be_named(visitor):
    assert visitor.client.post("gradio_api/call/v2/ask", json={"question": "哪里?"}).status_code == 200
    for wrong in (
        {},
        {"query": "哪里?"},
        {"question": "哪里?", "top_k": 3},
        {"question": 7},
        {"question": "哪里?", "history": "x"},
    ):
        assert visitor.client.post("gradio_api/call/v2/ask", json=wrong).status_code == 400


@pytest.mark.parametrize(
    "data",
    [
        [],
        [7],
        [None],
        ["哪里?", "x"],
        ["哪里?", [["甲"]]],
        ["哪里?", [], 3],
        [["哪里?"]],
        "哪里?",
        {"question": "哪里?"},
    ],
)
@pytest.mark.parametrize("kind", ["run", "call"])
def test_wrong_arguments_are_the_callers_fault_and_one_sentence(visitor, data, kind):
    told = visitor.client.post(f"gradio_api/{kind}/ask", json={"data": data})
    assert (told.status_code, bool(told.json()["error"])) == (400, True)


def test_an_article_that_is_not_there_is_the_callers_fault(visitor):
    told = visitor.client.post("gradio_api/run/article", json={"data": ["nothing"]})
    assert (told.status_code, told.json()["error"]) == (400, say("machine-no-article"))
    assert visitor.client.post("en/gradio_api/run/article", json={"data": ["nothing"]}).json()["error"] == say(
        "machine-no-article", "en"
    )


def test_a_call_reaches_no_event_of_the_page_by_its_number(visitor):
    told = visitor.client.post("gradio_api/run/ask", json={"data": [], "fn_index": visitor.event("present_masthead")})
    assert told.status_code == 404


# ---- login


@pytest.mark.slow
def test_nobody_gets_further_than_the_login_without_it(closed):
    assert "auth_required" in closed.client.get("").text
    for path in (
        "gradio_api/info",
        "gradio_api/file=/x",
        "gradio_api/queue/data?session_hash=s",
        "en/gradio_api/info",
        "gradio_api/heartbeat/a",
    ):
        assert closed.client.get(path).status_code == 401
    for path in (JOIN, "gradio_api/run/ask", "gradio_api/call/ask", "gradio_api/upload", "gradio_api/cancel"):
        assert closed.client.post(path, json={"data": ["哪里?"]}).status_code == 401
    assert "图书角" not in closed.client.get("config").text + closed.client.get("en/config").text


@pytest.mark.slow
def test_who_logs_in_on_one_page_is_in_on_both(closed):
    visitor = closed.another()
    assert visitor.client.post("login", data={"username": "管理员", "password": "花灯"}).status_code == 400
    assert visitor.client.post("login", data={"username": "管理", "password": "花灯一百二十组"}).status_code == 400
    assert visitor.client.get("gradio_api/info").status_code == 401
    assert visitor.client.post("en/login", data={"username": "管理员", "password": "花灯一百二十组"}).status_code == 200
    assert visitor.client.get("gradio_api/info").status_code == 200
    assert visitor.client.get("en/gradio_api/info").status_code == 200
    assert ask(visitor, "图书角收到多少捐书?").status_code == 200


@pytest.mark.slow
def test_programs_log_in_with_each_request(closed):
    program = closed.another().client
    for given, status in ((("管理员", "花灯一百二十组"), 200), (("管理员", "花灯"), 401), (("", ""), 401)):
        auth = httpx.BasicAuth(*(part.encode() for part in given))
        assert program.post("gradio_api/run/ask", json={"data": ["哪里?"]}, auth=auth).status_code == status


def test_the_password_is_kept_nowhere_in_the_login():
    login = Login("管理员", "花灯一百二十组")
    assert "花灯" not in repr(vars(login))
    assert "花灯".encode() not in repr(vars(login)).encode()


# ---- the command


@pytest.mark.parametrize("name", ["http://news.example", "news.example/x", "a b", "", "新闻 网"])
def test_what_is_no_name_of_a_host_is_an_error_of_one_sentence(stored, name):
    told = stored.run("serve", "--source", stored.pages, "--index", stored.index, "--allow-host", name, "--port", 1234)
    assert (told.status, len(told.told)) == (1, 1)


@pytest.mark.slow
@pytest.mark.parametrize("user", ["管理员", ""])
def test_a_login_without_a_password_or_a_user_is_an_error_of_one_sentence(stored, monkeypatch, user):
    monkeypatch.delenv("WENBAO_PASSWORD", raising=False)
    monkeypatch.setattr("os.isatty", lambda descriptor: False)
    told = stored.run("serve", "--source", stored.pages, "--index", stored.index, "--auth", user, "--port", 1234)
    assert (told.status, len(told.told)) == (1, 1)
