"""Lists, counts and what the collection is, as programs ask for them: all articles, page by page, from a small archive."""

import json

import pytest
from gradio_client import Client
from gradio_client.exceptions import AppError
from support.archive import archive
from support.programs import tools
from support.serving import served

from rag import QuestionError, answer_object
from ui.api import Machine, speak_json
from ui.api_arguments import LISTED, call_arguments
from ui.gradio_setup import gr
from ui.newspaper import FixedCorpus
from ui.wording import say

ALL = {"operation": "list"}
"""The plan of a list of all articles."""
BAD_CALLS = [
    {"question": 7},
    {},
    {"question": "渡口", "offset": -1},
    {"question": "渡口", "offset": "1"},
    {"question": "渡口", "limit": 0},
    {"question": "渡口", "limit": LISTED + 1},
    {"question": "渡口", "limit": True},
    {"question": "渡口", "history": [["甲"]]},
    {"plan": {"operation": "drop"}},
    {"plan": "渡口"},
]


@pytest.fixture(scope="module")
def assistant(tmp_path_factory):
    return archive(tmp_path_factory.mktemp("archive"))


@pytest.fixture(scope="module")
def address(assistant):
    with gr.Blocks() as page:
        Machine(FixedCorpus(assistant), "zh").expose()
    with served(page, mcp_server=True) as address:
        speak_json(page)
        yield address


@pytest.fixture(scope="module")
def client(address):
    return Client(address, verbose=False)


@pytest.mark.slow
def test_a_list_has_every_article_page_by_page(client, assistant):
    pages = [client.predict(plan=ALL, offset=offset, limit=2, api_name="/list") for offset in (0, 2, 4, 6)]
    assert [len(page["articles"]) for page in pages] == [2, 2, 1, 0]
    assert {page["count"] for page in pages} == {5}
    ids = [article["id"] for page in pages for article in page["articles"]]
    assert ids == [article["id"] for article in answer_object(assistant.ask("列出所有报道"))["articles"]]
    assert "3. 《" in pages[1]["answer"] and "第 3 至 4 篇" in pages[1]["answer"]
    assert all(
        [article["marker"] for article in page["articles"]] == [cited["marker"] for cited in page["citations"]]
        for page in pages
    )


@pytest.mark.slow
def test_a_listed_article_says_where_and_when_it_was_printed(client):
    article = client.predict("剪纸", api_name="/list")["articles"][0]
    assert (article["paper"], article["issue_date"], article["issue_told"]) == ("海陵日报", "2021-11-05", "masthead")
    assert (article["byline"], article["kind"], article["page"]) == ("沈未央", "news", 1)


def test_whatever_is_asked_of_articles_is_listed_or_counted(client):
    counted = client.predict("哪些报道写到渡口", api_name="/count")
    listed = client.predict("写到渡口的一共有几篇", api_name="/list")
    assert (counted["kind"], counted["count"]) == ("count", 3) and "3 篇" in counted["answer"]
    assert (listed["kind"], len(listed["articles"])) == ("list", 3)
    assert client.predict(plan=counted["plan"], api_name="/count")["articles"] == counted["articles"]


def test_the_collection_is_papers_days_sections_and_pages(client):
    found = client.predict(limit=2, api_name="/collection")
    assert (found["page_count"], found["article_count"], len(found["pages"])) == (3, 5, 2)
    assert [paper["name"] for paper in found["papers"]] == ["海陵日报", "江州晚报"]
    assert [day["date"] for day in found["days"]] == ["2021-11-05", "2022-01-20", "2022-01-21"]
    assert found["sections"] == [{"page": 1, "section": "", "pages": 2}, {"page": 2, "section": "", "pages": 1}]
    assert client.predict(offset=2, api_name="/collection")["pages"][0]["source"] == "b.txt"


@pytest.mark.parametrize("arguments", BAD_CALLS)
def test_wrong_arguments_are_one_sentence(client, arguments):
    with pytest.raises(AppError) as caught:
        client.predict(**arguments, api_name="/list")
    with pytest.raises(ValueError, match=r".") as refused:
        call_arguments("list", arguments, "zh")
    assert str(caught.value) == str(refused.value) and "\n" not in str(caught.value)


@pytest.mark.parametrize("question", ["你好", "这里有哪些报纸?", "概括《渡口今起停航三天》"])
def test_what_names_no_articles_is_one_sentence(client, assistant, question):
    with pytest.raises(AppError) as caught:
        client.predict(question, api_name="/count")
    assert str(caught.value) == say("plan-no-list")
    with pytest.raises(QuestionError):
        assistant.listing(question)


def test_the_tools_give_the_same_objects(address, client):
    listed = tools(address, lambda session: session.call_tool("list", {"question": "剪纸"}))
    found = json.loads(listed.content[0].text)
    assert found["articles"] == client.predict("剪纸", api_name="/list")["articles"]
    held = tools(address, lambda session: session.call_tool("collection", {}))
    assert json.loads(held.content[0].text)["page_count"] == 3
