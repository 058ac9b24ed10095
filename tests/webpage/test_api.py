"""The page's interfaces for programs: its endpoints, as gradio's API and as MCP tools, with the contract's objects."""

import asyncio
import json
from collections.abc import Iterator

import httpx
import pytest
from gradio_client import Client
from gradio_client.exceptions import AppError
from mcp import ClientSession
from mcp.client.streamable_http import streamable_http_client
from support.newspaper import ANSWER, HITS, LIBRARY, PAGE
from support.programs import Searched, tools
from support.serving import in_a_thread, served

from rag.json_form import answer_object, article_object, passage_object
from ui.api import Machine, speak_json
from ui.api_arguments import HISTORY_CHARACTERS, HISTORY_TURNS
from ui.gradio_setup import gr
from ui.newspaper import FixedCorpus
from ui.wording import say

NAMES = ["article", "ask", "collection", "count", "list", "search"]
BAD_CALLS = [
    {"question": 7},
    {"question": None},
    {"question": "哪里?", "history": "abc"},
    {"question": "哪里?", "history": [["甲"]]},
    {"question": "哪里?", "history": [["甲", 1]]},
    {"question": "哪里?", "history": [["甲", "乙"]] * (HISTORY_TURNS + 1)},
    {"question": "哪里?", "history": [["甲", "乙" * (HISTORY_CHARACTERS + 1)]]},
]


@pytest.fixture(scope="module")
def newspaper() -> Searched:
    return Searched()


@pytest.fixture(scope="module")
def address(newspaper) -> Iterator[str]:
    with gr.Blocks() as page:
        button = gr.Button("某事")
        button.click(lambda: None, api_visibility="private")
        Machine(FixedCorpus(newspaper), "zh").expose()
    with served(page, mcp_server=True) as address:
        speak_json(page)
        yield address


@pytest.fixture(scope="module")
def client(address) -> Client:
    return Client(address, verbose=False)


def called(address: str, name: str, **arguments):
    return tools(address, lambda session: session.call_tool(name, arguments))


@pytest.mark.slow
def test_the_endpoints_are_public_and_documented_in_both_languages(client):
    endpoints = client.view_api(return_format="dict", print_info=False)["named_endpoints"]
    assert sorted(name.lstrip("/") for name in endpoints) == NAMES
    for endpoint in endpoints.values():
        assert any("\u4e00" <= character <= "\u9fff" for character in endpoint["description"])
        assert any(word.isascii() and word.isalpha() for word in endpoint["description"].split())


def test_ask_answers_in_the_contracts_form(client):
    assert client.predict("图书角收到多少捐书?", api_name="/ask") == answer_object(ANSWER)
    assert client.predict("地铁几点停运?", api_name="/ask")["refused"] is True


def test_the_history_goes_along(client, newspaper):
    client.predict(question="那周一呢?", history=[["几点开放?", "九点"]], api_name="/ask")
    client.predict(question="那周一呢?", history=[["几点开放?", "九点"]], api_name="/search")
    assert newspaper.histories[-2:] == [[("几点开放?", "九点")]] * 2


def test_search_gives_passages_and_article_the_piece(client):
    assert client.predict("图书角", api_name="/search") == [passage_object(hit) for hit in HITS]
    given = client.predict("a1", api_name="/article")
    assert given == json.loads(json.dumps(article_object(LIBRARY, PAGE.issue)))


@pytest.mark.slow
def test_an_error_is_our_one_sentence(client):
    with pytest.raises(AppError) as caught:
        client.predict("", api_name="/ask")
    assert str(caught.value) == say("question-empty")
    with pytest.raises(AppError) as caught:
        client.predict("a9", api_name="/article")
    assert str(caught.value) == say("machine-no-article")
    with pytest.raises(AppError) as caught:
        client.predict("boom", api_name="/ask")
    assert str(caught.value) == say("page-failed")


@pytest.mark.parametrize("arguments", BAD_CALLS)
def test_wrong_arguments_are_told_and_nothing_more(client, arguments):
    with pytest.raises(AppError) as caught:
        client.predict(**arguments, api_name="/ask")
    assert str(caught.value) == say("machine-form", turns=HISTORY_TURNS, characters=HISTORY_CHARACTERS)


def test_the_same_are_the_tools_and_nothing_else_is(address):
    listed = tools(address, lambda session: session.list_tools()).tools
    assert sorted(tool.name for tool in listed) == NAMES
    for tool in listed:
        assert all(about["description"] for about in tool.inputSchema["properties"].values())
    assert tools(address, lambda session: session.list_resources()).resources == []
    assert tools(address, lambda session: session.list_prompts()).prompts == []


def test_a_tool_answers_with_the_same_object_as_json(address):
    result = called(address, "ask", question="图书角收到多少捐书?")
    assert not result.isError
    assert json.loads(result.content[0].text) == answer_object(ANSWER)
    assert "捐书" in result.content[0].text


def test_a_tools_error_is_the_same_sentence(address):
    result = called(address, "ask", question="")
    assert (result.isError, result.content[0].text) == (True, say("question-empty"))


def test_a_tool_calls_nobody_whatever_name_it_was_called_by(address):
    """gradio's MCP server would otherwise call itself by the Host header of its first caller."""

    async def through():
        elsewhere = httpx.AsyncClient(headers={"Host": "elsewhere.invalid"}, trust_env=False)
        async with (
            elsewhere,
            streamable_http_client(f"{address}gradio_api/mcp/", http_client=elsewhere) as (read, write, _),
            ClientSession(read, write) as session,
        ):
            await session.initialize()
            return await session.call_tool("article", {"id": "a1"})

    assert json.loads(in_a_thread(lambda: asyncio.run(through())).content[0].text)["id"] == "a1"
