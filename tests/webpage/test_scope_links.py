"""The scope of a question: in the address that asks it again, and in what the browser keeps."""

import dataclasses
import json
from types import SimpleNamespace
from urllib.parse import parse_qsl

import pytest
from fastapi.datastructures import QueryParams
from hypothesis import given
from hypothesis import strategies as st
from support.newspaper import ANSWER, FakeNewspaper, Reader

from rag.answering.scope import Scope
from ui.ask.conversations import Conversation, Shelf
from ui.ask.events import Events
from ui.ask.rendering import conversation
from ui.ask.responding import Turn
from ui.ask.restoring import restored
from ui.ask.storage import kept
from ui.browse.filters import Narrowing
from ui.browse.scope_links import PARAMETERS, scope_of_link, scope_parameters
from ui.gradio_setup import gr
from ui.newspaper import FixedCorpus

NARROW = Scope(
    "2022-01-20",
    "2022-02-01",
    ("晚报",),
    ("a.txt",),
    (1, 3),
    ("要闻",),
    ("方远", "甲&乙=丙"),
    ("news", "caption"),
    ("a1",),
)


class Narrowed(FakeNewspaper):
    """Remembers the scopes that it was asked in."""

    def __init__(self):
        super().__init__()
        self.scopes = []

    def ask(self, question, history=(), scope=None, plan=None):
        self.scopes.append(scope)
        return dataclasses.replace(super().ask(question, history), question=question)


def linked(turns):
    """The address in the last reply."""
    reader = Reader(conversation(turns, "zh")[-1]["content"])
    return next(given["href"] for tag, given in reader.tags if tag == "a" and given.get("class") == "take link")


def opened(assistant, address, stored=None):
    events = Events(FixedCorpus(assistant), "zh")
    updates = list(
        events.open({}, json.dumps(stored or {}), SimpleNamespace(query_params=QueryParams(address.removeprefix("?"))))
    )
    return [update[2] for update in updates if isinstance(update[2], Shelf)][-1]


def test_every_field_has_a_name_of_its_own():
    assert sorted(PARAMETERS.values()) == sorted(field.name for field in dataclasses.fields(Scope))
    assert "q" not in PARAMETERS


def test_an_address_names_the_scope_and_gives_it_back():
    address = linked([Turn(ANSWER.question, "done", ANSWER.text, ANSWER, scope=NARROW)])
    assert (
        address.startswith("?q=") and "&from=2022-01-20&to=2022-02-01&" in address and "&number=1&number=3&" in address
    )
    assert scope_of_link(QueryParams(address.removeprefix("?"))) == NARROW
    assert parse_qsl(linked([Turn(ANSWER.question, "done", ANSWER.text, ANSWER)]).removeprefix("?")) == [
        ("q", ANSWER.question)
    ]


@pytest.mark.slow
def test_a_link_is_asked_in_its_scope_and_without_one_everywhere():
    assistant = Narrowed()
    shelf = opened(assistant, f"?q=甲在哪里?&q={ANSWER.question}&number=3&from=2022-01-01")
    assert assistant.scopes == [Scope(first="2022-01-01", numbers=(3,))] * 2
    assert [turn.scope for turn in shelf.turns] == assistant.scopes
    assert not opened(assistant, f"?q={ANSWER.question}").turns[0].scope.narrows
    assert not (assistant.scopes[-1] or Scope()).narrows


def test_a_thread_is_opened_again_only_in_the_scope_it_was_asked_in():
    assistant = Narrowed()
    stored = kept(opened(assistant, f"?q={ANSWER.question}&number=3"))
    assert opened(assistant, f"?q={ANSWER.question}&number=3", stored).turns and len(assistant.scopes) == 1
    assert len(opened(assistant, f"?q={ANSWER.question}", stored).conversations) == 2
    assert len(assistant.scopes) == 2


def test_the_page_shows_the_scope_of_its_address():
    with gr.Blocks():
        narrowing = Narrowing(FixedCorpus(FakeNewspaper()), "zh")
    assert narrowing.linked(SimpleNamespace(query_params=QueryParams("q=x&number=3"))) == Scope(numbers=(3,))
    assert narrowing.linked(SimpleNamespace(query_params=QueryParams("q=x"))) == gr.skip()


@pytest.mark.parametrize(
    ("address", "scope"),
    [
        ("from=gestern&to=2022-02-01&number=2", Scope(numbers=(2,))),
        ("from=2022-02-02&to=2022-02-01", Scope()),
        ("number=-1&number=x&number=²&number=99999999999&number=", Scope()),
        ("kind=nothing&kind=news&kind=__class__", Scope(kinds=("news",))),
        ("section=" + "长" * 1001, Scope()),
        ("first=2022-01-01&articles=a1", Scope()),
    ],
)
def test_what_is_no_scope_is_left_out(address, scope):
    assert scope_of_link(QueryParams(address)) == scope


@given(st.lists(st.tuples(st.sampled_from(list(PARAMETERS)), st.text(max_size=12))))
def test_no_address_makes_trouble(pairs):
    scope = scope_of_link(QueryParams(pairs))
    assert scope_of_link(QueryParams(scope_parameters(scope))) == scope


@pytest.mark.parametrize(
    ("written", "scope"),
    [(None, NARROW), (3, None), ("from=never", Scope()), ("%%%&&&", Scope()), (["number=1"], None)],
)
def test_the_browser_keeps_the_scope(written, scope):
    turn = Turn(ANSWER.question, "done", ANSWER.text, ANSWER, scope=NARROW)
    stored = kept(Shelf((Conversation("0123456789ab", "", (turn,)),), "0123456789ab"))
    if written is not None:
        stored["conversations"][0]["turns"][0]["scope"] = written
    assert [each.scope for each in restored(stored, FakeNewspaper(), "zh").turns] == ([] if scope is None else [scope])


def test_a_scope_that_is_too_long_to_keep_costs_no_answer():
    turn = Turn(
        ANSWER.question, "done", ANSWER.text, ANSWER, scope=Scope(reporters=tuple(str(n) * 9 for n in range(300)))
    )
    again = restored(kept(Shelf((Conversation("0123456789ab", "", (turn,)),), "0123456789ab")), FakeNewspaper(), "zh")
    assert [each.answer.text for each in again.turns] == [ANSWER.text]
